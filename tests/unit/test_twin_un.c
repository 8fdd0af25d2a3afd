/* Search on the real UN list against the slow twin: the same entities, scores and
 * order, for the names of every entry and for mangled ones.  Without MARSAD_FULL=1 a
 * tenth of the queries runs, in slow builds a hundredth. */
#include <marsad/index.h>
#include <marsad/list.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "mangle.h"
#include "ref.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
enum { MOST = 100 };
#else
enum { MOST = 10 };
#endif
enum { MANGLED = 5000, THRESHOLD = 700000 };

/* ---- the list ---------------------------------------------------------- */

static char list_path[4096];
static ms_arena *list_arena;
static ms_snap *snap;
static ms_scorer *scorer;
static ref_scan *scan;
static ms_identity *listed; /* of what is screened */
static uint32_t *entity_of; /* number in the snapshot */
static uint32_t n_listed;
static uint32_t one_of = MOST; /* queries that run */

static void find_list(void)
{
    const char *shared = getenv("MARSAD_SHARED"), *source = getenv("MARSAD_SOURCE");
    const char *file = "data/lists/un/un_consolidated_2026-02-27.xml";
    if (shared) snprintf(list_path, sizeof list_path, "%s/%s", shared, file);
    else snprintf(list_path, sizeof list_path, "%s/../shared/%s", source ? source : ".", file);
}

static ms_rc take(void *ctx, const ms_entity *e, ms_diag *d)
{
    return ms_build_add(ctx, e, d);
}

/* Reads the list and opens it as a snapshot, which has no name any more then. */
static void open_list(void)
{
    char path[] = "/tmp/marsad-twin-XXXXXX";
    ms_diag d;
    ms_source *src;
    ms_build *b = ms_build_new();
    ms_load_report report = ms_load_report_make(list_arena);
    ms_list_opts o = {.list = MS_STR("un"), .take = take, .ctx = b};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(ms_source_file(list_path, &src, &d), MS_OK);
    assert_int_equal(ms_build_list(b, MS_STR("un"), &d), MS_OK);
    assert_int_equal(ms_list_read(&o, &src, 1, &report, &d), MS_OK);
    assert_int_equal(ms_build_write(b, path, &d), MS_OK);
    ms_source_free(src);
    ms_build_free(b);
    assert_int_equal(ms_snap_open(path, &snap, &d), MS_OK);
    unlink(path);
}

static int setup(void **state)
{
    const char *full = getenv("MARSAD_FULL");
    (void)state;
    if (full && *full == '1') one_of = 1;
    list_arena = ms_arena_new(0);
    scorer = ms_scorer_new();
    open_list();
    uint32_t n = ms_snap_entities(snap);
    listed = ms_arena_array(list_arena, n, sizeof *listed);
    entity_of = ms_arena_array(list_arena, n, sizeof *entity_of);
    for (uint32_t e = 0; e < n; e++) {
        if (!ms_snap_get(snap, e).matchable) continue;
        assert_int_equal(ms_snap_identity(snap, e, list_arena, &listed[n_listed]), MS_OK);
        entity_of[n_listed++] = e;
    }
    scan = ref_scan_new(listed, n_listed);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    ref_scan_free(scan);
    ms_snap_close(snap);
    ms_scorer_free(scorer);
    ms_arena_free(list_arena);
    return 0;
}

/* ---- one query --------------------------------------------------------- */

static double seconds_in[3]; /* twin, exhaustive, search */
static uint64_t queries, matches;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Best first, ties by id. */
static int order(const void *a, const void *b)
{
    const ms_result *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return ms_str_cmp(ms_snap_get(snap, x->entity).id, ms_snap_get(snap, y->entity).id);
}

static uint32_t ask_twin(const ms_identity *q, ms_result *out, ms_arena *a)
{
    uint32_t *scores = ms_arena_array(a, n_listed, sizeof *scores), n = 0;
    double start = seconds();
    ref_scan_scores(scan, q, scores);
    for (uint32_t i = 0; i < n_listed; i++)
        if (scores[i] >= THRESHOLD) out[n++] = (ms_result){entity_of[i], scores[i]};
    qsort(out, n, sizeof *out, order);
    seconds_in[0] += seconds() - start;
    return n;
}

