/* Jobs: rows that are too many to be answered at once, screened one job after another by
 * threads of their own.
 *
 * Rows and answers are kept in the folder jobs of the data folder, sealed (server/sealed.h),
 * and end with the process.  A job answers from one version of the lists, which it opens for
 * itself: it holds up no update. */
#ifndef MARSAD_SERVER_JOBS_H
#define MARSAD_SERVER_JOBS_H

#include "ask/input.h"
#include "server/sealed.h"
#include "server/site.h"

enum { MS_JOBS_KEPT = 1000, MS_JOB_ID = 32 };

typedef enum ms_job_state {
    MS_JOB_WAITING,
    MS_JOB_RUNNING,
    MS_JOB_DONE,
    MS_JOB_FAILED
} ms_job_state;

/* What a job is asked to do; texts are copied. */
typedef struct ms_job_order {
    const ms_request *from; /* the call that makes it; the job is its key's alone, if any */
    const ms_route *route;  /* whose parameters `query` has */
    ms_str query;           /* of the URL */
    bool told;              /* `format` is known */
    input_format format;
} ms_job_order;

/* How a job is. */
typedef struct ms_job_view {
    ms_job_state state;
    uint64_t rows, errors;     /* answered so far, and those of them that could not be read */
    uint64_t done, total;      /* bytes of the rows */
    int64_t created, ended;    /* seconds since 1970; 0: not yet */
    char index[MS_JOB_ID + 1]; /* digest of the lists; empty: not begun */
    ms_diag error;             /* of MS_JOB_FAILED */
} ms_job_view;

typedef struct ms_jobs ms_jobs;

/* Begins to take jobs for `s`; what an earlier process left behind is removed.  MS_ELIMIT
 * where the path of the data folder is too long, MS_ENOMEM. */
ms_rc ms_jobs_new(ms_server *s, ms_jobs **out, ms_diag *d);

/* Ends all jobs and forgets them; nobody asks any more.  NULL is legal. */
void ms_jobs_free(ms_jobs *j);

/* A file for the rows of a job.  MS_EBUSY while another process uses the folder, MS_ELIMIT
 * where too many jobs or bytes are kept, MS_EIO. */
ms_rc ms_jobs_rows(ms_jobs *j, ms_sealed **out, ms_diag *d);

/* Whether `n` bytes more may be kept. */
bool ms_jobs_room(const ms_jobs *j, uint64_t n);

/* Adds a job for the rows in `rows`, which is the job's from then on, also on failure, and
 * writes its id.  MS_ELIMIT, MS_EIO, MS_ENOMEM. */
ms_rc ms_jobs_add(ms_jobs *j, const ms_job_order *o, ms_sealed *rows, char id[MS_JOB_ID + 1],
                  ms_diag *d);

/* How the job `id` of `owner` (ms_request_owner) is; false: there is none. */
bool ms_jobs_look(ms_jobs *j, ms_str id, ms_str owner, ms_job_view *out);

/* The answers of a job that is done; it is forgotten when `call` was sent all of them.
 * MS_ENOTFOUND, MS_EBUSY: not done; what ms_unsealing_new gives. */
ms_rc ms_jobs_result(ms_jobs *j, ms_str id, ms_str owner, const ms_call *call,
                     ms_http_stream *out, ms_diag *d);

/* Ends the job and forgets it; false: there is none. */
bool ms_jobs_forget(ms_jobs *j, ms_str id, ms_str owner);

/* Forgets jobs that ended long enough ago; now and then, by one thread. */
void ms_jobs_sweep(ms_jobs *j);

#endif
