/* Snapshots: what goes in comes out, the same content gives the same bytes, and a
 * file that is not whole or not ours is refused. */
#include "snapshot_fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <xxhash.h>

#include "index/layout.h"

static uint32_t u32(const char *p)
{
    uint32_t v = 0;
    for (int i = 3; i >= 0; i--) v = v << 8 | (unsigned char)p[i];
    return v;
}

static uint64_t u64(const char *p)
{
    return u32(p) | (uint64_t)u32(p + 4) << 32;
}

/* Offsets of docs/snapshot.md, written out here a second time. */
enum { HEAD_TABLE = 48, HEAD_ROW = 32, HEAD_SUM = 48 + 28 * 32, HEAD_SIZE = HEAD_SUM + 8 };

static const char *const section_names[] = {
    "pool",       "schemata",    "lists",        "entities",     "names",
    "parts",      "tokens",      "units",        "unit offsets", "unit entities",
    "runs",       "run offsets", "run entities", "unit blocks",  "run blocks",
    "births",     "documents",   "numbers",      "born",         "countries",
    "json",       "ids",         "link offsets", "links",        "absent",
    "references", "groups",      "reports"};
enum { N_SECTIONS = 28, ENTITIES = 3, REPORTS = 27 };

static const char *row_of(const char *bytes, int section)
{
    return bytes + HEAD_TABLE + section * HEAD_ROW;
}

static char *sample(size_t *n)
{
    const char *path = fixture_path("sample");
    write_rows(path);
    return read_whole(path, n);
}

static ms_rc open_rc(const char *bytes, size_t n, ms_diag *d)
{
    ms_snap *s = NULL;
    memset(d, 0, sizeof *d);
    ms_rc rc = ms_snap_mem((ms_str){bytes, n}, &s, d);
    ms_snap_close(s);
    assert_int_equal(rc, d->rc);
    return rc;
}

/* ---- layout ------------------------------------------------------------ */

static void layout_is_as_documented(void **state)
{
    (void)state;
    size_t n;
    char *b = sample(&n);
    assert_memory_equal(b, "MARSADSN", 8);
    assert_int_equal(u32(b + 8), 7);
    assert_int_equal(u32(b + 12), N_SECTIONS);
    assert_int_equal(u64(b + 24), n);
    assert_true(u64(b + HEAD_SUM) == XXH3_64bits(b, HEAD_SUM));
    uint64_t end = HEAD_SIZE;
    for (int i = 0; i < N_SECTIONS; i++) {
        const char *r = row_of(b, i);
        assert_int_equal(u32(r), i);
        uint64_t at = u64(r + 8), size = u64(r + 16);
        assert_int_equal(at % 64, 0);
        assert_true(at >= end && at - end < 64);
        assert_int_equal(size % u32(r + 4), 0);
        assert_true(u64(r + 24) == XXH3_64bits(b + at, size));
        end = at + size;
    }
    assert_int_equal(end, n);
    /* Entity records have 80 bytes: alpha/a-1 comes first. */
    const char *e = b + u64(row_of(b, ENTITIES) + 8);
    assert_int_equal(u64(row_of(b, ENTITIES) + 16), 80 * N_ROWS);
    const char *pool = b + u64(row_of(b, 0) + 8);
    assert_int_equal(u32(e + 16), 3);
    assert_memory_equal(pool + u32(e + 12), "a-1", 3);
    assert_int_equal(u32(e + 40), 3); /* names */
    free(b);
}

static void digest_covers_content_not_reports(void **state)
{
    (void)state;
    size_t n;
    ms_diag d;
    ms_snap *s;
    char *b = sample(&n);
    /* XXH3-128 of each section and its size, reports aside. */
    char *all = malloc(n + 8 * N_SECTIONS), want[33];
    assert_non_null(all);
    size_t at = 0;
    for (int i = 0; i < REPORTS; i++) {
        const char *r = row_of(b, i);
        memcpy(all + at, b + u64(r + 8), u64(r + 16));
        at += u64(r + 16);
        memcpy(all + at, r + 16, 8);
        at += 8;
    }
    XXH128_hash_t h = XXH3_128bits(all, at);
    snprintf(want, sizeof want, "%016llx%016llx", (unsigned long long)h.high64,
             (unsigned long long)h.low64);
    assert_int_equal(ms_snap_mem((ms_str){b, n}, &s, &d), MS_OK);
    assert_string_equal(ms_snap_digest(s), want);
    ms_snap_close(s);
    free(all);
    free(b);
}

