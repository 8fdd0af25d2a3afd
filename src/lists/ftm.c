#include "lists/ftm.h"

#include "base/json_in.h"

/* Where values of the entity under way are refused. */
typedef struct refusal {
    ms_reader *r;
    ms_place at;
    ms_rc rc;
} refusal;

/* Whether `json` is an object or a list with one in it. */
static bool holds_objects(ms_str json)
{
    ms_json j = {.text = json};
    unsigned n = 0;
    if (ms_json_peek(&j) == '{') return true;
    if (ms_json_peek(&j) != '[') return false;
    while (ms_json_item(&j, &n)) {
        if (ms_json_peek(&j) == '{') return true;
        ms_json_value(&j, MS_ENTITY_DEPTH_MAX);
    }
    return false;
}

/* A value that ms_entity_read could not clean.  The record's id is not known yet:
 * name_record adds it. */
static void refused(void *ctx, ms_str prop, ms_str value, ms_rc why)
{
    refusal *f = ctx;
    if (f->rc || (why == MS_OK && holds_objects(value))) return;
    ms_diag d;
    if (value.n > 120) value.n = 120;
    ms_fail(&d, why, f->at.line, f->at.at, "%.*s: '%.*s'", MS_FMT(prop), MS_FMT(value));
    f->rc = ms_reader_aside(f->r, &d, (ms_str){"", 0}, false);
}

static ms_rc name_record(ms_load_report *p, uint32_t from, ms_str id)
{
    for (uint32_t i = from; i < p->n_aside; i++) {
        p->aside[i].record = ms_arena_str(p->arena, id);
        if (!p->aside[i].record.p) return MS_ENOMEM;
    }
    return MS_OK;
}

static ms_rc no_memory(ms_place at, ms_rc rc, ms_diag *d)
{
    return ms_fail(d, rc, at.line, at.at, "%s", ms_rc_text(rc));
}

/* Reads one entity without giving it; `*ok` is false when it was set aside. */
static ms_rc read_one(ms_reader *r, ms_str json, ms_place at, ms_entity *e, bool *ok,
                      ms_diag *d)
{
    ms_diag why = {0};
    refusal f = {.r = r, .at = at};
    uint32_t aside = r->report->n_aside;
    ms_rc rc = ms_entity_read(json, r->arena, refused, &f, e, &why);
    *ok = !rc;
    if (f.rc || rc == MS_ENOMEM) return no_memory(at, f.rc ? f.rc : rc, d);
    if (!rc) return (rc = name_record(r->report, aside, e->id)) ? no_memory(at, rc, d) : MS_OK;
    why.at += at.at;
    why.line = at.line;
    rc = ms_reader_aside(r, &why, (ms_str){"", 0}, true);
    return rc ? no_memory(at, rc, d) : MS_OK;
}

static bool names(const ms_entity *e, ms_str id)
{
    for (uint32_t i = 0; i < e->n_props; i++)
        for (uint32_t k = 0; k < e->props[i].n; k++)
            if (ms_str_eq(e->props[i].v[k], id)) return true;
    return false;
}

static ms_rc unnest(ms_reader *r, ms_entity *e, ms_place at, ms_diag *d);

/* The entity `json` in property `name` of `e`. */
static ms_rc nested(ms_reader *r, ms_entity *e, ms_str name, ms_str json, ms_place at,
                    ms_diag *d)
{
    ms_entity child;
    bool ok, taken;
    uint32_t count;
    ms_rc rc = read_one(r, json, at, &child, &ok, d);
    if (rc || !ok) return rc;
    rc = unnest(r, &child, at, d);
    if (!rc && e->schema && ms_schema_prop(e->schema, name))
        rc = ms_reader_value(r, e, name, child.id, at);
    else if (!rc && !names(&child, e->id)) rc = ms_reader_unmapped(r, name, child.id);
    if (!rc) rc = ms_ids_add(&r->ids, child.id, &count);
    if (rc) return d->rc ? rc : no_memory(at, rc, d);
    if (count > 1) return MS_OK;
    r->repeats = true;
    rc = ms_reader_take(r, &child, at, &taken, d);
    r->repeats = false;
    return rc;
}

/* Gives the entities in the property `x` of `e`, and leaves their ids in it. */
static ms_rc unnest_property(ms_reader *r, ms_entity *e, ms_extra x, ms_place at, ms_diag *d)
{
    ms_json j = {.text = x.json};
    unsigned n = 0;
    ms_rc rc = MS_OK;
    if (ms_json_peek(&j) == '{')
        return nested(r, e, x.name, ms_json_value(&j, MS_ENTITY_DEPTH_MAX), at, d);
    while (!rc && ms_json_item(&j, &n)) {
        char c = ms_json_peek(&j);
        if (c == '"') rc = ms_reader_value(r, e, x.name, ms_json_string(&j, r->arena), at);
        else if (c == '{')
            rc = nested(r, e, x.name, ms_json_value(&j, MS_ENTITY_DEPTH_MAX), at, d);
        else rc = ms_reader_unmapped(r, x.name, ms_json_value(&j, MS_ENTITY_DEPTH_MAX));
    }
    return rc && !d->rc ? no_memory(at, rc, d) : rc;
}

static ms_rc unnest(ms_reader *r, ms_entity *e, ms_place at, ms_diag *d)
{
    uint32_t kept = 0, n = e->n_extra_props;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < n && !rc; i++) {
        ms_extra x = e->extra_props[i];
        if (holds_objects(x.json)) rc = unnest_property(r, e, x, at, d);
        else e->extra_props[kept++] = x;
    }
    e->n_extra_props = kept;
    return rc;
}

ms_rc ms_ftm_take(ms_reader *r, ms_str json, ms_place at, ms_diag *d)
{
    ms_entity e;
    bool ok, taken;
    ms_rc rc = read_one(r, json, at, &e, &ok, d);
    if (rc || !ok) return rc;
    rc = unnest(r, &e, at, d);
    if (rc || ms_ids_has(&r->ids, e.id)) return rc;
    return ms_reader_take(r, &e, at, &taken, d);
}
