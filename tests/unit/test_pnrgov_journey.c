/* Journeys of PNRGOV messages: flights, seats, bags, contacts, tickets and payments of invented
 * travellers. What is expected is what a person reads in the message. */
#include "pnrgov_fixture.h"

/* ---- flights, seats, bags ---------------------------------------------------- */

static void flights(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'"
             "TVL+140326:0640:140326:0915+BRE+TUN+XY:QZ+2417:M'TVL+++++417:M'RPI+1+HK'"
             "TVL+150326:2200::0130+TUN+CAI+XY+99:M:B'TRA+ZZ+77:M'RPI+1+XX'"
             "MSG+8'TVL+150326:1500:160326+CAI:INN++HH+1:ROH'RPI+1+HK'"
             "EQN+1'RCI+QZ:OLD123'"
             "ABI+1+:A+LON++QZ'DAT+T:010126:1000'SAC+++X'"
             "TVL+130326:0640::0915+BRE+TUN+QZ+417:Y'RPI+1+HK'SAC+++X'"
             "TVL+140326:0640::0915+BRE+TUN+XY+2417:M'SAC+++A'TVL+200326:0640::0915+BRE+TUN+QZ+"
             "1:Y'");
    const ms_booking *b = &t.m.bookings[0];
    assert_int_equal(b->n_legs, 3);
    is(b->legs[0].carrier, "XY");
    is(b->legs[0].number, "2417");
    is(b->legs[0].operator_carrier, "QZ");
    is(b->legs[0].operator_number, "417");
    is(b->legs[1].number, "99B");
    is(b->legs[1].operator_carrier, "ZZ");
    is(b->legs[1].operator_number, "77");
    assert_true(b->legs[1].cancelled && !b->legs[0].cancelled);
    /* Arrives before it departs, by the clock: the day is not known. */
    assert_int_equal(b->legs[1].arrives.day.date.year, 0);
    assert_int_equal(b->legs[1].arrives.minute, 90);
    /* Cancelled and not booked again; of the others no leg is made. */
    day_is(&b->legs[2].departs.day, "2026-03-13");
    assert_true(b->legs[2].cancelled);
    is(b->split_from, "OLD123");
    assert_int_equal(t.m.n_travellers, 1);
    told_end(&t);
}

static void statuses(void **state)
{
    (void)state;
    static const struct {
        const char *status;
        bool cancelled;
    } rows[] = {{"XX", true},  {"HX", true},  {"UC", true}, {"UN", true},
                {"NO", true},  {"XK", true},  {"XL", true}, {"XR", true},
                {"HK", false}, {"TK", false}, {"K", false}, {"YG", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[512];
        snprintf(body, sizeof body,
                 "SRC'TIF+ROE+ANNMS:A:1'TVL+140326:0640::0915+BRE+TUN+QZ+417:M'"
                 "RPI+1+%s'",
                 rows[i].status);
        tell(&t, body);
        is(t.m.bookings[0].legs[0].status, rows[i].status);
        assert_int_equal(t.m.bookings[0].legs[0].cancelled, rows[i].cancelled);
        told_end(&t);
    }
}

/* The same route twice: what stands at a leg is of that leg. */
static void the_leg_at_hand(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'TVL+140326:0640::0915+BRE+TUN+QZ+417:M'"
             "SSR+SEAT:HK:1:QZ:::BRE:TUN+1A::1'"
             "TVL+210326:0640:220326:0915:1+BRE+TUN+QZ+417:M'SSR+SEAT:HK:1:QZ:::BRE:TUN+2A::1'"
             "TRI++1:::1'SSD+2A+++M'TVL+230326:0640::0915:1+TUN+BRE+QZ+418:M'"
             "ABI+1'SAC+++X'TVL+140326:0700::0915+HAM+TUN+QZ+417:M'");
    const ms_traveller *p = &t.m.travellers[0];
    assert_int_equal(p->n_seats, 2);
    assert_int_equal(p->seats[1].leg, 2);
    is(p->seats[1].seat, "2A");
    is(p->seats[1].cabin, "M");
    is(p->status, "checked_in");
    /* The day of arrival is not that of departure where it varies. */
    day_is(&t.m.bookings[0].legs[0].arrives.day, "2026-03-14");
    day_is(&t.m.bookings[0].legs[2].arrives.day, "");
    /* From elsewhere it is another flight. */
    assert_int_equal(t.m.bookings[0].n_legs, 4);
    is(t.m.bookings[0].legs[3].from, "HAM");
    told_end(&t);
}

