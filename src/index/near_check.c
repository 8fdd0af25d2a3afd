#include "index/near_tree.h"

/* Blocks of a kind, from `p` on. */
typedef struct blocks {
    const char *p;
    uint64_t at, n; /* where the next must begin; bytes of all */
} blocks;

/* A walk over all: each must lie where the one before it ends, and hold the units that follow
 * those of the one before it. */
typedef struct walk {
    blocks nodes, leaves;
    uint32_t unit; /* the next */
} walk;

/* Whether the next block is number `block` and may have `size` bytes. */
static bool next_is(const blocks *b, uint32_t block, uint64_t size)
{
    return (uint64_t)block * NEAR_BLOCK == b->at && b->at <= b->n && size <= b->n - b->at;
}

static bool leaves(walk *w, uint32_t block, uint32_t end, unsigned depth)
{
    block &= ~NEAR_LEAF;
    for (bool more = true; more;) {
        if (!next_is(&w->leaves, block, sizeof(near_leaf))) return false;
        const near_leaf *l = near_leaf_at(w->leaves.p, block);
        uint32_t size = near_leaf_size(l->rows);
        if (depth + l->rows > MS_TOKEN_LEN || !next_is(&w->leaves, block, size)) return false;
        if (l->first != w->unit || l->n == 0 || l->n > NEAR_LANES || l->n > end - l->first)
            return false;
        for (unsigned i = l->n; i < NEAR_LANES; i++)
            if (l->row[near_leaf_rows(l->rows)][i] != UINT8_MAX) return false;
        w->unit += l->n;
        w->leaves.at += size;
        block += size / NEAR_BLOCK;
        more = l->more;
    }
    return true;
}

static bool node(walk *w, uint32_t block, uint32_t end, unsigned depth)
{
    if (block & NEAR_LEAF || depth > MS_TOKEN_LEN ||
        !next_is(&w->nodes, block, near_node_size()))
        return false;
    const near_node *n = near_node_at(w->nodes.p, block);
    if (n->n == 0 || n->n > NEAR_LANES || n->first != w->unit || n->end > end ||
        n->end <= n->first || (uint64_t)n->always >> n->n)
        return false;
    w->nodes.at += near_node_size();
    for (unsigned lane = 0; lane < n->n; lane++) {
        uint32_t to = n->to[lane];
        if (to & NEAR_LEAF && lane && n->to[lane - 1] == to) continue;
        if (!(to & NEAR_LEAF) && n->always >> lane & 1) return false;
        if (!(to & NEAR_LEAF ? leaves(w, to, n->end, depth) : node(w, to, n->end, depth + 1)))
            return false;
    }
    return w->unit == n->end;
}

static bool given(const ms_near *v, const near_head *h, uint64_t at)
{
    const uint32_t *u = (const uint32_t *)(const void *)(v->tree + at);
    for (uint32_t i = 0; i < h->n_given; i++)
        if (u[i] >= v->n) return false;
    return true;
}

bool ms_near_check(const ms_near *v)
{
    if (v->n_tree < sizeof(near_head)) return false;
    const near_head *h = (const near_head *)(const void *)v->tree;
    uint64_t classes = sizeof *h + (uint64_t)h->n_classes * sizeof(near_class);
    uint64_t all = classes + (uint64_t)h->n_given * sizeof(uint32_t);
    if (h->n_units != v->n || all > v->n_tree || !given(v, h, classes)) return false;
    if (!h->n_classes) return v->n == 0;
    const near_class *c = (const near_class *)(const void *)(h + 1);
    uint64_t leaves_at = (uint64_t)h->leaves * NEAR_BLOCK;
    if (leaves_at > v->n_tree) return false;
    walk w = {.nodes = {v->tree, (all + NEAR_BLOCK - 1) / NEAR_BLOCK * NEAR_BLOCK, leaves_at},
              .leaves = {v->tree + leaves_at, 0, v->n_tree - leaves_at}};
    for (uint32_t i = 0; i < h->n_classes; i++) {
        uint32_t end = i + 1 < h->n_classes ? c[i + 1].first : v->n;
        if (c[i].first != w.unit || end <= c[i].first || end > v->n) return false;
        if (c[i].root && !node(&w, c[i].root, end, 0)) return false;
        w.unit = end;
    }
    return w.unit == v->n && w.nodes.at == w.nodes.n && w.leaves.at == w.leaves.n;
}
