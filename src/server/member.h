/* Members of compact JSON that Marsad itself wrote: found without reading what is between. */
#ifndef MARSAD_SERVER_MEMBER_H
#define MARSAD_SERVER_MEMBER_H

#include <marsad/arena.h>

/* The end of the value that begins at `at` of compact JSON. */
size_t ms_member_end(ms_str json, size_t at);

/* Goes through the members of an object: `while (ms_member_next(json, &at, &name, &value))`
 * with `at` 0 at first.  Names are as they are written, without their quotes. */
bool ms_member_next(ms_str json, size_t *at, ms_str *name, ms_str *value);

/* The value of member `name`; empty where there is none. */
ms_str ms_member(ms_str json, ms_str name);

/* Goes through the items of a list in the same way. */
bool ms_member_item(ms_str json, size_t *at, ms_str *value);

/* Whether a list of strings has `value`; strings with escapes have none. */
bool ms_member_has(ms_str json, ms_str value);

/* A string without its quotes, escapes as they are written; empty for what is none. */
ms_str ms_member_text(ms_str json);

/* Its characters: a slice of `json` where it has no escapes, else in `a`. */
ms_str ms_member_string(ms_str json, ms_arena *a);

#endif
