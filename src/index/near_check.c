#include "index/near_blocks.h"

static bool given(const ms_near *v, const near_parts *at)
{
    for (uint32_t i = 0; i < at->head->n_given; i++)
        if (at->given[i] >= v->n) return false;
    return true;
}

/* Whether the letters of a block of `n` units lie where those of the one before it end. */
static bool block(const ms_near *v, const near_block *b, uint32_t n, uint64_t *end)
{
    if (b->n != n || b->stride > MS_TOKEN_LEN || b->n_begin > NEAR_BEGIN) return false;
    if ((uint64_t)b->at * NEAR_ALIGN != *end) return false;
    *end += near_letters_size(b->stride);
    return *end <= v->n_blocks - NEAR_ALIGN;
}

static bool letters(const ms_near *v, const near_block *b)
{
    const uint8_t *n = near_letters_of(v->blocks, b);
    for (unsigned i = 0; i < b->n; i++)
        if (n[i] > b->stride) return false;
    return true;
}

static bool class_blocks(const ms_near *v, const near_parts *at, const near_class *c,
                         uint64_t *end)
{
    uint32_t n = c[1].first - c->first, blocks = c[1].block - c->block;
    if (blocks && blocks != (n - 1) / NEAR_LANES + 1) return false;
    for (uint32_t i = 0; i < blocks; i++, n -= NEAR_LANES) {
        const near_block *b = &at->blocks[c->block + i];
        if (!block(v, b, n < NEAR_LANES ? n : NEAR_LANES, end) || !letters(v, b)) return false;
    }
    return true;
}

/* Where the letters begin; 0: the parts before them are not all there. */
static uint64_t parts_end(const ms_near *v, const near_head *h)
{
    uint64_t all = sizeof *h + (h->n_classes + 1ull) * sizeof(near_class) +
                   (uint64_t)h->n_given * sizeof(uint32_t);
    all = near_aligned(all, sizeof(near_block)) + (uint64_t)h->n_blocks * sizeof(near_block);
    all = near_aligned(all, NEAR_ALIGN) + (uint64_t)h->n_blocks * sizeof(near_columns);
    return v->n_blocks >= NEAR_ALIGN && all <= v->n_blocks - NEAR_ALIGN ? all : 0;
}

bool ms_near_check(const ms_near *v)
{
    if (v->n_blocks < sizeof(near_head)) return false;
    const near_head *h = (const near_head *)(const void *)v->blocks;
    uint64_t end = parts_end(v, h);
    if (h->n_units != v->n || !end) return false;
    near_parts at = near_parts_of(v->blocks);
    const near_class *c = at.classes;
    if (!given(v, &at) || c->first || c->block) return false;
    for (uint32_t i = 0; i < h->n_classes; i++) {
        if (c[i + 1].first <= c[i].first || c[i + 1].first > v->n) return false;
        if (c[i + 1].block < c[i].block || c[i + 1].block > h->n_blocks) return false;
        if (!class_blocks(v, &at, &c[i], &end)) return false;
    }
    const near_class *last = &c[h->n_classes];
    return last->first == v->n && last->block == h->n_blocks && end == v->n_blocks - NEAR_ALIGN;
}
