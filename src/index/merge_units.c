/* Units of two snapshots in their order, and the entities whose names have each. */
#include "base/mem.h"
#include "index/merge.h"

/* One kind of both sides being merged. */
typedef struct merging {
    ms_merge *m;
    const ms_snap_units *side[MS_SIDES];
    ms_merged_units *out;
    uint8_t
        *used; /* of those that may be kept: some name has it; NULL: whoever is posted has */
    uint32_t posted; /* so far */
} merging;

/* Of the tokens that may be kept, which are. */
static uint8_t *used_units(const ms_merge *m)
{
    const ms_snap *s = m->side[MS_KEPT];
    uint8_t *used = ms_calloc(s->units.n, sizeof *used);
    for (size_t i = 0; used && i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *x = MS_AT(m->spans, ms_span, i);
        const ms_disk_entity *last = &s->entities[x->first + x->n - 1];
        if (x->side != MS_KEPT) continue;
        for (uint32_t k = s->entities[x->first].name_at; k < last->name_at + last->n_names; k++)
            for (uint32_t t = 0; t < s->names[k].n; t++)
                used[ms_unit_of(s->tokens[s->names[k].token_at + t])] = 1;
    }
    return used;
}

/* The first of units lo..n-1 that is not below `t`. */
static uint32_t first_not_below(const ms_snap_units *u, uint32_t lo, const ms_token *t)
{
    for (uint32_t hi = u->n; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ms_unit_cmp(&u->unit[mid], t) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Entities that have a unit of a side, from the next on that is there; `pos` MS_GONE: none. */
typedef struct cursor {
    const uint32_t *pos_of, *posted;
    uint32_t i, end, pos;
} cursor;

static void next(cursor *c)
{
    for (c->pos = MS_GONE; c->pos == MS_GONE && c->i < c->end; c->i++)
        c->pos = c->pos_of[ms_posted_entity(c->posted[c->i])];
}

static cursor begin(const merging *g, unsigned side, uint32_t u)
{
    const ms_snap_units *from = g->side[side];
    cursor c = {g->m->pos[side], from->posted, 0, 0, MS_GONE};
    if (u != MS_GONE) c.i = from->at[u], c.end = from->at[u + 1];
    next(&c);
    return c;
}

/* Posts unit `kept` and `added` as one. */
static void post(merging *g, uint32_t kept, uint32_t added)
{
    cursor a = begin(g, MS_KEPT, kept), b = begin(g, MS_ADDED, added);
    for (; b.pos == MS_GONE && a.pos != MS_GONE; next(&a))
        g->out->posted[g->posted++] = ms_posted(a.pos, ms_posted_fewest(a.posted[a.i - 1]));
    while (a.pos != MS_GONE || b.pos != MS_GONE) {
        cursor *c = a.pos < b.pos ? &a : &b;
        g->out->posted[g->posted++] = ms_posted(c->pos, ms_posted_fewest(c->posted[c->i - 1]));
        next(c);
    }
}

/* The next unit: of one side, the other MS_GONE, or of both. */
static void put_unit(merging *g, uint32_t kept, uint32_t added)
{
    ms_merged_units *out = g->out;
    uint32_t from = g->posted;
    post(g, kept, added);
    if (added == MS_GONE && !(g->used ? g->used[kept] : g->posted > from)) return;
    out->unit[out->n] =
        kept != MS_GONE ? g->side[MS_KEPT]->unit[kept] : g->side[MS_ADDED]->unit[added];
    if (kept != MS_GONE) out->of[MS_KEPT][kept] = out->n;
    if (added != MS_GONE) out->of[MS_ADDED][added] = out->n;
    out->at[out->n++] = from;
}

static ms_rc make_room(merging *g)
{
    const ms_snap_units *kept = g->side[MS_KEPT], *added = g->side[MS_ADDED];
    ms_merged_units *out = g->out;
    size_t units = (size_t)kept->n + added->n;
    size_t posted = (size_t)kept->at[kept->n] + added->at[added->n];
    if (posted >= UINT32_MAX) return MS_ELIMIT;
    out->unit = ms_malloc((units + 1) * sizeof *out->unit);
    out->at = ms_malloc((units + 1) * sizeof *out->at);
    out->posted = ms_malloc((posted + 1) * sizeof *out->posted);
    for (unsigned side = 0; side < MS_SIDES; side++)
        out->of[side] = ms_calloc(g->side[side]->n, sizeof *out->of[side]);
    bool room = out->unit && out->at && out->posted && out->of[MS_KEPT] && out->of[MS_ADDED];
    return room ? MS_OK : MS_ENOMEM;
}

static ms_rc merge_kind(merging *g)
{
    const ms_snap_units *kept = g->side[MS_KEPT], *added = g->side[MS_ADDED];
    uint32_t i = 0, most = g->used ? MS_UNITS_MAX : MS_POSTED_MAX;
    ms_rc rc = make_room(g);
    if (rc) return rc;
    for (uint32_t k = 0; k < added->n; k++) {
        uint32_t to = first_not_below(kept, i, &added->unit[k]);
        while (i < to) put_unit(g, i++, MS_GONE);
        bool both = i < kept->n && !ms_unit_cmp(&kept->unit[i], &added->unit[k]);
        put_unit(g, both ? i++ : MS_GONE, k);
    }
    while (i < kept->n) put_unit(g, i++, MS_GONE);
    g->out->at[g->out->n] = g->posted;
    if (g->out->n > most) return MS_ELIMIT;
    return ms_near_build(g->out->unit, g->out->n, &g->out->blocks);
}

ms_rc ms_merge_units(ms_merge *m)
{
    const ms_snap *kept = m->side[MS_KEPT], *added = m->side[MS_ADDED];
    merging g = {m, {&kept->units, &added->units}, &m->units, used_units(m), 0};
    ms_rc rc = g.used ? merge_kind(&g) : MS_ENOMEM;
    ms_free(g.used);
    return rc;
}

ms_rc ms_merge_runs(ms_merge *m)
{
    const ms_snap *kept = m->side[MS_KEPT], *added = m->side[MS_ADDED];
    merging g = {m, {&kept->runs, &added->runs}, &m->runs, NULL, 0};
    return merge_kind(&g);
}
