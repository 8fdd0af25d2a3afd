/* PNRGOV: bookings of a flight (WCO/IATA/ICAO guide for EDIFACT, 10.1 to 13.1). */
#include "travel/pnrgov.h"

void pnr_odd(pnr *p, ms_oddity_code code, unsigned element, unsigned component)
{
    ms_content_odd(p->c, code, p->s, element, component);
}

bool pnr_full(pnr *p, uint32_t n)
{
    if (n < PNR_ROWS) return false;
    pnr_odd(p, MS_ODDITY_PNR_TOO_MANY, 0, 0);
    return true;
}

/* ---- texts --------------------------------------------------------------- */

bool pnr_next(const ms_edi_segment *s, uint32_t *i, pnr_element *out)
{
    if (*i >= s->n) return false;
    const ms_edi_value *first = &s->v[*i], *v = first;
    *out = (pnr_element){.element = first->element};
    for (;
         v < s->v + s->n && v->element == first->element && v->repetition == first->repetition;
         v++)
        if (v->component < PNR_COMPONENTS) out->c[v->component] = ms_str_trim(v->text);
    *i += (uint32_t)(v - first);
    return true;
}

bool pnr_code(ms_str s, size_t min, size_t max)
{
    if (s.n < min || s.n > max) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!ms_is_letter(s.p[i]) && !ms_is_digit(s.p[i])) return false;
    return true;
}

static int16_t minute_of(ms_str s)
{
    if ((s.n != 4 && s.n != 6) || ms_digits(s).n != s.n) return MS_MINUTE_UNKNOWN;
    int hour = (s.p[0] - '0') * 10 + s.p[1] - '0', minute = (s.p[2] - '0') * 10 + s.p[3] - '0';
    return hour < 24 && minute < 60 ? (int16_t)(hour * 60 + minute) : MS_MINUTE_UNKNOWN;
}

void pnr_when(pnr *p, const pnr_element *e, unsigned component, ms_when_use use,
              ms_travel_time *out)
{
    ms_str day = e->c[component], time = e->c[component + 1];
    *out = pnr_never;
    if (day.n == 4 && !time.n) { /* a time where the day stands */
        time = day;
        day = (ms_str){0};
        pnr_odd(p, MS_ODDITY_PNR_SHIFTED, e->element, component);
    }
    if (day.n && !ms_when_read(day, "DDMMYY", use, p->c->sent, out))
        pnr_odd(p, MS_ODDITY_PNR_DATE, e->element, component);
    out->minute = minute_of(time);
    if (time.n && out->minute == MS_MINUTE_UNKNOWN)
        pnr_odd(p, MS_ODDITY_PNR_DATE, e->element, component + 1);
}

void pnr_day(pnr *p, ms_str text, ms_when_use use, ms_travel_date *out)
{
    enum { CENTURY = 9, LONGEST = 11 };
    ms_travel_time when = {0};
    if (!text.n) return;
    bool read =
        text.n <= LONGEST &&
        ms_when_read(text, text.n < CENTURY ? "DDBBBYY" : "DDBBBCCYY", use, p->c->sent, &when);
    if (!read) pnr_odd(p, MS_ODDITY_PNR_DATE, 1, 9);
    if (!read && out->sent.n) return;
    if (!out->date.year) *out = when.day;
    else if (memcmp(&out->date, &when.day.date, sizeof when.day.date) != 0)
        pnr_odd(p, MS_ODDITY_PNR_CONTRADICTION, 1, 9);
}

void pnr_set(pnr *p, ms_str *to, ms_str value)
{
    if (!to->n) *to = value;
    else if (value.n && !ms_str_eq(*to, value)) pnr_odd(p, MS_ODDITY_PNR_CONTRADICTION, 1, 9);
}

/* ---- the message --------------------------------------------------------- */

