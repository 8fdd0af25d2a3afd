#include <errno.h>
#include <limits.h>

#include "base/mem.h"
#include "cli/answer.h"
#include "cli/asked.h"
#include "cli/folders.h"
#include "cli/lang.h"
#include "cli/pairs.h"
#include "cli/progress.h"
#include "cli/rows.h"
#include "cli/term.h"

enum { LIMIT_MAX = 1000000 };

enum { TABLE, JSON, CSV };

/* A run of the command. */
typedef struct screen {
    ms_cli *c;
    ms_snaps snaps;
    bool complete; /* all shards are there */
    ms_search search;
    uint64_t format;
    bool explain;
    ms_lang lang;
    asked asked;
    ms_progress progress;
    uint64_t rows, matched, blemished;
} screen;

static ms_rc fill(void *ctx, ms_pool_chunk *chunk)
{
    return asked_fill(&((screen *)ctx)->asked, chunk);
}

/* What `work` tells `write` of a chunk. */
enum { ROWS, MATCHED, BLEMISHED };

/* The memory of one thread. */
typedef struct screener {
    screen *s;
    ms_scorer **scorers; /* one for each snapshot */
    ms_arena *arena;     /* one query */
    ms_result *results;
} screener;

/* ---- answering --------------------------------------------------------- */

static void worker_end(void *worker)
{
    screener *w = worker;
    for (uint32_t i = 0; w->scorers && i < w->s->snaps.n; i++) ms_scorer_free(w->scorers[i]);
    ms_free(w->scorers);
    ms_arena_free(w->arena);
    ms_free(w->results);
    ms_free(w);
}

static void *worker_begin(void *ctx)
{
    screen *s = ctx;
    screener *w = ms_calloc(1, sizeof *w);
    if (!w) return NULL;
    w->s = s;
    w->scorers = ms_calloc(s->snaps.n, sizeof(ms_scorer *));
    w->arena = ms_arena_new(0);
    w->results = ms_calloc((size_t)s->search.limit + 1, sizeof *w->results);
    bool good = w->scorers && w->arena && w->results;
    for (uint32_t i = 0; i < s->snaps.n && good; i++)
        good = (w->scorers[i] = ms_scorer_new()) != NULL;
    if (good) return w;
    worker_end(w);
    return NULL;
}

static ms_rc explain(screener *w, const query *q, answer *a)
{
    ms_arena *arena = q->arena;
    ms_explanation *e = ms_arena_array(arena, a->found.n, sizeof *e);
    ms_rc rc = e ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < a->found.n && !rc; i++) {
        ms_identity l;
        uint32_t no = a->results[i].entity;
        const ms_snap *from = ms_snaps_of(w->s->snaps, &no);
        rc = ms_snap_identity(from, no, arena, &l);
        if (!rc) rc = ms_explain(w->scorers[0], &q->identity, &l, arena, &e[i]);
    }
    a->explanations = e;
    return rc;
}

static ms_rc write_answer(const screen *s, const answer *a, ms_pool_chunk *chunk)
{
    const answer_look look = {s->c->out_color, s->lang, s->asked.in != NULL, s->c->width};
    if (s->format == TABLE) return answer_block(a, look, &chunk->out);
    if (s->format == JSON) {
        answer_json(a, s->lang, &chunk->out);
        return MS_OK;
    }
    answer_csv(a, &chunk->out);
    char lead[64]; /* CSV has no place for what could not be used */
    snprintf(lead, sizeof lead, "marsad: row %llu: ", (unsigned long long)a->q->row);
    answer_remarks(a->q, lead, s->c->err_color, &chunk->err);
    return MS_OK;
}

static ms_rc answer_row(screener *w, const input_row *row, ms_pool_chunk *chunk)
{
    screen *s = w->s;
    ms_arena_reset(w->arena);
    query q = query_make(w->arena, row->row);
    answer a = {
        .q = &q, .snaps = s->snaps, .threshold = s->search.threshold, .results = w->results};
    ms_rc rc = asked_query(&s->asked, row, &q);
    if (!rc && q.searchable && !q.error.rc) {
        rc = ms_snaps_search(s->snaps, w->scorers, &q.identity, &s->search, !s->asked.in,
                             w->results, &a.found);
        a.searched = true, a.complete = s->complete;
    }
    if (!rc && s->search.grouped) rc = answer_group_results(&a, &s->search, w->scorers[0]);
    if (!rc && s->explain) rc = explain(w, &q, &a);
    if (rc) return rc;
    chunk->count[ROWS]++;
    chunk->count[MATCHED] += a.found.total > 0;
    chunk->count[BLEMISHED] += query_blemished(&q);
    return write_answer(s, &a, chunk);
}