static void seats(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'TIF+ROE+BENMR:A:2'"
             "TVL+140326:0640::0915+BRE+TUN+QZ+417:M'"
             "SSR+SEAT:HK:2:QZ:::BRE:TUN+15A::1+15B::2:N'SSR+SEAT:HK:2:QZ:::BRE:TUN+XXX::1'"
             "TRI++12:::1'TIF+ROE+ANNMS:A:1'SSD+015A++++Y'TRI++13:::2'SSD+15C++++Y'"
             "TVL+150326:0640::0915+TUN+BRE+QZ+418:M'"
             "SSR+SEAT:DK:2:QZ:::TUN:BRE:.03BN03AN'SSR+RQST:HK:1:QZ:::AAA:BBB+4C::1'");
    const ms_traveller *ann = &t.m.travellers[0], *ben = &t.m.travellers[1];
    is(ann->status, "checked_in");
    assert_int_equal(ann->n_seats, 2);
    is(ann->seats[0].seat, "15A");
    is(ann->seats[0].cabin, "Y");
    assert_true(ann->seats[0].boarded);
    is(ann->seats[1].seat, "03B");
    assert_int_equal(ann->seats[1].leg, 2);
    assert_int_equal(ben->n_seats, 3);
    assert_false(ben->seats[0].boarded);
    is(ben->seats[1].seat, "15C");
    assert_true(ben->seats[1].boarded);
    is(ben->seats[2].seat, "03A");
    assert_int_equal(odd(&t, MS_ODDITY_PNR_BY_ORDER), 1);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_NO_LEG), 1);
    told_end(&t);
}

static void bags(void **state)
{
    (void)state;
    told t;
    tell(&t,
         ANN("", "TRI++1:::1'TIF+ROE+ANNMS:A:1'SSD+3B++++Y'"
                 "TBD++5:155:701++HP:5+KL:8074902824:2:MSP+KL:8074902826:3:JFK'"
                 "TBD++2:20:700++MP+618:1026000001:2:MPM+618:1026000002:3:MPM'TBD++1:0:700'"));
    const ms_traveller *p = &t.m.travellers[0];
    assert_int_equal(p->n_bags, 5);
    is(p->bags[0].tag, "8074902824");
    assert_int_equal(p->bags[0].pieces, 2);
    assert_int_equal(p->bags[0].weight, 70); /* 155 pounds */
    is(p->bags[0].to, "MSP");
    assert_int_equal(p->bags[1].pieces, 3);
    assert_int_equal(p->bags[1].weight, 0);
    /* Two tags of two bags: each is one, whatever their numbers say. */
    assert_int_equal(p->bags[2].pieces, 1);
    assert_int_equal(p->bags[2].weight, 20);
    assert_int_equal(p->bags[3].pieces, 1);
    is(p->bags[4].tag, "");
    assert_int_equal(p->bags[4].pieces, 1);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_BAGS), 1);
    told_end(&t);
}

/* HP and MP are marks of a pool in its place alone, and carriers where tags stand. */
static void bags_of_pool_marks(void **state)
{
    (void)state;
    told t;
    tell(&t, ANN("", "TRI++1:::1'TBD++3:30:700++MP:7+HP:400417:1:TUN+MP:400418:2:TUN'"
                     "TBD++1:9:700++HP:400420:1:TUN'TBD++1:5:700++HP:5'"));
    const ms_traveller *p = &t.m.travellers[0];
    assert_int_equal(p->n_bags, 4);
    is(p->bags[0].tag, "400417");
    assert_int_equal(p->bags[0].pieces, 1);
    assert_int_equal(p->bags[0].weight, 30);
    is(p->bags[1].tag, "400418");
    assert_int_equal(p->bags[1].pieces, 2);
    is(p->bags[1].to, "TUN");
    is(p->bags[2].tag, "400420");
    is(p->bags[3].tag, "");
    assert_int_equal(p->bags[3].weight, 5);
    assert_int_equal(odd(&t, MS_ODDITY_PNR_BAGS), 0);
    told_end(&t);
}

