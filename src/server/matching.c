#include "server/matching.h"

#include <stdlib.h>

#include "ask/explain.h"
#include "server/reply.h"

uint32_t ms_matching_millionths(double score)
{
    if (score <= 0) return 0;
    return score >= 1 ? MS_SCORE_ONE : (uint32_t)(score * MS_SCORE_ONE + 0.5);
}

static ms_search search_of(const ms_matching *m, uint32_t threshold, uint32_t limit)
{
    ms_search o = MS_SEARCH_INIT;
    o.threshold = threshold ? threshold : 1;
    o.limit = limit;
    o.lists = m->filter.lists;
    o.n_lists = m->filter.n_lists;
    return o;
}

/* Finds all that score at least the cutoff, best first; `v` is in `a`. */
static ms_rc find_all(const ms_matching *m, const ms_identity *q, ms_arena *a, ms_result **v,
                      ms_found *found)
{
    ms_request *r = m->r;
    ms_search o = search_of(m, m->cutoff, 0);
    ms_rc rc = ms_snap_search(r->snap, r->scorer, q, &o, NULL, found);
    *v = NULL;
    if (rc || !found->total) return rc;
    o.limit = found->total;
    *v = ms_arena_array(a, o.limit, sizeof **v);
    return *v ? ms_snap_search(r->snap, r->scorer, q, &o, *v, found) : MS_ENOMEM;
}

static void keep(const ms_matching *m, ms_result one, ms_matched *out)
{
    out->matches += one.score >= m->threshold;
    if (out->n < m->limit) out->v[out->n++] = one;
}

/* ---- without weights --------------------------------------------------- */

static ms_rc find_each(const ms_matching *m, const ms_identity *q, ms_matched *f)
{
    ms_rc rc = find_all(m, q, m->r->call->arena, &f->v, &f->search);
    for (uint32_t i = 0; i < f->search.n && !rc; i++)
        if (ms_filter_takes(m->r, &m->filter, f->v[i].entity)) keep(m, f->v[i], f);
    return rc;
}

static ms_rc find_best(const ms_matching *m, const ms_identity *q, ms_matched *f)
{
    ms_request *r = m->r;
    ms_search o = search_of(m, m->cutoff, m->limit);
    f->v = ms_arena_array(r->call->arena, m->limit + 1u, sizeof *f->v);
    if (!f->v) return MS_ENOMEM;
    ms_rc rc = ms_snap_search(r->snap, r->scorer, q, &o, f->v, &f->search);
    f->n = f->search.n;
    if (rc || m->cutoff == m->threshold) return f->matches = f->search.total, rc;
    while (f->matches < f->n && f->v[f->matches].score >= m->threshold) f->matches++;
    if (f->matches < f->n || f->n == f->search.total) return rc;
    ms_found above;
    o = search_of(m, m->threshold, 0);
    rc = ms_snap_search(r->snap, r->scorer, q, &o, NULL, &above);
    return f->matches = above.total, rc;
}

/* ---- with weights ------------------------------------------------------ */

/* Notes in `met`, a bit for each entity, whom the searches for all choices of the fractions
 * find. */
static ms_rc meet(const ms_matching *m, const ms_identity *q, uint64_t *met, ms_arena *scratch,
                  ms_matched *f)
{
    unsigned fractions = ms_weights_fractions(m->weights, q), choice = 0;
    ms_rc rc;
    do {
        ms_identity less;
        ms_found found = {0};
        ms_result *v;
        ms_arena_reset(scratch);
        rc = ms_weights_drop(m->weights, q, choice, scratch, &less);
        if (!rc) rc = find_all(m, &less, scratch, &v, &found);
        for (uint32_t i = 0; !rc && i < found.n; i++)
            met[v[i].entity / 64] |= 1ull << (v[i].entity % 64);
        if (!rc && (!choice || found.scored > f->search.scored)) f->search = found;
        choice = (choice - fractions) & fractions; /* the next subset */
    } while (choice && !rc);
    return rc;
}

