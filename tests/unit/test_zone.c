/* Zone files that the test writes itself, places in a database of such files, damage of every
 * kind; and airports whose distance from UTC is a matter of record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <pthread.h>
#include <sys/stat.h>

#include <marsad/marsad.h>

#include "base/mem.h"
#include "base/utc.h"
#include "travel/zone.h"

/* ---- files --------------------------------------------------------------- */

enum { ROOM = 4096, CHANGES = 8 };

/* A file to be written: changes to types, offsets of these, a footer. */
typedef struct tzif {
    char version; /* 0 or a digit */
    unsigned n_changes, n_types, leaps;
    int64_t at[CHANGES];
    uint8_t to[CHANGES];
    int32_t offset[CHANGES];
    const char *footer;
} tzif;

typedef struct bytes {
    char p[ROOM];
    size_t n;
} bytes;

static void put(bytes *b, uint64_t v, unsigned width)
{
    while (width--) b->p[b->n++] = (char)(v >> 8 * width);
}

static void put_block(bytes *b, const tzif *f, unsigned wide)
{
    memcpy(b->p + b->n, "TZif", 4);
    b->n += 4;
    put(b, (unsigned char)f->version, 1);
    for (int i = 0; i < 15; i++) put(b, 0, 1);
    const unsigned counts[] = {0, 0, f->leaps, f->n_changes, f->n_types, 4};
    for (int i = 0; i < 6; i++) put(b, counts[i], 4);
    for (unsigned i = 0; i < f->n_changes; i++) put(b, (uint64_t)f->at[i], wide);
    for (unsigned i = 0; i < f->n_changes; i++) put(b, f->to[i], 1);
    for (unsigned i = 0; i < f->n_types; i++) {
        put(b, (uint32_t)f->offset[i], 4);
        put(b, 0, 2);
    }
    put(b, 0x41424300, 4); /* "ABC" */
    for (unsigned i = 0; i < f->leaps; i++) put(b, 0, wide), put(b, 0, 4);
}

static bytes file_of(const tzif *f)
{
    bytes b = {.n = 0};
    put_block(&b, f, 4);
    if (!f->version) return b;
    put_block(&b, f, 8);
    b.n += (size_t)snprintf(b.p + b.n, ROOM - b.n, "\n%s\n", f->footer);
    return b;
}

static ms_zone *zone_of(const tzif *f)
{
    bytes b = file_of(f);
    ms_zone *z = NULL;
    ms_diag d = {0};
    if (ms_zone_read((ms_str){b.p, b.n}, &z, &d)) fail_msg("%s", d.what);
    return z;
}

/* A zone that is nothing but a rule. */
static ms_zone *ruled(const char *footer)
{
    return zone_of(&(tzif){.version = '3', .n_types = 1, .footer = footer});
}

/* ---- times --------------------------------------------------------------- */

/* Seconds of "2026-03-14 05:40". */
static int64_t seconds(const char *text)
{
    int y, m, d, h, min;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d", &y, &m, &d, &h, &min), 5);
    return ms_zone_day(y, m, d) * MS_DAY_SECONDS + h * 3600 + min * 60;
}

/* `want`: "2026-03-14 05:40", and " twice" or " skipped" behind. */
static void says(const ms_zone *z, const char *local, const char *want)
{
    static const char *const doubts[] = {"", " twice", " skipped"};
    ms_zone_time t;
    char got[64], utc[MS_UTC_BYTES];
    assert_int_equal(ms_zone_utc(z, seconds(local), &t), MS_OK);
    assert_int_equal(t.utc + t.offset, seconds(local));
    ms_utc_at(t.utc, utc);
    snprintf(got, sizeof got, "%.10s %.5s%s", utc, utc + 11, doubts[t.doubt]);
    if (strcmp(got, want) != 0) fail_msg("%s: '%s', not '%s'", local, got, want);
}

