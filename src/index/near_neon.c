#include "index/near_blocks.h"

#if defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>

typedef struct vec {
    uint8x16_t h[4];
} vec;

typedef struct codes {
    vec low, high; /* indices below 16 of the two halves of a table; above, nothing is found */
} codes;

static inline vec v_load(const uint8_t *p)
{
    return (vec){{vld1q_u8(p), vld1q_u8(p + 16), vld1q_u8(p + 32), vld1q_u8(p + 48)}};
}

static inline vec v_all(uint8x16_t a)
{
    return (vec){{a, a, a, a}};
}

static inline vec v_set(uint8_t n)
{
    return v_all(vdupq_n_u8(n));
}

static inline vec v_word(const near_word *w)
{
    return v_all(vreinterpretq_u8_u32(vdupq_n_u32(*w)));
}

#define OPERATION(name, of)                                                                    \
    static inline vec name(vec a, vec b)                                                       \
    {                                                                                          \
        return (vec){                                                                          \
            {of(a.h[0], b.h[0]), of(a.h[1], b.h[1]), of(a.h[2], b.h[2]), of(a.h[3], b.h[3])}}; \
    }
OPERATION(v_adds, vqaddq_u8)
OPERATION(v_subs, vqsubq_u8)
OPERATION(v_min, vminq_u8)
OPERATION(v_max, vmaxq_u8)
OPERATION(v_avg, vrhaddq_u8)
OPERATION(v_and, vandq_u8)
OPERATION(v_or, vorrq_u8)
/* By turns a byte of each, of the first half of each sixteen; and of the last. */
OPERATION(v_first, vzip1q_u8)
OPERATION(v_last, vzip2q_u8)
OPERATION(v_eq, vceqq_u8)
OPERATION(v_xor, veorq_u8)
OPERATION(v_shuffle, vqtbl1q_u8)

static inline vec v_low(vec a)
{
    return v_and(a, v_set(15));
}

static inline vec v_high(vec a)
{
    return (vec){{vshrq_n_u8(a.h[0], 4), vshrq_n_u8(a.h[1], 4), vshrq_n_u8(a.h[2], 4),
                  vshrq_n_u8(a.h[3], 4)}};
}

static inline codes v_codes(vec letter)
{
    vec low = v_and(letter, v_set(143));
    return (codes){low, v_xor(low, v_set(128))};
}

static inline vec v_lookup(const near_table *t, codes c)
{
    return v_or(v_shuffle(v_all(vld1q_u8(t->of)), c.low),
                v_shuffle(v_all(vld1q_u8(t->of + 16)), c.high));
}

/* Eight bytes again and again. */
static inline vec v_eight(const uint8_t *p)
{
    return v_all(vcombine_u8(vld1_u8(p), vld1_u8(p)));
}

/* The sum of each eight bytes, UINT8_MAX at most, in the first. */
static inline uint8x16_t total(uint8x16_t a)
{
    uint64x2_t sums = vpaddlq_u32(vpaddlq_u16(vpaddlq_u8(a)));
    return vreinterpretq_u8_u16(vminq_u16(vreinterpretq_u16_u64(sums), vdupq_n_u16(UINT8_MAX)));
}

static inline vec v_total(vec a)
{
    return (vec){{total(a.h[0]), total(a.h[1]), total(a.h[2]), total(a.h[3])}};
}

/* Each eight bytes as a number, `bits` higher. */
static inline uint8x16_t up(uint8x16_t a, int bits)
{
    return vreinterpretq_u8_u64(vshlq_u64(vreinterpretq_u64_u8(a), vdupq_n_s64(bits)));
}

static inline vec v_up(vec a, unsigned bits)
{
    return (vec){{up(a.h[0], (int)bits), up(a.h[1], (int)bits), up(a.h[2], (int)bits),
                  up(a.h[3], (int)bits)}};
}

/* And lower. */
static inline vec v_down(vec a, unsigned bits)
{
    return (vec){{up(a.h[0], -(int)bits), up(a.h[1], -(int)bits), up(a.h[2], -(int)bits),
                  up(a.h[3], -(int)bits)}};
}

/* Sixteen bytes, from `at` on, of every sixteenth unit. */
static inline vec v_lines(const uint8_t *const *unit, unsigned at)
{
    return (vec){{vld1q_u8(unit[0] + at), vld1q_u8(unit[16] + at), vld1q_u8(unit[32] + at),
                  vld1q_u8(unit[48] + at)}};
}

/* The costs of the letters' levels. */
static inline vec v_costs(vec letter)
{
    static const uint8_t costs[16] = {1, 2, 3, 4, 5, 6, 7, 255, 1, 2, 3, 4, 5, 6, 7, 255};
    return v_shuffle(v_all(vld1q_u8(costs)), v_and(v_high(letter), v_set(7)));
}

/* Each lane's bit in the sixteen of one half. */
static inline uint64_t bits(uint8x16_t a)
{
    static const uint8_t bit[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t set = vandq_u8(vtstq_u8(a, a), vld1q_u8(bit));
    return (uint64_t)vaddv_u8(vget_low_u8(set)) | (uint64_t)vaddv_u8(vget_high_u8(set)) << 8;
}

static inline uint64_t v_nonzero(vec a)
{
    return bits(a.h[0]) | bits(a.h[1]) << 16 | bits(a.h[2]) << 32 | bits(a.h[3]) << 48;
}

/* Whether any byte is not 0. */
static inline bool v_any(vec a)
{
    return vmaxvq_u8(vorrq_u8(vorrq_u8(a.h[0], a.h[1]), vorrq_u8(a.h[2], a.h[3]))) != 0;
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return true; /* every 64-bit ARM has it */
}

const near_kernel near_neon = {"neon", runs, begin, sift, compare};
#else
const near_kernel near_neon = {"neon", NULL, NULL, NULL, NULL};
#endif
