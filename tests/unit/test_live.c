/* Snapshots opened and put in force while eight threads search: each search is answered by
 * one of them whole, and what is read is open.  MARSAD_FULL=1 swaps 100,000 times. */
#include "snapshot_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { READERS = 8, SWAPS = 1000, FULL = 100000, KINDS = 2 };

static const char *path[KINDS];
static char digest[KINDS][33]; /* of each file */
static uint32_t entities[KINDS], score[KINDS];
static ms_live *live;
static atomic_bool done;
static atomic_uint searches, wrong;

/* A query that either snapshot answers otherwise: in one list or in both. */
static ms_identity query_in(ms_arena *a)
{
    ms_identity id;
    ms_entity e = ms_entity_make(a, MS_STR("q"), MS_STR("Person"));
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("name"), MS_STR("Another Person")), MS_OK);
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("gender"), MS_STR("female")), MS_OK);
    assert_int_equal(ms_identity_from_entity(&e, a, &id), MS_OK);
    return id;
}

/* The best score that the snapshot has for the query, 0 for none. */
static uint32_t best_score(const ms_snap *s, ms_scorer *scorer, const ms_identity *q)
{
    ms_result best = {0};
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    o.limit = 1;
    if (ms_snap_search(s, scorer, q, &o, &best, &found)) return UINT32_MAX;
    return found.n ? best.score : 0;
}

/* Which of the files it is; KINDS for none. */
static int kind_of(const ms_snap *s)
{
    int i = 0;
    while (i < KINDS && strcmp(digest[i], ms_snap_digest(s)) != 0) i++;
    return i;
}

static bool answers_as_it_should(const ms_snap *s, ms_scorer *scorer, const ms_identity *q)
{
    int i = kind_of(s);
    if (i == KINDS || ms_snap_entities(s) != entities[i]) return false;
    return best_score(s, scorer, q) == score[i];
}

static void *reader(void *arg)
{
    const struct timespec turn = {.tv_nsec = 10000};
    unsigned me = *(const unsigned *)arg;
    ms_scorer *scorer = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    ms_identity q = query_in(a);
    while (!atomic_load(&done)) {
        const ms_snap *s = ms_live_hold(live, me);
        if (!answers_as_it_should(s, scorer, &q)) atomic_fetch_add(&wrong, 1);
        ms_live_let(live, me);
        /* Now and then gives its turn away: there are more threads than processors. */
        if (atomic_fetch_add(&searches, 1) % 4 == 0) nanosleep(&turn, NULL);
    }
    ms_arena_free(a);
    ms_scorer_free(scorer);
    return NULL;
}

static ms_snap *open_kind(int i)
{
    ms_snap *s = NULL;
    ms_diag d;
    if (ms_snap_open(path[i], &s, &d)) fail_msg("%s", d.what);
    return s;
}

static void make_files(void)
{
    static char kept[KINDS][320];
    ms_scorer *scorer = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    ms_identity q = query_in(a);
    for (int i = 0; i < KINDS; i++) {
        snprintf(kept[i], sizeof kept[i], "%s", fixture_path(i ? "two" : "one"));
        path[i] = kept[i];
        ms_build *b = ms_build_new();
        add_list(b, "alpha", "alpha", false);
        if (i) add_list(b, "beta", "beta", false);
        write_and_free(b, path[i]);
        ms_diag d;
        assert_int_equal(ms_snap_verify(path[i], NULL, &d), MS_OK);
        ms_snap *s = open_kind(i);
        memcpy(digest[i], ms_snap_digest(s), sizeof digest[i]);
        entities[i] = ms_snap_entities(s);
        score[i] = best_score(s, scorer, &q);
        ms_snap_close(s);
    }
    assert_int_equal(score[0], 0);
    assert_true(score[1] > 700000);
    ms_arena_free(a);
    ms_scorer_free(scorer);
}

static void swaps_under_readers(void **state)
{
    (void)state;
    unsigned swaps = getenv("MARSAD_FULL") ? FULL : SWAPS, number[READERS];
    pthread_t thread[READERS];
    make_files();
    live = ms_live_new(READERS, open_kind(0));
    assert_non_null(live);
    for (unsigned i = 0; i < READERS; i++) {
        number[i] = i;
        assert_int_equal(pthread_create(&thread[i], NULL, reader, &number[i]), 0);
    }
    for (unsigned i = 1; i <= swaps; i++) ms_live_swap(live, open_kind(i % KINDS));
    while (atomic_load(&searches) < READERS) sched_yield();
    atomic_store(&done, true);
    for (unsigned i = 0; i < READERS; i++) assert_int_equal(pthread_join(thread[i], NULL), 0);
    ms_live_free(live);
    print_message("%u opens and swaps, %u searches\n", swaps, atomic_load(&searches));
    assert_int_equal(atomic_load(&wrong), 0);
}

static void nothing_may_be_in_force(void **state)
{
    (void)state;
    ms_live_free(NULL);
    ms_live *l = ms_live_new(1, NULL);
    assert_null(ms_live_hold(l, 0));
    ms_live_let(l, 0);
    ms_live_swap(l, open_kind(1));
    assert_int_equal(ms_snap_entities(ms_live_hold(l, 0)), entities[1]);
    ms_live_let(l, 0);
    ms_live_let(l, 0);
    ms_live_swap(l, NULL);
    assert_null(ms_live_hold(l, 0));
    ms_live_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(swaps_under_readers),
        cmocka_unit_test(nothing_may_be_in_force),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
