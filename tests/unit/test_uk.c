/* The UK Sanctions List: numbers among words, columns in any order, every combination of
 * facts, XML of other shapes, files that are cut off between two designations. */
#include "list_fixture.h"

#include <string.h>

#include "lists/uk_numbers.h"

/* "label=number|…" for each number of a text, or "=whole" of one without labels. */
static void expect_numbers(const char *text, const char *want)
{
    char got[512] = "";
    ms_str label, number;
    ms_uk_numbers it = ms_uk_numbers_of(ms_str_z(text));
    while (ms_uk_numbers_next(&it, &label, &number)) {
        size_t n = strlen(got);
        label = ms_str_trim(label);
        snprintf(got + n, sizeof got - n, "%s%.*s=%.*s", n ? "|" : "", MS_FMT(label),
                 MS_FMT(number));
    }
    assert_string_equal(got, want);
}

static void numbers(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"7731000001", "=7731000001"},
        {"'0012345", "=0012345"},
        {" D0010000, ", "=D0010000"},
        {"6103 555126", "=6103 555126"},
        {"45 07 600257M", "=45 07 600257M"},
        {"A 0139000", "=A 0139000"},
        {"12/TARN(N)006900", "=12/TARN(N)006900"},
        {"INN: 7700000000", "INN:=7700000000"},
        {"INN \u2013 7700000000OGRN - 1020000000000",
         "INN \u2013=7700000000|OGRN -=1020000000000"},
        {"OGRN: 1020000000000; INN/TIN: 5400000000; KPP: 540000001;",
         "OGRN:=1020000000000|; INN/TIN:=5400000000|; KPP:=540000001"},
        {"TIN: 770100000 (Farland), Registration number:126793",
         "TIN:=770100000|(Farland), Registration number:=126793"},
        {"CR No. 1350000", "CR No.=1350000"},
        {"Farland, number T710000 (issued in Tarn, Farland)", "Farland, number=T710000"},
        {"1060000000000 dated 27/07/1992", "=1060000000000"},
        {"0300000  1090000 150000", "=0300000|=1090000|=150000"},
        {"7720000000 / 772000001", "=7720000000|/=772000001"},
        {"BvD ID: IR30000GN ISN Number: IRO1AZAB0000",
         "BvD ID:=IR30000GN|ISN Number:=IRO1AZAB0000"},
        {"USCC: 91110105MACQWR1U2C", "USCC:=91110105MACQWR1U2C"},
        {"SWIFT/BIC \u2013 DEUTDEFF", "SWIFT/BIC \u2013=DEUTDEFF"},
        {"MINISTRY DEUTDEFF", "=MINISTRY DEUTDEFF"},
        {"License number: 328", "=License number: 328"},
        {"", ""},
        {"'", ""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_numbers(texts[i][0], texts[i][1]);
}

static void columns(void **state)
{
    (void)state;
    list *l = list_text("Report Date: 1-Feb-2027\n"
                        "\n"
                        "Shoe size,Name type,Unique ID,Name 6,\"Individual, Entity, Ship\"\n"
                        "42,Primary Name,F1,Nobody & Sons,entity\n");
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.format, MS_FORMAT_UK_CSV);
    assert_true(ms_str_eq(l->report.version, MS_STR("2027-02-01")));
    assert_int_equal(LIST_UNMAPPED(l, "Shoe size"), 1);
    assert_string_equal(list_json(l, "t-F1"),
                        "{\"id\":\"t-F1\",\"caption\":\"Nobody & Sons\",\"schema\":"
                        "\"Organization\",\"properties\":{\"name\":[\"Nobody & Sons\"],"
                        "\"topics\":[\"sanction\"]}}");
    list_free(l);
    l = list_text("Report Date: 01-Feb-2027\nUnique ID,Name 6\nF1,Nobody\n");
    assert_int_equal(l->rc, MS_EFORMAT);
    assert_non_null(strstr(l->d.what, "no column 'Name type'"));
    list_free(l);
    l = list_text("Report Date: 01-Feb-2027\n1\n2\n3\n4\n5\nUnique ID,Name 6,Name type\n");
    assert_int_equal(l->rc, MS_EFORMAT);
    list_free(l);
}

