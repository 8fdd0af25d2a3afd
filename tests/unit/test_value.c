/* Values by type.  Identifiers are the examples of their standards and registers,
 * or those of companies that publish them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/model.h>

#include "base/table.h"

extern const ms_table ms_table_countries;
extern const ms_table ms_table_genders;

static int setup(void **state)
{
    *state = ms_arena_new(0);
    return *state == NULL;
}

static int teardown(void **state)
{
    ms_arena_free(*state);
    return 0;
}

/* `want` NULL: the value is impossible. */
static void check(ms_arena *a, ms_type t, ms_id_format f, const char *in, const char *want)
{
    ms_str out = {"", 0};
    ms_rc rc = ms_value_clean(t, f, ms_str_z(in), a, &out);
    if (rc != (want ? MS_OK : MS_EVALUE)) fail_msg("%s: %s", in, ms_rc_text(rc));
    if (want && !ms_str_eq(out, ms_str_z(want)))
        fail_msg("%s: '%.*s', not '%s'", in, MS_FMT(out), want);
}

typedef struct id_case {
    ms_id_format format;
    const char *in, *out;
} id_case;

static void identifiers(void **state)
{
    static const id_case cases[] = {
        {MS_ID_ANY, " AB 12/34 ", "AB 12/34"},
        {MS_ID_IMO, "9074729", "IMO9074729"},
        {MS_ID_IMO, "IMO 9074729", "IMO9074729"},
        {MS_ID_IMO, "imo: 9074729", "IMO9074729"},
        {MS_ID_IMO, "0309317", "IMO0309317"},
        {MS_ID_LEI, "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12"},
        {MS_ID_LEI, "213800wsgiizcxf1p572", "213800WSGIIZCXF1P572"},
        {MS_ID_IBAN, "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"},
        {MS_ID_IBAN, "NO93 8601 1117 947", "NO9386011117947"},
        {MS_ID_IBAN, "MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"},
        {MS_ID_IBAN, "SA0380000000608010167519", "SA0380000000608010167519"},
        {MS_ID_IBAN, "FR1420041010050500013M02606", "FR1420041010050500013M02606"},
        {MS_ID_BIC, "deutdeff", "DEUTDEFF"},
        {MS_ID_BIC, "DEUT DE FF 500", "DEUTDEFF500"},
        {MS_ID_BIC, "NEDSZAJJXXX", "NEDSZAJJXXX"},
        {MS_ID_ISIN, "US0378331005", "US0378331005"},
        {MS_ID_ISIN, "AU0000XVGZA3", "AU0000XVGZA3"},
        {MS_ID_ISIN, "GB 0002634946", "GB0002634946"},
        {MS_ID_INN, "7707083893", "7707083893"},
        {MS_ID_INN, "500100732259", "500100732259"},
        {MS_ID_OGRN, "1027700132195", "1027700132195"},
        {MS_ID_OGRN, "304500116000157", "304500116000157"},
        {MS_ID_VIN, "1M8GDM9AXKP042788", "1M8GDM9AXKP042788"},
        {MS_ID_VIN, "11111111111111111", "11111111111111111"},
        {MS_ID_VIN, "5gzcz43d13s812715", "5GZCZ43D13S812715"},
        {MS_ID_VIN, "WVWZZZ1KZ6W000001", "WVWZZZ1KZ6W000001"},
        {MS_ID_CONTAINER, "CSQU 305438-3", "CSQU3054383"},
        {MS_ID_CONTAINER, "TOLU4734787", "TOLU4734787"},
        {MS_ID_ANY, " A١٢٣٤٥٦٧ ", "A1234567"},
        {MS_ID_ANY, "Ж ۴۵۶-७८९", "Ж 456-789"},
        {MS_ID_ANY, "K１２３４５６７", "K1234567"},
        {MS_ID_ANY, "AB²③½", "AB²③½"},
        {MS_ID_IMO, "٩٠٧٤٧٢٩", "IMO9074729"},
        {MS_ID_LEI, "5493001KJTIIGC8Y1R1٢", "5493001KJTIIGC8Y1R12"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(*state, MS_TYPE_IDENTIFIER, cases[i].format, cases[i].in, cases[i].out);
}

static void broken_identifiers(void **state)
{
    static const id_case cases[] = {
        {MS_ID_IMO, "9074728", NULL},
        {MS_ID_IMO, "0000000", NULL},
        {MS_ID_IMO, "IMO", NULL},
        {MS_ID_IMO, "90747290", NULL},
        {MS_ID_LEI, "5493001KJTIIGC8Y1R13", NULL},
        {MS_ID_LEI, "5493001KJTIIGC8Y1R1", NULL},
        {MS_ID_IBAN, "GB82WEST12345698765433", NULL},
        {MS_ID_IBAN, "GB82WEST1234569876543", NULL},
        {MS_ID_IBAN, "US82WEST12345698765432", NULL},
        {MS_ID_IBAN, "GBAAWEST12345698765432", NULL},
        {MS_ID_BIC, "DEUTDEF", NULL},
        {MS_ID_BIC, "DEUTQQFF", NULL},
        {MS_ID_BIC, "D3UTDEFF", NULL},
        {MS_ID_ISIN, "US0378331006", NULL},
        {MS_ID_ISIN, "0S0378331005", NULL},
        {MS_ID_INN, "7707083894", NULL},
        {MS_ID_INN, "500100732258", NULL},
        {MS_ID_INN, "77070838930", NULL},
        {MS_ID_OGRN, "1027700132196", NULL},
        {MS_ID_OGRN, "304500116000158", NULL},
        {MS_ID_VIN, "1M8GDM9A1KP042788", NULL},
        {MS_ID_VIN, "WVWZZZ1KZ6W00000O", NULL},
        {MS_ID_VIN, "WVWZZZ1KZ6W00000", NULL},
        {MS_ID_CONTAINER, "CSQU3054384", NULL},
        {MS_ID_CONTAINER, "CSQA3054383", NULL},
        {MS_ID_IBAN, "GB82WEST1234569876543211111111111111111111111111", NULL},
        {MS_ID_LEI, "5493001KJTIIGC8Y1R1٣", NULL},
        {MS_ID_LEI, "5493001KJTIIGC8Y1R1²", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(*state, MS_TYPE_IDENTIFIER, cases[i].format, cases[i].in, NULL);
}

static const char *const country_cases[][2] = {
    {"iq", "iq"},
    {"IRQ", "iq"},
    {"Iraq", "iq"},
    {"the Republic of Iraq", "iq"},
    {"Iraqi", "iq"},
    {"Irak", "iq"},
    {"Ирак", "iq"},
    {"العراق", "iq"},
    {"伊拉克", "iq"},
    {"Iran (Islamic Republic of)", "ir"},
    {"Korea, North", "kp"},
    {"Democratic People's Republic of Korea", "kp"},
    {"Democratic People’s Republic of Korea", "kp"},
    {"Republic of Korea", "kr"},
    {"Congo, Democratic Republic of the", "cd"},
    {"République démocratique du Congo", "cd"},
    {"Congo", "cg"},
    {"Niger", "ne"},
    {"Nigerien", "ne"},
    {"Nigeria", "ng"},
    {"Nigerian", "ng"},
    {"COTE D'IVOIRE", "ci"},
    {"Côte d’Ivoire", "ci"},
    {"Burma", "mm"},
    {"The Netherlands", "nl"},
    {"Bahamas, The", "bs"},
    {"Syrian Arab Republic", "sy"},
    {"الجمهورية العربية السورية", "sy"},
    {"Российская Федерация", "ru"},
    {"D", "de"},
    {"D<<", "de"},
    {"GBD", "gb"},
    {"GBS", "gb"},
    {"RKS", "xk"},
    {"XKX", "xk"},
    {"UNO", "un"},
    {"EUE", "eu"},
    {"suhh", "suhh"},
    {"USSR", "suhh"},
    {"СССР", "suhh"},
    {"yucs", "yucs"},
    {"csxx", "csxx"},
    {"ddde", "dd"},
    {"DDR", "dd"},
    {"zr", "zr"},
    {"ge-ab", "ge-ab"},
    {"Türkiye", "tr"},
    {"Palestinian", "ps"},
    {"Sudan", "sd"},
    {"South Sudanese", "ss"},
    {"Guinea-Bissau", "gw"},
    {"Allemagne", "de"},
    {"Alemania", "de"},
    {"algérienne", "dz"},
};

static void countries(void **state)
{
    for (size_t i = 0; i < sizeof country_cases / sizeof *country_cases; i++)
        check(*state, MS_TYPE_COUNTRY, MS_ID_ANY, country_cases[i][0], country_cases[i][1]);
}

static void no_countries(void **state)
{
    /* Two countries, none, or not to be told apart. */
    static const char *const cases[] = {
        "Korea", "Congolese", "Dominican", "Virgin Islands",    "Atlantis", "XXA", "XXX",
        "UTO",   "?",         "the",       "Sudan/South Sudan", "\xff\xfe"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(*state, MS_TYPE_COUNTRY, MS_ID_ANY, cases[i], NULL);
    char longer[5000];
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    check(*state, MS_TYPE_COUNTRY, MS_ID_ANY, longer, NULL);
}

/* No key has two meanings, and none is empty. */
static void tables_are_unambiguous(void **state)
{
    (void)state;
    const ms_table *tables[] = {&ms_table_countries, &ms_table_genders};
    for (int i = 0; i < 2; i++)
        for (uint32_t r = 0; r < tables[i]->rows; r++) {
            ms_str key = ms_table_cell(tables[i], r, 0);
            assert_true(key.n > 0);
            assert_true(ms_table_cell(tables[i], r, 1).n > 0);
            if (r == 0 || !ms_str_eq(ms_table_cell(tables[i], r - 1, 0), key)) continue;
            if (!ms_str_eq(ms_table_cell(tables[i], r - 1, 1), ms_table_cell(tables[i], r, 1)))
                fail_msg("%.*s has two meanings", MS_FMT(key));
        }
}

/* A code of FollowTheMoney stands for itself. */
static void codes_are_stable(void **state)
{
    for (uint32_t r = 0; r < ms_table_countries.rows; r++) {
        ms_str code = ms_table_cell(&ms_table_countries, r, 1);
        check(*state, MS_TYPE_COUNTRY, MS_ID_ANY, code.p, code.p);
    }
}

static void phones(void **state)
{
    static const char *const cases[][2] = {
        {"+44 20 7946 0958", "+442079460958"},
        {"0044 (0)20-7946.0958", "+442079460958"},
        {"+964 (1) 555/1234", "+96415551234"},
        {"020 7946 0958", "020 7946 0958"},
        {" 555-1234 ", "555-1234"},
        {"+12 345", NULL},
        {"+1234567890123456", NULL},
        {"+44 20 7946 0958 ext. 5", NULL},
        {"+0441234567", NULL},
        {"+", NULL},
        {"call me", NULL},
        {"+٩٦٤ ٧٧٠ ٠٠٠ ٠١٢٣", "+9647700000123"},
        {"۰۷۷۰-۱۲۳۴۵۶۷", "0770-1234567"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(*state, MS_TYPE_PHONE, MS_ID_ANY, cases[i][0], cases[i][1]);
}

static void emails(void **state)
{
    static const char *const cases[][2] = {
        {"Omar.Test@Example.ORG", "Omar.Test@example.org"},
        {"a+b@sub.example.co.uk", "a+b@sub.example.co.uk"},
        {"omar@пример.рф", "omar@пример.рф"},
        {"omar", NULL},
        {"omar@", NULL},
        {"@example.org", NULL},
        {"omar@example", NULL},
        {"omar@example..org", NULL},
        {"omar@exam ple.org", NULL},
        {"om ar@example.org", NULL},
        {"omar@a@example.org", NULL},
        {"Omar <omar@example.org>", NULL},
        {"omar@-example.org", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(*state, MS_TYPE_EMAIL, MS_ID_ANY, cases[i][0], cases[i][1]);
}

static void genders(void **state)
{
    static const char *const cases[][2] = {
        {"M", "male"},        {"f", "female"},       {"X", "other"},       {"Male", "male"},
        {"FEMALE", "female"}, {"Femme", "female"},   {"masculin", "male"}, {"Mujer", "female"},
        {"hombre", "male"},   {"женский", "female"}, {"Мужской", "male"},  {"ذكر", "male"},
        {"أنثى", "female"},   {"other", "other"},    {"<", NULL},          {"unknown", NULL},
        {"1", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(*state, MS_TYPE_GENDER, MS_ID_ANY, cases[i][0], cases[i][1]);
}

static void other_types(void **state)
{
    ms_str out;
    check(*state, MS_TYPE_DATE, MS_ID_ANY, "10/03/1957", "1957-03-10");
    check(*state, MS_TYPE_DATE, MS_ID_ANY, "١٠/٠٣/١٩٥٧", "1957-03-10");
    check(*state, MS_TYPE_DATE, MS_ID_ANY, "۱۹۵۷", "1957");
    check(*state, MS_TYPE_DATE, MS_ID_ANY, "१९५७-०३-१०", "1957-03-10");
    check(*state, MS_TYPE_DATE, MS_ID_ANY, "１９５７年", NULL);
    check(*state, MS_TYPE_DATE, MS_ID_ANY, "1957-02-30", NULL);
    check(*state, MS_TYPE_DATE, MS_ID_ANY, "circa 1957", NULL);
    check(*state, MS_TYPE_TOPIC, MS_ID_ANY, "Role.PEP", "role.pep");
    check(*state, MS_TYPE_TOPIC, MS_ID_ANY, "villain", NULL);
    check(*state, MS_TYPE_NAME, MS_ID_ANY, "\t Omar  Testman \n", "Omar  Testman");
    check(*state, MS_TYPE_LANGUAGE, MS_ID_ANY, "ara", "ara");
    for (unsigned t = MS_TYPE_STRING; t <= MS_TYPE_ENTITY; t++) {
        assert_int_equal(ms_value_clean((ms_type)t, MS_ID_ANY, MS_STR(" \t"), *state, &out),
                         MS_EMISSING);
        assert_int_equal(ms_value_clean((ms_type)t, MS_ID_ANY, (ms_str){NULL, 0}, *state, &out),
                         MS_EMISSING);
    }
}

/* Values of the real UN lists that name no country, or more than one. */
static bool is_prose(ms_str v)
{
    static const char *const prose[] = {"unknown",   "believed", "Possibly", "by birth",
                                        "/",         "passport", "custody",  "revoked",
                                        "withdrawn", "until",    "as at",    "Branch"};
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
        if (memmem(v.p, v.n, prose[i], strlen(prose[i]))) return true;
    return false;
}

/* Checks every value between `open` and `close` from `from` to `to`. */
static unsigned check_tags(ms_arena *a, const char *from, const char *to, const char *open)
{
    unsigned n = 0;
    while ((from = memmem(from, (size_t)(to - from), open, strlen(open)))) {
        from += strlen(open);
        const char *end = memchr(from, '<', (size_t)(to - from));
        assert_non_null(end);
        ms_str v = ms_str_trim((ms_str){from, (size_t)(end - from)}), out;
        ms_rc rc = ms_value_clean(MS_TYPE_COUNTRY, MS_ID_ANY, v, a, &out);
        if (rc == MS_EVALUE && !is_prose(v)) fail_msg("no country: %.*s", MS_FMT(v));
        n += rc == MS_OK;
        from = end;
    }
    return n;
}

static unsigned check_nationalities(ms_arena *a, const char *from, const char *to)
{
    static const char open[] = "<NATIONALITY>", close[] = "</NATIONALITY>";
    unsigned n = 0;
    while ((from = memmem(from, (size_t)(to - from), open, sizeof open - 1))) {
        const char *end = memmem(from, (size_t)(to - from), close, sizeof close - 1);
        assert_non_null(end);
        n += check_tags(a, from, end, "<VALUE>");
        from = end;
    }
    return n;
}

static void countries_of_the_un_list(void **state)
{
    const char *shared = getenv("MARSAD_SHARED"), *source = getenv("MARSAD_SOURCE");
    char path[1024];
    if (shared) snprintf(path, sizeof path, "%s", shared);
    else snprintf(path, sizeof path, "%s/../shared", source ? source : ".");
    strncat(path, "/data/lists/un/un_consolidated_2026-02-27.xml",
            sizeof path - strlen(path) - 1);
    FILE *f = fopen(path, "rb");
    if (!f) {
        print_message("skipped: no %s\n", path);
        skip();
    }
    static char buf[8 << 20];
    size_t n = fread(buf, 1, sizeof buf, f);
    fclose(f);
    unsigned seen = check_tags(*state, buf, buf + n, "<COUNTRY>");
    seen += check_tags(*state, buf, buf + n, "<COUNTRY_OF_ISSUE>");
    seen += check_nationalities(*state, buf, buf + n);
    print_message("%u values are countries\n", seen);
    assert_true(seen > 2000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(identifiers),
        TEST(broken_identifiers),
        TEST(countries),
        TEST(no_countries),
        TEST(tables_are_unambiguous),
        TEST(codes_are_stable),
        TEST(phones),
        TEST(emails),
        TEST(genders),
        TEST(other_types),
        TEST(countries_of_the_un_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
