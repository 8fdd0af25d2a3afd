/* FollowTheMoney entities, one JSON object a line, as entities.ftm.json and
 * targets.nested.json have them.  Ids stay as they are.  Lines are read by one thread,
 * understood by several and given in their order. */
#include "base/lines.h"
#include "base/pool.h"
#include "lists/ftm.h"

enum { LINES_A_CHUNK = 64, BYTES_A_CHUNK = 1 << 18 };

typedef struct entry {
    ms_str text;
    ms_place at;
    ms_diag fault; /* of the line itself */
    ms_ftm_parsed p;
} entry;

/* One file being read; each diagnosis is written by one thread. */
typedef struct reading {
    ms_reader *r;
    ms_lines lines;
    ms_diag filling, giving;
} reading;

static ms_rc fill(void *ctx, ms_pool_chunk *c)
{
    reading *x = ctx;
    entry *v = ms_arena_array(c->arena, LINES_A_CHUNK, sizeof *v);
    ms_rc rc = v ? MS_OK : MS_ENOMEM;
    size_t bytes = 0;
    for (c->rows = v; !rc && c->n < LINES_A_CHUNK && bytes < BYTES_A_CHUNK;) {
        ms_line line;
        ms_diag d = {0};
        rc = ms_lines_next(&x->lines, &line, &d);
        if (rc) x->filling = d;
        if (rc) break;
        entry *e = &v[c->n];
        *e = (entry){.text = ms_arena_str(c->arena, line.text), .at = {line.line, line.at}};
        if (line.fault) e->fault = d;
        if (!e->text.p) rc = MS_ENOMEM;
        bytes += line.text.n;
        c->n += !rc;
    }
    ms_source_progress(x->r->src, &c->done, &c->total);
    return rc == MS_END ? MS_OK : rc;
}

static void *begin(void *ctx)
{
    return ctx;
}

static void end(void *worker)
{
    (void)worker;
}

static ms_rc understand(void *worker, ms_pool_chunk *c)
{
    const reading *x = worker;
    entry *v = c->rows;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < c->n && !rc; i++)
        if (!v[i].fault.rc) rc = ms_ftm_parse(x->r->o, v[i].text, v[i].at, c->arena, &v[i].p);
    return rc;
}

static ms_rc give(void *ctx, ms_pool_chunk *c)
{
    reading *x = ctx;
    entry *v = c->rows;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < c->n && !rc; i++) {
        ms_arena_reset(x->r->arena);
        x->r->report->records++;
        if (v[i].fault.rc) rc = ms_reader_aside(x->r, &v[i].fault, (ms_str){"", 0}, true);
        else rc = ms_ftm_give(x->r, &v[i].p, v[i].at, &x->giving);
    }
    ms_reader_progress(x->r, c->done, c->total);
    return rc;
}

ms_rc ms_read_ftm_jsonl(ms_reader *r, ms_diag *d)
{
    reading x = {.r = r, .lines = ms_lines_make(r->src, MS_RECORD_MAX)};
    const ms_pool_job job = {.jobs = r->o->jobs ? r->o->jobs : 1,
                             .ctx = &x,
                             .fill = fill,
                             .begin = begin,
                             .end = end,
                             .work = understand,
                             .write = give};
    ms_rc rc = ms_pool_run(&job);
    r->report->bytes += x.lines.feed.at;
    ms_lines_free(&x.lines);
    if (!rc) return MS_OK;
    const ms_diag *why = x.giving.rc == rc ? &x.giving : &x.filling;
    if (why->rc != rc) return ms_fail(d, rc, 0, 0, "%s", ms_rc_text(rc));
    if (d) *d = *why;
    return rc;
}
