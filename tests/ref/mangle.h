/* Seeded chance, and names written wrongly. */
#ifndef MARSAD_REF_MANGLE_H
#define MARSAD_REF_MANGLE_H

#include <stdint.h>

#include <marsad/str.h>

/* The next number of the sequence of `*state` (SplitMix64, public domain). */
uint64_t ref_random(uint64_t *state);

/* A number below `n` (> 0). */
uint32_t ref_below(uint64_t *state, uint32_t n);

enum { REF_MANGLE_MAX = 4096 }; /* bytes of the result; longer names are cut */

/* Writes `name`, valid UTF-8, to `out` with one thing changed: a letter replaced, left
 * out, doubled, put in or swapped with its neighbour; two words swapped, joined, split;
 * a word left out or cut to its initial; now and then a second thing. */
ms_str ref_mangle(uint64_t *state, ms_str name, char out[REF_MANGLE_MAX]);

#endif
