/* What is written is read back, in every format; whatever one character is changed to, what it
 * is no part of stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/mrz.h>

enum { DOCUMENTS = 100000 };

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

static uint64_t seed = 0x9E3779B97F4A7C15u;

/* xorshift64*, so that every run has the same documents. */
static unsigned below(unsigned n)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (unsigned)((seed * 0x2545F4914F6CDD1Du) >> 33) % n;
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

static ms_str random_text(ms_arena *a, unsigned n, unsigned of)
{
    char text[64];
    for (unsigned i = 0; i < n; i++) text[i] = letters[below(of)];
    return ms_arena_str(a, (ms_str){text, n});
}

static uint8_t random_parts(ms_arena *a, ms_str *part, unsigned least)
{
    unsigned n = least + below(4);
    for (unsigned i = 0; i < n; i++) part[i] = random_text(a, 1 + below(14), 26);
    return (uint8_t)n;
}

/* ---- generated documents ----------------------------------------------- */

/* Codes of documents and issuers; a personal number where the issuer has one there. */
static const struct {
    ms_mrz_format format;
    const char *code, *issuer;
    const char *shape; /* d digits, a a letter, < itself */
} kinds[] = {
    {MS_MRZ_TD1, "I", "UTO", ""},
    {MS_MRZ_TD1, "ID", "D", ""},
    {MS_MRZ_TD1, "AC", "SYR", ""},
    {MS_MRZ_TD1, "ID", "SWE", "dddddddddddd"},
    {MS_MRZ_TD1, "I", "LVA", "dddddd<ddddd"},
    {MS_MRZ_TD2, "I", "UTO", ""},
    {MS_MRZ_TD2, "C", "XOM", ""},
    {MS_MRZ_TD2, "PU", "LBN", ""},
    {MS_MRZ_TD3, "P", "UTO", ""},
    {MS_MRZ_TD3, "PD", "D", ""},
    {MS_MRZ_TD3, "PP", "CZE", "dddddddddd"},
    {MS_MRZ_TD3, "P", "NLD", "ddddddddd"},
    {MS_MRZ_MRVA, "V", "FRA", ""},
    {MS_MRZ_MRVA, "VB", "D", ""},
    {MS_MRZ_MRVB, "V", "UTO", ""},
    {MS_MRZ_MRVB, "VC", "ITA", ""},
    {MS_MRZ_FRA, "ID", "FRA", ""},
};

static const char *const nationalities[] = {"UTO", "D", "XXA", "XXB", "GBN", "SYR", "RKS"};

static void random_date(ms_mrz_date *d, bool birth)
{
    char text[7];
    unsigned year = birth ? 1911 + below(115) : 1977 + below(100);
    unsigned month = 1 + below(12), day = 1 + below(28);
    snprintf(text, sizeof text, "%02u%02u%02u", year % 100, month, day);
    if (birth && below(8) == 0) memset(text + 4, '<', 2);
    if (birth && below(16) == 0) memset(text + 2, '<', 4);
    if (birth && below(32) == 0) memset(text, '<', 6);
    memcpy(d->text, text, sizeof text);
    d->date.year = text[0] == '<' ? 0 : (uint16_t)year;
    d->date.month = text[2] == '<' ? 0 : (uint8_t)month;
    d->date.day = text[4] == '<' ? 0 : (uint8_t)day;
}

static ms_str random_number(ms_arena *a, ms_mrz_format format, bool optional)
{
    if (format == MS_MRZ_FRA) return random_text(a, 12, 36);
    if (format == MS_MRZ_TD1 && !optional && below(3) == 0)
        return random_text(a, 10 + below(13), 36);
    if (format == MS_MRZ_TD2 && below(3) == 0) return random_text(a, 10 + below(5), 36);
    return random_text(a, 1 + below(9), 36);
}

static ms_str random_personal(ms_arena *a, const char *shape)
{
    char text[32];
    size_t n = strlen(shape);
    for (size_t i = 0; i < n; i++)
        text[i] = shape[i] == 'd' ? (char)('0' + below(10)) : shape[i];
    return ms_arena_str(a, (ms_str){text, n});
}

