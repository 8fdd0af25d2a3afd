/* Several data folders searched as one: the shards of lists. */
#ifndef MARSAD_CLI_FOLDERS_H
#define MARSAD_CLI_FOLDERS_H

#include <marsad/shard.h>

#include "cli/cli.h"

/* Opens the snapshots of all folders that --data names, or of the usual one; to be closed by
 * ms_folders_close, also on failure.  Returns an ms_exit; a failure was said. */
int ms_folders_open(ms_cli *c, ms_snaps *out);
void ms_folders_close(ms_snaps s);

/* Whether the folders hold each list once: whole in one, or all its shards.  Returns an
 * ms_exit; what is missing or there twice was said.  With `partial` shards may be missing,
 * and `*complete` tells whether one is. */
int ms_folders_check(ms_cli *c, ms_snaps s, bool partial, bool *complete);

/* The numbers of the lists that `names` names, divided by commas, as ms_snaps counts them;
 * in the arena of `c`.  Returns an ms_exit; a failure was said. */
int ms_folders_lists(ms_cli *c, ms_snaps s, const char *names, const uint32_t **lists,
                     uint32_t *n);

/* The digests of the snapshots, joined by `+`; `p` NULL: no memory. */
ms_str ms_folders_digest(ms_snaps s, ms_arena *a);

#endif
