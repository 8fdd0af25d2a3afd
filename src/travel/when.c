#include "travel/when.h"

#include "base/ascii.h"

enum { UNKNOWN = -1, NONE = -2 };

/* Characters of a date, at most. */
enum { LONGEST = 24 };

enum { OLDEST = 115, EXPIRY_SPAN = 50, EXPIRY_SURE = 30 };

/* A message that does not say when it was sent counts as of this day. */
static const ms_date UNDATED = {2029, 12, 31};

/* UN/EDIFACT code list 2379, D.21B: those of calendar days. */
static const ms_when_form forms[] = {
    {"101", "YYMMDD"},        {"102", "CCYYMMDD"},       {"201", "YYMMDDHHNN"},
    {"203", "CCYYMMDDHHNN"},  {"204", "CCYYMMDDHHNNSS"}, {"205", "CCYYMMDDHHNNZ"},
    {"202", "YYMMDDHHNNSS"},  {"2", "DDMMYY"},           {"3", "MMDDYY"},
    {"4", "DDMMCCYY"},        {"5", "DDMMCCYYHHNN"},     {"602", "CCYY"},
    {"609", "YYMM"},          {"610", "CCYYMM"},         {"301", "YYMMDDHHNNT"},
    {"302", "YYMMDDHHNNSST"}, {"303", "CCYYMMDDHHNNT"},  {"304", "CCYYMMDDHHNNSST"},
};

const ms_when_form *ms_when_form_of(ms_str code)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (ms_str_eq(code, ms_str_z(forms[i].code))) return &forms[i];
    return NULL;
}

/* The parts of a date while it is read. */
typedef struct parts {
    int year, month, day, hour, minute, second, offset;
    bool century; /* the year has four digits */
    bool dated;   /* the pattern has a year */
} parts;

static bool is_unknown(char c)
{
    return c == ' ' || c == 'X' || c == 'x';
}

/* The number of `n` digits; UNKNOWN when one of them is not known; NONE for other text. */
static int number(const char *p, size_t n)
{
    int v = 0;
    bool unknown = false;
    for (size_t i = 0; i < n; i++) {
        if (is_unknown(p[i])) unknown = true;
        else if (!ms_is_digit(p[i])) return NONE;
        else v = 10 * v + p[i] - '0';
    }
    return unknown ? UNKNOWN : v;
}

static int month_of(const char *p)
{
    static const char names[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    if (is_unknown(*p)) return UNKNOWN;
    for (int m = 0; m < 12; m++) {
        const char *name = names + 3 * m;
        if ((p[0] & ~32) == name[0] && (p[1] & ~32) == name[1] && (p[2] & ~32) == name[2])
            return m + 1;
    }
    return NONE;
}

/* `Z`, or a sign and HHMM; the sign may be lacking: a plus (code 205, "ZHHMM"). */
static int offset_of(const char *p, size_t n)
{
    if (n && (*p == 'Z' || *p == 'z')) p++, n--;
    if (!n) return 0;
    bool minus = *p == '-';
    if (minus || *p == '+') p++, n--;
    if (n != 4) return MS_OFFSET_UNKNOWN;
    int hours = number(p, 2), minutes = number(p + 2, 2);
    if (hours < 0 || minutes < 0 || minutes > 59) return MS_OFFSET_UNKNOWN;
    int offset = hours * 60 + minutes;
    if (offset > (minus ? 720 : 840)) return MS_OFFSET_UNKNOWN;
    return minus ? -offset : offset;
}

/* The name of a zone (codes 301 to 304, "ZZZ"): of UTC, or another one, which only its senders
 * know: CST is of three continents. */
static bool zone_name(const char *p, size_t n, int *offset)
{
    enum { LETTERS = 3 };
    ms_str name = {p, n};
    for (size_t i = 0; i < n; i++)
        if ((p[i] | 32) < 'a' || (p[i] | 32) > 'z') return false;
    if (ms_str_eq(name, MS_STR("UTC")) || ms_str_eq(name, MS_STR("GMT")) ||
        ms_str_eq(name, MS_STR("Z")))
        *offset = 0;
    return n <= LETTERS;
}

/* Takes one part of the pattern from `p`; false: it is none. */
static bool take(parts *x, char letter, const char *p, size_t n)
{
    int *to = letter == 'C'   ? &x->year
              : letter == 'Y' ? &x->year
              : letter == 'D' ? &x->day
              : letter == 'H' ? &x->hour
              : letter == 'N' ? &x->minute
              : letter == 'S' ? &x->second
                              : &x->month;
    *to = letter == 'B' ? month_of(p) : number(p, n);
    if (letter == 'C') x->century = true;
    return *to != NONE;
}

/* Reads as far as the text goes, which must be to the end of a part. */
static bool read_parts(const char *p, size_t n, const char *pattern, parts *x)
{
    *x = (parts){UNKNOWN, UNKNOWN,           UNKNOWN, UNKNOWN, UNKNOWN,
                 UNKNOWN, MS_OFFSET_UNKNOWN, false,   false};
    size_t at = 0;
    for (const char *f = pattern; *f && *f != 'Z'; f++) x->dated |= *f == 'Y';
    while (*pattern && at < n) {
        if (*pattern == 'Z') {
            x->offset = offset_of(p + at, n - at);
            return x->offset != MS_OFFSET_UNKNOWN;
        }
        if (*pattern == 'T') return zone_name(p + at, n - at, &x->offset);
        const char *end = pattern + 1;
        while (*end == *pattern || (*pattern == 'C' && *end == 'Y')) end++;
        size_t width = (size_t)(end - pattern);
        if (width > n - at || !take(x, *pattern, p + at, width)) return false;
        at += width;
        pattern = end;
    }
    return at == n;
}

static int days_in(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool exists(int year, int month, int day)
{
    return year > 0 && (month <= 0 || day <= 0 || day <= days_in(year, month));
}

/* Whether a day of `year` is behind `sent`. */
static bool later(int year, const parts *x, ms_date sent)
{
    if (year != sent.year) return year > sent.year;
    if (x->month <= 0 || !sent.month || x->month != sent.month)
        return x->month > 0 && sent.month && x->month > sent.month;
    return x->day > 0 && sent.day && x->day > sent.day;
}

/* The year in which a day without one is nearest to `sent`. */
static int nearest_year(const parts *x, ms_date sent)
{
    if (x->month <= 0 || !sent.month) return 0;
    int away = x->month - sent.month;
    int year = away > 6 ? sent.year - 1 : away < -6 ? sent.year + 1 : sent.year;
    if (away == 6 && x->day > sent.day && sent.day) year--;
    if (away == -6 && x->day > 0 && x->day < sent.day) year++;
    return year;
}

/* The year that two digits mean, and the other one that they may mean.  A day that only one
 * century has is of that. */
static int settle_year(const parts *x, ms_when_use use, ms_date sent, uint16_t *other)
{
    int now = sent.year, year = now - now % 100 + x->year, second = 0;
    if (use == MS_WHEN_BIRTH) {
        if (later(year, x, sent) || !exists(year, x->month, x->day)) year -= 100;
        if (now - (year - 100) <= OLDEST) second = year - 100;
    } else if (use == MS_WHEN_ISSUE) {
        if (year > now) year -= 100;
    } else {
        if (year > now + EXPIRY_SPAN) year -= 100;
        if (year <= now - EXPIRY_SPAN) year += 100;
        int away = year < now ? now - year : year - now;
        if (use == MS_WHEN_EXPIRY && away > EXPIRY_SURE)
            second = year < now ? year + 100 : year - 100;
    }
    if (second && exists(second, x->month, x->day)) *other = (uint16_t)second;
    return year;
}

static bool all_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != '0') return false;
    return true;
}

