/* /entities/{entity_id}: one entity, and those that are adjacent to it. */
#include "server/entities.h"

#include <stdlib.h>

#include "base/grow.h"
#include "server/adjacent.h"
#include "server/nested.h"
#include "server/reply.h"
#include "server/routes.h"
#include "server/sort.h"

enum { NAME_MAX_BYTES = 128 };

/* Lists are in the order of their names, and so are the numbers of their entities. */
bool ms_entity_find(const ms_request *r, const ms_dataset *d, ms_str id, uint32_t *e)
{
    if (d && d->list >= 0 && ms_request_sees(r, (uint32_t)d->list) &&
        ms_snap_find_in(r->snap, (uint32_t)d->list, id, e))
        return true;
    for (uint32_t i = 0; i < ms_snap_lists(r->snap); i++)
        if (ms_request_sees(r, i) && ms_snap_find_in(r->snap, i, id, e)) return true;
    return false;
}

bool ms_entity_merged(const ms_request *r, ms_str id, uint32_t *e)
{
    return ms_view_merged(r->view, id, e) && ms_request_sees(r, ms_snap_get(r->snap, *e).list);
}

/* ---- which ------------------------------------------------------------- */

/* 308 to the same of entity `e`, with the query as it came. */
static void redirect(ms_request *r, uint32_t e)
{
    ms_call *c = r->call;
    const char *rest = strstr(r->route->path, "}") + 1; /* "", "/adjacent", … */
    ms_out o = {0};
    ms_out_lit(&o, "/entities/");
    ms_url_encode(ms_snap_get(r->snap, e).id, &o);
    ms_out_raw(&o, (ms_str){rest, strcspn(rest, "{")});
    ms_url_encode(r->vars[1], &o);
    size_t room = MS_HTTP_REPLY_HEADER_MAX - 1 - (o.n < MS_HTTP_REPLY_HEADER_MAX ? o.n : 0);
    if (c->query.n && c->query.n < room) ms_out_char(&o, '?'), ms_out_raw(&o, c->query);
    ms_call_header(c, "Location", ms_arena_str(c->arena, ms_out_str(&o)));
    c->status = 308;
    ms_out_free(&o);
}

/* The entity that the path names.  False with the reply set: 308, 404, 503. */
static bool find(ms_request *r, uint32_t *e)
{
    if (!ms_request_ready(r)) return false;
    if (r->vars[1].n > NAME_MAX_BYTES) {
        ms_reply_error(r->call, 404, "No such property!");
        return false;
    }
    if (ms_entity_find(r, NULL, r->vars[0], e)) return true;
    if (ms_entity_merged(r, r->vars[0], e)) redirect(r, *e);
    else ms_reply_error(r->call, 404, "No such entity!");
    return false;
}

/* ---- whole ------------------------------------------------------------- */

void ms_answer_entity(ms_request *r)
{
    uint32_t root;
    if (!find(r, &root)) return;
    if (!ms_request_number(r, "nested")) {
        ms_snap_entity e = ms_snap_get(r->snap, root);
        ms_out *o = ms_request_json(r);
        ms_reply_entity(r, &e, (ms_str){0}, o);
        ms_out_char(o, '}');
        return;
    }
    uint32_t *near = ms_arena_array(r->call->arena, MS_NEST_ADJACENT, sizeof *near);
    if (!near) {
        ms_reply_error(r->call, 503, "out of memory");
        return;
    }
    uint32_t n = ms_snap_adjacent(r->snap, root, near, MS_NEST_ADJACENT);
    if (n > MS_NEST_ADJACENT) n = MS_NEST_ADJACENT;
    ms_nest *nest = ms_nest_new(r, root, near, n);
    if (nest) ms_nest_root(nest, ms_request_json(r));
}

/* ---- by property ------------------------------------------------------- */

/* `entity` is adjacent to the root, which calls it `name`. */
typedef struct adjacent {
    ms_str name;
    uint32_t entity;
} adjacent;

typedef struct adjacents {
    adjacent *v;
    uint32_t n, cap;
    ms_str only; /* the name asked for; empty: all */
} adjacents;

static bool put(ms_request *r, adjacents *a, ms_str name, uint32_t e)
{
    if (a->only.n && !ms_str_eq(a->only, name)) return true;
    adjacent *v = ms_grow(r->call->arena, a->v, a->n, &a->cap, sizeof *v);
    if (!v) return false;
    a->v = v;
    a->v[a->n++] = (adjacent){name, e};
    return true;
}

