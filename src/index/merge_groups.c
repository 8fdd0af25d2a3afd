/* References and groups of a merged snapshot. */
#include "base/mem.h"
#include "index/merge.h"

/* A merge, and the entity of each position: its number, and behind it the side. */
typedef struct crowd {
    const ms_merge *m;
    uint32_t *who;
} crowd;

static const ms_snap *side_of(const crowd *c, uint32_t pos)
{
    return c->m->side[c->who[pos] % MS_SIDES];
}

static uint32_t entity_of(const crowd *c, uint32_t pos)
{
    return c->who[pos] / MS_SIDES;
}

static ms_str text(const void *ctx, const ms_pos_text *ref)
{
    const crowd *c = ctx;
    const ms_snap *s = side_of(c, ref->pos);
    const ms_disk_entity *e = &s->entities[entity_of(c, ref->pos)];
    const ms_disk_text *t = &s->refs[e->ref_at];
    ms_text_cursor last = {NULL};
    for (uint32_t i = 1; i < e->n_refs; i++, t++)
        if (ms_merge_text(c->m, &last, c->who[ref->pos] % MS_SIDES, *t).at == ref->text) break;
    return ms_snap_text(s, *t);
}

static bool screened(const void *ctx, uint32_t pos)
{
    const crowd *c = ctx;
    return side_of(c, pos)->entities[entity_of(c, pos)].flags & MS_DISK_MATCHABLE;
}

static ms_identity facts(const void *ctx, uint32_t pos)
{
    const crowd *c = ctx;
    return ms_snap_facts(side_of(c, pos), entity_of(c, pos));
}

static ms_rc names(const void *ctx, uint32_t pos, ms_arena *a, ms_identity *id)
{
    const crowd *c = ctx;
    return ms_snap_identity(side_of(c, pos), entity_of(c, pos), a, id);
}

static bool find(const void *ctx, uint32_t list, ms_str id, uint32_t *pos)
{
    const crowd *c = ctx;
    const ms_merge *m = c->m;
    uint32_t e, older = m->older[list];
    if (ms_snap_find_in(m->side[MS_ADDED], list, id, &e)) *pos = m->pos[MS_ADDED][e];
    else if (older != MS_GONE && ms_snap_find_in(m->side[MS_KEPT], older, id, &e))
        *pos = m->pos[MS_KEPT][e];
    else return false;
    return *pos != MS_GONE;
}

/* The references of all, each known by its place in the pool, and who they are. */
static ms_rc gather(ms_merge *m, crowd *c)
{
    ms_text_cursor last = {NULL};
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        const ms_snap *from = m->side[s->side];
        for (uint32_t e = s->first, pos = s->pos; e < s->first + s->n; e++, pos++) {
            const ms_disk_entity *x = &from->entities[e];
            c->who[pos] = e * MS_SIDES + s->side;
            for (uint32_t r = x->ref_at; r < x->ref_at + x->n_refs; r++) {
                ms_pos_text ref = {pos, ms_merge_text(m, &last, s->side, from->refs[r]).at};
                if (!ms_buf_put(&m->refs, &ref, sizeof ref)) return MS_ENOMEM;
            }
        }
    }
    return MS_COUNT(m->refs, ms_pos_text) < UINT32_MAX ? MS_OK : MS_ELIMIT;
}

ms_rc ms_merge_groups(ms_merge *m)
{
    crowd own = {m, ms_calloc(m->n, sizeof *own.who)};
    m->next = ms_calloc(m->n, sizeof *m->next);
    ms_rc rc = own.who && m->next ? gather(m, &own) : MS_ENOMEM;
    const ms_crowd c = {.ctx = &own,
                        .n = m->n,
                        .n_lists = m->side[MS_ADDED]->n_lists,
                        .refs = MS_ALL(m->refs, ms_pos_text),
                        .n_refs = MS_COUNT(m->refs, ms_pos_text),
                        .text = text,
                        .screened = screened,
                        .facts = facts,
                        .names = names,
                        .find = find};
    if (!rc) rc = ms_groups_find(&c, m->next);
    ms_free(own.who);
    return rc;
}
