/* What the server knows of a version of the lists beside the snapshot: data sets, and ids that
 * others were merged into. */
#ifndef MARSAD_SERVER_VIEW_H
#define MARSAD_SERVER_VIEW_H

#include "server/suggest.h"

typedef struct ms_view ms_view;

/* Counts the entities of the lists of `s` (NULL: no lists yet), which must outlive it.  What
 * entities say of themselves is not read yet: functions that say "waits" read it, or wait for
 * whoever does.  MS_ENOMEM. */
ms_rc ms_view_new(const ms_snap *s, ms_view **out);

/* Begins to read what entities say of themselves, in a thread of its own: `s` is open until
 * that is learnt (ms_view_datasets waits) or the view is freed. */
void ms_view_learn(ms_view *v);

/* Nobody uses it any more; the thread is not awaited to its end.  NULL is legal. */
void ms_view_free(ms_view *v);

/* Which entities a data set has: all of a list, some of some lists, or all of all. */
typedef struct ms_dataset {
    ms_str name;
    ms_str title;
    bool all;     /* "default" and "all" */
    int64_t list; /* the list of that name; -1: what entities say of themselves */
    uint32_t entities, things;
    uint32_t number; /* from 0 */
} ms_dataset;

/* How many data sets there are, 4,096 at most: `default`, the lists, and what entities say;
 * waits. */
uint32_t ms_view_datasets(ms_view *v);
const ms_dataset *ms_view_dataset(const ms_view *v, uint32_t i);

/* NULL: there is none.  Waits for one that is neither `default` nor a list. */
const ms_dataset *ms_view_find(ms_view *v, ms_str name);

/* The entity that `id` was merged into, as lists say in `referents`; false: none.  Waits. */
bool ms_view_merged(ms_view *v, ms_str id, uint32_t *entity);

/* The schemata of data set `d` that are screened, and those above them: a bit for each number
 * of a schema; as long as `v`. */
const uint64_t *ms_view_schemata(const ms_view *v, const ms_dataset *d);

/* The names of all screened entities, read when they are first asked for: other calls that ask
 * wait meanwhile.  NULL: no memory. */
const ms_suggest *ms_view_names(ms_view *v);

/* Members of an entity's JSON that say where it is from; as they are written, empty where they
 * are not. */
typedef struct ms_origin {
    ms_str properties, datasets, referents, first_seen, last_seen, last_change;
} ms_origin;

ms_origin ms_origin_of(ms_str json);

/* Whether the entity belongs to data set `d`. */
bool ms_view_has(const ms_view *v, const ms_dataset *d, const ms_snap_entity *e,
                 const ms_origin *o);

#endif
