/* CUSRES: written and read back, in every release of the directory; what the writer refuses;
 * answers that other systems send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/marsad.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
enum { ROUNDS = 5000 };
#else
enum { ROUNDS = 100000 };
#endif

/* ---- random answers ------------------------------------------------------ */

static uint64_t state = 0x9E3779B97F4A7C15;

static uint32_t any(uint32_t below)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (uint32_t)(state >> 32) % below;
}

static bool chance(unsigned percent)
{
    return any(100) < percent;
}

/* Text of up to `max` bytes of what the character set has, separators among it. */
static ms_str text(ms_arena *a, unsigned max, bool utf8)
{
    static const char *const letters[] = {"A", "B", "7", "Z", " ", "'", "+", ":", "?",
                                          "/", "-", "x", "q", "*", "É", "и", "م", "東"};
    char buf[600];
    unsigned n = 0, want = 1 + any(max);
    while (n + 4 < want + 4 && n < want) {
        const char *l = letters[any(utf8 ? 18 : 14)];
        size_t k = strlen(l);
        if (n + k > max) break;
        memcpy(buf + n, l, k);
        n += (unsigned)k;
    }
    while (n && buf[n - 1] == ' ') n--;
    unsigned from = 0;
    while (from < n && buf[from] == ' ') from++;
    if (from == n) buf[from = 0] = 'K', n = 1;
    return ms_arena_str(a, (ms_str){buf + from, n - from});
}

/* A name in an envelope, whose first segment tells what repeats. */
static ms_str name(ms_arena *a, unsigned max)
{
    ms_str s = text(a, max, false);
    char *p = ms_arena_alloc(a, s.n);
    for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] == '*' ? 'N' : s.p[i];
    return (ms_str){p, s.n};
}

static ms_str maybe(ms_arena *a, unsigned max, bool utf8)
{
    return chance(60) ? text(a, max, utf8) : (ms_str){"", 0};
}

static ms_travel_time moment(void)
{
    ms_travel_time t = {.minute = MS_MINUTE_UNKNOWN, .offset = MS_OFFSET_UNKNOWN};
    if (chance(20)) return t;
    t.day.date = (ms_date){2026, (uint8_t)(1 + any(5)), (uint8_t)(1 + any(28))};
    if (chance(80)) t.minute = (int16_t)any(1440);
    return t;
}

static const char *const releases[] = {"02B", "03B", "05B", "12B", "13B", "15B",
                                       "16B", "17A", "21B", "99A", "08A"};

static void make_lists(ms_arena *a, ms_answer *x, bool utf8)
{
    x->n_legs = any(4);
    x->n_errors = chance(70) ? 0 : any(5);
    x->n_travellers = chance(99) ? any(8) : any(320);
    x->legs = ms_arena_array(a, x->n_legs, sizeof *x->legs);
    x->errors = ms_arena_array(a, x->n_errors, sizeof *x->errors);
    x->travellers = ms_arena_array(a, x->n_travellers, sizeof *x->travellers);
    for (uint32_t i = 0; i < x->n_legs; i++)
        x->legs[i] = (ms_answer_leg){.flight = text(a, 8, utf8),
                                     .departs = moment(),
                                     .arrives = moment(),
                                     .from = maybe(a, 5, utf8),
                                     .to = maybe(a, 5, utf8)};
    for (uint32_t i = 0; i < x->n_errors; i++)
        x->errors[i] = (ms_answer_error){.code = text(a, 3, false),
                                         .tag = chance(50) ? MS_STR("NAD") : (ms_str){0},
                                         .segment = any(3) * any(1000),
                                         .text = maybe(a, 60, utf8)};
    for (uint32_t i = 0; i < x->n_travellers; i++)
        x->travellers[i] =
            (ms_answer_traveller){.verdict = (ms_verdict)(1 + any(MS_VERDICTS - 1)),
                                  .number = any(2) * any(100000),
                                  .locator = maybe(a, 6, utf8),
                                  .reference = maybe(a, MS_ANSWER_REFERENCE, utf8),
                                  .text = maybe(a, chance(95) ? 40 : MS_ANSWER_TEXT, utf8),
                                  .decision = MS_STR("D-1")};
}

