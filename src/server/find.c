#include "server/find.h"

#include <stdlib.h>

#include "base/mem.h"
#include "server/holds.h"

enum { NAMED_TIMES = 3 };

/* ---- sets -------------------------------------------------------------- */

static uint64_t *set_new(const ms_find *f)
{
    return ms_arena_array(f->a, f->blocks, sizeof(uint64_t));
}

static void put(uint64_t *set, uint32_t e)
{
    set[e / 64] |= (uint64_t)1 << e % 64;
}

static void drop(uint64_t *set, uint32_t e)
{
    set[e / 64] &= ~((uint64_t)1 << e % 64);
}

static void keep_common(const ms_find *f, uint64_t *set, const uint64_t *other)
{
    for (size_t i = 0; i < f->blocks; i++) set[i] &= other[i];
}

static uint32_t count(const ms_find *f, const uint64_t *set)
{
    uint32_t n = 0;
    for (size_t i = 0; i < f->blocks; i++) n += (uint32_t)__builtin_popcountll(set[i]);
    return n;
}

bool ms_find_begin(ms_find *f, const ms_snap *s, const ms_words *w, ms_arena *a)
{
    uint32_t n = ms_snap_entities(s);
    *f = (ms_find){.snap = s, .words = w, .a = a, .n = n, .blocks = n / 64 + 1};
    f->each = set_new(f);
    if (!f->each) return false;
    memset(f->each, 0xFF, n / 64 * sizeof *f->each);
    if (n % 64) f->each[n / 64] = ((uint64_t)1 << n % 64) - 1;
    return true;
}

/* ---- words ------------------------------------------------------------- */

/* Who says word `w`: where `in` allows, and of them those in whose names it stands. */
static void add_said(const ms_find *f, uint32_t w, unsigned in, uint64_t *set, uint64_t *named)
{
    uint32_t n;
    const uint32_t *said = ms_words_said(f->words, w, &n);
    for (uint32_t i = 0; i < n; i++) {
        unsigned where = ms_said_in(said[i]);
        if (where & in) put(set, ms_said_by(said[i]));
        if (where & in & MS_IN_NAMES) put(named, ms_said_by(said[i]));
    }
}

static size_t shared_bytes(ms_str a, ms_str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n]) n++;
    return n;
}

/* Behind the last of the words from `i` on that have `n` bytes in common with it. */
static uint32_t behind(const ms_words *w, uint32_t i, size_t n)
{
    ms_str first = ms_words_text(w, i);
    uint32_t lo = i, step = 1, end = ms_words_count(w);
    while (end - lo > step && shared_bytes(ms_words_text(w, lo + step), first) >= n) {
        lo += step;
        step *= 2;
    }
    uint32_t hi = end - lo > step ? lo + step : end;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (shared_bytes(ms_words_text(w, mid), first) >= n) lo = mid;
        else hi = mid;
    }
    return hi;
}

/* Words are sorted: what rules out a beginning rules out all that begin so. */
static ms_rc add_near(const ms_find *f, const ms_term *t, unsigned in, uint64_t *set,
                      uint64_t *named)
{
    ms_edits *e = ms_malloc(sizeof *e);
    ms_str before = {0};
    if (!e) return MS_ENOMEM;
    ms_edits_begin(e, t->words[0], t->edits);
    for (uint32_t i = 0; i < ms_words_count(f->words);) {
        size_t dead = 0;
        ms_str w = ms_words_text(f->words, i);
        if (w.n <= MS_WORD_MAX && ms_edits_near(e, w, shared_bytes(w, before), &dead))
            add_said(f, i, in, set, named);
        before = w;
        i = dead ? behind(f->words, i, dead) : i + 1;
    }
    ms_free(e);
    return MS_OK;
}

/* Words that are years from that of `from` to that of `to`. */
static void add_years(const ms_find *f, const ms_term *t, uint64_t *set, uint64_t *named)
{
    ms_str lo = t->from.n ? (ms_str){t->from.p, 4} : MS_STR("0000");
    ms_str hi = t->to.n ? (ms_str){t->to.p, 4} : MS_STR("9999");
    uint32_t behind = ms_words_behind(f->words, hi);
    for (uint32_t i = ms_words_from(f->words, lo); i < behind; i++)
        if (ms_words_text(f->words, i).n == 4) add_said(f, i, MS_IN_DATES, set, named);
}

static ms_rc add_word(const ms_find *f, const ms_term *t, uint32_t i, uint64_t *set,
                      uint64_t *named)
{
    unsigned in = ms_field_in(&t->field);
    if (t->kind == MS_TERM_FUZZY) return add_near(f, t, in, set, named);
    uint32_t at = ms_words_from(f->words, t->words[i]);
    if (t->kind == MS_TERM_PREFIX && i + 1 == t->n) {
        uint32_t behind = ms_words_behind(f->words, t->words[i]);
        for (; at < behind; at++) add_said(f, at, in, set, named);
    } else if (at < ms_words_count(f->words) &&
               ms_str_eq(ms_words_text(f->words, at), t->words[i])) {
        add_said(f, at, in, set, named);
    }
    return MS_OK;
}

