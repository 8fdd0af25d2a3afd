#include "server/route.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/cut.h"
#include "server/real.h"

/* ---- finding ----------------------------------------------------------- */

/* Cuts the next part off a path, with its "/". */
static ms_str next_part(ms_str *path)
{
    if (!path->n) return (ms_str){0};
    const char *slash = path->n > 1 ? memchr(path->p + 1, '/', path->n - 1) : NULL;
    ms_str part = {path->p, slash ? (size_t)(slash - path->p) : path->n};
    path->p += part.n;
    path->n -= part.n;
    return part;
}

/* Whether `path` is that of a row; `vars` are as sent. */
static bool path_is(const char *row, ms_str path, ms_str vars[MS_ROUTE_VARS])
{
    ms_str want = ms_str_z(row);
    unsigned n = 0;
    while (want.n || path.n) {
        ms_str a = next_part(&want), b = next_part(&path);
        if (a.n > 1 && a.p[1] == '{') {
            if (b.n < 2 || n == MS_ROUTE_VARS) return false;
            vars[n++] = (ms_str){b.p + 1, b.n - 1};
        } else if (!ms_str_eq(a, b)) {
            return false;
        }
    }
    return true;
}

static bool method_is(const ms_route *r, const char *method)
{
    return !strcmp(r->method, method) || (!strcmp(method, "HEAD") && !strcmp(r->method, "GET"));
}

/* 405 with the methods of all rows with that path (RFC 9110 §15.5.6). */
static void wrong_method(ms_call *c)
{
    ms_str vars[MS_ROUTE_VARS], all = MS_STR("");
    for (const ms_route *r = ms_routes; r->method; r++)
        if (path_is(r->path, c->path, vars))
            all =
                ms_arena_strf(c->arena, "%.*s%s%s", MS_FMT(all), all.n ? ", " : "", r->method);
    ms_reply_error(c, 405, "Method Not Allowed");
    ms_call_header(c, "Allow", all);
}

const ms_route *ms_route_find(ms_call *c, ms_str vars[MS_ROUTE_VARS])
{
    bool path_known = false;
    for (const ms_route *r = ms_routes; r->method; r++) {
        ms_str sent[MS_ROUTE_VARS] = {{0}};
        if (!path_is(r->path, c->path, sent)) continue;
        path_known = true;
        if (!method_is(r, c->method)) continue;
        for (unsigned i = 0; i < MS_ROUTE_VARS; i++) {
            if (!sent[i].n || ms_url_decode(sent[i], false, c->arena, &vars[i])) continue;
            ms_reply_error(c, 400, "The path is not valid: %%XX of UTF-8 expected");
            return NULL;
        }
        return r;
    }
    if (path_known) wrong_method(c);
    else ms_reply_error(c, 404, "Not Found");
    return NULL;
}

/* ---- parameters -------------------------------------------------------- */

static bool one_of(const char *choices, ms_str v)
{
    for (const char *p = choices, *end; p; p = end ? end + 1 : NULL) {
        end = strchr(p, '|');
        if (ms_str_eq((ms_str){p, end ? (size_t)(end - p) : strlen(p)}, v)) return true;
    }
    return false;
}

/* "'AND' or 'OR'", as the list is told. */
static ms_str told(const char *choices, ms_arena *a)
{
    ms_str s = MS_STR("");
    for (const char *p = choices; p;) {
        const char *end = strchr(p, '|');
        int n = end ? (int)(end - p) : (int)strlen(p);
        const char *between = !s.n ? "" : end ? ", " : " or ";
        s = ms_arena_strf(a, "%.*s%s'%.*s'", MS_FMT(s), between, n, p);
        p = end ? end + 1 : NULL;
    }
    return s;
}

static bool as_bool(ms_str v, double *out)
{
    if (one_of("true|True|TRUE|1|on|yes|y|t", v)) return *out = 1, true;
    if (one_of("false|False|FALSE|0|off|no|n|f", v)) return *out = 0, true;
    return false;
}

bool ms_param_is_time(ms_str v)
{
    if (!ms_digits_at(v, 0, 4) || v.n < 10 || v.p[4] != '-' || !ms_digits_at(v, 5, 2) ||
        v.p[7] != '-' || !ms_digits_at(v, 8, 2))
        return false;
    if (v.n == 10) return true;
    if (v.p[10] != 'T' || !ms_digits_at(v, 11, 2)) return false;
    for (size_t at = 13; at < v.n; at += 3)
        if (at > 16 || v.p[at] != ':' || !ms_digits_at(v, at + 1, 2)) return false;
    return true;
}

static bool as_whole(ms_str v, double *out)
{
    char buf[64], *end;
    v = ms_str_trim(v);
    if (!v.n || v.n >= sizeof buf) return false;
    memcpy(buf, v.p, v.n);
    buf[v.n] = 0;
    errno = 0;
    *out = (double)strtol(buf, &end, 10);
    return !*end && !errno;
}

