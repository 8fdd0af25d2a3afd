#include "server/reply.h"

#include <time.h>

#include "server/member.h"

/* followthemoney 4.11, TopicType.RISKS. */
static const char *const risks[] = {
    "corp.disqual",     "crime",
    "crime.boss",       "crime.fin",
    "crime.fraud",      "crime.terror",
    "crime.theft",      "crime.traffick",
    "crime.war",        "debarment",
    "export.control",   "export.control.linked",
    "export.risk",      "invest.ban",
    "invest.risk",      "mare.detained",
    "mare.shadow",      "poi",
    "reg.action",       "reg.warn",
    "role.oligarch",    "role.pep",
    "role.rca",         "sanction",
    "sanction.control", "sanction.counter",
    "sanction.linked",  "wanted",
};

bool ms_reply_target(ms_str properties)
{
    ms_str topics = ms_member(properties, MS_STR("topics")), item;
    for (size_t at = 0; ms_member_item(topics, &at, &item);)
        for (size_t i = 0; i < sizeof risks / sizeof *risks; i++)
            if (ms_str_eq(ms_member_text(item), ms_str_z(risks[i]))) return true;
    return false;
}

void ms_reply_time(int64_t seconds, ms_out *o)
{
    struct tm t;
    time_t at = (time_t)seconds;
    char buf[32];
    gmtime_r(&at, &t);
    size_t n = strftime(buf, sizeof buf, "%Y-%m-%dT%H:%M:%S", &t);
    ms_out_raw(o, (ms_str){buf, n});
}

static void or_else(ms_str json, ms_str otherwise, ms_out *o)
{
    ms_out_raw(o, json.n ? json : otherwise);
}

ms_origin ms_reply_before(const ms_snap_entity *e, ms_out *o)
{
    ms_out_lit(o, "{\"id\":");
    ms_out_json(o, e->id);
    ms_out_member(o, "caption", e->caption);
    ms_out_member(o, "schema", e->schema_name);
    ms_out_lit(o, ",\"properties\":");
    return ms_origin_of(e->json);
}

void ms_reply_behind(const ms_request *r, const ms_snap_entity *e, const ms_origin *from,
                     ms_out *o)
{
    ms_out_lit(o, ",\"datasets\":");
    if (from->datasets.n) {
        ms_out_raw(o, from->datasets);
    } else {
        ms_out_char(o, '[');
        ms_out_json(o, ms_snap_list_name(r->snap, e->list));
        ms_out_char(o, ']');
    }
    ms_out_lit(o, ",\"referents\":");
    or_else(from->referents, MS_STR("[]"), o);
    ms_out_fmt(o, ",\"target\":%s", ms_reply_target(from->properties) ? "true" : "false");
    ms_out_lit(o, ",\"first_seen\":");
    or_else(from->first_seen, MS_STR("null"), o);
    ms_out_lit(o, ",\"last_seen\":");
    or_else(from->last_seen, MS_STR("null"), o);
    ms_out_lit(o, ",\"last_change\":");
    or_else(from->last_change, MS_STR("null"), o);
}

void ms_reply_entity(const ms_request *r, const ms_snap_entity *e, ms_str properties, ms_out *o)
{
    ms_origin from = ms_reply_before(e, o);
    or_else(properties.n ? properties : from.properties, MS_STR("{}"), o);
    ms_reply_behind(r, e, &from, o);
}
