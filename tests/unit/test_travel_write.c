/* What is written of a manifest: its bytes, and that reading gives it back. */
#include "base/chance.h"
#include "travel/write.h"
#include "travel_same.h"

#ifdef SLOW
enum { MESSAGES = 3000 };
#else
enum { MESSAGES = 50000 }; /* of each of two kinds */
#endif

/* ---- messages made at random -------------------------------------------- */

/* A random manifest, and whether it is of a kind with bookings. */
typedef struct making {
    ms_chance c;
    ms_arena *a;
} making;

/* `min` to `max` characters of `set`, never a blank at an end. */
static ms_str text(making *k, const char *set, uint32_t min, uint32_t max)
{
    uint32_t n = ms_chance_between(&k->c, min, max), all = (uint32_t)strlen(set);
    char *p = ms_arena_alloc(k->a, n + 1);
    assert_non_null(p);
    for (uint32_t i = 0; i < n; i++) p[i] = set[ms_chance_below(&k->c, all)];
    for (uint32_t i = 0; i < n; i++)
        if (p[i] == ' ' && (i == 0 || i + 1 == n || p[i + 1] == ' ')) p[i] = 'B';
    return (ms_str){p, n};
}

static bool maybe(making *k)
{
    return ms_chance_in(&k->c, 600);
}

static const char
    LETTERS[] = "BCDFGHJKLNPQTVWXZ",
    DIGITS[] = "0123456789",
    CODE[] = "BCDFGHJKLNPQTVWXZ0123456789", /* No title can be at the end of such a name. */
    NAME[] = "BGJKLPQVWXZ'- ", ANY[] = "BCDFGHJKLNPQTVWXZ0123456789 .,-()=?:+'*";

#define CODE_TEXT(k, n) (maybe(k) ? text(k, CODE, n, n) : (ms_str){0})
#define LETTER_TEXT(k, n) (maybe(k) ? text(k, LETTERS, n, n) : (ms_str){0})
#define ROWS(k, owner, member, most)                             \
    ((owner)->n_##member = ms_chance_below(&(k)->c, (most) + 1), \
     (owner)->member = ms_arena_array((k)->a, (most), sizeof *(owner)->member))

static ms_travel_date date(making *k, uint16_t from, uint16_t to)
{
    return (ms_travel_date){.date = {(uint16_t)ms_chance_between(&k->c, from, to),
                                     (uint8_t)ms_chance_between(&k->c, 1, 12),
                                     (uint8_t)ms_chance_between(&k->c, 1, 28)}};
}

static ms_travel_date date_or_none(making *k, uint16_t from, uint16_t to)
{
    return maybe(k) ? date(k, from, to) : (ms_travel_date){0};
}

static ms_travel_time time_of(making *k)
{
    return (ms_travel_time){
        .day = {.date = {2026, 3, (uint8_t)ms_chance_between(&k->c, 1, 28)}},
        .minute = (int16_t)ms_chance_below(&k->c, 1440),
        .offset = MS_OFFSET_UNKNOWN};
}

static ms_leg leg_of(making *k, ms_str carrier, ms_str number, uint32_t i)
{
    ms_leg leg = {
        .carrier = carrier, .number = number, .departs = time_of(k), .arrives = time_of(k)};
    /* Places differ from leg to leg. */
    leg.from = text(k, LETTERS, 3, 3);
    leg.to = text(k, LETTERS, 3, 3);
    (void)i;
    return leg;
}

static void contacts(making *k, ms_contact **v, uint32_t *n, const char *address)
{
    *v = ms_arena_array(k->a, 3, sizeof **v);
    *n = 0;
    if (address && maybe(k))
        (*v)[(*n)++] = (ms_contact){.kind = MS_STR("address"),
                                    .use = ms_str_z(address),
                                    .value = text(k, ANY, 2, 30),
                                    .city = text(k, NAME, 2, 20),
                                    .region = LETTER_TEXT(k, 2),
                                    .postcode = CODE_TEXT(k, 5),
                                    .country = LETTER_TEXT(k, 3)};
    if (maybe(k))
        (*v)[(*n)++] = (ms_contact){.kind = MS_STR("phone"), .value = text(k, DIGITS, 7, 15)};
    if (maybe(k)) {
        ms_str name = text(k, "BCDFG_-.", 1, 1), rest = text(k, CODE, 3, 9);
        char *p = ms_arena_alloc(k->a, 64);
        int len = snprintf(p, 64, "A%.*s%.*s@EXAMPLE.ORG", MS_FMT(name), MS_FMT(rest));
        (*v)[(*n)++] = (ms_contact){.kind = MS_STR("email"), .value = {p, (size_t)len}};
    }
}

