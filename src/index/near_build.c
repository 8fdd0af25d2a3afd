#include <stdlib.h>

#include "index/near_tree.h"

typedef struct build {
    const ms_token *units;
    ms_buf *tree; /* all but the leaves, which follow */
    ms_buf leaves;
    const near_weights *weights;
} build;

/* Units of one class that agree as far as a node and, where they go on, in the letter behind.
 */
typedef struct span {
    uint32_t first, end;
    bool ended;
} span;

enum { SPANS = NEAR_DIGIT + 2 };
_Static_assert((int)SPANS <= (int)NEAR_LANES, "each next letter, and none, has a lane");

/* Room in `to` for a block of `n` bytes, zeroed, and its number there; false: no memory. */
static bool reserve(ms_buf *to, size_t n, uint32_t *block)
{
    size_t at = to->n / NEAR_BLOCK;
    if (at >= NEAR_LEAF || !ms_buf_add(to, n)) return false;
    *block = (uint32_t)at;
    return true;
}

static void *block_at(const ms_buf *in, uint32_t block)
{
    return in->p + (size_t)block * NEAR_BLOCK;
}

static uint8_t code_at(const ms_token *t, unsigned at)
{
    return near_code((uint8_t)ms_letter(t->s[at]));
}

static void lower(uint8_t *to, unsigned n)
{
    if (n < *to) *to = (uint8_t)n;
}

static void raise_to(uint8_t *to, unsigned n)
{
    if (n > *to) *to = (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
}

static void open_bags(near_bags *bags, unsigned lane)
{
    for (unsigned g = 0; g < NEAR_BAGS; g++) bags->least[g][lane] = UINT8_MAX;
}

/* Widens a lane's sums to those of the letters of `y` from `from` on. */
static void widen_bags(const near_weights *w, near_bags *bags, unsigned lane,
                       const ms_letters *y, unsigned from)
{
    unsigned most[NEAR_BAGS + 1] = {0}, least[NEAR_BAGS + 1] = {0};
    for (unsigned j = from; j < y->n; j++) {
        unsigned g = w->bag[y->c[j]];
        most[g] += w->weight[y->c[j]];
        least[g] += near_counts(w, y->c[j], y->skip[0][j]);
    }
    for (unsigned g = 0; g < NEAR_BAGS; g++) {
        raise_to(&bags->most[g][lane], most[g]);
        lower(&bags->least[g][lane], least[g]);
    }
}

/* ---- leaves ------------------------------------------------------------- */

static void fill_lane(near_leaf *l, unsigned lane, const ms_letters *y, unsigned depth)
{
    unsigned left = y->n - depth;
    l->row[near_leaf_rows(l->rows)][lane] = (uint8_t)left;
    l->ends |= left == 0;
    l->length[lane] = (uint8_t)(y->length < UINT8_MAX ? y->length : UINT8_MAX);
    for (unsigned row = 0; row <= left; row++) {
        unsigned at = depth + row, skip = at ? y->skip[0][at - 1] : 0;
        l->row[near_leaf_skips(row)][lane] |= (uint8_t)((skip < 15 ? skip : 15) << row % 2 * 4);
        if (row < left) l->row[near_leaf_letters(row)][lane] = near_code(y->c[at]);
    }
}

/* One leaf of units first..end-1, at most NEAR_LANES, which agree in `depth` letters. */
static uint32_t add_leaf(build *b, uint32_t first, uint32_t end, unsigned depth, bool more)
{
    unsigned rows = 0;
    for (uint32_t u = first; u < end; u++)
        if (b->units[u].len - depth > rows) rows = b->units[u].len - depth;
    uint32_t block;
    if (!reserve(&b->leaves, near_leaf_size(rows), &block)) return 0;
    near_leaf *l = block_at(&b->leaves, block);
    l->first = first;
    l->n = (uint8_t)(end - first);
    l->rows = (uint8_t)rows;
    l->more = more;
    for (unsigned lane = 0; lane < NEAR_LANES; lane++) {
        ms_letters y;
        ms_token_letters(&b->units[lane < l->n ? first + lane : end - 1], &y);
        fill_lane(l, lane, &y, depth);
        if (lane >= l->n) l->row[near_leaf_rows(rows)][lane] = UINT8_MAX;
    }
    return block | NEAR_LEAF;
}

/* As many leaves as it takes; the number of the first. */
static uint32_t add_leaves(build *b, uint32_t first, uint32_t end, unsigned depth)
{
    uint32_t head = 0;
    for (uint32_t to; first < end; first = to) {
        to = end - first > NEAR_LANES ? first + NEAR_LANES : end;
        uint32_t block = add_leaf(b, first, to, depth, to < end);
        if (!block) return 0;
        if (!head) head = block;
    }
    return head;
}

/* ---- nodes -------------------------------------------------------------- */

static unsigned find_spans(const build *b, uint32_t first, uint32_t end, unsigned depth,
                           span out[SPANS])
{
    unsigned n = 0;
    while (first < end) {
        const ms_token *t = &b->units[first];
        span s = {first, first + 1, t->len == depth};
        uint8_t code = s.ended ? 0 : code_at(t, depth);
        for (; s.end < end; s.end++) {
            const ms_token *u = &b->units[s.end];
            if (s.ended != (u->len == depth) || (!s.ended && code_at(u, depth) != code)) break;
        }
        out[n++] = s;
        first = s.end;
    }
    return n;
}

static void fill_node_lane(const build *b, near_node *node, unsigned lane, span s,
                           unsigned depth)
{
    node->skip[lane] = node->least[lane] = UINT8_MAX;
    open_bags(&node->bags, lane);
    if (s.ended) node->always |= 1u << lane;
    else node->letter[lane] = code_at(&b->units[s.first], depth);
    for (uint32_t u = s.first; u < s.end; u++) {
        ms_letters y;
        ms_token_letters(&b->units[u], &y);
        raise_to(&node->longest[lane], y.length);
        lower(&node->skip[lane], depth ? y.skip[0][depth - 1] : 0);
        if (s.ended) continue;
        lower(&node->least[lane], y.skip[0][depth]);
        widen_bags(b->weights, &node->bags, lane, &y, depth + 1);
    }
}

static uint32_t add_node(build *b, uint32_t first, uint32_t end, unsigned depth);

/* So few units are compared leaf by leaf rather than by another letter. */
enum { FEW = 3 * NEAR_LANES };

/* What spans lead to: those from `*at` on that fit into one leaf, or the one there. */
static uint32_t add_below(build *b, const span *s, unsigned n, unsigned *at, unsigned depth)
{
    uint32_t first = s[*at].first, end = s[*at].end;
    bool ended = s[*at].ended;
    ++*at;
    if (end - first > FEW && !ended) return add_node(b, first, end, depth + 1);
    while (*at < n && s[*at].end - first <= NEAR_LANES) end = s[(*at)++].end;
    return add_leaves(b, first, end, depth);
}

/* The node of units first..end-1, which agree in `depth` letters, and all below it. */
static uint32_t add_node(build *b, uint32_t first, uint32_t end, unsigned depth)
{
    span s[SPANS];
    unsigned n = find_spans(b, first, end, depth, s);
    uint32_t block;
    if (!reserve(b->tree, near_node_size(), &block)) return 0;
    near_node *node = block_at(b->tree, block);
    node->first = first;
    node->end = end;
    node->n = n;
    for (unsigned lane = 0; lane < n; lane++) fill_node_lane(b, node, lane, s[lane], depth);
    for (unsigned at = 0; at < n;) {
        unsigned from = at;
        uint32_t to = add_below(b, s, n, &at, depth);
        if (!to) return 0;
        node = block_at(b->tree, block); /* the buffer may have moved */
        for (; from < at; from++) node->to[from] = to;
    }
    return block;
}

/* ---- the head ----------------------------------------------------------- */

static uint32_t class_end(const ms_token *units, uint32_t n, uint32_t first)
{
    uint32_t u = first;
    while (u < n && !((units[u].flags ^ units[first].flags) & MS_UNIT_CLASS)) u++;
    return u;
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
        ok = ms_buf_put(b->tree, &u, sizeof u);
    }
    ms_buf_free(&keys);
    return ok;
}

