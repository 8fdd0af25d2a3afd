/* The tree of src/index/near.h: its bytes, and what compares 32 lanes at a time.
 *
 * The head, the classes and the numbers of given names come first, then the nodes, then the
 * leaves: each in the order of their units, a node before those below it.  A node stands for
 * the units of a class that share their first letters; each of its lanes is a next letter,
 * leads to a node or to a leaf, and neighbouring lanes may lead to the same leaf.  A leaf holds
 * up to 32 neighbouring units in columns, from the letter on by which the node above tells them
 * apart.
 *
 * A distance row has two parts, because what leaving a letter out costs depends on the letter
 * behind it: `d`, the row before the last letter, and `e`, the row at the last letter as far
 * as that letter is not left out.  With the next letter known, the row itself is the better
 * of e and of d less the letter's cost. */
#ifndef MARSAD_INDEX_NEAR_TREE_H
#define MARSAD_INDEX_NEAR_TREE_H

#include "index/near.h"

enum {
    NEAR_LANES = 32,
    NEAR_BAGS = 2,   /* groups of letters whose sums are compared */
    NEAR_BLOCK = 64, /* what blocks are aligned to and addressed by */
    NEAR_COLS = MS_TOKEN_LEN + 1,
    NEAR_DIGIT = 26, /* all digits are one letter here */
    NEAR_NONE = 127  /* no letter's code */
};

#define NEAR_LEAF 0x80000000u /* in `to`: a leaf */

typedef uint8_t near_lanes[NEAR_LANES];

/* What the letters behind the lane's first one weigh at most and, left out, cost at least,
 * in half costs by group. */
typedef struct near_bags {
    near_lanes most[NEAR_BAGS], least[NEAR_BAGS];
} near_bags;

typedef struct near_node {
    uint32_t first, end; /* its units */
    uint32_t always;     /* lanes that no letter leads to: units that end here */
    uint32_t n;          /* lanes */
    uint8_t zero[16];
    near_lanes letter;  /* as near_code gives it */
    near_lanes skip;    /* what leaving out the letter before costs */
    near_lanes least;   /* the same of this letter, at least */
    near_lanes longest; /* ms_letters.length, at most */
    near_bags bags;
    uint32_t to[NEAR_LANES]; /* block number of a node; with NEAR_LEAF, of a leaf among them */
} near_node;

typedef struct near_leaf {
    uint32_t first; /* unit of lane 0 */
    uint8_t n;      /* lanes */
    uint8_t rows;   /* letters of the longest */
    uint8_t more;   /* the next block is a leaf of the same lane above */
    uint8_t ends;   /* a lane has no letters */
    uint8_t zero[24];
    near_lanes length; /* ms_letters.length */
    near_lanes row[];  /* near_leaf_rows, then what is left of each lane: letters, or UINT8_MAX
                        * in lanes without a unit */
} near_leaf;

/* Of `rows` letters, where in `row` the letters of each stand, and what leaving out the letter
 * before them costs: of an even one in the low four bits, of the odd one behind in the high. */
static inline unsigned near_leaf_letters(unsigned row)
{
    return row / 2 * 3 + 1 + row % 2;
}

static inline unsigned near_leaf_skips(unsigned row)
{
    return row / 2 * 3;
}

/* How many there are: the last skip is that of the last letter. */
static inline unsigned near_leaf_rows(unsigned rows)
{
    return rows + rows / 2 + 1;
}

typedef struct near_class {
    uint32_t first; /* unit; the class ends where the next begins */
    uint32_t root;  /* block number of a node, or 0 */
} near_class;

typedef struct near_head {
    uint32_t n_units;
    uint32_t n_classes;
    uint32_t n_given; /* units that have a number, sorted by it */
    uint32_t leaves;  /* block number of the first */
} near_head;

_Static_assert(sizeof(near_bags) % 32 == 0 && sizeof(near_node) % 32 == 0 &&
                   sizeof(near_leaf) % 32 == 0 && sizeof(near_head) == 16,
               "no padding");

