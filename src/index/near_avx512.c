#include "index/near_blocks.h"

#if defined(__AVX512BW__) && defined(__AVX512VBMI__)
#include <immintrin.h>

typedef __m512i vec;
typedef __m512i codes; /* numbers of letters */

static inline vec v_load(const uint8_t *p)
{
    return _mm512_loadu_si512(p);
}

static inline __m128i sixteen(const uint8_t *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline vec v_set(uint8_t n)
{
    return _mm512_set1_epi8((char)n);
}

static inline vec v_word(const near_word *w)
{
    return _mm512_set1_epi32((int)*w);
}

#define OPERATION(name, of)              \
    static inline vec name(vec a, vec b) \
    {                                    \
        return of(a, b);                 \
    }
OPERATION(v_adds, _mm512_adds_epu8)
OPERATION(v_subs, _mm512_subs_epu8)
OPERATION(v_min, _mm512_min_epu8)
OPERATION(v_max, _mm512_max_epu8)
OPERATION(v_avg, _mm512_avg_epu8)
OPERATION(v_and, _mm512_and_si512)
OPERATION(v_or, _mm512_or_si512)
/* By turns a byte of each, of the first half of each sixteen; and of the last. */
OPERATION(v_first, _mm512_unpacklo_epi8)
OPERATION(v_last, _mm512_unpackhi_epi8)

static inline vec v_eq(vec a, vec b)
{
    return _mm512_movm_epi8(_mm512_cmpeq_epi8_mask(a, b));
}

static inline vec v_low(vec a)
{
    return v_and(a, v_set(15));
}

static inline vec v_high(vec a)
{
    return v_low(_mm512_srli_epi16(a, 4));
}

static inline codes v_codes(vec letter)
{
    return v_or(v_low(letter), v_and(_mm512_srli_epi16(letter, 3), v_set(16)));
}

static inline vec v_lookup(const near_table *t, codes c)
{
    __m256i of = _mm256_loadu_si256((const __m256i *)(const void *)t->of);
    return _mm512_permutexvar_epi8(c, _mm512_castsi256_si512(of));
}

/* Eight bytes again and again. */
static inline vec v_eight(const uint8_t *p)
{
    long long eight;
    memcpy(&eight, p, sizeof eight);
    return _mm512_set1_epi64(eight);
}

/* The sum of each eight bytes, UINT8_MAX at most, in the first. */
static inline vec v_total(vec a)
{
    return _mm512_min_epu16(_mm512_sad_epu8(a, v_set(0)), _mm512_set1_epi16(UINT8_MAX));
}

/* Each eight bytes as a number, `bits` higher; and lower. */
static inline vec v_up(vec a, unsigned bits)
{
    return _mm512_slli_epi64(a, bits);
}

static inline vec v_down(vec a, unsigned bits)
{
    return _mm512_srli_epi64(a, bits);
}

/* Sixteen bytes, from `at` on, of every sixteenth unit. */
static inline vec v_lines(const uint8_t *const *unit, unsigned at)
{
    vec a = _mm512_castsi128_si512(sixteen(unit[0] + at));
    a = _mm512_inserti32x4(a, sixteen(unit[16] + at), 1);
    a = _mm512_inserti32x4(a, sixteen(unit[32] + at), 2);
    return _mm512_inserti32x4(a, sixteen(unit[48] + at), 3);
}

/* The costs of the letters' levels. */
static inline vec v_costs(vec letter)
{
    static const uint8_t costs[16] = {1, 2, 3, 4, 5, 6, 7, 255, 1, 2, 3, 4, 5, 6, 7, 255};
    __m128i of = sixteen(costs);
    return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(of), v_high(letter));
}

static inline uint64_t v_nonzero(vec a)
{
    return _mm512_test_epi8_mask(a, a);
}

/* Whether any byte is not 0. */
static inline bool v_any(vec a)
{
    return _mm512_test_epi8_mask(a, a) != 0;
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi");
}

const near_kernel near_avx512 = {"avx512", runs, begin, sift, compare};
#else
const near_kernel near_avx512 = {"avx512", NULL, NULL, NULL, NULL};
#endif
