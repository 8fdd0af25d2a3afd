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

/* How far what comes from memory is asked for before it is looked at. */
enum { BLOCKS_AHEAD = 4, GROUPS_AHEAD = 32 };

/* How far the table of distances from what blocks begin with is worked out. */
typedef struct begin {
    unsigned n;  /* letters */
    bool beyond; /* nothing that begins with them is within the limit */
    uint8_t letter[NEAR_BEGIN];
    uint16_t row[NEAR_BEGIN + 1][NEAR_COLS];
} begin;

/* A block whose columns are asked for. */
typedef struct waiting {
    uint32_t block;
    unsigned done; /* letters of its beginning that `left` counts */
    near_left left;
} waiting;

typedef struct find {
    const ms_near *v;
    const ms_letters *x;
    bool x_is_run;
    ms_buf *hits;
    near_parts at;
    const near_kernel *kernel;
    const near_class *class;
    uint8_t flags; /* of the units of the class */
    near_query q;
    begin begin;
    unsigned blocks_met, blocks_seen, groups_met, groups_seen;
    waiting block[BLOCKS_AHEAD];
    near_asked group[GROUPS_AHEAD];
    near_batch batch[2]; /* one is filled while the letters of the other come */
    unsigned filled;     /* which */
} find;

static void table_set(near_table *t, unsigned letter, unsigned cost)
{
    t->of[letter] = (uint8_t)cost;
}

static void allow(near_query *q, unsigned at, uint8_t other, unsigned cost)
{
    unsigned letter = near_plain(other);
    if (q->sub[at].of[letter] > cost) table_set(&q->sub[at], letter, cost);
}

/* A swap of letter `at` and the next counts as two replacements, each by the other.  The first
 * costs so little that the swap pays for what it leaves to be paid for, the next letter. */
static void allow_swap(near_query *q, const ms_letters *x, unsigned at)
{
    unsigned swap = ms_costs_get()->swap, first = swap / 2;
    unsigned next = (near_weights_get()->weight[x->c[at + 1]] + 1u) / 2;
    if (first > swap - next) first = swap - next;
    allow(q, at, x->c[at + 1], first);
    allow(q, at + 1, x->c[at], swap - first);
}

/* What does not depend on the class. */
static void prepare(find *f)
{
    const ms_costs *k = ms_costs_get();
    near_query *q = &f->q;
    q->n = f->x->n;
    bool cut = f->x->flags & MS_TOKEN_CUT && !f->x_is_run && !f->v->runs;
    q->rows = cut ? q->n : MS_TOKEN_LEN;
    memset(q->sub, UINT8_MAX, sizeof q->sub);
    for (unsigned i = 0; i < q->n; i++) {
        const uint8_t *sub = k->sub[f->x->c[i]];
        unsigned digits = UINT8_MAX;
        for (unsigned c = 0; c < NEAR_DIGIT; c++) table_set(&q->sub[i], c, sub[c]);
        for (unsigned c = NEAR_DIGIT; c < MS_LETTERS; c++)
            if (sub[c] < digits) digits = sub[c];
        table_set(&q->sub[i], NEAR_DIGIT, digits);
    }
    for (unsigned i = 0; i + 1 < q->n; i++) allow_swap(q, f->x, i);
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
    table_set(&f->q.own, NEAR_NONE, 0);
}

/* Sums of the letters, and of those from each on.  A unit may have any letters more where `x`
 * is cut, and any vowels where it has none. */
