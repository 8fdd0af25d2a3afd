/* Import and screening with every allocation made to fail in turn: the run ends
 * with MS_ENOMEM, or with exactly what it gives otherwise; it never crashes, leaks
 * or loses a record in silence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <marsad/marsad.h>

#include "base/mem.h"

/* ---- which allocation fails -------------------------------------------- */

static unsigned long asked, fail_at; /* 0: none fails */
static bool fail_on;                 /* all behind it fail too */

static int gate(size_t n)
{
    (void)n;
    asked++;
    return fail_at == 0 || (fail_on ? asked < fail_at : asked != fail_at);
}

/* ---- samples ------------------------------------------------------------ */

#define UN_XML                                                                                           \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                       \
    "<CONSOLIDATED_LIST dateGenerated=\"2026-01-02T00:00:00Z\"><INDIVIDUALS><INDIVIDUAL>\n"              \
    "<DATAID>990001</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>IVAN</FIRST_NAME>\n"                   \
    "<SECOND_NAME>TESTOV</SECOND_NAME><UN_LIST_TYPE>Sample</UN_LIST_TYPE>\n"                             \
    "<REFERENCE_NUMBER>SMi.001</REFERENCE_NUMBER><LISTED_ON>2020-01-02</LISTED_ON>\n"                    \
    "<NAME_ORIGINAL_SCRIPT>Иван Тестов</NAME_ORIGINAL_SCRIPT><COMMENTS1>Invented.</COMMENTS1>" \
    "<DESIGNATION><VALUE>Colonel</VALUE></DESIGNATION>\n"                                                \
    "<NATIONALITY><VALUE>Egypt</VALUE></NATIONALITY><INDIVIDUAL_ALIAS>\n"                                \
    "<QUALITY>Low</QUALITY><ALIAS_NAME>Vanya</ALIAS_NAME></INDIVIDUAL_ALIAS>\n"                          \
    "<INDIVIDUAL_ADDRESS><CITY>Cairo</CITY><COUNTRY>Egypt</COUNTRY></INDIVIDUAL_ADDRESS>\n"              \
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-03-04</DATE>\n"              \
    "</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_PLACE_OF_BIRTH><CITY>Giza</CITY>\n"                          \
    "</INDIVIDUAL_PLACE_OF_BIRTH><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport\n"                      \
    "</TYPE_OF_DOCUMENT><NUMBER>A1234567</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL>\n"                  \
    "</INDIVIDUALS><ENTITIES><ENTITY><DATAID>990002</DATAID>\n"                                          \
    "<FIRST_NAME>TESTOV TRADING</FIRST_NAME><REFERENCE_NUMBER>SMe.001</REFERENCE_NUMBER>\n"              \
    "<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>TT</ALIAS_NAME></ENTITY_ALIAS>\n"                \
    "</ENTITY></ENTITIES></CONSOLIDATED_LIST>\n"

#define FTM_JSONL                                                                              \
    "{\"id\":\"p\",\"schema\":\"Person\",\"caption\":\"Ivan Testov\",\"datasets\":[\"x\"],"    \
    "\"properties\":{\"name\":[\"Ivan Testov\",\"Иван "                                    \
    "Тестов\"],\"birthDate\":[\"1970-03-04\"],"                                          \
    "\"nationality\":[\"Egypt\"],\"gender\":[\"M\"],\"odd\":[\"kept\"]}}\n"                    \
    "{\"id\":\"d\",\"schema\":\"Passport\",\"properties\":{\"holder\":[\"p\"],"                \
    "\"number\":[\"A1234567\"]}}\n"                                                            \
    "{\"id\":\"bad\",\"schema\":\"Person\",\"properties\":{\"birthDate\":[\"1970-13-41\"]}}\n" \
    "{\"id\":\"c\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Testov Trading "         \
    "LLC\"]}}\n"

#define CSV_ROWS                                                                     \
    "id,schema,name,alias,birthDate,nationality,inventedColumn\n"                    \
    "1,Person,Ivan Testov,\"Vanya;Иван Тестов\",1970-03-04;1971,Egypt,x\n" \
    "2,Company,\"Testov, Trading\",,,,\n"                                            \
    "3,Person,\"Testov \"\"the quoted\"\"\",,1970-02-31,,\n"

enum { N_SAMPLES = 6, ALIASES = 1500 };

static char packed[2][8192], large[ALIASES * 80];