static bool check(const ms_param *p, ms_str v, ms_call *c, double *number)
{
    ms_invalid e = {.where = "query", .name = ms_str_z(p->name), .input = v};
    switch (p->type) {
    case MS_PARAM_TEXT: return true;
    case MS_PARAM_INT:
        e.type = "int_parsing";
        if (!as_whole(v, number)) {
            ms_reply_invalid(c, &e,
                             "Input should be a valid integer, unable to parse string as "
                             "an integer");
            return false;
        }
        if (!p->max || *number <= (double)p->max) return true;
        e.type = "less_than_equal";
        e.ctx = ms_arena_strf(c->arena, "{\"le\":%ld}", p->max).p;
        ms_reply_invalid(c, &e, "Input should be less than or equal to %ld", p->max);
        return false;
    case MS_PARAM_NUMBER:
        e.type = "float_parsing";
        if (ms_real_read(ms_str_trim(v), number)) return true;
        ms_reply_invalid(c, &e,
                         "Input should be a valid number, unable to parse string as a "
                         "number");
        return false;
    case MS_PARAM_BOOL:
        e.type = "bool_parsing";
        if (as_bool(v, number)) return true;
        ms_reply_invalid(c, &e, "Input should be a valid boolean, unable to interpret input");
        return false;
    case MS_PARAM_TIME:
        e.type = "string_pattern_mismatch";
        if (ms_param_is_time(v)) return true;
        ms_reply_invalid(c, &e, "String should match pattern " MS_PARAM_TIME_FORM);
        return false;
    case MS_PARAM_CHOICE:
        e.type = "enum";
        if (one_of(p->choices, v)) return true;
        ms_reply_invalid(c, &e, "Input should be %.*s", MS_FMT(told(p->choices, c->arena)));
        return false;
    }
    return false;
}

/* Appends a value; lists double their room. */
static bool put(ms_arg *a, ms_str v, ms_arena *arena)
{
    bool full = a->n == 0 || (a->n >= 4 && !(a->n & (a->n - 1)));
    if (full) {
        ms_str *more = ms_arena_array(arena, a->n ? 2 * (size_t)a->n : 4, sizeof *more);
        if (!more) return false;
        if (a->n) memcpy(more, a->v, a->n * sizeof *more);
        a->v = more;
    }
    a->v[a->n++] = v;
    return true;
}

/* Takes one `name=value`.  False with the reply set. */
static bool take(const ms_route *route, ms_str pair, ms_call *c, ms_arg *args)
{
    ms_str name, value, left = ms_str_cut(&pair, '=');
    if (!ms_url_decode(left, true, c->arena, &name) ||
        !ms_url_decode(pair, true, c->arena, &value)) {
        ms_reply_error(c, 400, "The query is not valid: %%XX of UTF-8 expected");
        return false;
    }
    for (unsigned i = 0; route->params && route->params[i].name; i++) {
        const ms_param *p = &route->params[i];
        if (!ms_str_eq(name, ms_str_z(p->name))) continue;
        if (!p->repeat) args[i].n = 0;
        args[i].given = true;
        if (put(&args[i], value, c->arena)) return true;
        ms_reply_error(c, 503, "out of memory");
        return false;
    }
    return true;
}

static bool check_all(const ms_route *route, ms_call *c, ms_arg *args)
{
    bool ok = true;
    for (unsigned i = 0; route->params && route->params[i].name; i++) {
        const ms_param *p = &route->params[i];
        ms_arg *a = &args[i];
        if (!a->n && p->preset) ok = put(a, ms_str_z(p->preset), c->arena) && ok;
        for (uint32_t k = 0; k < a->n; k++) ok = check(p, a->v[k], c, &a->number) && ok;
        if (!p->repeat || !p->max || p->type == MS_PARAM_INT || (long)a->n <= p->max) continue;
        ms_invalid e = {"too_long", "query", ms_str_z(p->name), {0}, "null", NULL};
        ms_reply_invalid(c, &e, "List should have at most %ld items after validation, not %u",
                         p->max, a->n);
        ok = false;
    }
    return ok;
}

bool ms_route_args(const ms_route *route, ms_call *c, ms_arg args[MS_ROUTE_PARAMS])
{
    ms_str rest = c->query;
    while (rest.n) {
        ms_str pair = ms_str_cut(&rest, '&');
        if (pair.n && !take(route, pair, c, args)) return false;
    }
    return check_all(route, c, args);
}

/* ---- errors ------------------------------------------------------------ */

void ms_reply_error(ms_call *c, int status, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    c->status = status;
    c->type = "application/json";
    ms_out_reset(&c->out);
    ms_out_lit(&c->out, "{\"detail\":");
    ms_out_json(&c->out, ms_str_z(text));
    ms_out_char(&c->out, '}');
}

void ms_reply_invalid(ms_call *c, const ms_invalid *e, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    ms_out *o = &c->out;
    if (c->status == 422) o->n -= 2; /* "]}" */
    else ms_out_reset(o), ms_out_lit(o, "{\"detail\":[");
    if (c->status == 422) ms_out_char(o, ',');
    c->status = 422;
    c->type = "application/json";
    ms_out_fmt(o, "{\"type\":\"%s\",\"loc\":[\"%s\"", e->type, e->where);
    if (e->name.n) ms_out_char(o, ','), ms_out_json(o, e->name);
    ms_out_lit(o, "],\"msg\":");
    ms_out_json(o, ms_str_z(text));
    ms_out_lit(o, ",\"input\":");
    if (e->input_json) ms_out_raw(o, ms_str_z(e->input_json));
    else ms_out_json(o, e->input);
    if (e->ctx) ms_out_fmt(o, ",\"ctx\":%s", e->ctx);
    ms_out_lit(o, "}]}");
}
