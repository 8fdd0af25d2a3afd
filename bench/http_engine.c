/* What the engine alone takes for what /match does: http_engine SNAPSHOT QUERIES THRESHOLD
 * LIMIT
 *
 * QUERIES has an entity in FollowTheMoney's JSON on each line.  All are asked once, so that the
 * scorer knows their words, and then again for ten seconds of CPU time.  Prints one JSON
 * object: CPU microseconds to read a query and search for its results, to explain them, and
 * nanoseconds to score one pair of query and result again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "answers.h"

enum { LIMIT_MAX = 100, SECONDS = 10 };

typedef struct engine {
    ms_snap *snap;
    ms_scorer *scorer;
    ms_arena *arena;
    ms_search search;
    ms_str *queries;
    uint32_t n;
    double searching, explaining, scoring; /* seconds */
    uint64_t asked, pairs, scored;
} engine;

static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_queries(engine *g, const char *path)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    FILE *f = fopen(path, "r");
    if (!f) stop("%s: %s", path, strerror(errno));
    while ((n = getline(&line, &room, f)) > 0) {
        g->queries = must(realloc(g->queries, (g->n + 1) * sizeof *g->queries));
        g->queries[g->n++] = (ms_str){line, (size_t)n};
        line = NULL;
        room = 0;
    }
    fclose(f);
    if (!g->n) stop("no queries");
}

/* Each pair is scored so often that the clock can tell. */
static void score(engine *g, const ms_identity *q, const ms_identity *l)
{
    enum { TIMES = 100 };
    double began = cpu();
    for (int i = 0; i < TIMES; i++) ms_score(g->scorer, q, l);
    g->scoring += cpu() - began;
    g->scored += TIMES;
}

static void ask(engine *g, ms_str json)
{
    ms_diag d = {0};
    ms_entity e;
    ms_identity q, l[LIMIT_MAX];
    ms_result found[LIMIT_MAX];
    ms_found all;
    ms_explanation why;
    ms_arena_reset(g->arena);
    double began = cpu();
    if (ms_entity_read(json, g->arena, NULL, NULL, &e, &d)) stop("%s", d.what);
    if (ms_identity_from_entity(&e, g->arena, &q)) stop("out of memory");
    if (ms_snap_search(g->snap, g->scorer, &q, &g->search, found, &all)) stop("searching");
    double searched = cpu();
    for (uint32_t i = 0; i < all.n; i++)
        if (ms_snap_identity(g->snap, found[i].entity, g->arena, &l[i]) ||
            ms_explain(g->scorer, &q, &l[i], g->arena, &why))
            stop("explaining");
    g->searching += searched - began;
    g->explaining += cpu() - searched;
    g->asked++;
    g->pairs += all.n;
    for (uint32_t i = 0; i < all.n; i++) score(g, &q, &l[i]);
}

int main(int argc, char **argv)
{
    engine g = {.search = MS_SEARCH_INIT};
    ms_diag d = {0};
    if (argc != 5) stop("SNAPSHOT QUERIES THRESHOLD LIMIT");
    g.search.threshold = (uint32_t)(atof(argv[3]) * MS_SCORE_ONE + 0.5);
    g.search.limit = (uint32_t)atoi(argv[4]);
    if (!g.search.limit || g.search.limit > LIMIT_MAX) stop("LIMIT is 1 to 100");
    if (ms_snap_open(argv[1], &g.snap, &d)) stop("%s", d.what);
    g.scorer = must(ms_scorer_new());
    g.arena = must(ms_arena_new(0));
    read_queries(&g, argv[2]);
    for (uint32_t i = 0; i < g.n; i++) ask(&g, g.queries[i]);
    g.searching = g.explaining = g.scoring = 0;
    g.asked = g.pairs = g.scored = 0;
    for (double began = cpu(); cpu() - began < SECONDS;)
        for (uint32_t i = 0; i < g.n; i++) ask(&g, g.queries[i]);
    printf("{\"queries\":%u,\"results\":%.2f,\"search\":%.2f,\"explain\":%.2f,\"score_ns\":%."
           "1f}\n",
           g.n, (double)g.pairs / (double)g.asked, 1e6 * g.searching / (double)g.asked,
           1e6 * g.explaining / (double)g.asked, 1e9 * g.scoring / (double)g.scored);
    for (uint32_t i = 0; i < g.n; i++) free((char *)(uintptr_t)g.queries[i].p);
    free(g.queries);
    ms_arena_free(g.arena);
    ms_scorer_free(g.scorer);
    ms_snap_close(g.snap);
    return 0;
}
