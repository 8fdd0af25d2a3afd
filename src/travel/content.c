#include "travel/content.h"

#include <string.h>

/* Lists grow by doubling, from this on. */
enum { FIRST = 4 };

void *ms_content_add(ms_content *c, void *list, uint32_t *n, size_t size)
{
    char *p;
    memcpy(&p, list, sizeof p);
    bool full = *n == 0 || (*n >= FIRST && !(*n & (*n - 1)));
    if (full) {
        char *more = ms_arena_alloc(c->a, (*n ? 2 * (size_t)*n : FIRST) * size);
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

void ms_content_odd(ms_content *c, ms_oddity_code code, const ms_edi_segment *s, unsigned element,
                    unsigned component, const char *what)
{
    ms_oddity x = ms_edi_place(code, s, element, 1, component);
    if (what) x.what = ms_str_z(what);
    ms_oddity_add(&c->m->oddities, c->a, x);
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
    m->oddities = *c->item->oddities;
}

ms_rc ms_manifest_read(const ms_edi_item *message, ms_arena *a, ms_manifest *out)
{
    static const struct {
        const char *type;
        void (*read)(ms_content *c);
    } readers[] = {{"PAXLST", ms_paxlst_read}, {"PNRGOV", ms_pnrgov_read}};
    *out = (ms_manifest){0};
    if (!message->header) return MS_ENOTFOUND;
    ms_content c = {.item = message, .a = a, .m = out};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (!ms_str_eq(message->header->type, ms_str_z(readers[i].type))) continue;
        read_envelope(&c);
        readers[i].read(&c);
        return c.rc;
    }
    return MS_ENOTFOUND;
}
