/* The entities that may reach a threshold: docs/completeness.md. */
#ifndef MARSAD_INDEX_CANDIDATES_H
#define MARSAD_INDEX_CANDIDATES_H

#include "index/snap.h"

/* Calls `each` once for each entity that may score `threshold` or more for `q`, in no
 * particular order; every other entity is proven not to.  `skip` tells entities that nobody
 * wants.  MS_ENOTFOUND, without a call, where that cannot be told without looking at all
 * entities.  MS_ENOMEM. */
typedef struct ms_candidates {
    const ms_snap *s;
    ms_scorer *scorer;
    const ms_identity *q;
    uint32_t threshold;
    bool (*skip)(void *context, uint32_t entity);
    void (*each)(void *context, uint32_t entity);
    void *context;
} ms_candidates;

/* Empties what is kept of earlier searches to be faster; for measurements. */
void ms_room_forget(ms_scorer *scorer);

ms_rc ms_candidates_find(const ms_candidates *c);

#endif
