/* Whose results a new version of a list changes. */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/answer.h"
#include "cli/asked.h"
#include "cli/between.h"
#include "cli/data.h"
#include "cli/progress.h"
#include "cli/rows.h"

static const ms_col cols[] = {
    {"row", "Row", MS_COL_NUMBER, false},       {"id", "Id", MS_COL_TEXT, false},
    {"query", "Query", MS_COL_TEXT, true},      {"change", "Change", MS_COL_TEXT, false},
    {"before", "Before", MS_COL_NUMBER, false}, {"after", "After", MS_COL_NUMBER, false},
    {"list", "List", MS_COL_TEXT, false},       {"entity", "Entity", MS_COL_TEXT, false},
    {"schema", NULL, MS_COL_TEXT, false},       {"caption", "Caption", MS_COL_TEXT, true},
};

enum { ROW, ID, QUERY, CHANGE, BEFORE, AFTER, LIST, ENTITY, SCHEMA, CAPTION, N_COLS };

/* What can become of a match. */
enum { GAINED, LOST, SCORE, N_CHANGES };
static const char *const change_names[] = {"gained", "lost", "score"};

/* A run of the command. */
typedef struct rescreen {
    ms_cli *c;
    between lists;
    ms_search search;
    asked asked;
    ms_rows *rows;
    ms_progress progress;
    uint64_t members, changed, blemished;
    uint64_t n[N_CHANGES];
} rescreen;

/* What `work` tells `write` of a chunk. */
enum { MEMBERS, CHANGED, BLEMISHED };

/* A match that is not as it was, on its way to `write`; texts in the chunk's arena. */
typedef struct changed_match {
    struct changed_match *next;
    int change;
    ms_str cell[N_COLS];
} changed_match;

/* The memory of one thread. */
typedef struct worker {
    rescreen *s;
    ms_scorer *scorer;
    ms_arena *arena; /* of one member */
    ms_result *before, *after;
    changed_match *first, **last; /* of a chunk */
} worker;

/* ---- one member -------------------------------------------------------- */

/* An entity in both states; score 0: below the threshold, or not there. */
typedef struct pair {
    ms_snap_entity e;
    ms_str list;
    uint32_t before, after;
} pair;

static pair pair_of(const ms_snap *s, uint32_t entity, uint32_t before, uint32_t after)
{
    ms_snap_entity e = ms_snap_get(s, entity);
    return (pair){e, ms_snap_list_name(s, e.list), before, after};
}

static int by_entity(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    int c = ms_str_cmp(x->list, y->list);
    if (!c) c = ms_str_cmp(x->e.id, y->e.id);
    return c ? c : (x->before > y->before) - (x->before < y->before); /* as it is comes first */
}

static uint32_t higher(const pair *p)
{
    return p->before > p->after ? p->before : p->after;
}

static int by_score(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    if (higher(x) != higher(y)) return higher(x) > higher(y) ? -1 : 1;
    return by_entity(a, b);
}

/* What both searches found, each entity once, without those that score as before. */
static uint32_t compare(pair *v, uint32_t n)
{
    uint32_t kept = 0;
    qsort(v, n, sizeof *v, by_entity);
    for (uint32_t i = 0; i < n; i++) {
        pair p = v[i];
        if (i + 1 < n && ms_str_eq(p.list, v[i + 1].list) && ms_str_eq(p.e.id, v[i + 1].e.id))
            p.before = v[++i].before;
        if (p.before != p.after) v[kept++] = p;
    }
    qsort(v, kept, sizeof *v, by_score);
    return kept;
}

static ms_str score_text(ms_arena *a, uint32_t score)
{
    if (!score) return MS_STR("");
    return ms_arena_strf(a, "%u.%06u", score / 1000000, score % 1000000);
}

/* Hands a changed match to `write`; `a` lives as long as the chunk. */
static ms_rc tell(worker *w, const query *q, const pair *p, ms_arena *a)
{
    changed_match *m = ms_arena_alloc(a, sizeof *m);
    if (!m) return MS_ENOMEM;
    m->next = NULL;
    m->change = !p->before ? GAINED : !p->after ? LOST : SCORE;
    m->cell[ROW] = ms_arena_strf(a, "%" PRIu64, q->row);
    m->cell[ID] = ms_arena_str(a, q->id.p ? q->id : MS_STR(""));
    m->cell[QUERY] = ms_arena_str(a, answer_title(q));
    m->cell[CHANGE] = ms_str_z(change_names[m->change]);
    m->cell[BEFORE] = score_text(a, p->before);
    m->cell[AFTER] = score_text(a, p->after);
    m->cell[LIST] = p->list;
    m->cell[ENTITY] = p->e.id;
    m->cell[SCHEMA] = p->e.schema_name;
    m->cell[CAPTION] = p->e.caption;
    for (int i = 0; i < N_COLS; i++)
        if (!m->cell[i].p) return MS_ENOMEM;
    *w->last = m;
    w->last = &m->next;
    return MS_OK;
}