static ms_answer make(ms_arena *a)
{
    bool utf8 = chance(30);
    ms_answer x = {.kind = (ms_answer_kind)(1 + any(MS_ANSWER_KINDS - 1)),
                   .sender = {name(a, 35), name(a, 4), name(a, 14)},
                   .recipient = {name(a, 35), name(a, 4), {"", 0}},
                   .time = MS_STR("2359"),
                   .interchange = name(a, 14),
                   .syntax = utf8 ? MS_STR("UNOY") : MS_STR("UNOB"),
                   .version = utf8 || chance(50) ? 4 : 3,
                   .interactive = chance(20),
                   .test = chance(10),
                   .reference = text(a, 14, false),
                   .release = ms_str_z(releases[any(sizeof releases / sizeof *releases)]),
                   .association = chance(50) ? MS_STR("IATA") : (ms_str){"", 0},
                   .access = maybe(a, 35, utf8),
                   .part = any(2) * any(100),
                   .transaction = maybe(a, 20, utf8)};
    x.date = x.version == 4 && chance(50) ? MS_STR("20260301") : MS_STR("260301");
    if (!x.interactive && chance(30)) x.group = text(a, 14, false);
    x.last = x.part && chance(50);
    make_lists(a, &x, utf8);
    return x;
}

/* ---- written and read ---------------------------------------------------- */

static ms_str written(ms_edi_writer *w, const ms_answer *x)
{
    ms_diag d = {0};
    ms_str out;
    assert_int_equal(ms_cusres_write(x, w, &d), MS_OK);
    if (ms_edi_write_take(w, &out, &d)) fail_msg("%s", d.what);
    return out;
}

static void equal(ms_str a, ms_str b)
{
    if (!ms_str_eq(a, b)) fail_msg("'%.*s' is not '%.*s'", MS_FMT(b), MS_FMT(a));
}

static void equal_party(ms_edi_party a, ms_edi_party b)
{
    equal(a.id, b.id), equal(a.qualifier, b.qualifier), equal(a.internal, b.internal);
}

static void equal_time(ms_travel_time a, ms_travel_time b)
{
    assert_int_equal(a.day.date.year, b.day.date.year);
    assert_int_equal(a.day.date.month, b.day.date.month);
    assert_int_equal(a.day.date.day, b.day.date.day);
    assert_int_equal(a.minute, b.minute);
}

static void equal_heads(const ms_answer *x, const ms_answer *y, uint32_t parts, uint32_t part)
{
    assert_int_equal(x->kind, y->kind);
    equal_party(x->sender, y->sender);
    equal_party(x->recipient, y->recipient);
    equal(x->date, y->date), equal(x->time, y->time);
    equal(x->interchange, y->interchange), equal(x->group, y->group);
    assert_int_equal(x->test, y->test);
    assert_int_equal(x->interactive, y->interactive);
    equal(x->reference, y->reference), equal(x->release, y->release);
    equal(x->association, y->association), equal(x->access, y->access);
    equal(x->transaction, y->transaction);
    assert_int_equal(y->part, parts == 1 ? x->part : part + 1);
    assert_int_equal(y->last, parts == 1 ? x->last : part + 1 == parts);
    assert_int_equal(x->n_legs, y->n_legs);
    for (uint32_t i = 0; i < x->n_legs; i++) {
        equal(x->legs[i].flight, y->legs[i].flight);
        equal_time(x->legs[i].departs, y->legs[i].departs);
        equal_time(x->legs[i].arrives, y->legs[i].arrives);
        equal(x->legs[i].from, y->legs[i].from), equal(x->legs[i].to, y->legs[i].to);
    }
}

static void equal_lists(const ms_answer *x, const ms_answer *y, uint32_t *errors,
                        uint32_t *travellers)
{
    for (uint32_t i = 0; i < y->n_errors; i++, ++*errors) {
        const ms_answer_error *a = &x->errors[*errors], *b = &y->errors[i];
        equal(a->code, b->code), equal(a->tag, b->tag), equal(a->text, b->text);
        assert_int_equal(a->segment, b->segment);
    }
    for (uint32_t i = 0; i < y->n_travellers; i++, ++*travellers) {
        const ms_answer_traveller *a = &x->travellers[*travellers], *b = &y->travellers[i];
        assert_int_equal(a->verdict, b->verdict);
        assert_int_equal(a->number, b->number);
        equal(a->locator, b->locator), equal(a->reference, b->reference);
        equal(a->text, b->text);
        assert_int_equal(b->decision.n, 0); /* nobody outside learns of it */
    }
}

