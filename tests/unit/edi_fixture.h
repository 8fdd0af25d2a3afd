/* Interchanges as one text, so that tests can say what a reader gives. */
#ifndef EDI_FIXTURE_H
#define EDI_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/edifact.h>

#include "base/json_out.h"
#include "base/source_impl.h"

/* Items as letters, segments as [TAG 1=value 4.2=value], oddities as !CODE when `odd`:
 * "O[UNB 1=UNOA ...]M[UNH ...][BGM 1=745]". */
static inline void edi_put_segment(ms_out *o, const ms_edi_segment *s)
{
    ms_out_fmt(o, "[%s", s->tag ? s->name : "?");
    for (uint32_t i = 0; i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        ms_out_fmt(o, " %u", v->element);
        if (v->repetition > 1) ms_out_fmt(o, "*%u", v->repetition);
        if (v->component > 1) ms_out_fmt(o, ".%u", v->component);
        ms_out_lit(o, "=");
        ms_out_raw(o, v->text);
    }
    ms_out_lit(o, "]");
}

static inline void edi_put_item(ms_out *o, const ms_edi_item *x, bool odd)
{
    ms_out_char(o, "OGMgo"[x->kind]);
    for (uint32_t i = 0; i < x->n; i++) edi_put_segment(o, &x->v[i]);
    for (uint32_t i = 0; odd && i < x->oddities->n; i++)
        ms_out_fmt(o, "!%s", ms_oddity_name(x->oddities->v[i].code));
}

/* A source that gives `step` bytes at a time, as a slow line does. */
typedef struct edi_drip {
    ms_str left;
    size_t step;
} edi_drip;

static inline ms_rc edi_drip_read(void *self, void *buf, size_t n, size_t *got, ms_diag *d)
{
    (void)d;
    edi_drip *x = self;
    *got = n < x->step ? n : x->step;
    if (*got > x->left.n) *got = x->left.n;
    memcpy(buf, x->left.p, *got);
    x->left = (ms_str){x->left.p + *got, x->left.n - *got};
    return MS_OK;
}

static inline void edi_drip_free(void *self)
{
    (void)self;
}

/* All items of `src` into `o`, and frees it; what ended them. */
static inline ms_rc edi_dump_source(ms_source *src, const ms_edi_limits *limits, bool odd,
                                    ms_out *o)
{
    ms_diag d = {0};
    ms_edi_reader *r = ms_edi_reader_new(src, limits);
    assert_non_null(r);
    const ms_edi_item *x;
    ms_rc rc;
    while (!(rc = ms_edi_next(r, &x, &d))) edi_put_item(o, x, odd);
    ms_edi_reader_free(r);
    ms_source_free(src);
    return rc;
}

/* All items of `text` into `o`; what ended them. */
static inline ms_rc edi_dump(ms_str text, const ms_edi_limits *limits, bool odd, ms_out *o)
{
    ms_source *src;
    assert_int_equal(ms_source_mem(text, "test", &src), MS_OK);
    return edi_dump_source(src, limits, odd, o);
}

/* Asserts that `text` is read the same where it comes `step` bytes at a time. */
static inline void edi_expect_drip(ms_str text, size_t step, const char *wanted)
{
    static const ms_source_kind kind = {.read = edi_drip_read, .free = edi_drip_free};
    edi_drip drip = {text, step};
    ms_out o = {0};
    ms_source *src = ms_source_make(&kind, &drip, "drip");
    assert_non_null(src);
    assert_int_equal(edi_dump_source(src, NULL, true, &o), MS_END);
    ms_out_char(&o, 0);
    assert_string_equal(o.p, wanted);
    ms_out_free(&o);
}

/* Asserts what `text` gives from its messages on: what stands before the first M is left out
 * unless `wanted` begins with O. */
static inline void edi_expect_n(ms_str text, const char *wanted)
{
    ms_out o = {0};
    assert_int_equal(edi_dump(text, NULL, true, &o), MS_END);
    ms_out_char(&o, 0);
    edi_expect_drip(text, 1, o.p);
    const char *got = o.p, *m = strchr(got, 'M');
    if (wanted[0] == 'M' && m) got = m;
    assert_string_equal(got, wanted);
    ms_out_free(&o);
}

#define edi_expect(text, wanted) edi_expect_n(MS_STR(text), wanted)

#endif
