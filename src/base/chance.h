/* Chance, the same on every machine: splitmix64 (Vigna, 2015), keyed by seed, stream and
 * number, so that anything can be made without what comes before it.  Whole numbers only. */
#ifndef MARSAD_BASE_CHANCE_H
#define MARSAD_BASE_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

/* A generator; a plain value. */
typedef struct ms_chance {
    uint64_t s;
} ms_chance;

/* All 64 bits of `x` stirred. */
static inline uint64_t ms_chance_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* The generator of the `i`-th thing of a stream. */
static inline ms_chance ms_chance_at(uint64_t seed, uint64_t stream, uint64_t i)
{
    uint64_t s = ms_chance_mix(seed + 0x9E3779B97F4A7C15u * (stream + 1));
    return (ms_chance){ms_chance_mix(s ^ ms_chance_mix(i + 0xD1B54A32D192ED03u))};
}

/* 64 bits. */
static inline uint64_t ms_chance_next(ms_chance *c)
{
    return ms_chance_mix(c->s += 0x9E3779B97F4A7C15u);
}

/* 0..n-1; `n` > 0. */
static inline uint32_t ms_chance_below(ms_chance *c, uint32_t n)
{
    return (uint32_t)(((ms_chance_next(c) >> 32) * n) >> 32);
}

/* from..to, both included. */
static inline uint32_t ms_chance_between(ms_chance *c, uint32_t from, uint32_t to)
{
    return from + ms_chance_below(c, to - from + 1);
}

/* True in `permille` of 1000 cases. */
static inline bool ms_chance_in(ms_chance *c, uint32_t permille)
{
    return ms_chance_below(c, 1000) < permille;
}

#endif
