/* The Swiss list: former states of a target never come back, whatever byte is broken;
 * places before and behind the targets; names, modifications and information at their
 * limits.  Field by field: tests/golden/published/ch-xml.ftm.jsonl. */
#include "list_fixture.h"

#include <string.h>

#define NAME(text)                                                               \
    "<identity main='true'><name name-type='primary-name'><name-part order='1' " \
    "name-part-type='whole-name'><value>" text "</value></name-part></name></identity>"
#define FORMER(word, text) \
    "<" word "><target ssid='2'><individual>" NAME(text) "</individual></target></" word ">"
#define BEGIN "<swiss-sanctions-list list-type='whole-list' date='2026-01-02'>\n"
#define END "</swiss-sanctions-list>\n"
#define FIRST "<target ssid='1'><individual>" NAME("Ilse Vane") "</individual></target>\n"
#define LAST "<target ssid='3'><entity>" NAME("Tin Works") "</entity></target>\n"

static const char amended[] = BEGIN FIRST "<target ssid='2'><individual>" NAME(
    "Osric Pell") "</individual>\n"
                  "<modification modification-type='amended' effective-date='2025-01-02'>\n"
                  "  " FORMER("added", "Wrongname") "\n  " FORMER(
                      "removed",
                      "Wrongname") "\n</modification>\n"
                                   "<modification modification-type='listed' "
                                   "effective-date='2024-01-02'/></target>\n" LAST END;

/* Reads `amended` with `c` for byte `i`, put before it (`add`), or without it (`c` 0). */
static list *edited(size_t i, char c, bool add)
{
    char text[sizeof amended + 1], *w = text + i;
    memcpy(text, amended, i);
    if (c) *w++ = c;
    strcpy(w, amended + i + !add);
    return list_text(text);
}

static bool has(const list *l, const char *text)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (strstr(l->json[i].p, text)) return true;
    return false;
}

static void check_edit(size_t i, char c, bool add)
{
    size_t begin = (size_t)(strstr(amended, "<target ssid='2'>") - amended);
    list *l = edited(i, c, add);
    if (has(l, "Wrongname")) fail_msg("a former state at %zu, '%c', %d", i, c, add);
    if (i > begin && l->rc) fail_msg("refused at %zu, '%c': %s", i, c, l->d.what);
    if (i > begin && (!has(l, "Ilse Vane") || !has(l, "Tin Works")))
        fail_msg("a neighbour lost at %zu, '%c', %d", i, c, add);
    list_free(l);
}

static void former(void **state)
{
    (void)state;
    static const char likely[] = "</>\"'x ";
    size_t from = (size_t)(strstr(amended, "<target ssid='2'>") - amended);
    size_t till = (size_t)(strstr(amended, "<target ssid='3'>") - amended);
    for (size_t i = from; i < till; i++) {
        check_edit(i, 0, false);
        for (const char *c = likely; *c; c++) {
            if (*c != amended[i]) check_edit(i, *c, false);
            check_edit(i, *c, true);
        }
    }
    list *l = list_text(amended);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records, 3);
    assert_int_equal(LIST_UNMAPPED(l, "target/modification"), 1);
    assert_string_equal(l->report.unmapped[0].examples[0].p, "14 elements");
    list_free(l);
}

#define PLACE "<place ssid='9'><location>Tarn</location><country iso-code='FI'/></place>\n"
#define SET                                                            \
    "<sanctions-program><program-key lang='eng'>Farland</program-key>" \
    "<sanctions-set ssid='8' lang='eng'>annex</sanctions-set></sanctions-program>\n"
#define AT_PLACE                                                                          \
    "<target ssid='4'><sanctions-set-id>8</sanctions-set-id><individual>"                 \
    "<identity><name><name-part name-part-type='given-name' order='2'><value>Nox</value>" \
    "<spelling-variant lang='RUS' script='CYRL'>Нокс</spelling-variant></name-part>"  \
    "<name-part name-part-type='family-name' order='1'><value>Umber</value></name-part>"  \
    "</name><address ssid='7' place-id='9'/><place-of-birth place-id='9'/></identity>"    \
    "<relation ssid='6' target-id='1' relation-type='related-to'/>"                       \
    "</individual></target>\n"

static void places(void **state)
{
    (void)state;
    static const char *const texts[] = {BEGIN PLACE SET FIRST AT_PLACE END,
                                        BEGIN SET FIRST AT_PLACE PLACE END,
                                        BEGIN FIRST AT_PLACE PLACE SET END};
    list *whole = list_text(texts[0]);
    assert_int_equal(whole->report.n_unmapped, 0);
    assert_string_equal(
        list_json(whole, "t-4"),
        "{\"id\":\"t-4\",\"caption\":\"Umber Nox\",\"schema\":\"Person\",\"properties\":{"
        "\"address\":[\"Tarn, FI\"],\"addressEntity\":[\"t-4-addr-1\"],\"alias\":[\"Umber "
        "Нокс\"],\"birthCountry\":[\"fi\"],\"birthPlace\":[\"Tarn\"],\"country\":[\"fi\"],"
        "\"firstName\":[\"Nox\"],\"lastName\":[\"Umber\"],\"name\":[\"Umber Nox\"],"
        "\"topics\":[\"sanction\"]}}");
    assert_non_null(strstr(list_json(whole, "t-relation-6"), "\"object\":[\"t-1\"]"));
    for (size_t i = 1; i < sizeof texts / sizeof *texts; i++) {
        list *l = list_text(texts[i]);
        assert_int_equal(l->rc, MS_OK);
        assert_int_equal(l->n, whole->n);
        for (uint32_t k = 0; k < l->n; k++)
            assert_string_equal(list_json(l, whole->id[k].p), whole->json[k].p);
        list_free(l);
    }
    list_free(whole);
}

