#include <math.h>
#include <stdatomic.h>

#include <marsad/version.h>

#include "base/mem.h"
#include "cli/explain_out.h"
#include "cli/pairs.h"
#include "cli/rows.h"

enum { BINS = 10, BIN = MS_SCORE_ONE / BINS };

enum { FIRST_THRESHOLD = 500000, LAST_THRESHOLD = 950000, THRESHOLD_STEP = 50000 };

enum { THRESHOLDS = (LAST_THRESHOLD - FIRST_THRESHOLD) / THRESHOLD_STEP + 1 };

/* How many pairs have each score, by label.  Every measure follows from it, and
 * it does not grow with the file. */
typedef struct histogram {
    _Atomic uint64_t n[2][MS_SCORE_ONE + 1];
} histogram;

/* Pairs at or above a threshold, and what follows. */
typedef struct measure {
    uint32_t threshold;
    uint64_t tp, fp, fn, tn;
    double precision, recall, f1; /* NAN: not defined */
} measure;

/* Pairs whose scores lie in [from, to), the last bin with both ends. */
typedef struct bin {
    uint64_t count, same;
    double sum; /* of scores */
} bin;

/* Everything that is reported. */
typedef struct report {
    uint64_t pairs, same, aside;
    measure at[THRESHOLDS], best;
    bin bins[BINS];
    double ece, brier;
} report;

static void count_pair(void *ctx, const pair *p, ms_out *out)
{
    histogram *h = ctx;
    (void)out;
    if (p->scored && !p->error)
        atomic_fetch_add_explicit(&h->n[p->same][p->score], 1, memory_order_relaxed);
}

/* ---- measures ---------------------------------------------------------- */

static measure measure_make(uint32_t threshold, uint64_t tp, uint64_t fp, const report *r)
{
    measure m = {.threshold = threshold, .tp = tp, .fp = fp};
    m.fn = r->same - tp;
    m.tn = r->pairs - r->same - fp;
    m.precision = tp + fp ? (double)tp / (double)(tp + fp) : (double)NAN;
    m.recall = r->same ? (double)tp / (double)r->same : (double)NAN;
    m.f1 = 2 * tp + fp + m.fn ? 2.0 * (double)tp / (double)(2 * tp + fp + m.fn) : (double)NAN;
    return m;
}

static void count_bins(const histogram *h, report *r)
{
    double squares = 0;
    for (uint32_t s = 0; s <= MS_SCORE_ONE; s++) {
        uint64_t other = h->n[0][s], same = h->n[1][s];
        double p = (double)s / MS_SCORE_ONE;
        bin *b = &r->bins[s < MS_SCORE_ONE ? s / BIN : BINS - 1];
        b->count += other + same;
        b->same += same;
        b->sum += p * (double)(other + same);
        squares += p * p * (double)other + (1 - p) * (1 - p) * (double)same;
        r->pairs += other + same;
        r->same += same;
    }
    r->brier = r->pairs ? squares / (double)r->pairs : (double)NAN;
    r->ece = r->pairs ? 0 : (double)NAN;
    for (unsigned i = 0; i < BINS && r->pairs; i++)
        r->ece += fabs(r->bins[i].sum - (double)r->bins[i].same) / (double)r->pairs;
}

/* The measures at every threshold of the table, and the best F1 that any threshold
 * reaches: the highest such threshold. */
static void measure_all(const histogram *h, report *r)
{
    uint64_t tp = 0, fp = 0;
    count_bins(h, r);
    for (uint32_t s = MS_SCORE_ONE + 1; s-- > 0;) {
        uint64_t other = h->n[0][s], same = h->n[1][s];
        tp += same;
        fp += other;
        measure m = measure_make(s, tp, fp, r);
        if (same && !(m.f1 <= r->best.f1)) r->best = m;
        if (s >= FIRST_THRESHOLD && s <= LAST_THRESHOLD && s % THRESHOLD_STEP == 0)
            r->at[(s - FIRST_THRESHOLD) / THRESHOLD_STEP] = m;
    }
}

/* ---- writing ----------------------------------------------------------- */

/* A share with six decimals; `none` when it is not defined. */
static void share(ms_out *o, double v, const char *none)
{
    if (isnan(v)) ms_out_raw(o, ms_str_z(none));
    else ms_out_fmt(o, "%.6f", v);
}

static double mean(const bin *b, double sum)
{
    return b->count ? sum / (double)b->count : (double)NAN;
}

static void member(ms_out *o, const char *name, double v)
{
    ms_out_key(o, name);
    share(o, v, "null");
}

static void measure_json(const measure *m, ms_out *o)
{
    ms_out_lit(o, "{\"threshold\":");
    score_write(o, m->threshold);
    ms_out_fmt(o, ",\"tp\":%llu,\"fp\":%llu,\"fn\":%llu,\"tn\":%llu", (unsigned long long)m->tp,
               (unsigned long long)m->fp, (unsigned long long)m->fn, (unsigned long long)m->tn);
    member(o, "precision", m->precision);
    member(o, "recall", m->recall);
    member(o, "f1", m->f1);
    ms_out_char(o, '}');
}

