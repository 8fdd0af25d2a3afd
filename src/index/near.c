#include "index/near.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "index/near_blocks.h"
#include "match/ending.h"
#include "text/given.h"

/* ---- the instruction set ------------------------------------------------ */

static const near_kernel *const kernels[] = {&near_avx512, &near_avx2, &near_sse41, &near_neon,
                                             &near_scalar};
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

/* How many blocks wait for their columns to come from memory. */
enum { WAITING = 8 };

/* How far the table of distances from what blocks begin with is worked out. */
typedef struct begin {
    unsigned n;  /* letters */
    bool beyond; /* nothing that begins with them is within the limit */
    uint8_t letter[NEAR_BEGIN];
    uint16_t row[NEAR_BEGIN + 1][NEAR_COLS];
} begin;

typedef struct find {
    const ms_near *v;
    const ms_letters *x;
    bool x_is_run;
    ms_buf *hits;
    near_parts at;
    const near_kernel *kernel;
    uint8_t flags; /* of the units of the class */
    near_query q;
    begin begin;
    unsigned met, sifted; /* blocks */
    uint32_t waiting[WAITING];
    near_batch batch;
} find;

static void table_set(near_table *t, unsigned letter, unsigned cost)
{
    t->of[letter] = (uint8_t)cost;
}

/* A swap of two letters counts as two replacements, each by the neighbour, of half its cost. */
static void allow_swap(near_query *q, unsigned at, uint8_t neighbour)
{
    unsigned swap = ms_costs_get()->swap,
             letter = neighbour < NEAR_DIGIT ? neighbour : NEAR_DIGIT;
    if (q->sub[at].of[letter] > swap / 2) table_set(&q->sub[at], letter, swap / 2);
}

/* What does not depend on the class. */
static void prepare(find *f)
{
    const ms_costs *k = ms_costs_get();
    near_query *q = &f->q;
    q->n = f->x->n;
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
    }
}

/* What leaving a letter of a unit out costs at most: little, of a vowel that the other side
 * does not write. */
static void set_own(find *f)
{
    const ms_costs *k = ms_costs_get();
    bool unwritten = f->x->flags & MS_TOKEN_ABJAD;
    memset(&f->q.own, UINT8_MAX, sizeof f->q.own);
    for (unsigned c = 0; c <= NEAR_DIGIT; c++) table_set(&f->q.own, c, k->skip[c]);
    for (unsigned c = 0; c < NEAR_DIGIT && unwritten; c++) {
        char s = (char)('a' + c);
        ms_letters one;
        ms_letters_make(&s, 1, f->flags, &one);
        table_set(&f->q.own, c, one.skip[1][0]);
    }
}

/* Sums of the letters, and of those from each on.  A unit may have any letters more where `x`
 * is cut, and any vowels where it has none. */
static void set_sums(find *f)
{
    near_query *q = &f->q;
    const near_weights *w = near_weights_get();
    unsigned most[NEAR_GROUPS + 1] = {0}, least[NEAR_GROUPS + 1] = {0};
    for (unsigned i = q->n;; i--) {
        for (unsigned g = 0; g < NEAR_GROUPS; g++) {
            bool any = q->rows < MS_TOKEN_LEN || (w->vowels[g] && f->x->flags & MS_TOKEN_ABJAD);
            q->rest[i][g] = near_byte(least[g]);
            q->rest[i][NEAR_GROUPS + g] = any ? 0 : UINT8_MAX - near_byte(most[g]);
        }
        if (!i) break;
        uint8_t c = f->x->c[i - 1];
        most[w->group[c]] += w->weight[c];
        least[w->group[c]] += near_counts(w, c, q->skip[i - 1]);
    }
    for (unsigned g = 0; g < NEAR_GROUPS; g++) {
        q->least[g] = near_word_of(q->rest[0][g]);
        q->most[g] = near_word_of(UINT8_MAX - q->rest[0][NEAR_GROUPS + g]);
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
            if (more > q->limits.of[low]) table_set(&q->limits, low, more);
        }
    }
}

/* ---- what blocks begin with ---------------------------------------------- */

static void begin_anew(find *f)
{
    begin *b = &f->begin;
    b->n = 0;
    b->beyond = false;
    b->row[0][0] = 0;
    for (unsigned i = 0; i < f->q.n; i++)
        b->row[0][i + 1] = (uint16_t)(b->row[0][i] + f->q.skip[i]);
}

