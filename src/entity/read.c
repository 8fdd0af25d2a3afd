#include <marsad/entity.h>
#include <marsad/name.h>

#include <stdlib.h>

#include "base/grow.h"
#include "base/json_in.h"
#include "entity/model.h"

/* One entity being read, and where its properties begin (0: it has none). */
typedef struct reading {
    ms_entity e;
    ms_json j;
    size_t properties;
    ms_refused_fn refused;
    void *ctx;
    ms_diag *d;
} reading;

static ms_rc fail_at(const reading *r, ms_rc rc, size_t at, const char *what)
{
    return ms_fail(r->d, rc, 0, at, "%s", what);
}

static void report(const reading *r, ms_str prop, ms_str value, bool kept)
{
    if (r->refused) r->refused(r->ctx, prop, value, kept ? MS_OK : MS_EVALUE);
}

static ms_rc add_value(reading *r, ms_str name, const ms_prop *prop)
{
    size_t at = r->j.at;
    ms_str value = ms_json_string(&r->j, r->e.arena);
    if (r->j.rc) return fail_at(r, r->j.rc, at, r->j.want);
    ms_rc rc = ms_entity_add(&r->e, name, value);
    if (rc == MS_EVALUE) {
        bool kept = ms_type_kept(ms_prop_type(prop));
        report(r, name, value, kept);
        rc = kept ? ms_entity_keep(&r->e, name, value) : MS_OK;
    }
    return rc ? ms_fail(r->d, rc, 0, at, "%.*s", MS_FMT(name)) : MS_OK;
}

static ms_rc add_values(reading *r, ms_str name, const ms_prop *prop)
{
    if (!ms_json_take(&r->j, '[')) return add_value(r, name, prop);
    ms_rc rc = MS_OK;
    do rc = add_value(r, name, prop);
    while (!rc && ms_json_take(&r->j, ','));
    ms_json_take(&r->j, ']');
    return rc;
}

static ms_rc add_extra(reading *r, ms_extra **items, uint32_t *n, uint32_t *cap, ms_str name,
                       ms_str json)
{
    ms_arena *a = r->e.arena;
    ms_extra *p = ms_grow(a, *items, *n, cap, sizeof *p);
    if (!p) return fail_at(r, MS_ENOMEM, r->j.at, "memory for a member");
    *items = p;
    ms_extra x = {ms_arena_str(a, name), ms_json_compact(json, a)};
    if (!x.name.p || !x.json.p) return fail_at(r, MS_ENOMEM, r->j.at, "memory for a member");
    (*items)[(*n)++] = x;
    return MS_OK;
}

/* What a member of `properties` holds. */
typedef enum shape { NOTHING, VALUES, OTHER } shape;

static shape shape_of(ms_str json)
{
    ms_json j = {.text = json};
    if (ms_json_peek(&j) == '"') return VALUES;
    if (ms_str_eq(json, MS_STR("null"))) return NOTHING;
    if (!ms_json_take(&j, '[')) return OTHER;
    if (ms_json_peek(&j) == ']') return NOTHING;
    do {
        if (ms_json_peek(&j) != '"') return OTHER;
        ms_json_value(&j, 0);
    } while (ms_json_take(&j, ','));
    return VALUES;
}

/* The cursor is at the member's value. */
static ms_rc read_property(reading *r, ms_str name)
{
    const ms_prop *prop = ms_schema_prop(r->e.schema ? r->e.schema : ms_schema_thing(), name);
    ms_json_peek(&r->j);
    size_t start = r->j.at;
    ms_str json = ms_json_value(&r->j, MS_ENTITY_DEPTH_MAX);
    shape s = shape_of(json);
    if (s == NOTHING && prop) return MS_OK;
    if (s == VALUES) {
        r->j.at = start;
        return add_values(r, name, prop);
    }
    if (prop) report(r, name, json, true);
    return add_extra(r, &r->e.extra_props, &r->e.n_extra_props, &r->e.cap_extra_props, name,
                     json);
}

static ms_rc read_properties(reading *r)
{
    ms_rc rc = MS_OK;
    ms_str name;
    unsigned n = 0;
    r->j.at = r->properties;
    if (ms_json_peek(&r->j) != '{') return MS_OK;
    while (!rc && ms_json_member(&r->j, &n, r->e.arena, &name)) rc = read_property(r, name);
    return !rc && r->j.rc ? fail_at(r, r->j.rc, r->j.at, r->j.want) : rc;
}

/* Takes a text or null into `*out`, which nothing was taken into before. */
static ms_rc read_text(reading *r, const char *name, ms_str *out)
{
    size_t at = r->j.at;
    if (out->p) return ms_fail(r->d, MS_ESYNTAX, 0, at, "%s: given twice", name);
    char c = ms_json_peek(&r->j);
    if (c == '"') {
        *out = ms_json_string(&r->j, r->e.arena);
        return MS_OK;
    }
    *out = (ms_str){"", 0};
    ms_str other = ms_json_value(&r->j, MS_ENTITY_DEPTH_MAX - 1);
    if (r->j.rc || ms_str_eq(other, MS_STR("null"))) return MS_OK;
    return ms_fail(r->d, MS_ESYNTAX, 0, at, "%s: a string expected", name);
}

static ms_rc note_properties(reading *r)
{
    char c = ms_json_peek(&r->j);
    if (r->properties) return fail_at(r, MS_ESYNTAX, r->j.at, "properties: given twice");
    r->properties = r->j.at;
    ms_str json = ms_json_value(&r->j, MS_ENTITY_DEPTH_MAX - 1);
    if (r->j.rc || c == '{' || ms_str_eq(json, MS_STR("null"))) return MS_OK;
    return fail_at(r, MS_ESYNTAX, r->properties, "properties: an object expected");
}