static void set_sums(find *f)
{
    near_query *q = &f->q;
    const near_weights *w = near_weights_get();
    unsigned most[NEAR_KINDS + 1] = {0}, least[NEAR_KINDS + 1] = {0};
    for (unsigned k = 0; k < NEAR_KINDS; k++)
        if (q->rows < MS_TOKEN_LEN || (w->vowels[k] && f->x->flags & MS_TOKEN_ABJAD))
            most[k] = UINT8_MAX;
    for (unsigned i = q->n; i--;) {
        uint8_t c = f->x->c[i], k = w->kind[c];
        q->kind[i] = k < NEAR_KINDS ? k : 0; /* what is of no kind weighs nothing */
        q->behind[i] = near_word_of(least[k]);
        most[k] += w->weight[c];
        least[k] += near_counts(w, c, q->skip[i]);
        q->from[i] = near_word_of(least[k]);
    }
    memset(q->most, UINT8_MAX, sizeof q->most);
    memset(q->least, 0, sizeof q->least);
    for (unsigned k = 0; k < NEAR_KINDS; k++) {
        q->most[k] = near_byte(most[k]);
        q->least[k] = near_byte(least[k]);
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
    for (unsigned steps = 0; steps < NEAR_LENGTHS - 1; steps++)
        table_set(&q->limits, steps, limit_of(f, steps * NEAR_LENGTH));
    table_set(&q->limits, NEAR_LENGTHS - 1, q->limit);
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
    return !b->beyond;
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

/* Compares the units of a batch, and empties it. */
static bool compare_batch(find *f, near_batch *b)
{
    if (!b->n) return true;
    for (unsigned i = b->n; i < NEAR_LANES; i++) b->unit[i] = b->unit[0];
    uint64_t lanes = f->kernel->compare(&f->q, b);
    if (b->n < NEAR_LANES) lanes &= (1ull << b->n) - 1;
    for (uint64_t left = lanes; left; left &= left - 1)
        __builtin_prefetch(&f->v->units[b->number[__builtin_ctzll(left)]]);
    for (; lanes; lanes &= lanes - 1)
        if (!compare(f, b->number[__builtin_ctzll(lanes)])) return false;
    b->n = 0;
    return true;
}

/* Bit 8 * a + b becomes bit 8 * b + a. */
static uint64_t turned(uint64_t bits)
{
    uint64_t other = (bits ^ bits >> 7) & 0x00aa00aa00aa00aa;
    bits ^= other ^ other << 7;
    other = (bits ^ bits >> 14) & 0x0000cccc0000cccc;
    bits ^= other ^ other << 14;
    other = (bits ^ bits >> 28) & 0x00000000f0f0f0f0;
    return bits ^ other ^ other << 28;
}

/* Adds the units of eight groups that are set, of group g unit u by bit 8 * g + u, to a batch.
 */
static bool add_units(find *f, const near_asked group[NEAR_UNITS], uint64_t units)
{
    near_batch *b = &f->batch[f->filled];
    unsigned n = b->n;
    for (uint32_t end = f->class[1].first; units; units &= units - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(units), u = bit % NEAR_UNITS;
        const near_asked *g = &group[bit / NEAR_UNITS];
        if (g->first + u >= end) continue;
        b->number[n] = g->first + u;
        b->code[n] = g->sums->unit[u][NEAR_KINDS];
        b->unit[n] = g->letters + u * g->stride;
        __builtin_prefetch(b->unit[n]);
        if (++n < NEAR_LANES) continue;
        b->n = n;
        f->filled = !f->filled;
        b = &f->batch[f->filled];
        if (!compare_batch(f, b)) return false;
        n = 0;
    }
    b->n = n;
    return true;
}

/* Looks at the sums of the next groups that wait: eight, but where a class ends. */
static bool sift_groups(find *f)
{
    near_asked *group = &f->group[f->groups_seen % GROUPS_AHEAD];
    unsigned n = f->groups_met - f->groups_seen;
    for (unsigned g = n; g < NEAR_UNITS; g++) group[g] = group[0];
    uint64_t units = turned(f->kernel->sift(&f->q, group));
    if (n < NEAR_UNITS) units &= (1ull << n * NEAR_UNITS) - 1;
    f->groups_seen += NEAR_UNITS;
    return add_units(f, group, units);
}

/* Looks at the beginnings of the groups of the next block that waits. */
static bool look_at_block(find *f)
{
    const waiting *w = &f->block[f->blocks_seen++ % BLOCKS_AHEAD];
    const near_block *b = &f->at.blocks[w->block];
    const near_columns *c = &f->at.columns[w->block];
    unsigned rows = b->rows < f->q.rows ? b->rows : f->q.rows;
    uint64_t lanes = f->kernel->begin(&f->q, w->left, w->done, rows, c);
    if (b->n < NEAR_LANES) lanes &= (1ull << b->n) - 1;
    uint32_t of_class = (w->block - f->class->block) * NEAR_LANES;
    const near_group *sums = &f->at.groups[f->class->group + of_class];
    const char *letters = f->v->blocks;
    uint32_t first = f->class->first + of_class * NEAR_UNITS, met = f->groups_met;
    for (; lanes; lanes &= lanes - 1) {
        unsigned lane = (unsigned)__builtin_ctzll(lanes);
        near_asked *g = &f->group[met++ % GROUPS_AHEAD];
        g->sums = &sums[lane];
        g->letters = near_letters_of(letters, b, c, lane);
        g->first = first + lane * NEAR_UNITS;
        g->stride = near_stride(c, lane);
        __builtin_prefetch(g->sums);
        if (met - f->groups_seen < GROUPS_AHEAD) continue;
        f->groups_met = met;
        if (!sift_groups(f)) return false;
    }
    f->groups_met = met;
    return true;
}

static void ask_for(const void *first, const void *end)
{
    for (const char *p = first; p < (const char *)end; p += NEAR_ALIGN) __builtin_prefetch(p);
}

/* Asks for the columns of a block whose beginning `f->begin` has. */
static void fetch(find *f, uint32_t block)
{
    waiting *w = &f->block[f->blocks_met++ % BLOCKS_AHEAD];
    const uint16_t *row = f->begin.row[f->begin.n];
    w->block = block;
    w->done = f->begin.n;
    for (unsigned i = 0; i <= f->q.n; i++)
        w->left[i] = (uint8_t)(row[i] > f->q.limit ? 0 : f->q.limit + 1 - row[i]);
    const near_columns *c = &f->at.columns[block];
    ask_for(c, c->begin);
    ask_for(c->begin + w->done, c->begin + f->at.blocks[block].rows);
}

static bool visit_blocks(find *f)
{
    for (uint32_t i = f->class->block; i < f->class[1].block; i++) {
        if (!may_begin(f, &f->at.blocks[i])) continue;
        if (f->blocks_met - f->blocks_seen == BLOCKS_AHEAD && !look_at_block(f)) return false;
        fetch(f, i);
    }
    while (f->blocks_seen < f->blocks_met)
        if (!look_at_block(f)) return false;
    while (f->groups_seen < f->groups_met)
        if (!sift_groups(f)) return false;
    f->groups_met = f->groups_seen;
    return compare_batch(f, &f->batch[!f->filled]) && compare_batch(f, &f->batch[f->filled]);
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

/* Whether units of the class are sought. */
static bool is_sought(const find *f, const near_class *c)
{
    unsigned class = ms_unit_class(&f->v->units[c->first]);
    ms_whose others = class & MS_UNIT_THING ? MS_WHOSE_PERSON : MS_WHOSE_THING;
    return class & MS_TOKEN_MINOR || f->v->whose != others;
}

static bool visit_class(find *f, const near_class *c)
{
    if (!is_sought(f, c)) return true;
    f->class = c;
    uint32_t end = c[1].first;
    f->flags = f->v->units[c->first].flags & MS_UNIT_FLAGS;
    bool tokens = !f->x_is_run && !f->v->runs;
    if (only_equal(f)) return compare_alike(f, c->first, end, MS_TOKEN_LEN);
    if (f->flags & MS_TOKEN_INITIAL && tokens) return compare_alike(f, c->first, end, 1);
    if (c[1].block == c->block) return compare_range(f, c->first, end);
    prepare_class(f);
    return visit_blocks(f);
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
            if (is_sought(f, &c[i]) &&
                !compare_letters(f, c[i].first, c[i + 1].first, s, sizeof s))
                return false;
    return true;
}

/* Of an initial, only what is equal. */
static ms_rc find_initial(find *f)
{
    const near_class *c = f->at.classes;
    for (uint32_t i = 0; i < f->at.head->n_classes && !f->v->runs; i++)
        if (is_sought(f, &c[i]) && !compare_alike(f, c[i].first, c[i + 1].first, MS_TOKEN_LEN))
            return MS_ENOMEM;
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
    if (x_is_run || v->runs || !x->given || v->whose == MS_WHOSE_THING) return MS_OK;
    bool none = x->given == MS_GIVEN_NONE;
    if (!(none ? compare_endings(&f) : compare_given(&f))) return MS_ENOMEM;
    if (hits->n > by_letters) sort_hits(hits, first);
    return MS_OK;
}
