/* Search returns exactly what scoring every listed entity one by one gives, in
 * the order promised. */
#include "snapshot_fixture.h"

/* ---- a crowd of invented subjects --------------------------------------- */

static const char *const given[] = {"Ivan",   "Иван",   "Ahmad",  "أحمد",  "Maria", "Мария",
                                    "Yusuf",  "يوسف",   "Olga",   "Ольга", "Karim", "كريم",
                                    "Victor", "Виктор", "Fatima", "فاطمة"};
static const char *const family[] = {"Testov",   "Тестов",     "Al Sample",
                                     "العينة",   "Exampleton", "Образцов",
                                     "Ben Demo", "Probova",    "Musterovic"};
static const char *const legal[] = {"LLC", "OOO", "Trading Company", "GmbH", "Holding Ltd"};
static const char *const schemata[] = {"Person",      "Person",       "Person",
                                       "Company",     "Organization", "Vessel",
                                       "LegalEntity", "Hologram",     "Address"};
static const char *const lists[] = {"gamma", "alpha", "beta"};

enum { CROWD = 450, N_LISTS = 3 };

typedef struct subject {
    uint32_t list; /* number in the snapshot, which sorts lists by name */
    char id[16];
    ms_entity e;
    ms_identity identity;
    bool screened;
} subject;

static subject crowd[CROWD];
static ms_arena *arena;
static ms_snap *snap;
static ms_scorer *scorer;

static void add(ms_entity *e, const char *prop, const char *value)
{
    assert_int_equal(ms_entity_add_raw(e, ms_str_z(prop), ms_arena_str(arena, ms_str_z(value))),
                     MS_OK);
}

static void invent(subject *s, unsigned i)
{
    char text[200];
    const char *schema = PICK(schemata);
    bool person = strcmp(schema, "Person") == 0;
    snprintf(s->id, sizeof s->id, "s-%u", i / 2 * 7 % 211); /* shared between lists */
    s->e = ms_entity_make(arena, ms_str_z(s->id), ms_str_z(schema));
    for (unsigned n = 1 + drawn() % 3; n; n--) {
        if (person) snprintf(text, sizeof text, "%s %s", PICK(given), PICK(family));
        else snprintf(text, sizeof text, "%s %s", PICK(family), PICK(legal));
        add(&s->e, n == 1 ? "name" : "alias", text);
    }
    snprintf(text, sizeof text, "19%02u-%02u-%02u", 50 + drawn() % 5, 1 + drawn() % 12,
             1 + drawn() % 28);
    if (person && drawn() % 2) add(&s->e, "birthDate", text);
    if (person && drawn() % 2) add(&s->e, "gender", drawn() % 2 ? "male" : "female");
    snprintf(text, sizeof text, "AB10000%u", drawn() % 10);
    if (person && drawn() % 4 == 0) add(&s->e, "idNumber", text);
    s->screened = strcmp(schema, "Address") != 0;
    assert_int_equal(ms_identity_from_entity(&s->e, arena, &s->identity), MS_OK);
}

static uint32_t sorted_list(const char *name)
{
    uint32_t before = 0;
    for (unsigned i = 0; i < N_LISTS; i++) before += strcmp(lists[i], name) < 0;
    return before;
}

static void fill(ms_build *b)
{
    ms_diag d;
    for (unsigned i = 0; i < CROWD; i++) {
        unsigned list = i * N_LISTS / CROWD;
        if (i % (CROWD / N_LISTS) == 0)
            assert_int_equal(ms_build_list(b, ms_str_z(lists[list]), &d), MS_OK);
        crowd[i].list = sorted_list(lists[list]);
        invent(&crowd[i], i);
        ms_rc rc = ms_build_add(b, &crowd[i].e, &d);
        if (rc == MS_EDUPLICATE) crowd[i].id[0] = 0;
        else assert_int_equal(rc, MS_OK);
    }
}

static int begin(void **state)
{
    ms_diag d;
    arena = ms_arena_new(0);
    scorer = ms_scorer_new();
    ms_build *b = ms_build_new();
    if (fixture_begin(state) || !arena || !scorer || !b) return -1;
    fill(b);
    write_and_free(b, fixture_path("crowd"));
    return ms_snap_open(fixture_path("crowd"), &snap, &d) == MS_OK ? 0 : -1;
}

