#include "base/pool.h"

#include <pthread.h>

#include "base/mem.h"

enum { CHUNKS_A_JOB = 4 };

enum { FREE, FILLED, DONE };

/* `filled`, `taken` and `written` count chunks since the start; chunk number i
 * lies in ring[i % n].  Everything below `lock` is guarded by it. */
typedef struct pool {
    const ms_pool_job *job;
    ms_pool_chunk *ring;
    unsigned n;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t filled, taken, written;
    bool ended; /* nothing more will be filled */
    ms_rc rc;   /* the first failure: everybody stops */
} pool;

static void chunk_reset(ms_pool_chunk *c)
{
    ms_arena_reset(c->arena);
    ms_out_reset(&c->out);
    ms_out_reset(&c->err);
    c->rows = NULL;
    c->n = 0;
    memset(c->count, 0, sizeof c->count);
    c->rc = MS_OK;
}

static void fail(pool *p, ms_rc rc)
{
    pthread_mutex_lock(&p->lock);
    if (!p->rc) p->rc = rc;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

/* ---- the three kinds of thread ----------------------------------------- */

/* The next chunk to work on; NULL when there will be none. */
static ms_pool_chunk *take(pool *p)
{
    pthread_mutex_lock(&p->lock);
    while (!p->rc && p->taken == p->filled && !p->ended)
        pthread_cond_wait(&p->changed, &p->lock);
    ms_pool_chunk *c = !p->rc && p->taken < p->filled ? &p->ring[p->taken++ % p->n] : NULL;
    pthread_mutex_unlock(&p->lock);
    return c;
}

static void *work(void *arg)
{
    pool *p = arg;
    void *worker = p->job->begin(p->job->ctx);
    if (!worker) {
        fail(p, MS_ENOMEM);
        return NULL;
    }
    for (ms_pool_chunk *c = take(p); c; c = take(p)) {
        c->rc = p->job->work(worker, c);
        pthread_mutex_lock(&p->lock);
        c->state = DONE;
        pthread_cond_broadcast(&p->changed);
        pthread_mutex_unlock(&p->lock);
    }
    p->job->end(worker);
    return NULL;
}

/* The next chunk to write, in order; NULL when there will be none. */
static ms_pool_chunk *next_done(pool *p)
{
    pthread_mutex_lock(&p->lock);
    ms_pool_chunk *c = &p->ring[p->written % p->n];
    while (!p->rc && c->state != DONE && !(p->ended && p->written == p->filled))
        pthread_cond_wait(&p->changed, &p->lock);
    if (p->rc || c->state != DONE) c = NULL;
    pthread_mutex_unlock(&p->lock);
    return c;
}

static void *write_all(void *arg)
{
    pool *p = arg;
    for (ms_pool_chunk *c = next_done(p); c; c = next_done(p)) {
        ms_rc rc = c->rc ? c->rc : p->job->write(p->job->ctx, c);
        if (rc) {
            fail(p, rc);
            break;
        }
        pthread_mutex_lock(&p->lock);
        c->state = FREE;
        p->written++;
        pthread_cond_broadcast(&p->changed);
        pthread_mutex_unlock(&p->lock);
    }
    return NULL;
}

/* What was read before a failure is still answered. */
static ms_rc read_all(pool *p)
{
    ms_rc rc = MS_OK;
    for (bool more = true; more;) {
        pthread_mutex_lock(&p->lock);
        ms_pool_chunk *c = &p->ring[p->filled % p->n];
        while (!p->rc && c->state != FREE) pthread_cond_wait(&p->changed, &p->lock);
        bool stop = p->rc != MS_OK;
        pthread_mutex_unlock(&p->lock);
        if (stop) break;
        chunk_reset(c);
        rc = p->job->fill(p->job->ctx, c);
        more = !rc && c->n;
        pthread_mutex_lock(&p->lock);
        if (c->n) {
            c->state = FILLED;
            p->filled++;
        }
        p->ended = !more;
        pthread_cond_broadcast(&p->changed);
        pthread_mutex_unlock(&p->lock);
    }
    return rc;
}

/* ---- running ----------------------------------------------------------- */

static ms_rc run_alone(pool *p)
{
    const ms_pool_job *job = p->job;
    ms_pool_chunk *c = p->ring;
    void *worker = job->begin(job->ctx);
    ms_rc rc = worker ? MS_OK : MS_ENOMEM, read = MS_OK;
    while (!rc && !read) {
        chunk_reset(c);
        read = job->fill(job->ctx, c);
        if (!c->n) break;
        rc = job->work(worker, c);
        if (!rc) rc = job->write(job->ctx, c);
    }
    if (worker) job->end(worker);
    return rc ? rc : read;
}

/* Threads that could not be started are done without, as long as one works. */
static ms_rc run_threads(pool *p)
{
    pthread_t writer, workers[MS_POOL_JOBS_MAX];
    unsigned n = 0;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->changed, NULL);
    while (n < p->job->jobs && n < MS_POOL_JOBS_MAX &&
           !pthread_create(&workers[n], NULL, work, p))
        n++;
    bool writes = n && !pthread_create(&writer, NULL, write_all, p);
    ms_rc read = MS_OK;
    if (writes) read = read_all(p);
    if (!writes) fail(p, MS_ENOMEM);
    for (unsigned i = 0; i < n; i++) pthread_join(workers[i], NULL);
    if (writes) pthread_join(writer, NULL);
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->lock);
    return p->rc ? p->rc : read;
}

ms_rc ms_pool_run(const ms_pool_job *job)
{
    pool p = {.job = job, .n = job->jobs > 1 ? CHUNKS_A_JOB * job->jobs : 1};
    ms_rc rc = MS_OK;
    p.ring = ms_calloc(p.n, sizeof *p.ring);
    if (!p.ring) return MS_ENOMEM;
    for (unsigned i = 0; i < p.n && !rc; i++) {
        p.ring[i].arena = ms_arena_new(0);
        if (!p.ring[i].arena) rc = MS_ENOMEM;
    }
    if (!rc) rc = job->jobs > 1 ? run_threads(&p) : run_alone(&p);
    for (unsigned i = 0; i < p.n; i++) {
        ms_arena_free(p.ring[i].arena);
        ms_out_free(&p.ring[i].out);
        ms_out_free(&p.ring[i].err);
    }
    ms_free(p.ring);
    return rc;
}