static struct sample {
    const char *name;
    ms_str bytes;
    unsigned long asked; /* allocations of a run */
    char digest[33];
    ms_found found;
} samples[N_SAMPLES] = {
    {.name = "UN XML", .bytes = {UN_XML, sizeof UN_XML - 1}},
    {.name = "FollowTheMoney JSONL", .bytes = {FTM_JSONL, sizeof FTM_JSONL - 1}},
    {.name = "CSV", .bytes = {CSV_ROWS, sizeof CSV_ROWS - 1}},
    {.name = "JSONL in gzip"},
    {.name = "JSONL in zstd"},
    {.name = "a large entity"},
};

static char path[256];

/* gzip, RFC 1952: window bits 15 + 16. */
static size_t pack_gzip(char *out, size_t room)
{
    z_stream z = {0};
    static char in[] = FTM_JSONL;
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)in;
    z.avail_in = sizeof in - 1;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

static size_t put_at(size_t at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(large + at, sizeof large - at, fmt, ap);
    va_end(ap);
    assert_true(n > 0 && (size_t)n < sizeof large - at);
    return (size_t)n;
}

/* More names than one block of an arena holds. */
static ms_str make_large(void)
{
    size_t n = put_at(0, "{\"id\":\"l\",\"schema\":\"Person\",\"properties\":"
                         "{\"name\":[\"Ivan Testov\"");
    for (int i = 0; i < ALIASES; i++)
        n += put_at(n, ",\"Ivan %d Testov Exampleton\"", i * 7919);
    n += put_at(n, "],\"birthDate\":[\"1970-03-04\"]}}\n");
    return (ms_str){large, n};
}

/* ---- one run ------------------------------------------------------------ */

typedef struct run {
    ms_build *build, *next;
    ms_snap *snap, *copy;
    ms_scorer *scorer;
    ms_arena *arena;
    ms_source *src;
    ms_found found;
    ms_result best[4];
} run;

static ms_rc take(void *ctx, const ms_entity *e, ms_diag *d)
{
    return ms_build_add(ctx, e, d);
}

static ms_rc import(run *r, const struct sample *s)
{
    ms_diag d = {0};
    r->build = ms_build_new();
    r->arena = ms_arena_new(0);
    if (!r->build || !r->arena) return MS_ENOMEM;
    ms_rc rc = ms_source_mem(s->bytes, s->name, &r->src);
    if (!rc) rc = ms_build_list(r->build, MS_STR("sample"), &d);
    if (rc) return rc;
    ms_load_report report = ms_load_report_make(r->arena);
    ms_list_opts o = {.list = MS_STR("sample"), .take = take, .ctx = r->build};
    rc = ms_list_read(&o, &r->src, 1, &report, &d);
    if (rc) assert_int_equal(rc, d.rc);
    if (!rc) rc = ms_build_report(r->build, MS_STR("{}"));
    if (!rc) rc = ms_build_write(r->build, path, &d);
    return rc ? rc : ms_snap_verify(path, NULL, &d);
}

static ms_rc query(run *r, ms_identity *q)
{
    ms_entity e = ms_entity_make(r->arena, MS_STR("q"), MS_STR("Person"));
    ms_rc rc = ms_entity_add(&e, MS_STR("name"), MS_STR("Ivan Testow"));
    if (!rc) rc = ms_entity_add(&e, MS_STR("birthDate"), MS_STR("1970-03-04"));
    return rc ? rc : ms_identity_from_entity(&e, r->arena, q);
}

static ms_rc screen(run *r)
{
    ms_diag d;
    ms_identity q, l;
    ms_explanation why;
    ms_search o = MS_SEARCH_INIT;
    o.limit = 4;
    ms_rc rc = ms_snap_open(path, &r->snap, &d);
    if (rc) return rc;
    r->scorer = ms_scorer_new();
    rc = r->scorer ? query(r, &q) : MS_ENOMEM;
    if (!rc) rc = ms_snap_search(r->snap, r->scorer, &q, &o, r->best, &r->found);
    for (uint32_t i = 0; i < r->found.n && !rc; i++) {
        rc = ms_snap_identity(r->snap, r->best[i].entity, r->arena, &l);
        if (!rc) rc = ms_explain(r->scorer, &q, &l, r->arena, &why);
        if (!rc) assert_int_equal(why.score, r->best[i].score);
    }
    return rc;
}

