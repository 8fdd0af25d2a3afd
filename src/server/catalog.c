/* /catalog and /manifest: the data sets that there are. */
#include "server/document.h"
#include "server/member.h"
#include "server/reply.h"
#include "server/routes.h"

/* The date that the list's report gives; null where it gives none. */
static void report_member(const char *name, ms_str report, const char *member, ms_out *o)
{
    ms_str v = ms_member(report, ms_str_z(member));
    bool date = v.n >= 12 && v.p[5] == '-' && v.p[8] == '-'; /* "YYYY-MM-DD…" */
    ms_out_key(o, name);
    ms_out_raw(o, date ? v : MS_STR("null"));
}

/* Data sets that have others: all lists, and for each list none. */
static void children(const ms_request *r, const ms_dataset *d, ms_out *o)
{
    ms_view *v = r->view;
    bool some = false;
    ms_out_lit(o, ",\"children\":[");
    for (uint32_t i = 0; d->all && i < ms_view_datasets(v); i++) {
        const ms_dataset *c = ms_view_dataset(v, i);
        if (c->list < 0 || !ms_request_sees(r, (uint32_t)c->list)) continue;
        if (some) ms_out_char(o, ',');
        some = true;
        ms_out_json(o, c->name);
    }
    ms_out_char(o, ']');
}

/* How many entities of `d` the caller sees. */
static ms_dataset seen(const ms_request *r, const ms_dataset *d)
{
    ms_dataset sum = *d;
    if (!d->all || !r->key || !r->key->lists.n) return sum;
    sum.entities = sum.things = 0;
    for (uint32_t i = 0; i < ms_view_datasets(r->view); i++) {
        const ms_dataset *c = ms_view_dataset(r->view, i);
        if (c->list < 0 || !ms_request_sees_dataset(r, c)) continue;
        sum.entities += c->entities;
        sum.things += c->things;
    }
    return sum;
}

static void dataset(const ms_request *r, const ms_dataset *of, ms_out *o)
{
    ms_dataset sum = seen(r, of), *d = &sum;
    ms_str report =
        d->list >= 0 ? ms_snap_list_report(r->snap, (uint32_t)d->list) : (ms_str){0};
    ms_str version = ms_str_z(ms_snap_digest(r->snap));
    ms_out_lit(o, "{\"name\":");
    ms_out_json(o, d->name);
    ms_out_member_or_null(o, "title", d->title);
    report_member("updated_at", report, "imported", o);
    report_member("last_export", report, "version", o);
    ms_out_fmt(o, ",\"entity_count\":%u,\"thing_count\":%u", d->entities, d->things);
    ms_out_member_or_null(o, "version", version);
    ms_out_lit(o, ",\"tags\":[],\"resources\":[]");
    children(r, d, o);
    ms_out_fmt(o,
               ",\"deprecated\":false,\"load\":%s,\"entities_url\":null,\"delta_url\":null,"
               "\"namespace\":false",
               d->list >= 0 ? "true" : "false");
    ms_out_member_or_null(o, "index_version", version);
    ms_out_lit(o, ",\"index_current\":true}");
}

void ms_answer_catalog(ms_request *r)
{
    ms_out *o = &r->call->out;
    ms_out_lit(o, "{\"datasets\":[");
    for (uint32_t i = 0, n = 0; r->snap && i < ms_view_datasets(r->view); i++) {
        if (!ms_request_sees_dataset(r, ms_view_dataset(r->view, i))) continue;
        if (n++) ms_out_char(o, ',');
        dataset(r, ms_view_dataset(r->view, i), o);
    }
    ms_out_lit(o, "],\"current\":[");
    for (uint32_t i = 0, n = 0; r->snap && i < ms_view_datasets(r->view); i++) {
        const ms_dataset *d = ms_view_dataset(r->view, i);
        if (d->list < 0 || !ms_request_sees_dataset(r, d)) continue;
        if (n++) ms_out_char(o, ',');
        ms_out_json(o, d->name);
    }
    ms_out_lit(o, "],\"outdated\":[],\"index_stale\":false}");
    ms_document_send(r->call, "application/json");
}
