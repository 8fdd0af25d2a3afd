/* Cost by list size: shares of the lists built and measured, and a plot of it. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include <marsad/shard.h>

#include "base/file.h"
#include "cli/bench.h"
#include "cli/progress.h"
#include "cli/upgrade.h"

/* Bytes of JSON that a build keeps in memory. */
enum { IN_MEMORY = 64 << 20 };

/* ---- shares ------------------------------------------------------------ */

static ms_rc add_share(ms_build *b, const ms_snap *s, uint32_t list, ms_shard shard,
                       ms_progress *p, ms_diag *d)
{
    uint32_t first = ms_snap_list_first(s, list), n = ms_snap_list_entities(s, list);
    ms_arena *a = ms_arena_new(0);
    ms_rc rc = a ? ms_build_list(b, ms_snap_list_name(s, list), d) : MS_ENOMEM;
    for (uint32_t i = first; i < first + n && !rc; i++) {
        ms_entity e;
        ms_arena_reset(a);
        rc = ms_upgrade_entity(ms_snap_get(s, i).json, a, &e, d);
        if (!rc && ms_shard_has(shard, &e)) rc = ms_build_add(b, &e, d);
        ms_progress_at(p, i, ms_snap_entities(s));
    }
    ms_arena_free(a);
    return rc;
}

static ms_rc build_share(ms_cli *c, const ms_snap *s, uint32_t of, const char *folder,
                         const char *path, ms_diag *d)
{
    ms_progress p;
    ms_build *b = ms_build_new();
    ms_rc rc = b ? ms_build_spool(b, folder, IN_MEMORY, d) : MS_ENOMEM;
    ms_progress_begin(&p, c, "building a share of the lists", "entities");
    for (uint32_t i = 0; i < ms_snap_lists(s) && !rc; i++)
        rc = add_share(b, s, i, (ms_shard){1, of}, &p, d);
    if (!rc) rc = ms_build_write(b, path, d);
    ms_progress_end(&p);
    ms_build_free(b);
    return rc;
}

static int measure_share(ms_cli *c, const ms_snap *s, uint32_t of, const char *folder,
                         const bench_job *job, bench_size *out)
{
    ms_diag d = {0};
    ms_snap *part = NULL;
    ms_str path = ms_arena_strf(c->arena, "%s/share.snap", folder);
    if (!path.p) return ms_cli_nomem(c);
    ms_rc rc = build_share(c, s, of, folder, path.p, &d);
    if (!rc) rc = ms_snap_open(path.p, &part, &d);
    if (rc) {
        d.rc = rc;
        ms_cli_diag(c, path.p, &d);
    }
    int e = ms_cli_exit(rc);
    if (!e) *out = bench_size_of(part);
    if (!e) e = bench_measure(c, part, job, &out->figures);
    ms_snap_close(part);
    unlink(path.p);
    return e;
}

int bench_grow(ms_cli *c, const ms_snap *s, const bench_job *job, bench_size out[BENCH_SHARES])
{
    const char *top = getenv("TMPDIR");
    char folder[PATH_MAX];
    int e = MS_EXIT_OK;
    snprintf(folder, sizeof folder, "%s/marsad-bench-XXXXXX", top && *top ? top : "/tmp");
    if (!mkdtemp(folder)) {
        ms_cli_say(c, "cannot make %s: %s", folder, ms_errno_text(errno));
        return MS_EXIT_SYSTEM;
    }
    for (int i = 0; i + 1 < BENCH_SHARES && !e; i++)
        e = measure_share(c, s, 1u << (BENCH_SHARES - 1 - i), folder, job, &out[i]);
    rmdir(folder);
    return e;
}

/* ---- the plot ---------------------------------------------------------- */

enum { WIDTH = 720, HEIGHT = 440, LEFT = 76, RIGHT = 24, TOP = 52, BOTTOM = 56 };

/* Two axes, in powers of ten. */
typedef struct axes {
    double x0, x1, y0, y1;
} axes;

static double x_of(const axes *a, double v)
{
    return LEFT + (log10(v) - a->x0) / (a->x1 - a->x0) * (WIDTH - LEFT - RIGHT);
}

static double y_of(const axes *a, double v)
{
    return HEIGHT - BOTTOM - (log10(v) - a->y0) / (a->y1 - a->y0) * (HEIGHT - TOP - BOTTOM);
}

/* What is drawn lies above 0. */
static double positive(double v)
{
    return v < 0.1 ? 0.1 : v;
}

static axes axes_of(const bench_report *r)
{
    axes a = {9, 0, 9, 0};
    for (unsigned i = 0; i < r->n_growth; i++) {
        const bench_size *z = &r->growth[i];
        double x = log10(positive(z->screened));
        a.x0 = fmin(a.x0, x), a.x1 = fmax(a.x1, x);
        a.y0 = fmin(a.y0, log10(positive(z->figures.cpu.mean)));
        a.y1 = fmax(a.y1, log10(positive(z->figures.cpu.p99)));
    }
    a.y0 = floor(a.y0), a.y1 = ceil(a.y1 + 0.01);
    a.x0 -= 0.1, a.x1 += 0.1;
    return a;
}

