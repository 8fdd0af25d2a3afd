/* What a measurement tells. */
#include <inttypes.h>
#include <unistd.h>

#include <marsad/measure.h>

#include "cli/bench.h"
#include "cli/rows.h"

enum { LINE_MAX_BYTES = 256 };

/* ---- the machine ------------------------------------------------------- */

/* The value behind "model name : " where Linux tells one. */
static ms_str model_name(ms_arena *a)
{
    char line[LINE_MAX_BYTES];
    ms_str out = {0};
    FILE *f = fopen("/proc/cpuinfo", "re");
    while (f && !out.p && fgets(line, sizeof line, f)) {
        const char *colon = strchr(line, ':');
        if (colon && !strncmp(line, "model name", 10))
            out = ms_arena_str(a, ms_str_trim(ms_str_z(colon + 1)));
    }
    if (f) fclose(f);
    return out.p ? out : MS_STR("unknown processor");
}

ms_str bench_processor(ms_arena *a)
{
    ms_str out = ms_arena_strf(a, "%.*s, %s", MS_FMT(model_name(a)), ms_search_instructions());
    return out.p ? out : MS_STR("");
}

bench_size bench_size_of(const ms_snap *s)
{
    return (bench_size){.entities = ms_snap_entities(s),
                        .screened = ms_snap_screened(s),
                        .names = ms_snap_names(s)};
}

/* Bytes of all that searching reads. */
static uint64_t index_bytes(const ms_snap *s)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < ms_snap_sections(s); i++) {
        ms_snap_section x = ms_snap_section_get(s, i);
        if (!x.lists) sum += x.bytes;
    }
    return sum;
}

static double a_name(const ms_snap *s, uint64_t bytes)
{
    return ms_snap_names(s) ? (double)bytes / ms_snap_names(s) : 0;
}

static double a_second(const bench_figures *f)
{
    return f->seconds > 0 ? (double)f->queries / f->seconds : 0;
}

/* ---- JSON -------------------------------------------------------------- */

static void times_json(ms_out *o, const char *name, const bench_times *t)
{
    ms_out_fmt(o,
               ",\"%s\":{\"mean\":%.1f,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}",
               name, t->mean, t->p50, t->p99, t->p999, t->max);
}

static void figures_json(ms_out *o, const bench_size *z)
{
    const bench_figures *f = &z->figures;
    ms_out_fmt(o, "\"entities\":%u,\"screened\":%u,\"names\":%u,\"queries\":%" PRIu64,
               z->entities, z->screened, z->names, f->queries);
    ms_out_fmt(o, ",\"unasked\":%" PRIu64 ",\"seconds\":%.3f,\"throughput\":%.1f", f->unasked,
               f->seconds, a_second(f));
    times_json(o, "wall", &f->wall);
    times_json(o, "cpu", &f->cpu);
    ms_out_fmt(o, ",\"stages\":{\"prepare\":%.1f,\"candidates\":%.1f,\"scoring\":%.1f}",
               f->prepare, f->candidates, f->scoring);
    ms_out_fmt(o, ",\"matches\":%" PRIu64 ",\"scored\":%" PRIu64 ",\"scans\":%" PRIu64,
               f->matches, f->scored, f->scans);
    if (f->verified)
        ms_out_fmt(
            o, ",\"verified\":{\"queries\":%" PRIu64 ",\"differ\":%" PRIu64 ",\"mean\":%.1f}",
            f->verified, f->differ, f->verify);
}

static void sections_json(ms_out *o, const ms_snap *s)
{
    ms_out_lit(o, ",\"sections\":[");
    for (uint32_t i = 0; i < ms_snap_sections(s); i++) {
        ms_snap_section x = ms_snap_section_get(s, i);
        if (i) ms_out_char(o, ',');
        ms_out_lit(o, "{\"name\":");
        ms_out_json(o, ms_str_z(x.name));
        ms_out_fmt(o, ",\"bytes\":%" PRIu64 ",\"per_name\":%.2f}", x.bytes, a_name(s, x.bytes));
    }
    ms_out_fmt(o, "],\"index_bytes\":%" PRIu64 ",\"index_bytes_per_name\":%.2f", index_bytes(s),
               a_name(s, index_bytes(s)));
}