/* What the directory texts say of group 4: C 99 up to D.05B, C 99999 from D.12B. */
static uint32_t room(ms_str release)
{
    bool old = ms_str_eq(release, MS_STR("99A")) || release.p[0] == '0';
    return old ? 99 : 99999;
}

static ms_source *source(ms_str bytes)
{
    ms_source *src = NULL;
    assert_int_equal(ms_source_mem(bytes, "answer", &src), MS_OK);
    return src;
}

static void read_back(const ms_answer *x, ms_str bytes, ms_arena *a)
{
    ms_source *src = source(bytes);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    const ms_edi_item *item;
    ms_diag d;
    uint32_t all = x->n_errors + x->n_travellers, limit = room(x->release);
    uint32_t parts = all ? (all + limit - 1) / limit : 1, part = 0, errors = 0, travellers = 0;
    while (ms_edi_next(r, &item, &d) == MS_OK) {
        for (uint32_t i = 0; i < item->oddities->n; i++)
            fail_msg("%s at %llu: %.*s", ms_oddity_name(item->oddities->v[i].code),
                     (unsigned long long)item->oddities->v[i].at, MS_FMT(bytes));
        if (item->kind != MS_EDI_MESSAGE) continue;
        ms_answer y;
        assert_int_equal(ms_cusres_read(item, a, &y), MS_OK);
        assert_int_equal(y.oddities.found, 0);
        assert_true(y.n_errors + y.n_travellers <= limit);
        equal_heads(x, &y, parts, part++);
        equal_lists(x, &y, &errors, &travellers);
    }
    assert_int_equal(part, parts);
    assert_int_equal(errors, x->n_errors);
    assert_int_equal(travellers, x->n_travellers);
    ms_edi_reader_free(r);
    ms_source_free(src);
}

static void test_round(void **unused)
{
    (void)unused;
    ms_arena *a = ms_arena_new(0);
    ms_edi_writer *w = ms_edi_writer_new();
    for (int i = 0; i < ROUNDS; i++) {
        ms_arena_reset(a);
        ms_answer x = make(a);
        read_back(&x, written(w, &x), a);
    }
    ms_edi_writer_free(w);
    ms_arena_free(a);
}

static void test_room(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof releases / sizeof *releases - 1; i++)
        assert_int_equal(ms_cusres_room(ms_str_z(releases[i])), room(ms_str_z(releases[i])));
}

/* More than 99 parts cannot be numbered; nobody is left out for it. */
static void test_many(void **unused)
{
    (void)unused;
    enum { MANY = 100 * 99 + 5 };
    ms_arena *a = ms_arena_new(0);
    ms_edi_writer *w = ms_edi_writer_new();
    ms_answer_traveller *t = ms_arena_array(a, MANY, sizeof *t);
    for (uint32_t i = 0; i < MANY; i++) {
        t[i].number = i + 1;
        ms_answer_judge(&t[i], i % 7 ? MS_VERDICT_BOARD : MS_VERDICT_REFER);
    }
    ms_answer x = {.kind = MS_ANSWER_REPLY,
                   .release = MS_STR("05B"),
                   .travellers = t,
                   .n_travellers = MANY};
    ms_source *src = source(written(w, &x));
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    const ms_edi_item *item;
    ms_diag d;
    uint32_t seen = 0;
    while (ms_edi_next(r, &item, &d) == MS_OK) {
        ms_answer y;
        if (item->kind != MS_EDI_MESSAGE) continue;
        assert_int_equal(ms_cusres_read(item, a, &y), MS_OK);
        assert_int_equal(y.part, 0);
        for (uint32_t i = 0; i < y.n_travellers; i++)
            assert_int_equal(y.travellers[i].number, ++seen);
    }
    assert_int_equal(seen, MANY);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_edi_writer_free(w);
    ms_arena_free(a);
}

/* ---- agreed codes ---------------------------------------------------------- */

