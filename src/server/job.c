#include "server/job.h"

#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "base/mem.h"
#include "base/pool.h"
#include "server/access.h"
#include "server/screening.h"

enum { ROWS_A_CHUNK = 32, BYTES_A_CHUNK = 64 * 1024 };

void ms_job_id(char id[MS_JOB_ID + 1])
{
    unsigned char bits[MS_JOB_ID / 2];
    randombytes_buf(bits, sizeof bits);
    sodium_bin2hex(id, MS_JOB_ID + 1, bits, sizeof bits);
}

ms_rc ms_job_new(const ms_job_order *o, ms_sealed *rows, ms_job **out, ms_diag *d)
{
    ms_job *job = ms_calloc(1, sizeof *job);
    ms_arena *arena = ms_arena_new(0);
    *out = NULL;
    if (job) job->order = *o;
    if (job && arena) job->order.query = ms_arena_str(arena, o->query);
    if (!job || !arena || !job->order.query.p) {
        ms_free(job);
        ms_arena_free(arena);
        return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    }
    ms_job_id(job->id);
    job->arena = arena;
    job->order.from = NULL; /* it is gone when the job runs */
    ms_access_keep(o->from, &job->caller);
    job->rows = rows;
    job->users = 1;
    job->seen.created = (int64_t)time(NULL);
    atomic_init(&job->total, ms_sealed_size(rows));
    *out = job;
    return MS_OK;
}

void ms_job_let(ms_job *job)
{
    if (--job->users) return;
    ms_sealed_drop(job->rows);
    ms_sealed_drop(job->result);
    ms_access_let(&job->caller);
    ms_arena_free(job->arena);
    ms_free(job);
}

ms_job_view ms_job_seen(const ms_job *job)
{
    ms_job_view v = {.state = job->seen.state};
    v.created = job->seen.created;
    v.ended = job->seen.ended;
    v.error = job->seen.error;
    if (atomic_load(&job->begun)) memcpy(v.index, job->seen.index, sizeof v.index);
    v.rows = atomic_load(&job->n_rows);
    v.errors = atomic_load(&job->n_errors);
    v.done = v.state == MS_JOB_DONE ? atomic_load(&job->total) : atomic_load(&job->done);
    v.total = atomic_load(&job->total);
    return v;
}

void ms_job_ended(ms_job *job, ms_rc rc, ms_sealed *result, const ms_diag *d)
{
    job->seen.state = rc ? MS_JOB_FAILED : MS_JOB_DONE;
    job->seen.ended = (int64_t)time(NULL);
    job->seen.error = *d;
    job->seen.error.rc = rc;
    if (rc) ms_sealed_drop(result);
    else job->result = result;
    ms_sealed_drop(job->rows);
    job->rows = NULL;
}

/* ---- the lists --------------------------------------------------------- */

/* The version of the lists that a job answers from. */
typedef struct version {
    ms_snap *own;
    ms_view *own_view;
    const ms_snap *snap;
    ms_view *view;
} version;

/* Opens the file anew, which other calls do not wait for; where that cannot be, as while a bad
 * update lies there, the version in force is held. */
static void take_version(ms_server *s, version *v)
{
    ms_diag d = {0};
    *v = (version){0};
    bool opened = !ms_snap_open(s->o.snapshot, &v->own, &d);
    if (opened && !ms_view_new(v->own, &v->own_view)) {
        v->snap = v->own;
        v->view = v->own_view;
        return;
    }
    if (opened) ms_snap_close(v->own);
    v->own = NULL;
    v->snap = ms_live_hold(s->live, ms_server_job_reader(s));
    v->view = ms_server_view(s, v->snap);
}

static void let_version(ms_server *s, version *v)
{
    ms_view_free(v->own_view);
    ms_snap_close(v->own);
    if (!v->own) ms_live_let(s->live, ms_server_job_reader(s));
}

/* ---- screening --------------------------------------------------------- */

typedef struct run {
    ms_job *job;
    ms_screening screening;
    ms_sealed *result;
    ms_diag *d;
} run;

typedef struct worker {
    ms_scorer *scorer;
    ms_screener *screener;
} worker;

