/* Machine-readable zones: what each format says, what is odd about a text, what check digits
 * prove.  People are invented, or the specimens that ICAO Doc 9303 prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/mrz.h>
#include <marsad/name.h>

static const ms_date today = {2026, 1, 31};

static int setup(void **state)
{
    *state = ms_arena_new(0);
    return *state == NULL;
}

static int teardown(void **state)
{
    ms_arena_free(*state);
    return 0;
}

static ms_mrz read_zone(ms_arena *a, const char *text)
{
    ms_mrz m;
    assert_int_equal(ms_mrz_read(ms_str_z(text), today, a, &m), MS_OK);
    return m;
}

static void same(ms_str got, const char *want)
{
    if (!ms_str_eq(got, ms_str_z(want))) fail_msg("'%.*s', not '%s'", MS_FMT(got), want);
}

static void same_date(const ms_mrz_date *d, const char *want)
{
    char buf[MS_DATE_MAX];
    same((ms_str){buf, ms_date_print(d->date, buf)}, want);
}

/* The oddity of a kind, the first of them; NULL: there is none. */
static const ms_mrz_oddity *odd(const ms_mrz *m, ms_mrz_oddity_kind kind)
{
    for (unsigned i = 0; i < m->n_oddities && i < MS_MRZ_ODDITIES; i++)
        if (m->oddity[i].kind == kind) return &m->oddity[i];
    return NULL;
}

static void at(const ms_mrz *m, ms_mrz_oddity_kind kind, ms_mrz_field field, unsigned line,
               unsigned column, const char *found)
{
    const ms_mrz_oddity *o = odd(m, kind);
    if (!o) fail_msg("no oddity %s", ms_mrz_oddity_key(kind));
    else if (o->field != field || o->line != line || o->column != column)
        fail_msg("%s: %s, line %u, column %u", ms_mrz_oddity_key(kind),
                 ms_mrz_field_key(o->field), o->line, o->column);
    else same(o->found, found);
}

/* ---- formats ----------------------------------------------------------- */

static const char td1[] = "I<UTOD231458907<<<<<<<<<<<<<<<\n"
                          "7408122F1204159UTO<<<<<<<<<<<6\n"
                          "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n";
static const char td2[] = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
                          "D231458907UTO7408122F1204159<<<<<<<6\n";
static const char td3[] = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08\n";
static const char mrva[] = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                           "L8988901C4XXX4009078F9612109<<<<<<<<<<<<<<<<\n";
static const char mrvb[] = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
                           "L8988901C4XXX4009078F9612109<<<<<<<<\n";
/* Invented: check digits by hand, 9303-3 §4.9. */
static const char fra[] = "IDFRALELOUP<VALETTE<<<<<<<<<<<751234\n"
                          "1203751000421MARGUERITE<<LI8802299F3\n";

typedef struct wanted {
    const char *text, *format, *code, *number, *surname, *given, *nationality, *birth, *sex,
        *expiry;
} wanted;

static void test_formats(void **state)
{
    static const wanted rows[] = {
        {td1, "TD1", "I", "D23145890", "ERIKSSON", "ANNA", "UTO", "1974-08-12", "F",
         "2012-04-15"},
        {td2, "TD2", "I", "D23145890", "ERIKSSON", "ANNA", "UTO", "1974-08-12", "F",
         "2012-04-15"},
        {td3, "TD3", "P", "L898902C3", "ERIKSSON", "ANNA", "UTO", "1974-08-12", "F",
         "2012-04-15"},
        {mrva, "MRV-A", "V", "L8988901C", "ERIKSSON", "ANNA", "XXX", "1940-09-07", "F",
         "1996-12-10"},
        {mrvb, "MRV-B", "V", "L8988901C", "ERIKSSON", "ANNA", "XXX", "1940-09-07", "F",
         "1996-12-10"},
        {fra, "FRA-ID", "ID", "120375100042", "LELOUP", "MARGUERITE", "FRA", "1988-02-29", "F",
         ""},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_mrz m = read_zone(*state, rows[i].text);
        same(ms_str_z(ms_mrz_format_name(m.format)), rows[i].format);
        same(m.code, rows[i].code);
        same(m.number, rows[i].number);
        same(m.surname[0], rows[i].surname);
        same(m.given[0], rows[i].given);
        assert_int_equal(m.n_given, 2);
        same(m.nationality, rows[i].nationality);
        same_date(&m.birth, rows[i].birth);
        same((ms_str){&m.sex, 1}, rows[i].sex);
        same_date(&m.expiry, rows[i].expiry);
        if (!m.valid) fail_msg("%s: %s", rows[i].format, ms_mrz_oddity_key(m.oddity[0].kind));
        for (unsigned k = 0; k < m.n_checks; k++) assert_true(m.check[k].right);
    }
}

