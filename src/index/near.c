#include "index/near.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "index/near_tree.h"
#include "match/ending.h"
#include "text/given.h"

/* ---- the instruction set ------------------------------------------------ */

static const near_kernel *const kernels[] = {&near_avx2, &near_sse41, &near_neon, &near_scalar};
enum { KERNELS = sizeof kernels / sizeof *kernels };

static const near_kernel *kernel;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void choose(void)
{
    for (size_t i = 0; i < KERNELS && !kernel; i++)
        if (kernels[i]->runs && kernels[i]->runs()) kernel = kernels[i];
}

static const near_kernel *kernel_get(void)
{
    pthread_once(&once, choose);
    return kernel;
}

const char *ms_near_used(void)
{
    return kernel_get()->name;
}

bool ms_near_use(const char *name)
{
    kernel_get();
    for (size_t i = 0; i < KERNELS; i++) {
        if (strcmp(kernels[i]->name, name) || !kernels[i]->runs || !kernels[i]->runs())
            continue;
        kernel = kernels[i];
        return true;
    }
    return false;
}

/* ---- the query ---------------------------------------------------------- */

/* How many leaves wait for their bytes to come from memory, and how much is asked for: most
 * of a leaf, or of a node. */
enum { WAITING = 16, FETCH = 6 };

typedef struct waiting {
    uint32_t block;
    uint32_t row; /* of the node above, in find.rows */
} waiting;

typedef struct find {
    const ms_near *v;
    const ms_letters *x;
    bool x_is_run;
    ms_buf *hits;
    const char *leaves;
    const near_kernel *kernel;
    uint8_t flags; /* of the units of the class */
    near_query q;
    unsigned met, visited; /* leaves */
    waiting waiting[WAITING];
    near_row rows[WAITING + 1]; /* those of the nodes that waiting leaves hang below */
    unsigned next_row;
} find;

static void table_set(near_table *t, unsigned letter, unsigned cost)
{
    uint8_t *of = t->of[letter / 16];
    of[letter % 16] = of[letter % 16 + 16] = (uint8_t)cost;
}

/* A swap of two letters counts as two replacements, each by the neighbour, of half its cost. */
static void allow_swap(near_query *q, unsigned at, uint8_t neighbour)
{
    unsigned letter = neighbour < NEAR_DIGIT ? neighbour : NEAR_DIGIT;
    if (q->sub[at].of[letter / 16][letter % 16] > q->swap / 2)
        table_set(&q->sub[at], letter, q->swap / 2);
}

/* What does not depend on the class. */
static void prepare(find *f)
{
    const ms_costs *k = ms_costs_get();
    near_query *q = &f->q;
    q->n = f->x->n;
    q->swap = k->swap;
    bool cut = f->x->flags & MS_TOKEN_CUT && !f->x_is_run && !f->v->runs;
    q->rows = cut ? q->n : MS_TOKEN_LEN;
    for (unsigned i = 0; i < q->n; i++) {
        const uint8_t *sub = k->sub[f->x->c[i]];
        unsigned digits = UINT8_MAX;
        for (unsigned c = 0; c < NEAR_DIGIT; c++) table_set(&q->sub[i], c, sub[c]);
        for (unsigned c = NEAR_DIGIT; c < MS_LETTERS; c++)
            if (sub[c] < digits) digits = sub[c];
        table_set(&q->sub[i], NEAR_DIGIT, digits);
        if (i > 0) allow_swap(q, i, f->x->c[i - 1]);
        if (i + 1 < q->n) allow_swap(q, i, f->x->c[i + 1]);
        q->code[i] = near_code(f->x->c[i]);
    }
}

/* What leaving a letter of a unit out costs at most: little, of a vowel that the other side
 * does not write. */
static void set_cap(find *f)
{
    memset(&f->q.cap, UINT8_MAX, sizeof f->q.cap);
    for (unsigned c = 0; c < NEAR_DIGIT && f->x->flags & MS_TOKEN_ABJAD; c++) {
        char s = (char)('a' + c);
        ms_letters one;
        ms_letters_make(&s, 1, f->flags, &one);
        if (one.skip[1][0] < one.skip[0][0]) table_set(&f->q.cap, c, one.skip[1][0]);
    }
}

/* Sums of the letters from each on.  A unit may have any letters more where `x` is cut, and
 * any vowels where it has none. */
