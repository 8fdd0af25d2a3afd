/* Earlier versions of a list: DATA/history/LIST/N.json.zst holds what turns version N + 1
 * into version N again, as FollowTheMoney changes, behind the load report of version N. */
#ifndef MARSAD_CLI_HISTORY_H
#define MARSAD_CLI_HISTORY_H

#include <marsad/overlay.h>

#include "cli/cli.h"

/* Writes the file of version `number` of `list`: `report`, and `back` over the version
 * that follows it.  The caller holds the writers' lock.  Returns an ms_exit; a failure was
 * said. */
int ms_history_write(ms_cli *c, ms_str list, uint64_t number, ms_str report,
                     const ms_overlay *back);

/* The highest number of an earlier version that is kept of `list`; 0: none. */
uint64_t ms_history_last(ms_cli *c, ms_str list);

/* Whether version `number` of `list` is kept. */
bool ms_history_kept(ms_cli *c, ms_str list, uint64_t number);

/* The load report of an earlier version, in the arena of `c`.  Returns an ms_exit; a
 * failure was said. */
int ms_history_report(ms_cli *c, ms_str list, uint64_t number, ms_str *report);

/* Adds to `*out` what turns version `now` into version `number`; made where it is NULL,
 * freed by the caller also after a failure.  Its texts lie in the arena of `c`.  Returns an
 * ms_exit; a failure was said. */
int ms_history_back(ms_cli *c, ms_str list, uint64_t now, uint64_t number, ms_overlay **out);

#endif
