#include "cli/answer.h"

#include "ask/joined.h"
#include "ask/row.h"
#include "cli/explain_out.h"
#include "cli/folders.h"
#include "cli/rows.h"

ms_str answer_title(const query *q)
{
    ms_str name = ms_entity_first(&q->entity, MS_STR("name"));
    if (name.n) return name;
    for (uint32_t i = 0; i < q->entity.n_props; i++)
        if (q->entity.props[i].prop && q->entity.props[i].n &&
            ms_prop_type(q->entity.props[i].prop) == MS_TYPE_IDENTIFIER)
            return q->entity.props[i].v[0];
    return q->id;
}

ms_str answer_joined(const answer *a, uint32_t i, uint32_t entity)
{
    uint32_t best = a->results[i].entity;
    const ms_snap *s = ms_snaps_of(a->snaps, &best);
    ms_snaps_of(a->snaps, &entity);
    return ms_joined_by(s, best, entity, a->q->arena);
}

/* ---- JSON -------------------------------------------------------------- */

/* The end of the string that begins at `i`. */
static size_t skip_string(ms_str j, size_t i)
{
    for (i++; i < j.n && j.p[i] != '"'; i++)
        if (j.p[i] == '\\') i++;
    return i + 1;
}

/* The end of the value that begins at `i`. */
static size_t skip_value(ms_str j, size_t i)
{
    size_t depth = 0;
    while (i < j.n) {
        char c = j.p[i];
        if (!depth && (c == ',' || c == '}')) break;
        if (c == '{' || c == '[') depth++;
        if (c == '}' || c == ']') depth--;
        i = c == '"' ? skip_string(j, i) : i + 1;
    }
    return i < j.n ? i : j.n;
}

ms_str answer_member(ms_str json, ms_str name)
{
    size_t i = 1;
    while (i < json.n && json.p[i] == '"') {
        size_t behind = skip_string(json, i);
        if (behind >= json.n) break;
        ms_str key = {json.p + i + 1, behind - i - 2};
        size_t end = skip_value(json, behind + 1);
        if (ms_str_eq(key, name)) return (ms_str){json.p + behind + 1, end - behind - 1};
        i = end + 1;
    }
    return (ms_str){0};
}

/* The members that results and members of their groups have; the object stays open. */
static void open_result(const answer *a, ms_result r, ms_out *o)
{
    const ms_snap *s = ms_snaps_of(a->snaps, &r.entity);
    ms_snap_entity e = ms_snap_get(s, r.entity);
    ms_out_lit(o, "{\"id\":");
    ms_out_json(o, e.id);
    ms_out_member(o, "caption", e.caption);
    ms_out_member(o, "schema", e.schema_name);
    ms_out_lit(o, ",\"datasets\":[");
    ms_out_json(o, ms_snap_list_name(s, e.list));
    ms_out_lit(o, "],\"score\":");
    score_write(o, r.score);
    ms_out_fmt(o, ",\"match\":%s", r.score >= a->threshold ? "true" : "false");
}

static void group_json(const answer *a, uint32_t i, ms_out *o)
{
    ms_out_lit(o, ",\"group\":[");
    for (uint32_t k = 0; k < a->groups[i].n; k++) {
        if (k) ms_out_char(o, ',');
        open_result(a, a->groups[i].v[k], o);
        ms_out_member(o, "joined_by", answer_joined(a, i, a->groups[i].v[k].entity));
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

static void result_json(const answer *a, uint32_t i, ms_lang lang, ms_out *o)
{
    uint32_t no = a->results[i].entity;
    const ms_snap *s = ms_snaps_of(a->snaps, &no);
    ms_str properties = answer_member(ms_snap_get(s, no).json, MS_STR("properties"));
    open_result(a, a->results[i], o);
    ms_out_lit(o, ",\"properties\":");
    ms_out_raw(o, properties.n ? properties : MS_STR("{}"));
    ms_out_lit(o, ",\"explanations\":");
    if (a->explanations) explain_json(&a->explanations[i], lang, o);
    else ms_out_lit(o, "{}");
    if (a->groups) group_json(a, i, o);
    ms_out_char(o, '}');
}

void answer_json(const answer *a, ms_lang lang, ms_out *o)
{
    ms_out_lit(o, "{\"query\":");
    query_write(a->q, o);
    if (a->q->error.rc) {
        ms_out_lit(o, ",\"error\":");
        row_error(&a->q->error, o);
    }
    ms_out_lit(o, ",\"results\":[");
    for (uint32_t i = 0; i < a->found.n; i++) {
        if (i) ms_out_char(o, ',');
        result_json(a, i, lang, o);
    }
    ms_out_fmt(o, "],\"total\":%u,\"groups\":%u,\"complete\":%s,\"scored\":%u,\"ruled_out\":%u",
               a->found.total, a->found.groups, a->complete ? "true" : "false", a->found.scored,
               a->found.ruled_out);
    ms_out_member(o, "index", ms_folders_digest(a->snaps, a->q->arena));
    ms_out_member(o, "engine", ms_str_z(ms_version()));
    ms_out_lit(o, "}\n");
}

/* ---- CSV --------------------------------------------------------------- */

static void csv_line(const answer *a, uint32_t i, ms_result r, ms_out *o)
{
    uint32_t best = a->results[i].entity;
    const ms_snap *s = ms_snaps_of(a->snaps, &r.entity), *t = ms_snaps_of(a->snaps, &best);
    ms_snap_entity e = ms_snap_get(s, r.entity);
    ms_str cells[] = {answer_title(a->q), {0},           e.id,
                      e.caption,          e.schema_name, ms_snap_list_name(s, e.list)};
    ms_out_u64(o, a->q->row);
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
        ms_out_char(o, ',');
        if (k == 1) ms_out_u64(o, i + 1);
        else ms_out_csv(o, cells[k]);
    }
    ms_out_char(o, ',');
    score_write(o, r.score);
    ms_out_char(o, ',');
    ms_out_csv(o, ms_snap_get(t, best).id);
    ms_out_char(o, '\n');
}

void answer_csv(const answer *a, ms_out *o)
{
    for (uint32_t i = 0; i < a->found.n; i++) {
        csv_line(a, i, a->results[i], o);
        for (uint32_t k = 0; a->groups && k < a->groups[i].n; k++)
            if (a->groups[i].v[k].score >= a->threshold) csv_line(a, i, a->groups[i].v[k], o);
    }
}
