/* FollowTheMoney entities, one JSON object a line.  Ids stay as they are. */
#include "base/lines.h"
#include "lists/reader.h"

/* Where values of the line under way are refused. */
typedef struct refusal {
    ms_reader *r;
    ms_place at;
    ms_str id;
    ms_rc rc;
} refusal;

/* A value that ms_entity_read could not clean.  The record's id is not known yet;
 * `pending` notes are completed when it is. */
static void refused(void *ctx, ms_str prop, ms_str value, ms_rc why)
{
    refusal *f = ctx;
    if (f->rc) return;
    ms_diag d;
    if (value.n > 120) value.n = 120;
    ms_fail(&d, why, f->at.line, f->at.at, "%.*s: '%.*s'", MS_FMT(prop), MS_FMT(value));
    f->rc = ms_reader_aside(f->r, &d, f->id, false);
}

static ms_rc one(ms_reader *r, const ms_line *line, ms_diag *d)
{
    ms_entity e;
    ms_diag why = {0};
    refusal f = {.r = r, .at = {line->line, line->at}, .id = {"", 0}};
    uint32_t aside = r->report->n_aside;
    ms_rc rc = line->fault;
    if (rc) why = *d;
    else rc = ms_entity_read(line->text, r->arena, refused, &f, &e, &why);
    if (f.rc) rc = f.rc;
    if (rc == MS_ENOMEM || (rc && f.rc))
        return ms_fail(d, rc, line->line, line->at, "%s", ms_rc_text(rc));
    if (rc) {
        if (!line->fault) why.at += line->at;
        why.line = line->line;
        return ms_reader_aside(r, &why, (ms_str){"", 0}, true);
    }
    for (uint32_t i = aside; i < r->report->n_aside; i++) {
        r->report->aside[i].record = ms_arena_str(r->report->arena, e.id);
        if (!r->report->aside[i].record.p)
            return ms_fail(d, MS_ENOMEM, 0, 0, "no memory for the report");
    }
    bool taken;
    return ms_reader_take(r, &e, f.at, &taken, d);
}

ms_rc ms_read_ftm_jsonl(ms_reader *r, ms_diag *d)
{
    ms_lines lines = ms_lines_make(r->src, MS_RECORD_MAX);
    ms_line line;
    ms_diag own = {0};
    ms_rc rc;
    while ((rc = ms_lines_next(&lines, &line, &own)) == MS_OK) {
        ms_reader_record(r);
        rc = one(r, &line, &own);
        if (rc) break;
    }
    r->report->bytes += lines.feed.at;
    ms_lines_free(&lines);
    if (rc == MS_END) return MS_OK;
    if (d) *d = own;
    return rc;
}
