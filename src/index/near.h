/* Finding the units of a vocabulary that are similar to a token, without comparing all.
 *
 * A unit is what may stand as one token in a list's names: a token, or a run of neighbouring
 * tokens joined.  Units are sorted; beside them stands, of groups of neighbours and of each,
 * what their letters are and weigh, so that 64 groups or units at a time are ruled out or
 * compared in the lanes of vector registers.  What stands there is little-endian and without
 * pointers, and a snapshot holds it as it is. */
#ifndef MARSAD_INDEX_NEAR_H
#define MARSAD_INDEX_NEAR_H

#include <marsad/rc.h>

#include "index/buf.h"
#include "index/unit.h"
#include "match/cost.h"

/* Units of whose names are sought beside the minor ones: of everybody's, of those that a person
 * may have, or of those that only things have (MS_UNIT_THING). */
typedef enum ms_whose { MS_WHOSE_ANY, MS_WHOSE_PERSON, MS_WHOSE_THING } ms_whose;

typedef struct ms_near {
    const ms_token *units; /* in the order of ms_unit_cmp, each once */
    uint32_t n;
    const char *blocks;
    uint64_t n_blocks; /* bytes */
    bool runs;         /* the units are runs */
    ms_whose whose;
} ms_near;

typedef struct ms_near_hit {
    uint32_t unit;
    uint16_t similarity; /* above 0 */
    uint16_t zero;
} ms_near_hit;

/* Writes to `out`, which is empty, what ms_near_find needs beside the `n` units.  MS_ENOMEM. */
ms_rc ms_near_build(const ms_token *units, uint32_t n, ms_buf *out);

/* False where the blocks would lead ms_near_find outside `v`; what they say about letters is
 * not checked.  For files that nobody vouches for. */
bool ms_near_check(const ms_near *v);

/* Appends to `hits` a ms_near_hit for each unit that is sought and whose similarity to `x` is
 * above 0, by unit: ms_letters_similarity, or ms_run_similarity where `x` or the units are runs
 * (never both). Where `x` is an initial, only for those with the same letters.  MS_ENOMEM. */
ms_rc ms_near_find(const ms_near *v, const ms_letters *x, bool x_is_run, ms_buf *hits);

/* The instruction set that compares: the best of the machine's unless ms_near_use chose
 * another.  All find the same. */
const char *ms_near_used(void);

/* Chooses one by name ("scalar", "sse4.1", "avx2", "avx512",
 * "neon"); false where it does not run
 * here.  For tests, while no other thread searches. */
bool ms_near_use(const char *name);

#endif