static ms_mrz random_document(ms_arena *a, ms_mrz_format format)
{
    unsigned n = sizeof kinds / sizeof *kinds, k = below(n);
    while (kinds[k].format != format) k = (k + 1) % n;
    ms_mrz m = {.format = format,
                .code = ms_str_z(kinds[k].code),
                .issuer = ms_str_z(kinds[k].issuer),
                .nationality = ms_str_z(nationalities[below(7)]),
                .sex = "MFX"[below(3)]};
    if (format == MS_MRZ_FRA) m.nationality = MS_STR("FRA");
    m.number = random_number(a, format, kinds[k].shape[0] != 0);
    m.n_surname = random_parts(a, m.surname, 1);
    m.n_given = random_parts(a, m.given, below(10) == 0 ? 0 : 1);
    random_date(&m.birth, true);
    random_date(&m.expiry, false);
    if (format == MS_MRZ_FRA) m.expiry = (ms_mrz_date){{0}, 0, ""};
    m.optional[0] = random_personal(a, kinds[k].shape);
    return m;
}

/* ---- comparison -------------------------------------------------------- */

/* Letters of a name in its field, fillers between included. */
static size_t name_length(const ms_str *part, unsigned n, size_t gap)
{
    size_t length = n ? gap * (n - 1) : 0;
    for (unsigned i = 0; i < n; i++) length += part[i].n;
    return length;
}

static bool begins(ms_str whole, ms_str with)
{
    return with.n <= whole.n && memcmp(whole.p, with.p, with.n) == 0;
}

/* Each component that was read is what was written, or begins it where the name was cut. */
static bool same_parts(const ms_str *want, unsigned n_want, const ms_str *got, unsigned n_got,
                       bool cut)
{
    if (n_got > n_want || (!cut && n_got != n_want)) return false;
    for (unsigned i = 0; i < n_got; i++)
        if (cut ? !got[i].n || !begins(want[i], got[i]) : !ms_str_eq(want[i], got[i]))
            return false;
    return true;
}

static bool same_name(const ms_mrz *want, const ms_mrz *got)
{
    static const uint8_t rooms[MS_MRZ_FORMATS] = {0, 30, 31, 39, 39, 31, 25};
    size_t room = rooms[want->format];
    size_t surname = name_length(want->surname, want->n_surname, 1);
    size_t given = name_length(want->given, want->n_given, 1);
    bool cut = surname + (given ? given + 2 : 0) > room, cut_given = cut;
    if (want->format == MS_MRZ_FRA) {
        cut = surname > room;
        cut_given = name_length(want->given, want->n_given, 2) > 14;
    }
    if ((cut || cut_given) && !got->cut) return false;
    if (want->n_given && !got->n_given) return false;
    return same_parts(want->surname, want->n_surname, got->surname, got->n_surname, cut) &&
           same_parts(want->given, want->n_given, got->given, got->n_given, cut_given);
}

static bool same_date(const ms_mrz_date *want, const ms_mrz_date *got)
{
    if (strcmp(want->text, got->text) != 0) return false;
    if (want->date.year != got->date.year && want->date.year != got->other) return false;
    return want->date.month == got->date.month && want->date.day == got->date.day;
}

static const char *difference(const ms_mrz *want, const ms_mrz *got)
{
    if (want->format != got->format) return "format";
    if (!ms_str_eq(want->code, got->code)) return "code";
    if (!ms_str_eq(want->issuer, got->issuer)) return "issuer";
    if (!ms_str_eq(want->nationality, got->nationality)) return "nationality";
    if (!ms_str_eq(want->number, got->number)) return "number";
    if (!same_name(want, got)) return "name";
    if (!same_date(&want->birth, &got->birth)) return "birth";
    if (!same_date(&want->expiry, &got->expiry)) return "expiry";
    if (want->sex != got->sex) return "sex";
    if (!ms_str_eq(want->optional[0], got->optional[0])) return "optional";
    if (!got->valid) return "valid";
    return NULL;
}

