#include "ask/say.h"
#include "cli/answer.h"
#include "cli/explain_out.h"
#include "cli/lang.h"
#include "cli/pairs.h"
#include "cli/rows.h"
#include "cli/term.h"

/* In the order of the option's choices. */
enum { TABLE, JSON, CSV, TSV };

/* ---- a file ------------------------------------------------------------ */

typedef struct sheet {
    char separator;
    uint32_t columns;
} sheet;

/* A cell of a TSV file, which has no quoting: what would end it is a blank. */
static void tsv_cell(ms_out *o, ms_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool ends = s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r';
        ms_out_char(o, ends ? ' ' : s.p[i]);
    }
}

static void sheet_cells(const sheet *t, const ms_str *cells, uint32_t n, ms_out *o)
{
    for (uint32_t i = 0; i < t->columns; i++) {
        ms_str cell = i < n ? cells[i] : (ms_str){0};
        t->separator == ',' ? ms_out_csv(o, cell) : tsv_cell(o, cell);
        ms_out_char(o, t->separator);
    }
}

static void sheet_begin(void *ctx, const input *in, ms_out *out)
{
    sheet *t = ctx;
    const ms_str *header = input_header(in, &t->columns);
    sheet_cells(t, header, t->columns, out);
    ms_out_lit(out, "score\n");
}

static void sheet_take(void *ctx, const pair *p, ms_out *out)
{
    sheet_cells(ctx, p->row->cells, p->row->n, out);
    if (p->scored) score_write(out, p->score);
    ms_out_char(out, '\n');
}

static int compare_file(ms_cli *c, const char *path)
{
    uint64_t rows, errors, format = ms_cli_text(c, "format") ? ms_cli_number(c, "format") : TSV;
    sheet t = {.separator = format == CSV ? ',' : '\t'};
    const pairs_job job = {.c = c,
                           .path = path,
                           .schema = ms_cli_text(c, "schema"),
                           .ctx = &t,
                           .begin = sheet_begin,
                           .take = sheet_take};
    if (c->n_operands) return ms_cli_usage(c, "give two names or --input, not both");
    if (format != CSV && format != TSV)
        return ms_cli_usage(c, "--format: rows of a file are written as csv or tsv");
    int e = pairs_run(&job, &rows, &errors);
    if (errors)
        ms_cli_say(c, "%llu of %llu rows have something wrong", (unsigned long long)errors,
                   (unsigned long long)rows);
    return e;
}

/* ---- two identities ---------------------------------------------------- */

static ms_rc read_operand(ms_cli *c, unsigned i, query *q)
{
    ms_str text = ms_str_trim(ms_str_z(c->operands[i]));
    const char *schema = ms_cli_text(c, "schema");
    const query_field preset = {MS_STR("schema"), ms_str_z(schema)};
    *q = query_make(c->arena, i + 1);
    ms_rc rc =
        text.n && text.p[0] == '{' ? query_json(q, text) : query_add(q, MS_STR("name"), text);
    if (!rc) rc = query_default(q, &preset, schema != NULL);
    return rc ? rc : query_finish(q);
}

static void compared_json(const query *q, const ms_explanation *e, ms_lang lang, ms_out *o)
{
    ms_out_lit(o, "{\"a\":");
    query_write(&q[0], o);
    ms_out_lit(o, ",\"b\":");
    query_write(&q[1], o);
    ms_out_lit(o, ",\"score\":");
    score_write(o, e->score);
    ms_out_lit(o, ",\"explanations\":");
    explain_json(e, lang, o);
    ms_out_member(o, "engine", ms_str_z(ms_version()));
    ms_out_lit(o, "}\n");
}

/* Schemata of which neither is the other's kind have nothing else to be explained. */
static void never_line(const query *q, ms_lang lang, ms_out *o)
{
    const ms_str values[] = {ms_schema_label(q[0].schema), ms_schema_label(q[1].schema)};
    say_begin(lang, o);
    say_filled(lang, "never", values, o);
    say_end(lang, o);
    ms_out_char(o, '\n');
}