static void worker_end(void *p)
{
    worker *w = p;
    ms_screener_free(w->screener);
    ms_scorer_free(w->scorer);
    ms_free(w);
}

static void *worker_begin(void *ctx)
{
    run *x = ctx;
    worker *w = ms_calloc(1, sizeof *w);
    if (!w) return NULL;
    w->scorer = ms_scorer_new();
    if (w->scorer) w->screener = ms_screener_new(&x->screening, w->scorer);
    if (w->screener) return w;
    worker_end(w);
    return NULL;
}

static ms_rc fill(void *ctx, ms_pool_chunk *c)
{
    run *x = ctx;
    if (atomic_load(&x->job->cancelled)) return MS_END;
    ms_rc rc = input_fill(x->screening.in, c->arena, ROWS_A_CHUNK, BYTES_A_CHUNK,
                          (input_row **)&c->rows, &c->n, x->d);
    input_progress(x->screening.in, &c->done, &c->total);
    return rc;
}

enum { ROWS, ERRORS };

static ms_rc work(void *p, ms_pool_chunk *c)
{
    worker *w = p;
    const input_row *rows = c->rows;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < c->n && !rc; i++) {
        bool bad;
        rc = ms_screener_row(w->screener, &rows[i], &c->out, &bad);
        c->count[ROWS]++;
        c->count[ERRORS] += bad;
    }
    return rc;
}

static ms_rc write_answers(void *ctx, ms_pool_chunk *c)
{
    run *x = ctx;
    ms_job *job = x->job;
    if (atomic_load(&job->cancelled)) return MS_END;
    ms_rc rc = ms_sealed_write(x->result, ms_out_str(&c->out), x->d);
    atomic_fetch_add(&job->n_rows, c->count[ROWS]);
    atomic_fetch_add(&job->n_errors, c->count[ERRORS]);
    atomic_store(&job->done, c->done);
    return rc;
}

/* At most half the processors. */
static unsigned threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN) / 2;
    return n < 1 ? 1 : n > MS_POOL_JOBS_MAX ? MS_POOL_JOBS_MAX : (unsigned)n;
}

static ms_rc screen(run *x, uint64_t ceiling)
{
    ms_source *src;
    const ms_job_order *o = &x->job->order;
    ms_rc rc = ms_sealed_source(x->job->rows, "the rows", &src, x->d);
    if (!rc)
        rc = ms_screening_open(&x->screening, src, o->told ? &o->format : NULL, ceiling, x->d);
    const ms_pool_job pool = {.jobs = threads(),
                              .ctx = x,
                              .fill = fill,
                              .begin = worker_begin,
                              .end = worker_end,
                              .work = work,
                              .write = write_answers};
    if (!rc) rc = ms_pool_run(&pool);
    ms_screening_end(&x->screening);
    return rc ? rc : ms_sealed_end(x->result, x->d);
}

/* A request of the job's own stands for the one that made it, which is long gone. */
ms_rc ms_job_run(ms_job *job, ms_server *s, ms_sealed *result, ms_diag *d)
{
    version v;
    run x = {.job = job, .result = result, .d = d};
    ms_call call = {.arena = job->arena, .method = "POST", .query = job->order.query};
    ms_request *r = ms_arena_alloc(job->arena, sizeof *r);
    if (!r) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    take_version(s, &v);
    if (v.snap) memcpy(job->seen.index, ms_snap_digest(v.snap), MS_JOB_ID);
    atomic_store(&job->begun, true);
    *r = (ms_request){.call = &call,
                      .server = s,
                      .route = job->order.route,
                      .snap = v.snap,
                      .view = v.view,
                      .keys = job->caller.keys,
                      .key = job->caller.key};
    bool ready = ms_route_args(r->route, &call, r->args) && ms_screening_begin(r, &x.screening);
    ms_rc rc = ready ? screen(&x, s->o.upload_max)
                     : ms_fail(d, MS_ENOTFOUND, 0, 0, "The lists that it asks for are gone");
    let_version(s, &v);
    ms_out_free(&call.out);
    return rc;
}
