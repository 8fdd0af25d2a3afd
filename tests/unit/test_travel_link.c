/* The same person in two messages of one flight: pairs that are one, and those that are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/travel.h>

enum { MOST = 8 };

/* A traveller in few words; "" for what is not said. */
typedef struct who {
    const char *surname, *given, *number, *locator;
    ms_date birth;
    uint16_t other;
} who;

typedef struct side {
    ms_manifest m;
    ms_leg leg;
    ms_traveller t[MOST];
    ms_travel_document d[MOST];
} side;

static void make(side *s, const char *carrier, const char *number, ms_date day, const who *w,
                 uint32_t n)
{
    *s = (side){0};
    s->leg = (ms_leg){
        .carrier = ms_str_z(carrier), .number = ms_str_z(number), .from = MS_STR("BRE")};
    s->leg.departs.day.date = day;
    for (uint32_t i = 0; i < n; i++) {
        s->d[i].number = ms_str_z(w[i].number);
        s->t[i] = (ms_traveller){.surname = ms_str_z(w[i].surname),
                                 .given = ms_str_z(w[i].given),
                                 .locator = ms_str_z(w[i].locator),
                                 .birth = {.date = w[i].birth, .other = w[i].other},
                                 .documents = &s->d[i],
                                 .n_documents = *w[i].number != 0};
    }
    s->m = (ms_manifest){.legs = &s->leg, .n_legs = 1, .travellers = s->t, .n_travellers = n};
}

static const ms_date day = {2026, 3, 14};

/* Links the two and says them: "0-1 same document number; 1-0 ...". */
static void expect(const who *a, uint32_t na, const who *b, uint32_t nb, const char *want)
{
    side x, y;
    ms_arena *arena = ms_arena_new(0);
    ms_link *link;
    size_t n;
    char said[1024] = "";
    make(&x, "QZ", "417", day, a, na);
    make(&y, "QZ", "QZ0417", day, b, nb);
    assert_int_equal(ms_travel_link(&x.m, &y.m, arena, &link, &n), MS_OK);
    for (size_t i = 0, at = 0; i < n; i++) {
        ms_str why = ms_link_text(link[i].why, arena);
        at += (size_t)snprintf(said + at, sizeof said - at, "%s%u-%u %.*s", i ? "; " : "",
                               link[i].a, link[i].b, MS_FMT(why));
    }
    assert_string_equal(said, want);
    ms_arena_free(arena);
}

static void reasons(void **state)
{
    (void)state;
    static const who api[] = {{"ROE", "ANN RUTH", "A1234567", "", {1980, 1, 1}, 0},
                              {"VAN DER BERG", "PIET", "", "", {1970, 5, 6}, 0},
                              {"O'NEIL", "JO", "", "LOC123", {0}, 0},
                              {"POE", "DAN", "", "", {1950, 1, 1}, 0}};
    static const who pnr[] = {{"ONEIL", "JO", "", "LOC123", {0}, 0},
                              {"VANDERBERG", "PIET JAN", "", "", {1970, 5, 6}, 0},
                              {"ROE", "ANN", "a-1234567", "", {1980, 1, 1}, 0},
                              {"DOE", "DAN", "", "", {1950, 1, 1}, 0}};
    expect(
        api, 4, pnr, 4,
        "0-2 same document number, same name, same birth date; 1-1 same name, same birth date; "
        "2-0 same name, same locator");
}

