/* Bookings of PNRGOV messages: invented ones, one for each thing that carriers send
 * differently. What is expected is what a person reads in the message.  Who travels is tested
 * here, on what and with what in test_pnrgov_journey.c. */
#include "pnrgov_fixture.h"

/* ---- the message ------------------------------------------------------------- */

static void message(void **state)
{
    (void)state;
    told t;
    tell(&t, ANN("", ""));
    is(t.m.type, "PNRGOV");
    is(t.m.content, "bookings");
    is(t.m.action, "report");
    is(t.m.mode, "air");
    is(t.m.access, "ACCESS");
    is(t.m.carrier, "QZ");
    is(t.m.number, "417");
    assert_int_equal(t.m.n_legs, 1);
    is(t.m.legs[0].from, "BRE");
    assert_int_equal(t.m.legs[0].arrives.minute, 9 * 60 + 15);
    assert_int_equal(t.m.n_bookings, 1);
    is(t.m.bookings[0].locator, "AB12CD");
    day_is(&t.m.bookings[0].made.day, "2026-01-11");
    assert_int_equal(t.m.bookings[0].made.minute, 17 * 60 + 14);
    assert_int_equal(t.m.bookings[0].made.offset, 0);
    assert_int_equal(t.m.bookings[0].announced, 1);
    assert_int_equal(t.m.n_travellers, 1);
    is(t.m.travellers[0].locator, "AB12CD");
    assert_int_equal(t.m.travellers[0].booking, 1);
    told_end(&t);
}

static void releases(void **state)
{
    (void)state;
    static const char text[] =
        "UNB+IATA:1+QZ+DESK+260313:1905+1'UNH+1+PNRGOV:15:1:IA'SRC'RCI+QZ:AB12CD'"
        "TIF+ROE+ANNMS:A:1'UNT+5+1'UNZ+1+1'";
    ms_source *src;
    ms_manifest m;
    ms_diag d;
    const ms_edi_item *item;
    ms_arena *a = ms_arena_new(0);
    assert_int_equal(ms_source_mem(MS_STR(text), "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    do assert_int_equal(ms_edi_next(r, &item, &d), MS_OK);
    while (item->kind != MS_EDI_MESSAGE);
    assert_int_equal(ms_manifest_read(item, a, &m), MS_OK);
    is(m.release, "15:1");
    assert_int_equal(m.n_travellers, 1);
    assert_int_equal(m.oddities.n, 1);
    assert_int_equal(m.oddities.v[0].code, MS_ODDITY_PNR_RELEASE);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_arena_free(a);
}

/* Parts that a carrier sends (0070 and 0073 of UNH): counts are of all of them. */
static void parts(void **state)
{
    (void)state;
    told t;
    tell(&t, "");
    assert_int_equal(t.m.part, 0);
    assert_true(t.m.last);
    told_end(&t);
    static const char body[] = "EQN+9'SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'";
    tell_in(&t, "IATA:1+QZ+DESK+260313", "ACCESS+01:C", body);
    assert_int_equal(t.m.part, 1);
    assert_false(t.m.last);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_COUNT), 0);
    told_end(&t);
    tell_in(&t, "IATA:1+QZ+DESK+260313", "ACCESS+02:F", body);
    assert_int_equal(t.m.part, 2);
    assert_true(t.m.last);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_COUNT), 0);
    told_end(&t);
}

/* A message above the limit of the reader is given in parts: wherever these are cut, everybody
 * is there once. */
