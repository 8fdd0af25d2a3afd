#include "server/recon.h"

#include "server/real.h"

enum { DEPTH = 16 };

/* One property of a query. */
typedef struct property {
    ms_str pid, v; /* `p` NULL: none; JSON */
} property;

/* ---- reading ----------------------------------------------------------- */

static ms_rc wrong(ms_diag *d, const ms_json *j, const char *what)
{
    return ms_fail(d, MS_EVALUE, 0, j->at, "%s", what);
}

static ms_rc ended(ms_diag *d, const ms_json *j)
{
    if (!j->rc) return MS_OK;
    return ms_fail(d, j->rc, 0, j->at, "%s: %s expected at byte %zu", ms_rc_text(j->rc),
                   j->want ? j->want : "another value", j->at);
}

/* A string; `p` NULL with the value passed over for another one. */
static ms_str string(ms_json *j, ms_arena *a)
{
    if (ms_json_peek(j) == '"') {
        ms_str s = ms_json_string(j, a);
        return s.p ? s : MS_STR("");
    }
    ms_json_value(j, DEPTH);
    return (ms_str){0};
}

/* A number, or one in a string; false for what is neither. */
static bool number(ms_json *j, ms_arena *a, double *out)
{
    char first = ms_json_peek(j);
    ms_str s = first == '"' ? ms_str_trim(ms_json_string(j, a)) : ms_json_value(j, DEPTH);
    return first == 'n' || ms_real_read(s, out);
}

static property read_property(ms_json *j, ms_arena *a)
{
    property p = {0};
    unsigned n = 0;
    ms_str name;
    while (ms_json_member(j, &n, a, &name)) {
        if (ms_str_eq(name, MS_STR("pid"))) p.pid = string(j, a);
        else if (ms_str_eq(name, MS_STR("v"))) p.v = ms_json_value(j, DEPTH);
        else ms_json_value(j, DEPTH);
    }
    return p;
}

/* Takes a list of properties, which are read when they are used. */
static bool properties(ms_json *j, ms_arena *a, ms_str *out)
{
    unsigned n = 0;
    if (ms_json_peek(j) == 'n') return ms_json_value(j, 1), true;
    if (ms_json_peek(j) != '[') return false;
    size_t begin = j->at;
    while (ms_json_item(j, &n)) {
        if (ms_json_peek(j) != '{') return false;
        property p = read_property(j, a);
        if (!j->rc && (!p.pid.p || !p.v.n)) return false;
    }
    *out = (ms_str){j->text.p + begin, j->at - begin};
    return true;
}

/* The first of a list of strings, or one that stands alone. */
static bool first_string(ms_json *j, ms_arena *a, ms_str *out)
{
    unsigned n = 0;
    char first = ms_json_peek(j);
    if (first == 'n') return ms_json_value(j, 1), true;
    if (first != '[') return *out = string(j, a), out->p;
    while (ms_json_item(j, &n)) {
        ms_str s = string(j, a);
        if (!j->rc && !s.p) return false;
        if (!out->p) *out = s;
    }
    return true;
}

static ms_rc read_query(ms_json *j, ms_arena *a, ms_recon_query *q, ms_diag *d)
{
    unsigned n = 0;
    ms_str name;
    if (ms_json_peek(j) != '{') return wrong(d, j, "a query should be an object");
    while (ms_json_member(j, &n, a, &name)) {
        bool null = ms_json_peek(j) == 'n';
        if (ms_str_eq(name, MS_STR("query"))) {
            q->text = string(j, a);
            if (!j->rc && !null && !q->text.p)
                return wrong(d, j, "query: a string is expected");
        } else if (ms_str_eq(name, MS_STR("type"))) {
            if (!first_string(j, a, &q->type) && !j->rc)
                return wrong(d, j, "type: a string or a list of strings is expected");
        } else if (ms_str_eq(name, MS_STR("limit"))) {
            if (!number(j, a, &q->limit) && !j->rc)
                return wrong(d, j, "limit: a whole number is expected");
        } else if (ms_str_eq(name, MS_STR("properties"))) {
            if (!properties(j, a, &q->properties) && !j->rc)
                return wrong(d, j, "properties: a list of {\"pid\", \"v\"} is expected");
        } else {
            ms_json_value(j, DEPTH);
        }
    }
    return MS_OK;
}

