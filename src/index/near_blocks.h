/* What stands beside the units of src/index/near.h: its bytes, and what works on 64 lanes at a
 * time.
 *
 * Eight neighbouring units of a class are a group, 64 groups a block; the last of a class may
 * be smaller.  The head, the classes, the numbers of given names and the blocks come first,
 * then the columns of all blocks, a lane for each of its groups, then the groups, then the
 * letters of their units.  Blocks are ruled out by what all of their units begin with, groups
 * by what theirs begin with and by the sums of the letters behind it, units by the sums of
 * their letters; those that are left are compared, 64 together wherever they stand. */
#ifndef MARSAD_INDEX_NEAR_BLOCKS_H
#define MARSAD_INDEX_NEAR_BLOCKS_H

#include "index/near.h"

enum {
    NEAR_LANES = 64,
    NEAR_UNITS = 8,                       /* of a group */
    NEAR_BLOCK = NEAR_LANES * NEAR_UNITS, /* units of a block */
    NEAR_KINDS = 7,                       /* of letters that are summed */
    NEAR_ALIGN = 64,                      /* where columns and groups begin */
    NEAR_COLS = MS_TOKEN_LEN + 1,
    NEAR_BEGIN = 8,  /* letters of a beginning, at most */
    NEAR_ROOM = 32,  /* bytes that are read of a unit's letters, however many there are */
    NEAR_DIGIT = 26, /* all digits are one letter here */
    NEAR_NONE = 27, /* the letter that stands where a beginning has no more: it costs nothing */
    NEAR_OWN = 7,   /* level: the letter costs what it costs whatever stands behind it */
    NEAR_LENGTH = 4,  /* lengths are counted in steps of so much */
    NEAR_SLACK = 4,   /* and slack */
    NEAR_LENGTHS = 32 /* steps from 0 on */
};

typedef uint8_t near_lanes[NEAR_LANES];

typedef struct near_head {
    uint32_t n_units;
    uint32_t n_classes;
    uint32_t n_given; /* units that have a number, sorted by it */
    uint32_t n_blocks;
    uint32_t n_groups;
} near_head;

/* Its units, groups and blocks end where those of the next begin: behind the last class stands
 * one that has none.  A class may have no blocks. */
typedef struct near_class {
    uint32_t first; /* unit */
    uint32_t group; /* its first */
    uint32_t block; /* its first */
} near_class;

typedef struct near_block {
    uint32_t at;     /* of its letters, in NEAR_UNITS bytes */
    uint8_t n;       /* groups */
    uint8_t rows;    /* letters with which a group begins, at most */
    uint8_t n_begin; /* letters with which all of its units begin */
    uint8_t zero;
    uint8_t begin[NEAR_BEGIN]; /* as near_letter gives them, each at its smallest level */
} near_block;

/* Of the groups of a block. */
typedef struct near_columns {
    near_lanes rest[NEAR_KINDS]; /* what the letters of a kind weigh behind the beginning, in
                                  * half costs, at most */
    near_lanes length;           /* of the longest unit, as near_number(near_length()) */
    uint16_t end[NEAR_LANES];    /* where its letters end, counted as `at` is, from there */
    near_lanes begin[NEAR_BEGIN];
} near_columns;

/* What the letters of a unit weigh, by kind, then what near_code gives. */
typedef uint8_t near_sums[NEAR_KINDS + 1];

typedef struct near_group {
    near_sums unit[NEAR_UNITS];
} near_group;

_Static_assert(sizeof(near_block) == 16 && sizeof(near_columns) % NEAR_ALIGN == 0 &&
                   sizeof(near_group) == NEAR_ALIGN,
               "no padding");
_Static_assert((int)MS_TOKEN_LEN < (int)NEAR_ROOM, "a unit's letters are read at once");

/* Where the parts of `p` begin, as its head says. */
typedef struct near_parts {
    const near_head *head;
    const near_class *classes; /* and one */
    const uint32_t *given;
    const near_block *blocks;
    const near_columns *columns; /* of each block */
    const near_group *groups;
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
    of.groups = (const near_group *)(const void *)(of.columns + of.head->n_blocks);
    return of;
}

/* The letters of group `lane` of a block: for each unit how many it has, then they. */
static inline const uint8_t *near_letters_of(const char *p, const near_block *b,
                                             const near_columns *c, unsigned lane)
{
    uint64_t at = (uint64_t)b->at + (lane ? c->end[lane - 1] : 0);
    return (const uint8_t *)(p + at * NEAR_UNITS);
}

/* The bytes that each unit has there: one more than the longest has letters. */
static inline unsigned near_stride(const near_columns *c, unsigned lane)
{
    return c->end[lane] - (lane ? (unsigned)c->end[lane - 1] : 0);
}

