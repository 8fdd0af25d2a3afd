/* The version under way against the one in force. */
#include "cli/changes.h"
#include "cli/import.h"

enum { RELAX_EVERY = 1 << 16 };

static void keep_example(ms_import *m, ms_change k, ms_str id, ms_str caption)
{
    if (k == MS_CHANGE_SAME || m->n_examples[k] == MS_CHANGE_EXAMPLES) return;
    ms_example x = {ms_arena_str(m->c->arena, id), ms_arena_str(m->c->arena, caption)};
    if (x.id.p && x.caption.p) m->examples[k][m->n_examples[k]++] = x;
}

bool ms_import_find_old(const ms_import *m, ms_str id, uint32_t *out)
{
    return m->had && ms_snap_find_in(m->old, m->old_list, id, out);
}

static ms_rc count_property(ms_import *m, ms_str prop)
{
    for (uint32_t i = 0; i < m->n_properties; i++)
        if (ms_str_eq(m->properties[i].name, prop)) return m->properties[i].count++, MS_OK;
    if (m->n_properties == MS_CHANGE_PROPERTIES) return MS_OK;
    ms_str name = ms_arena_str(m->c->arena, prop);
    if (!name.p) return MS_ENOMEM;
    m->properties[m->n_properties++] = (ms_tally){.name = name, .count = 1};
    return MS_OK;
}

/* Counts in which properties a screened entity changed. */
static ms_rc count_properties(ms_import *m, ms_str old, ms_str now, ms_diag *d)
{
    ms_prop_change *v;
    uint32_t n = 0;
    ms_rc rc = ms_changes_of(old, now, m->scratch, &v, &n, d);
    for (uint32_t i = 0; i < n && !rc; i++) rc = count_property(m, v[i].prop);
    ms_arena_reset(m->scratch);
    return rc;
}

ms_rc ms_import_compare(ms_import *m, const ms_entity *e, const ms_import_entity *x, ms_diag *d)
{
    ms_rc rc = MS_OK;
    if (m->had && ++m->compared % RELAX_EVERY == 0) ms_snap_relax(m->old);
    if (x->same) return MS_OK;
    bool screened = !e->schema || ms_schema_matchable(e->schema);
    ms_change k = x->had ? MS_CHANGE_CHANGED : MS_CHANGE_ADDED;
    if (x->had) {
        ms_str old = ms_snap_get(m->old, x->was).json;
        rc = ms_overlay_put(m->back, e->id, old);
        if (screened && !rc) rc = count_properties(m, old, x->ready.json, d);
    } else if (m->had) {
        rc = ms_overlay_put(m->back, e->id, (ms_str){NULL, 0});
    }
    m->screened += screened;
    m->changes[screened][k]++;
    if (screened) keep_example(m, k, e->id, e->caption);
    return rc;
}

ms_rc ms_import_compare_rest(ms_import *m)
{
    if (!m->had) return MS_OK;
    uint32_t first = ms_snap_list_first(m->old, m->old_list);
    uint32_t n = ms_snap_list_entities(m->old, m->old_list);
    for (uint32_t i = 0; i < n; i++) {
        if (m->fate[i] == MS_FATE_CHANGED) continue;
        ms_snap_entity e = ms_snap_get(m->old, first + i);
        ms_change k = m->fate[i] == MS_FATE_SAME ? MS_CHANGE_SAME : MS_CHANGE_REMOVED;
        m->changes[e.matchable][k]++;
        if (k == MS_CHANGE_SAME) m->screened += e.matchable;
        else if (ms_overlay_put(m->back, e.id, e.json)) return MS_ENOMEM;
        if (e.matchable) keep_example(m, k, e.id, e.caption);
    }
    return MS_OK;
}
