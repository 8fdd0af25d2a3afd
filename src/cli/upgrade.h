/* The snapshot of an engine with other knowledge tables, made fit for this one. */
#ifndef MARSAD_CLI_UPGRADE_H
#define MARSAD_CLI_UPGRADE_H

#include <marsad/entity.h>

#include "cli/cli.h"

/* Builds all lists of the snapshot `path` again from the entities that it holds,
 * and replaces it.  The caller holds the writers' lock.  MS_OK also when another
 * process has done it already; a failure is in `d`. */
ms_rc ms_upgrade(ms_cli *c, const char *path, ms_diag *d);

/* Reads the JSON of an entity as it is stored: nothing that the list once said is lost
 * because another engine cleans values in another way.  MS_ENOMEM, or what
 * ms_entity_read gives. */
ms_rc ms_upgrade_entity(ms_str json, ms_arena *a, ms_entity *e, ms_diag *d);

#endif
