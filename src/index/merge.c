#include "index/merge.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

/* ---- who stands where --------------------------------------------------- */

/* The lists of what was added are those of the merged snapshot: where nothing was added to
 * one, it is empty. */
static void find_lists(ms_merge *m)
{
    const ms_snap *old = m->side[MS_KEPT], *added = m->side[MS_ADDED];
    for (uint32_t i = 0; i < added->n_lists; i++) m->older[i] = MS_GONE;
    for (uint32_t i = 0; i < old->n_lists; i++) {
        uint32_t as = m->b->keep->as[i];
        if (!as) continue;
        ms_str name = ms_texts_get(&m->b->texts, MS_AT(m->b->lists, ms_rec_list, as - 1)->name);
        for (uint32_t k = 0; k < added->n_lists; k++)
            if (ms_str_eq(ms_snap_list_name(added, k), name)) m->older[k] = i;
    }
}

static ms_rc put_entity(ms_merge *m, unsigned side, uint32_t e, uint32_t list)
{
    size_t n = MS_COUNT(m->spans, ms_span);
    ms_span *last = n ? MS_AT(m->spans, ms_span, n - 1) : NULL;
    m->pos[side][e] = m->n;
    if (last && last->side == side && last->list == list && last->first + last->n == e) {
        last->n++;
    } else {
        ms_span s = {side, e, 1, list, m->n};
        if (!ms_buf_put(&m->spans, &s, sizeof s)) return MS_ENOMEM;
    }
    return ++m->n <= MS_POSTED_MAX ? MS_OK : MS_ELIMIT;
}

/* The first of entities lo..hi-1 of the older snapshot whose id is not below `id`. */
static uint32_t first_not_below(const ms_snap *s, uint32_t lo, uint32_t hi, ms_str id)
{
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ms_str_cmp(ms_snap_text(s, s->entities[mid].id), id) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static ms_rc put_kept(ms_merge *m, uint32_t from, uint32_t to, uint32_t list)
{
    ms_rc rc = MS_OK;
    for (; from < to && !rc; from++)
        if (m->b->keep->kept[from]) rc = put_entity(m, MS_KEPT, from, list);
    return rc;
}

static ms_rc put_list(ms_merge *m, uint32_t list)
{
    const ms_snap *old = m->side[MS_KEPT], *added = m->side[MS_ADDED];
    const ms_disk_list *l = &added->lists[list];
    uint32_t i = 0, end = 0;
    ms_rc rc = MS_OK;
    if (m->older[list] != MS_GONE) {
        i = old->lists[m->older[list]].first;
        end = i + old->lists[m->older[list]].count;
    }
    for (uint32_t e = l->first; e < l->first + l->count && !rc; e++) {
        uint32_t to = first_not_below(old, i, end, ms_snap_text(added, added->entities[e].id));
        rc = put_kept(m, i, to, list);
        if (!rc) rc = put_entity(m, MS_ADDED, e, list);
        i = to;
    }
    return rc ? rc : put_kept(m, i, end, list);
}

/* Where the documents of each begin. */
static ms_rc place_documents(ms_merge *m)
{
    uint64_t at = 0;
    m->document_at = ms_calloc(m->n, sizeof *m->document_at);
    if (!m->document_at) return MS_ENOMEM;
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        for (uint32_t k = 0; k < s->n; k++) {
            m->document_at[s->pos + k] = (uint32_t)at;
            at += m->side[s->side]->entities[s->first + k].n_documents;
        }
    }
    return at < UINT32_MAX ? MS_OK : MS_ELIMIT;
}

/* Positions are 32 bits wide. */
static ms_rc check_room(const ms_merge *m)
{
    uint64_t names = 0, tokens = 0, births = 0, countries = 0;
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        const ms_snap *from = m->side[s->side];
        const ms_disk_entity *e = &from->entities[s->first], *last = e + s->n - 1;
        uint32_t end = last->name_at + last->n_names;
        names += end - e->name_at;
        births += last->birth_at + last->n_births - e->birth_at;
        countries += last->country_at + last->n_countries - e->country_at;
        if (end > e->name_at)
            tokens += from->names[end - 1].token_at + (uint64_t)from->names[end - 1].n -
                      from->names[e->name_at].token_at;
    }
    bool room = names < UINT32_MAX && tokens < UINT32_MAX && births < UINT32_MAX &&
                countries < UINT32_MAX;
    return room ? MS_OK : MS_ELIMIT;
}

ms_rc ms_merge_entities(ms_merge *m)
{
    ms_rc rc = MS_OK;
    m->older = ms_calloc(m->side[MS_ADDED]->n_lists, sizeof *m->older);
    if (!m->older) return MS_ENOMEM;
    for (unsigned side = 0; side < MS_SIDES; side++) {
        uint32_t n = m->side[side]->n_entities;
        m->pos[side] = ms_malloc(((size_t)n + 1) * sizeof *m->pos[side]);
        if (!m->pos[side]) return MS_ENOMEM;
        for (uint32_t e = 0; e < n; e++) m->pos[side][e] = MS_GONE;
    }
    find_lists(m);
    for (uint32_t i = 0; i < m->side[MS_ADDED]->n_lists && !rc; i++) rc = put_list(m, i);
    if (!rc) rc = place_documents(m);
    return rc ? rc : check_room(m);
}

/* ---- neighbours of two sides -------------------------------------------- */

