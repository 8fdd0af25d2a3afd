#include "server/site.h"

#include <stdlib.h>

#include "base/mem.h"
#include "server/access.h"
#include "server/jobs.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/routes.h"

const ms_arg *ms_request_arg(const ms_request *r, const char *name)
{
    static const ms_arg none;
    for (unsigned i = 0; r->route->params && r->route->params[i].name; i++)
        if (!strcmp(r->route->params[i].name, name)) return &r->args[i];
    return &none;
}

ms_str ms_request_text(const ms_request *r, const char *name)
{
    const ms_arg *a = ms_request_arg(r, name);
    return a->n ? a->v[a->n - 1] : (ms_str){0};
}

double ms_request_number(const ms_request *r, const char *name)
{
    return ms_request_arg(r, name)->number;
}

uint32_t ms_request_count(const ms_request *r, const char *name)
{
    double n = ms_request_number(r, name);
    return n > 0 ? (uint32_t)n : 0;
}

ms_str ms_request_owner(const ms_request *r)
{
    return r->key ? r->key->id : MS_STR("");
}

ms_out *ms_request_json(ms_request *r)
{
    r->call->status = 200;
    r->call->type = "application/json";
    return &r->call->out;
}

bool ms_request_ready(ms_request *r)
{
    if (r->snap) return true;
    ms_reply_error(r->call, 503, "There are no lists yet");
    return false;
}

bool ms_request_sees(const ms_request *r, uint32_t list)
{
    return !r->key || ms_api_key_sees(r->key, ms_snap_list_name(r->snap, list));
}

bool ms_request_sees_dataset(const ms_request *r, const ms_dataset *d)
{
    if (!r->key || !r->key->lists.n || d->all) return true;
    return d->list >= 0 && ms_request_sees(r, (uint32_t)d->list);
}

bool ms_request_may_ask(ms_request *r, const ms_dataset *d)
{
    if (ms_request_sees_dataset(r, d)) return true;
    ms_reply_error(r->call, 403, "The key may not see this data set");
    return false;
}

const ms_dataset *ms_request_dataset(ms_request *r)
{
    return ms_request_dataset_called(r, r->vars[0]);
}

const ms_dataset *ms_request_dataset_called(ms_request *r, ms_str name)
{
    if (!ms_request_ready(r)) return NULL;
    const ms_dataset *d = ms_view_find(r->view, name);
    if (!d) ms_reply_error(r->call, 404, "No such dataset.");
    return d && ms_request_may_ask(r, d) ? d : NULL;
}

/* ---- a call ------------------------------------------------------------ */

ms_view *ms_server_view(ms_server *s, const ms_snap *snap)
{
    for (unsigned i = 0; snap && i < MS_VIEWS; i++)
        if (atomic_load(&s->views[i].snap) == snap) return s->views[i].view;
    return s->nothing;
}

/* Browsers ask first whether they may (Fetch §3.2.2). */
static bool preflight(const ms_server *s, ms_call *c)
{
    if (strcmp(c->method, "OPTIONS") || !s->o.cors) return false;
    c->status = 204;
    ms_call_header(c, "Access-Control-Allow-Methods", MS_STR("GET, POST, OPTIONS"));
    ms_call_header(c, "Access-Control-Allow-Headers",
                   MS_STR("Authorization, Content-Type, traceparent, tracestate"));
    ms_call_header(c, "Access-Control-Max-Age", MS_STR("600"));
    return true;
}

/* Bodies with rows may be larger than memory should hold. */
static void take_rows(ms_request *r)
{
    ms_call *c = r->call;
    ms_str sent = ms_call_sent(c, "Content-Length");
    uint64_t n = sent.n ? strtoull(sent.p, NULL, 10) : 0;
    c->spill = (ms_http_spill){ms_screen_spill, r->server->o.upload_max};
    if (n > c->body_max && n <= c->spill.max && !ms_jobs_room(r->server->jobs, n))
        ms_reply_error(c, 507, "There is no room for so many bytes more");
}

/* Where clients have to show a certificate, only health is told without. */
static bool known_client(const ms_server *s, ms_call *c)
{
    if (!s->o.http.clients || ms_str_eq(c->path, MS_STR("/healthz"))) return true;
    if (ms_call_known_client(c)) return true;
    ms_reply_error(c, 403, "A certificate that is vouched for is needed");
    return false;
}

static void head(void *ctx, ms_call *c)
{
    ms_server *s = ctx;
    ms_request *r = ms_arena_alloc(c->arena, sizeof *r);
    if (!r) {
        ms_reply_error(c, 503, "out of memory");
        return;
    }
    *r = (ms_request){.call = c, .server = s};
    c->site = r;
    ms_trace_begin(c, &r->trace);
    if (s->o.cors) {
        ms_call_header(c, "Access-Control-Allow-Origin", ms_str_z(s->o.cors));
        ms_call_header(c, "Vary", MS_STR("Origin"));
    }
    if (!known_client(s, c) || preflight(s, c)) return;
    r->route = ms_route_find(c, r->vars);
    if (!r->route || !ms_access_check(s->access, r)) return;
    c->here = r->route->here;
    if (r->route->body == MS_BODY_NONE) c->body_max = 64 << 10;
    if (r->route->body == MS_BODY_ROWS) take_rows(r);
}

static void answer(void *ctx, unsigned thread, ms_call *c)
{
    ms_server *s = ctx;
    ms_request *r = c->site;
    if (!ms_route_args(r->route, c, r->args)) return;
    r->thread = thread;
    r->scorer = s->scorers[thread];
    r->snap = ms_live_hold(s->live, thread);
    r->view = ms_server_view(s, r->snap);
    r->route->answer(r);
    ms_live_let(s->live, thread);
    if (!c->status) ms_reply_error(c, 500, "No answer was made");
}

static void done(void *ctx, unsigned thread, const ms_call *c)
{
    ms_server *s = ctx;
    ms_request *r = c->site;
    ms_metrics_count(s->metrics, thread, r ? r->route : NULL, c);
    if (s->log) ms_log_call(s->log, c, r);
    if (r) ms_access_let(r);
    if (r) ms_sealed_drop(r->spool), r->spool = NULL;
}

const ms_http_site ms_site_calls = {NULL, head, answer, done};
