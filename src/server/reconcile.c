/* /reconcile/{dataset}: the manifest, and queries (Reconciliation Service API 0.2, §3, §4). */
#include "server/reconcile.h"

#include <strings.h>

#include "ask/explain.h"
#include "base/ascii.h"
#include "server/asking.h"
#include "server/described.h"
#include "server/form.h"
#include "server/matching.h"
#include "server/recon.h"
#include "server/routes.h"

enum {
    HOST_MAX = 255,
    THRESHOLD = 700000, /* a result that scores this is said to match */
    CUTOFF = 500000     /* one that scores less is not shown */
};

/* ---- types and entities ------------------------------------------------ */

void ms_recon_type(const ms_schema *s, ms_str name, ms_out *o)
{
    ms_str about = s ? ms_described_about(s) : (ms_str){0};
    ms_out_lit(o, "{\"id\":");
    ms_out_json(o, name);
    ms_out_member(o, "name", s ? ms_described_plural(s) : name);
    if (s) ms_out_lit(o, ",\"description\":");
    if (s) ms_out_json(o, about.n ? about : ms_schema_label(s));
    ms_out_char(o, '}');
}

void ms_recon_entity(const ms_snap_entity *e, ms_out *o)
{
    ms_out_lit(o, "{\"id\":");
    ms_out_json(o, e->id);
    ms_out_member(o, "name", e->caption);
    ms_out_member(o, "description", e->schema ? ms_schema_label(e->schema) : e->schema_name);
    ms_out_lit(o, ",\"type\":[");
    ms_recon_type(e->schema, e->schema_name, o);
    ms_out_char(o, ']');
}

static bool has(const ms_view *v, const ms_dataset *d, const ms_schema *s)
{
    unsigned i = ms_schema_number(s);
    return ms_view_schemata(v, d)[i / 64] >> i % 64 & 1;
}

bool ms_recon_has(const ms_request *r, const ms_dataset *d, const ms_schema *s)
{
    if (!d->all || !r->key) return has(r->view, d, s);
    for (uint32_t i = 0; i < ms_view_datasets(r->view); i++) {
        const ms_dataset *l = ms_view_dataset(r->view, i);
        if (l->list >= 0 && ms_request_sees_dataset(r, l) && has(r->view, l, s)) return true;
    }
    return false;
}

void ms_recon_types(ms_request *r, const ms_dataset *d, ms_str prefix, uint32_t max, ms_out *o)
{
    uint32_t n = 0;
    ms_out_char(o, '[');
    for (unsigned i = 0; i < ms_schema_count() && n < max; i++) {
        const ms_schema *s = ms_schema_at(i);
        if (!ms_recon_has(r, d, s)) continue;
        if (prefix.p && !ms_recon_begins(r, ms_schema_name(s), prefix) &&
            !ms_recon_begins(r, ms_schema_label(s), prefix))
            continue;
        if (n++) ms_out_char(o, ',');
        ms_recon_type(s, ms_schema_name(s), o);
    }
    ms_out_char(o, ']');
}

/* ---- the manifest ------------------------------------------------------ */

/* Whether a client may call the server so (RFC 9110 §7.2): it comes back in addresses. */
static bool is_host(ms_str h)
{
    if (!h.n || h.n > HOST_MAX) return false;
    for (size_t i = 0; i < h.n; i++) {
        char c = h.p[i];
        bool plain = ms_is_letter(c) || ms_is_digit(c) || (c && strchr("-._:[]", c));
        if (!plain) return false;
    }
    return true;
}

/* "http://host:port/reconcile/default".  False with the reply set, 400. */
static bool base_of(ms_request *r, ms_str *out)
{
    ms_call *c = r->call;
    const ms_http_opts *h = &r->server->o.http;
    ms_str host = ms_call_sent(c, "Host"), proxy = ms_call_sent(c, "X-Forwarded-Proto");
    bool tls = proxy.n ? ms_str_eq(proxy, MS_STR("https")) : h->certificate != NULL;
    if (!host.p)
        host = ms_arena_strf(c->arena, "%s:%u", h->address, ms_http_port(r->server->http));
    if (!is_host(host)) {
        ms_reply_error(c, 400, "The Host header is not that of a server");
        return false;
    }
    ms_out o = {0};
    ms_out_fmt(&o, "%s://%.*s/reconcile/", tls ? "https" : "http", MS_FMT(host));
    ms_url_encode(r->vars[0], &o);
    *out = ms_arena_str(c->arena, ms_out_str(&o));
    ms_out_free(&o);
    return true;
}

