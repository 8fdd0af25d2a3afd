#include "index/near_blocks.h"

#ifdef __SSE4_1__
#include <immintrin.h>

typedef struct vec {
    __m128i h[4];
} vec;

typedef struct codes {
    vec low, high; /* indices below 16 of the two halves of a table; above, nothing is found */
} codes;

static inline __m128i sixteen(const uint8_t *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline vec v_load(const uint8_t *p)
{
    const __m128i *q = (const __m128i *)(const void *)p;
    return (vec){{_mm_loadu_si128(q), _mm_loadu_si128(q + 1), _mm_loadu_si128(q + 2),
                  _mm_loadu_si128(q + 3)}};
}

static inline vec v_all(__m128i a)
{
    return (vec){{a, a, a, a}};
}

static inline vec v_set(uint8_t n)
{
    return v_all(_mm_set1_epi8((char)n));
}

static inline vec v_word(const near_word *w)
{
    return v_all(_mm_set1_epi32((int)*w));
}

#define OPERATION(name, of)                                                                    \
    static inline vec name(vec a, vec b)                                                       \
    {                                                                                          \
        return (vec){                                                                          \
            {of(a.h[0], b.h[0]), of(a.h[1], b.h[1]), of(a.h[2], b.h[2]), of(a.h[3], b.h[3])}}; \
    }
OPERATION(v_adds, _mm_adds_epu8)
OPERATION(v_subs, _mm_subs_epu8)
OPERATION(v_min, _mm_min_epu8)
OPERATION(v_max, _mm_max_epu8)
OPERATION(v_avg, _mm_avg_epu8)
OPERATION(v_and, _mm_and_si128)
OPERATION(v_or, _mm_or_si128)
/* By turns a byte of each, of the first half of each sixteen; and of the last. */
OPERATION(v_first, _mm_unpacklo_epi8)
OPERATION(v_last, _mm_unpackhi_epi8)
OPERATION(v_eq, _mm_cmpeq_epi8)
OPERATION(v_xor, _mm_xor_si128)
OPERATION(v_shuffle, _mm_shuffle_epi8)

static inline vec v_low(vec a)
{
    return v_and(a, v_set(15));
}

static inline vec v_high(vec a)
{
    return v_low((vec){{_mm_srli_epi16(a.h[0], 4), _mm_srli_epi16(a.h[1], 4),
                        _mm_srli_epi16(a.h[2], 4), _mm_srli_epi16(a.h[3], 4)}});
}

static inline vec half_table(const uint8_t *p)
{
    return v_all(sixteen(p));
}

static inline codes v_codes(vec letter)
{
    return (codes){letter, v_xor(letter, v_set(128))};
}

static inline vec v_lookup(const near_table *t, codes c)
{
    return v_or(v_shuffle(half_table(t->of), c.low), v_shuffle(half_table(t->of + 16), c.high));
}

/* Eight bytes again and again. */
static inline vec v_eight(const uint8_t *p)
{
    long long eight;
    memcpy(&eight, p, sizeof eight);
    return v_all(_mm_set1_epi64x(eight));
}

/* The sum of each eight bytes, UINT8_MAX at most, in the first. */
static inline __m128i total(__m128i a)
{
    return _mm_min_epu16(_mm_sad_epu8(a, _mm_setzero_si128()), _mm_set1_epi16(UINT8_MAX));
}

static inline vec v_total(vec a)
{
    return (vec){{total(a.h[0]), total(a.h[1]), total(a.h[2]), total(a.h[3])}};
}

/* Each eight bytes as a number, `bits` higher; and lower. */
static inline vec v_up(vec a, unsigned bits)
{
    return (vec){{_mm_slli_epi64(a.h[0], (int)bits), _mm_slli_epi64(a.h[1], (int)bits),
                  _mm_slli_epi64(a.h[2], (int)bits), _mm_slli_epi64(a.h[3], (int)bits)}};
}

static inline vec v_down(vec a, unsigned bits)
{
    return (vec){{_mm_srli_epi64(a.h[0], (int)bits), _mm_srli_epi64(a.h[1], (int)bits),
                  _mm_srli_epi64(a.h[2], (int)bits), _mm_srli_epi64(a.h[3], (int)bits)}};
}

/* Sixteen bytes, from `at` on, of every sixteenth unit. */
static inline vec v_lines(const uint8_t *const *unit, unsigned at)
{
    return (vec){{sixteen(unit[0] + at), sixteen(unit[16] + at), sixteen(unit[32] + at),
                  sixteen(unit[48] + at)}};
}

/* The costs of the letters' levels. */
static inline vec v_costs(vec letter)
{
    static const uint8_t costs[16] = {1, 2, 3, 4, 5, 6, 7, 255, 1, 2, 3, 4, 5, 6, 7, 255};
    return v_shuffle(half_table(costs), v_high(letter));
}

static inline uint64_t v_nonzero(vec a)
{
    uint64_t zero = 0;
    vec z = v_eq(a, v_set(0));
    for (unsigned i = 0; i < 4; i++)
        zero |= (uint64_t)(unsigned)_mm_movemask_epi8(z.h[i]) << i * 16;
    return ~zero;
}

/* Whether any byte is not 0. */
static inline bool v_any(vec a)
{
    __m128i low = _mm_or_si128(a.h[0], a.h[1]), high = _mm_or_si128(a.h[2], a.h[3]);
    return !_mm_testz_si128(_mm_or_si128(low, high), _mm_or_si128(low, high));
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return __builtin_cpu_supports("sse4.1");
}

const near_kernel near_sse41 = {"sse4.1", runs, begin, sift, compare};
#else
const near_kernel near_sse41 = {"sse4.1", NULL, NULL, NULL, NULL};
#endif