static void parts_of_reader(void **state)
{
    (void)state;
    enum { PEOPLE = 60, LIMIT = 1024 };
    for (int shift = 0; shift < 40; shift++) {
        char text[LONGEST];
        size_t n = (size_t)snprintf(
            text, sizeof text,
            "UNB+IATA:1+QZ+DESK+260313:1905+1'UNH+1+PNRGOV:13:1:IA+A'MSG+:22'");
        for (int i = 0; i < PEOPLE; i++)
            n +=
                (size_t)snprintf(text + n, sizeof text - n,
                                 "SRC'RCI+QZ:L%03d'TIF+ROE+N%c%c%.*s:A:1'TVL+140326:0640::0915+"
                                 "BRE+TUN+QZ+417:M'TRI++1:::1'SSD+1A++++Y'",
                                 i, 'A' + i / 26, 'A' + i % 26, i ? 0 : shift,
                                 "QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ");
        n += (size_t)snprintf(text + n, sizeof text - n, "UNT+9+1'UNZ+1+1'");
        unsigned seen = 0, items = 0;
        ms_source *src;
        const ms_edi_item *item;
        ms_diag d;
        assert_int_equal(ms_source_mem((ms_str){text, n}, "test", &src), MS_OK);
        ms_edi_reader *r = ms_edi_reader_new(src, &(ms_edi_limits){.message = LIMIT});
        while (ms_edi_next(r, &item, &d) == MS_OK) {
            if (item->kind != MS_EDI_MESSAGE) continue;
            ms_manifest m;
            ms_arena *a = ms_arena_new(0);
            assert_int_equal(ms_manifest_read(item, a, &m), MS_OK);
            for (uint32_t i = 0; i < m.n_travellers; i++, seen++) {
                assert_int_equal(m.travellers[i].given.p[1], 'A' + seen / 26);
                assert_int_equal(m.travellers[i].given.p[2], 'A' + seen % 26);
            }
            ms_arena_free(a);
            items++;
        }
        assert_int_equal(seen, PEOPLE);
        assert_in_range(items, 4, 8);
        ms_edi_reader_free(r);
        ms_source_free(src);
    }
}

static void counts(void **state)
{
    (void)state;
    told t;
    tell(&t, "EQN+3'SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_COUNT), 1);
    is(t.m.oddities.v[0].what, "announced 3, counted 1");
    told_end(&t);
    tell(&t, "EQN+2'SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'TIF+ROE+BENMR:A:2'");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_COUNT), 0);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_COUNT_PEOPLE), 1);
    told_end(&t);
}

/* Bookings that changed; a booking whose SRC and date are lost begins at its locator. */
static void changes(void **state)
{
    (void)state;
    told t;
    tell(&t, "MSG+:141'SRC'RCI+QZ:AA'TIF+ROE+ANNMS:A:1'TVL+140326:0640::0915+BRE+TUN+QZ+417:M'"
             "RCI+QZ:BB'TIF+DOE+JON:A:1'");
    is(t.m.action, "change");
    assert_int_equal(t.m.n_bookings, 2);
    is(t.m.bookings[1].locator, "BB");
    is(t.m.travellers[1].locator, "BB");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_SRC), 1);
    told_end(&t);
}

