/* The pool of a merged snapshot: each text once, in the order of the first use. */
#include "base/mem.h"
#include "index/merge.h"

enum { WORD = 64 };

static ms_str text(const ms_merge *m, unsigned side, ms_disk_text t)
{
    return ms_snap_text(m->side[side], t);
}

/* ---- each use, in order ------------------------------------------------- */

typedef ms_rc (*use_fn)(void *ctx, unsigned side, ms_disk_text t);

typedef struct uses {
    const ms_merge *m;
    use_fn fn;
    void *ctx;
} uses;

static ms_rc use_absent(void *ctx, unsigned side, ms_disk_absent a)
{
    const uses *u = ctx;
    return u->fn(u->ctx, side, a.id);
}

static ms_rc use_entities(const uses *u, const ms_span *s)
{
    const ms_snap *from = u->m->side[s->side];
    ms_rc rc = MS_OK;
    for (uint32_t e = s->first; e < s->first + s->n && !rc; e++) {
        const ms_disk_entity *x = &from->entities[e];
        rc = u->fn(u->ctx, s->side, from->schema_names[x->schema]);
        if (!rc) rc = u->fn(u->ctx, s->side, x->id);
        if (!rc) rc = u->fn(u->ctx, s->side, x->caption);
        for (uint32_t i = x->name_at; i < x->name_at + x->n_names && !rc; i++)
            rc = u->fn(u->ctx, s->side, from->names[i].text);
    }
    return rc;
}

static ms_rc use_refs(const uses *u, const ms_span *s)
{
    const ms_snap *from = u->m->side[s->side];
    const ms_disk_entity *last = &from->entities[s->first + s->n - 1];
    ms_rc rc = MS_OK;
    for (uint32_t i = from->entities[s->first].ref_at; i < last->ref_at + last->n_refs && !rc;
         i++)
        rc = u->fn(u->ctx, s->side, from->refs[i]);
    return rc;
}

/* Calls `fn` with each use of a text, in the order of plan.c. */
static ms_rc use_all(const ms_merge *m, use_fn fn, void *ctx)
{
    uses u = {m, fn, ctx};
    const ms_snap *added = m->side[MS_ADDED];
    size_t spans = MS_COUNT(m->spans, ms_span);
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < added->n_lists && !rc; i++)
        rc = fn(ctx, MS_ADDED, added->lists[i].name);
    for (size_t i = 0; i < spans && !rc; i++)
        rc = use_entities(&u, MS_AT(m->spans, ms_span, i));
    if (!rc) rc = ms_merge_absent(m, use_absent, &u);
    for (size_t i = 0; i < spans && !rc; i++) rc = use_refs(&u, MS_AT(m->spans, ms_span, i));
    return rc;
}

/* ---- numbers ----------------------------------------------------------- */

/* The texts of both sides while they are numbered. */
typedef struct numbering {
    ms_merge *m;
    ms_texts added; /* known by their content */
    ms_buf same;    /* pairs: where a text begins that was added, and where it was kept */
    uint32_t *at;   /* where each of `added` begins */
} numbering;

static uint32_t rank(const ms_side_texts *t, uint32_t at)
{
    uint64_t below = t->begins[at / WORD] & (((uint64_t)1 << at % WORD) - 1);
    return t->before[at / WORD] + (uint32_t)__builtin_popcountll(below);
}

/* Whether nobody has marked yet that `t` begins where it does. */
static bool mark(ms_side_texts *x, ms_disk_text t)
{
    uint64_t *word = &x->begins[t.at / WORD], bit = (uint64_t)1 << t.at % WORD;
    bool first = t.n && !(*word & bit);
    if (first) *word |= bit, x->n++;
    return first;
}

static ms_rc mark_added(void *ctx, unsigned side, ms_disk_text t)
{
    numbering *g = ctx;
    uint32_t no;
    if (side != MS_ADDED || !mark(&g->m->texts[side], t)) return MS_OK;
    if (!ms_texts_add(&g->added, text(g->m, side, t), &no)) return MS_ENOMEM;
    return ms_buf_put(&g->same, &(uint32_t[]){t.at, MS_GONE}, 2 * sizeof no) ? MS_OK
                                                                             : MS_ENOMEM;
}

static ms_rc mark_kept(void *ctx, unsigned side, ms_disk_text t)
{
    numbering *g = ctx;
    uint32_t no;
    if (side != MS_KEPT || !mark(&g->m->texts[side], t)) return MS_OK;
    if (ms_texts_find(&g->added, text(g->m, side, t), &no))
        *MS_AT(g->same, uint32_t, 2 * (size_t)no + 1) = t.at;
    return MS_OK;
}

static bool side_make(ms_side_texts *t, const ms_snap *s)
{
    size_t words = s->n_pool / WORD + 1;
    t->begins = ms_calloc(words, sizeof *t->begins);
    t->before = ms_calloc(words, sizeof *t->before);
    return t->begins && t->before;
}

