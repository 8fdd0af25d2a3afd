/* Entities: reading, cleaning, writing; what is unknown survives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/entity.h>

#include "base/mem.h"

/* What the reader refused, as `prop=value;` or `prop=value kept;`. */
static char refusals[512];

static void note(void *ctx, ms_str prop, ms_str value, ms_rc why)
{
    (void)ctx;
    size_t n = strlen(refusals);
    snprintf(refusals + n, sizeof refusals - n, "%.*s=%.*s%s;", MS_FMT(prop), MS_FMT(value),
             why == MS_OK ? " kept" : "");
}

static int setup(void **state)
{
    *state = ms_arena_new(0);
    refusals[0] = 0;
    return *state == NULL;
}

static int teardown(void **state)
{
    ms_arena_free(*state);
    return 0;
}

static ms_entity read_ok(ms_arena *a, const char *json)
{
    ms_entity e = {0};
    ms_diag d = {0};
    if (ms_entity_read(ms_str_z(json), a, note, NULL, &e, &d) != MS_OK)
        fail_msg("%s: %s at %d", json, d.what, (int)d.at);
    return e;
}

/* Reads `in`, writes it, compares with `want`, and once more. */
static void becomes(ms_arena *a, const char *in, const char *want)
{
    ms_str out;
    ms_entity e = read_ok(a, in);
    assert_int_equal(ms_entity_write(&e, &out), MS_OK);
    assert_string_equal(out.p, want);
    e = read_ok(a, want);
    assert_int_equal(ms_entity_write(&e, &out), MS_OK);
    assert_string_equal(out.p, want);
}

static void values_are_cleaned(void **state)
{
    becomes(*state,
            "{\"schema\":\"Person\",\"properties\":{\"name\":[\" Omar Testman \",\"عمر\"],"
            "\"birthDate\":[\"10 March 1957\",\"1957-03-10\",\"1958\"],"
            "\"nationality\":[\"Iraqi\",\"IRQ\"],\"gender\":[\"M\"],\"topics\":\"sanction\"},"
            "\"id\":\"x-1\",\"caption\":\"Omar\"}",
            "{\"id\":\"x-1\",\"caption\":\"Omar\",\"schema\":\"Person\",\"properties\":{"
            "\"birthDate\":[\"1957-03-10\",\"1958\"],\"gender\":[\"male\"],"
            "\"name\":[\"Omar Testman\",\"عمر\"],\"nationality\":[\"iq\"],"
            "\"topics\":[\"sanction\"]}}");
    assert_string_equal(refusals, "");
}

static void unknown_things_survive(void **state)
{
    becomes(*state,
            "{ \"id\": \"a/b\", \"schema\": \"Person\", \"zeta\": 1.10, \"properties\": {"
            " \"shoeSize\": [\"41\", \" 42\"], \"Blood\": {\"rh\": [ 1e2 , \"x\\u0041 y\"]},"
            " \"name\": [\"A\"], \"empty\": [], \"mixed\": [\"a\", null] },"
            " \"datasets\": [ \"one\", \"two\" ], \"n\": 123456789012345678901234567890,"
            " \"first_seen\": null, \"target\": true }",
            "{\"id\":\"a/b\",\"schema\":\"Person\",\"properties\":{"
            "\"Blood\":{\"rh\":[1e2,\"x\\u0041 y\"]},\"empty\":[],\"mixed\":[\"a\",null],"
            "\"name\":[\"A\"],\"shoeSize\":[\"41\",\" 42\"]},\"zeta\":1.10,"
            "\"datasets\":[\"one\",\"two\"],\"n\":123456789012345678901234567890,"
            "\"first_seen\":null,\"target\":true}");
    assert_string_equal(refusals, "");
}

static void unknown_schema_is_a_thing(void **state)
{
    ms_entity e = read_ok(*state, "{\"id\":\"1\",\"schema\":\"Spaceship\",\"properties\":{"
                                  "\"name\":[\" Nostromo \"],\"country\":[\"Norway\"],"
                                  "\"crew\":[\" 7 \"]}}");
    assert_null(e.schema);
    assert_int_equal(e.schema_name.n, 9);
    assert_true(ms_str_eq(ms_entity_first(&e, MS_STR("name")), MS_STR("Nostromo")));
    assert_true(ms_str_eq(ms_entity_first(&e, MS_STR("country")), MS_STR("no")));
    assert_true(ms_str_eq(ms_entity_first(&e, MS_STR("crew")), MS_STR(" 7 ")));
    assert_null(ms_entity_get(&e, MS_STR("crew"))->prop);
    assert_non_null(ms_entity_get(&e, MS_STR("name"))->prop);
}