/* ---- contacts ---------------------------------------------------------------- */

static void contacts(void **state)
{
    (void)state;
    static const char *const rows[][4] = {
        /* IFT or SSR of Ann's; kind, use, value */
        {"IFT+4:28::QZ+CTCM 491705550101'", "phone", "", "491705550101"},
        {"IFT+4:28+QZ CTCH BRE 49 421 555-017 H'", "phone", "home", "49 421 555-017"},
        {"IFT+4:28+YY CTC M 123456789'", "phone", "", "123456789"},
        {"IFT+4:28+CTCBRE 49 421 555019'", "phone", "", "49 421 555019"},
        {"IFT+4:28+AM CTCP MEX1800 002 5200 DOMESTIC TOLL FREE'", "phone", "", "1800 002 5200"},
        {"IFT+4:28::YY+CTCT SEA 866 746-4647 TRAVEL SHOP'", "phone", "agency", "866 746-4647"},
        {"IFT+4:28::YY+CTCE ANN..ROE//MAIL.EXAMPLE'", "email", "", "ANN_ROE@MAIL.EXAMPLE"},
        {"SSR+CTCE:HK:1:QZ:::::/A./B//MAIL.EXAMPLE/EN+::1'", "email", "", "A-B@MAIL.EXAMPLE"},
        {"SSR+CTCM:HK:1:QZ:::::/491705550102/DE+::1'", "phone", "", "491705550102"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[512];
        snprintf(body, sizeof body, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'%s", rows[i][0]);
        tell(&t, body);
        const ms_traveller *p = &t.m.travellers[0];
        if (p->n_contacts != 1) fail_msg("%s: %u contacts", rows[i][0], p->n_contacts);
        is(p->contacts[0].kind, rows[i][1]);
        is(p->contacts[0].use, rows[i][2]);
        is(p->contacts[0].value, rows[i][3]);
        told_end(&t);
    }
}

static void no_contacts(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "IFT+4:28::QZ+VIP CALL 49421555019'",
        "IFT+4:43+ANN ROE+1 ROAD+49421555019'",
        "IFT+4:28::QZ+CTCE ANN AT HOME'",
        "IFT+4:28::QZ+CTCM REFUSED'",
        "IFT+4:15:9+BRE QZ TUN 49421555019'",
        "SSR+CTCR:HK:1:QZ:::::REFUSED 49421555019+::1'",
        "IFT+4:28::QZ+CTCM 123'",
        "SSR+OTHS:HK:1:QZ:::::CTCM 49421555019+::1'",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[512];
        snprintf(body, sizeof body, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'%s", rows[i]);
        tell(&t, body);
        if (t.m.travellers[0].n_contacts) fail_msg("%s: a contact", rows[i]);
        assert_int_equal(t.m.dropped[MS_DROPPED_FREE_TEXT] + t.m.dropped[MS_DROPPED_OTHER], 1);
        told_end(&t);
    }
}

/* RFC 5321 §4.5.3.1.3: an address of mail has 254 characters at most. */
static void long_mail(void **state)
{
    (void)state;
    enum { MOST = 254, BEHIND = 15 }; /* behind the name: @ and a domain of 14 */
    for (int more = 0; more < 2; more++) {
        told t;
        char body[1024], name[MOST + 1];
        int n = MOST - BEHIND + more;
        memset(name, 'A', sizeof name);
        snprintf(body, sizeof body,
                 "SRC'TIF+ROE+ANNMS:A:1'SSR+CTCE:HK:1:QZ:::::%.*s//MAIL.EXAMPLE.X+::1'", n,
                 name);
        tell(&t, body);
        assert_int_equal(t.m.travellers[0].n_contacts, !more);
        if (!more) assert_int_equal(t.m.travellers[0].contacts[0].value.n, MOST);
        told_end(&t);
    }
}

static void addresses(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'ORG+1X:LON+91234567:LONQZ01AA+LON++T+GB:GBP+0001AA'"
             "ADD++700:1 ROAD:TOWN:::DE::H49421555011 B 49421555012'"
             "ADD++702:2 ROAD:SLOUGH:BERKS::GB::SL1AA'TIF+ROE+ANNMS:A:1'"
             "ADD++703:3 ROAD:TUNIS::X:TN:1001'FOP+CC::100.00:VI:4111111111111111:1228+CA'"
             "ADD++700:4 ROAD:BONN:::DE:53111'");
    const ms_booking *b = &t.m.bookings[0];
    const ms_traveller *p = &t.m.travellers[0];
    is(b->agency, "91234567");
    is(b->agency_place, "LON");
    assert_int_equal(b->n_contacts, 4);
    is(b->contacts[0].value, "49421555011");
    is(b->contacts[0].use, "home");
    is(b->contacts[1].value, "49421555012");
    is(b->contacts[2].value, "1 ROAD");
    is(b->contacts[2].city, "TOWN");
    is(b->contacts[2].country, "DE");
    is(b->contacts[3].postcode, "SL1AA");
    is(p->contacts[0].use, "destination");
    is(p->contacts[0].region, "X");
    is(p->contacts[1].use, "billing");
    assert_int_equal(b->n_payments, 2);
    is(b->payments[0].kind, "CC");
    is(b->payments[0].card, "VI");
    is(b->payments[1].kind, "CA");
    assert_int_equal(t.m.dropped[MS_DROPPED_PAYMENT], 1);
    told_end(&t);
    /* The place of the system is not that of the agency. */
    tell(&t, "SRC'RCI+QZ:AB12CD'ORG+1X:MUC+:DFW1S4100++1S'TIF+ROE+ANNMS:A:1'");
    is(t.m.bookings[0].agency, "DFW1S4100");
    is(t.m.bookings[0].agency_place, "");
    told_end(&t);
}

/* Behind an address a telephone or a postcode may stand; words are left out, whatever they say,
 * and addresses that differ in their town alone are two. */
static void behind_addresses(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"SL1AA", "SL1AA"},     {"SL1 1AA", "SL1 1AA"},
        {"1234 AB", "1234 AB"}, {"K1A-0B1", "K1A-0B1"},
        {"90210", "90210"},     {"KOSHER", ""},
        {"REFUSED", ""},        {"VIP 1", ""},
        {"DIABETIC2", ""},      {"A1", ""},
        {"ROOM 7 LEFT", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t;
        char body[512];
        snprintf(body, sizeof body,
                 "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'ADD++702:1 ROAD:TOWN:::DE::%s'",
                 rows[i][0]);
        tell(&t, body);
        assert_int_equal(t.m.travellers[0].n_contacts, 1);
        is(t.m.travellers[0].contacts[0].postcode, rows[i][1]);
        assert_int_equal(t.m.dropped[MS_DROPPED_FREE_TEXT], !*rows[i][1]);
        told_end(&t);
    }
    told t;
    tell(
        &t,
        "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1'ADD++702::BONN:::DE'ADD++702::ROME:::IT'"
        "ADD++702:1 ROAD:BONN:::DE:53111'ADD++702:1 ROAD:BONN:::DE:53113'ADD++702::BONN:::DE'");
    const ms_traveller *p = &t.m.travellers[0];
    assert_int_equal(p->n_contacts, 4);
    is(p->contacts[1].city, "ROME");
    is(p->contacts[3].postcode, "53113");
    told_end(&t);
}

