/* Changes over a list of a snapshot: what entities become, by id.  Versions of a list and
 * the deltas between them are such changes. */
#ifndef MARSAD_OVERLAY_H
#define MARSAD_OVERLAY_H

#include <marsad/index.h>

/* Changes; one thread.  NULL stands for no changes wherever they are only read. */
typedef struct ms_overlay ms_overlay;

/* No changes yet.  NULL when out of memory.  Freed by ms_overlay_free (NULL is legal). */
MS_API ms_overlay *ms_overlay_new(void);
MS_API void ms_overlay_free(ms_overlay *o); /* the JSON of entities is not its own */

/* Entity `id` becomes `json`, or is dropped when json.p is NULL, whatever was said of it
 * before.  `id` is copied, the bytes of `json` must outlive the changes.  MS_ENOMEM. */
MS_API ms_rc ms_overlay_put(ms_overlay *o, ms_str id, ms_str json);

/* Whether something was said of `id`, and what. */
MS_API bool ms_overlay_get(const ms_overlay *o, ms_str id, ms_str *json);

/* How many ids something was said of, and number `i` of them in the order in which they
 * came first, with what it becomes; valid until the next ms_overlay_put. */
MS_API uint32_t ms_overlay_count(const ms_overlay *o);
MS_API ms_str ms_overlay_at(const ms_overlay *o, uint32_t i, ms_str *json); /* the id */

/* Takes an entity of a list with its changes; what is not MS_OK ends the walk. */
typedef ms_rc (*ms_overlay_fn)(void *ctx, ms_str id, ms_str json);

/* Gives the entities of `list` of `s` (NULL: of an empty list) with the changes, in the
 * order of their ids.  MS_ENOMEM, what `fn` returns. */
MS_API ms_rc ms_overlay_each(const ms_overlay *o, const ms_snap *s, uint32_t list,
                             ms_overlay_fn fn, void *ctx);

#endif