static void what_does_not_fit(void **state)
{
    becomes(*state,
            "{\"id\":\"1\",\"schema\":\"Company\",\"properties\":{"
            "\"incorporationDate\":[\"1980-02-30\",\"about 1980\",\"1980\"],"
            "\"country\":[\"Atlantis\",\"fr\"],\"phone\":[\"ask Omar\"],"
            "\"email\":[\"none\"],\"leiCode\":[\" 5493001KJTIIGC8Y1R13\"],"
            "\"topics\":[\"villain\"]}}",
            "{\"id\":\"1\",\"schema\":\"Company\",\"properties\":{"
            "\"country\":[\"Atlantis\",\"fr\"],\"email\":[\"none\"],"
            "\"incorporationDate\":[\"1980\"],\"leiCode\":[\"5493001KJTIIGC8Y1R13\"],"
            "\"phone\":[\"ask Omar\"],\"topics\":[\"villain\"]}}");
    const char *first = "incorporationDate=1980-02-30;incorporationDate=about 1980;"
                        "country=Atlantis kept;phone=ask Omar kept;email=none kept;"
                        "leiCode= 5493001KJTIIGC8Y1R13 kept;topics=villain kept;";
    assert_memory_equal(refusals, first, strlen(first));
}

/* Numbers are kept with ASCII digits, those with a wrong check digit too; a text is not a
 * number. */
static void digits_of_scripts(void **state)
{
    becomes(
        *state,
        "{\"id\":\"1\",\"schema\":\"Company\",\"properties\":{\"name\":\"شركة ٧\","
        "\"leiCode\":\"5493001KJTIIGC8Y1R1٣\",\"registrationNumber\":[\"٤٥ / ۶\",\"45 / 6\"],"
        "\"incorporationDate\":\"١٩٩٠\",\"phone\":\"٠٧٧٠ ١٢٣ ext\"}}",
        "{\"id\":\"1\",\"schema\":\"Company\",\"properties\":"
        "{\"incorporationDate\":[\"1990\"],\"leiCode\":[\"5493001KJTIIGC8Y1R13\"],"
        "\"name\":[\"شركة ٧\"],\"phone\":[\"0770 123 ext\"],"
        "\"registrationNumber\":[\"45 / 6\"]}}");
}

static void a_known_property_of_another_shape(void **state)
{
    becomes(*state,
            "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"birthDate\":[1957]}}",
            "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"birthDate\":[1957]}}");
    assert_string_equal(refusals, "birthDate=[1957] kept;birthDate=[1957] kept;");
}

static void names_and_repeats(void **state)
{
    ms_entity e = ms_entity_make(*state, MS_STR("1"), MS_STR("Person"));
    assert_int_equal(ms_entity_add(&e, MS_STR("birthDate"), MS_STR("1957")), MS_OK);
    assert_int_equal(ms_entity_add(&e, MS_STR("birthDate"), MS_STR(" 1957 ")), MS_OK);
    assert_int_equal(ms_entity_add(&e, MS_STR("birthDate"), MS_STR("1957-13")), MS_EVALUE);
    assert_int_equal(ms_entity_add(&e, MS_STR("name"), MS_STR(" ")), MS_OK);
    assert_int_equal(ms_entity_add(&e, MS_STR("name"), MS_STR("")), MS_OK);
    assert_int_equal(e.n_values, 1);
    assert_null(ms_entity_get(&e, MS_STR("name")));
    assert_int_equal(ms_entity_first(&e, MS_STR("name")).n, 0);
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("birthDate"), MS_STR("c. 1957")), MS_OK);
    assert_int_equal(ms_entity_get(&e, MS_STR("birthDate"))->n, 2);
}

static void caption_of(ms_arena *a, const char *schema, const char *prop, const char *want)
{
    ms_entity e = ms_entity_make(a, MS_STR("the-id"), ms_str_z(schema));
    ms_entity_add(&e, MS_STR("alias"), MS_STR("Alias"));
    if (prop) ms_entity_add(&e, ms_str_z(prop), MS_STR("Given"));
    assert_int_equal(ms_entity_caption(&e), MS_OK);
    assert_true(ms_str_eq(e.caption, ms_str_z(want)));
}

