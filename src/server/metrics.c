#include "server/metrics.h"

#include <stdatomic.h>

#include "base/mem.h"

/* Replies by status: those that are made here, and the rest as one. */
static const uint16_t statuses[] = {200, 202, 204, 206, 304, 308, 400, 401, 403, 404, 405, 409,
                                    410, 413, 414, 415, 422, 423, 429, 500, 503, 507, 0};

/* Upper ends of the histogram, in microseconds and as they are written, in seconds. */
static const struct {
    uint32_t us;
    const char *le;
} ends[] = {{100, "0.0001"},     {250, "0.00025"}, {500, "0.0005"},  {1000, "0.001"},
            {2500, "0.0025"},    {5000, "0.005"},  {10000, "0.01"},  {25000, "0.025"},
            {50000, "0.05"},     {100000, "0.1"},  {250000, "0.25"}, {500000, "0.5"},
            {1000000, "1"},      {2500000, "2.5"}, {5000000, "5"},   {10000000, "10"},
            {UINT32_MAX, "+Inf"}};

enum { N_STATUSES = sizeof statuses / sizeof *statuses, N_ENDS = sizeof ends / sizeof *ends };

/* Of one route in one thread, which alone writes it. */
typedef struct counts {
    _Atomic uint64_t status[N_STATUSES], within[N_ENDS], us, bytes;
} counts;

struct ms_metrics {
    unsigned threads, routes; /* the last route stands for none */
    counts *v;                /* of thread 0, then of thread 1 … */
};

ms_metrics *ms_metrics_new(unsigned threads)
{
    ms_metrics *m = ms_calloc(1, sizeof *m);
    if (!m) return NULL;
    m->threads = threads;
    while (ms_routes[m->routes].method) m->routes++;
    m->routes++;
    m->v = ms_calloc((size_t)threads * m->routes, sizeof *m->v);
    if (m->v) return m;
    ms_free(m);
    return NULL;
}

void ms_metrics_free(ms_metrics *m)
{
    if (!m) return;
    ms_free(m->v);
    ms_free(m);
}

/* ---- counting ---------------------------------------------------------- */

static void add(_Atomic uint64_t *to, uint64_t n)
{
    uint64_t v = atomic_load_explicit(to, memory_order_relaxed);
    atomic_store_explicit(to, v + n, memory_order_relaxed);
}

void ms_metrics_count(ms_metrics *m, unsigned thread, const ms_route *route, const ms_call *c)
{
    unsigned at = route ? (unsigned)(route - ms_routes) : m->routes - 1, s = 0, e = 0;
    counts *v = &m->v[(size_t)thread * m->routes + at];
    uint64_t us = (ms_http_now() - c->began) / 1000;
    while (s < N_STATUSES - 1 && statuses[s] != c->status) s++;
    while (e < N_ENDS - 1 && us > ends[e].us) e++;
    add(&v->status[s], 1);
    add(&v->within[e], 1);
    add(&v->us, us);
    add(&v->bytes, c->sent);
}

/* ---- writing ----------------------------------------------------------- */

/* Sums one counter, `at` bytes into `counts`, over all threads. */
static uint64_t sum(const ms_metrics *m, unsigned route, size_t at)
{
    uint64_t n = 0;
    for (unsigned i = 0; i < m->threads; i++) {
        const char *v = (const char *)&m->v[(size_t)i * m->routes + route] + at;
        n += atomic_load_explicit((const _Atomic uint64_t *)(const void *)v,
                                  memory_order_relaxed);
    }
    return n;
}

void ms_metric_begin(ms_out *o, const char *name, const char *type, const char *help)
{
    ms_out_fmt(o, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void ms_metric_label(ms_out *o, ms_str v)
{
    ms_out_char(o, '"');
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] == '\n') ms_out_lit(o, "\\n");
        else if (v.p[i] == '\\' || v.p[i] == '"') ms_out_char(o, '\\'), ms_out_char(o, v.p[i]);
        else ms_out_char(o, v.p[i]);
    }
    ms_out_char(o, '"');
}

/* `route="/match/{dataset}",method="POST"` */
static void labels(const ms_metrics *m, unsigned route, ms_out *o)
{
    bool none = route == m->routes - 1;
    ms_out_fmt(o, "route=\"%s\",method=\"%s\"", none ? "none" : ms_routes[route].path,
               none ? "any" : ms_routes[route].method);
}

static void requests(const ms_metrics *m, ms_out *o)
{
    static const char name[] = "marsad_http_requests_total";
    ms_metric_begin(
        o, name, "counter",
        "Calls by route, method and status; 0 is any other, and clients that left.");
    for (unsigned r = 0; r < m->routes; r++)
        for (unsigned s = 0; s < N_STATUSES; s++) {
            uint64_t n = sum(m, r, offsetof(counts, status) + s * sizeof(_Atomic uint64_t));
            if (!n) continue;
            ms_out_fmt(o, "%s{", name);
            labels(m, r, o);
            ms_out_fmt(o, ",status=\"%u\"} %llu\n", statuses[s], (unsigned long long)n);
        }
}

static void histogram(const ms_metrics *m, unsigned route, const char *name, ms_out *o)
{
    uint64_t n[N_ENDS], all = 0, us = sum(m, route, offsetof(counts, us));
    for (unsigned e = 0; e < N_ENDS; e++)
        n[e] = all += sum(m, route, offsetof(counts, within) + e * sizeof(_Atomic uint64_t));
    if (!all) return;
    for (unsigned e = 0; e < N_ENDS; e++) {
        ms_out_fmt(o, "%s_bucket{", name);
        labels(m, route, o);
        ms_out_fmt(o, ",le=\"%s\"} %llu\n", ends[e].le, (unsigned long long)n[e]);
    }
    ms_out_fmt(o, "%s_sum{", name);
    labels(m, route, o);
    ms_out_fmt(o, "} %llu.%06llu\n%s_count{", (unsigned long long)(us / 1000000),
               (unsigned long long)(us % 1000000), name);
    labels(m, route, o);
    ms_out_fmt(o, "} %llu\n", (unsigned long long)all);
}

void ms_metrics_write(const ms_metrics *m, ms_out *o)
{
    static const char name[] = "marsad_http_request_seconds";
    static const char bytes[] = "marsad_http_reply_bytes_total";
    requests(m, o);
    ms_metric_begin(o, name, "histogram",
                    "Seconds from the request line to the end of the reply.");
    for (unsigned r = 0; r < m->routes; r++) histogram(m, r, name, o);
    ms_metric_begin(o, bytes, "counter", "Bytes of replies' bodies as sent.");
    for (unsigned r = 0; r < m->routes; r++) {
        ms_out_fmt(o, "%s{", bytes);
        labels(m, r, o);
        ms_out_fmt(o, "} %llu\n", (unsigned long long)sum(m, r, offsetof(counts, bytes)));
    }
}
