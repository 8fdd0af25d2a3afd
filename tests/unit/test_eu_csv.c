/* The EU's CSV: version 1.0 and its columns, rows that a spreadsheet put into quotes,
 * facts that are said again, rows and headers that cannot be read.  What it has in common
 * with the XML: tests/golden/eu_forms.sh. */
#include "list_fixture.h"

#include <string.h>

/* The columns of 1.0 that the rows below use; it repeats the subject's number. */
#define OLD                                                                           \
    "Date_file;Entity_logical_id;Subject_type;Leba_numtitle;Programme;Entity_remark;" \
    "Naal_leba_url;Naal_lastname;Naal_firstname;Naal_wholename;Entity_logical_id;"    \
    "Addr_number;Addr_street;Addr_city;Addr_country;Addr_other;Birt_date;Birt_place;" \
    "Birt_country;Iden_number;Iden_country;Citi_country;EU_ref_num"
#define OLD_7 "04/07/2018;7;P;2018/1 (OJ L1);FAR;(One (1))\\n(Two);"

static const char old_rows[] =
    OLD "\n" OLD_7 "x;Vane, jr;Ilse;Ilse Vane;7;;;;;;;;;;;;EU.7.1\n" OLD_7
        ";;;;7;12;Tin Street;Tarn;FIN;Box 4\\nPHONE[00 358 9 555 "
        "0101]\\nFAX[12];;;;;;;EU.7.1\n" OLD_7 ";;;;7;;;;;;N/A;Tarn;FIN;;;;EU.7.1\n" OLD_7
        ";;;;7;;;;;;1971-02-03;;;;;;EU.7.1\n" OLD_7
        ";;;;7;;;;;;;;;X-1 (passport-National passport) (seen (twice)) ;FIN;;EU.7.1\n" OLD_7
        ";;;;7;;;;;;;;;;;FIN;EU.7.1\n";

static void old(void **state)
{
    (void)state;
    list *l = list_text(old_rows);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.format, MS_FORMAT_EU_CSV);
    assert_true(ms_str_eq(l->report.version, MS_STR("2018-07-04")));
    assert_int_equal(l->report.n_unmapped, 0);
    assert_string_equal(
        list_json(l, "t-7"),
        "{\"id\":\"t-7\",\"caption\":\"Ilse Vane\",\"schema\":\"Person\",\"properties\":{"
        "\"address\":[\"12 Tin Street, Tarn, FIN\"],\"addressEntity\":[\"t-7-addr-1\"],"
        "\"birthCountry\":[\"fi\"],\"birthDate\":[\"1971-02-03\"],\"birthPlace\":[\"Tarn\"],"
        "\"citizenship\":[\"fi\"],\"country\":[\"fi\"],\"firstName\":[\"Ilse\"],"
        "\"lastName\":[\"Vane, jr\"],\"name\":[\"Ilse Vane\"],\"notes\":[\"Fax: 12\","
        "\"One (1); Two\"],\"passportNumber\":[\"X-1\"],\"phone\":[\"+35895550101\"],"
        "\"topics\":[\"sanction\"]}}");
    assert_string_equal(
        list_json(l, "t-7-doc-1"),
        "{\"id\":\"t-7-doc-1\",\"caption\":\"X-1\",\"schema\":\"Passport\",\"properties\":{"
        "\"country\":[\"fi\"],\"holder\":[\"t-7\"],\"number\":[\"X-1\"],\"summary\":[\"seen "
        "(twice)\"],\"type\":[\"National passport\"]}}");
    assert_non_null(strstr(list_json(l, "t-7-addr-1"), "\"remarks\":[\"Box 4\"]"));
    list_free(l);
}

/* `text` as a spreadsheet leaves it that takes commas for separators: each line in
 * quotes, with tabs for commas and at its end. */
static char *wrapped_text(const char *text)
{
    char *p = malloc(strlen(text) * 3), *w = p;
    for (bool begin = true; *text; text++) {
        if (begin) *w++ = '"';
        begin = *text == '\n';
        if (begin) w += sprintf(w, "\t\t\"");
        if (*text == '"') *w++ = '"';
        *w++ = *text == ',' ? '\t' : *text;
    }
    *w = 0;
    return p;
}