static void round_trip(ms_arena *a, ms_mrz_format format)
{
    char text[3 * 45];
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        ms_arena_reset(a);
        ms_mrz want = random_document(a, format), got;
        ms_str line[MS_MRZ_LINES];
        ms_diag d;
        if (ms_mrz_write(&want, a, line, &d)) fail_msg("%s", d.what);
        size_t n = (size_t)snprintf(text, sizeof text, "%.*s\n%.*s\n%.*s", MS_FMT(line[0]),
                                    MS_FMT(line[1]), MS_FMT(line[2]));
        assert_int_equal(ms_mrz_read((ms_str){text, n}, today, a, &got), MS_OK);
        const char *what = difference(&want, &got);
        if (what) fail_msg("document %u: %s\n%s", i, what, text);
        for (unsigned k = 0; k < got.n_checks; k++) assert_true(got.check[k].right);
    }
}

static void test_td1(void **state)
{
    round_trip(*state, MS_MRZ_TD1);
}

static void test_td2(void **state)
{
    round_trip(*state, MS_MRZ_TD2);
}

static void test_td3(void **state)
{
    round_trip(*state, MS_MRZ_TD3);
}

static void test_mrva(void **state)
{
    round_trip(*state, MS_MRZ_MRVA);
}

static void test_mrvb(void **state)
{
    round_trip(*state, MS_MRZ_MRVB);
}

static void test_fra(void **state)
{
    round_trip(*state, MS_MRZ_FRA);
}

/* ---- truncation -------------------------------------------------------- */

/* A name as the visible zone has it, "SURNAME, GIVEN", and the field it becomes. */
static void becomes(ms_arena *a, ms_mrz_format format, const char *name, const char *want)
{
    ms_mrz m = {.format = format,
                .code = MS_STR("I"),
                .issuer = MS_STR("UTO"),
                .nationality = MS_STR("UTO"),
                .number = MS_STR("1"),
                .sex = 'F',
                .birth = {.text = "740812"},
                .expiry = {.text = "300812"}};
    bool given = false;
    for (const char *p = name; *p;) {
        size_t n = strcspn(p, " ,");
        if (n && given) m.given[m.n_given++] = (ms_str){p, n};
        else if (n) m.surname[m.n_surname++] = (ms_str){p, n};
        p += n;
        given |= *p == ',';
        p += *p != 0;
    }
    ms_str line[MS_MRZ_LINES];
    assert_int_equal(ms_mrz_write(&m, a, line, NULL), MS_OK);
    ms_str field = format == MS_MRZ_TD1 ? line[2] : (ms_str){line[0].p + 5, line[0].n - 5};
    if (!ms_str_eq(field, ms_str_z(want))) fail_msg("'%.*s', not '%s'", MS_FMT(field), want);
}

