#include "server/models.h"

const ms_model *ms_model_find(ms_str name)
{
    for (const ms_model *m = ms_models; m->name; m++)
        if (ms_str_eq(name, ms_str_z(m->name))) return m;
    return NULL;
}

/* ---- types ------------------------------------------------------------- */

static const struct {
    const char *name, *schema;
} basic[] = {
    {"string", "{\"type\":\"string\"}"}, {"integer", "{\"type\":\"integer\"}"},
    {"number", "{\"type\":\"number\"}"}, {"boolean", "{\"type\":\"boolean\"}"},
    {"time", "{\"type\":\"string\"}"},   {"any", "{}"},
};

static const char *basic_schema(ms_str name)
{
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (ms_str_eq(name, ms_str_z(basic[i].name))) return basic[i].schema;
    return NULL;
}

typedef struct reading {
    const char *at;
    ms_out *o; /* NULL: nothing is written */
    void (*see)(void *ctx, ms_str name);
    void *ctx;
} reading;

static void put(const reading *r, const char *text)
{
    if (r->o) ms_out_raw(r->o, ms_str_z(text));
}

static bool word(reading *r)
{
    size_t n = strspn(r->at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    ms_str name = {r->at, n};
    const char *schema = basic_schema(name);
    r->at += n;
    if (!n) return false;
    if (schema) return put(r, schema), true;
    if (r->see) r->see(r->ctx, name);
    if (r->o) ms_out_fmt(r->o, "{\"$ref\":\"#/components/schemas/%.*s\"}", MS_FMT(name));
    return true;
}

static bool type(reading *r);

/* A list, an object, or a word. */
static bool single(reading *r)
{
    char open = *r->at;
    if (open != '[' && open != '{') return word(r);
    r->at++;
    put(r, open == '[' ? "{\"type\":\"array\",\"items\":"
                       : "{\"type\":\"object\",\"additionalProperties\":");
    bool ok = type(r);
    put(r, "}");
    return ok && *r->at++ == (open == '[' ? ']' : '}');
}

/* Whether the type that begins here has "|" or "?" outside of brackets. */
static bool several(const char *p)
{
    for (int depth = 0; *p && depth >= 0; p++) {
        if (!depth && (*p == '|' || *p == '?')) return true;
        depth += (*p == '[' || *p == '{') - (*p == ']' || *p == '}');
    }
    return false;
}

static bool type(reading *r)
{
    if (!several(r->at)) return single(r);
    put(r, "{\"anyOf\":[");
    bool ok = single(r);
    while (ok && *r->at == '|') {
        r->at++;
        put(r, ",");
        ok = single(r);
    }
    if (*r->at == '?') r->at++, put(r, ",{\"type\":\"null\"}");
    put(r, "]}");
    return ok;
}

bool ms_model_type_names(const char *text, void (*see)(void *ctx, ms_str name), void *ctx)
{
    reading r = {.at = text, .see = see, .ctx = ctx};
    return type(&r) && !*r.at;
}

void ms_model_type_json(const char *text, ms_out *o)
{
    reading r = {.at = text, .o = o};
    type(&r);
}

void ms_model_json(const ms_model *m, ms_out *o)
{
    ms_out_lit(o, "{\"type\":\"object\",\"description\":");
    ms_out_json(o, ms_str_z(m->about));
    ms_out_lit(o, ",\"required\":[");
    for (unsigned i = 0, n = 0; m->members[i].name; i++) {
        if (m->members[i].optional) continue;
        ms_out_fmt(o, "%s\"%s\"", n++ ? "," : "", m->members[i].name);
    }
    ms_out_lit(o, "],\"properties\":{");
    for (unsigned i = 0; m->members[i].name; i++) {
        ms_out_key(o, m->members[i].name);
        ms_out_char(o, '{');
        ms_out_member(o, "description", ms_str_z(m->members[i].help));
        ms_out_lit(o, ",\"allOf\":[");
        ms_model_type_json(m->members[i].type, o);
        ms_out_lit(o, "]}");
    }
    ms_out_lit(o, "}}");
}
