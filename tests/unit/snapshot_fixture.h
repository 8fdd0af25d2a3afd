/* Invented entities and snapshots of them, for the tests of the index room. */
#ifndef MARSAD_TESTS_SNAPSHOT_FIXTURE_H
#define MARSAD_TESTS_SNAPSHOT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <marsad/index.h>

/* A number by chance, the same in every run. */
static inline uint32_t drawn(void)
{
    static uint32_t x = 12345;
    x = x * 1664525u + 1013904223u;
    return x >> 8;
}

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define PICK(a) (a)[drawn() % COUNT(a)]

/* A row: list, schema, id, caption, then properties and values in turn. */
typedef struct row {
    const char *list, *schema, *id, *caption;
    const char *props[16];
} row;

/* Two lists of invented subjects with a passport, an address and relations. */
static const row rows[] = {
    {"alpha",
     "Person",
     "a-1",
     "Ivan Testov",
     {"name", "Ivan Testov", "alias", "Vanya Testov", "weakAlias", "Vanya", "birthDate",
      "1970-03-04", "gender", "male", "nationality", "ru", "idNumber", "AB 123456"}},
    {"alpha",
     "Person",
     "a-2",
     "محمد الاختبار",
     {"name", "محمد الاختبار", "birthDate", "1981", "birthDate", "1982-05", "nationality", "eg",
      "citizenship", "sy"}},
    {"alpha",
     "Company",
     "a-3",
     "Testov Trading LLC",
     {"name", "Testov Trading LLC", "jurisdiction", "cy", "registrationNumber", "HE-998877"}},
    {"alpha", "Passport", "a-9", "P-775533", {"holder", "a-1", "number", "P-775533"}},
    {"alpha", "Address", "a-8", "1 Example Street", {"full", "1 Example Street"}},
    {"alpha",
     "Sanction",
     "a-7",
     "a-7",
     {"entity", "a-1", "entity", "a-3", "entity", "nobody", "authority", "Invented Office",
      "authorityId", "X-77"}},
    {"alpha",
     "Hologram",
     "a-6",
     "Testov Hologram",
     {"name", "Testov Hologram", "holder", "a-1"}},
    {"beta", "Person", "a-1", "Another Person", {"name", "Another Person", "gender", "female"}},
    {"beta", "Vessel", "b-1", "MV Example", {"name", "MV Example", "flag", "pa"}},
};

enum { N_ROWS = sizeof rows / sizeof *rows };

static char fixture_dir[256];

static int fixture_begin(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(fixture_dir, sizeof fixture_dir, "%s/marsad-test-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(fixture_dir) ? 0 : -1;
}

static int fixture_end(void **state)
{
    (void)state;
    char cmd[300];
    snprintf(cmd, sizeof cmd, "rm -rf '%s'", fixture_dir);
    return system(cmd);
}

/* A path in the folder of this run; of the last eight calls all stay valid. */
static const char *fixture_path(const char *name)
{
    static char path[8][320];
    static unsigned turn;
    char *p = path[turn++ % 8];
    snprintf(p, sizeof path[0], "%s/%s", fixture_dir, name);
    return p;
}

static ms_entity entity_of(const row *r, ms_arena *a)
{
    ms_entity e = ms_entity_make(a, ms_str_z(r->id), ms_str_z(r->schema));
    e.caption = ms_str_z(r->caption);
    for (int i = 0; i + 1 < 16 && r->props[i]; i += 2)
        assert_int_equal(
            ms_entity_add_raw(&e, ms_str_z(r->props[i]), ms_str_z(r->props[i + 1])), MS_OK);
    return e;
}

/* Adds the rows of `list`, last first when `backwards`, as a list `as`. */
static inline void add_list(ms_build *b, const char *list, const char *as, bool backwards)
{
    ms_diag d;
    ms_arena *a = ms_arena_new(0);
    assert_int_equal(ms_build_list(b, ms_str_z(as), &d), MS_OK);
    for (int i = 0; i < N_ROWS; i++) {
        const row *r = &rows[backwards ? N_ROWS - 1 - i : i];
        if (strcmp(r->list, list) != 0) continue;
        ms_entity e = entity_of(r, a);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    ms_arena_free(a);
}

/* Writes `b` and frees it. */
static inline void write_and_free(ms_build *b, const char *path)
{
    ms_diag d;
    assert_int_equal(ms_build_write(b, path, &d), MS_OK);
    ms_build_free(b);
}

/* The snapshot of all rows at `path`. */
static inline void write_rows(const char *path)
{
    ms_build *b = ms_build_new();
    assert_non_null(b);
    add_list(b, "alpha", "alpha", false);
    assert_int_equal(ms_build_report(b, MS_STR("{\"records\":7}")), MS_OK);
    add_list(b, "beta", "beta", false);
    write_and_free(b, path);
}

/* A file in memory, aligned as ms_snap_mem asks; freed by free(). */
static inline char *read_whole(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = aligned_alloc(64, (*n + 64) / 64 * 64);
    assert_non_null(p);
    assert_int_equal(fread(p, 1, *n, f), *n);
    fclose(f);
    return p;
}

/* The number of the entity `id` of list number `list`. */
static inline uint32_t number_of(const ms_snap *s, const char *id, uint32_t list)
{
    uint32_t found[8], n = ms_snap_find(s, ms_str_z(id), found, 8);
    for (uint32_t i = 0; i < n && i < 8; i++)
        if (ms_snap_get(s, found[i]).list == list) return found[i];
    fail_msg("%s is not in list %u", id, list);
    return 0;
}

#endif