/* Searches both states; whoever is in neither scores as before. */
static ms_rc search(worker *w, const query *q, ms_pool_chunk *chunk)
{
    const between *l = &w->s->lists;
    ms_found was, is;
    ms_rc rc =
        ms_snap_search(l->before, w->scorer, &q->identity, &w->s->search, w->before, &was);
    if (!rc)
        rc = ms_snap_search(l->after, w->scorer, &q->identity, &w->s->search, w->after, &is);
    if (rc) return rc;
    pair *v = ms_arena_array(w->arena, (size_t)was.n + is.n, sizeof *v);
    uint32_t n = 0;
    if (!v) return MS_ENOMEM;
    for (uint32_t i = 0; i < is.n; i++)
        v[n++] = pair_of(l->after, w->after[i].entity, 0, w->after[i].score);
    for (uint32_t i = 0; i < was.n; i++)
        v[n++] = pair_of(l->before, w->before[i].entity, w->before[i].score, 0);
    n = compare(v, n);
    chunk->count[CHANGED] += n > 0;
    for (uint32_t i = 0; i < n && !rc; i++) rc = tell(w, q, &v[i], chunk->arena);
    return rc;
}

/* ---- all of them ------------------------------------------------------- */

static void worker_end(void *of)
{
    worker *w = of;
    ms_scorer_free(w->scorer);
    ms_arena_free(w->arena);
    ms_free(w->before);
    ms_free(w->after);
    ms_free(w);
}

static void *worker_begin(void *ctx)
{
    rescreen *s = ctx;
    worker *w = ms_calloc(1, sizeof *w);
    if (!w) return NULL;
    w->s = s;
    w->scorer = ms_scorer_new();
    w->arena = ms_arena_new(0);
    w->before = ms_calloc((size_t)s->search.limit + 1, sizeof *w->before);
    w->after = ms_calloc((size_t)s->search.limit + 1, sizeof *w->after);
    if (w->scorer && w->arena && w->before && w->after) return w;
    worker_end(w);
    return NULL;
}

static ms_rc fill(void *ctx, ms_pool_chunk *chunk)
{
    return asked_fill(&((rescreen *)ctx)->asked, chunk);
}

static ms_rc screen_row(worker *w, const input_row *row, ms_pool_chunk *chunk)
{
    ms_arena_reset(w->arena);
    query q = query_make(w->arena, row->row);
    ms_rc rc = asked_query(&w->s->asked, row, &q);
    if (!rc && q.searchable && !q.error.rc) rc = search(w, &q, chunk);
    if (rc) return rc;
    char lead[64];
    snprintf(lead, sizeof lead, "marsad: row %llu: ", (unsigned long long)q.row);
    answer_remarks(&q, lead, w->s->c->err_color, &chunk->err);
    chunk->count[MEMBERS]++;
    chunk->count[BLEMISHED] += query_blemished(&q);
    return MS_OK;
}

/* What the rows gave takes their place. */
static ms_rc work(void *of, ms_pool_chunk *chunk)
{
    worker *w = of;
    const input_row *rows = chunk->rows;
    ms_rc rc = MS_OK;
    w->first = NULL;
    w->last = &w->first;
    for (uint32_t i = 0; i < chunk->n && !rc; i++) rc = screen_row(w, &rows[i], chunk);
    chunk->rows = w->first;
    return rc ? rc : chunk->err.failed ? MS_ENOMEM : MS_OK;
}

static ms_rc write_changes(void *ctx, ms_pool_chunk *chunk)
{
    static const unsigned tints[] = {3, 5, 4};
    rescreen *s = ctx;
    ms_rc rc = MS_OK;
    s->members += chunk->count[MEMBERS];
    s->changed += chunk->count[CHANGED];
    s->blemished += chunk->count[BLEMISHED];
    if (chunk->err.n) fwrite(chunk->err.p, 1, chunk->err.n, stderr);
    for (const changed_match *m = chunk->rows; m && !rc; m = m->next) {
        s->n[m->change]++;
        rc = ms_rows_add(s->rows, m->cell);
        ms_rows_tint(s->rows, tints[m->change]);
    }
    ms_progress_at(&s->progress, chunk->done, chunk->total);
    return rc;
}

/* ---- the command line -------------------------------------------------- */

