/* Flights of a message and of a booking, seats and bags on them: TVL, TRA, SSD, TBD. */
#include "travel/pnrgov.h"

/* ---- legs ---------------------------------------------------------------- */

/* A flight number with its operational suffix (9914). */
static ms_str number_of(pnr *p, ms_str number, ms_str suffix)
{
    if (!suffix.n || suffix.n > 3) return number;
    char *to = ms_arena_alloc(p->c->a, number.n + suffix.n);
    if (!to) {
        p->c->rc = MS_ENOMEM;
        return number;
    }
    if (number.n) memcpy(to, number.p, number.n);
    memcpy(to + number.n, suffix.p, suffix.n);
    return (ms_str){to, number.n + suffix.n};
}

/* A leg that ends later than it begins, with no other day than that, ends on the same day: for
 * any other the guide wants the second date or its variation (9954). */
static void end_day(ms_leg *leg, bool varies)
{
    ms_travel_time *end = &leg->arrives;
    if (varies || end->day.sent.n || end->minute < leg->departs.minute) return;
    if (end->minute != MS_MINUTE_UNKNOWN) end->day.date = leg->departs.day.date;
}

static void read_tvl(pnr *p, ms_leg *leg)
{
    pnr_element e;
    leg->departs = leg->arrives = pnr_never;
    unsigned seen = 0;
    for (uint32_t i = 0; pnr_next(p->s, &i, &e) && e.element <= 5;) {
        if (e.element == seen) continue;
        seen = e.element;
        if (e.element == 1) {
            pnr_when(p, &e, 1, MS_WHEN_TRAVEL, &leg->departs);
            pnr_when(p, &e, 3, MS_WHEN_TRAVEL, &leg->arrives);
            end_day(leg, e.c[5].n && !ms_str_eq(e.c[5], MS_STR("0")));
        } else if (e.element == 2) {
            leg->from = e.c[1];
        } else if (e.element == 3) {
            leg->to = e.c[1];
        } else if (e.element == 4) {
            leg->carrier = e.c[1];
            leg->operator_carrier = e.c[2];
        } else {
            leg->number = number_of(p, e.c[1], e.c[3]);
            leg->booking_class = e.c[2];
        }
    }
}

void pnr_top_tvl(pnr *p)
{
    ms_manifest *m = p->m;
    ms_leg leg = {0};
    read_tvl(p, &leg);
    ms_leg *to = PNR_MORE(p, m, legs);
    if (!to) return;
    *to = leg;
    if (m->n_legs > 1) return;
    m->carrier = leg.carrier;
    m->number = leg.number;
}

static bool same_day(ms_travel_time a, ms_travel_time b)
{
    return a.day.date.year == b.day.date.year && a.day.date.month == b.day.date.month &&
           a.day.date.day == b.day.date.day;
}

static bool same_flight(const ms_leg *a, const ms_leg *b)
{
    return ms_str_eq(a->number, b->number) && ms_str_eq(a->carrier, b->carrier) &&
           same_day(a->departs, b->departs) && ms_str_eq(a->from, b->from);
}

uint32_t pnr_tvl(pnr *p)
{
    ms_booking *b = pnr_booking(p);
    ms_leg leg = {0};
    read_tvl(p, &leg);
    if (p->leg && !leg.from.n && !leg.to.n && !leg.departs.day.sent.n) {
        /* The number under which the operating carrier flies stands in a TVL of its own. */
        b->legs[p->leg - 1].operator_number = leg.number;
        return p->leg;
    }
    for (uint32_t i = 0; i < b->n_legs; i++) {
        if (!same_flight(&b->legs[i], &leg) || !ms_str_eq(b->legs[i].to, leg.to)) continue;
        pnr_odd(p, MS_ODDITY_PNR_TWICE, 0, 0);
        return i + 1;
    }
    if (!leg.number.n && !leg.from.n && !leg.to.n) {
        pnr_odd(p, MS_ODDITY_PNR_VALUE, 0, 0);
        return PNR_NONE;
    }
    ms_leg *to = PNR_MORE(p, b, legs);
    if (!to) return PNR_NONE;
    *to = leg;
    return b->n_legs;
}

void pnr_tra(pnr *p)
{
    if (p->part != PNR_FLIGHT || !p->leg) return;
    ms_leg *leg = &pnr_booking(p)->legs[p->leg - 1];
    leg->operator_carrier = pnr_get(p->s, 1, 1);
    leg->operator_number = number_of(p, pnr_get(p->s, 2, 1), pnr_get(p->s, 2, 3));
}

void pnr_past_tvl(pnr *p)
{
    ms_booking *b = pnr_booking(p);
    ms_leg leg = {0};
    read_tvl(p, &leg);
    if (!leg.from.n || !leg.departs.day.date.year) return;
    for (uint32_t i = 0; i < b->n_legs; i++)
        if (same_flight(&b->legs[i], &leg)) return;
    ms_leg *to = PNR_MORE(p, b, legs);
    if (!to) return;
    *to = leg;
    to->cancelled = true;
}

uint32_t pnr_leg_between(pnr *p, ms_str from, ms_str to)
{
    const ms_booking *b = pnr_booking(p);
    if (!from.n && !to.n) return p->leg;
    for (uint32_t k = 0; k <= b->n_legs; k++) {
        uint32_t n = k ? k : p->leg;
        if (n && ms_str_eq(b->legs[n - 1].from, from) && ms_str_eq(b->legs[n - 1].to, to))
            return n;
    }
    return PNR_NONE;
}

/* ---- seats --------------------------------------------------------------- */