static ms_manifest envelope(making *k, const char *type)
{
    ms_manifest m = {.type = ms_str_z(type),
                     .reference = text(k, CODE, 1, 14),
                     .access = CODE_TEXT(k, 12),
                     .mode = MS_STR("air"),
                     .sender = MS_STR("ZZAIRLINE"),
                     .recipient = MS_STR("BORDER"),
                     /* HP and MP mark pools of bags. */
                     .carrier = text(k, "XYZQ", 2, 2),
                     .number = text(k, DIGITS, 1, 4),
                     .last = true};
    return m;
}

/* In an interchange of the `kind`-th kind. */
static void write_in(ms_edi_writer *w, const ms_manifest *m, uint32_t kind, ms_str *bytes)
{
    static const struct {
        const char *syntax;
        uint8_t version;
        bool interactive, repeats;
        ms_edi_marks marks;
    } kinds[] = {{"UNOC", 3, false, false, {0}},
                 {"UNOC", 4, false, true, {0}},
                 {"UNOC", 4, true, false, {0}},
                 /* no release character: none of the values holds a separator */
                 {"UNOB", 1, false, false, {'\x1f', '\x1d', '.', 0, 0, '\x1c'}},
                 {"UNOB", 4, true, true, {'\x1f', '\x1d', '.', 0, '\x1e', '\x1c'}}};
    ms_diag d = {0};
    kind %= sizeof kinds / sizeof *kinds;
    ms_write_style style = {.repeats = kinds[kind].repeats};
    ms_edi_interchange i = {.syntax = ms_str_z(kinds[kind].syntax),
                            .version = kinds[kind].version,
                            .marks = kinds[kind].marks,
                            .interactive = kinds[kind].interactive,
                            .sender = {.id = m->sender},
                            .recipient = {.id = m->recipient},
                            .date = MS_STR("260301"),
                            .time = MS_STR("1200"),
                            .reference = MS_STR("1")};
    ms_edi_write_open(w, &i);
    assert_int_equal(ms_manifest_write_as(w, m, &style, &d), MS_OK);
    ms_edi_write_close(w);
    if (ms_edi_write_take(w, bytes, &d)) fail_msg("%s", d.what);
}

static void write_of(ms_edi_writer *w, const ms_manifest *m, ms_str *bytes)
{
    write_in(w, m, 0, bytes);
}

static void round_trip(ms_arena *a, ms_manifest (*make)(making *k),
                       const char *const *passed_over, uint64_t stream)
{
    ms_edi_writer *w = ms_edi_writer_new();
    assert_non_null(w);
    for (uint32_t i = 0; i < MESSAGES; i++) {
        ms_str bytes;
        ms_manifest got, none;
        comparing same = {.passed = passed_over};
        ms_arena_reset(a);
        making k = {.c = ms_chance_at(7, stream, i), .a = a};
        ms_manifest want = make(&k);
        write_in(w, &want, i, &bytes);
        reading x = read_bytes(bytes);
        assert_true(next(&x, a, &got));
        if (!same_struct(&same, ms_travel_table(), (const char *)&want, (const char *)&got))
            fail_msg("message %u: %s\n%.*s", i, same.where, MS_FMT(bytes));
        assert_false(next(&x, a, &none));
        end(&x);
    }
    ms_edi_writer_free(w);
}

/* ---- PAXLST ------------------------------------------------------------- */

static ms_travel_document document(making *k)
{
    return (ms_travel_document){.type = text(k, "PIV", 1, 1),
                                .number = text(k, CODE, 3, 20),
                                .issuer = LETTER_TEXT(k, 3),
                                .expires = date_or_none(k, 2026, 2060),
                                .issued = date_or_none(k, 2010, 2025)};
}

