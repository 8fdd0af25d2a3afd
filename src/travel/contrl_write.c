/* CONTRL written and read: ISO 9735-4 §5.4, and its syntax 3 form. */
#include <stdio.h>

#include <marsad/contrl.h>

#include "travel/content.h"

enum { NUMBER = 12, CODE_MAX = 999 };

/* A number as text, from room that a segment's values share. */
typedef struct digits {
    char text[8][NUMBER];
    unsigned n;
} digits;

static ms_str number(digits *d, uint32_t v)
{
    char *to = d->text[d->n++];
    return v ? (ms_str){to, (size_t)snprintf(to, NUMBER, "%u", v)} : (ms_str){0};
}

/* ---- what may be written ------------------------------------------------- */

static bool error_holds(const ms_contrl_error *e, bool rejected, uint8_t version)
{
    return e->code <= CODE_MAX && (!e->code || rejected) &&
           (e->code || (!e->tag.n && !e->element && !e->component && !e->repetition)) &&
           e->tag.n <= 3 && e->element <= CODE_MAX && e->component <= CODE_MAX &&
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
        good = s->number && s->number <= 999999 && s->code <= CODE_MAX &&
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

/* ---- read ----------------------------------------------------------------- */

static uint32_t digits_of(const ms_edi_segment *s, unsigned element, unsigned component,
                          uint32_t max)
{
    ms_str t = ms_edi_get(s, element, component);
    uint32_t n = 0;
    if (t.n > 6) return 0;
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] < '0' || t.p[i] > '9') return 0;
        n = n * 10 + (uint32_t)(t.p[i] - '0');
    }
    return n <= max ? n : 0;
}

static ms_contrl_action action_of(const ms_edi_segment *s, unsigned element)
{
    uint32_t n = digits_of(s, element, 1, MS_CONTRL_RECEIVED);
    return n == 4 || n == 7 || n == 8 ? (ms_contrl_action)n : MS_CONTRL_UNKNOWN;
}

/* The code at `element`, and the place at `place`. */
static ms_contrl_error error_at(const ms_edi_segment *s, unsigned element, unsigned place)
{
    return (ms_contrl_error){.code = (uint16_t)digits_of(s, element, 1, CODE_MAX),
                             .element = (uint16_t)digits_of(s, place, 1, CODE_MAX),
                             .component = (uint16_t)digits_of(s, place, 2, CODE_MAX),
                             .repetition = (uint16_t)digits_of(s, place, 3, UINT16_MAX)};
}

static ms_edi_party party_at(const ms_edi_segment *s, unsigned element)
{
    return (ms_edi_party){ms_edi_get(s, element, 1), ms_edi_get(s, element, 2),
                          ms_edi_get(s, element, 3)};
}

static void read_subject(ms_contrl *c, const ms_edi_segment *s)
{
    c->subject = ms_edi_get(s, 1, 1);
    c->subject_sender = party_at(s, 2);
    c->subject_recipient = party_at(s, 3);
    c->action = action_of(s, 4);
    c->error = error_at(s, 5, 7);
    c->error.tag = ms_edi_get(s, 6, 1);
}

static void read_group(ms_content *list, ms_contrl *c, const ms_edi_segment *s)
{
    ms_contrl_group *g = ms_content_add(list, &c->groups, &c->n_groups, sizeof *g);
    if (!g) return;
    *g = (ms_contrl_group){.reference = ms_edi_get(s, 1, 1),
                           .sender = party_at(s, 2),
                           .recipient = party_at(s, 3),
                           .action = action_of(s, 4),
                           .error = error_at(s, 5, 7)};
    g->error.tag = ms_edi_get(s, 6, 1);
}

static void read_message(ms_content *list, ms_contrl *c, const ms_edi_segment *s)
{
    ms_contrl_message *m = ms_content_add(list, &c->messages, &c->n_messages, sizeof *m);
    if (!m) return;
    *m = (ms_contrl_message){.group = c->n_groups,
                             .reference = ms_edi_get(s, 1, 1),
                             .type = ms_edi_get(s, 2, 1),
                             .version = ms_edi_get(s, 2, 2),
                             .release = ms_edi_get(s, 2, 3),
                             .agency = ms_edi_get(s, 2, 4),
                             .association = ms_edi_get(s, 2, 5),
                             .action = action_of(s, 3),
                             .error = error_at(s, 4, 6)};
    m->error.tag = ms_edi_get(s, 5, 1);
}

static void read_segment(ms_content *list, ms_contrl *c, const ms_edi_segment *s)
{
    ms_contrl_message *m = c->n_messages ? &c->messages[c->n_messages - 1] : NULL;
    if (!m || m->n_segments == MS_CONTRL_SEGMENTS) return;
    ms_contrl_segment *to = ms_content_add(list, &m->segments, &m->n_segments, sizeof *to);
    if (!to) return;
    to->number = digits_of(s, 1, 1, 999999);
    to->code = (uint16_t)digits_of(s, 2, 1, CODE_MAX);
}

static void read_element(ms_content *list, ms_contrl *c, const ms_edi_segment *s)
{
    ms_contrl_message *m = c->n_messages ? &c->messages[c->n_messages - 1] : NULL;
    ms_contrl_segment *in = m && m->n_segments ? &m->segments[m->n_segments - 1] : NULL;
    if (!in || in->n_elements == MS_CONTRL_ELEMENTS) return;
    ms_contrl_error *to = ms_content_add(list, &in->elements, &in->n_elements, sizeof *to);
    if (to) *to = error_at(s, 1, 2);
}

ms_rc ms_contrl_read(const ms_edi_item *m, ms_arena *a, ms_contrl *out)
{
    *out = (ms_contrl){0};
    if (!m->header || !ms_str_eq(m->header->type, MS_STR("CONTRL"))) return MS_ENOTFOUND;
    const ms_edi_interchange *i = m->interchange;
    ms_content list = {.a = a};
    *out = (ms_contrl){.sender = i->sender,
                       .recipient = i->recipient,
                       .date = i->date,
                       .time = i->time,
                       .interchange = i->reference,
                       .syntax = i->syntax,
                       .version = i->version,
                       .test = i->test,
                       .reference = m->header->reference};
    for (uint32_t k = 0; k < m->n && !list.rc; k++) {
        const ms_edi_segment *s = &m->v[k];
        switch (s->tag) {
        case MS_EDI_TAG('U', 'C', 'I'): read_subject(out, s); break;
        case MS_EDI_TAG('U', 'C', 'F'): read_group(&list, out, s); break;
        case MS_EDI_TAG('U', 'C', 'M'): read_message(&list, out, s); break;
        case MS_EDI_TAG('U', 'C', 'S'): read_segment(&list, out, s); break;
        case MS_EDI_TAG('U', 'C', 'D'): read_element(&list, out, s); break;
        default: break;
        }
    }
    return list.rc;
}
