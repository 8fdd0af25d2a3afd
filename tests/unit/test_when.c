/* Dates of messages: each form, the century of two digits, what is unknown, what is no date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "travel/when.h"

static const ms_date SENT = {2021, 8, 27};

/* `want`: "1980-05-09", of it what is known; with " 13:05", " +02:00" and " or 1880" behind. */
static void check_text(const char *text, const char *pattern, ms_when_use use, ms_date sent,
                       const char *want, bool kept)
{
    ms_travel_time t;
    char got[80], day[MS_DATE_MAX];
    bool ok = ms_when_read(ms_str_z(text), pattern, use, sent, &t);
    ms_date_print(t.day.date, day);
    int n = snprintf(got, sizeof got, "%s%s", ok ? "" : "no ", day);
    if (t.minute != MS_MINUTE_UNKNOWN)
        n += snprintf(got + n, sizeof got - (size_t)n, " %02d:%02d", t.minute / 60,
                      t.minute % 60);
    if (t.offset != MS_OFFSET_UNKNOWN)
        n += snprintf(got + n, sizeof got - (size_t)n, " %+d", t.offset);
    if (t.day.other) snprintf(got + n, sizeof got - (size_t)n, " or %d", t.day.other);
    if (strcmp(got, want) != 0) fail_msg("'%s' %s: '%s', not '%s'", text, pattern, got, want);
    ms_str trimmed = ms_str_trim(ms_str_z(text));
    assert_true(ms_str_eq(t.day.sent, kept ? trimmed : MS_STR("")));
}

static void check_sent(const char *text, const char *pattern, ms_when_use use, ms_date sent,
                       const char *want)
{
    check_text(text, pattern, use, sent, want, true);
}

static void check(const char *text, const char *pattern, ms_when_use use, const char *want)
{
    check_sent(text, pattern, use, SENT, want);
}

