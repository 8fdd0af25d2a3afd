/* Travellers of a booking: TIF, titles, and whom a reference or a name means. */
#include "base/table.h"
#include "travel/pnrgov.h"

extern const ms_table ms_table_titles;

/* ---- titles -------------------------------------------------------------- */

enum { TITLE_MAX = 6, GLUED_MIN = 2 };

static bool title_is(ms_str word, const char *how)
{
    uint32_t row;
    return ms_table_find(&ms_table_titles, word, &row) &&
           ms_str_eq(ms_table_cell(&ms_table_titles, row, 1), ms_str_z(how));
}

/* How many of the last letters of a word are a title glued to it. */
static size_t glued(ms_str word)
{
    if (title_is(word, "whole")) return 0;
    for (size_t n = TITLE_MAX; n >= 2; n--)
        if (word.n >= n + GLUED_MIN && title_is((ms_str){word.p + word.n - n, n}, "glued"))
            return n;
    return 0;
}

void pnr_title(ms_str sent, ms_str *given, ms_str *title)
{
    size_t end = sent.n;
    for (;;) { /* words that are titles, from the last */
        size_t from = end;
        while (from && sent.p[from - 1] != ' ') from--;
        ms_str word = {sent.p + from, end - from};
        if (!word.n || !(title_is(word, "glued") || title_is(word, "apart"))) break;
        end = from;
        while (end && sent.p[end - 1] == ' ') end--;
    }
    if (end == sent.n) {
        size_t from = end;
        while (from && sent.p[from - 1] != ' ') from--;
        end -= glued((ms_str){sent.p + from, end - from});
    }
    *given = ms_str_trim((ms_str){sent.p, end});
    *title = ms_str_trim((ms_str){sent.p + end, sent.n - end});
}

/* ---- whom --------------------------------------------------------------- */

static ms_str without_zeros(ms_str s)
{
    while (s.n > 1 && *s.p == '0') s.p++, s.n--;
    return s;
}

static uint32_t searched(const pnr *p)
{
    uint32_t n = p->m->n_travellers;
    return n - p->first > PNR_SEARCHED ? p->first + PNR_SEARCHED : n;
}

uint32_t pnr_by_reference(pnr *p, ms_str reference)
{
    uint32_t end = searched(p), loose = PNR_NONE;
    if (!reference.n) return PNR_NONE;
    for (uint32_t i = p->first; i < end; i++) {
        ms_str his = p->m->travellers[i].reference;
        if (ms_str_eq(his, reference)) return i + 1;
        if (!loose && ms_str_eq(without_zeros(his), without_zeros(reference))) loose = i + 1;
    }
    return loose;
}

static bool is_infant(const ms_traveller *t)
{
    return ms_str_eq(t->role, MS_STR("infant"));
}

/* 0: another surname; else the better the more of the name agrees. */
static int name_fits(const ms_traveller *t, ms_str surname, ms_str given)
{
    if (!t->surname.n || pnr_names(t->surname, surname) != 2) return 0;
    if (!given.n || !t->given.n) return 1;
    return 1 + 2 * pnr_names(t->given, given);
}

uint32_t pnr_by_name(pnr *p, ms_str surname, ms_str given, bool infant)
{
    uint32_t best = PNR_NONE, end = searched(p);
    int fits = 0;
    bool several = false;
    for (uint32_t i = p->first; i < end; i++) {
        const ms_traveller *t = &p->m->travellers[i];
        if (infant && !is_infant(t)) continue;
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

uint32_t pnr_owner(pnr *p, const pnr_element *e)
{
    bool only = p->m->n_travellers == p->first + 1;
    bool ours = p->part == PNR_PERSON || p->part == PNR_CHECK;
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

static uint32_t add_traveller(pnr *p, ms_str surname, ms_str sent_given)
{
    ms_traveller *t = MS_MORE(p->c, p->m, travellers);
    if (!t) return PNR_NONE;
    t->booking = p->booking;
    t->sent_name = joined(p, surname, sent_given);
    t->surname = surname;
    pnr_title(sent_given, &t->given, &t->title);
    return p->m->n_travellers;
}

/* The traveller of that reference and name, when the booking has him already. */
static uint32_t same_again(pnr *p, ms_str surname, ms_str sent_given, ms_str reference)
{
    ms_str given, title;
    pnr_title(sent_given, &given, &title);
    if (reference.n) {
        uint32_t who = pnr_by_reference(p, reference);
        if (who && name_fits(pnr_traveller(p, who), surname, given)) return who;
        return PNR_NONE;
    }
    return p->part == PNR_CHECK ? pnr_by_name(p, surname, given, false) : PNR_NONE;
}

/* One traveller of a TIF. */
static uint32_t tif_one(pnr *p, ms_str surname, const pnr_element *e)
{
    ms_str given = e->c[1], reference = e->c[3];
    bool nobody = title_is(surname, "nobody");
    uint32_t again =
        nobody ? pnr_by_reference(p, reference) : same_again(p, surname, given, reference);
    if (again) {
        if (p->part != PNR_CHECK) pnr_odd(p, MS_ODDITY_PNR_TWICE, 0, 0);
        return again;
    }
    uint32_t who = add_traveller(p, surname, given);
    if (!who) return PNR_NONE;
    ms_traveller *t = pnr_traveller(p, who);
    t->reference = reference;
    t->role = role_of(e->c[2], t->title);
    if (ms_str_eq(e->c[4], MS_STR("1"))) {
        p->adult = who;
        p->adults++;
    }
    if (nobody || !(surname.n || t->given.n)) {
        t->surname = t->given = t->title = (ms_str){0};
        pnr_odd(p, MS_ODDITY_PNR_NO_NAME, 1, 1);
    }
    if (p->part == PNR_CHECK) pnr_odd(p, MS_ODDITY_PNR_STRANGER, 0, 0);
    return who;
}

/* A reference made of that of the adult before: 43578I. */
static void pair_infant(pnr *p, uint32_t who)
{
    ms_traveller *t = pnr_traveller(p, who);
    if (!is_infant(t) || t->with.n || who - 1 <= p->first) return;
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
    if (ms_edi_is(s, 1, 2, "G") || ms_edi_is(s, 2, 2, "G")) {
        ms_booking *b = pnr_booking(p);
        if (!b->group.n) b->group = surname;
        return PNR_NONE;
    }
    while (pnr_next(s, &i, &e)) {
        if (e.element == 1 && i < s->n) continue;
        if (e.element == 1) e = (pnr_element){.element = 2};
        uint32_t who = tif_one(p, surname, &e);
        if (!who) return first;
        pair_infant(p, who);
        if (!first) first = who;
    }
    return first;
}

uint32_t pnr_infant(pnr *p, ms_str surname, ms_str given, uint32_t adult)
{
    uint32_t who = add_traveller(p, surname, given);
    if (!who) return PNR_NONE;
    ms_traveller *t = pnr_traveller(p, who);
    t->role = MS_STR("infant");
    if (adult) t->with = pnr_traveller(p, adult)->reference;
    pnr_odd(p, MS_ODDITY_PNR_INFANT, 1, 9);
    return who;
}
