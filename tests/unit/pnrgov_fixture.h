/* Bookings of PNRGOV messages that a test writes, and what was read of them. */
#ifndef PNRGOV_FIXTURE_H
#define PNRGOV_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/travel.h>

enum { LONGEST = 16384 };

/* A message that was read, with all that it stands on. */
typedef struct told {
    char text[LONGEST];
    ms_source *src;
    ms_edi_reader *r;
    ms_arena *a;
    ms_manifest m;
} told;

static inline void told_end(told *t)
{
    ms_edi_reader_free(t->r);
    ms_source_free(t->src);
    ms_arena_free(t->a);
}

/* Reads the bookings `body` of flight QZ 417, sent on 13 March 2026, behind that beginning of
 * UNB and that of UNH. */
static inline void tell_in(told *t, const char *unb, const char *unh, const char *body)
{
    const ms_edi_item *item;
    ms_diag d;
    int n = snprintf(t->text, sizeof t->text,
                     "UNB+%s:1905+1'UNH+1+PNRGOV:13:1:IA+%s'MSG+:22'ORG+QZ:BRE'"
                     "TVL+140326:0640:140326:0915+BRE+TUN+QZ+417'%sUNT+9+1'UNZ+1+1'",
                     unb, unh, body);
    assert_in_range(n, 1, sizeof t->text - 1);
    t->a = ms_arena_new(0);
    assert_int_equal(ms_source_mem((ms_str){t->text, (size_t)n}, "test", &t->src), MS_OK);
    t->r = ms_edi_reader_new(t->src, NULL);
    do assert_int_equal(ms_edi_next(t->r, &item, &d), MS_OK);
    while (item->kind != MS_EDI_MESSAGE);
    assert_int_equal(ms_manifest_read(item, t->a, &t->m), MS_OK);
}

static inline void tell(told *t, const char *body)
{
    tell_in(t, "IATA:1+QZ+DESK+260313", "ACCESS", body);
}

static inline void is(ms_str s, const char *want)
{
    if (!ms_str_eq(s, ms_str_z(want))) fail_msg("\"%.*s\" is not \"%s\"", MS_FMT(s), want);
}

static inline void day_is(const ms_travel_date *d, const char *want)
{
    char buf[MS_DATE_MAX];
    is((ms_str){buf, ms_date_print(d->date, buf)}, want);
}

static inline unsigned odd(const told *t, ms_oddity_code code)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < t->m.oddities.n; i++) n += t->m.oddities.v[i].code == code;
    return n;
}

/* A booking of one adult on flight 417, with what is said of her and behind her. */
#define ANN(hers, behind)                                                              \
    "EQN+1'SRC'RCI+QZ:AB12CD::110126:1714'DAT+700:120326:0800'TIF+ROE+ANNMS:A:1'" hers \
    "TVL+140326:0640:140326:0915+BRE+TUN+QZ+417:M'RPI+1+HK'" behind

#endif