static void against(void **state)
{
    (void)state;
    /* The number alone, while nothing speaks against it. */
    expect(&(who){"ROE", "ANN", "A1234567", "", {0}, 0}, 1,
           &(who){"", "", "A1234567", "", {0}, 0}, 1, "0-0 same document number");
    /* Another name, and no birth date for it. */
    expect(&(who){"ROE", "ANN", "A1234567", "", {0}, 0}, 1,
           &(who){"DOE", "JON", "A1234567", "", {0}, 0}, 1, "");
    /* Another name and the same birth date: married since. */
    expect(&(who){"ROE", "ANN", "A1234567", "", {1980, 1, 1}, 0}, 1,
           &(who){"DOE", "ANN", "A1234567", "", {1980, 1, 1}, 0}, 1,
           "0-0 same document number, same birth date");
    /* Numbers too short say nothing. */
    expect(&(who){"ROE", "ANN", "12", "", {0}, 0}, 1, &(who){"ROE", "ANN", "12", "", {0}, 0}, 1,
           "");
    /* Name and locator, born on another day: father and son. */
    expect(&(who){"ROE", "JON", "", "LOC123", {1980, 1, 1}, 0}, 1,
           &(who){"ROE", "JON", "", "LOC123", {2010, 1, 1}, 0}, 1, "");
    /* A name alone, and a birth date known in part. */
    expect(&(who){"ROE", "JON", "", "", {1980, 0, 0}, 0}, 1,
           &(who){"ROE", "JON", "", "", {1980, 0, 0}, 0}, 1, "");
    /* The two digits of the year may mean either century. */
    expect(&(who){"ROE", "JON", "", "", {1926, 1, 2}, 2026}, 1,
           &(who){"ROE", "JON", "", "", {2026, 1, 2}, 0}, 1, "0-0 same name, same birth date");
}

static void alike(void **state)
{
    (void)state;
    /* Twins of one given name in the booking: neither is linked; with numbers, both are. */
    static const who twins[] = {{"ROE", "JO", "", "LOC123", {2010, 1, 1}, 0},
                                {"ROE", "JO", "", "LOC123", {2010, 1, 1}, 0}};
    static const who told[] = {{"ROE", "JO", "A1111", "LOC123", {2010, 1, 1}, 0},
                               {"ROE", "JO", "B2222", "LOC123", {2010, 1, 1}, 0}};
    expect(twins, 2, told, 2, "");
    expect(told, 2, told, 2,
           "0-0 same document number, same name, same birth date, same locator; "
           "1-1 same document number, same name, same birth date, same locator");
    /* One number for everybody, as test data have it: the names decide. */
    static const who same[] = {{"ROE", "ANN", "1234567", "", {0}, 0},
                               {"POE", "DAN", "1234567", "", {0}, 0}};
    static const who turned[] = {{"POE", "DAN", "1234567", "", {0}, 0},
                                 {"ROE", "ANN", "1234567", "", {0}, 0}};
    expect(same, 2, turned, 2,
           "0-1 same document number, same name; 1-0 same document number, same name");
}

/* On either side: two who fit one are none, and a year of two digits may mean either century.
 */
static void either_side(void **state)
{
    (void)state;
    static const who two[] = {{"ROE", "JO", "", "L", {2010, 1, 1}, 0},
                              {"ROE", "JOHN", "", "L", {2010, 1, 1}, 0}};
    static const who one = {"ROE", "JO", "", "L", {2010, 1, 1}, 0};
    expect(two, 2, &one, 1, "");
    expect(&one, 1, two, 2, "");
    static const who old = {"ROE", "JON", "", "", {1926, 1, 2}, 2026};
    static const who young = {"ROE", "JON", "", "", {2026, 1, 2}, 0};
    expect(&old, 1, &young, 1, "0-0 same name, same birth date");
    expect(&young, 1, &old, 1, "0-0 same name, same birth date");
}

/* By the name in a document, of either side: married since. */
static void names_of_documents(void **state)
{
    (void)state;
    static const who roe = {"ROE", "ANN", "", "", {1980, 1, 1}, 0};
    static const who doe = {"DOE", "ANN", "A1234567", "", {1980, 1, 1}, 0};
    for (int turned = 0; turned < 2; turned++) {
        side x, y;
        ms_arena *arena = ms_arena_new(0);
        ms_link *link;
        size_t n;
        make(&x, "QZ", "417", day, &roe, 1);
        make(&y, "QZ", "417", day, &doe, 1);
        y.d[0].surname = MS_STR("Roe");
        y.d[0].given = MS_STR("ANN RUTH");
        assert_int_equal(
            ms_travel_link(turned ? &y.m : &x.m, turned ? &x.m : &y.m, arena, &link, &n),
            MS_OK);
        assert_int_equal(n, 1);
        assert_int_equal(link[0].why, MS_LINK_NAME | MS_LINK_BIRTH);
        ms_arena_free(arena);
    }
}