static void same_content_same_bytes(void **state)
{
    (void)state;
    size_t n, m;
    char *a = sample(&n);
    ms_build *b = ms_build_new();
    add_list(b, "beta", "beta", true);
    add_list(b, "alpha", "alpha", true);
    assert_int_equal(ms_build_report(b, MS_STR("{\"records\":7}")), MS_OK);
    write_and_free(b, fixture_path("other"));
    char *other = read_whole(fixture_path("other"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, other, n);
    free(other);
    /* Another report: the same bytes before it, the same digest. */
    b = ms_build_new();
    add_list(b, "alpha", "alpha", false);
    add_list(b, "beta", "beta", false);
    assert_int_equal(ms_build_report(b, MS_STR("{}")), MS_OK);
    write_and_free(b, fixture_path("other"));
    other = read_whole(fixture_path("other"), &m);
    uint64_t reports = u64(row_of(a, REPORTS) + 8);
    assert_memory_equal(a + HEAD_SIZE, other + HEAD_SIZE, reports - HEAD_SIZE);
    assert_memory_equal(a + 32, other + 32, 16);
    free(other);
    free(a);
}

/* ---- damage ------------------------------------------------------------ */

static void every_bit_counts(void **state)
{
    (void)state;
    size_t n;
    ms_diag d;
    char *b = sample(&n);
    assert_int_equal(open_rc(b, n, &d), MS_OK);
    for (size_t i = 0; i < n; i++) {
        char bit = (char)(1 << (i % 8));
        b[i] ^= bit;
        ms_rc rc = open_rc(b, n, &d);
        if (rc != MS_EDAMAGED && !(rc == MS_EVERSION && i >= 8 && i < 12))
            fail_msg("byte %zu: %s", i, ms_rc_text(rc));
        b[i] ^= bit;
    }
    assert_int_equal(open_rc(b, n, &d), MS_OK);
    free(b);
}

static void damage_is_located(void **state)
{
    (void)state;
    size_t n;
    ms_diag d;
    char *b = sample(&n);
    for (int i = 0; i < N_SECTIONS; i++) {
        uint64_t at = u64(row_of(b, i) + 8), size = u64(row_of(b, i) + 16);
        assert_true(size > 0);
        b[at + size - 1] ^= 64;
        assert_int_equal(open_rc(b, n, &d), MS_EDAMAGED);
        assert_int_equal(d.at, at);
        assert_non_null(strstr(d.what, section_names[i]));
        b[at + size - 1] ^= 64;
    }
    free(b);
}

static void short_files_are_refused(void **state)
{
    (void)state;
    size_t n;
    ms_diag d;
    char *b = sample(&n);
    for (size_t k = 0; k < n; k++) {
        if (open_rc(b, k, &d) != MS_EDAMAGED) fail_msg("%zu of %zu bytes opened", k, n);
        if (d.at != k && k < HEAD_SIZE) fail_msg("%zu bytes: offset %zu", k, (size_t)d.at);
    }
    ms_snap *s;
    assert_int_equal(ms_snap_mem((ms_str){b + 1, n - 1}, &s, &d), MS_EINVAL);
    assert_int_equal(ms_snap_open(fixture_path("absent"), &s, &d), MS_ENOTFOUND);
    free(b);
}

static void reseal(char *b)
{
    uint64_t sum = XXH3_64bits(b, HEAD_SUM);
    memcpy(b + HEAD_SUM, &sum, 8);
}

static void other_versions_are_refused(void **state)
{
    (void)state;
    size_t n;
    ms_diag d;
    char *b = sample(&n);
    b[8] = 9;
    assert_int_equal(open_rc(b, n, &d), MS_EVERSION);
    assert_non_null(strstr(d.what, "layout 9"));
    b[8] = 7;
    memcpy(b + 16, "00zz00zz", 8);
    reseal(b);
    assert_int_equal(open_rc(b, n, &d), MS_EVERSION);
    assert_non_null(strstr(d.what, "00zz00zz"));
    free(b);
}

/* Checksums can be made right by anyone; what they cover is looked at too. */
static void sealed_nonsense_is_refused(void **state)
{
    (void)state;
    static const struct {
        int section;
        size_t at; /* in the section; from its end when negative */
        unsigned char value;
        const char *what;
    } cases[] = {
        {1, 4, 255, "schemata"},      {2, 3, 255, "lists"},        {2, 12, 1, "lists"},
        {3, 0, 1, "entities"},        {3, 15, 255, "entities"},    {3, 16, 0, "entities"},
        {3, 23, 255, "entities"},     {3, 28, 1, "entities"},      {3, 32, 200, "entities"},
        {3, 36, 1, "entities"},       {3, 40, 255, "entities"},    {3, 48, 9, "entities"},
        {3, 56, 255, "entities"},     {3, 72, 9, "entities"},      {3, 76, 8, "entities"},
        {3, 77, 2, "entities"},       {3, 78, 1, "entities"},      {4, 0, 1, "names"},
        {4, 4, 0, "names"},           {4, 15, 255, "names"},       {4, 16, 40, "names"},
        {4, 18, 32, "names"},         {4, 19, 40, "names"},        {6, 3, 255, "tokens"},
        {5, 0, 9, "parts"},           {7, 1, 1, "units"},          {7, 2, 1, "units"},
        {7, 4, 0, "units"},           {7, 4, 25, "units"},         {7, 5, 255, "units"},
        {7, 8, '-', "units"},         {7, 8, 'z', "units"},        {7, 31, 'a', "units"},
        {8, 0, 1, "unit offsets"},    {8, 4, 255, "unit offsets"}, {9, 0, 255, "unit entities"},
        {9, 3, 255, "unit entities"}, {10, 0, 1, "runs"},          {10, 2, 1, "runs"},
        {10, 4, 0, "runs"},           {10, 4, 25, "runs"},         {10, 5, 2, "runs"},
        {10, 5, 4, "runs"},           {10, 5, 64, "runs"},         {10, 6, 1, "runs"},
        {10, 8, '_', "runs"},         {10, 8, 'z', "runs"},        {10, 31, 'a', "runs"},
        {11, 0, 1, "run offsets"},    {11, 4, 255, "run offsets"}, {12, 0, 255, "run entities"},
        {12, 3, 255, "run entities"}, {15, 2, 13, "births"},       {16, 0, 33, "documents"},
        {16, 39, 5, "documents"},     {19, 7, 'x', "countries"},   {21, 0, 250, "ids"},
        {22, 0, 1, "link offsets"},   {22, 4, 250, "offsets"},     {23, 3, 255, "links"},
        {25, 3, 255, "references"},   {26, 0, 5, "groups"},        {26, 35, 1, "groups"},
        {27, 0, 1, "reports"},        {27, 8, 255, "reports"},     {2, 16, 1, "lists"},
        {13, 0, 255, "unit blocks"},  {13, 4, 255, "unit blocks"}, {14, 0, 255, "run blocks"},
        {17, 0, 255, "numbers"},      {17, 4, 255, "numbers"},     {18, 4, 255, "born"},
        {18, 0, 255, "born"},         {24, 3, 255, "absent"},      {24, 8, 250, "absent"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        ms_diag d;
        char *b = sample(&n);
        uint64_t at = u64(row_of(b, cases[i].section) + 8);
        b[at + cases[i].at] = (char)cases[i].value;
        ms_snap_seal(b, n);
        if (open_rc(b, n, &d) != MS_EDAMAGED || !strstr(d.what, cases[i].what) || d.at < at)
            fail_msg("case %zu: %s at %zu", i, d.what, (size_t)d.at);
        free(b);
    }
}

/* ---- content ----------------------------------------------------------- */

static ms_snap *open_sample(void)
{
    ms_snap *s;
    ms_diag d;
    write_rows(fixture_path("open"));
    assert_int_equal(ms_snap_open(fixture_path("open"), &s, &d), MS_OK);
    return s;
}

static void entities_come_back(void **state)
{
    (void)state;
    ms_snap *s = open_sample();
    assert_int_equal(ms_snap_lists(s), 2);
    assert_true(ms_str_eq(ms_snap_list_name(s, 0), MS_STR("alpha")));
    assert_true(ms_str_eq(ms_snap_list_name(s, 1), MS_STR("beta")));
    assert_true(ms_str_eq(ms_snap_list_report(s, 0), MS_STR("{\"records\":7}")));
    assert_int_equal(ms_snap_list_report(s, 1).n, 0);
    assert_int_equal(ms_snap_entities(s), N_ROWS);
    assert_int_equal(ms_snap_list_first(s, 1), 7);
    assert_int_equal(ms_snap_list_entities(s, 1), 2);
    ms_arena *a = ms_arena_new(0);
    for (int i = 0; i < N_ROWS; i++) {
        ms_str json;
        ms_entity e = entity_of(&rows[i], a);
        assert_int_equal(ms_entity_write(&e, &json), MS_OK);
        ms_snap_entity got = ms_snap_get(s, number_of(s, rows[i].id, rows[i].list[0] == 'b'));
        assert_true(ms_str_eq(got.id, ms_str_z(rows[i].id)));
        assert_true(ms_str_eq(got.caption, ms_str_z(rows[i].caption)));
        assert_true(ms_str_eq(got.schema_name, ms_str_z(rows[i].schema)));
        assert_true(ms_str_eq(got.json, json));
        assert_ptr_equal(got.schema, ms_schema_find(got.schema_name));
    }
    ms_arena_free(a);
    ms_snap_close(s);
}

static void only_subjects_are_screened(void **state)
{
    (void)state;
    ms_snap *s = open_sample();
    static const struct {
        const char *id;
        bool matchable;
    } want[] = {{"a-1", true},  {"a-3", true},  {"a-6", true}, /* unknown: as a Thing */
                {"a-7", false}, {"a-8", false}, {"a-9", false}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(ms_snap_get(s, number_of(s, want[i].id, 0)).matchable,
                         want[i].matchable);
    ms_snap_close(s);
}

static void find_knows_every_list(void **state)
{
    (void)state;
    uint32_t out[2] = {99, 99};
    ms_snap *s = open_sample();
    assert_int_equal(ms_snap_find(s, MS_STR("a-1"), out, 2), 2);
    assert_int_equal(ms_snap_get(s, out[0]).list, 0);
    assert_int_equal(ms_snap_get(s, out[1]).list, 1);
    out[1] = 99;
    assert_int_equal(ms_snap_find(s, MS_STR("a-1"), out, 1), 2);
    assert_int_equal(out[1], 99);
    assert_int_equal(ms_snap_find(s, MS_STR("a-1"), NULL, 0), 2);
    assert_int_equal(ms_snap_find(s, MS_STR("a-"), out, 2), 0);
    assert_int_equal(ms_snap_find(s, MS_STR("zzz"), out, 2), 0);
    assert_int_equal(ms_snap_find(s, MS_STR(""), out, 2), 0);
    ms_snap_close(s);
}

/* Against a walk over all. */
static void each_list_finds_its_own(void **state)
{
    (void)state;
    ms_snap *s = open_sample();
    for (uint32_t list = 0; list < ms_snap_lists(s); list++) {
        uint32_t e = 99;
        for (uint32_t i = 0; i < ms_snap_entities(s); i++) {
            ms_str id = ms_snap_get(s, i).id;
            bool has = false, found = ms_snap_find_in(s, list, id, &e);
            for (uint32_t k = 0; k < ms_snap_entities(s); k++) {
                ms_snap_entity x = ms_snap_get(s, k);
                if (x.list != list || !ms_str_eq(x.id, id)) continue;
                has = true;
                assert_int_equal(e, k);
            }
            assert_int_equal(found, has);
        }
        e = 99;
        assert_false(ms_snap_find_in(s, list, MS_STR(""), &e));
        assert_false(ms_snap_find_in(s, list, MS_STR("a-"), &e));
        assert_false(ms_snap_find_in(s, list, MS_STR("zzz"), &e));
        assert_int_equal(e, 99);
    }
    ms_snap_close(s);
}

/* The search ends where the list does. */
static void a_neighbour_is_not_found(void **state)
{
    (void)state;
    static const row v[] = {{"m", "Person", "k1", "", {"name", "Orlan Tevik"}},
                            {"n", "Person", "k2", "", {"name", "Orlan Tevik"}}};
    ms_diag d;
    ms_snap *s;
    uint32_t e = 99;
    ms_build *b = ms_build_new();
    ms_arena *a = ms_arena_new(0);
    for (int i = 0; i < 2; i++) {
        ms_entity x = entity_of(&v[i], a);
        assert_int_equal(ms_build_list(b, ms_str_z(v[i].list), &d), MS_OK);
        assert_int_equal(ms_build_add(b, &x, &d), MS_OK);
    }
    ms_arena_free(a);
    write_and_free(b, fixture_path("neighbours"));
    assert_int_equal(ms_snap_open(fixture_path("neighbours"), &s, &d), MS_OK);
    assert_false(ms_snap_find_in(s, 0, MS_STR("k2"), &e));
    assert_false(ms_snap_find_in(s, 1, MS_STR("k1"), &e));
    assert_int_equal(e, 99);
    assert_true(ms_snap_find_in(s, 1, MS_STR("k2"), &e));
    assert_int_equal(e, 1);
    ms_snap_close(s);
}

static void assert_adjacent(const ms_snap *s, const char *id, const char *const *want)
{
    uint32_t out[8], n = ms_snap_adjacent(s, number_of(s, id, 0), out, 8), i;
    for (i = 0; want[i]; i++) {
        assert_true(i < n);
        assert_true(ms_str_eq(ms_snap_get(s, out[i]).id, ms_str_z(want[i])));
        assert_int_equal(ms_snap_get(s, out[i]).list, 0);
    }
    assert_int_equal(n, i);
}

static void adjacent_both_ways(void **state)
{
    (void)state;
    ms_snap *s = open_sample();
    assert_adjacent(s, "a-1", (const char *const[]){"a-7", "a-9", NULL});
    assert_adjacent(s, "a-3", (const char *const[]){"a-7", NULL});
    assert_adjacent(s, "a-7", (const char *const[]){"a-1", "a-3", NULL});
    assert_adjacent(s, "a-9", (const char *const[]){"a-1", NULL});
    assert_adjacent(s, "a-2", (const char *const[]){NULL});
    uint32_t out = 99;
    assert_int_equal(ms_snap_adjacent(s, number_of(s, "a-1", 1), &out, 1), 0);
    assert_int_equal(ms_snap_adjacent(s, number_of(s, "a-1", 0), &out, 0), 2);
    assert_int_equal(out, 99);
    ms_snap_close(s);
}

static void assert_same_name(const ms_name *a, const ms_name *b)
{
    assert_true(ms_str_eq(a->text, b->text));
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->weight, b->weight);
    assert_int_equal(a->weak, b->weak);
    assert_int_equal(a->cut, b->cut);
    assert_memory_equal(a->tok, b->tok, a->n * sizeof *a->tok);
}

static void assert_same_identity(const ms_identity *a, const ms_identity *b)
{
    assert_ptr_equal(a->schema, b->schema);
    assert_int_equal(a->sexes, b->sexes);
    assert_int_equal(a->n_names, b->n_names);
    assert_int_equal(a->n_births, b->n_births);
    assert_int_equal(a->n_countries, b->n_countries);
    for (uint32_t i = 0; i < a->n_names; i++) assert_same_name(&a->names[i], &b->names[i]);
    for (uint32_t i = 0; i < a->n_births; i++)
        assert_memory_equal(&a->births[i], &b->births[i], sizeof *a->births);
    for (uint32_t i = 0; i < a->n_countries; i++)
        assert_string_equal(a->countries[i].s, b->countries[i].s);
}

static void identities_come_back(void **state)
{
    (void)state;
    ms_arena *a = ms_arena_new(0);
    ms_snap *s = open_sample();
    for (int i = 0; i < N_ROWS; i++) {
        ms_identity want, got;
        ms_entity e = entity_of(&rows[i], a);
        uint32_t no = number_of(s, rows[i].id, rows[i].list[0] == 'b');
        assert_int_equal(ms_identity_from_entity(&e, a, &want), MS_OK);
        assert_int_equal(ms_snap_identity(s, no, a, &got), MS_OK);
        assert_same_identity(&want, &got);
    }
    ms_arena_free(a);
    ms_snap_close(s);
}

/* The passport's number counts for its holder; so does nothing of a Hologram. */
static void holders_have_their_documents(void **state)
{
    (void)state;
    ms_identity id;
    ms_arena *a = ms_arena_new(0);
    ms_snap *s = open_sample();
    assert_int_equal(ms_snap_identity(s, number_of(s, "a-1", 0), a, &id), MS_OK);
    assert_int_equal(id.n_documents, 2);
    assert_string_equal(id.documents[0].s, "AB123456");
    assert_string_equal(id.documents[1].s, "P775533");
    assert_int_equal(ms_snap_identity(s, number_of(s, "a-1", 1), a, &id), MS_OK);
    assert_int_equal(id.n_documents, 0);
    ms_arena_free(a);
    ms_snap_close(s);
}

static void empty_snapshots_open(void **state)
{
    (void)state;
    ms_diag d;
    ms_snap *s;
    uint32_t none;
    for (int lists = 0; lists < 2; lists++) {
        ms_build *b = ms_build_new();
        if (lists) assert_int_equal(ms_build_list(b, MS_STR("empty"), &d), MS_OK);
        write_and_free(b, fixture_path("empty"));
        assert_int_equal(ms_snap_open(fixture_path("empty"), &s, &d), MS_OK);
        assert_int_equal(ms_snap_entities(s), 0);
        assert_int_equal(ms_snap_lists(s), lists);
        assert_int_equal(ms_snap_find(s, MS_STR("x"), &none, 1), 0);
        ms_snap_close(s);
    }
}

/* Nothing that an entity may hold makes a file that does not open. */
static void odd_values_open(void **state)
{
    (void)state;
    ms_diag d;
    ms_snap *s;
    ms_identity id;
    static char long_id[MS_ENTITY_ID_MAX], long_name[100000];
    memset(long_id, 'x', sizeof long_id);
    for (size_t i = 0; i < sizeof long_name; i++) long_name[i] = i % 9 ? 'n' : ' ';
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    ms_entity e = ms_entity_make(a, (ms_str){long_id, sizeof long_id}, MS_STR("Person"));
    const ms_str values[] = {MS_STR("\0ru"),
                             MS_STR("r\0"),
                             MS_STR("\xff\xfe"),
                             MS_STR("\n\""),
                             {long_name, sizeof long_name}};
    static const char *const props[] = {"nationality", "name",   "birthDate",       "idNumber",
                                        "gender",      "parent", "no such property"};
    for (size_t p = 0; p < sizeof props / sizeof *props; p++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++)
            assert_int_equal(ms_entity_add_raw(&e, ms_str_z(props[p]), values[v]), MS_OK);
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("holder"), e.id), MS_OK);
    assert_int_equal(ms_build_list(b, MS_STR("odd"), &d), MS_OK);
    assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    write_and_free(b, fixture_path("odd"));
    if (ms_snap_open(fixture_path("odd"), &s, &d)) fail_msg("%s", d.what);
    assert_int_equal(ms_snap_find(s, e.id, NULL, 0), 1);
    assert_int_equal(ms_snap_adjacent(s, 0, NULL, 0), 0);
    assert_int_equal(ms_snap_identity(s, 0, a, &id), MS_OK);
    assert_true(id.n_names >= 1 && id.names[id.n_names - 1].cut);
    ms_arena_free(a);
    ms_snap_close(s);
}

