#include "cli/changes.h"

#include "cli/upgrade.h"

/* The changes being gathered. */
typedef struct gathering {
    ms_arena *a;
    ms_prop_change *v;
    uint32_t n;
    bool nomem;
} gathering;

static bool has(const ms_str *v, uint32_t n, ms_str value)
{
    uint32_t i = 0;
    while (i < n && !ms_str_eq(v[i], value)) i++;
    return i < n;
}

/* The values of `v` that are not in `other`. */
static const ms_str *without(gathering *g, const ms_str *v, uint32_t n, const ms_str *other,
                             uint32_t n_other, uint32_t *left)
{
    ms_str *out = ms_arena_array(g->a, n, sizeof *out);
    *left = 0;
    g->nomem |= !out;
    for (uint32_t i = 0; out && i < n; i++)
        if (!has(other, n_other, v[i])) out[(*left)++] = v[i];
    return out;
}

static void compare(gathering *g, ms_str prop, const ms_str *old, uint32_t n_old,
                    const ms_str *now, uint32_t n_now)
{
    ms_prop_change c = {.prop = prop};
    c.removed = without(g, old, n_old, now, n_now, &c.n_removed);
    c.added = without(g, now, n_now, old, n_old, &c.n_added);
    if (c.n_removed || c.n_added) g->v[g->n++] = c;
}

static void compare_props(gathering *g, const ms_entity *old, const ms_entity *now)
{
    for (uint32_t i = 0; i < old->n_props; i++) {
        const ms_prop_values *a = &old->props[i], *b = ms_entity_get(now, a->name);
        compare(g, a->name, a->v, a->n, b ? b->v : NULL, b ? b->n : 0);
    }
    for (uint32_t i = 0; i < now->n_props; i++) {
        const ms_prop_values *b = &now->props[i];
        if (!ms_entity_get(old, b->name)) compare(g, b->name, NULL, 0, b->v, b->n);
    }
}

static const ms_extra *extra(const ms_extra *v, uint32_t n, ms_str name)
{
    for (uint32_t i = 0; i < n; i++)
        if (ms_str_eq(v[i].name, name)) return &v[i];
    return NULL;
}

static void compare_extras(gathering *g, const ms_extra *old, uint32_t n_old,
                           const ms_extra *now, uint32_t n_now)
{
    for (uint32_t i = 0; i < n_old; i++) {
        const ms_extra *b = extra(now, n_now, old[i].name);
        compare(g, old[i].name, &old[i].json, 1, b ? &b->json : NULL, b ? 1 : 0);
    }
    for (uint32_t i = 0; i < n_now; i++)
        if (!extra(old, n_old, now[i].name)) compare(g, now[i].name, NULL, 0, &now[i].json, 1);
}

ms_rc ms_changes_of(ms_str old, ms_str now, ms_arena *a, ms_prop_change **out, uint32_t *n,
                    ms_diag *d)
{
    ms_entity x, y;
    ms_rc rc = ms_upgrade_entity(old, a, &x, d);
    if (!rc) rc = ms_upgrade_entity(now, a, &y, d);
    if (rc) return rc;
    uint32_t most =
        1 + x.n_props + y.n_props + x.n_extra + y.n_extra + x.n_extra_props + y.n_extra_props;
    gathering g = {.a = a, .v = ms_arena_array(a, most, sizeof *g.v)};
    if (!g.v) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to compare entities");
    compare(&g, MS_STR("schema"), &x.schema_name, 1, &y.schema_name, 1);
    compare_props(&g, &x, &y);
    compare_extras(&g, x.extra, x.n_extra, y.extra, y.n_extra);
    compare_extras(&g, x.extra_props, x.n_extra_props, y.extra_props, y.n_extra_props);
    *out = g.v;
    *n = g.n;
    return g.nomem ? ms_fail(d, MS_ENOMEM, 0, 0, "no memory to compare entities") : MS_OK;
}
