#include "cli/upgrade.h"

#include <marsad/index.h>
#include <marsad/version.h>

#include "cli/progress.h"

/* Values of one entity that this engine's cleaning refuses. */
typedef struct refused {
    ms_arena *arena;
    struct refused_value {
        struct refused_value *next;
        ms_str prop, value;
    } * first;
    bool failed;
} refused;

static void keep_refused(void *ctx, ms_str prop, ms_str value, ms_rc why)
{
    refused *r = ctx;
    struct refused_value *v = ms_arena_alloc(r->arena, sizeof *v);
    (void)why;
    if (!v) {
        r->failed = true;
        return;
    }
    *v = (struct refused_value){r->first, ms_arena_str(r->arena, prop),
                                ms_arena_str(r->arena, value)};
    r->failed = r->failed || !v->prop.p || !v->value.p;
    r->first = v;
}

ms_rc ms_upgrade_entity(ms_str json, ms_arena *a, ms_entity *e, ms_diag *d)
{
    refused r = {.arena = a};
    ms_rc rc = ms_entity_read(json, a, keep_refused, &r, e, d);
    if (!rc && r.failed) rc = MS_ENOMEM;
    for (struct refused_value *v = r.first; v && !rc; v = v->next)
        rc = ms_entity_add_raw(e, v->prop, v->value);
    return rc ? rc : ms_entity_caption(e);
}

static ms_rc build_list(ms_build *b, const ms_snap *s, uint32_t list, ms_progress *p,
                        ms_diag *d)
{
    uint32_t first = ms_snap_list_first(s, list), n = ms_snap_list_entities(s, list);
    ms_arena *a = ms_arena_new(0);
    ms_rc rc = a ? ms_build_list(b, ms_snap_list_name(s, list), d) : MS_ENOMEM;
    if (!rc) rc = ms_build_report(b, ms_snap_list_report(s, list));
    for (uint32_t i = first; i < first + n && !rc; i++) {
        ms_entity e;
        rc = ms_upgrade_entity(ms_snap_get(s, i).json, a, &e, d);
        if (!rc) rc = ms_build_add(b, &e, d);
        ms_arena_reset(a);
        ms_progress_at(p, i, ms_snap_entities(s));
    }
    ms_arena_free(a);
    return rc;
}

static ms_rc rebuild(ms_cli *c, const ms_snap *s, const char *path, ms_diag *d)
{
    ms_progress p;
    ms_build *b = ms_build_new();
    ms_rc rc = b ? MS_OK : MS_ENOMEM;
    ms_progress_begin(&p, c, "preparing the lists again", "entities");
    for (uint32_t i = 0; i < ms_snap_lists(s) && !rc; i++) rc = build_list(b, s, i, &p, d);
    if (!rc) rc = ms_build_write(b, path, d);
    if (!rc && ms_snap_vouch(path, d) == MS_EDAMAGED) rc = MS_EDAMAGED;
    ms_progress_end(&p);
    ms_build_free(b);
    return rc;
}

ms_rc ms_upgrade(ms_cli *c, const char *path, ms_diag *d)
{
    ms_snap *s = NULL;
    ms_rc rc = ms_snap_open(path, &s, d);
    if (rc == MS_EVERSION) {
        rc = ms_snap_open_outdated(path, &s, d);
        if (!rc) rc = rebuild(c, s, path, d);
        if (!rc) ms_cli_say(c, "the lists were prepared again for marsad %s", ms_version());
    }
    ms_snap_close(s);
    return rc;
}