/* What the entity says of itself. */
typedef struct header {
    ms_str id, schema, caption;
} header;

static ms_rc read_member(reading *r, header *h, ms_str name)
{
    if (ms_str_eq(name, MS_STR("id"))) return read_text(r, "id", &h->id);
    if (ms_str_eq(name, MS_STR("schema"))) return read_text(r, "schema", &h->schema);
    if (ms_str_eq(name, MS_STR("caption"))) return read_text(r, "caption", &h->caption);
    if (ms_str_eq(name, MS_STR("properties"))) return note_properties(r);
    ms_str json = ms_json_value(&r->j, MS_ENTITY_DEPTH_MAX - 1);
    if (r->j.rc) return MS_OK;
    return add_extra(r, &r->e.extra, &r->e.n_extra, &r->e.cap_extra, name, json);
}

static ms_rc read_members(reading *r, header *h)
{
    ms_rc rc = MS_OK;
    ms_str name;
    unsigned n = 0;
    while (!rc && ms_json_member(&r->j, &n, r->e.arena, &name)) rc = read_member(r, h, name);
    if (rc) return rc;
    ms_json_end(&r->j);
    return r->j.rc ? ms_fail(r->d, r->j.rc, 0, r->j.at, "%s expected", r->j.want) : MS_OK;
}

static int by_name(const void *a, const void *b)
{
    const ms_extra *const *x = a, *const *y = b;
    return ms_str_cmp((*x)->name, (*y)->name);
}

/* Members that nothing reads must have different names all the same. */
static ms_rc check_unique(const reading *r, const ms_extra *items, uint32_t n)
{
    if (n < 2) return MS_OK;
    const ms_extra **sorted = ms_arena_array(r->e.arena, n, sizeof *sorted);
    if (!sorted) return fail_at(r, MS_ENOMEM, r->j.at, "memory for members");
    for (uint32_t i = 0; i < n; i++) sorted[i] = &items[i];
    qsort(sorted, n, sizeof *sorted, by_name);
    for (uint32_t i = 1; i < n; i++)
        if (ms_str_eq(sorted[i]->name, sorted[i - 1]->name))
            return ms_fail(r->d, MS_ESYNTAX, 0, r->j.at, "%.*s: given twice",
                           MS_FMT(sorted[i]->name));
    return MS_OK;
}

static ms_rc check_extras(const reading *r)
{
    const ms_entity *e = &r->e;
    for (uint32_t i = 0; i < e->n_extra_props; i++)
        if (ms_entity_get(e, e->extra_props[i].name))
            return ms_fail(r->d, MS_ESYNTAX, 0, r->j.at, "%.*s: given twice",
                           MS_FMT(e->extra_props[i].name));
    ms_rc rc = check_unique(r, e->extra, e->n_extra);
    return rc ? rc : check_unique(r, e->extra_props, e->n_extra_props);
}

static ms_rc check_header(const reading *r, const header *h)
{
    if (h->id.n == 0) return fail_at(r, MS_EMISSING, 0, "id");
    if (h->schema.n == 0) return fail_at(r, MS_EMISSING, 0, "schema");
    if (h->id.n > MS_ENTITY_ID_MAX || h->schema.n > MS_ENTITY_ID_MAX)
        return ms_fail(r->d, MS_ELIMIT, 0, 0, "%s: longer than %d bytes",
                       h->id.n > MS_ENTITY_ID_MAX ? "id" : "schema", MS_ENTITY_ID_MAX);
    return MS_OK;
}

/* Names the entity; the members beside come along. */
static ms_rc begin(reading *r, const header *h)
{
    ms_rc rc = check_header(r, h);
    if (rc) return rc;
    ms_entity e = ms_entity_make(r->e.arena, h->id, h->schema);
    e.caption = ms_arena_str(e.arena, h->caption);
    if (!e.id.p || !e.schema_name.p || !e.caption.p)
        return fail_at(r, MS_ENOMEM, 0, "memory for id, schema and caption");
    e.extra = r->e.extra;
    e.n_extra = r->e.n_extra;
    e.cap_extra = r->e.cap_extra;
    r->e = e;
    return MS_OK;
}

static ms_rc check_text(ms_str json, ms_diag *d)
{
    if (json.n > MS_ENTITY_JSON_MAX)
        return ms_fail(d, MS_ELIMIT, 0, MS_ENTITY_JSON_MAX, "%zu bytes, at most %d are read",
                       json.n, MS_ENTITY_JSON_MAX);
    size_t at = ms_utf8_valid(json);
    if (at == json.n) return MS_OK;
    return ms_fail(d, MS_EENCODING, 0, at, "UTF-8 expected, byte 0x%02x",
                   (unsigned)(unsigned char)json.p[at]);
}

ms_rc ms_entity_read(ms_str json, ms_arena *a, ms_refused_fn refused, void *ctx, ms_entity *out,
                     ms_diag *d)
{
    reading r = {.e.arena = a, .j.text = json, .refused = refused, .ctx = ctx, .d = d};
    header h = {0};
    ms_rc rc = check_text(json, d);
    if (!rc) rc = read_members(&r, &h);
    if (!rc) rc = begin(&r, &h);
    if (!rc && r.properties) rc = read_properties(&r);
    if (!rc) rc = check_extras(&r);
    if (!rc) *out = r.e;
    return rc;
}