static void test_french(void **state)
{
    ms_mrz m = read_zone(*state, fra);
    same(m.surname[1], "VALETTE");
    same(m.given[1], "LI"); /* fills its field of 14 */
    same(m.name, "LELOUP<VALETTE<<MARGUERITE<LI");
    assert_true(m.cut);
    assert_int_equal(m.dropped, 6); /* department and office */
    assert_int_equal(m.n_checks, 3);
}

/* 9303-5 §4.2.2, note j, and the example of its appendix. */
static void test_long_number(void **state)
{
    ms_mrz m = read_zone(*state, "I<UTOD23145890<7349<<<<<<<<<<<\n"
                                 "3407127M9507122UTO<<<<<<<<<<<2\n"
                                 "STEVENSON<<PETER<JOHN<<<<<<<<<\n");
    same(m.number, "D23145890734");
    assert_true(m.valid);
    assert_int_equal(m.check[0].column, 19);
    assert_int_equal(m.dropped, 0);
    m = read_zone(*state, "I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<\n"
                          "D23145890<UTO3407127M95071227349<<<8\n");
    same(m.number, "D23145890734");
    assert_true(m.valid);
}

static void test_dates(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "L898902C36UTO74<<<<1F1204159<<<<<<<<<<<<<<06\n");
    same_date(&m.birth, "1974");
    assert_string_equal(m.birth.text, "74<<<<");
    assert_true(m.valid);
    at(&m, MS_MRZ_ODD_PARTIAL, MS_MRZ_BIRTH, 2, 14, "74<<<<");
    /* 29 February 2000 exists and that of 1900 does not; 1920 or 2020 cannot be told. */
    m = read_zone(*state, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "L8988901C4XXX0002299F9612109<<<<<<<<<<<<<<<<\n");
    same_date(&m.birth, "2000-02-29");
    assert_int_equal(m.birth.other, 0);
    assert_int_equal(m.expiry.date.year, 1996);
    m = read_zone(*state, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "L8988901C4XXX2002293F6612108<<<<<<<<<<<<<<<<\n");
    same_date(&m.birth, "2020-02-29");
    assert_int_equal(m.birth.other, 1920);
    assert_int_equal(m.expiry.date.year, 2066);
    assert_int_equal(m.expiry.other, 1966);
    at(&m, MS_MRZ_ODD_CENTURY, MS_MRZ_BIRTH, 2, 14, "20");
    same(odd(&m, MS_MRZ_ODD_CENTURY)->taken, "2020");
    m = read_zone(*state, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "L8988901C4XXX1902293F9612109<<<<<<<<<<<<<<<<\n");
    same_date(&m.birth, ""); /* no leap year in either century */
    at(&m, MS_MRZ_ODD_NO_DATE, MS_MRZ_BIRTH, 2, 14, "190229");
    /* 29 February 1900 lies within 115 years of 2010, and in no calendar. */
    assert_int_equal(ms_mrz_read(MS_STR("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                        "L8988901C4XXX0002299F9612109<<<<<<<<<<<<<<<<\n"),
                                 (ms_date){2010, 1, 31}, *state, &m),
                     MS_OK);
    same_date(&m.birth, "2000-02-29");
    assert_int_equal(m.birth.other, 0);
    ms_mrz none;
    assert_int_equal(ms_mrz_read(ms_str_z(td3), (ms_date){0}, *state, &none), MS_EINVAL);
}

/* ---- texts ------------------------------------------------------------- */

