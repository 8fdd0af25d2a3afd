#include "index/near_tree.h"

#ifdef __SSE4_1__
#include <immintrin.h>

typedef struct vec {
    __m128i h[2];
} vec;

static inline vec v_load(const uint8_t *p)
{
    const __m128i *q = (const __m128i *)(const void *)p;
    return (vec){{_mm_loadu_si128(q), _mm_loadu_si128(q + 1)}};
}

static inline void v_store(uint8_t *p, vec a)
{
    __m128i *q = (__m128i *)(void *)p;
    _mm_storeu_si128(q, a.h[0]);
    _mm_storeu_si128(q + 1, a.h[1]);
}

static inline vec v_set(uint8_t n)
{
    __m128i a = _mm_set1_epi8((char)n);
    return (vec){{a, a}};
}

#define OPERATION(name, of)                                     \
    static inline vec name(vec a, vec b)                        \
    {                                                           \
        return (vec){{of(a.h[0], b.h[0]), of(a.h[1], b.h[1])}}; \
    }
OPERATION(v_adds, _mm_adds_epu8)
OPERATION(v_subs, _mm_subs_epu8)
OPERATION(v_min, _mm_min_epu8)
OPERATION(v_max, _mm_max_epu8)
OPERATION(v_avg, _mm_avg_epu8)
OPERATION(v_and, _mm_and_si128)
OPERATION(v_or, _mm_or_si128)
OPERATION(v_eq, _mm_cmpeq_epi8)
OPERATION(v_xor, _mm_xor_si128)
OPERATION(v_shuffle, _mm_shuffle_epi8)

static inline vec v_low(vec a)
{
    return v_and(a, v_set(15));
}

static inline vec v_high(vec a)
{
    return v_low((vec){{_mm_srli_epi16(a.h[0], 4), _mm_srli_epi16(a.h[1], 4)}});
}

static inline vec v_lookup(const near_table *t, vec code)
{
    __m128i a = _mm_loadu_si128((const __m128i *)(const void *)t->of[0]);
    __m128i b = _mm_loadu_si128((const __m128i *)(const void *)t->of[1]);
    return v_or(v_shuffle((vec){{a, a}}, code),
                v_shuffle((vec){{b, b}}, v_xor(code, v_set(128))));
}

static inline bool v_any(vec a)
{
    __m128i both = _mm_or_si128(a.h[0], a.h[1]);
    return !_mm_testz_si128(both, both);
}

static inline uint32_t v_nonzero(vec a)
{
    vec z = v_eq(a, v_set(0));
    return ~((uint32_t)_mm_movemask_epi8(z.h[0]) | (uint32_t)_mm_movemask_epi8(z.h[1]) << 16);
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return __builtin_cpu_supports("sse4.1");
}

const near_kernel near_sse41 = {"sse4.1", runs, node_rows, leaf_rows};
#else
const near_kernel near_sse41 = {"sse4.1", NULL, NULL, NULL};
#endif
