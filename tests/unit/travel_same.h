/* What tests of travel messages share: reading, and comparing what was read. */
#ifndef MARSAD_TEST_TRAVEL_SAME_H
#define MARSAD_TEST_TRAVEL_SAME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/travel.h>

/* Sanitizers make everything slow. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOW 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SLOW 1
#endif
#endif

static int setup(void **state)
{
    *state = ms_arena_new(0);
    return *state == NULL;
}

static int teardown(void **state)
{
    ms_arena_free(*state);
    return 0;
}

/* What no message carries, or what the reader makes of its own. */
static const char *const never[] = {"sent", "sent_name", NULL};
/* Bookings come whole. */
static const char *const never_booked[] = {"sent", "sent_name", "part", "last", NULL};

/* ---- comparing ---------------------------------------------------------- */

/* A comparison: fields passed over, and where the first difference is. */
typedef struct comparing {
    const char *const *passed; /* names, NULL ends them */
    bool centuries;            /* years may differ by hundreds where the reader says so */
    char where[256];
} comparing;

static bool passed(const comparing *k, const char *name)
{
    for (size_t i = 0; k->passed[i]; i++)
        if (strcmp(k->passed[i], name) == 0) return true;
    return false;
}

static bool same_date(const comparing *k, const ms_travel_date *want, const ms_travel_date *got)
{
    if (memcmp(&want->date, &got->date, sizeof got->date) == 0) return true;
    return k->centuries && got->other == want->date.year &&
           got->date.month == want->date.month && got->date.day == want->date.day;
}

static bool same_struct(comparing *k, const ms_travel_struct *s, const char *want,
                        const char *got);

static bool same_list(comparing *k, const ms_travel_field *f, const char *want, const char *got)
{
    uint32_t n, m;
    const char *x, *y;
    memcpy(&n, want + f->count_at, sizeof n);
    memcpy(&m, got + f->count_at, sizeof m);
    if (n != m) {
        snprintf(k->where, sizeof k->where, "%s: %u, not %u", f->name, m, n);
        return false;
    }
    memcpy(&x, want + f->at, sizeof x);
    memcpy(&y, got + f->at, sizeof y);
    for (uint32_t i = 0; i < n; i++)
        if (!same_struct(k, f->of, x + (size_t)i * f->of->size, y + (size_t)i * f->of->size)) {
            char inner[sizeof k->where];
            memcpy(inner, k->where, sizeof inner);
            snprintf(k->where, sizeof k->where, "%s %u: %.200s", f->name, i + 1, inner);
            return false;
        }
    return true;
}

static bool same_field(comparing *k, const ms_travel_field *f, const char *want,
                       const char *got)
{
    switch (f->kind) {
    case MS_FIELD_IS_TEXT: {
        ms_str x, y;
        memcpy(&x, want + f->at, sizeof x);
        memcpy(&y, got + f->at, sizeof y);
        if (ms_str_eq(x, y)) return true;
        snprintf(k->where, sizeof k->where, "%s: '%.*s', not '%.*s'", f->name, MS_FMT(y),
                 MS_FMT(x));
        return false;
    }
    case MS_FIELD_IS_DATE: {
        const ms_travel_date *x = (const void *)(want + f->at),
                             *y = (const void *)(got + f->at);
        snprintf(k->where, sizeof k->where, "%s: %u-%u-%u, not %u-%u-%u", f->name, y->date.year,
                 y->date.month, y->date.day, x->date.year, x->date.month, x->date.day);
        return same_date(k, x, y);
    }
    case MS_FIELD_IS_TIME: {
        const ms_travel_time *x = (const void *)(want + f->at),
                             *y = (const void *)(got + f->at);
        snprintf(k->where, sizeof k->where, "%s: %u-%u-%u %d, not %u-%u-%u %d", f->name,
                 y->day.date.year, y->day.date.month, y->day.date.day, y->minute,
                 x->day.date.year, x->day.date.month, x->day.date.day, x->minute);
        return same_date(k, &x->day, &y->day) && (!x->day.date.year || x->minute == y->minute);
    }
    case MS_FIELD_IS_COUNT: {
        uint32_t x, y;
        memcpy(&x, want + f->at, sizeof x);
        memcpy(&y, got + f->at, sizeof y);
        snprintf(k->where, sizeof k->where, "%s: %u, not %u", f->name, y, x);
        return x == y;
    }
    case MS_FIELD_IS_FLAG:
        snprintf(k->where, sizeof k->where, "%s: %d", f->name, got[f->at]);
        return want[f->at] == got[f->at];
    default: return same_list(k, f, want, got);
    }
}

static bool same_struct(comparing *k, const ms_travel_struct *s, const char *want,
                        const char *got)
{
    for (uint16_t i = 0; i < s->n; i++)
        if (!passed(k, s->field[i].name) && !same_field(k, &s->field[i], want, got))
            return false;
    return true;
}

/* ---- reading ------------------------------------------------------------ */

typedef struct reading {
    ms_source *src;
    ms_edi_reader *r;
} reading;

static reading read_bytes(ms_str bytes)
{
    reading x;
    assert_int_equal(ms_source_mem(bytes, "test", &x.src), MS_OK);
    x.r = ms_edi_reader_new(x.src, NULL);
    assert_non_null(x.r);
    return x;
}

/* The next message; false behind the last one. */
static bool next(reading *x, ms_arena *a, ms_manifest *m)
{
    const ms_edi_item *item;
    ms_diag d;
    ms_rc rc;
    while (!(rc = ms_edi_next(x->r, &item, &d)))
        if (item->kind == MS_EDI_MESSAGE) {
            assert_int_equal(ms_manifest_read(item, a, m), MS_OK);
            return true;
        }
    assert_int_equal(rc, MS_END);
    return false;
}

static void end(reading *x)
{
    ms_edi_reader_free(x->r);
    ms_source_free(x->src);
}

#endif