ms_rc ms_recon_read(ms_str json, uint32_t max, ms_arena *a, ms_recon_batch *out, ms_diag *d)
{
    ms_json j = {.text = json};
    unsigned n = 0;
    ms_str key;
    *out = (ms_recon_batch){.v = ms_arena_array(a, max, sizeof *out->v)};
    if (!out->v) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (ms_json_peek(&j) != '{') return wrong(d, &j, "queries: an object is expected");
    while (ms_json_member(&j, &n, a, &key)) {
        if (out->n == max)
            return ms_fail(d, MS_ELIMIT, 0, j.at, "Too many queries in one batch (limit: %u)",
                           max);
        ms_recon_query *q = &out->v[out->n++];
        *q = (ms_recon_query){.key = key, .limit = 5};
        ms_rc rc = read_query(&j, a, q, d);
        if (rc) return rc;
    }
    if (!j.rc) ms_json_end(&j);
    return ended(d, &j);
}

/* ---- examples ---------------------------------------------------------- */

/* Appends a value as an item of a list: of an entity its name or else its id. */
static bool put_value(ms_json *j, ms_arena *a, bool some, ms_out *o)
{
    char first = ms_json_peek(j);
    ms_str value = {0}, id = {0}, name = {0};
    unsigned n = 0;
    if (first != '{') value = ms_json_value(j, DEPTH);
    for (ms_str member; first == '{' && ms_json_member(j, &n, a, &member);) {
        if (ms_str_eq(member, MS_STR("name"))) name = string(j, a);
        else if (ms_str_eq(member, MS_STR("id"))) id = string(j, a);
        else ms_json_value(j, DEPTH);
    }
    if (first == '{' ? !name.n && !id.n : first == 'n' || first == '[') return some;
    if (some) ms_out_char(o, ',');
    if (first == '{') ms_out_json(o, name.n ? name : id);
    else ms_out_raw(o, value);
    return true;
}

static void put_values(ms_str json, ms_arena *a, ms_out *o)
{
    ms_json j = {.text = json};
    unsigned n = 0;
    bool some = false;
    ms_out_char(o, '[');
    if (ms_json_peek(&j) != '[') put_value(&j, a, false, o);
    else
        while (ms_json_item(&j, &n)) some = put_value(&j, a, some, o);
    ms_out_char(o, ']');
}

/* The name of a property behind that of its schema. */
static ms_str bare(ms_str pid)
{
    for (size_t i = 0; i < pid.n; i++)
        if (pid.p[i] == ':' || pid.p[i] == '.') return (ms_str){pid.p + i + 1, pid.n - i - 1};
    return pid;
}

void ms_recon_example(const ms_recon_query *q, ms_arena *a, ms_out *o)
{
    ms_json j = {.text = q->properties};
    unsigned n = 0;
    bool some = q->text.p;
    ms_out_char(o, '{');
    if (some) {
        ms_out_lit(o, "\"name\":[");
        ms_out_json(o, q->text);
        ms_out_char(o, ']');
    }
    while (q->properties.n && ms_json_item(&j, &n)) {
        property p = read_property(&j, a);
        if (some) ms_out_char(o, ',');
        some = true;
        ms_out_json(o, bare(p.pid));
        ms_out_char(o, ':');
        put_values(p.v, a, o);
    }
    ms_out_char(o, '}');
}

/* ---- data extension ---------------------------------------------------- */

