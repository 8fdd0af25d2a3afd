/* Reads a list from memory or a file and keeps what it gives, for tests. */
#ifndef MARSAD_TESTS_LIST_FIXTURE_H
#define MARSAD_TESTS_LIST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/list.h>

#include "base/mem.h"

enum { LIST_MAX = 20000 };

typedef struct list {
    ms_arena *a;
    ms_load_report report;
    ms_rc rc;
    ms_diag d;
    ms_str id[LIST_MAX];
    ms_str json[LIST_MAX];
    uint32_t n;
} list;

static ms_rc list_take(void *ctx, const ms_entity *e, ms_diag *d)
{
    list *l = ctx;
    ms_entity copy = *e;
    ms_str json;
    for (uint32_t i = 0; i < l->n; i++)
        if (ms_str_eq(l->id[i], e->id)) return ms_fail(d, MS_EDUPLICATE, 0, 0, "id: seen");
    /* Only properties that the model gives to the schema. */
    for (uint32_t i = 0; e->schema && i < e->n_props; i++)
        if (!e->props[i].prop && l->report.format != MS_FORMAT_FTM_JSONL)
            fail_msg("%.*s has no %.*s", MS_FMT(e->schema_name), MS_FMT(e->props[i].name));
    assert_int_equal(ms_entity_write(&copy, &json), MS_OK);
    assert_true(l->n < LIST_MAX);
    l->id[l->n] = ms_arena_str(l->a, e->id);
    l->json[l->n++] = ms_arena_str(l->a, json);
    return MS_OK;
}

/* Reads `src`, which it frees. */
static list *list_read(ms_source *src, ms_format f)
{
    list *l = calloc(1, sizeof *l);
    assert_non_null(l);
    l->a = ms_arena_new(0);
    l->report = ms_load_report_make(l->a);
    l->report.format = f;
    ms_list_opts o = {.format = f, .list = MS_STR("t"), .take = list_take, .ctx = l};
    l->rc = ms_list_read(&o, &src, 1, &l->report, &l->d);
    ms_source_free(src);
    return l;
}

static inline list *list_text_as(const char *p, size_t n, ms_format f)
{
    ms_source *src;
    assert_int_equal(ms_source_mem((ms_str){p, n}, "test", &src), MS_OK);
    return list_read(src, f);
}

static inline list *list_text(const char *text)
{
    return list_text_as(text, strlen(text), MS_FORMAT_AUTO);
}

static inline void list_free(list *l)
{
    ms_arena_free(l->a);
    free(l);
}

/* The JSON of entity `id`, NUL-terminated. */
static inline const char *list_json(const list *l, const char *id)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (ms_str_eq(l->id[i], ms_str_z(id))) return l->json[i].p;
    fail_msg("no entity %s", id);
    return "";
}

/* How often a tally counted `name`. */
static inline unsigned list_count(const ms_tally *v, uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (ms_str_eq(v[i].name, ms_str_z(name))) return (unsigned)v[i].count;
    return 0;
}

static int list_allocations_left;

static inline int list_fail_one(size_t n)
{
    (void)n;
    return list_allocations_left-- != 0;
}

static inline ms_rc list_ignore(void *ctx, const ms_entity *e, ms_diag *d)
{
    (void)ctx, (void)e, (void)d;
    return MS_OK;
}

/* Reads `text` while allocation number `at` fails; false when there is none so late. */
static inline bool list_read_failing(const char *text, int at)
{
    ms_rc rc = MS_ENOMEM;
    ms_diag d = {0};
    ms_source *src = NULL;
    list_allocations_left = at;
    ms_mem_gate = list_fail_one;
    ms_arena *a = ms_arena_new(0);
    if (a) {
        ms_load_report r = ms_load_report_make(a);
        ms_list_opts o = {.list = MS_STR("t"), .take = list_ignore};
        rc = ms_source_mem(ms_str_z(text), "test", &src);
        if (!rc) rc = ms_list_read(&o, &src, 1, &r, &d);
    }
    ms_mem_gate = NULL;
    ms_source_free(src);
    ms_arena_free(a);
    assert_int_equal(rc, list_allocations_left < 0 ? MS_ENOMEM : MS_OK);
    return list_allocations_left < 0;
}

/* Reads `text` while each allocation fails in turn: every time that must end in
 * MS_ENOMEM, and without a failure in MS_OK. */
static inline void list_memory_fails(const char *text)
{
    int at = 0;
    while (at < 2000 && list_read_failing(text, at)) at++;
    assert_in_range(at, 5, 1999);
}

#define LIST_SCHEMA(l, name) list_count((l)->report.schemata, (l)->report.n_schemata, name)
#define LIST_UNMAPPED(l, name) list_count((l)->report.unmapped, (l)->report.n_unmapped, name)

#endif