static ms_traveller listed(making *k, const char *role)
{
    ms_traveller t = {.surname = text(k, NAME, 2, 35),
                      .given = maybe(k) ? text(k, NAME, 2, 35) : (ms_str){0},
                      .role = ms_str_z(role),
                      .birth = date_or_none(k, 1915, 2025),
                      .sex = maybe(k) ? text(k, "MFXU", 1, 1) : (ms_str){0},
                      .nationality = LETTER_TEXT(k, 3),
                      .residence = LETTER_TEXT(k, 3),
                      .birth_country = LETTER_TEXT(k, 3),
                      .verified = maybe(k) ? MS_STR("yes") : MS_STR("no"),
                      .duty = maybe(k) ? MS_STR("CR1") : (ms_str){0},
                      .birth_place = maybe(k) ? text(k, ANY, 2, 20) : (ms_str){0},
                      .embarks = LETTER_TEXT(k, 3),
                      .disembarks = LETTER_TEXT(k, 5),
                      .clears = LETTER_TEXT(k, 3),
                      .locator = CODE_TEXT(k, 6),
                      .reference = CODE_TEXT(k, 9),
                      .redress = CODE_TEXT(k, 8)};
    contacts(k, &t.contacts, &t.n_contacts, "");
    ROWS(k, &t, documents, 2);
    for (uint32_t i = 0; i < t.n_documents; i++) t.documents[i] = document(k);
    if (t.nationality.n && maybe(k)) t.second_nationality = text(k, DIGITS, 3, 3);
    ROWS(k, &t, loyalty, 1);
    if (t.n_loyalty) t.loyalty[0].number = text(k, DIGITS, 8, 12);
    ROWS(k, &t, seats, 1);
    if (t.n_seats) t.seats[0].seat = text(k, DIGITS, 2, 3);
    ROWS(k, &t, bags, 1);
    if (t.n_bags)
        t.bags[0] =
            (ms_bag){.tag = ms_arena_strf(k->a, "ZZ%06u", ms_chance_below(&k->c, 1000000)),
                     .pieces = ms_chance_between(&k->c, 1, 9),
                     .weight = ms_chance_below(&k->c, 90)};
    return t;
}

static ms_manifest list(making *k)
{
    static const char *const content[] = {"passengers", "crew"},
                             *const roles[] = {"passenger", "crew"},
                             *const releases[] = {"D:02B", "D:05B", "D:12B", "D:15B", "D:21B"};
    ms_manifest m = envelope(k, "PAXLST");
    uint32_t kind = ms_chance_below(&k->c, 2);
    m.content = ms_str_z(content[kind]);
    m.action = ms_chance_in(&k->c, 700) ? MS_STR("report") : MS_STR("change");
    m.release = ms_str_z(releases[ms_chance_below(&k->c, 5)]);
    m.transaction = CODE_TEXT(k, 12);
    if (ms_chance_in(&k->c, 200)) m.part = ms_chance_between(&k->c, 1, 9), m.last = maybe(k);
    contacts(k, &m.contacts, &m.n_contacts, NULL);
    ROWS(k, &m, legs, 3);
    if (!m.n_legs) m.n_legs = 1;
    for (uint32_t i = 0; i < m.n_legs; i++) m.legs[i] = leg_of(k, m.carrier, m.number, i);
    ROWS(k, &m, travellers, 4);
    for (uint32_t i = 0; i < m.n_travellers; i++) m.travellers[i] = listed(k, roles[kind]);
    m.announced = m.n_travellers;
    return m;
}

static void lists_are_read_as_written(void **state)
{
    round_trip(*state, list, never, 1);
}

/* ---- PNRGOV ------------------------------------------------------------- */

