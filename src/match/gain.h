/* What a pair of tokens adds to a pairing, packed so that sums compare in this order. */
#ifndef MARSAD_MATCH_GAIN_H
#define MARSAD_MATCH_GAIN_H

#include "match/cost.h"

/* A sum over pairs. */
typedef struct ms_gain {
    uint64_t vouched; /* thousandths of tenths of a bit */
    uint64_t light;   /* weight of the lighter ones */
    uint64_t both;    /* weight of both */
    uint64_t pairs;   /* of tokens that are not minor */
} ms_gain;

enum { MS_GAIN_BOTH = 6, MS_GAIN_LIGHT = 20, MS_GAIN_VOUCHED = 33 }; /* bits below */

/* A pair vouches for no more than the lighter of the two, and for less the less the letters
 * agree. */
static inline uint64_t ms_gain_of(uint32_t similarity, uint32_t x, uint32_t y, bool minor)
{
    if (!similarity) return 0;
    uint64_t light = x < y ? x : y, loss = (MS_SIMILARITY_ONE - similarity) * 3 / 4;
    return (MS_SIMILARITY_ONE - loss) * light << MS_GAIN_VOUCHED | light << MS_GAIN_LIGHT |
           (uint64_t)(x + y) << MS_GAIN_BOTH | !minor;
}

static inline ms_gain ms_gain_read(uint64_t sum)
{
    return (ms_gain){
        .vouched = sum >> MS_GAIN_VOUCHED,
        .light = sum >> MS_GAIN_LIGHT & ((1u << (MS_GAIN_VOUCHED - MS_GAIN_LIGHT)) - 1),
        .both = sum >> MS_GAIN_BOTH & ((1u << (MS_GAIN_LIGHT - MS_GAIN_BOTH)) - 1),
        .pairs = sum & ((1u << MS_GAIN_BOTH) - 1),
    };
}

#endif