/* The row behind one letter more; false: nothing in it is within the limit. */
static bool add_row(const near_query *q, uint8_t letter, const uint16_t *above, uint16_t *out)
{
    unsigned level = near_level(letter), skip = near_table_at(&q->own, letter);
    if (level < NEAR_OWN && level + 1 < skip) skip = level + 1;
    unsigned here = above[0] + skip, best = here;
    out[0] = (uint16_t)here;
    for (unsigned i = 0; i < q->n; i++) {
        unsigned other = above[i] + near_table_at(&q->sub[i], letter);
        unsigned gone = above[i + 1] + skip;
        here += q->skip[i];
        if (gone < other) other = gone;
        if (other < here) here = other;
        out[i + 1] = (uint16_t)here;
        if (here < best) best = here;
    }
    return best <= q->limit;
}

/* What the letters of both sides that are left must still cost, by their sums. */
static unsigned rest_costs(const near_sums x, const near_sums y)
{
    typedef uint8_t lanes __attribute__((vector_size(sizeof(near_sums))));
    const uint64_t even = 0x00ff00ff00ff00ff, ones = 0x0001000100010001;
    lanes a, b;
    uint64_t half[2];
    memcpy(&a, x, sizeof a);
    memcpy(&b, y, sizeof b);
    a = (a - b) & (lanes)(a > b);
    memcpy(half, &a, sizeof half);
    uint64_t sums =
        (half[0] & even) + (half[0] >> 8 & even) + (half[1] & even) + (half[1] >> 8 & even);
    return ((unsigned)(sums * ones >> 48) + 1) / 2;
}

/* Whether the letters behind the beginning of a block leave its units within the limit.  Where
 * half of a swap may have been done, their sums do not say that. */
static bool may_go_on(const find *f, const near_block *block)
{
    const near_query *q = &f->q;
    const uint16_t *row = f->begin.row[block->n_begin];
    for (unsigned i = 0; i <= q->n; i++) {
        if (row[i] > q->limit) continue;
        bool swap = i && i < q->n && block->n_begin &&
                    near_same(block->begin[block->n_begin - 1], near_number(f->x->c[i]));
        if (swap || row[i] + rest_costs(q->rest[i], block->rest) <= q->limit) return true;
    }
    return false;
}

/* Whether a unit that begins as those of the block do may be within the limit. */
static bool may_begin(find *f, const near_block *block)
{
    begin *b = &f->begin;
    unsigned n = block->n_begin < f->q.rows ? block->n_begin : f->q.rows, same = 0;
    while (same < b->n && same < n && b->letter[same] == block->begin[same]) same++;
    if (b->beyond && same == b->n) return false;
    b->beyond = false;
    for (b->n = same; b->n < n && !b->beyond; b->n++) {
        b->letter[b->n] = block->begin[b->n];
        b->beyond = !add_row(&f->q, b->letter[b->n], b->row[b->n], b->row[b->n + 1]);
    }
    return !b->beyond && (n < block->n_begin || may_go_on(f, block));
}

