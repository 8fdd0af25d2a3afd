/* GET /search/{dataset}: entities that say certain words. */
#include "server/facets.h"
#include "server/filter.h"
#include "server/lexicon.h"
#include "server/rank.h"
#include "server/reply.h"
#include "server/routes.h"

enum { FILTERS_MAX = 64, SCANS_MAX = 8 };

typedef struct searching {
    ms_request *r;
    const ms_words *words;
    const ms_schema *schema;
    ms_filter filter;
    ms_rank rank;
    ms_node *root; /* filters, and what is searched for */
    uint32_t limit, offset;
    uint32_t total;
    uint32_t *score;
} searching;

static bool no_memory(ms_request *r)
{
    ms_reply_error(r->call, 503, "out of memory");
    return false;
}

/* ---- the question ------------------------------------------------------ */

static bool flag(const ms_request *r, const char *name)
{
    return ms_request_number(r, name) != 0;
}

/* The node of `field` among the filters, made where it is missing. */
static ms_node *filter_node(ms_node *filters, const ms_field *f, bool and, ms_arena *a)
{
    for (ms_node *n = filters->first; n; n = n->next)
        if (n->term.field.kind == f->kind && ms_str_eq(n->term.field.name, f->name)) return n;
    ms_node *n = ms_node_new(and? MS_NODE_AND : MS_NODE_OR, a);
    if (!n) return NULL;
    n->term.field = *f;
    ms_node_add(filters, n);
    return n;
}

static bool add_filter(searching *s, ms_node *filters, ms_str field, ms_str value)
{
    ms_arena *a = s->r->call->arena;
    bool and = ms_str_eq(ms_request_text(s->r, "filter_op"), MS_STR("AND"));
    ms_field f;
    if (!ms_field_find(field, &f)) {
        ms_reply_error(s->r->call, 400, "Invalid filter: there is no field called '%.*s'",
                       (int)(field.n > 64 ? 64 : field.n), field.p);
        return false;
    }
    ms_node *of = filter_node(filters, &f, and, a), *n = ms_grammar_term(&f, value, a);
    if (!of || !n) return no_memory(s->r);
    ms_node_add(of, n);
    return true;
}

static bool add_filters(searching *s, ms_node *filters)
{
    static const char *const names[] = {"countries", "topics", "datasets", "filter"};
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const ms_arg *a = ms_request_arg(s->r, names[i]);
        count += a->n;
        if (count > FILTERS_MAX) {
            ms_reply_error(s->r->call, 400, "Invalid filter: more than %d values", FILTERS_MAX);
            return false;
        }
        for (uint32_t k = 0; k < a->n; k++) {
            ms_str field = ms_str_z(names[i]), value = a->v[k];
            const char *colon = i == 3 ? memchr(value.p, ':', value.n) : NULL;
            if (i == 3 && !colon) {
                ms_reply_error(s->r->call, 400, "Invalid filter: '%.*s'",
                               (int)(value.n > 256 ? 256 : value.n), value.p);
                return false;
            }
            if (colon) {
                field = (ms_str){value.p, (size_t)(colon - value.p)};
                value = (ms_str){colon + 1, value.n - field.n - 1};
            }
            if (!add_filter(s, filters, field, value)) return false;
        }
    }
    return true;
}

/* Reads what is searched for; NULL with the reply set. */
static ms_node *read_query(searching *s)
{
    ms_diag d = {0};
    ms_node *n;
    ms_str q = ms_request_text(s->r, "q");
    ms_rc rc = ms_grammar_read(q, s->r->call->arena, &n, &d);
    if (!rc) return n;
    if (rc != MS_ENOMEM && flag(s->r, "simple")) {
        n = ms_grammar_words(q, s->r->call->arena);
        if (n) return n;
        rc = MS_ENOMEM;
    }
    if (rc == MS_ENOMEM) no_memory(s->r);
    else
        ms_reply_error(s->r->call, 400, "Invalid query: %s, at byte %llu", d.what,
                       (unsigned long long)d.at);
    return NULL;
}

/* The parameters, in the order in which yente complains of them. */
static bool read_call(searching *s)
{
    static const ms_arg none;
    ms_request *r = s->r;
    const ms_dataset *d = ms_request_dataset(r);
    if (!d) return false;
    s->schema = ms_schema_find(ms_request_text(r, "schema"));
    if (!s->schema) return ms_reply_error(r->call, 400, "Invalid schema"), false;
    s->root = ms_node_new(MS_NODE_AND, r->call->arena);
    ms_node *filters = ms_node_new(MS_NODE_AND, r->call->arena);
    if (!s->root || !filters) return no_memory(r);
    filters->silent = true;
    if (!ms_filter_read(r, d, &s->filter)) return false;
    s->filter.topics = &none; /* one of the filters below */
    if (!add_filters(s, filters) || !ms_rank_read(r, &s->rank)) return false;
    ms_node *query = read_query(s);
    if (!query) return false;
    ms_node_add(s->root, filters);
    ms_node_add(s->root, query);
    if (ms_find_scans(s->root) > SCANS_MAX) {
        ms_reply_error(
            r->call, 400,
            "Invalid query: more than %d terms that every entity must be looked at for",
            SCANS_MAX);
        return false;
    }
    s->limit = ms_request_count(r, "limit");
    s->offset = ms_request_count(r, "offset");
    s->words = ms_lexicon_words(r->server->lexicon, r->snap);
    if (s->words) return true;
    ms_reply_error(r->call, 503, "The words of the lists are being read; try again");
    ms_call_header(r->call, "Retry-After", MS_STR("1"));
    return false;
}

