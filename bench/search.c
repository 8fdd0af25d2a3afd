/* search SNAPSHOT QUERIES THRESHOLD ALL: what searches cost, one thread, CPU time.
 *
 * QUERIES is a CSV file as bench/gen makes it.  Every query is searched twice: with nothing
 * kept from the ones before, and with what one thread keeps as it goes.  Of every ALLth query
 * all entities are scored too, and the results compared (0: of none).
 * The answer is one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <marsad/index.h>
#include <marsad/source.h>

#include "base/csv.h"
#include "index/candidates.h"

enum { LIMIT = 10 };

typedef struct query {
    ms_arena *a;
    ms_identity id;
} query;

/* One way of searching, and what it took. */
typedef struct way {
    const char *name;
    double *us;
    uint32_t n;
    double sum;
    uint64_t scored, matches;
} way;

static void stop(const char *what)
{
    fprintf(stderr, "search: %s\n", what);
    exit(1);
}

static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* The property of a column of bench/gen; NULL: not asked. */
static const char *property(ms_str column)
{
    static const char *const names[][2] = {{"name", "name"},
                                           {"birth_date", "birthDate"},
                                           {"sex", "gender"},
                                           {"nationality", "nationality"},
                                           {"document", "idNumber"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ms_str_eq(column, ms_str_z(names[i][0]))) return names[i][1];
    return NULL;
}

static query query_of(const ms_csv_row *header, const ms_csv_row *row)
{
    query q = {.a = ms_arena_new(0)};
    if (!q.a) stop("out of memory");
    ms_str schema = MS_STR("Person");
    for (uint32_t i = 0; i < row->n && i < header->n; i++)
        if (ms_str_eq(header->cell[i], MS_STR("schema"))) schema = row->cell[i];
    ms_entity e = ms_entity_make(q.a, MS_STR("q"), ms_arena_str(q.a, schema));
    for (uint32_t i = 0; i < row->n && i < header->n; i++) {
        const char *prop = property(header->cell[i]);
        if (prop && row->cell[i].n)
            ms_entity_add_raw(&e, ms_str_z(prop), ms_arena_str(q.a, row->cell[i]));
    }
    if (ms_identity_from_entity(&e, q.a, &q.id)) stop("out of memory");
    return q;
}

/* Copies a row, whose cells the reader will take back. */
static ms_csv_row keep_row(const ms_csv_row *row, ms_arena *a)
{
    ms_csv_row out = *row;
    out.cell = ms_arena_array(a, row->n, sizeof *out.cell);
    for (uint32_t i = 0; out.cell && i < row->n; i++)
        out.cell[i] = ms_arena_str(a, row->cell[i]);
    return out;
}

static query *read_queries(const char *path, uint32_t *n)
{
    ms_diag d;
    ms_source *src;
    ms_csv *csv;
    ms_csv_row row, header;
    ms_csv_opts o = {.delimiter = ',', .quoting = true};
    ms_arena *a = ms_arena_new(0);
    query *all = NULL;
    uint32_t room = 0;
    *n = 0;
    if (ms_source_file(path, &src, &d) || ms_csv_open(src, &o, &csv)) stop(path);
    if (!a || ms_csv_next(csv, &row, &d)) stop(path);
    header = keep_row(&row, a);
    while (ms_csv_next(csv, &row, &d) == MS_OK) {
        if (*n == room) {
            room = room ? 2 * room : 1024;
            all = realloc(all, room * sizeof *all);
            if (!all) stop("out of memory");
        }
        all[(*n)++] = query_of(&header, &row);
    }
    ms_csv_free(csv);
    ms_source_free(src);
    ms_arena_free(a);
    return all;
}

static ms_found search(const ms_snap *s, ms_scorer *scorer, const query *q, way *w,
                       uint32_t threshold, bool all, ms_result out[LIMIT])
{
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    o.threshold = threshold, o.limit = LIMIT, o.exhaustive = all;
    double from = cpu();
    if (ms_snap_search(s, scorer, &q->id, &o, out, &found)) stop("search failed");
    double us = cpu() - from;
    w->us[w->n++] = us;
    w->sum += us;
    w->scored += found.scored;
    w->matches += found.total;
    return found;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void print(way *w)
{
    qsort(w->us, w->n, sizeof *w->us, by_value);
    double n = w->n ? w->n : 1;
    const uint32_t last = w->n ? w->n - 1 : 0;
    printf("\"%s\": {\"queries\": %u, \"mean\": %.1f, \"p50\": %.1f, \"p90\": %.1f, \"p99\": "
           "%.1f, \"p999\": %.1f, \"max\": %.1f, \"scored\": %.2f, \"matches\": %.3f}",
           w->name, w->n, w->sum / n, w->us[w->n / 2], w->us[w->n * 9 / 10],
           w->us[w->n * 99 / 100], w->us[w->n * 999 / 1000], w->us[last], (double)w->scored / n,
           (double)w->matches / n);
}

int main(int argc, char **argv)
{
    ms_diag d;
    ms_snap *s;
    if (argc != 5) stop("SNAPSHOT QUERIES THRESHOLD ALL");
    if (ms_snap_open(argv[1], &s, &d)) stop(d.what);
    uint32_t n, lost = 0, threshold = (uint32_t)(atof(argv[3]) * 1e6 + 0.5);
    uint32_t every = (uint32_t)atoi(argv[4]);
    query *q = read_queries(argv[2], &n);
    way ways[3] = {{.name = "cold"}, {.name = "warm"}, {.name = "all"}};
    for (int i = 0; i < 3; i++)
        if (!(ways[i].us = calloc(n + 1, sizeof(double)))) stop("out of memory");
    ms_scorer *cold = ms_scorer_new(), *warm = ms_scorer_new(), *scan = ms_scorer_new();
    if (!cold || !warm || !scan) stop("out of memory");
    for (uint32_t i = 0; i < n; i++) {
        ms_result one[LIMIT], two[LIMIT];
        ms_room_forget(cold);
        search(s, cold, &q[i], &ways[0], threshold, false, one);
        ms_found found = search(s, warm, &q[i], &ways[1], threshold, false, one);
        if (!every || i % every) continue;
        ms_found all = search(s, scan, &q[i], &ways[2], threshold, true, two);
        bool same = found.n == all.n && found.total == all.total;
        for (uint32_t k = 0; same && k < all.n; k++)
            same = one[k].entity == two[k].entity && one[k].score == two[k].score;
        lost += !same;
    }
    ms_result none[LIMIT];
    way count = {.us = (double[1]){0}};
    ms_found every_one = search(s, scan, &(query){0}, &count, threshold, true, none);
    printf("{\"screened\": %u, \"lost\": %u, ", every_one.scored, lost);
    for (int i = 0; i < 3; i++) {
        print(&ways[i]);
        printf(i < 2 ? ", " : "}\n");
    }
    ms_scorer_free(cold);
    ms_scorer_free(warm);
    ms_scorer_free(scan);
    for (uint32_t i = 0; i < n; i++) ms_arena_free(q[i].a);
    free(q);
    for (int i = 0; i < 3; i++) free(ways[i].us);
    ms_snap_close(s);
    return 0;
}
