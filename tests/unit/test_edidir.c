/* What the directories say, against lines of the UNECE texts read by a person. */
#include "edi_fixture.h"

#include <marsad/edidir.h>

static void expect_rule(ms_str type, ms_str release, uint32_t i, const char *wanted)
{
    ms_edi_rule r;
    char text[96];
    assert_true(ms_edi_rule_at(type, release, i, &r));
    snprintf(text, sizeof text, "%.*s %.*s %.*s %s %u", MS_FMT(r.position), MS_FMT(r.groups),
             MS_FMT(r.tag), r.mandatory ? "M" : "C", r.times);
    assert_string_equal(text, wanted);
}

static uint32_t rules(ms_str type, ms_str release)
{
    ms_edi_rule r;
    uint32_t n = 0;
    while (ms_edi_rule_at(type, release, n, &r)) n++;
    return n;
}

static void structures(void **state)
{
    (void)state;
    const ms_str paxlst = MS_STR("PAXLST"), cusres = MS_STR("CUSRES");
    expect_rule(paxlst, MS_STR("05B"), 0, "00010  UNH M 1");
    expect_rule(paxlst, MS_STR("05B"), 12, "00130 2/3 LOC M 1");
    expect_rule(paxlst, MS_STR("05B"), 14, "00150 4 SG4 C 99999");
    expect_rule(paxlst, MS_STR("05B"), 25, "00260 4 RFF C 1");
    expect_rule(paxlst, MS_STR("21B"), 26, "00270 4 RFF C 99999");
    expect_rule(paxlst, MS_STR("05B"), 43, "00440  UNT M 1");
    expect_rule(cusres, MS_STR("21B"), 41, "00420 6/7/8 CTA M 1");
    assert_int_equal(rules(paxlst, MS_STR("02B")), 44);
    assert_int_equal(rules(paxlst, MS_STR("21B")), 45);
    assert_int_equal(rules(cusres, MS_STR("21B")), 71);
    /* Releases between and outside those that are there. */
    assert_int_equal(rules(paxlst, MS_STR("08A")), 44);
    assert_int_equal(rules(paxlst, MS_STR("14A")), 45);
    assert_int_equal(rules(paxlst, MS_STR("96B")), 44);
    assert_int_equal(rules(paxlst, MS_STR("30A")), 45);
    assert_int_equal(rules(paxlst, MS_STR("")), 44);
    assert_int_equal(rules(MS_STR("PNRGOV"), MS_STR("1")), 0);
    assert_int_equal(rules(MS_STR(""), MS_STR("05B")), 0);
}

/* The meaning of the last value of the first segment of a message. */
static void expect_meaning(ms_edi_family f, const char *name, ms_edi_value *v, uint32_t n,
                           const char *wanted)
{
    ms_edi_segment s = {.v = v, .n = n, .tag = MS_EDI_TAG(name[0], name[1], name[2])};
    memcpy(s.name, name, 4);
    ms_edi_meaning m;
    char text[160] = "none";
    if (ms_edi_meaning_of(f, &s, &v[n - 1], &m))
        snprintf(text, sizeof text, "%.*s|%.*s|%.*s|%.*s|%s", MS_FMT(m.number), MS_FMT(m.name),
                 MS_FMT(m.format), MS_FMT(m.code), m.shown ? "shown" : "hidden");
    assert_string_equal(text, wanted);
}

#define AT(e, c, value)                                                           \
    {                                                                             \
        .text = MS_STR_INIT(value), .element = e, .repetition = 1, .component = c \
    }
#define MEANS(f, name, wanted, ...)                               \
    do {                                                          \
        ms_edi_value v[] = {__VA_ARGS__};                         \
        expect_meaning(f, name, v, sizeof v / sizeof *v, wanted); \
    } while (0)

static void meanings(void **state)
{
    (void)state;
    MEANS(MS_EDI_UN, "NAD", "3035|Party function code qualifier|an..3|Passenger|shown",
          AT(1, 1, "FL"));
    MEANS(MS_EDI_UN, "NAD", "3036|Party name|an..70||hidden", AT(1, 1, "FL"), AT(4, 2, "JANE"));
    /* What does not fit its format may be anything. */
    MEANS(MS_EDI_UN, "NAD", "3035|Party function code qualifier|an..3||hidden",
          AT(1, 1, "SMITH"));
    /* Dates of flights, not of birth. */
    MEANS(MS_EDI_UN, "DTM", "2380|Date or time or period text|an..35||shown", AT(1, 1, "189"),
          AT(1, 2, "2501011200"));
    MEANS(MS_EDI_UN, "DTM", "2380|Date or time or period text|an..35||hidden", AT(1, 1, "329"),
          AT(1, 2, "800519"));
    MEANS(MS_EDI_UN, "LOC", "3225|Location identifier|an..35||shown", AT(1, 1, "125"),
          AT(2, 1, "VIE"));
    MEANS(MS_EDI_UN, "LOC", "3225|Location identifier|an..35||hidden", AT(1, 1, "180"),
          AT(2, 1, "AUT"));
    /* The last element listed is repeated as elements. */
    MEANS(MS_EDI_UN, "COM", "3155|Communication means type code|an..3|Telephone|shown",
          AT(3, 2, "TE"));
    MEANS(MS_EDI_IA, "SSR", "9944|Traveller reference number|an..10||shown", AT(1, 1, "SEAT"),
          AT(77, 4, "12"));
    /* A meal says what somebody believes, or suffers from. */
    MEANS(MS_EDI_IA, "SSR", "9962|Special requirement type, coded|an..4||hidden",
          AT(1, 1, "MOML"));
    MEANS(MS_EDI_IA, "SSR", "9962|Special requirement type, coded|an..4|Travel document|shown",
          AT(1, 1, "DOCS"));
    MEANS(MS_EDI_IA, "UNB", "0001|Syntax identifier|a4|ISO 8859-5|shown", AT(1, 1, "UNOE"));
    MEANS(MS_EDI_UN, "TIF", "none", AT(1, 1, "DOE"));
    MEANS(MS_EDI_UN, "NAD", "none", AT(4, 9, "DOE"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structures),
        cmocka_unit_test(meanings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
