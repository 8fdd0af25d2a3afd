/* Keys in their file, their tokens, and when they hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/api_key.h"

#define LINE                                                                                \
    "0123456789ab\tgate\tscreen\tborder-control\t600\tun,ofac\t2026-01-31T10:00:00Z\t\t\t$" \
    "argon2id$x"

static ms_arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = ms_arena_new(0);
    return arena ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    ms_arena_free(arena);
    return 0;
}

static void reads_a_line(void **state)
{
    ms_api_keys k;
    ms_diag d = {0};
    (void)state;
    assert_int_equal(ms_api_keys_parse(MS_STR("# any\n\n" LINE "\n"), arena, &k, &d), MS_OK);
    assert_int_equal(k.n, 1);
    assert_int_equal(k.v[0].role, MS_NEEDS_SCREEN);
    assert_int_equal(k.v[0].rate, 600);
    assert_true(ms_str_eq(k.v[0].name, MS_STR("gate")));
    assert_true(ms_api_key_sees(&k.v[0], MS_STR("un")) &&
                ms_api_key_sees(&k.v[0], MS_STR("ofac")));
    assert_false(ms_api_key_sees(&k.v[0], MS_STR("u")) ||
                 ms_api_key_sees(&k.v[0], MS_STR("un,ofac")));
    k.v[0].lists = (ms_str){0};
    assert_true(ms_api_key_sees(&k.v[0], MS_STR("eu")));
}

static void refuses_what_is_no_key(void **state)
{
    static const struct {
        const char *line;
        ms_rc rc;
    } cases[] = {
        {"x", MS_ESYNTAX},
        {LINE "\t", MS_ESYNTAX},
        {"0123456789aB\ta\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\t\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\t\x01\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\t\xff\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\t0123456789012345678901234567890123456789012345678901234567890123x"
         "\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t0\tun,\x01\t2026-01-31T10:00:00Z\t\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t0\t\xff\t2026-01-31T10:00:00Z\t\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\ta\troot\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\ta\t\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\ta\tread\tfun\t0\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t-1\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t1000001\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t4294967297\t\t2026-01-31T10:00:00Z\t\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t0\t\t\t\t\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\tsoon\t\t$argon2id$x",
         MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t1\t$argon2id$x", MS_EVALUE},
        {"0123456789ab\ta\tread\tvisa\t0\t\t2026-01-31T10:00:00Z\t\t\t$2b$10$x", MS_EVALUE},
        {LINE "\n" LINE, MS_EDUPLICATE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ms_api_keys k;
        ms_diag d = {0};
        ms_str text = ms_arena_strf(arena, "#\n%s\n", cases[i].line);
        assert_int_equal(ms_api_keys_parse(text, arena, &k, &d), cases[i].rc);
        if (cases[i].rc != MS_EDUPLICATE) assert_int_equal(d.line, 2);
    }
}

static void writes_what_it_reads(void **state)
{
    char path[] = "/tmp/marsad-keys-XXXXXX";
    ms_api_keys k, back;
    ms_str token, other;
    ms_diag d = {0};
    struct stat st;
    (void)state;
    assert_int_equal(ms_api_keys_parse(MS_STR(LINE), arena, &k, &d), MS_OK);
    assert_int_equal(ms_api_key_make(&k.v[0], arena, &token), MS_OK);
    k.v[k.n++] = k.v[0];
    assert_int_equal(ms_api_key_make(&k.v[1], arena, &other), MS_OK);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    fchmod(fd, 0644);
    close(fd);
    assert_int_equal(ms_api_keys_write(path, &k, &d), MS_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(ms_api_keys_read(path, arena, &back, &d), MS_OK);
    unlink(path);
    assert_int_equal(back.n, 2);
    bool first = ms_str_eq(back.v[0].id, ms_api_token_id(token));
    assert_true(ms_api_key_is(&back.v[!first], token) && ms_api_key_is(&back.v[first], other));
    assert_false(ms_api_key_is(&back.v[first], token));
    assert_int_equal(ms_api_keys_read(path, arena, &back, &d), MS_ENOTFOUND);
}

static void knows_the_form_of_tokens(void **state)
{
    static const char good[] =
        "msk_0123456789ab_"
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    char text[sizeof good];
    (void)state;
    assert_true(ms_str_eq(ms_api_token_id(ms_str_z(good)), MS_STR("0123456789ab")));
    for (size_t i = 0; i < sizeof good - 1; i++) {
        memcpy(text, good, sizeof good);
        text[i] = 'X';
        assert_null(ms_api_token_id(ms_str_z(text)).p);
        assert_null(ms_api_token_id((ms_str){good, i}).p);
    }
    assert_null(ms_api_token_id((ms_str){good, sizeof good}).p);
}

static void holds_until_it_ends(void **state)
{
    ms_api_key k = {.ends = MS_STR("2026-03-01T00:00:00Z")};
    (void)state;
    assert_true(ms_api_key_holds(&k, MS_STR("2026-02-28T23:59:59Z")));
    assert_false(ms_api_key_holds(&k, MS_STR("2026-03-01T00:00:00Z")));
    k.ends = (ms_str){0};
    assert_true(ms_api_key_holds(&k, MS_STR("2999-01-01T00:00:00Z")));
    k.revoked = MS_STR("2026-01-01T00:00:00Z");
    assert_false(ms_api_key_holds(&k, MS_STR("2026-02-28T23:59:59Z")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_line),         cmocka_unit_test(refuses_what_is_no_key),
        cmocka_unit_test(writes_what_it_reads), cmocka_unit_test(knows_the_form_of_tokens),
        cmocka_unit_test(holds_until_it_ends),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
