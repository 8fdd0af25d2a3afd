#include <marsad/date.h>

#include <stdio.h>

#include "base/ascii.h"

/* The forms of ms_date_parse, tried in turn.  Y is four digits; m and d one or
 * two; O and A a month and a day of exactly two; M a month's name; a blank one or
 * more blanks; t nothing, or a time to be left out; all else itself. */
static const char *const forms[] = {"Y",     "Y-m",   "Y-m-dt", "d/m/Y", "d.m.Y",
                                    "d-m-Y", "Y/m/d", "YOA",    "d M Y", "M Y"};

/* What is left of the text while a form is tried. */
typedef struct reading {
    ms_str rest;
    unsigned year, month, day;
} reading;

static bool take_number(ms_str *s, size_t min, size_t max, unsigned *out)
{
    size_t n = 0;
    *out = 0;
    for (; n < max && n < s->n && ms_is_digit(s->p[n]); n++)
        *out = *out * 10 + (unsigned)(s->p[n] - '0');
    s->p += n;
    s->n -= n;
    return n >= min;
}

/* The letters at the front of `s` are `name` or its first three. */
static size_t name_length(ms_str s, const char *name)
{
    size_t n = 0;
    while (n < s.n && ms_lower(s.p[n]) >= 'a' && ms_lower(s.p[n]) <= 'z') n++;
    if (n != 3 && n != strlen(name)) return 0;
    for (size_t i = 0; i < n; i++)
        if (ms_lower(s.p[i]) != name[i]) return 0;
    return n;
}

static bool take_month(ms_str *s, unsigned *out)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (unsigned i = 0; i < 12; i++) {
        size_t n = name_length(*s, names[i]);
        if (n == 0) continue;
        s->p += n;
        s->n -= n;
        *out = i + 1;
        return true;
    }
    return false;
}

static bool take_blanks(ms_str *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] == ' ') n++;
    s->p += n;
    s->n -= n;
    return n > 0;
}

/* Nothing, or a time of day: T or a blank, a digit, and what times consist of. */
static bool take_time(ms_str *s)
{
    static const char part[] = "0123456789:.,+- Zz";
    if (s->n == 0) return true;
    if ((s->p[0] != 'T' && s->p[0] != ' ') || s->n < 3 || !ms_is_digit(s->p[1])) return false;
    for (size_t i = 1; i < s->n; i++)
        if (!memchr(part, s->p[i], sizeof part - 1)) return false;
    s->p += s->n;
    s->n = 0;
    return true;
}

static bool take(reading *r, char what)
{
    switch (what) {
    case 'Y': return take_number(&r->rest, 4, 4, &r->year);
    case 'm': return take_number(&r->rest, 1, 2, &r->month);
    case 'd': return take_number(&r->rest, 1, 2, &r->day);
    case 'O': return take_number(&r->rest, 2, 2, &r->month);
    case 'A': return take_number(&r->rest, 2, 2, &r->day);
    case 'M': return take_month(&r->rest, &r->month);
    case 't': return take_time(&r->rest);
    case ' ': return take_blanks(&r->rest);
    default:
        if (r->rest.n == 0 || r->rest.p[0] != what) return false;
        r->rest.p++;
        r->rest.n--;
        return true;
    }
}

static bool fits(ms_str s, const char *form, reading *r)
{
    *r = (reading){.rest = s};
    while (*form)
        if (!take(r, *form++)) return false;
    return r->rest.n == 0;
}

static unsigned days_in(unsigned year, unsigned month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

ms_rc ms_date_parse(ms_str s, ms_date *out)
{
    reading r;
    size_t i = 0, n = sizeof forms / sizeof *forms;
    s = ms_str_trim(s);
    *out = (ms_date){0};
    while (i < n && !fits(s, forms[i], &r)) i++;
    if (i == n) return MS_ESYNTAX;
    if (r.year == 0 || r.month > 12) return MS_EVALUE;
    if (r.day > (r.month ? days_in(r.year, r.month) : 31)) return MS_EVALUE;
    out->year = (uint16_t)r.year;
    out->month = (uint8_t)r.month;
    out->day = r.month ? (uint8_t)r.day : 0;
    return MS_OK;
}

size_t ms_date_print(ms_date d, char buf[MS_DATE_MAX])
{
    /* The masks tell the compiler that every form fits. */
    unsigned y = d.year % 10000u, m = d.month % 100u, day = d.day % 100u;
    int n = d.year == 0    ? snprintf(buf, MS_DATE_MAX, "%s", "")
            : d.month == 0 ? snprintf(buf, MS_DATE_MAX, "%04u", y)
            : d.day == 0   ? snprintf(buf, MS_DATE_MAX, "%04u-%02u", y, m)
                           : snprintf(buf, MS_DATE_MAX, "%04u-%02u-%02u", y, m, day);
    return (size_t)n;
}
