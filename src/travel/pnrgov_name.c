/* Travellers of a booking: TIF, and whom a reference or a name means. */
#include "travel/pnrgov.h"

/* ---- whom --------------------------------------------------------------- */

static ms_str without_zeros(ms_str s)
{
    while (s.n > 1 && *s.p == '0') s.p++, s.n--;
    return s;
}

uint32_t pnr_searched(const pnr *p)
{
    uint32_t n = p->m->n_travellers;
    return n - p->first > PNR_SEARCHED ? p->first + PNR_SEARCHED : n;
}

uint32_t pnr_by_reference(pnr *p, ms_str reference)
{
    uint32_t end = pnr_searched(p), loose = PNR_NONE;
    if (!reference.n) return PNR_NONE;
    for (uint32_t i = p->first; i < end; i++) {
        ms_str his = p->m->travellers[i].reference;
        if (ms_str_eq(his, reference)) return i + 1;
        if (!loose && ms_str_eq(without_zeros(his), without_zeros(reference))) loose = i + 1;
    }
    return loose;
}

/* 0: another surname; else the better the more of the name agrees. */
static int name_fits(const ms_traveller *t, ms_str surname, ms_str given)
{
    if (!t->surname.n || ms_names_compare(t->surname, surname) != 2) return 0;
    if (!given.n || !t->given.n) return 1;
    return 1 + 2 * ms_names_compare(t->given, given);
}

uint32_t pnr_by_name(pnr *p, ms_str surname, ms_str given, bool infant)
{
    uint32_t best = PNR_NONE, end = pnr_searched(p);
    int fits = 0;
    bool several = false;
    for (uint32_t i = p->first; i < end; i++) {
        const ms_traveller *t = &p->m->travellers[i];
        if (infant && !pnr_is_infant(t)) continue;
        int f = name_fits(t, surname, given);
        if (f && f == fits) several = true;
        if (f > fits) {
            fits = f;
            best = i + 1;
            several = false;
        }
    }
    return several ? PNR_NONE : best;
}

uint32_t pnr_infant_of(pnr *p, uint32_t who)
{
    ms_str reference = pnr_traveller(p, who)->reference;
    uint32_t only = PNR_NONE, n = 0;
    for (uint32_t i = p->first, end = pnr_searched(p); i < end; i++) {
        const ms_traveller *t = &p->m->travellers[i];
        if (!pnr_is_infant(t)) continue;
        if (reference.n && ms_str_eq(t->with, reference)) return i + 1;
        if (t->with.n) continue;
        only = i + 1;
        n++;
    }
    return n == 1 ? only : PNR_NONE;
}

uint32_t pnr_owner(pnr *p, const pnr_element *e)
{
    bool only = p->m->n_travellers == p->first + 1;
    bool ours = p->part == PNR_PERSON || p->part == PNR_CHECK;
    if (ours && p->who && e->c[3].n && ms_str_eq(pnr_traveller(p, p->who)->reference, e->c[3]))
        return p->who; /* of several who have it, the one at hand */
    uint32_t who = pnr_by_reference(p, e->c[3]);
    /* 9944 stands fourth in the guide's composite, third in what carriers send. */
    if (!who && !e->c[3].n) who = pnr_by_reference(p, e->c[4]);
    if (who) return who;
    if (e->c[3].n) pnr_odd(p, MS_ODDITY_PNR_REFERENCE, e->element, 3);
    if (ours && p->who) return p->who;
    return only ? p->first + 1 : PNR_NONE;
}

/* ---- making travellers ---------------------------------------------------- */

static ms_str role_of(ms_str type, ms_str title)
{
    static const struct {
        const char *code, *role;
    } roles[] = {{"IN", "infant"}, {"INF", "infant"}, {"INS", "infant"}, {"C", "child"},
                 {"CH", "child"},  {"CHD", "child"},  {"CNN", "child"},  {"UM", "child"}};
    for (unsigned k = 0; k < 2; k++)
        for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
            if (ms_str_eq(k ? title : type, ms_str_z(roles[i].code)))
                return ms_str_z(roles[i].role);
    return MS_STR("passenger");
}

/* "SURNAME/GIVEN", as bookings write names. */
static ms_str joined(pnr *p, ms_str surname, ms_str given)
{
    if (!given.n) return surname;
    char *to = ms_arena_alloc(p->c->a, surname.n + 1 + given.n);
    if (!to) {
        p->c->rc = MS_ENOMEM;
        return (ms_str){0};
    }
    if (surname.n) memcpy(to, surname.p, surname.n);
    to[surname.n] = '/';
    memcpy(to + surname.n + 1, given.p, given.n);
    return (ms_str){to, surname.n + 1 + given.n};
}

/* A name as sent and as it is told apart. */
typedef struct name {
    ms_str whole, surname, given, title;
    bool nobody; /* TBA, or nothing at all: `whole` alone is set */
} name;

static name name_of(pnr *p, ms_str surname, ms_str sent)
{
    name n = {.whole = joined(p, surname, sent), .nobody = ms_name_nobody(surname)};
    if (n.nobody) return n;
    n.surname = surname;
    ms_name_title(sent, &n.given, &n.title);
    n.nobody = !surname.n && !n.given.n;
    if (n.nobody) n.title = (ms_str){0};
    return n;
}

