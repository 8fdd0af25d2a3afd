/* Entities by their ids. */
#ifndef MARSAD_SERVER_ENTITIES_H
#define MARSAD_SERVER_ENTITIES_H

#include "server/site.h"

/* The entity with `id`.  Where several lists have the id it is that of list `d`, where `d` is
 * one that has it, and otherwise of the first list by name; NULL: any. */
bool ms_entity_find(const ms_request *r, const ms_dataset *d, ms_str id, uint32_t *e);

#endif