static ms_rc weigh(const ms_matching *m, const ms_identity *q, uint32_t entity, ms_arena *a,
                   ms_explanation *e)
{
    ms_identity l;
    ms_rc rc = ms_snap_identity(m->r->snap, entity, a, &l);
    if (!rc) rc = ms_explain(m->r->scorer, q, &l, a, e);
    if (!rc && m->weights) ms_explanation_weigh(e, m->weights->of);
    return rc;
}

/* As ms_snap_search sorts. */
static int in_order(const void *x, const void *y, void *ctx)
{
    const ms_result *a = x, *b = y;
    const ms_snap *s = ctx;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    int c = ms_str_cmp(ms_snap_get(s, a->entity).id, ms_snap_get(s, b->entity).id);
    return c ? c : (a->entity > b->entity) - (a->entity < b->entity);
}

/* Scores everybody who was met. */
static ms_rc weigh_met(const ms_matching *m, const ms_identity *q, const uint64_t *met,
                       ms_arena *scratch, ms_matched *f)
{
    uint32_t entities = ms_snap_entities(m->r->snap), n = 0, all = 0;
    uint32_t least = m->cutoff ? m->cutoff : 1;
    for (uint32_t i = 0; i <= entities / 64; i++) all += (uint32_t)__builtin_popcountll(met[i]);
    ms_result *v = ms_arena_array(m->r->call->arena, all, sizeof *v);
    if (!v) return MS_ENOMEM;
    for (uint32_t e = 0; e < entities; e++) {
        ms_explanation why;
        if (!(met[e / 64] >> (e % 64) & 1) || !ms_filter_takes(m->r, &m->filter, e)) continue;
        ms_arena_reset(scratch);
        ms_rc rc = weigh(m, q, e, scratch, &why);
        if (rc) return rc;
        if (why.score >= least) v[n++] = (ms_result){e, why.score};
    }
    qsort_r(v, n, sizeof *v, in_order, (void *)(uintptr_t)m->r->snap);
    f->v = v;
    for (uint32_t i = 0; i < n; i++) keep(m, v[i], f);
    return MS_OK;
}

static ms_rc find_weighed(const ms_matching *m, const ms_identity *q, ms_matched *f)
{
    size_t words = ms_snap_entities(m->r->snap) / 64 + 1;
    uint64_t *met = ms_arena_array(m->r->call->arena, words, sizeof *met);
    ms_arena *scratch = met ? ms_arena_new(0) : NULL;
    ms_rc rc = scratch ? meet(m, q, met, scratch, f) : MS_ENOMEM;
    if (!rc) rc = weigh_met(m, q, met, scratch, f);
    ms_arena_free(scratch);
    return rc;
}

ms_rc ms_matching_find(const ms_matching *m, const ms_identity *q, ms_matched *out)
{
    *out = (ms_matched){0};
    if (!m->filter.n_lists) return MS_OK;
    if (m->weights && m->weights->some) return find_weighed(m, q, out);
    return m->filter.each ? find_each(m, q, out) : find_best(m, q, out);
}

/* ---- replying ---------------------------------------------------------- */

ms_rc ms_matching_write(const ms_matching *m, const ms_identity *q, ms_result one, ms_out *o)
{
    ms_request *r = m->r;
    ms_snap_entity e = ms_snap_get(r->snap, one.entity);
    ms_explanation why;
    ms_rc rc = weigh(m, q, one.entity, r->call->arena, &why);
    if (rc) return rc;
    ms_reply_entity(r, &e, (ms_str){0}, o);
    ms_out_lit(o, ",\"score\":");
    score_write(o, one.score);
    ms_out_lit(o, ",\"explanations\":");
    explain_features(&why, m->lang, o);
    ms_out_fmt(o, ",\"match\":%s}", one.score >= m->threshold ? "true" : "false");
    return MS_OK;
}
