/* Queries: what columns mean, what is dropped and why, and the identity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask/query.c"

static ms_arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = ms_arena_new(0);
    return arena ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    ms_arena_free(arena);
    return 0;
}

static void assert_str(ms_str got, const char *want)
{
    if (ms_str_eq(got, ms_str_z(want))) return;
    fail_msg("got '%.*s', wanted '%s'", MS_FMT(got), want);
}

/* A finished query of `cells`, header and value in turn, NULL at the end. */
static query of_cells(const char *const *cells)
{
    query q = query_make(arena, 1);
    for (; cells[0]; cells += 2) {
        ms_str p = query_property(ms_str_z(cells[0]));
        assert_int_equal(query_add(&q, p, ms_str_z(cells[1])), MS_OK);
    }
    assert_int_equal(query_finish(&q), MS_OK);
    return q;
}

static query of_json(const char *text)
{
    query q = query_make(arena, 1);
    assert_int_equal(query_json(&q, ms_str_z(text)), MS_OK);
    assert_int_equal(query_finish(&q), MS_OK);
    return q;
}

#define CELLS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_headers(void **state)
{
    static const char *const cases[][2] = {
        {"name", "name"},
        {"Full Name", "name"},
        {"full_name", "name"},
        {"birth_date", "birthDate"},
        {"birthDate", "birthDate"},
        {"DATE-OF-BIRTH", "birthDate"},
        {" dob ", "birthDate"},
        {"sex", "gender"},
        {"Gender", "gender"},
        {"nationality", "nationality"},
        {"document", "document"},
        {"schema", "schema"},
        {"ID", "id"},
        {"Last Name", "lastName"},
        {"passport_number", "passportNumber"},
        {"notes", "notes"},
        {"", ""},
        {"colour", ""},
        {"a header that is much longer than any name of a property", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(query_property(ms_str_z(cases[i][0])), cases[i][1]);
}

static void test_person(void **state)
{
    (void)state;
    query q =
        of_cells(CELLS("id", "7", "name", " Ada Lovell ", "dob", "2 March 1971", "sex", "F",
                       "nationality", "Syria", "document", "n-12 34", "schema", "person"));
    assert_str(q.id, "7");
    assert_str(ms_schema_name(q.schema), "Person");
    assert_int_equal(q.n_dropped, 0);
    assert_true(q.searchable);
    assert_false(query_blemished(&q));
    assert_int_equal(q.identity.n_names, 1);
    assert_str(q.identity.names[0].text, "Ada Lovell");
    assert_int_equal(q.identity.births[0].year, 1971);
    assert_int_equal(q.identity.births[0].month, 3);
    assert_int_equal(q.identity.births[0].day, 2);
    assert_int_equal(q.identity.sexes, MS_SEX_FEMALE);
    assert_string_equal(q.identity.countries[0].s, "sy");
    assert_string_equal(q.identity.documents[0].s, "N1234");
}

/* What travellers and clerks type is compared as ASCII digits; a name keeps its own. */
static void test_digits_of_scripts(void **state)
{
    static const char *const documents[] = {"A١٢٣٤٥٦٧", "A۱۲۳۴۵۶۷", "A१२३४५६७",
                                            "A１２３４５６７"};
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        query q = of_cells(CELLS("document", documents[i], "phone", "٠٧٧٠ ١٢٣ ٤٥٦٧",
                                 "birth_date", "١٩٥٧-٠٣-١٠", "name", "فرقة ٤٥"));
        assert_int_equal(q.n_dropped, 0);
        assert_int_equal(q.identity.n_documents, 2);
        assert_string_equal(q.identity.documents[0].s, "A1234567");
        assert_string_equal(q.identity.documents[1].s, "07701234567");
        assert_int_equal(q.identity.births[0].year, 1957);
        assert_int_equal(q.identity.births[0].month, 3);
        assert_int_equal(q.identity.births[0].day, 10);
        assert_str(q.identity.names[0].text, "فرقة ٤٥");
    }
    /* A check digit that does not fit is kept, and compared. */
    query q = of_cells(CELLS("imoNumber", "٩٠٧٤٧٢٨"));
    assert_string_equal(q.identity.documents[0].s, "9074728");
}

static void test_kind_unknown(void **state)
{
    (void)state;
    query q = of_cells(CELLS("name", "Heron Ltd", "nationality", "sy"));
    assert_null(q.schema);
    assert_null(q.identity.schema);
    assert_string_equal(q.identity.countries[0].s, "sy");
    q = of_cells(CELLS("name", "Heron Ltd", "dob", "1971")); /* only people are born */
    assert_ptr_equal(q.identity.schema, ms_schema_find(MS_STR("Person")));
    assert_int_equal(q.identity.n_births, 1);
    q = of_cells(CELLS("name", "Heron Ltd", "sex", "F"));
    assert_ptr_equal(q.schema, ms_schema_find(MS_STR("Person")));
    q = of_cells(CELLS("name", "Heron", "imoNumber", "9074729"));
    assert_null(q.identity.schema);
    assert_string_equal(q.identity.documents[0].s, "IMO9074729");
}

static void test_bad_values(void **state)
{
    (void)state;
    query q = of_cells(CELLS("name", "Ada Lovell", "dob", "1971-02-30", "sex", "perhaps",
                             "nationality", "Nowhereland", "schema", "Persn"));
    assert_int_equal(q.n_dropped, 4);
    assert_str(q.dropped[0].property, "schema");
    assert_str(q.dropped[1].property, "birthDate");
    assert_str(q.dropped[1].value, "1971-02-30");
    assert_string_equal(q.dropped[1].reason, "not a possible date");
    assert_true(query_blemished(&q));
    assert_true(q.searchable);
    assert_int_equal(q.identity.n_births + q.identity.n_countries + q.identity.sexes, 0);
}

static void test_no_place(void **state)
{
    (void)state;
    query q = of_cells(CELLS("name", "Heron Ltd", "dob", "1971", "schema", "Company",
                             "nationality", "AE", "document", "123-456"));
    assert_int_equal(q.n_dropped, 1);
    assert_false(query_blemished(&q));
    assert_string_equal(q.identity.countries[0].s, "ae");
    assert_string_equal(q.identity.documents[0].s, "123456");
}

static void test_nothing_to_search(void **state)
{
    (void)state;
    query q = of_cells(CELLS("dob", "1971"));
    assert_false(q.searchable);
    assert_true(query_blemished(&q));
    q = of_cells(CELLS("name", "..."));
    assert_false(q.searchable);
    assert_string_equal(q.dropped[0].reason, "has no letters or digits");
    q = of_cells(CELLS("name", "Ada Lovell", "alias", "-", "document", "12"));
    assert_int_equal(q.n_dropped, 2);
    assert_str(q.dropped[1].property, "alias");
    assert_true(q.searchable);
    q = of_cells(CELLS("dob", "never", "idNumber", "1"));
    assert_int_equal(q.n_dropped, 2);
    assert_string_equal(q.dropped[1].reason,
                        "a name, a document, a phone, an e-mail address or a wallet is needed");
    q = of_cells(CELLS("document", "A123456"));
    assert_true(q.searchable);
    assert_false(query_blemished(&q));
}

static void test_name_parts(void **state)
{
    (void)state;
    query q =
        of_cells(CELLS("last_name", "Lovell", "middle_name", "Jane", "first_name", "Ada"));
    assert_str(q.identity.names[0].text, "Ada Jane Lovell");
    q = of_cells(CELLS("last_name", "Lovell", "name", "Ada L."));
    assert_int_equal(q.identity.n_names, 1);
    assert_str(q.identity.names[0].text, "Ada L.");
}

static void test_json(void **state)
{
    (void)state;
    query q = of_json("{\"id\":7,\"name\":[\"Ada Lovell\",\"A. Lovell\"],\"birth_date\":1971,"
                      "\"sex\":null,\"colour\":{\"a\":[1]}}");
    assert_str(q.id, "7");
    assert_int_equal(q.identity.n_names, 2);
    assert_int_equal(q.identity.births[0].year, 1971);
    assert_int_equal(q.n_dropped, 0);
    q = of_json(
        "{\"id\":\"x\",\"caption\":\"C\",\"schema\":\"Vessel\",\"properties\":{\"name\":"
        "[\"Heron\"],\"unknown\":[\"y\"]},\"datasets\":[\"d\"]}");
    assert_str(ms_schema_name(q.identity.schema), "Vessel");
    assert_str(q.identity.names[0].text, "Heron");
    q = of_json("{\"name\":{\"first\":\"Ada\"},\"document\":\"A12345\"}");
    assert_string_equal(q.dropped[0].reason, "not a text");
}

static void test_json_broken(void **state)
{
    static const struct {
        const char *text;
        ms_rc rc;
    } cases[] = {
        {"", MS_ETRUNCATED},
        {"{", MS_ETRUNCATED},
        {"{\"name\":\"A\"", MS_ETRUNCATED},
        {"[]", MS_ESYNTAX},
        {"{\"name\" \"A\"}", MS_ESYNTAX},
        {"{\"name\":\"A\"} x", MS_ESYNTAX},
        {"{\"name\":[\"A\"", MS_ETRUNCATED},
        {"{\"properties\":{\"name\":[\"A\"]}", MS_ETRUNCATED},
        {"{\"name\":\"\\u0000\"}", MS_ESYNTAX},
        {"{\"name\":\"\xff\"}", MS_EENCODING},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        query q = of_json(cases[i].text);
        assert_int_equal(q.error.rc, cases[i].rc);
        assert_true(query_blemished(&q));
        assert_false(q.searchable);
    }
}

/* Nothing that is asked is lost: a member given twice counts twice. */
static void test_json_twice(void **state)
{
    (void)state;
    query q = of_json("{\"name\":\"Ada\",\"name\":\"Lovell\"}");
    assert_int_equal(q.error.rc, MS_OK);
    assert_int_equal(q.identity.n_names, 2);
}

static void test_not_utf8(void **state)
{
    (void)state;
    query q = of_cells(CELLS("name", "Ad\xc3( Lovell"));
    assert_int_equal(q.error.rc, MS_EENCODING);
    assert_int_equal(q.error.at, 2);
}

static void test_defaults(void **state)
{
    const query_field defaults[] = {{MS_STR("schema"), MS_STR("Person")},
                                    {MS_STR("birthDate"), MS_STR("1980")}};
    (void)state;
    query q = query_make(arena, 1);
    assert_int_equal(query_add(&q, MS_STR("name"), MS_STR("Ada Lovell")), MS_OK);
    assert_int_equal(query_add(&q, MS_STR("birthDate"), MS_STR("1971")), MS_OK);
    assert_int_equal(query_default(&q, defaults, 2), MS_OK);
    assert_int_equal(query_finish(&q), MS_OK);
    assert_int_equal(q.identity.n_births, 1);
    assert_int_equal(q.identity.births[0].year, 1971);
    assert_str(ms_schema_name(q.schema), "Person");
}

static void test_written(void **state)
{
    ms_out o = {0};
    (void)state;
    query q = of_cells(CELLS("name", "A \"B\"", "dob", "1971-13-01"));
    q.row = 12;
    query_write(&q, &o);
    assert_str(
        ms_out_str(&o),
        "{\"id\":null,\"row\":12,\"schema\":null,\"properties\":{\"name\":[\"A \\\"B\\\"\"]},"
        "\"dropped\":[{\"property\":\"birthDate\",\"value\":\"1971-13-01\",\"reason\":"
        "\"not a possible date\"}]}");
    ms_out_free(&o);
}

static void test_ceiling(void **state)
{
    (void)state;
    query q = query_make(arena, 1);
    for (int i = 0; i <= QUERY_FIELDS_MAX; i++)
        assert_int_equal(query_add(&q, MS_STR("notes"), MS_STR("x")), MS_OK);
    assert_int_equal(q.error.rc, MS_ELIMIT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_headers),    TEST(test_person),   TEST(test_kind_unknown),
        TEST(test_bad_values), TEST(test_no_place), TEST(test_nothing_to_search),
        TEST(test_name_parts), TEST(test_json),     TEST(test_json_broken),
        TEST(test_json_twice), TEST(test_not_utf8), TEST(test_defaults),
        TEST(test_written),    TEST(test_ceiling),  TEST(test_digits_of_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
