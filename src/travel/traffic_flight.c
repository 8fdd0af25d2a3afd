/* Flights: where they go, who is on them, who booked together. */
#include <stdlib.h>

#include "base/table.h"
#include "travel/traffic.h"

extern const ms_table ms_table_traffic_places;

/* Codes that no large carrier has; and the partner of a code share. */
static const char *const carriers[] = {"ZZ", "XZ", "ZX", "QZ", "ZQ", "XQ", "9Z"};

static const char *const list_releases[] = {"D:02B", "D:05B", "D:12B", "D:15B", "D:15B"};
static const char *const booking_releases[] = {"11:1", "13:1", "13:1"};

/* ---- legs --------------------------------------------------------------- */

/* How long a flight takes, minutes: 500 knots or so, along the longer side of the map. */
static uint32_t minutes_between(uint32_t a, uint32_t b)
{
    const ms_table *t = &ms_table_traffic_places;
    int lat = abs(ms_table_number(t, a, 3) - ms_table_number(t, b, 3));
    int lon = abs(ms_table_number(t, a, 4) - ms_table_number(t, b, 4));
    if (lon > 180) lon = 360 - lon;
    return 40 + (uint32_t)(lat > lon ? lat * 7 : lon * 6);
}

/* Local time at `place`, `utc` minutes after 1970; minutes are rounded to five. */
static ms_travel_time local(uint32_t place, int64_t utc)
{
    int64_t t = utc + ms_table_number(&ms_table_traffic_places, place, 2);
    t -= t % 5;
    return (ms_travel_time){.day = {.date = traffic_date(t / 1440)},
                            .minute = (int16_t)(t % 1440),
                            .offset = MS_OFFSET_UNKNOWN};
}

static void legs(traffic_flight *f)
{
    const ms_table *t = &ms_table_traffic_places;
    ms_chance *c = &f->c;
    uint32_t place[TRAFFIC_LEGS + 2], n = t->rows, first = ms_chance_below(c, n);
    int64_t utc = f->day * 1440 + ms_chance_below(c, 1440);
    f->legs = ms_chance_in(c, 150) ? ms_chance_between(c, 2, TRAFFIC_LEGS) : 1;
    /* Steps of at most a quarter of the table never come back to a place. */
    for (uint32_t i = 0; i < TRAFFIC_LEGS + 2; i++) {
        place[i] = first;
        first = (first + ms_chance_between(c, 1, n / 5)) % n;
    }
    for (uint32_t i = 0; i <= f->legs; i++) {
        bool onward = i == f->legs;
        ms_leg *leg = &f->leg[i];
        *leg = (ms_leg){.carrier = f->carrier, .number = f->number};
        if (onward) leg->number = traffic_code(f, "7##");
        leg->from = ms_table_cell(t, place[i], 0);
        leg->to = ms_table_cell(t, place[i + 1], 0);
        leg->departs = local(place[i], utc);
        utc += minutes_between(place[i], place[i + 1]);
        leg->arrives = local(place[i + 1], utc);
        utc += ms_chance_between(c, 50, 200);
    }
    f->country = ms_table_cell(t, place[f->legs], 1);
}

/* ---- people ------------------------------------------------------------- */

static traffic_person *add(traffic_flight *f, traffic_age age, const traffic_person *kin)
{
    traffic_person *p = &f->person[f->people++];
    *p = traffic_person_make(f, age, kin);
    p->party = f->parties;
    if (age == TRAFFIC_INFANT) return p;
    uint32_t n = f->people - 1;
    p->seat = traffic_text(f, "%u%c", n / 6 % 999 + 1, "ABCDEF"[n % 6]);
    if (ms_chance_in(&f->c, 650)) {
        p->bags = ms_chance_between(&f->c, 1, 2);
        p->weight = p->bags * ms_chance_between(&f->c, 8, 23);
    }
    return p;
}

/* Two adults, or one, with children and perhaps an infant; `room` people at most. */
static void family(traffic_flight *f, uint32_t room)
{
    uint32_t first = f->people, adults = room > 2 && ms_chance_in(&f->c, 750) ? 2 : 1;
    uint32_t children = ms_chance_below(&f->c, 4), infants = ms_chance_in(&f->c, 400);
    const traffic_person *kin = add(f, TRAFFIC_ADULT, NULL);
    if (infants > room - adults) infants = 0;
    if (infants) add(f, TRAFFIC_INFANT, kin)->guardian = first;
    if (adults == 2) add(f, TRAFFIC_ADULT, kin);
    for (room -= adults + infants; children && room; children--, room--)
        add(f, TRAFFIC_CHILD, kin);
}

static void several(traffic_flight *f, uint32_t n, uint32_t room)
{
    for (uint32_t i = 0; i < n && i < room; i++) add(f, TRAFFIC_ADULT, NULL);
}

/* ---- parties ------------------------------------------------------------ */

