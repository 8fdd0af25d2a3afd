#include "index/candidates.h"

#include "base/mem.h"
#include "index/bound.h"
#include "index/near_cache.h"
#include "match/evidence.h"
#include "match/gain.h"
#include "match/names.h"
#include "match/run.h"

/* What a token of the query is to the search. */
typedef struct want {
    ms_letters letters;
    uint32_t weight;
    bool initial, minor;
    bool essential;     /* no name reaches the threshold without one of these */
    ms_buf units, runs; /* ms_near_hit: what is like it, of those */
} want;

/* A unit, and how it resembles the tokens of the query. */
typedef struct likeness {
    uint32_t unit;
    bool worked_out; /* also with the tokens that are not essential */
    ms_letters letters;
    uint16_t similarity[MS_NAME_TOKENS];
} likeness;

/* Room that searches of one thread work in; its scorer keeps it from one to the next. */
typedef struct ms_room {
    char digest[33]; /* of the snapshot */
    uint32_t *like;  /* by unit: 1 + its likeness; 0 for none */
    ms_buf likenesses;
    uint64_t *seen;   /* a bit for each name that was looked at */
    uint64_t *joined; /* for each that has a run like an essential token, or is like a run */
    uint64_t *told;   /* for each entity that was told */
    ms_buf seen_list, joined_list, told_list;
    want want[MS_NAME_TOKENS];
    ms_near_cache *near;
    ms_buf run_hits; /* ms_near_hit of the runs of the query's name */
} ms_room;

/* Nothing, and the findings about births; nothing, the same and another. */
enum { FINDINGS = MS_FINDING_BIRTH_YEAR - MS_FINDING_BIRTH_DAY + 2, OTHERS = 3 };

/* One query name at work. */
typedef struct finder {
    const ms_candidates *c;
    ms_room *room;
    const ms_name *a;
    int32_t least;                                 /* log-odds that names must have */
    int32_t least_where[FINDINGS][OTHERS][OTHERS]; /* what the facts find; 0: not asked yet */
    int32_t most;                                  /* that any name can have with this one */
    uint32_t major;
    ms_token tokens[MS_NAME_TOKENS];
    ms_rc rc;
} finder;

/* ---- room -------------------------------------------------------------- */

static void free_room(void *p)
{
    ms_room *r = p;
    if (!r) return;
    ms_near_cache_free(r->near);
    ms_free(r->like);
    ms_free(r->seen);
    ms_free(r->joined);
    ms_free(r->told);
    ms_buf_free(&r->likenesses);
    ms_buf_free(&r->seen_list);
    ms_buf_free(&r->joined_list);
    ms_buf_free(&r->told_list);
    ms_buf_free(&r->run_hits);
    for (int i = 0; i < MS_NAME_TOKENS; i++) {
        ms_buf_free(&r->want[i].units);
        ms_buf_free(&r->want[i].runs);
    }
    ms_free(r);
}

static size_t words(uint32_t bits)
{
    return bits / 64 + 1;
}

static ms_room *new_room(const ms_snap *s)
{
    ms_room *r = ms_calloc(1, sizeof *r);
    if (!r) return NULL;
    memcpy(r->digest, s->digest, sizeof r->digest);
    r->near = ms_near_cache_new();
    r->like = ms_calloc((size_t)s->units.n + 1, sizeof *r->like);
    r->seen = ms_calloc(words(s->n_names), sizeof *r->seen);
    r->joined = ms_calloc(words(s->n_names), sizeof *r->joined);
    r->told = ms_calloc(words(s->n_entities), sizeof *r->told);
    if (r->near && r->like && r->seen && r->joined && r->told) return r;
    free_room(r);
    return NULL;
}

/* The room that `scorer` holds, made for `s` if it has none.  NULL: no memory. */
static ms_room *room_of(ms_scorer *scorer, const ms_snap *s)
{
    ms_room *r = scorer->room;
    if (r && !memcmp(r->digest, s->digest, sizeof r->digest)) return r;
    free_room(r);
    scorer->room = new_room(s);
    scorer->free_room = free_room;
    return scorer->room;
}

void ms_room_forget(ms_scorer *scorer)
{
    ms_room *r = scorer->room;
    if (r) ms_near_cache_clear(r->near);
}

static bool has(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}

/* Sets bit `i` and keeps it in mind; false when it was set. */
static bool set(finder *f, uint64_t *bits, ms_buf *list, uint32_t i)
{
    if (has(bits, i)) return false;
    if (!ms_buf_put(list, &i, sizeof i)) {
        f->rc = MS_ENOMEM;
        return false;
    }
    bits[i / 64] |= 1ull << i % 64;
    return true;
}