static ms_rc put_cross(ms_merge *m, uint32_t a, uint32_t b)
{
    uint64_t both[] = {(uint64_t)a << 32 | b, (uint64_t)b << 32 | a};
    return ms_buf_put(&m->cross, both, sizeof both) ? MS_OK : MS_ENOMEM;
}

/* Whom an entity that is kept has beside it and who was added again. */
static ms_rc links_of_kept(ms_merge *m, const ms_span *s)
{
    const ms_snap *old = m->side[MS_KEPT], *added = m->side[MS_ADDED];
    ms_rc rc = MS_OK;
    for (uint32_t e = s->first; e < s->first + s->n; e++)
        for (uint32_t i = old->link_at[e]; i < old->link_at[e + 1] && !rc; i++) {
            uint32_t other = old->links[i], again;
            ms_str id = ms_snap_text(old, old->entities[other].id);
            if (m->pos[MS_KEPT][other] == MS_GONE &&
                ms_snap_find_in(added, s->list, id, &again))
                rc = put_cross(m, m->pos[MS_KEPT][e], m->pos[MS_ADDED][again]);
        }
    return rc;
}

/* What was added names some who were kept. */
static ms_rc links_of_added(ms_merge *m)
{
    const ms_snap *old = m->side[MS_KEPT], *added = m->side[MS_ADDED];
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < added->n_absent && !rc; i++) {
        const ms_disk_absent *a = &added->absent[i];
        uint32_t list = m->older[added->entities[a->entity].list], e;
        if (list == MS_GONE || !ms_snap_find_in(old, list, ms_snap_text(added, a->id), &e) ||
            m->pos[MS_KEPT][e] == MS_GONE)
            continue;
        m->found[i] = 1;
        rc = put_cross(m, m->pos[MS_ADDED][a->entity], m->pos[MS_KEPT][e]);
    }
    return rc;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

ms_rc ms_merge_links(ms_merge *m)
{
    m->found = ms_calloc(m->side[MS_ADDED]->n_absent, sizeof *m->found);
    ms_rc rc = m->found ? links_of_added(m) : MS_ENOMEM;
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span) && !rc; i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        if (s->side == MS_KEPT) rc = links_of_kept(m, s);
    }
    size_t n = MS_COUNT(m->cross, uint64_t), kept = 0;
    uint64_t *v = MS_ALL(m->cross, uint64_t);
    if (n) qsort(v, n, sizeof *v, by_value);
    for (size_t i = 0; i < n; i++)
        if (!i || v[i] != v[i - 1]) v[kept++] = v[i];
    m->cross.n = kept * sizeof *v;
    return rc;
}

ms_rc ms_merge_absent(const ms_merge *m, ms_absent_fn fn, void *ctx)
{
    uint32_t at[MS_SIDES] = {0};
    ms_rc rc = MS_OK;
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        const ms_snap *from = m->side[s->side];
        uint32_t *k = &at[s->side], n = from->n_absent, end = s->first + s->n;
        while (*k < n && from->absent[*k].entity < s->first) ++*k;
        for (; *k < n && from->absent[*k].entity < end && !rc; ++*k) {
            ms_disk_absent a = from->absent[*k];
            if (s->side == MS_ADDED && m->found[*k]) continue;
            a.entity = m->pos[s->side][a.entity];
            rc = fn(ctx, s->side, a);
        }
    }
    return rc;
}

/* ---- whole ------------------------------------------------------------- */

/* What a second thread does: runs are nearly half of the work, and need the entities alone. */
typedef struct aside {
    ms_merge *m;
    ms_rc rc;
} aside;

static void *make_runs(void *ctx)
{
    aside *x = ctx;
    x->rc = ms_merge_runs(x->m);
    return NULL;
}

static ms_rc make_others(ms_merge *m)
{
    ms_rc rc = ms_merge_links(m);
    if (!rc) rc = ms_merge_texts(m);
    if (!rc) rc = ms_merge_units(m);
    return rc ? rc : ms_merge_groups(m);
}

ms_rc ms_merge_make(ms_merge *m, const ms_build *b, const ms_snap *added)
{
    pthread_t thread;
    aside runs = {m, MS_OK};
    *m = (ms_merge){.b = b, .side = {b->keep->old, added}};
    ms_rc rc = ms_merge_entities(m);
    if (rc) return rc;
    bool two = !pthread_create(&thread, NULL, make_runs, &runs);
    rc = make_others(m);
    if (two) pthread_join(thread, NULL);
    else if (!rc) make_runs(&runs);
    return rc ? rc : runs.rc;
}

static void free_units(ms_merged_units *u)
{
    ms_free(u->unit);
    ms_free(u->at);
    ms_free(u->posted);
    for (unsigned side = 0; side < MS_SIDES; side++) ms_free(u->of[side]);
    ms_buf_free(&u->blocks);
}

void ms_merge_free(ms_merge *m)
{
    for (unsigned side = 0; side < MS_SIDES; side++) {
        ms_free(m->pos[side]);
        ms_free(m->waits[side]);
        ms_free(m->schema[side]);
    }
    ms_free(m->older);
    ms_free(m->document_at);
    ms_free(m->found);
    ms_free(m->begins);
    ms_free(m->before);
    ms_free(m->same);
    ms_free(m->next);
    ms_buf_free(&m->spans);
    ms_buf_free(&m->cross);
    ms_buf_free(&m->pieces);
    ms_buf_free(&m->by_side);
    ms_buf_free(&m->schemata);
    ms_buf_free(&m->refs);
    free_units(&m->units);
    free_units(&m->runs);
    *m = (ms_merge){0};
}
