#include "server/asking.h"

#include "base/grow.h"

/* ---- errors ------------------------------------------------------------ */

bool ms_asking_wrong(ms_request *r, const char *type, ms_place at, const char *what)
{
    ms_out *o = &r->call->out;
    ms_out_reset(o);
    r->call->status = 422;
    r->call->type = "application/json";
    ms_out_fmt(o, "{\"detail\":[{\"type\":\"%s\",\"loc\":[\"body\"", type);
    if (at.key.p) ms_out_lit(o, ",\"queries\","), ms_out_json(o, at.key);
    if (at.member) ms_out_fmt(o, ",\"%s\"", at.member);
    if (at.sub.p) ms_out_char(o, ','), ms_out_json(o, at.sub);
    ms_out_lit(o, "],\"msg\":");
    ms_out_json(o, ms_str_z(what));
    ms_out_fmt(o, ",\"input\":%s}]}", strcmp(type, "missing") ? "null" : "{}");
    return false;
}

static bool not_json(ms_request *r, const ms_json *j)
{
    ms_call *c = r->call;
    c->status = 422;
    c->type = "application/json";
    ms_out_reset(&c->out);
    ms_out_fmt(&c->out,
               "{\"detail\":[{\"type\":\"json_invalid\",\"loc\":[\"body\",%zu],"
               "\"msg\":\"JSON decode error\",\"input\":{},\"ctx\":{\"error\":",
               j->at);
    ms_str why = ms_arena_strf(c->arena, "%s, %s expected", ms_rc_text(j->rc),
                               j->want ? j->want : "another value");
    ms_out_json(&c->out, why);
    ms_out_lit(&c->out, "}}]}");
    return false;
}

/* ---- reading ----------------------------------------------------------- */

static ms_asked *add(ms_request *r, ms_asking *a, uint32_t *cap)
{
    ms_asked *v = ms_grow(r->call->arena, a->v, a->n, cap, sizeof *v);
    if (!v) return NULL;
    a->v = v;
    return &a->v[a->n++];
}

static bool queries(ms_request *r, ms_json *j, ms_asking *a)
{
    uint32_t cap = 0;
    unsigned n = 0;
    ms_str key;
    if (ms_json_peek(j) != '{')
        return ms_asking_wrong(r, "dict_type", (ms_place){.member = "queries"},
                               "Input should be a valid dictionary");
    while (ms_json_member(j, &n, r->call->arena, &key)) {
        char first = ms_json_peek(j);
        ms_str value = ms_json_value(j, 16);
        if (j->rc) break;
        if (first == 'n') continue;
        if (first != '{')
            return ms_asking_wrong(
                r, "model_attributes_type", (ms_place){.key = key},
                "Input should be a valid dictionary or object to extract fields from");
        ms_asked *q = add(r, a, &cap);
        if (!q) return ms_reply_error(r->call, 503, "out of memory"), false;
        *q = (ms_asked){.key = key, .example = value};
    }
    return true;
}

static bool object(ms_request *r, ms_json *j, const char *name, ms_str *out)
{
    char first = ms_json_peek(j);
    *out = ms_json_value(j, 16);
    if (j->rc || first == '{') return true;
    return ms_asking_wrong(r, "dict_type", (ms_place){.member = name},
                           "Input should be a valid dictionary");
}

static bool read_body(ms_request *r, ms_json *j, ms_asking *a)
{
    unsigned n = 0;
    bool found = false, ok = true;
    ms_str name;
    if (ms_json_peek(j) != '{')
        return ms_asking_wrong(
            r, "model_attributes_type", (ms_place){0},
            "Input should be a valid dictionary or object to extract fields from");
    while (ok && ms_json_member(j, &n, r->call->arena, &name)) {
        if (ms_str_eq(name, MS_STR("queries"))) found = true, ok = queries(r, j, a);
        else if (ms_str_eq(name, MS_STR("weights"))) ok = object(r, j, "weights", &a->weights);
        else if (ms_str_eq(name, MS_STR("config"))) ok = object(r, j, "config", &a->config);
        else ms_json_value(j, 64);
    }
    if (!ok) return false;
    ms_json_end(j);
    if (j->rc) return not_json(r, j);
    if (!found)
        return ms_asking_wrong(r, "missing", (ms_place){.member = "queries"}, "Field required");
    return true;
}

/* A member of an example that has to be an object; any other is passed over. */
static bool read_object_member(ms_request *r, ms_asked *q, ms_str name, ms_json *j,
                               ms_str *properties)
{
    const struct {
        const char *name;
        ms_str *to;
    } objects[] = {
        {"properties", properties}, {"filters", &q->filters}, {"params", &q->params}};
    char first = ms_json_peek(j);
    ms_str value = ms_json_value(j, 16);
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        if (!ms_str_eq(name, ms_str_z(objects[i].name))) continue;
        *objects[i].to = value;
        if (first == '{') return true;
        return ms_asking_wrong(r, "dict_type",
                               (ms_place){.key = q->key, .member = objects[i].name},
                               "Input should be a valid dictionary");
    }
    return true;
}