static void days(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        int64_t n;
    } row[] = {
        {1970, 1, 1, 0},     {1969, 12, 31, -1},      {2000, 2, 29, 11016},
        {2000, 3, 1, 11017}, {1900, 3, 1, -25508},    {2026, 3, 14, 20526},
        {1, 1, 1, -719162},  {9999, 12, 31, 2932896}, {2100, 2, 28, 47540},
        {2100, 3, 1, 47541},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_int_equal(ms_zone_day(row[i].year, row[i].month, row[i].day), row[i].n);
        assert_int_equal(ms_zone_year(row[i].n), row[i].year);
    }
    for (int64_t n = -800000; n < 3000000; n += 7) {
        int64_t year = ms_zone_year(n);
        assert_true(ms_zone_day(year, 1, 1) <= n && ms_zone_day(year + 1, 1, 1) > n);
    }
}

/* Central Europe from its rule alone. */
static void berlin(void **state)
{
    (void)state;
    ms_zone *z = ruled("CET-1CEST,M3.5.0,M10.5.0/3");
    says(z, "2026-03-14 06:40", "2026-03-14 05:40");
    says(z, "2026-07-01 00:30", "2026-06-30 22:30");
    says(z, "2026-03-29 01:59", "2026-03-29 00:59");
    says(z, "2026-03-29 02:00", "2026-03-29 01:00 skipped");
    says(z, "2026-03-29 02:59", "2026-03-29 01:59 skipped");
    says(z, "2026-03-29 03:00", "2026-03-29 01:00");
    says(z, "2026-10-25 01:59", "2026-10-24 23:59");
    says(z, "2026-10-25 02:00", "2026-10-25 00:00 twice");
    says(z, "2026-10-25 02:59", "2026-10-25 00:59 twice");
    says(z, "2026-10-25 03:00", "2026-10-25 02:00");
    says(z, "2060-03-28 02:30", "2060-03-28 01:30 skipped");
    says(z, "9999-12-31 23:59", "9999-12-31 22:59");
    ms_zone_time t;
    assert_int_equal(ms_zone_utc(z, MS_ZONE_LOCAL_MOST + 1, &t), MS_EVALUE);
    assert_int_equal(ms_zone_utc(z, MS_ZONE_LOCAL_LEAST - 1, &t), MS_EVALUE);
    assert_int_equal(ms_zone_utc(z, MS_ZONE_LOCAL_LEAST, &t), MS_OK);
    assert_int_equal(ms_zone_utc(z, MS_ZONE_LOCAL_MOST, &t), MS_OK);
    ms_zone_free(z);
}

/* Each way in which a rule can name a day, and hours beyond the day. */
static void rules(void **state)
{
    (void)state;
    static const struct {
        const char *footer, *local, *want;
    } row[] = {
        {"<+0545>-5:45", "2026-03-14 05:45", "2026-03-14 00:00"},
        {"NST3:30NDT,M3.2.0,M11.1.0", "2026-03-08 02:30", "2026-03-08 06:00 skipped"},
        {"NST3:30NDT,M3.2.0,M11.1.0", "2026-07-01 12:00", "2026-07-01 14:30"},
        /* south of the equator: summer over the new year */
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01 00:00", "2025-12-31 13:00"},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-05 02:30", "2026-04-04 15:30 twice"},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-10-04 02:30", "2026-10-03 16:30 skipped"},
        /* winter time as the exception: Ireland */
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01 12:00", "2026-07-01 11:00"},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01 12:00", "2026-01-01 12:00"},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-10-25 01:30", "2026-10-25 00:30 twice"},
        /* on the day before, on the day after, half an hour */
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-28 23:30", "2026-03-29 01:30 skipped"},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28 02:30", "2026-03-28 00:30 skipped"},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-04-05 01:45", "2026-04-04 14:45 twice"},
        /* days by number: J60 is 1 March in every year, 59 is 29 February in leap years */
        {"AAA0BBB,J60/0,J300/0", "2028-03-01 00:30", "2028-03-01 00:30 skipped"},
        {"AAA0BBB,J60/0,J300/0", "2027-03-01 00:30", "2027-03-01 00:30 skipped"},
        {"AAA0BBB,59/0,300/0", "2028-02-29 00:30", "2028-02-29 00:30 skipped"},
        {"AAA0BBB,59/0,300/0", "2027-03-01 00:30", "2027-03-01 00:30 skipped"},
        /* summer all year (RFC 9636 §3.3.1) */
        {"XXX3EDT4,0/0,J365/23", "2026-01-01 00:00", "2026-01-01 04:00"},
        {"XXX3EDT4,0/0,J365/23", "2026-12-31 23:59", "2027-01-01 03:59"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        ms_zone *z = ruled(row[i].footer);
        says(z, row[i].local, row[i].want);
        ms_zone_free(z);
    }
}