static void test_wrapping(void **state)
{
    static const struct {
        const char *text;
        int kind; /* of its only oddity; -1: none */
    } rows[] = {
        {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08\r\n",
         -1},
        {"\xEF\xBB\xBF\f  P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<  \n\n"
         "\tL898902C36UTO7408122F1204159<<<<<<<<<<<<<<08 \n\f",
         -1},
        {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<< "
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         -1},
        {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_WRAPPED},
        {"P<UTOERIKSSON<<ANNA<M\nARIA<<<<<<<<<<<<<<<<<<<L8\n"
         "98902C36UTO7408122F120\n4159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_WRAPPED},
        {"p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_SMALL},
        {"P<UTOERIKSSON«ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_FILLER},
        {"P<UTO ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_BLANK},
        {"P<UTOERIKSSON<<ANNA MARIA<<<<<<<<<<<<<<<<<<<\n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_BLANK_FILLER},
        {"P<UTOERIKSSON<<ANNA<MARIA                   \n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_BLANK_FILLER},
        {"P<UTOERIKSSON<<ANNA<MARIA\n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_LINE_SHORT},
        {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<\n"
         "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
         MS_MRZ_ODD_LINE_LONG},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_mrz m = read_zone(*state, rows[i].text);
        assert_int_equal(m.format, MS_MRZ_TD3);
        same(m.number, "L898902C3");
        same(m.name, "ERIKSSON<<ANNA<MARIA");
        same_date(&m.expiry, "2012-04-15");
        if (m.n_oddities != (rows[i].kind >= 0) ||
            (m.n_oddities && m.oddity[0].kind != (ms_mrz_oddity_kind)rows[i].kind))
            fail_msg("row %u: %u oddities, %s", i, m.n_oddities,
                     m.n_oddities ? ms_mrz_oddity_key(m.oddity[0].kind) : "");
    }
}

static void test_one_line(void **state)
{
    static const char *const texts[] = {td1, td2, td3, mrva, mrvb, fra};
    for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) {
        char joined[100];
        size_t n = 0;
        for (const char *p = texts[i]; *p; p++)
            if (*p != '\n') joined[n++] = *p;
        joined[n] = 0;
        ms_mrz want = read_zone(*state, texts[i]), got = read_zone(*state, joined);
        assert_int_equal(got.format, want.format);
        assert_true(ms_str_eq(got.name, want.name));
        assert_true(ms_str_eq(got.number, want.number));
        assert_true(got.valid);
    }
}

static void test_around(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08\n"
                                 "PAGE 2 OF 32\n");
    assert_int_equal(m.format, MS_MRZ_TD3);
    same(m.number, "L898902C3");
    assert_non_null(odd(&m, MS_MRZ_ODD_LINE_EXTRA));
    /* A line before a zone that lacks its last one. */
    m = read_zone(*state, "PAGE 2 OF 32\n"
                          "I<UTOD231458907<<<<<<<<<<<<<<<\n"
                          "7408122F1204159UTO<<<<<<<<<<<6\n");
    assert_int_equal(m.format, MS_MRZ_TD1);
    same(m.number, "D23145890");
    assert_non_null(odd(&m, MS_MRZ_ODD_LINE_EXTRA));
    assert_non_null(odd(&m, MS_MRZ_ODD_LINE_MISSING));
    m = read_zone(*state, td3 + 45); /* without its first line */
    assert_int_equal(m.n_surname, 0);
    assert_false(m.valid);
    ms_mrz none;
    assert_int_equal(ms_mrz_read(MS_STR(" \n\t"), today, *state, &none), MS_ENOTFOUND);
    assert_int_equal(ms_mrz_read(MS_STR("…!"), today, *state, &none), MS_ENOTFOUND);
    assert_int_equal(ms_mrz_read((ms_str){0}, today, *state, &none), MS_ENOTFOUND);
}

/* A line that is cut keeps what it has. */
static void test_cut_line(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "L898902C36UTO7408122F12");
    same(m.number, "L898902C3");
    same_date(&m.birth, "1974-08-12");
    same((ms_str){&m.sex, 1}, "F");
    same_date(&m.expiry, "2012");
    at(&m, MS_MRZ_ODD_LINE_SHORT, MS_MRZ_LAYOUT, 2, 24, "23 characters");
    assert_false(m.valid);
}

/* Fillers that were lost or doubled, where one place alone makes all check digits right. */
static void test_aligned(void **state)
{
    static const char name[] = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n";
    static const struct {
        const char *line;
        ms_mrz_oddity_kind kind;
        unsigned column;
    } rows[] = {
        {"L898902C<3UTO6908061F9406236ZE184226B<<<14", MS_MRZ_ODD_FILLERS_LOST, 38},
        {"L898902C3UTO6908061F9406236ZE184226B<<<<<14", MS_MRZ_ODD_FILLERS_LOST, 9},
        {"L89892C<3UTO6908061F9406236ZE184226B<<<<<14", MS_MRZ_ODD_LINE_SHORT, 44},
        {"L898902C<<3UTO6908061F9406236ZE184226B<<<<<14", MS_MRZ_ODD_FILLERS_MORE, 9},
        {"L898902C<3UTO6908061F9406236ZE184226B<<<<<<<14", MS_MRZ_ODD_FILLERS_MORE, 38},
        /* A filler on either side of the 0, which weighs nothing, makes all digits right. */
        {"L898902C36UTO7408122F12041591<0<<<<<<<<<<72", MS_MRZ_ODD_LINE_SHORT, 44},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128];
        snprintf(text, sizeof text, "%s%s", name, rows[i].line);
        ms_mrz m = read_zone(*state, text);
        const ms_mrz_oddity *o = odd(&m, rows[i].kind);
        if (!o || o->column != rows[i].column) fail_msg("row %u: %u", i, o ? o->column : 0);
        assert_false(m.valid);
        assert_int_equal(odd(&m, MS_MRZ_ODD_FILLERS_LOST) != NULL,
                         rows[i].kind == MS_MRZ_ODD_FILLERS_LOST);
        if (rows[i].kind == MS_MRZ_ODD_LINE_SHORT) continue; /* no place alone is proved */
        same(m.number, "L898902C");
        same_date(&m.birth, "1969-08-06");
        same_date(&m.expiry, "1994-06-23");
        for (unsigned k = 0; k < m.n_checks; k++) assert_true(m.check[k].right);
    }
}

/* ---- fields ------------------------------------------------------------ */

static void test_oddities(void **state)
{
    ms_mrz m = read_zone(*state, "P1UT0ERIK55ON<<ANNA<MAR1A<<<<<<<<<<<<<<<<<<<\n"
                                 "L898902C37UTO7413128X1204159<<<<<<<<<<<<<<08\n");
    assert_false(m.valid);
    same(m.issuer, "UTO");
    same(m.surname[0], "ERIKSSON");
    same(m.given[1], "MARIA");
    at(&m, MS_MRZ_ODD_NOT_LETTER, MS_MRZ_CODE, 1, 2, "1");
    at(&m, MS_MRZ_ODD_AMBIGUOUS, MS_MRZ_NUMBER, 2, 10, "7");
    same(odd(&m, MS_MRZ_ODD_AMBIGUOUS)->expected, "6");
    at(&m, MS_MRZ_ODD_CHECK, MS_MRZ_COMPOSITE, 2, 44, "8");
    at(&m, MS_MRZ_ODD_NO_DATE, MS_MRZ_BIRTH, 2, 14, "741312");
    at(&m, MS_MRZ_ODD_SEX_X, MS_MRZ_SEX, 2, 21, "X");
    assert_int_equal(m.sex, 'X');
    /* Of the letters that 1 may be the one that makes a known code; the first
     * where both do, AIA and ALA. */
    m = read_zone(*state, "P<A1AERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "L898902C36ML17408122F1204159<<<<<<<<<<<<<<08\n");
    same(m.issuer, "AIA");
    same(m.nationality, "MLI");
    at(&m, MS_MRZ_ODD_NOT_LETTER, MS_MRZ_ISSUER, 1, 4, "1");
    m = read_zone(*state, "V<ZZZ<ERIKSSON<<ANNA<<MARIA<<<<<<<<<<<<<<<<<\n"
                          "L89é8901C4XXX4009078*9612109<<<<<<<<<<<<<<<<\n");
    at(&m, MS_MRZ_ODD_COUNTRY, MS_MRZ_ISSUER, 1, 3, "ZZZ");
    at(&m, MS_MRZ_ODD_NAME_FILLERS, MS_MRZ_NAME, 1, 6, "<ERIKSSON<<ANNA<<MARIA");
    at(&m, MS_MRZ_ODD_CHARACTER, MS_MRZ_LAYOUT, 2, 4, "é");
    same(m.number, "L89?8901C");
    assert_int_equal(m.sex, 0);
    assert_int_equal(m.n_given, 2);
}

/* Optional data are the issuer's: kept where the table knows a personal number of that shape.
 */
static void test_optional(void **state)
{
    ms_mrz m = read_zone(*state, "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\n"
                                 "SPECI20142NLD6503101F2403096999999990<<<<<84\n");
    same(m.optional[0], "999999990");
    assert_int_equal(m.dropped, 0);
    m = read_zone(*state, "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\n"
                          "SPECI20142NLD6503101F2403096CATHOLIC<<<<<<72\n");
    same(m.optional[0], "");
    assert_int_equal(m.dropped, 8);
    at(&m, MS_MRZ_ODD_DROPPED, MS_MRZ_OPTIONAL, 2, 29, "8 characters");
    m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n");
    same(m.optional[0], "");
    assert_true(m.valid);
}

/* No character of optional data is told, not even where it is odd. */
static void test_told(void **state)
{
    static const char *const data[] = {"CATH0LIC", "СВОБОДЕН", "catholic", "«CATHOL»",
                                       "CATHO IC"};
    for (unsigned i = 0; i < sizeof data / sizeof *data; i++) {
        char text[160];
        snprintf(text, sizeof text,
                 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                 "L898902C36UTO7408122F1204159%s<<<<<<78",
                 data[i]);
        ms_mrz m = read_zone(*state, text);
        assert_int_equal(m.optional[0].n, 0);
        for (unsigned k = 0; k < m.n_oddities && k < MS_MRZ_ODDITIES; k++) {
            const ms_mrz_oddity *o = &m.oddity[k];
            bool inside = o->line == 2 && o->column > 28 && o->column < 43;
            if (!inside || memchr(o->found.p, ' ', o->found.n)) continue; /* a count */
            assert_int_equal(o->found.n, 0);
            assert_int_equal(o->taken.n, 0);
        }
    }
}

/* Nor where the check digit proves it to be another: here an I that was read as 1. */
static void test_told_corrected(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "L898902C36UTO7408122F1204159BATB1LC8<<<<<<60\n");
    at(&m, MS_MRZ_ODD_LOOKALIKE, MS_MRZ_OPTIONAL, 2, 33, "");
    same(odd(&m, MS_MRZ_ODD_LOOKALIKE)->taken, "");
    assert_int_equal(m.n_alternatives, 0);
}

/* A name as it stands is what names are compared by: family name, and cut at its end. */
static void test_name(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K\n"
                                 "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08\n");
    ms_name name;
    assert_true(m.cut && m.valid);
    assert_int_equal(m.n_given, 3);
    same(m.given[2], "K");
    at(&m, MS_MRZ_ODD_NAME_CUT, MS_MRZ_NAME, 1, 44, "K");
    assert_int_equal(ms_name_prepare(m.name, MS_NAME_PERSON, *state, &name), MS_OK);
    assert_int_equal(name.family, 1);
    m = read_zone(*state, "P<UTONILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU\n"
                          "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08\n");
    assert_int_equal(ms_name_prepare(m.name, MS_NAME_PERSON, *state, &name), MS_OK);
    assert_true(name.tok[name.n - 1].flags & MS_TOKEN_CUT);
    assert_false(name.tok[0].flags & MS_TOKEN_CUT);
    m = read_zone(*state, "P<UTO<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                          "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08\n");
    assert_int_equal(m.n_surname, 0);
    assert_int_equal(m.n_given, 2);
    assert_non_null(odd(&m, MS_MRZ_ODD_NO_NAME));
}

static void test_countries(void **state)
{
    ms_mrz_country c;
    (void)state;
    assert_true(ms_mrz_country_find(MS_STR("D"), &c));
    same(c.country, "de");
    assert_true(ms_mrz_country_find(MS_STR("XXB"), &c));
    same(c.country, "");
    same(c.kind, "status");
    assert_true(ms_mrz_country_find(MS_STR("SYR"), &c));
    same(c.name, "Syria");
    assert_false(ms_mrz_country_find(MS_STR("UAE"), &c));
    assert_false(ms_mrz_country_find(MS_STR(""), &c));
}

/* ---- what check digits prove ------------------------------------------- */

static void test_proved(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "L8989O2C36UTO74O8I22F12041S9<<<<<<<<<<<<<<O8\n");
    same(m.number, "L898902C3");
    same_date(&m.birth, "1974-08-12");
    same_date(&m.expiry, "2012-04-15");
    at(&m, MS_MRZ_ODD_LOOKALIKE, MS_MRZ_NUMBER, 2, 6, "O");
    same(odd(&m, MS_MRZ_ODD_LOOKALIKE)->taken, "0");
    at(&m, MS_MRZ_ODD_NOT_DIGIT, MS_MRZ_BIRTH, 2, 16, "O");
    assert_int_equal(m.n_alternatives, 3);
    same(m.alternative[0].text, "L898902C3");
    assert_int_equal(m.alternative[0].changes, 1);
    for (unsigned i = 0; i < m.n_checks; i++) assert_true(m.check[i].settled);
    assert_false(m.check[0].right);
    assert_false(m.valid);
}

/* No reading with one other character has the sum 8; one with two has. */
static void test_two(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "93AQH2A5J8UTO7408122F1204159<<<<<<<<<<<<<<04\n");
    same(m.number, "93A0H2ASJ");
    assert_int_equal(m.n_alternatives, 1);
    assert_int_equal(m.alternative[0].changes, 2);
    assert_true(m.check[0].settled && !m.valid);
}

/* Four readings of a long number have the sum 2.  Its characters behind the ninth weigh
 * otherwise in the composite check digit, which one of the four makes right. */
static void test_chosen(void **state)
{
    ms_mrz m = read_zone(*state, "I<UTO1ZQ8QQ12A<1EH2E2<<<<<<<<<\n"
                                 "7408122F1204159UTO<<<<<<<<<<<2\n"
                                 "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n");
    same(m.number, "1ZQ8QQ12AIEH2E");
    assert_int_equal(m.n_alternatives, 1);
    same(m.alternative[0].text, "1ZQ8QQ12AIEH2E");
    for (unsigned i = 0; i < m.n_checks; i++) assert_true(m.check[i].settled);
}

/* G and 6, L and 1 differ by 10 and 20: the sum is the same, and nothing is corrected. */
static void test_blind(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "1898902C36UTO7408122F1204159<<<<<<<<<<<<<<08\n");
    same(m.number, "1898902C3");
    assert_true(m.valid);
    assert_int_equal(m.n_alternatives, 0);
}

