/* Snapshots that were read whole and found right: beside the file `PATH` its note, the file
 * `PATH.checked`, says so of one file in one state (docs/decisions/read-whole-once.md). */
#ifndef MARSAD_INDEX_CHECKED_H
#define MARSAD_INDEX_CHECKED_H

#include "index/snap.h"

/* Whether the note beside `path` speaks of the file that `s` maps, as it is now.  Then what
 * ms_snap_check would work out is set in `s`. */
bool ms_checked_read(ms_snap *s, const char *path);

/* Writes the note of `s`, which was checked.  MS_EIO, MS_ENOMEM. */
ms_rc ms_checked_write(const ms_snap *s, const char *path, ms_diag *d);

/* Removes the note beside `path`, if there is one. */
void ms_checked_remove(const char *path);

#endif