/* Appends {"service_url","service_path"}; the query goes on, for it may have a key. */
static void service(const ms_request *r, ms_str base, const char *path, ms_out *o)
{
    ms_str query = r->call->query;
    ms_out_lit(o, "{\"service_url\":");
    ms_out_json(o, base);
    ms_out_lit(o, ",\"service_path\":");
    ms_out_json(
        o, ms_arena_strf(r->call->arena, "%s%s%.*s", path, query.n ? "?" : "", MS_FMT(query)));
    ms_out_char(o, '}');
}

/* What can be said of a property that is fetched: yente's clients know it as propose_settings
 * and choices by their id, the specification as property_settings and by their value. */
static const char settings[] =
    "[{\"name\":\"limit\",\"label\":\"Limit\",\"type\":\"number\",\"default\":0,"
    "\"help_text\":\"How many values to return per row at most; 0 for all.\",\"choices\":[]},"
    "{\"name\":\"render\",\"label\":\"Values\",\"type\":\"select\",\"default\":\"caption\","
    "\"help_text\":\"Return values as people read them (Russia) or as they are (ru).\","
    "\"choices\":[{\"id\":\"caption\",\"value\":\"caption\",\"name\":\"In words\"},"
    "{\"id\":\"raw\",\"value\":\"raw\",\"name\":\"As they are\"}]}]";

static void preview(const ms_request *r, ms_str base, ms_out *o)
{
    ms_str query = r->call->query;
    ms_out_json(o, ms_arena_strf(r->call->arena, "%.*s/preview?id={{id}}%s%.*s", MS_FMT(base),
                                 query.n ? "&" : "", MS_FMT(query)));
}

/* The names of the spaces are those that yente has, so that projects made with it still fit;
 * nobody fetches them. */
static void manifest(ms_request *r, const ms_dataset *d)
{
    static const char space[] = "\"https://www.opensanctions.org/reference/#schema\"";
    ms_str base;
    if (!base_of(r, &base)) return;
    ms_out *o = ms_request_json(r);
    ms_out_lit(o, "{\"versions\":[\"0.2\"],\"name\":");
    ms_out_json(o, ms_arena_strf(r->call->arena, "%.*s (marsad)", MS_FMT(d->title)));
    ms_out_fmt(o, ",\"identifierSpace\":%s,\"schemaSpace\":%s,\"documentation\":", space,
               space);
    size_t root = (size_t)(strstr(base.p, "/reconcile/") - base.p);
    ms_out_json(o, ms_arena_strf(r->call->arena, "%.*s/docs", (int)root, base.p));
    ms_out_fmt(o, ",\"batchSize\":%u,\"view\":{\"url\":", r->server->o.batch);
    preview(r, base, o);
    ms_out_lit(o, "},\"preview\":{\"url\":");
    preview(r, base, o);
    ms_out_lit(o, ",\"width\":430,\"height\":600},\"suggest\":{\"entity\":");
    service(r, base, "/suggest/entity", o);
    ms_out_lit(o, ",\"type\":");
    service(r, base, "/suggest/type", o);
    ms_out_lit(o, ",\"property\":");
    service(r, base, "/suggest/property", o);
    ms_out_lit(o, "},\"extend\":{\"propose_properties\":");
    service(r, base, "/extend/property", o);
    ms_out_fmt(o,
               ",\"propose_settings\":%s,\"property_settings\":%s},\"defaultTypes\":", settings,
               settings);
    ms_recon_types(r, d, (ms_str){0}, UINT32_MAX, o);
    ms_out_char(o, '}');
}

/* ---- queries ----------------------------------------------------------- */

static ms_rc result(const ms_matching *m, ms_result one, ms_out *o)
{
    ms_snap_entity e = ms_snap_get(m->r->snap, one.entity);
    ms_recon_entity(&e, o);
    ms_out_lit(o, ",\"score\":");
    score_write(o, one.score);
    ms_out_fmt(o, ",\"match\":%s}", one.score >= m->threshold ? "true" : "false");
    return MS_OK;
}

/* What a query asks about, as a query of /match.  False with the reply set. */
static bool make(ms_request *r, const ms_recon_query *q, ms_asked *asked)
{
    ms_out o = {0};
    ms_out_lit(&o, "{\"schema\":");
    ms_out_json(&o, q->type.n ? q->type : MS_STR("Thing"));
    ms_out_lit(&o, ",\"properties\":");
    ms_recon_example(q, r->call->arena, &o);
    ms_out_char(&o, '}');
    *asked = (ms_asked){.key = q->key, .example = ms_arena_str(r->call->arena, ms_out_str(&o))};
    bool ok = asked->example.n && asked->example.p;
    ms_out_free(&o);
    if (!ok) ms_reply_error(r->call, 503, "out of memory");
    return ok && ms_asked_make(r, asked);
}

