/* Units in their order, and the names that have each. */
#include <stdlib.h>

#include "base/mem.h"
#include "index/near.h"
#include "index/plan.h"
#include "match/run.h"

/* Units of one kind that the names have, in the order of the names, and of each name once:
 * their numbers as they came. */
typedef struct having {
    const ms_plan *p;
    ms_units *made; /* where runs are gathered */
    ms_buf units;   /* uint32_t */
    uint8_t *n;     /* of each name */
    uint32_t n_names;
} having;

/* ---- what the names have ----------------------------------------------- */

static ms_rc put_once(having *h, uint32_t name, uint32_t unit)
{
    size_t n = MS_COUNT(h->units, uint32_t);
    for (size_t i = n - h->n[name]; i < n; i++)
        if (*MS_AT(h->units, uint32_t, i) == unit) return MS_OK;
    h->n[name]++;
    return ms_buf_put(&h->units, &unit, sizeof unit) ? MS_OK : MS_ENOMEM;
}

static ms_rc take_tokens(having *h, uint32_t name, const ms_rec_name *n)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < n->n && !rc; i++) {
        uint32_t ref = *MS_AT(h->p->b->tokens, uint32_t, n->token_at + i);
        rc = put_once(h, name, ms_unit_of(ref));
    }
    return rc;
}

static ms_rc take_run(having *h, uint32_t name, const ms_token *tok, unsigned n)
{
    ms_token run;
    uint32_t no;
    if (!ms_run_make(tok, n, &run)) return MS_OK;
    return ms_units_add(h->made, &run, &no) ? put_once(h, name, no) : MS_ENOMEM;
}

static ms_rc take_runs(having *h, uint32_t name, const ms_rec_name *n)
{
    ms_token tok[MS_NAME_TOKENS];
    ms_rc rc = MS_OK;
    ms_build_tokens(h->p->b, n, tok);
    for (uint32_t i = 0; i < n->n; i++)
        for (unsigned k = 2; k <= MS_RUN_MAX && i + k <= n->n && !rc; k++)
            rc = take_run(h, name, tok + i, k);
    return rc;
}

/* Entities that are not screened are not searched either. */
static ms_rc gather(having *h, ms_rc (*take)(having *, uint32_t, const ms_rec_name *))
{
    const ms_build *b = h->p->b;
    ms_rc rc = MS_OK;
    h->n_names = (uint32_t)MS_COUNT(b->names, ms_rec_name);
    h->n = ms_calloc(h->n_names, sizeof *h->n);
    if (!h->n) return MS_ENOMEM;
    for (uint32_t i = 0, name = 0; i < h->p->n && !rc; i++) {
        const ms_rec *r = MS_AT(b->recs, ms_rec, h->p->order[i]);
        for (uint32_t k = 0; k < r->n_names && !rc; k++, name++)
            if (r->flags & MS_DISK_MATCHABLE)
                rc = take(h, name, MS_AT(b->names, ms_rec_name, r->name_at + k));
    }
    return rc;
}

static void free_having(having *h)
{
    ms_buf_free(&h->units);
    ms_free(h->n);
}

/* ---- order ------------------------------------------------------------- */

typedef struct place {
    uint64_t key;
    uint32_t no;
} place;

static int by_unit(const void *a, const void *b, void *units)
{
    const place *x = a, *y = b;
    const ms_token *unit = units;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return ms_unit_cmp(unit + x->no, unit + y->no);
}

/* Orders those of `all` whose number in `no` is not MS_PLAN_NONE, and puts their places there
 * instead. */
static ms_rc put_in_order(const ms_units *all, ms_plan_units *out, uint32_t *no)
{
    uint32_t count = ms_units_count(all), n = 0;
    const ms_token *unit = out->unit = ms_units_all(all);
    place *v = ms_calloc(count, sizeof *v);
    if (!v) return MS_ENOMEM;
    for (uint32_t i = 0; i < count; i++)
        if (no[i] != MS_PLAN_NONE) v[n++] = (place){ms_unit_key(unit + i), i};
    qsort_r(v, n, sizeof *v, by_unit, all->unit.p);
    out->n = n;
    out->order = ms_calloc(n, sizeof *out->order);
    for (uint32_t i = 0; out->order && i < n; i++) {
        out->order[i] = v[i].no;
        no[v[i].no] = i;
    }
    ms_free(v);
    return out->order ? MS_OK : MS_ENOMEM;
}

/* Finds the names that have each unit, by counting: first how many, then where theirs begin,
 * then each name is put where those of its units have come to. */
static ms_rc post(const having *h, const uint32_t *no, ms_plan_units *u)
{
    size_t all = MS_COUNT(h->units, uint32_t), n = u->n;
    if (all >= UINT32_MAX) return MS_ELIMIT;
    u->at = ms_calloc(n + 2, sizeof *u->at);
    u->names = ms_calloc(all, sizeof *u->names);
    if (!u->at || !u->names) return MS_ENOMEM;
    for (size_t i = 0; i < all; i++) u->at[no[*MS_AT(h->units, uint32_t, i)] + 2]++;
    for (size_t i = 2; i < n + 2; i++) u->at[i] += u->at[i - 1];
    for (uint32_t name = 0, i = 0; name < h->n_names; name++)
        for (uint32_t k = 0; k < h->n[name]; k++, i++)
            u->names[u->at[no[*MS_AT(h->units, uint32_t, i)] + 1]++] = name;
    return MS_OK;
}

/* ---- whole ------------------------------------------------------------- */

/* What an addition that failed has left behind is a token of no name. */
static ms_rc lay_tokens(ms_plan *p)
{
    const ms_build *b = p->b;
    having h = {.p = p};
    for (uint32_t i = 0; i < ms_units_count(&b->units); i++) p->unit[i] = MS_PLAN_NONE;
    for (size_t i = 0; i < MS_COUNT(b->tokens, uint32_t); i++)
        p->unit[ms_unit_of(*MS_AT(b->tokens, uint32_t, i))] = 0;
    ms_rc rc = put_in_order(&b->units, &p->tokens, p->unit);
    if (!rc) rc = gather(&h, take_tokens);
    if (!rc) rc = post(&h, p->unit, &p->tokens);
    free_having(&h);
    return rc;
}

static ms_rc lay_runs(ms_plan *p)
{
    having h = {.p = p, .made = &p->made};
    ms_rc rc = gather(&h, take_runs);
    ms_units_close(&p->made);
    uint32_t *no = rc ? NULL : ms_calloc(ms_units_count(&p->made), sizeof *no);
    if (!rc) rc = no ? put_in_order(&p->made, &p->runs, no) : MS_ENOMEM;
    if (!rc) rc = post(&h, no, &p->runs);
    ms_free(no);
    free_having(&h);
    return rc;
}

static ms_rc plant(ms_plan_units *u)
{
    ms_token *unit = ms_calloc(u->n, sizeof *unit);
    if (!unit) return MS_ENOMEM;
    for (uint32_t i = 0; i < u->n; i++) unit[i] = u->unit[u->order[i]];
    ms_rc rc = ms_near_build(unit, u->n, &u->tree);
    ms_free(unit);
    return rc;
}

ms_rc ms_plan_units_make(ms_plan *p)
{
    ms_rc rc = lay_tokens(p);
    if (!rc) rc = plant(&p->tokens);
    if (!rc) rc = lay_runs(p);
    return rc ? rc : plant(&p->runs);
}

void ms_plan_units_free(ms_plan_units *u)
{
    ms_free(u->order);
    ms_buf_free(&u->tree);
    ms_free(u->at);
    ms_free(u->names);
}
