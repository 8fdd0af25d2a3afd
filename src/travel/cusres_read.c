/* CUSRES read: an answer to a passenger list. */
#include <marsad/answer.h>

#include "travel/content.h"
#include "travel/when.h"

/* No number in an answer is larger. */
enum { NUMBER_MOST = 9999999 };

/* What the segments so far were of. */
typedef enum group { HEAD, LEG, ERROR, TRAVELLER, OTHER } group;

/* A message being read. */
typedef struct reading {
    ms_content c; /* its arena, and whether memory is spent */
    ms_answer *x;
    group in;
    ms_answer_error place; /* ERP+1: of the errors that follow */
    bool coded, told;      /* ERC and FTX of this group were read */
    ms_date sent;
} reading;

/* ---- helpers ------------------------------------------------------------ */

static void odd(reading *r, ms_oddity_code code, const ms_edi_segment *s, unsigned element,
                unsigned component)
{
    ms_oddity_add(&r->x->oddities, r->c.a, ms_edi_place(code, s, element, 1, component));
}

/* Takes a value for `*to` unless it has one. */
static void take(reading *r, const ms_edi_segment *s, unsigned element, unsigned component,
                 ms_str *to)
{
    if (to->n) odd(r, MS_ODDITY_ANSWER_SEGMENT, s, 0, 0);
    else *to = ms_edi_get(s, element, component);
}

static ms_answer_traveller *traveller(reading *r)
{
    return &r->x->travellers[r->x->n_travellers - 1];
}

static ms_answer_leg *leg(reading *r)
{
    return &r->x->legs[r->x->n_legs - 1];
}

/* ---- segments ----------------------------------------------------------- */

static void read_bgm(reading *r, const ms_edi_segment *s)
{
    ms_str code = ms_edi_get(s, 1, 1);
    for (unsigned k = MS_ANSWER_UNKNOWN + 1; k < MS_ANSWER_KINDS; k++)
        if (ms_str_eq(code, ms_str_z(ms_answer_kind_code((ms_answer_kind)k))))
            r->x->kind = (ms_answer_kind)k;
    if (r->x->kind == MS_ANSWER_UNKNOWN) odd(r, MS_ODDITY_ANSWER_CODE, s, 1, 1);
}

static void read_flight(reading *r, const ms_edi_segment *s)
{
    ms_answer_leg *l = ms_content_add(&r->c, &r->x->legs, &r->x->n_legs, sizeof *l);
    if (!l) return;
    l->flight = ms_edi_get(s, 1, 2);
    l->departs.minute = l->arrives.minute = MS_MINUTE_UNKNOWN;
    l->departs.offset = l->arrives.offset = MS_OFFSET_UNKNOWN;
    r->in = LEG;
}

static void read_rff(reading *r, const ms_edi_segment *s)
{
    bool head = r->in == HEAD || r->in == LEG;
    if (head && ms_edi_is(s, 1, 1, "TN")) take(r, s, 1, 2, &r->x->transaction);
    else if (head && ms_edi_is(s, 1, 1, "AF")) read_flight(r, s);
    else if (r->in == TRAVELLER && ms_edi_is(s, 1, 1, "AVF"))
        take(r, s, 1, 2, &traveller(r)->locator);
    else if (r->in == TRAVELLER && ms_edi_is(s, 1, 1, "ABO"))
        take(r, s, 1, 2, &traveller(r)->reference);
    else odd(r, MS_ODDITY_ANSWER_SEGMENT, s, 1, 1);
}

static void read_dtm(reading *r, const ms_edi_segment *s)
{
    bool departs = ms_edi_is(s, 1, 1, "189"), arrives = ms_edi_is(s, 1, 1, "232");
    const ms_when_form *f = ms_when_form_of(ms_edi_get(s, 1, 3));
    if (r->in != LEG || (!departs && !arrives) || !f) {
        odd(r, MS_ODDITY_ANSWER_SEGMENT, s, 1, 1);
        return;
    }
    ms_travel_time *to = departs ? &leg(r)->departs : &leg(r)->arrives;
    if (!ms_when_read(ms_edi_get(s, 1, 2), f->pattern, MS_WHEN_TRAVEL, r->sent, to))
        odd(r, MS_ODDITY_ANSWER_CODE, s, 1, 2);
}

static void read_loc(reading *r, const ms_edi_segment *s)
{
    if (r->in == LEG && ms_edi_is(s, 1, 1, "125")) take(r, s, 2, 1, &leg(r)->from);
    else if (r->in == LEG && ms_edi_is(s, 1, 1, "87")) take(r, s, 2, 1, &leg(r)->to);
    else odd(r, MS_ODDITY_ANSWER_SEGMENT, s, 1, 1);
}

