#include <marsad/overlay.h>

#include <stdlib.h>

#include "base/mem.h"
#include "index/buf.h"

struct ms_overlay {
    ms_texts ids;
    ms_buf json; /* one ms_str for each id; `p` NULL: dropped */
};

ms_overlay *ms_overlay_new(void)
{
    return ms_calloc(1, sizeof(ms_overlay));
}

void ms_overlay_free(ms_overlay *o)
{
    if (!o) return;
    ms_texts_free(&o->ids);
    ms_buf_free(&o->json);
    ms_free(o);
}

static ms_str *json_at(const ms_overlay *o, uint32_t no)
{
    return (ms_str *)(void *)o->json.p + no;
}

ms_rc ms_overlay_put(ms_overlay *o, ms_str id, ms_str json)
{
    uint32_t no;
    if (!ms_texts_add(&o->ids, id, &no)) return MS_ENOMEM;
    /* An earlier addition may have found memory for the id alone. */
    while (o->json.n / sizeof json <= no)
        if (!ms_buf_add(&o->json, sizeof json)) return MS_ENOMEM;
    *json_at(o, no) = json;
    return MS_OK;
}

bool ms_overlay_get(const ms_overlay *o, ms_str id, ms_str *json)
{
    uint32_t no;
    if (!o || !ms_texts_find(&o->ids, id, &no)) return false;
    *json = *json_at(o, no);
    return true;
}

uint32_t ms_overlay_count(const ms_overlay *o)
{
    return o ? ms_texts_count(&o->ids) : 0;
}

ms_str ms_overlay_at(const ms_overlay *o, uint32_t i, ms_str *json)
{
    *json = *json_at(o, i);
    return ms_texts_get(&o->ids, i);
}

typedef struct item {
    ms_str id, json;
} item;

static int by_id(const void *a, const void *b)
{
    const item *x = a, *y = b;
    return ms_str_cmp(x->id, y->id);
}

ms_rc ms_overlay_each(const ms_overlay *o, const ms_snap *s, uint32_t list, ms_overlay_fn fn,
                      void *ctx)
{
    uint32_t n = ms_overlay_count(o), i = 0;
    uint32_t at = s ? ms_snap_list_first(s, list) : 0;
    uint32_t end = s ? at + ms_snap_list_entities(s, list) : 0;
    item *v = n ? ms_malloc(n * sizeof *v) : NULL;
    ms_rc rc = n && !v ? MS_ENOMEM : MS_OK;
    for (uint32_t k = 0; k < n && v; k++) v[k].id = ms_overlay_at(o, k, &v[k].json);
    if (v) qsort(v, n, sizeof *v, by_id);
    while (!rc && (i < n || at < end)) {
        ms_snap_entity e = at < end ? ms_snap_get(s, at) : (ms_snap_entity){0};
        int c = at == end ? 1 : i == n ? -1 : ms_str_cmp(e.id, v[i].id);
        at += c <= 0;
        if (c < 0) rc = fn(ctx, e.id, e.json);
        else if (v[i].json.p) rc = fn(ctx, v[i].id, v[i].json);
        i += c >= 0;
    }
    ms_free(v);
    return rc;
}
