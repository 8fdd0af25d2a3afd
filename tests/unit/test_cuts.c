/* The published lists of $MARSAD_SHARED, cut off at every 4 KiB: a format with an end is
 * refused, and of others all but the record at the cut is as in the whole file.  Without
 * MARSAD_FULL=1 some of the cuts are made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <marsad/list.h>

enum { STEP = 4096, SOME = 12, SLOTS = 1 << 18 };

/* What a cut does. */
typedef enum kind {
    TAIL,  /* is told by the missing end */
    ROWS,  /* touches the record that it goes through */
    GROUPS /* leaves out rows of subjects that stand anywhere */
} kind;

static const struct {
    const char *file;
    kind kind;
} files[] = {
    {"un/un_consolidated_2026-02-27.xml", TAIL},
    {"ofac/consolidated_2025-03-28.xml", TAIL},
    {"ofac/cons_advanced_2020-03-17.xml", TAIL},
    {"eu/eu_fsf_1.1_2022-03-18_first_part.xml", TAIL},
    {"ca/sema-lmes_2025.xml", TAIL},
    {"cn_pk_misc/pk_proscribed_persons.json", TAIL},
    {"us_csl/us_csl_consolidated_2022-04.csv.gz", TAIL}, /* of the compressed stream */
    {"ofac/sdn_alt_add_2021-07/sdn.csv", ROWS},
    {"ofac/cons_prim_2025-12.csv", ROWS},
    {"uk/ofsi_conlist_2022-05.converted.csv", GROUPS},
    {"uk/ofsi_conlist_2018-04-13.csv", GROUPS},
    {"au/regulation8_consolidated_2022-05.converted.csv", GROUPS},
};

/* Hashes of ids, each with that of the entity's JSON. */
typedef struct entities {
    uint64_t id[SLOTS], json[SLOTS];
    uint32_t n;
} entities;

static uint32_t slot_of(const entities *e, uint64_t id)
{
    uint32_t i = (uint32_t)id & (SLOTS - 1);
    while (e->id[i] && e->id[i] != id) i = (i + 1) & (SLOTS - 1);
    return i;
}

static ms_rc take(void *ctx, const ms_entity *e, ms_diag *d)
{
    entities *all = ctx;
    ms_str json;
    uint64_t id = XXH3_64bits(e->id.p, e->id.n) | 1;
    uint32_t i = slot_of(all, id);
    if (all->id[i]) return ms_fail(d, MS_EDUPLICATE, 0, 0, "id: seen");
    assert_int_equal(ms_entity_write(e, &json), MS_OK);
    assert_true(++all->n < SLOTS / 2);
    all->id[i] = id;
    all->json[i] = XXH3_64bits(json.p, json.n);
    return MS_OK;
}

static ms_rc load(ms_str bytes, const char *name, entities *out, ms_diag *d)
{
    ms_source *src;
    ms_arena *a = ms_arena_new(0);
    ms_load_report r = ms_load_report_make(a);
    ms_list_opts o = {.list = MS_STR("t"), .take = take, .ctx = out};
    memset(out, 0, sizeof *out);
    assert_int_equal(ms_source_mem(bytes, name, &src), MS_OK);
    ms_rc rc = ms_list_read(&o, &src, 1, &r, d);
    ms_source_free(src);
    ms_arena_free(a);
    return rc;
}

/* Entities of `cut` that the whole file does not have, or not so. */
static uint32_t strange(const entities *cut, const entities *whole, bool changed)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < SLOTS; i++) {
        if (!cut->id[i]) continue;
        uint32_t k = slot_of(whole, cut->id[i]);
        n += !whole->id[k] || (changed && whole->json[k] != cut->json[i]);
    }
    return n;
}

static void check_cut(size_t f, ms_str bytes, size_t n, const entities *whole)
{
    enum { OF_ONE = 40 }; /* entities that one record can make */
    static entities cut;
    ms_diag d = {0};
    ms_rc rc = load((ms_str){bytes.p, n}, files[f].file, &cut, &d);
    bool tail = files[f].kind == TAIL;
    if (tail && !rc) fail_msg("%s: cut at %zu is not noticed", files[f].file, n);
    if (!tail && rc && rc != MS_EMISSING)
        fail_msg("%s: cut at %zu: %s", files[f].file, n, d.what);
    if (rc) return;
    uint32_t odd = strange(&cut, whole, files[f].kind == ROWS);
    if (odd > OF_ONE) fail_msg("%s: cut at %zu: %u entities differ", files[f].file, n, odd);
}

static bool slurp(const char *name, ms_str *out)
{
    const char *shared = getenv("MARSAD_SHARED"), *source = getenv("MARSAD_SOURCE");
    char path[4096];
    if (shared && *shared) snprintf(path, sizeof path, "%s/data/lists/%s", shared, name);
    else snprintf(path, sizeof path, "%s/../shared/data/lists/%s", source ? source : ".", name);
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    char *p = malloc(16 << 20);
    assert_non_null(p);
    *out = (ms_str){p, fread(p, 1, 16 << 20, f)};
    fclose(f);
    return true;
}

static void cuts(void **state)
{
    (void)state;
    static entities whole;
    const char *full = getenv("MARSAD_FULL");
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        ms_str bytes;
        ms_diag d = {0};
        if (!slurp(files[f].file, &bytes)) fail_msg("no %s", files[f].file);
        ms_rc rc = load(bytes, files[f].file, &whole, &d);
        if (rc) fail_msg("%s: %s", files[f].file, d.what);
        size_t all = (bytes.n - 1) / STEP, every = full && *full ? 1 : 1 + all / SOME, n = 0;
        for (size_t i = every; i <= all; i += every, n++) check_cut(f, bytes, i * STEP, &whole);
        print_message("%-50s %6u entities, %4zu cuts\n", files[f].file, whole.n, n);
        free((char *)(uintptr_t)bytes.p);
    }
}

int main(void)
{
    ms_str bytes;
    const struct CMUnitTest tests[] = {cmocka_unit_test(cuts)};
    if (!slurp(files[0].file, &bytes)) {
        printf("skipped: no %s in the shared lists\n", files[0].file);
        return 77;
    }
    free((char *)(uintptr_t)bytes.p);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
