#include "server/site.h"

#include <marsad/version.h>

#include "base/mem.h"

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

const ms_dataset *ms_request_dataset(ms_request *r)
{
    if (!ms_request_ready(r)) return NULL;
    const ms_dataset *d = ms_view_find(r->view, r->vars[0]);
    if (!d) ms_reply_error(r->call, 404, "No such dataset.");
    return d;
}

/* ---- a call ------------------------------------------------------------ */

static ms_view *view_of(ms_server *s, const ms_snap *snap)
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

static void head(void *ctx, ms_call *c)
{
    ms_server *s = ctx;
    if (s->o.cors) {
        ms_call_header(c, "Access-Control-Allow-Origin", ms_str_z(s->o.cors));
        ms_call_header(c, "Vary", MS_STR("Origin, Accept-Encoding"));
    }
    if (preflight(s, c)) return;
    ms_request *r = ms_arena_alloc(c->arena, sizeof *r);
    if (!r) {
        ms_reply_error(c, 503, "out of memory");
        return;
    }
    *r = (ms_request){.call = c, .server = s};
    r->route = ms_route_find(c, r->vars);
    if (!r->route) return;
    c->here = r->route->here;
    if (r->route->body == MS_BODY_NONE) c->body_max = 64 << 10;
    c->site = r;
}

static void answer(void *ctx, unsigned thread, ms_call *c)
{
    ms_server *s = ctx;
    ms_request *r = c->site;
    if (!ms_route_args(r->route, c, r->args)) return;
    r->thread = thread;
    r->scorer = s->scorers[thread];
    r->snap = ms_live_hold(s->live, thread);
    r->view = view_of(s, r->snap);
    r->route->answer(r);
    ms_live_let(s->live, thread);
    if (!c->status) ms_reply_error(c, 500, "No answer was made");
}

static void done(void *ctx, const ms_call *c)
{
    (void)ctx, (void)c;
}

const ms_http_site ms_site_calls = {NULL, head, answer, done};
