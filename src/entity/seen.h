/* An index over the properties and values of a large entity, so that adding a
 * hundred thousand of them stays linear.  Lies in the entity's arena. */
#ifndef MARSAD_ENTITY_SEEN_H
#define MARSAD_ENTITY_SEEN_H

#include <marsad/entity.h>

/* The property called `name`: its number, or e->n_props. */
uint32_t ms_seen_prop(const ms_entity *e, ms_str name);

/* True when property number `prop` has `value`. */
bool ms_seen_value(const ms_entity *e, uint32_t prop, ms_str value);

/* Takes note of property number `prop` (`value` 0) or of its value number
 * `value` - 1, which were added just before.  MS_ENOMEM. */
ms_rc ms_seen_add(ms_entity *e, uint32_t prop, uint32_t value);

#endif
