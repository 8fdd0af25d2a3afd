#include <marsad/edikeep.h>

#include "travel/edi.h"

/* A copy of the struct of `size` bytes that holds what a UNB, UNG or UNH says; NULL: no memory.
 */
static void *keep_header(uint32_t tag, const void *from, size_t size, ms_arena *a)
{
    void *x = ms_arena_alloc(a, size);
    if (!x) return NULL;
    memcpy(x, from, size);
    return ms_edi_copy_header(tag, x, a) ? NULL : x;
}

static bool keep_envelope(const ms_edi_item *item, ms_arena *a, ms_edi_item *out)
{
    ms_edi_interchange *i =
        keep_header(MS_EDI_TAG('U', 'N', 'B'), item->interchange, sizeof *i, a);
    if (!i || ms_edi_copy_typeb(&i->typeb, a)) return false;
    out->interchange = i;
    if (item->group)
        out->group =
            keep_header(MS_EDI_TAG('U', 'N', 'G'), item->group, sizeof *item->group, a);
    if (item->header)
        out->header =
            keep_header(MS_EDI_TAG('U', 'N', 'H'), item->header, sizeof *item->header, a);
    return !out->group == !item->group && !out->header == !item->header;
}

/* Segments, their values and the bytes of these: an allocation each. */
static bool keep_segments(const ms_edi_item *item, ms_arena *a, ms_edi_item *out)
{
    size_t values = 0, bytes = 0;
    for (uint32_t i = 0; i < item->n; i++) {
        values += item->v[i].n;
        for (uint32_t k = 0; k < item->v[i].n; k++) bytes += item->v[i].v[k].text.n;
    }
    ms_edi_segment *s = ms_arena_array(a, item->n, sizeof *s);
    ms_edi_value *v = ms_arena_array(a, values, sizeof *v);
    char *p = ms_arena_alloc(a, bytes);
    if (!s || !v || !p) return false;
    out->v = s;
    for (uint32_t i = 0; i < item->n; i++) {
        s[i] = item->v[i];
        s[i].v = v;
        for (uint32_t k = 0; k < s[i].n; k++, v++) {
            *v = item->v[i].v[k];
            memcpy(p, v->text.p, v->text.n);
            v->text.p = p;
            p += v->text.n;
        }
    }
    return true;
}

static bool keep_oddities(const ms_oddities *from, ms_arena *a, ms_edi_item *out)
{
    ms_oddities *x = ms_arena_alloc(a, sizeof *x);
    if (!x) return false;
    *x = *from;
    out->oddities = x;
    x->cap = x->n;
    x->v = ms_arena_array(a, x->n, sizeof *x->v);
    if (!x->v) return false;
    if (x->n) memcpy(x->v, from->v, x->n * sizeof *x->v);
    for (uint32_t i = 0; i < x->n; i++) {
        ms_str *what = &x->v[i].what;
        if (what->n) *what = ms_arena_str(a, *what);
        if (what->n != from->v[i].what.n) return false;
    }
    return true;
}

ms_rc ms_edi_keep(const ms_edi_item *item, ms_arena *a, ms_edi_item *out)
{
    ms_edi_item x = *item;
    if (!keep_segments(item, a, &x) || !keep_oddities(item->oddities, a, &x) ||
        !keep_envelope(item, a, &x))
        return MS_ENOMEM;
    *out = x;
    return MS_OK;
}
