/* The order of what a search found. */
#ifndef MARSAD_SERVER_RANK_H
#define MARSAD_SERVER_RANK_H

#include "server/find.h"

enum { MS_RANK_SORTS = 8 };

/* What to sort by before what counts for a search. */
typedef struct ms_rank {
    struct {
        ms_field field;
        bool down;
    } by[MS_RANK_SORTS];
    unsigned n;
} ms_rank;

/* Reads `sort` of the call.  False with the reply set, 400. */
bool ms_rank_read(ms_request *r, ms_rank *out);

/* Writes the first `most` entities of `set` to `out`, in order; `score` is of each entity.
 * Sets how many.  MS_ENOMEM. */
ms_rc ms_rank_first(const ms_find *f, const ms_rank *rank, const uint64_t *set,
                    const uint32_t *score, uint32_t most, uint32_t *out, uint32_t *n);

#endif