static void top_segment(pnr *p)
{
    const ms_edi_segment *s = p->s;
    ms_manifest *m = p->m;
    switch (s->tag) {
    case MS_EDI_TAG('M', 'S', 'G'):
        /* 1225: 22 a push of all bookings, 141 of those that changed. */
        m->action = ms_edi_is(s, 1, 2, "141") ? MS_STR("change") : MS_STR("report");
        break;
    case MS_EDI_TAG('T', 'V', 'L'): pnr_top_tvl(p); break;
    case MS_EDI_TAG('E', 'Q', 'N'): m->announced = pnr_number(pnr_get(s, 1, 1)); break;
    default: break;
    }
}

/* ---- bookings ------------------------------------------------------------ */

/* RCI: the first is the locator of who sends; when a booking was made is UTC. */
static void read_locator(pnr *p)
{
    ms_booking *b = pnr_booking(p);
    pnr_element e;
    uint32_t i = 0;
    if (!pnr_next(p->s, &i, &e) || e.element != 1) return;
    if (p->part == PNR_SPLIT) pnr_set(p, &b->split_from, e.c[2]);
    if (i < p->s->n) ms_content_drop(p->c, MS_DROPPED_OTHER);
    if (p->part != PNR_HEAD || b->locator.n) return;
    b->carrier = e.c[1];
    b->locator = e.c[2];
    bool shifted = e.c[3].n == 6 && !e.c[5].n;
    if (shifted) pnr_odd(p, MS_ODDITY_PNR_SHIFTED, 1, 3);
    pnr_when(p, &e, shifted ? 3 : 4, MS_WHEN_ISSUE, &b->made);
    if (b->made.minute != MS_MINUTE_UNKNOWN) b->made.offset = 0;
}

/* ORG: who made the booking, as a number of IATA or an office, and where; the place of the
 * first element is that of the system which delivers. */
static void read_agency(pnr *p)
{
    ms_booking *b = pnr_booking(p);
    if (p->part != PNR_HEAD || b->agency.n) return;
    b->agency = pnr_get(p->s, 2, 1);
    if (!b->agency.n) b->agency = pnr_get(p->s, 2, 2);
    if (!b->agency.n) return;
    b->agency_place = pnr_get(p->s, 3, 1);
}

/* DAT 710: when tickets were issued. */
static void read_dates(pnr *p)
{
    pnr_element e;
    if (p->part != PNR_PERSON && p->part != PNR_HEAD) return;
    for (uint32_t i = 0; pnr_next(p->s, &i, &e);) {
        ms_travel_time when;
        if (!ms_str_eq(e.c[1], MS_STR("710"))) continue;
        pnr_when(p, &e, 2, MS_WHEN_ISSUE, &when);
        if (!when.day.date.year) continue;
        uint32_t who = p->part == PNR_PERSON ? p->who : PNR_NONE;
        uint32_t row = who ? p->ticket : PNR_NONE;
        if (!row) row = pnr_ticket(p, who, (ms_str){0}, (ms_str){0});
        if (!row) return;
        ms_ticket *t = who ? pnr_traveller(p, who)->tickets : pnr_booking(p)->tickets;
        t[row - 1].issued = when.day;
    }
}

/* RPI: how many travel on the leg, and the state of its booking. */
static void read_status(pnr *p)
{
    static const char *const cancelled[] = {"XX", "HX", "UC", "UN", "NO", "XK", "XL", "XR"};
    ms_booking *b = pnr_booking(p);
    uint32_t n = pnr_number(pnr_get(p->s, 1, 1));
    if (p->part != PNR_FLIGHT || !p->leg) return;
    if (n > b->announced) b->announced = n;
    ms_leg *leg = &b->legs[p->leg - 1];
    leg->status = pnr_get(p->s, 2, 1);
    for (size_t i = 0; i < sizeof cancelled / sizeof *cancelled; i++)
        if (ms_str_eq(leg->status, ms_str_z(cancelled[i]))) leg->cancelled = true;
}

