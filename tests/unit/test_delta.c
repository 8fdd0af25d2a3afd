/* A list's next version, built from the snapshot of the one before, is the same file as the
 * one that is built from all its entities. */
#include "snapshot_fixture.h"

#include "invent.h"

/* An invented entity, made from `seed` alone. */
typedef struct invented {
    uint64_t seed;
    bool there;
} invented;

enum { IDS = 40, VERSIONS = 4, HISTORIES = 200 };

/* Marsaglia's xorshift64; the state is never 0. */
static uint64_t chance(uint64_t *r)
{
    *r ^= *r << 13;
    *r ^= *r >> 7;
    return *r ^= *r << 17;
}

static unsigned below(uint64_t *r, unsigned n)
{
    return (unsigned)(chance(r) >> 33) % n;
}

static ms_str id_of(ms_arena *a, unsigned i)
{
    return ms_arena_strf(a, "e-%02u", i * 7 % IDS);
}

static void put(ms_entity *e, const char *prop, ms_str value)
{
    assert_int_equal(ms_entity_add_raw(e, ms_str_z(prop), value), MS_OK);
}

static void put_subject(ms_entity *e, uint64_t *r, ms_arena *a)
{
    for (unsigned n = 1 + below(r, 3); n--;) put(e, n ? "alias" : "name", ref_text(r, a));
    if (below(r, 2)) put(e, "birthDate", ms_arena_strf(a, "19%02u", 40 + below(r, 50)));
    if (below(r, 3) == 0) put(e, "nationality", below(r, 2) ? MS_STR("ru") : MS_STR("sy"));
    if (below(r, 2)) put(e, "idNumber", ms_arena_strf(a, "AB %u", 12340 + below(r, 6)));
    if (below(r, 4) == 0) put(e, "addressEntity", id_of(a, below(r, IDS)));
}

/* Entity number `i` of `list`; few numbers and ids, so that many meet. */
static ms_entity made(unsigned list, unsigned i, uint64_t seed, ms_arena *a)
{
    static const char *const schemata[] = {
        "Person",       "Person",         "Person",   "Company", "Vessel",   "Passport",
        "CryptoWallet", "Identification", "Sanction", "Address", "Sanction", "Hologram"};
    uint64_t r = seed;
    ms_str schema = ms_str_z(schemata[below(&r, sizeof schemata / sizeof *schemata)]);
    ms_entity e = ms_entity_make(a, id_of(a, i), schema);
    bool sanction = ms_str_eq(schema, MS_STR("Sanction"));
    bool wallet = ms_str_eq(schema, MS_STR("CryptoWallet"));
    if (sanction || wallet || ms_str_eq(schema, MS_STR("Passport")) ||
        ms_str_eq(schema, MS_STR("Identification"))) {
        for (unsigned n = below(&r, 4); n--;)
            put(&e, sanction ? "entity" : "holder", id_of(a, below(&r, IDS)));
        if (sanction) put(&e, "authority", MS_STR("Invented Office"));
        unsigned n = 12340 + below(&r, 6);
        if (wallet)
            put(&e, "publicKey",
                ms_arena_strf(a, "0x52908400098527886e0f7030069857d2e41%u", n));
        else put(&e, sanction ? "authorityId" : "number", ms_arena_strf(a, "AB-%u", n));
    } else if (ms_str_eq(schema, MS_STR("Address"))) {
        put(&e, "full", ref_text(&r, a));
    } else {
        put_subject(&e, &r, a);
    }
    if (list && below(&r, 3) == 0)
        e.caption = ms_arena_strf(a, "%.*s", MS_FMT(ref_text(&r, a)));
    else if (below(&r, 4)) assert_int_equal(ms_entity_caption(&e), MS_OK);
    return e;
}

static ms_str json_of(const ms_entity *e)
{
    ms_str json;
    assert_int_equal(ms_entity_write(e, &json), MS_OK);
    return json;
}

/* As it is read: not every invented name is valid text. */
static ms_entity read_back(ms_str json, ms_arena *a)
{
    ms_diag d;
    ms_entity e;
    assert_int_equal(ms_entity_read(json, a, NULL, NULL, &e, &d), MS_OK);
    return e;
}

static ms_entity invent(unsigned list, unsigned i, uint64_t seed, ms_arena *a)
{
    ms_entity e = made(list, i, seed, a);
    return read_back(json_of(&e), a);
}

static void add(ms_build *b, unsigned list, unsigned i, uint64_t seed)
{
    ms_diag d;
    ms_arena *a = ms_arena_new(0);
    ms_entity e = invent(list, i, seed, a);
    assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    ms_arena_free(a);
}

static void begin(ms_build *b, unsigned list)
{
    ms_diag d;
    assert_int_equal(ms_build_list(b, list ? MS_STR("beta") : MS_STR("alpha"), &d), MS_OK);
}

static void whole(invented v[2][IDS], const char *path)
{
    ms_build *b = ms_build_new();
    for (unsigned list = 2; list--;) {
        begin(b, list);
        for (unsigned i = 0; i < IDS; i++)
            if (v[list][i].there) add(b, list, i, v[list][i].seed);
    }
    write_and_free(b, path);
}

