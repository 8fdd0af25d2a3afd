#include "index/snap.h"

/* The entities of a list, in the order of their ids. */
typedef struct run {
    const ms_snap *s;
    uint32_t at, end;
} run;

static run run_of(const ms_snap *s, uint32_t list)
{
    if (!s || list >= s->n_lists) return (run){0};
    const ms_disk_list *l = &s->lists[list];
    return (run){s, l->first, l->first + l->count};
}

static int compare(const run *a, const run *b)
{
    if (a->at == a->end || b->at == b->end) return a->at == a->end ? 1 : -1;
    return ms_str_cmp(ms_snap_get(a->s, a->at).id, ms_snap_get(b->s, b->at).id);
}

ms_diff ms_snap_diff(const ms_snap *old, uint32_t old_list, const ms_snap *now, uint32_t list)
{
    run a = run_of(old, old_list), b = run_of(now, list);
    ms_diff d = {0};
    while (a.at < a.end || b.at < b.end) {
        int c = compare(&a, &b);
        if (c < 0) {
            d.removed++, a.at++;
        } else if (c > 0) {
            d.added++, b.at++;
        } else {
            ms_snap_entity x = ms_snap_get(old, a.at++), y = ms_snap_get(now, b.at++);
            d.changed += !ms_str_eq(x.json, y.json);
        }
    }
    return d;
}