static ms_rc again(void *ctx, ms_str json, ms_diag *d)
{
    run *r = ctx;
    ms_entity e;
    ms_rc rc = ms_entity_read(json, r->arena, NULL, NULL, &e, d);
    return rc ? rc : ms_build_add(r->next, &e, d);
}

/* The same list as its next version, of which the first entity is new and the others are
 * taken from the snapshot. */
static ms_rc follow(run *r)
{
    ms_diag d;
    uint32_t n = ms_snap_list_entities(r->snap, 0);
    uint8_t *same = ms_arena_alloc(r->arena, n);
    r->next = ms_build_new();
    if (!r->next || !same) return MS_ENOMEM;
    memset(same, 1, n);
    same[0] = 0;
    ms_rc rc = ms_build_list(r->next, MS_STR("sample"), &d);
    if (!rc) rc = again(r, ms_snap_get(r->snap, 0).json, &d);
    if (!rc) rc = ms_build_keep_rest(r->next, r->snap, 0, same, again, r, &d);
    return rc ? rc : ms_build_snap(r->next, &r->copy, &d);
}

static void end_run(run *r)
{
    ms_build_free(r->next);
    ms_snap_close(r->copy);
    ms_source_free(r->src);
    ms_build_free(r->build);
    ms_snap_close(r->snap);
    ms_scorer_free(r->scorer);
    ms_arena_free(r->arena);
}

/* A run in which allocation number `n` fails, and with `on` all behind it.  False
 * when there were fewer. */
static bool run_with(const struct sample *s, unsigned long n, bool on)
{
    run r = {0};
    asked = 0;
    fail_at = n;
    fail_on = on;
    ms_rc rc = import(&r, s);
    if (!rc) rc = screen(&r);
    if (!rc) rc = follow(&r);
    if (rc != MS_OK && rc != MS_ENOMEM)
        fail_msg("%s, allocation %lu: %s", s->name, n, ms_rc_text(rc));
    if (rc == MS_OK && (strcmp(ms_snap_digest(r.snap), s->digest) != 0 ||
                        strcmp(ms_snap_digest(r.copy), s->digest) != 0))
        fail_msg("%s, allocation %lu: something is lost in silence", s->name, n);
    if (rc == MS_OK) assert_memory_equal(&r.found, &s->found, sizeof r.found);
    end_run(&r);
    fail_at = 0;
    return asked >= n;
}

/* ---- all runs ----------------------------------------------------------- */

static int begin(void **state)
{
    (void)state;
    /* Memory, where there is such a place: each run syncs its file. */
    const char *dir = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(path, sizeof path, "%s/marsad-test-alloc-%ld", dir, (long)getpid());
    samples[3].bytes = (ms_str){packed[0], pack_gzip(packed[0], sizeof packed[0])};
    size_t n = ZSTD_compress(packed[1], sizeof packed[1], FTM_JSONL, sizeof FTM_JSONL - 1, 3);
    samples[4].bytes = (ms_str){packed[1], n};
    samples[5].bytes = make_large();
    ms_mem_gate = gate;
    return ZSTD_isError(n);
}

static int end(void **state)
{
    (void)state;
    ms_mem_gate = NULL;
    return unlink(path);
}

static void without_failure_all_is_found(void **state)
{
    (void)state;
    for (int i = 0; i < N_SAMPLES; i++) {
        run r = {0};
        asked = 0;
        assert_int_equal(import(&r, &samples[i]), MS_OK);
        assert_int_equal(screen(&r), MS_OK);
        assert_int_equal(follow(&r), MS_OK);
        assert_true(r.found.total >= 1);
        samples[i].asked = asked;
        samples[i].found = r.found;
        memcpy(samples[i].digest, ms_snap_digest(r.snap), sizeof samples[i].digest);
        end_run(&r);
    }
}

static void each_alone(void **state)
{
    (void)state;
    for (int i = 0; i < N_SAMPLES; i++) {
        unsigned long n = 1;
        while (run_with(&samples[i], n, false)) n += n < 2000 ? 1 : 7;
        assert_true(n >= samples[i].asked);
        print_message("%s: %lu allocations\n", samples[i].name, samples[i].asked);
    }
}

static void each_and_all_behind_it(void **state)
{
    (void)state;
    for (int i = 0; i < N_SAMPLES; i++) {
        unsigned long n = 1;
        while (run_with(&samples[i], n, true)) n += n < 500 ? 1 : 7;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_failure_all_is_found),
        cmocka_unit_test(each_alone),
        cmocka_unit_test(each_and_all_behind_it),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