/* FOP: what kind of payment; numbers, dates and amounts are not kept. */
static void read_payment(pnr *p)
{
    ms_booking *b = pnr_booking(p);
    pnr_element e;
    p->payer = true;
    for (uint32_t i = 0; pnr_next(p->s, &i, &e);) {
        ms_str kind = e.c[1], card = e.c[4];
        bool known = false;
        if (e.c[3].n || e.c[5].n) ms_content_drop(p->c, MS_DROPPED_PAYMENT);
        if (!pnr_code(kind, 1, 3)) continue;
        if (!pnr_code(card, 2, 2)) card = (ms_str){0};
        for (uint32_t k = 0; k < b->n_payments && !known; k++)
            known =
                ms_str_eq(b->payments[k].kind, kind) && ms_str_eq(b->payments[k].card, card);
        ms_payment *pay = known ? NULL : PNR_MORE(p, b, payments);
        if (pay) *pay = (ms_payment){.kind = kind, .card = card};
    }
}

static void read_ticket(pnr *p)
{
    if (p->part != PNR_PERSON && p->part != PNR_HEAD) return;
    p->ticket = pnr_ticket(p, p->part == PNR_PERSON ? p->who : PNR_NONE, pnr_get(p->s, 1, 1),
                           pnr_get(p->s, 1, 2));
}

/* Who stands in a group of check-in has checked in. */
static void check_in(pnr *p)
{
    if (p->part == PNR_CHECK && p->who) pnr_traveller(p, p->who)->status = MS_STR("checked_in");
}

/* TRI: who checks in; TIF behind it says the same. */
static void read_check_in(pnr *p)
{
    ms_str reference = pnr_get(p->s, 2, 4);
    const ms_edi_segment *end = p->c->item->v + p->c->item->n;
    bool named = p->s + 1 < end && p->s[1].tag == MS_EDI_TAG('T', 'I', 'F');
    p->who = pnr_by_reference(p, reference);
    if (!p->who && !named) pnr_odd(p, MS_ODDITY_PNR_REFERENCE, 2, 4);
    check_in(p);
}

/* What is known and not kept. */
static bool drop(pnr *p)
{
    ms_dropped kind = MS_DROPPED_OTHER;
    switch (p->s->tag) {
    case MS_EDI_TAG('M', 'O', 'N'):
    case MS_EDI_TAG('T', 'X', 'D'):
    case MS_EDI_TAG('E', 'B', 'D'): kind = MS_DROPPED_PAYMENT; break;
    case MS_EDI_TAG('L', 'T', 'S'): kind = MS_DROPPED_FREE_TEXT; break;
    case MS_EDI_TAG('P', 'T', 'K'):
    case MS_EDI_TAG('F', 'A', 'R'):
    case MS_EDI_TAG('R', 'E', 'F'):
    case MS_EDI_TAG('A', 'P', 'D'):
    case MS_EDI_TAG('E', 'R', 'C'):
    case MS_EDI_TAG('N', 'A', 'D'):
    case MS_EDI_TAG('T', 'R', 'S'): break;
    default: return false;
    }
    ms_content_drop(p->c, kind);
    return true;
}

/* A segment of a booking, once its travellers and legs are known. */
static void booking_segment(pnr *p, uint32_t made)
{
    switch (p->s->tag) {
    case MS_EDI_TAG('T', 'I', 'F'):
        p->who = made;
        p->ticket = PNR_NONE;
        p->payer = false;
        check_in(p);
        break;
    case MS_EDI_TAG('T', 'V', 'L'): p->leg = made; break;
    case MS_EDI_TAG('R', 'C', 'I'): read_locator(p); break;
    case MS_EDI_TAG('O', 'R', 'G'): read_agency(p); break;
    case MS_EDI_TAG('D', 'A', 'T'): read_dates(p); break;
    case MS_EDI_TAG('R', 'P', 'I'): read_status(p); break;
    case MS_EDI_TAG('S', 'S', 'R'): pnr_ssr(p); break;
    case MS_EDI_TAG('F', 'T', 'I'): pnr_fti(p); break;
    case MS_EDI_TAG('T', 'K', 'T'): read_ticket(p); break;
    case MS_EDI_TAG('F', 'O', 'P'): read_payment(p); break;
    case MS_EDI_TAG('A', 'D', 'D'): pnr_add(p); break;
    case MS_EDI_TAG('I', 'F', 'T'): pnr_ift(p); break;
    case MS_EDI_TAG('T', 'R', 'I'): read_check_in(p); break;
    case MS_EDI_TAG('S', 'S', 'D'): pnr_ssd(p); break;
    case MS_EDI_TAG('T', 'B', 'D'): pnr_tbd(p); break;
    case MS_EDI_TAG('S', 'R', 'C'):
    case MS_EDI_TAG('T', 'R', 'A'):
    case MS_EDI_TAG('M', 'S', 'G'):
    case MS_EDI_TAG('E', 'Q', 'N'): break;
    default:
        if (!drop(p)) pnr_odd(p, MS_ODDITY_PNR_SEGMENT, 0, 0);
    }
}

