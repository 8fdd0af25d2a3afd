#include "gen_run.h"

#include <errno.h>
#include <pthread.h>

#include "base/mem.h"

enum { CHUNK = 1024, JOBS_MAX = 64 };

typedef struct run {
    gen_make *make;
    void *ctx;
    uint32_t n;
    FILE *file;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    uint32_t next, turn; /* chunks: taken, written */
} run;

typedef struct worker {
    run *all;
    gen_stats *stats;
    pthread_t thread;
} worker;

static void write_in_turn(run *all, uint32_t chunk, const ms_out *o)
{
    ms_str s = ms_out_str(o);
    pthread_mutex_lock(&all->lock);
    while (all->turn != chunk) pthread_cond_wait(&all->turned, &all->lock);
    if (o->failed) gen_need(NULL);
    if (fwrite(s.p ? s.p : "", 1, s.n, all->file) != s.n) gen_die("output", strerror(errno));
    all->turn++;
    pthread_cond_broadcast(&all->turned);
    pthread_mutex_unlock(&all->lock);
}

static void *work(void *ctx)
{
    worker *w = ctx;
    run *all = w->all;
    ms_arena *a = gen_need(ms_arena_new(0));
    ms_out o = {.p = NULL};
    for (;;) {
        pthread_mutex_lock(&all->lock);
        uint32_t chunk = all->next++;
        pthread_mutex_unlock(&all->lock);
        uint64_t from = (uint64_t)chunk * CHUNK, to = from + CHUNK;
        if (from >= all->n) break;
        ms_out_reset(&o);
        for (uint64_t i = from; i < to && i < all->n; i++) {
            ms_arena_reset(a);
            all->make(all->ctx, (uint32_t)i, a, &o, w->stats);
        }
        write_in_turn(all, chunk, &o);
    }
    ms_out_free(&o);
    ms_arena_free(a);
    return NULL;
}

void gen_run(gen_make *make, void *ctx, uint32_t n, unsigned jobs, FILE *file, gen_stats *s)
{
    run all = {make, ctx, n, file, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0};
    worker workers[JOBS_MAX];
    if (jobs > JOBS_MAX) jobs = JOBS_MAX;
    for (unsigned i = 0; i < jobs; i++) {
        workers[i] = (worker){.all = &all, .stats = s ? gen_stats_new() : NULL};
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
            gen_die("threads", "none to be had");
    }
    for (unsigned i = 0; i < jobs; i++) {
        pthread_join(workers[i].thread, NULL);
        if (s) gen_stats_join(s, workers[i].stats);
    }
    if (fflush(file)) gen_die("output", strerror(errno));
}
