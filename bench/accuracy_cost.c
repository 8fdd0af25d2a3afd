/* cost NAMES: nanoseconds to prepare a name and to compare two, per group of names.
 *
 * A line of NAMES: group, kind, name, the same name written otherwise (may be empty); the
 * lines of a group follow each other.  Every call is timed by itself, several times; the
 * fastest counts, less what it takes to read the clock.  A line of the answer: group,
 * names, and median and 99th percentile of: preparing; comparing with the name of another
 * line; comparing with the same name written otherwise; the baseline, a plain Levenshtein
 * distance over the bytes of the same names of other lines.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "accuracy.h"

enum { REPEATS = 5, BYTES_MAX = 512 };

/* What is timed, and in whose memory. */
typedef struct bench {
    ms_arena *scratch;
    ms_scorer *scorer;
    uint64_t clock; /* ns to read the clock */
    uint64_t sum;   /* of all results, so that no call is left out */
} bench;

/* Two names, as written and prepared. */
typedef struct pair {
    ms_name_kind kind;
    ms_name a, b;
} pair;

typedef uint64_t (*call_fn)(bench *b, const pair *p);

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t nothing(bench *b, const pair *p)
{
    return b->sum & (uint64_t)p->kind;
}

/* As a query is prepared: in all its readings. */
static uint64_t prepare_all(bench *b, const pair *p)
{
    ms_arena_reset(b->scratch);
    return read_name(p->a.text, p->kind, b->scratch).n;
}

static uint64_t compare(bench *b, const pair *p)
{
    return ms_name_score(b->scorer, &p->a, &p->b);
}

static uint64_t levenshtein(bench *b, const pair *p)
{
    (void)b;
    ms_str x = p->a.text, y = p->b.text;
    unsigned row[BYTES_MAX + 1];
    if (y.n > BYTES_MAX) y.n = BYTES_MAX;
    for (size_t k = 0; k <= y.n; k++) row[k] = (unsigned)k;
    for (size_t i = 0; i < x.n; i++) {
        unsigned diagonal = row[0]++;
        for (size_t k = 1; k <= y.n; k++) {
            unsigned best = diagonal + (x.p[i] != y.p[k - 1]);
            diagonal = row[k];
            if (row[k] + 1 < best) best = row[k] + 1;
            if (row[k - 1] + 1 < best) best = row[k - 1] + 1;
            row[k] = best;
        }
    }
    return row[y.n];
}

static uint64_t fastest(bench *b, call_fn call, const pair *p)
{
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < REPEATS; i++) {
        uint64_t began = now();
        b->sum += call(b, p);
        uint64_t took = now() - began;
        if (took < best) best = took;
    }
    return best > b->clock ? best - b->clock : 0;
}

static int by_size(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* Prints median and 99th percentile of `call` over the pairs. */
static void time_all(bench *b, call_fn call, const pair *p, uint32_t n)
{
    uint64_t *ns = calloc(n ? n : 1, sizeof *ns);
    if (!ns) die("out of memory");
    for (uint32_t i = 0; i < n; i++) ns[i] = fastest(b, call, &p[i]);
    qsort(ns, n, sizeof *ns, by_size);
    if (n)
        printf("\t%llu\t%llu", (unsigned long long)ns[n / 2],
               (unsigned long long)ns[(uint64_t)n * 99 / 100]);
    else fputs("\t\t", stdout);
    free(ns);
}

/* Pairs of every line with the one half the group further on. */
static pair *others(const fields *f, uint32_t n, ms_arena *a)
{
    pair *p = ms_arena_array(a, n, sizeof *p);
    if (!p) die("out of memory");
    for (uint32_t i = 0; i < n; i++) {
        p[i].kind = kind_of(f[i].v[1]);
        p[i].a = prepare(f[i].v[2], p[i].kind, a);
    }
    for (uint32_t i = 0; i < n; i++) p[i].b = p[(i + (n + 1) / 2) % n].a;
    return p;
}

static uint32_t same(const fields *f, const pair *from, uint32_t n, ms_arena *a, pair *out)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!f[i].v[3].n) continue;
        out[found] = from[i];
        out[found++].b = prepare(f[i].v[3], from[i].kind, a);
    }
    return found;
}

static void time_group(bench *b, const fields *f, uint32_t n)
{
    ms_arena *a = ms_arena_new(0);
    if (!a) die("out of memory");
    pair *p = others(f, n, a), *q = ms_arena_array(a, n, sizeof *q);
    if (!q) die("out of memory");
    uint32_t m = same(f, p, n, a, q);
    printf("%.*s\t%u", MS_FMT(f[0].v[0]), n);
    time_all(b, prepare_all, p, n);
    time_all(b, compare, p, n);
    time_all(b, compare, q, m);
    time_all(b, levenshtein, p, n);
    putchar('\n');
    ms_arena_free(a);
}

static uint64_t clock_cost(bench *b)
{
    const pair none = {.kind = MS_NAME_ANY};
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < 1000; i++) {
        uint64_t took = fastest(b, nothing, &none);
        if (took < least) least = took;
    }
    return least;
}

int cost_run(char **args)
{
    ms_arena *a = ms_arena_new(0);
    bench b = {.scratch = ms_arena_new(0), .scorer = scorer_new()};
    if (!a || !b.scratch) die("out of memory");
    lines all = read_lines(args[0], a);
    b.clock = clock_cost(&b);
    for (uint32_t i = 0, n; i < all.n; i += n) {
        for (n = 1; i + n < all.n && ms_str_eq(all.line[i + n].v[0], all.line[i].v[0]); n++) {
        }
        time_group(&b, &all.line[i], n);
    }
    ms_scorer_free(b.scorer);
    ms_arena_free(b.scratch);
    ms_arena_free(a);
    return b.sum == UINT64_MAX;
}
