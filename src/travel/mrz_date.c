/* Dates of six characters (9303-3 §4.8), and their century. */
#include "travel/mrz.h"

enum { OLDEST = 115, EXPIRY_SPAN = 50, EXPIRY_SURE = 30 };

/* What the two characters of a part say: a number, UNKNOWN for fillers, or NONE. */
enum { UNKNOWN = -1, NONE = -2 };

static int part_of(const char *two)
{
    if (two[0] == '<' && two[1] == '<') return UNKNOWN;
    for (int i = 0; i < 2; i++)
        if (!ms_is_digit(two[i])) return NONE;
    return (two[0] - '0') * 10 + two[1] - '0';
}

/* Days of the month; 29 in a February of a year that may be a leap year. */
static int days_in(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year < 100 || year % 100 != 0 || year % 400 == 0);
    if (month == UNKNOWN) return 31;
    return month == 2 && (leap || year == UNKNOWN) ? 29 : days[month - 1];
}

bool mrz_date_is(const char *six, bool partial)
{
    int year = part_of(six), month = part_of(six + 2), day = part_of(six + 4);
    if (year == NONE || month == NONE || day == NONE) return false;
    if (!partial && (year == UNKNOWN || month == UNKNOWN || day == UNKNOWN)) return false;
    if (month == 0 || month > 12 || day == 0) return false;
    return day <= days_in(year, month);
}

static bool later(ms_date d, ms_date today)
{
    if (d.year != today.year) return d.year > today.year;
    if (!d.month || d.month != today.month) return d.month > today.month;
    return d.day > today.day;
}

static bool exists(ms_date d, int year)
{
    return !d.day || d.day <= days_in(year, d.month);
}

/* The year of the date, and the other that it may be. */
static void settle_year(ms_mrz_field field, ms_date today, int two, ms_mrz_date *out)
{
    int now = today.year, year = now - now % 100 + two, other;
    ms_date *d = &out->date;
    if (field == MS_MRZ_BIRTH) {
        d->year = (uint16_t)year;
        if (later(*d, today) || !exists(*d, year)) year -= 100;
        other = now - (year - 100) <= OLDEST && exists(*d, year - 100) ? year - 100 : 0;
    } else {
        while (year > now + EXPIRY_SPAN) year -= 100;
        while (year <= now - EXPIRY_SPAN) year += 100;
        int away = year < now ? now - year : year - now;
        other = away <= EXPIRY_SURE ? 0 : year < now ? year + 100 : year - 100;
        if (other && !exists(*d, other)) other = 0;
    }
    d->year = (uint16_t)year;
    out->other = (uint16_t)other;
}

static void tell_century(mrz_reading *r, ms_mrz_field field, uint8_t at, uint16_t year)
{
    char text[4];
    for (int i = 4; i-- > 0; year /= 10) text[i] = (char)('0' + year % 10);
    ms_str found = {r->raw + at, 2}, taken = {text, sizeof text};
    mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_CENTURY,
                               .field = field,
                               .line = (uint8_t)(at / MS_MRZ_WIDTH + 1),
                               .column = (uint8_t)(at % MS_MRZ_WIDTH + 1),
                               .found = mrz_keep(r, found),
                               .taken = mrz_keep(r, taken)});
}

void mrz_date_read(mrz_reading *r, ms_mrz_field field, ms_date today, ms_mrz_date *out)
{
    const mrz_row *row = mrz_row_of(r->out->format, field);
    if (!row || !r->present[row->line]) return;
    uint8_t at = mrz_place(row->line, row->at);
    const char *six = r->cell + at;
    int year = part_of(six), month = part_of(six + 2), day = part_of(six + 4);
    if (!mrz_date_is(six, true)) {
        mrz_odd_at(r, MS_MRZ_ODD_NO_DATE, field, at, 6);
        return;
    }
    memcpy(out->text, six, 6);
    if (month != UNKNOWN) out->date.month = (uint8_t)month;
    if (month != UNKNOWN && day != UNKNOWN) out->date.day = (uint8_t)day;
    if (year != UNKNOWN) settle_year(field, today, year, out);
    else out->date = (ms_date){0, 0, 0};
    bool none = year == UNKNOWN && month == UNKNOWN && day == UNKNOWN;
    if (none && field == MS_MRZ_EXPIRY) mrz_odd_at(r, MS_MRZ_ODD_NO_EXPIRY, field, at, 6);
    else if (!mrz_date_is(six, false)) mrz_odd_at(r, MS_MRZ_ODD_PARTIAL, field, at, 6);
    if (out->other) tell_century(r, field, at, out->date.year);
}