/* Zeros that are each an O as well: several readings satisfy the digit, and none is taken.
 * 0 times anything is 0, so that the sum of the number is that of its last digit. */
static void test_ambiguous(void **state)
{
    ms_mrz m = read_zone(*state, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "AB00000004UTO7408122F1204159<<<<<<<<<<<<<<<<\n");
    same(m.number, "AB0000000");
    at(&m, MS_MRZ_ODD_AMBIGUOUS, MS_MRZ_NUMBER, 2, 10, "4");
    assert_true(m.n_alternatives > 1);
    for (unsigned i = 0; i < m.n_alternatives; i++) {
        assert_int_equal(m.alternative[i].field, MS_MRZ_NUMBER);
        assert_int_equal(ms_mrz_digit(m.alternative[i].text), '4');
    }
    /* Fillers before a number are none of its readings either. */
    m = read_zone(*state, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "<AB000000"
                          "0UTO7408122F1204159<<<<<<<<<<<<<<<<\n");
    same(m.number, "AB000000");
    assert_true(m.n_alternatives > 1);
    for (unsigned i = 0; i < m.n_alternatives; i++)
        assert_int_equal(m.alternative[i].text.p[0], 'A');
}

/* What changes characters of the right class stands only if the composite digit agrees: here
 * the number's own digit was misprinted, and the whole says so. */