/* Adds an entity as it was read back from its JSON. */
static ms_rc again(void *ctx, ms_str json, ms_diag *d)
{
    ms_arena *a = ms_arena_new(0);
    ms_entity e = read_back(json, a);
    ms_rc rc = ms_build_add(ctx, &e, d);
    ms_arena_free(a);
    return rc;
}

/* List `list` of `v`, with what is as it was in `old` taken from there. */
static void next_version(ms_build *b, const ms_snap *old, unsigned list, const invented *v)
{
    ms_diag d;
    ms_arena *a = ms_arena_new(0);
    uint8_t same[IDS] = {0};
    uint32_t at, first = ms_snap_list_first(old, list);
    begin(b, list);
    for (unsigned i = 0; i < IDS; i++) {
        if (!v[i].there) continue;
        ms_entity e = invent(list, i, v[i].seed, a);
        if (ms_snap_find_in(old, list, e.id, &at) &&
            ms_str_eq(ms_snap_get(old, at).json, json_of(&e)))
            same[at - first] = 1;
        else assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    assert_int_equal(ms_build_keep_rest(b, old, list, same, again, b, &d), MS_OK);
    ms_arena_free(a);
}

static void change(invented *v, uint64_t *r)
{
    for (unsigned n = below(r, 8); n--;) {
        invented *x = &v[below(r, IDS)];
        if (below(r, 3)) x->seed = chance(r);
        x->there = below(r, 3) != 0;
    }
}

static void assert_same_file(const char *a, const char *b)
{
    size_t n, m;
    char *x = read_whole(a, &n), *y = read_whole(b, &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
}

static void history(uint64_t seed)
{
    uint64_t r = seed;
    ms_diag d;
    ms_snap *old;
    static invented v[2][IDS];
    for (unsigned i = 0; i < 2 * IDS; i++)
        v[i / IDS][i % IDS] = (invented){.seed = chance(&r), .there = below(&r, 4) != 0};
    const char *now = fixture_path("now"), *full = fixture_path("full");
    whole(v, now);
    for (unsigned version = 1; version < VERSIONS; version++) {
        unsigned list = below(&r, 2);
        change(v[list], &r);
        assert_int_equal(ms_snap_open(now, &old, &d), MS_OK);
        ms_build *b = ms_build_new();
        if (below(&r, 2)) /* what is added is larger than memory may hold */
            assert_int_equal(ms_build_spool(b, fixture_dir, 64, &d), MS_OK);
        next_version(b, old, list, v[list]);
        if (below(&r, 2)) assert_int_equal(ms_build_keep(b, old, 1 - list, &d), MS_OK);
        else next_version(b, old, 1 - list, v[1 - list]);
        write_and_free(b, now);
        ms_snap_close(old);
        whole(v, full);
        assert_same_file(now, full);
    }
}

static void changes_give_what_everything_gives(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++) history(seed * 0x9E3779B97F4A7C15u);
}

static void what_is_kept_is_not_added(void **state)
{
    (void)state;
    ms_diag d;
    ms_snap *s;
    static const uint8_t all[N_ROWS] = {1, 1, 1, 1, 1, 1, 1};
    write_rows(fixture_path("rows"));
    assert_int_equal(ms_snap_open(fixture_path("rows"), &s, &d), MS_OK);
    ms_build *b = ms_build_new();
    begin(b, 0);
    assert_int_equal(ms_build_keep_rest(b, s, 0, all, again, b, &d), MS_OK);
    assert_int_equal(again(b, ms_snap_get(s, 0).json, &d), MS_EDUPLICATE);
    assert_int_equal(ms_build_report(b, ms_snap_list_report(s, 0)), MS_OK);
    assert_int_equal(ms_build_keep(b, s, 1, &d), MS_OK);
    write_and_free(b, fixture_path("kept"));
    assert_same_file(fixture_path("kept"), fixture_path("rows"));
    ms_snap_close(s);
}

static void refusals(void **state)
{
    (void)state;
    ms_diag d;
    ms_snap *s, *t;
    static const uint8_t all[N_ROWS] = {1, 1, 1, 1, 1, 1, 1};
    write_rows(fixture_path("rows"));
    assert_int_equal(ms_snap_open(fixture_path("rows"), &s, &d), MS_OK);
    assert_int_equal(ms_snap_open(fixture_path("rows"), &t, &d), MS_OK);
    ms_build *b = ms_build_new();
    assert_int_equal(ms_build_keep_rest(b, s, 0, all, again, b, &d), MS_EINVAL);
    begin(b, 0);
    assert_int_equal(ms_build_keep_rest(b, s, 2, all, again, b, &d), MS_EINVAL);
    assert_int_equal(ms_build_keep_rest(b, s, 0, all, again, b, &d), MS_OK);
    assert_int_equal(ms_build_keep_rest(b, s, 0, all, again, b, &d), MS_EDUPLICATE);
    assert_int_equal(ms_build_keep(b, t, 1, &d), MS_EINVAL);
    ms_build_free(b);
    ms_snap_close(s);
    ms_snap_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_give_what_everything_gives),
        cmocka_unit_test(what_is_kept_is_not_added),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