static ms_rc work(void *worker, ms_pool_chunk *chunk)
{
    const input_row *rows = chunk->rows;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < chunk->n && !rc; i++) rc = answer_row(worker, &rows[i], chunk);
    return rc ? rc : chunk->out.failed || chunk->err.failed ? MS_ENOMEM : MS_OK;
}

static ms_rc write_answers(void *ctx, ms_pool_chunk *chunk)
{
    screen *s = ctx;
    s->rows += chunk->count[ROWS];
    s->matched += chunk->count[MATCHED];
    s->blemished += chunk->count[BLEMISHED];
    if (chunk->err.n) fwrite(chunk->err.p, 1, chunk->err.n, stderr);
    ms_rc rc = ms_cli_write(s->c, &chunk->out);
    if (!rc && fflush(s->c->out) != 0) {
        s->c->out_errno = errno;
        rc = MS_EIO;
    }
    if (s->asked.in && !s->c->out_tty) ms_progress_at(&s->progress, chunk->done, chunk->total);
    return rc;
}

/* ---- the command line -------------------------------------------------- */

static int check_usage(const ms_cli *c)
{
    const char *schema = ms_cli_text(c, "schema");
    bool file = ms_cli_text(c, "input") != NULL;
    if (file && c->n_operands) return ms_cli_usage(c, "give names or --input, not both");
    bool key = ms_cli_text(c, "document") || ms_cli_text(c, "phone") ||
               ms_cli_text(c, "email") || ms_cli_text(c, "wallet");
    if (!file && !c->n_operands && !key)
        return ms_cli_usage(c,
                            "give a name, --document, --phone, --email or --wallet, or a file "
                            "with --input; nobody is found by anything else alone");
    if (schema && !query_schema(ms_str_z(schema)))
        return ms_cli_usage(c, "--schema: there is no schema '%s'", schema);
    return MS_EXIT_OK;
}

/* Options that say something about the query. */
static void take_defaults(screen *s)
{
    asked_default(&s->asked, "schema", "schema");
    asked_default(&s->asked, "birth-date", "birthDate");
    asked_default(&s->asked, "nationality", "nationality");
    asked_default(&s->asked, "sex", "gender");
    asked_default(&s->asked, "document", "document");
    asked_default(&s->asked, "phone", "phone");
    asked_default(&s->asked, "email", "email");
    asked_default(&s->asked, "wallet", "publicKey");
}

/* Sets up what is to be done; an ms_exit. */
static int prepare(screen *s)
{
    ms_cli *c = s->c;
    uint32_t limit = (uint32_t)ms_cli_number(c, "limit");
    const char *lists = ms_cli_text(c, "lists");
    int e = check_usage(c);
    if (!e) e = ms_folders_open(c, &s->snaps);
    if (!e) e = ms_folders_check(c, s->snaps, ms_cli_flag(c, "partial"), &s->complete);
    if (e) return e;
    uint32_t all = (uint32_t)ms_snaps_entities(s->snaps);
    s->format = ms_cli_number(c, "format");
    s->explain = s->format == JSON || (s->format == TABLE && ms_cli_flag(c, "explain"));
    s->lang = say_lang(c, s->format == TABLE);
    s->search = MS_SEARCH_INIT;
    s->search.threshold = (uint32_t)ms_cli_number(c, "threshold");
    s->search.limit = limit < all ? limit : all;
    s->search.exhaustive = ms_cli_flag(c, "exhaustive");
    s->search.grouped = !ms_cli_flag(c, "separate");
    take_defaults(s);
    if (lists) e = ms_folders_lists(c, s->snaps, lists, &s->search.lists, &s->search.n_lists);
    return e ? e : asked_open(&s->asked, ms_cli_text(c, "input"));
}

static int run(screen *s)
{
    ms_cli *c = s->c;
    if (s->format == CSV && fputs(ANSWER_CSV_HEADER, c->out) < 0) return MS_EXIT_SYSTEM;
    const ms_pool_job job = {.jobs = s->asked.in ? ms_cli_jobs(c) : 1,
                             .ctx = s,
                             .fill = fill,
                             .begin = worker_begin,
                             .end = worker_end,
                             .work = work,
                             .write = write_answers};
    if (s->asked.in) ms_progress_begin(&s->progress, c, input_name(s->asked.in), NULL);
    ms_rc rc = ms_pool_run(&job);
    if (s->asked.in) ms_progress_end(&s->progress);
    if (s->blemished)
        ms_cli_say(c, "%llu of %llu %s have something that could not be used",
                   (unsigned long long)s->blemished, (unsigned long long)s->rows,
                   s->asked.in ? "rows" : "queries");
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    if (rc) return ms_cli_exit(rc);
    return s->blemished ? MS_EXIT_INPUT : s->matched ? MS_EXIT_MATCH : MS_EXIT_OK;
}