static void wrapped(void **state)
{
    (void)state;
    char *text = wrapped_text(old_rows);
    list *plain = list_text(old_rows), *l = list_text(text);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->n, plain->n);
    for (uint32_t i = 0; i < l->n; i++) assert_string_equal(l->json[i].p, plain->json[i].p);
    list_free(l);
    free(text);
    /* A row with a quote left open costs nobody else; one without quotes around it is
     * read as it is. */
    static const char open[] = OLD "\n" OLD_7 ";;;\"Ilse;7;;;;;;;;;;;;EU.7.1\n"
                                   "d;8;E;;;;;;;\"Tin; Works\";8;;;;;;;;;;;;EU.8.1\n";
    text = wrapped_text(open);
    l = list_text(text);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records_aside, 1);
    assert_int_equal(l->report.aside[0].diag.line, 2);
    assert_non_null(strstr(list_json(l, "t-8"), "\"name\":[\"Tin; Works\"]"));
    list_free(l);
    list_free(plain);
    free(text);
}

#define NEW                                                                                   \
    "\xef\xbb\xbf\"fileGenerationDate\";\"Entity_LogicalId\";Entity_Remark;"                  \
    "Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_NumberTitle;" \
    "NameAlias_WholeName;NameAlias_FirstName;NameAlias_LastName;NameAlias_LogicalId;"         \
    "NameAlias_Regulation_NumberTitle;Address_City;Address_LogicalId;Colour\n"

static void said_again(void **state)
{
    (void)state;
    static const char text[] =
        NEW "01/02/2026;1;(a) and (b);;person;1;Ilse Vane;;;5;1;;;red\n"
            "01/02/2026;1;(a) and (b);;person;1;Ilse Vane;;;5;1;Tarn;9;\n"
            "01/02/2026;1;(a) and (b);;person;1;;;;;;Tarn;9;\n"
            "01/02/2026;1;(a) and (b);;person;2;;Ilse;Vane;6;;;;\n"
            "01/02/2026;;;;person;1;Nobody;;;7;;;;\n"
            "01/02/2026;2;;E;;1;Caf\xe9 Vane;;;8;;;;\n";
    list *l = list_text(text);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(LIST_UNMAPPED(l, "Colour"), 1);
    assert_int_equal(l->report.n_unmapped, 1);
    assert_int_equal(LIST_SCHEMA(l, "Address"), 1);
    assert_string_equal(
        list_json(l, "t-1"),
        "{\"id\":\"t-1\",\"caption\":\"Ilse Vane\",\"schema\":\"Person\",\"properties\":{"
        "\"address\":[\"Tarn\"],\"addressEntity\":[\"t-1-addr-1\"],\"name\":[\"Ilse Vane\"],"
        "\"notes\":[\"(a) and (b)\"],\"topics\":[\"sanction\"]}}");
    assert_non_null(strstr(list_json(l, "t-1-2"), "\"name\":[\"Ilse Vane\"]"));
    assert_non_null(strstr(list_json(l, "t-2"), "\"name\":[\"Caf\xc3\xa9 Vane\"]"));
    assert_int_equal(l->report.records_aside, 1);
    assert_int_equal(l->report.aside[0].diag.rc, MS_EMISSING);
    assert_int_equal(l->report.aside[0].diag.line, 6);
    list_free(l);
}

static void refused(void **state)
{
    (void)state;
    list *l = list_text("fileGenerationDate;Entity_LogicalId;Entity_Remark\n1;2;3\n");
    assert_int_equal(l->rc, MS_EFORMAT);
    assert_non_null(strstr(l->d.what, "'NameAlias_WholeName'"));
    list_free(l);
    l = list_text("\"a;Entity_logical_id;\"\"b\"\"c\"\n");
    assert_int_equal(l->rc, MS_ESYNTAX);
    list_free(l);
}

static void memory_fails(void **state)
{
    (void)state;
    char *text = wrapped_text(old_rows);
    list_memory_fails(old_rows);
    list_memory_fails(text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old),     cmocka_unit_test(wrapped),      cmocka_unit_test(said_again),
        cmocka_unit_test(refused), cmocka_unit_test(memory_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