static void clocks(void **state)
{
    (void)state;
    static const struct {
        const char *clock;
        int minute;
    } rows[] = {{"0000", 0},  {"2359", 1439}, {"235959", 1439}, {"2400", -1},
                {"1260", -1}, {"12", -1},     {"12:3", -1},     {"1A30", -1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[256];
        snprintf(body, sizeof body, "SRC'RCI+QZ:AB12CD::110126:%s'TIF+ROE+ANNMS:A:1'",
                 rows[i].clock);
        tell(&t, body);
        assert_int_equal(t.m.bookings[0].made.minute, rows[i].minute);
        assert_int_equal(odd(&t, MS_ODDITY_PNR_DATE), rows[i].minute < 0);
        told_end(&t);
    }
}

/* ---- names ------------------------------------------------------------------- */

static void names(void **state)
{
    (void)state;
    static const char *const rows[][6] = {
        /* TIF, surname, given, title, role, as sent */
        {"TIF+ROE+JOHNMR:A:1'", "ROE", "JOHN", "MR", "passenger", "ROE/JOHNMR"},
        {"TIF+ROE+JOHN MR:A:1'", "ROE", "JOHN", "MR", "passenger", "ROE/JOHN MR"},
        {"TIF+ROE+JOHN DR MR:A:1'", "ROE", "JOHN", "DR MR", "passenger", "ROE/JOHN DR MR"},
        {"TIF+ROE:I+ANNA MARIAMRS:A:1'", "ROE", "ANNA MARIA", "MRS", "passenger",
         "ROE/ANNA MARIAMRS"},
        {"TIF+ROE+TOMMSTR:C:1'", "ROE", "TOM", "MSTR", "child", "ROE/TOMMSTR"},
        {"TIF+ROE+SUE CHD:A:1'", "ROE", "SUE", "CHD", "child", "ROE/SUE CHD"},
        {"TIF+ROE+SUE:IN:1'", "ROE", "SUE", "", "infant", "ROE/SUE"},
        {"TIF+HASSAN+AMR:A:1'", "HASSAN", "AMR", "", "passenger", "HASSAN/AMR"},
        {"TIF+ROE+WILLIAMS:A:1'", "ROE", "WILLIAMS", "", "passenger", "ROE/WILLIAMS"},
        {"TIF+ATUYETMAIVAN+MISS:A:1'", "ATUYETMAIVAN", "", "MISS", "passenger",
         "ATUYETMAIVAN/MISS"},
        {"TIF+SUKARNO'", "SUKARNO", "", "", "passenger", "SUKARNO"},
        {"TIF+TBA+A:A:1'", "", "", "", "passenger", "TBA/A"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[256];
        snprintf(body, sizeof body, "SRC'RCI+QZ:AB12CD'%s", rows[i][0]);
        tell(&t, body);
        assert_int_equal(t.m.n_travellers, 1);
        is(t.m.travellers[0].surname, rows[i][1]);
        is(t.m.travellers[0].given, rows[i][2]);
        is(t.m.travellers[0].title, rows[i][3]);
        is(t.m.travellers[0].role, rows[i][4]);
        is(t.m.travellers[0].sent_name, rows[i][5]);
        told_end(&t);
    }
}

static void groups(void **state)
{
    (void)state;
    told t;
    tell(&t,
         "SRC'RCI+QZ:GRP55T'TIF+HARBOUR CHOIR:G'TIF+ROE+ANNMS:A:1'TIF+TBA+A:A:2'TIF+TBA+B:A:3'"
         "TVL+140326:0640::0915+BRE+TUN+QZ+417:G'RPI+12+HK'");
    assert_int_equal(t.m.n_travellers, 3);
    is(t.m.bookings[0].group, "HARBOUR CHOIR");
    assert_int_equal(t.m.bookings[0].announced, 12);
    assert_int_equal(t.m.bookings[0].unnamed, 11);
    is(t.m.travellers[2].reference, "3");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_NO_NAME), 2);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_MISSING), 0);
    told_end(&t);
    /* Without a group's name, names that lack are said. */
    tell(&t, ANN("", "TVL+150326:0640::0915+TUN+BRE+QZ+418:M'RPI+2+HK'"));
    assert_int_equal(odd(&t, MS_ODDITY_PNR_MISSING), 1);
    assert_int_equal(t.m.bookings[0].unnamed, 1);
    told_end(&t);
}

static void infants(void **state)
{
    (void)state;
    told t;
    /* Told by INFT alone, on two legs: one infant, with the adult referred to. */
    tell(&t,
         "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'TIF+ROE+BENMR:A:2'"
         "SSR+INFT:NN:1:QZ:::::ROE/SUE 10AUG25+::2'SSR+INFT:NN:1:QZ:::::ROE/SUE/10AUG25+::2'");
    assert_int_equal(t.m.n_travellers, 3);
    is(t.m.travellers[2].surname, "ROE");
    is(t.m.travellers[2].given, "SUE");
    is(t.m.travellers[2].role, "infant");
    is(t.m.travellers[2].with, "2");
    day_is(&t.m.travellers[2].birth, "2025-08-10");
    assert_int_equal(t.m.travellers[2].birth.other, 0);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_INFANT), 1);
    told_end(&t);
    /* Told by TIF: INFT adds nobody; the only adult said to have one has him. */
    tell(&t, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1:1'TIF+ROE+BENMR:A:2'TIF+ROE+SUE:IN:3'"
             "SSR+INFT:NN:1:QZ:::::ROE/SUE 10AUG25'");
    assert_int_equal(t.m.n_travellers, 3);
    is(t.m.travellers[2].with, "1");
    day_is(&t.m.travellers[2].birth, "2025-08-10");
    told_end(&t);
    /* Told by his document alone, which has the adult's reference. */
    tell(&t, ANN("SSR+DOCS:HK:1:QZ:::::/P/UTO/X1234/UTO/10AUG25/MI/25OCT29/ROE/TIM+::1'", ""));
    assert_int_equal(t.m.n_travellers, 2);
    is(t.m.travellers[1].given, "TIM");
    is(t.m.travellers[1].sex, "M");
    is(t.m.travellers[1].with, "1");
    assert_int_equal(t.m.travellers[0].n_documents, 0);
    assert_int_equal(t.m.travellers[1].n_documents, 1);
    told_end(&t);
}