/* ---- the answer -------------------------------------------------------- */

/* Which of the model's schemata are asked for. */
static bool *wanted_schemata(const searching *s)
{
    bool *v = ms_arena_array(s->r->call->arena, ms_schema_count() + 1, sizeof *v);
    for (unsigned i = 0; v && i < ms_schema_count(); i++)
        v[i] = ms_schema_is_a(ms_schema_at(i), s->schema);
    return v;
}

/* Leaves in `set` what the other parameters ask for. */
static ms_rc narrow(searching *s, const ms_find *f, uint64_t *set)
{
    const ms_request *r = s->r;
    const bool *wanted = wanted_schemata(s);
    bool thing = ms_str_eq(ms_schema_name(s->schema), MS_STR("Thing"));
    const ms_arg *target = ms_request_arg(r, "target");
    bool *in = ms_arena_array(f->a, ms_snap_lists(f->snap) + 1u, sizeof *in);
    if (!wanted || !in) return MS_ENOMEM;
    for (uint32_t i = 0; i < s->filter.n_lists; i++) in[s->filter.lists[i]] = true;
    for (uint32_t e = ms_set_next(set, 0, f->n); e < f->n; e = ms_set_next(set, e + 1, f->n)) {
        ms_snap_entity x = ms_snap_get(f->snap, e);
        bool ok = in[x.list] && (x.schema ? wanted[ms_schema_number(x.schema)] : thing);
        ok = ok && ms_filter_takes(r, &s->filter, e);
        if (ok && target->n)
            ok = ms_reply_target(ms_origin_of(x.json).properties) == flag(r, "target");
        s->total += ok;
        if (!ok) set[e / 64] &= ~((uint64_t)1 << e % 64);
    }
    return MS_OK;
}

static uint32_t root_of(uint32_t n)
{
    uint32_t r = 0;
    while ((r + 1) * (r + 1) <= n) r++;
    return r;
}

/* What an answer counts, and a little more for entities with many values. */
static ms_rc count(searching *s, const ms_find *f)
{
    s->score = ms_arena_array(f->a, f->n + 1u, sizeof *s->score);
    if (!s->score) return MS_ENOMEM;
    const uint64_t *set = s->root->set;
    for (uint32_t e = ms_set_next(set, 0, f->n); e < f->n; e = ms_set_next(set, e + 1, f->n))
        s->score[e] = root_of(ms_words_size(f->words, e) / 2);
    return ms_find_score(f, s->root, set, s->score);
}

static ms_rc results(searching *s, const ms_find *f, ms_out *o)
{
    uint32_t n = 0;
    uint32_t *v = ms_arena_array(f->a, s->offset + s->limit + 1u, sizeof *v);
    if (!v) return MS_ENOMEM;
    ms_rc rc = s->limit ? ms_rank_first(f, &s->rank, s->root->set, s->score,
                                        s->offset + s->limit, v, &n)
                        : MS_OK;
    ms_out_lit(o, "\"results\":[");
    for (uint32_t i = s->offset; i < n && !rc; i++) {
        ms_snap_entity e = ms_snap_get(f->snap, v[i]);
        if (i > s->offset) ms_out_char(o, ',');
        ms_reply_entity(s->r, &e, (ms_str){0}, o);
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
    return rc;
}

static ms_rc reply(searching *s)
{
    ms_request *r = s->r;
    ms_find f;
    if (!ms_find_begin(&f, r->snap, s->words, r->call->arena)) return MS_ENOMEM;
    ms_rc rc = ms_find_set(&f, s->root);
    if (!rc) rc = narrow(s, &f, s->root->set);
    if (!rc) rc = count(s, &f);
    if (rc) return rc;
    ms_out *o = ms_request_json(r);
    ms_out_fmt(o, "{\"limit\":%u,\"offset\":%u,\"total\":{\"value\":%u,\"relation\":\"eq\"},",
               s->limit, s->offset, s->total);
    rc = results(s, &f, o);
    ms_out_lit(o, ",\"facets\":");
    if (!rc) rc = ms_facets_write(r, &f, s->root->set, o);
    ms_out_fmt(o, ",\"index\":\"%s\"}", ms_snap_digest(r->snap));
    return rc;
}

void ms_answer_search(ms_request *r)
{
    searching s = {.r = r};
    if (!read_call(&s)) return;
    ms_rc rc = reply(&s);
    if (rc) ms_reply_error(r->call, ms_rc_http(rc), "%s", ms_rc_text(rc));
}
