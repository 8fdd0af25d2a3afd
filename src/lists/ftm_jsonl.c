/* FollowTheMoney entities, one JSON object a line, as entities.ftm.json and
 * targets.nested.json have them.  Ids stay as they are. */
#include "base/lines.h"
#include "lists/ftm.h"

ms_rc ms_ftm_lines(ms_reader *r, ms_ftm_fn take, ms_diag *d)
{
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

ms_rc ms_read_ftm_jsonl(ms_reader *r, ms_diag *d)
{
    return ms_ftm_lines(r, ms_ftm_take, d);
}
