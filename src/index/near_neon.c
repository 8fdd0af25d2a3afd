#include "index/near_tree.h"

#if defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>

typedef struct vec {
    uint8x16_t h[2];
} vec;

static inline vec v_load(const uint8_t *p)
{
    return (vec){{vld1q_u8(p), vld1q_u8(p + 16)}};
}

static inline void v_store(uint8_t *p, vec a)
{
    vst1q_u8(p, a.h[0]);
    vst1q_u8(p + 16, a.h[1]);
}

static inline vec v_set(uint8_t n)
{
    return (vec){{vdupq_n_u8(n), vdupq_n_u8(n)}};
}

#define OPERATION(name, of)                                     \
    static inline vec name(vec a, vec b)                        \
    {                                                           \
        return (vec){{of(a.h[0], b.h[0]), of(a.h[1], b.h[1])}}; \
    }
OPERATION(v_adds, vqaddq_u8)
OPERATION(v_subs, vqsubq_u8)
OPERATION(v_min, vminq_u8)
OPERATION(v_max, vmaxq_u8)
OPERATION(v_avg, vrhaddq_u8)
OPERATION(v_and, vandq_u8)
OPERATION(v_or, vorrq_u8)
OPERATION(v_eq, vceqq_u8)
OPERATION(v_xor, veorq_u8)
OPERATION(v_shuffle, vqtbl1q_u8)

static inline vec v_low(vec a)
{
    return v_and(a, v_set(15));
}

static inline vec v_high(vec a)
{
    return (vec){{vshrq_n_u8(a.h[0], 4), vshrq_n_u8(a.h[1], 4)}};
}

static inline vec v_lookup(const near_table *t, vec code)
{
    uint8x16_t a = vld1q_u8(t->of[0]), b = vld1q_u8(t->of[1]);
    return v_or(v_shuffle((vec){{a, a}}, code),
                v_shuffle((vec){{b, b}}, v_xor(code, v_set(128))));
}

static inline bool v_any(vec a)
{
    return vmaxvq_u8(vorrq_u8(a.h[0], a.h[1])) != 0;
}

/* Each lane's bit in the sixteen of one half. */
static inline uint32_t bits(uint8x16_t a)
{
    static const uint8_t bit[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t set = vandq_u8(vtstq_u8(a, a), vld1q_u8(bit));
    return (uint32_t)vaddv_u8(vget_low_u8(set)) | (uint32_t)vaddv_u8(vget_high_u8(set)) << 8;
}

static inline uint32_t v_nonzero(vec a)
{
    return bits(a.h[0]) | bits(a.h[1]) << 16;
}

#include "index/near_kernel.h"

static bool runs(void)
{
    return true; /* every 64-bit ARM has it */
}

const near_kernel near_neon = {"neon", runs, node_rows, leaf_rows};
#else
const near_kernel near_neon = {"neon", NULL, NULL, NULL};
#endif
