/* Many queries against one list: the same steps as ref_score, with a memory of the
 * similarities of distinct tokens. */
#include <stdlib.h>

#include "ref.h"

static void *must(void *p)
{
    if (!p) abort();
    return p;
}

/* ---- distinct units ---------------------------------------------------- */

/* Units that differ in what counts for their similarity, numbered from 0. */
typedef struct dict {
    ms_token *unit;
    uint32_t n, cap;
    uint32_t *slot, slots; /* number + 1, by hash; 0: empty */
} dict;

static uint64_t hash(const ms_token *t)
{
    uint64_t h = 14695981039346656037u ^ t->flags ^ (uint64_t)t->given << 8;
    for (unsigned i = 0; i < t->len; i++) h = (h ^ (unsigned char)t->s[i]) * 1099511628211u;
    return h ^ h >> 29;
}

static bool same(const ms_token *x, const ms_token *y)
{
    return x->len == y->len && !memcmp(x->s, y->s, x->len) && x->flags == y->flags &&
           x->given == y->given;
}

static uint32_t *find_slot(const dict *d, const ms_token *t)
{
    uint64_t h = hash(t);
    for (;; h++) {
        uint32_t *at = &d->slot[h & (d->slots - 1)];
        if (!*at || same(&d->unit[*at - 1], t)) return at;
    }
}

static void grow(dict *d)
{
    d->cap = d->cap ? 2 * d->cap : 1024;
    d->slots = 4 * d->cap;
    d->unit = must(realloc(d->unit, d->cap * sizeof *d->unit));
    free(d->slot);
    d->slot = must(calloc(d->slots, sizeof *d->slot));
    for (uint32_t i = 0; i < d->n; i++) *find_slot(d, &d->unit[i]) = i + 1;
}

static uint32_t number_of(dict *d, const ms_token *t)
{
    if (d->n == d->cap) grow(d);
    uint32_t *at = find_slot(d, t);
    if (!*at) {
        d->unit[d->n] = *t;
        *at = ++d->n;
    }
    return *at - 1;
}

static void dict_free(dict *d)
{
    free(d->unit);
    free(d->slot);
}

/* ---- the list ---------------------------------------------------------- */

typedef struct listed_name {
    ref_units units;
    uint32_t number[REF_UNITS]; /* in the dictionary of the list */
} listed_name;

/* The units of the list that resemble one unit of a query. */
typedef struct alike {
    uint32_t n, cap;
    struct {
        uint32_t number;
        uint16_t similarity;
    } * at;
} alike;

struct ref_scan {
    const ms_identity *l;
    uint32_t n;
    listed_name *names; /* of all identities, one behind the other */
    dict listed;
    dict asked;   /* units of queries */
    alike *known; /* by number in `asked` */
    uint32_t known_cap;
    uint16_t (*table)[REF_UNITS]; /* by unit of the list, unit of the query's name */
};

ref_scan *ref_scan_new(const ms_identity *l, uint32_t n)
{
    ref_scan *s = must(calloc(1, sizeof *s));
    uint32_t names = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) names += l[i].n_names;
    s->l = l;
    s->n = n;
    s->names = must(calloc(names + 1, sizeof *s->names));
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < l[i].n_names; j++, at++) {
            listed_name *name = &s->names[at];
            ref_units_of(&l[i].names[j], &name->units);
            for (uint32_t k = 0; k < name->units.n; k++)
                name->number[k] = number_of(&s->listed, &name->units.unit[k]);
        }
    s->table = must(calloc(s->listed.n + 1, sizeof *s->table));
    return s;
}

void ref_scan_free(ref_scan *s)
{
    if (!s) return;
    for (uint32_t i = 0; i < s->known_cap; i++) free(s->known[i].at);
    free(s->known);
    dict_free(&s->asked);
    dict_free(&s->listed);
    free(s->table);
    free(s->names);
    free(s);
}

/* ---- a query ----------------------------------------------------------- */

static void compare_with_list(const ref_scan *s, const ms_token *t, alike *out)
{
    for (uint32_t i = 0; i < s->listed.n; i++) {
        uint32_t similarity = ref_unit_similarity(&s->listed.unit[i], t);
        if (!similarity) continue;
        if (out->n == out->cap) {
            out->cap = out->cap ? 2 * out->cap : 8;
            out->at = must(realloc(out->at, out->cap * sizeof *out->at));
        }
        out->at[out->n].number = i;
        out->at[out->n++].similarity = (uint16_t)similarity;
    }
}

/* What of the list resembles `t`, worked out once. */
static const alike *alikes_of(ref_scan *s, const ms_token *t)
{
    uint32_t seen = s->asked.n, number = number_of(&s->asked, t);
    if (s->known_cap < s->asked.cap) {
        s->known = must(realloc(s->known, s->asked.cap * sizeof *s->known));
        memset(s->known + s->known_cap, 0, (s->asked.cap - s->known_cap) * sizeof *s->known);
        s->known_cap = s->asked.cap;
    }
    if (number == seen) compare_with_list(s, t, &s->known[number]);
    return &s->known[number];
}

/* Enters the similarities of the units of `q` into the table, or zeros. */
static void fill_table(ref_scan *s, const ref_units *q, bool zeros)
{
    for (uint32_t k = 0; k < q->n; k++) {
        const alike *a = alikes_of(s, &q->unit[k]);
        for (uint32_t i = 0; i < a->n; i++)
            s->table[a->at[i].number][k] = zeros ? 0 : a->at[i].similarity;
    }
}

static int odds_listed(const ref_scan *s, const listed_name *name, const ref_units *q)
{
    static _Thread_local ref_matrix m;
    bool any = false;
    for (uint32_t i = 0; i < name->units.n; i++) {
        memcpy(m.s[i], s->table[name->number[i]], q->n * sizeof **m.s);
        for (uint32_t k = 0; k < q->n; k++)
            if (m.s[i][k]) any = true;
    }
    return any ? ref_name_odds(&name->units, q, &m) : ref_finding("name_none");
}

void ref_scan_scores(ref_scan *s, const ms_identity *q, uint32_t *out)
{
    ref_units units;
    int *odds = must(calloc(s->n + 1, sizeof *odds)), none = ref_finding("name_none");
    for (uint32_t i = 0; i < s->n; i++) odds[i] = none;
    for (uint32_t k = 0; k < q->n_names; k++) {
        const listed_name *name = s->names;
        ref_units_of(&q->names[k], &units);
        fill_table(s, &units, false);
        for (uint32_t i = 0; i < s->n; i++)
            for (uint32_t j = 0; j < s->l[i].n_names; j++, name++) {
                int with = odds_listed(s, name, &units);
                if (with > odds[i]) odds[i] = with;
            }
        fill_table(s, &units, true);
    }
    for (uint32_t i = 0; i < s->n; i++) out[i] = ref_with_facts(odds[i], q, &s->l[i]);
    free(odds);
}
