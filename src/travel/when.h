/* Dates and times as messages write them. */
#ifndef MARSAD_TRAVEL_WHEN_H
#define MARSAD_TRAVEL_WHEN_H

#include <marsad/travel.h>

/* What a date is of: it settles the century of two digits.  Nobody was born after the message
 * or more than 115 years before; documents expire within 50 years of it, before or behind; they
 * were issued and bookings made before it; a journey is within half a year of it. */
typedef enum ms_when_use {
    MS_WHEN_BIRTH,
    MS_WHEN_EXPIRY,
    MS_WHEN_ISSUE,
    MS_WHEN_TRAVEL
} ms_when_use;

/* How a date is written: `pattern` of letters C, Y, M, D, H, N (minute), S and B (three
 * letters of an English month), each standing for a character: "YYMMDDHHNN", "DDBBBYY"; and for
 * all the rest Z, the offset from UTC, "Z" or a sign and HHMM, or T, the name of a zone, of
 * which UTC is known and others leave the offset unknown. */
typedef struct ms_when_form {
    const char *code; /* of element 2379 where it has one: "201"; else NULL */
    const char *pattern;
} ms_when_form;

/* The form of a code of element 2379; NULL: not known. */
const ms_when_form *ms_when_form_of(ms_str code);

/* Reads `text` as `pattern` says into `*out`; blanks in it are left out.  A text that is
 * shorter at the end of a part of the pattern gives what it has; unknown parts (00, blanks, XX)
 * stay unknown, and with an unknown year all of the day; zeros alone are no day.  A pattern
 * without a year gives the day nearest to `sent` when it is of travel.  `sent` is the day of
 * the message; all zero, not known: as of 2029.  False, with the text alone in `out->day.sent`:
 * it is no such date. */
bool ms_when_read(ms_str text, const char *pattern, ms_when_use use, ms_date sent,
                  ms_travel_time *out);

#endif
