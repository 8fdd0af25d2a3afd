#include <stdlib.h>

#include "index/near_blocks.h"

typedef struct build {
    const ms_token *units;
    ms_buf *to;
    ms_buf blocks; /* near_block, with `at` counted from the first letters */
    ms_buf columns;
    ms_buf groups;
    ms_buf letters;
    const near_weights *weights;
    const ms_costs *costs;
} build;

/* The units of a group, and what they have in common. */
typedef struct group {
    unsigned n;
    unsigned stride; /* bytes for the letters of each, and for how many there are */
    ms_letters unit[NEAR_UNITS];
    uint8_t begin[NEAR_BEGIN], n_begin;
} group;

/* A letter as near_letter gives it. */
static uint8_t letter_of(const ms_costs *k, const ms_letters *y, unsigned i)
{
    return near_letter(y->c[i], y->skip[0][i], k->skip[y->c[i]]);
}

/* Narrows what units begin with to what others begin with too. */
static void share_begin(uint8_t *begin, uint8_t *n, const uint8_t *other, unsigned n_other)
{
    uint8_t same = 0;
    for (; same < *n && same < n_other && near_same(begin[same], other[same]); same++)
        if (other[same] < begin[same]) begin[same] = other[same];
    memset(begin + same, 0, NEAR_BEGIN - same);
    *n = same;
}

static void make_group(const ms_costs *k, group *g, const ms_token *units, unsigned n)
{
    g->n = n;
    g->stride = 0;
    for (unsigned u = 0; u < n; u++) {
        ms_letters *y = &g->unit[u];
        ms_token_letters(&units[u], y);
        if (y->n >= g->stride) g->stride = y->n + 1u;
        uint8_t begin[NEAR_BEGIN], n_begin = y->n < NEAR_BEGIN ? y->n : NEAR_BEGIN;
        for (unsigned i = 0; i < n_begin; i++) begin[i] = letter_of(k, y, i);
        if (!u) {
            memcpy(g->begin, begin, n_begin);
            g->n_begin = n_begin;
        }
        share_begin(g->begin, &g->n_begin, begin, n_begin);
    }
}

/* Sums of the letters from `first` on. */
typedef struct sums {
    unsigned most[NEAR_KINDS + 1], least[NEAR_KINDS + 1];
} sums;

static sums sums_of(const near_weights *w, const ms_letters *y, unsigned first)
{
    sums s = {0};
    for (unsigned i = first; i < y->n; i++) {
        unsigned k = w->kind[y->c[i]];
        s.most[k] += w->weight[y->c[i]];
        s.least[k] += near_counts(w, y->c[i], y->skip[0][i]);
    }
    return s;
}

static void fill_unit(const near_weights *w, uint8_t *to, const ms_letters *y)
{
    sums s = sums_of(w, y, 0);
    unsigned slack = 0;
    for (unsigned k = 0; k < NEAR_KINDS; k++) {
        to[k] = near_byte(s.most[k]);
        slack += s.most[k] - s.least[k];
    }
    to[NEAR_KINDS] = near_code(y->length, slack);
}

static void fill_letters(const ms_costs *k, uint8_t *to, const ms_letters *y)
{
    *to++ = y->n;
    for (unsigned i = 0; i < y->n; i++) to[i] = letter_of(k, y, i);
}

/* What stands in lane `lane` of the columns of a group's block. */
static void fill_lane(const near_weights *w, near_columns *c, unsigned lane, const group *g)
{
    unsigned length = 0;
    for (unsigned u = 0; u < g->n; u++) {
        sums s = sums_of(w, &g->unit[u], g->n_begin);
        if (g->unit[u].length > length) length = g->unit[u].length;
        for (unsigned k = 0; k < NEAR_KINDS; k++)
            if (s.most[k] > c->rest[k][lane]) c->rest[k][lane] = near_byte(s.most[k]);
    }
    for (unsigned i = 0; i < NEAR_BEGIN; i++)
        c->begin[i][lane] = i < g->n_begin ? g->begin[i] : near_number(NEAR_NONE);
    c->length[lane] = near_number(near_length(length));
    c->end[lane] = (uint16_t)(g->stride + (lane ? c->end[lane - 1] : 0));
}

static bool add_group(build *b, near_block *block, near_columns *c, const group *g)
{
    near_group *units = ms_buf_add(&b->groups, sizeof *units);
    uint8_t *letters = ms_buf_add(&b->letters, (size_t)g->stride * NEAR_UNITS);
    if (!units || !letters) return false;
    for (unsigned u = 0; u < g->n; u++) {
        fill_unit(b->weights, units->unit[u], &g->unit[u]);
        fill_letters(b->costs, letters + (size_t)u * g->stride, &g->unit[u]);
    }
    fill_lane(b->weights, c, block->n, g);
    if (!block->n) {
        memcpy(block->begin, g->begin, sizeof block->begin);
        block->n_begin = g->n_begin;
    }
    share_begin(block->begin, &block->n_begin, g->begin, g->n_begin);
    if (g->n_begin > block->rows) block->rows = g->n_begin;
    block->n++;
    return true;
}