/* ---- parts --------------------------------------------------------------- */

/* The part that `s` stands in. */
static pnr_part part_of(pnr_part part, const ms_edi_segment *s)
{
    if (s->tag == MS_EDI_TAG('A', 'B', 'I') || part == PNR_HISTORY) return PNR_HISTORY;
    switch (s->tag) {
    case MS_EDI_TAG('S', 'R', 'C'): return PNR_HEAD;
    case MS_EDI_TAG('T', 'I', 'F'): return part == PNR_CHECK ? PNR_CHECK : PNR_PERSON;
    case MS_EDI_TAG('T', 'V', 'L'): return part == PNR_OTHER ? PNR_OTHER : PNR_FLIGHT;
    case MS_EDI_TAG('T', 'R', 'I'): return PNR_CHECK;
    case MS_EDI_TAG('E', 'Q', 'N'): return part <= PNR_HEAD ? part : PNR_SPLIT;
    case MS_EDI_TAG('M', 'S', 'G'): /* 4025: 1 air */
        if (part <= PNR_PERSON) return part;
        return ms_edi_is(s, 1, 1, "1") ? PNR_FLIGHT : PNR_OTHER;
    case MS_EDI_TAG('S', 'A', 'C'): return PNR_HISTORY;
    default: return part;
    }
}

/* What of history is kept: legs that were cancelled. */
static void past_segment(pnr *p)
{
    ms_str act;
    switch (p->s->tag) {
    case MS_EDI_TAG('S', 'A', 'C'):
        act = pnr_get(p->s, 3, 1);
        p->act = act.n ? *act.p : 0;
        break;
    case MS_EDI_TAG('T', 'V', 'L'):
        if (p->act == 'X') pnr_past_tvl(p);
        break;
    case MS_EDI_TAG('A', 'B', 'I'): p->act = 0; break;
    case MS_EDI_TAG('L', 'T', 'S'):
    case MS_EDI_TAG('I', 'F', 'T'): ms_content_drop(p->c, MS_DROPPED_FREE_TEXT); return;
    default: break;
    }
    ms_content_drop(p->c, MS_DROPPED_HISTORY);
}

/* The travellers and legs of segments `from` to `to`. */
static void make_booking(pnr *p, uint32_t from, uint32_t to)
{
    p->part = PNR_HEAD;
    for (uint32_t i = from; i < to && !p->c->rc; i++) {
        p->s = &p->c->item->v[i];
        p->part = part_of(p->part, p->s);
        if (p->part == PNR_HISTORY || p->part == PNR_OTHER) continue;
        if (p->s->tag == MS_EDI_TAG('T', 'I', 'F')) p->made[i] = pnr_tif(p);
        if (p->s->tag == MS_EDI_TAG('T', 'V', 'L')) p->made[i] = p->leg = pnr_tvl(p);
        if (p->s->tag == MS_EDI_TAG('T', 'R', 'A')) pnr_tra(p);
    }
}

static void fill_booking(pnr *p, uint32_t from, uint32_t to)
{
    p->part = PNR_HEAD;
    p->who = p->leg = p->ticket = PNR_NONE;
    p->payer = false;
    p->act = 0;
    for (uint32_t i = from; i < to && !p->c->rc; i++) {
        p->s = &p->c->item->v[i];
        p->part = part_of(p->part, p->s);
        if (p->part == PNR_HISTORY) past_segment(p);
        else if (p->part == PNR_OTHER) ms_content_drop(p->c, MS_DROPPED_OTHER);
        else booking_segment(p, p->made[i]);
    }
}