static int prepare(rescreen *s, ms_snap **now)
{
    ms_cli *c = s->c;
    const char *folder = ms_cli_text(c, "before"), *schema = ms_cli_text(c, "schema");
    if (folder && c->n_operands) return ms_cli_usage(c, "give lists or --before, not both");
    if (!folder && !c->n_operands)
        return ms_cli_usage(c, "give the lists that have a new version, or --before DIR");
    if (schema && !query_schema(ms_str_z(schema)))
        return ms_cli_usage(c, "--schema: there is no schema '%s'", schema);
    int e = ms_data_open(c, true, now);
    asked_default(&s->asked, "schema", "schema");
    if (!e) e = asked_open(&s->asked, ms_cli_text(c, "input"));
    if (e) return e;
    e = folder ? between_folders(c, *now, folder, &s->lists)
               : between_versions(c, *now, c->operands, c->n_operands, &s->lists);
    if (e) return e;
    uint32_t before = ms_snap_entities(s->lists.before),
             after = ms_snap_entities(s->lists.after);
    s->search = MS_SEARCH_INIT;
    s->search.threshold = (uint32_t)ms_cli_number(c, "threshold");
    s->search.limit = before > after ? before : after;
    return MS_EXIT_OK;
}

static void sum_up(const rescreen *s)
{
    fprintf(s->c->out,
            "%s%" PRIu64 " of %" PRIu64 " rows change; matches: %" PRIu64 " gained, %" PRIu64
            " lost, %" PRIu64 " with another score\n",
            s->changed ? "\n" : "", s->changed, s->members, s->n[GAINED], s->n[LOST],
            s->n[SCORE]);
}

static int run_on(rescreen *s)
{
    ms_cli *c = s->c;
    ms_rows_format format = (ms_rows_format)ms_cli_number(c, "format");
    const ms_pool_job job = {.jobs = ms_cli_jobs(c),
                             .ctx = s,
                             .fill = fill,
                             .begin = worker_begin,
                             .end = worker_end,
                             .work = work,
                             .write = write_changes};
    s->rows = ms_rows_begin(c, format, cols, N_COLS);
    ms_progress_begin(&s->progress, c, input_name(s->asked.in), NULL);
    ms_rc rc = s->rows ? ms_pool_run(&job) : MS_ENOMEM;
    ms_progress_end(&s->progress);
    ms_rc ended = ms_rows_end(s->rows);
    if (!rc) rc = ended;
    if (!rc && format == MS_ROWS_TABLE) sum_up(s);
    if (s->blemished)
        ms_cli_say(c, "%" PRIu64 " of %" PRIu64 " rows have something that could not be used",
                   s->blemished, s->members);
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    if (rc) return ms_cli_exit(rc);
    return s->blemished ? MS_EXIT_INPUT : s->changed ? MS_EXIT_MATCH : MS_EXIT_OK;
}

static int run(ms_cli *c)
{
    rescreen s = {.c = c, .asked = {.c = c}};
    ms_snap *now = NULL;
    int e = prepare(&s, &now);
    if (!e) e = run_on(&s);
    asked_close(&s.asked);
    between_free(&s.lists);
    ms_snap_close(now);
    return e;
}

static const ms_opt opts[] = {
    {.name = "input",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .required = true,
     .help = "Whom to screen: a CSV, TSV or JSON-lines file as marsad screen reads it; '-' is "
             "standard input"},
    {.name = "before",
     .value = "DIR",
     .type = MS_OPT_DIR,
     .help = "Another data folder, with the lists as they were: all lists are compared"},
    {.name = "threshold",
     .value = "SCORE",
     .type = MS_OPT_SCORE,
     .preset = "0.7",
     .help = "A match scores at least this, from 0 to 1"},
    {.name = "schema",
     .value = "S",
     .type = MS_OPT_TEXT,
     .help = "What rows ask for that do not say it: Person, Organization, Company, Vessel, …"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "How to write the changes: a table, one JSON object a match, or CSV"},
    {.name = "jobs",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = MS_POOL_JOBS_MAX,
     .help = "Threads that screen; the number of processors, at most 8, unless given"},
    {0},
};

const ms_command ms_cmd_rescreen = {
    .name = "rescreen",
    .summary = "Show whose matches a new version of a list changes",
    .operands = "[LIST[@VERSION]…]",
    .max_operands = UINT_MAX,
    .opts = opts,
    .about =
        "Screens the rows of a file against what has changed between an earlier version of "
        "each LIST and the one in force, and shows each match that is gained, lost or has "
        "another score; a row that is not shown has the same matches as before.  VERSION is a "
        "number, as marsad lists --history counts them; without it, the version before the one "
        "in force.\n\n"
        "A match is an entity that scores at or above the threshold, as marsad screen "
        "--separate counts them before --limit.  Its score depends on the row and on the "
        "entity alone, so that nobody else need be screened.",
    .examples =
        "marsad rescreen --input customers.csv un\twhom the last import of a list concerns\n"
        "marsad rescreen --input customers.csv --format csv un@3 ofac@12\tsince these "
        "versions\n"
        "marsad rescreen --input customers.csv --before /srv/marsad.old\tagainst another data "
        "folder\n",
    .exits = MS_EXITS_INPUT | MS_EXIT_BIT(MATCH),
    .run = run,
};
