#include "base/lines.h"

ms_lines ms_lines_make(ms_source *src, size_t max)
{
    return (ms_lines){.feed = {.src = src, .line = 1}, .max = max};
}

void ms_lines_free(ms_lines *r)
{
    ms_feed_free(&r->feed);
}

ms_rc ms_lines_next(ms_lines *r, ms_line *out, ms_diag *d)
{
    ms_feed *f = &r->feed;
    ms_rc rc = r->begun ? MS_OK : ms_feed_bom(f, d);
    r->begun = true;
    for (; !rc;) {
        ms_feed_drop(f, r->given, r->given_lines);
        r->given = 0;
        size_t end = 0, width;
        rc = ms_feed_line_end(f, r->max, &end, &width, d);
        if (rc || (!f->n && f->ended)) return rc ? rc : MS_END;
        *out = (ms_line){{f->p, end}, f->line, f->at, MS_OK};
        if (end > r->max) {
            out->fault =
                ms_fail(d, MS_ELIMIT, f->line, f->at, "a line of more than %zu bytes", r->max);
            out->text = (ms_str){0};
            return ms_feed_skip_line(f, end, d);
        }
        r->given = end + width;
        r->given_lines = width ? 1 : 0;
        if (ms_str_trim(out->text).n) return MS_OK;
    }
    return rc;
}