/* One block of units first..end-1, at most NEAR_BLOCK. */
static bool add_block(build *b, uint32_t first, uint32_t end)
{
    near_block block = {.at = (uint32_t)(b->letters.n / NEAR_UNITS)};
    near_columns *c = ms_buf_add(&b->columns, sizeof *c);
    bool ok = c && b->letters.n / NEAR_UNITS < UINT32_MAX / 2;
    for (uint32_t u = first; ok && u < end; u += NEAR_UNITS) {
        group g;
        make_group(b->costs, &g, &b->units[u], end - u < NEAR_UNITS ? end - u : NEAR_UNITS);
        ok = add_group(b, &block, c, &g);
    }
    return ok && ms_buf_put(&b->blocks, &block, sizeof block);
}

static uint32_t class_end(const ms_token *units, uint32_t n, uint32_t first)
{
    uint32_t u = first;
    while (u < n && ms_unit_class(&units[u]) == ms_unit_class(&units[first])) u++;
    return u;
}

/* The class's units stand in blocks unless few are compared letter by letter. */
static bool has_blocks(uint8_t flags)
{
    return !(flags & (MS_TOKEN_NUMBER | MS_TOKEN_INITIAL | MS_TOKEN_CUT));
}

/* A class whose first unit is `u` begins. */
static bool add_class(build *b, uint32_t u)
{
    near_class c = {u, (uint32_t)MS_COUNT(b->groups, near_group),
                    (uint32_t)MS_COUNT(b->blocks, near_block)};
    return ms_buf_put(b->to, &c, sizeof c);
}

static bool add_classes(build *b, uint32_t n, uint32_t *count)
{
    for (uint32_t u = 0, end; u < n; u = end, ++*count) {
        if (!add_class(b, u)) return false;
        end = class_end(b->units, n, u);
        if (!has_blocks(b->units[u].flags)) continue;
        for (uint32_t first = u; first < end; first += NEAR_BLOCK)
            if (!add_block(b, first, end - first > NEAR_BLOCK ? first + NEAR_BLOCK : end))
                return false;
    }
    return add_class(b, n);
}

static int number_cmp(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Appends the units that have a number of the table of given names, by number. */
static bool add_given(build *b, uint32_t n, uint32_t *count)
{
    ms_buf keys = {0};
    bool ok = true;
    for (uint32_t u = 0; ok && u < n; u++) {
        uint16_t number = b->units[u].given;
        uint64_t key = (uint64_t)number << 32 | u;
        if (number && number != MS_GIVEN_NONE) ok = ms_buf_put(&keys, &key, sizeof key);
    }
    *count = (uint32_t)(keys.n / sizeof(uint64_t));
    uint64_t *key = (uint64_t *)(void *)keys.p;
    if (ok && *count) qsort(key, *count, sizeof *key, number_cmp);
    for (uint32_t i = 0; ok && i < *count; i++) {
        uint32_t u = (uint32_t)key[i];
        ok = ms_buf_put(b->to, &u, sizeof u);
    }
    ms_buf_free(&keys);
    return ok;
}

static bool align(ms_buf *to, size_t n)
{
    size_t more = near_aligned(to->n, n) - to->n;
    return !more || ms_buf_add(to, more);
}

/* Appends the blocks, their columns, the groups and the letters, and room to read the last
 * letters in. */
static bool add_blocks(build *b)
{
    size_t n = MS_COUNT(b->blocks, near_block);
    size_t letters =
        near_aligned(b->to->n + b->blocks.n, NEAR_ALIGN) + b->columns.n + b->groups.n;
    near_block *block = MS_ALL(b->blocks, near_block);
    for (size_t i = 0; i < n; i++) block[i].at += (uint32_t)(letters / NEAR_UNITS);
    return ms_buf_put(b->to, b->blocks.p, b->blocks.n) && align(b->to, NEAR_ALIGN) &&
           ms_buf_put(b->to, b->columns.p, b->columns.n) &&
           ms_buf_put(b->to, b->groups.p, b->groups.n) &&
           ms_buf_put(b->to, b->letters.p, b->letters.n) && ms_buf_add(b->to, NEAR_ALIGN);
}

static bool add_all(build *b, uint32_t n)
{
    near_head head = {.n_units = n};
    if (!ms_buf_put(b->to, &head, sizeof head) || !add_classes(b, n, &head.n_classes) ||
        !add_given(b, n, &head.n_given) || !align(b->to, sizeof(near_block)))
        return false;
    head.n_blocks = (uint32_t)MS_COUNT(b->blocks, near_block);
    head.n_groups = (uint32_t)MS_COUNT(b->groups, near_group);
    memcpy(b->to->p, &head, sizeof head);
    return add_blocks(b);
}

ms_rc ms_near_build(const ms_token *units, uint32_t n, ms_buf *to)
{
    build b = {
        .units = units, .to = to, .weights = near_weights_get(), .costs = ms_costs_get()};
    bool ok = add_all(&b, n);
    ms_buf_free(&b.blocks);
    ms_buf_free(&b.columns);
    ms_buf_free(&b.groups);
    ms_buf_free(&b.letters);
    return ok ? MS_OK : MS_ENOMEM;
}
