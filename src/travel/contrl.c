/* CONTRL made from what the reader of an interchange found odd. */
#include <stdlib.h>

#include <marsad/contrl.h>

#include "travel/content.h"

enum { UNSPECIFIED = 18, PLACE_MAX = 999 };

static ms_rc copy(ms_arena *a, ms_str from, ms_str *to)
{
    *to = from.n ? ms_arena_str(a, from) : (ms_str){0};
    return from.n && !to->p ? MS_ENOMEM : MS_OK;
}

static ms_rc copy_party(ms_arena *a, const ms_edi_party *from, ms_edi_party *to)
{
    ms_rc rc = copy(a, from->id, &to->id);
    if (!rc) rc = copy(a, from->qualifier, &to->qualifier);
    if (!rc) rc = copy(a, from->internal, &to->internal);
    return rc;
}

ms_rc ms_contrl_begin(const ms_edi_item *open, ms_str now, ms_str reference, ms_arena *a,
                      ms_contrl *out)
{
    const ms_edi_interchange *i = open->interchange;
    bool century = i->date.n == 8; /* as the sender writes it */
    ms_str date = {now.p + (century ? 0 : 2), century ? 8 : 6}, time = {now.p + 8, 4};
    *out = (ms_contrl){.version = i->version < 4 ? 3 : 4,
                       .test = i->test,
                       .action = MS_CONTRL_ACKNOWLEDGED,
                       .asked = i->acknowledge};
    ms_rc rc = copy(a, reference, &out->interchange);
    out->reference = out->interchange;
    if (!rc) rc = copy(a, date, &out->date);
    if (!rc) rc = copy(a, time, &out->time);
    if (!rc) rc = copy(a, i->syntax, &out->syntax);
    if (!rc) rc = copy(a, i->reference, &out->subject);
    if (!rc) rc = copy_party(a, &i->sender, &out->subject_sender);
    if (!rc) rc = copy_party(a, &i->recipient, &out->subject_recipient);
    out->sender = out->subject_recipient;
    out->recipient = out->subject_sender;
    return rc ? rc : ms_contrl_item(out, open, a);
}

/* ---- errors -------------------------------------------------------------- */

/* Whether it could not be read over. */
static bool fatal(const ms_oddity *o)
{
    return ms_oddity_severity(o->code) == MS_SEVERITY_ERROR && ms_oddity_contrl(o->code);
}

static ms_contrl_error error_of(const ms_contrl *c, const ms_oddity *o)
{
    ms_contrl_error e = {.code = (uint16_t)ms_oddity_contrl(o->code)};
    if (!o->element || o->element >= PLACE_MAX) return e;
    e.element = (uint16_t)(o->element + 1); /* the tag is the first */
    e.component = o->component;
    if (c->version == 4 && o->repetition > 1) e.repetition = o->repetition;
    return e;
}

/* The first of `o` that is fatal, as the error of a level that has only one. */
static ms_rc first_error(const ms_contrl *c, const ms_oddities *o, ms_arena *a,
                         ms_contrl_action *action, ms_contrl_error *error)
{
    for (uint32_t i = 0; i < o->n; i++) {
        if (!fatal(&o->v[i]) || error->code) continue;
        *action = MS_CONTRL_REJECTED;
        *error = error_of(c, &o->v[i]);
        return copy(a, ms_str_z(o->v[i].tag), &error->tag);
    }
    return MS_OK;
}

/* ---- messages ------------------------------------------------------------ */

/* Adds the group of `item` unless it was the last to be added. */
static ms_rc add_group(ms_contrl *c, const ms_edi_item *item, ms_arena *a)
{
    const ms_edi_group *from = item->group;
    if (c->n_groups && ms_str_eq(c->groups[c->n_groups - 1].reference, from->reference))
        return MS_OK;
    ms_content list = {.a = a};
    ms_contrl_group *g = ms_content_add(&list, &c->groups, &c->n_groups, sizeof *g);
    if (!g) return MS_ENOMEM;
    g->action = MS_CONTRL_ACKNOWLEDGED;
    ms_rc rc = copy(a, from->reference, &g->reference);
    if (!rc) rc = copy_party(a, &from->sender, &g->sender);
    if (!rc) rc = copy_party(a, &from->recipient, &g->recipient);
    g->sender.internal = g->recipient.internal = (ms_str){0}; /* UCF has no place for it */
    return rc;
}

