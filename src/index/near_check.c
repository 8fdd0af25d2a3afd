#include "index/near_blocks.h"

static bool given(const ms_near *v, const near_parts *at)
{
    for (uint32_t i = 0; i < at->head->n_given; i++)
        if (at->given[i] >= v->n) return false;
    return true;
}

/* Whether the letters of block `i`, which has `n` groups, lie where those of the one before it
 * end. */
static bool block(const ms_near *v, const near_parts *at, uint32_t i, uint32_t n, uint64_t *end)
{
    const near_block *b = &at->blocks[i];
    const near_columns *c = &at->columns[i];
    if (b->n != n || b->rows > NEAR_BEGIN || b->n_begin > b->rows) return false;
    if ((uint64_t)b->at * NEAR_UNITS != *end) return false;
    for (unsigned lane = 0; lane < n; lane++) {
        unsigned stride = near_stride(c, lane);
        if (!stride || stride > MS_TOKEN_LEN + 1) return false;
        *end += (uint64_t)stride * NEAR_UNITS;
    }
    return *end <= v->n_blocks - NEAR_ALIGN;
}

static bool class_blocks(const ms_near *v, const near_parts *at, const near_class *c,
                         uint64_t *end)
{
    uint32_t units = c[1].first - c->first, groups = c[1].group - c->group;
    uint32_t blocks = c[1].block - c->block;
    if (!blocks) return !groups;
    if (groups != (units - 1) / NEAR_UNITS + 1) return false;
    if (blocks != (groups - 1) / NEAR_LANES + 1) return false;
    for (uint32_t i = 0; i < blocks; i++, groups -= NEAR_LANES)
        if (!block(v, at, c->block + i, groups < NEAR_LANES ? groups : NEAR_LANES, end))
            return false;
    return true;
}

/* Where the letters begin; 0: the parts before them are not all there. */
static uint64_t parts_end(const ms_near *v, const near_head *h)
{
    uint64_t all = sizeof *h + (h->n_classes + 1ull) * sizeof(near_class) +
                   (uint64_t)h->n_given * sizeof(uint32_t);
    all = near_aligned(all, sizeof(near_block)) + (uint64_t)h->n_blocks * sizeof(near_block);
    all = near_aligned(all, NEAR_ALIGN) + (uint64_t)h->n_blocks * sizeof(near_columns) +
          (uint64_t)h->n_groups * sizeof(near_group);
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
    if (!given(v, &at) || c->first || c->group || c->block) return false;
    for (uint32_t i = 0; i < h->n_classes; i++) {
        if (c[i + 1].first <= c[i].first || c[i + 1].first > v->n) return false;
        if (c[i + 1].group < c[i].group || c[i + 1].group > h->n_groups) return false;
        if (c[i + 1].block < c[i].block || c[i + 1].block > h->n_blocks) return false;
        if (!class_blocks(v, &at, &c[i], &end)) return false;
    }
    const near_class *last = &c[h->n_classes];
    return last->first == v->n && last->group == h->n_groups && last->block == h->n_blocks &&
           end == v->n_blocks - NEAR_ALIGN;
}