/* A passport or card, and perhaps a visa: what bookings tell of them. */
static void papers(making *k, ms_traveller *of)
{
    ROWS(k, of, documents, 2);
    if (of->n_documents) {
        of->documents[0] = (ms_travel_document){.type = text(k, "PI", 1, 1),
                                                .number = text(k, CODE, 3, 20),
                                                .issuer = LETTER_TEXT(k, 3),
                                                .expires = date_or_none(k, 2026, 2060),
                                                .surname = of->surname,
                                                .given = of->given};
        of->birth = date_or_none(k, 1930, 2024);
        of->sex = maybe(k) ? text(k, "MF", 1, 1) : (ms_str){0};
        of->nationality = LETTER_TEXT(k, 3);
    }
    if (of->n_documents > 1) {
        of->documents[1] = (ms_travel_document){.type = MS_STR("V"),
                                                .number = text(k, CODE, 3, 20),
                                                .issued = date_or_none(k, 2015, 2025),
                                                .issued_at = text(k, NAME, 3, 20),
                                                .valid_for = LETTER_TEXT(k, 3)};
        of->birth_place = maybe(k) ? text(k, NAME, 3, 20) : (ms_str){0};
    }
}

static ms_traveller booked(making *k, uint32_t booking, uint32_t number, ms_str locator,
                           uint32_t legs)
{
    static const char *const roles[] = {"passenger", "child"};
    uint32_t role = ms_chance_below(&k->c, 2);
    ms_traveller t = {.surname = text(k, NAME, 2, 35),
                      .given = text(k, "BGJKLPQVWXZ", 2, 35),
                      .title = maybe(k) ? MS_STR("MR") : (ms_str){0},
                      .role = ms_str_z(roles[role]),
                      .locator = locator,
                      .booking = booking,
                      .residence = LETTER_TEXT(k, 3)};
    t.reference = ms_arena_strf(k->a, "%u", number);
    t.redress = CODE_TEXT(k, 7);
    t.age = role ? ms_chance_below(&k->c, 17) : 0;
    papers(k, &t);
    ROWS(k, &t, loyalty, 1);
    if (t.n_loyalty)
        t.loyalty[0] = (ms_loyalty){.carrier = text(k, LETTERS, 2, 2),
                                    .number = text(k, DIGITS, 6, 12),
                                    .level = maybe(k) ? MS_STR("GOLD") : (ms_str){0}};
    ROWS(k, &t, tickets, 1);
    if (t.n_tickets)
        t.tickets[0] = (ms_ticket){.number = text(k, DIGITS, 13, 13),
                                   .kind = MS_STR("T"),
                                   .issued = date_or_none(k, 2025, 2025)};
    contacts(k, &t.contacts, &t.n_contacts, "destination");
    ROWS(k, &t, seats, legs);
    for (uint32_t i = 0; i < t.n_seats; i++) {
        t.seats[i] = (ms_seat){.leg = i + 1, .boarded = maybe(k)};
        t.seats[i].seat = ms_arena_strf(k->a, "%uC", ms_chance_between(&k->c, 1, 80));
        if (!t.seats[i].boarded) continue;
        t.seats[i].cabin = MS_STR("Y");
        t.status = MS_STR("checked_in");
    }
    ROWS(k, &t, bags, 1);
    if (t.n_bags) t.status = MS_STR("checked_in");
    if (t.n_bags)
        t.bags[0] = (ms_bag){.leg = 1,
                             .tag = text(k, DIGITS, 6, 6),
                             .pieces = ms_chance_between(&k->c, 1, 5),
                             .weight = ms_chance_below(&k->c, 90),
                             .to = LETTER_TEXT(k, 3)};
    return t;
}

static ms_booking booking(making *k, ms_str carrier)
{
    ms_booking b = {.locator = text(k, CODE, 6, 6),
                    .carrier = carrier,
                    .made = time_of(k),
                    .split_from = CODE_TEXT(k, 6)};
    b.made.day.date.year = 2025;
    if (maybe(k)) {
        b.agency = text(k, DIGITS, 8, 8);
        b.agency_place = text(k, LETTERS, 3, 3);
    }
    ROWS(k, &b, legs, 2);
    if (!b.n_legs) b.n_legs = 1;
    for (uint32_t i = 0; i < b.n_legs; i++) {
        b.legs[i] = leg_of(k, text(k, LETTERS, 2, 2), text(k, DIGITS, 1, 4), i);
        b.legs[i].booking_class = LETTER_TEXT(k, 1);
        b.legs[i].status = MS_STR("HK");
        if (!maybe(k)) continue;
        b.legs[i].operator_carrier = text(k, LETTERS, 2, 2);
        b.legs[i].operator_number = text(k, DIGITS, 1, 4);
    }
    contacts(k, &b.contacts, &b.n_contacts, maybe(k) ? "home" : "billing");
    ROWS(k, &b, payments, 1);
    if (b.n_payments)
        b.payments[0] = maybe(k) ? (ms_payment){.kind = MS_STR("CC"), .card = MS_STR("VI")}
                                 : (ms_payment){.kind = MS_STR("CA")};
    return b;
}