static void count_before(ms_side_texts *t, const ms_snap *s)
{
    uint32_t n = 0;
    for (size_t i = 0; i <= s->n_pool / WORD; i++) {
        t->before[i] = n;
        n += (uint32_t)__builtin_popcountll(t->begins[i]);
    }
}

/* Texts that were kept are numbered by their places; those that were added alike behind
 * them, unless they are the same. */
static ms_rc number_texts(numbering *g)
{
    ms_side_texts *kept = &g->m->texts[MS_KEPT], *added = &g->m->texts[MS_ADDED];
    if (!side_make(kept, g->m->side[MS_KEPT]) || !side_make(added, g->m->side[MS_ADDED]))
        return MS_ENOMEM;
    ms_rc rc = use_all(g->m, mark_added, g);
    if (!rc) rc = use_all(g->m, mark_kept, g);
    if (rc) return rc;
    count_before(kept, g->m->side[MS_KEPT]);
    count_before(added, g->m->side[MS_ADDED]);
    added->no = ms_calloc(added->n, sizeof *added->no);
    if (!added->no || kept->n >= MS_GONE - 1 - added->n) return added->no ? MS_ELIMIT : MS_ENOMEM;
    for (size_t i = 0; i < MS_COUNT(g->same, uint32_t); i += 2) {
        const uint32_t *at = MS_AT(g->same, uint32_t, i);
        uint32_t r = rank(added, at[0]);
        added->no[r] = at[1] == MS_GONE ? kept->n + r : rank(kept, at[1]);
    }
    g->m->empty = kept->n + added->n;
    return MS_OK;
}

uint32_t ms_merge_text(const ms_merge *m, unsigned side, ms_disk_text t)
{
    const ms_side_texts *x = &m->texts[side];
    if (!t.n) return m->empty;
    uint32_t r = rank(x, t.at);
    return x->no ? x->no[r] : r;
}

ms_disk_text ms_merge_disk_text(const ms_merge *m, unsigned side, ms_disk_text t)
{
    return (ms_disk_text){m->text_at[ms_merge_text(m, side, t)], t.n};
}

/* ---- places ------------------------------------------------------------ */

static ms_rc place(void *ctx, unsigned side, ms_disk_text t)
{
    ms_merge *m = ctx;
    uint32_t *at = &m->text_at[ms_merge_text(m, side, t)];
    if (*at != MS_GONE) return MS_OK;
    *at = (uint32_t)m->pool;
    m->pool += t.n;
    if (m->pool >= UINT32_MAX) return MS_ELIMIT;
    size_t n = MS_COUNT(m->pieces, ms_piece);
    ms_piece *last = n ? MS_AT(m->pieces, ms_piece, n - 1) : NULL;
    if (last && last->side == side && last->at + last->n == t.at) return last->n += t.n, MS_OK;
    ms_piece p = {side, t.at, t.n};
    return ms_buf_put(&m->pieces, &p, sizeof p) ? MS_OK : MS_ENOMEM;
}

/* The number of a schema of a side, which gets one when it is new. */
static ms_rc number_schema(ms_merge *m, unsigned side, uint32_t schema)
{
    ms_disk_text t = ms_merge_disk_text(m, side, m->side[side]->schema_names[schema]);
    uint32_t n = (uint32_t)MS_COUNT(m->schemata, ms_disk_text), i = 0;
    const ms_disk_text *v = MS_ALL(m->schemata, ms_disk_text);
    while (i < n && (v[i].at != t.at || v[i].n != t.n)) i++;
    m->schema[side][schema] = i;
    return i < n || ms_buf_put(&m->schemata, &t, sizeof t) ? MS_OK : MS_ENOMEM;
}

/* Schemata are numbered in the order of their first use. */
static ms_rc number_schemata(ms_merge *m)
{
    for (unsigned side = 0; side < MS_SIDES; side++) {
        uint32_t n = m->side[side]->n_schemata;
        m->schema[side] = ms_calloc(n, sizeof *m->schema[side]);
        if (!m->schema[side]) return MS_ENOMEM;
        for (uint32_t i = 0; i < n; i++) m->schema[side][i] = MS_GONE;
    }
    ms_rc rc = MS_OK;
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        for (uint32_t e = s->first; e < s->first + s->n && !rc; e++) {
            uint32_t schema = m->side[s->side]->entities[e].schema;
            if (m->schema[s->side][schema] == MS_GONE) rc = number_schema(m, s->side, schema);
        }
    }
    return rc;
}

ms_rc ms_merge_texts(ms_merge *m)
{
    numbering g = {.m = m};
    ms_rc rc = number_texts(&g);
    ms_texts_free(&g.added);
    ms_buf_free(&g.same);
    if (rc) return rc;
    m->text_at = ms_malloc(((size_t)m->empty + 1) * sizeof *m->text_at);
    if (!m->text_at) return MS_ENOMEM;
    for (uint32_t i = 0; i <= m->empty; i++) m->text_at[i] = MS_GONE;
    rc = use_all(m, place, m);
    return rc ? rc : number_schemata(m);
}
