#include "base/mem.h"
#include "index/candidates.h"
#include "index/snap.h"

static const uint32_t NOBODY = UINT32_MAX;

/* One search: what it looks for and what it has found. */
typedef struct search {
    const ms_snap *s;
    ms_scorer *scorer;
    const ms_identity *q;
    ms_search o;
    bool *wanted;     /* by list */
    bool *comparable; /* by schema of the snapshot */
    ms_name *names;   /* those of the entity being scored */
    ms_token *tokens; /* and theirs */
    ms_result *best;  /* heap of the best `limit`, the worst on top */
    ms_found found;
    uint32_t watched; /* an entity, or NOBODY */
    bool met;         /* that one was scored */
} search;

/* ---- options ----------------------------------------------------------- */

/* Members that this version does not know must not be set: ignoring one would
 * answer another question. */
static bool read_options(const ms_search *o, ms_search *out)
{
    if (o->size < sizeof *o) return false;
    const char *bytes = (const char *)o;
    for (size_t i = sizeof *o; i < o->size; i++)
        if (bytes[i]) return false;
    *out = *o;
    if (out->threshold < 1) out->threshold = 1;
    return true;
}

static ms_rc choose_lists(search *x)
{
    for (uint32_t i = 0; i < x->s->n_lists; i++) x->wanted[i] = !x->o.lists;
    for (uint32_t i = 0; x->o.lists && i < x->o.n_lists; i++) {
        if (x->o.lists[i] >= x->s->n_lists) return MS_EINVAL;
        x->wanted[x->o.lists[i]] = true;
    }
    return MS_OK;
}

/* An entity whose schema can never be the query's scores 0. */
static void choose_schemata(search *x)
{
    for (uint32_t i = 0; i < x->s->n_schemata; i++)
        x->comparable[i] =
            x->o.exhaustive || ms_schema_comparable(x->q->schema, x->s->schemata[i]);
}

/* ---- the best so far --------------------------------------------------- */

/* Entities of the same id are numbered in the order of their lists. */
static bool better(const search *x, ms_result a, ms_result b)
{
    if (a.score != b.score) return a.score > b.score;
    const ms_disk_entity *all = x->s->entities;
    int c =
        ms_str_cmp(ms_snap_text(x->s, all[a.entity].id), ms_snap_text(x->s, all[b.entity].id));
    return c ? c < 0 : a.entity < b.entity;
}

/* Moves the result at `i` down to where no worse one is below it. */
static void sift_down(const search *x, uint32_t n, uint32_t i)
{
    ms_result r = x->best[i];
    for (uint64_t child; (child = 2 * (uint64_t)i + 1) < n; i = (uint32_t)child) {
        if (child + 1 < n && better(x, x->best[child], x->best[child + 1])) child++;
        if (better(x, x->best[child], r)) break;
        x->best[i] = x->best[child];
    }
    x->best[i] = r;
}

static void sift_up(const search *x, uint32_t i)
{
    ms_result r = x->best[i];
    for (; i > 0 && better(x, x->best[(i - 1) / 2], r); i = (i - 1) / 2)
        x->best[i] = x->best[(i - 1) / 2];
    x->best[i] = r;
}

static void keep(search *x, ms_result r)
{
    if (x->found.n < x->o.limit) {
        x->best[x->found.n] = r;
        sift_up(x, x->found.n++);
    } else if (x->o.limit && better(x, r, x->best[0])) {
        x->best[0] = r;
        sift_down(x, x->found.n, 0);
    }
}

/* From heap to best first. */
static void put_in_order(search *x)
{
    for (uint32_t n = x->found.n; n > 1; n--) {
        ms_result worst = x->best[0];
        x->best[0] = x->best[n - 1];
        x->best[n - 1] = worst;
        sift_down(x, n - 1, 0);
    }
}

/* ---- scan -------------------------------------------------------------- */

static ms_result score_one(search *x, uint32_t e)
{
    ms_identity l = ms_snap_prepared(x->s, e, x->names, x->tokens);
    return (ms_result){.entity = e, .score = ms_score(x->scorer, x->q, &l)};
}

