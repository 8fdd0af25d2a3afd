#include "server/described.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>

#include "base/table.h"

extern const ms_table ms_table_described, ms_table_codes, ms_table_topics;

/* Columns of data/described.tsv. */
enum { C_KEY, C_PLURAL, C_ABOUT, C_FEATURED, C_HIDDEN = C_PLURAL };

enum { PROPS_MAX = 1024, CODE_MAX = 64 };

static ms_described_prop props[PROPS_MAX];
static uint32_t n_props;

static ms_str cell(const ms_schema *s, uint32_t col)
{
    uint32_t row;
    bool found = ms_table_find(&ms_table_described, ms_schema_name(s), &row);
    return found ? ms_table_cell(&ms_table_described, row, col) : (ms_str){0};
}

ms_str ms_described_plural(const ms_schema *s)
{
    ms_str plural = cell(s, C_PLURAL);
    return plural.n ? plural : ms_schema_label(s);
}

ms_str ms_described_about(const ms_schema *s)
{
    return cell(s, C_ABOUT);
}

ms_str ms_described_featured(const ms_schema *s)
{
    return cell(s, C_FEATURED);
}

static void load(void)
{
    const ms_table *t = &ms_table_described;
    for (uint32_t i = 0; i < t->rows; i++) {
        ms_str key = ms_table_cell(t, i, C_KEY);
        const char *dot = memchr(key.p, '.', key.n);
        if (!dot) continue;
        size_t n = (size_t)(dot - key.p);
        const ms_schema *s = ms_schema_find((ms_str){key.p, n});
        assert(s && n_props < PROPS_MAX);
        props[n_props++] =
            (ms_described_prop){.key = key,
                                .schema = s,
                                .prop = ms_schema_prop(s, (ms_str){dot + 1, key.n - n - 1}),
                                .about = ms_table_cell(t, i, C_ABOUT),
                                .hidden = ms_table_cell(t, i, C_HIDDEN).n};
    }
}

const ms_described_prop *ms_described_props(uint32_t *n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    *n = n_props;
    return props;
}

ms_str ms_described_value(ms_type t, ms_str value)
{
    const ms_table *table = t == MS_TYPE_TOPIC ? &ms_table_topics : &ms_table_codes;
    const char *group = t == MS_TYPE_COUNTRY    ? "countries."
                        : t == MS_TYPE_LANGUAGE ? "languages."
                                                : "";
    char key[CODE_MAX];
    uint32_t row;
    if (!group[0] && t != MS_TYPE_TOPIC) return value;
    int n = snprintf(key, sizeof key, "%s%.*s", group, MS_FMT(value));
    bool found =
        n > 0 && n < (int)sizeof key && ms_table_find(table, (ms_str){key, (size_t)n}, &row);
    return found ? ms_table_cell(table, row, 1) : value;
}
