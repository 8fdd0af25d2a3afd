/* What the reconciliation API suggests: entities, properties, types (Reconciliation Service
 * API 0.2, §5). */
#include <marsad/name.h>

#include "server/described.h"
#include "server/reconcile.h"
#include "server/routes.h"

enum { MATCHES = 5, PREFIX_MAX = 1024 };

bool ms_recon_begins(ms_request *r, ms_str text, ms_str prefix)
{
    ms_str t = ms_text_key(text, r->call->arena), p = ms_text_key(prefix, r->call->arena);
    return p.n && t.n >= p.n && !memcmp(t.p, p.p, p.n);
}

/* What was typed; a longer one is the beginning of nothing. */
static ms_str prefix_of(const ms_request *r)
{
    ms_str p = ms_request_text(r, "prefix");
    return p.n <= PREFIX_MAX ? p : (ms_str){p.p, 0};
}

static ms_out *begin(ms_request *r)
{
    ms_out *o = ms_request_json(r);
    ms_out_lit(o, "{\"code\":\"/api/status/ok\",\"status\":\"200 OK\",\"prefix\":");
    ms_out_json(o, ms_request_text(r, "prefix"));
    ms_out_lit(o, ",\"result\":");
    return o;
}

/* ---- entities ---------------------------------------------------------- */

static bool is_in(const ms_request *r, const ms_dataset *d, uint32_t e)
{
    ms_snap_entity s = ms_snap_get(r->snap, e);
    if (!ms_request_sees(r, s.list)) return false;
    if (d->all) return true;
    ms_origin from = ms_origin_of(s.json);
    return ms_view_has(r->view, d, &s, &from);
}

void ms_answer_suggest_entity(ms_request *r)
{
    const ms_dataset *d = ms_request_dataset(r);
    double limit = ms_request_number(r, "limit");
    uint32_t *found, n, shown = 0;
    if (!d) return;
    const ms_suggest *names = ms_view_names(r->view);
    if (!names || ms_suggest_find(names, prefix_of(r), r->call->arena, &found, &n)) {
        ms_reply_error(r->call, 503, "out of memory");
        return;
    }
    ms_out *o = begin(r);
    ms_out_char(o, '[');
    for (uint32_t i = 0; i < n && shown < limit; i++) {
        if (!is_in(r, d, found[i])) continue;
        ms_snap_entity e = ms_snap_get(r->snap, found[i]);
        if (shown++) ms_out_char(o, ',');
        ms_recon_entity(&e, o);
        ms_out_lit(o, ",\"notable\":[");
        ms_out_json(o, e.schema_name);
        ms_out_lit(o, "]}");
    }
    ms_out_lit(o, "]}");
}

/* ---- properties and types ---------------------------------------------- */

static void property(const ms_described_prop *p, ms_out *o)
{
    ms_out_lit(o, "{\"id\":");
    ms_out_char(o, '"');
    ms_out_raw(o, ms_schema_name(p->schema));
    ms_out_char(o, ':');
    ms_out_raw(o, ms_prop_name(p->prop));
    ms_out_lit(o, "\",\"name\":");
    ms_out_json(o, ms_prop_label(p->prop));
    if (p->about.n) ms_out_member(o, "description", p->about);
    ms_out_char(o, '}');
}

void ms_answer_suggest_property(ms_request *r)
{
    const ms_dataset *d = ms_request_dataset(r);
    uint32_t n, shown = 0;
    if (!d) return;
    const ms_described_prop *p = ms_described_props(&n);
    ms_str prefix = prefix_of(r);
    ms_out *o = begin(r);
    ms_out_char(o, '[');
    for (uint32_t i = 0; i < n && shown < MATCHES; i++) {
        if (!ms_recon_has(r, d, p[i].schema) || p[i].hidden) continue;
        if (ms_prop_type(p[i].prop) == MS_TYPE_ENTITY) continue;
        if (!ms_recon_begins(r, ms_prop_name(p[i].prop), prefix) &&
            !ms_recon_begins(r, ms_prop_label(p[i].prop), prefix))
            continue;
        if (shown++) ms_out_char(o, ',');
        property(&p[i], o);
    }
    ms_out_lit(o, "]}");
}

void ms_answer_suggest_type(ms_request *r)
{
    const ms_dataset *d = ms_request_dataset(r);
    if (!d) return;
    ms_str prefix = prefix_of(r);
    ms_out *o = begin(r);
    ms_recon_types(r, d, prefix.p ? prefix : MS_STR(""), MATCHES, o);
    ms_out_char(o, '}');
}
