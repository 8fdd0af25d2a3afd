#include "server/own.h"

#include <math.h>

#include "base/ascii.h"
#include "base/grow.h"
#include "server/real.h"

/* The member being read. */
typedef struct reading {
    ms_request *r;
    ms_str key;
    const char *member;
    ms_str name;
    ms_json *j;
} reading;

static bool wrong(const reading *x, const char *type, const char *what)
{
    return ms_asking_wrong(x->r, type, (ms_place){x->key, x->member, x->name}, what);
}

static bool no_memory(ms_request *r)
{
    return ms_reply_error(r->call, 503, "out of memory"), false;
}

/* ---- filters ----------------------------------------------------------- */

/* Lists of texts among the filters, and where they go. */
static const struct {
    const char *name;
    size_t at;
} lists[] = {
    {"include_dataset", offsetof(ms_filter, include)},
    {"exclude_dataset", offsetof(ms_filter, exclude)},
    {"exclude_schema", offsetof(ms_filter, without_schema)},
    {"topics", offsetof(ms_filter, topics)},
    {"exclude_entity_ids", offsetof(ms_filter, without_id)},
};

/* Reads a list of texts; there may be any number of them. */
static bool texts(const reading *x, const ms_arg **out)
{
    ms_arena *arena = x->r->call->arena;
    ms_arg *a = ms_arena_alloc(arena, sizeof *a);
    unsigned n = 0;
    uint32_t cap = 0;
    bool room = a != NULL;
    if (ms_json_peek(x->j) != '[') return wrong(x, "list_type", "Input should be a valid list");
    while (room && ms_json_item(x->j, &n)) {
        if (ms_json_peek(x->j) != '"')
            return wrong(x, "string_type", "Input should be a list of valid strings");
        ms_str *v = ms_grow(arena, a->v, a->n, &cap, sizeof *v);
        room = v != NULL;
        if (!room) break;
        a->v = v;
        a->v[a->n++] = ms_json_string(x->j, arena);
    }
    *out = a;
    return room || no_memory(x->r);
}

static bool since(const reading *x, ms_str *out)
{
    char first = ms_json_peek(x->j);
    if (first == 'n') return ms_json_value(x->j, 1), *out = (ms_str){0}, true;
    if (first != '"') return wrong(x, "string_type", "Input should be a valid string");
    *out = ms_json_string(x->j, x->r->call->arena);
    return ms_param_is_time(*out) || wrong(x, "string_pattern_mismatch",
                                           "String should match pattern " MS_PARAM_TIME_FORM);
}

static bool filter(const reading *x, ms_matching *m)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (ms_str_eq(x->name, ms_str_z(lists[i].name)))
            return texts(x, (const ms_arg **)((char *)&m->filter + lists[i].at));
    if (ms_str_eq(x->name, MS_STR("changed_since"))) return since(x, &m->filter.since);
    return wrong(x, "extra_forbidden", "Extra inputs are not permitted");
}

/* ---- parameters -------------------------------------------------------- */

static bool number(const reading *x, double *out)
{
    char first = ms_json_peek(x->j);
    ms_str v = ms_json_value(x->j, 1);
    if (first != '-' && !ms_is_digit(first))
        return wrong(x, "float_type", "Input should be a valid number");
    return ms_real_read(v, out) || wrong(x, "finite_number", "Input should be a finite number");
}

static bool limit(const reading *x, double v, uint32_t *out)
{
    if (v != floor(v)) return wrong(x, "int_type", "Input should be a valid integer");
    if (v > MS_LIMIT_MAX) {
        ms_str what = ms_arena_strf(x->r->call->arena,
                                    "Input should be less than or equal to %d", MS_LIMIT_MAX);
        return wrong(x, "less_than_equal", what.p);
    }
    *out = v > 0 ? (uint32_t)v : 0;
    return true;
}

static bool parameter(const reading *x, ms_matching *m)
{
    double v = 0;
    bool is_limit = ms_str_eq(x->name, MS_STR("limit"));
    bool is_threshold = ms_str_eq(x->name, MS_STR("threshold"));
    if (!is_limit && !is_threshold && !ms_str_eq(x->name, MS_STR("cutoff")))
        return wrong(x, "extra_forbidden", "Extra inputs are not permitted");
    if (!number(x, &v)) return false;
    if (is_limit) return limit(x, v, &m->limit);
    *(is_threshold ? &m->threshold : &m->cutoff) = ms_matching_millionths(v);
    return true;
}

/* ---- both -------------------------------------------------------------- */

static bool read_object(ms_request *r, ms_str key, const char *member, ms_str json,
                        bool (*each)(const reading *x, ms_matching *m), ms_matching *m)
{
    ms_json j = {.text = json};
    reading x = {.r = r, .key = key, .member = member, .j = &j};
    unsigned n = 0;
    while (json.n && ms_json_member(&j, &n, r->call->arena, &x.name))
        if (!each(&x, m)) return false;
    return !j.rc || no_memory(r); /* the whole body is known to be JSON */
}

bool ms_own_read(ms_request *r, const ms_asked *q, ms_matching *m)
{
    if (!read_object(r, q->key, "filters", q->filters, filter, m)) return false;
    if (!read_object(r, q->key, "params", q->params, parameter, m)) return false;
    if (m->cutoff > m->threshold) m->cutoff = m->threshold;
    return !q->filters.n || ms_filter_settle(r, &m->filter);
}
