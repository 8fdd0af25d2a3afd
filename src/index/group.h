/* Which entities are one subject, as docs/lists.md states it. */
#ifndef MARSAD_INDEX_GROUP_H
#define MARSAD_INDEX_GROUP_H

#include <marsad/match.h>

#include "index/buf.h"

/* A text of the entity at a position. */
typedef struct ms_pos_text {
    uint32_t pos;
    uint32_t text;
} ms_pos_text;

/* The entities of a snapshot, wherever they lie, by their numbers in it. */
typedef struct ms_crowd {
    const void *ctx; /* for all functions */
    uint32_t n, n_lists;
    const ms_pos_text *refs; /* references of screened entities, each text known by a number */
    size_t n_refs;
    ms_str (*text)(const void *ctx, const ms_pos_text *ref);
    bool (*screened)(const void *ctx, uint32_t pos);

    /* All but the names, and these, which are added to `id` and lie in `a`.  MS_ENOMEM. */
    ms_identity (*facts)(const void *ctx, uint32_t pos);
    ms_rc (*names)(const void *ctx, uint32_t pos, ms_arena *a, ms_identity *id);

    /* The entity of a list with that id; false: there is none. */
    bool (*find)(const void *ctx, uint32_t list, ms_str id, uint32_t *pos);
} ms_crowd;

/* Writes to `next`, of each entity, the next higher member of its group, and of the highest
 * the lowest.  MS_ENOMEM. */
ms_rc ms_groups_find(const ms_crowd *c, uint32_t *next);

#endif