/* Changes of the file, and what holds before the first and behind the last. */
static void changes(void **state)
{
    (void)state;
    const tzif f = {.version = '2',
                    .n_changes = 3,
                    .n_types = 3,
                    .at = {seconds("2000-01-01 00:00"), seconds("2010-06-01 00:00"),
                           seconds("2011-12-30 10:00")},
                    .to = {1, 0, 2},
                    .offset = {3600, -36000, 50400},
                    .footer = "<+14>-14"};
    ms_zone *z = zone_of(&f);
    says(z, "1990-05-05 12:00", "1990-05-05 11:00");
    says(z, "1999-12-31 14:00", "1999-12-31 13:00 twice"); /* eleven hours back */
    says(z, "2000-01-01 01:00", "2000-01-01 11:00");
    says(z, "2010-05-31 20:00", "2010-06-01 06:00 skipped");
    says(z, "2010-06-01 01:00", "2010-06-01 00:00");
    says(z, "2011-12-30 11:00", "2011-12-30 10:00 skipped");
    says(z, "2011-12-31 00:00", "2011-12-30 10:00");
    says(z, "2040-01-01 00:00", "2039-12-31 10:00");
    ms_zone_free(z);

    tzif first = f; /* version 1: four bytes a time, no footer */
    first.version = 0;
    z = zone_of(&first);
    says(z, "2005-01-01 00:00", "2005-01-01 10:00");
    says(z, "2040-01-01 00:00", "2039-12-31 10:00");
    ms_zone_free(z);

    tzif bare = f; /* a footer that says nothing: what the last change gave */
    bare.footer = "";
    z = zone_of(&bare);
    says(z, "2040-01-01 00:00", "2039-12-31 10:00");
    ms_zone_free(z);

    tzif late = f; /* the rule holds from the last change on, not before */
    late.footer = "<+14>-14<+15>,M1.1.0,M12.5.0";
    z = zone_of(&late);
    says(z, "2011-12-31 00:00", "2011-12-30 10:00");
    says(z, "2013-07-01 00:00", "2013-06-30 09:00");
    says(z, "2005-07-01 00:00", "2005-07-01 10:00");
    ms_zone_free(z);
}

/* ---- damage -------------------------------------------------------------- */

static ms_rc read_bytes(const bytes *b, size_t n, ms_diag *d)
{
    ms_zone *z = NULL;
    char *exact = malloc(n ? n : 1); /* so that sanitizers see what is read beyond */
    assert_non_null(exact);
    memcpy(exact, b->p, n);
    ms_rc rc = ms_zone_read((ms_str){exact, n}, &z, d);
    assert_true(rc ? !z : z != NULL);
    ms_zone_free(z);
    free(exact);
    return rc;
}

