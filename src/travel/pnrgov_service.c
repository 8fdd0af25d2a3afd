/* Special services (SSR), frequent travellers and tickets. */
#include "base/table.h"
#include "travel/pnrgov.h"

extern const ms_table ms_table_services;

/* ---- programmes and tickets ---------------------------------------------- */

/* Adds a programme unless the traveller has it. */
static void loyalty(pnr *p, uint32_t who, ms_str carrier, ms_str number, ms_str level)
{
    if (!who || !number.n) return;
    ms_traveller *t = pnr_traveller(p, who);
    for (uint32_t i = 0; i < t->n_loyalty; i++) {
        ms_loyalty *l = &t->loyalty[i];
        if (!ms_str_eq(l->number, number) || !ms_str_eq(l->carrier, carrier)) continue;
        if (!l->level.n) l->level = level;
        return;
    }
    ms_loyalty *l = PNR_MORE(p, t, loyalty);
    if (l) *l = (ms_loyalty){.carrier = carrier, .number = number, .level = level};
}

void pnr_fti(pnr *p)
{
    pnr_element e;
    for (uint32_t i = 0; pnr_next(p->s, &i, &e);) {
        uint32_t who = pnr_by_reference(p, e.c[3]);
        if (!who && p->part == PNR_PERSON) who = p->who;
        if (!who) pnr_odd(p, MS_ODDITY_PNR_NOBODY, e.element, 2);
        loyalty(p, who, e.c[1], e.c[2], e.c[5].n ? e.c[5] : e.c[7]);
    }
}

uint32_t pnr_ticket(pnr *p, uint32_t who, ms_str number, ms_str kind)
{
    ms_booking *b = pnr_booking(p);
    ms_traveller *t = who ? pnr_traveller(p, who) : NULL;
    const ms_ticket *has = t ? t->tickets : b->tickets;
    uint32_t n = t ? t->n_tickets : b->n_tickets;
    for (uint32_t i = 0; i < n; i++)
        if (ms_str_eq(has[i].number, number) && (number.n || ms_str_eq(has[i].kind, kind)))
            return i + 1;
    ms_ticket *more = t ? PNR_MORE(p, t, tickets) : PNR_MORE(p, b, tickets);
    if (!more) return PNR_NONE;
    *more = (ms_ticket){.number = number, .kind = kind};
    return n + 1;
}

/* ---- what a service says -------------------------------------------------- */

static uint32_t leg_of(pnr *p, const pnr_service *v)
{
    uint32_t leg = pnr_leg_between(p, v->head.c[7], v->head.c[8]);
    if (!leg) pnr_odd(p, MS_ODDITY_PNR_NO_LEG, 1, 7);
    return leg;
}

/* Seats without references, ".03BN03AN": each with N or S for smoking behind it.  They are of
 * the travellers in their order when there is one for each. */
static void ordered_seats(pnr *p, const pnr_service *v, uint32_t leg)
{
    enum { MOST = 99 };
    ms_str seat[MOST], s = v->text;
    uint32_t n = 0, given = 0;
    if (s.n && *s.p == '.') s.p++, s.n--;
    while (s.n && n < MOST) {
        size_t len = ms_digits(s).n;
        ms_str one = {s.p, len + 1};
        if (len == s.n || !pnr_is_seat(one)) break;
        seat[n++] = one;
        s.p += one.n;
        s.n -= one.n;
        if (s.n && (*s.p == 'N' || *s.p == 'S')) s.p++, s.n--;
    }
    if (!n) return;
    uint32_t end = pnr_searched(p);
    for (uint32_t i = p->first; i < end; i++) given += !pnr_is_infant(&p->m->travellers[i]);
    pnr_odd(p, given == n ? MS_ODDITY_PNR_BY_ORDER : MS_ODDITY_PNR_NOBODY, 1, 9);
    for (uint32_t i = p->first, k = 0; given == n && i < end; i++)
        if (!pnr_is_infant(&p->m->travellers[i]))
            pnr_seat(p, i + 1, leg, seat[k++], (ms_str){0}, false);
}

static void seats(pnr *p, const pnr_service *v)
{
    pnr_element e;
    uint32_t leg = leg_of(p, v), i = 0, told = 0;
    if (!leg) return;
    for (pnr_next(p->s, &i, &e); pnr_next(p->s, &i, &e);) {
        if (!e.c[1].n) continue;
        told++;
        if (!pnr_is_seat(e.c[1])) continue; /* XXX: none yet */
        uint32_t who = pnr_owner(p, &e);
        if (!who) pnr_odd(p, MS_ODDITY_PNR_NOBODY, e.element, 1);
        pnr_seat(p, who, leg, e.c[1], (ms_str){0}, false);
    }
    if (!told) ordered_seats(p, v, leg);
}

