/* Birth dates in their order, and who was born then. */
#include <stdlib.h>

#include "index/plan.h"

static int by_date(const void *a, const void *b)
{
    const ms_disk_born *x = a, *y = b;
    uint32_t u = ms_born_key(x->date), v = ms_born_key(y->date);
    if (u != v) return u < v ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

ms_rc ms_plan_born(ms_plan *p)
{
    for (uint32_t e = 0; e < p->n; e++) {
        const ms_rec *r = MS_AT(p->b->recs, ms_rec, p->order[e]);
        if (!(r->flags & MS_DISK_MATCHABLE)) continue;
        for (uint32_t k = r->birth_at; k < r->birth_at + r->n_births; k++) {
            ms_disk_born b = {*MS_AT(p->b->births, ms_date, k), e};
            if (!ms_buf_put(&p->born, &b, sizeof b)) return MS_ENOMEM;
        }
    }
    size_t n = MS_COUNT(p->born, ms_disk_born), kept = 0;
    if (n) qsort(p->born.p, n, sizeof(ms_disk_born), by_date);
    for (size_t i = 0; i < n; i++) {
        const ms_disk_born *b = MS_AT(p->born, ms_disk_born, i);
        if (kept && !by_date(MS_AT(p->born, ms_disk_born, kept - 1), b)) continue;
        *MS_AT(p->born, ms_disk_born, kept++) = *b;
    }
    p->born.n = kept * sizeof(ms_disk_born);
    return MS_OK;
}
