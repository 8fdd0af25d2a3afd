#include "cli/pairs.h"
#include "ask/query.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "cli/progress.h"
#include "cli/rows.h"
#include "cli/term.h"

enum { ROWS_A_CHUNK = 256, BYTES_A_CHUNK = 64 * 1024 };

/* What `work` tells `write` of a chunk. */
enum { ROWS, ERRORS };

enum { NAME1, NAME2, SCHEMA, IS_MATCH, COLUMNS };

static const char *const column_names[COLUMNS] = {"name1", "name2", "schema", "is_match"};

/* A run over a file. */
typedef struct pairs {
    const pairs_job *job;
    input *in;
    uint32_t column[COLUMNS]; /* index of the cell; NONE: no such column */
    ms_progress progress;
    uint64_t rows, errors;
} pairs;

#define NONE UINT32_MAX

/* The memory of one thread. */
typedef struct pairer {
    pairs *p;
    ms_scorer *scorer;
    ms_arena *arena; /* one pair */
} pairer;

int input_refused(const ms_cli *c, const char *path, const ms_diag *d)
{
    bool named = d->rc == MS_ENOTFOUND || d->rc == MS_EIO; /* the message has the path */
    ms_cli_diag(c, named ? NULL : path, d);
    return ms_cli_exit(d->rc);
}

/* ---- one pair ---------------------------------------------------------- */

static bool same_word(ms_str a, const char *b)
{
    size_t i = 0;
    for (; i < a.n && b[i]; i++) {
        char c = ms_lower(a.p[i]);
        if (c != b[i]) return false;
    }
    return i == a.n && !b[i];
}

static ms_str cell(const pairs *p, const input_row *row, unsigned column)
{
    uint32_t i = p->column[column];
    return i < row->n ? ms_str_trim(row->cells[i]) : (ms_str){0};
}

static const char *read_label(ms_str s, bool *same)
{
    static const char *const yes[] = {"true", "1", "yes"}, *const no[] = {"false", "0", "no"};
    for (size_t i = 0; i < 3; i++) {
        if (same_word(s, yes[i])) *same = true;
        if (same_word(s, yes[i]) || same_word(s, no[i])) return NULL;
    }
    return "is_match: neither true nor false";
}

static ms_rc read_side(const pairs *p, const input_row *row, unsigned column, query *q)
{
    ms_str schema = cell(p, row, SCHEMA);
    ms_rc rc = query_add(q, MS_STR("name"), cell(p, row, column));
    if (!schema.n) schema = ms_str_z(p->job->schema);
    if (!rc) rc = query_add(q, MS_STR("schema"), schema);
    return rc ? rc : query_finish(q);
}

/* The first thing that is wrong with a side; NULL: nothing. */
static const char *wrong(const query *q, ms_arena *a)
{
    if (q->error.rc) return ms_arena_str(a, ms_str_z(q->error.what)).p;
    for (uint32_t i = 0; i < q->n_dropped; i++)
        if (q->dropped[i].bad)
            return ms_arena_strf(a, "%.*s '%.*s': %s", MS_FMT(q->dropped[i].property),
                                 MS_FMT(q->dropped[i].value), q->dropped[i].reason)
                .p;
    return NULL;
}

static ms_rc score_row(pairer *w, const input_row *row, pair *out)
{
    const pairs *p = w->p;
    query a = query_make(w->arena, row->row), b = a;
    *out = (pair){.row = row};
    if (row->error.rc) {
        out->error = row->error.what;
        return MS_OK;
    }
    if (p->job->labelled) out->error = read_label(cell(p, row, IS_MATCH), &out->same);
    if (out->error) return MS_OK;
    ms_rc rc = read_side(p, row, NAME1, &a);
    if (!rc) rc = read_side(p, row, NAME2, &b);
    if (rc) return rc;
    out->scored = !a.error.rc && !b.error.rc;
    if (out->scored) out->score = ms_score(w->scorer, &a.identity, &b.identity);
    if (!query_blemished(&a) && !query_blemished(&b)) return MS_OK;
    out->error = wrong(query_blemished(&a) ? &a : &b, w->arena);
    return out->error ? MS_OK : MS_ENOMEM;
}

/* ---- the stages of the pool -------------------------------------------- */