static void captions(void **state)
{
    caption_of(*state, "Person", "name", "Given");
    caption_of(*state, "Person", "lastName", "Alias");
    caption_of(*state, "Passport", "number", "Given");
    caption_of(*state, "Sanction", NULL, "the-id");
    caption_of(*state, "Spaceship", "name", "Given");
}

static void refused(void **state, ms_str json, ms_rc want, uint64_t at)
{
    ms_entity e;
    ms_diag d = {0};
    ms_rc rc = ms_entity_read(json, *state, note, NULL, &e, &d);
    if (rc != want) fail_msg("%.*s: %s", MS_FMT(json), ms_rc_text(rc));
    assert_int_equal(d.rc, want);
    assert_true(d.what[0]);
    if (d.at != at) fail_msg("%.*s: at %d, not %d", MS_FMT(json), (int)d.at, (int)at);
}

static void broken_texts(void **state)
{
    refused(state, MS_STR(""), MS_ESYNTAX, 0);
    refused(state, (ms_str){NULL, 0}, MS_ESYNTAX, 0);
    refused(state, MS_STR("[]"), MS_ESYNTAX, 0);
    refused(state, MS_STR("{\"id\":\"1\",}"), MS_ESYNTAX, 10);
    refused(state, MS_STR("{\"id\":\"1\"} x"), MS_ESYNTAX, 11);
    refused(state, MS_STR("{\"id\":\"1\",\"id\":\"2\"}"), MS_ESYNTAX, 15);
    refused(state, MS_STR("{\"id\":\"a\\u0000b\",\"schema\":\"Person\"}"), MS_ESYNTAX, 8);
    refused(state, MS_STR("{\"id\":\"a\0b\",\"schema\":\"Person\"}"), MS_ESYNTAX, 8);
    refused(state, MS_STR("{\"id\":\"\xff\"}"), MS_EENCODING, 7);
    refused(state, MS_STR("{\"id\":\"\xed\xa0\x80\"}"), MS_EENCODING, 7);
    refused(state, MS_STR("{\"id\":\"1\",\"schema\":\"Person\"}\0"), MS_ESYNTAX, 28);
    refused(state, MS_STR("{\"id\":\"1\",\"x\":1,\"x\":2,\"schema\":\"Person\"}"), MS_ESYNTAX,
            40);
    refused(state, MS_STR("{\"id\":\"\\ud800\"}"), MS_ESYNTAX, 7);
    refused(state, MS_STR("{\"id\":\"\\ud800\\u0041\"}"), MS_ESYNTAX, 7);
    refused(state, MS_STR("{\"id\":\"\\x41\"}"), MS_ESYNTAX, 7);
    refused(state, MS_STR("{\"id\":\"1"), MS_ESYNTAX, 8);
    refused(state, MS_STR("{\"id\":01}"), MS_ESYNTAX, 6);
    refused(state, MS_STR("{\"x\":01}"), MS_ESYNTAX, 6);
    refused(state, MS_STR("{\"x\":1.}"), MS_ESYNTAX, 7);
    refused(state, MS_STR("{\"x\":nul}"), MS_ESYNTAX, 5);
    refused(state, MS_STR("{\"x\":[1,]}"), MS_ESYNTAX, 8);
    refused(state, MS_STR("{\"x\":[1}]"), MS_ESYNTAX, 7);
    refused(state, MS_STR("{\"id\":{},\"schema\":\"Person\"}"), MS_ESYNTAX, 6);
    refused(state, MS_STR("{\"schema\":\"Person\"}"), MS_EMISSING, 0);
    refused(state, MS_STR("{\"id\":\"\",\"schema\":\"Person\"}"), MS_EMISSING, 0);
    refused(state, MS_STR("{\"id\":null,\"schema\":\"Person\"}"), MS_EMISSING, 0);
    refused(state, MS_STR("{\"id\":\"1\"}"), MS_EMISSING, 0);
    refused(state, MS_STR("{\"id\":7,\"schema\":\"Person\"}"), MS_ESYNTAX, 6);
    refused(state, MS_STR("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":[]}"), MS_ESYNTAX,
            41);
}