/* Whoever has all words of the term, in whatever order and values. */
static ms_rc candidates(const ms_find *f, ms_node *n)
{
    const ms_term *t = &n->term;
    n->set = set_new(f);
    n->named = set_new(f);
    if (!n->set || !n->named) return MS_ENOMEM;
    if (t->kind == MS_TERM_RANGE) return add_years(f, t, n->set, n->named), MS_OK;
    uint32_t words = t->field.date && t->kind == MS_TERM_WORDS ? 1 : t->n; /* the year */
    uint64_t *set = words > 1 ? set_new(f) : n->set, *named = words > 1 ? set_new(f) : n->set;
    ms_rc rc = set && named ? add_word(f, t, 0, n->set, n->named) : MS_ENOMEM;
    for (uint32_t i = 1; i < words && !rc; i++) {
        memset(set, 0, f->blocks * sizeof *set);
        memset(named, 0, f->blocks * sizeof *named);
        rc = add_word(f, t, i, set, named);
        keep_common(f, n->set, set);
        keep_common(f, n->named, named);
    }
    return rc;
}

/* ---- terms ------------------------------------------------------------- */

/* How a term is answered, the cheapest way first. */
typedef enum way {
    BY_WORDS,  /* the words say it all */
    BY_FACETS, /* the words, then what entities are counted by */
    BY_VALUES, /* the words, then the values of entities */
    BY_ALL     /* the values of all entities */
} way;

static bool facet_of(const ms_field *f, ms_facet *facet)
{
    static const struct {
        ms_type type;
        ms_facet facet;
    } groups[] = {{MS_TYPE_COUNTRY, MS_FACET_COUNTRIES},
                  {MS_TYPE_TOPIC, MS_FACET_TOPICS},
                  {MS_TYPE_GENDER, MS_FACET_GENDERS}};
    if (f->kind == MS_FIELD_DATASETS) return *facet = MS_FACET_DATASETS, true;
    if (f->kind == MS_FIELD_SCHEMA) return *facet = MS_FACET_SCHEMA, true;
    for (size_t i = 0; f->kind == MS_FIELD_GROUP && i < sizeof groups / sizeof *groups; i++)
        if (groups[i].type == f->type) return *facet = groups[i].facet, true;
    return false;
}

/* Whether words tell who may answer: those of properties were kept. */
static bool has_words(const ms_term *t)
{
    return t->field.kind <= MS_FIELD_PROPERTY && t->kind != MS_TERM_ANY &&
           !(t->kind == MS_TERM_FUZZY && t->field.whole);
}

static way way_of(const ms_term *t)
{
    ms_facet facet;
    if (facet_of(&t->field, &facet)) return BY_FACETS;
    if (!has_words(t)) return BY_ALL;
    bool group = t->field.kind == MS_FIELD_GROUP && t->field.type == MS_TYPE_NAME;
    bool one = t->n == 1 && t->kind != MS_TERM_RANGE;
    return one && (t->field.kind == MS_FIELD_ALL || group) ? BY_WORDS : BY_VALUES;
}

/* Leaves in `set` those with a value of the facet that is looked for. */
static ms_rc by_facets(const ms_find *f, ms_holds *h, uint64_t *set)
{
    ms_facet facet = MS_FACET_DATASETS;
    uint32_t first, n, k;
    facet_of(&h->term->field, &facet);
    ms_words_facet(f->words, facet, &first, &n);
    bool *hit = ms_arena_array(f->a, n + 1u, sizeof *hit);
    if (!hit) return MS_ENOMEM;
    for (uint32_t i = 0; i < n; i++)
        hit[i] = ms_holds_value(h, ms_words_value(f->words, first + i));
    for (uint32_t e = ms_set_next(set, 0, f->n); e < f->n; e = ms_set_next(set, e + 1, f->n)) {
        const uint32_t *v = ms_words_values(f->words, e, &k);
        bool found = false;
        for (uint32_t i = 0; i < k; i++)
            found = found || (v[i] >= first && v[i] - first < n && hit[v[i] - first]);
        if (!found) drop(set, e);
    }
    return MS_OK;
}

static void by_values(const ms_find *f, ms_holds *h, uint64_t *set)
{
    for (uint32_t e = ms_set_next(set, 0, f->n); e < f->n; e = ms_set_next(set, e + 1, f->n)) {
        ms_snap_entity x = ms_snap_get(f->snap, e);
        if (!ms_holds_entity(h, &x)) drop(set, e);
    }
}

unsigned ms_find_scans(const ms_node *n)
{
    unsigned found = n->kind == MS_NODE_TERM && way_of(&n->term) == BY_ALL;
    for (const ms_node *c = n->first; c; c = c->next) found += ms_find_scans(c);
    return found;
}

