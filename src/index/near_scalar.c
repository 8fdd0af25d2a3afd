#include "index/near_blocks.h"

typedef struct vec {
    near_lanes of;
} vec;

typedef vec codes; /* letters as they are */

static inline vec v_load(const uint8_t *p)
{
    vec a;
    memcpy(a.of, p, sizeof a.of);
    return a;
}

static inline vec v_set(uint8_t n)
{
    vec a;
    memset(a.of, n, sizeof a.of);
    return a;
}

static inline vec v_word(const near_word *w)
{
    return v_set((uint8_t)*w);
}

#define OPERATION(name, value)                      \
    static inline vec name(vec a, vec b)            \
    {                                               \
        for (unsigned i = 0; i < NEAR_LANES; i++) { \
            unsigned x = a.of[i], y = b.of[i];      \
            a.of[i] = (uint8_t)(value);             \
        }                                           \
        return a;                                   \
    }
OPERATION(v_adds, x + y < UINT8_MAX ? x + y : UINT8_MAX)
OPERATION(v_subs, x > y ? x - y : 0)
OPERATION(v_min, x < y ? x : y)
OPERATION(v_max, x > y ? x : y)
OPERATION(v_avg, (x + y + 1) / 2)
OPERATION(v_and, x &y)
OPERATION(v_or, x | y)
OPERATION(v_eq, x == y ? UINT8_MAX : 0)

static inline codes v_codes(vec letter)
{
    return letter;
}

static inline vec v_lookup(const near_table *t, codes c)
{
    for (unsigned i = 0; i < NEAR_LANES; i++) c.of[i] = near_table_at(t, c.of[i]);
    return c;
}

/* Eight bytes again and again. */
static inline vec v_eight(const uint8_t *p)
{
    vec a;
    for (unsigned i = 0; i < NEAR_LANES; i++) a.of[i] = p[i % 8];
    return a;
}

/* The sum of each eight bytes, UINT8_MAX at most, in the first. */
static inline vec v_total(vec a)
{
    vec sums = {{0}};
    for (unsigned i = 0; i < NEAR_LANES; i++)
        sums.of[i / 8 * 8] = near_byte((unsigned)sums.of[i / 8 * 8] + a.of[i]);
    return sums;
}

/* Each eight bytes as a number, `bits` higher, which are whole bytes; and lower. */
static inline vec v_up(vec a, unsigned bits)
{
    vec to = {{0}};
    for (unsigned i = 0; i < NEAR_LANES; i++)
        if (i % 8 >= bits / 8) to.of[i] = a.of[i - bits / 8];
    return to;
}

static inline vec v_down(vec a, unsigned bits)
{
    vec to = {{0}};
    for (unsigned i = 0; i < NEAR_LANES; i++)
        if (i % 8 + bits / 8 < 8) to.of[i] = a.of[i + bits / 8];
    return to;
}

/* Sixteen bytes, from `at` on, of every sixteenth unit. */
static inline vec v_lines(const uint8_t *const *unit, unsigned at)
{
    vec a;
    for (unsigned i = 0; i < NEAR_LANES; i += 16) memcpy(a.of + i, unit[i] + at, 16);
    return a;
}

/* By turns a byte of each, of the first half of each sixteen; and of the last. */
static inline vec v_deal(vec a, vec b, unsigned half)
{
    vec to;
    for (unsigned i = 0; i < NEAR_LANES; i++) {
        unsigned from = i / 16 * 16 + half + i % 16 / 2;
        to.of[i] = i % 2 ? b.of[from] : a.of[from];
    }
    return to;
}

static inline vec v_first(vec a, vec b)
{
    return v_deal(a, b, 0);
}

static inline vec v_last(vec a, vec b)
{
    return v_deal(a, b, 8);
}

/* The costs of the letters' levels. */
static inline vec v_costs(vec letter)
{
    for (unsigned i = 0; i < NEAR_LANES; i++) {
        unsigned level = near_level(letter.of[i]);
        letter.of[i] = (uint8_t)(level < NEAR_OWN ? level + 1 : UINT8_MAX);
    }
    return letter;
}

static inline uint64_t v_nonzero(vec a)
{
    uint64_t set = 0;
    for (unsigned i = 0; i < NEAR_LANES; i++) set |= (uint64_t)(a.of[i] != 0) << i;
    return set;
}

/* Whether any byte is not 0. */
static inline bool v_any(vec a)
{
    return v_nonzero(a) != 0;
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return true;
}

const near_kernel near_scalar = {"scalar", runs, begin, sift, compare};
