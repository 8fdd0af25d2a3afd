/* Legs: TDT, and the places and times behind it.
 *
 * A leg is made for each TDT; places fill it, and begin another one where it is full: what
 * departs where the leg already departs, what arrives where it already arrives.  So segments of
 * a leg may come in any order, and a progressive flight may have one TDT or several. */
#include "travel/paxlst.h"

/* Places in TDT (EDSD D.21B). */
enum { STAGE = 1, NUMBER = 2, MODE = 3, CARRIER = 5, CRAFT = 8 };

/* A flight number: the carrier's two or three characters, up to four digits, a letter. */
enum { IATA = 2, ICAO = 3, DIGITS = 4 };

/* Whether the rest behind the carrier is a flight number. */
static bool flight(ms_str s)
{
    size_t n = ms_digits(s).n;
    return n && n <= DIGITS && (n == s.n || (n + 1 == s.n && ms_is_letter(s.p[n])));
}

/* How many characters of "UA0989", "B2740", "THY334A" are the carrier; 0: no flight. */
static size_t carrier_of(ms_str s)
{
    if (s.n > IATA && (ms_is_letter(s.p[0]) || ms_is_letter(s.p[1])) &&
        (ms_is_letter(s.p[0]) || ms_is_digit(s.p[0])) &&
        (ms_is_letter(s.p[1]) || ms_is_digit(s.p[1])) &&
        flight((ms_str){s.p + IATA, s.n - IATA}))
        return IATA;
    if (s.n > ICAO && ms_is_letter(s.p[0]) && ms_is_letter(s.p[1]) && ms_is_letter(s.p[2]) &&
        flight((ms_str){s.p + ICAO, s.n - ICAO}))
        return ICAO;
    return 0;
}

/* Divides the identifier of the journey: "UA0989" with or without its carrier in C040. */
static void set_number(paxlst *p, const ms_edi_segment *s, ms_leg *leg)
{
    ms_str id = ms_str_trim(ms_edi_get(s, NUMBER, 1));
    ms_str mode = ms_edi_get(s, MODE, 1);
    leg->carrier = ms_str_trim(ms_edi_get(s, CARRIER, 1));
    if (!leg->carrier.n) leg->carrier = ms_str_trim(ms_edi_get(s, CARRIER, 4));
    leg->number = id;
    if (mode.n && !ms_str_eq(mode, MS_STR("4"))) return;
    size_t n = carrier_of(id);
    ms_str own = {id.p, n};
    if (leg->carrier.n && id.n > leg->carrier.n &&
        memcmp(id.p, leg->carrier.p, leg->carrier.n) == 0)
        n = leg->carrier.n;
    else if (n && leg->carrier.n) ms_content_odd(p->c, MS_ODDITY_PAX_CARRIER, s, NUMBER, 1);
    else if (n) leg->carrier = own;
    if (n) leg->number = (ms_str){id.p + n, id.n - n};
}

static ms_leg *leg_at(paxlst *p, uint32_t number)
{
    return number ? &p->m->legs[number - 1] : NULL;
}

/* One more leg of the same transport; its number, 0 without memory. */
static uint32_t more(paxlst *p)
{
    uint32_t n = p->m->n_legs;
    ms_leg *leg = MS_MORE(p->c, p->m, legs);
    if (!leg) return 0;
    if (n > p->legs) {
        leg->carrier = p->m->legs[n - 1].carrier;
        leg->number = p->m->legs[n - 1].number;
    }
    return n + 1;
}

static void set_manifest(paxlst *p, const ms_edi_segment *s, const ms_leg *leg)
{
    ms_manifest *m = p->m;
    const char *mode = pax_mode(ms_edi_get(s, MODE, 1));
    ms_str craft = ms_str_trim(ms_edi_get(s, CRAFT, 4));
    if (!craft.n) craft = ms_str_trim(ms_edi_get(s, CRAFT, 1));
    if (!m->mode.n) m->mode = ms_str_z(mode);
    if (!m->carrier.n) m->carrier = leg->carrier;
    if (!m->number.n) m->number = leg->number;
    if (!m->craft.n) m->craft = craft;
}

void pax_tdt(paxlst *p, const ms_edi_segment *s)
{
    if (p->m->n_travellers && p->transport) {
        p->owner = PAX_OF_JOURNEY;
        ms_content_drop(p->c, MS_DROPPED_OTHER);
        return;
    }
    pax_end(p);
    p->owner = PAX_OF_TRANSPORT;
    p->transport = true;
    p->legs = p->m->n_legs;
    p->from = p->to = more(p);
    ms_leg *leg = leg_at(p, p->from);
    if (!leg) return;
    set_number(p, s, leg);
    set_manifest(p, s, leg);
}

/* The last leg of the current transport, one more where it has none. */
static uint32_t last(paxlst *p)
{
    return p->m->n_legs > p->legs ? p->m->n_legs : more(p);
}

static void departs_at(paxlst *p, ms_str place)
{
    uint32_t n = last(p);
    const ms_leg *now = leg_at(p, n);
    bool again = now && ms_str_eq(now->from, place) && !now->to.n;
    if (now && now->from.n && !again) n = more(p);
    ms_leg *leg = leg_at(p, n);
    if (leg) leg->from = place;
    p->from = n;
}

static void arrives_at(paxlst *p, ms_str place)
{
    uint32_t n = last(p);
    ms_str from = n ? p->m->legs[n - 1].to : (ms_str){0};
    if (from.n && !ms_str_eq(from, place)) {
        n = more(p);
        if (n) p->m->legs[n - 1].from = from;
    }
    ms_leg *leg = leg_at(p, n);
    if (leg) leg->to = place;
    p->to = n;
}

void pax_leg_place(paxlst *p, pax_of of, ms_str place)
{
    if (of == PAX_STOP) {
        uint32_t n = last(p);
        const ms_leg *leg = leg_at(p, n);
        const pax_row *time = p->next && p->next->tag == MS_EDI_TAG('D', 'T', 'M')
                                  ? pax_dtm(ms_edi_get(p->next, 1, 1))
                                  : NULL;
        if (!leg) return;
        bool open = leg->from.n && !leg->to.n;
        if (time && (time->of == PAX_FROM || time->of == PAX_TO)) of = time->of;
        else of = open ? PAX_TO : PAX_FROM;
        if (open && of == PAX_FROM) arrives_at(p, place);
    }
    if (of == PAX_FROM) departs_at(p, place);
    else arrives_at(p, place);
}

void pax_leg_time(paxlst *p, const ms_edi_segment *s, pax_of of, const ms_travel_time *t)
{
    uint32_t n = of == PAX_FROM ? p->from : p->to;
    ms_leg *leg = leg_at(p, n ? n : last(p));
    if (!leg) return;
    ms_travel_time *to = of == PAX_FROM ? &leg->departs : &leg->arrives;
    /* A stop of one segment with both times: it departs on the next leg. */
    bool other = to->day.sent.n && !ms_str_eq(to->day.sent, t->day.sent);
    if (of == PAX_FROM && other && leg->to.n && p->to == n) {
        ms_str place = leg->to;
        departs_at(p, place);
        leg = leg_at(p, p->from);
        if (!leg) return;
        to = &leg->departs;
    }
    if (!to->day.sent.n) *to = *t;
    else if (!ms_str_eq(to->day.sent, t->day.sent))
        ms_content_odd(p->c, MS_ODDITY_PAX_SECOND, s, 1, 2);
}