/* `n` times `unit` between `head` and `tail`, with a number in place of `#`. */
static char *many(const char *head, const char *unit, int n, const char *tail)
{
    size_t cap = strlen(head) + strlen(tail) + (strlen(unit) + 8) * (size_t)n + 1;
    char *p = malloc(cap), *at = p;
    assert_non_null(p);
    at += sprintf(at, "%s", head);
    for (int i = 0; i < n; i++)
        for (const char *c = unit; *c; c++) {
            if (*c == '#') at += sprintf(at, "%d", i);
            else *at++ = *c;
        }
    sprintf(at, "%s", tail);
    return p;
}

static void ceilings(void **state)
{
    char *s = many("{\"id\":\"1\",\"schema\":\"Person\",\"x\":", "[", 64, "");
    refused(state, ms_str_z(s), MS_ELIMIT, 32 + 63);
    free(s);
    s = many("{\"id\":\"", "i", MS_ENTITY_ID_MAX + 1, "\",\"schema\":\"Person\"}");
    refused(state, ms_str_z(s), MS_ELIMIT, 0);
    free(s);
    s = many("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"alias\":[", "\"#\",",
             MS_ENTITY_VALUES_MAX, "\"last\"]}}");
    refused(state, ms_str_z(s), MS_ELIMIT, strlen(s) - strlen("\"last\"]}}"));
    free(s);
    s = many("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{", "\"p#\":[\"v\"],",
             MS_ENTITY_VALUES_MAX, "\"q\":[\"v\"]}}");
    refused(state, ms_str_z(s), MS_ELIMIT, strlen(s) - strlen("\"v\"]}}"));
    free(s);
    static char big[MS_ENTITY_JSON_MAX + 1];
    refused(state, (ms_str){big, sizeof big}, MS_ELIMIT, MS_ENTITY_JSON_MAX);
}

/* Large entities find repeats as small ones do, and in time. */
static void many_values(void **state)
{
    char *s = many("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"alias\":[",
                   "\"#\",\"twice\",", 49999, "\"1\"],\"name\":[\"1\",\"1\"]}}");
    ms_entity e = read_ok(*state, s);
    assert_int_equal(ms_entity_get(&e, MS_STR("alias"))->n, 50000);
    assert_int_equal(ms_entity_get(&e, MS_STR("name"))->n, 1);
    free(s);
    s = many("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{", "\"p#\":[\"v\",\"v\"],",
             99999, "\"q\":[\"v\"]}}");
    e = read_ok(*state, s);
    assert_int_equal(e.n_props, 100000);
    assert_int_equal(e.n_values, 100000);
    assert_int_equal(ms_entity_get(&e, MS_STR("p77777"))->n, 1);
    assert_null(ms_entity_get(&e, MS_STR("p99999")));
    free(s);
}

static int fuse;

static int burn(size_t n)
{
    (void)n;
    return fuse-- > 0;
}

/* Each allocation fails in turn: MS_ENOMEM, no leak, until it works. */
static void out_of_memory(void **state)
{
    (void)state;
    static const char json[] =
        "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\",\"B\"],"
        "\"odd\":{\"a\":1},\"birthDate\":\"1957\",\"country\":\"Iraq\"},\"x\":[1,2]}";
    ms_rc rc = MS_ENOMEM;
    ms_mem_gate = burn;
    for (int i = 0; rc != MS_OK; i++) {
        ms_entity e;
        ms_str out;
        ms_diag d = {0};
        fuse = i;
        ms_arena *a = ms_arena_new(0);
        rc = a ? ms_entity_read(MS_STR(json), a, NULL, NULL, &e, &d) : MS_ENOMEM;
        if (rc == MS_OK) rc = ms_entity_write(&e, &out);
        else if (a) assert_int_equal(d.rc, MS_ENOMEM);
        ms_arena_free(a);
        assert_true(rc == MS_OK || rc == MS_ENOMEM);
        assert_true(i < 1000);
    }
    ms_mem_gate = NULL;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_cleaned),
        TEST(unknown_things_survive),
        TEST(unknown_schema_is_a_thing),
        TEST(what_does_not_fit),
        TEST(digits_of_scripts),
        TEST(a_known_property_of_another_shape),
        TEST(names_and_repeats),
        TEST(captions),
        TEST(broken_texts),
        TEST(ceilings),
        TEST(many_values),
        TEST(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