/* `v` with a comma between thousands. */
static void count(ms_out *o, double v)
{
    uint64_t n = (uint64_t)(v + 0.5);
    if (n < 1000) {
        ms_out_fmt(o, "%llu", (unsigned long long)n);
        return;
    }
    count(o, (double)(n / 1000));
    ms_out_fmt(o, ",%03llu", (unsigned long long)(n % 1000));
}

static void grid(ms_out *o, const bench_report *r, const axes *a)
{
    for (int k = (int)a->y0; k <= (int)a->y1; k++) {
        double y = y_of(a, pow(10, k));
        ms_out_fmt(o, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, y, WIDTH - RIGHT);
        ms_out_fmt(o, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 8, y + 4);
        count(o, pow(10, k));
        ms_out_lit(o, "</text>\n");
    }
    for (unsigned i = 0; i < r->n_growth; i++) {
        double n = positive(r->growth[i].screened), x = x_of(a, n);
        ms_out_fmt(o, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>\n", x, TOP, HEIGHT - BOTTOM);
        ms_out_fmt(o, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x,
                   HEIGHT - BOTTOM + 20);
        count(o, n);
        ms_out_lit(o, "</text>\n");
    }
    ms_out_fmt(
        o, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">entities that are screened</text>\n",
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12);
}

/* One line through the points, with the last value beside it. */
static void series(ms_out *o, const bench_report *r, const axes *a, const char *name, bool tail)
{
    double x = 0, y = 0;
    ms_out_fmt(o, "<path class=\"line %s\" d=\"", name);
    for (unsigned i = 0; i < r->n_growth; i++) {
        const bench_times *t = &r->growth[i].figures.cpu;
        x = x_of(a, positive(r->growth[i].screened));
        y = y_of(a, positive(tail ? t->p99 : t->mean));
        ms_out_fmt(o, "%c%.1f %.1f", i ? 'L' : 'M', x, y);
    }
    ms_out_lit(o, "\"/>\n");
    for (unsigned i = 0; i < r->n_growth; i++) {
        const bench_times *t = &r->growth[i].figures.cpu;
        double v = tail ? t->p99 : t->mean;
        x = x_of(a, positive(r->growth[i].screened)), y = y_of(a, positive(v));
        ms_out_fmt(o, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", name, x, y);
        ms_out_fmt(o, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">", x, y - 10);
        count(o, v);
        ms_out_lit(o, "</text>\n");
    }
    ms_out_fmt(o, "<text class=\"name %s\" x=\"%d\" y=\"%.1f\">%s</text>\n", name, LEFT + 8,
               tail ? TOP + 14.0 : TOP + 32.0,
               tail ? "99 of 100 queries within" : "mean of all queries");
}

/* The numbers, for those who do not see the picture. */
static void numbers(ms_out *o, const bench_report *r)
{
    ms_out_lit(o, "<desc>Screened entities, names, mean and 99 of 100 within, in microseconds "
                  "of CPU time:");
    for (unsigned i = 0; i < r->n_growth; i++) {
        const bench_size *z = &r->growth[i];
        ms_out_fmt(o, "\n%u, %u, %.1f, %.1f;", z->screened, z->names, z->figures.cpu.mean,
                   z->figures.cpu.p99);
    }
    ms_out_lit(o, "</desc>\n");
}

/* Colours that can be told apart on white and on black, also by who sees no red. */
static const char style[] =
    "<style>text{font:13px system-ui,sans-serif;fill:#333}.back{fill:#fff}"
    ".grid{stroke:#ccc;fill:none}.line{stroke-width:2}"
    ".mean{stroke:#0072b2;fill:#0072b2}.tail{stroke:#b34700;fill:#b34700}"
    "path.line{fill:none}text.name{stroke:none}.title{font-size:15px;font-weight:600}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.back{fill:#161616}.grid{stroke:#444}"
    ".mean{stroke:#56b4e9;fill:#56b4e9}.tail{stroke:#f0a05a;fill:#f0a05a}}</style>\n";

ms_rc bench_plot(const bench_report *r, const char *path, ms_diag *d)
{
    ms_out o = {0};
    const axes a = axes_of(r);
    ms_out_fmt(&o,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
               "<title>What a search costs by the size of the lists</title>\n",
               WIDTH, HEIGHT);
    numbers(&o, r);
    ms_out_raw(&o, ms_str_z(style));
    ms_out_fmt(&o, "<rect class=\"back\" width=\"%d\" height=\"%d\"/>\n", WIDTH, HEIGHT);
    ms_out_fmt(&o,
               "<text class=\"title\" x=\"%d\" y=\"26\">A search by the size of the lists: "
               "microseconds of CPU time, threshold %.2f</text>\n",
               LEFT, r->job->threshold / 1e6);
    grid(&o, r, &a);
    series(&o, r, &a, "tail", true);
    series(&o, r, &a, "mean", false);
    ms_out_lit(&o, "</svg>\n");
    ms_rc rc = o.failed ? MS_ENOMEM : ms_file_replace(path, ms_out_str(&o), d);
    ms_out_free(&o);
    return rc;
}
