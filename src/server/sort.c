#include "server/sort.h"

#include <stdlib.h>

#include "server/member.h"

enum { FIELDS_MAX = 4 };

typedef struct field {
    ms_str name;
    bool descending;
} field;

typedef struct item {
    uint32_t entity, at;
    ms_str key[FIELDS_MAX]; /* empty: no value */
} item;

typedef struct order {
    field v[FIELDS_MAX];
    uint32_t n;
} order;

/* The rest of `s` behind `head`; `p` NULL where it does not begin so. */
static ms_str behind(ms_str s, ms_str head)
{
    bool so = s.n > head.n && !memcmp(s.p, head.p, head.n);
    return so ? (ms_str){s.p + head.n, s.n - head.n} : (ms_str){0};
}

/* What a search index calls the order of its documents and of its scores: ours already. */
static bool is_own(ms_str name)
{
    return ms_str_eq(name, MS_STR("_doc")) || ms_str_eq(name, MS_STR("_score"));
}

static bool is_field(ms_str name)
{
    static const char *const fields[] = {"id",         "entity_id", "caption",    "schema",
                                         "first_seen", "last_seen", "last_change"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (ms_str_eq(name, ms_str_z(fields[i]))) return true;
    return behind(name, MS_STR("properties.")).p;
}

static bool read_order(ms_request *r, order *o)
{
    const ms_arg *a = ms_request_arg(r, "sort");
    for (uint32_t i = 0; i < a->n; i++) {
        field f = {.name = a->v[i]};
        const char *colon = f.name.n ? memrchr(f.name.p, ':', f.name.n) : NULL;
        if (colon) {
            size_t n = (size_t)(colon - f.name.p);
            f.descending = ms_str_eq((ms_str){colon + 1, f.name.n - n - 1}, MS_STR("desc"));
            f.name.n = n;
        }
        if (is_own(f.name)) continue;
        if (!is_field(f.name))
            return ms_reply_error(r->call, 400, "No such field to sort by: %.*s",
                                  MS_FMT(f.name)),
                   false;
        if (o->n == FIELDS_MAX)
            return ms_reply_error(r->call, 400, "At most %d fields to sort by", FIELDS_MAX),
                   false;
        o->v[o->n++] = f;
    }
    return true;
}

/* The least or the greatest of a list of strings, as they are written. */
static ms_str extreme(ms_str list, bool greatest)
{
    ms_str best = {0}, v;
    for (size_t at = 0; ms_member_item(list, &at, &v);) {
        ms_str text = ms_member_text(v);
        int c = ms_str_cmp(text, best);
        if (text.n && (!best.n || (greatest ? c > 0 : c < 0))) best = text;
    }
    return best;
}

static ms_str key_of(const ms_snap_entity *e, const field *f)
{
    ms_str property = behind(f->name, MS_STR("properties."));
    if (property.p)
        return extreme(ms_member(ms_member(e->json, MS_STR("properties")), property),
                       f->descending);
    if (ms_str_eq(f->name, MS_STR("caption"))) return e->caption;
    if (ms_str_eq(f->name, MS_STR("schema"))) return e->schema_name;
    if (ms_str_eq(f->name, MS_STR("id")) || ms_str_eq(f->name, MS_STR("entity_id")))
        return e->id;
    return ms_member_text(ms_member(e->json, f->name));
}

static int by_keys(const void *a, const void *b, void *ctx)
{
    const item *x = a, *y = b;
    const order *o = ctx;
    for (uint32_t i = 0; i < o->n; i++) {
        if (!x->key[i].n != !y->key[i].n) return x->key[i].n ? -1 : 1;
        int c = ms_str_cmp(x->key[i], y->key[i]);
        if (c) return o->v[i].descending ? -c : c;
    }
    return (x->at > y->at) - (x->at < y->at);
}

bool ms_sort(ms_request *r, uint32_t *entities, uint32_t n)
{
    order o = {0};
    if (!read_order(r, &o)) return false;
    if (!o.n || n < 2) return true;
    item *v = ms_arena_array(r->call->arena, n, sizeof *v);
    if (!v) return ms_reply_error(r->call, 503, "out of memory"), false;
    for (uint32_t i = 0; i < n; i++) {
        ms_snap_entity e = ms_snap_get(r->snap, entities[i]);
        v[i].entity = entities[i];
        v[i].at = i;
        for (uint32_t k = 0; k < o.n; k++) v[i].key[k] = key_of(&e, &o.v[k]);
    }
    qsort_r(v, n, sizeof *v, by_keys, &o);
    for (uint32_t i = 0; i < n; i++) entities[i] = v[i].entity;
    return true;
}