static ms_manifest bookings(making *k)
{
    enum { BOOKINGS = 3, PARTY = 3 };
    ms_manifest m = envelope(k, "PNRGOV");
    m.content = MS_STR("bookings");
    m.action = ms_chance_in(&k->c, 700) ? MS_STR("report") : MS_STR("change");
    m.release = maybe(k) ? MS_STR("13:1") : MS_STR("11:1");
    ROWS(k, &m, legs, 1);
    m.n_legs = 1;
    m.legs[0] = leg_of(k, m.carrier, m.number, 0);
    ROWS(k, &m, bookings, BOOKINGS);
    m.travellers = ms_arena_array(k->a, BOOKINGS * PARTY, sizeof *m.travellers);
    for (uint32_t i = 0; i < m.n_bookings; i++) {
        ms_booking *b = &m.bookings[i];
        *b = booking(k, m.carrier);
        b->announced = ms_chance_between(&k->c, 1, PARTY);
        for (uint32_t n = 0; n < b->announced; n++)
            m.travellers[m.n_travellers++] = booked(k, i + 1, n + 1, b->locator, b->n_legs);
        if (!ms_chance_in(&k->c, 100)) continue;
        b->group = text(k, LETTERS, 4, 12);
        b->unnamed = ms_chance_below(&k->c, 5);
        b->announced += b->unnamed;
    }
    m.announced = m.n_bookings;
    return m;
}

static void bookings_are_read_as_written(void **state)
{
    round_trip(*state, bookings, never_booked, 2);
}

/* ---- the bytes ------------------------------------------------------------ */

/* A passport of an invented person. */
static ms_travel_document passport = {.type = MS_STR_INIT("P"),
                                      .number = MS_STR_INIT("X1234567"),
                                      .issuer = MS_STR_INIT("UTO"),
                                      .expires = {.date = {2030, 12, 31}}};

/* Written by hand from the WCO/IATA/ICAO guidelines, 3.1. */
static void a_list_has_these_bytes(void **state)
{
    (void)state;
    ms_traveller t = {.surname = MS_STR("O'NEIL"),
                      .given = MS_STR("ANNA MARIA"),
                      .role = MS_STR("passenger"),
                      .birth = {.date = {1974, 8, 0}},
                      .sex = MS_STR("F"),
                      .nationality = MS_STR("UTO"),
                      .locator = MS_STR("AB12CD"),
                      .documents = &passport,
                      .n_documents = 1};
    ms_leg leg = {.carrier = MS_STR("ZZ"),
                  .number = MS_STR("123"),
                  .from = MS_STR("SYD"),
                  .to = MS_STR("HNL"),
                  .departs = {.day = {.date = {2026, 3, 1}}, .minute = 545},
                  .arrives = {.day = {.date = {2026, 3, 2}}, .minute = MS_MINUTE_UNKNOWN}};
    ms_manifest m = {.reference = MS_STR("7"),
                     .type = MS_STR("PAXLST"),
                     .release = MS_STR("D:12B"),
                     .content = MS_STR("passengers"),
                     .action = MS_STR("change"),
                     .sender = MS_STR("A"),
                     .recipient = MS_STR("B"),
                     .part = 2,
                     .last = true,
                     .announced = 1,
                     .legs = &leg,
                     .n_legs = 1,
                     .travellers = &t,
                     .n_travellers = 1};
    ms_edi_writer *w = ms_edi_writer_new();
    ms_str bytes;
    write_of(w, &m, &bytes);
    const char *want =
        "UNB+UNOC:3+A+B+260301:1200+1'UNH+7+PAXLST:D:12B:UN:IATA++02:F'BGM+745+CP'"
        "TDT+20+ZZ123+++ZZ'LOC+125+SYD'DTM+189:202603010905:203'LOC+87+HNL'"
        "DTM+232:20260302:102'NAD+FL+++O?'NEIL:ANNA MARIA'ATT+2++F'"
        "DTM+329:19740800:102'NAT+2+UTO'RFF+AVF:AB12CD'DOC+P:110:111+X1234567'"
        "DTM+36:20301231:102'LOC+91+UTO'CNT+42:1'UNT+17+7'UNZ+1+1'";
    if (!ms_str_eq(bytes, ms_str_z(want))) fail_msg("%.*s", MS_FMT(bytes));
    ms_edi_writer_free(w);
}

