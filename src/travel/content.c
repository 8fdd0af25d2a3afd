#include "travel/content.h"

#include <stdlib.h>
#include <string.h>

#include "travel/when.h"

void *ms_content_add(ms_content *c, void *list, uint32_t *n, size_t size)
{
    char *p;
    memcpy(&p, list, sizeof p);
    if (!(*n & (*n - 1))) { /* full: lists grow by doubling, from one on */
        char *more = ms_arena_array(c->a, *n ? 2 * (size_t)*n : 1, size);
        if (!more) {
            c->rc = MS_ENOMEM;
            return NULL;
        }
        if (*n) memcpy(more, p, *n * size);
        p = more;
        memcpy(list, &p, sizeof p);
    }
    return memset(p + (*n)++ * size, 0, size);
}

void ms_content_odd(ms_content *c, ms_oddity_code code, const ms_edi_segment *s,
                    unsigned element, unsigned component)
{
    ms_oddity_add(&c->m->oddities, c->a, ms_edi_place(code, s, element, 1, component));
}

ms_str ms_content_join(ms_content *c, const ms_str *v, unsigned n, const char *between)
{
    size_t gap = strlen(between), bytes = n ? (n - 1) * gap : 0;
    for (unsigned i = 0; i < n; i++) bytes += v[i].n;
    if (n == 1 || !bytes) return n == 1 ? v[0] : (ms_str){0};
    char *to = ms_arena_alloc(c->a, bytes), *at = to;
    if (!to) {
        c->rc = MS_ENOMEM;
        return (ms_str){0};
    }
    for (unsigned i = 0; i < n; i++) {
        if (i) at = (char *)memcpy(at, between, gap) + gap;
        if (v[i].n) at = (char *)memcpy(at, v[i].p, v[i].n) + v[i].n;
    }
    return (ms_str){to, bytes};
}

ms_str ms_content_join_full(ms_content *c, ms_str *v, unsigned n, const char *between)
{
    unsigned full = 0;
    for (unsigned i = 0; i < n; i++)
        if (v[i].n) v[full++] = v[i];
    return ms_content_join(c, v, full, between);
}

void ms_content_sent(ms_content *c, ms_date day)
{
    enum { FIRST_YEAR = 1980, LAST_YEAR = 2079 }; /* what two digits can mean */
    if (!c->sent.year && day.year >= FIRST_YEAR && day.year <= LAST_YEAR) c->sent = day;
}

/* When the interchange was made, or the group: YYMMDD or CCYYMMDD, and HHMM. */
static void read_sent(ms_content *c)
{
    const ms_edi_interchange *i = c->item->interchange;
    const ms_edi_group *g = c->item->group;
    bool of_group = !i->date.n && g;
    ms_str date = of_group ? g->date : i->date, time = of_group ? g->time : i->time;
    if (!date.n) return;
    const char *pattern = date.n >= 8 ? "CCYYMMDDHHNN" : "YYMMDDHHNN";
    ms_travel_time *sent = &c->m->sent;
    ms_str both = ms_content_join(c, (ms_str[]){date, time}, 2, "");
    if (!ms_when_read(both, pattern, MS_WHEN_TRAVEL, (ms_date){0}, sent))
        ms_when_read(date, pattern, MS_WHEN_TRAVEL, (ms_date){0}, sent);
    ms_content_sent(c, sent->day.date);
}

/* Which part of a list it is: 0070 and 0073 of UNH. */
static void read_part(ms_manifest *m, const ms_edi_header *h)
{
    int64_t part = ms_number_begun(h->sequence, INT32_MAX);
    m->part = part > 0 ? (uint32_t)part : 0;
    m->last = ms_str_eq(h->position, MS_STR("F")) || !h->sequence.n;
}