static void test_withdrawn(void **state)
{
    ms_mrz m = read_zone(*state, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                 "L898902C39UTO7408122F1204159<<<<<<<<<<<<<<08\n");
    same(m.number, "L898902C3");
    assert_false(m.valid);
    assert_false(m.check[0].settled);
}

static void test_digits(void **state)
{
    (void)state;
    /* The examples of 9303-3, appendix A. */
    assert_int_equal(ms_mrz_digit(MS_STR("520727")), '3');
    assert_int_equal(ms_mrz_digit(MS_STR("AB2134<<<")), '5');
    assert_int_equal(ms_mrz_digit(MS_STR("HA672242<658022549601086<<<<<<<<<<<<<<0")), '8');
    assert_int_equal(ms_mrz_digit(MS_STR("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<")),
                     '2');
    assert_int_equal(ms_mrz_digit(MS_STR("HA672242<658022549601086<<<<<<<")), '8');
    assert_int_equal(ms_mrz_digit(MS_STR("")), '0');
}

/* ---- own scripts ------------------------------------------------------- */

static void reads(ms_arena *a, const char *text, const char *system, unsigned n,
                  const char *want)
{
    ms_mrz m = read_zone(a, text);
    ms_mrz_readings r;
    bool found = false;
    assert_int_equal(ms_mrz_own_script(&m, a, &r), MS_OK);
    same(r.system, system);
    if (r.n != n) fail_msg("%u readings, not %u", r.n, n);
    for (unsigned i = 0; i < r.n; i++) found |= ms_str_eq(r.text[i], ms_str_z(want));
    if (n && !found) fail_msg("'%.*s', not '%s'", MS_FMT(r.text[0]), want);
}

