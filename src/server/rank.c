#include "server/rank.h"

#include <stdlib.h>

#include "server/holds.h"
#include "server/member.h"

/* ---- reading ----------------------------------------------------------- */

bool ms_rank_read(ms_request *r, ms_rank *out)
{
    const ms_arg *a = ms_request_arg(r, "sort");
    *out = (ms_rank){.n = 0};
    for (uint32_t i = 0; i < a->n; i++) {
        ms_str name = a->v[i], order = {0};
        const char *colon = memrchr(name.p, ':', name.n);
        if (colon) {
            order = (ms_str){colon + 1, (size_t)(name.p + name.n - colon) - 1};
            name.n = (size_t)(colon - name.p);
        }
        if (ms_str_eq(name, MS_STR("_score"))) break; /* which comes behind all fields */
        if (i == MS_RANK_SORTS) {
            ms_reply_error(r->call, 400, "Invalid sort: more than %d", MS_RANK_SORTS);
            return false;
        }
        if (!ms_field_find(name, &out->by[i].field)) {
            ms_reply_error(r->call, 400, "Invalid sort: there is no field called '%.*s'",
                           (int)(name.n > 64 ? 64 : name.n), name.p);
            return false;
        }
        out->by[i].down = ms_str_eq(order, MS_STR("desc"));
        out->n = i + 1;
    }
    return true;
}

/* ---- keys -------------------------------------------------------------- */

/* The first value of a field, or the last where the order is down. */
typedef struct choice {
    bool down, date;
    ms_out folded;
    ms_arena *a;
    ms_str best; /* `p` NULL: none */
} choice;

static void choose(void *ctx, ms_str value)
{
    choice *c = ctx;
    ms_str key = value;
    if (!c->date) ms_holds_fold(value, &c->folded), key = ms_out_str(&c->folded);
    int order = c->best.p ? ms_str_cmp(key, c->best) : 0;
    if (!c->best.p || (c->down ? order > 0 : order < 0)) c->best = ms_arena_str(c->a, key);
}

static ms_rc keys_of(const ms_find *f, const ms_rank *rank, unsigned k, const uint32_t *found,
                     uint32_t n, ms_str *out)
{
    const ms_field *field = &rank->by[k].field;
    ms_arena *values = ms_arena_new(0);
    choice c = {.down = rank->by[k].down, .date = field->date, .a = f->a};
    if (!values) return MS_ENOMEM;
    for (uint32_t i = 0; i < n; i++) {
        ms_snap_entity e = ms_snap_get(f->snap, found[i]);
        c.best = (ms_str){0};
        ms_arena_reset(values);
        if (field->kind == MS_FIELD_DATASETS) {
            ms_str item, all = ms_member(e.json, MS_STR("datasets"));
            if (!all.n) choose(&c, ms_snap_list_name(f->snap, e.list));
            for (size_t at = 0; ms_member_item(all, &at, &item);)
                choose(&c, ms_member_text(item));
        } else {
            ms_field_values(field, &e, values, choose, &c);
        }
        out[i] = c.best;
    }
    bool failed = c.folded.failed;
    ms_out_free(&c.folded);
    ms_arena_free(values);
    return failed ? MS_ENOMEM : MS_OK;
}

/* ---- order ------------------------------------------------------------- */

typedef struct ranking {
    const ms_find *f;
    const ms_rank *rank;
    const uint32_t *found, *score;
    ms_str *key[MS_RANK_SORTS];
} ranking;

/* Places in `found`. */
static int before(const void *a, const void *b, void *ctx)
{
    const ranking *r = ctx;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    for (unsigned s = 0; s < r->rank->n; s++) {
        ms_str x = r->key[s][i], y = r->key[s][k];
        if (!x.p != !y.p) return x.p ? -1 : 1;
        int c = x.p ? ms_str_cmp(x, y) : 0;
        if (c) return r->rank->by[s].down ? -c : c;
    }
    uint32_t e = r->found[i], g = r->found[k];
    if (r->score[e] != r->score[g]) return r->score[e] < r->score[g] ? 1 : -1;
    int c = ms_str_cmp(ms_snap_get(r->f->snap, e).id, ms_snap_get(r->f->snap, g).id);
    return c ? c : (e > g) - (e < g);
}

/* Moves the last of `heap` down from place `i` until none below comes behind it. */
static void sift(ranking *r, uint32_t *heap, uint32_t n, uint32_t i)
{
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && before(&heap[child + 1], &heap[child], r) > 0) child++;
        if (before(&heap[child], &heap[i], r) <= 0) return;
        uint32_t t = heap[i];
        heap[i] = heap[child];
        heap[child] = t;
    }
}

/* The first `most` places in order: a heap has those so far, the last of them on top. */
static uint32_t first(ranking *r, uint32_t n, uint32_t most, uint32_t *heap)
{
    uint32_t k = n < most ? n : most;
    for (uint32_t i = 0; i < k; i++) heap[i] = i;
    for (uint32_t i = k / 2; i-- > 0;) sift(r, heap, k, i);
    for (uint32_t i = k; k && i < n; i++) {
        if (before(&i, &heap[0], r) >= 0) continue;
        heap[0] = i;
        sift(r, heap, k, 0);
    }
    if (k) qsort_r(heap, k, sizeof *heap, before, r);
    return k;
}

ms_rc ms_rank_first(const ms_find *f, const ms_rank *rank, const uint64_t *set,
                    const uint32_t *score, uint32_t most, uint32_t *out, uint32_t *n)
{
    uint32_t total = 0;
    uint32_t *found = ms_arena_array(f->a, f->n + 1u, sizeof *found);
    ranking r = {.f = f, .rank = rank, .found = found, .score = score};
    if (!found) return MS_ENOMEM;
    for (uint32_t e = ms_set_next(set, 0, f->n); e < f->n; e = ms_set_next(set, e + 1, f->n))
        found[total++] = e;
    for (unsigned s = 0; s < rank->n; s++) {
        r.key[s] = ms_arena_array(f->a, total + 1u, sizeof *r.key[s]);
        ms_rc rc = r.key[s] ? keys_of(f, rank, s, found, total, r.key[s]) : MS_ENOMEM;
        if (rc) return rc;
    }
    *n = first(&r, total, most, out);
    for (uint32_t i = 0; i < *n; i++) out[i] = found[out[i]];
    return MS_OK;
}
