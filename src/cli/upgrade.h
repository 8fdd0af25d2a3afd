/* The snapshot of an engine with other knowledge tables, made fit for this one. */
#ifndef MARSAD_CLI_UPGRADE_H
#define MARSAD_CLI_UPGRADE_H

#include "cli/cli.h"

/* Builds all lists of the snapshot `path` again from the entities that it holds,
 * and replaces it.  The caller holds the writers' lock.  MS_OK also when another
 * process has done it already; a failure is in `d`. */
ms_rc ms_upgrade(ms_cli *c, const char *path, ms_diag *d);

#endif
