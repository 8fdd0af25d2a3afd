#include "server/nested.h"

#include <stdlib.h>

#include "base/grow.h"
#include "server/adjacent.h"
#include "server/member.h"
#include "server/reply.h"

/* `source` names `target`, which calls that `name`. */
typedef struct back {
    uint32_t target, source;
    ms_str name;
} back;

struct ms_nest {
    ms_request *r;
    uint32_t *got; /* the entities to nest; the root is the first */
    uint32_t n, cap;
    uint32_t *slot; /* open addressing: place in `got` + 1; 0: free */
    uint32_t slots; /* a power of two */
    back *backs;    /* by target, name, source */
    uint32_t n_backs, cap_backs;
};

/* The entities from the root to whatever stands in one, each once. */
typedef struct path {
    uint32_t entity, n; /* the `n`th */
    const struct path *above;
} path;

/* ---- whom an entity names ---------------------------------------------- */

ms_named ms_named_by(ms_request *r, uint32_t e)
{
    ms_snap_entity s = ms_snap_get(r->snap, e);
    return (ms_named){.r = r,
                      .schema = s.schema,
                      .in = s.list,
                      .properties = ms_member(s.json, MS_STR("properties"))};
}

const ms_prop *ms_named_prop(const ms_schema *s, ms_str name)
{
    const ms_prop *p = s ? ms_schema_prop(s, name) : NULL;
    return p && ms_prop_type(p) == MS_TYPE_ENTITY ? p : NULL;
}

bool ms_named_next(ms_named *n)
{
    ms_str name, value;
    for (;;) {
        while (n->prop && ms_member_item(n->list, &n->item, &value)) {
            ms_str id = ms_member_string(value, n->r->call->arena);
            if (id.n && ms_snap_find_in(n->r->snap, n->in, id, &n->entity)) return true;
        }
        if (!n->properties.n || !ms_member_next(n->properties, &n->at, &name, &n->list))
            return false;
        n->prop = ms_named_prop(n->schema, name);
        n->item = 0;
    }
}

/* ---- fetching ---------------------------------------------------------- */

static uint32_t *slot_of(const ms_nest *n, uint32_t e)
{
    for (uint32_t at = e * 2654435761u;; at++) {
        uint32_t *s = &n->slot[at & (n->slots - 1)];
        if (!*s || n->got[*s - 1] == e) return s;
    }
}

static bool has(const ms_nest *n, uint32_t e)
{
    return *slot_of(n, e);
}

/* Room for as many again: an arena forgets nothing, so it doubles. */
static bool grow(ms_nest *n)
{
    uint32_t cap = n->cap ? 2 * n->cap : 16;
    ms_arena *a = n->r->call->arena;
    uint32_t *got = ms_arena_array(a, cap, sizeof *got);
    uint32_t *slot = ms_arena_array(a, 2 * (size_t)cap, sizeof *slot);
    if (!got || !slot) return false;
    if (n->n) memcpy(got, n->got, n->n * sizeof *got);
    n->got = got;
    n->cap = cap;
    n->slot = slot;
    n->slots = 2 * cap;
    for (uint32_t i = 0; i < n->n; i++) *slot_of(n, got[i]) = i + 1;
    return true;
}

static bool put(ms_nest *n, uint32_t e)
{
    if (n->n == n->cap && !grow(n)) return false;
    uint32_t *s = slot_of(n, e);
    if (*s) return true;
    n->got[n->n++] = e;
    *s = n->n;
    return true;
}

/* Fetches what the edges from place `from` on name, and what edges among those name. */
static bool follow(ms_nest *n, uint32_t from)
{
    for (unsigned step = 0; step < MS_NEST_DEPTH && from < n->n; step++) {
        uint32_t end = n->n;
        for (; from < end; from++) {
            const ms_schema *s = ms_snap_get(n->r->snap, n->got[from]).schema;
            if (!s || !ms_schema_edge(s)) continue;
            ms_named w = ms_named_by(n->r, n->got[from]);
            while (n->n - end < MS_NEST_ADJACENT && ms_named_next(&w))
                if (!put(n, w.entity)) return false;
        }
    }
    return true;
}

static int by_target(const void *a, const void *b)
{
    const back *x = a, *y = b;
    if (x->target != y->target) return x->target < y->target ? -1 : 1;
    int c = ms_str_cmp(x->name, y->name);
    return c ? c : (x->source > y->source) - (x->source < y->source);
}

static bool put_back(ms_nest *n, back b)
{
    back *v = ms_grow(n->r->call->arena, n->backs, n->n_backs, &n->cap_backs, sizeof *v);
    if (!v) return false;
    n->backs = v;
    n->backs[n->n_backs++] = b;
    return true;
}

/* Who names whom among those that were fetched.  What the root names stands in the root. */
static bool look_back(ms_nest *n)
{
    for (uint32_t i = 1; i < n->n; i++) {
        ms_named w = ms_named_by(n->r, n->got[i]);
        while (ms_named_next(&w)) {
            const ms_way *way = has(n, w.entity) ? ms_way_of(w.prop) : NULL;
            if (way && !put_back(n, (back){w.entity, n->got[i], way->back})) return false;
        }
    }
    uint32_t kept = 0;
    if (n->n_backs) qsort(n->backs, n->n_backs, sizeof *n->backs, by_target);
    for (uint32_t i = 0; i < n->n_backs; i++)
        if (!kept || by_target(&n->backs[i], &n->backs[kept - 1]))
            n->backs[kept++] = n->backs[i];
    n->n_backs = kept;
    return true;
}