/* The message of `item`, added in the order of groups.  NULL: no memory. */
static ms_contrl_message *add_message(ms_contrl *c, const ms_edi_item *item, ms_arena *a)
{
    const ms_edi_header *h = item->header;
    ms_contrl_message m = {.group = item->group ? c->n_groups : 0,
                           .action = MS_CONTRL_REJECTED};
    ms_content list = {.a = a};
    ms_rc rc = copy(a, h->reference, &m.reference);
    if (!rc) rc = copy(a, h->type, &m.type);
    if (!rc) rc = copy(a, h->version, &m.version);
    if (!rc) rc = copy(a, h->release, &m.release);
    if (!rc) rc = copy(a, h->agency, &m.agency);
    if (!rc) rc = copy(a, h->association, &m.association);
    if (rc || !ms_content_add(&list, &c->messages, &c->n_messages, sizeof m)) return NULL;
    uint32_t i = c->n_messages - 1;
    for (; i && c->messages[i - 1].group > m.group; i--) c->messages[i] = c->messages[i - 1];
    c->messages[i] = m;
    return &c->messages[i];
}

static ms_rc add_segment_error(const ms_contrl *c, ms_contrl_message *m, const ms_oddity *o,
                               ms_arena *a)
{
    ms_content list = {.a = a};
    ms_contrl_error e = error_of(c, o);
    ms_contrl_segment *s = m->n_segments ? &m->segments[m->n_segments - 1] : NULL;
    if (!s || s->number != o->segment) {
        if (m->n_segments == MS_CONTRL_SEGMENTS) return MS_OK;
        s = ms_content_add(&list, &m->segments, &m->n_segments, sizeof *s);
        if (!s) return MS_ENOMEM;
        s->number = o->segment;
    }
    if (!e.element) {
        if (!s->code) s->code = e.code;
        return MS_OK;
    }
    if (s->n_elements == MS_CONTRL_ELEMENTS) return MS_OK;
    ms_contrl_error *to = ms_content_add(&list, &s->elements, &s->n_elements, sizeof *to);
    if (!to) return MS_ENOMEM;
    *to = e;
    return MS_OK;
}

/* Oddities come in the order that they were found; segments are reported in theirs. */
static int by_segment(const void *a, const void *b)
{
    const ms_oddity *const *x = a, *const *y = b;
    if ((*x)->segment != (*y)->segment) return (*x)->segment < (*y)->segment ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

static ms_rc report_message(ms_contrl *c, const ms_edi_item *item, ms_arena *a)
{
    const ms_oddities *o = item->oddities;
    uint32_t n = 0, last = item->n ? item->v[item->n - 1].number : 0;
    for (uint32_t i = 0; i < o->n; i++) n += fatal(&o->v[i]);
    if (!n) return MS_OK;
    if (c->n_messages >= MS_CONTRL_MESSAGES) {
        c->action = MS_CONTRL_REJECTED;
        if (!c->error.code) c->error.code = UNSPECIFIED;
        return MS_OK;
    }
    if (item->group && add_group(c, item, a)) return MS_ENOMEM;
    ms_contrl_message *m = add_message(c, item, a);
    const ms_oddity **v = ms_arena_array(a, n, sizeof *v);
    if (!m || !v) return MS_ENOMEM;
    uint32_t k = 0;
    for (uint32_t i = 0; i < o->n; i++)
        if (fatal(&o->v[i])) v[k++] = &o->v[i];
    qsort(v, n, sizeof *v, by_segment);
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < n && !rc; i++) {
        bool service = v[i]->segment <= 1 || (item->trailer && v[i]->segment == last);
        if (!service) {
            rc = add_segment_error(c, m, v[i], a);
        } else if (!m->error.code) {
            m->error = error_of(c, v[i]);
            rc = copy(a, ms_str_z(v[i]->tag), &m->error.tag);
        }
    }
    return rc;
}

ms_rc ms_contrl_item(ms_contrl *c, const ms_edi_item *item, ms_arena *a)
{
    if (item->kind == MS_EDI_MESSAGE) return report_message(c, item, a);
    if (item->kind == MS_EDI_OPEN || item->kind == MS_EDI_CLOSE)
        return first_error(c, item->oddities, a, &c->action, &c->error);
    for (uint32_t i = 0; i < item->oddities->n; i++) {
        if (!fatal(&item->oddities->v[i])) continue;
        if (add_group(c, item, a)) return MS_ENOMEM;
        ms_contrl_group *g = &c->groups[c->n_groups - 1];
        return first_error(c, item->oddities, a, &g->action, &g->error);
    }
    return MS_OK;
}

bool ms_contrl_rejects(const ms_contrl *c)
{
    return c->action == MS_CONTRL_REJECTED || c->n_groups || c->n_messages;
}