static void clear(uint64_t *bits, ms_buf *list)
{
    for (uint32_t i = 0; i < MS_COUNT(*list, uint32_t); i++)
        bits[*MS_AT(*list, uint32_t, i) / 64] = 0;
    list->n = 0;
}

/* ---- which tokens a name must be like one of --------------------------- */

static void read_name(finder *f)
{
    f->major = 0;
    for (uint32_t i = 0; i < f->a->n; i++) {
        const ms_token *t = &f->a->tok[i];
        want *w = &f->room->want[i];
        ms_token_letters(t, &w->letters);
        w->weight = t->weight;
        w->initial = t->flags & MS_TOKEN_INITIAL;
        w->minor = t->flags & MS_TOKEN_MINOR;
        w->essential = !w->initial && !w->minor;
        w->units.n = w->runs.n = 0;
        f->major += !w->minor;
    }
    ms_known all = {.vouched = (uint64_t)f->a->weight * MS_SIMILARITY_ONE};
    f->most = ms_odds_at_most(&all);
}

/* The most that a name can reach that is like none of the essential tokens. */
static int32_t without_essential(const finder *f)
{
    ms_known k = {.weight = f->a->weight,
                  .major_a = f->major,
                  .major_b = MS_NAME_TOKENS,
                  .person = f->a->kind == MS_NAME_PERSON};
    for (uint32_t i = 0; i < f->a->n; i++) {
        const want *w = &f->room->want[i];
        if (w->essential) k.left += w->weight;
        else k.vouched += (uint64_t)w->weight * MS_SIMILARITY_ONE;
    }
    return k.vouched ? ms_odds_at_most(&k) : ms_finding_odds(MS_FINDING_NAME_NONE);
}

/* Frees of the essential tokens the commonest, as long as no name can do with the others;
 * false when names can do without any. */
static bool choose_essential(finder *f)
{
    want *w = f->room->want;
    if (without_essential(f) >= f->least) return false;
    for (;;) {
        uint32_t lightest = f->a->n;
        for (uint32_t i = 0; i < f->a->n; i++)
            if (w[i].essential && (lightest == f->a->n || w[i].weight < w[lightest].weight))
                lightest = i;
        if (lightest == f->a->n) return true;
        w[lightest].essential = false;
        if (without_essential(f) < f->least) continue;
        w[lightest].essential = true;
        return true;
    }
}

/* ---- what is like the tokens of the query ------------------------------ */

static ms_near near_of(const ms_snap *s, bool runs)
{
    const ms_snap_units *u = runs ? &s->runs : &s->units;
    return (ms_near){u->unit, u->n, u->tree.p, u->tree.n, runs};
}

/* What is known of a unit; NULL: no memory.  It moves when another is noted. */
static likeness *like(finder *f, uint32_t unit)
{
    ms_room *r = f->room;
    if (!r->like[unit]) {
        likeness *new = ms_buf_add(&r->likenesses, sizeof *new);
        if (!new) {
            f->rc = MS_ENOMEM;
            return NULL;
        }
        new->unit = unit;
        r->like[unit] = (uint32_t)MS_COUNT(r->likenesses, likeness);
    }
    return MS_AT(r->likenesses, likeness, r->like[unit] - 1);
}

/* The same, with the tokens that are not essential. */
static const likeness *like_all(finder *f, uint32_t unit)
{
    likeness *l = like(f, unit);
    if (!l || l->worked_out) return l;
    ms_token_letters(&f->c->s->units.unit[unit], &l->letters);
    for (uint32_t i = 0; i < f->a->n; i++) {
        const want *w = &f->room->want[i];
        if (!w->essential)
            l->similarity[i] = (uint16_t)ms_letters_similarity(&w->letters, &l->letters);
    }
    l->worked_out = true;
    return l;
}

/* Finds all that is like essential token `i`. */
static void find_like(finder *f, uint32_t i)
{
    want *w = &f->room->want[i];
    ms_near units = near_of(f->c->s, false), runs = near_of(f->c->s, true);
    f->rc = ms_near_cached(f->room->near, &units, &w->letters, false, &w->units);
    if (!f->rc) f->rc = ms_near_cached(f->room->near, &runs, &w->letters, false, &w->runs);
    for (uint32_t k = 0; k < MS_COUNT(w->units, ms_near_hit) && !f->rc; k++) {
        const ms_near_hit *h = MS_AT(w->units, ms_near_hit, k);
        likeness *l = like(f, h->unit);
        if (l) l->similarity[i] = h->similarity;
    }
}

/* ---- names ------------------------------------------------------------- */

/* What is known of the name when all its tokens that are like a token of the query meet one,
 * and no run is like any. */