ms_rc bench_report_json(ms_cli *c, const bench_report *r)
{
    ms_out o = {0};
    ms_out_lit(&o, "{\"engine\":");
    ms_out_json(&o, ms_str_z(ms_version()));
    ms_out_member(&o, "index", ms_str_z(ms_snap_digest(r->snap)));
    ms_out_member(&o, "processor", model_name(c->arena));
    ms_out_fmt(&o, ",\"processors\":%ld,\"instructions\":\"%s\"", sysconf(_SC_NPROCESSORS_ONLN),
               ms_search_instructions());
    ms_out_member(&o, "source", ms_str_z(r->source ? r->source : "lists"));
    ms_out_fmt(&o, ",\"seed\":%" PRIu64 ",\"threshold\":%u.%06u", r->seed,
               r->job->threshold / MS_SCORE_ONE, r->job->threshold % MS_SCORE_ONE);
    ms_out_fmt(&o, ",\"threads\":%u,\"cold\":%s,", r->job->threads,
               r->job->cold ? "true" : "false");
    figures_json(&o, &r->all);
    sections_json(&o, r->snap);
    for (unsigned i = 0; i < r->n_growth; i++) {
        ms_out_raw(&o, i ? MS_STR("},{") : MS_STR(",\"growth\":[{"));
        figures_json(&o, &r->growth[i]);
    }
    ms_out_raw(&o, r->n_growth ? MS_STR("}]}\n") : MS_STR("}\n"));
    ms_rc rc = ms_cli_write(c, &o);
    ms_out_free(&o);
    return rc;
}

/* ---- tables ------------------------------------------------------------ */

static ms_str text(ms_cli *c, const char *fmt, double v)
{
    char buf[64];
    snprintf(buf, sizeof buf, fmt, v);
    ms_str out = ms_arena_str(c->arena, ms_str_z(buf));
    return out.p ? out : MS_STR("");
}

static void times_row(ms_cli *c, ms_rows *t, const char *what, const bench_times *v)
{
    ms_rows_add(t, (ms_str[]){ms_str_z(what), text(c, "%.1f", v->mean), text(c, "%.1f", v->p50),
                              text(c, "%.1f", v->p99), text(c, "%.1f", v->p999),
                              text(c, "%.1f", v->max)});
}

static ms_rc times_table(ms_cli *c, const bench_figures *f)
{
    static const ms_col cols[] = {
        {NULL, "microseconds", MS_COL_TEXT, false},  {NULL, "mean", MS_COL_NUMBER, false},
        {NULL, "half within", MS_COL_NUMBER, false}, {NULL, "99 %", MS_COL_NUMBER, false},
        {NULL, "99.9 %", MS_COL_NUMBER, false},      {NULL, "slowest", MS_COL_NUMBER, false}};
    ms_rows *t = ms_rows_begin(c, MS_ROWS_TABLE, cols, 6);
    if (!t) return MS_ENOMEM;
    times_row(c, t, "wall clock", &f->wall);
    times_row(c, t, "CPU time", &f->cpu);
    return ms_rows_end(t);
}

static ms_rc stages_table(ms_cli *c, const bench_figures *f)
{
    static const ms_col cols[] = {{NULL, "stage", MS_COL_TEXT, false},
                                  {NULL, "CPU microseconds", MS_COL_NUMBER, false},
                                  {NULL, "%", MS_COL_NUMBER, false}};
    const struct {
        const char *name;
        double us;
    } stages[] = {{"preparing the query", f->prepare},
                  {"finding candidates", f->candidates},
                  {"scoring them", f->scoring}};
    double all = f->prepare + f->candidates + f->scoring;
    ms_rows *t = ms_rows_begin(c, MS_ROWS_TABLE, cols, 3);
    if (!t) return MS_ENOMEM;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        ms_rows_add(t, (ms_str[]){ms_str_z(stages[i].name), text(c, "%.1f", stages[i].us),
                                  text(c, "%.1f", all > 0 ? 100 * stages[i].us / all : 0)});
    return ms_rows_end(t);
}