static void search_gives(const ms_identity *q, bool exhaustive, const ms_result *want,
                         uint32_t n, ms_arena *a)
{
    ms_result *got = ms_arena_array(a, n_listed, sizeof *got);
    ms_search o = MS_SEARCH_INIT;
    ms_found found;
    double start = seconds();
    o.threshold = THRESHOLD;
    o.limit = n_listed;
    o.exhaustive = exhaustive;
    assert_int_equal(ms_snap_search(snap, scorer, q, &o, got, &found), MS_OK);
    seconds_in[exhaustive ? 1 : 2] += seconds() - start;
    for (uint32_t i = 0; i < n && i < found.n; i++) {
        if (got[i].entity != want[i].entity || got[i].score != want[i].score)
            print_error("'%.*s' %u: %.*s %u, twin %.*s %u\n", MS_FMT(q->names[0].text), i,
                        MS_FMT(ms_snap_get(snap, got[i].entity).id), got[i].score,
                        MS_FMT(ms_snap_get(snap, want[i].entity).id), want[i].score);
        assert_int_equal(got[i].entity, want[i].entity);
        assert_int_equal(got[i].score, want[i].score);
    }
    assert_int_equal(found.n, n);
    assert_int_equal(found.total, n);
    assert_int_equal(found.scored + found.ruled_out, n_listed);
    if (exhaustive) assert_int_equal(found.scored, n_listed);
}

/* Asks for `name` as one would for entity `like`: without knowing the kind, with it, or
 * with its other facts too, of which the birth date may be wrong. */
static uint32_t ask(ms_str name, const ms_identity *like, ms_arena *a)
{
    static const ms_str any = MS_STR_INIT("LegalEntity");
    ms_str schema = like->schema && queries % 3 ? ms_schema_name(like->schema) : any;
    ms_entity e = ms_entity_make(a, MS_STR("query"), schema);
    ms_identity q;
    ms_result *want = ms_arena_array(a, n_listed, sizeof *want);
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("name"), name), MS_OK);
    assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
    if (queries % 3 == 2) {
        ms_date *births = ms_arena_array(a, like->n_births, sizeof *births);
        for (uint32_t i = 0; i < like->n_births; i++) {
            births[i] = like->births[i];
            births[i].year = (uint16_t)(births[i].year + (queries % 5) / 3);
        }
        q.births = births, q.n_births = like->n_births;
        q.countries = like->countries, q.n_countries = like->n_countries;
        q.documents = like->documents, q.n_documents = like->n_documents;
        q.sexes = like->sexes;
    }
    uint32_t n = ask_twin(&q, want, a);
    search_gives(&q, true, want, n, a);
    search_gives(&q, false, want, n, a);
    queries++;
    matches += n;
    return n;
}

static void print_times(const char *what)
{
    print_message("%s: %llu queries, %llu matches; twin %.1f s, exhaustive %.1f s, "
                  "search %.1f s\n",
                  what, (unsigned long long)queries, (unsigned long long)matches, seconds_in[0],
                  seconds_in[1], seconds_in[2]);
    queries = matches = 0;
    memset(seconds_in, 0, sizeof seconds_in);
}

static void every_entity_by_each_of_its_names(void **state)
{
    ms_arena *a = ms_arena_new(0);
    uint32_t k = 0;
    (void)state;
    for (uint32_t i = 0; i < n_listed; i++)
        for (uint32_t j = 0; j < listed[i].n_names; j++) {
            if (k++ % one_of) continue;
            ask(listed[i].names[j].text, &listed[i], a);
            ms_arena_reset(a);
        }
    print_times("own names");
    ms_arena_free(a);
}

static void mangled_names(void **state)
{
    ms_arena *a = ms_arena_new(0);
    uint64_t r = 20260227;
    (void)state;
    for (uint32_t k = 0; k < MANGLED / one_of; k++) {
        char text[REF_MANGLE_MAX];
        const ms_identity *like = &listed[ref_below(&r, n_listed)];
        if (!like->n_names) continue;
        ms_str name = like->names[ref_below(&r, like->n_names)].text;
        ask(ref_mangle(&r, name, text), like, a);
        ms_arena_reset(a);
    }
    print_times("mangled names");
    ms_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entity_by_each_of_its_names),
        cmocka_unit_test(mangled_names),
    };
    find_list();
    if (access(list_path, R_OK)) {
        printf("skipped: no %s (set MARSAD_SHARED)\n", list_path);
        return 77;
    }
    return cmocka_run_group_tests(tests, setup, teardown);
}
