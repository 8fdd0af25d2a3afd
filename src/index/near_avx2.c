#include "index/near_blocks.h"

#ifdef __AVX2__
#include <immintrin.h>

typedef struct vec {
    __m256i h[2];
} vec;

typedef struct codes {
    vec low, high; /* indices below 16 of the two halves of a table; above, nothing is found */
} codes;

static inline vec v_load(const uint8_t *p)
{
    const __m256i *q = (const __m256i *)(const void *)p;
    return (vec){{_mm256_loadu_si256(q), _mm256_loadu_si256(q + 1)}};
}

static inline __m128i sixteen(const uint8_t *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline vec v_set(uint8_t n)
{
    __m256i a = _mm256_set1_epi8((char)n);
    return (vec){{a, a}};
}

static inline vec v_word(const near_word *w)
{
    __m256i a = _mm256_set1_epi32((int)*w);
    return (vec){{a, a}};
}

#define OPERATION(name, of)                                     \
    static inline vec name(vec a, vec b)                        \
    {                                                           \
        return (vec){{of(a.h[0], b.h[0]), of(a.h[1], b.h[1])}}; \
    }
OPERATION(v_adds, _mm256_adds_epu8)
OPERATION(v_subs, _mm256_subs_epu8)
OPERATION(v_min, _mm256_min_epu8)
OPERATION(v_max, _mm256_max_epu8)
OPERATION(v_avg, _mm256_avg_epu8)
OPERATION(v_and, _mm256_and_si256)
OPERATION(v_or, _mm256_or_si256)
/* By turns a byte of each, of the first half of each sixteen; and of the last. */
OPERATION(v_first, _mm256_unpacklo_epi8)
OPERATION(v_last, _mm256_unpackhi_epi8)
OPERATION(v_xor, _mm256_xor_si256)
OPERATION(v_eq, _mm256_cmpeq_epi8)
OPERATION(v_shuffle, _mm256_shuffle_epi8)

static inline vec v_low(vec a)
{
    return v_and(a, v_set(15));
}

static inline vec v_high(vec a)
{
    return v_low((vec){{_mm256_srli_epi16(a.h[0], 4), _mm256_srli_epi16(a.h[1], 4)}});
}

static inline vec half_table(const uint8_t *p)
{
    __m256i a = _mm256_broadcastsi128_si256(sixteen(p));
    return (vec){{a, a}};
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
    __m256i a = _mm256_set1_epi64x(eight);
    return (vec){{a, a}};
}

/* The sum of each eight bytes, UINT8_MAX at most, in the first. */
static inline vec v_total(vec a)
{
    const __m256i zero = _mm256_setzero_si256(), most = _mm256_set1_epi16(UINT8_MAX);
    return (vec){{_mm256_min_epu16(_mm256_sad_epu8(a.h[0], zero), most),
                  _mm256_min_epu16(_mm256_sad_epu8(a.h[1], zero), most)}};
}

/* Each eight bytes as a number, `bits` higher; and lower. */
static inline vec v_up(vec a, unsigned bits)
{
    return (vec){{_mm256_slli_epi64(a.h[0], (int)bits), _mm256_slli_epi64(a.h[1], (int)bits)}};
}

static inline vec v_down(vec a, unsigned bits)
{
    return (vec){{_mm256_srli_epi64(a.h[0], (int)bits), _mm256_srli_epi64(a.h[1], (int)bits)}};
}

/* Sixteen bytes, from `at` on, of every sixteenth unit. */
static inline vec v_lines(const uint8_t *const *unit, unsigned at)
{
    return (vec){{_mm256_set_m128i(sixteen(unit[16] + at), sixteen(unit[0] + at)),
                  _mm256_set_m128i(sixteen(unit[48] + at), sixteen(unit[32] + at))}};
}

/* The costs of the letters' levels. */
static inline vec v_costs(vec letter)
{
    static const uint8_t costs[16] = {1, 2, 3, 4, 5, 6, 7, 255, 1, 2, 3, 4, 5, 6, 7, 255};
    return v_shuffle(half_table(costs), v_high(letter));
}

static inline uint64_t v_nonzero(vec a)
{
    vec zero = v_eq(a, v_set(0));
    uint32_t low = (uint32_t)_mm256_movemask_epi8(zero.h[0]);
    uint32_t high = (uint32_t)_mm256_movemask_epi8(zero.h[1]);
    return ~(low | (uint64_t)high << 32);
}

/* Whether any byte is not 0. */
static inline bool v_any(vec a)
{
    __m256i either = _mm256_or_si256(a.h[0], a.h[1]);
    return !_mm256_testz_si256(either, either);
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return __builtin_cpu_supports("avx2");
}

const near_kernel near_avx2 = {"avx2", runs, begin, sift, compare};
#else
const near_kernel near_avx2 = {"avx2", NULL, NULL, NULL, NULL};
#endif
