/* rank LIST QUERIES TOP JOBS: at which rank a scan of the whole list finds what is right.
 *
 * A line of LIST: kind, name.  A line of QUERIES: kind, name, and the lines of LIST (from 0,
 * separated by blanks) that are right, that are neither right nor wrong, and that are wrong
 * but the same person's.  Answers each query, in order, with the rank of the best right
 * name, all wrong names of the same score before it; with the rank that it has when the
 * same person's names do not count either; and with its score in millionths.  Ranks beyond
 * TOP are TOP + 1: the scan of a query ends when that is certain of both.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "accuracy.h"

enum { JOBS_MAX = 64 };

/* What a name of the list is to a query. */
enum { WRONG, SAME_PERSON, KNOWN };

/* The answer to a query. */
typedef struct found {
    uint32_t rank, rank_apart, score;
} found;

/* What all threads read, the answers that each writes its own of, and the next query. */
typedef struct ranking {
    readings *list;
    uint32_t n_list;
    lines queries;
    uint32_t top;
    found *found; /* by query */
    _Atomic uint32_t next;
} ranking;

/* One thread's memory. */
typedef struct worker {
    ranking *r;
    ms_scorer *scorer;
    ms_arena *arena;
    uint8_t *is; /* what each name of the list is to this query */
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
        w->is[i] = as;
    }
}

/* The best score of any reading of the one against any of the other. */
static uint32_t score_of(worker *w, const readings *q, const readings *l)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < q->n; i++)
        for (uint32_t k = 0; k < l->n; k++) {
            uint32_t s = ms_name_score(w->scorer, &q->v[i], &l->v[k]);
            if (s > best) best = s;
        }
    return best;
}

static uint32_t best_right(worker *w, const readings *q, ms_str right)
{
    uint32_t best = 0;
    for (long i; (i = next_number(&right)) >= 0;) {
        uint32_t s = score_of(w, q, &w->r->list[i]);
        if (s > best) best = s;
    }
    return best;
}

/* Counts the names that come before one of `score`. */
static void count_before(worker *w, const readings *q, uint32_t score, uint32_t before[2])
{
    const ranking *r = w->r;
    for (uint32_t i = 0; i < r->n_list && before[1] < r->top; i++) {
        if (w->is[i] == KNOWN || score_of(w, q, &r->list[i]) < score) continue;
        before[0]++;
        before[1] += w->is[i] == WRONG;
    }
}

static void answer(worker *w, const fields *f, found *out)
{
    uint32_t top = w->r->top, before[2] = {0};
    ms_arena_reset(w->arena);
    readings q = read_name(f->v[1], kind_of(f->v[0]), w->arena);
    mark(w, f->v[4], SAME_PERSON);
    mark(w, f->v[2], KNOWN);
    mark(w, f->v[3], KNOWN);
    out->score = best_right(w, &q, f->v[2]);
    count_before(w, &q, out->score, before);
    out->rank = (before[0] < top ? before[0] : top) + 1;
    out->rank_apart = before[1] + 1;
    for (int i = 2; i <= 4; i++) mark(w, f->v[i], WRONG);
}

static void *work(void *ctx)
{
    worker w = {.r = ctx, .scorer = scorer_new(), .arena = ms_arena_new(0)};
    w.is = calloc(w.r->n_list ? w.r->n_list : 1, 1);
    if (!w.arena || !w.is) die("out of memory");
    for (uint32_t i; (i = atomic_fetch_add(&w.r->next, 1)) < w.r->queries.n;)
        answer(&w, &w.r->queries.line[i], &w.r->found[i]);
    free(w.is);
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
    r.found = ms_arena_array(a, r.queries.n, sizeof *r.found);
    if (!r.list || !r.found) die("out of memory");
    for (uint32_t i = 0; i < list.n; i++)
        r.list[i] = read_name(list.line[i].v[1], kind_of(list.line[i].v[0]), a);
    run_jobs(&r, number(args[3], JOBS_MAX));
    for (const found *f = r.found; f < r.found + r.queries.n; f++)
        printf("%u\t%u\t%u\n", f->rank, f->rank_apart, f->score);
    ms_arena_free(a);
    return 0;
}
