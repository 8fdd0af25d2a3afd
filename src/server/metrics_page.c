/* GET /metrics. */
#include <time.h>

#include <marsad/version.h>

#include "server/access.h"
#include "server/metrics.h"
#include "server/routes.h"

static void single(ms_out *o, const char *name, const char *type, const char *help, uint64_t v)
{
    ms_metric_begin(o, name, type, help);
    ms_out_fmt(o, "%s %llu\n", name, (unsigned long long)v);
}

static void lists(const ms_request *r, ms_out *o)
{
    static const char name[] = "marsad_list_entities";
    int64_t loaded = atomic_load(&r->server->loaded);
    ms_metric_begin(o, name, "gauge", "Entities of each list in force.");
    for (uint32_t i = 0; r->snap && i < ms_snap_lists(r->snap); i++) {
        ms_out_fmt(o, "%s{list=", name);
        ms_metric_label(o, ms_snap_list_name(r->snap, i));
        ms_out_fmt(o, "} %u\n", ms_snap_list_entities(r->snap, i));
    }
    single(o, "marsad_ready", "gauge", "Whether there are lists to search.", r->snap != NULL);
    if (!loaded) return;
    int64_t age = (int64_t)time(NULL) - loaded;
    single(o, "marsad_lists_age_seconds", "gauge",
           "Seconds since the lists in force were loaded.", age > 0 ? (uint64_t)age : 0);
}

static void build(const ms_request *r, ms_out *o)
{
    ms_metric_begin(o, "marsad_build_info", "gauge", "The engine, and the lists it searches.");
    ms_out_lit(o, "marsad_build_info{version=");
    ms_metric_label(o, ms_str_z(ms_version()));
    ms_out_lit(o, ",index=");
    ms_metric_label(o, ms_str_z(r->snap ? ms_snap_digest(r->snap) : ""));
    ms_out_lit(o, "} 1\n");
}

void ms_answer_metrics(ms_request *r)
{
    ms_server *s = r->server;
    unsigned connections, waiting;
    ms_out *o = ms_request_json(r);
    r->call->type = "text/plain; version=0.0.4; charset=utf-8";
    ms_http_load(s->http, &connections, &waiting);
    ms_metrics_write(s->metrics, o);
    single(o, "marsad_http_connections", "gauge", "Clients that are connected.", connections);
    single(o, "marsad_http_waiting_calls", "gauge", "Calls that wait for a thread.", waiting);
    single(o, "marsad_rate_limited_total", "counter", "Calls that were told to ask later.",
           ms_access_limited(s->access));
    single(o, "marsad_failed_updates_total", "counter",
           "Lists that could not be fetched or put in force.", atomic_load(&s->all_failures));
    single(o, "marsad_failed_updates", "gauge",
           "The same since the last that could; 0 is well.",
           atomic_load(&s->failures) + atomic_load(&s->not_fetched));
    lists(r, o);
    build(r, o);
}
