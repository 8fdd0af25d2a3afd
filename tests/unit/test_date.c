/* Dates: the forms of marsad/date.h, and every day of four centuries against the
 * C library's calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include <marsad/date.h>

static void check(const char *in, ms_rc want, const char *text)
{
    ms_date d;
    char buf[MS_DATE_MAX];
    ms_rc rc = ms_date_parse(ms_str_z(in), &d);
    if (rc != want) fail_msg("'%s': %s", in, ms_rc_text(rc));
    size_t n = ms_date_print(d, buf);
    assert_int_equal(n, strlen(text));
    assert_string_equal(buf, text);
}

static void forms(void **state)
{
    (void)state;
    static const char *const good[][2] = {
        {"1957", "1957"},
        {"1957-03", "1957-03"},
        {"1957-03-10", "1957-03-10"},
        {"1957-3-9", "1957-03-09"},
        {"2001-09-11T08:46:40Z", "2001-09-11"},
        {"2001-09-11T08:46:40.123+02:00", "2001-09-11"},
        {"2001-09-11 08:46", "2001-09-11"},
        {"10/03/1957", "1957-03-10"},
        {"1/2/1957", "1957-02-01"},
        {"10.03.1957", "1957-03-10"},
        {"10-03-1957", "1957-03-10"},
        {"1957/03/10", "1957-03-10"},
        {"19570310", "1957-03-10"},
        {"10 March 1957", "1957-03-10"},
        {"1 Mar 1957", "1957-03-01"},
        {"01  SEPTEMBER  2020", "2020-09-01"},
        {"May 1970", "1970-05"},
        {"dec 1970", "1970-12"},
        {" 1957-03-10\t", "1957-03-10"},
        {"0001-01-01", "0001-01-01"},
        {"9999-12-31", "9999-12-31"},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        check(good[i][0], MS_OK, good[i][1]);
}

static void unknown_parts(void **state)
{
    (void)state;
    check("1957-00-00", MS_OK, "1957");
    check("1957-03-00", MS_OK, "1957-03");
    check("1957-00-15", MS_OK, "1957");
    check("00/00/1957", MS_OK, "1957");
    check("00/03/1957", MS_OK, "1957-03");
    check("19570300", MS_OK, "1957-03");
    check("19570000", MS_OK, "1957");
}

static void impossible(void **state)
{
    (void)state;
    static const char *const bad[] = {"0000",        "0000-01-01", "1957-13",    "1957-13-01",
                                      "1957-02-29",  "1900-02-29", "30/02/1980", "31.04.1980",
                                      "32 May 1980", "1957-00-32", "12/31/1980", "19801301"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) check(bad[i], MS_EVALUE, "");
    check("2000-02-29", MS_OK, "2000-02-29");
}

static void not_dates(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      " ",
                                      "195",
                                      "19571",
                                      "195703",
                                      "1957-",
                                      "1957-03-",
                                      "1957--10",
                                      "1957-03-100",
                                      "1957-03/10",
                                      "10/03-1957",
                                      "10/03/57",
                                      "circa 1957",
                                      "approx. 1957",
                                      "1957 circa",
                                      "1957-1960",
                                      "10 Marc 1957",
                                      "10 Sept 1957",
                                      "Mars 1957",
                                      "March 10, 1957",
                                      "1957-03-10T",
                                      "1957-03-10 noon",
                                      "1957-03-10x",
                                      "-1957",
                                      "+1957",
                                      "١٩٥٧",
                                      "unknown",
                                      "1957-03-10 T08",
                                      "MAY1957",
                                      "10MAY1957"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) check(bad[i], MS_ESYNTAX, "");
}

static void every_day(void **state)
{
    (void)state;
    for (time_t t = -INT64_C(11676096000); t < INT64_C(946771200); t += 86400) {
        struct tm tm;
        char want[64], in[64];
        assert_non_null(gmtime_r(&t, &tm));
        strftime(want, sizeof want, "%Y-%m-%d", &tm);
        strftime(in, sizeof in, "%d/%m/%Y", &tm);
        check(in, MS_OK, want);
        /* The day behind the last of a month does not exist. */
        time_t next_t = t + 86400;
        struct tm next;
        gmtime_r(&next_t, &next);
        if (next.tm_mday != 1) continue;
        snprintf(in, sizeof in, "%04d%02d%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                 tm.tm_mday + 1);
        check(in, MS_EVALUE, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),      cmocka_unit_test(unknown_parts),
        cmocka_unit_test(impossible), cmocka_unit_test(not_dates),
        cmocka_unit_test(every_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