/* An infant whose name is not told is somebody, and once; what a text says with I behind is his
 * and not the adult's. */
static void infants_without_names(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'TIF+DOE+EVAMS:A:2'"
             "SSR+INFT:HK:1:QZ+::1'SSR+INFT:HK:1:QZ+::1'SSR+INFT:HK:1:QZ:::::10AUG25+::1'"
             "SSR+DOCS:HK:1:QZ:::::/P/UTO/X1234/UTO/10AUG25/MI/25OCT29+::1'"
             "SSR+DOCO:HK:1:QZ:::::/BONN/V/V77/OSLO/30JUN25/DEU/I+::2'"
             "SSR+INFT:HK:1:QZ:::::POE 11AUG25+::2'");
    assert_int_equal(t.m.n_travellers, 5);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(t.m.travellers[i].n_documents, 0);
        assert_int_equal(t.m.travellers[i].birth.date.year, 0);
        is(t.m.travellers[i].birth_place, "");
    }
    const ms_traveller *first = &t.m.travellers[2], *second = &t.m.travellers[3];
    is(first->with, "1");
    is(first->surname, "");
    is(first->role, "infant");
    is(first->sex, "M");
    day_is(&first->birth, "2025-08-10");
    is(first->documents[0].number, "X1234");
    is(second->with, "2");
    is(second->documents[0].number, "V77");
    is(second->birth_place, "BONN");
    is(t.m.travellers[4].surname, "POE");
    day_is(&t.m.travellers[4].birth, "2025-08-11");
    told_end(&t);
}

static void minors(void **state)
{
    (void)state;
    told t;
    tell(&t, ANN("SSR+UMNR:HK:1:QZ:::::UM09+::1'SSR+CHLD:HK:1:QZ:::::20SEP16+::1'", ""));
    is(t.m.travellers[0].role, "child");
    assert_int_equal(t.m.travellers[0].age, 9);
    day_is(&t.m.travellers[0].birth, "2016-09-20");
    told_end(&t);
}

static void ages(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t age;
    } rows[] = {{"UM07", 7}, {"/UM17", 17}, {"05", 5}, {"UM18", 0}, {"UM00", 0}, {"UM", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[256];
        snprintf(body, sizeof body, "SRC'TIF+ROE+ANNMS:A:1'SSR+UMNR:HK:1:QZ:::::%s+::1'",
                 rows[i].text);
        tell(&t, body);
        assert_int_equal(t.m.travellers[0].age, rows[i].age);
        is(t.m.travellers[0].role, "child");
        told_end(&t);
    }
}

/* Whose: the infant whose reference is made of the adult's; nobody's where two adults have one;
 * of two with one reference the one at hand. */
static void whose(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'TIF+ROE+ANNMS:A:435'TIF+DOE+EVAMS:A:77'TIF+DOE+TIM:IN:77I'TIF+DOE+SUE:IN:9'");
    is(t.m.travellers[2].with, "77");
    is(t.m.travellers[3].with, "");
    told_end(&t);
    tell(&t, "SRC'TIF+ROE+ANNMS:A:1:1'TIF+DOE+EVAMS:A:2:1'TIF+DOE+TIM:IN:3'");
    is(t.m.travellers[2].with, "");
    told_end(&t);
    tell(&t, "SRC'TIF+ROE+ANNMS:A:1'TIF+ROE+BENMR:A:1'SSR+CTCM:HK:1:QZ:::::491705550102+::1'");
    assert_int_equal(t.m.travellers[0].n_contacts, 0);
    assert_int_equal(t.m.travellers[1].n_contacts, 1);
    told_end(&t);
    /* Documents of one number and two types are two. */
    tell(&t, ANN("SSR+DOCS:HK:1:QZ:::::/P/UTO/A1111/UTO/05MAY81/F/01JAN30/ROE/ANN+::1'"
                 "SSR+DOCS:HK:1:QZ:::::/I/UTO/A1111/UTO/05MAY81/F/01JAN31/ROE/ANN+::1'",
                 ""));
    assert_int_equal(t.m.travellers[0].n_documents, 2);
    told_end(&t);
}

