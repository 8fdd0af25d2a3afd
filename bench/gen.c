/* gen: lists and queries of any size that look like real ones (bench/README.md). */
#include <stdlib.h>

#include "gen_entity.h"
#include "gen_query.h"
#include "gen_run.h"

/* What the command line asks for. */
typedef struct request {
    gen_list list;
    gen_mix_shares mix;
    uint32_t jobs, queries, repeat;
    const char *tables, *shared, *delta;
    bool no_shared, stats, changed;
} request;

static void explain(FILE *f)
{
    fputs("usage: gen [--entities N] [--seed N] [--jobs N] [--stats]\n"
          "           [--changes ADD,MODIFY,DELETE [--delta FILE]]\n"
          "           [--queries N [--mix KIND=SHARE,...] [--repeat SHARE]]\n"
          "           [--shared FOLDER | --no-shared] [--tables FOLDER]\n"
          "Writes a list, its changed version or queries to standard output.  Changes and\n"
          "repeats are of 1000, shares of a mix relative to one another.  Kinds of queries:\n ",
          f);
    for (const char *const *k = gen_mix_kinds; *k; k++) fprintf(f, " %s", *k);
    fputs("\n", f);
}

static void usage(void)
{
    explain(stderr);
    exit(2);
}

static uint32_t number(const char *s, char **end)
{
    unsigned long v = strtoul(s, end, 10);
    if (*end == s || v > 1000000000) usage();
    return (uint32_t)v;
}

static uint32_t whole_number(const char *s)
{
    char *end;
    uint32_t v = number(s, &end);
    if (*end) usage();
    return v;
}

static void set_changes(gen_list *l, const char *s)
{
    uint32_t v[3];
    for (int i = 0; i < 3; i++) {
        char *end;
        v[i] = number(s, &end);
        if (v[i] > 1000 || *end != (i < 2 ? ',' : 0)) usage();
        s = end + 1;
    }
    l->added = v[0], l->modified = v[1], l->deleted = v[2];
    if (l->modified + l->deleted > 1000) usage();
}

static bool flag(request *q, const char *name)
{
    if (strcmp(name, "--help") == 0) explain(stdout), exit(0);
    if (strcmp(name, "--stats") == 0) q->stats = true;
    else if (strcmp(name, "--no-shared") == 0) q->no_shared = true;
    else return false;
    return true;
}

static void option(request *q, const char *name, const char *value)
{
    if (!value) usage();
    if (strcmp(name, "--entities") == 0) q->list.n = whole_number(value);
    else if (strcmp(name, "--seed") == 0) q->list.seed = whole_number(value);
    else if (strcmp(name, "--jobs") == 0) q->jobs = whole_number(value);
    else if (strcmp(name, "--queries") == 0) q->queries = whole_number(value);
    else if (strcmp(name, "--repeat") == 0) q->repeat = whole_number(value);
    else if (strcmp(name, "--tables") == 0) q->tables = value;
    else if (strcmp(name, "--shared") == 0) q->shared = value;
    else if (strcmp(name, "--delta") == 0) q->delta = value;
    else if (strcmp(name, "--changes") == 0) set_changes(&q->list, value), q->changed = true;
    else if (strcmp(name, "--mix") != 0 || !gen_mix_set(&q->mix, value)) usage();
}

static void read_options(request *q, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (flag(q, argv[i])) continue;
        option(q, argv[i], argv[i + 1]);
        i++;
    }
    if (!q->jobs || !q->list.n || q->repeat > 1000) usage();
    if (q->delta && !q->changed) usage();
    q->list.added = (uint32_t)((uint64_t)q->list.n * q->list.added / 1000);
}

/* ---- the list -------------------------------------------------------------------- */

static void make_entity(void *ctx, uint32_t i, ms_arena *a, ms_out *o, gen_stats *s)
{
    const request *q = ctx;
    gen_names names;
    gen_fate fate = q->changed ? gen_fate_of(&q->list, i) : GEN_SAME;
    if (fate == GEN_DELETED) return;
    gen_entity_write(&q->list, i, fate == GEN_MODIFIED, a, o, &names);
    ms_out_char(o, '\n');
    if (s) gen_stats_add(s, gen_schema_of(i), &names);
}

/* {"op": …, "entity": …} as OpenSanctions' entities.delta.json. */
static void make_change(void *ctx, uint32_t i, ms_arena *a, ms_out *o, gen_stats *s)
{
    const request *q = ctx;
    gen_fate fate = gen_fate_of(&q->list, i);
    (void)s;
    if (fate == GEN_SAME || (fate == GEN_DELETED && i >= q->list.n)) return;
    if (fate == GEN_DELETED) {
        gen_text id = {.n = 0};
        gen_put_id(&id, &q->list, i);
        ms_out_lit(o, "{\"op\":\"DEL\",\"entity\":{\"id\":");
        ms_out_json(o, gen_text_str(&id));
        ms_out_lit(o, "}}\n");
        return;
    }
    ms_out_raw(o, fate == GEN_ADDED ? MS_STR("{\"op\":\"ADD\",\"entity\":")
                                    : MS_STR("{\"op\":\"MOD\",\"entity\":"));
    gen_entity_write(&q->list, i, fate == GEN_MODIFIED, a, o, NULL);
    ms_out_lit(o, "}\n");
}

static void write_list(request *q)
{
    uint32_t n = q->list.n + (q->changed ? q->list.added : 0);
    gen_stats *stats = q->stats ? gen_stats_new() : NULL;
    if (q->delta) {
        FILE *f = fopen(q->delta, "w");
        if (!f) gen_die(q->delta, "cannot be written");
        gen_run(make_change, q, n, q->jobs, f, NULL);
        if (fclose(f)) gen_die(q->delta, "cannot be written");
    }
    gen_run(make_entity, q, n, q->jobs, stdout, stats);
    if (stats) gen_stats_end(stats);
}

/* ---- the queries ------------------------------------------------------------------- */

static void make_query(void *ctx, uint32_t i, ms_arena *a, ms_out *o, gen_stats *s)
{
    const request *q = ctx;
    (void)s;
    gen_query_write(&(gen_queries){&q->list, &q->mix, q->queries, q->repeat}, i, a, o);
}

static void write_queries(request *q)
{
    fputs(gen_query_header, stdout);
    gen_run(make_query, q, q->queries, q->jobs, stdout, NULL);
}

int main(int argc, char **argv)
{
    request q = {.list = {.seed = 1, .n = 10000},
                 .jobs = 1,
                 .repeat = 300,
                 .tables = GEN_TABLES,
                 .shared = "../shared"};
    gen_world w = {.arena = NULL};
    gen_mix_default(&q.mix);
    read_options(&q, argc, argv);
    gen_load(&w, q.tables);
    if (!q.no_shared && !gen_load_shared(&w, q.shared))
        fprintf(stderr, "gen: no name lists in %s: our own tables alone\n", q.shared);
    gen_finish(&w);
    q.list.w = &w;
    if (q.queries) write_queries(&q);
    else write_list(&q);
    gen_unload(&w);
    return 0;
}
