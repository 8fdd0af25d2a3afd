#include "server/filter.h"

#include <stdlib.h>

#include "server/member.h"

static bool among(const ms_arg *a, ms_str v)
{
    for (uint32_t i = 0; a && i < a->n; i++)
        if (ms_str_eq(a->v[i], v)) return true;
    return false;
}

/* Whether all entities of the data set called `name` are those of one list. */
static bool is_list(const ms_request *r, ms_str name)
{
    const ms_dataset *d = ms_view_find(r->view, name);
    return d && d->list >= 0;
}

static bool only_lists(const ms_request *r, const ms_arg *a)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (!is_list(r, a->v[i])) return false;
    return true;
}

/* Lists that the key may not see cannot be asked for by name either. */
static bool may_ask(ms_request *r, const ms_dataset *of, const ms_arg *include)
{
    if (!ms_request_may_ask(r, of)) return false;
    for (uint32_t i = 0; i < include->n; i++) {
        const ms_dataset *d = ms_view_find(r->view, include->v[i]);
        if (d && !ms_request_may_ask(r, d)) return false;
    }
    return true;
}

static int in_order(const void *a, const void *b)
{
    return ms_str_cmp(*(const ms_str *)a, *(const ms_str *)b);
}

/* Calls may leave out a great many ids. */
static bool sort_ids(ms_request *r, ms_filter *f)
{
    uint32_t n = f->without_id->n;
    f->ids = ms_arena_array(r->call->arena, n, sizeof *f->ids);
    if (!f->ids) return false;
    if (n) memcpy(f->ids, f->without_id->v, n * sizeof *f->ids);
    qsort(f->ids, n, sizeof *f->ids, in_order);
    return true;
}

bool ms_filter_settle(ms_request *r, ms_filter *f)
{
    const ms_dataset *d = f->dataset;
    uint32_t n = ms_snap_lists(r->snap);
    f->n_lists = 0;
    f->lists = ms_arena_array(r->call->arena, n + 1, sizeof *f->lists);
    if (!f->lists || !sort_ids(r, f))
        return ms_reply_error(r->call, 503, "out of memory"), false;
    if (!may_ask(r, d, f->include)) return false;
    bool some = !only_lists(r, f->include), own = d->list < 0 && !d->all;
    for (uint32_t i = 0; i < n; i++) {
        ms_str name = ms_snap_list_name(r->snap, i);
        bool in = d->list < 0 || (uint32_t)d->list == i;
        in = in && ms_request_sees(r, i) && (!f->include->n || some || among(f->include, name));
        if (in && !among(f->exclude, name)) f->lists[f->n_lists++] = i;
    }
    f->each = own || some || !only_lists(r, f->exclude) || f->topics->n ||
              f->without_schema->n || f->without_id->n || f->since.n;
    return true;
}

bool ms_filter_read(ms_request *r, const ms_dataset *d, ms_filter *out)
{
    *out = (ms_filter){.dataset = d,
                       .include = ms_request_arg(r, "include_dataset"),
                       .exclude = ms_request_arg(r, "exclude_dataset"),
                       .topics = ms_request_arg(r, "topics"),
                       .without_schema = ms_request_arg(r, "exclude_schema"),
                       .without_id = ms_request_arg(r, "exclude_entity_ids"),
                       .since = ms_request_text(r, "changed_since")};
    return ms_filter_settle(r, out);
}

/* Whether the entity belongs to one of the data sets. */
static bool in_any(const ms_request *r, const ms_arg *names, const ms_snap_entity *e,
                   const ms_origin *o)
{
    for (uint32_t i = 0; i < names->n; i++) {
        const ms_dataset *d = ms_view_find(r->view, names->v[i]);
        if (d && ms_view_has(r->view, d, e, o)) return true;
    }
    return false;
}

static bool has_topic(const ms_filter *f, ms_str properties)
{
    ms_str topics = ms_member(properties, MS_STR("topics"));
    for (uint32_t i = 0; i < f->topics->n; i++)
        if (ms_member_has(topics, f->topics->v[i])) return true;
    return false;
}

static bool is_out(const ms_filter *f, ms_str id)
{
    return bsearch(&id, f->ids, f->without_id->n, sizeof id, in_order);
}

static bool has_id(const ms_request *r, const ms_filter *f, const ms_snap_entity *e,
                   const ms_origin *o)
{
    ms_str item;
    if (is_out(f, e->id)) return true;
    for (size_t at = 0; ms_member_item(o->referents, &at, &item);)
        if (is_out(f, ms_member_string(item, r->call->arena))) return true;
    return false;
}

bool ms_filter_takes(const ms_request *r, const ms_filter *f, uint32_t no)
{
    bool scoped = r->key && r->key->lists.n;
    if (!f->each && !scoped) return true;
    ms_snap_entity e = ms_snap_get(r->snap, no);
    if (scoped && !ms_request_sees(r, e.list)) return false;
    if (!f->each) return true;
    ms_origin o = ms_origin_of(e.json);
    if (among(f->without_schema, e.schema_name)) return false;
    if (f->without_id->n && has_id(r, f, &e, &o)) return false;
    if (!ms_view_has(r->view, f->dataset, &e, &o)) return false;
    if (f->include->n && !in_any(r, f->include, &e, &o)) return false;
    if (f->exclude->n && in_any(r, f->exclude, &e, &o)) return false;
    if (f->topics->n && !has_topic(f, o.properties)) return false;
    return !f->since.n || ms_str_cmp(ms_member_text(o.last_change), f->since) > 0;
}
