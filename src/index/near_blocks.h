/* What stands beside the units of src/index/near.h: its bytes, and what compares 64 lanes at a
 * time.
 *
 * The head, the classes, the numbers of given names and the blocks come first, then the columns
 * of all blocks, then their letters.  A block is up to 64 neighbouring units of a class, in
 * lanes: sums of their letters, by which most are ruled out, and the letters themselves, by
 * which those that are left are compared, 64 together wherever they stand. */
#ifndef MARSAD_INDEX_NEAR_BLOCKS_H
#define MARSAD_INDEX_NEAR_BLOCKS_H

#include "index/near.h"

enum {
    NEAR_LANES = 64,
    NEAR_GROUPS = 8, /* groups of letters whose sums are compared */
    NEAR_ALIGN = 64, /* where columns begin, and what they are addressed by */
    NEAR_COLS = MS_TOKEN_LEN + 1,
    NEAR_BEGIN = 8,  /* letters of a block's beginning, at most */
    NEAR_ROOM = 32,  /* bytes that are read of a unit's letters, however many there are */
    NEAR_DIGIT = 26, /* all digits are one letter here */
    NEAR_OWN = 7     /* level: the letter costs what it costs whatever stands behind it */
};

typedef uint8_t near_lanes[NEAR_LANES];

typedef struct near_head {
    uint32_t n_units;
    uint32_t n_classes;
    uint32_t n_given; /* units that have a number, sorted by it */
    uint32_t n_blocks;
} near_head;

/* Its units and its blocks end where those of the next begin: behind the last class stands one
 * that has none.  A class may have no blocks. */
typedef struct near_class {
    uint32_t first; /* unit */
    uint32_t block; /* its first */
} near_class;

/* Two sums of letters a group: of a block, the most that they weigh, then UINT8_MAX without the
 * least; of a query, the least, then UINT8_MAX without the most.  What one of the block lacks
 * to pay for the query's, and the query to pay for the block's, is then what the query's bytes
 * are above the block's. */
typedef uint8_t near_sums[2 * NEAR_GROUPS];

typedef struct near_block {
    uint32_t at;     /* of its letters, in NEAR_ALIGN bytes */
    uint8_t n;       /* units */
    uint8_t stride;  /* letters of the longest */
    uint8_t n_begin; /* letters with which all of its units begin */
    uint8_t zero;
    uint8_t begin[NEAR_BEGIN]; /* as near_letter gives them, each at its smallest level */
    near_sums rest;            /* of the letters behind it, of all units */
} near_block;

typedef struct near_columns {
    near_lanes length; /* ms_letters.length */
    struct {
        near_lanes most, least; /* what its letters weigh, and, left out, cost at least; in half
                                 * costs */
    } group[NEAR_GROUPS];
} near_columns;

_Static_assert(sizeof(near_block) == 32 && sizeof(near_columns) % NEAR_ALIGN == 0,
               "no padding");
_Static_assert((int)MS_TOKEN_LEN <= (int)NEAR_ROOM, "a unit's letters are read at once");

/* Where the parts of `p` begin, as its head says. */
typedef struct near_parts {
    const near_head *head;
    const near_class *classes; /* and one */
    const uint32_t *given;
    const near_block *blocks;
    const near_columns *columns; /* of each block */
} near_parts;