static bool has_ticket(const ms_traveller *t, ms_str number)
{
    for (uint32_t i = 0; i < t->n_tickets; i++)
        if (ms_str_eq(t->tickets[i].number, number)) return true;
    return false;
}

/* Leaves to the booking the tickets that no traveller has: what names nobody may repeat them.
 */
static void share_tickets(pnr *p)
{
    ms_booking *b = pnr_booking(p);
    uint32_t left = 0, end = pnr_searched(p);
    for (uint32_t k = 0; k < b->n_tickets; k++) {
        ms_str number = b->tickets[k].number;
        bool known = false;
        for (uint32_t i = p->first; number.n && i < end && !known; i++)
            known = has_ticket(&p->m->travellers[i], number);
        if (!known) b->tickets[left++] = b->tickets[k];
    }
    b->n_tickets = left;
}

/* What the travellers of a booking have of it, and whether all are there. */
static void finish_booking(pnr *p)
{
    ms_booking *b = pnr_booking(p);
    uint32_t named = 0, infants = 0;
    for (uint32_t i = p->first; i < p->m->n_travellers; i++) {
        ms_traveller *t = &p->m->travellers[i];
        bool infant = pnr_is_infant(t);
        t->locator = b->locator;
        infants += infant;
        named += !infant && t->sent_name.n && (t->surname.n || t->given.n);
        if (infant && !t->with.n && p->adults == 1)
            t->with = pnr_traveller(p, p->adult)->reference;
    }
    /* Infants without a seat are not among those that RPI counts. */
    uint32_t all = p->m->n_travellers - p->first - infants;
    b->unnamed = all - named;
    if (b->announced > named && b->announced - named > b->unnamed)
        b->unnamed = b->announced - named;
    if (b->announced > all && !b->group.n)
        ms_oddity_addf(&p->m->oddities, p->c->a,
                       ms_edi_place(MS_ODDITY_PNR_MISSING, p->s, 0, 0, 0),
                       "announced %u, counted %u", b->announced, all);
}

/* A booking: segments `from` to `to`. */
static void read_booking(pnr *p, uint32_t from, uint32_t to)
{
    p->s = &p->c->item->v[from];
    if (to - from == 1 && p->s->tag == MS_EDI_TAG('S', 'R', 'C')) {
        pnr_odd(p, MS_ODDITY_PNR_EMPTY, 0, 0);
        return;
    }
    if (!MS_MORE(p->c, p->m, bookings)) return;
    p->booking = p->m->n_bookings;
    p->first = p->m->n_travellers;
    p->who = p->leg = p->ticket = p->adult = PNR_NONE;
    p->adults = 0;
    pnr_booking(p)->made = pnr_never;
    make_booking(p, from, to);
    fill_booking(p, from, to);
    p->s = &p->c->item->v[from];
    if (p->c->rc) return;
    share_tickets(p);
    finish_booking(p);
}

/* True when a locator heads a booking: a date of the last change or a traveller follows, before
 * any flight or check-in. */
static bool heads(const ms_edi_segment *s, const ms_edi_segment *end)
{
    while (++s < end) {
        switch (s->tag) {
        case MS_EDI_TAG('D', 'A', 'T'):
            if (ms_edi_is(s, 1, 1, "700")) return true;
            break;
        case MS_EDI_TAG('T', 'I', 'F'): return true;
        case MS_EDI_TAG('S', 'S', 'R'):
        case MS_EDI_TAG('I', 'F', 'T'):
        case MS_EDI_TAG('O', 'R', 'G'):
        case MS_EDI_TAG('A', 'D', 'D'):
        case MS_EDI_TAG('E', 'B', 'D'): break;
        default: return false;
        }
    }
    return false;
}

/* True where a booking begins: at SRC; or, SRC being lost, at another locator that heads one or
 * at a date of the last change, and before the first booking at anything of a booking; and
 * where a further part of a message above the limit does.  `locator` is that of the booking so
 * far. */
