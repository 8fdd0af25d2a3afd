/* Changes between two versions of FollowTheMoney entities, one a line:
 * {"op": "ADD", "entity": …}, MOD alike, {"op": "DEL", "entity": {"id": …}}. */
#include <marsad/name.h>

#include "base/json_in.h"
#include "base/lines.h"
#include "lists/ftm.h"

/* One line taken apart: slices of it. */
typedef struct change {
    ms_str op, entity;
    size_t entity_at;
} change;

static ms_rc take_apart(ms_json *j, ms_arena *a, change *out, const char **want)
{
    ms_str name;
    unsigned n = 0;
    *want = NULL;
    while (ms_json_member(j, &n, a, &name)) {
        char c = ms_json_peek(j);
        size_t at = j->at;
        if (ms_str_eq(name, MS_STR("op")) && c == '"') {
            out->op = ms_json_string(j, a);
        } else {
            ms_str value = ms_json_value(j, MS_ENTITY_DEPTH_MAX);
            if (!ms_str_eq(name, MS_STR("entity")) || c != '{') continue;
            out->entity = value;
            out->entity_at = at;
        }
    }
    ms_json_end(j);
    if (j->rc) return *want = j->want, j->rc;
    if (!out->op.n) *want = "op: ADD, MOD or DEL";
    else if (!out->entity.n) *want = "entity: an object";
    return *want ? MS_EMISSING : MS_OK;
}

/* The text of the member `id` of an object that is valid JSON. */
static ms_str id_of(ms_str json, ms_arena *a)
{
    ms_json j = {.text = json};
    ms_str name, id = {"", 0};
    unsigned n = 0;
    while (ms_json_member(&j, &n, a, &name)) {
        bool mine = ms_str_eq(name, MS_STR("id")) && ms_json_peek(&j) == '"';
        if (mine) id = ms_json_string(&j, a);
        else ms_json_value(&j, MS_ENTITY_DEPTH_MAX);
    }
    return id;
}

static ms_rc give(ms_reader *r, ms_str json, ms_place at, ms_diag *d)
{
    ms_ftm_parsed p;
    ms_rc rc = ms_ftm_parse(NULL, json, at, r->arena, &p);
    if (rc) return ms_fail(d, rc, at.line, at.at, "%s", ms_rc_text(rc));
    return ms_ftm_give(r, &p, at, d);
}

static ms_rc drop(ms_reader *r, ms_str id, ms_diag *why)
{
    if (!id.n || id.n > MS_ENTITY_ID_MAX)
        return ms_fail(why, MS_EMISSING, 0, 0, "DEL: the id of an entity expected");
    ms_rc rc = r->o->drop(r->o->ctx, id, why);
    if (!rc) r->report->dropped++;
    return rc == MS_END ? MS_OK : rc;
}

static ms_rc take(ms_reader *r, ms_str line, ms_place at, ms_diag *d)
{
    change c = {{"", 0}, {"", 0}, 0};
    ms_diag why = {0};
    const char *want;
    ms_json j = {.text = line};
    size_t valid = ms_utf8_valid(line);
    ms_rc rc = valid < line.n ? MS_EENCODING : take_apart(&j, r->arena, &c, &want);
    ms_str id = {"", 0};
    if (rc == MS_EENCODING) ms_fail(&why, rc, 0, valid, "UTF-8 expected");
    else if (rc) ms_fail(&why, rc, 0, j.at, "%s expected", want);
    else if (ms_str_eq(c.op, MS_STR("DEL"))) {
        id = id_of(c.entity, r->arena);
        rc = drop(r, id, &why);
    } else if (ms_str_eq(c.op, MS_STR("ADD")) || ms_str_eq(c.op, MS_STR("MOD"))) {
        at.at += c.entity_at;
        return give(r, c.entity, at, d);
    } else {
        rc = ms_fail(&why, MS_EVALUE, 0, 0, "op '%.*s': ADD, MOD or DEL expected",
                     (int)(c.op.n < 20 ? c.op.n : 20), c.op.p);
    }
    if (!rc) return MS_OK;
    if (rc == MS_ENOMEM) return ms_fail(d, rc, at.line, at.at, "no memory for a change");
    why.line = at.line;
    why.at += at.at;
    return ms_reader_aside(r, &why, id, true);
}

ms_rc ms_read_ftm_delta(ms_reader *r, ms_diag *d)
{
    if (!r->o->drop)
        return ms_fail(d, MS_EFORMAT, 1, 0,
                       "the file holds changes to a list, not the list itself");
    ms_lines lines = ms_lines_make(r->src, MS_RECORD_MAX);
    ms_line line;
    ms_diag own = {0};
    ms_rc rc;
    while ((rc = ms_lines_next(&lines, &line, &own)) == MS_OK) {
        ms_reader_record(r);
        if (line.fault) rc = ms_reader_aside(r, &own, (ms_str){"", 0}, true);
        own = (ms_diag){0};
        if (!rc && !line.fault) rc = take(r, line.text, (ms_place){line.line, line.at}, &own);
        if (rc) break;
    }
    r->report->bytes += lines.feed.at;
    ms_lines_free(&lines);
    if (rc == MS_END) return MS_OK;
    if (!own.rc) ms_fail(&own, rc, 0, 0, "%s", ms_rc_text(rc));
    if (d) *d = own;
    return rc;
}