ms_nest *ms_nest_new(ms_request *r, uint32_t root, const uint32_t *first, uint32_t count)
{
    ms_nest *n = ms_arena_alloc(r->call->arena, sizeof *n);
    if (n) n->r = r;
    bool ok = n && put(n, root);
    for (uint32_t i = 0; i < count && ok; i++) ok = put(n, first[i]);
    if (ok && follow(n, 1) && look_back(n)) return n;
    ms_reply_error(r->call, 503, "out of memory");
    return NULL;
}

/* ---- writing ----------------------------------------------------------- */

static void put_entity(const ms_nest *n, uint32_t e, const path *p, ms_out *o);

static bool on(const path *p, uint32_t e)
{
    while (p && p->entity != e) p = p->above;
    return p;
}

/* The entity in those on the path, or its id where there is no room for more. */
static void put_inner(const ms_nest *n, uint32_t e, const path *p, ms_out *o)
{
    if (p->n < MS_NEST_DEPTH && o->n < MS_NEST_BYTES) put_entity(n, e, p, o);
    else ms_out_json(o, ms_snap_get(n->r->snap, e).id);
}

/* The first of those that name `e`. */
static uint32_t first_back(const ms_nest *n, uint32_t e)
{
    uint32_t lo = 0, hi = n->n_backs;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (n->backs[mid].target < e) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Whether one of those that name `e` is called `name`, so that it stands there already. */
static bool is_back(const ms_nest *n, uint32_t e, ms_str name)
{
    for (uint32_t i = first_back(n, e); i < n->n_backs && n->backs[i].target == e; i++)
        if (ms_str_eq(n->backs[i].name, name)) return true;
    return false;
}

/* An entity as it is written: what stands in it is on the path `in`. */
typedef struct place {
    uint32_t entity, list;
    const ms_schema *schema;
    const path *above, *in;
} place;

/* Those that name the entity. */
static bool put_backs(const ms_nest *n, const place *e, ms_out *o)
{
    ms_str open = {0};
    uint32_t i = first_back(n, e->entity);
    for (; i < n->n_backs && n->backs[i].target == e->entity; i++) {
        const back *b = &n->backs[i];
        if (on(e->above, b->source)) continue;
        bool same = open.p && ms_str_eq(open, b->name);
        if (same) ms_out_char(o, ',');
        if (!same && open.p) ms_out_lit(o, "],");
        if (!same) ms_out_json(o, b->name), ms_out_lit(o, ":[");
        open = b->name;
        put_inner(n, b->source, e->in, o);
    }
    if (open.p) ms_out_char(o, ']');
    return open.p;
}

/* The values of a property, entities in place of their ids; as they are where no entity is
 * left. */
static void put_values(const ms_nest *n, const place *e, ms_str values, ms_out *o)
{
    ms_str v;
    uint32_t named;
    bool some = false;
    size_t begin = o->n;
    ms_out_char(o, '[');
    for (size_t at = 0; ms_member_item(values, &at, &v);) {
        ms_str id = ms_member_string(v, n->r->call->arena);
        if (!id.n || !ms_snap_find_in(n->r->snap, e->list, id, &named)) continue;
        if (!has(n, named) || on(e->above, named)) continue;
        if (some) ms_out_char(o, ',');
        some = true;
        put_inner(n, named, e->in, o);
    }
    ms_out_char(o, ']');
    if (some || o->failed) return;
    o->n = begin;
    ms_out_raw(o, values);
}

/* The root and whoever stands in it have those that name them; what is further in has not. */
static void put_properties(const ms_nest *n, const place *e, ms_str json, ms_out *o)
{
    ms_str name, value;
    bool near = !e->above || e->above->n < 2, some = near && put_backs(n, e, o);
    for (size_t at = 0; json.n && ms_member_next(json, &at, &name, &value);) {
        if (near && is_back(n, e->entity, name)) continue;
        if (some) ms_out_char(o, ',');
        some = true;
        ms_out_char(o, '"');
        ms_out_raw(o, name);
        ms_out_lit(o, "\":");
        if (ms_named_prop(e->schema, name)) put_values(n, e, value, o);
        else ms_out_raw(o, value);
    }
}

static void put_entity(const ms_nest *n, uint32_t no, const path *above, ms_out *o)
{
    path here = {no, above ? above->n + 1 : 1, above};
    ms_snap_entity e = ms_snap_get(n->r->snap, no);
    place at = {no, e.list, e.schema, above, on(above, no) ? above : &here};
    ms_origin from = ms_reply_before(&e, o);
    ms_out_char(o, '{');
    put_properties(n, &at, from.properties, o);
    ms_out_char(o, '}');
    ms_reply_behind(n->r, &e, &from, o);
    ms_out_char(o, '}');
}

void ms_nest_root(const ms_nest *n, ms_out *o)
{
    put_entity(n, n->got[0], NULL, o);
}

void ms_nest_one(const ms_nest *n, uint32_t e, ms_out *o)
{
    path root = {n->got[0], 1, NULL};
    put_inner(n, e, &root, o);
}