static void address(traffic_flight *f, traffic_party *party)
{
    static const char *const streets[] = {"HARBOUR STREET", "MARKET SQUARE", "NORTH ROAD",
                                          "MILL LANE",      "STATION ROAD",  "O'HARA PLACE"};
    static const char *const cities[] = {"EXAMPLETON", "NEWTOWN", "PORT SAMPLE", "MIDDLEFORD"};
    party->street =
        traffic_text(f, "%u %s", ms_chance_between(&f->c, 1, 300), TRAFFIC_ONE(f, streets).p);
    party->city = TRAFFIC_ONE(f, cities);
    party->postcode = traffic_code(f, "#####");
    party->country = f->person[party->first].residence;
}

static void book(traffic_flight *f, traffic_party *party)
{
    static const char *const cards[] = {"VI", "CA", "AX"};
    ms_chance *c = &f->c;
    party->locator = traffic_code(f, "@@#@@#");
    int64_t before = ms_chance_between(c, 2, 150);
    party->made = (ms_travel_time){.day = {.date = traffic_date(f->day - before)},
                                   .minute = (int16_t)ms_chance_below(c, 1440),
                                   .offset = 0};
    if (ms_chance_in(c, 700)) {
        party->agency = traffic_code(f, "99######");
        party->agency_place = f->leg[0].from;
    }
    if (ms_chance_in(c, 500)) party->phone = traffic_code(f, "+120255501##");
    if (ms_chance_in(c, 300)) address(f, party);
    party->payment = ms_chance_in(c, 800) ? MS_STR("CC") : MS_STR("CA");
    if (party->payment.p[1] == 'C') party->card = TRAFFIC_ONE(f, cards);
    if (party->n < 10 && ms_chance_in(c, 40)) party->split_from = traffic_code(f, "@@#@@#");
    party->onward = ms_chance_in(c, 200);
    party->dropped = party->onward && ms_chance_in(c, 150);
}

/* Of 1000 parties 450 are one person, 230 two, 200 families, 80 friends, 40 groups. */
static void party(traffic_flight *f, uint32_t room)
{
    traffic_party *party = &f->party[f->parties];
    uint32_t kind = ms_chance_below(&f->c, 1000);
    *party = (traffic_party){.first = f->people};
    if (kind < 450) several(f, 1, room);
    else if (kind < 680) several(f, 2, room);
    else if (kind < 880) family(f, room);
    else if (kind < 960) several(f, ms_chance_between(&f->c, 3, 6), room);
    else {
        several(f, ms_chance_between(&f->c, 8, 25), room);
        party->unnamed = ms_chance_below(&f->c, 4);
        for (uint32_t i = party->first; i < f->people; i++)
            f->person[i].later = ms_chance_in(&f->c, 120);
        party->group = traffic_code(f, "GROUP @@@@ TOUR");
    }
    party->n = f->people - party->first;
    book(f, party);
    f->parties++;
}

static void crew(traffic_flight *f)
{
    f->crew = ms_chance_between(&f->c, 5, 14);
    for (uint32_t i = 0; i < f->crew; i++) {
        traffic_person *p = &f->person[f->people + i];
        *p = traffic_person_make(f, TRAFFIC_ADULT, NULL);
        p->documents = 1;
    }
}

ms_rc traffic_flight_make(traffic_flight *f, const ms_traffic_plan *plan, uint64_t id,
                          traffic_script script, ms_arena *a)
{
    /* Flights of a day: about what a large airport sees. */
    enum { A_DAY = 400, CREW_MAX = 14 };
    ms_date first = plan->day.year ? plan->day : (ms_date){2026, 3, 1};
    *f = (traffic_flight){.plan = plan, .id = id, .a = a, .script = script};
    f->c = ms_chance_at(plan->seed, 0, id);
    f->day = traffic_days(first) + (int64_t)(id / A_DAY % 3650);
    uint32_t n = plan->passengers ? plan->passengers : ms_chance_between(&f->c, 20, 380);
    f->carrier = TRAFFIC_ONE(f, carriers);
    f->list_release = TRAFFIC_ONE(f, list_releases);
    f->booking_release = TRAFFIC_ONE(f, booking_releases);
    f->number = traffic_code(f, "##");
    f->number = traffic_text(f, "%u%.*s", ms_chance_between(&f->c, 1, 39), MS_FMT(f->number));
    if (ms_chance_in(&f->c, 200)) {
        f->operator_carrier = MS_STR("YZ");
        f->operator_number = traffic_code(f, "8##");
    }
    f->person = ms_arena_array(a, (size_t)n + CREW_MAX, sizeof *f->person);
    f->party = ms_arena_array(a, n, sizeof *f->party);
    if (!f->person || !f->party) return MS_ENOMEM;
    legs(f);
    f->sent = f->leg[0].departs;
    f->sent.offset = MS_OFFSET_UNKNOWN;
    while (f->people < n && !f->failed) party(f, n - f->people);
    crew(f);
    return f->failed ? MS_ENOMEM : MS_OK;
}