/* ---- documents --------------------------------------------------------------- */

static void documents(void **state)
{
    (void)state;
    told t;
    tell(
        &t,
        ANN("SSR+DOCS:HK:1:QZ:::::/P/GBR/512731999/GBR/01JUL78/F/12NOV32/ROE/ANN/RUTH+::1'"
            "SSR+DOCS:HK:1:QZ:::::/I/GB/C44/GB/01JUL78/F//ROE/ANN/H+::1'"
            "SSR+DOCO:HK:1:QZ:::::/NORTHWICK/V/RT55/OSLO/30JUN25/DEU+::1'"
            "SSR+DOCO:HK:1:QZ::::://R/1234567890123///US+::1'"
            "SSR+DOCA:HK:1:QZ:::::/R/DEU/3 DEICHWEG/BREMEN//28195+::1'"
            "SSR+DOCA:HK:1:QZ:::::/D/TUN/1 RUE/TUNIS/X/1001+::1'",
            "SSR+DOCS:HK:1:QZ:::BRE:TUN:/P/GBR/512731999/GBR/01JUL78/F/12NOV32/ROE/ANN/+::1'"));
    const ms_traveller *p = &t.m.travellers[0];
    day_is(&p->birth, "1978-07-01");
    is(p->sex, "F");
    is(p->nationality, "GBR");
    is(p->birth_place, "NORTHWICK");
    is(p->redress, "1234567890123");
    is(p->residence, "DEU");
    assert_int_equal(p->n_documents, 3);
    is(p->documents[0].type, "P");
    is(p->documents[0].number, "512731999");
    is(p->documents[0].issuer, "GBR");
    day_is(&p->documents[0].expires, "2032-11-12");
    is(p->documents[0].surname, "ROE");
    is(p->documents[0].given, "ANN RUTH");
    is(p->documents[1].type, "I");
    is(p->documents[1].given, "ANN");
    is(p->documents[2].type, "V");
    is(p->documents[2].number, "RT55");
    is(p->documents[2].issued_at, "OSLO");
    is(p->documents[2].valid_for, "DEU");
    day_is(&p->documents[2].issued, "2025-06-30");
    assert_int_equal(p->n_contacts, 2);
    is(p->contacts[0].use, "home");
    is(p->contacts[0].postcode, "28195");
    is(p->contacts[1].use, "destination");
    is(p->contacts[1].region, "X");
    told_end(&t);
}

static void whose_documents(void **state)
{
    (void)state;
    told t;
    /* No reference, at the head: by name.  A reference with another's name: by name.  Nobody's
     * name and several people: left out. */
    tell(&t,
         "SRC'RCI+QZ:AB12CD'SSR+DOCS:HK:1:QZ:::::/P/UTO/B2222/UTO/02FEB80/M/01JAN30/ROE/BEN'"
         "TIF+ROE+ANNMS:A:1'TIF+ROE+BENMR:A:2'TIF+DOE+CARLMR:A:3'"
         "TVL+140326:0640::0915+BRE+TUN+QZ+417:G'"
         "SSR+DOCS:HK:1:QZ:::::/P/UTO/C3333/UTO/03MAR80/M/01JAN30/DOE/CARL+::1'"
         "SSR+DOCS:HK:1:QZ:::::/P/UTO/X9999/UTO/03MAR80/M/01JAN30/POE/DAN'"
         "SSR+DOCS:HK:1:QZ:::::////UTO/01JAN80/F//ROE/ANN+::1'");
    assert_int_equal(t.m.n_travellers, 3);
    assert_int_equal(t.m.travellers[0].n_documents, 0);
    day_is(&t.m.travellers[0].birth, "1980-01-01");
    is(t.m.travellers[1].documents[0].number, "B2222");
    is(t.m.travellers[2].documents[0].number, "C3333");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_BY_NAME), 2);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_NOBODY), 1);
    told_end(&t);
}

