#include "lists/groups.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "base/mem.h"

typedef struct groups {
    ms_arena *a;
    ms_group_row *v;
    uint32_t n, cap;
} groups;

static ms_rc keep(groups *g, const ms_sheet *t, ms_str key)
{
    if (g->n == MS_GROUP_ROWS_MAX) return MS_ELIMIT;
    if (g->n == g->cap) {
        uint32_t cap = g->cap ? g->cap * 2 : 1024;
        ms_group_row *v = ms_realloc(g->v, cap * sizeof *v);
        if (!v) return MS_ENOMEM;
        g->v = v;
        g->cap = cap;
    }
    ms_group_row *row = &g->v[g->n];
    *row = (ms_group_row){.at = ms_sheet_place(t), .order = g->n};
    row->key = ms_arena_str(g->a, key);
    row->cell = ms_arena_array(g->a, t->n, sizeof *row->cell);
    if (!row->key.p || !row->cell) return MS_ENOMEM;
    for (unsigned i = 0; i < t->n; i++) {
        ms_str s = ms_sheet_cell(t, i);
        row->cell[i] = s.n ? ms_arena_str(g->a, s) : (ms_str){"", 0};
        if (!row->cell[i].p) return MS_ENOMEM;
    }
    g->n++;
    return MS_OK;
}

/* Numbers the groups in the order in which their keys appear first. */
static ms_rc number(groups *g)
{
    uint32_t cap = 1024, found = 0;
    while (cap < g->n * 2) cap *= 2;
    uint32_t *slot = ms_calloc(cap, sizeof *slot); /* row + 1 */
    if (!slot) return MS_ENOMEM;
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t k = (uint32_t)XXH3_64bits(g->v[i].key.p, g->v[i].key.n) & (cap - 1);
        while (slot[k] && !ms_str_eq(g->v[slot[k] - 1].key, g->v[i].key))
            k = (k + 1) & (cap - 1);
        if (!slot[k]) slot[k] = i + 1, g->v[i].group = found++;
        else g->v[i].group = g->v[slot[k] - 1].group;
    }
    ms_free(slot);
    return MS_OK;
}

static int compare(const void *a, const void *b)
{
    const ms_group_row *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static ms_rc give_all(groups *g, ms_reader *r, ms_group_fn give, ms_diag *d)
{
    ms_rc rc = number(g);
    if (!rc && g->n) qsort(g->v, g->n, sizeof *g->v, compare);
    for (uint32_t i = 0, n; i < g->n && !rc; i += n) {
        for (n = 1; i + n < g->n && g->v[i + n].group == g->v[i].group;) n++;
        ms_arena_reset(r->arena);
        rc = give(r, g->v + i, n, d);
    }
    return rc;
}

ms_rc ms_groups_read(ms_sheet *t, ms_group_key key, ms_group_fn give, ms_diag *d)
{
    groups g = {.a = ms_arena_new(0)};
    ms_rc rc = g.a ? MS_OK : MS_ENOMEM;
    while (!rc && !(rc = ms_sheet_next(t, d))) {
        ms_diag why;
        ms_str k = key(t);
        rc = k.p ? ms_sheet_unmapped(t) : MS_ENOMEM;
        if (!rc && k.n) rc = keep(&g, t, k);
        if (rc || k.n) continue;
        ms_fail(&why, MS_EMISSING, t->row.line, t->row.at, "the row does not say whose it is");
        rc = ms_reader_aside(t->r, &why, MS_STR(""), true);
    }
    if (rc == MS_END) rc = give_all(&g, t->r, give, d);
    if (rc && d && !d->rc) ms_fail(d, rc, t->row.line, t->row.at, "%s", ms_rc_text(rc));
    ms_free(g.v);
    ms_arena_free(g.a);
    return rc;
}

bool ms_said_new(ms_said *s, ms_entry *x, ms_str text)
{
    struct ms_said_text *t = s->first;
    if (!text.n) return false;
    while (t && !ms_str_eq(t->text, text)) t = t->next;
    if (t) return false;
    t = ms_arena_alloc(x->a, sizeof *t);
    if (!t) return x->rc = MS_ENOMEM, false;
    *t = (struct ms_said_text){text, s->first};
    s->first = t;
    return true;
}