static bool begins(pnr *p, pnr_part part, ms_str locator, const ms_edi_segment *end)
{
    const ms_edi_segment *s = p->s;
    bool top = part == PNR_TOP, lost = top && p->c->item->part > 1;
    switch (s->tag) {
    case MS_EDI_TAG('S', 'R', 'C'): return true;
    case MS_EDI_TAG('R', 'C', 'I'):
        lost =
            top || (part > PNR_HEAD && !ms_str_eq(pnr_get(s, 1, 2), locator) && heads(s, end));
        break;
    case MS_EDI_TAG('T', 'I', 'F'):
    case MS_EDI_TAG('S', 'S', 'R'):
    case MS_EDI_TAG('A', 'D', 'D'): lost = top; break;
    case MS_EDI_TAG('D', 'A', 'T'):
        lost = top || (part > PNR_PERSON && ms_edi_is(s, 1, 1, "700"));
        break;
    default: break;
    }
    if (lost) pnr_odd(p, MS_ODDITY_PNR_SRC, 0, 0);
    return lost;
}

static void read_segments(pnr *p)
{
    const ms_edi_item *item = p->c->item;
    uint32_t from = 0, n = item->n;
    pnr_part part = PNR_TOP;
    ms_str locator = {0};
    bool header = n && (item->v[0].tag == MS_EDI_TAG('U', 'N', 'H') ||
                        item->v[0].tag == MS_EDI_TAG('U', 'I', 'H'));
    if (item->trailer && n) n--;
    for (uint32_t i = header ? 1 : 0; i < n && !p->c->rc; i++) {
        p->s = &item->v[i];
        if (begins(p, part, locator, item->v + n)) {
            if (part != PNR_TOP) read_booking(p, from, i);
            from = i;
            part = part_of(PNR_HEAD, &item->v[i]);
            locator = (ms_str){0};
        } else if (part == PNR_TOP) {
            top_segment(p);
        } else {
            part = part_of(part, p->s);
        }
        if (part != PNR_TOP && !locator.n && item->v[i].tag == MS_EDI_TAG('R', 'C', 'I'))
            locator = pnr_get(&item->v[i], 1, 2);
    }
    if (part != PNR_TOP && !p->c->rc) read_booking(p, from, n);
}

static void check_count(pnr *p)
{
    ms_manifest *m = p->m;
    const ms_edi_item *item = p->c->item;
    bool whole = item->part <= 1 && !item->more && m->part <= 1 && m->last;
    if (!whole || !m->announced || m->announced == m->n_bookings) return;
    ms_oddity_code code =
        m->announced == m->n_travellers ? MS_ODDITY_PNR_COUNT_PEOPLE : MS_ODDITY_PNR_COUNT;
    ms_oddity_addf(&m->oddities, p->c->a, ms_edi_place(code, p->c->item->v, 0, 0, 0),
                   "announced %u, counted %u", m->announced, m->n_bookings);
}

/* Releases up to this one are compared with messages of carriers; later ones are read alike. */
enum { FIRST_RELEASE = 10, LAST_RELEASE = 13 };

static void check_release(pnr *p)
{
    uint32_t version = pnr_number(p->c->item->header->version);
    if (p->c->item->part > 1 || !p->c->item->header->type.n) return;
    if (version < FIRST_RELEASE || version > LAST_RELEASE)
        pnr_odd(p, MS_ODDITY_PNR_RELEASE, 2, 2);
}

void ms_pnrgov_read(ms_content *c)
{
    pnr p = {.c = c, .m = c->m, .s = c->item->v};
    ms_manifest *m = c->m;
    m->content = MS_STR("bookings");
    m->action = MS_STR("report");
    m->mode = MS_STR("air");
    p.made = ms_arena_array(c->a, c->item->n, sizeof *p.made);
    check_release(&p);
    if (!p.made) c->rc = MS_ENOMEM;
    else read_segments(&p);
    if (!c->rc) check_count(&p);
}
