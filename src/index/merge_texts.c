/* The pool of a merged snapshot: each text once, in the order of the first use. */
#include <stdlib.h>

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
    unsigned sides; /* that count: a bit for each */
    use_fn fn;
    void *ctx;
} uses;

static ms_rc use_absent(void *ctx, unsigned side, ms_disk_absent a)
{
    const uses *u = ctx;
    return u->sides >> side & 1 ? u->fn(u->ctx, side, a.id) : MS_OK;
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

static ms_rc use_spans(const uses *u, ms_rc (*use)(const uses *, const ms_span *))
{
    ms_rc rc = MS_OK;
    for (size_t i = 0; i < MS_COUNT(u->m->spans, ms_span) && !rc; i++) {
        const ms_span *s = MS_AT(u->m->spans, ms_span, i);
        if (u->sides >> s->side & 1) rc = use(u, s);
    }
    return rc;
}

/* Calls `fn` with each use of a text by these sides, in the order of plan.c.  Names of lists
 * are those of what was added. */
static ms_rc use_all(const ms_merge *m, unsigned sides, use_fn fn, void *ctx)
{
    uses u = {m, sides, fn, ctx};
    const ms_snap *added = m->side[MS_ADDED];
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; sides >> MS_ADDED & 1 && i < added->n_lists && !rc; i++)
        rc = fn(ctx, MS_ADDED, added->lists[i].name);
    if (!rc) rc = use_spans(&u, use_entities);
    if (!rc) rc = ms_merge_absent(m, use_absent, &u);
    return rc ? rc : use_spans(&u, use_refs);
}

/* ---- which are the same ------------------------------------------------- */

/* The texts of both sides while they are compared. */
typedef struct comparing {
    ms_merge *m;
    ms_texts added; /* known by their content */
    ms_buf at;      /* uint32_t: where each begins, and the same that may be kept; or MS_GONE */
} comparing;

static bool take_bit(uint64_t *bits, uint32_t at, bool to)
{
    uint64_t *word = &bits[at / WORD], bit = (uint64_t)1 << at % WORD;
    bool was = *word & bit;
    *word = to ? *word | bit : *word & ~bit;
    return was;
}

static ms_rc mark_added(void *ctx, unsigned side, ms_disk_text t)
{
    comparing *x = ctx;
    uint32_t no, at[] = {t.at, MS_GONE};
    if (!t.n || take_bit(x->m->waits[side], t.at, true)) return MS_OK;
    if (!ms_texts_add(&x->added, text(x->m, side, t), &no)) return MS_ENOMEM;
    return ms_buf_put(&x->at, at, sizeof at) ? MS_OK : MS_ENOMEM;
}

static ms_rc mark_kept(void *ctx, unsigned side, ms_disk_text t)
{
    comparing *x = ctx;
    uint32_t no;
    if (!t.n || take_bit(x->m->waits[side], t.at, true)) return MS_OK;
    if (ms_texts_find(&x->added, text(x->m, side, t), &no))
        *MS_AT(x->at, uint32_t, 2 * (size_t)no + 1) = t.at;
    return MS_OK;
}

static uint32_t rank(const ms_merge *m, uint32_t at)
{
    uint64_t below = m->begins[at / WORD] & (((uint64_t)1 << at % WORD) - 1);
    return m->before[at / WORD] + (uint32_t)__builtin_popcountll(below);
}

/* Finds what was added that may be kept, too: m->same, by the order in the pool. */
static ms_rc note_same(ms_merge *m, const ms_buf *at)
{
    size_t words = m->side[MS_ADDED]->n_pool / WORD + 1, n = MS_COUNT(*at, uint32_t);
    uint32_t before = 0;
    m->begins = ms_malloc(words * sizeof *m->begins);
    m->before = ms_malloc(words * sizeof *m->before);
    m->same = ms_calloc(n / 2, sizeof *m->same);
    if (!m->begins || !m->before || !m->same) return MS_ENOMEM;
    for (size_t i = 0; i < words; i++) {
        m->begins[i] = m->waits[MS_ADDED][i];
        m->before[i] = before;
        before += (uint32_t)__builtin_popcountll(m->begins[i]);
    }
    for (size_t i = 0; i < n; i += 2)
        m->same[rank(m, *MS_AT(*at, uint32_t, i))] = *MS_AT(*at, uint32_t, i + 1);
    return MS_OK;
}

