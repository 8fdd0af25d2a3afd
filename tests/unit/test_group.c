/* Which entities of several lists are shown as one subject, and how a search ranks them. */
#include "snapshot_fixture.h"

/* Whole lists: what belongs together has the same first letter in its id's middle. */
static const row people[] = {
    /* Both lists have the same number of the same authority, and no more in common. */
    {"x", "Person", "x-ref", "", {"name", "Orlan Tevik"}},
    {"x",
     "Sanction",
     "x-s",
     "",
     {"entity", "x-ref", "authority", "Office A", "authorityId", "QDi.001"}},
    {"y", "Person", "y-ref", "", {"name", "Somebody Elsewhere"}},
    {"y",
     "Sanction",
     "y-s",
     "",
     {"entity", "y-ref", "authority", "Office A", "authorityId", "qdi001"}},
    /* Another office's number, or that of a ship, is not the same. */
    {"y", "Person", "y-office", "", {"name", "Orlan Tevik"}},
    {"y",
     "Sanction",
     "y-s2",
     "",
     {"entity", "y-office", "authority", "Office B", "authorityId", "QDi.001"}},
    {"y", "Vessel", "y-ship", "", {"name", "Orlan Tevik"}},
    {"y",
     "Sanction",
     "y-s3",
     "",
     {"entity", "y-ship", "authority", "Office A", "authorityId", "QDi.001"}},
    /* One number and names that agree. */
    {"x",
     "Person",
     "x-num",
     "",
     {"name", "Marja Holvist", "birthDate", "1970-02-03", "passportNumber", "PA-551177"}},
    {"y", "Person", "y-num", "", {"name", "Maria Holvist", "idNumber", "PA551177"}},
    /* One number, but other names, or another birth date: somebody mistyped. */
    {"y", "Person", "y-other", "", {"name", "Kerem Aydolu", "passportNumber", "PA551177"}},
    {"y", "Person", "y-kin", "", {"name", "Piotr Holvist", "passportNumber", "PA551177"}},
    {"y",
     "Person",
     "y-born",
     "",
     {"name", "Marja Holvist", "birthDate", "1931-01-01", "passportNumber", "PA551177"}},
    /* A number that nobody else in the world has: ships are renamed. */
    {"x", "Vessel", "x-imo", "", {"name", "Blue Heron", "imoNumber", "IMO9074729"}},
    {"y", "Vessel", "y-imo", "", {"name", "Sea Queen 7", "imoNumber", "IMO9074729"}},
    /* The same name and birth date, letter for letter, and nothing else. */
    {"x", "Person", "x-name", "", {"name", "Ilse Vandermoor", "birthDate", "1980-05-06"}},
    {"y", "Person", "y-name", "", {"name", "Ilse Vandermoor", "birthDate", "1980-05-06"}},
    /* A passport's number is its holder's. */
    {"x", "Person", "x-doc", "", {"name", "Tobin Arkwell"}},
    {"x", "Passport", "x-p", "", {"holder", "x-doc", "number", "ZZ881122"}},
    {"y", "Person", "y-doc", "", {"name", "Tobin Arkwel", "passportNumber", "ZZ881122"}},
    /* Too short to say anything. */
    {"x", "Person", "x-short", "", {"name", "Pavo Lind", "idNumber", "1234"}},
    {"y", "Person", "y-short", "", {"name", "Pavo Lind", "idNumber", "1234"}},
};

enum { N_PEOPLE = sizeof people / sizeof *people };