/* A code share of an invented carrier. */
static ms_leg flown = {.carrier = MS_STR_INIT("ZZ"),
                       .number = MS_STR_INIT("123"),
                       .operator_carrier = MS_STR_INIT("YZ"),
                       .operator_number = MS_STR_INIT("801"),
                       .from = MS_STR_INIT("SYD"),
                       .to = MS_STR_INIT("HNL"),
                       .departs = {.day = {.date = {2026, 3, 1}}, .minute = 545},
                       .arrives = {.day = {.date = {2026, 3, 1}}, .minute = 700},
                       .booking_class = MS_STR_INIT("M"),
                       .status = MS_STR_INIT("HK")};

/* Written by hand from the PNRGOV guide, 13.1, §5. */
static void a_booking_has_these_bytes(void **state)
{
    (void)state;
    ms_seat seat = {1, MS_STR("12A"), MS_STR("Y"), true};
    ms_bag bag = {
        .leg = 1, .tag = MS_STR("123456"), .pieces = 2, .weight = 30, .to = MS_STR("HNL")};
    ms_traveller t = {.surname = MS_STR("MUSTER"),
                      .given = MS_STR("ANNA"),
                      .title = MS_STR("MRS"),
                      .role = MS_STR("passenger"),
                      .reference = MS_STR("1"),
                      .booking = 1,
                      .birth = {.date = {1974, 8, 12}},
                      .sex = MS_STR("F"),
                      .documents = &passport,
                      .n_documents = 1,
                      .seats = &seat,
                      .n_seats = 1,
                      .bags = &bag,
                      .n_bags = 1};
    ms_payment card = {MS_STR("CC"), MS_STR("VI")};
    ms_booking b = {.locator = MS_STR("AB12CD"),
                    .carrier = MS_STR("ZZ"),
                    .made = {.day = {.date = {2026, 1, 15}}, .minute = 61},
                    .announced = 1,
                    .legs = &flown,
                    .n_legs = 1,
                    .payments = &card,
                    .n_payments = 1};
    ms_manifest m = {.reference = MS_STR("1"),
                     .type = MS_STR("PNRGOV"),
                     .release = MS_STR("11:1"),
                     .action = MS_STR("report"),
                     .sender = MS_STR("A"),
                     .recipient = MS_STR("B"),
                     .carrier = MS_STR("ZZ"),
                     .announced = 1,
                     .last = true,
                     .legs = &flown,
                     .n_legs = 1,
                     .bookings = &b,
                     .n_bookings = 1,
                     .travellers = &t,
                     .n_travellers = 1};
    ms_edi_writer *w = ms_edi_writer_new();
    ms_str bytes;
    write_of(w, &m, &bytes);
    const char *want =
        "UNB+UNOC:3+A+B+260301:1200+1'UNH+1+PNRGOV:11:1:IA'MSG+:22'ORG+ZZ'"
        "TVL+010326:0905:010326:1140+SYD+HNL+ZZ:YZ+123:M'TVL+++++801'EQN+1'SRC'"
        "RCI+ZZ:AB12CD::150126:0101'TIF+MUSTER+ANNAMRS:A:1'"
        "SSR+DOCS:HK:1:ZZ:::::/P/UTO/X1234567//12AUG74/F/31DEC30/MUSTER/ANNA+::1'"
        "FOP+CC:::VI'TVL+010326:0905:010326:1140+SYD+HNL+ZZ:YZ+123:M'TVL+++++801'"
        "RPI+1+HK'TRI++1:::1'TIF+MUSTER+ANNAMRS:A:1'SSD+12A++++Y'"
        "TBD++2:30:700+++ZZ:123456:2:HNL'UNT+19+1'UNZ+1+1'";
    if (!ms_str_eq(bytes, ms_str_z(want))) fail_msg("%.*s", MS_FMT(bytes));
    ms_edi_writer_free(w);
}