static ms_rc fill(void *ctx, ms_pool_chunk *chunk)
{
    pairs *p = ctx;
    ms_diag d = {0};
    ms_rc rc = input_fill(p->in, chunk->arena, ROWS_A_CHUNK, BYTES_A_CHUNK,
                          (input_row **)&chunk->rows, &chunk->n, &d);
    input_progress(p->in, &chunk->done, &chunk->total);
    if (rc) ms_cli_diag(p->job->c, input_name(p->in), &d);
    return rc;
}

static void worker_end(void *worker)
{
    pairer *w = worker;
    ms_scorer_free(w->scorer);
    ms_arena_free(w->arena);
    ms_free(w);
}

static void *worker_begin(void *ctx)
{
    pairer *w = ms_calloc(1, sizeof *w);
    if (!w) return NULL;
    w->p = ctx;
    w->scorer = ms_scorer_new();
    w->arena = ms_arena_new(0);
    if (w->scorer && w->arena) return w;
    worker_end(w);
    return NULL;
}

static void report(const pairs *p, const pair *one, ms_out *err)
{
    ms_out_lit(err, "marsad: ");
    ms_out_shown(err, ms_str_z(input_name(p->in)), 0);
    ms_out_fmt(err, ":%llu: ", (unsigned long long)one->row->line);
    ms_out_shown(err, ms_str_z(one->error), 0);
    ms_out_char(err, '\n');
}

static ms_rc work(void *worker, ms_pool_chunk *chunk)
{
    pairer *w = worker;
    const input_row *rows = chunk->rows;
    for (uint32_t i = 0; i < chunk->n; i++) {
        pair one;
        ms_arena_reset(w->arena);
        ms_rc rc = score_row(w, &rows[i], &one);
        if (rc) return rc;
        w->p->job->take(w->p->job->ctx, &one, &chunk->out);
        if (one.error) report(w->p, &one, &chunk->err);
        chunk->count[ROWS]++;
        chunk->count[ERRORS] += one.error != NULL;
    }
    return chunk->out.failed || chunk->err.failed ? MS_ENOMEM : MS_OK;
}

static ms_rc write_pairs(void *ctx, ms_pool_chunk *chunk)
{
    pairs *p = ctx;
    p->rows += chunk->count[ROWS];
    p->errors += chunk->count[ERRORS];
    if (chunk->err.n) fwrite(chunk->err.p, 1, chunk->err.n, stderr);
    if (!p->job->c->out_tty) ms_progress_at(&p->progress, chunk->done, chunk->total);
    return ms_cli_write(p->job->c, &chunk->out);
}

/* ---- running ----------------------------------------------------------- */

static int find_columns(pairs *p)
{
    uint32_t n;
    const ms_str *header = input_header(p->in, &n);
    for (unsigned k = 0; k < COLUMNS; k++) {
        p->column[k] = NONE;
        for (uint32_t i = 0; i < n && p->column[k] == NONE; i++)
            if (same_word(ms_str_trim(header[i]), column_names[k])) p->column[k] = i;
        if (p->column[k] != NONE || k == SCHEMA || (k == IS_MATCH && !p->job->labelled))
            continue;
        ms_cli_say(p->job->c, "%s: there is no column '%s'", input_name(p->in),
                   column_names[k]);
        return MS_EXIT_INPUT;
    }
    return MS_EXIT_OK;
}

static int run(pairs *p)
{
    ms_cli *c = p->job->c;
    ms_out head = {0};
    if (p->job->begin) p->job->begin(p->job->ctx, p->in, &head);
    ms_rc rc = ms_cli_write(c, &head);
    ms_out_free(&head);
    if (rc) return ms_cli_exit(rc);
    const ms_pool_job job = {.jobs = ms_cli_jobs(c),
                             .ctx = p,
                             .fill = fill,
                             .begin = worker_begin,
                             .end = worker_end,
                             .work = work,
                             .write = write_pairs};
    ms_progress_begin(&p->progress, c, input_name(p->in), NULL);
    rc = ms_pool_run(&job);
    ms_progress_end(&p->progress);
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    return rc ? ms_cli_exit(rc) : p->errors ? MS_EXIT_INPUT : MS_EXIT_OK;
}

int pairs_run(const pairs_job *job, uint64_t *rows, uint64_t *errors)
{
    pairs p = {.job = job};
    ms_diag d = {0};
    ms_rc rc = input_open(job->path, &p.in, &d);
    if (rc) return input_refused(job->c, job->path, &d);
    int e = find_columns(&p);
    if (!e) e = run(&p);
    input_close(p.in);
    *rows = p.rows;
    *errors = p.errors;
    return e;
}
