/* CONTRL read: ISO 9735-4 §5.4, and its syntax 3 form. */
#include <marsad/contrl.h>

#include "travel/content.h"

static uint32_t number_at(const ms_edi_segment *s, unsigned element, unsigned component,
                          uint32_t max)
{
    return ms_content_number(ms_edi_get(s, element, component), max);
}

static ms_contrl_action action_of(const ms_edi_segment *s, unsigned element)
{
    uint32_t n = number_at(s, element, 1, MS_CONTRL_RECEIVED);
    return n == 4 || n == 7 || n == 8 ? (ms_contrl_action)n : MS_CONTRL_UNKNOWN;
}

/* The code at `element`, and the place at `place`. */
static ms_contrl_error error_at(const ms_edi_segment *s, unsigned element, unsigned place)
{
    return (ms_contrl_error){.code = (uint16_t)number_at(s, element, 1, MS_CONTRL_CODE),
                             .element = (uint16_t)number_at(s, place, 1, MS_CONTRL_CODE),
                             .component = (uint16_t)number_at(s, place, 2, MS_CONTRL_CODE),
                             .repetition = (uint16_t)number_at(s, place, 3, UINT16_MAX)};
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
    to->number = number_at(s, 1, 1, 999999);
    to->code = (uint16_t)number_at(s, 2, 1, MS_CONTRL_CODE);
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