/* The members of an example. */
static bool read_example(ms_request *r, ms_asked *q, ms_str *properties)
{
    ms_json j = {.text = q->example};
    unsigned n = 0;
    ms_str name;
    *properties = (ms_str){0};
    while (ms_json_member(&j, &n, r->call->arena, &name)) {
        char first = ms_json_peek(&j);
        bool text = first == '"';
        if (ms_str_eq(name, MS_STR("schema"))) {
            if (!text)
                return ms_asking_wrong(r, "string_type",
                                       (ms_place){.key = q->key, .member = "schema"},
                                       "Input should be a valid string");
            q->schema = ms_json_string(&j, r->call->arena);
        } else if (ms_str_eq(name, MS_STR("id")) && text) {
            q->id = ms_json_string(&j, r->call->arena);
        } else if (!read_object_member(r, q, name, &j, properties)) {
            return false;
        }
    }
    if (j.rc) return not_json(r, &j);
    if (!q->schema.p)
        return ms_asking_wrong(r, "missing", (ms_place){.key = q->key, .member = "schema"},
                               "Field required");
    if (!properties->p)
        return ms_asking_wrong(r, "missing", (ms_place){.key = q->key, .member = "properties"},
                               "Field required");
    return true;
}

/* Adds one value of a property: text, a number as it is written, true or false. */
static void add_value(ms_request *r, ms_json *j, ms_asked *q, ms_str property)
{
    char first = ms_json_peek(j);
    if (first == '"') {
        ms_entity_add(&q->entity, property, ms_json_string(j, r->call->arena));
        return;
    }
    ms_str v = ms_json_value(j, 16);
    if (v.n && first != '{' && first != '[' && first != 'n')
        ms_entity_add(&q->entity, property, v);
}

static bool add_values(ms_request *r, ms_str properties, ms_asked *q, const ms_schema *schema)
{
    ms_json j = {.text = properties};
    unsigned n = 0, k;
    ms_str name;
    while (ms_json_member(&j, &n, r->call->arena, &name)) {
        bool known = ms_schema_prop(schema, name);
        if (!known) ms_json_value(&j, 16);
        else if (ms_json_peek(&j) != '[') add_value(r, &j, q, name);
        else
            for (k = 0; ms_json_item(&j, &k);) add_value(r, &j, q, name);
    }
    return !j.rc; /* the whole body is known to be JSON: there is no memory */
}

static bool found_by_it(const ms_identity *i)
{
    for (uint32_t k = 0; k < i->n_names; k++)
        if (i->names[k].n) return true;
    return i->n_documents;
}

bool ms_asked_make(ms_request *r, ms_asked *q)
{
    ms_str properties;
    if (!read_example(r, q, &properties)) return false;
    const ms_schema *schema = ms_schema_find(q->schema);
    if (!schema || (!ms_schema_matchable(schema) && !ms_str_eq(q->schema, MS_STR("Thing")))) {
        ms_reply_error(r->call, 400, "Cannot parse example entity: %s%.*s%s",
                       schema ? "Non-matchable schema for query: " : "Unknown schema: '",
                       MS_FMT(q->schema), schema ? "" : "'");
        return false;
    }
    q->entity = ms_entity_make(r->call->arena, q->id.n ? q->id : q->key, q->schema);
    if (!add_values(r, properties, q, schema) ||
        ms_identity_from_entity(&q->entity, r->call->arena, &q->identity)) {
        ms_reply_error(r->call, 503, "out of memory");
        return false;
    }
    q->searchable = found_by_it(&q->identity);
    return true;
}

/* False with the reply set for a body that is empty or no text. */
static bool is_text(ms_call *c)
{
    if (!c->body.n) {
        ms_invalid e = {"missing", "body", {0}, {0}, "null", NULL};
        ms_reply_invalid(c, &e, "Field required");
        return false;
    }
    size_t bad = ms_utf8_valid(c->body);
    if (bad == c->body.n) return true;
    ms_reply_error(c, 400, "The body is not UTF-8: byte %zu", bad);
    return false;
}

bool ms_asking_read(ms_request *r, ms_asking *out)
{
    *out = (ms_asking){0};
    ms_json j = {.text = r->call->body};
    return is_text(r->call) && read_body(r, &j, out);
}

/* Whether the body is an object with a member `queries`. */
static bool has_queries(ms_request *r)
{
    ms_json j = {.text = r->call->body};
    unsigned n = 0;
    ms_str name;
    while (ms_json_peek(&j) == '{' && ms_json_member(&j, &n, r->call->arena, &name)) {
        if (ms_str_eq(name, MS_STR("queries"))) return true;
        ms_json_value(&j, 64);
    }
    return false;
}

bool ms_asking_one(ms_request *r, ms_asked *out)
{
    ms_asking a = {0};
    if (!is_text(r->call)) return false;
    if (has_queries(r)) {
        if (!ms_asking_read(r, &a)) return false;
        if (a.n == 1) return *out = a.v[0], true;
        ms_reply_error(r->call, 400, "One query is needed, and %u are given", a.n);
        return false;
    }
    ms_json j = {.text = r->call->body};
    char first = ms_json_peek(&j);
    *out = (ms_asked){.key = MS_STR("query"), .example = ms_json_value(&j, 16)};
    ms_json_end(&j);
    if (j.rc) return not_json(r, &j);
    return first == '{' || ms_asking_wrong(r, "model_attributes_type", (ms_place){0},
                                           "Input should be a valid dictionary");
}

void ms_asked_write(const ms_asked *q, ms_out *o)
{
    ms_out_lit(o, "{\"id\":");
    if (q->id.p) ms_out_json(o, q->id);
    else ms_out_lit(o, "null");
    ms_out_member(o, "schema", q->schema);
    ms_out_lit(o, ",\"properties\":{");
    for (uint32_t i = 0; i < q->entity.n_props; i++) {
        const ms_prop_values *p = &q->entity.props[i];
        if (i) ms_out_char(o, ',');
        ms_out_json(o, p->name);
        ms_out_char(o, ':');
        ms_out_json_list(o, p->v, p->n);
    }
    ms_out_lit(o, "}}");
}
