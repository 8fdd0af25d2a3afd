/* twin SNAPSHOT QUERIES THRESHOLD: whether a search finds what the independent scorer finds.
 *
 * QUERIES has an entity in FollowTheMoney's JSON on each line.  tests/ref scores every screened
 * entity of the snapshot for each, some thousands of entities at a time; those that reach
 * THRESHOLD, best first and ties by id, must be what the search gives, scores and all.  Writes
 * one JSON object; 1 where an answer differs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "answers.h"
#include "ref.h"

enum { SLICE = 20000 /* entities */ };

static const ms_snap *snap;

/* ---- what the independent scorer finds --------------------------------- */

/* Scores the screened of the entities from `first` on; gives where the next slice begins. */
static uint32_t score_slice(const ms_identity *q, answers *want, uint32_t n, uint32_t first,
                            uint32_t threshold)
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
        ref_scan_scores(scan, &q[i], scores);
        for (uint32_t k = 0; k < listed; k++)
            if (scores[k] >= threshold) answers_add(&want[i], entity[k], scores[k]);
    }
    ref_scan_free(scan);
    ms_arena_free(a);
    free(l);
    fprintf(stderr, "twin: %u of %u entities\n", e, ms_snap_entities(snap));
    return e;
}

int main(int argc, char **argv)
{
    ms_diag d;
    ms_snap *s;
    uint32_t n, differ = 0;
    uint64_t found = 0;
    if (argc != 4) stop("SNAPSHOT QUERIES THRESHOLD");
    uint32_t threshold = (uint32_t)(atof(argv[3]) * 1e6 + 0.5);
    if (ms_snap_open(argv[1], &s, &d)) stop("%s", d.what);
    snap = s;
    ms_arena *a = must(ms_arena_new(0));
    ms_scorer *scorer = must(ms_scorer_new());
    ms_identity *q = queries_read(argv[2], a, &n);
    answers *want = must(calloc(n + 1, sizeof *want));
    for (uint32_t e = 0; e < ms_snap_entities(snap);) e = score_slice(q, want, n, e, threshold);
    for (uint32_t i = 0; i < n; i++) {
        answers_sort(&want[i], snap);
        bool same = answers_are(&want[i], want[i].n, snap, scorer, &q[i], threshold, false);
        if (!same) fprintf(stderr, "twin: query %u: another answer\n", i + 1);
        differ += !same;
        found += want[i].n;
        free(want[i].v);
    }
    printf("{\"queries\": %u, \"found\": %llu, \"differ\": %u}\n", n, (unsigned long long)found,
           differ);
    free(q);
    free(want);
    ms_scorer_free(scorer);
    ms_arena_free(a);
    ms_snap_close(s);
    return differ != 0;
}