/* Those examples of 9303-4 to 9303-6 §4.2.3 that take characters from the end. */
static void test_truncation(void **state)
{
    const char *thai = "NILAVADHANANANDA, CHAYAPA DEJTHAMRONG KRASUANG";
    const char *long_name = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL, DINGO POTOROO";
    becomes(*state, MS_MRZ_TD3, thai, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K");
    becomes(*state, MS_MRZ_TD3, "NILAVADHANANANDA, ARNPOL PETCH CHARONGUANG",
            "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU");
    becomes(*state, MS_MRZ_TD3, "PAPANDROPOULOUS, JONATHON WARREN TREVOR",
            "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR");
    becomes(*state, MS_MRZ_TD3, "SATRIYA SUDARPA", "SATRIYA<SUDARPA<<<<<<<<<<<<<<<<<<<<<<<<");
    becomes(*state, MS_MRZ_TD1, "VILARCHAO FERNANDEZ, JOSE RAMON",
            "VILARCHAO<FERNANDEZ<<JOSE<RAMO");
    becomes(*state, MS_MRZ_TD1, "PAPANDROPOULOUS, JONATHON ALEC",
            "PAPANDROPOULOUS<<JONATHON<ALEC");
    becomes(*state, MS_MRZ_TD3, long_name, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D");
    /* A filler at the end would say that nothing is missing. */
    becomes(*state, MS_MRZ_TD1, "ABCDEFGHIJKLMNOPQRSTUV, ABCDE FG",
            "ABCDEFGHIJKLMNOPQRSTUV<<ABCD<F");
}

static void test_refused(void **state)
{
    ms_str line[MS_MRZ_LINES];
    ms_diag d = {0};
    ms_mrz m = random_document(*state, MS_MRZ_TD3), bad = m;
    bad.number = MS_STR("1234567890");
    assert_int_equal(ms_mrz_write(&bad, *state, line, &d), MS_EVALUE);
    assert_non_null(strstr(d.what, "document number"));
    bad = m;
    bad.surname[0] = MS_STR("O'NEILL");
    assert_int_equal(ms_mrz_write(&bad, *state, line, &d), MS_EVALUE);
    bad = m;
    bad.birth = (ms_mrz_date){{1974, 2, 30}, 0, ""};
    assert_int_equal(ms_mrz_write(&bad, *state, line, NULL), MS_EVALUE);
    bad = m;
    bad.n_surname = 0;
    assert_int_equal(ms_mrz_write(&bad, *state, line, NULL), MS_EVALUE);
    bad = m;
    bad.format = MS_MRZ_UNKNOWN;
    assert_int_equal(ms_mrz_write(&bad, *state, line, NULL), MS_EVALUE);
}

/* ---- damage ------------------------------------------------------------ */

static const char *const zones[] = {
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F3004157UTO<<<<<<<<<<<2\nERIKSSON<<ANNA<MARIA<<<<<<"
    "<<<<",
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F3004157<<<<<<<2",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3004157<<<<<<<<<<<<<<"
    "04",
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<<<<<<<<"
    "<",
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
    "IDFRALELOUP<VALETTE<<<<<<<<<<<751234\n1203751000421MARGUERITE<<LI8802299F3",
};

/* Where the fields lie in these texts, with their check digits: 9303-4 to 9303-7 §4.2.2. */
typedef struct span {
    ms_mrz_format format;
    ms_mrz_field field;
    uint8_t from, n;
} span;

static const span spans[] = {
    {MS_MRZ_TD1, MS_MRZ_NUMBER, 5, 25},       {MS_MRZ_TD1, MS_MRZ_BIRTH, 31, 7},
    {MS_MRZ_TD1, MS_MRZ_SEX, 38, 1},          {MS_MRZ_TD1, MS_MRZ_EXPIRY, 39, 7},
    {MS_MRZ_TD1, MS_MRZ_NATIONALITY, 46, 3},  {MS_MRZ_TD1, MS_MRZ_NAME, 62, 30},
    {MS_MRZ_TD2, MS_MRZ_NAME, 5, 31},         {MS_MRZ_TD2, MS_MRZ_NUMBER, 37, 10},
    {MS_MRZ_TD2, MS_MRZ_NATIONALITY, 47, 3},  {MS_MRZ_TD2, MS_MRZ_BIRTH, 50, 7},
    {MS_MRZ_TD2, MS_MRZ_SEX, 57, 1},          {MS_MRZ_TD2, MS_MRZ_EXPIRY, 58, 7},
    {MS_MRZ_TD3, MS_MRZ_NAME, 5, 39},         {MS_MRZ_TD3, MS_MRZ_NUMBER, 45, 10},
    {MS_MRZ_TD3, MS_MRZ_NATIONALITY, 55, 3},  {MS_MRZ_TD3, MS_MRZ_BIRTH, 58, 7},
    {MS_MRZ_TD3, MS_MRZ_SEX, 65, 1},          {MS_MRZ_TD3, MS_MRZ_EXPIRY, 66, 7},
    {MS_MRZ_MRVA, MS_MRZ_NAME, 5, 39},        {MS_MRZ_MRVA, MS_MRZ_NUMBER, 45, 10},
    {MS_MRZ_MRVA, MS_MRZ_NATIONALITY, 55, 3}, {MS_MRZ_MRVA, MS_MRZ_BIRTH, 58, 7},
    {MS_MRZ_MRVA, MS_MRZ_SEX, 65, 1},         {MS_MRZ_MRVA, MS_MRZ_EXPIRY, 66, 7},
    {MS_MRZ_MRVB, MS_MRZ_NAME, 5, 31},        {MS_MRZ_MRVB, MS_MRZ_NUMBER, 37, 10},
    {MS_MRZ_MRVB, MS_MRZ_NATIONALITY, 47, 3}, {MS_MRZ_MRVB, MS_MRZ_BIRTH, 50, 7},
    {MS_MRZ_MRVB, MS_MRZ_SEX, 57, 1},         {MS_MRZ_MRVB, MS_MRZ_EXPIRY, 58, 7},
    {MS_MRZ_FRA, MS_MRZ_NUMBER, 37, 13},      {MS_MRZ_FRA, MS_MRZ_BIRTH, 64, 7},
    {MS_MRZ_FRA, MS_MRZ_SEX, 71, 1},
};

static bool same_field(const ms_mrz *a, const ms_mrz *b, ms_mrz_field field)
{
    switch (field) {
    case MS_MRZ_NUMBER: return ms_str_eq(a->number, b->number);
    case MS_MRZ_BIRTH: return same_date(&a->birth, &b->birth);
    case MS_MRZ_EXPIRY: return same_date(&a->expiry, &b->expiry);
    case MS_MRZ_SEX: return a->sex == b->sex;
    case MS_MRZ_NATIONALITY: return ms_str_eq(a->nationality, b->nationality);
    default: return ms_str_eq(a->name, b->name);
    }
}

/* The fields that have nothing of bytes `at` to `end` are as they were. */
static void unchanged(const ms_mrz *was, const ms_mrz *is, size_t at, size_t end,
                      const char *text)
{
    for (unsigned i = 0; i < sizeof spans / sizeof *spans; i++) {
        const span *s = &spans[i];
        if (s->format != was->format || (s->from < end && at < s->from + (size_t)s->n))
            continue;
        if (!same_field(was, is, s->field))
            fail_msg("%s, byte %zu: %s\n%s", ms_mrz_format_name(was->format), at,
                     ms_mrz_field_key(s->field), text);
    }
}

/* The first character tells passports, visas and cards apart; "IDFRA" the French card. */
static bool tells_format(ms_mrz_format f, size_t at)
{
    return at == 0 || (f == MS_MRZ_FRA && at < 5);
}

static void test_changed(void **state)
{
    static const char *const into[] = {"<", "A",    "O", "0", "9",  "Z",  "V",  "P",    "z",
                                       " ", "\xFF", "é", "«", "\n", "\r", "\f", "\x01", ""};
    for (unsigned z = 0; z < sizeof zones / sizeof *zones; z++) {
        ms_mrz was, is;
        size_t n = strlen(zones[z]);
        ms_arena_reset(*state);
        assert_int_equal(ms_mrz_read(ms_str_z(zones[z]), today, *state, &was), MS_OK);
        assert_true(was.valid);
        for (size_t at = 0; at < n; at++) {
            for (unsigned k = 0; k < sizeof into / sizeof *into; k++) {
                char text[128];
                snprintf(text, sizeof text, "%.*s%s%s", (int)at, zones[z], into[k],
                         zones[z] + at + 1);
                assert_int_equal(ms_mrz_read(ms_str_z(text), today, *state, &is), MS_OK);
                if (k < 12 && zones[z][at] != '\n' && !tells_format(was.format, at))
                    unchanged(&was, &is, at, at + 1, text);
            }
        }
    }
}

/* A text that ends early keeps the fields that it has, from the second line on, where the
 * length of the first tells the format. */
static void test_ended(void **state)
{
    for (unsigned z = 0; z < sizeof zones / sizeof *zones; z++) {
        ms_mrz was, is;
        size_t n = strlen(zones[z]), line = strcspn(zones[z], "\n");
        ms_arena_reset(*state);
        assert_int_equal(ms_mrz_read(ms_str_z(zones[z]), today, *state, &was), MS_OK);
        for (size_t at = 0; at < n; at++) {
            char *text = malloc(at ? at : 1); /* exact, so that sanitizers see overreads */
            assert_non_null(text);
            memcpy(text, zones[z], at);
            ms_rc rc = ms_mrz_read((ms_str){text, at}, today, *state, &is);
            assert_int_equal(rc, at ? MS_OK : MS_ENOTFOUND);
            if (at > line + 8) unchanged(&was, &is, at, n, zones[z]);
            free(text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_td1),     cmocka_unit_test(test_td2),
        cmocka_unit_test(test_td3),     cmocka_unit_test(test_mrva),
        cmocka_unit_test(test_mrvb),    cmocka_unit_test(test_fra),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_truncation),
        cmocka_unit_test(test_changed), cmocka_unit_test(test_ended),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
