/* Shards searched together, or by a thread each (pthread_create), answer what one snapshot of
 * all answers: same entities, same scores, same order, for any number of shards, lists and
 * limits. */
#include "snapshot_fixture.h"

#include <marsad/shard.h>

static const char *const given[] = {"Ivan",  "Иван", "Ahmad", "أحمد",   "Maria",  "Мария",
                                    "Yusuf", "Olga", "Karim", "Victor", "Fatima", "Jon"};
static const char *const family[] = {"Testov",   "Тестов",  "Al Sample",  "Exampleton",
                                     "Ben Demo", "Probova", "Musterovic", "Sampleson"};
static const char *const lists[] = {"alpha", "beta"};

enum { CROWD = 240, MOST = 5, QUERIES = 300, LIMIT = 400 };

static ms_arena *arena;
static ms_scorer *scorers[MOST + 1];
static ms_entity crowd[2 * CROWD];
static uint32_t n_crowd;

static void add(ms_entity *e, const char *prop, const char *value)
{
    assert_int_equal(ms_entity_add_raw(e, ms_str_z(prop), ms_str_z(value)), MS_OK);
}

static void name(ms_entity *e)
{
    char text[100];
    snprintf(text, sizeof text, "%s %s", PICK(given), PICK(family));
    add(e, "name", text);
}

/* A person, and in front of or behind some of them a passport that bears their number. */
static void invent(uint32_t i)
{
    char id[16], passport[16], text[40];
    snprintf(id, sizeof id, "p-%u", i);
    snprintf(passport, sizeof passport, "d-%u", i);
    ms_entity p = ms_entity_make(arena, ms_str_z(id), MS_STR("Person"));
    ms_entity d = ms_entity_make(arena, ms_str_z(passport), MS_STR("Passport"));
    name(&p);
    snprintf(text, sizeof text, "19%02u-%02u-11", 50 + drawn() % 4, 1 + drawn() % 3);
    if (drawn() % 2) add(&p, "birthDate", text);
    add(&d, "holder", id);
    snprintf(text, sizeof text, "P77%04u", i);
    add(&d, "number", text);
    bool has = drawn() % 3 == 0, first = drawn() % 2;
    if (has && first) crowd[n_crowd++] = d;
    crowd[n_crowd++] = p;
    if (has && !first) crowd[n_crowd++] = d;
}

/* The snapshot of shard `s` of both lists, which share ids; half the people are in each. */
static ms_snap *snapshot_of(ms_shard s)
{
    ms_diag d;
    ms_snap *out;
    const char *path = fixture_path("shard");
    ms_build *b = ms_build_new();
    for (unsigned l = 0; l < 2; l++) {
        assert_int_equal(ms_build_list(b, ms_str_z(lists[l]), &d), MS_OK);
        for (uint32_t i = 0; i < n_crowd; i++)
            if ((i % 3 == l || i % 3 == 2) && ms_shard_has(s, &crowd[i]))
                assert_int_equal(ms_build_add(b, &crowd[i], &d), MS_OK);
    }
    write_and_free(b, path);
    assert_int_equal(ms_snap_open(path, &out, &d), MS_OK);
    return out;
}

static int begin(void **state)
{
    arena = ms_arena_new(0);
    for (int i = 0; i <= MOST; i++) scorers[i] = ms_scorer_new();
    for (uint32_t i = 0; i < CROWD; i++) invent(i);
    return fixture_begin(state);
}

static int end(void **state)
{
    for (int i = 0; i <= MOST; i++) ms_scorer_free(scorers[i]);
    ms_arena_free(arena);
    return fixture_end(state);
}

static ms_identity query(void)
{
    char text[16];
    ms_identity q;
    ms_entity e = ms_entity_make(arena, MS_STR("q"), MS_STR("Person"));
    name(&e);
    if (drawn() % 2) add(&e, "birthDate", "1951-02-11");
    snprintf(text, sizeof text, "P77%04u", drawn() % CROWD);
    if (drawn() % 3 == 0) add(&e, "idNumber", text);
    assert_int_equal(ms_identity_from_entity(&e, arena, &q), MS_OK);
    return q;
}