/* Whether no other member of the group in the lists asked for is better; at most few
 * entities reach the threshold, so that its members are scored again. */
static bool best_of_group(search *x, ms_result r)
{
    for (uint32_t e = x->s->next[r.entity]; e != r.entity; e = x->s->next[e])
        if (x->wanted[x->s->entities[e].list] && better(x, score_one(x, e), r)) return false;
    return true;
}

static void score(search *x, uint32_t e)
{
    ms_result r = score_one(x, e);
    x->found.scored++;
    x->met |= e == x->watched;
    if (r.score < x->o.threshold) return;
    x->found.total++;
    if (x->o.grouped && !best_of_group(x, r)) return;
    x->found.groups++;
    keep(x, r);
}

static void scan_list(search *x, const ms_disk_list *l)
{
    for (uint32_t e = l->first; e < l->first + l->count; e++) {
        const ms_disk_entity *r = &x->s->entities[e];
        if (!(r->flags & MS_DISK_MATCHABLE)) continue;
        if (x->comparable[r->schema]) score(x, e);
        else x->found.ruled_out++;
    }
}

static void scan(search *x)
{
    for (uint32_t i = 0; i < x->s->n_lists; i++)
        if (x->wanted[i]) scan_list(x, &x->s->lists[i]);
}

/* ---- candidates -------------------------------------------------------- */

static bool skip(void *context, uint32_t e)
{
    const search *x = context;
    const ms_disk_entity *r = &x->s->entities[e];
    return !(r->flags & MS_DISK_MATCHABLE) || !x->wanted[r->list] || !x->comparable[r->schema];
}

static void score_candidate(void *context, uint32_t e)
{
    score(context, e);
}

static ms_rc score_candidates(search *x)
{
    ms_candidates c = {x->s, x->scorer, x->q, x->o.threshold, skip, score_candidate, x};
    ms_rc rc = ms_candidates_find(&c);
    for (uint32_t i = 0; i < x->s->n_lists; i++)
        if (x->wanted[i]) x->found.ruled_out += x->s->lists[i].screened;
    x->found.ruled_out -= x->found.scored;
    return rc;
}

/* Where candidates cannot be told, everybody is one. */
static ms_rc run(search *x)
{
    ms_rc rc = choose_lists(x);
    if (rc) return rc;
    choose_schemata(x);
    rc = x->o.exhaustive ? MS_ENOTFOUND : score_candidates(x);
    if (rc == MS_ENOTFOUND) {
        x->found = (ms_found){0};
        scan(x);
    } else if (rc) {
        return rc;
    }
    put_in_order(x);
    return MS_OK;
}

static ms_rc search_with(search *x, const ms_search *o)
{
    const ms_snap *s = x->s;
    if (s->outdated) return MS_EVERSION;
    if (!read_options(o, &x->o)) return MS_EINVAL;
    x->wanted = ms_calloc(s->n_lists, sizeof *x->wanted);
    x->comparable = ms_calloc(s->n_schemata, sizeof *x->comparable);
    x->names = ms_calloc(s->most_names, sizeof *x->names);
    x->tokens = ms_calloc(s->most_tokens, sizeof *x->tokens);
    ms_rc rc = x->wanted && x->comparable && x->names && x->tokens ? run(x) : MS_ENOMEM;
    ms_free(x->wanted);
    ms_free(x->comparable);
    ms_free(x->names);
    ms_free(x->tokens);
    return rc;
}

ms_rc ms_snap_search(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                     const ms_search *o, ms_result *out, ms_found *found)
{
    search x = {.s = s, .scorer = scorer, .q = q, .best = out, .watched = NOBODY};
    ms_rc rc = search_with(&x, o);
    if (!rc) *found = x.found;
    return rc;
}

ms_rc ms_snap_scores(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                     const ms_search *o, uint32_t e, bool *scored)
{
    search x = {.s = s, .scorer = scorer, .q = q, .watched = e};
    ms_search count = *o;
    count.limit = 0;
    ms_rc rc = search_with(&x, &count);
    if (!rc) *scored = x.met;
    return rc;
}