static bool settings(ms_json *j, ms_arena *a, ms_recon_prop *p)
{
    unsigned n = 0;
    bool ok = true;
    ms_str name;
    if (ms_json_peek(j) == 'n') return ms_json_value(j, 1), true;
    if (ms_json_peek(j) != '{') return false;
    while (ms_json_member(j, &n, a, &name)) {
        if (ms_str_eq(name, MS_STR("limit"))) {
            ok = number(j, a, &p->limit) && ok;
        } else if (ms_str_eq(name, MS_STR("render"))) {
            ms_str how = string(j, a);
            p->raw = ms_str_eq(how, MS_STR("raw"));
            ok = ok && (p->raw || ms_str_eq(how, MS_STR("caption")));
        } else {
            ms_json_value(j, DEPTH);
        }
    }
    return ok;
}

static ms_rc read_prop(ms_json *j, ms_arena *a, ms_recon_prop *p, ms_diag *d)
{
    unsigned n = 0;
    ms_str name;
    if (ms_json_peek(j) != '{') return wrong(d, j, "a property should be an object");
    while (ms_json_member(j, &n, a, &name)) {
        if (ms_str_eq(name, MS_STR("id"))) {
            p->id = string(j, a);
        } else if (ms_str_eq(name, MS_STR("settings"))) {
            if (!settings(j, a, p) && !j->rc)
                return wrong(
                    d, j,
                    "settings: {\"limit\": number, \"render\": \"caption\" or \"raw\"} "
                    "is expected");
        } else {
            ms_json_value(j, DEPTH);
        }
    }
    if (!j->rc && !p->id.p) return wrong(d, j, "a property needs an id");
    return MS_OK;
}

static ms_rc read_ids(ms_json *j, uint32_t max, ms_arena *a, ms_recon_extend *e, ms_diag *d)
{
    unsigned n = 0;
    e->n_ids = 0;
    if (ms_json_peek(j) != '[') return wrong(d, j, "ids: a list of strings is expected");
    while (ms_json_item(j, &n)) {
        if (e->n_ids == max)
            return ms_fail(d, MS_ELIMIT, 0, j->at, "Too many queries in one batch (limit: %u)",
                           max);
        ms_str id = string(j, a);
        if (!j->rc && !id.p) return wrong(d, j, "ids: a list of strings is expected");
        e->ids[e->n_ids++] = id;
    }
    return MS_OK;
}

static ms_rc read_props(ms_json *j, ms_arena *a, ms_recon_extend *e, ms_diag *d)
{
    unsigned n = 0;
    e->n_props = 0;
    if (ms_json_peek(j) != '[') return wrong(d, j, "properties: a list is expected");
    while (ms_json_item(j, &n)) {
        if (e->n_props == MS_RECON_PROPS)
            return ms_fail(d, MS_ELIMIT, 0, j->at, "Too many properties (limit: %d)",
                           MS_RECON_PROPS);
        ms_recon_prop *p = &e->props[e->n_props++];
        *p = (ms_recon_prop){0};
        ms_rc rc = read_prop(j, a, p, d);
        if (rc) return rc;
    }
    return MS_OK;
}

ms_rc ms_recon_read_extend(ms_str json, uint32_t max, ms_arena *a, ms_recon_extend *out,
                           ms_diag *d)
{
    ms_json j = {.text = json};
    unsigned n = 0;
    bool ids = false, props = false;
    ms_str name;
    *out = (ms_recon_extend){.ids = ms_arena_array(a, max, sizeof *out->ids),
                             .props = ms_arena_array(a, MS_RECON_PROPS, sizeof *out->props)};
    if (!out->ids || !out->props) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (ms_json_peek(&j) != '{') return wrong(d, &j, "extend: an object is expected");
    while (ms_json_member(&j, &n, a, &name)) {
        ms_rc rc = MS_OK;
        if (ms_str_eq(name, MS_STR("ids"))) ids = true, rc = read_ids(&j, max, a, out, d);
        else if (ms_str_eq(name, MS_STR("properties")))
            props = true, rc = read_props(&j, a, out, d);
        else ms_json_value(&j, DEPTH);
        if (rc) return rc;
    }
    if (!j.rc) ms_json_end(&j);
    if (!j.rc && !(ids && props)) return wrong(d, &j, "extend: ids and properties are needed");
    return ended(d, &j);
}