/* A group of forty with one locator, in another order, without birth dates and documents. */
static void group(void **state)
{
    (void)state;
    enum { PEOPLE = 40 };
    static const char *const letters[] = {"A", "B", "C", "D", "E", "F", "G", "H"};
    char surname[PEOPLE][8];
    ms_traveller t[2][PEOPLE];
    ms_leg leg = {.carrier = MS_STR("QZ"), .number = MS_STR("417")};
    ms_manifest m[2];
    ms_arena *arena = ms_arena_new(0);
    ms_link *link;
    size_t n;
    for (int i = 0; i < PEOPLE; i++)
        snprintf(surname[i], sizeof surname[i], "ROE%s%s", letters[i / 8], letters[i % 8]);
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < PEOPLE; i++)
            t[k][i] = (ms_traveller){.surname = ms_str_z(surname[k ? PEOPLE - 1 - i : i]),
                                     .given = MS_STR("JO"),
                                     .locator = MS_STR("GRP417")};
        m[k] = (ms_manifest){
            .legs = &leg, .n_legs = 1, .travellers = t[k], .n_travellers = PEOPLE};
    }
    assert_int_equal(ms_travel_link(&m[0], &m[1], arena, &link, &n), MS_OK);
    assert_int_equal(n, PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        assert_int_equal(link[i].a, i);
        assert_int_equal(link[i].b, PEOPLE - 1 - i);
        assert_int_equal(link[i].why, MS_LINK_NAME | MS_LINK_LOCATOR);
    }
    ms_arena_free(arena);
}

/* However little memory there is: everything or MS_ENOMEM; and nobody on one side. */
static void memory(void **state)
{
    (void)state;
    static const who ann[] = {{"ROE", "ANN", "A1234567", "L", {1980, 1, 1}, 0},
                              {"POE", "DAN", "B1234567", "L", {1981, 1, 1}, 0}};
    side x, y;
    ms_link *link;
    size_t n;
    unsigned short_of = 0, whole = 0;
    make(&x, "QZ", "417", day, ann, 2);
    make(&y, "QZ", "417", day, ann, 2);
    for (size_t ceiling = 16; ceiling < 4096; ceiling += 16) {
        ms_arena *arena = ms_arena_new(ceiling);
        ms_rc rc = ms_travel_link(&x.m, &y.m, arena, &link, &n);
        assert_true(rc == MS_OK || rc == MS_ENOMEM);
        if (rc == MS_OK) assert_int_equal(n, 2);
        else assert_int_equal(n, 0);
        rc == MS_OK ? whole++ : short_of++;
        ms_arena_free(arena);
    }
    assert_true(whole > 0 && short_of > 5);
    ms_arena *arena = ms_arena_new(0);
    y.m.n_travellers = 0;
    assert_int_equal(ms_travel_link(&x.m, &y.m, arena, &link, &n), MS_OK);
    assert_int_equal(n, 0);
    ms_arena_free(arena);
}

static void flights(void **state)
{
    (void)state;
    static const struct {
        const char *carrier, *number;
        ms_date day;
        bool same;
    } rows[] = {
        {"QZ", "417", {2026, 3, 14}, true},  {"QZA", "417", {2026, 3, 14}, true},
        {"", "QZ417", {2026, 3, 14}, true},  {"QZ", "0417", {0}, true},
        {"QZ", "417", {2026, 3, 15}, false}, {"XY", "417", {2026, 3, 14}, false},
        {"QZ", "418", {2026, 3, 14}, false}, {"QZ", "417B", {2026, 3, 14}, false},
        {"QZ", "", {2026, 3, 14}, false},
    };
    static const who ann = {"ROE", "ANN", "A1234567", "", {1980, 1, 1}, 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        side x, y;
        ms_arena *arena = ms_arena_new(0);
        ms_link *link;
        size_t n;
        make(&x, "QZ", "417", day, &ann, 1);
        make(&y, rows[i].carrier, rows[i].number, rows[i].day, &ann, 1);
        if (ms_travel_same_flight(&x.m, &y.m) != rows[i].same)
            fail_msg("%s %s", rows[i].carrier, rows[i].number);
        assert_int_equal(ms_travel_link(&x.m, &y.m, arena, &link, &n), MS_OK);
        assert_int_equal(n, rows[i].same);
        y.leg = x.leg;
        y.leg.from = MS_STR("TUN"); /* the way back */
        assert_false(ms_travel_same_flight(&x.m, &y.m));
        ms_arena_free(arena);
    }
}