static void same_answer(const ms_snap *one, ms_snaps many, const ms_identity *q, ms_search o)
{
    ms_result want[LIMIT], got[LIMIT];
    ms_found w, g;
    uint32_t list[MOST], n = 0;
    assert_int_equal(ms_snap_search(one, scorers[MOST], q, &o, want, &w), MS_OK);
    for (uint32_t i = 0; i < many.n && o.lists; i++) list[n++] = 2 * i + o.lists[0];
    if (o.lists) o.lists = list, o.n_lists = n;
    assert_int_equal(ms_snaps_search(many, scorers, q, &o, drawn() % 2, got, &g), MS_OK);
    assert_int_equal(g.n, w.n);
    assert_int_equal(g.total, w.total);
    assert_int_equal(g.scored + g.ruled_out, w.scored + w.ruled_out);
    for (uint32_t i = 0; i < w.n; i++) {
        uint32_t e = got[i].entity;
        const ms_snap *s = ms_snaps_of(many, &e);
        ms_snap_entity x = ms_snap_get(s, e), y = ms_snap_get(one, want[i].entity);
        assert_int_equal(got[i].score, want[i].score);
        assert_true(ms_str_eq(x.id, y.id));
        assert_true(ms_str_eq(ms_snap_list_name(s, x.list), ms_snap_list_name(one, y.list)));
    }
}

static void test_as_one(void **state)
{
    (void)state;
    static const uint32_t limits[] = {LIMIT, 3, 1, 0};
    static const uint32_t thresholds[] = {1, 300000, 700000, 900000};
    static const uint32_t only[] = {0, 1};
    ms_snap *one = snapshot_of((ms_shard){1, 1}), *v[MOST];
    for (uint32_t n = 2; n <= MOST; n++) {
        uint32_t screened = 0;
        for (uint32_t k = 0; k < n; k++) v[k] = snapshot_of((ms_shard){k + 1, n});
        ms_snaps many = {v, n};
        for (uint32_t e = 0; e < ms_snaps_entities(many); e++) {
            uint32_t own = e;
            const ms_snap *s = ms_snaps_of(many, &own);
            screened += ms_snap_get(s, own).matchable;
        }
        uint32_t all = 0;
        for (uint32_t e = 0; e < ms_snap_entities(one); e++)
            all += ms_snap_get(one, e).matchable;
        assert_int_equal(screened, all);
        for (int i = 0; i < QUERIES; i++) {
            ms_identity q = query();
            ms_search o = MS_SEARCH_INIT;
            o.limit = PICK(limits), o.threshold = PICK(thresholds),
            o.exhaustive = drawn() % 4 == 0;
            if (drawn() % 3 == 0) o.lists = &only[drawn() % 2], o.n_lists = 1;
            same_answer(one, many, &q, o);
        }
        for (uint32_t k = 0; k < n; k++) ms_snap_close(v[k]);
    }
    ms_snap_close(one);
}

/* An entity that is not screened is where those that it names are, and only there. */
static void test_whose(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < n_crowd; i++) {
        const ms_entity *e = &crowd[i];
        ms_entity holder =
            ms_entity_make(arena, ms_entity_first(e, MS_STR("holder")), MS_STR("Person"));
        uint32_t homes = 0;
        for (uint32_t k = 1; k <= 7; k++) {
            bool has = ms_shard_has((ms_shard){k, 7}, e);
            homes += has;
            if (holder.id.n) assert_int_equal(has, ms_shard_has((ms_shard){k, 7}, &holder));
        }
        assert_int_equal(homes, 1);
    }
    /* XXH3-64 of "p-1", told by another program: the shards of a folder stay what they are. */
    ms_entity known = ms_entity_make(arena, MS_STR("p-1"), MS_STR("Person"));
    assert_true(ms_shard_has((ms_shard){429, 1000}, &known));
}

static void test_refused(void **state)
{
    (void)state;
    ms_shard s;
    static const char *const wrong[] = {
        "",       "1",   "/",     "1/",   "/2",   "0/2",          "3/2",
        "1/1025", "a/2", "1/2/3", " 1/2", "1/-2", "99999999999/2"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(ms_shard_parse(ms_str_z(wrong[i]), &s), MS_EINVAL);
    assert_int_equal(ms_shard_parse(MS_STR("2/3"), &s), MS_OK);
    assert_true(s.k == 2 && s.n == 3);
    ms_snap *v[] = {snapshot_of((ms_shard){1, 2}), snapshot_of((ms_shard){2, 2})};
    ms_identity q = query();
    ms_search o = MS_SEARCH_INIT;
    ms_result out[10];
    ms_found found;
    o.lists = (uint32_t[]){4}, o.n_lists = 1;
    assert_int_equal(ms_snaps_search((ms_snaps){v, 2}, scorers, &q, &o, false, out, &found),
                     MS_EINVAL);
    o.n_lists = 0;
    assert_int_equal(ms_snaps_search((ms_snaps){v, 2}, scorers, &q, &o, false, out, &found),
                     MS_OK);
    assert_int_equal(found.scored + found.ruled_out, 0);
    for (int i = 0; i < 2; i++) ms_snap_close(v[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_one),
                                       cmocka_unit_test(test_whose),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, begin, end);
}
