/* Reading JSON (RFC 8259) in place: a cursor with a sticky error.
 *
 * Entities come by the million, and what the model does not know must survive as
 * it was written, numbers to the last digit; so values are validated and handed
 * out as slices of the text, without a tree and without heap memory
 * (docs/decisions/json-is-read-in-place.md). */
#ifndef MARSAD_BASE_JSON_IN_H
#define MARSAD_BASE_JSON_IN_H

#include <marsad/arena.h>
#include <marsad/rc.h>

/* `text` must be valid UTF-8.  After the first error `rc` is set, `at` is where it
 * was found, `want` what was expected there; every later call does nothing and
 * returns empty or false. */
typedef struct ms_json {
    ms_str text;
    size_t at;
    ms_rc rc;
    const char *want;
} ms_json;

/* The next byte behind white space; 0 at the end of the text. */
char ms_json_peek(ms_json *j);

/* Takes `c` behind white space when it is next. */
bool ms_json_take(ms_json *j, char c);

/* As ms_json_take; an error, named by `want`, when it is not next. */
void ms_json_need(ms_json *j, char c, const char *want);

/* An error when anything but white space is left. */
void ms_json_end(ms_json *j);

/* Takes any value and returns its text.  MS_ELIMIT when it nests deeper than
 * `max` (at most 64), MS_ESYNTAX. */
ms_str ms_json_value(ms_json *j, unsigned max);

/* Takes a string and returns its characters: a slice of the text when it has no
 * escapes, else in `a`.  U+0000 and lone surrogates are MS_ESYNTAX. */
ms_str ms_json_string(ms_json *j, ms_arena *a);

/* Goes through an object: `while (ms_json_member(&j, &n, a, &name)) …` with `n` 0 at
 * first, taking the member's value each time.  False behind the last member, and
 * after an error. */
bool ms_json_member(ms_json *j, unsigned *n, ms_arena *a, ms_str *name);

/* Goes through a list in the same way. */
bool ms_json_item(ms_json *j, unsigned *n);

/* `json` without white space outside strings, in `a`; `p` NULL without memory. */
ms_str ms_json_compact(ms_str json, ms_arena *a);

#endif
