/* CONTRL written: ISO 9735-4 §5.4, and its syntax 3 form. */
#include <marsad/contrl.h>

#include "travel/write.h"

/* A number as text, from room that a segment's values share. */
typedef struct digits {
    char text[8][MS_WRITE_NUMBER];
    unsigned n;
} digits;

static ms_str number(digits *d, uint32_t v)
{
    return ms_write_number_or_none(d->text[d->n++], v);
}

/* ---- what may be written ------------------------------------------------- */

static bool error_holds(const ms_contrl_error *e, bool rejected, uint8_t version)
{
    return e->code <= MS_CONTRL_CODE && (!e->code || rejected) &&
           (e->code || (!e->tag.n && !e->element && !e->component && !e->repetition)) &&
           e->tag.n <= 3 && e->element <= MS_CONTRL_CODE && e->component <= MS_CONTRL_CODE &&
           (version == 4 || !e->repetition);
}

static bool action_holds(ms_contrl_action a)
{
    return a == MS_CONTRL_REJECTED || a == MS_CONTRL_ACKNOWLEDGED;
}

static bool message_holds(const ms_contrl_message *m, uint8_t version)
{
    bool rejected = m->action == MS_CONTRL_REJECTED;
    bool good = action_holds(m->action) && error_holds(&m->error, rejected, version) &&
                m->n_segments <= MS_CONTRL_SEGMENTS && (rejected || !m->n_segments);
    for (uint32_t i = 0; i < m->n_segments && good; i++) {
        const ms_contrl_segment *s = &m->segments[i];
        good = s->number && s->number <= 999999 && s->code <= MS_CONTRL_CODE &&
               s->n_elements <= MS_CONTRL_ELEMENTS;
        for (uint32_t k = 0; k < s->n_elements && good; k++)
            good = error_holds(&s->elements[k], true, version) && s->elements[k].code &&
                   s->elements[k].element && !s->elements[k].tag.n;
    }
    return good;
}

static ms_rc check(const ms_contrl *c, ms_diag *d)
{
    if (c->version != 3 && c->version != 4)
        return ms_fail(d, MS_EINVAL, 0, 0, "a report of syntax version %u", c->version);
    if ((!action_holds(c->action) && c->action != MS_CONTRL_RECEIVED) ||
        !error_holds(&c->error, c->action == MS_CONTRL_REJECTED, c->version))
        return ms_fail(d, MS_EINVAL, 0, 0,
                       "the interchange has no action, or an error without "
                       "being rejected");
    for (uint32_t i = 0; i < c->n_groups; i++)
        if (!action_holds(c->groups[i].action) ||
            !error_holds(&c->groups[i].error, c->groups[i].action == MS_CONTRL_REJECTED,
                         c->version))
            return ms_fail(d, MS_EINVAL, 0, 0, "group %u is wrong", i + 1);
    for (uint32_t i = 0; i < c->n_messages; i++)
        if (!message_holds(&c->messages[i], c->version) || c->messages[i].group > c->n_groups ||
            (i && c->messages[i].group < c->messages[i - 1].group))
            return ms_fail(d, MS_EINVAL, 0, 0, "message %u is wrong or out of order", i + 1);
    return MS_OK;
}

/* ---- segments ------------------------------------------------------------ */

static void write_message(ms_edi_writer *w, const ms_contrl_message *m)
{
    digits d = {.n = 0};
    const ms_contrl_error *e = &m->error;
    ms_edi_write(w, "UCM+%+%:%:%:%:%+%+%+%+%:%:%",
                 (ms_str[]){m->reference, m->type, m->version, m->release, m->agency,
                            m->association, number(&d, m->action), number(&d, e->code), e->tag,
                            number(&d, e->element), number(&d, e->component),
                            number(&d, e->repetition)});
    for (uint32_t i = 0; i < m->n_segments; i++) {
        const ms_contrl_segment *s = &m->segments[i];
        d.n = 0;
        ms_edi_write(w, "UCS+%+%", (ms_str[]){number(&d, s->number), number(&d, s->code)});
        for (uint32_t k = 0; k < s->n_elements; k++) {
            e = &s->elements[k];
            d.n = 0;
            ms_edi_write(w, "UCD+%+%:%:%",
                         (ms_str[]){number(&d, e->code), number(&d, e->element),
                                    number(&d, e->component), number(&d, e->repetition)});
        }
    }
}

static void write_group(ms_edi_writer *w, const ms_contrl_group *g)
{
    digits d = {.n = 0};
    const ms_contrl_error *e = &g->error;
    ms_edi_write(w, "UCF+%+%:%+%:%+%+%+%+%:%:%",
                 (ms_str[]){g->reference, g->sender.id, g->sender.qualifier, g->recipient.id,
                            g->recipient.qualifier, number(&d, g->action), number(&d, e->code),
                            e->tag, number(&d, e->element), number(&d, e->component),
                            number(&d, e->repetition)});
}

static void write_subject(ms_edi_writer *w, const ms_contrl *c)
{
    digits d = {.n = 0};
    const ms_contrl_error *e = &c->error;
    const ms_edi_party *s = &c->subject_sender, *r = &c->subject_recipient;
    ms_edi_write(w, "UCI+%+%:%:%+%:%:%+%+%+%+%:%:%",
                 (ms_str[]){c->subject, s->id, s->qualifier, s->internal, r->id, r->qualifier,
                            r->internal, number(&d, c->action), number(&d, e->code), e->tag,
                            number(&d, e->element), number(&d, e->component),
                            number(&d, e->repetition)});
}

ms_rc ms_contrl_write(const ms_contrl *c, ms_edi_writer *w, ms_diag *d)
{
    ms_diag none;
    ms_rc rc = check(c, d ? d : &none);
    if (rc) return rc;
    ms_edi_interchange i = {.version = c->version,
                            .syntax = c->syntax,
                            .sender = c->sender,
                            .recipient = c->recipient,
                            .date = c->date,
                            .time = c->time,
                            .reference = c->interchange,
                            .test = c->test};
    bool new = c->version == 4;
    ms_edi_header h = {.reference = c->reference,
                       .type = MS_STR("CONTRL"),
                       .version = new ? MS_STR("4") : MS_STR("D"),
                       .release = new ? MS_STR("1") : MS_STR("3"),
                       .agency = MS_STR("UN")};
    ms_edi_write_open(w, &i);
    ms_edi_write_header(w, &h);
    write_subject(w, c);
    uint32_t k = 0;
    for (uint32_t g = 0; g <= c->n_groups; g++) {
        if (g) write_group(w, &c->groups[g - 1]);
        for (; k < c->n_messages && c->messages[k].group == g; k++)
            write_message(w, &c->messages[k]);
    }
    ms_edi_write_trailer(w);
    ms_edi_write_close(w);
    return MS_OK;
}