static ms_known known_of(finder *f, const ms_disk_name *n)
{
    const ms_snap *s = f->c->s;
    const uint32_t *refs = s->tokens + n->token_at;
    uint64_t vouched[MS_NAME_TOKENS] = {0};
    ms_known k = {.weight = n->weight < f->a->weight ? n->weight : f->a->weight,
                  .major_a = f->major,
                  .person = f->a->kind == MS_NAME_PERSON ||
                            n->flags >> MS_DISK_KIND_AT == MS_NAME_PERSON};
    for (uint32_t j = 0; j < n->n; j++) {
        const ms_token *t = &s->units.unit[ms_unit_of(refs[j])];
        const likeness *l = like_all(f, ms_unit_of(refs[j]));
        bool met = false, minor = t->flags & MS_TOKEN_MINOR;
        for (uint32_t i = 0; l && i < f->a->n; i++) {
            uint64_t v =
                ms_gain_of(l->similarity[i], f->room->want[i].weight, t->weight, false) >>
                MS_GAIN_VOUCHED;
            if (v > vouched[i]) vouched[i] = v;
            met |= v > 0;
        }
        k.major_b += !minor;
        if (!met) k.left += t->weight, k.left_b += !minor;
    }
    for (uint32_t i = 0; i < f->a->n; i++) {
        k.vouched += vouched[i];
        if (!vouched[i]) k.left += f->room->want[i].weight;
        if (!vouched[i]) k.left_a += !f->room->want[i].minor;
    }
    return k;
}

/* Whether a run of the name may be like a token that is not essential. */
static bool may_have_run(finder *f, const ms_disk_name *n)
{
    const uint32_t *refs = f->c->s->tokens + n->token_at;
    for (uint32_t at = 0; at + 1 < n->n; at++) {
        uint64_t set = 0;
        uint8_t flags = 0;
        for (uint32_t k = at; k < at + MS_RUN_MAX && k < n->n; k++) {
            const likeness *l = like_all(f, ms_unit_of(refs[k]));
            if (!l) return true;
            set |= l->letters.set, flags |= l->letters.flags;
            for (uint32_t i = 0; k > at && i < f->a->n; i++) {
                const want *w = &f->room->want[i];
                if (!w->essential && !w->initial && ms_run_may(set, flags, &w->letters))
                    return true;
            }
        }
    }
    return false;
}

/* Whether a run of the query's tokens that are not essential may be like one of the name. */
static bool may_be_run(finder *f, const ms_disk_name *n)
{
    const want *w = f->room->want;
    const uint32_t *refs = f->c->s->tokens + n->token_at;
    for (uint32_t at = 0; at + 1 < f->a->n; at++) {
        uint64_t set = 0;
        uint8_t flags = 0;
        for (uint32_t k = at; k < at + MS_RUN_MAX && k < f->a->n && !w[k].essential; k++) {
            set |= w[k].letters.set, flags |= w[k].letters.flags;
            for (uint32_t j = 0; k > at && j < n->n; j++) {
                const likeness *l = like_all(f, ms_unit_of(refs[j]));
                if (!l || ms_run_may(set, flags, &l->letters)) return true;
            }
        }
    }
    return false;
}

/* The least log-odds that names of the entity must have, as its facts are. */
static int32_t least_of(finder *f, uint32_t entity)
{
    ms_identity l = ms_snap_facts(f->c->s, entity);
    ms_finding found[MS_FACTS];
    ms_facts_find(f->c->q, &l, found);
    unsigned birth = found[0] == MS_FINDINGS ? 0 : found[0] - MS_FINDING_BIRTH_DAY + 1;
    unsigned sex = found[1] == MS_FINDINGS ? 0 : found[1] - MS_FINDING_SEX + 1;
    unsigned country = found[2] == MS_FINDINGS ? 0 : found[2] - MS_FINDING_COUNTRY + 1;
    int32_t *known = &f->least_where[birth][sex][country];
    if (!*known) *known = 1 + ms_least_odds_where(found, f->c->threshold);
    return *known - 1;
}

static bool reaches(finder *f, uint32_t name, int32_t least)
{
    const ms_snap *s = f->c->s;
    const ms_disk_name *n = &s->names[name];
    if (!has(f->room->joined, name)) {
        ms_known k = known_of(f, n);
        bool may = k.vouched && ms_odds_at_most(&k) >= least;
        if (!may && !may_have_run(f, n) && !may_be_run(f, n)) return false;
    }
    ms_run run;
    ms_name b = ms_snap_name(s, name, f->tokens);
    return ms_name_odds_sum(ms_names_odds(f->c->scorer, f->a, &b, &run)) >= least;
}

static void tell(finder *f, uint32_t entity)
{
    if (f->c->skip(f->c->context, entity)) return;
    if (set(f, f->room->told, &f->room->told_list, entity)) f->c->each(f->c->context, entity);
}

