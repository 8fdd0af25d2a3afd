/* The same subject on several lists. */
#include <stdlib.h>

#include "cli/answer.h"

static bool wanted(const answer *a, const ms_search *o, uint32_t e)
{
    uint32_t list = ms_snaps_list(a->snaps, e);
    for (uint32_t i = 0; o->lists && i < o->n_lists; i++)
        if (o->lists[i] == list) return true;
    return !o->lists;
}

static int by_score(const void *a, const void *b)
{
    const ms_result *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static ms_rc members(const answer *a, const ms_search *o, ms_scorer *scorer, uint32_t best,
                     answer_group *out)
{
    ms_arena *arena = a->q->arena;
    uint32_t own = best, first;
    const ms_snap *s = ms_snaps_of(a->snaps, &own);
    uint32_t n = ms_snap_group(s, own, NULL, 0);
    if (n == 1) return MS_OK;
    first = best - own;
    uint32_t *all = ms_arena_array(arena, n, sizeof *all);
    ms_result *v = ms_arena_array(arena, n, sizeof *v);
    ms_rc rc = all && v ? MS_OK : MS_ENOMEM;
    if (!rc) ms_snap_group(s, own, all, n);
    for (uint32_t i = 0; i < n && !rc; i++) {
        ms_identity l;
        if (all[i] == own || !wanted(a, o, first + all[i])) continue;
        rc = ms_snap_identity(s, all[i], arena, &l);
        if (!rc)
            v[out->n++] = (ms_result){first + all[i], ms_score(scorer, &a->q->identity, &l)};
    }
    if (!rc) qsort(v, out->n, sizeof *v, by_score);
    out->v = v;
    return rc;
}

ms_rc answer_group_results(answer *a, const ms_search *o, ms_scorer *scorer)
{
    answer_group *g = ms_arena_array(a->q->arena, a->found.n, sizeof *g);
    ms_rc rc = g ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < a->found.n && !rc; i++)
        rc = members(a, o, scorer, a->results[i].entity, &g[i]);
    a->groups = g;
    return rc;
}