/* ---- tickets, payment -------------------------------------------------------- */

static void tickets(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'TIF+ROE+ANNMS:A:1:1'TKT+9991234567890:T:1'DAT+710:010126:1000'"
             "FTI+QZ:7718204:::GOLD+QZ:7718204+XY:55:1'TIF+ROE+SUE:IN:2'"
             "TVL+140326:0640::0915+BRE+TUN+QZ+417:M'"
             "SSR+TKNE:HK:1:QZ:::BRE:TUN:9991234567890C1+::1'"
             "SSR+TKNE:HK:1:QZ:::BRE:TUN:INF9991234567891C1+::1'"
             "SSR+TKNE::::::::TKT NBR 9991234567890 14MAR26 E ANNROE'"
             "SSR+FQTV:HK:1:QZ:::::QZ99887766 G/GOLD+::1'");
    const ms_traveller *ann = &t.m.travellers[0], *sue = &t.m.travellers[1];
    assert_int_equal(ann->n_tickets, 1);
    is(ann->tickets[0].number, "9991234567890");
    is(ann->tickets[0].kind, "T");
    day_is(&ann->tickets[0].issued, "2026-01-01");
    assert_int_equal(sue->n_tickets, 1);
    is(sue->tickets[0].number, "9991234567891");
    is(sue->tickets[0].kind, "TKNE");
    assert_int_equal(ann->n_loyalty, 3);
    is(ann->loyalty[0].level, "GOLD");
    is(ann->loyalty[1].carrier, "XY");
    is(ann->loyalty[2].number, "99887766");
    assert_int_equal(t.m.bookings[0].n_tickets, 0);
    told_end(&t);
}