/* Looks at each name that has the unit, once. */
static void look_at(finder *f, const ms_snap_units *u, uint32_t unit)
{
    ms_room *r = f->room;
    for (uint32_t k = u->at[unit]; k < u->at[unit + 1] && !f->rc; k++) {
        uint32_t name = u->names[k], entity = f->c->s->owners[name];
        if (has(r->told, entity) || !set(f, r->seen, &r->seen_list, name)) continue;
        int32_t least = least_of(f, entity);
        if (least <= f->most && reaches(f, name, least)) tell(f, entity);
    }
}

static void look_at_hits(finder *f, const ms_snap_units *u, const ms_buf *hits)
{
    for (uint32_t i = 0; i < MS_COUNT(*hits, ms_near_hit) && !f->rc; i++)
        look_at(f, u, MS_AT(*hits, ms_near_hit, i)->unit);
}

/* ---- runs -------------------------------------------------------------- */

static void mark_joined(finder *f, const ms_snap_units *u, const ms_buf *hits)
{
    ms_room *r = f->room;
    for (uint32_t i = 0; i < MS_COUNT(*hits, ms_near_hit) && !f->rc; i++) {
        uint32_t unit = MS_AT(*hits, ms_near_hit, i)->unit;
        for (uint32_t k = u->at[unit]; k < u->at[unit + 1] && !f->rc; k++)
            set(f, r->joined, &r->joined_list, u->names[k]);
    }
}

/* What is like the runs of the query's name that have an essential token. */
static void find_runs(finder *f)
{
    ms_near units = near_of(f->c->s, false);
    ms_buf *hits = &f->room->run_hits;
    for (uint8_t n = 2; n <= MS_RUN_MAX; n++) {
        for (uint8_t at = 0; (uint32_t)at + n <= f->a->n && !f->rc; at++) {
            ms_token run;
            ms_letters joined;
            bool essential = false;
            for (uint8_t i = 0; i < n; i++) essential |= f->room->want[at + i].essential;
            if (!essential || !ms_run_make(f->a->tok + at, n, &run)) continue;
            ms_token_letters(&run, &joined);
            f->rc = ms_near_cached(f->room->near, &units, &joined, true, hits);
        }
    }
    mark_joined(f, &f->c->s->units, hits);
}

/* ---- one name of the query --------------------------------------------- */

static void forget(ms_room *r)
{
    for (uint32_t i = 0; i < MS_COUNT(r->likenesses, likeness); i++)
        r->like[MS_AT(r->likenesses, likeness, i)->unit] = 0;
    r->likenesses.n = r->run_hits.n = 0;
    clear(r->seen, &r->seen_list);
    clear(r->joined, &r->joined_list);
}

/* False where it cannot be told without looking at all names. */
static bool find_by_name(finder *f)
{
    const ms_snap *s = f->c->s;
    want *w = f->room->want;
    read_name(f);
    if (!choose_essential(f)) return false;
    for (uint32_t i = 0; i < f->a->n && !f->rc; i++) {
        if (!w[i].essential) continue;
        find_like(f, i);
        mark_joined(f, &s->runs, &w[i].runs);
    }
    if (!f->rc) find_runs(f);
    look_at_hits(f, &s->units, &f->room->run_hits);
    for (uint32_t i = 0; i < f->a->n && !f->rc; i++) {
        look_at_hits(f, &s->units, &w[i].units);
        look_at_hits(f, &s->runs, &w[i].runs);
    }
    return true;
}

/* ---- documents --------------------------------------------------------- */

static void find_by_document(finder *f, const ms_document *d)
{
    const ms_snap *s = f->c->s;
    uint32_t low = 0, high = s->n_numbers;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ms_document_order(&s->documents[s->numbers[middle].document], d) < 0)
            low = middle + 1;
        else high = middle;
    }
    for (; low < s->n_numbers && !f->rc; low++) {
        if (ms_document_order(&s->documents[s->numbers[low].document], d)) return;
        tell(f, s->numbers[low].entity);
    }
}

ms_rc ms_candidates_find(const ms_candidates *c)
{
    finder f = {.c = c, .room = room_of(c->scorer, c->s)};
    if (!f.room) return MS_ENOMEM;
    f.least = ms_least_odds(c->q, c->threshold);
    for (uint32_t i = 0; i < c->q->n_documents && !f.rc; i++)
        find_by_document(&f, &c->q->documents[i]);
    bool told = true;
    for (uint32_t i = 0; i < c->q->n_names && told && !f.rc; i++) {
        f.a = &c->q->names[i];
        if (f.a->n == 0 || f.least == INT32_MAX) continue;
        told = find_by_name(&f);
        forget(f.room);
    }
    clear(f.room->told, &f.room->told_list);
    return f.rc ? f.rc : told ? MS_OK : MS_ENOTFOUND;
}