#define MODIFIED(type, day) \
    "<modification modification-type='" type "' effective-date='" day "'/>"

static void delisted(void **state)
{
    (void)state;
    static const struct {
        const char *modifications;
        bool off;
    } cases[] = {
        {"", false},
        {MODIFIED("listed", "2020-01-01"), false},
        {MODIFIED("de-listed", "2021-01-01") MODIFIED("listed", "2020-01-01"), true},
        {MODIFIED("listed", "2020-01-01") MODIFIED("de-listed", "2021-01-01"), true},
        {MODIFIED("listed", "2022-01-01") MODIFIED("de-listed", "2021-01-01"), false},
        {MODIFIED("listed", "2021-01-01") MODIFIED("de-listed", "2021-01-01"), false},
        {MODIFIED("de-listed", "2021-01-01") MODIFIED("listed", "2021-01-01"), true},
        {"<modification modification-type='de-listed'/>", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2000];
        snprintf(text, sizeof text, "%s<target ssid='1'><entity>%s</entity>%s</target>%s",
                 BEGIN, NAME("Tin Works"), cases[i].modifications, END);
        list *l = list_text(text);
        assert_int_equal(l->rc, MS_OK);
        if ((strstr(list_json(l, "t-1"), "topics") == NULL) != cases[i].off)
            fail_msg("case %zu", i);
        list_free(l);
    }
}

/* Several variants of one script stand beside the first of each other part, or its last. */
static void variants(void **state)
{
    (void)state;
    list *l = list_text(
        BEGIN "<target ssid='1'><individual><identity><name quality='low'>"
              "<name-part order='1'><value>A</value><spelling-variant>a1</spelling-variant>"
              "<spelling-variant>a2</spelling-variant><spelling-variant lang='x'>ax"
              "</spelling-variant></name-part><name-part order='2'><value>B</value>"
              "<spelling-variant>b1</spelling-variant><spelling-variant>-</spelling-variant>"
              "</name-part><name-part order='3'><value>C</value><spelling-variant>c1"
              "</spelling-variant><spelling-variant>c2</spelling-variant><spelling-variant>c3"
              "</spelling-variant></name-part></name></identity></individual></target>" END);
    assert_int_equal(l->rc, MS_OK);
    assert_non_null(strstr(list_json(l, "t-1"), "\"name\":[\"A B C\"]"));
    assert_non_null(strstr(list_json(l, "t-1"), "\"weakAlias\":[\"a1 b1 c1\",\"a2 b1 c2\","
                                                "\"ax B C\",\"a2 b1 c3\"]"));
    list_free(l);
}

static void information(void **state)
{
    (void)state;
#define SAYS(text) "<other-information>" text "</other-information>"
    list *l = list_text(
        BEGIN "<target ssid='1'><entity>" NAME("Tin Works") SAYS("Tel: 12 34, 56 78")
            SAYS("Tel: 12 (office)") SAYS("INN: 7707083893; Function: maker") SAYS("OGRN:")
                SAYS("Passport number: X1") SAYS("Type of entity: bank: state-owned")
                    SAYS("Registration number: 12 34") SAYS("Registration number: 56.")
                        SAYS("E-mail: a@example.org and b@example.org") "</entity></target>"
                                                                        "<target ssid='2'>"
                                                                        "</target>" END);
    assert_int_equal(l->rc, MS_OK);
    assert_string_equal(
        list_json(l, "t-1"),
        "{\"id\":\"t-1\",\"caption\":\"Tin Works\",\"schema\":\"Organization\",\"properties\":{"
        "\"innCode\":[\"7707083893\"],\"name\":[\"Tin Works\"],\"notes\":[\"Tel: 12 (office)\","
        "\"INN: 7707083893; Function: maker\",\"OGRN:\",\"Passport number: X1\",\"Type of "
        "entity: bank: state-owned\",\"Registration number: 12 34\",\"E-mail: a@example.org "
        "and "
        "b@example.org\"],\"phone\":[\"12 34\",\"56 78\"],\"registrationNumber\":[\"56\"],"
        "\"topics\":[\"sanction\"]}}");
    /* A target without a name is nobody. */
    assert_int_equal(l->report.records_aside, 1);
    assert_int_equal(l->report.aside[0].diag.rc, MS_EMISSING);
    list_free(l);
}

static void memory_fails(void **state)
{
    (void)state;
    list_memory_fails(BEGIN SET FIRST AT_PLACE PLACE END);
    list_memory_fails(amended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(former),      cmocka_unit_test(places),
        cmocka_unit_test(delisted),    cmocka_unit_test(variants),
        cmocka_unit_test(information), cmocka_unit_test(memory_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