static ms_rc check(const ms_find *f, ms_node *n, way w)
{
    ms_holds *h = ms_arena_alloc(f->a, sizeof *h);
    if (!h || !ms_holds_begin(h, &n->term, f->a)) return MS_ENOMEM;
    ms_rc rc = w == BY_FACETS ? by_facets(f, h, n->set) : MS_OK;
    if (w > BY_FACETS) by_values(f, h, n->set);
    if (h->folded.failed) rc = MS_ENOMEM;
    ms_holds_end(h);
    return rc;
}

/* 1 for what half of all entities or more have, and one more for each time it is half as
 * many. */
static uint32_t rarity(uint32_t have, uint32_t of)
{
    uint32_t w = 1;
    while (have && (uint64_t)have << w <= of) w++;
    return w;
}

static ms_rc term(const ms_find *f, ms_node *n, const uint64_t *within)
{
    way w = way_of(&n->term);
    ms_rc rc = MS_OK;
    if (has_words(&n->term)) {
        rc = candidates(f, n);
        if (!rc && !n->term.field.date) n->weight = rarity(count(f, n->set), f->n);
        if (n->term.field.whole) n->named = NULL; /* codes are no names */
        if (!rc) keep_common(f, n->set, within);
    } else {
        n->set = set_new(f);
        if (!n->set) return MS_ENOMEM;
        memcpy(n->set, within, f->blocks * sizeof *within);
    }
    return rc || w == BY_WORDS ? rc : check(f, n, w);
}

/* ---- trees ------------------------------------------------------------- */

enum { COST_MAX = BY_ALL };

static unsigned cost(const ms_node *n)
{
    unsigned most = n->kind == MS_NODE_TERM ? (unsigned)way_of(&n->term) : 0;
    for (const ms_node *c = n->first; c; c = c->next) {
        unsigned k = cost(c);
        if (k > most) most = k;
    }
    return most;
}

static ms_rc find(const ms_find *f, ms_node *n, const uint64_t *within);

/* Looks for each child among those that have the ones before, the cheap ones first. */
static ms_rc all(const ms_find *f, ms_node *n, const uint64_t *within)
{
    ms_rc rc = MS_OK;
    for (unsigned k = 0; k <= COST_MAX; k++)
        for (ms_node *c = n->first; c && !rc; c = c->next) {
            if (cost(c) != k) continue;
            rc = find(f, c, within);
            within = c->set;
        }
    if (!rc) memcpy(n->set, within, f->blocks * sizeof *within);
    return rc;
}

static ms_rc any(const ms_find *f, ms_node *n, const uint64_t *within)
{
    ms_rc rc = MS_OK;
    for (ms_node *c = n->first; c && !rc; c = c->next) {
        rc = find(f, c, within);
        for (size_t i = 0; i < f->blocks && !rc; i++) n->set[i] |= c->set[i];
    }
    return rc;
}

/* Those of `within` that answer `n`. */
static ms_rc find(const ms_find *f, ms_node *n, const uint64_t *within)
{
    ms_rc rc = MS_OK;
    if (n->kind == MS_NODE_TERM) return term(f, n, within);
    n->set = set_new(f);
    if (!n->set) return MS_ENOMEM;
    switch (n->kind) {
    case MS_NODE_ALL: memcpy(n->set, within, f->blocks * sizeof *within); break;
    case MS_NODE_AND: return all(f, n, within);
    case MS_NODE_OR: return any(f, n, within);
    case MS_NODE_NOT:
        rc = find(f, n->first, within);
        for (size_t i = 0; i < f->blocks && !rc; i++) n->set[i] = within[i] & ~n->first->set[i];
        break;
    default: break;
    }
    return rc;
}

ms_rc ms_find_set(const ms_find *f, ms_node *n)
{
    return find(f, n, f->each);
}

ms_rc ms_find_score(const ms_find *f, const ms_node *n, const uint64_t *set, uint32_t *score)
{
    if (n->silent || n->kind == MS_NODE_NOT || n->kind == MS_NODE_NONE) return MS_OK;
    if (n->kind == MS_NODE_TERM && !n->weight) return MS_OK;
    uint64_t *mine = set_new(f);
    ms_rc rc = MS_OK;
    if (!mine) return MS_ENOMEM;
    memcpy(mine, set, f->blocks * sizeof *set);
    keep_common(f, mine, n->set);
    for (const ms_node *c = n->first; c && !rc; c = c->next)
        rc = ms_find_score(f, c, mine, score);
    if (n->kind != MS_NODE_TERM) return rc;
    for (uint32_t e = ms_set_next(mine, 0, f->n); e < f->n; e = ms_set_next(mine, e + 1, f->n))
        score[e] += n->named && ms_set_has(n->named, e) ? NAMED_TIMES * n->weight : n->weight;
    return rc;
}