static int by_name(const void *a, const void *b)
{
    const adjacent *x = a, *y = b;
    int c = ms_str_cmp(x->name, y->name);
    return c ? c : (x->entity > y->entity) - (x->entity < y->entity);
}

/* Those that `e` names, and that name it. */
static bool gather(ms_request *r, uint32_t e, adjacents *a)
{
    const ms_schema *schema = ms_snap_get(r->snap, e).schema;
    uint32_t n = ms_snap_adjacent(r->snap, e, NULL, 0);
    uint32_t *near = ms_arena_array(r->call->arena, n, sizeof *near);
    if (!near) return false;
    ms_snap_adjacent(r->snap, e, near, n);
    ms_named w = ms_named_by(r, e);
    while (ms_named_next(&w))
        if (w.entity != e && !put(r, a, ms_prop_name(w.prop), w.entity)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (near[i] == e) continue;
        w = ms_named_by(r, near[i]);
        while (ms_named_next(&w)) {
            const ms_way *way = w.entity == e ? ms_way_of(w.prop) : NULL;
            if (!way || !ms_way_back(schema, way->back)) continue;
            if (!put(r, a, way->back, near[i])) return false;
        }
    }
    uint32_t kept = 0;
    if (a->n) qsort(a->v, a->n, sizeof *a->v, by_name);
    for (uint32_t i = 0; i < a->n; i++)
        if (!kept || by_name(&a->v[i], &a->v[kept - 1])) a->v[kept++] = a->v[i];
    a->n = kept;
    return true;
}

/* A page of the `n` entities at `a`, which have one name.  False with the reply set. */
static bool put_page(ms_request *r, uint32_t root, const adjacent *a, uint32_t n, ms_out *o)
{
    uint32_t limit = ms_request_count(r, "limit"), offset = ms_request_count(r, "offset");
    uint32_t *v = ms_arena_array(r->call->arena, n, sizeof *v);
    if (!v) return ms_reply_error(r->call, 503, "out of memory"), false;
    for (uint32_t i = 0; i < n; i++) v[i] = a[i].entity;
    if (!ms_sort(r, v, n)) return false;
    uint32_t first = offset < n ? offset : n;
    uint32_t count = n - first < limit ? n - first : limit;
    ms_nest *nest = ms_nest_new(r, root, v + first, count);
    if (!nest) return false;
    ms_out_fmt(o,
               "{\"limit\":%u,\"offset\":%u,\"total\":{\"value\":%u,\"relation\":\"eq\"},"
               "\"results\":[",
               limit, offset, n);
    for (uint32_t i = 0; i < count; i++) {
        if (i) ms_out_char(o, ',');
        ms_nest_one(nest, v[first + i], o);
    }
    ms_out_lit(o, "]}");
    return true;
}

void ms_answer_adjacent(ms_request *r)
{
    uint32_t root;
    adjacents a = {0};
    if (!find(r, &root)) return;
    if (!gather(r, root, &a)) {
        ms_reply_error(r->call, 503, "out of memory");
        return;
    }
    ms_snap_entity e = ms_snap_get(r->snap, root);
    ms_out *o = ms_request_json(r);
    ms_out_lit(o, "{\"entity\":");
    ms_reply_entity(r, &e, (ms_str){0}, o);
    ms_out_lit(o, "},\"adjacent\":{");
    for (uint32_t i = 0, end; i < a.n; i = end) {
        for (end = i; end < a.n && ms_str_eq(a.v[end].name, a.v[i].name);) end++;
        if (i) ms_out_char(o, ',');
        ms_out_json(o, a.v[i].name);
        ms_out_char(o, ':');
        if (!put_page(r, root, a.v + i, end - i, o)) return;
    }
    ms_out_lit(o, "}}");
}

void ms_answer_adjacent_by(ms_request *r)
{
    uint32_t root;
    adjacents a = {.only = r->vars[1]};
    if (!find(r, &root)) return;
    const ms_schema *schema = ms_snap_get(r->snap, root).schema;
    if (!ms_named_prop(schema, a.only) && !ms_way_back(schema, a.only)) {
        ms_reply_error(r->call, 404, "No such property!");
        return;
    }
    if (gather(r, root, &a)) put_page(r, root, a.v, a.n, ms_request_json(r));
    else ms_reply_error(r->call, 503, "out of memory");
}
