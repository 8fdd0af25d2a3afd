/* How two versions of an entity differ, property by property. */
#ifndef MARSAD_CLI_CHANGES_H
#define MARSAD_CLI_CHANGES_H

#include <marsad/arena.h>
#include <marsad/rc.h>

/* A property, "schema", or a member beside the properties, whose value is its JSON. */
typedef struct ms_prop_change {
    ms_str prop;
    const ms_str *removed, *added;
    uint32_t n_removed, n_added;
} ms_prop_change;

/* The properties of which the entities with the JSON `old` and `now` have different
 * values, in the order of `old`, then those that only `now` has; all of it lies in `a`.
 * MS_ENOMEM, or what reading an entity gives. */
ms_rc ms_changes_of(ms_str old, ms_str now, ms_arena *a, ms_prop_change **out, uint32_t *n,
                    ms_diag *d);

#endif