static void set_bags(find *f)
{
    near_query *q = &f->q;
    const near_weights *w = near_weights_get();
    unsigned most[NEAR_BAGS + 1] = {0}, least[NEAR_BAGS + 1] = {0};
    for (unsigned i = q->n + 1u; i-- > 0;) {
        if (i < q->n) {
            uint8_t c = f->x->c[i];
            most[w->bag[c]] += w->weight[c];
            least[w->bag[c]] += near_counts(w, c, q->skip[i]);
        }
        for (unsigned g = 0; g < NEAR_BAGS; g++) {
            bool any = q->rows < MS_TOKEN_LEN || most[g] > UINT8_MAX ||
                       (w->vowels[g] && f->x->flags & MS_TOKEN_ABJAD);
            q->most[g][i] = (uint8_t)(any ? UINT8_MAX : most[g]);
            q->least[g][i] = (uint8_t)(least[g] < UINT8_MAX ? least[g] : UINT8_MAX);
        }
    }
}

static unsigned limit_of(const find *f, unsigned length)
{
    uint8_t x = f->x->flags;
    if (length > f->x->length) length = f->x->length;
    if (!length) return 0;
    if (f->x_is_run) return ms_run_limit(x, f->flags, length);
    return f->v->runs ? ms_run_limit(f->flags, x, length) : ms_token_limit(x, f->flags, length);
}

static void set_limits(find *f)
{
    near_query *q = &f->q;
    q->limit = (uint8_t)limit_of(f, f->x->length);
    memset(&q->limits, 0, sizeof q->limits);
    for (unsigned high = 0; high < 16; high++) {
        unsigned of_high = limit_of(f, high * 16);
        table_set(&q->limits, 16 + high, of_high);
        for (unsigned low = 0; low < 16 && high * 16 <= f->x->length; low++) {
            unsigned more = limit_of(f, high * 16 + low) - of_high;
            if (more > q->limits.of[0][low]) table_set(&q->limits, low, more);
        }
    }
}

static void prepare_class(find *f)
{
    set_limits(f);
    memcpy(f->q.skip, f->x->skip[f->flags & MS_TOKEN_ABJAD], sizeof f->q.skip);
    set_cap(f);
    set_bags(f);
}

/* ---- units compared one by one ------------------------------------------ */

static bool compare(find *f, uint32_t unit)
{
    ms_letters y;
    ms_token_letters(&f->v->units[unit], &y);
    uint32_t s = f->x_is_run  ? ms_run_similarity(f->x, &y)
                 : f->v->runs ? ms_run_similarity(&y, f->x)
                              : ms_letters_similarity(f->x, &y);
    ms_near_hit hit = {.unit = unit, .similarity = (uint16_t)s};
    return !s || ms_buf_put(f->hits, &hit, sizeof hit);
}

static bool compare_range(find *f, uint32_t first, uint32_t end)
{
    bool ok = true;
    for (uint32_t u = first; ok && u < end; u++) ok = compare(f, u);
    return ok;
}

/* The first of units first..end-1 whose first `n` letters are not below those of `s`; or above
 * them. */
static uint32_t bound(const ms_near *v, uint32_t first, uint32_t end, const char *s, size_t n,
                      bool above)
{
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (memcmp(v->units[middle].s, s, n) < (above ? 1 : 0)) first = middle + 1;
        else end = middle;
    }
    return first;
}

/* Compares those whose first `n` letters are those of `s`. */
static bool compare_letters(find *f, uint32_t first, uint32_t end, const char *s, size_t n)
{
    first = bound(f->v, first, end, s, n, false);
    return compare_range(f, first, bound(f->v, first, end, s, n, true));
}

/* Compares those that agree with `x` in the first `n` letters. */
static bool compare_alike(find *f, uint32_t first, uint32_t end, size_t n)
{
    char s[MS_TOKEN_LEN] = {0};
    for (unsigned i = 0; i < f->x->n; i++) s[i] = ms_letter_char(f->x->c[i]);
    return compare_letters(f, first, end, s, n);
}

/* ---- the tree ----------------------------------------------------------- */

static bool visit_leaves(find *f, const waiting *w)
{
    for (uint32_t block = w->block;;) {
        const near_leaf *l = near_leaf_at(f->leaves, block);
        near_lanes left;
        uint32_t lanes = f->kernel->leaf(&f->q, l, &f->rows[w->row], left);
        for (; lanes; lanes &= lanes - 1)
            if (!compare(f, l->first + (unsigned)__builtin_ctz(lanes))) return false;
        if (!l->more) return true;
        block += near_leaf_size(l->rows) / NEAR_BLOCK;
    }
}