/* What the envelope says. */
static void read_envelope(ms_content *c)
{
    const ms_edi_header *h = c->item->header;
    const ms_edi_interchange *i = c->item->interchange;
    ms_manifest *m = c->m;
    m->type = h->type;
    m->reference = h->reference;
    m->access = h->access;
    m->sender = i->sender.id;
    m->recipient = i->recipient.id;
    read_part(m, h);
    m->release = ms_content_join_full(c, (ms_str[]){h->version, h->release}, 2, ":");
    read_sent(c);
    m->oddities = *c->item->oddities;
    m->oddities.cap = m->oddities.n; /* the list of the item stays as it is */
}

static int by_place(const void *a, const void *b)
{
    const ms_oddity *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (x->element != y->element) return x->element < y->element ? -1 : 1;
    if (x->component != y->component) return x->component < y->component ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

/* In the order of the message; the list of the item stays as it is. */
static void sort_oddities(ms_content *c)
{
    ms_oddities *o = &c->m->oddities;
    if (o->n < 2) return;
    if (o->v == c->item->oddities->v) {
        ms_oddity *own = ms_arena_array(c->a, o->n, sizeof *own);
        if (!own) {
            c->rc = MS_ENOMEM;
            return;
        }
        memcpy(own, o->v, o->n * sizeof *own);
        o->v = own;
    }
    qsort(o->v, o->n, sizeof *o->v, by_place);
}

typedef struct reader {
    const char *type;
    void (*read)(ms_content *c);
} reader;

enum { PAXLST, PNRGOV, READERS };

static const reader readers[READERS] = {{"PAXLST", ms_paxlst_read}, {"PNRGOV", ms_pnrgov_read}};

/* The reader for what the segments are of: passengers and crew of PAXLST, travellers of PNRGOV.
 */
static const reader *by_segments(const ms_edi_item *item)
{
    for (uint32_t i = 0; i < item->n; i++) {
        const ms_edi_segment *s = &item->v[i];
        if (s->tag == MS_EDI_TAG('T', 'I', 'F') && s->n) return &readers[PNRGOV];
        if (s->tag == MS_EDI_TAG('N', 'A', 'D') &&
            (ms_edi_is(s, 1, 1, "FL") || ms_edi_is(s, 1, 1, "FM")))
            return &readers[PAXLST];
    }
    return NULL;
}

/* Whether `type` may be meant for `meant`: in small letters, or with one wrong. */
static bool misspelt(ms_str type, ms_str meant)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < type.n && type.n == meant.n; i++) {
        char c = type.p[i];
        wrong += (c >= 'a' && c <= 'z' ? c - 32 : c) != meant.p[i];
    }
    return type.n == meant.n && wrong <= 1;
}

/* The reader for a message, by its type; where it has none, or one that is misspelt, by its
 * segments.  NULL: it is no list. */
static const reader *reader_of(const ms_edi_item *item)
{
    ms_str type = item->header->type;
    for (int i = 0; i < READERS; i++)
        if (ms_str_eq(type, ms_str_z(readers[i].type))) return &readers[i];
    bool any = !type.n;
    for (int i = 0; i < READERS; i++) any = any || misspelt(type, ms_str_z(readers[i].type));
    return any ? by_segments(item) : NULL;
}

ms_rc ms_manifest_read(const ms_edi_item *message, ms_arena *a, ms_manifest *out)
{
    static const ms_edi_header none = {0};
    ms_edi_item item = *message;
    *out = (ms_manifest){0};
    if (item.kind != MS_EDI_MESSAGE) return MS_ENOTFOUND;
    if (!item.header) item.header = &none;
    const reader *r = reader_of(&item);
    if (!r) return MS_ENOTFOUND;
    ms_content c = {.item = &item, .a = a, .m = out};
    read_envelope(&c);
    if (!ms_str_eq(out->type, ms_str_z(r->type))) {
        out->type = ms_str_z(r->type);
        ms_oddity_addf(&out->oddities, a,
                       ms_edi_place(MS_ODDITY_TYPE_MISSING, &item.v[0], 2, 1, 1), "%s",
                       r->type);
    }
    r->read(&c);
    sort_oddities(&c);
    return c.rc;
}