/* What follows is of a traveller, or of the message as a whole. */
static void read_erp(reading *r, const ms_edi_segment *s)
{
    r->coded = r->told = false;
    r->in = OTHER;
    if (ms_edi_is(s, 1, 1, "2")) {
        ms_answer_traveller *t =
            ms_content_add(&r->c, &r->x->travellers, &r->x->n_travellers, sizeof *t);
        if (!t) return;
        t->number = ms_content_number(ms_edi_get(s, 1, 2), NUMBER_MOST);
        r->in = TRAVELLER;
    } else if (ms_edi_is(s, 1, 1, "1")) {
        r->place =
            (ms_answer_error){.tag = ms_edi_get(s, 2, 1),
                              .segment = ms_content_number(ms_edi_get(s, 2, 2), NUMBER_MOST)};
        r->in = ERROR;
    } else {
        odd(r, MS_ODDITY_ANSWER_CODE, s, 1, 1);
    }
}

static void read_verdict(reading *r, const ms_edi_segment *s)
{
    ms_answer_traveller *t = traveller(r);
    t->code = ms_edi_get(s, 1, 1);
    for (unsigned v = MS_VERDICT_UNKNOWN + 1; v < MS_VERDICTS; v++)
        if (ms_str_eq(t->code, ms_str_z(ms_verdict_code((ms_verdict)v))))
            t->verdict = (ms_verdict)v;
    if (t->verdict == MS_VERDICT_UNKNOWN) odd(r, MS_ODDITY_ANSWER_CODE, s, 1, 1);
}

static void read_erc(reading *r, const ms_edi_segment *s)
{
    if (r->in == ERROR) {
        ms_answer_error *e = ms_content_add(&r->c, &r->x->errors, &r->x->n_errors, sizeof *e);
        if (!e) return;
        *e = r->place;
        e->code = ms_edi_get(s, 1, 1);
        r->told = false;
    } else if (r->in == TRAVELLER && !r->coded) {
        read_verdict(r, s);
    } else {
        odd(r, MS_ODDITY_ANSWER_SEGMENT, s, 1, 1);
    }
    r->coded = true;
}

static void read_ftx(reading *r, const ms_edi_segment *s)
{
    bool mine = ms_edi_is(s, 1, 1, "AAP") && r->coded && !r->told;
    if (mine && r->in == TRAVELLER) traveller(r)->text = ms_edi_get(s, 4, 1);
    else if (mine && r->in == ERROR)
        r->x->errors[r->x->n_errors - 1].text = ms_edi_get(s, 4, 1);
    else odd(r, MS_ODDITY_ANSWER_SEGMENT, s, 1, 1);
    r->told = r->told || mine;
}

static void read_segment(reading *r, const ms_edi_segment *s)
{
    static const struct {
        uint32_t tag;
        void (*read)(reading *r, const ms_edi_segment *s);
    } rows[] = {
        {MS_EDI_TAG('B', 'G', 'M'), read_bgm}, {MS_EDI_TAG('R', 'F', 'F'), read_rff},
        {MS_EDI_TAG('D', 'T', 'M'), read_dtm}, {MS_EDI_TAG('L', 'O', 'C'), read_loc},
        {MS_EDI_TAG('E', 'R', 'P'), read_erp}, {MS_EDI_TAG('E', 'R', 'C'), read_erc},
        {MS_EDI_TAG('F', 'T', 'X'), read_ftx},
    };
    if (s->name[0] == 'U') return; /* the envelope has its own reader */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (s->tag != rows[i].tag) continue;
        rows[i].read(r, s);
        return;
    }
    odd(r, MS_ODDITY_ANSWER_SEGMENT, s, 0, 0);
}

/* ---- the message -------------------------------------------------------- */

static void read_envelope(const ms_edi_item *m, ms_answer *x)
{
    const ms_edi_interchange *i = m->interchange;
    const ms_edi_header *h = m->header;
    *x = (ms_answer){.sender = i->sender,
                     .recipient = i->recipient,
                     .date = i->date,
                     .time = i->time,
                     .interchange = i->reference,
                     .syntax = i->syntax,
                     .version = i->version,
                     .interactive = i->interactive,
                     .test = i->test,
                     .group = m->group ? m->group->reference : (ms_str){0},
                     .reference = h->reference,
                     .release = h->release,
                     .association = h->association,
                     .access = h->access,
                     .part = ms_content_number(h->sequence, NUMBER_MOST),
                     .last = ms_str_eq(h->position, MS_STR("F"))};
    x->oddities = *m->oddities;
    x->oddities.cap = x->oddities.n; /* the list of the item stays as it is */
}

ms_rc ms_cusres_read(const ms_edi_item *m, ms_arena *a, ms_answer *out)
{
    *out = (ms_answer){0};
    if (!m->header || !ms_str_eq(m->header->type, MS_STR("CUSRES"))) return MS_ENOTFOUND;
    reading r = {.c = {.a = a}, .x = out};
    ms_travel_time sent = {0};
    read_envelope(m, out);
    if (ms_when_read(out->date, out->date.n == 8 ? "CCYYMMDD" : "YYMMDD", MS_WHEN_TRAVEL,
                     (ms_date){0}, &sent))
        r.sent = sent.day.date;
    for (uint32_t i = 0; i < m->n && !r.c.rc; i++) read_segment(&r, &m->v[i]);
    return r.c.rc;
}