static bool visit_oldest(find *f)
{
    return visit_leaves(f, &f->waiting[f->visited++ % WAITING]);
}

static bool visit_waiting(find *f)
{
    bool ok = true;
    while (ok && f->visited < f->met) ok = visit_oldest(f);
    return ok;
}

static void fetch(const void *block)
{
    const char *p = block;
    for (unsigned i = 0; i < FETCH; i++) __builtin_prefetch(p + i * NEAR_BLOCK);
}

/* Lets a leaf wait for its bytes, and takes the one that has waited longest. */
static bool meet_leaf(find *f, uint32_t block, unsigned row)
{
    fetch(near_leaf_at(f->leaves, block));
    if (f->met - f->visited == WAITING && !visit_oldest(f)) return false;
    f->waiting[f->met++ % WAITING] = (waiting){block, row};
    return true;
}

/* Keeps a row for the leaves that are met below it: until so many rows more are kept as leaves
 * can wait. */
static unsigned keep_row(find *f, const near_row *row)
{
    unsigned at = f->next_row++ % (WAITING + 1);
    f->rows[at] = *row;
    return at;
}

/* All units of a node whose letters `x`, which is cut, may begin. */
static bool visit_begun(find *f, uint32_t block, const near_row *row)
{
    const near_node *n = near_node_at(f->v->tree, block);
    if (row->hi < f->q.n || (!row->e[f->q.n] && !row->d[f->q.n])) return true;
    return visit_waiting(f) && compare_range(f, n->first, n->end);
}

/* The row of one lane. */
static near_row row_of(const near_rows *rows, const near_row *above, uint8_t code,
                       unsigned lane)
{
    near_row r = {.code = code, .depth = (uint8_t)(above->depth + 1)};
    unsigned lo = above->lo, hi = rows->hi;
    while (lo < hi && !rows->e[lo][lane] && !rows->d[lo][lane]) lo++;
    while (lo < hi && !rows->e[hi][lane] && !rows->d[hi][lane]) hi--;
    for (unsigned i = lo; i <= hi; i++) r.e[i] = rows->e[i][lane], r.d[i] = rows->d[i][lane];
    r.lo = (uint8_t)lo;
    r.hi = (uint8_t)hi;
    return r;
}

static bool visit_node(find *f, uint32_t block, const near_row *row)
{
    near_rows rows;
    const near_node *n = near_node_at(f->v->tree, block);
    uint32_t lanes = f->kernel->node(&f->q, n, row, &rows) | n->always, last = 0;
    if (n->n < NEAR_LANES) lanes &= (1u << n->n) - 1;
    for (uint32_t l = lanes; l; l &= l - 1) {
        uint32_t to = n->to[__builtin_ctz(l)];
        if (!(to & NEAR_LEAF)) fetch(near_node_at(f->v->tree, to));
    }
    unsigned kept = WAITING + 1;
    for (; lanes; lanes &= lanes - 1) {
        unsigned lane = (unsigned)__builtin_ctz(lanes);
        uint32_t to = n->to[lane];
        if (to == last) continue;
        last = to;
        if (to & NEAR_LEAF) {
            if (kept > WAITING) kept = keep_row(f, row);
            if (!meet_leaf(f, to, kept)) return false;
            continue;
        }
        kept = WAITING + 1; /* others may be kept below */
        near_row next = row_of(&rows, row, n->letter[lane], lane);
        bool begun = next.depth == f->q.rows;
        if (!(begun ? visit_begun(f, to, &next) : visit_node(f, to, &next))) return false;
    }
    return true;
}

static bool visit_root(find *f, uint32_t block)
{
    near_row row = {.code = NEAR_NONE, .hi = f->q.n};
    row.e[0] = (uint8_t)(f->q.limit + 1);
    for (unsigned i = 0; i < f->q.n; i++)
        row.e[i + 1] = (uint8_t)(row.e[i] > f->q.skip[i] ? row.e[i] - f->q.skip[i] : 0);
    return visit_node(f, block, &row) && visit_waiting(f);
}

/* ---- classes ------------------------------------------------------------ */

