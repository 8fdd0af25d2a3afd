/* One job: made by a call, run by the thread of ms_jobs, whose guard protects what is not
 * atomic here. */
#ifndef MARSAD_SERVER_JOB_H
#define MARSAD_SERVER_JOB_H

#include "server/jobs.h"
#include "server/site.h"

typedef struct ms_job {
    struct ms_job *next;
    char id[MS_JOB_ID + 1];
    ms_job_order order; /* its text in `arena` */
    ms_request caller;  /* its key alone, whose job it is */
    ms_arena *arena;
    ms_sealed *rows;   /* NULL: it has ended */
    ms_sealed *result; /* NULL: none yet */
    unsigned users;    /* the list, the thread that runs it, whoever is sent its answers */
    ms_job_view seen;
    atomic_uint_least64_t n_rows, n_errors, done, total; /* while it runs */
    atomic_bool cancelled;
    atomic_bool begun; /* seen.index is set, and stays */
} ms_job;

/* 128 random bits in hexadecimal digits. */
void ms_job_id(char id[MS_JOB_ID + 1]);

/* A job with one user.  `rows` stays the caller's where it fails.  MS_ENOMEM. */
ms_rc ms_job_new(const ms_job_order *o, ms_sealed *rows, ms_job **out, ms_diag *d);

/* One user less; the last one frees it. */
void ms_job_let(ms_job *job);

/* How it is. */
ms_job_view ms_job_seen(const ms_job *job);

/* Screens the rows and writes the answers to `result`.  Without the guard.  MS_END where it was
 * cancelled. */
ms_rc ms_job_run(ms_job *job, ms_server *s, ms_sealed *result, ms_diag *d);

/* Notes how that ended; takes `result`. */
void ms_job_ended(ms_job *job, ms_rc rc, ms_sealed *result, const ms_diag *d);

#endif
