/* How the server is, what it scores with, and the wish to fetch the lists anew. */
#include <sodium.h>

#include <marsad/version.h>

#include "base/ascii.h"
#include "server/routes.h"

void ms_answer_healthz(ms_request *r)
{
    ms_out_lit(ms_request_json(r), "{\"status\":\"ok\"}");
}

void ms_answer_readyz(ms_request *r)
{
    if (!r->snap) {
        ms_reply_error(r->call, 503, "Index not ready.");
        return;
    }
    unsigned failures =
        atomic_load(&r->server->failures) + atomic_load(&r->server->not_fetched);
    ms_out *o = ms_request_json(r);
    ms_out_fmt(o, "{\"status\":\"ok\",\"index\":\"%s\",\"failed_updates\":%u}",
               ms_snap_digest(r->snap), failures);
}

void ms_answer_version(ms_request *r)
{
    ms_out_fmt(ms_request_json(r), "{\"name\":\"marsad\",\"version\":\"%s\"}", ms_version());
}

/* In a time that tells nothing of how much of it is right. */
static bool is_update_token(const ms_server_opts *s, ms_str token)
{
    ms_str right = ms_str_z(s->update_token);
    return right.n && token.n == right.n && !sodium_memcmp(token.p, right.p, right.n);
}

void ms_answer_updatez(ms_request *r)
{
    const ms_server_opts *s = &r->server->o;
    ms_diag d = {0};
    if (!is_update_token(s, ms_request_text(r, "token"))) {
        ms_reply_error(r->call, 403, "Invalid token.");
        return;
    }
    ms_rc rc = s->update(s->ctx, &d);
    if (rc) ms_reply_error(r->call, ms_rc_http(rc), "%s", d.what[0] ? d.what : ms_rc_text(rc));
    else ms_out_lit(ms_request_json(r), "{\"status\":\"ok\"}");
}

/* The names that yente's clients may ask for; all are answered by the one scorer. */
static const struct {
    const char *name, *description;
} algorithms[] = {
    {"marsad", "Marsad's scorer: the probability that two identities are one, from their names "
               "and the facts beside them. A score of 0.8 means that about 80 of 100 such "
               "matches are the same."},
    {"logic-v2", "Accepted for clients of yente, and answered by marsad's scorer."},
    {"logic-v1", "Accepted for clients of yente, and answered by marsad's scorer."},
    {"name-based", "Accepted for clients of yente, and answered by marsad's scorer."},
    {"name-qualified", "Accepted for clients of yente, and answered by marsad's scorer."},
    {"regression-v1", "Accepted for clients of yente, and answered by marsad's scorer."},
};

static void features(ms_out *o)
{
    ms_out_char(o, '{');
    for (unsigned i = 0; i < MS_FACT_COUNT; i++) {
        ms_out_fmt(o, "%s\"%s\":{\"description\":", i ? "," : "", ms_fact_name((ms_fact)i));
        ms_str key = MS_STR("What this fact adds to the log-odds, in bits");
        ms_out_json(o, key);
        ms_out_lit(o, ",\"coefficient\":1.0,\"url\":\"/docs#scoring\"}");
    }
    ms_out_char(o, '}');
}

bool ms_algorithm_known(ms_str name)
{
    char lower[32];
    name = ms_str_trim(name);
    if (name.n >= sizeof lower) return false;
    for (size_t i = 0; i < name.n; i++) lower[i] = ms_lower(name.p[i]);
    ms_str n = {lower, name.n};
    bool found = ms_str_eq(n, MS_STR("best"));
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
        found = found || ms_str_eq(n, ms_str_z(algorithms[i].name));
    return found;
}

void ms_answer_algorithms(ms_request *r)
{
    ms_out *o = ms_request_json(r);
    ms_out_lit(o, "{\"algorithms\":[");
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        if (i) ms_out_char(o, ',');
        ms_out_fmt(o, "{\"name\":\"%s\",\"description\":", algorithms[i].name);
        ms_out_json(o, ms_str_z(algorithms[i].description));
        ms_out_lit(o, ",\"features\":");
        features(o);
        ms_out_fmt(o, ",\"docs\":{\"name\":\"%s\",\"description\":", algorithms[i].name);
        ms_out_json(o, ms_str_z(algorithms[i].description));
        ms_out_lit(o, ",\"config\":{},\"features\":");
        features(o);
        ms_out_lit(o, "}}");
    }
    ms_out_lit(o, "],\"default\":\"marsad\",\"best\":\"marsad\"}");
}
