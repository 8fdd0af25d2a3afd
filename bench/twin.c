/* twin SNAPSHOT QUERIES THRESHOLD: whether a search finds what the independent scorer finds.
 *
 * QUERIES has an entity in FollowTheMoney's JSON on each line.  tests/ref scores every screened
 * entity of the snapshot for each, some thousands of entities at a time; those that reach
 * THRESHOLD, best first and ties by id, must be what the search gives, scores and all.  Writes
 * one JSON object; 1 where an answer differs.
 */
#include <stdio.h>
#include <stdlib.h>

#include <marsad/index.h>

#include "ref.h"

enum { SLICE = 20000 /* entities */ };

typedef struct query {
    ms_identity id;
    ms_result *want;
    uint32_t n, room;
} query;

static const ms_snap *snap;

static void stop(const char *what)
{
    fprintf(stderr, "twin: %s\n", what);
    exit(2);
}

static void *must(void *p)
{
    if (!p) stop("out of memory");
    return p;
}

/* ---- queries ----------------------------------------------------------- */

static query query_of(char *line, ms_arena *a)
{
    query q = {.n = 0};
    ms_diag d;
    ms_entity e;
    if (ms_entity_read(ms_arena_str(a, ms_str_z(line)), a, NULL, NULL, &e, &d)) stop(d.what);
    if (ms_identity_from_entity(&e, a, &q.id)) stop("out of memory");
    return q;
}

static query *read_queries(const char *path, ms_arena *a, uint32_t *n)
{
    query *all = NULL;
    char *line = NULL;
    size_t room = 0;
    FILE *f = fopen(path, "r");
    if (!f) stop(path);
    for (*n = 0; getline(&line, &room, f) > 0; ++*n) {
        all = must(realloc(all, (*n + 1) * sizeof *all));
        all[*n] = query_of(line, a);
    }
    free(line);
    fclose(f);
    return all;
}

/* ---- what the independent scorer finds --------------------------------- */

static void want(query *q, ms_result r)
{
    if (q->n == q->room) {
        q->room = q->room ? 2 * q->room : 16;
        q->want = must(realloc(q->want, q->room * sizeof *q->want));
    }
    q->want[q->n++] = r;
}

/* Scores the screened of the entities from `first` on; gives where the next slice begins. */
static uint32_t score_slice(query *q, uint32_t n, uint32_t first, uint32_t threshold)
{
    uint32_t entity[SLICE], scores[SLICE], listed = 0, e = first;
    ms_identity *l = must(calloc(SLICE, sizeof *l));
    ms_arena *a = must(ms_arena_new(0));
    for (; e < ms_snap_entities(snap) && listed < SLICE; e++) {
        if (!ms_snap_get(snap, e).matchable) continue;
        if (ms_snap_identity(snap, e, a, &l[listed])) stop("out of memory");
        entity[listed++] = e;
    }
    ref_scan *scan = ref_scan_new(l, listed);
    for (uint32_t i = 0; i < n; i++) {
        ref_scan_scores(scan, &q[i].id, scores);
        for (uint32_t k = 0; k < listed; k++)
            if (scores[k] >= threshold) want(&q[i], (ms_result){entity[k], scores[k]});
    }
    ref_scan_free(scan);
    ms_arena_free(a);
    free(l);
    fprintf(stderr, "twin: %u of %u entities\n", e, ms_snap_entities(snap));
    return e;
}

/* Best first, ties by id. */
static int order(const void *a, const void *b)
{
    const ms_result *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return ms_str_cmp(ms_snap_get(snap, x->entity).id, ms_snap_get(snap, y->entity).id);
}

/* ---- what the search finds --------------------------------------------- */

static bool agrees(ms_scorer *scorer, query *q, uint32_t threshold)
{
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    ms_result *got = must(calloc(q->n + 1, sizeof *got));
    o.threshold = threshold, o.limit = q->n + 1;
    if (ms_snap_search(snap, scorer, &q->id, &o, got, &found)) stop("search failed");
    if (q->n) qsort(q->want, q->n, sizeof *q->want, order);
    bool same = found.n == q->n && found.total == q->n;
    for (uint32_t i = 0; same && i < q->n; i++)
        same = got[i].entity == q->want[i].entity && got[i].score == q->want[i].score;
    free(got);
    return same;
}

int main(int argc, char **argv)
{
    ms_diag d;
    ms_snap *s;
    uint32_t n, differ = 0;
    uint64_t found = 0;
    if (argc != 4) stop("SNAPSHOT QUERIES THRESHOLD");
    uint32_t threshold = (uint32_t)(atof(argv[3]) * 1e6 + 0.5);
    if (ms_snap_open(argv[1], &s, &d)) stop(d.what);
    snap = s;
    ms_arena *a = must(ms_arena_new(0));
    ms_scorer *scorer = must(ms_scorer_new());
    query *q = read_queries(argv[2], a, &n);
    for (uint32_t e = 0; e < ms_snap_entities(snap);) e = score_slice(q, n, e, threshold);
    for (uint32_t i = 0; i < n; i++) {
        bool same = agrees(scorer, &q[i], threshold);
        if (!same) fprintf(stderr, "twin: query %u: another answer\n", i + 1);
        differ += !same;
        found += q[i].n;
        free(q[i].want);
    }
    printf("{\"queries\": %u, \"found\": %llu, \"differ\": %u}\n", n, (unsigned long long)found,
           differ);
    free(q);
    ms_scorer_free(scorer);
    ms_arena_free(a);
    ms_snap_close(s);
    return differ != 0;
}