static uint32_t add_traveller(pnr *p, const name *n)
{
    ms_traveller *t = MS_MORE(p->c, p->m, travellers);
    if (!t) return PNR_NONE;
    t->booking = p->booking;
    t->sent_name = n->whole;
    t->surname = n->surname;
    t->given = n->given;
    t->title = n->title;
    return p->m->n_travellers;
}

/* True when the surname is his, and the given name as far as both are said. */
static bool is_his(const ms_traveller *t, const name *n)
{
    return name_fits(t, n->surname, n->given) && ms_names_compare(t->given, n->given);
}

/* Who checks in, `told` being whom the reference means: him, if the name is his; else who has
 * the name; else him, if half of the name is his. */
static uint32_t checks_in(pnr *p, const name *n, uint32_t told)
{
    if (told && is_his(pnr_traveller(p, told), n)) return told;
    uint32_t named = pnr_by_name(p, n->surname, n->given, false);
    if (named && is_his(pnr_traveller(p, named), n)) return named;
    ms_str given = told ? pnr_traveller(p, told)->given : (ms_str){0};
    if (!given.n || ms_names_compare(given, n->given) != 2) return PNR_NONE;
    pnr_odd(p, MS_ODDITY_PNR_CONTRADICTION, 1, 1);
    return told;
}

/* The traveller whom a TIF names once more; PNR_NONE: nobody.  In the booking that is who has
 * the same reference and is sent alike to the byte: carriers give one reference to brothers, or
 * to a mother and her infant, and neither is the other. */
static uint32_t same_again(pnr *p, const name *n, ms_str reference)
{
    if (p->part == PNR_CHECK) {
        uint32_t told = pnr_by_reference(p, reference);
        return n->nobody ? told : checks_in(p, n, told);
    }
    for (uint32_t i = p->first, end = pnr_searched(p); reference.n && i < end; i++) {
        const ms_traveller *t = &p->m->travellers[i];
        if (ms_str_eq(t->reference, reference) && ms_str_eq(t->sent_name, n->whole))
            return i + 1;
    }
    return PNR_NONE;
}

/* One traveller of a TIF. */
static uint32_t tif_one(pnr *p, ms_str surname, const pnr_element *e)
{
    name n = name_of(p, surname, e->c[1]);
    uint32_t again = same_again(p, &n, e->c[3]);
    if (again) {
        if (p->part != PNR_CHECK) pnr_odd(p, MS_ODDITY_PNR_TWICE, 0, 0);
        return again;
    }
    uint32_t who = add_traveller(p, &n);
    if (!who) return PNR_NONE;
    ms_traveller *t = pnr_traveller(p, who);
    t->reference = e->c[3];
    t->role = role_of(e->c[2], t->title);
    if (ms_str_eq(e->c[4], MS_STR("1"))) {
        p->adult = who;
        p->adults++;
    }
    if (n.nobody) pnr_odd(p, MS_ODDITY_PNR_NO_NAME, 1, 1);
    if (p->part == PNR_CHECK) pnr_odd(p, MS_ODDITY_PNR_STRANGER, 0, 0);
    return who;
}

/* A reference made of that of the adult before: 43578I. */
static void pair_infant(pnr *p, uint32_t who)
{
    ms_traveller *t = pnr_traveller(p, who);
    if (!pnr_is_infant(t) || t->with.n || who - 1 <= p->first) return;
    ms_str own = t->reference, adult = p->m->travellers[who - 2].reference;
    if (adult.n && own.n == adult.n + 1 && memcmp(own.p, adult.p, adult.n) == 0)
        t->with = adult;
}

uint32_t pnr_tif(pnr *p)
{
    const ms_edi_segment *s = p->s;
    ms_str surname = pnr_get(s, 1, 1);
    uint32_t first = PNR_NONE, i = 0;
    pnr_element e;
    bool group = ms_edi_is(s, 1, 2, "G") || ms_edi_is(s, 2, 2, "G");
    if (group && !pnr_get(s, 2, 1).n) {
        ms_booking *b = pnr_booking(p);
        if (!b->group.n) b->group = surname;
        return PNR_NONE;
    }
    /* A TIF with a surname alone, or with nothing, is of one traveller. */
    bool more = pnr_next(s, &i, &e);
    while (more && e.element == 1) more = pnr_next(s, &i, &e);
    if (!more) e = (pnr_element){.element = 2};
    do {
        uint32_t who = tif_one(p, surname, &e);
        if (!who) return first;
        pair_infant(p, who);
        if (!first) first = who;
    } while (pnr_next(s, &i, &e));
    return first;
}

uint32_t pnr_infant(pnr *p, ms_str surname, ms_str given, uint32_t adult)
{
    name n = name_of(p, surname, given);
    uint32_t who = add_traveller(p, &n);
    if (!who) return PNR_NONE;
    ms_traveller *t = pnr_traveller(p, who);
    t->role = MS_STR("infant");
    if (adult) t->with = pnr_traveller(p, adult)->reference;
    pnr_odd(p, MS_ODDITY_PNR_INFANT, 1, 9);
    return who;
}