static void bin_json(const report *r, unsigned i, ms_out *o)
{
    const bin *b = &r->bins[i];
    ms_out_lit(o, "{\"from\":");
    score_write(o, (int64_t)i * BIN);
    ms_out_lit(o, ",\"to\":");
    score_write(o, (int64_t)(i + 1) * BIN);
    ms_out_fmt(o, ",\"count\":%llu,\"matches\":%llu", (unsigned long long)b->count,
               (unsigned long long)b->same);
    member(o, "mean_score", mean(b, b->sum));
    member(o, "match_share", mean(b, (double)b->same));
    ms_out_char(o, '}');
}

static void report_json(const report *r, ms_out *o)
{
    ms_out_fmt(o, "{\"pairs\":%llu,\"matches\":%llu,\"set_aside\":%llu,\"thresholds\":[",
               (unsigned long long)r->pairs, (unsigned long long)r->same,
               (unsigned long long)r->aside);
    for (unsigned i = 0; i < THRESHOLDS; i++) {
        if (i) ms_out_char(o, ',');
        measure_json(&r->at[i], o);
    }
    ms_out_lit(o, "],\"best\":");
    r->best.tp ? measure_json(&r->best, o) : ms_out_lit(o, "null");
    ms_out_lit(o, ",\"calibration\":[");
    for (unsigned i = 0; i < BINS; i++) {
        if (i) ms_out_char(o, ',');
        bin_json(r, i, o);
    }
    ms_out_char(o, ']');
    member(o, "ece", r->ece);
    member(o, "brier", r->brier);
    ms_out_member(o, "engine", ms_str_z(ms_version()));
    ms_out_lit(o, "}\n");
}

static void measure_csv(const char *kind, const measure *m, ms_out *o)
{
    ms_out_fmt(o, "%s,", kind);
    score_write(o, m->threshold);
    ms_out_fmt(o, ",,%llu,%llu,%llu,%llu,%llu,%llu,", (unsigned long long)(m->tp + m->fp),
               (unsigned long long)m->tp, (unsigned long long)m->tp, (unsigned long long)m->fp,
               (unsigned long long)m->fn, (unsigned long long)m->tn);
    share(o, m->precision, "");
    ms_out_char(o, ',');
    share(o, m->recall, "");
    ms_out_char(o, ',');
    share(o, m->f1, "");
    ms_out_lit(o, ",,\n");
}

static void report_csv(const report *r, ms_out *o)
{
    ms_out_lit(o, "kind,from,to,count,matches,tp,fp,fn,tn,precision,recall,f1,mean_score,"
                  "match_share\n");
    for (unsigned i = 0; i < THRESHOLDS; i++) measure_csv("threshold", &r->at[i], o);
    if (r->best.tp) measure_csv("best", &r->best, o);
    for (unsigned i = 0; i < BINS; i++) {
        const bin *b = &r->bins[i];
        ms_out_lit(o, "bin,");
        score_write(o, (int64_t)i * BIN);
        ms_out_char(o, ',');
        score_write(o, (int64_t)(i + 1) * BIN);
        ms_out_fmt(o, ",%llu,%llu,,,,,,,,", (unsigned long long)b->count,
                   (unsigned long long)b->same);
        share(o, mean(b, b->sum), "");
        ms_out_char(o, ',');
        share(o, mean(b, (double)b->same), "");
        ms_out_char(o, '\n');
    }
}

/* ---- tables for people ------------------------------------------------- */

enum { CELLS = 8 };

/* A row of cells being printed into one buffer. */
typedef struct cells {
    char text[CELLS][32];
    ms_str v[CELLS];
    unsigned n;
} cells;

static void put_count(cells *c, uint64_t v)
{
    char *t = c->text[c->n];
    int n = snprintf(t, sizeof c->text[0], "%llu", (unsigned long long)v);
    c->v[c->n++] = (ms_str){t, (size_t)n};
}

static void put_share(cells *c, double v, int decimals)
{
    char *t = c->text[c->n];
    int n = isnan(v) ? snprintf(t, sizeof c->text[0], "-")
                     : snprintf(t, sizeof c->text[0], "%.*f", decimals, v);
    c->v[c->n++] = (ms_str){t, (size_t)n};
}

static const ms_col measure_cols[] = {
    {NULL, "threshold", MS_COL_NUMBER, false}, {NULL, "precision", MS_COL_NUMBER, false},
    {NULL, "recall", MS_COL_NUMBER, false},    {NULL, "F1", MS_COL_NUMBER, false},
    {NULL, "found", MS_COL_NUMBER, false},     {NULL, "wrong", MS_COL_NUMBER, false},
    {NULL, "missed", MS_COL_NUMBER, false},
};