static void damage(void **state)
{
    (void)state;
    const tzif good = {.version = '4',
                       .n_changes = 2,
                       .n_types = 2,
                       .at = {100, 200},
                       .to = {1, 0},
                       .offset = {0, 3600},
                       .footer = "UTC0"};
    ms_diag d = {0};
    bytes b = file_of(&good);
    assert_int_equal(read_bytes(&b, b.n, &d), MS_OK);
    for (size_t n = 0; n < b.n; n++) {
        assert_int_equal(read_bytes(&b, n, &d), MS_ETRUNCATED);
        assert_true(*d.what);
    }
    for (size_t i = 0; i < b.n; i++) /* every byte changed: an error or a zone, no more */
        for (int v = 0; v < 256; v += 51) {
            bytes c = b;
            c.p[i] = (char)v;
            read_bytes(&c, c.n, &d);
        }

    tzif x = good;
    x.at[1] = 100;
    b = file_of(&x);
    assert_int_equal(read_bytes(&b, b.n, &d), MS_EDAMAGED);
    x = good;
    x.to[1] = 2;
    b = file_of(&x);
    assert_int_equal(read_bytes(&b, b.n, &d), MS_EDAMAGED);
    x = good;
    x.offset[1] = MS_ZONE_OFFSET_MOST + 1;
    b = file_of(&x);
    assert_int_equal(read_bytes(&b, b.n, &d), MS_EDAMAGED);
    x = good;
    x.n_types = x.n_changes = 0;
    b = file_of(&x);
    assert_int_equal(read_bytes(&b, b.n, &d), MS_EDAMAGED);
    x = good;
    x.leaps = 1;
    b = file_of(&x);
    assert_int_equal(read_bytes(&b, b.n, &d), MS_EFORMAT);
    x = good;
    x.version = '5';
    b = file_of(&x);
    assert_int_equal(read_bytes(&b, b.n, &d), MS_EFORMAT);
    b = file_of(&good);
    memset(b.p + 32, 0xff, 4); /* how many changes */
    assert_int_equal(read_bytes(&b, b.n, &d), MS_ELIMIT);
    static const bytes text = {.p = "Europe/Berlin is no file of this kind, whatever", .n = 47};
    assert_int_equal(read_bytes(&text, text.n, &d), MS_EFORMAT);
}

static void no_rules(void **state)
{
    (void)state;
    static const char *const footer[] = {
        "CET",
        "-1",
        "CE-1",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "CET-25",
        "CET-1:60",
        "<+1-1",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1 ",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.0.0,M10.5.0",
        "CET-1CEST,J0,J60",
        "CET-1CEST,366,60",
        "CET-1CEST,M3.5.0/168,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0,",
        "CET-1CEST,M3.5.0,,",
    };
    for (size_t i = 0; i < sizeof footer / sizeof *footer; i++) {
        const tzif f = {.version = '2', .n_types = 1, .footer = footer[i]};
        bytes b = file_of(&f);
        ms_diag d = {0};
        if (read_bytes(&b, b.n, &d) != MS_EDAMAGED) fail_msg("'%s' is a rule", footer[i]);
    }
}

/* ---- places -------------------------------------------------------------- */

static char dir[] = "/tmp/test_zone.XXXXXX";

static void write_file(const char *name, const char *p, size_t n)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void write_zone(const char *name, const char *footer)
{
    bytes b = file_of(&(tzif){.version = '2', .n_types = 1, .footer = footer});
    write_file(name, b.p, b.n);
}

static const char tab[] = "# a remark\n"
                          "DE\t+5230+01322\tEurope/Berlin\tmost of it\n"
                          "DE\t+4742+00841\tEurope/Busingen\tan exclave\n"
                          "CN\t+3114+12128\tAsia/Shanghai\tBeijing\n"
                          "CN\t+4348+08735\tAsia/Urumqi\tXinjiang\n"
                          "TN\t+3648+01011\tAfrica/Tunis\n"
                          "XX\t+0000+00000\t../../etc/passwd\n"
                          "YY\n"
                          "FR\t+4852+00220\tEurope/Paris\n";