/* A number below 32 in bits 0 to 3 and 7, so that table lookups by byte want no masks. */
static inline uint8_t near_number(unsigned n)
{
    return (uint8_t)((n & 15) | (n & 16) << 3);
}

/* The number of a letter here. */
static inline unsigned near_plain(uint8_t letter)
{
    return letter < NEAR_DIGIT ? letter : NEAR_DIGIT;
}

/* A letter's number and what leaving the letter out costs: in bits 4 to 6 the level, one less
 * than the cost rounded down, or NEAR_OWN. */
static inline uint8_t near_letter(uint8_t letter, uint8_t skip, uint8_t own)
{
    uint8_t level = (uint8_t)(skip >= own ? NEAR_OWN : skip - 1);
    if (skip < own && level >= NEAR_OWN) level = NEAR_OWN - 1;
    return near_number(near_plain(letter)) | (uint8_t)(level << 4);
}

static inline unsigned near_level(uint8_t letter)
{
    return letter >> 4 & 7;
}

static inline bool near_same(uint8_t letter, uint8_t other)
{
    return !((letter ^ other) & ~(7 << 4));
}

/* Kinds of letters, and what each letter weighs in its kind, in half costs: such that the
 * differences between two tokens' sums, over all kinds, are never above twice their
 * distance. */
typedef struct near_weights {
    uint8_t kind[MS_LETTERS]; /* NEAR_KINDS: none */
    uint8_t weight[MS_LETTERS];
    bool vowels[NEAR_KINDS]; /* has letters that some scripts leave out */
} near_weights;

const near_weights *near_weights_get(void);

/* What a letter that costs `skip` to leave out counts for at most, in half costs. */
static inline uint8_t near_counts(const near_weights *w, uint8_t letter, uint8_t skip)
{
    return w->weight[letter] < 2 * skip ? w->weight[letter] : (uint8_t)(2 * skip);
}

/* By such a number. */
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

/* A length in steps, rounded up; the last stands for all above it. */
static inline uint8_t near_length(unsigned length)
{
    unsigned steps = (length + NEAR_LENGTH - 1) / NEAR_LENGTH;
    return (uint8_t)(steps < NEAR_LENGTHS ? steps : NEAR_LENGTHS - 1);
}

/* A unit's length, and where a letter has its level the steps of slack, rounded up, NEAR_OWN
 * for more: what its letters weigh above what they, left out, cost at least. */
static inline uint8_t near_code(unsigned length, unsigned slack)
{
    unsigned steps = (slack + NEAR_SLACK - 1) / NEAR_SLACK;
    return near_number(near_length(length)) |
           (uint8_t)((steps < NEAR_OWN ? steps : NEAR_OWN) << 4);
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
    near_table limits;     /* of a length as near_length gives it */
    near_table own;        /* what leaving a letter of a unit out costs at most */
    near_sums most, least; /* what its letters weigh, and cost at least: UINT8_MAX and 0 where
                            * the code of a unit stands */
    /* Of each letter its kind, and what the letters of that kind that stand behind it, and they
     * and it, cost at least. */
    uint8_t kind[MS_TOKEN_LEN];
    near_word behind[MS_TOKEN_LEN], from[MS_TOKEN_LEN];
} near_query;

/* What is left of the limit at each column. */
typedef uint8_t near_left[NEAR_COLS];

/* A group whose sums are asked for. */
typedef struct near_asked {
    const near_group *sums;
    const uint8_t *letters; /* of its first unit */
    uint32_t first;         /* unit */
    uint32_t stride;        /* bytes from one unit's letters to the next */
} near_asked;

/* Units that are to be compared; `unit` has a pointer in each lane. */
typedef struct near_batch {
    unsigned n;
    near_lanes code;
    const uint8_t *unit[NEAR_LANES]; /* how many letters, then they */
    uint32_t number[NEAR_LANES];
} near_batch;

/* All are pure, and say nothing of lanes that nothing stands in. */
typedef struct near_kernel {
    const char *name;
    bool (*runs)(void); /* on this machine */
    /* The lanes whose groups are not ruled out, with what is left behind the first `done`
     * letters. */
    uint64_t (*begin)(const near_query *q, const near_left left, unsigned done, unsigned rows,
                      const near_columns *c);
    /* The units of eight groups that their sums do not rule out: of group g, unit u is bit
     * 8 * u + g. */
    uint64_t (*sift)(const near_query *q, const near_asked group[NEAR_UNITS]);
    /* The lanes whose units are within the limit. */
    uint64_t (*compare)(const near_query *q, const near_batch *b);
} near_kernel;

/* `runs` is NULL where the compiler does not make code for it. */
extern const near_kernel near_scalar, near_sse41, near_avx2, near_avx512, near_neon;

#endif