static void section_row(ms_cli *c, ms_rows *t, const char *name, const ms_snap *s,
                        uint64_t bytes)
{
    ms_rows_add(t, (ms_str[]){ms_str_z(name), text(c, "%.0f", (double)bytes),
                              text(c, "%.2f", a_name(s, bytes))});
}

static ms_rc sections_table(ms_cli *c, const ms_snap *s)
{
    static const ms_col cols[] = {{NULL, "section", MS_COL_TEXT, false},
                                  {NULL, "bytes", MS_COL_NUMBER, false},
                                  {NULL, "a name", MS_COL_NUMBER, false}};
    ms_rows *t = ms_rows_begin(c, MS_ROWS_TABLE, cols, 3);
    if (!t) return MS_ENOMEM;
    for (uint32_t i = 0; i < ms_snap_sections(s); i++) {
        ms_snap_section x = ms_snap_section_get(s, i);
        section_row(c, t, x.name, s, x.bytes);
    }
    section_row(c, t, "all but json and reports", s, index_bytes(s));
    ms_rows_tint(t, 1);
    return ms_rows_end(t);
}

static ms_rc growth_table(ms_cli *c, const bench_report *r)
{
    static const ms_col cols[] = {{NULL, "screened", MS_COL_NUMBER, false},
                                  {NULL, "names", MS_COL_NUMBER, false},
                                  {NULL, "mean", MS_COL_NUMBER, false},
                                  {NULL, "99 %", MS_COL_NUMBER, false},
                                  {NULL, "slowest", MS_COL_NUMBER, false}};
    ms_rows *t = ms_rows_begin(c, MS_ROWS_TABLE, cols, 5);
    if (!t) return MS_ENOMEM;
    for (unsigned i = 0; i < r->n_growth; i++) {
        const bench_size *z = &r->growth[i];
        ms_rows_add(t, (ms_str[]){text(c, "%.0f", z->screened), text(c, "%.0f", z->names),
                                  text(c, "%.1f", z->figures.cpu.mean),
                                  text(c, "%.1f", z->figures.cpu.p99),
                                  text(c, "%.1f", z->figures.cpu.max)});
    }
    return ms_rows_end(t);
}

static void head_lines(ms_cli *c, const bench_report *r)
{
    const bench_figures *f = &r->all.figures;
    double n = f->queries ? (double)f->queries : 1;
    fprintf(c->out, "%.*s; marsad %s\n", MS_FMT(bench_processor(c->arena)), ms_version());
    fprintf(c->out, "%u entities, %u screened, %u names; index %s\n", r->all.entities,
            r->all.screened, r->all.names, ms_snap_digest(r->snap));
    fprintf(c->out, "%" PRIu64 " queries ", f->queries);
    if (r->source) fprintf(c->out, "from %s", r->source);
    else fprintf(c->out, "made from the lists, seed %" PRIu64, r->seed);
    fprintf(c->out, ", threshold %.2f, %u thread%s, %s\n", r->job->threshold / 1e6,
            r->job->threads, r->job->threads == 1 ? "" : "s", r->job->cold ? "cold" : "warm");
    fprintf(c->out, "%.1f queries a second; %.3f matches and %.3f entities scored a query\n",
            a_second(f), (double)f->matches / n, (double)f->scored / n);
    if (f->unasked)
        fprintf(c->out, "%" PRIu64 " queries say nothing to search with\n", f->unasked);
    if (f->scans)
        fprintf(c->out, "%" PRIu64 " queries scored every entity of their kind\n", f->scans);
    if (f->verified)
        fprintf(c->out,
                "%" PRIu64 " of %" PRIu64
                " answers differ from scoring all, which takes %.0f microseconds a query\n",
                f->differ, f->verified, f->verify);
    fputc('\n', c->out);
}

ms_rc bench_report_table(ms_cli *c, const bench_report *r)
{
    head_lines(c, r);
    ms_rc rc = times_table(c, &r->all.figures);
    fputc('\n', c->out);
    if (!rc) rc = stages_table(c, &r->all.figures);
    fputc('\n', c->out);
    if (!rc) rc = sections_table(c, r->snap);
    if (rc || !r->n_growth) return rc;
    fputc('\n', c->out);
    return growth_table(c, r);
}
