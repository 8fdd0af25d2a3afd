/* FollowTheMoney entities as JSON, one inside another or side by side. */
#ifndef MARSAD_LISTS_FTM_H
#define MARSAD_LISTS_FTM_H

#include "lists/reader.h"

/* Reads `json`, an entity that begins at `at`, and gives it to the caller, and each
 * entity that stands in the place of its id inside it as an entity of its own.  An
 * entity that is met again inside others is passed over: the first one counts.  What
 * cannot be read is set aside.  MS_ENOMEM, or what ends the load. */
ms_rc ms_ftm_take(ms_reader *r, ms_str json, ms_place at, ms_diag *d);

/* Does with one line, which begins at `at`, what the format asks for. */
typedef ms_rc (*ms_ftm_fn)(ms_reader *r, ms_str line, ms_place at, ms_diag *d);

/* Gives the lines of r->src to `take` until one ends the load. */
ms_rc ms_ftm_lines(ms_reader *r, ms_ftm_fn take, ms_diag *d);

#endif
