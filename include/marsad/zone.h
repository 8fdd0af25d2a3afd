/* Time zones: what a local time at a place is in UTC.
 *
 * Zones come from the system's tz database (files of RFC 9636, TZif; the package tzdata), so
 * that they change with it; which zone an airport has is data/airports.tsv.  A place that is
 * not known has no UTC: nothing is guessed.
 */
#ifndef MARSAD_ZONE_H
#define MARSAD_ZONE_H

#include <stdint.h>

#include <marsad/rc.h>

/* ---- one zone ------------------------------------------------------------ */

/* Ceilings, and the offsets that a file may hold. */
enum {
    MS_ZONE_BYTES_MAX = 1 << 18,   /* of a file */
    MS_ZONE_CHANGES_MAX = 1 << 12, /* of the clock that a file lists */
    MS_ZONE_OFFSET_LEAST = -89999, /* from UTC, seconds: RFC 9636 §3.2 */
    MS_ZONE_OFFSET_MOST = 93599
};

/* The local times that a zone can be asked for, seconds: from the beginning of year 1 to the
 * end of year 9999. */
#define MS_ZONE_LOCAL_LEAST INT64_C(-62135596800)
#define MS_ZONE_LOCAL_MOST INT64_C(253402300799)

/* Whether a local time is a time of its own. */
typedef enum ms_zone_doubt {
    MS_ZONE_SURE,
    MS_ZONE_TWICE,  /* the clock is set back: it comes twice, the earlier one is given */
    MS_ZONE_SKIPPED /* the clock is set forward over it: read as if it had not been, so that it
                       is a later time of the clock as it is (RFC 5545 §3.3.5) */
} ms_zone_doubt;

/* What a local time is. */
typedef struct ms_zone_time {
    int64_t utc;    /* seconds since 1970-01-01 00:00 UTC, without leap seconds */
    int32_t offset; /* seconds that local time is before UTC */
    ms_zone_doubt doubt;
} ms_zone_time;

/* A zone; does not change, and any threads may ask it. */
typedef struct ms_zone ms_zone;

/* Reads a file of RFC 9636, version 1 to 4, fat or slim.  Later than its last change of the
 * clock its footer counts, or where it has none what holds then.  `file` may go.  Freed by
 * ms_zone_free.  MS_EFORMAT: no such file, or one that counts leap seconds; MS_ETRUNCATED;
 * MS_EDAMAGED, with the byte in `d`; MS_ELIMIT; MS_ENOMEM. */
MS_API ms_rc ms_zone_read(ms_str file, ms_zone **out, ms_diag *d);

/* NULL is legal. */
MS_API void ms_zone_free(ms_zone *z);

/* What `local` is, seconds since 1970-01-01 00:00 on the clock there.  MS_EVALUE out of range.
 */
MS_API ms_rc ms_zone_utc(const ms_zone *z, int64_t local, ms_zone_time *out);

/* ---- the zones of places ------------------------------------------------- */

/* A tz database.  Files are read when they are first needed, and kept.  Any threads may ask it
 * at a time. */
typedef struct ms_zones ms_zones;

/* Opens the database in folder `dir`; NULL: in that of the environment's TZDIR, or in
 * /usr/share/zoneinfo.  Freed by ms_zones_free.  MS_ENOTFOUND, MS_EIO: no such folder;
 * MS_ENOMEM. */
MS_API ms_rc ms_zones_open(const char *dir, ms_zones **out, ms_diag *d);

/* NULL is legal. */
MS_API void ms_zones_free(ms_zones *z);

/* What `local` is, as in ms_zone_utc, at a place: an airport or a city with airports by its
 * IATA code; by UN/LOCODE (five characters) or the code of a country (ISO 3166-1 alpha-2) where
 * all zones that zone.tab gives the country agree on that time.  MS_ENOTFOUND: the place is not
 * known, or they do not agree; what ms_zone_read gives for a file; MS_EVALUE, MS_ENOMEM. */
MS_API ms_rc ms_zones_utc(ms_zones *z, ms_str place, int64_t local, ms_zone_time *out);

/* Why the `i`-th file, from 0, of those that were needed could not be read, with its path.
 * False beyond the last. */
MS_API bool ms_zones_fault(ms_zones *z, unsigned i, ms_diag *d);

#endif