static void broken_documents(void **state)
{
    (void)state;
    told t;
    tell(&t, ANN("SSR+DOCS:HK:1:QZ:::::/P/12/A1111/0/31FEB80/Q/99XXX99/ROE/ANN+::1'"
                 "SSR+DOCS:HK:1:QZ:::::SEE PASSPORT+::1'"
                 "SSR+DOCO:HK:1:QZ:::::/TOWN+::1'"
                 "SSR+DOCA:HK:1:QZ:::::/X/TUN+::1'"
                 "SSR+DOCS:HK:1:QZ:::::/P/UTO/A1111/UTO/05MAY81/F/01JAN30/ROE/ANN+::7'",
                 ""));
    const ms_traveller *p = &t.m.travellers[0];
    assert_int_equal(p->n_documents, 1);
    is(p->documents[0].number, "A1111");
    is(p->documents[0].issuer, "UTO");
    day_is(&p->birth, "1981-05-05");
    is(p->sex, "F");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_DATE), 2);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_VALUE), 6);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_REFERENCE), 1);
    told_end(&t);
}

/* A number without what mostly stands behind it, and dates as some write them. */
static void short_documents(void **state)
{
    (void)state;
    told t;
    tell(&t, ANN("SSR+DOCS:HK:1:QZ:::::/P/UTO/A1111+::1'"
                 "SSR+DOCS:HK:1:QZ:::::/I/UTO/B2222/UTO+::1'"
                 "SSR+DOCS:HK:1:QZ:::::/P/UTO+::1'"
                 "SSR+DOCS:HK:1:QZ:::::/P/UTO/C3333/UTO/05MAY1981/F/31JUN30/ROE/ANN+::1'",
                 ""));
    const ms_traveller *p = &t.m.travellers[0];
    assert_int_equal(p->n_documents, 3);
    is(p->documents[0].number, "A1111");
    is(p->documents[1].number, "B2222");
    is(p->nationality, "UTO");
    day_is(&p->birth, "1981-05-05");
    assert_int_equal(p->birth.other, 0);
    day_is(&p->documents[2].expires, "");
    is(p->documents[2].expires.sent, "31JUN30");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_VALUE), 1);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_DATE), 1);
    told_end(&t);
}

/* ---- what is left out -------------------------------------------------------- */

static void dropped(void **state)
{
    (void)state;
    told t;
    tell(&t, ANN("SSR+KSML:HK:1:QZ+::1'SSR+ZZML:HK:1:QZ+::1'SSR+WCHR:HK:1:QZ:::::TEXT+::1'"
                 "SSR+PETC:HK:1:QZ:::::CAT+::1'SSR+QQQQ:HK:1:QZ:::::TEXT+::1'MON+B:10.00:EUR'"
                 "TXD++1.00:::XT'PTK+NR'FAR+A+32'REF+:77'LTS+TEXT'IFT+4:28::QZ+VIP'",
                 ""));
    assert_int_equal(t.m.dropped[MS_DROPPED_SENSITIVE], 3);
    assert_int_equal(t.m.dropped[MS_DROPPED_UNKNOWN], 1);
    assert_int_equal(t.m.dropped[MS_DROPPED_PAYMENT], 2);
    assert_int_equal(t.m.dropped[MS_DROPPED_OTHER], 4);
    assert_int_equal(t.m.dropped[MS_DROPPED_FREE_TEXT], 2);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_SERVICE), 1);
    assert_int_equal(t.m.travellers[0].age, 0);
    told_end(&t);
}

