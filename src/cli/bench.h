/* Measuring what screening costs: queries, measurement, report and plot. */
#ifndef MARSAD_CLI_BENCH_H
#define MARSAD_CLI_BENCH_H

#include <marsad/index.h>
#include <marsad/version.h>

#include "ask/query.h"
#include "cli/cli.h"

/* ---- queries ----------------------------------------------------------- */

/* Where queries come from: the rows of a file, or a snapshot and a seed.  Shared by threads
 * that read. */
typedef struct bench_queries bench_queries;

/* Reads the rows of `path` as `marsad screen` does.  Returns an ms_exit; a failure was
 * said. */
int bench_queries_read(ms_cli *c, const char *path, bench_queries **out);

/* Queries without end about the lists of `s`, which outlives them: the same for the same
 * lists and seed.  NULL: no memory. */
bench_queries *bench_queries_make(const ms_snap *s, uint64_t seed);
void bench_queries_free(bench_queries *b); /* NULL is legal */

/* How many there are before the first comes again; 0: they have no end. */
uint64_t bench_queries_count(const bench_queries *b);

/* Fields of query `i`, which lie in `b` or in `a`.  MS_ENOMEM. */
ms_rc bench_queries_get(const bench_queries *b, uint64_t i, ms_arena *a,
                        const query_field **fields, uint32_t *n);

/* ---- measuring --------------------------------------------------------- */

/* What to measure. */
typedef struct bench_job {
    const bench_queries *queries;
    uint32_t threshold;
    unsigned threads;
    bool cold;       /* keep nothing from one search to the next */
    uint64_t count;  /* queries; 0: as many as fit into `seconds` */
    uint64_t verify; /* of every so many-th, every entity is scored too; 0: of none */
    unsigned seconds;
} bench_job;

/* Microseconds of many queries. */
typedef struct bench_times {
    double mean, p50, p99, p999, max;
} bench_times;

/* What was measured.  A query is prepared and searched, as `marsad screen` does: the best ten,
 * of each group the best. */
typedef struct bench_figures {
    uint64_t queries; /* measured */
    uint64_t unasked; /* of them, those that say nothing to search with: not in the times */
    double seconds;   /* of the wall clock, all threads together */
    bench_times wall, cpu;
    double prepare, candidates, scoring; /* mean of CPU time, microseconds */
    uint64_t matches;                    /* entities at or above the threshold */
    uint64_t scored;                     /* entities scored */
    uint64_t scans;            /* queries that score all of their kind, for want of a proof */
    uint64_t verified, differ; /* compared with scoring all; those that differ */
    double verify;             /* mean of CPU time of scoring all, microseconds */
} bench_figures;

/* Measures; progress is told.  Returns an ms_exit; a failure was said. */
int bench_measure(ms_cli *c, const ms_snap *s, const bench_job *job, bench_figures *out);

/* ---- telling ----------------------------------------------------------- */

/* The size of a snapshot, and what searching it took. */
typedef struct bench_size {
    uint32_t entities, screened, names;
    bench_figures figures;
} bench_size;

/* Everything that is told. */
typedef struct bench_report {
    const ms_snap *snap;
    const bench_job *job;
    const char *source; /* a file; NULL: made from the lists */
    uint64_t seed;
    bench_size all;
    const bench_size *growth; /* growing shares of the lists; the last one all */
    unsigned n_growth;
} bench_report;

/* The size of `s`. */
bench_size bench_size_of(const ms_snap *s);

/* Writes the report.  MS_EIO, MS_ENOMEM. */
ms_rc bench_report_json(ms_cli *c, const bench_report *r);
ms_rc bench_report_table(ms_cli *c, const bench_report *r);

/* The processor's name and the instruction set that compares. */
ms_str bench_processor(ms_arena *a);

/* ---- growth ------------------------------------------------------------ */

enum { BENCH_SHARES = 5 };

/* Measures growing shares of the lists of `s`: 1/16, 1/8 … and all, built in a temporary
 * folder.  Returns an ms_exit; a failure was said. */
int bench_grow(ms_cli *c, const ms_snap *s, const bench_job *job, bench_size out[BENCH_SHARES]);

/* Writes the cost by list size to the SVG file `path`.  MS_EIO, MS_ENOMEM. */
ms_rc bench_plot(const bench_report *r, const char *path, ms_diag *d);

#endif
