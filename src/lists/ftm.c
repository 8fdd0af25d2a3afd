#include "lists/ftm.h"

#include "base/json_in.h"

enum { SHOWN_MAX = 120 };

/* A value that was refused, or kept as it is (`why` MS_OK). */
typedef struct ms_ftm_refused {
    ms_str prop, value;
    ms_rc why;
    struct ms_ftm_refused *next;
} ms_ftm_refused;

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

/* ---- reading, by any thread --------------------------------------------- */

static void refused(void *ctx, ms_str prop, ms_str value, ms_rc why)
{
    ms_ftm_parsed *p = ctx;
    if (why == MS_OK && holds_objects(value)) return;
    ms_ftm_refused *f = ms_arena_alloc(p->e.arena, sizeof *f);
    if (!f) {
        p->rc = MS_ENOMEM;
        return;
    }
    if (value.n > SHOWN_MAX) value.n = SHOWN_MAX;
    *f = (ms_ftm_refused){ms_arena_str(p->e.arena, prop), ms_arena_str(p->e.arena, value), why,
                          NULL};
    if (!f->prop.p || !f->value.p) p->rc = MS_ENOMEM;
    *(p->last ? &p->last->next : &p->refused) = f;
    p->last = f;
}

static bool has_nested(const ms_entity *e)
{
    for (uint32_t i = 0; i < e->n_extra_props; i++)
        if (holds_objects(e->extra_props[i].json)) return true;
    return false;
}

/* Takes out when the publisher last looked: it is another time in every version, while
 * the publisher's own deltas do not count it as a change. */
static ms_str take_seen(ms_entity *e)
{
    ms_str seen = {"", 0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < e->n_extra; i++) {
        if (ms_str_eq(e->extra[i].name, MS_STR("last_seen"))) seen = e->extra[i].json;
        else e->extra[kept++] = e->extra[i];
    }
    e->n_extra = kept;
    return seen;
}

ms_rc ms_ftm_parse(const ms_list_opts *o, ms_str json, ms_place at, ms_arena *a,
                   ms_ftm_parsed *out)
{
    *out = (ms_ftm_parsed){.e.arena = a};
    ms_entity e;
    ms_rc rc = ms_entity_read(json, a, refused, out, &e, &out->why);
    if (out->rc || rc == MS_ENOMEM) return MS_ENOMEM;
    out->rc = rc;
    out->why.line = at.line;
    if (rc) return out->why.at += at.at, MS_OK;
    out->e = e;
    out->read = true;
    out->why = (ms_diag){0};
    out->seen = take_seen(&out->e);
    out->nested = has_nested(&e);
    if (out->nested) return MS_OK;
    out->rc = ms_reader_complete(&out->e, at, &out->why);
    if (out->rc || !o || !o->prepare) return out->rc == MS_ENOMEM ? out->rc : MS_OK;
    return o->prepare(o->ctx, &out->e, a, &out->e.prepared);
}

/* ---- giving ------------------------------------------------------------ */

static ms_rc no_memory(ms_place at, ms_rc rc, ms_diag *d)
{
    return ms_fail(d, rc, at.line, at.at, "%s", ms_rc_text(rc));
}

/* Tells what was refused of `p`. */
static ms_rc tell(ms_reader *r, const ms_ftm_parsed *p, ms_place at, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (const ms_ftm_refused *f = p->refused; f && !rc; f = f->next) {
        ms_diag why;
        ms_fail(&why, f->why, at.line, at.at, "%.*s: '%.*s'", MS_FMT(f->prop),
                MS_FMT(f->value));
        rc = ms_reader_aside(r, &why, p->read ? p->e.id : (ms_str){"", 0}, false);
    }
    if (!rc && p->seen.n) rc = ms_reader_unmapped(r, MS_STR("last_seen"), p->seen);
    if (!rc && !p->read) rc = ms_reader_aside(r, &p->why, (ms_str){"", 0}, true);
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
    ms_ftm_parsed p;
    bool taken;
    uint32_t count;
    ms_rc rc = ms_ftm_parse(NULL, json, at, r->arena, &p);
    if (rc) return no_memory(at, rc, d);
    rc = tell(r, &p, at, d);
    if (rc || !p.read) return rc;
    ms_entity *child = &p.e;
    rc = unnest(r, child, at, d);
    if (!rc && e->schema && ms_schema_prop(e->schema, name))
        rc = ms_reader_value(r, e, name, child->id, at);
    else if (!rc && !names(child, e->id)) rc = ms_reader_unmapped(r, name, child->id);
    if (!rc) rc = ms_ids_add(&r->ids, child->id, &count);
    if (rc) return d->rc ? rc : no_memory(at, rc, d);
    if (count > 1) return MS_OK;
    r->repeats = true;
    rc = ms_reader_take(r, child, at, &taken, d);
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

ms_rc ms_ftm_give(ms_reader *r, ms_ftm_parsed *p, ms_place at, ms_diag *d)
{
    bool taken;
    ms_rc rc = tell(r, p, at, d);
    if (rc || !p->read) return rc;
    if (p->nested) rc = unnest(r, &p->e, at, d);
    if (rc || ms_ids_has(&r->ids, p->e.id)) return rc;
    return p->nested ? ms_reader_take(r, &p->e, at, &taken, d)
                     : ms_reader_give(r, &p->e, p->rc, &p->why, at, &taken, d);
}