static void prepare_class(find *f)
{
    set_limits(f);
    memcpy(f->q.skip, f->x->skip[f->flags & MS_TOKEN_ABJAD], sizeof f->q.skip);
    for (unsigned i = 0; i < f->q.n; i++) f->q.skips[i] = near_word_of(f->q.skip[i]);
    set_own(f);
    set_sums(f);
    begin_anew(f);
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

/* ---- blocks ------------------------------------------------------------- */

/* Compares the units of the batch, and empties it. */
static bool compare_batch(find *f)
{
    near_rows rows;
    near_batch *b = &f->batch;
    if (!b->n) return true;
    near_turn(b, &rows);
    uint64_t lanes = f->kernel->compare(&f->q, b, &rows);
    if (b->n < NEAR_LANES) lanes &= (1ull << b->n) - 1;
    for (; lanes; lanes &= lanes - 1)
        if (!compare(f, b->number[__builtin_ctzll(lanes)])) return false;
    b->n = b->rows = 0;
    return true;
}

static bool add_to_batch(find *f, const near_block *block, unsigned lane, uint8_t length,
                         uint32_t unit)
{
    near_batch *b = &f->batch;
    const uint8_t *letters = near_letters_of(f->v->blocks, block);
    b->length[b->n] = length;
    b->letters[b->n] = letters[lane];
    b->unit[b->n] = letters + NEAR_LANES + (size_t)lane * block->stride;
    b->number[b->n] = unit;
    if (letters[lane] > b->rows) b->rows = letters[lane];
    __builtin_prefetch(b->unit[b->n]);
    return ++b->n < NEAR_LANES || compare_batch(f);
}

/* Adds the units of block `i` that their sums do not rule out. */
static bool sift_block(find *f, const near_class *c, uint32_t i)
{
    const near_block *b = &f->at.blocks[i];
    const near_columns *columns = &f->at.columns[i];
    uint64_t lanes = f->kernel->sift(&f->q, columns);
    if (b->n < NEAR_LANES) lanes &= (1ull << b->n) - 1;
    uint32_t first = c->first + (i - c->block) * NEAR_LANES;
    for (; lanes; lanes &= lanes - 1) {
        unsigned lane = (unsigned)__builtin_ctzll(lanes);
        if (!add_to_batch(f, b, lane, columns->length[lane], first + lane)) return false;
    }
    return true;
}

static void fetch(const near_columns *c)
{
    const char *p = (const char *)c;
    for (size_t i = 0; i < sizeof *c; i += NEAR_ALIGN) __builtin_prefetch(p + i);
}

static bool visit_blocks(find *f, const near_class *c)
{
    for (uint32_t i = c->block; i < c[1].block; i++) {
        if (!may_begin(f, &f->at.blocks[i])) continue;
        fetch(&f->at.columns[i]);
        if (f->met - f->sifted == WAITING &&
            !sift_block(f, c, f->waiting[f->sifted++ % WAITING]))
            return false;
        f->waiting[f->met++ % WAITING] = i;
    }
    while (f->sifted < f->met)
        if (!sift_block(f, c, f->waiting[f->sifted++ % WAITING])) return false;
    return compare_batch(f);
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

static bool visit_class(find *f, const near_class *c)
{
    uint32_t end = c[1].first;
    f->flags = f->v->units[c->first].flags & MS_UNIT_CLASS;
    bool tokens = !f->x_is_run && !f->v->runs;
    if (only_equal(f)) return compare_alike(f, c->first, end, MS_TOKEN_LEN);
    if (f->flags & MS_TOKEN_INITIAL && tokens) return compare_alike(f, c->first, end, 1);
    if (c[1].block == c->block) return compare_range(f, c->first, end);
    prepare_class(f);
    return visit_blocks(f, c);
}

/* Compares the units whose names stand for that of `x`. */
static bool compare_given(find *f)
{
    const uint32_t *by_number = f->at.given;
    for (uint16_t number = 0; (number = ms_given_next(f->x->given, number));) {
        uint32_t at = 0, end = f->at.head->n_given;
        while (at < end) {
            uint32_t middle = at + (end - at) / 2;
            if (f->v->units[by_number[middle]].given < number) at = middle + 1;
            else end = middle;
        }
        for (; at < f->at.head->n_given && f->v->units[by_number[at]].given == number; at++)
            if (!compare(f, by_number[at])) return false;
    }
    return true;
}

/* Compares the units that are the family name of `x` with another end. */
static bool compare_endings(find *f)
{
    char s[MS_TOKEN_LEN];
    const near_class *c = f->at.classes;
    for (unsigned at = 0; ms_endings_next(f->x, &at, s);)
        for (uint32_t i = 0; i < f->at.head->n_classes; i++)
            if (!compare_letters(f, c[i].first, c[i + 1].first, s, sizeof s)) return false;
    return true;
}

/* Of an initial, only what is equal. */
static ms_rc find_initial(find *f)
{
    const near_class *c = f->at.classes;
    for (uint32_t i = 0; i < f->at.head->n_classes && !f->v->runs; i++)
        if (!compare_alike(f, c[i].first, c[i + 1].first, MS_TOKEN_LEN)) return MS_ENOMEM;
    return MS_OK;
}

static int hit_cmp(const void *a, const void *b)
{
    const ms_near_hit *x = a, *y = b;
    return (x->unit > y->unit) - (x->unit < y->unit);
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

ms_rc ms_near_find(const ms_near *v, const ms_letters *x, bool x_is_run, ms_buf *hits)
{
    assert(!(x_is_run && v->runs));
    find f = {.v = v, .x = x, .x_is_run = x_is_run, .hits = hits, .kernel = kernel_get()};
    size_t first = hits->n;
    f.at = near_parts_of(v->blocks);
    if (x->flags & MS_TOKEN_INITIAL) return find_initial(&f);
    prepare(&f);
    for (uint32_t i = 0; i < f.at.head->n_classes; i++)
        if (!visit_class(&f, &f.at.classes[i])) return MS_ENOMEM;
    size_t by_letters = hits->n;
    if (x_is_run || v->runs || !x->given) return MS_OK;
    bool none = x->given == MS_GIVEN_NONE;
    if (!(none ? compare_endings(&f) : compare_given(&f))) return MS_ENOMEM;
    if (hits->n > by_letters) sort_hits(hits, first);
    return MS_OK;
}
