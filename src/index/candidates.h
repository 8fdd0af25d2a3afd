/* The entities that may reach a threshold: docs/completeness.md. */
#ifndef MARSAD_INDEX_CANDIDATES_H
#define MARSAD_INDEX_CANDIDATES_H

#include "index/snap.h"

/* What is looked for, and who is told: `each` is called for an entity, unless `skip` says that
 * nobody wants it. */
typedef struct ms_candidates {
    const ms_snap *s;
    ms_scorer *scorer;
    const ms_identity *q;
    uint32_t threshold;
    bool (*skip)(void *context, uint32_t entity);
    void (*each)(void *context, uint32_t entity);
    void *context;
} ms_candidates;

/* Tells each entity once that may score `threshold` or more for `q`, in no particular order;
 * every other one is proven not to.  MS_ENOTFOUND where that cannot be told without looking at
 * all entities; some may have been told by then.  MS_ENOMEM. */
ms_rc ms_candidates_find(const ms_candidates *c);

/* So many units are sought through for a token while one entity is looked at, as searches of
 * all threads reckon: with few, no token is sought that need not be.  For tests, while no
 * other thread searches. */
enum { MS_UNITS_A_LOOK = 1 << 14 };
void ms_candidates_reckon(uint32_t units_a_look);

#endif