/* Appends "q0":{"result":[…]}.  False with the reply set. */
static bool answer(ms_matching *m, const ms_recon_query *q, ms_out *o)
{
    ms_asked asked;
    ms_matched f = {0};
    if (!make(m->r, q, &asked)) return false;
    m->limit = q->limit < MS_LIMIT_MAX ? q->limit > 0 ? (uint32_t)q->limit : 0 : MS_LIMIT_MAX;
    ms_rc rc = asked.searchable ? ms_matching_find(m, &asked.identity, &f) : MS_OK;
    ms_out_json(o, q->key);
    ms_out_lit(o, ":{\"result\":[");
    for (uint32_t i = 0; i < f.n && !rc; i++) {
        if (i) ms_out_char(o, ',');
        rc = result(m, f.v[i], o);
    }
    ms_out_lit(o, "]}");
    if (rc) ms_reply_error(m->r->call, ms_rc_http(rc), "%s", ms_rc_text(rc));
    return !rc;
}

static void answer_queries(ms_request *r, const ms_dataset *d, ms_str json)
{
    ms_call *c = r->call;
    ms_matching m = {.r = r, .threshold = THRESHOLD, .cutoff = CUTOFF};
    ms_recon_batch b;
    ms_diag why = {0};
    ms_rc rc = ms_recon_read(json, r->server->o.batch, c->arena, &b, &why);
    if (rc) {
        ms_reply_error(c, rc == MS_ENOMEM ? 503 : 400, "%s", why.what);
        return;
    }
    ms_str algorithm = ms_request_text(r, "algorithm");
    if (!ms_algorithm_known(algorithm)) {
        ms_reply_error(c, 400, "Invalid algorithm: %.*s", MS_FMT(algorithm));
        return;
    }
    r->batch = b.n;
    if (!ms_filter_read(r, d, &m.filter)) return;
    ms_out *o = ms_request_json(r);
    ms_out_char(o, '{');
    for (uint32_t i = 0; i < b.n; i++) {
        if (i) ms_out_char(o, ',');
        if (!answer(&m, &b.v[i], o)) return;
    }
    ms_out_char(o, '}');
    ms_call_header(c, "x-batch-size", ms_arena_strf(c->arena, "%u", b.n));
}

/* ---- routes ------------------------------------------------------------ */

void ms_answer_reconcile(ms_request *r)
{
    const ms_dataset *d = ms_request_dataset(r);
    ms_str queries = ms_request_text(r, "queries"), extend = ms_request_text(r, "extend");
    if (!d) return;
    if (extend.n) ms_recon_answer_extend(r, d, extend);
    else if (queries.n) answer_queries(r, d, queries);
    else manifest(r, d);
}

/* The field `name` of the form that the body is.  False with the reply set. */
static bool field(ms_request *r, ms_str name, ms_str *out)
{
    ms_rc rc = ms_form_field(r->call->body, name, r->call->arena, out);
    if (rc == MS_ELIMIT)
        ms_reply_error(r->call, 400, "The form has more than %d fields", MS_FORM_FIELDS);
    else if (rc) ms_reply_error(r->call, 400, "%.*s: %%XX of UTF-8 expected", MS_FMT(name));
    if (out->p) *out = ms_str_trim(*out);
    return !rc;
}

/* Whether the body may be a form; no Content-Type will do, as for /match. */
static bool is_form(const ms_call *c)
{
    static const char form[] = "application/x-www-form-urlencoded";
    ms_str type = ms_call_sent(c, "Content-Type");
    if (!type.n) return true;
    bool begins = type.n >= sizeof form - 1 && !strncasecmp(type.p, form, sizeof form - 1);
    return begins && (type.n == sizeof form - 1 || strchr("; \t", type.p[sizeof form - 1]));
}

void ms_answer_reconcile_form(ms_request *r)
{
    const ms_dataset *d = ms_request_dataset(r);
    ms_str queries, extend;
    if (!d) return;
    if (!is_form(r->call)) {
        ms_reply_error(r->call, 400, "application/x-www-form-urlencoded expected");
        return;
    }
    if (!field(r, MS_STR("queries"), &queries) || !field(r, MS_STR("extend"), &extend)) return;
    if (extend.n) ms_recon_answer_extend(r, d, extend);
    else if (queries.n) answer_queries(r, d, queries);
    else ms_reply_error(r->call, 400, "The form needs a field `queries` or `extend`");
}