static void add_people(ms_build *b, const char *list, bool backwards)
{
    ms_diag d;
    ms_arena *a = ms_arena_new(0);
    assert_int_equal(ms_build_list(b, ms_str_z(list), &d), MS_OK);
    for (int i = 0; i < N_PEOPLE; i++) {
        const row *r = &people[backwards ? N_PEOPLE - 1 - i : i];
        if (strcmp(r->list, list) != 0) continue;
        ms_entity e = entity_of(r, a);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    ms_arena_free(a);
}

/* A merged list: OpenSanctions says under which ids it was listed before. */
static void add_merged(ms_build *b)
{
    static const char json[] =
        "{\"id\":\"NK-1\",\"caption\":\"Ilse V.\",\"schema\":\"Person\",\"properties\":"
        "{\"name\":[\"Ilse V.\"]},\"referents\":[\"x-name\",\"elsewhere-1\",7,\"NK-1\"]}";
    ms_diag d;
    ms_entity e;
    ms_arena *a = ms_arena_new(0);
    assert_int_equal(ms_build_list(b, MS_STR("z"), &d), MS_OK);
    assert_int_equal(ms_entity_read(MS_STR(json), a, NULL, NULL, &e, &d), MS_OK);
    assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    ms_arena_free(a);
}

static ms_snap *opened(const char *path)
{
    ms_snap *s;
    ms_diag d;
    assert_int_equal(ms_snap_open(path, &s, &d), MS_OK);
    return s;
}

static ms_snap *all_lists(void)
{
    ms_build *b = ms_build_new();
    add_people(b, "x", false);
    add_people(b, "y", false);
    add_merged(b);
    write_and_free(b, fixture_path("all"));
    return opened(fixture_path("all"));
}

static uint32_t find(const ms_snap *s, const char *id)
{
    uint32_t e;
    assert_int_equal(ms_snap_find(s, ms_str_z(id), &e, 1), 1);
    return e;
}

static bool together(const ms_snap *s, const char *a, const char *b)
{
    uint32_t m[8], n = ms_snap_group(s, find(s, a), m, 8), with = find(s, b);
    assert_true(n >= 1 && n <= 8);
    for (uint32_t i = 1; i < n; i++) assert_true(m[i - 1] < m[i]);
    for (uint32_t i = 0; i < n; i++)
        if (m[i] == with) return true;
    return false;
}

static void facts_join_names_do_not(void **state)
{
    (void)state;
    ms_snap *s = all_lists();
    static const char *const same[][2] = {{"x-ref", "y-ref"},
                                          {"x-num", "y-num"},
                                          {"x-imo", "y-imo"},
                                          {"x-doc", "y-doc"},
                                          {"x-name", "NK-1"}};
    static const char *const alone[] = {"y-office", "y-ship", "y-other", "y-born", "y-kin",
                                        "y-name",   "x-s",    "x-short", "y-short"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(together(s, same[i][0], same[i][1]));
        assert_true(together(s, same[i][1], same[i][0]));
        assert_int_equal(ms_snap_group(s, find(s, same[i][0]), NULL, 0), 2);
    }
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (ms_snap_group(s, find(s, alone[i]), NULL, 0) != 1) fail_msg("%s", alone[i]);
    ms_snap_close(s);
}

static void what_joins_is_told(void **state)
{
    (void)state;
    ms_snap *s = all_lists();
    static const struct {
        const char *a, *b;
        ms_common how;
        const char *authority, *number;
    } want[] = {
        {"x-ref", "y-ref", MS_COMMON_REFERENCE, "Office A", "QDI001"},
        {"x-num", "y-num", MS_COMMON_NUMBER, "", "PA551177"},
        {"x-imo", "y-imo", MS_COMMON_NUMBER, "", "IMO9074729"},
        {"x-name", "NK-1", MS_COMMON_ID, "", "x-name"},
        {"NK-1", "x-name", MS_COMMON_ID, "", "x-name"},
        {"x-name", "y-name", MS_COMMON_OTHERS, "", ""},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        ms_str authority, number;
        assert_int_equal(
            ms_snap_common(s, find(s, want[i].a), find(s, want[i].b), &authority, &number),
            want[i].how);
        assert_true(ms_str_eq(authority, ms_str_z(want[i].authority)));
        assert_true(ms_str_eq(number, ms_str_z(want[i].number)));
    }
    ms_snap_close(s);
}

/* Order of addition, and lists taken over from an older snapshot, change nothing. */
static void the_way_there_does_not_matter(void **state)
{
    (void)state;
    ms_diag d;
    ms_snap *s = all_lists();
    ms_build *b = ms_build_new();
    add_merged(b);
    add_people(b, "y", true);
    assert_int_equal(ms_build_keep(b, s, 0, &d), MS_OK);
    write_and_free(b, fixture_path("again"));
    ms_snap *t = opened(fixture_path("again"));
    assert_string_equal(ms_snap_digest(s), ms_snap_digest(t));
    ms_snap_close(t);
    b = ms_build_new();
    for (uint32_t list = 3; list > 0;) assert_int_equal(ms_build_keep(b, s, --list, &d), MS_OK);
    write_and_free(b, fixture_path("kept"));
    t = opened(fixture_path("kept"));
    assert_string_equal(ms_snap_digest(s), ms_snap_digest(t));
    ms_snap_close(t);
    ms_snap_close(s);
}

/* Numbers that begin alike, of entities that stand between each other. */
static void numbers_are_compared_whole(void **state)
{
    (void)state;
    static const row four[] = {
        {"n", "Person", "n-1", "", {"name", "Marja Holvist", "idNumber", "PA55117700123"}},
        {"n", "Person", "n-2", "", {"name", "Marja Holvist", "idNumber", "PA55117700456"}},
        {"n", "Person", "n-3", "", {"name", "Marja Holvist", "idNumber", "PA55117700123"}},
        {"n", "Person", "n-4", "", {"name", "Marja Holvist", "idNumber", "PA55117700456"}},
    };
    ms_diag d;
    ms_build *b = ms_build_new();
    ms_arena *a = ms_arena_new(0);
    assert_int_equal(ms_build_list(b, MS_STR("n"), &d), MS_OK);
    for (unsigned i = 0; i < 4; i++) {
        ms_entity e = entity_of(&four[i], a);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    write_and_free(b, fixture_path("alike"));
    ms_snap *s = opened(fixture_path("alike"));
    assert_true(together(s, "n-1", "n-3"));
    assert_true(together(s, "n-2", "n-4"));
    assert_false(together(s, "n-1", "n-2"));
    ms_snap_close(s);
    ms_arena_free(a);
}

/* A number that very many have says nothing. */
static void what_everybody_has_joins_nobody(void **state)
{
    (void)state;
    ms_diag d;
    ms_build *b = ms_build_new();
    ms_arena *a = ms_arena_new(0);
    for (int list = 0; list < 40; list++) {
        char name[16];
        snprintf(name, sizeof name, "l%d", list);
        assert_int_equal(ms_build_list(b, ms_str_z(name), &d), MS_OK);
        row r = {name, "Person", name, "", {"name", "Rosamund Piketty", "idNumber", "AA00000"}};
        ms_entity e = entity_of(&r, a);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    ms_arena_free(a);
    write_and_free(b, fixture_path("many"));
    ms_snap *s = opened(fixture_path("many"));
    for (uint32_t e = 0; e < 40; e++) assert_int_equal(ms_snap_group(s, e, NULL, 0), 1);
    ms_snap_close(s);
}

/* Grouped results are the ungrouped ones without those behind a better member. */
static uint32_t by_hand(const ms_snap *s, const ms_result *all, uint32_t n, ms_result *out)
{
    uint32_t kept = 0, m[8];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t members = ms_snap_group(s, all[i].entity, m, 8);
        bool first = true;
        for (uint32_t k = 0; k < i; k++)
            for (uint32_t j = 0; j < members; j++) first = first && all[k].entity != m[j];
        if (first) out[kept++] = all[i];
    }
    return kept;
}

static void one_result_a_group(void **state)
{
    (void)state;
    ms_snap *s = all_lists();
    ms_scorer *scorer = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    ms_result all[64], grouped[64], want[64];
    const uint32_t only_y = 1;
    for (int i = 0; i < 4 * N_PEOPLE; i++) {
        ms_found f, g;
        ms_identity q;
        ms_search o = MS_SEARCH_INIT;
        ms_entity e = entity_of(&people[i / 4], a);
        assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
        o.limit = 64;
        o.threshold = i % 2 ? 1 : 600000;
        if (i % 4 > 1) {
            o.lists = &only_y;
            o.n_lists = 1;
        }
        assert_int_equal(ms_snap_search(s, scorer, &q, &o, all, &f), MS_OK);
        assert_int_equal(f.groups, f.total);
        uint32_t n = by_hand(s, all, f.n, want);
        o.grouped = true;
        o.limit = 1 + (uint32_t)i % 5;
        assert_int_equal(ms_snap_search(s, scorer, &q, &o, grouped, &g), MS_OK);
        assert_int_equal(g.total, f.total);
        assert_int_equal(g.groups, n);
        assert_int_equal(g.n, n < o.limit ? n : o.limit);
        for (uint32_t k = 0; k < g.n; k++) {
            assert_int_equal(grouped[k].entity, want[k].entity);
            assert_int_equal(grouped[k].score, want[k].score);
        }
    }
    ms_arena_free(a);
    ms_scorer_free(scorer);
    ms_snap_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_join_names_do_not),
        cmocka_unit_test(what_joins_is_told),
        cmocka_unit_test(the_way_there_does_not_matter),
        cmocka_unit_test(numbers_are_compared_whole),
        cmocka_unit_test(what_everybody_has_joins_nobody),
        cmocka_unit_test(one_result_a_group),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
