#include "index/merge_order.h"

#include "match/evidence.h"

/* How the records of a section stand: by a key, and where that is equal by their place. */
typedef struct order {
    const ms_merge *m;
    uint32_t n[MS_SIDES];

    /* Compares the keys of what was kept and what was added. */
    int (*cmp)(const ms_merge *m, uint32_t kept, uint32_t added);

    /* The place of record `i` of a side, MS_GONE where its entity is. */
    uint32_t (*place)(const ms_merge *m, unsigned side, uint32_t i);

    /* Puts record `i` of a side, whose place is `place`. */
    void (*put)(ms_emit *o, const ms_merge *m, unsigned side, uint32_t i, uint32_t place);
} order;

static void put_kept(ms_emit *o, const order *x, uint32_t i)
{
    uint32_t place = x->place(x->m, MS_KEPT, i);
    if (place != MS_GONE) x->put(o, x->m, MS_KEPT, i, place);
}

/* The first of lo..n-1 that were kept whose key is not below that of `added`. */
static uint32_t first_not_below(const order *x, uint32_t lo, uint32_t added)
{
    for (uint32_t hi = x->n[MS_KEPT]; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (x->cmp(x->m, mid, added) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static void put_merged(ms_emit *o, const order *x)
{
    uint32_t i = 0, n = x->n[MS_KEPT];
    for (uint32_t k = 0; k < x->n[MS_ADDED]; k++) {
        uint32_t to = first_not_below(x, i, k), mine = x->place(x->m, MS_ADDED, k);
        while (i < to) put_kept(o, x, i++);
        for (; i < n && !x->cmp(x->m, i, k); i++) {
            uint32_t place = x->place(x->m, MS_KEPT, i);
            if (place != MS_GONE && place > mine) break;
            put_kept(o, x, i);
        }
        if (mine != MS_GONE) x->put(o, x->m, MS_ADDED, k, mine);
    }
    while (i < n) put_kept(o, x, i++);
}

/* ---- numbers ----------------------------------------------------------- */

static const ms_document *document(const ms_merge *m, unsigned side, uint32_t i)
{
    return &m->side[side]->documents[m->side[side]->numbers[i].document];
}

static int cmp_number(const ms_merge *m, uint32_t kept, uint32_t added)
{
    return ms_document_order(document(m, MS_KEPT, kept), document(m, MS_ADDED, added));
}

static uint32_t place_number(const ms_merge *m, unsigned side, uint32_t i)
{
    const ms_disk_number *n = &m->side[side]->numbers[i];
    uint32_t pos = m->pos[side][n->entity];
    if (pos == MS_GONE) return MS_GONE;
    return m->document_at[pos] + (n->document - m->side[side]->entities[n->entity].document_at);
}

static void put_number(ms_emit *o, const ms_merge *m, unsigned side, uint32_t i, uint32_t place)
{
    ms_disk_number n = {place, m->pos[side][m->side[side]->numbers[i].entity]};
    ms_emit_put(o, &n, sizeof n);
}

void ms_merge_numbers(ms_emit *o, const ms_merge *m)
{
    put_merged(o, &(order){m,
                           {m->side[MS_KEPT]->n_numbers, m->side[MS_ADDED]->n_numbers},
                           cmp_number,
                           place_number,
                           put_number});
}

/* ---- birth dates ------------------------------------------------------- */

static uint32_t date(const ms_merge *m, unsigned side, uint32_t i)
{
    return ms_born_key(m->side[side]->born[i].date);
}

static int cmp_born(const ms_merge *m, uint32_t kept, uint32_t added)
{
    uint32_t x = date(m, MS_KEPT, kept), y = date(m, MS_ADDED, added);
    return (x > y) - (x < y);
}

static uint32_t place_born(const ms_merge *m, unsigned side, uint32_t i)
{
    return m->pos[side][m->side[side]->born[i].entity];
}

static void put_born(ms_emit *o, const ms_merge *m, unsigned side, uint32_t i, uint32_t place)
{
    ms_disk_born b = m->side[side]->born[i];
    b.entity = place;
    ms_emit_put(o, &b, sizeof b);
}

void ms_merge_born(ms_emit *o, const ms_merge *m)
{
    put_merged(o, &(order){m,
                           {m->side[MS_KEPT]->n_born, m->side[MS_ADDED]->n_born},
                           cmp_born,
                           place_born,
                           put_born});
}

/* ---- ids --------------------------------------------------------------- */

static ms_str id(const ms_merge *m, unsigned side, uint32_t i)
{
    const ms_snap *s = m->side[side];
    return ms_snap_text(s, s->entities[s->ids[i]].id);
}

static int cmp_id(const ms_merge *m, uint32_t kept, uint32_t added)
{
    return ms_str_cmp(id(m, MS_KEPT, kept), id(m, MS_ADDED, added));
}

static uint32_t place_id(const ms_merge *m, unsigned side, uint32_t i)
{
    return m->pos[side][m->side[side]->ids[i]];
}

static void put_id(ms_emit *o, const ms_merge *m, unsigned side, uint32_t i, uint32_t place)
{
    (void)m, (void)side, (void)i;
    ms_emit_u32(o, place);
}

void ms_merge_ids(ms_emit *o, const ms_merge *m)
{
    put_merged(o, &(order){m,
                           {m->side[MS_KEPT]->n_entities, m->side[MS_ADDED]->n_entities},
                           cmp_id,
                           place_id,
                           put_id});
}
