/* Manifests of messages as text, field by field, for tests. */
#ifndef MANIFEST_FIXTURE_H
#define MANIFEST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/travel.h>

#include "base/json_out.h"

/* Appends what a record says: "surname=ROE birth=1980-05-09 documents=[type=P]". */
static inline void manifest_put(ms_out *o, const ms_travel_struct *of, const void *record)
{
    const char *r = record;
    for (unsigned i = 0; i < of->n; i++) {
        const ms_travel_field *f = &of->field[i];
        const ms_travel_time *t = (const void *)(r + f->at);
        const ms_travel_date *d = (const void *)(r + f->at);
        const uint32_t *count = (const void *)(r + f->at);
        char day[MS_DATE_MAX];
        switch (f->kind) {
        case MS_FIELD_IS_TEXT: {
            const ms_str *s = (const void *)(r + f->at);
            if (s->n) ms_out_fmt(o, " %s=%.*s", f->name, MS_FMT(*s));
            break;
        }
        case MS_FIELD_IS_TIME:
        case MS_FIELD_IS_DATE:
            if (!d->sent.n) break;
            ms_date_print(d->date, day);
            ms_out_fmt(o, " %s=%s", f->name, day);
            if (d->other) ms_out_fmt(o, "|%u", d->other);
            if (f->kind == MS_FIELD_IS_TIME && t->minute != MS_MINUTE_UNKNOWN)
                ms_out_fmt(o, "T%02d:%02d", t->minute / 60, t->minute % 60);
            break;
        case MS_FIELD_IS_COUNT:
            if (*count) ms_out_fmt(o, " %s=%u", f->name, *count);
            break;
        case MS_FIELD_IS_FLAG:
            if (*(const bool *)(r + f->at)) ms_out_fmt(o, " %s", f->name);
            break;
        case MS_FIELD_IS_LIST: {
            const char *const *p = (const void *)(r + f->at);
            const uint32_t *n = (const void *)(r + f->count_at);
            for (uint32_t k = 0; k < *n; k++) {
                ms_out_fmt(o, " %s=[", f->name);
                manifest_put(o, f->of, *p + (size_t)k * f->of->size);
                ms_out_lit(o, "]");
            }
            break;
        }
        }
    }
}

/* The table of the travellers. */
static inline const ms_travel_struct *travellers_table(void)
{
    const ms_travel_struct *m = ms_travel_table();
    for (unsigned i = 0; i < m->n; i++)
        if (strcmp(m->field[i].name, "travellers") == 0) return m->field[i].of;
    return NULL;
}

/* A reader of `text`, and its source, to be ended by manifests_end. */
typedef struct manifests {
    ms_source *src;
    ms_edi_reader *r;
    ms_arena *a;
    const ms_edi_item *item;
} manifests;

static inline manifests manifests_of(ms_str text)
{
    manifests x = {.a = ms_arena_new(0)};
    assert_int_equal(ms_source_mem(text, "test", &x.src), MS_OK);
    x.r = ms_edi_reader_new(x.src, NULL);
    assert_non_null(x.r);
    assert_non_null(x.a);
    return x;
}

/* The next message that is a list; false: there is none. */
static inline bool manifests_next(manifests *x, ms_manifest *m)
{
    ms_diag d;
    for (ms_rc rc; !(rc = ms_edi_next(x->r, &x->item, &d));) {
        if (x->item->kind != MS_EDI_MESSAGE) continue;
        rc = ms_manifest_read(x->item, x->a, m);
        if (rc == MS_OK) return true;
        assert_int_equal(rc, MS_ENOTFOUND);
    }
    return false;
}

static inline void manifests_end(manifests *x)
{
    ms_edi_reader_free(x->r);
    ms_source_free(x->src);
    ms_arena_free(x->a);
}

#endif