/* True where nothing but equal letters makes a unit of the class similar. */
static bool only_equal(const find *f)
{
    uint8_t x = f->x->flags, y = f->flags;
    if ((x | y) & MS_TOKEN_NUMBER) return true;
    if (f->x_is_run || f->v->runs) return (f->x_is_run ? y : x) & MS_TOKEN_MINOR;
    return (x ^ y) & MS_TOKEN_MINOR;
}

static bool visit_class(find *f, const near_class *c, uint32_t end)
{
    f->flags = f->v->units[c->first].flags & MS_UNIT_CLASS;
    bool tokens = !f->x_is_run && !f->v->runs;
    if (only_equal(f)) return compare_alike(f, c->first, end, MS_TOKEN_LEN);
    if (f->flags & MS_TOKEN_INITIAL && tokens) return compare_alike(f, c->first, end, 1);
    if (!c->root) return compare_range(f, c->first, end);
    prepare_class(f);
    return visit_root(f, c->root);
}

static int hit_cmp(const void *a, const void *b)
{
    const ms_near_hit *x = a, *y = b;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

/* Compares the units whose names stand for that of `x`. */
static bool compare_given(find *f, const near_head *h, const uint32_t *by_number)
{
    for (uint16_t number = 0; (number = ms_given_next(f->x->given, number));) {
        uint32_t at = 0, end = h->n_given;
        while (at < end) {
            uint32_t middle = at + (end - at) / 2;
            if (f->v->units[by_number[middle]].given < number) at = middle + 1;
            else end = middle;
        }
        for (; at < h->n_given && f->v->units[by_number[at]].given == number; at++)
            if (!compare(f, by_number[at])) return false;
    }
    return true;
}

/* Compares the units that are the family name of `x` with another end. */
static bool compare_endings(find *f, const near_head *h, const near_class *c)
{
    char s[MS_TOKEN_LEN];
    for (unsigned at = 0; ms_endings_next(f->x, &at, s);) {
        for (uint32_t i = 0; i < h->n_classes; i++) {
            uint32_t end = i + 1 < h->n_classes ? c[i + 1].first : f->v->n;
            if (!compare_letters(f, c[i].first, end, s, sizeof s)) return false;
        }
    }
    return true;
}

/* Sorts the hits from byte `first` on, and leaves each once. */
static void sort_hits(ms_buf *hits, size_t first)
{
    size_t n = (hits->n - first) / sizeof(ms_near_hit), kept = 0;
    if (!n) return;
    ms_near_hit *hit = (ms_near_hit *)(void *)(hits->p + first);
    qsort(hit, n, sizeof *hit, hit_cmp);
    for (size_t i = 0; i < n; i++)
        if (!i || hit[i].unit != hit[kept - 1].unit) hit[kept++] = hit[i];
    hits->n = first + kept * sizeof *hit;
}

/* Of an initial, only what is equal. */
static ms_rc find_initial(find *f, const near_head *h, const near_class *c)
{
    for (uint32_t i = 0; i < h->n_classes && !f->v->runs; i++) {
        uint32_t end = i + 1 < h->n_classes ? c[i + 1].first : f->v->n;
        if (!compare_alike(f, c[i].first, end, MS_TOKEN_LEN)) return MS_ENOMEM;
    }
    return MS_OK;
}

ms_rc ms_near_find(const ms_near *v, const ms_letters *x, bool x_is_run, ms_buf *hits)
{
    assert(!(x_is_run && v->runs));
    find f = {.v = v, .x = x, .x_is_run = x_is_run, .hits = hits, .kernel = kernel_get()};
    const near_head *h = (const near_head *)(const void *)v->tree;
    const near_class *c = (const near_class *)(const void *)(h + 1);
    const uint32_t *by_number = (const uint32_t *)(const void *)(c + h->n_classes);
    size_t first = hits->n;
    f.leaves = v->tree + (uint64_t)h->leaves * NEAR_BLOCK;
    if (x->flags & MS_TOKEN_INITIAL) return find_initial(&f, h, c);
    prepare(&f);
    for (uint32_t i = 0; i < h->n_classes; i++)
        if (!visit_class(&f, &c[i], i + 1 < h->n_classes ? c[i + 1].first : v->n))
            return MS_ENOMEM;
    size_t by_letters = hits->n;
    if (x_is_run || v->runs || !x->given) return MS_OK;
    bool none = x->given == MS_GIVEN_NONE;
    if (!(none ? compare_endings(&f, h, c) : compare_given(&f, h, by_number))) return MS_ENOMEM;
    if (hits->n > by_letters) sort_hits(hits, first);
    return MS_OK;
}
