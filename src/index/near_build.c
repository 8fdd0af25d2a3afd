#include <stdlib.h>

#include "index/near_blocks.h"

typedef struct build {
    const ms_token *units;
    ms_buf *to;
    ms_buf blocks;  /* near_block, with `at` counted from the first letters */
    ms_buf columns; /* near_columns */
    ms_buf letters;
    const near_weights *weights;
} build;

/* What leaving the letter out costs where nothing behind it makes that cheaper. */
static uint8_t own_skip(uint8_t c)
{
    return ms_costs_get()->skip[c];
}

/* Sums of the letters from `first` on. */
typedef struct sums {
    unsigned most[NEAR_GROUPS + 1], least[NEAR_GROUPS + 1];
} sums;

static sums sums_of(const near_weights *w, const ms_letters *y, unsigned first)
{
    sums s = {0};
    for (unsigned j = first; j < y->n; j++) {
        unsigned g = w->group[y->c[j]];
        s.most[g] += w->weight[y->c[j]];
        s.least[g] += near_counts(w, y->c[j], y->skip[0][j]);
    }
    return s;
}

static void fill_sums(const near_weights *w, near_columns *c, unsigned lane,
                      const ms_letters *y)
{
    sums s = sums_of(w, y, 0);
    for (unsigned g = 0; g < NEAR_GROUPS; g++) {
        c->group[g].most[lane] = near_byte(s.most[g]);
        c->group[g].least[lane] = near_byte(s.least[g]);
    }
}

/* Widens the sums of what stands behind the beginning of a block by those of a unit. */
static void widen_rest(const near_weights *w, near_block *b, const ms_token *t)
{
    ms_letters y;
    ms_token_letters(t, &y);
    sums s = sums_of(w, &y, b->n_begin);
    for (unsigned g = 0; g < NEAR_GROUPS; g++) {
        uint8_t most = near_byte(s.most[g]), lacks = UINT8_MAX - near_byte(s.least[g]);
        if (most > b->rest[g]) b->rest[g] = most;
        if (lacks > b->rest[NEAR_GROUPS + g]) b->rest[NEAR_GROUPS + g] = lacks;
    }
}

/* Narrows what all units of a block begin with to what `letter` begins with too. */
static void share_begin(near_block *b, const uint8_t *letter, unsigned n)
{
    unsigned same = 0;
    for (; same < b->n_begin && same < n && near_same(b->begin[same], letter[same]); same++)
        if (letter[same] < b->begin[same]) b->begin[same] = letter[same];
    memset(b->begin + same, 0, sizeof b->begin - same);
    b->n_begin = (uint8_t)same;
}

static void fill_lane(const build *b, near_block *block, near_columns *c, uint8_t *letters,
                      const ms_token *t)
{
    ms_letters y;
    ms_token_letters(t, &y);
    uint8_t *letter = letters + NEAR_LANES + (size_t)block->n * block->stride;
    for (unsigned j = 0; j < y.n; j++)
        letter[j] = near_letter(y.c[j], y.skip[0][j], own_skip(y.c[j]));
    fill_sums(b->weights, c, block->n, &y);
    c->length[block->n] = near_byte(y.length);
    letters[block->n] = y.n;
    if (!block->n) {
        block->n_begin = y.n < NEAR_BEGIN ? y.n : NEAR_BEGIN;
        memcpy(block->begin, letter, block->n_begin);
    }
    share_begin(block, letter, y.n);
    block->n++;
}

/* One block of units first..end-1, at most NEAR_LANES. */
static bool add_block(build *b, uint32_t first, uint32_t end)
{
    near_block block = {.at = (uint32_t)(b->letters.n / NEAR_ALIGN)};
    for (uint32_t u = first; u < end; u++)
        if (b->units[u].len > block.stride) block.stride = b->units[u].len;
    near_columns *c = ms_buf_add(&b->columns, sizeof *c);
    uint8_t *letters = ms_buf_add(&b->letters, near_letters_size(block.stride));
    if (!c || !letters || b->letters.n / NEAR_ALIGN > UINT32_MAX / 2) return false;
    for (uint32_t u = first; u < end; u++) fill_lane(b, &block, c, letters, &b->units[u]);
    for (uint32_t u = first; u < end; u++) widen_rest(b->weights, &block, &b->units[u]);
    return ms_buf_put(&b->blocks, &block, sizeof block);
}

static uint32_t class_end(const ms_token *units, uint32_t n, uint32_t first)
{
    uint32_t u = first;
    while (u < n && !((units[u].flags ^ units[first].flags) & MS_UNIT_CLASS)) u++;
    return u;
}

/* The class's units stand in blocks unless few are compared letter by letter. */
static bool has_blocks(uint8_t flags)
{
    return !(flags & (MS_TOKEN_NUMBER | MS_TOKEN_INITIAL | MS_TOKEN_CUT));
}

static bool add_classes(build *b, uint32_t n, uint32_t *count)
{
    for (uint32_t u = 0, end; u < n; u = end, ++*count) {
        near_class c = {u, (uint32_t)MS_COUNT(b->blocks, near_block)};
        if (!ms_buf_put(b->to, &c, sizeof c)) return false;
        end = class_end(b->units, n, u);
        if (!has_blocks(b->units[u].flags)) continue;
        for (uint32_t first = u; first < end; first += NEAR_LANES)
            if (!add_block(b, first, end - first > NEAR_LANES ? first + NEAR_LANES : end))
                return false;
    }
    near_class last = {n, (uint32_t)MS_COUNT(b->blocks, near_block)};
    return ms_buf_put(b->to, &last, sizeof last);
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

/* Appends the blocks, their columns and their letters, and room to read the last letters in. */
static bool add_blocks(build *b)
{
    size_t n = MS_COUNT(b->blocks, near_block);
    size_t letters = near_aligned(b->to->n + b->blocks.n, NEAR_ALIGN) + b->columns.n;
    near_block *block = MS_ALL(b->blocks, near_block);
    for (size_t i = 0; i < n; i++) block[i].at += (uint32_t)(letters / NEAR_ALIGN);
    return ms_buf_put(b->to, b->blocks.p, b->blocks.n) && align(b->to, NEAR_ALIGN) &&
           ms_buf_put(b->to, b->columns.p, b->columns.n) &&
           ms_buf_put(b->to, b->letters.p, b->letters.n) && ms_buf_add(b->to, NEAR_ALIGN);
}

static bool add_all(build *b, uint32_t n)
{
    near_head head = {.n_units = n};
    if (!ms_buf_put(b->to, &head, sizeof head) || !add_classes(b, n, &head.n_classes) ||
        !add_given(b, n, &head.n_given) || !align(b->to, sizeof(near_block)))
        return false;
    head.n_blocks = (uint32_t)MS_COUNT(b->blocks, near_block);
    memcpy(b->to->p, &head, sizeof head);
    return add_blocks(b);
}

ms_rc ms_near_build(const ms_token *units, uint32_t n, ms_buf *to)
{
    build b = {.units = units, .to = to, .weights = near_weights_get()};
    bool ok = add_all(&b, n);
    ms_buf_free(&b.blocks);
    ms_buf_free(&b.columns);
    ms_buf_free(&b.letters);
    return ok ? MS_OK : MS_ENOMEM;
}
