/* The growing buffer and its JSON strings; expected bytes from RFC 8259 §7. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/json_out.h"
#include "base/mem.h"

/* MS_STR in a constant initializer. */
#define L(lit)                 \
    {                          \
        (lit), sizeof(lit) - 1 \
    }

static void expect(ms_out *o, const char *want)
{
    assert_false(o->failed);
    assert_int_equal(o->n, strlen(want));
    assert_memory_equal(o->p, want, o->n);
    ms_out_reset(o);
}

static void strings(void **state)
{
    (void)state;
    static const struct {
        ms_str in;
        const char *out;
    } cases[] = {
        {{NULL, 0}, "\"\""},
        {L("Ali \"the\" \\ man/x"), "\"Ali \\\"the\\\" \\\\ man/x\""},
        {L("a\b\f\n\r\tb"), "\"a\\b\\f\\n\\r\\tb\""},
        {L("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\x7f\""},
        {L("علي Ð 𐍈"), "\"علي Ð 𐍈\""},
        {L("a\xff"), "\"a\xEF\xBF\xBD\""},
        {L("\xc0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {L("\xed\xa0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {L("\xf4\x90\x80\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {L("\xd8"), "\"\xEF\xBF\xBD\""},
    };
    ms_out o = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ms_out_json(&o, cases[i].in);
        expect(&o, cases[i].out);
    }
    ms_out_free(&o);
}

/* Each byte at each place of a text that is longer than what is looked at at once. */
static void every_byte_everywhere(void **state)
{
    (void)state;
    ms_out o = {0};
    for (size_t at = 0; at < 20; at++)
        for (unsigned c = 0; c < 256; c++) {
            char in[21] = "abcdefghijklmnopqrst", want[64], one[8];
            in[at] = (char)c;
            if (c >= 0x80) strcpy(one, "\xEF\xBF\xBD");
            else if (c == '"' || c == '\\') sprintf(one, "\\%c", (int)c);
            else if (c >= 0x20) sprintf(one, "%c", (int)c);
            else if (c && strchr("\b\f\n\r\t", (int)c))
                sprintf(one, "\\%c", "btnfr"[strchr("\b\t\n\f\r", (int)c) - "\b\t\n\f\r"]);
            else sprintf(one, "\\u%04x", c);
            sprintf(want, "\"%.*s%s%s\"", (int)at, in, one, in + at + 1);
            ms_out_json(&o, (ms_str){in, 20});
            expect(&o, want);
        }
    ms_out_free(&o);
}

static void fixed_point(void **state)
{
    (void)state;
    static const struct {
        uint32_t v;
        unsigned places;
        const char *out;
    } cases[] = {
        {0, 0, "0"},
        {0, 2, "0.00"},
        {5, 2, "0.05"},
        {1234, 2, "12.34"},
        {1000000, 6, "1.000000"},
        {702345, 6, "0.702345"},
        {10, 1, "1.0"},
        {UINT32_MAX, 9, "4.294967295"},
        {UINT32_MAX, 0, "4294967295"},
    };
    ms_out o = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ms_out_fixed(&o, cases[i].v, cases[i].places);
        expect(&o, cases[i].out);
    }
    ms_out_free(&o);
}

static void numbers_and_text(void **state)
{
    (void)state;
    ms_out o = {0};
    ms_out_lit(&o, "{\"n\":");
    ms_out_u64(&o, 0);
    ms_out_char(&o, ',');
    ms_out_u64(&o, UINT64_MAX);
    ms_out_fmt(&o, ",%.3f}", 0.5);
    expect(&o, "{\"n\":0,18446744073709551615,0.500}");
    for (int i = 0; i < 1000; i++) ms_out_fmt(&o, "%d", i % 10);
    assert_int_equal(ms_out_str(&o).n, 1000);
    assert_int_equal(o.p[999], '9');
    ms_out_free(&o);
    assert_int_equal(ms_out_str(&o).n, 0);
}

static void members(void **state)
{
    (void)state;
    const ms_str list[] = {MS_STR("x"), MS_STR("")};
    ms_out o = {0};
    ms_out_char(&o, '{');
    ms_out_member(&o, "text", MS_STR("a\"{"));
    ms_out_member(&o, "empty", (ms_str){0});
    ms_out_member_or_null(&o, "some", MS_STR("x"));
    ms_out_member_or_null(&o, "none", (ms_str){0});
    ms_out_key(&o, "inner");
    ms_out_char(&o, '{');
    ms_out_member_u64(&o, "n", UINT64_MAX);
    ms_out_key(&o, "list");
    ms_out_json_list(&o, list, 2);
    ms_out_key(&o, "nobody");
    ms_out_json_list(&o, list, 0);
    ms_out_lit(&o, "}}");
    expect(&o, "{\"text\":\"a\\\"{\",\"empty\":\"\",\"some\":\"x\",\"none\":null,"
               "\"inner\":{\"n\":18446744073709551615,\"list\":[\"x\",\"\"],\"nobody\":[]}}");
    ms_out_key(&o, "a");
    expect(&o, "\"a\":");
    o.max = 3;
    ms_out_key(&o, "abc");
    assert_true(o.failed);
    ms_out_free(&o);
}

static void ceiling_and_failure_stick(void **state)
{
    (void)state;
    ms_out o = {.max = 600};
    for (int i = 0; i < 70; i++) ms_out_lit(&o, "0123456789");
    assert_true(o.failed);
    assert_int_equal(ms_out_str(&o).n, 0);
    ms_out_char(&o, 'x');
    assert_true(o.failed);
    ms_out_free(&o);
    ms_out_char(&o, 'x');
    assert_int_equal(ms_out_str(&o).n, 1);
    ms_out_free(&o);
}

static int never(size_t n)
{
    (void)n;
    return 0;
}

static void out_of_memory(void **state)
{
    (void)state;
    ms_out o = {0};
    ms_mem_gate = never;
    ms_out_json(&o, MS_STR("x"));
    ms_mem_gate = NULL;
    assert_true(o.failed);
    ms_out_free(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings),       cmocka_unit_test(every_byte_everywhere),
        cmocka_unit_test(fixed_point),   cmocka_unit_test(numbers_and_text),
        cmocka_unit_test(members),       cmocka_unit_test(ceiling_and_failure_stick),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