/* Tickets that name nobody are of the booking, but for those that a traveller has, wherever
 * they stand. */
static void tickets_of_nobody(void **state)
{
    (void)state;
    told t;
    tell(&t, "SRC'RCI+QZ:AB12CD'SSR+TKNE::::::::TKT NBR 9991234567891 E'"
             "SSR+TKNE::::::::TKT NBR 9991234567899 E'DAT+710:010126:1000'"
             "TIF+ROE+ANNMS:A:1'TKT+9991234567890:T:1'TIF+ROE+BENMR:A:2'TKT+9991234567891:T:1'"
             "TVL+140326:0640::0915+BRE+TUN+QZ+417:M'"
             "SSR+TKNE::::::::TKT NBR 9991234567890 E'");
    const ms_booking *b = &t.m.bookings[0];
    assert_int_equal(b->n_tickets, 2);
    is(b->tickets[0].number, "9991234567899");
    is(b->tickets[1].number, "");
    day_is(&b->tickets[1].issued, "2026-01-01");
    assert_int_equal(t.m.travellers[1].n_tickets, 1);
    told_end(&t);
}

/* What is no code is left out where codes are read, however short. */
static void no_codes(void **state)
{
    (void)state;
    told t;
    tell(&t, ANN("FOP+C-D+A B'FOP+CC:::V.'SSR+FQTV:HK:1:QZ:::::QZ77?'18+::1'",
                 "TRI++1:::1'TBD++1:5:700+++QZ:40-41:1:TUN'"));
    const ms_traveller *p = &t.m.travellers[0];
    assert_int_equal(t.m.bookings[0].n_payments, 1);
    is(t.m.bookings[0].payments[0].kind, "CC");
    is(t.m.bookings[0].payments[0].card, "");
    assert_int_equal(p->n_loyalty, 0);
    assert_int_equal(p->n_bags, 1);
    is(p->bags[0].tag, "");
    told_end(&t);
    /* One form of payment is said once, another card is another. */
    tell(&t, ANN("FOP+CC:::VI+CC:::CA'FOP+CC:::VI'FOP+CA'", ""));
    assert_int_equal(t.m.bookings[0].n_payments, 3);
    told_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flights),
        cmocka_unit_test(statuses),
        cmocka_unit_test(the_leg_at_hand),
        cmocka_unit_test(seats),
        cmocka_unit_test(bags),
        cmocka_unit_test(bags_of_pool_marks),
        cmocka_unit_test(contacts),
        cmocka_unit_test(no_contacts),
        cmocka_unit_test(long_mail),
        cmocka_unit_test(addresses),
        cmocka_unit_test(behind_addresses),
        cmocka_unit_test(tickets),
        cmocka_unit_test(tickets_of_nobody),
        cmocka_unit_test(no_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