static const ms_col bin_cols[] = {
    {NULL, "score from", MS_COL_NUMBER, false},
    {NULL, "to", MS_COL_NUMBER, false},
    {NULL, "pairs", MS_COL_NUMBER, false},
    {NULL, "mean score", MS_COL_NUMBER, false},
    {NULL, "share of matches", MS_COL_NUMBER, false},
};

static ms_rc add_measure(ms_rows *rows, const measure *m, int decimals)
{
    cells c = {.n = 0};
    put_share(&c, (double)m->threshold / MS_SCORE_ONE, decimals);
    put_share(&c, m->precision, 3);
    put_share(&c, m->recall, 3);
    put_share(&c, m->f1, 3);
    put_count(&c, m->tp);
    put_count(&c, m->fp);
    put_count(&c, m->fn);
    return ms_rows_add(rows, c.v);
}

static ms_rc measure_table(ms_cli *c, const report *r)
{
    ms_rows *rows = ms_rows_begin(c, MS_ROWS_TABLE, measure_cols, 7);
    if (!rows) return MS_ENOMEM;
    for (unsigned i = 0; i < THRESHOLDS; i++) add_measure(rows, &r->at[i], 2);
    if (r->best.tp) {
        add_measure(rows, &r->best, 6);
        ms_rows_tint(rows, 1);
    }
    return ms_rows_end(rows);
}

static ms_rc bin_table(ms_cli *c, const report *r)
{
    ms_rows *rows = ms_rows_begin(c, MS_ROWS_TABLE, bin_cols, 5);
    if (!rows) return MS_ENOMEM;
    for (unsigned i = 0; i < BINS; i++) {
        const bin *b = &r->bins[i];
        cells row = {.n = 0};
        put_share(&row, (double)i / BINS, 1);
        put_share(&row, (double)(i + 1) / BINS, 1);
        put_count(&row, b->count);
        put_share(&row, mean(b, b->sum), 3);
        put_share(&row, mean(b, (double)b->same), 3);
        ms_rows_add(rows, row.v);
    }
    return ms_rows_end(rows);
}

static ms_rc report_tables(ms_cli *c, const report *r)
{
    fprintf(c->out, "%llu pairs, %llu of them matches", (unsigned long long)r->pairs,
            (unsigned long long)r->same);
    if (r->aside) fprintf(c->out, ", %llu rows set aside", (unsigned long long)r->aside);
    fputs(r->best.tp ? "; last line: the threshold with the best F1\n\n" : "\n\n", c->out);
    ms_rc rc = measure_table(c, r);
    fputs("\nCalibration: of pairs that score 0.8, about 80 of 100 should be matches\n\n",
          c->out);
    if (!rc) rc = bin_table(c, r);
    if (r->pairs)
        fprintf(c->out, "\nexpected calibration error %.3f, Brier score %.3f\n", r->ece,
                r->brier);
    return rc;
}

/* ---- the command ------------------------------------------------------- */

static ms_rc write_report(ms_cli *c, const report *r)
{
    ms_out out = {0};
    uint64_t format = ms_cli_number(c, "format");
    if (format == MS_ROWS_TABLE) return report_tables(c, r);
    format == MS_ROWS_JSON ? report_json(r, &out) : report_csv(r, &out);
    ms_rc rc = ms_cli_write(c, &out);
    ms_out_free(&out);
    return rc;
}

static int eval_run(ms_cli *c)
{
    report r = {0};
    uint64_t rows = 0;
    histogram *h = ms_calloc(1, sizeof *h);
    if (!h) return ms_cli_nomem(c);
    const pairs_job job = {
        .c = c, .path = c->operands[0], .labelled = true, .ctx = h, .take = count_pair};
    int e = pairs_run(&job, &rows, &r.aside);
    ms_rc rc = MS_OK;
    if (rows && e != MS_EXIT_SYSTEM) {
        measure_all(h, &r);
        rc = write_report(c, &r);
    }
    ms_free(h);
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    return ms_exit_worse(e, ms_cli_exit(rc));
}

static const ms_opt eval_opts[] = {
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "table for people, json or csv for programs"},
    {.name = "jobs",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = MS_POOL_JOBS_MAX,
     .help = "Threads that score; the number of processors, at most 8, unless given"},
    {0},
};

const ms_command ms_cmd_eval = {
    .name = "eval",
    .summary = "Measure the scores on your own labelled pairs",
    .operands = "FILE",
    .min_operands = 1,
    .max_operands = 1,
    .opts = eval_opts,
    .about =
        "FILE is TSV or CSV with the columns name1, name2, is_match (true or false, 1 or 0, "
        "yes "
        "or no) and optionally schema.  Shown are precision, recall and F1 for thresholds from "
        "0.50 to 0.95 and for the threshold with the best F1, and how well scores tell the "
        "share of matches.  A row that cannot be read is set aside and reported.",
    .examples = "marsad eval pairs.tsv\tthe measures as tables\n"
                "marsad eval --format json pairs.tsv\tfor a program\n",
    .exits = MS_EXITS_INPUT,
    .run = eval_run,
};
