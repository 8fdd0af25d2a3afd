#include <marsad/entity.h>

#include <stdlib.h>

#include "base/json_out.h"

/* A member of `properties`: values, or JSON kept as it was. */
typedef struct member {
    ms_str name;
    const ms_prop_values *values;
    const ms_extra *extra;
} member;

/* By name; values before kept JSON of the same name. */
static int by_name(const void *a, const void *b)
{
    const member *x = a, *y = b;
    int c = ms_str_cmp(x->name, y->name);
    return c ? c : (x->values == NULL) - (y->values == NULL);
}

static uint32_t collect(const ms_entity *e, member *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->n_props; i++)
        if (e->props[i].n) out[n++] = (member){e->props[i].name, &e->props[i], NULL};
    for (uint32_t i = 0; i < e->n_extra_props; i++)
        out[n++] = (member){e->extra_props[i].name, NULL, &e->extra_props[i]};
    if (n) qsort(out, n, sizeof *out, by_name);
    return n;
}

static void put_properties(ms_out *o, const ms_entity *e, member *m)
{
    uint32_t n = collect(e, m);
    ms_out_lit(o, ",\"properties\":{");
    for (uint32_t i = 0; i < n; i++) {
        /* Values added to a name that has kept JSON win; names stay unique. */
        if (i && ms_str_eq(m[i].name, m[i - 1].name)) continue;
        if (i) ms_out_char(o, ',');
        ms_out_json(o, m[i].name);
        ms_out_char(o, ':');
        if (m[i].values) ms_out_json_list(o, m[i].values->v, m[i].values->n);
        else ms_out_raw(o, m[i].extra->json);
    }
    ms_out_char(o, '}');
}

static void put_entity(ms_out *o, const ms_entity *e, member *m)
{
    ms_out_char(o, '{');
    ms_out_member(o, "id", e->id);
    if (e->caption.n) ms_out_member(o, "caption", e->caption);
    ms_out_member(o, "schema", e->schema_name);
    put_properties(o, e, m);
    for (uint32_t i = 0; i < e->n_extra; i++) {
        ms_out_char(o, ',');
        ms_out_json(o, e->extra[i].name);
        ms_out_char(o, ':');
        ms_out_raw(o, e->extra[i].json);
    }
    ms_out_char(o, '}');
}

ms_rc ms_entity_write(const ms_entity *e, ms_str *out)
{
    ms_out o = {0};
    member *m = ms_arena_array(e->arena, (size_t)e->n_props + e->n_extra_props, sizeof *m);
    if (!m) return MS_ENOMEM;
    put_entity(&o, e, m);
    *out = o.failed ? (ms_str){NULL, 0} : ms_arena_str(e->arena, ms_out_str(&o));
    ms_out_free(&o);
    return out->p ? MS_OK : MS_ENOMEM;
}
