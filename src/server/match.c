/* POST /match/{dataset}: who on the lists may be whom a query describes. */
#include "server/language.h"
#include "server/matching.h"
#include "server/own.h"
#include "server/routes.h"

/* A batch. */
typedef struct batch {
    ms_asking asking;
    ms_matching *m; /* one for each query */
    ms_weights weights;
    uint32_t limit; /* of the URL */
} batch;

static ms_rc response(const ms_matching *m, const ms_asked *q, ms_out *o)
{
    ms_matched f = {0};
    ms_rc rc = q->searchable ? ms_matching_find(m, &q->identity, &f) : MS_OK;
    ms_out_lit(o, "{\"status\":200,\"results\":[");
    for (uint32_t i = 0; i < f.n && !rc; i++) {
        if (i) ms_out_char(o, ',');
        rc = ms_matching_write(m, &q->identity, f.v[i], o);
    }
    ms_out_fmt(o, "],\"total\":{\"value\":%u,\"relation\":\"eq\"},\"query\":", f.matches);
    ms_asked_write(q, o);
    ms_out_fmt(o, ",\"complete\":%s,\"scored\":%u,\"ruled_out\":%u,\"applied\":",
               q->searchable ? "true" : "false", f.search.scored, f.search.ruled_out);
    ms_weights_write(m->weights, o);
    ms_out_char(o, '}');
    return rc;
}

static void reply(ms_request *r, const batch *b)
{
    ms_call *c = r->call;
    ms_out *o = ms_request_json(r);
    ms_rc rc = MS_OK;
    ms_out_lit(o, "{\"responses\":{");
    for (uint32_t i = 0; i < b->asking.n && !rc; i++) {
        if (i) ms_out_char(o, ',');
        ms_out_json(o, b->asking.v[i].key);
        ms_out_char(o, ':');
        rc = response(&b->m[i], &b->asking.v[i], o);
    }
    ms_out_fmt(o, "},\"limit\":%u,\"index\":\"%s\"}", b->limit, ms_snap_digest(r->snap));
    if (rc) ms_reply_error(c, ms_rc_http(rc), "%s", ms_rc_text(rc));
    else ms_call_header(c, "x-batch-size", ms_arena_strf(c->arena, "%u", b->asking.n));
}

/* What the URL says of all queries.  False with the reply set. */
static bool read_url(ms_request *r, const ms_dataset *d, ms_matching *m)
{
    m->r = r;
    m->limit = ms_request_count(r, "limit");
    m->threshold = ms_matching_millionths(ms_request_number(r, "threshold"));
    m->cutoff = ms_matching_millionths(ms_request_number(r, "cutoff"));
    if (m->cutoff > m->threshold) m->cutoff = m->threshold;
    return ms_filter_read(r, d, &m->filter);
}

/* What each query is.  False with the reply set. */
static bool read_queries(ms_request *r, batch *b, const ms_matching *url)
{
    b->m = ms_arena_array(r->call->arena, b->asking.n, sizeof *b->m);
    if (!b->m) return ms_reply_error(r->call, 503, "out of memory"), false;
    for (uint32_t i = 0; i < b->asking.n; i++) {
        b->m[i] = *url;
        if (!ms_asked_make(r, &b->asking.v[i])) return false;
        if (!ms_own_read(r, &b->asking.v[i], &b->m[i])) return false;
    }
    return true;
}

void ms_answer_match(ms_request *r)
{
    batch b = {0};
    ms_matching url = {.weights = &b.weights,
                       .lang = ms_language_wanted(ms_call_sent(r->call, "Accept-Language"))};
    if (!ms_asking_read(r, &b.asking)) return;
    r->batch = b.asking.n;
    const ms_dataset *d = ms_request_dataset(r);
    ms_str algorithm = ms_request_text(r, "algorithm");
    if (d && !ms_algorithm_known(algorithm)) {
        ms_reply_error(r->call, 400, "Invalid algorithm: %.*s", MS_FMT(algorithm));
        return;
    }
    if (!d || !ms_weights_read(r, &b.asking, algorithm, &b.weights)) return;
    if (!read_url(r, d, &url)) return;
    b.limit = url.limit;
    if (b.asking.n > r->server->o.batch) {
        ms_reply_error(r->call, 400, "Too many queries in one batch (limit: %u)",
                       r->server->o.batch);
        return;
    }
    if (!read_queries(r, &b, &url)) return;
    if (b.asking.n) reply(r, &b);
    else ms_reply_error(r->call, 400, "No queries provided.");
}
