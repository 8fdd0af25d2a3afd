/* Streams of chance, and what is drawn of them. */
#ifndef GEN_RNG_H
#define GEN_RNG_H

#include "base/chance.h"

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

/* The generator of the `i`-th thing of a stream. */
static inline ms_chance gen_at(uint64_t seed, enum gen_stream stream, uint64_t i)
{
    return ms_chance_at(seed, stream - 1u, i);
}

/* A rank from 0 to 2^bits - 2 by Zipf's law in steps of a factor of two: each octave
 * of ranks is as likely as any other. */
static inline uint32_t gen_zipf(ms_chance *r, unsigned bits)
{
    uint32_t octave = 1u << ms_chance_below(r, bits);
    return octave - 1 + ms_chance_below(r, octave);
}

#endif
