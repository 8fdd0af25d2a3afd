/* A pool: rows are read by one thread, worked on by several and written in their
 * order, in memory that does not grow with the input.
 *
 * Chunks of rows go round a ring.  When whoever takes the answers is slow, the
 * ring fills up and reading waits.
 */
#ifndef MARSAD_BASE_POOL_H
#define MARSAD_BASE_POOL_H

#include <marsad/arena.h>
#include <marsad/rc.h>

#include "base/json_out.h"

enum { MS_POOL_JOBS_MAX = 256 };

/* Some rows on their way round.  `arena` and both buffers are emptied before the
 * chunk is filled again. */
typedef struct ms_pool_chunk {
    ms_arena *arena;      /* for what `fill` reads */
    void *rows;           /* what `fill` read, in `arena` */
    uint32_t n;           /* how many */
    ms_out out;           /* answers, for standard output */
    ms_out err;           /* messages, for standard error */
    uint64_t done, total; /* how far the input is read, as `fill` says */
    uint64_t count[4];    /* whatever `work` tells `write` */
    ms_rc rc;             /* the failure of `work` */
    int state;            /* the pool's */
} ms_pool_chunk;

/* What to do with rows. */
typedef struct ms_pool_job {
    unsigned jobs; /* threads that work; with 1 all is done by the caller's */
    void *ctx;     /* for all of the functions */
    /* Reads some rows, by one thread; `n` 0 at the end of the input. */
    ms_rc (*fill)(void *ctx, ms_pool_chunk *c);
    /* The memory of one working thread, and its end; NULL: no memory. */
    void *(*begin)(void *ctx);
    void (*end)(void *worker);
    /* Works on the rows of a chunk. */
    ms_rc (*work)(void *worker, ms_pool_chunk *c);
    /* Writes the answers, by one thread, in the order of the rows. */
    ms_rc (*write)(void *ctx, ms_pool_chunk *c);
} ms_pool_job;

/* Runs until the input ends or something fails; the first failure. */
ms_rc ms_pool_run(const ms_pool_job *job);

#endif
