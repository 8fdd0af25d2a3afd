/* Calendar dates with their precision. */
#ifndef MARSAD_DATE_H
#define MARSAD_DATE_H

#include <stdint.h>

#include <marsad/rc.h>

/* A date of the proleptic Gregorian calendar: year 1..9999; month 0 when only
 * the year is known, day 0 when only year and month are.  All zero: no date. */
typedef struct ms_date {
    uint16_t year;
    uint8_t month;
    uint8_t day;
} ms_date;

/* Room for ms_date_print's longest text and its NUL. */
enum { MS_DATE_MAX = 11 };

/* Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD` (ISO 8601; a time behind a `T` or a
 * blank is left out), `DD/MM/YYYY`, `DD.MM.YYYY`, `DD-MM-YYYY`, `YYYY/MM/DD`,
 * `YYYYMMDD`, `D Month YYYY`, `Month YYYY` with English month names or their
 * first three letters.  Month or day given as 00 are unknown.  Impossible dates
 * (30 February, month 13, year 0) give MS_EVALUE, other texts MS_ESYNTAX. */
MS_API ms_rc ms_date_parse(ms_str s, ms_date *out);

/* Writes the ISO 8601 form at its precision to `buf`; returns its length. */
MS_API size_t ms_date_print(ms_date d, char buf[MS_DATE_MAX]);

#endif
