/* Changes over a list of a snapshot: what entities become, by id. */
#ifndef MARSAD_INDEX_OVERLAY_H
#define MARSAD_INDEX_OVERLAY_H

#include <marsad/index.h>

#include "index/buf.h"

/* All zero is an empty one.  The JSON of entities is not copied and must outlive it. */
typedef struct ms_overlay {
    ms_texts ids;
    ms_buf json; /* one ms_str for each id; `p` NULL: dropped */
} ms_overlay;

/* Frees the overlay, which is then empty. */
void ms_overlay_free(ms_overlay *o);

/* Entity `id` becomes `json`, or is dropped when json.p is NULL, whatever was said of it
 * before.  False: no memory. */
bool ms_overlay_put(ms_overlay *o, ms_str id, ms_str json);

/* Whether something was said of `id`, and what. */
bool ms_overlay_get(const ms_overlay *o, ms_str id, ms_str *json);

/* Takes an entity of a list with its changes; what is not MS_OK ends the walk. */
typedef ms_rc (*ms_overlay_fn)(void *ctx, ms_str id, ms_str json);

/* Gives the entities of `list` of `s` (NULL: of an empty list) with the changes, in the
 * order of their ids.  MS_ENOMEM, what `fn` returns. */
ms_rc ms_overlay_each(const ms_overlay *o, const ms_snap *s, uint32_t list, ms_overlay_fn fn,
                      void *ctx);

#endif
