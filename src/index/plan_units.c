/* Units in their order, and the entities whose names have each. */
#include <stdlib.h>

#include "base/mem.h"
#include "index/near.h"
#include "index/plan.h"
#include "match/run.h"

/* Units of one kind that the names of screened entities have, in the order of the entities,
 * of each once: their numbers as they came, packed as ms_posted packs entities. */
typedef struct having {
    const ms_plan *p;
    ms_units *made;  /* where runs are gathered */
    ms_buf units;    /* uint32_t */
    ms_buf last;     /* uint32_t, of each unit: 1 + where in `units` it was put last */
    uint32_t *n;     /* of each entity */
    uint32_t entity; /* the one at work */
    uint32_t fewest; /* tokens of its name at work, at most MS_FEW_MAX */
} having;

/* ---- what the names have ----------------------------------------------- */

uint8_t ms_plan_parts(const ms_build *b, const ms_rec_name *n)
{
    const ms_token *unit = ms_units_all(&b->units);
    uint8_t parts = 0;
    for (uint32_t i = 0; i < n->n; i++) {
        uint32_t ref = *MS_AT(b->tokens, uint32_t, n->token_at + i);
        parts += !(unit[ms_unit_of(ref)].flags & MS_TOKEN_MINOR);
    }
    return parts;
}

static ms_rc put_once(having *h, uint32_t unit)
{
    size_t units = MS_COUNT(h->last, uint32_t), n = MS_COUNT(h->units, uint32_t);
    if (unit >= MS_POSTED_MAX || n >= UINT32_MAX) return MS_ELIMIT;
    if (unit >= units && !ms_buf_add(&h->last, (unit + 1 - units) * sizeof(uint32_t)))
        return MS_ENOMEM;
    uint32_t *last = MS_AT(h->last, uint32_t, unit), put = ms_posted(unit, h->fewest);
    if (*last > n - h->n[h->entity]) {
        uint32_t *before = MS_AT(h->units, uint32_t, *last - 1);
        if (put < *before) *before = put;
        return MS_OK;
    }
    *last = (uint32_t)n + 1;
    h->n[h->entity]++;
    return ms_buf_put(&h->units, &put, sizeof put) ? MS_OK : MS_ENOMEM;
}

static ms_rc take_tokens(having *h, const ms_rec_name *n)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < n->n && !rc; i++) {
        uint32_t ref = *MS_AT(h->p->b->tokens, uint32_t, n->token_at + i);
        rc = put_once(h, ms_unit_of(ref));
    }
    return rc;
}

/* A run of somebody's name is told from one of a thing's, as its tokens are. */
static ms_rc take_run(having *h, const ms_token *tok, unsigned n)
{
    ms_token run;
    uint32_t no;
    if (!ms_run_make(tok, n, &run)) return MS_OK;
    for (unsigned i = 0; i < n; i++)
        if (tok[i].given) run.given = MS_GIVEN_NONE;
    return ms_units_add(h->made, &run, &no) ? put_once(h, no) : MS_ENOMEM;
}

static ms_rc take_runs(having *h, const ms_rec_name *n)
{
    ms_token tok[MS_NAME_TOKENS];
    ms_rc rc = MS_OK;
    ms_build_tokens(h->p->b, n, tok);
    for (uint32_t i = 0; i < n->n; i++)
        for (unsigned k = 2; k <= MS_RUN_MAX && i + k <= n->n && !rc; k++)
            rc = take_run(h, tok + i, k);
    return rc;
}

/* Entities that are not screened are not searched either. */
static ms_rc gather(having *h, ms_rc (*take)(having *, const ms_rec_name *))
{
    const ms_build *b = h->p->b;
    ms_rc rc = h->p->n > MS_POSTED_MAX ? MS_ELIMIT : MS_OK;
    h->n = ms_calloc(h->p->n, sizeof *h->n);
    if (!h->n) return MS_ENOMEM;
    for (h->entity = 0; h->entity < h->p->n && !rc; h->entity++) {
        const ms_rec *r = MS_AT(b->recs, ms_rec, h->p->order[h->entity]);
        if (!(r->flags & MS_DISK_MATCHABLE)) continue;
        for (uint32_t k = 0; k < r->n_names && !rc; k++) {
            const ms_rec_name *n = MS_AT(b->names, ms_rec_name, r->name_at + k);
            h->fewest = ms_plan_parts(b, n);
            if (h->fewest > MS_FEW_MAX) h->fewest = MS_FEW_MAX;
            rc = take(h, n);
        }
    }
    ms_buf_free(&h->last);
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

/* Finds the entities that have each unit, by counting: first how many, then where theirs
 * begin, then each entity is put where those of its units have come to. */
static ms_rc post(const having *h, const uint32_t *no, ms_plan_units *u)
{
    size_t all = MS_COUNT(h->units, uint32_t), n = u->n;
    u->at = ms_calloc(n + 2, sizeof *u->at);
    u->posted = ms_calloc(all, sizeof *u->posted);
    if (!u->at || !u->posted) return MS_ENOMEM;
    for (size_t i = 0; i < all; i++)
        u->at[no[ms_posted_entity(*MS_AT(h->units, uint32_t, i))] + 2]++;
    for (size_t i = 2; i < n + 2; i++) u->at[i] += u->at[i - 1];
    for (uint32_t entity = 0, i = 0; entity < h->p->n; entity++)
        for (uint32_t k = 0; k < h->n[entity]; k++, i++) {
            uint32_t unit = *MS_AT(h->units, uint32_t, i);
            uint32_t *at = &u->at[no[ms_posted_entity(unit)] + 1];
            u->posted[(*at)++] = ms_posted(entity, ms_posted_fewest(unit));
        }
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
    ms_rc rc = ms_near_build(unit, u->n, &u->blocks);
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
    ms_buf_free(&u->blocks);
    ms_free(u->at);
    ms_free(u->posted);
}
