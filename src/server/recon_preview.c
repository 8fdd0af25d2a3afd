/* /reconcile/{dataset}/preview: an entity as a small page that needs nothing else
 * (Reconciliation Service API 0.2, §3.3). */
#include "server/described.h"
#include "server/entities.h"
#include "server/member.h"
#include "server/routes.h"

enum { VALUES = 10 }; /* of a property that are shown */

/* Text in HTML, in its own direction. */
static void put_text(ms_str s, ms_out *o)
{
    for (size_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case '&': ms_out_lit(o, "&amp;"); break;
        case '<': ms_out_lit(o, "&lt;"); break;
        case '>': ms_out_lit(o, "&gt;"); break;
        case '"': ms_out_lit(o, "&quot;"); break;
        case '\'': ms_out_lit(o, "&#39;"); break;
        default: ms_out_char(o, s.p[i]);
        }
    }
}

static void put_values(ms_request *r, const ms_prop *p, ms_str values, ms_out *o)
{
    ms_str v;
    uint32_t n = 0;
    for (size_t at = 0; ms_member_item(values, &at, &v);) {
        if (n++ >= VALUES) continue;
        ms_out_lit(o, "<dd><bdi>");
        put_text(ms_described_value(ms_prop_type(p), ms_member_string(v, r->call->arena)), o);
        ms_out_lit(o, "</bdi></dd>");
    }
    if (n > VALUES) ms_out_fmt(o, "<dd>and %u more</dd>", n - VALUES);
}

/* Properties that people read: not those that lead to other entities. */
static void put_properties(ms_request *r, const ms_snap_entity *e, ms_out *o)
{
    ms_str json = ms_member(e->json, MS_STR("properties")), name, values;
    ms_out_lit(o, "<dl>");
    for (size_t at = 0; json.n && ms_member_next(json, &at, &name, &values);) {
        const ms_prop *p = e->schema ? ms_schema_prop(e->schema, name) : NULL;
        if (!p || ms_prop_type(p) == MS_TYPE_ENTITY) continue;
        ms_out_lit(o, "<dt>");
        put_text(ms_prop_label(p), o);
        ms_out_lit(o, "</dt>");
        put_values(r, p, values, o);
    }
    ms_out_lit(o, "</dl>");
}

static const char style[] =
    "body{font:14px/1.4 system-ui,sans-serif;margin:12px;color-scheme:light dark}"
    "h1{font-size:18px;margin:0}p{margin:2px 0 10px;opacity:.75}"
    "dt{font-weight:600;margin-top:6px}dd{margin:0;overflow-wrap:anywhere}";

void ms_answer_preview(ms_request *r)
{
    const ms_dataset *d = ms_request_dataset(r);
    ms_str id = ms_request_text(r, "id");
    uint32_t no;
    if (!d) return;
    if (!ms_entity_find(r, d, id, &no) && !ms_entity_merged(r, id, &no)) {
        ms_reply_error(r->call, 404, "No such entity!");
        return;
    }
    ms_snap_entity e = ms_snap_get(r->snap, no);
    ms_out *o = ms_request_json(r);
    r->call->type = "text/html; charset=utf-8";
    ms_call_header(r->call, "Content-Security-Policy",
                   MS_STR("default-src 'none'; style-src 'unsafe-inline'"));
    ms_out_lit(o, "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    put_text(e.caption, o);
    ms_out_fmt(o, "</title><style>%s</style></head><body><h1><bdi>", style);
    put_text(e.caption, o);
    ms_out_lit(o, "</bdi></h1><p>");
    put_text(e.schema ? ms_schema_label(e.schema) : e.schema_name, o);
    ms_out_lit(o, " · ");
    put_text(ms_snap_list_name(r->snap, e.list), o);
    ms_out_lit(o, " · <bdi>");
    put_text(e.id, o);
    ms_out_lit(o, "</bdi></p>");
    put_properties(r, &e, o);
    ms_out_lit(o, "</body></html>\n");
}
