#include <marsad/edikeep.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define PARTY(p) &(p).id, &(p).qualifier, &(p).internal

/* Replaces the bytes of each of `v` by copies; false: no memory. */
static bool keep(ms_str *const *v, size_t n, ms_arena *a)
{
    for (size_t i = 0; i < n; i++) {
        if (!v[i]->n) continue;
        *v[i] = ms_arena_str(a, *v[i]);
        if (!v[i]->p) return false;
    }
    return true;
}

static bool keep_interchange(const ms_edi_interchange *from, ms_arena *a, ms_edi_item *out)
{
    ms_edi_interchange *x = ms_arena_alloc(a, sizeof *x);
    if (!x) return false;
    *x = *from;
    out->interchange = x;
    ms_str *const v[] = {
        &x->syntax,    PARTY(x->sender),   PARTY(x->recipient), &x->date,
        &x->time,      &x->reference,      &x->application,     &x->priority,
        &x->agreement, &x->typeb.priority, &x->typeb.addresses, &x->typeb.origin,
        &x->typeb.id,  &x->typeb.smi};
    return keep(v, COUNT(v), a);
}

static bool keep_group(const ms_edi_group *from, ms_arena *a, ms_edi_item *out)
{
    ms_edi_group *x = ms_arena_alloc(a, sizeof *x);
    if (!x) return false;
    *x = *from;
    out->group = x;
    ms_str *const v[] = {&x->type,    PARTY(x->sender), PARTY(x->recipient), &x->date,
                         &x->time,    &x->reference,    &x->agency,          &x->version,
                         &x->release, &x->association};
    return keep(v, COUNT(v), a);
}

static bool keep_header(const ms_edi_header *from, ms_arena *a, ms_edi_item *out)
{
    ms_edi_header *x = ms_arena_alloc(a, sizeof *x);
    if (!x) return false;
    *x = *from;
    out->header = x;
    ms_str *const v[] = {&x->reference,   &x->type,   &x->version,  &x->release, &x->agency,
                         &x->association, &x->access, &x->sequence, &x->position};
    return keep(v, COUNT(v), a);
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
    for (uint32_t i = 0; i < x->n; i++)
        if (!keep((ms_str *const[]){&x->v[i].what}, 1, a)) return false;
    return true;
}

ms_rc ms_edi_keep(const ms_edi_item *item, ms_arena *a, ms_edi_item *out)
{
    *out = *item;
    bool kept = keep_segments(item, a, out) && keep_oddities(item->oddities, a, out) &&
                keep_interchange(item->interchange, a, out) &&
                (!item->group || keep_group(item->group, a, out)) &&
                (!item->header || keep_header(item->header, a, out));
    return kept ? MS_OK : MS_ENOMEM;
}