/* The class's units begin a tree unless few are compared letter by letter. */
static bool has_tree(uint8_t flags)
{
    return !(flags & (MS_TOKEN_NUMBER | MS_TOKEN_INITIAL | MS_TOKEN_CUT));
}

static bool add_classes(build *b, uint32_t n, uint32_t *count)
{
    for (uint32_t u = 0; u < n; u = class_end(b->units, n, u), ++*count) {
        near_class c = {.first = u};
        if (!ms_buf_put(b->tree, &c, sizeof c)) return false;
    }
    return true;
}

static bool add_trees(build *b, uint32_t n, uint32_t n_classes)
{
    for (uint32_t i = 0; i < n_classes; i++) {
        near_class *c = (near_class *)(void *)(b->tree->p + sizeof(near_head)) + i;
        uint32_t first = c->first, end = class_end(b->units, n, first);
        if (!has_tree(b->units[first].flags)) continue;
        uint32_t root = add_node(b, first, end, 0);
        if (!root) return false;
        c = (near_class *)(void *)(b->tree->p + sizeof(near_head)) + i;
        c->root = root;
    }
    return true;
}

static bool add_all(build *b, uint32_t n)
{
    near_head head = {.n_units = n};
    if (!ms_buf_put(b->tree, &head, sizeof head) || !add_classes(b, n, &head.n_classes) ||
        !add_given(b, n, &head.n_given))
        return false;
    size_t over = b->tree->n % NEAR_BLOCK;
    if (over && !ms_buf_add(b->tree, NEAR_BLOCK - over)) return false;
    if (!add_trees(b, n, head.n_classes)) return false;
    head.leaves = (uint32_t)(b->tree->n / NEAR_BLOCK);
    memcpy(b->tree->p, &head, sizeof head);
    return ms_buf_put(b->tree, b->leaves.p, b->leaves.n);
}

ms_rc ms_near_build(const ms_token *units, uint32_t n, ms_buf *tree)
{
    build b = {.units = units, .tree = tree, .weights = near_weights_get()};
    bool ok = add_all(&b, n);
    ms_buf_free(&b.leaves);
    return ok ? MS_OK : MS_ENOMEM;
}