static ms_rc compare(comparing *x)
{
    for (unsigned side = 0; side < MS_SIDES; side++) {
        size_t words = x->m->side[side]->n_pool / WORD + 1;
        x->m->waits[side] = ms_calloc(words, sizeof *x->m->waits[side]);
        if (!x->m->waits[side]) return MS_ENOMEM;
    }
    ms_rc rc = use_all(x->m, 1 << MS_ADDED, mark_added, x);
    if (!rc) rc = use_all(x->m, 1 << MS_KEPT, mark_kept, x);
    return rc ? rc : note_same(x->m, &x->at);
}

/* The same text where it may be kept: which is `*side` then. */
static uint32_t kept_at(const ms_merge *m, unsigned *side, uint32_t at)
{
    if (*side == MS_KEPT) return at;
    uint32_t same = m->same[rank(m, at)];
    if (same == MS_GONE) return at;
    *side = MS_KEPT;
    return same;
}

/* ---- places ------------------------------------------------------------ */

static ms_rc place(void *ctx, unsigned side, ms_disk_text t)
{
    ms_merge *m = ctx;
    if (!t.n) return m->empty = m->empty == MS_GONE ? (uint32_t)m->pool : m->empty, MS_OK;
    uint32_t at = kept_at(m, &side, t.at);
    if (!take_bit(m->waits[side], at, false)) return MS_OK;
    size_t n = MS_COUNT(m->pieces, ms_piece);
    ms_piece *last = n ? MS_AT(m->pieces, ms_piece, n - 1) : NULL;
    ms_piece p = {side, at, t.n, (uint32_t)m->pool};
    m->pool += t.n;
    if (m->pool >= UINT32_MAX) return MS_ELIMIT;
    if (last && last->side == side && last->at + last->n == at) return last->n += t.n, MS_OK;
    return ms_buf_put(&m->pieces, &p, sizeof p) ? MS_OK : MS_ENOMEM;
}

static int by_side(const void *a, const void *b)
{
    const ms_piece *x = a, *y = b;
    if (x->side != y->side) return x->side < y->side ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* The pieces by where they come from. */
static ms_rc sort_pieces(ms_merge *m)
{
    const ms_buf *v = &m->pieces;
    if (!ms_buf_put(&m->by_side, v->p, v->n)) return MS_ENOMEM;
    if (v->n) qsort(m->by_side.p, MS_COUNT(*v, ms_piece), sizeof(ms_piece), by_side);
    return MS_OK;
}

static bool holds(const ms_piece *p, unsigned side, uint32_t at)
{
    return p->side == side && at >= p->at && at - p->at < p->n;
}

static const ms_piece *find_piece(const ms_merge *m, unsigned side, uint32_t at)
{
    const ms_piece key = {side, at, 0, 0};
    size_t lo = 0, hi = MS_COUNT(m->by_side, ms_piece);
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (by_side(MS_AT(m->by_side, ms_piece, mid), &key) <= 0) lo = mid;
        else hi = mid;
    }
    return MS_AT(m->by_side, ms_piece, lo);
}

ms_disk_text ms_merge_text(const ms_merge *m, ms_text_cursor *c, unsigned side, ms_disk_text t)
{
    if (!t.n) return (ms_disk_text){m->empty, 0};
    uint32_t at = kept_at(m, &side, t.at);
    if (!c->last || !holds(c->last, side, at)) c->last = find_piece(m, side, at);
    return (ms_disk_text){c->last->to + (at - c->last->at), t.n};
}

/* The number of a schema of a side, which gets one when it is new. */
static ms_rc number_schema(ms_merge *m, unsigned side, uint32_t schema)
{
    ms_text_cursor c = {NULL};
    ms_disk_text t = ms_merge_text(m, &c, side, m->side[side]->schema_names[schema]);
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
    comparing x = {.m = m};
    m->empty = MS_GONE;
    ms_rc rc = compare(&x);
    ms_texts_free(&x.added);
    ms_buf_free(&x.at);
    if (!rc) rc = use_all(m, 1 << MS_KEPT | 1 << MS_ADDED, place, m);
    if (!rc) rc = sort_pieces(m);
    return rc ? rc : number_schemata(m);
}
