/* POST /explain/{entity_id}: why an entity is, or is not, whom a query describes. */
#include "ask/explain.h"

#include "ask/why.h"
#include "server/language.h"
#include "server/matching.h"
#include "server/reply.h"
#include "server/routes.h"

/* What there is to explain. */
typedef struct explaining {
    ms_request *r;
    ms_asked q;
    uint32_t entity, threshold;
    ms_lang lang;
    ms_explanation why;
    bool screened; /* entities of its kind are */
    bool scored;   /* the search did not rule it out */
} explaining;

/* The entity that the path names, or that it was merged into, in the data set asked for.
 * False with the reply set: 404. */
static bool find(ms_request *r, uint32_t *entity)
{
    enum { SAME_ID = 64 }; /* lists that may have the id */
    uint32_t all[SAME_ID];
    const ms_dataset *d = ms_request_dataset_called(r, ms_request_text(r, "dataset"));
    if (!d) return false;
    uint32_t n = ms_snap_find(r->snap, r->vars[0], all, SAME_ID);
    if (!n && ms_view_merged(r->view, r->vars[0], all)) n = 1;
    for (uint32_t i = 0; i < n && i < SAME_ID; i++) {
        ms_snap_entity e = ms_snap_get(r->snap, all[i]);
        ms_origin from = ms_origin_of(e.json);
        if (!ms_request_sees(r, e.list) || !ms_view_has(r->view, d, &e, &from)) continue;
        *entity = all[i];
        return true;
    }
    return ms_reply_error(r->call, 404, "No such entity."), false;
}

static ms_rc work_out(explaining *x)
{
    ms_request *r = x->r;
    ms_identity l;
    ms_snap_entity e = ms_snap_get(r->snap, x->entity);
    ms_search o = MS_SEARCH_INIT;
    o.threshold = x->threshold ? x->threshold : 1;
    o.lists = &e.list;
    o.n_lists = 1;
    x->screened = e.matchable;
    ms_rc rc = ms_snap_identity(r->snap, x->entity, r->call->arena, &l);
    if (!rc) rc = ms_explain(r->scorer, &x->q.identity, &l, r->call->arena, &x->why);
    if (rc || !x->q.searchable || !x->screened) return rc;
    return ms_snap_scores(r->snap, r->scorer, &x->q.identity, &o, x->entity, &x->scored);
}

static void reply(const explaining *x)
{
    ms_request *r = x->r;
    ms_out *o = ms_request_json(r);
    ms_snap_entity e = ms_snap_get(r->snap, x->entity);
    bool match = x->screened && x->q.searchable && x->why.score >= x->threshold;
    ms_out_lit(o, "{\"entity\":");
    ms_reply_entity(r, &e, (ms_str){0}, o);
    ms_out_lit(o, "},\"query\":");
    ms_asked_write(&x->q, o);
    ms_out_lit(o, ",\"score\":");
    score_write(o, x->why.score);
    ms_out_lit(o, ",\"threshold\":");
    score_write(o, x->threshold);
    ms_out_lit(o, ",\"log_odds\":");
    explain_bits(x->why.odds, o);
    ms_out_fmt(o, ",\"match\":%s,\"screened\":%s,\"ruled_out\":%s,\"explanations\":",
               match ? "true" : "false", x->screened ? "true" : "false",
               x->screened && x->q.searchable && !x->scored ? "true" : "false");
    explain_features(&x->why, x->lang, o);
    ms_out_lit(o, ",\"why_not\":");
    if (match) ms_out_lit(o, "null");
    else why_json(&x->why, x->threshold, x->lang, o);
    ms_out_fmt(o, ",\"index\":\"%s\"}", ms_snap_digest(r->snap));
}

void ms_answer_explain(ms_request *r)
{
    explaining x = {.r = r,
                    .threshold = ms_matching_millionths(ms_request_number(r, "threshold")),
                    .lang = ms_language_wanted(ms_request_text(r, "lang"))};
    if (!ms_asking_one(r, &x.q) || !find(r, &x.entity)) return;
    if (!ms_asked_make(r, &x.q)) return;
    ms_rc rc = work_out(&x);
    if (rc) ms_reply_error(r->call, ms_rc_http(rc), "%s", ms_rc_text(rc));
    else reply(&x);
}