static int make_database(void **state)
{
    (void)state;
    char path[256];
    if (!mkdtemp(dir)) return -1;
    static const char *const folders[] = {"Africa", "Asia", "Europe"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, folders[i]);
        if (mkdir(path, 0700)) return -1;
    }
    write_zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3");
    write_zone("Europe/Busingen", "CET-1CEST,M3.5.0,M10.5.0/3");
    write_zone("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0");
    write_zone("Asia/Shanghai", "CST-8");
    write_zone("Asia/Urumqi", "<+06>-6");
    write_zone("Africa/Tunis", "CET-1");
    write_file("Europe/Paris", "TZif2", 5);
    write_file("zone.tab", tab, sizeof tab - 1);
    return 0;
}

static int remove_database(void **state)
{
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command);
}

static ms_zones *database(void)
{
    ms_zones *z = NULL;
    ms_diag d = {0};
    if (ms_zones_open(dir, &z, &d)) fail_msg("%s", d.what);
    return z;
}

static void places(void **state)
{
    (void)state;
    static const struct {
        const char *place;
        ms_rc rc;
        const char *utc;
    } row[] = {
        {"FRA", MS_OK, "2026-07-01T10:00:00Z"},
        {"fra", MS_OK, "2026-07-01T10:00:00Z"},
        {"LON", MS_OK, "2026-07-01T11:00:00Z"},   /* a city */
        {"DEFRA", MS_OK, "2026-07-01T10:00:00Z"}, /* both zones agree */
        {"DE", MS_OK, "2026-07-01T10:00:00Z"},
        {"TNTUN", MS_OK, "2026-07-01T11:00:00Z"},
        {"CNPEK", MS_ENOTFOUND, NULL}, /* they do not */
        {"PEK", MS_OK, "2026-07-01T04:00:00Z"},
        {"QQQ", MS_ENOTFOUND, NULL},
        {"QQ123", MS_ENOTFOUND, NULL},
        {"XXABC", MS_ENOTFOUND, NULL},
        {"EDDF", MS_ENOTFOUND, NULL},
        {"FRANKFURT", MS_ENOTFOUND, NULL},
        {"", MS_ENOTFOUND, NULL},
        {"CDG", MS_ETRUNCATED, NULL}, /* a damaged file */
        {"FRCDG", MS_ETRUNCATED, NULL},
        {"JFK", MS_ENOTFOUND, NULL}, /* no file */
    };
    ms_zones *z = database();
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        ms_zone_time t;
        char utc[MS_UTC_BYTES];
        ms_rc rc = ms_zones_utc(z, ms_str_z(row[i].place), seconds("2026-07-01 12:00"), &t);
        if (rc != row[i].rc) fail_msg("%s: %s", row[i].place, ms_rc_text(rc));
        if (rc) continue;
        ms_utc_at(t.utc, utc);
        assert_string_equal(utc, row[i].utc);
    }
    ms_diag d;
    assert_true(ms_zones_fault(z, 0, &d));
    assert_non_null(strstr(d.what, "Europe/Paris: "));
    assert_true(ms_zones_fault(z, 1, &d));
    assert_non_null(strstr(d.what, "America/New_York"));
    assert_false(ms_zones_fault(z, 2, &d));
    ms_zones_free(z);

    assert_int_equal(ms_zones_open("/nowhere/at/all", &z, &d), MS_ENOTFOUND);
    assert_null(z);
    assert_non_null(strstr(d.what, "/nowhere/at/all"));
    ms_zones_free(NULL);
    ms_zone_free(NULL);
}

static void *ask(void *zones)
{
    static const char *const place[] = {"FRA", "PEK", "CDG", "LHR", "TUN", "DEBER"};
    for (int i = 0; i < 600; i++) {
        ms_zone_time t;
        ms_rc rc = ms_zones_utc(zones, ms_str_z(place[i % 6]), 1000000000 + i, &t);
        if (rc != (i % 6 == 2 ? MS_ETRUNCATED : MS_OK)) return zones;
    }
    return NULL;
}

static void threads(void **state)
{
    (void)state;
    ms_zones *z = database();
    pthread_t t[4];
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&t[i], NULL, ask, z), 0);
    for (int i = 0; i < 4; i++) {
        void *bad = NULL;
        assert_int_equal(pthread_join(t[i], &bad), 0);
        assert_null(bad);
    }
    ms_zones_free(z);
}

