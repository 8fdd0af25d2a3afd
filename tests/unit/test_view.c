/* Data sets and merged ids of a snapshot: right whenever they are asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <pthread.h>

#include "server/view.h"

enum { ENTITIES = 20000, ASKERS = 4 };

static ms_snap *snap;

/* Entity N was merged from o-N; every third one says that it is of data set `third` too. */
static void put(ms_build *b, ms_arena *a, int n)
{
    ms_entity e;
    ms_str json =
        ms_arena_strf(a,
                      "{\"id\":\"e-%06d\",\"schema\":\"%s\",\"properties\":"
                      "{\"name\":[\"Orlan Tevik %d\"]},\"datasets\":[\"%s\"],"
                      "\"referents\":[\"e-%06d\",\"o\\u002d%d\",\"same\"]}",
                      n, n % 2 ? "Vessel" : "Person", n, n % 3 ? "rest" : "third", n, n);
    assert_int_equal(ms_entity_read(json, a, NULL, NULL, &e, NULL), MS_OK);
    assert_int_equal(ms_build_add(b, &e, NULL), MS_OK);
    ms_arena_reset(a);
}

static int begin(void **state)
{
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    (void)state;
    assert_int_equal(ms_build_list(b, MS_STR("red"), NULL), MS_OK);
    for (int i = 0; i < ENTITIES; i++) put(b, a, i);
    assert_int_equal(ms_build_snap(b, &snap, NULL), MS_OK);
    ms_build_free(b);
    ms_arena_free(a);
    return 0;
}

static int end(void **state)
{
    (void)state;
    ms_snap_close(snap);
    return 0;
}

static bool schema_in(ms_view *v, const ms_dataset *d, const char *name)
{
    unsigned i = ms_schema_number(ms_schema_find(ms_str_z(name)));
    return ms_view_schemata(v, d)[i / 64] >> i % 64 & 1;
}

static void knows_lists_at_once(void **state)
{
    ms_view *v;
    (void)state;
    assert_int_equal(ms_view_new(snap, &v), MS_OK);
    const ms_dataset *red = ms_view_find(v, MS_STR("red"));
    assert_non_null(red);
    assert_int_equal(red->things, ENTITIES);
    assert_int_equal(ms_view_find(v, MS_STR("default"))->entities, ENTITIES);
    assert_true(schema_in(v, red, "Person") && schema_in(v, red, "Vessel") &&
                schema_in(v, red, "Thing") && !schema_in(v, red, "Company"));
    ms_view_free(v);
}

/* What is wrong with its answers; NULL: nothing. */
static const char *wrong_with(ms_view *v)
{
    uint32_t e = 0;
    char id[16];
    for (int n = ENTITIES - 1; n >= 0; n -= 997) {
        snprintf(id, sizeof id, "o-%d", n);
        if (!ms_view_merged(v, ms_str_z(id), &e) || e != (uint32_t)n) return "merged";
    }
    if (!ms_view_merged(v, MS_STR("same"), &e) || e) return "the first of all";
    if (ms_view_merged(v, MS_STR("e-000001"), &e)) return "own id";
    if (ms_view_merged(v, MS_STR("nobody"), &e)) return "nobody";
    const ms_dataset *d = ms_view_find(v, MS_STR("third"));
    if (!d || d->entities != (ENTITIES + 2) / 3) return "third";
    if (!ms_view_find(v, MS_STR("rest")) || ms_view_find(v, MS_STR("none"))) return "rest";
    if (!ms_view_find(v, MS_STR("all"))->all) return "all";
    return ms_view_datasets(v) == 4 ? NULL : "four data sets";
}

/* One that asks at once, of a view that others learn or ask meanwhile. */
typedef struct asker {
    pthread_t thread;
    ms_view *v;
    const char *wrong;
} asker;

static void *ask(void *ctx)
{
    asker *a = ctx;
    a->wrong = wrong_with(a->v);
    return NULL;
}

static void answers_right_whenever_asked(void **state)
{
    (void)state;
    for (int round = 0; round < 4; round++) {
        ms_view *v;
        asker asked[ASKERS];
        assert_int_equal(ms_view_new(snap, &v), MS_OK);
        if (round % 2) ms_view_learn(v);
        for (int i = 0; i < ASKERS; i++) {
            asked[i] = (asker){.v = v};
            assert_int_equal(pthread_create(&asked[i].thread, NULL, ask, &asked[i]), 0);
        }
        for (int i = 0; i < ASKERS; i++) pthread_join(asked[i].thread, NULL);
        for (int i = 0; i < ASKERS; i++)
            if (asked[i].wrong) fail_msg("%s", asked[i].wrong);
        ms_view_free(v);
    }
}

static void ends_while_it_learns(void **state)
{
    ms_view *v;
    (void)state;
    assert_int_equal(ms_view_new(snap, &v), MS_OK);
    ms_view_learn(v);
    ms_view_learn(v);
    ms_view_free(v);
}

static void knows_nothing_without_lists(void **state)
{
    ms_view *v;
    uint32_t e;
    (void)state;
    assert_int_equal(ms_view_new(NULL, &v), MS_OK);
    assert_int_equal(ms_view_datasets(v), 1);
    assert_false(ms_view_merged(v, MS_STR("o-1"), &e));
    ms_view_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_lists_at_once),
        cmocka_unit_test(answers_right_whenever_asked),
        cmocka_unit_test(ends_while_it_learns),
        cmocka_unit_test(knows_nothing_without_lists),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