static void compared_block(const ms_cli *c, const query *q, const ms_explanation *e, ms_out *o)
{
    static const char letters[] = "AB";
    const explain_look look = {say_lang(c, true), c->out_color, 0};
    uint32_t threshold = MS_SEARCH_INIT.threshold;
    for (unsigned i = 0; i < 2; i++) {
        ms_out_fmt(o, "%c  ", letters[i]);
        answer_query_line(&q[i], c->out_color, o);
        answer_remarks(&q[i], "   ", c->out_color, o);
    }
    ms_out_char(o, '\n');
    score_shown(o, c->out_color, e->score);
    ms_out_lit(o, "  ");
    ms_out_raw(o, say_text(look.lang, "text", "score"));
    ms_out_char(o, '\n');
    explain_lines(e, look, o);
    if (!e->n_evidence) never_line(q, look.lang, o);
    else if (e->score < threshold) explain_why_not(e, threshold, look, o);
}

static int compare_two(ms_cli *c)
{
    query q[2];
    ms_explanation e = {0};
    ms_out out = {0};
    ms_scorer *scorer = ms_scorer_new();
    ms_rc rc = scorer ? MS_OK : MS_ENOMEM;
    for (unsigned i = 0; i < 2 && !rc; i++) {
        rc = read_operand(c, i, &q[i]);
        if (!rc && q[i].error.rc) {
            ms_cli_say(c, "%s: %s", i ? "second operand" : "first operand", q[i].error.what);
            rc = q[i].error.rc;
        }
    }
    if (!rc) rc = ms_explain(scorer, &q[0].identity, &q[1].identity, c->arena, &e);
    ms_scorer_free(scorer);
    if (rc) return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
    if (ms_cli_number(c, "format") == JSON) compared_json(q, &e, say_lang(c, false), &out);
    else compared_block(c, q, &e, &out);
    rc = ms_cli_write(c, &out);
    ms_out_free(&out);
    if (rc) return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
    return query_blemished(&q[0]) || query_blemished(&q[1]) ? MS_EXIT_INPUT : MS_EXIT_OK;
}

/* ---- the command ------------------------------------------------------- */

static int compare_run(ms_cli *c)
{
    const char *path = ms_cli_text(c, "input"), *schema = ms_cli_text(c, "schema");
    if (schema && !query_schema(ms_str_z(schema)))
        return ms_cli_usage(c, "--schema: there is no schema '%s'", schema);
    if (path) return compare_file(c, path);
    if (c->n_operands != 2) return ms_cli_usage(c, "give two names, or a file with --input");
    if (ms_cli_text(c, "format") && ms_cli_number(c, "format") > JSON)
        return ms_cli_usage(c, "--format: two names are compared as table or json");
    return compare_two(c);
}

static const ms_opt compare_opts[] = {
    {.name = "schema",
     .value = "S",
     .type = MS_OPT_TEXT,
     .help = "What both are (Person, Organization, Vessel, …), unless they say it"},
    {.name = "input",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "Score the rows of a TSV or CSV file with the columns name1, name2 and "
             "optionally schema; '-' is standard input"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv|tsv",
     .help = "table or json for two names (table unless given), tsv or csv for a file (tsv "
             "unless given)"},
    SAY_LANG_OPT,
    {.name = "jobs",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = MS_POOL_JOBS_MAX,
     .help = "Threads that score the rows of a file; the number of processors, at most 8, "
             "unless given"},
    {0},
};

const ms_command ms_cmd_compare = {
    .name = "compare",
    .summary = "Score two names or identities and explain the score",
    .operands = "[A B]",
    .max_operands = 2,
    .opts = compare_opts,
    .about =
        "A and B are names, or JSON objects like '{\"name\":\"Ali Hassan\",\"birthDate\":"
        "\"1970-01-02\"}' with FollowTheMoney properties.  Any pair may be asked for, also one "
        "that scores low: the explanation says which parts met and what was left over, and "
        "below 0.7 what lowers the score most.\n\n"
        "With --input every row is kept as it is and gets a last column 'score' between 0 and "
        "1.  A row that cannot be read gets an empty score.",
    .examples = "marsad compare 'Mohamed Salah' 'محمد صلاح'\tone name in two scripts\n"
                "marsad compare --input pairs.tsv > scored.tsv\ta column of scores\n",
    .exits = MS_EXITS_INPUT,
    .run = compare_run,
};
