#include "server/screening.h"

#include <strings.h>

#include "ask/row.h"
#include "base/cut.h"
#include "base/mem.h"

enum { ROW_MEMORY = 256 << 20 };

bool ms_screening_begin(ms_request *r, ms_screening *out)
{
    *out = (ms_screening){.r = r};
    const ms_dataset *d = ms_request_dataset_called(r, ms_request_text(r, "dataset"));
    if (!d) return false;
    uint32_t threshold = ms_matching_millionths(ms_request_number(r, "threshold"));
    out->m = (ms_matching){.r = r,
                           .limit = ms_request_count(r, "limit"),
                           .cutoff = threshold,
                           .threshold = threshold};
    return ms_filter_read(r, d, &out->m.filter);
}

bool ms_screening_format(ms_str type, input_format *out)
{
    static const struct {
        const char *type;
        input_format format;
    } types[] = {
        {"application/x-ndjson", INPUT_JSONL},
        {"application/jsonl", INPUT_JSONL},
        {"text/csv", INPUT_CSV},
        {"text/tab-separated-values", INPUT_TSV},
    };
    ms_str name = ms_str_trim(ms_str_cut(&type, ';'));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (name.n != strlen(types[i].type) || strncasecmp(name.p, types[i].type, name.n))
            continue;
        *out = types[i].format;
        return true;
    }
    return false;
}

ms_rc ms_screening_open(ms_screening *s, ms_source *src, const input_format *format,
                        uint64_t ceiling, ms_diag *d)
{
    ms_rc rc = input_from(src, format, ceiling, &s->in, d);
    return rc ? rc : row_columns(s->in, s->r->call->arena, &s->properties, d);
}

void ms_screening_end(ms_screening *s)
{
    input_close(s->in);
    s->in = NULL;
}

/* ---- rows -------------------------------------------------------------- */

ms_screener *ms_screener_new(const ms_screening *s, ms_scorer *scorer)
{
    ms_screener *w = ms_calloc(1, sizeof *w);
    ms_arena *arena = ms_arena_new(ROW_MEMORY);
    if (!w || !arena) {
        ms_free(w);
        ms_arena_free(arena);
        return NULL;
    }
    w->s = s;
    w->call.arena = arena;
    w->r = *s->r;
    w->r.call = &w->call;
    w->r.scorer = scorer;
    w->m = s->m;
    w->m.r = &w->r;
    return w;
}

void ms_screener_free(ms_screener *w)
{
    if (!w) return;
    ms_arena_free(w->call.arena);
    ms_free(w);
}

static void error_line(const query *q, ms_out *o)
{
    ms_out_lit(o, "{\"row\":");
    ms_out_u64(o, q->row);
    ms_out_lit(o, ",\"error\":");
    row_error(&q->error, o);
    ms_out_lit(o, "}\n");
}

static ms_rc answer_line(ms_screener *w, const query *q, ms_out *o)
{
    ms_matched f = {0};
    ms_rc rc = q->searchable ? ms_matching_find(&w->m, &q->identity, &f) : MS_OK;
    ms_out_lit(o, "{\"row\":");
    ms_out_u64(o, q->row);
    ms_out_lit(o, ",\"id\":");
    if (q->id.p) ms_out_json(o, q->id);
    else ms_out_lit(o, "null");
    ms_out_lit(o, ",\"results\":[");
    for (uint32_t i = 0; i < f.n && !rc; i++) {
        if (i) ms_out_char(o, ',');
        rc = ms_matching_write(&w->m, &q->identity, f.v[i], o);
    }
    ms_out_fmt(o, "],\"total\":%u,\"complete\":%s,\"scored\":%u,\"ruled_out\":%u,\"dropped\":",
               f.matches, q->searchable ? "true" : "false", f.search.scored,
               f.search.ruled_out);
    query_write_dropped(q, o);
    ms_out_lit(o, "}\n");
    return rc;
}

ms_rc ms_screener_row(ms_screener *w, const input_row *row, ms_out *o, bool *bad)
{
    size_t before = o->n;
    ms_arena_reset(w->call.arena);
    query q = query_make(w->call.arena, row->row);
    ms_rc rc = row_query(row, w->s->properties, &q);
    if (!rc) rc = query_finish(&q);
    if (!rc && !q.error.rc) rc = answer_line(w, &q, o);
    *bad = rc || q.error.rc;
    if (rc && rc != MS_ENOMEM && rc != MS_ELIMIT) return rc;
    if (rc) query_fail(&q, &(ms_diag){.rc = rc, .what = "the row needs too much memory"});
    if (!q.error.line) q.error.line = row->line;
    if (rc) o->n = before;
    if (*bad) error_line(&q, o);
    return o->failed ? MS_ENOMEM : MS_OK;
}
