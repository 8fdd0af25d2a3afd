/* Rules of TZ strings, as the footers of zone files have them: "EST5EDT,M3.2.0,M11.1.0". */
#include "travel/zone.h"

enum {
    HOUR = 3600,
    RULE_HOURS = 167,
    OFFSET_HOURS = 24,
    AROUND = 2,
    EDGES = 2 * (2 * AROUND + 1)
};

/* ---- days ---------------------------------------------------------------- */

/* Counted from 1 March, so that 29 February is the last day of its year; 719468 days are from
 * 0000-03-01 to 1970-01-01. */
int64_t ms_zone_day(int64_t year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int64_t ms_zone_year(int64_t day)
{
    /* 146,097 days are 400 years: the guess is off by one at most. */
    int64_t year = 1970 + day * 400 / 146097;
    while (ms_zone_day(year, 1, 1) > day) year--;
    while (ms_zone_day(year + 1, 1, 1) <= day) year++;
    return year;
}

static int64_t day_of(const ms_zone_date *d, int64_t year)
{
    int64_t first = ms_zone_day(year, 1, 1);
    if (d->julian) {
        bool leap = ms_zone_day(year + 1, 1, 1) - first == 366;
        return first + d->day - 1 + (leap && d->day >= 60);
    }
    if (!d->month) return first + d->day;
    first = ms_zone_day(year, d->month, 1);
    int64_t next =
        d->month == 12 ? ms_zone_day(year + 1, 1, 1) : ms_zone_day(year, d->month + 1, 1);
    int64_t weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    int64_t day = first + (d->day - weekday + 7) % 7 + 7 * (d->week - 1);
    return day < next ? day : day - 7; /* week 5 is the last one */
}

/* ---- reading ------------------------------------------------------------- */

static bool take(ms_str *s, char c)
{
    if (!s->n || *s->p != c) return false;
    s->p++, s->n--;
    return true;
}

/* Up to three digits, at most `most`. */
static bool take_number(ms_str *s, int most, int *out)
{
    int n = 0;
    *out = 0;
    for (; n < 3 && s->n && *s->p >= '0' && *s->p <= '9'; n++, s->p++, s->n--)
        *out = *out * 10 + *s->p - '0';
    return n && *out <= most;
}

/* "EST", "<+0330>": the name itself is not kept. */
static bool take_name(ms_str *s)
{
    bool quoted = take(s, '<');
    size_t n = 0;
    for (; s->n; n++, s->p++, s->n--) {
        char c = *s->p;
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !(quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'))) break;
    }
    return n >= 3 && (!quoted || take(s, '>'));
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_time(ms_str *s, int hours, int32_t *out)
{
    bool minus = take(s, '-');
    int part[3] = {0};
    if (!minus) take(s, '+');
    if (!take_number(s, hours, &part[0])) return false;
    for (int i = 1; i < 3 && take(s, ':'); i++)
        if (!take_number(s, 59, &part[i])) return false;
    *out = part[0] * HOUR + part[1] * 60 + part[2];
    if (minus) *out = -*out;
    return true;
}

static bool take_date(ms_str *s, ms_zone_date *d)
{
    int month, week, day;
    *d = (ms_zone_date){.at = 2 * HOUR};
    if (!take(s, ',')) return false;
    if (take(s, 'M')) {
        if (!take_number(s, 12, &month) || !take(s, '.') || !take_number(s, 5, &week) ||
            !take(s, '.') || !take_number(s, 6, &day) || !month || !week)
            return false;
        d->month = (uint8_t)month;
        d->week = (uint8_t)week;
    } else {
        d->julian = take(s, 'J');
        if (!take_number(s, 365, &day) || (d->julian && !day)) return false;
    }
    d->day = (uint16_t)day;
    return !take(s, '/') || take_time(s, RULE_HOURS, &d->at);
}

/* Offsets of TZ are what is to be added to local time. */
bool ms_zone_rule_read(ms_str text, ms_zone_rule *out)
{
    ms_str s = text;
    int32_t west;
    *out = (ms_zone_rule){0};
    if (!take_name(&s) || !take_time(&s, OFFSET_HOURS, &west)) return false;
    out->winter = -west;
    if (!s.n) return true;
    out->has_summer = true;
    out->summer = out->winter + HOUR;
    if (!take_name(&s)) return false;
    if (s.n && *s.p != ',') {
        if (!take_time(&s, OFFSET_HOURS, &west)) return false;
        out->summer = -west;
    }
    return take_date(&s, &out->begins) && take_date(&s, &out->ends) && !s.n;
}

/* ---- spans --------------------------------------------------------------- */

/* A change of the clock. */
typedef struct edge {
    int64_t at;
    bool summer; /* from then on */
} edge;

/* Summer that ends when it begins again lasts all year: the beginning comes behind the end. */
static bool before(edge a, edge b)
{
    return a.at != b.at ? a.at < b.at : a.summer < b.summer;
}

static void insert(edge *e, unsigned n, edge x)
{
    for (; n && before(x, e[n - 1]); n--) e[n] = e[n - 1];
    e[n] = x;
}

/* A week before or behind its day a change may be in another year, so two years on either side
 * are looked at. */
ms_zone_span ms_zone_rule_span(const ms_zone_rule *r, int64_t utc)
{
    ms_zone_span span = {INT64_MIN, INT64_MAX, r->winter};
    edge e[EDGES];
    if (!r->has_summer) return span;
    int64_t day = utc / MS_DAY_SECONDS, year = ms_zone_year(day);
    for (unsigned i = 0; i < EDGES; i++) {
        bool summer = i % 2 == 0;
        const ms_zone_date *d = summer ? &r->begins : &r->ends;
        int32_t offset = summer ? r->winter : r->summer; /* on the clock until then */
        int64_t at = day_of(d, year - AROUND + i / 2) * MS_DAY_SECONDS + d->at - offset;
        insert(e, i, (edge){at, summer});
    }
    for (unsigned i = 0; i < EDGES; i++) {
        if (e[i].at > utc) {
            span.to = e[i].at;
            break;
        }
        span.from = e[i].at;
        span.offset = e[i].summer ? r->summer : r->winter;
    }
    return span;
}