static bool settle(parts *x, ms_when_use use, ms_date sent, ms_travel_time *out)
{
    if (!sent.year) sent = UNDATED;
    if (x->month == 0) x->month = UNKNOWN;
    if (x->day == 0) x->day = UNKNOWN;
    if (x->month > 12 || x->day > 31 || x->hour > 23 || x->minute > 59 || x->second > 60)
        return false;
    int year = x->year;
    if (x->century && year == 0) year = UNKNOWN;
    if (!x->dated && use == MS_WHEN_TRAVEL) year = nearest_year(x, sent);
    else if (year >= 0 && !x->century) year = settle_year(x, use, sent, &out->day.other);
    if (x->hour >= 0 && x->minute >= 0) out->minute = (int16_t)(x->hour * 60 + x->minute);
    out->offset = (int16_t)x->offset;
    if (year <= 0) return x->month <= 0 || x->day <= 0 || x->day <= days_in(4, x->month);
    if (!exists(year, x->month, x->day)) return false;
    out->day.date.year = (uint16_t)year;
    if (x->month > 0) out->day.date.month = (uint8_t)x->month;
    if (x->month > 0 && x->day > 0) out->day.date.day = (uint8_t)x->day;
    return true;
}

/* The text where it may have been a date: digits, and X for unknown ones, with no word longer
 * than a month's name beside them; else nothing, for it may be anything. */
static ms_str dated(ms_str text)
{
    enum { MONTH = 3 };
    size_t digits = 0, word = 0;
    text = ms_str_trim(text);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool digit = ms_is_digit(c) || c == 'X';
        bool letter = (ms_is_letter(c) && !digit) || (unsigned char)c >= 0x80;
        digits += digit;
        word = letter ? word + 1 : 0;
        if (word > MONTH) return (ms_str){0};
    }
    return digits && text.n <= LONGEST ? text : (ms_str){0};
}

bool ms_when_read(ms_str text, const char *pattern, ms_when_use use, ms_date sent,
                  ms_travel_time *out)
{
    const ms_travel_time none = {
        .day.sent = dated(text), .minute = MS_MINUTE_UNKNOWN, .offset = MS_OFFSET_UNKNOWN};
    char squeezed[LONGEST];
    parts x;
    size_t n = 0;
    *out = none;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ' ' || text.p[i] == '\t') continue;
        if (n == LONGEST) return false;
        squeezed[n++] = text.p[i];
    }
    if (!n) return false;
    out->day.sent = ms_str_trim(text); /* if it is a date, however many blanks cut it */
    if (all_zero(squeezed, n)) return true;
    /* Blanks that stand for whole parts are unknown parts; others are nothing. */
    bool whole = text.n == strlen(pattern) && read_parts(text.p, text.n, pattern, &x);
    if (whole || read_parts(squeezed, n, pattern, &x))
        if (settle(&x, use, sent, out)) return true;
    *out = none;
    return false;
}
