#include "cli/bench.h"

#include "base/pool.h"
#include "cli/data.h"

enum { COUNT_MAX = 100000000, SECONDS_MAX = 86400 };

enum { TABLE, JSON };

/* A file is measured once through unless it is said how long. */
static bench_job job_of(const ms_cli *c, const bench_queries *queries)
{
    bench_job j = {.queries = queries,
                   .threshold = (uint32_t)ms_cli_number(c, "threshold"),
                   .threads = (unsigned)ms_cli_number(c, "threads"),
                   .cold = ms_cli_flag(c, "cold"),
                   .count = ms_cli_number(c, "count"),
                   .verify = ms_cli_number(c, "verify"),
                   .seconds = (unsigned)ms_cli_number(c, "seconds")};
    if (!ms_cli_given(c, "count") && !ms_cli_given(c, "seconds"))
        j.count = bench_queries_count(queries);
    return j;
}

static int tell(ms_cli *c, const bench_report *r)
{
    bool json = ms_cli_number(c, "format") == JSON;
    ms_rc rc = json ? bench_report_json(c, r) : bench_report_table(c, r);
    return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
}

static int plot(ms_cli *c, const bench_report *r, const char *path)
{
    ms_diag d = {0};
    ms_rc rc = bench_plot(r, path, &d);
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    if (rc) ms_cli_diag(c, NULL, &d);
    return ms_cli_exit(rc);
}

/* Measures and tells; an ms_exit. */
static int measure(ms_cli *c, const ms_snap *s, const bench_queries *queries)
{
    const bench_job job = job_of(c, queries);
    const char *svg = ms_cli_text(c, "svg");
    bench_size growth[BENCH_SHARES] = {0};
    bench_report r = {.snap = s,
                      .job = &job,
                      .source = ms_cli_text(c, "queries"),
                      .seed = ms_cli_number(c, "seed"),
                      .all = bench_size_of(s),
                      .growth = growth};
    int e = svg ? bench_grow(c, s, &job, growth) : MS_EXIT_OK;
    if (!e) e = bench_measure(c, s, &job, &r.all.figures);
    if (e) return e;
    growth[BENCH_SHARES - 1] = r.all;
    r.n_growth = svg ? BENCH_SHARES : 0;
    e = tell(c, &r);
    if (!e && svg) e = plot(c, &r, svg);
    if (e || !r.all.figures.differ) return e;
    ms_cli_say(c, "answers differ from scoring all: this is a fault of marsad");
    return MS_EXIT_SYSTEM;
}

static int run(ms_cli *c)
{
    const char *path = ms_cli_text(c, "queries");
    ms_snap *s = NULL;
    bench_queries *queries = NULL;
    if (ms_cli_given(c, "count") && ms_cli_given(c, "seconds"))
        return ms_cli_usage(c, "give --count or --seconds, not both");
    int e = ms_data_open(c, true, &s);
    if (!e && path) e = bench_queries_read(c, path, &queries);
    if (!e && !path) queries = bench_queries_make(s, ms_cli_number(c, "seed"));
    if (!e && !queries) e = ms_cli_nomem(c);
    if (!e) e = measure(c, s, queries);
    bench_queries_free(queries);
    ms_snap_close(s);
    return e;
}

static const ms_opt opts[] = {
    {.name = "queries",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "Measure the rows of a file that marsad screen --input reads; made from the lists "
             "unless given"},
    {.name = "seed",
     .value = "N",
     .type = MS_OPT_UINT,
     .preset = "1",
     .max = UINT32_MAX,
     .help = "Make other queries from the lists"},
    {.name = "threshold",
     .value = "SCORE",
     .type = MS_OPT_SCORE,
     .preset = "0.7",
     .help = "Search for matches that score at least this, from 0 to 1"},
    {.name = "seconds",
     .value = "N",
     .type = MS_OPT_UINT,
     .preset = "10",
     .min = 1,
     .max = SECONDS_MAX,
     .help = "Measure so long; a file is measured once through unless this is given"},
    {.name = "count",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = COUNT_MAX,
     .help = "Measure so many queries; those of a file begin again behind the last"},
    {.name = "threads",
     .value = "N",
     .type = MS_OPT_UINT,
     .preset = "1",
     .min = 1,
     .max = MS_POOL_JOBS_MAX,
     .help = "Search with so many threads"},
    {.name = "cold",
     .type = MS_OPT_FLAG,
     .help = "Keep nothing from one search to the next; otherwise what the parts of names are "
             "like is kept"},
    {.name = "verify",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = COUNT_MAX,
     .help = "Of every Nth query score every entity too, and compare the answers"},
    {.name = "svg",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "Measure growing shares of the lists too, built in $TMPDIR, and plot the cost"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json",
     .preset = "table",
     .help = "How to write the figures"},
    {0},
};

const ms_command ms_cmd_bench = {
    .name = "bench",
    .summary = "Measure what screening against the lists costs on this machine",
    .opts = opts,
    .about =
        "Searches as marsad screen does, the best ten matches of each query, and tells how "
        "many queries a second are answered, how long each takes by the wall clock and in CPU "
        "time (the mean, and what 50, 99 and 99.9 of 100 stay within), what part of it goes "
        "where, how many entities are scored, and what each section of the snapshot takes.  "
        "Reading input and writing answers are not counted.\n\n"
        "Queries made from the lists: a third are listed names with an error of writing, a "
        "third are put together from the commonest words of names, the others are on no list; "
        "one in ten is in another script than Latin where the lists have such names, one in "
        "fifty is one word, and half the people have a birth date and a nationality.  The same "
        "lists and seed give the same queries.\n\n"
        "Measure while nothing else runs, and compare ratios between machines, not times.",
    .examples =
        "marsad bench\tTen seconds of queries made from the lists.\n"
        "marsad bench --queries crew.csv --verify 100\tOwn queries; every hundredth is "
        "compared "
        "with scoring all.\n"
        "marsad bench --count 2000 --svg cost.svg\tThe cost by the size of the lists.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
