/* What lies between two states of the lists: the entities whose results may differ, as they
 * were and as they are, each a small snapshot that is searched like the lists themselves. */
#ifndef MARSAD_CLI_BETWEEN_H
#define MARSAD_CLI_BETWEEN_H

#include <marsad/index.h>

#include "cli/cli.h"

/* Freed by between_free.  Who is as he was is in neither. */
typedef struct between {
    ms_snap *before, *after;
} between;

/* The lists in force against an earlier version of those that `lists` names, each NAME or
 * NAME@VERSION; without, the version before.  Returns an ms_exit; a failure was said. */
int between_versions(ms_cli *c, const ms_snap *now, const char *const *lists, unsigned n,
                     between *out);

/* All lists in force against those of the data folder `dir`.  Returns an ms_exit; a failure
 * was said. */
int between_folders(ms_cli *c, const ms_snap *now, const char *dir, between *out);

void between_free(between *b);

#endif