/* 12 names x 9 addresses x 30 subsidiaries: 3240 rows are one entity. */
static void product(void **state)
{
    (void)state;
    enum { NAMES = 12, PLACES = 9, PARTS = 30, ROW = 80 };
    static char text[NAMES * PLACES * PARTS * ROW];
    size_t n = (size_t)snprintf(text, sizeof text,
                                "Report Date: 01-Feb-2027\n"
                                "Unique ID,Name 6,Name type,Address Line 6,Subsidiaries\n");
    for (unsigned a = 0; a < NAMES; a++)
        for (unsigned b = 0; b < PLACES; b++)
            for (unsigned c = 0; c < PARTS; c++)
                n += (size_t)snprintf(text + n, sizeof text - n,
                                      "F1,Works %u,Alias,Tarn %u,Part %u\n", a, b, c);
    list *l = list_text_as(text, n, MS_FORMAT_AUTO);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records, NAMES * PLACES * PARTS);
    assert_int_equal(LIST_SCHEMA(l, "LegalEntity"), 1);
    assert_int_equal(LIST_SCHEMA(l, "Address"), PLACES);
    assert_non_null(strstr(list_json(l, "t-F1"), "\"Works 10\",\"Works 11\"]"));
    assert_non_null(strstr(list_json(l, "t-F1"), "\"Subsidiary: Part 29\"]"));
    list_free(l);
}

#define DESIGNATION(id, inside)                                                   \
    "<Designation><UniqueID>" id                                                  \
    "</UniqueID><Names><Name><Name1>Tam</Name1><Name6>Tam</Name6></Name></Names>" \
    "<IndividualEntityShip>Individual</IndividualEntityShip>" inside "</Designation>\n"

static const char xml[] =
    "<Designations><DateGenerated>01/02/2027</DateGenerated>\n" DESIGNATION(
        "F1", "<SanctionsImposed>Asset freeze</SanctionsImposed><SanctionsImposedIndicators>"
              "<AssetFreeze>true</AssetFreeze><TravelBan>true</TravelBan>"
              "</SanctionsImposedIndicators>")
        DESIGNATION("F2", "<IndividualDetails><Individual><Elsewhere><DOB>dd/02/1960</DOB>"
                          "</Elsewhere><Shoe>42</Shoe></Individual></IndividualDetails>")
            DESIGNATION("F3", "<SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze>"
                              "<TravelBan>false</TravelBan></SanctionsImposedIndicators>")
                DESIGNATION("F4", "<Open>") DESIGNATION("F5", "") "</Designations>\n";

static void shapes(void **state)
{
    (void)state;
    list *l = list_text(xml);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.format, MS_FORMAT_UK_XML);
    assert_true(ms_str_eq(l->report.version, MS_STR("2027-02-01")));
    assert_int_equal(l->report.records, 5);
    assert_int_equal(l->report.records_aside, 1);
    assert_int_equal(LIST_SCHEMA(l, "Person"), 4);
    assert_non_null(strstr(list_json(l, "t-F1-sanction"), "\"provisions\":[\"Asset freeze\"]"));
    assert_non_null(strstr(list_json(l, "t-F2"), "\"birthDate\":[\"1960-02\"]"));
    assert_int_equal(LIST_UNMAPPED(l, "Designation/IndividualDetails/Individual/Shoe"), 1);
    assert_non_null(strstr(list_json(l, "t-F3-sanction"), "\"provisions\":[\"AssetFreeze\"]"));
    assert_non_null(list_json(l, "t-F5"));
    list_free(l);
}

/* The end tag of a designation is one letter away from that of the list. */
static void cut_between(void **state)
{
    (void)state;
    for (const char *p = xml; (p = strstr(p, "</Designation>\n")); p++) {
        list *l = list_text_as(xml, (size_t)(p - xml) + 14, MS_FORMAT_AUTO);
        assert_int_equal(l->rc, MS_ETRUNCATED);
        list_free(l);
    }
    list *l = list_text_as(xml, sizeof xml - 3, MS_FORMAT_AUTO);
    assert_int_equal(l->rc, MS_OK); /* "</Designations" */
    list_free(l);
}

static void memory_fails(void **state)
{
    (void)state;
    list_memory_fails("Report Date: 01-Feb-2027\n"
                      "Unique ID,Name 6,Name type,D.O.B,Passport number,Address Line 1,"
                      "Sanctions Imposed,Designation Type,Email address\n"
                      "F1,Tam,Alias,dd/mm/1960,\"No. 66660, 77770\",Tarn,A|B,Individual,a@b.c\n"
                      "F1,Tim,Odd,x,,Tarn,A,Individual,\n");
    list_memory_fails("<Designations><DateGenerated>1</DateGenerated>" DESIGNATION(
        "F1", "<CryptoWalletAddress>x</CryptoWalletAddress><DOB>dd/mm/1960</DOB>"
              "<BusinessRegistrationNumber>INN: 12345</BusinessRegistrationNumber>"
              "<Passport><PassportNumber>66660</PassportNumber></Passport>") "</Designations>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),     cmocka_unit_test(columns),
        cmocka_unit_test(product),     cmocka_unit_test(shapes),
        cmocka_unit_test(cut_between), cmocka_unit_test(memory_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
