/* Lists in several messages: what is missing, in whatever order and however often parts come.
 */
#include "manifest_fixture.h"

#include <marsad/parts.h>

#include "base/chance.h"

/* ---- parts as messages have them ----------------------------------------- */

#define LIST(ref, s010, flight, list)                                                     \
    "UNH+" ref "+PAXLST:D:05B:UN:IATA+" s010 "'BGM+" list "'" flight "NAD+FL+++ROE:JANE'" \
    "UNT+9+" ref "'"
#define QZ417 "TDT+20+QZ417'LOC+125+BRE'DTM+189:2603140640:201'LOC+87+TUN'"
#define QZ418 "TDT+20+QZ418'LOC+125+BRE'DTM+189:2603140640:201'LOC+87+TUN'"
#define SENT(messages) "UNB+UNOA:4+QZ+GOV+20260314:0512+1'" messages "UNZ+1+1'"

static void add_text(ms_parts *p, ms_str text)
{
    manifests x = manifests_of(text);
    ms_manifest m;
    while (manifests_next(&x, &m)) {
        ms_travel_part part = ms_travel_part_of(x.item, &m);
        assert_int_equal(ms_parts_add(p, &part, "file"), MS_OK);
    }
    manifests_end(&x);
}

/* "QZ417 2026-03-14 BRE: -2, no last, uneven 1; " of each list that is not whole. */
static void found(const ms_parts *p, ms_out *o)
{
    ms_parts_gap g;
    for (uint32_t at = 0; ms_parts_next(p, &at, &g);) {
        ms_out_fmt(o, "%s %s %s %s:", g.part.sender, g.part.access, g.part.flight,
                   g.part.content);
        if (g.missing) ms_out_fmt(o, " %u(%s)", g.missing, g.missing_which);
        if (g.last_missing) ms_out_lit(o, " last");
        if (g.uneven) ms_out_fmt(o, " uneven(%s)", g.uneven_which);
        ms_out_char(o, '\n');
    }
    ms_out_char(o, 0);
}

static void expect_n(ms_str text, const char *wanted)
{
    ms_parts *p = ms_parts_new(0);
    ms_out o = {0};
    assert_non_null(p);
    add_text(p, text);
    found(p, &o);
    assert_string_equal(o.p, wanted);
    ms_out_free(&o);
    ms_parts_free(p);
}

#define expect(text, wanted) expect_n(MS_STR(SENT(text)), wanted)

static void messages_are_lists(void **state)
{
    (void)state;
    expect(LIST("1", "A+01:C", QZ417, "745") LIST("2", "A+02:F", QZ417, "745"), "");
    expect(LIST("1", "A+02:F", QZ417, "745") LIST("2", "A+01:C", QZ417, "745"), "");
    expect(LIST("1", "A+01:C", QZ417, "745") LIST("2", "A+03:F", QZ417, "745"),
           "QZ A QZ417 2026-03-14 BRE passengers: 1(2)\n");
    expect(LIST("1", "A+01:C", QZ417, "745"), "QZ A QZ417 2026-03-14 BRE passengers: last\n");
    expect(LIST("1", "A+03:F", QZ417, "745"), "QZ A QZ417 2026-03-14 BRE passengers: 2(1-2)\n");
    expect(LIST("1", "A+02:C", QZ417, "745") LIST("2", "A+06:C", QZ417, "745"),
           "QZ A QZ417 2026-03-14 BRE passengers: 4(1, 3-5) last\n");
    /* what is alone says so, or says nothing */
    expect(LIST("1", "A+01:F", QZ417, "745") LIST("2", "B+01", QZ417, "745"), "");
    expect(LIST("1", "A", QZ417, "745") LIST("2", "", QZ417, "745"), "");
}

/* Passengers and crew of a flight, and two flights, may have one reference. */
static void lists_are_told_apart(void **state)
{
    (void)state;
    expect(LIST("1", "A+01:C", QZ417, "745") LIST("2", "A+02:F", QZ417, "745")
               LIST("3", "A+01:F", QZ417, "250"),
           "");
    expect(LIST("1", "A+01:C", QZ417, "745") LIST("2", "A+02:F", QZ417, "250"),
           "QZ A QZ417 2026-03-14 BRE passengers: last\n"
           "QZ A QZ417 2026-03-14 BRE crew: 1(1)\n");
    expect(LIST("1", "A+01:C", QZ417, "745") LIST("2", "A+02:F", QZ418, "745"),
           "QZ A QZ417 2026-03-14 BRE passengers: last\n"
           "QZ A QZ418 2026-03-14 BRE passengers: 1(1)\n");
    expect(LIST("1", "A+01:C", QZ417, "745") LIST("2", "B+02:F", QZ417, "745"),
           "QZ A QZ417 2026-03-14 BRE passengers: last\n"
           "QZ B QZ417 2026-03-14 BRE passengers: 1(1)\n");
    /* a part without a flight goes with any, whichever comes first */
    expect(LIST("1", "A+01:C", "", "745") LIST("2", "A+02:F", QZ417, "745"), "");
    expect(LIST("1", "A+01:C", QZ417, "745") LIST("2", "A+02:F", "", "745"), "");
}