static int screen_run(ms_cli *c)
{
    screen s = {.c = c, .asked = {.c = c}};
    int e = prepare(&s);
    if (!e) e = run(&s);
    asked_close(&s.asked);
    ms_folders_close(s.snaps);
    return e;
}

static const ms_opt screen_opts[] = {
    {.name = "schema",
     .value = "S",
     .type = MS_OPT_TEXT,
     .help =
         "What is asked for: Person, Organization, Company, Vessel, …; anything unless given"},
    {.name = "birth-date",
     .value = "D",
     .type = MS_OPT_TEXT,
     .help = "Birth date: 1971-03-02, 1971-03, 1971, 02/03/1971, 2 March 1971"},
    {.name = "nationality",
     .value = "C",
     .type = MS_OPT_TEXT,
     .help = "Nationality, a country's code or name"},
    {.name = "sex", .value = "S", .type = MS_OPT_TEXT, .help = "Sex: male, female, M, F, X"},
    {.name = "document",
     .value = "N",
     .type = MS_OPT_TEXT,
     .help = "Number of a passport, identity card or any other document"},
    {.name = "phone",
     .value = "N",
     .type = MS_OPT_TEXT,
     .help = "Phone number, best with the country's code: +971 4 555 0100"},
    {.name = "email", .value = "A", .type = MS_OPT_TEXT, .help = "E-mail address"},
    {.name = "wallet", .value = "A", .type = MS_OPT_TEXT, .help = "Address of a crypto wallet"},
    {.name = "threshold",
     .value = "SCORE",
     .type = MS_OPT_SCORE,
     .preset = "0.7",
     .help = "Show matches that score at least this, from 0 to 1"},
    {.name = "limit",
     .value = "N",
     .type = MS_OPT_UINT,
     .preset = "10",
     .max = LIMIT_MAX,
     .help = "Show the best N matches of a query; all are counted"},
    {.name = "lists",
     .value = "A,B",
     .type = MS_OPT_TEXT,
     .help = "Screen against these lists only"},
    {.name = "separate",
     .type = MS_OPT_FLAG,
     .help = "Rank every list's entity by itself, also where several are one subject"},
    {.name = "partial",
     .type = MS_OPT_FLAG,
     .help = "Screen against the shards of lists that are there, where others are missing; the "
             "answers say that they are not complete"},
    {.name = "exhaustive",
     .type = MS_OPT_FLAG,
     .help = "Score every entity, rule nothing out: slow, and gives the same"},
    {.name = "explain",
     .type = MS_OPT_FLAG,
     .help = "Say below each match which part met which, and what each fact added or cost"},
    SAY_LANG_OPT,
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "table for people, json for one object a query, csv for one "
             "line a match"},
    {.name = "input",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "Screen the rows of a CSV, TSV or JSON-lines file; '-' is standard input"},
    {.name = "jobs",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = MS_POOL_JOBS_MAX,
     .help = "Threads that screen the rows of a file; the number of processors, at most 8, "
             "unless given"},
    {0},
};

const ms_command ms_cmd_screen = {
    .name = "screen",
    .summary = "Screen names or the rows of a file against the lists",
    .operands = "[NAME…]",
    .max_operands = UINT_MAX,
    .folders = true,
    .opts = screen_opts,
    .about =
        "Each NAME is one query; the options that describe a person or thing hold for all of "
        "them.  Answers come in the order of the queries, matches best first.  Every entity at "
        "or above the threshold is found; the answer says how many were scored and how many "
        "were ruled out because they cannot reach it.\n\n"
        "Where several lists name one subject, by a reference that they share or by a number "
        "while nothing contradicts, the best of its entities has the rank and the others "
        "stand below it, each with the score of its own facts.\n\n"
        "With --data given several times, the folders that hold the shards of lists (marsad "
        "import --shard) are screened as one: the same entities, scores and order.  Subjects "
        "of "
        "several lists stand together only where their entities are in one shard.\n\n"
        "The columns of a file, or the members of its JSON objects, are FollowTheMoney "
        "properties or name, full_name, birth_date, date_of_birth, sex, gender, nationality, "
        "document, phone, email, wallet, schema and id; others are passed over.  "
        "FollowTheMoney entities, one a "
        "line, "
        "are read too.  TSV has no quoting.  Options that describe the query fill in what a "
        "row "
        "does not say.\n\n"
        "A value that is impossible, as a 30 February, does not count as evidence: the answer "
        "says so, the query is screened without it, and the exit status is 3.",
    .examples =
        "marsad screen 'Ali Hassan'\tone name\n"
        "marsad screen --birth-date 1970-01-02 --explain 'Ali Hassan'\twith a birth date, "
        "and why\n"
        "marsad screen --input crew.csv --format json\tall rows of a file\n",
    .exits = MS_EXITS_INPUT | MS_EXIT_BIT(MATCH),
    .run = screen_run,
};