static bool starts(ms_str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* The first run of ten digits or more: a ticket's number is 13, check digits and coupons
 * behind. */
static ms_str ticket_number(ms_str s)
{
    enum { LEAST = 10 };
    while (s.n) {
        ms_str digits = ms_digits(s);
        if (digits.n >= LEAST) return digits;
        s.p += digits.n + (digits.n < s.n);
        s.n -= digits.n + (digits.n < s.n);
    }
    return (ms_str){0};
}

/* "9631270001234C2", ".139...", "INF139..." (the infant's), "TKT NBR 355...". */
static void tickets(pnr *p, const pnr_service *v)
{
    ms_str number = ticket_number(v->text);
    uint32_t who = pnr_owner(p, &v->whose), infant = PNR_NONE;
    if (!number.n) {
        ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
        return;
    }
    if (who && starts(v->text, "INF")) infant = pnr_infant_of(p, who);
    if (infant) who = infant;
    pnr_ticket(p, who, number, v->head.c[1]);
}

/* "SQ8794285757 G/QPPS" */
static void programme(pnr *p, const pnr_service *v)
{
    ms_str s = v->text, carrier = v->head.c[4];
    uint32_t who = pnr_owner(p, &v->whose);
    if (s.n && *s.p == '/') s.p++, s.n--;
    size_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != '/' && s.p[n] != '-') n++;
    s.n = n;
    if (s.n > 2 && ms_is_letter(s.p[0]) && (ms_is_letter(s.p[1]) || ms_is_digit(s.p[1]))) {
        carrier = (ms_str){s.p, 2};
        s.p += 2;
        s.n -= 2;
    }
    if (!pnr_code(s, 4, 28)) {
        ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
        return;
    }
    if (!who) pnr_odd(p, MS_ODDITY_PNR_NOBODY, 1, 9);
    loyalty(p, who, carrier, s, (ms_str){0});
}

/* CHLD: "20SEP12". */
static void child(pnr *p, const pnr_service *v)
{
    ms_str part[1];
    uint32_t who = pnr_owner(p, &v->whose);
    if (!who) {
        pnr_odd(p, MS_ODDITY_PNR_NOBODY, 1, 9);
        return;
    }
    ms_traveller *t = pnr_traveller(p, who);
    if (ms_str_eq(t->role, MS_STR("passenger"))) t->role = MS_STR("child");
    pnr_parts(v->text, part, 1);
    if (part[0].n && ms_is_digit(*part[0].p)) pnr_day(p, part[0], MS_WHEN_BIRTH, &t->birth);
}

/* UMNR: "UM07" or "07". */
static void minor(pnr *p, const pnr_service *v)
{
    enum { OF_AGE = 18 };
    ms_str s = v->text;
    uint32_t who = pnr_owner(p, &v->whose);
    if (!who) {
        pnr_odd(p, MS_ODDITY_PNR_NOBODY, 1, 9);
        return;
    }
    ms_traveller *t = pnr_traveller(p, who);
    t->role = MS_STR("child");
    if (s.n && *s.p == '/') s.p++, s.n--;
    if (starts(s, "UM")) s.p += 2, s.n -= 2;
    uint32_t age = pnr_number(ms_digits(s));
    if (age && age < OF_AGE) t->age = age;
}

static void telephone(pnr *p, const pnr_service *v)
{
    if (!pnr_phone(p, pnr_owner(p, &v->whose), v->text, (ms_str){0}))
        ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
}

static void mail(pnr *p, const pnr_service *v)
{
    if (!pnr_email(p, pnr_owner(p, &v->whose), v->text, (ms_str){0}))
        ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
}

/* ---- which service -------------------------------------------------------- */

/* What column 2 of data/services.tsv may say. */
static const struct {
    const char *act;
    void (*read)(pnr *p, const pnr_service *v); /* NULL: left out */
    ms_dropped kind;
} acts[] = {
    {"seat", seats, 0},
    {"docs", pnr_docs, 0},
    {"doco", pnr_doco, 0},
    {"doca", pnr_doca, 0},
    {"infant", pnr_inft, 0},
    {"child", child, 0},
    {"minor", minor, 0},
    {"ticket", tickets, 0},
    {"loyalty", programme, 0},
    {"phone", telephone, 0},
    {"email", mail, 0},
    {"sensitive", NULL, MS_DROPPED_SENSITIVE},
    {"text", NULL, MS_DROPPED_FREE_TEXT},
    {"other", NULL, MS_DROPPED_OTHER},
};

/* The row of a code; of all codes of meals, which end in ML, that of ML. */
static bool find(ms_str code, uint32_t *row)
{
    if (ms_table_find(&ms_table_services, code, row)) return true;
    bool meal = code.n == 4 && code.p[2] == 'M' && code.p[3] == 'L';
    return meal && ms_table_find(&ms_table_services, MS_STR("ML"), row);
}

void pnr_ssr(pnr *p)
{
    pnr_service v = {0};
    uint32_t i = 0, row;
    if (!pnr_next(p->s, &i, &v.head) || v.head.element != 1) return;
    if (!pnr_next(p->s, &i, &v.whose)) v.whose = (pnr_element){0};
    v.text = v.head.c[9];
    if (!find(v.head.c[1], &row)) {
        ms_content_drop(p->c, MS_DROPPED_UNKNOWN);
        pnr_odd(p, MS_ODDITY_PNR_SERVICE, 1, 1);
        return;
    }
    ms_str act = ms_table_cell(&ms_table_services, row, 1);
    for (size_t k = 0; k < sizeof acts / sizeof *acts; k++) {
        if (!ms_str_eq(act, ms_str_z(acts[k].act))) continue;
        if (acts[k].read) acts[k].read(p, &v);
        else ms_content_drop(p->c, acts[k].kind);
    }
}
