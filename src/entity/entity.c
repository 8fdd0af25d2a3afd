#include <marsad/entity.h>

#include "base/grow.h"
#include "entity/model.h"
#include "entity/seen.h"

ms_entity ms_entity_make(ms_arena *a, ms_str id, ms_str schema)
{
    return (ms_entity){.arena = a,
                       .id = ms_arena_str(a, id),
                       .schema_name = ms_arena_str(a, schema),
                       .schema = ms_schema_find(schema)};
}

/* Schemata unknown to the model have the properties of Thing. */
static const ms_prop *model_prop(const ms_entity *e, ms_str name)
{
    return ms_schema_prop(e->schema ? e->schema : ms_schema_thing(), name);
}

/* The number of property `name`, added if need be. */
static ms_rc prop_number(ms_entity *e, ms_str name, const ms_prop *prop, uint32_t *out)
{
    *out = ms_seen_prop(e, name);
    if (*out < e->n_props) return MS_OK;
    if (e->n_props >= MS_ENTITY_VALUES_MAX) return MS_ELIMIT;
    ms_prop_values pv = {.name = prop ? ms_prop_name(prop) : ms_arena_str(e->arena, name),
                         .prop = prop};
    ms_prop_values *props =
        ms_grow(e->arena, e->props, e->n_props, &e->cap_props, sizeof *props);
    if (!pv.name.p || !props) return MS_ENOMEM;
    e->props = props;
    e->props[e->n_props++] = pv;
    if (ms_seen_add(e, *out, 0) == MS_OK) return MS_OK;
    e->n_props--;
    return MS_ENOMEM;
}

static ms_rc add(ms_entity *e, ms_str name, const ms_prop *prop, ms_str value)
{
    uint32_t i;
    if (value.n == 0) return MS_OK;
    if (e->n_values >= MS_ENTITY_VALUES_MAX) return MS_ELIMIT;
    ms_rc rc = prop_number(e, name, prop, &i);
    if (rc || ms_seen_value(e, i, value)) return rc;
    ms_prop_values *pv = &e->props[i];
    ms_str copy = ms_arena_str(e->arena, value);
    ms_str *v = ms_grow(e->arena, pv->v, pv->n, &pv->cap, sizeof *v);
    if (!copy.p || !v) return MS_ENOMEM;
    pv->v = v;
    pv->v[pv->n++] = copy;
    e->n_values++;
    if (ms_seen_add(e, i, pv->n) == MS_OK) return MS_OK;
    pv->n--;
    e->n_values--;
    return MS_ENOMEM;
}

ms_rc ms_entity_add_raw(ms_entity *e, ms_str prop, ms_str value)
{
    return add(e, prop, model_prop(e, prop), value);
}

ms_rc ms_entity_add(ms_entity *e, ms_str prop, ms_str value)
{
    const ms_prop *p = model_prop(e, prop);
    if (!p) return add(e, prop, NULL, value);
    ms_rc rc = ms_value_clean(ms_prop_type(p), ms_prop_format(p), value, e->arena, &value);
    if (rc == MS_EMISSING) return MS_OK;
    return rc ? rc : add(e, prop, p, value);
}

ms_rc ms_entity_keep(ms_entity *e, ms_str prop, ms_str value)
{
    const ms_prop *p = model_prop(e, prop);
    ms_rc rc = p ? ms_value_plain(ms_prop_type(p), value, e->arena, &value) : MS_OK;
    return rc ? rc : add(e, prop, p, value);
}

const ms_prop_values *ms_entity_get(const ms_entity *e, ms_str prop)
{
    uint32_t i = ms_seen_prop(e, prop);
    return i < e->n_props && e->props[i].n ? &e->props[i] : NULL;
}

ms_str ms_entity_first(const ms_entity *e, ms_str prop)
{
    const ms_prop_values *pv = ms_entity_get(e, prop);
    return pv ? pv->v[0] : (ms_str){"", 0};
}

ms_rc ms_entity_caption(ms_entity *e)
{
    if (e->caption.n) return MS_OK;
    ms_str names = ms_schema_captions(e->schema ? e->schema : ms_schema_thing()), name;
    while (e->caption.n == 0 && ms_word_next(&names, &name))
        e->caption = ms_entity_first(e, name);
    if (e->caption.n == 0) e->caption = e->id;
    return MS_OK;
}