static int end(void **state)
{
    ms_snap_close(snap);
    ms_scorer_free(scorer);
    ms_arena_free(arena);
    return fixture_end(state);
}

/* ---- the naive way ------------------------------------------------------ */

typedef struct naive {
    uint32_t crowd;
    uint32_t score;
} naive;

static bool before(naive a, naive b)
{
    if (a.score != b.score) return a.score > b.score;
    int c = strcmp(crowd[a.crowd].id, crowd[b.crowd].id);
    return c ? c < 0 : crowd[a.crowd].list < crowd[b.crowd].list;
}

/* All that reach the threshold, by insertion. `*screened`: how many were scored. */
static uint32_t search_naively(const ms_identity *q, uint32_t threshold, unsigned list_set,
                               naive out[CROWD], uint32_t *screened)
{
    uint32_t n = 0;
    *screened = 0;
    for (uint32_t i = 0; i < CROWD; i++) {
        const subject *s = &crowd[i];
        if (!s->id[0] || !s->screened || !(list_set >> s->list & 1)) continue;
        naive r = {i, ms_score(scorer, q, &s->identity)};
        ++*screened;
        if (r.score == 0 || r.score < threshold) continue;
        uint32_t at = n++;
        for (; at > 0 && before(r, out[at - 1]); at--) out[at] = out[at - 1];
        out[at] = r;
    }
    return n;
}

static void compare(const ms_identity *q, uint32_t threshold, uint32_t limit, unsigned list_set,
                    bool exhaustive)
{
    naive want[CROWD];
    ms_result got[CROWD + 1];
    ms_found found;
    uint32_t screened, chosen[4] = {0}, n_chosen = 0;
    for (uint32_t i = 0; i < N_LISTS; i++)
        if (list_set >> i & 1) chosen[n_chosen++] = i;
    chosen[n_chosen] = chosen[0]; /* a repeat changes nothing */
    ms_search o = MS_SEARCH_INIT;
    o.threshold = threshold;
    o.limit = limit;
    o.exhaustive = exhaustive;
    o.lists = list_set == 7 ? NULL : chosen;
    o.n_lists = n_chosen + 1;
    got[limit].score = 77;
    assert_int_equal(ms_snap_search(snap, scorer, q, &o, got, &found), MS_OK);
    uint32_t total = search_naively(q, threshold, list_set, want, &screened);
    assert_int_equal(found.total, total);
    assert_int_equal(found.n, total < limit ? total : limit);
    assert_int_equal(found.scored + found.ruled_out, screened);
    if (exhaustive) assert_int_equal(found.ruled_out, 0);
    assert_int_equal(got[limit].score, 77);
    for (uint32_t i = 0; i < found.n; i++) {
        ms_snap_entity e = ms_snap_get(snap, got[i].entity);
        assert_int_equal(got[i].score, want[i].score);
        assert_true(ms_str_eq(e.id, ms_str_z(crowd[want[i].crowd].id)));
        assert_int_equal(e.list, crowd[want[i].crowd].list);
    }
}

static void search_equals_scoring_one_by_one(void **state)
{
    (void)state;
    static const uint32_t thresholds[] = {0, 1, 300000, 700000, 990000};
    static const uint32_t limits[] = {0, 1, 2, 10, 57, CROWD};
    for (unsigned i = 0; i < CROWD; i += 5)
        compare(&crowd[i].identity, thresholds[i / 5 % COUNT(thresholds)],
                limits[i / 25 % COUNT(limits)], 7, i / 5 % 2);
}

static void only_the_lists_asked_for(void **state)
{
    (void)state;
    for (unsigned set = 1; set < 8; set++) {
        compare(&crowd[set].identity, 1, 20, set, false);
        compare(&crowd[set].identity, 1, 20, set, true);
    }
}

