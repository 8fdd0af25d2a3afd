/* Measuring searches one by one. */
#include <stdlib.h>
#include <time.h>

#include <marsad/measure.h>

#include "base/mem.h"
#include "base/pool.h"
#include "cli/bench.h"
#include "cli/progress.h"

/* Stages are told apart on one query of so many, and on so many at least and at most. */
enum { LIMIT = 10, CHUNK = 16, STAGES_OF = 8, STAGES_MIN = 50, STAGES_MAX = 2000, MANY = 10 };

/* Microseconds. */
typedef struct moment {
    double wall, cpu;
} moment;

/* One query. */
typedef struct sample {
    moment prepare, search;
    ms_found found;
    bool asked;
    bool scan; /* candidates cannot be told: all are scored */
} sample;

/* Growing microseconds. */
typedef struct series {
    double *v;
    size_t n, room;
} series;

/* A measurement. */
typedef struct run {
    ms_cli *c;
    const ms_snap *s;
    const bench_job *job;
    uint64_t next;
    double began;
    series wall, cpu; /* of each query */
    double prepare, search;
    bench_figures *out;
    ms_progress progress;
} run;

/* The memory of one thread. */
typedef struct worker {
    run *r;
    ms_scorer *scorer;
    ms_arena *arena;
} worker;

