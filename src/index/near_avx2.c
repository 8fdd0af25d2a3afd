#include "index/near_tree.h"

#ifdef __AVX2__
#include <immintrin.h>

typedef __m256i vec;

static inline vec v_load(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

static inline void v_store(uint8_t *p, vec a)
{
    _mm256_storeu_si256((__m256i *)(void *)p, a);
}

static inline vec v_set(uint8_t n)
{
    return _mm256_set1_epi8((char)n);
}

static inline vec v_adds(vec a, vec b)
{
    return _mm256_adds_epu8(a, b);
}

static inline vec v_subs(vec a, vec b)
{
    return _mm256_subs_epu8(a, b);
}

static inline vec v_min(vec a, vec b)
{
    return _mm256_min_epu8(a, b);
}

static inline vec v_max(vec a, vec b)
{
    return _mm256_max_epu8(a, b);
}

static inline vec v_avg(vec a, vec b)
{
    return _mm256_avg_epu8(a, b);
}

static inline vec v_and(vec a, vec b)
{
    return _mm256_and_si256(a, b);
}

static inline vec v_or(vec a, vec b)
{
    return _mm256_or_si256(a, b);
}

static inline vec v_eq(vec a, vec b)
{
    return _mm256_cmpeq_epi8(a, b);
}

static inline vec v_low(vec a)
{
    return _mm256_and_si256(a, v_set(15));
}

static inline vec v_high(vec a)
{
    return v_low(_mm256_srli_epi16(a, 4));
}

static inline vec v_lookup(const near_table *t, vec code)
{
    vec other = _mm256_xor_si256(code, v_set(128));
    return v_or(_mm256_shuffle_epi8(v_load(t->of[0]), code),
                _mm256_shuffle_epi8(v_load(t->of[1]), other));
}

static inline bool v_any(vec a)
{
    return !_mm256_testz_si256(a, a);
}

static inline uint32_t v_nonzero(vec a)
{
    return ~(uint32_t)_mm256_movemask_epi8(v_eq(a, v_set(0)));
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return __builtin_cpu_supports("avx2");
}

const near_kernel near_avx2 = {"avx2", runs, node_rows, leaf_rows};
#else
const near_kernel near_avx2 = {"avx2", NULL, NULL, NULL};
#endif