/* ---- building ---------------------------------------------------------- */

static void refusals_leave_the_build_whole(void **state)
{
    (void)state;
    ms_diag d;
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    ms_entity e = entity_of(&rows[0], a), none = entity_of(&rows[1], a);
    static char huge[MS_ENTITY_ID_MAX + 1];
    memset(huge, 'x', sizeof huge);
    none.id = MS_STR("");
    assert_int_equal(ms_build_report(b, MS_STR("{}")), MS_EINVAL);
    assert_int_equal(ms_build_add(b, &e, &d), MS_EINVAL);
    assert_int_equal(ms_build_list(b, MS_STR(""), &d), MS_EINVAL);
    assert_int_equal(ms_build_list(b, MS_STR(".."), &d), MS_EINVAL);
    assert_int_equal(ms_build_list(b, MS_STR("../x"), &d), MS_EINVAL);
    assert_non_null(strstr(d.what, "../x"));
    assert_int_equal(ms_build_list(b, (ms_str){huge, 65}, &d), MS_EINVAL);
    add_list(b, "alpha", "alpha", false);
    assert_int_equal(ms_build_report(b, MS_STR("{\"records\":7}")), MS_OK);
    assert_int_equal(ms_build_add(b, &e, &d), MS_EDUPLICATE);
    assert_non_null(strstr(d.what, "a-1"));
    assert_int_equal(ms_build_add(b, &none, &d), MS_EMISSING);
    none.id = (ms_str){huge, sizeof huge};
    assert_int_equal(ms_build_add(b, &none, &d), MS_ELIMIT);
    assert_int_equal(ms_build_list(b, MS_STR("alpha"), &d), MS_EDUPLICATE);
    add_list(b, "beta", "beta", false);
    write_and_free(b, fixture_path("after"));
    size_t n, m;
    char *want = sample(&n), *got = read_whole(fixture_path("after"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(want, got, n);
    free(want);
    free(got);
    ms_arena_free(a);
}

static void kept_lists_are_the_same(void **state)
{
    (void)state;
    ms_diag d;
    size_t n, m;
    ms_snap *s = open_sample();
    ms_build *b = ms_build_new();
    add_list(b, "beta", "beta", true);
    assert_int_equal(ms_build_keep(b, s, 2, &d), MS_EINVAL);
    assert_int_equal(ms_build_keep(b, s, 1, &d), MS_EDUPLICATE);
    assert_int_equal(ms_build_keep(b, s, 0, &d), MS_OK);
    ms_arena *a = ms_arena_new(0);
    ms_entity e = entity_of(&rows[N_ROWS - 1], a);
    assert_int_equal(ms_build_add(b, &e, &d), MS_EINVAL);
    ms_arena_free(a);
    write_and_free(b, fixture_path("kept"));
    ms_snap_close(s);
    char *want = sample(&n), *got = read_whole(fixture_path("kept"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(want, got, n);
    free(want);
    free(got);
}

static void full_disk_keeps_the_old_snapshot(void **state)
{
    (void)state;
    size_t n, m;
    char *before = sample(&n);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ms_diag d;
        ms_build *b = ms_build_new();
        add_list(b, "beta", "gamma", false);
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit small = {1000, 1000};
        if (setrlimit(RLIMIT_FSIZE, &small)) _exit(9);
        ms_rc rc = ms_build_write(b, fixture_path("sample"), &d);
        ms_build_free(b);
        _exit(rc == MS_EIO && d.rc == MS_EIO ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    char *after = read_whole(fixture_path("sample"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
}

/* What fuzz_snapshot begins from is of this layout; tools/fuzz-seeds makes it so. */
static void seeds_of_the_fuzz_target_open(void **state)
{
    static const char *const names[] = {"again",  "all",     "joined", "linked",
                                        "person", "scripts", "things"};
    const char *root = getenv("MARSAD_SOURCE");
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[4096];
        size_t n;
        ms_diag d;
        snprintf(path, sizeof path, "%s/tests/fuzz/corpus/snapshot/seed-%s", root ? root : ".",
                 names[i]);
        char *b = read_whole(path, &n);
        ms_snap_seal(b, n); /* other knowledge tables are no other layout */
        if (open_rc(b, n, &d)) fail_msg("%s: %s; run tools/fuzz-seeds", path, d.what);
        free(b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout_is_as_documented),
        cmocka_unit_test(digest_covers_content_not_reports),
        cmocka_unit_test(same_content_same_bytes),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(damage_is_located),
        cmocka_unit_test(short_files_are_refused),
        cmocka_unit_test(other_versions_are_refused),
        cmocka_unit_test(sealed_nonsense_is_refused),
        cmocka_unit_test(entities_come_back),
        cmocka_unit_test(only_subjects_are_screened),
        cmocka_unit_test(find_knows_every_list),
        cmocka_unit_test(each_list_finds_its_own),
        cmocka_unit_test(a_neighbour_is_not_found),
        cmocka_unit_test(adjacent_both_ways),
        cmocka_unit_test(identities_come_back),
        cmocka_unit_test(holders_have_their_documents),
        cmocka_unit_test(empty_snapshots_open),
        cmocka_unit_test(odd_values_open),
        cmocka_unit_test(refusals_leave_the_build_whole),
        cmocka_unit_test(kept_lists_are_the_same),
        cmocka_unit_test(full_disk_keeps_the_old_snapshot),
        cmocka_unit_test(seeds_of_the_fuzz_target_open),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