static void codes(void **state)
{
    (void)state;
    static const struct {
        const char *code, *text, *want;
    } row[] = {
        {"101", "210827", "2021-08-27"},
        {"102", "20210827", "2021-08-27"},
        {"201", "2108271450", "2021-08-27 14:50"},
        {"202", "210827145030", "2021-08-27 14:50"},
        {"203", "202108271450", "2021-08-27 14:50"},
        {"204", "20210827145030", "2021-08-27 14:50"},
        {"205", "202108271450Z0200", "2021-08-27 14:50 +120"},
        {"205", "202108271450+0200", "2021-08-27 14:50 +120"},
        {"205", "202108271450-0330", "2021-08-27 14:50 -210"},
        {"205", "202108271450Z", "2021-08-27 14:50 +0"},
        {"303", "202108271450UTC", "2021-08-27 14:50 +0"},
        {"303", "202108271450CST", "2021-08-27 14:50"}, /* of which continent? */
        {"303", "202108271450", "2021-08-27 14:50"},
        {"304", "20210827145030GMT", "2021-08-27 14:50 +0"},
        {"301", "2108271450UTC", "2021-08-27 14:50 +0"},
        {"302", "210827145030UTC", "2021-08-27 14:50 +0"},
        {"2", "270821", "2021-08-27"},
        {"3", "082721", "2021-08-27"},
        {"4", "27082021", "2021-08-27"},
        {"602", "2021", "2021"},
        {"610", "202108", "2021-08"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const ms_when_form *f = ms_when_form_of(ms_str_z(row[i].code));
        assert_non_null(f);
        check(row[i].text, f->pattern, MS_WHEN_TRAVEL, row[i].want);
    }
    assert_null(ms_when_form_of(MS_STR("999")));
    assert_null(ms_when_form_of(MS_STR("")));
}

static void bookings(void **state)
{
    (void)state;
    check("270821", "DDMMYY", MS_WHEN_TRAVEL, "2021-08-27");
    check("27AUG21", "DDBBBYY", MS_WHEN_TRAVEL, "2021-08-27");
    check("27aug21", "DDBBBYY", MS_WHEN_TRAVEL, "2021-08-27");
    check("27AUG80", "DDBBBYY", MS_WHEN_BIRTH, "1980-08-27");
    check("27AUX21", "DDBBBYY", MS_WHEN_TRAVEL, "no ");
    check("2708211450", "DDMMYYHHNN", MS_WHEN_TRAVEL, "2021-08-27 14:50");
}

static void blanks(void **state)
{
    (void)state;
    check(" 2108271450", "YYMMDDHHNN", MS_WHEN_TRAVEL, "2021-08-27 14:50");
    check("21 08 27 14 50", "YYMMDDHHNN", MS_WHEN_TRAVEL, "2021-08-27 14:50");
    check("210827 ", "YYMMDD", MS_WHEN_TRAVEL, "2021-08-27");
    check("210827", "YYMMDDHHNN", MS_WHEN_TRAVEL, "2021-08-27");
    check("  ", "YYMMDD", MS_WHEN_TRAVEL, "no ");
    check("", "YYMMDD", MS_WHEN_TRAVEL, "no ");
}

static void unknown_parts(void **state)
{
    (void)state;
    check("800500", "YYMMDD", MS_WHEN_BIRTH, "1980-05");
    check("800000", "YYMMDD", MS_WHEN_BIRTH, "1980");
    check("80XXXX", "YYMMDD", MS_WHEN_BIRTH, "1980");
    check("8005XX", "YYMMDD", MS_WHEN_BIRTH, "1980-05");
    check("80XX09", "YYMMDD", MS_WHEN_BIRTH, "1980");
    check("19800009", "CCYYMMDD", MS_WHEN_BIRTH, "1980");
    check("1980  09", "CCYYMMDD", MS_WHEN_BIRTH, "1980");
    check("8005  ", "YYMMDD", MS_WHEN_BIRTH, "1980-05");
    check("80", "YYMMDD", MS_WHEN_BIRTH, "1980");
    check("8005", "YYMMDD", MS_WHEN_BIRTH, "1980-05");
    check("XX0509", "YYMMDD", MS_WHEN_BIRTH, "");
    check("XXXXXX", "YYMMDD", MS_WHEN_BIRTH, "");
    check("000000", "YYMMDD", MS_WHEN_BIRTH, "");
    check("00000000", "CCYYMMDD", MS_WHEN_BIRTH, "");
    check("00000509", "CCYYMMDD", MS_WHEN_BIRTH, "");
    check("000509", "YYMMDD", MS_WHEN_BIRTH, "2000-05-09");
    check("210827XXXX", "YYMMDDHHNN", MS_WHEN_TRAVEL, "2021-08-27");
}

static void centuries(void **state)
{
    (void)state;
    check("210827", "YYMMDD", MS_WHEN_BIRTH, "2021-08-27 or 1921");
    check("210828", "YYMMDD", MS_WHEN_BIRTH, "1921-08-28");
    check("060101", "YYMMDD", MS_WHEN_BIRTH, "2006-01-01 or 1906");
    check("050101", "YYMMDD", MS_WHEN_BIRTH, "2005-01-01");
    check("220101", "YYMMDD", MS_WHEN_BIRTH, "1922-01-01");
    check("19220101", "CCYYMMDD", MS_WHEN_BIRTH, "1922-01-01");
    check("20300101", "CCYYMMDD", MS_WHEN_BIRTH, "2030-01-01");
    check("360101", "YYMMDD", MS_WHEN_EXPIRY, "2036-01-01");
    check("610218", "YYMMDD", MS_WHEN_EXPIRY, "2061-02-18 or 1961");
    check("710218", "YYMMDD", MS_WHEN_EXPIRY, "2071-02-18 or 1971");
    check("720218", "YYMMDD", MS_WHEN_EXPIRY, "1972-02-18 or 2072");
    check("910218", "YYMMDD", MS_WHEN_EXPIRY, "1991-02-18");
    check("210901", "YYMMDD", MS_WHEN_ISSUE, "2021-09-01");
    check("220101", "YYMMDD", MS_WHEN_ISSUE, "1922-01-01");
    check_sent("991231", "YYMMDD", MS_WHEN_TRAVEL, (ms_date){2000, 1, 1}, "1999-12-31");
    check_sent("000101", "YYMMDD", MS_WHEN_TRAVEL, (ms_date){1999, 12, 31}, "2000-01-01");
    /* 1900 had no such day. */
    check("000229", "YYMMDD", MS_WHEN_BIRTH, "2000-02-29");
    check_sent("000229", "YYMMDD", MS_WHEN_BIRTH, (ms_date){2010, 1, 1}, "2000-02-29");
    check_sent("800509", "YYMMDD", MS_WHEN_BIRTH, (ms_date){0, 0, 0}, "1980-05-09");
}

/* Days without a year: every day of two years against that nearest by the C library's calendar.
 */
static void nearest(void **state)
{
    (void)state;
    for (int day = -180; day <= 180; day++) {
        struct tm tm = {.tm_year = 121, .tm_mon = 7, .tm_mday = 27 + day, .tm_hour = 12};
        char text[8], want[16];
        timegm(&tm);
        strftime(text, sizeof text, "%d%m", &tm);
        strftime(want, sizeof want, "%Y-%m-%d", &tm);
        check(text, "DDMM", MS_WHEN_TRAVEL, want);
    }
}

static void no_dates(void **state)
{
    (void)state;
    static const char *const bad[] = {"211332", "210230",  "21082",  "2108277", "21O827",
                                      "-10827", "2108271", "210832", "21-08-27"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check(bad[i], "YYMMDD", MS_WHEN_TRAVEL, "no ");
    check("2108272460", "YYMMDDHHNN", MS_WHEN_TRAVEL, "no ");
    check("2108272400", "YYMMDDHHNN", MS_WHEN_TRAVEL, "no ");
    check("202108271450+2500", "CCYYMMDDHHNNZ", MS_WHEN_TRAVEL, "no ");
    check("210229", "YYMMDD", MS_WHEN_BIRTH, "no ");
    check("27AUG2", "YYMMDD", MS_WHEN_BIRTH, "no ");
    check("202108271450UT1", "CCYYMMDDHHNNT", MS_WHEN_TRAVEL, "no ");
}

/* Blanks cut a date wherever a line was wrapped; it is kept as it was sent. */
static void many_blanks(void **state)
{
    (void)state;
    check("2603140                                    915", "YYMMDDHHNN", MS_WHEN_TRAVEL,
          "2026-03-14 09:15");
    check("00                                0000", "YYMMDD", MS_WHEN_BIRTH, "");
}

/* Free text in the place of a date is not kept. */
static void free_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"111111111111111111111111111111111111",
                                        "UNKNOWN",
                                        "ABOUT 1980",
                                        "JUN",
                                        "1980 قريب",
                                        "SEE MY LETTER OF 5 MAY"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_text(texts[i], "YYMMDD", MS_WHEN_BIRTH, SENT, "no ", false);
    check_text("202108271450CEST", "CCYYMMDDHHNNT", MS_WHEN_TRAVEL, SENT, "no ", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes),     cmocka_unit_test(bookings),
        cmocka_unit_test(blanks),    cmocka_unit_test(unknown_parts),
        cmocka_unit_test(centuries), cmocka_unit_test(nearest),
        cmocka_unit_test(no_dates),  cmocka_unit_test(many_blanks),
        cmocka_unit_test(free_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