/* Around midnight: minutes of the departure on the 14th and on the 15th. */
static void midnight(void **state)
{
    (void)state;
    static const struct {
        int16_t late, early, late_offset, early_offset;
        bool same;
    } rows[] = {
        {1435, 20, MS_OFFSET_UNKNOWN, MS_OFFSET_UNKNOWN, true}, /* 23:55 and 00:20 */
        {1200, 120, MS_OFFSET_UNKNOWN, MS_OFFSET_UNKNOWN, true},
        {1200, 121, MS_OFFSET_UNKNOWN, MS_OFFSET_UNKNOWN, false},
        {1435, 1435, MS_OFFSET_UNKNOWN, MS_OFFSET_UNKNOWN, false}, /* the next day's */
        {1435, MS_MINUTE_UNKNOWN, MS_OFFSET_UNKNOWN, MS_OFFSET_UNKNOWN, false},
        {1435, 20, 0, MS_OFFSET_UNKNOWN, false}, /* of which one is not said in UTC */
        {1380, 480, 0, 540, true},               /* 23:00 in UTC, 08:00 in Tokyo */
    };
    static const who ann = {"ROE", "ANN", "A1234567", "", {1980, 1, 1}, 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        side x, y;
        make(&x, "QZ", "417", day, &ann, 1);
        make(&y, "QZ", "417", (ms_date){2026, 3, 15}, &ann, 1);
        x.leg.departs.minute = rows[i].late;
        x.leg.departs.offset = rows[i].late_offset;
        y.leg.departs.minute = rows[i].early;
        y.leg.departs.offset = rows[i].early_offset;
        if (ms_travel_same_flight(&x.m, &y.m) != rows[i].same ||
            ms_travel_same_flight(&y.m, &x.m) != rows[i].same)
            fail_msg("row %zu", i);
    }
}

/* The next list of travellers in a sample file. */
static void read_sample(const char *name, ms_arena *a, ms_manifest *m, ms_edi_reader **r,
                        ms_source **src)
{
    const char *root = getenv("MARSAD_SOURCE");
    char path[4096];
    ms_diag d;
    const ms_edi_item *item;
    snprintf(path, sizeof path, "%s/samples/messages/%s", root ? root : ".", name);
    assert_int_equal(ms_source_file(path, src, &d), MS_OK);
    *r = ms_edi_reader_new(*src, NULL);
    do assert_int_equal(ms_edi_next(*r, &item, &d), MS_OK);
    while (item->kind != MS_EDI_MESSAGE);
    assert_int_equal(ms_manifest_read(item, a, m), MS_OK);
}

/* The samples: both lists of flight QZ 417. */
static void samples(void **state)
{
    (void)state;
    ms_arena *a = ms_arena_new(0);
    ms_manifest list, bookings;
    ms_edi_reader *r[2];
    ms_source *src[2];
    ms_link *link;
    size_t n;
    read_sample("passengers.edi", a, &list, &r[0], &src[0]);
    read_sample("bookings.edi", a, &bookings, &r[1], &src[1]);
    assert_int_equal(ms_travel_link(&list, &bookings, a, &link, &n), MS_OK);
    assert_int_equal(n, 3);
    assert_int_equal(link[0].why,
                     MS_LINK_DOCUMENT | MS_LINK_NAME | MS_LINK_BIRTH | MS_LINK_LOCATOR);
    /* The list knows the year of birth alone. */
    assert_int_equal(link[1].why, MS_LINK_DOCUMENT | MS_LINK_NAME | MS_LINK_LOCATOR);
    assert_int_equal(link[2].why, MS_LINK_NAME | MS_LINK_BIRTH | MS_LINK_LOCATOR);
    for (size_t i = 0; i < n; i++)
        assert_true(ms_str_eq(list.travellers[link[i].a].surname,
                              bookings.travellers[link[i].b].surname));
    for (int i = 0; i < 2; i++) {
        ms_edi_reader_free(r[i]);
        ms_source_free(src[i]);
    }
    ms_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons),
        cmocka_unit_test(against),
        cmocka_unit_test(alike),
        cmocka_unit_test(either_side),
        cmocka_unit_test(names_of_documents),
        cmocka_unit_test(group),
        cmocka_unit_test(memory),
        cmocka_unit_test(flights),
        cmocka_unit_test(midnight),
        cmocka_unit_test(samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