static double clock_us(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static moment now(void)
{
    return (moment){clock_us(CLOCK_MONOTONIC), clock_us(CLOCK_THREAD_CPUTIME_ID)};
}

static moment since(moment from)
{
    moment to = now();
    return (moment){to.wall - from.wall, to.cpu - from.cpu};
}

/* ---- one query --------------------------------------------------------- */

static ms_rc prepare(const run *r, uint64_t i, ms_arena *a, query *q, moment *took)
{
    const query_field *fields;
    uint32_t n;
    ms_arena_reset(a);
    ms_rc rc = bench_queries_get(r->job->queries, i, a, &fields, &n);
    moment from = now();
    *q = query_make(a, i + 1);
    for (uint32_t k = 0; k < n && !rc; k++)
        rc = query_add(q, fields[k].property, fields[k].value);
    if (!rc) rc = query_finish(q);
    *took = since(from);
    return rc;
}

static ms_rc search(const run *r, ms_scorer *scorer, const query *q, bool all,
                    ms_result out[LIMIT], ms_found *found, moment *took)
{
    ms_search o = MS_SEARCH_INIT;
    o.threshold = r->job->threshold, o.limit = LIMIT, o.grouped = true, o.exhaustive = all;
    if (r->job->cold) ms_search_forget(r->s);
    moment from = now();
    ms_rc rc = ms_snap_search(r->s, scorer, &q->identity, &o, out, found);
    *took = since(from);
    return rc;
}

static ms_rc measure(worker *w, uint64_t i, sample *s)
{
    query q;
    ms_result best[LIMIT];
    ms_rc rc = prepare(w->r, i, w->arena, &q, &s->prepare);
    s->asked = !rc && q.searchable && !q.error.rc;
    if (!s->asked) return rc;
    rc = search(w->r, w->scorer, &q, false, best, &s->found, &s->search);
    bool many = (uint64_t)s->found.scored * MANY > ms_snap_screened(w->r->s);
    if (!rc && many)
        s->scan = ms_search_candidates(w->r->s, w->scorer, &q.identity, w->r->job->threshold) ==
                  MS_ENOTFOUND;
    return rc;
}

/* ---- all of them ------------------------------------------------------- */

static void worker_end(void *p)
{
    worker *w = p;
    if (!w) return;
    ms_scorer_free(w->scorer);
    ms_arena_free(w->arena);
    ms_free(w);
}

static void *worker_begin(void *ctx)
{
    worker *w = ms_calloc(1, sizeof *w);
    if (!w) return NULL;
    *w = (worker){ctx, ms_scorer_new(), ms_arena_new(0)};
    if (w->scorer && w->arena) return w;
    worker_end(w);
    return NULL;
}

/* Hands out the numbers of queries. */
static ms_rc fill(void *ctx, ms_pool_chunk *chunk)
{
    run *r = ctx;
    const bench_job *j = r->job;
    double us = clock_us(CLOCK_MONOTONIC) - r->began;
    uint64_t left = j->count - r->next;
    if (!j->count) left = us < j->seconds * 1e6 ? CHUNK : 0;
    chunk->rows = ms_arena_array(chunk->arena, CHUNK, sizeof(sample));
    if (!chunk->rows) return MS_ENOMEM;
    chunk->n = left < CHUNK ? (uint32_t)left : CHUNK;
    chunk->count[0] = r->next;
    r->next += chunk->n;
    chunk->done = j->count ? r->next : (uint64_t)(us / 1e6);
    chunk->total = j->count ? j->count : j->seconds;
    return MS_OK;
}

static ms_rc work(void *p, ms_pool_chunk *chunk)
{
    ms_rc rc = MS_OK;
    sample *s = chunk->rows;
    for (uint32_t i = 0; i < chunk->n && !rc; i++) rc = measure(p, chunk->count[0] + i, &s[i]);
    return rc;
}

static bool keep(series *t, double v)
{
    if (t->n == t->room) {
        size_t room = t->room ? 2 * t->room : 4096;
        double *more = ms_realloc(t->v, room * sizeof *more);
        if (!more) return false;
        t->v = more, t->room = room;
    }
    t->v[t->n++] = v;
    return true;
}

static ms_rc take(run *r, const sample *s)
{
    bench_figures *f = r->out;
    double wall = s->prepare.wall + s->search.wall, cpu = s->prepare.cpu + s->search.cpu;
    f->queries++;
    f->unasked += !s->asked;
    if (!s->asked) return MS_OK;
    f->matches += s->found.total;
    f->scored += s->found.scored;
    f->scans += s->scan;
    r->prepare += s->prepare.cpu;
    r->search += s->search.cpu;
    return keep(&r->wall, wall) && keep(&r->cpu, cpu) ? MS_OK : MS_ENOMEM;
}

static ms_rc collect(void *ctx, ms_pool_chunk *chunk)
{
    run *r = ctx;
    const sample *s = chunk->rows;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < chunk->n && !rc; i++) rc = take(r, &s[i]);
    ms_progress_at(&r->progress, chunk->done, chunk->total);
    return rc;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bench_times times_of(series *t)
{
    double sum = 0;
    if (!t->n) return (bench_times){0};
    qsort(t->v, t->n, sizeof *t->v, by_value);
    for (size_t i = 0; i < t->n; i++) sum += t->v[i];
    return (bench_times){sum / (double)t->n, t->v[t->n / 2], t->v[t->n * 99 / 100],
                         t->v[t->n * 999 / 1000], t->v[t->n - 1]};
}

static ms_rc measure_all(run *r)
{
    const ms_pool_job pool = {.jobs = r->job->threads,
                              .ctx = r,
                              .fill = fill,
                              .begin = worker_begin,
                              .end = worker_end,
                              .work = work,
                              .write = collect};
    ms_progress_begin(&r->progress, r->c, "searching", r->job->count ? "queries" : "seconds");
    r->began = clock_us(CLOCK_MONOTONIC);
    ms_rc rc = ms_pool_run(&pool);
    r->out->seconds = (clock_us(CLOCK_MONOTONIC) - r->began) / 1e6;
    ms_progress_end(&r->progress);
    r->out->wall = times_of(&r->wall);
    r->out->cpu = times_of(&r->cpu);
    return rc;
}

/* ---- stages ------------------------------------------------------------ */

/* CPU time of `n` queries, with scoring or without, by a thread that begins anew. */
static ms_rc stage(run *r, uint64_t n, bool whole, double *sum)
{
    worker *w = worker_begin(r);
    ms_rc rc = w ? MS_OK : MS_ENOMEM;
    *sum = 0;
    for (uint64_t i = 0; i < n && !rc; i++) {
        sample s = {0};
        query q;
        if (whole) {
            rc = measure(w, i, &s);
            *sum += s.search.cpu;
            continue;
        }
        rc = prepare(r, i, w->arena, &q, &s.prepare);
        if (rc || !q.searchable || q.error.rc) continue;
        if (r->job->cold) ms_search_forget(r->s);
        moment from = now();
        rc = ms_search_candidates(r->s, w->scorer, &q.identity, r->job->threshold);
        *sum += since(from).cpu;
        if (rc == MS_ENOTFOUND) rc = MS_OK;
    }
    worker_end(w);
    return rc;
}

/* Finding candidates is timed by itself; what it takes of a search is its share. */
static ms_rc tell_stages(run *r)
{
    bench_figures *f = r->out;
    uint64_t n = f->queries / STAGES_OF;
    double whole, candidates;
    if (n > STAGES_MAX) n = STAGES_MAX;
    if (n < STAGES_MIN) n = f->queries < STAGES_MIN ? f->queries : STAGES_MIN;
    ms_rc rc = stage(r, n, true, &whole);
    if (!rc) rc = stage(r, n, false, &candidates);
    if (rc || f->queries == f->unasked) return rc;
    double share = whole > 0 ? candidates / whole : 0;
    double asked = (double)(f->queries - f->unasked);
    f->prepare = r->prepare / asked;
    f->candidates = r->search / asked * (share < 1 ? share : 1);
    f->scoring = r->search / asked - f->candidates;
    return MS_OK;
}

/* ---- completeness ------------------------------------------------------ */

static bool same(const ms_found *a, const ms_result *x, const ms_found *b, const ms_result *y)
{
    bool eq = a->n == b->n && a->total == b->total && a->groups == b->groups;
    for (uint32_t i = 0; eq && i < a->n; i++)
        eq = x[i].entity == y[i].entity && x[i].score == y[i].score;
    return eq;
}

static ms_rc verify(run *r)
{
    bench_figures *f = r->out;
    worker *w = worker_begin(r);
    double sum = 0;
    ms_rc rc = w ? MS_OK : MS_ENOMEM;
    ms_progress_begin(&r->progress, r->c, "scoring all", "queries");
    for (uint64_t i = 0; i < f->queries && !rc; i += r->job->verify) {
        query q;
        moment took;
        ms_result some[LIMIT], all[LIMIT];
        ms_found found, every;
        rc = prepare(r, i, w->arena, &q, &took);
        if (rc || !q.searchable || q.error.rc) continue;
        rc = search(r, w->scorer, &q, false, some, &found, &took);
        if (!rc) rc = search(r, w->scorer, &q, true, all, &every, &took);
        if (rc) break;
        f->verified++;
        f->differ += !same(&found, some, &every, all);
        sum += took.cpu;
        ms_progress_at(&r->progress, i, f->queries);
    }
    ms_progress_end(&r->progress);
    if (f->verified) f->verify = sum / (double)f->verified;
    worker_end(w);
    return rc;
}

int bench_measure(ms_cli *c, const ms_snap *s, const bench_job *job, bench_figures *out)
{
    run r = {.c = c, .s = s, .job = job, .out = out};
    *out = (bench_figures){0};
    ms_rc rc = measure_all(&r);
    if (!rc) rc = tell_stages(&r);
    if (!rc && job->verify) rc = verify(&r);
    ms_free(r.wall.v);
    ms_free(r.cpu.v);
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    if (rc) ms_cli_say(c, "searching: %s", ms_rc_text(rc));
    return ms_cli_exit(rc);
}