/* Bit 7 is bit 4 of the letter's number, so that table lookups by byte want no masks. */
static inline uint8_t near_code(uint8_t letter)
{
    uint8_t c = letter < NEAR_DIGIT ? letter : NEAR_DIGIT;
    return (uint8_t)((c & 15) | (c & 16) << 3);
}

static inline const near_node *near_node_at(const char *tree, uint32_t block)
{
    return (const near_node *)(const void *)(tree + (uint64_t)block * NEAR_BLOCK);
}

/* `leaves`: where they begin. */
static inline const near_leaf *near_leaf_at(const char *leaves, uint32_t block)
{
    return (const near_leaf *)(const void *)(leaves +
                                             (uint64_t)(block & ~NEAR_LEAF) * NEAR_BLOCK);
}

static inline uint32_t near_leaf_size(unsigned rows)
{
    uint32_t n = (uint32_t)sizeof(near_leaf) + NEAR_LANES * (near_leaf_rows(rows) + 1);
    return (n + NEAR_BLOCK - 1) & ~(NEAR_BLOCK - 1u);
}

static inline uint32_t near_node_size(void)
{
    return ((uint32_t)sizeof(near_node) + NEAR_BLOCK - 1) & ~(NEAR_BLOCK - 1u);
}

/* Groups of letters, and what each letter weighs in its group, in half costs: such that the
 * differences between two tokens' sums, over all groups, are never above twice their
 * distance. */
typedef struct near_weights {
    uint8_t bag[MS_LETTERS]; /* NEAR_BAGS: none */
    uint8_t weight[MS_LETTERS];
    bool vowels[NEAR_BAGS]; /* has letters that some scripts leave out */
} near_weights;

const near_weights *near_weights_get(void);

/* What a letter that costs `skip` to leave out counts for at most, in half costs. */
static inline uint8_t near_counts(const near_weights *w, uint8_t letter, uint8_t skip)
{
    return w->weight[letter] < 2 * skip ? w->weight[letter] : (uint8_t)(2 * skip);
}

/* By number of a letter: the first sixteen, and the others; each twice. */
typedef struct near_table {
    uint8_t of[2][32];
} near_table;

/* A token as the lanes want it, for the units of one class.  Distances are counted down from
 * one more than the limit: 0 is beyond it. */
typedef struct near_query {
    uint8_t n;
    uint8_t limit;
    uint8_t swap;
    uint8_t rows; /* letters of a unit that matter: MS_TOKEN_LEN, fewer where `x` is cut */
    uint8_t code[MS_TOKEN_LEN];
    uint8_t skip[MS_TOKEN_LEN];
    near_table sub[MS_TOKEN_LEN];
    near_table limits; /* of a length: the sum of two, by its low and its high four bits */
    near_table cap;    /* what leaving a letter of a unit out costs at most */
    uint8_t most[NEAR_BAGS][NEAR_COLS]; /* of the letters from there on */
    uint8_t least[NEAR_BAGS][NEAR_COLS];
} near_query;

static inline uint8_t near_table_at(const near_table *t, uint8_t code)
{
    return t->of[code >> 7][code & 15];
}

/* A row; entries but lo to hi are 0, and are not there. */
typedef struct near_row {
    uint8_t e[NEAR_COLS], d[NEAR_COLS];
    uint8_t code;  /* of the last letter */
    uint8_t depth; /* letters */
    uint8_t lo, hi;
} near_row;

/* The rows of all lanes of a node. */
typedef struct near_rows {
    near_lanes e[NEAR_COLS], d[NEAR_COLS];
    uint8_t hi; /* `lo` is that of the row above */
} near_rows;

/* Both are pure.  `node` fills `out` and gives the lanes below which there may be a similar
 * unit; `leaf` gives the lanes whose unit is within the limit and fills `left` with what is
 * left of it. */
typedef struct near_kernel {
    const char *name;
    bool (*runs)(void); /* on this machine */
    uint32_t (*node)(const near_query *q, const near_node *n, const near_row *r,
                     near_rows *out);
    uint32_t (*leaf)(const near_query *q, const near_leaf *l, const near_row *r,
                     near_lanes left);
} near_kernel;

/* `runs` is NULL where the compiler does not make code for it. */
extern const near_kernel near_scalar, near_sse41, near_avx2, near_neon;

#endif
