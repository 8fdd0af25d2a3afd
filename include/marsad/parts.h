/* Lists that come in several messages: whether every part came.
 *
 * A carrier divides a long list into messages that number themselves: 01:C, 02:C ... 05:F
 * (UNH elements 0070 and 0073, UIH 0320 and 0323).  Each part is read by itself, in any
 * order and from any file; when all input was read, what is missing shows here.  Parts belong
 * together when sender, type and content, common access reference (0068) and flight agree; a
 * part without a flight goes with any.  The same list may be sent several times.
 */
#ifndef MARSAD_PARTS_H
#define MARSAD_PARTS_H

#include <marsad/travel.h>

/* Bytes of texts that are shown, with their NUL; parts of a list that are watched.  0070 is of
 * two digits; some carriers send three. */
enum { MS_PART_TEXT = 36, MS_PART_FLIGHT = 48, MS_PARTS_MOST = 999, MS_PARTS_RANGES = 64 };

/* A part, and the list that it is of.  Texts are printable ASCII, `?` in the place of other
 * characters, and cut where they are longer; `list` is made of all of them. */
typedef struct ms_travel_part {
    uint64_t list; /* sender, type, content, access */
    char sender[MS_PART_TEXT];
    char access[MS_PART_TEXT];
    char flight[MS_PART_FLIGHT]; /* "QZ417 2026-03-14 BRE", of it what is known */
    const char *content;         /* "passengers", "bookings"; static */
    uint32_t number;             /* from 1; 0: the message is no part */
    bool last;                   /* 0073 is F */
    bool more;                   /* 0073 is C: further parts follow */
} ms_travel_part;

/* What `m`, which was read from `message`, says of its list. */
MS_API ms_travel_part ms_travel_part_of(const ms_edi_item *message, const ms_manifest *m);

/* All parts of a run; for one thread at a time. */
typedef struct ms_parts ms_parts;

/* For at most `lists` lists at once, 0: 65,536, and sixteen times as many parts, in at most
 * 64 MB.  Above that, lists that are complete are forgotten first.  Freed by ms_parts_free.
 * NULL when out of memory. */
MS_API ms_parts *ms_parts_new(uint32_t lists);

/* NULL is legal. */
MS_API void ms_parts_free(ms_parts *p);

/* Notes a part; what is none is passed over.  `file` is where it came from and must outlive
 * `p`.  MS_ENOMEM. */
MS_API ms_rc ms_parts_add(ms_parts *p, const ms_travel_part *part, const char *file);

/* A list whose parts are not all there once. */
typedef struct ms_parts_gap {
    ms_travel_part part; /* the first one that came */
    const char *file;    /* whose */
    uint32_t missing;    /* parts below the highest that came, which did not */
    bool last_missing;
    bool uneven; /* parts came another number of times than what says to be the last */
    char missing_which[MS_PARTS_RANGES]; /* "2-4, 6"; ends with ", ..." where there are more */
    char uneven_which[MS_PARTS_RANGES];
} ms_parts_gap;

/* The next such list, in the order in which their first parts came, from `*at` on, which is 0
 * at first.  False when there is none. */
MS_API bool ms_parts_next(const ms_parts *p, uint32_t *at, ms_parts_gap *out);

/* Parts that could not be watched: with a number above MS_PARTS_MOST, or of more lists than
 * there is room for. */
MS_API uint64_t ms_parts_unwatched(const ms_parts *p);

#endif