static void lost_beginnings(void **state)
{
    (void)state;
    told t;
    /* SRC lost before the second and the third; an empty booking; nothing before the first. */
    tell(&t, "RCI+QZ:AA'DAT+700:010126'TIF+ROE+ANNMS:A:1'TVL+140326:0640::0915+BRE+TUN+QZ+417:"
             "M'RCI+QZ:AA'"
             "RCI+QZ:BB'DAT+700:010126'TIF+DOE+JON:A:1'TVL+140326:0640::0915+BRE+TUN+QZ+417:M'"
             "DAT+700:010126'TIF+POE+DAN:A:1'SRC'SRC'RCI+QZ:CC'TIF+FOE+EVA:A:1'");
    assert_int_equal(t.m.n_bookings, 4);
    assert_int_equal(t.m.n_travellers, 4);
    for (uint32_t i = 0; i < 4; i++) assert_int_equal(t.m.travellers[i].booking, i + 1);
    is(t.m.bookings[1].locator, "BB");
    is(t.m.bookings[2].locator, "");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_SRC), 3);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_EMPTY), 1);
    told_end(&t);
}

static void doubled_and_strange(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AA'TIF+ROE+ANNMS:A:1'TIF+ROE+ANNMS:A:1'TVL+140326:0640::0915+BRE+TUN+"
             "QZ+417:M'"
             "TVL+140326:0640::0915+BRE+TUN+QZ+417:M'TRI++1:::9'TIF+POE+DAN:A:9'SSD+1A++++Y'"
             "TRI++2:::1'TIF+RO+ANN MS:A:1'SSD+1B++++Y'");
    assert_int_equal(t.m.n_travellers, 2);
    assert_int_equal(t.m.bookings[0].n_legs, 1);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_TWICE), 2);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_STRANGER), 1);
    is(t.m.travellers[1].surname, "POE");
    is(t.m.travellers[1].seats[0].seat, "1A");
    /* Half of a misspelt name and its reference are enough. */
    is(t.m.travellers[0].seats[0].seat, "1B");
    told_end(&t);
}

/* Nobody is left out: a TIF of nothing, and a traveller whose type is that of a group. */
static void somebody(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'TIF'TIF+:I'TIF++:A:2'TIF+ROE+ANNMS:G:3'TIF+CHOIR+:G'");
    assert_int_equal(t.m.n_travellers, 4);
    assert_int_equal(t.m.bookings[0].unnamed, 3);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_NO_NAME), 3);
    is(t.m.travellers[2].reference, "2");
    is(t.m.travellers[3].surname, "ROE");
    is(t.m.travellers[3].given, "ANN");
    is(t.m.bookings[0].group, "CHOIR");
    told_end(&t);
}

/* Syntax 4 writes what repeats with a mark of its own. */
static void repetitions(void **state)
{
    (void)state;
    told t;
    tell_in(&t, "UNOA:4+QZ+DESK+20260313", "ACCESS",
            "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1*BENMR:A:2'"
            "TVL+140326:0640*150326:0700+BRE*XXX+TUN+QZ+417:M'"
            "SSR+SEAT:HK:2:QZ:::BRE:TUN+15A::1*15B::2'"
            "TRI++1:::2'TBD++2:20:700+++QZ:400417:1:TUN*QZ:400418:1:TUN'");
    assert_int_equal(t.m.n_travellers, 2);
    is(t.m.travellers[1].given, "BEN");
    is(t.m.travellers[1].reference, "2");
    is(t.m.travellers[1].seats[0].seat, "15B");
    assert_int_equal(t.m.travellers[1].n_bags, 2);
    is(t.m.travellers[1].bags[1].tag, "400418");
    is(t.m.bookings[0].legs[0].from, "BRE");
    day_is(&t.m.bookings[0].legs[0].departs.day, "2026-03-14");
    told_end(&t);
}

/* One reference for several people, as carriers have it for families, or none: nobody is
 * another, neither in the booking nor at check-in. */
