/* Entities by their ids. */
#ifndef MARSAD_SERVER_ENTITIES_H
#define MARSAD_SERVER_ENTITIES_H

#include "server/site.h"

/* The entity with `id`.  Where several lists have the id it is that of list `d`, where `d` is
 * one that has it, and otherwise of the first list by name; NULL: any.  Lists that the caller
 * may not see have nobody. */
bool ms_entity_find(const ms_request *r, const ms_dataset *d, ms_str id, uint32_t *e);

/* The entity that `id` was merged into, as a list says that the caller may see. */
bool ms_entity_merged(const ms_request *r, ms_str id, uint32_t *e);

#endif