/* ---- legs ---------------------------------------------------------------- */

static ms_travel_time clock_at(unsigned month, unsigned day, int minute, int offset)
{
    return (ms_travel_time){.day = {.date = {2026, (uint8_t)month, (uint8_t)day}},
                            .minute = (int16_t)minute,
                            .offset = (int16_t)offset};
}

static void legs(void **state)
{
    (void)state;
    const ms_travel_time none = {.minute = MS_MINUTE_UNKNOWN, .offset = MS_OFFSET_UNKNOWN};
    const int unknown = MS_OFFSET_UNKNOWN;
    ms_leg route[] = {
        {.from = MS_STR("FRA"),
         .to = MS_STR("TUN"),
         .departs = clock_at(3, 14, 400, unknown),
         .arrives = clock_at(3, 14, 555, unknown)},
        {.from = MS_STR("FRA"),
         .to = MS_STR("LHR"),
         .departs = clock_at(10, 25, 150, unknown),
         .arrives = clock_at(3, 29, 90, unknown)},
        {.from = MS_STR("QQQ"),
         .to = MS_STR("QQQ"),
         .departs = clock_at(7, 1, 30, 330),
         .arrives = clock_at(7, 1, 720, unknown)},
        {.from = MS_STR("FRA"),
         .to = MS_STR("FRA"),
         .departs = none,
         .arrives = clock_at(7, 0, 720, unknown)},
        {.from = MS_STR("FRA"),
         .to = MS_STR("FRA"),
         .departs = clock_at(7, 1, MS_MINUTE_UNKNOWN, unknown),
         .arrives = clock_at(7, 1, 60, unknown)},
    };
    route[4].arrives.day.sent = MS_STR("202607010100CST"); /* of some zone */
    ms_leg own[] = {
        {.to = MS_STR("PEK"), .departs = none, .arrives = clock_at(1, 1, 0, unknown)}};
    struct ms_travel_bookings booking = {.legs = own, .n_legs = 1};
    ms_manifest m = {.legs = route, .n_legs = 5, .bookings = &booking, .n_bookings = 1};
    static const char *const want[][4] = {
        {"2026-03-14T05:40:00Z", "", "2026-03-14T08:15:00Z", ""},
        {"2026-10-25T00:30:00Z", "twice", "2026-03-29T01:30:00Z", "skipped"},
        {"2026-06-30T19:00:00Z", "", "", ""},
        {"", "", "", ""},
        {"", "", "", ""},
    };
    ms_zones *z = database();
    ms_arena *a = ms_arena_new(0);
    assert_int_equal(ms_travel_utc(NULL, &m, a), MS_OK);
    assert_int_equal(route[0].departs_utc.n, 0);
    assert_true(ms_str_eq(route[2].departs_utc, ms_str_z(want[2][0]))); /* it says so itself */
    assert_int_equal(ms_travel_utc(z, &m, a), MS_OK);
    for (unsigned i = 0; i < 5; i++) {
        const ms_leg *l = &route[i];
        const ms_str got[4] = {l->departs_utc, l->departs_doubt, l->arrives_utc,
                               l->arrives_doubt};
        for (unsigned k = 0; k < 4; k++)
            if (!ms_str_eq(got[k], ms_str_z(want[i][k])))
                fail_msg("leg %u: '%.*s', not '%s'", i, MS_FMT(got[k]), want[i][k]);
    }
    assert_true(ms_str_eq(own[0].arrives_utc, MS_STR("2025-12-31T16:00:00Z")));
    ms_arena_free(a);
    ms_zones_free(z);
}

/* ---- memory -------------------------------------------------------------- */

static unsigned long asked, fail_at;

static int gate(size_t n)
{
    (void)n;
    return ++asked != fail_at;
}