static void ties_go_by_id_then_list(void **state)
{
    (void)state;
    /* Nothing but one word that many carry: scores repeat. */
    ms_entity e = ms_entity_make(arena, MS_STR("q"), MS_STR("Person"));
    ms_identity q;
    add(&e, "name", "Testov");
    assert_int_equal(ms_identity_from_entity(&e, arena, &q), MS_OK);
    for (uint32_t limit = 0; limit < 60; limit += 7) compare(&q, 100000, limit, 7, false);
    naive all[CROWD];
    uint32_t screened, ties = 0, n = search_naively(&q, 1, 7, all, &screened);
    for (uint32_t i = 1; i < n; i++) ties += all[i].score == all[i - 1].score;
    assert_true(ties > 20);
}

static void a_query_without_anything_finds_nothing(void **state)
{
    (void)state;
    ms_identity nobody = {0};
    compare(&nobody, 0, 10, 7, false);
    compare(&nobody, 0, 10, 7, true);
}

static void schemata_are_ruled_out_exactly(void **state)
{
    (void)state;
    ms_identity q = crowd[0].identity;
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    o.limit = 0;
    q.schema = ms_schema_find(MS_STR("Person"));
    uint32_t other = 0;
    for (unsigned i = 0; i < CROWD; i++)
        other += crowd[i].id[0] && crowd[i].screened &&
                 !ms_schema_comparable(q.schema, crowd[i].e.schema);
    assert_true(other > 0);
    assert_int_equal(ms_snap_search(snap, scorer, &q, &o, NULL, &found), MS_OK);
    assert_int_equal(found.n, 0);
    assert_true(found.ruled_out >= other);
}

static void bad_options_are_refused(void **state)
{
    (void)state;
    struct {
        ms_search o;
        uint64_t later;
    } grown = {.o = MS_SEARCH_INIT};
    ms_result out[10];
    ms_found found;
    uint32_t absent = N_LISTS;
    const ms_identity *q = &crowd[0].identity;
    grown.o.size = sizeof grown;
    assert_int_equal(ms_snap_search(snap, scorer, q, &grown.o, out, &found), MS_OK);
    grown.later = 1;
    assert_int_equal(ms_snap_search(snap, scorer, q, &grown.o, out, &found), MS_EINVAL);
    grown.o.size = 0;
    assert_int_equal(ms_snap_search(snap, scorer, q, &grown.o, out, &found), MS_EINVAL);
    ms_search o = MS_SEARCH_INIT;
    o.lists = &absent;
    o.n_lists = 1;
    assert_int_equal(ms_snap_search(snap, scorer, q, &o, out, &found), MS_EINVAL);
    o.n_lists = 0; /* no list at all */
    assert_int_equal(ms_snap_search(snap, scorer, q, &o, out, &found), MS_OK);
    assert_int_equal(found.scored + found.ruled_out + found.total, 0);
}

/* Of as many entities as a search scores it says so, and of all that it finds. */
static void who_is_scored_is_told(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++) {
        const ms_identity *q = &crowd[drawn() % CROWD].identity;
        static ms_result found[CROWD];
        uint32_t n = 0;
        ms_found f;
        bool scored;
        ms_search o = MS_SEARCH_INIT;
        o.threshold = i % 2 ? 700000 : 990000;
        o.limit = CROWD;
        assert_int_equal(ms_snap_search(snap, scorer, q, &o, found, &f), MS_OK);
        for (uint32_t e = 0; e < ms_snap_entities(snap); e++) {
            assert_int_equal(ms_snap_scores(snap, scorer, q, &o, e, &scored), MS_OK);
            n += scored;
        }
        assert_int_equal(n, f.scored);
        for (uint32_t k = 0; k < f.n; k++) {
            assert_int_equal(ms_snap_scores(snap, scorer, q, &o, found[k].entity, &scored),
                             MS_OK);
            assert_true(scored);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(search_equals_scoring_one_by_one),
        cmocka_unit_test(only_the_lists_asked_for),
        cmocka_unit_test(ties_go_by_id_then_list),
        cmocka_unit_test(a_query_without_anything_finds_nothing),
        cmocka_unit_test(schemata_are_ruled_out_exactly),
        cmocka_unit_test(bad_options_are_refused),
        cmocka_unit_test(who_is_scored_is_told),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
