/* What the files of time zones have in common: days, and the rule behind the last change. */
#ifndef MARSAD_TRAVEL_ZONE_H
#define MARSAD_TRAVEL_ZONE_H

#include <marsad/zone.h>

enum { MS_DAY_SECONDS = 86400 };

/* Days from 1970-01-01 to that day of the Gregorian calendar; `month` 1..12. */
int64_t ms_zone_day(int64_t year, int month, int day);

/* The year of a day. */
int64_t ms_zone_year(int64_t day);

/* A day of each year (POSIX.1 §8.3, TZ): the weekday `day` (0 Sunday) of week 1..5 of `month`;
 * where `month` is 0 day 0..365 of the year, or with `julian` 1..365 without 29 February. */
typedef struct ms_zone_date {
    uint8_t month, week;
    uint16_t day;
    bool julian;
    int32_t at; /* seconds behind its midnight, -604799..604799 (RFC 9636 §3.3.2) */
} ms_zone_date;

/* The rule of a footer: offsets from UTC, and between which days that of summer holds. */
typedef struct ms_zone_rule {
    int32_t winter, summer;
    bool has_summer;
    ms_zone_date begins, ends; /* of summer, on the clock until then */
} ms_zone_rule;

/* Reads a rule; false: `text` is none. */
bool ms_zone_rule_read(ms_str text, ms_zone_rule *out);

/* A time in which a clock is not changed: from..to, `to` not included. */
typedef struct ms_zone_span {
    int64_t from, to;
    int32_t offset;
} ms_zone_span;

/* The span of the rule that has `utc`, a time of years -1 to 10001. */
ms_zone_span ms_zone_rule_span(const ms_zone_rule *r, int64_t utc);

#endif