/* The bytes of a message, between UNB and UNZ. */
static bool writes(const ms_manifest *m, const char *want)
{
    ms_edi_writer *w = ms_edi_writer_new();
    ms_str bytes;
    assert_non_null(w);
    write_of(w, m, &bytes);
    bool found = memmem(bytes.p, bytes.n, want, strlen(want)) != NULL;
    if (!found) print_error("%s is not in %.*s\n", want, MS_FMT(bytes));
    ms_edi_writer_free(w);
    return found;
}

static ms_manifest small(const char *type, const char *release)
{
    return (ms_manifest){.reference = MS_STR("1"),
                         .type = ms_str_z(type),
                         .release = ms_str_z(release),
                         .content = MS_STR("passengers"),
                         .action = MS_STR("report"),
                         .sender = MS_STR("A"),
                         .recipient = MS_STR("B"),
                         .carrier = MS_STR("ZZ"),
                         .number = MS_STR("1"),
                         .mode = MS_STR("air"),
                         .last = true};
}

/* WCO/IATA/ICAO guidelines, appendix II, BGM: elements 1001 and 1004. */
static void what_a_list_does_is_in_its_bgm(void **state)
{
    static const char *const rows[][3] = {
        {"passengers", "report", "'BGM+745'"},
        {"passengers", "change", "'BGM+745+CP'"},
        {"passengers", "reduce", "'BGM+745+RP'"},
        {"passengers", "cancel", "'BGM+745+XR'"},
        {"crew", "report", "'BGM+250'"},
        {"crew", "change", "'BGM+250+CC'"},
        {"master_crew", "report", "'BGM+336'"},
        {"master_crew", "change", "'BGM+336+I'"},
        {"master_crew", "cancel", "'BGM+336+H'"},
        {"gate_pass", "report", "'BGM+655'"},
        {"flight_status", "report", "'BGM+266'"},
        {"flight_status", "close", "'BGM+266+CL'"},
        {"flight_status", "not_on_board", "'BGM+266+CLNB'"},
        {"flight_status", "on_board", "'BGM+266+CLOB'"},
        {"flight_status", "flight_cancelled", "'BGM+266+XF'"},
        {"flight_status", "flight_changed", "'BGM+266+CF'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_manifest m = small("PAXLST", "D:15B");
        m.content = ms_str_z(rows[i][0]);
        m.action = ms_str_z(rows[i][1]);
        assert_true(writes(&m, rows[i][2]));
    }
}

/* What no code says is not written as something else. */
static void what_cannot_be_said_is_refused(void **state)
{
    static const char *const rows[][4] = {
        {"PAXLST", "D:15B", "crew", "cancel"}, {"PAXLST", "D:15B", "bookings", "report"},
        {"PAXLST", "D:15B", "", ""},           {"PNRGOV", "13:1", "bookings", "cancel"},
        {"PAXLST", "13:1", "crew", "report"},  {"PNRGOV", "D:15B", "bookings", "report"},
        {"CUSRES", "D:15B", "crew", "report"}};
    ms_edi_writer *w = ms_edi_writer_new();
    (void)state;
    assert_non_null(w);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_diag d;
        ms_str bytes;
        ms_manifest m = small(rows[i][0], rows[i][1]);
        m.content = ms_str_z(rows[i][2]);
        m.action = ms_str_z(rows[i][3]);
        assert_int_equal(ms_manifest_write(w, &m, &d), MS_EVALUE);
        assert_int_equal(ms_edi_write_take(w, &bytes, &d), MS_OK);
        assert_int_equal(bytes.n, 0);
    }
    ms_edi_writer_free(w);
}

