/* FollowTheMoney entities as JSON, one inside another or side by side. */
#ifndef MARSAD_LISTS_FTM_H
#define MARSAD_LISTS_FTM_H

#include "lists/reader.h"

/* An entity that was read and not yet given.  `rc` and `why` say whether it can be. */
typedef struct ms_ftm_parsed {
    ms_entity e;
    ms_rc rc;
    ms_diag why;
    bool read;   /* `e` is an entity, though perhaps one without a name */
    bool nested; /* others stand inside it; it is not completed */
    ms_str seen; /* the member last_seen, which is not kept; empty without one */
    struct ms_ftm_refused *refused, *last; /* values, in their order */
} ms_ftm_parsed;

/* Reads `json`, an entity that begins at `at`, into `a`; by any thread.  `o` NULL: the
 * caller's `prepare` is not asked.  MS_ENOMEM, or what `prepare` gives. */
ms_rc ms_ftm_parse(const ms_list_opts *o, ms_str json, ms_place at, ms_arena *a,
                   ms_ftm_parsed *out);

/* Gives what was read to the caller, and each entity that stands in the place of its id
 * inside it as an entity of its own.  An entity that is met again inside others is passed
 * over: the first one counts.  What cannot be read is set aside.  MS_ENOMEM, or what ends
 * the load. */
ms_rc ms_ftm_give(ms_reader *r, ms_ftm_parsed *p, ms_place at, ms_diag *d);

#endif