static ms_str without_zeros(ms_str s)
{
    while (s.n > 1 && *s.p == '0') s.p++, s.n--;
    return s;
}

bool pnr_is_seat(ms_str s)
{
    size_t digits = ms_digits(s).n;
    return digits >= 1 && digits <= 3 && s.n == digits + 1 && ms_is_letter(s.p[digits]);
}

void pnr_seat(pnr *p, uint32_t who, uint32_t leg, ms_str seat, ms_str cabin, bool boarded)
{
    if (!who || !leg) return;
    if (!pnr_is_seat(seat)) seat = (ms_str){0};
    if (!seat.n && !boarded) return;
    ms_traveller *t = pnr_traveller(p, who);
    ms_seat *row = NULL;
    for (uint32_t i = 0; i < t->n_seats && !row; i++)
        if (t->seats[i].leg == leg &&
            ms_str_eq(without_zeros(t->seats[i].seat), without_zeros(seat)))
            row = &t->seats[i];
    if (!row && !(row = PNR_MORE(p, t, seats))) return;
    row->leg = leg;
    if (!row->seat.n) row->seat = seat;
    if (!row->cabin.n) row->cabin = cabin;
    row->boarded |= boarded;
}

void pnr_ssd(pnr *p)
{
    ms_str cabin = pnr_get(p->s, 5, 1);
    if (!p->who || !p->leg) pnr_odd(p, MS_ODDITY_PNR_NOBODY, 0, 0);
    pnr_seat(p, p->who, p->leg, pnr_get(p->s, 1, 1), cabin.n ? cabin : pnr_get(p->s, 4, 1),
             true);
}

/* ---- bags ---------------------------------------------------------------- */

/* A TBD while it is read. */
typedef struct bags {
    uint32_t pieces, kilograms; /* of all */
    uint32_t tags, sum;         /* how many tags, and pieces that they say they are for */
} bags;

static uint32_t kilograms_of(ms_str weight, ms_str unit)
{
    uint32_t n = pnr_number(weight);
    bool pounds = ms_str_eq(unit, MS_STR("701")); /* 6411: 700 kilograms, 701 pounds */
    return pounds ? (uint32_t)(((uint64_t)n * 45359237 + 50000000) / 100000000) : n;
}

/* The place of HP and MP, head and member of a pool, with its number: HP:5.  What has a number
 * of bags or a place besides is a tag there too; elsewhere HP and MP are carriers. */
enum { POOL = 4 };

static bool is_pool(const pnr_element *e)
{
    bool mark = ms_str_eq(e->c[1], MS_STR("HP")) || ms_str_eq(e->c[1], MS_STR("MP"));
    return e->element == POOL && mark && !e->c[3].n && !e->c[4].n;
}

/* A tag has a digit. */
static bool is_tag(const pnr_element *e)
{
    return e->element >= POOL && !is_pool(e) && pnr_code(e->c[2], 1, 12) &&
           ms_has_digit(e->c[2]);
}

/* The guide allows 99 tags behind five elements. */
enum { LAST_TAG = 105 };

static bags count_bags(const ms_edi_segment *s)
{
    bags b = {0};
    pnr_element e;
    for (uint32_t i = 0; pnr_next(s, &i, &e) && e.element <= LAST_TAG;) {
        if (e.element == 2) {
            b.pieces = pnr_number(e.c[1]);
            b.kilograms = kilograms_of(e.c[2], e.c[3]);
        } else if (e.element == 1) {
            b.pieces = pnr_number(e.c[1]);
        } else if (is_tag(&e)) {
            uint32_t n = pnr_number(e.c[3]);
            b.tags++;
            b.sum += e.c[3].n ? (n ? n : 100000) : 1;
        }
    }
    return b;
}

static bool has_tag(const ms_traveller *t, uint32_t leg, ms_str tag)
{
    for (uint32_t i = 0; i < t->n_bags; i++)
        if (t->bags[i].leg == leg && ms_str_eq(t->bags[i].tag, tag)) return true;
    return false;
}

void pnr_tbd(pnr *p)
{
    bags b = count_bags(p->s);
    pnr_element e;
    if (!p->who || !p->leg) {
        pnr_odd(p, MS_ODDITY_PNR_NOBODY, 0, 0);
        return;
    }
    ms_traveller *t = pnr_traveller(p, p->who);
    bool each = b.pieces && b.sum != b.pieces && b.tags;
    if (each) pnr_odd(p, MS_ODDITY_PNR_BAGS, 2, 1);
    if (!b.tags && b.pieces && !has_tag(t, p->leg, (ms_str){0})) {
        ms_bag *bag = PNR_MORE(p, t, bags);
        if (bag) *bag = (ms_bag){.leg = p->leg, .pieces = b.pieces, .weight = b.kilograms};
    }
    for (uint32_t i = 0; pnr_next(p->s, &i, &e) && e.element <= LAST_TAG;) {
        if (!is_tag(&e) || has_tag(t, p->leg, e.c[2])) continue;
        ms_bag *bag = PNR_MORE(p, t, bags);
        if (!bag) return;
        bool place = pnr_code(e.c[4], 3, 5);
        *bag = (ms_bag){.leg = p->leg,
                        .tag = e.c[2],
                        .pieces = each || !e.c[3].n ? 1 : pnr_number(e.c[3]),
                        .weight = b.kilograms,
                        .to = place ? e.c[4] : (ms_str){0}};
        if (e.c[4].n > 1 && !place) pnr_odd(p, MS_ODDITY_PNR_VALUE, e.element, 4);
        b.kilograms = 0;
    }
}
