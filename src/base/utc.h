/* Times, as records and reports write them. */
#ifndef MARSAD_BASE_UTC_H
#define MARSAD_BASE_UTC_H

#include <stdint.h>

enum { MS_UTC_BYTES = sizeof "2026-01-31T23:59:59Z" };

/* Writes the time now, in seconds of UTC (RFC 3339 section 5.6, terminated); the empty text
 * where the system's clock is out of all range. */
void ms_utc_now(char out[MS_UTC_BYTES]);

/* The same of the time `seconds` after 1970. */
void ms_utc_at(int64_t seconds, char out[MS_UTC_BYTES]);

#endif
