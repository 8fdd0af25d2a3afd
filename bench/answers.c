#include "answers.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stop(const char *what, ...)
{
    va_list args;
    fprintf(stderr, "%s: ", program_invocation_short_name);
    va_start(args, what);
    vfprintf(stderr, what, args);
    va_end(args);
    fputc('\n', stderr);
    exit(2);
}

void *must(void *p)
{
    if (!p) stop("out of memory");
    return p;
}

ms_identity *queries_read(const char *path, ms_arena *a, uint32_t *n)
{
    ms_identity *all = NULL;
    char *line = NULL;
    size_t room = 0;
    FILE *f = fopen(path, "r");
    if (!f) stop("%s: %s", path, strerror(errno));
    for (*n = 0; getline(&line, &room, f) > 0; ++*n) {
        ms_diag d;
        ms_entity e;
        all = must(realloc(all, (*n + 1) * sizeof *all));
        if (ms_entity_read(ms_arena_str(a, ms_str_z(line)), a, NULL, NULL, &e, &d))
            stop("%s: line %u: %s", path, *n + 1, d.what);
        if (ms_identity_from_entity(&e, a, &all[*n])) stop("out of memory");
    }
    free(line);
    fclose(f);
    return all;
}

void answers_add(answers *x, uint32_t entity, uint32_t score)
{
    if (x->n == x->room) {
        x->room = x->room ? 2 * x->room : 16;
        x->v = must(realloc(x->v, x->room * sizeof *x->v));
    }
    x->v[x->n++] = (ms_result){entity, score};
}

static int order(const void *a, const void *b, void *snap)
{
    const ms_result *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    int c = ms_str_cmp(ms_snap_get(snap, x->entity).id, ms_snap_get(snap, y->entity).id);
    return c ? c : x->entity < y->entity ? -1 : x->entity > y->entity;
}

void answers_sort(answers *x, const ms_snap *s)
{
    if (x->n) qsort_r(x->v, x->n, sizeof *x->v, order, (void *)(uintptr_t)s);
}

bool answers_are(const answers *x, uint32_t n, const ms_snap *s, ms_scorer *scorer,
                 const ms_identity *q, uint32_t threshold, bool exhaustive)
{
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    ms_result *got = must(calloc(n + 1, sizeof *got));
    o.threshold = threshold, o.limit = n + 1, o.exhaustive = exhaustive;
    if (ms_snap_search(s, scorer, q, &o, got, &found)) stop("search failed");
    bool same = found.n == n && found.total == n;
    for (uint32_t i = 0; same && i < n; i++)
        same = got[i].entity == x->v[i].entity && got[i].score == x->v[i].score;
    free(got);
    return same;
}