/* Every allocation fails once: MS_ENOMEM, and the next try succeeds. */
static void memory(void **state)
{
    (void)state;
    for (fail_at = 1;; fail_at++) {
        ms_zones *z = NULL;
        ms_zone_time t = {0};
        asked = 0;
        ms_mem_gate = gate;
        ms_rc rc = ms_zones_open(dir, &z, NULL);
        ms_rc at = rc ? rc : ms_zones_utc(z, MS_STR("FRA"), 0, &t);
        ms_mem_gate = NULL;
        if (asked < fail_at) {
            assert_int_equal(at, MS_OK);
            ms_zones_free(z);
            break;
        }
        assert_int_equal(at, MS_ENOMEM);
        if (z) assert_int_equal(ms_zones_utc(z, MS_STR("FRA"), 0, &t), MS_OK);
        ms_zones_free(z);
    }
    assert_in_range(fail_at, 4, 100);
}

/* ---- airports ------------------------------------------------------------ */

/* Minutes from UTC at noon of 15 January and of 15 July 2024, from the airports' own
 * timetables and their States' laws. */
static const struct {
    const char *code;
    int winter, summer;
} airports[] = {
    {"LHR", 0, 60},      {"CDG", 60, 120},    {"TUN", 60, 60},     {"CMN", 60, 60},
    {"CAI", 120, 180},   {"JNB", 120, 120},   {"ADD", 180, 180},   {"IST", 180, 180},
    {"SVO", 180, 180},   {"THR", 210, 210},   {"DXB", 240, 240},   {"KBL", 270, 270},
    {"TAS", 300, 300},   {"DEL", 330, 330},   {"KTM", 345, 345},   {"DAC", 360, 360},
    {"RGN", 390, 390},   {"BKK", 420, 420},   {"PEK", 480, 480},   {"PER", 480, 480},
    {"NRT", 540, 540},   {"ADL", 630, 570},   {"BNE", 600, 600},   {"SYD", 660, 600},
    {"UUS", 660, 660},   {"AKL", 780, 720},   {"CHT", 825, 765},   {"APW", 780, 780},
    {"CXI", 840, 840},   {"PPG", -660, -660}, {"HNL", -600, -600}, {"PPT", -600, -600},
    {"ANC", -540, -480}, {"LAX", -480, -420}, {"PHX", -420, -420}, {"DEN", -420, -360},
    {"MEX", -360, -360}, {"ORD", -360, -300}, {"CUN", -300, -300}, {"JFK", -300, -240},
    {"BOG", -300, -300}, {"CCS", -240, -240}, {"SCL", -180, -240}, {"PUQ", -180, -180},
    {"YYT", -210, -150}, {"GRU", -180, -180}, {"FEN", -120, -120}, {"PDL", -60, 0},
    {"KEF", 0, 0},       {"RAI", -60, -60},
};

static void known_airports(void **state)
{
    (void)state;
    ms_zones *z = NULL;
    if (ms_zones_open(NULL, &z, NULL)) skip();
    for (size_t i = 0; i < sizeof airports / sizeof *airports; i++) {
        const char *local[2] = {"2024-01-15 12:00", "2024-07-15 12:00"};
        for (int k = 0; k < 2; k++) {
            ms_zone_time t;
            int want = k ? airports[i].summer : airports[i].winter;
            ms_str code = ms_str_z(airports[i].code);
            assert_int_equal(ms_zones_utc(z, code, seconds(local[k]), &t), MS_OK);
            if (t.offset != want * 60) fail_msg("%s: %d s", airports[i].code, t.offset);
        }
    }
    ms_zones_free(z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days),    cmocka_unit_test(berlin),         cmocka_unit_test(rules),
        cmocka_unit_test(changes), cmocka_unit_test(damage),         cmocka_unit_test(no_rules),
        cmocka_unit_test(places),  cmocka_unit_test(threads),        cmocka_unit_test(legs),
        cmocka_unit_test(memory),  cmocka_unit_test(known_airports),
    };
    return cmocka_run_group_tests(tests, make_database, remove_database);
}
