/* Chance, the same on every machine: splitmix64 (Vigna, 2015), keyed by seed, stream
 * and number, so that anything can be made without what comes before it.  Whole
 * numbers only. */
#ifndef GEN_RNG_H
#define GEN_RNG_H

#include <stdbool.h>
#include <stdint.h>

/* A generator; a plain value. */
typedef struct gen_rng {
    uint64_t s;
} gen_rng;

/* What a stream decides: one thing can be known without the others. */
enum gen_stream {
    GEN_OF_ID = 1,
    GEN_OF_NAME,
    GEN_OF_FACTS,
    GEN_OF_TEXT,
    GEN_OF_LINK,
    GEN_OF_CHANGE,
    GEN_OF_QUERY,
    GEN_OF_TRAVELLER,
    GEN_OF_TAIL
};

/* All 64 bits of `x` stirred. */
static inline uint64_t gen_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* The generator of the `i`-th thing of a stream. */
static inline gen_rng gen_at(uint64_t seed, uint64_t stream, uint64_t i)
{
    uint64_t s = gen_mix(seed + 0x9E3779B97F4A7C15u * stream);
    return (gen_rng){gen_mix(s ^ gen_mix(i + 0xD1B54A32D192ED03u))};
}

static inline uint64_t gen_next(gen_rng *r)
{
    return gen_mix(r->s += 0x9E3779B97F4A7C15u);
}

/* 0..n-1; `n` > 0. */
static inline uint32_t gen_below(gen_rng *r, uint32_t n)
{
    return (uint32_t)(((gen_next(r) >> 32) * n) >> 32);
}

/* from..to, both included. */
static inline uint32_t gen_between(gen_rng *r, uint32_t from, uint32_t to)
{
    return from + gen_below(r, to - from + 1);
}

/* True in `permille` of 1000 cases. */
static inline bool gen_chance(gen_rng *r, uint32_t permille)
{
    return gen_below(r, 1000) < permille;
}

/* A rank from 0 to 2^bits - 2 by Zipf's law in steps of a factor of two: each octave
 * of ranks is as likely as any other. */
static inline uint32_t gen_zipf(gen_rng *r, unsigned bits)
{
    uint32_t octave = 1u << gen_below(r, bits);
    return octave - 1 + gen_below(r, octave);
}

#endif
