/* POST /match/{dataset}: who on the lists may be whom a query describes. */
#include "ask/explain.h"
#include "server/asking.h"
#include "server/filter.h"
#include "server/language.h"
#include "server/reply.h"
#include "server/routes.h"

typedef struct matching {
    ms_request *r;
    ms_filter filter;
    uint32_t limit, cutoff, threshold;
    ms_lang lang;
} matching;

/* What was found for one query. */
typedef struct found {
    ms_result *v;
    uint32_t n;       /* kept, to be shown */
    uint32_t matches; /* at or above the threshold, before the limit */
    ms_found search;
} found;

static uint32_t millionths(double score)
{
    if (score <= 0) return 0;
    return score >= 1 ? MS_SCORE_ONE : (uint32_t)(score * MS_SCORE_ONE + 0.5);
}

/* ---- searching --------------------------------------------------------- */

static ms_search search_of(const matching *m, uint32_t threshold, uint32_t limit)
{
    ms_search o = MS_SEARCH_INIT;
    o.threshold = threshold ? threshold : 1;
    o.limit = limit;
    o.lists = m->filter.lists;
    o.n_lists = m->filter.n_lists;
    return o;
}

/* Searches for all that there are, and keeps those that the filter takes. */
static ms_rc search_each(const matching *m, const ms_identity *q, found *f)
{
    ms_request *r = m->r;
    ms_search o = search_of(m, m->cutoff, 0);
    ms_rc rc = ms_snap_search(r->snap, r->scorer, q, &o, NULL, &f->search);
    if (rc || !f->search.total) return rc;
    o.limit = f->search.total;
    f->v = ms_arena_array(r->call->arena, o.limit, sizeof *f->v);
    if (!f->v) return MS_ENOMEM;
    rc = ms_snap_search(r->snap, r->scorer, q, &o, f->v, &f->search);
    for (uint32_t i = 0; i < f->search.n && !rc; i++) {
        if (!ms_filter_takes(r, &m->filter, f->v[i].entity)) continue;
        f->matches += f->v[i].score >= m->threshold;
        if (f->n < m->limit) f->v[f->n++] = f->v[i];
    }
    return rc;
}

static ms_rc search_all(const matching *m, const ms_identity *q, found *f)
{
    ms_request *r = m->r;
    ms_search o = search_of(m, m->cutoff, m->limit);
    f->v = ms_arena_array(r->call->arena, m->limit + 1u, sizeof *f->v);
    if (!f->v) return MS_ENOMEM;
    ms_rc rc = ms_snap_search(r->snap, r->scorer, q, &o, f->v, &f->search);
    f->n = f->search.n;
    if (rc || m->cutoff == m->threshold) return f->matches = f->search.total, rc;
    while (f->matches < f->n && f->v[f->matches].score >= m->threshold) f->matches++;
    if (f->matches < f->n || f->n == f->search.total) return rc;
    ms_found above;
    o = search_of(m, m->threshold, 0);
    rc = ms_snap_search(r->snap, r->scorer, q, &o, NULL, &above);
    return f->matches = above.total, rc;
}

static ms_rc find(const matching *m, const ms_asked *q, found *f)
{
    *f = (found){0};
    if (!q->searchable || !m->filter.n_lists) return MS_OK;
    return m->filter.each ? search_each(m, &q->identity, f) : search_all(m, &q->identity, f);
}

/* ---- replying ---------------------------------------------------------- */

static ms_rc result(const matching *m, const ms_asked *q, ms_result one, ms_out *o)
{
    ms_request *r = m->r;
    ms_snap_entity e = ms_snap_get(r->snap, one.entity);
    ms_identity l;
    ms_explanation why;
    ms_rc rc = ms_snap_identity(r->snap, one.entity, r->call->arena, &l);
    if (!rc) rc = ms_explain(r->scorer, &q->identity, &l, r->call->arena, &why);
    if (rc) return rc;
    ms_reply_entity(r, &e, (ms_str){0}, o);
    ms_out_lit(o, ",\"score\":");
    score_write(o, one.score);
    ms_out_lit(o, ",\"explanations\":");
    explain_features(&why, m->lang, o);
    ms_out_fmt(o, ",\"match\":%s}", one.score >= m->threshold ? "true" : "false");
    return MS_OK;
}

static ms_rc response(const matching *m, const ms_asked *q, ms_out *o)
{
    found f;
    ms_rc rc = find(m, q, &f);
    ms_out_lit(o, "{\"status\":200,\"results\":[");
    for (uint32_t i = 0; i < f.n && !rc; i++) {
        if (i) ms_out_char(o, ',');
        rc = result(m, q, f.v[i], o);
    }
    ms_out_fmt(o, "],\"total\":{\"value\":%u,\"relation\":\"eq\"},\"query\":", f.matches);
    ms_asked_write(q, o);
    ms_out_fmt(o, ",\"complete\":%s,\"scored\":%u,\"ruled_out\":%u}",
               q->searchable ? "true" : "false", f.search.scored, f.search.ruled_out);
    return rc;
}

static void reply(matching *m, const ms_asking *a)
{
    ms_call *c = m->r->call;
    ms_out *o = ms_request_json(m->r);
    ms_rc rc = MS_OK;
    ms_out_lit(o, "{\"responses\":{");
    for (uint32_t i = 0; i < a->n && !rc; i++) {
        if (i) ms_out_char(o, ',');
        ms_out_json(o, a->v[i].key);
        ms_out_char(o, ':');
        rc = response(m, &a->v[i], o);
    }
    ms_out_fmt(o, "},\"limit\":%u,\"index\":\"%s\"}", m->limit, ms_snap_digest(m->r->snap));
    if (rc) ms_reply_error(c, ms_rc_http(rc), "%s", ms_rc_text(rc));
    else ms_call_header(c, "x-batch-size", ms_arena_strf(c->arena, "%u", a->n));
}

void ms_answer_match(ms_request *r)
{
    matching m = {.r = r};
    m.lang = ms_language_wanted(ms_call_sent(r->call, "Accept-Language"));
    ms_asking a;
    if (!ms_asking_read(r, &a)) return;
    const ms_dataset *d = ms_request_dataset(r);
    ms_str algorithm = ms_request_text(r, "algorithm");
    if (d && !ms_algorithm_known(algorithm)) {
        ms_reply_error(r->call, 400, "Invalid algorithm: %.*s", MS_FMT(algorithm));
        return;
    }
    if (!d || !ms_filter_read(r, d, &m.filter)) return;
    double limit = ms_request_number(r, "limit");
    m.limit = limit > 0 ? (uint32_t)limit : 0;
    m.threshold = millionths(ms_request_number(r, "threshold"));
    m.cutoff = millionths(ms_request_number(r, "cutoff"));
    if (m.cutoff > m.threshold) m.cutoff = m.threshold;
    if (a.n > r->server->o.batch) {
        ms_reply_error(r->call, 400, "Too many queries in one batch (limit: %u)",
                       r->server->o.batch);
        return;
    }
    for (uint32_t i = 0; i < a.n; i++)
        if (!ms_asked_make(r, &a.v[i])) return;
    if (a.n) reply(&m, &a);
    else ms_reply_error(r->call, 400, "No queries provided.");
}