static void one_reference(void **state)
{
    (void)state;
    static const char *const rows[][4] = {
        /* what is sent, and three given names */
        {"TIF+ROE+ANNMS:A:1'TIF+ROE+BENMR:A:1'TIF+ROE+SUE:IN:1'", "ANN", "BEN", "SUE"},
        {"TIF+ROE+JOMS:A:1'TIF+ROE+JOHNMR:A:1'TIF+ROE:A+:A:1'", "JO", "JOHN", ""},
        {"TIF+ROE+ANNMS:A'TIF+ROE+BENMR:A'TRI++1'TIF+ROE+DANMR:A'SSD+1A++++Y'", "ANN", "BEN",
         "DAN"},
        {"TIF+ROE+ANNMS:A:1'TIF+ROE+BENMR:A:1'TIF+TBA+:A:1'TRI++1:::1'TIF+ROE+BENMR:A:1'",
         "ANN", "BEN", ""},
        {"TIF+TBA+A:A:1'TIF+TBA+B:A:1'TIF+TBA+B:A:1'TIF+ROE+ANNMS:A:1'", "", "", "ANN"},
        {"TIF+ROE+ANNMS:A:1'TRI++1:::1'TIF+ROE+BENMR:A:1'TRI++2'TIF+ROE+CARLMR:A'", "ANN",
         "BEN", "CARL"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[512];
        snprintf(body, sizeof body, "SRC'RCI+QZ:AB12CD'%s", rows[i][0]);
        tell(&t, body);
        if (t.m.n_travellers != 3) fail_msg("%s: %u travellers", rows[i][0], t.m.n_travellers);
        for (int k = 0; k < 3; k++) is(t.m.travellers[k].given, rows[i][k + 1]);
        told_end(&t);
    }
}

/* ---- ceilings ---------------------------------------------------------------- */

static void ceilings(void **state)
{
    (void)state;
    enum { ROWS = 200, SENT = 300 };
    told t;
    char body[LONGEST - 512];
    size_t n = (size_t)snprintf(body, sizeof body, "SRC'RCI+QZ:AA'TIF+ROE+ANNMS:A:1'");
    for (int i = 0; i < SENT; i++)
        n += (size_t)snprintf(body + n, sizeof body - n, "TKT+%d:T'", 1000 + i);
    tell(&t, body);
    assert_int_equal(t.m.travellers[0].n_tickets, ROWS);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_TOO_MANY), SENT - ROWS);
    told_end(&t);
}

/* However little memory there is, reading ends: with everything, or with MS_ENOMEM. */
static void memory(void **state)
{
    (void)state;
    const char *root = getenv("MARSAD_SOURCE");
    char path[4096];
    ms_source *src;
    ms_diag d;
    const ms_edi_item *item;
    size_t whole = 0, short_of = 0;
    snprintf(path, sizeof path, "%s/samples/messages/bookings.edi", root ? root : ".");
    assert_int_equal(ms_source_file(path, &src, &d), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    do assert_int_equal(ms_edi_next(r, &item, &d), MS_OK);
    while (item->kind != MS_EDI_MESSAGE);
    for (size_t ceiling = 64; ceiling < 65536; ceiling += 64) {
        ms_arena *a = ms_arena_new(ceiling);
        ms_manifest m;
        ms_rc rc = ms_manifest_read(item, a, &m);
        assert_true(rc == MS_OK || rc == MS_ENOMEM);
        if (rc == MS_OK) {
            assert_int_equal(m.n_travellers, 6);
            whole++;
        } else {
            short_of++;
        }
        ms_arena_free(a);
    }
    assert_true(whole > 0 && short_of > 100);
    ms_edi_reader_free(r);
    ms_source_free(src);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message),
        cmocka_unit_test(releases),
        cmocka_unit_test(parts),
        cmocka_unit_test(parts_of_reader),
        cmocka_unit_test(counts),
        cmocka_unit_test(changes),
        cmocka_unit_test(clocks),
        cmocka_unit_test(names),
        cmocka_unit_test(groups),
        cmocka_unit_test(infants),
        cmocka_unit_test(infants_without_names),
        cmocka_unit_test(minors),
        cmocka_unit_test(ages),
        cmocka_unit_test(whose),
        cmocka_unit_test(documents),
        cmocka_unit_test(whose_documents),
        cmocka_unit_test(broken_documents),
        cmocka_unit_test(short_documents),
        cmocka_unit_test(dropped),
        cmocka_unit_test(lost_beginnings),
        cmocka_unit_test(doubled_and_strange),
        cmocka_unit_test(somebody),
        cmocka_unit_test(repetitions),
        cmocka_unit_test(one_reference),
        cmocka_unit_test(ceilings),
        cmocka_unit_test(memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