static void bookings_are_lists(void **state)
{
    (void)state;
#define BOOKINGS(ref, s010)                                                              \
    "UNH+" ref "+PNRGOV:11:1:IA+" s010 "'MSG+:22'ORG+QZ:BRE'"                            \
    "TVL+140326:0640:140326:0915+BRE+TUN+QZ+417'EQN+1'SRC'RCI+QZ:J2PWX9'TIF+ROE+JANE:A'" \
    "UNT+9+" ref "'"
    expect(BOOKINGS("1", "A+01:C") BOOKINGS("2", "A+02:F"), "");
    expect(BOOKINGS("1", "A+01:C") BOOKINGS("2", "A+03:F"),
           "QZ A QZ417 2026-03-14 BRE bookings: 1(2)\n");
#undef BOOKINGS
}

/* Nothing that a terminal obeys comes out of a reference. */
static void texts_are_plain(void **state)
{
    (void)state;
    expect_n(MS_STR("UNB+UNOY:4+Q\xc2\x9bZ+GOV+20260314:0512+1'" LIST(
                 "1", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789TAIL+02:F", "", "745") "UNZ+1+1'"),
             "Q??Z ABCDEFGHIJKLMNOPQRSTUVWXYZ012345678  passengers: 1(1)\n");
}

/* ---- many ---------------------------------------------------------------- */

static ms_travel_part part_of(uint64_t list, uint32_t number, uint32_t of)
{
    ms_travel_part p = {
        .list = list, .content = "passengers", .number = number, .last = number == of};
    p.more = !p.last;
    snprintf(p.access, sizeof p.access, "L%llu", (unsigned long long)list);
    return p;
}

static void sendings(void **state)
{
    (void)state;
    static const struct {
        const char *parts; /* a digit each; a capital is the last, A as 1 */
        const char *wanted;
    } rows[] = {
        {"12C12C", ""},
        {"12C1B", ""},
        {"1212CC", ""},
        {"122C", "uneven(2)"},
        {"12C1C", "uneven(2)"},
        {"1BB", "uneven(1)"},
        {"1B3", "uneven(3)"},
        {"1C1C", "1(2)"},
        {"1BD", "1(3) uneven(1, 2)"},
        {"1122", "last"},
        {"112", "last uneven(1)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_parts *p = ms_parts_new(0);
        ms_parts_gap g;
        char got[256] = "";
        for (const char *c = rows[i].parts; *c; c++) {
            uint32_t n = (uint32_t)(*c >= 'A' ? *c - 'A' : *c - '1') + 1;
            ms_travel_part x = part_of(1, n, *c >= 'A' ? n : 0);
            assert_int_equal(ms_parts_add(p, &x, "f"), MS_OK);
        }
        for (uint32_t at = 0; ms_parts_next(p, &at, &g);) {
            int n = 0;
            if (g.missing) n = snprintf(got, sizeof got, "%u(%s)", g.missing, g.missing_which);
            if (g.last_missing) n += snprintf(got + n, sizeof got, "%slast", n ? " " : "");
            if (g.uneven) snprintf(got + n, 99, "%suneven(%s)", n ? " " : "", g.uneven_which);
        }
        assert_string_equal(got, rows[i].wanted);
        ms_parts_free(p);
    }
}

/* Ten thousand lists of one to twelve parts, all mixed up, some parts lost: each loss shows,
 * and nothing else. */
static void shuffled(void **state)
{
    (void)state;
    enum { LISTS = 10000, MOST = 12, LOSS = 50 };
    static ms_travel_part all[LISTS * MOST];
    static uint16_t lost[LISTS], of[LISTS];
    ms_chance c = ms_chance_at(7, 0, 0);
    size_t n = 0;
    for (uint32_t i = 0; i < LISTS; i++) {
        of[i] = (uint16_t)(1 + ms_chance_below(&c, MOST));
        for (uint32_t k = 1; k <= of[i]; k++)
            if (of[i] > 1 && ms_chance_in(&c, LOSS)) lost[i] |= (uint16_t)(1u << k);
            else all[n++] = part_of(i, k, of[i]);
    }
    for (size_t i = n; i > 1; i--) {
        size_t k = ms_chance_below(&c, (uint32_t)i);
        ms_travel_part x = all[k];
        all[k] = all[i - 1];
        all[i - 1] = x;
    }
    ms_parts *p = ms_parts_new(0);
    ms_parts_gap g;
    for (size_t i = 0; i < n; i++) assert_int_equal(ms_parts_add(p, &all[i], "f"), MS_OK);
    for (uint32_t at = 0; ms_parts_next(p, &at, &g);) {
        uint16_t *l = &lost[g.part.list];
        bool last = *l & 1u << of[g.part.list];
        assert_int_equal(g.last_missing, last);
        assert_false(g.uneven);
        assert_true(g.missing + last == (uint32_t)__builtin_popcount(*l) || last);
        assert_true(*l);
        *l = 0;
    }
    for (uint32_t i = 0; i < LISTS; i++)
        assert_true(!lost[i] || (uint32_t)__builtin_popcount(lost[i]) == of[i]);
    assert_int_equal(ms_parts_unwatched(p), 0);
    ms_parts_free(p);
}

/* Lists that are whole make room; what finds none is counted. */
static void ceilings(void **state)
{
    (void)state;
    ms_parts *p = ms_parts_new(8);
    ms_parts_gap g;
    uint32_t at = 0;
    ms_travel_part x = part_of(0, 2, 3);
    assert_int_equal(ms_parts_add(p, &x, "f"), MS_OK);
    for (uint32_t i = 1; i < 1000; i++)
        for (uint32_t k = 1; k <= 2; k++) {
            x = part_of(i, k, 2);
            assert_int_equal(ms_parts_add(p, &x, "f"), MS_OK);
        }
    assert_true(ms_parts_next(p, &at, &g));
    assert_string_equal(g.part.access, "L0");
    assert_string_equal(g.missing_which, "1");
    assert_false(ms_parts_next(p, &at, &g));
    assert_int_equal(ms_parts_unwatched(p), 0);
    for (uint32_t i = 0; i < 100; i++) {
        x = part_of(2000 + i, 2, 2);
        assert_int_equal(ms_parts_add(p, &x, "f"), MS_OK);
    }
    for (at = 0; ms_parts_next(p, &at, &g);) {
    }
    assert_true(at <= 8);
    assert_true(ms_parts_unwatched(p) >= 92);
    uint64_t before = ms_parts_unwatched(p);
    x = part_of(1, MS_PARTS_MOST + 1, 0);
    assert_int_equal(ms_parts_add(p, &x, "f"), MS_OK);
    assert_int_equal(ms_parts_unwatched(p), before + 1);
    ms_parts_free(p);
    ms_parts_free(NULL);
}

/* More ranges than the text has room for end with dots. */
static void long_texts(void **state)
{
    (void)state;
    ms_parts *p = ms_parts_new(0);
    ms_parts_gap g;
    uint32_t at = 0;
    for (uint32_t i = 2; i <= MS_PARTS_MOST; i += 2) {
        ms_travel_part x = part_of(1, i, 0);
        assert_int_equal(ms_parts_add(p, &x, "f"), MS_OK);
    }
    assert_true(ms_parts_next(p, &at, &g));
    assert_int_equal(g.missing, MS_PARTS_MOST / 2);
    assert_true(strlen(g.missing_which) < MS_PARTS_RANGES);
    assert_string_equal(g.missing_which + strlen(g.missing_which) - 5, ", ...");
    assert_memory_equal(g.missing_which, "1, 3, 5, ", 9);
    ms_parts_free(p);
}

/* One carrier, no reference, and as many flights as there is room for: each is a list. */
static void no_reference(void **state)
{
    (void)state;
    enum { FLIGHTS = 60000 };
    ms_parts *p = ms_parts_new(0);
    ms_parts_gap g;
    uint32_t at = 0, lists = 0;
    for (uint32_t k = 1; k <= 2; k++)
        for (uint32_t i = 0; i < FLIGHTS; i++) {
            ms_travel_part x = part_of(1, k, 2);
            snprintf(x.flight, sizeof x.flight, "QZ%u", i);
            if (k == 1 || i % 1000) assert_int_equal(ms_parts_add(p, &x, "f"), MS_OK);
        }
    for (; ms_parts_next(p, &at, &g); lists++) {
        char flight[16];
        snprintf(flight, sizeof flight, "QZ%u", lists * 1000);
        assert_string_equal(g.part.flight, flight);
        assert_true(g.last_missing);
    }
    assert_int_equal(lists, FLIGHTS / 1000);
    ms_parts_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_lists), cmocka_unit_test(lists_are_told_apart),
        cmocka_unit_test(bookings_are_lists), cmocka_unit_test(texts_are_plain),
        cmocka_unit_test(sendings),           cmocka_unit_test(shuffled),
        cmocka_unit_test(ceilings),           cmocka_unit_test(long_texts),
        cmocka_unit_test(no_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
