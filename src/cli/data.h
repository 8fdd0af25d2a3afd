/* The data folder: one snapshot with all lists, and the writers' lock. */
#ifndef MARSAD_CLI_DATA_H
#define MARSAD_CLI_DATA_H

#include <marsad/index.h>

#include "cli/cli.h"

/* The files in it. */
#define MS_DATA_SNAPSHOT "marsad.snap"
#define MS_DATA_CHECKED MS_DATA_SNAPSHOT ".checked" /* ms_snap_verify's note */
#define MS_DATA_LOCK "lock"
#define MS_DATA_KEYS "keys"

/* The data folder: --data, else $MARSAD_DATA, else $XDG_DATA_HOME/marsad, else
 * $HOME/.local/share/marsad.  NULL (said) when none of them is set. */
const char *ms_data_dir(ms_cli *c);

/* The path of `file` in the data folder; NULL (said). */
const char *ms_data_path(ms_cli *c, const char *file);

/* Makes the data folder, takes the writers' lock, waiting for another writer, and
 * removes what a killed one left.  Returns an ms_exit; a failure was said. */
int ms_data_lock(ms_cli *c);

/* Gives the lock back; legal without it. */
void ms_data_unlock(ms_cli *c);

/* Opens the snapshot; to be closed by ms_snap_close.  Returns an ms_exit; a
 * failure was said.  Without a snapshot `*out` is NULL, which is MS_EXIT_INPUT
 * when `need` and MS_EXIT_OK otherwise.  A snapshot that was made with other
 * knowledge tables is first built again from its entities. */
int ms_data_open(ms_cli *c, bool need, ms_snap **out);

/* Finds list `name` of `s`.  Returns an ms_exit; a failure was said. */
int ms_data_list(ms_cli *c, const ms_snap *s, const char *name, uint32_t *list);

#endif