static void test_own_script(void **state)
{
    const char *rest = "\nL898902C36UTO7408122F1204159<<<<<<<<<<<<<<08";
    static const struct {
        const char *line, *system;
        unsigned n;
        const char *want;
    } rows[] = {
        /* 9303-3 §6 C and appendix B: yeh three ways, twice. */
        {"P<UTOALRAZY<<ABW<BKR<MXHMD<BN<ZKRYA<<<<<<<<<", "arabic", 9,
         "الرازي ابو بكر محمد بن زكريا"},
        {"P<UTOEBBAS<<FXDZXDZXAH<<<<<<<<<<<<<<<<<<<<<<", "arabic", 4, "عبّاس فضّة"},
        {"P<SYRXHMWD<<NWR<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "arabic", 1, "حمود نور"},
        /* No escape: Latin letters, as nearly all passports have them. */
        {"P<SYRHAMMOUD<<NOUR<<<<<<<<<<<<<<<<<<<<<<<<<<", "", 0, ""},
        /* X before what is no escape. */
        {"P<SYRXQ<<NWR<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "", 0, ""},
        {"P<FRAXHMWD<<NWR<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "", 0, ""},
        {"P<MKDGJORGJIEV<<NIKOLA<<<<<<<<<<<<<<<<<<<<<<", "macedonian", 4, "ЃОРЃИЕВ НИКОЛА"},
        {"PNRUSJUKOVA<<IRINA<ANATOL9EVNA<<<<<<<<<<<<<<", "russian", 1,
         "ЖУКОВА ИРИНА АНАТОЛЬЕВНА"},
        /* More readings than are kept: none. */
        {"P<UTOXHYYYYY<<YYYY<<<<<<<<<<<<<<<<<<<<<<<<<<", "", 0, ""},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128];
        snprintf(text, sizeof text, "%s%s", rows[i].line, rest);
        reads(*state, text, rows[i].system, rows[i].n, rows[i].want);
    }
}

/* A name of a caller's own may end in fillers. */
static void test_own_script_end(void **state)
{
    ms_mrz m = {.code = MS_STR("P"), .issuer = MS_STR("SYR")};
    ms_mrz_readings r;
    char *name = malloc(5); /* exact, so that sanitizers see overreads */
    assert_non_null(name);
    memcpy(name, "XHMD<", 5);
    m.name = (ms_str){name, 5};
    assert_int_equal(ms_mrz_own_script(&m, *state, &r), MS_OK);
    assert_int_equal(r.n, 1);
    same(r.text[0], "حمد");
    free(name);
    /* None is told that there was no memory for. */
    ms_arena *small = ms_arena_new(64);
    assert_non_null(small);
    while (ms_arena_alloc(small, 1)) {
    }
    assert_int_equal(
        ms_mrz_own_script(
            &(ms_mrz){.code = MS_STR("P"), .issuer = MS_STR("SYR"), .name = MS_STR("XHMD")},
            small, &r),
        MS_ENOMEM);
    assert_int_equal(r.n, 0);
    ms_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),        cmocka_unit_test(test_french),
        cmocka_unit_test(test_long_number),    cmocka_unit_test(test_dates),
        cmocka_unit_test(test_wrapping),       cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_around),         cmocka_unit_test(test_cut_line),
        cmocka_unit_test(test_aligned),        cmocka_unit_test(test_oddities),
        cmocka_unit_test(test_optional),       cmocka_unit_test(test_told),
        cmocka_unit_test(test_name),           cmocka_unit_test(test_countries),
        cmocka_unit_test(test_proved),         cmocka_unit_test(test_blind),
        cmocka_unit_test(test_ambiguous),      cmocka_unit_test(test_withdrawn),
        cmocka_unit_test(test_digits),         cmocka_unit_test(test_own_script),
        cmocka_unit_test(test_told_corrected), cmocka_unit_test(test_two),
        cmocka_unit_test(test_chosen),         cmocka_unit_test(test_own_script_end),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
