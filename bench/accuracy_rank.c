/* rank LIST QUERIES TOP JOBS: at which rank a scan of the whole list finds what is right.
 *
 * A line of LIST: kind, name.  A line of QUERIES: kind, name, the lines of LIST (from 0,
 * separated by blanks) that are right, and those that are neither right nor wrong.  Answers
 * each query, in order, with the rank of the best right name, all wrong names of the same
 * score before it, and with that score in millionths.  Ranks beyond TOP are TOP + 1: the
 * scan of a query ends when that is certain.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "accuracy.h"

enum { JOBS_MAX = 64 };

/* What all threads read, the answers that each writes its own of, and the next query. */
typedef struct ranking {
    ms_name *list;
    uint32_t n_list;
    lines queries;
    uint32_t top;
    uint32_t *rank, *score; /* by query */
    _Atomic uint32_t next;
} ranking;

/* One thread's memory. */
typedef struct worker {
    ranking *r;
    ms_scorer *scorer;
    ms_arena *arena;
    uint8_t *known; /* by list name: right, or neither right nor wrong, for this query */
} worker;

/* The next number of `s`, or -1. */
static long next_number(ms_str *s)
{
    while (s->n && *s->p == ' ') *s = (ms_str){s->p + 1, s->n - 1};
    if (!s->n) return -1;
    long v = 0;
    while (s->n && *s->p >= '0' && *s->p <= '9') {
        if (v < INT32_MAX) v = v * 10 + (*s->p - '0');
        *s = (ms_str){s->p + 1, s->n - 1};
    }
    if (s->n && *s->p != ' ') die("the numbers of a query are no numbers");
    return v;
}

static void mark(worker *w, ms_str numbers, uint8_t as)
{
    for (long i; (i = next_number(&numbers)) >= 0;) {
        if ((uint32_t)i >= w->r->n_list) die("a query names no line of the list");
        w->known[i] = as;
    }
}

static uint32_t best_right(worker *w, const ms_name *q, ms_str right)
{
    uint32_t best = 0;
    for (long i; (i = next_number(&right)) >= 0;) {
        uint32_t s = ms_name_score(w->scorer, q, &w->r->list[i]);
        if (s > best) best = s;
    }
    return best;
}

static uint32_t rank_among(worker *w, const ms_name *q, uint32_t score)
{
    const ranking *r = w->r;
    uint32_t rank = 1;
    for (uint32_t i = 0; i < r->n_list && rank <= r->top; i++)
        rank += !w->known[i] && ms_name_score(w->scorer, q, &r->list[i]) >= score;
    return rank;
}

static void answer(worker *w, uint32_t i)
{
    const fields *f = &w->r->queries.line[i];
    ms_arena_reset(w->arena);
    ms_name q = prepare(f->v[1], kind_of(f->v[0]), w->arena);
    mark(w, f->v[2], 1);
    mark(w, f->v[3], 1);
    w->r->score[i] = best_right(w, &q, f->v[2]);
    w->r->rank[i] = rank_among(w, &q, w->r->score[i]);
    mark(w, f->v[2], 0);
    mark(w, f->v[3], 0);
}

static void *work(void *ctx)
{
    worker w = {.r = ctx, .scorer = scorer_new(), .arena = ms_arena_new(0)};
    w.known = calloc(w.r->n_list ? w.r->n_list : 1, 1);
    if (!w.arena || !w.known) die("out of memory");
    for (uint32_t i; (i = atomic_fetch_add(&w.r->next, 1)) < w.r->queries.n;) answer(&w, i);
    free(w.known);
    ms_arena_free(w.arena);
    ms_scorer_free(w.scorer);
    return NULL;
}

static void run_jobs(ranking *r, unsigned jobs)
{
    pthread_t thread[JOBS_MAX];
    for (unsigned i = 0; i < jobs; i++)
        if (pthread_create(&thread[i], NULL, work, r)) die("no thread");
    for (unsigned i = 0; i < jobs; i++) pthread_join(thread[i], NULL);
}

static unsigned number(const char *s, unsigned max)
{
    unsigned long v = strtoul(s, NULL, 10);
    if (v < 1 || v > max) die("a number is out of range");
    return (unsigned)v;
}

int rank_run(char **args)
{
    ms_arena *a = ms_arena_new(0);
    if (!a) die("out of memory");
    lines list = read_lines(args[0], a);
    ranking r = {.n_list = list.n, .queries = read_lines(args[1], a)};
    r.top = number(args[2], 1000000);
    r.list = ms_arena_array(a, list.n, sizeof *r.list);
    r.rank = ms_arena_array(a, r.queries.n, sizeof *r.rank);
    r.score = ms_arena_array(a, r.queries.n, sizeof *r.score);
    if (!r.list || !r.rank || !r.score) die("out of memory");
    for (uint32_t i = 0; i < list.n; i++)
        r.list[i] = prepare(list.line[i].v[1], kind_of(list.line[i].v[0]), a);
    run_jobs(&r, number(args[3], JOBS_MAX));
    for (uint32_t i = 0; i < r.queries.n; i++) printf("%u\t%u\n", r.rank[i], r.score[i]);
    ms_arena_free(a);
    return 0;
}