/* Elements 8067 and 3035; a year whose century is in doubt is written as it was sent. */
static void modes_roles_and_centuries_are_written(void **state)
{
    static const char *const modes[][2] = {{"sea", "'TDT+20+ZZ1+1++ZZ'"},
                                           {"rail", "'TDT+20+ZZ1+2++ZZ'"},
                                           {"road", "'TDT+20+ZZ1+3++ZZ'"},
                                           {"air", "'TDT+20+ZZ1+4++ZZ'"},
                                           {"", "'TDT+20+ZZ1+++ZZ'"}};
    static const char *const roles[][2] = {{"passenger", "'NAD+FL+++MUSTER'"},
                                           {"crew", "'NAD+FM+++MUSTER'"},
                                           {"transit", "'NAD+DDU+++MUSTER'"}};
    (void)state;
    ms_manifest m = small("PAXLST", "D:15B");
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        m.mode = ms_str_z(modes[i][0]);
        assert_true(writes(&m, modes[i][1]));
    }
    ms_traveller t = {.surname = MS_STR("MUSTER"),
                      .birth = {.date = {1925, 3, 17}, .other = 2025}};
    m.travellers = &t;
    m.n_travellers = 1;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        t.role = ms_str_z(roles[i][0]);
        assert_true(writes(&m, roles[i][1]));
    }
    assert_true(writes(&m, "'DTM+329:250317:101'"));
}

/* PADIS 3299 for addresses; AIRIMP for telephones and mail, of which telegraphs lack three
 * characters (Resolution 830d). */
static void contacts_have_their_use(void **state)
{
    static const struct {
        const char *kind, *use, *value, *want;
    } rows[] = {
        {"address", "", "1 ROAD", "'ADD++700:1 ROAD'"},
        {"address", "home", "1 ROAD", "'ADD++702:1 ROAD'"},
        {"address", "destination", "1 ROAD", "'ADD++703:1 ROAD'"},
        {"address", "billing", "1 ROAD", "'ADD++BIL:1 ROAD'"},
        {"address", "emergency", "1 ROAD", "'ADD++3:1 ROAD'"},
        {"phone", "", "120255501", "'IFT+4:28::ZZ+CTCP 120255501'"},
        {"phone", "home", "120255501", "'IFT+4:28::ZZ+CTCH 120255501'"},
        {"phone", "agency", "120255501", "'IFT+4:28::ZZ+CTCT 120255501'"},
        {"email", "", "A_B-C@EXAMPLE.ORG", "'IFT+4:28::ZZ+CTCE A..B./C//EXAMPLE.ORG'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_contact c = {.kind = ms_str_z(rows[i].kind),
                        .use = ms_str_z(rows[i].use),
                        .value = ms_str_z(rows[i].value)};
        ms_booking b = {.contacts = &c, .n_contacts = 1};
        ms_manifest m = small("PNRGOV", "13:1");
        m.bookings = &b;
        m.n_bookings = 1;
        assert_true(writes(&m, rows[i].want));
    }
}

/* An infant's sex says that it is one: MI, FI (AIRIMP 3.14). */
static void an_infant_is_told_in_its_document(void **state)
{
    (void)state;
    ms_traveller t = {.surname = MS_STR("MUSTER"),
                      .given = MS_STR("BABY"),
                      .role = MS_STR("infant"),
                      .reference = MS_STR("1I"),
                      .booking = 1,
                      .sex = MS_STR("F")};
    ms_booking b = {.locator = MS_STR("AB12CD")};
    ms_manifest m = small("PNRGOV", "13:1");
    m.bookings = &b;
    m.n_bookings = 1;
    m.travellers = &t;
    m.n_travellers = 1;
    assert_true(writes(&m, "'TIF+MUSTER+BABY:IN:1I'"
                           "SSR+DOCS:HK:1:ZZ::::://////FI//MUSTER/BABY+::1I'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lists_are_read_as_written, setup, teardown),
        cmocka_unit_test_setup_teardown(bookings_are_read_as_written, setup, teardown),
        cmocka_unit_test(a_list_has_these_bytes),
        cmocka_unit_test(a_booking_has_these_bytes),
        cmocka_unit_test(what_a_list_does_is_in_its_bgm),
        cmocka_unit_test(what_cannot_be_said_is_refused),
        cmocka_unit_test(modes_roles_and_centuries_are_written),
        cmocka_unit_test(contacts_have_their_use),
        cmocka_unit_test(an_infant_is_told_in_its_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