static ms_rc write_code(ms_verdict v, const char *code, ms_str *bytes, ms_edi_writer *w)
{
    ms_diag d;
    ms_answer_traveller t = {.verdict = v, .code = ms_str_z(code)};
    ms_answer x = {
        .kind = MS_ANSWER_REPLY, .release = MS_STR("05B"), .travellers = &t, .n_travellers = 1};
    ms_rc rc = ms_cusres_write(&x, w, &d);
    assert_int_equal(ms_edi_write_take(w, bytes, &d), MS_OK);
    return rc;
}

static void test_codes(void **unused)
{
    (void)unused;
    ms_edi_writer *w = ms_edi_writer_new();
    ms_str bytes;
    assert_int_equal(write_code(MS_VERDICT_REFER, "4A", &bytes, w), MS_OK);
    assert_non_null(memmem(bytes.p, bytes.n, "ERC+4A'", 7));
    assert_int_equal(write_code(MS_VERDICT_REFER, "1Z", &bytes, w), MS_EVALUE);
    assert_int_equal(bytes.n, 0);
    ms_edi_writer_free(w);
    assert_true(ms_verdict_fits(MS_VERDICT_DO_NOT_BOARD, MS_STR("1A")));
    assert_true(ms_verdict_fits(MS_VERDICT_BOARD, MS_STR("0")));
    assert_true(ms_verdict_fits(MS_VERDICT_REFER, MS_STR("X1234567")));
    static const struct {
        ms_verdict verdict;
        const char *code;
    } none[] = {{MS_VERDICT_BOARD, "2Z"},       {MS_VERDICT_BOARD, "1Z"},
                {MS_VERDICT_REFER, "0Z"},       {MS_VERDICT_REFER, "1Z"},
                {MS_VERDICT_REFER, ""},         {MS_VERDICT_REFER, "2+"},
                {MS_VERDICT_DO_NOT_BOARD, "0"}, {MS_VERDICT_REFER, "234567890"},
                {MS_VERDICT_INCOMPLETE, "1"},   {MS_VERDICT_UNKNOWN, "2"}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(ms_verdict_fits(none[i].verdict, ms_str_z(none[i].code)));
}

/* ---- what is refused ------------------------------------------------------ */

/* Writes one traveller with that verdict and decision. */
static ms_rc refused(ms_verdict v, const char *decision, ms_str *bytes, ms_edi_writer *w)
{
    ms_answer_traveller t = {.reference = MS_STR("7"), .decision = ms_str_z(decision)};
    ms_answer x = {
        .kind = MS_ANSWER_REPLY, .release = MS_STR("05B"), .travellers = &t, .n_travellers = 1};
    ms_answer_judge(&t, v);
    ms_diag d;
    ms_rc rc = ms_cusres_write(&x, w, &d);
    assert_int_equal(ms_edi_write_take(w, bytes, &d), MS_OK);
    return rc;
}

static void test_decision(void **unused)
{
    (void)unused;
    ms_edi_writer *w = ms_edi_writer_new();
    ms_str bytes;
    assert_int_equal(refused(MS_VERDICT_DO_NOT_BOARD, NULL, &bytes, w), MS_EINVAL);
    assert_int_equal(bytes.n, 0);
    assert_int_equal(refused(MS_VERDICT_DO_NOT_BOARD, "", &bytes, w), MS_EINVAL);
    assert_int_equal(bytes.n, 0);
    assert_int_equal(refused(MS_VERDICT_UNKNOWN, "D-1", &bytes, w), MS_EINVAL);
    assert_int_equal(bytes.n, 0);
    assert_int_equal(refused(MS_VERDICT_DO_NOT_BOARD, "D-20260301-17", &bytes, w), MS_OK);
    assert_non_null(memmem(bytes.p, bytes.n, "ERC+1Z'", 7));
    assert_null(memmem(bytes.p, bytes.n, "D-2026", 6));
    assert_int_equal(refused(MS_VERDICT_REFER, NULL, &bytes, w), MS_OK);
    assert_non_null(memmem(bytes.p, bytes.n, "ERC+2Z'", 7));
    ms_edi_writer_free(w);
}

static void test_long(void **unused)
{
    (void)unused;
    static char big[MS_ANSWER_TEXT + 2];
    memset(big, 'A', sizeof big);
    ms_edi_writer *w = ms_edi_writer_new();
    ms_answer_traveller t = {.verdict = MS_VERDICT_BOARD, .text = {big, MS_ANSWER_TEXT}};
    ms_answer x = {
        .kind = MS_ANSWER_REPLY, .release = MS_STR("05B"), .travellers = &t, .n_travellers = 1};
    assert_int_equal(ms_cusres_write(&x, w, NULL), MS_OK);
    t.text.n++;
    assert_int_equal(ms_cusres_write(&x, w, NULL), MS_EVALUE);
    t.text.n = 0, t.reference = (ms_str){big, MS_ANSWER_REFERENCE + 1};
    assert_int_equal(ms_cusres_write(&x, w, NULL), MS_EVALUE);
    t.reference.n = 0, x.kind = MS_ANSWER_UNKNOWN;
    assert_int_equal(ms_cusres_write(&x, w, NULL), MS_EINVAL);
    ms_edi_writer_free(w);
}

/* ---- what others send ----------------------------------------------------- */

/* Reads the first message of `bytes`. */
static ms_rc read_one(const char *bytes, ms_arena *a, ms_answer *x, ms_edi_reader **r,
                      ms_source **src)
{
    const ms_edi_item *item;
    ms_diag d;
    *src = source(ms_str_z(bytes));
    *r = ms_edi_reader_new(*src, NULL);
    do assert_int_equal(ms_edi_next(*r, &item, &d), MS_OK);
    while (item->kind != MS_EDI_MESSAGE);
    return ms_cusres_read(item, a, x);
}

/* An unasked change in a group, as authorities send it. */
static void test_change(void **unused)
{
    (void)unused;
    ms_arena *a = ms_arena_new(0);
    ms_source *src;
    ms_edi_reader *r;
    ms_answer x;
    ms_rc rc = read_one("UNB+UNOA:4+AUTHORITY+QX+260301:0930+77++IAPI'"
                        "UNG+CUSRES+AUTHORITY+QX+260301:0930+1+UN+D:05B'"
                        "UNH+M1+CUSRES:D:05B:UN:IATA+REF9+01:F'BGM+132'RFF+TN:0000100'"
                        "RFF+AF:QX339'DTM+189:2603011620:201'DTM+232:2603012035:201'"
                        "LOC+125+AAA'LOC+87+BBB'"
                        "ERP+2'RFF+AVF:LOCAT1'RFF+ABO:PAX1'ERC+1Z'FTX+AAP+++NO BOARD'"
                        "ERP+2'RFF+AVF:LOCAT1'RFF+ABO:PAX2'ERC+0Z'"
                        "ERP+2'RFF+ABO:PAX3'ERC+9Z'"
                        "UNT+21+M1'UNE+1+1'UNZ+1+77'",
                        a, &x, &r, &src);
    assert_int_equal(rc, MS_OK);
    assert_int_equal(x.kind, MS_ANSWER_CHANGE);
    equal(x.transaction, MS_STR("0000100"));
    equal(x.access, MS_STR("REF9"));
    equal(x.legs[0].flight, MS_STR("QX339"));
    assert_int_equal(x.legs[0].departs.minute, 16 * 60 + 20);
    assert_int_equal(x.legs[0].arrives.day.date.year, 2026);
    assert_int_equal(x.n_travellers, 3);
    assert_int_equal(x.travellers[0].verdict, MS_VERDICT_DO_NOT_BOARD);
    equal(x.travellers[0].text, MS_STR("NO BOARD"));
    assert_int_equal(x.travellers[1].verdict, MS_VERDICT_BOARD);
    equal(x.travellers[1].reference, MS_STR("PAX2"));
    assert_int_equal(x.travellers[2].verdict, MS_VERDICT_UNKNOWN);
    equal(x.travellers[2].code, MS_STR("9Z"));
    assert_int_equal(x.oddities.found, 1);
    assert_int_equal(x.oddities.v[0].code, MS_ODDITY_ANSWER_CODE);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_arena_free(a);
}

/* An answer to goods: nothing of it is taken for a traveller. */
static void test_goods(void **unused)
{
    (void)unused;
    ms_arena *a = ms_arena_new(0);
    ms_source *src;
    ms_edi_reader *r;
    ms_answer x;
    ms_rc rc = read_one("UNB+UNOB:3+A+B+260301:0930+1'UNH+1+CUSRES:D:05B:UN'BGM+961:::X+9'"
                        "NAD+MR+X'RFF+ACW:Y'DTM+310:20260301:102'ERP+1'ERC+AB1:6:95'"
                        "FTX+AAO+++TEXT'CNT+55:0'UNT+10+1'UNZ+1+1'",
                        a, &x, &r, &src);
    assert_int_equal(rc, MS_OK);
    assert_int_equal(x.kind, MS_ANSWER_UNKNOWN);
    assert_int_equal(x.n_travellers, 0);
    assert_int_equal(x.n_errors, 1);
    equal(x.errors[0].code, MS_STR("AB1"));
    assert_int_equal(x.errors[0].text.n, 0);
    assert_int_equal(x.oddities.found, 6);
    ms_edi_reader_free(r);
    ms_source_free(src);
    assert_int_equal(read_one("UNH+1+PAXLST:D:05B:UN'BGM+745'UNT+3+1'", a, &x, &r, &src),
                     MS_ENOTFOUND);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_arena_free(a);
}

/* ---- made from a message --------------------------------------------------- */

/* The answer to the first message of `bytes`, whose travellers are `t`. */
static ms_str made(const char *bytes, ms_traveller *t, uint32_t n, ms_arena *a)
{
    const ms_edi_item *item;
    ms_diag d;
    ms_answer x;
    ms_str out;
    ms_source *src = source(ms_str_z(bytes));
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    ms_edi_writer *w = ms_edi_writer_new();
    do assert_int_equal(ms_edi_next(r, &item, &d), MS_OK);
    while (item->kind != MS_EDI_MESSAGE);
    ms_manifest m = {.carrier = MS_STR("QX"),
                     .number = MS_STR("7"),
                     .travellers = t,
                     .n_travellers = n,
                     .oddities = *item->oddities};
    assert_int_equal(ms_answer_make(item, &m, MS_STR("202603011234"), MS_STR("R1"), a, &x),
                     MS_OK);
    out = ms_arena_str(a, written(w, &x));
    ms_edi_writer_free(w);
    ms_edi_reader_free(r);
    ms_source_free(src);
    return out;
}

static void test_made(void **unused)
{
    (void)unused;
    static char big[MS_ANSWER_REFERENCE + 1];
    memset(big, 'A', sizeof big);
    ms_traveller plain = {.locator = MS_STR("L1"), .reference = MS_STR("P1")};
    ms_traveller foreign = {.reference = MS_STR("PÄX")};
    ms_traveller odd = {.reference = {big, sizeof big}, .locator = MS_STR("L\x7f")};
    static const char pattern[] =
        "ERP+2'RFF+AVF:L1'RFF+ABO:P1'ERC+2Z'FTX+AAP+++REFER TO THE AUTHORITY'";
    ms_arena *a = ms_arena_new(0);
    /* a batch, test indicator, syntax of a house of its own */
    equal(ms_arena_strf(a,
                        "UNB+SIRE:3+GOV+QX:ZZ+260301:1234+R1++++++1'"
                        "UNH+R1+CUSRES:D:12B:UN:IATA+AC1'BGM+962'RFF+TN:M1'RFF+AF:QX7'%s"
                        "UNT+10+R1'UNZ+1+R1'",
                        pattern),
          made("UNB+SIRE:3+QX:ZZ+GOV+260301:0900+1++++++1'UNH+M1+PAXLST:D:12B:UN:IATA+AC1'"
               "BGM+745'UNT+3+M1'UNZ+1+1'",
               &plain, 1, a));
    /* a dialogue keeps its name */
    equal(ms_arena_strf(a,
                        "UIB+UNOA:4+DLG1++++GOV+QX+20260301:1234'UIH+CUSRES:D:05B::UN+R1+DLG1'"
                        "BGM+962'RFF+TN:T9'RFF+AF:QX7'%sUIT+R1+10'UIZ+DLG1+1'",
                        pattern),
          made("UIB+UNOA:4+DLG1++++QX+GOV+20260301:0900'UIH+PAXLST:D:05B::UN+M1+DLG1'BGM+745'"
               "RFF+TN:T9'UIT+M1+4'UIZ+DLG1+1'",
               &plain, 1, a));
    /* what ASCII cannot say, and what cannot be given back */
    equal(MS_STR("UNB+UNOY:4+GOV+QX+260301:1234+R1'UNH+R1+CUSRES:D:05B:UN'BGM+962'RFF+TN:M1'"
                 "RFF+AF:QX7'ERP+2'RFF+ABO:PÄX'ERC+2Z'FTX+AAP+++REFER TO THE "
                 "AUTHORITY'UNT+9+R1'UNZ+1+R1'"),
          made("UNB+UNOB:2+QX+GOV+260301:0900+1'UNH+M1+PNRGOV:11:1:IA'SRC'UNT+3+M1'UNZ+1+1'",
               &foreign, 1, a));
    equal(
        MS_STR("UNB+UNOB:3+GOV+QX+260301:1234+R1'UNH+R1+CUSRES:D:05B:UN'BGM+962'RFF+TN:M1'"
               "RFF+AF:QX7'ERP+2:1'ERC+2Z'FTX+AAP+++REFER TO THE AUTHORITY'UNT+8+R1'UNZ+1+R1'"),
        made("UNB+UNOB:3+QX+GOV+260301:0900+1'UNH+M1+PAXLST:D:05B:UN'BGM+745'UNT+3+M1'UNZ+1+1'",
             &odd, 1, a));
    ms_arena_free(a);
}

/* The first twenty errors of a message stand in its answer, and nothing milder. */
static void test_errors(void **unused)
{
    enum { MANY = 25, NAMED = 20 };
    (void)unused;
    static const ms_edi_interchange interchange = {.reference = MS_STR_INIT("1")};
    static const ms_edi_header header = {.type = MS_STR_INIT("PAXLST")};
    const ms_edi_item item = {.interchange = &interchange, .header = &header};
    ms_manifest m = {0};
    ms_answer x;
    ms_arena *a = ms_arena_new(0);
    for (uint32_t i = 1; i <= MANY; i++) {
        ms_oddity_add(&m.oddities, a, (ms_oddity){.code = MS_ODDITY_WRAPPED, .segment = i});
        ms_oddity_add(&m.oddities, a,
                      (ms_oddity){.code = MS_ODDITY_TAG_INVALID, .segment = i, .tag = "NAD"});
    }
    assert_int_equal(ms_answer_make(&item, &m, MS_STR("202603011234"), MS_STR("R1"), a, &x),
                     MS_OK);
    assert_int_equal(x.n_errors, NAMED);
    for (uint32_t i = 0; i < NAMED; i++) {
        equal(x.errors[i].code, MS_STR("12")); /* list 0085: invalid value */
        equal(x.errors[i].tag, MS_STR("NAD"));
        assert_int_equal(x.errors[i].segment, i + 1);
    }
    ms_arena_free(a);
}

/* Little memory ends in MS_ENOMEM, however far an answer has come. */
static void test_memory(void **unused)
{
    enum { MANY = 500, STEPS = 60 };
    (void)unused;
    static ms_traveller t[MANY];
    static ms_leg legs[MANY];
    static const ms_edi_interchange interchange = {.reference = MS_STR_INIT("1")};
    static const ms_edi_header header = {.type = MS_STR_INIT("PAXLST")};
    const ms_edi_item item = {.interchange = &interchange, .header = &header};
    ms_manifest m = {.legs = legs, .n_legs = MANY, .travellers = t, .n_travellers = MANY};
    unsigned good = 0;
    for (size_t step = 1; step <= STEPS; step++) {
        ms_answer x;
        ms_arena *a = ms_arena_new(step * 4096);
        ms_rc rc = ms_answer_make(&item, &m, MS_STR("202603011234"), MS_STR("R1"), a, &x);
        assert_true(rc == MS_OK || rc == MS_ENOMEM);
        if (!rc) assert_int_equal(x.travellers[MANY - 1].verdict, MS_VERDICT_REFER);
        good += rc == MS_OK;
        ms_arena_free(a);
    }
    assert_in_range(good, 1, STEPS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round),    cmocka_unit_test(test_room),
        cmocka_unit_test(test_many),     cmocka_unit_test(test_codes),
        cmocka_unit_test(test_decision), cmocka_unit_test(test_long),
        cmocka_unit_test(test_change),   cmocka_unit_test(test_goods),
        cmocka_unit_test(test_made),     cmocka_unit_test(test_errors),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