static inline size_t near_aligned(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

static inline near_parts near_parts_of(const char *p)
{
    near_parts of = {.head = (const near_head *)(const void *)p};
    size_t given = sizeof *of.head + (of.head->n_classes + 1ull) * sizeof *of.classes;
    size_t blocks = given + (size_t)of.head->n_given * sizeof *of.given;
    of.classes = (const near_class *)(const void *)(of.head + 1);
    of.given = (const uint32_t *)(const void *)(p + given);
    blocks = near_aligned(blocks, sizeof *of.blocks);
    size_t columns = blocks + (size_t)of.head->n_blocks * sizeof *of.blocks;
    of.blocks = (const near_block *)(const void *)(p + blocks);
    of.columns = (const near_columns *)(const void *)(p + near_aligned(columns, NEAR_ALIGN));
    return of;
}

/* The letters of a block: how many each unit has, then `stride` bytes for each.  A unit's may
 * be read as NEAR_ROOM bytes; what is behind them says nothing. */
static inline const uint8_t *near_letters_of(const char *p, const near_block *b)
{
    return (const uint8_t *)(p + (uint64_t)b->at * NEAR_ALIGN);
}

static inline uint64_t near_letters_size(unsigned stride)
{
    return NEAR_LANES * (stride + 1ull);
}

/* A letter's number, in bits 0 to 3 and 7, so that table lookups by byte want no masks. */
static inline uint8_t near_number(uint8_t letter)
{
    uint8_t c = letter < NEAR_DIGIT ? letter : NEAR_DIGIT;
    return (uint8_t)((c & 15) | (c & 16) << 3);
}

/* The same and what leaving the letter out costs: in bits 4 to 6 the level, one less than the
 * cost rounded down, or NEAR_OWN. */
static inline uint8_t near_letter(uint8_t letter, uint8_t skip, uint8_t own)
{
    uint8_t level = (uint8_t)(skip >= own ? NEAR_OWN : skip - 1);
    if (skip < own && level >= NEAR_OWN) level = NEAR_OWN - 1;
    return near_number(letter) | (uint8_t)(level << 4);
}

static inline unsigned near_level(uint8_t letter)
{
    return letter >> 4 & 7;
}

static inline bool near_same(uint8_t letter, uint8_t other)
{
    return !((letter ^ other) & ~(7 << 4));
}

/* Groups of letters, and what each letter weighs in its group, in half costs: such that the
 * differences between two tokens' sums, over all groups, are never above twice their
 * distance. */
typedef struct near_weights {
    uint8_t group[MS_LETTERS]; /* NEAR_GROUPS: none */
    uint8_t weight[MS_LETTERS];
    bool vowels[NEAR_GROUPS]; /* has letters that some scripts leave out */
} near_weights;

const near_weights *near_weights_get(void);

/* What a letter that costs `skip` to leave out counts for at most, in half costs. */
static inline uint8_t near_counts(const near_weights *w, uint8_t letter, uint8_t skip)
{
    return w->weight[letter] < 2 * skip ? w->weight[letter] : (uint8_t)(2 * skip);
}

/* By number of a letter. */
typedef struct near_table {
    uint8_t of[32];
} near_table;

/* The entry of a letter as near_letter gives it. */
static inline uint8_t near_table_at(const near_table *t, uint8_t letter)
{
    return t->of[(letter & 15) | (letter >> 7) << 4];
}

static inline uint8_t near_byte(unsigned n)
{
    return (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
}

/* A byte four times, as registers are filled with it best. */
typedef uint32_t near_word;

static inline near_word near_word_of(unsigned byte)
{
    return near_byte(byte) * 0x01010101u;
}

/* A token as the lanes want it, for the units of one class.  Distances are counted down from
 * one more than the limit: 0 is beyond it. */
typedef struct near_query {
    uint8_t n;
    uint8_t limit;
    uint8_t rows; /* letters of a unit that matter: MS_TOKEN_LEN, fewer where `x` is cut */
    uint8_t skip[MS_TOKEN_LEN];
    near_word skips[MS_TOKEN_LEN]; /* the same */
    near_table sub[MS_TOKEN_LEN];
    near_table limits; /* of a length: the sum of two, by its low and its high four bits */
    near_table own;    /* what leaving a letter of a unit out costs at most */
    near_word most[NEAR_GROUPS], least[NEAR_GROUPS];
    near_sums rest[NEAR_COLS]; /* of its letters from one on */
} near_query;

/* Units that are to be compared. */
typedef struct near_batch {
    unsigned n;
    unsigned rows; /* letters of the longest */
    near_lanes length, letters;
    const uint8_t *unit[NEAR_LANES]; /* their letters */
    uint32_t number[NEAR_LANES];
} near_batch;

/* The letters of a batch by place: `row[0]` the first of each. */
typedef struct near_rows {
    near_lanes row[NEAR_ROOM];
} near_rows;

void near_turn(const near_batch *b, near_rows *out);

/* Both are pure.  `sift` gives the lanes whose sums do not rule them out; `compare` those whose
 * units are within the limit, of all lanes, `n` or not. */
typedef struct near_kernel {
    const char *name;
    bool (*runs)(void); /* on this machine */
    uint64_t (*sift)(const near_query *q, const near_columns *c);
    uint64_t (*compare)(const near_query *q, const near_batch *b, const near_rows *r);
} near_kernel;

/* `runs` is NULL where the compiler does not make code for it. */
extern const near_kernel near_scalar, near_sse41, near_avx2, near_avx512, near_neon;

#endif
