#include "server/adjacent.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/table.h"

extern const ms_table ms_table_adjacent;

/* Columns of data/adjacent.tsv. */
enum { C_PROP, C_BACK, C_NAMED };

enum { WAYS_MAX = 256 };

static ms_way ways[WAYS_MAX]; /* by address of their property */
static uint32_t n_ways;

static int by_prop(const void *a, const void *b)
{
    const ms_way *x = a, *y = b;
    return (x->prop > y->prop) - (x->prop < y->prop);
}

static void load(void)
{
    const ms_table *t = &ms_table_adjacent;
    assert(t->rows <= WAYS_MAX);
    for (uint32_t i = 0; i < t->rows; i++) {
        ms_str key = ms_table_cell(t, i, C_PROP);
        size_t dot = (size_t)((const char *)memchr(key.p, '.', key.n) - key.p);
        const ms_schema *s = ms_schema_find((ms_str){key.p, dot});
        ways[n_ways++] =
            (ms_way){.prop = ms_schema_prop(s, (ms_str){key.p + dot + 1, key.n - dot - 1}),
                     .back = ms_table_cell(t, i, C_BACK),
                     .named = ms_schema_find(ms_table_cell(t, i, C_NAMED))};
    }
    qsort(ways, n_ways, sizeof *ways, by_prop);
}

static void ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
}

const ms_way *ms_way_of(const ms_prop *p)
{
    ms_way key = {.prop = p};
    ready();
    return bsearch(&key, ways, n_ways, sizeof *ways, by_prop);
}

bool ms_way_back(const ms_schema *s, ms_str name)
{
    ready();
    for (uint32_t i = 0; s && i < n_ways; i++)
        if (ms_str_eq(ways[i].back, name) && ms_schema_is_a(s, ways[i].named)) return true;
    return false;
}
