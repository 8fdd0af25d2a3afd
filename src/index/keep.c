/* Entities of an older snapshot that are taken over as they are: which they are, until the
 * next one is written (merge.c). */
#include "base/mem.h"
#include "index/build.h"
#include "index/snap.h"

void ms_keep_free(ms_keep *k)
{
    if (!k) return;
    ms_free(k->kept);
    ms_free(k->as);
    ms_free(k);
}

static ms_rc no_memory(ms_diag *d)
{
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

/* NULL: out of memory. */
static ms_keep *keep_make(const ms_snap *old)
{
    ms_keep *k = ms_calloc(1, sizeof *k);
    if (!k) return NULL;
    *k = (ms_keep){.old = old,
                   .kept = ms_calloc(old->n_entities, sizeof *k->kept),
                   .as = ms_calloc(old->n_lists, sizeof *k->as)};
    if (k->kept && k->as) return k;
    return ms_keep_free(k), NULL;
}

/* All that a build keeps is of one snapshot, and each list of it is kept once. */
static ms_rc keep_from(ms_build *b, const ms_snap *old, uint32_t list, ms_diag *d)
{
    if (old->outdated) return ms_fail(d, MS_EVERSION, 0, 0, "made with other knowledge tables");
    if (!b->keep) b->keep = keep_make(old);
    if (!b->keep) return no_memory(d);
    if (b->keep->old != old)
        return ms_fail(d, MS_EINVAL, 0, 0, "something was kept of another snapshot");
    if (!b->keep->as[list]) return MS_OK;
    return ms_fail(d, MS_EDUPLICATE, 0, 0, "list '%.*s' was kept before",
                   MS_FMT(ms_snap_list_name(old, list)));
}

bool ms_keep_has(const ms_keep *k, uint32_t list, ms_str id)
{
    uint32_t e;
    for (uint32_t i = 0; k && i < k->old->n_lists; i++)
        if (k->as[i] == list + 1) return ms_snap_find_in(k->old, i, id, &e) && k->kept[e];
    return false;
}

/* ---- a whole list ------------------------------------------------------ */

ms_rc ms_build_keep(ms_build *b, const ms_snap *old, uint32_t list, ms_diag *d)
{
    if (list >= ms_snap_lists(old)) return ms_fail(d, MS_EINVAL, 0, 0, "no list %u", list);
    size_t lists = b->lists.n;
    ms_rc rc = keep_from(b, old, list, d);
    if (!rc) rc = ms_build_list(b, ms_snap_list_name(old, list), d);
    if (rc) return rc;
    b->open = false;
    if (ms_build_report(b, ms_snap_list_report(old, list))) {
        b->lists.n = lists;
        return no_memory(d);
    }
    memset(b->keep->kept + ms_snap_list_first(old, list), 1, ms_snap_list_entities(old, list));
    b->keep->as[list] = (uint32_t)MS_COUNT(b->lists, ms_rec_list);
    return MS_OK;
}

/* ---- what is left of a list -------------------------------------------- */

/* How far a change of some entities of a list reaches. */
typedef struct reach {
    const ms_build *b;
    const ms_snap *old;
    uint32_t list, first, n; /* of the older snapshot */
    uint8_t *changed;        /* each entity of the list: not as it was, or spoken of anew */
    uint32_t *todo, n_todo;  /* of them, those whose neighbours were not looked at */
    bool *speaks;            /* each schema of the older snapshot */
} reach;

static void touch(reach *r, uint32_t e)
{
    if (e - r->first >= r->n || r->changed[e - r->first]) return;
    r->changed[e - r->first] = 1;
    r->todo[r->n_todo++] = e;
}

/* Whom a new entity that speaks of others names. */
static void touch_named(reach *r, const ms_rec *rec)
{
    const ms_build *b = r->b;
    uint32_t e;
    if (!ms_schema_speaks(ms_schema_find(ms_texts_get(&b->texts, rec->schema)))) return;
    for (uint32_t i = 0; i < rec->n_links; i++) {
        ms_str id = ms_texts_get(&b->texts, *MS_AT(b->links, uint32_t, rec->link_at + i));
        if (ms_snap_find_in(r->old, r->list, id, &e)) touch(r, e);
    }
}

/* What was added to the list begun last, and whoever named what was not there before. */
static void touch_by_added(reach *r)
{
    const ms_build *b = r->b;
    uint32_t mine = (uint32_t)MS_COUNT(b->lists, ms_rec_list) - 1, no, rec;
    for (size_t i = MS_COUNT(b->recs, ms_rec); i-- && MS_AT(b->recs, ms_rec, i)->list == mine;)
        touch_named(r, MS_AT(b->recs, ms_rec, i));
    for (uint32_t i = 0; i < r->old->n_absent; i++) {
        const ms_disk_absent *a = &r->old->absent[i];
        if (a->entity - r->first >= r->n) continue;
        if (ms_texts_find(&b->texts, ms_snap_text(r->old, a->id), &no) &&
            ms_build_lookup(b, mine, no, &rec))
            touch(r, a->entity);
    }
}

/* What was said of an entity before cannot be told from what it says itself: whoever
 * speaks of somebody, and whom he speaks of, are read again together.  Nor can who names
 * whom: neighbours of what is not the `same` are read again. */
static void spread(reach *r, const uint8_t *same)
{
    const ms_snap *s = r->old;
    while (r->n_todo) {
        uint32_t e = r->todo[--r->n_todo];
        bool all = !same[e - r->first] || r->speaks[s->entities[e].schema];
        for (uint32_t i = s->link_at[e]; i < s->link_at[e + 1]; i++)
            if (all || r->speaks[s->entities[s->links[i]].schema]) touch(r, s->links[i]);
    }
}

static ms_rc find_changed(reach *r, const uint8_t *same)
{
    const ms_snap *s = r->old;
    r->todo = ms_calloc(r->n, sizeof *r->todo);
    r->speaks = ms_calloc(s->n_schemata, sizeof *r->speaks);
    bool room = r->todo && r->speaks;
    for (uint32_t i = 0; room && i < s->n_schemata; i++)
        r->speaks[i] = ms_schema_speaks(s->schemata[i]);
    memset(r->changed, 0, r->n);
    for (uint32_t i = 0; room && i < r->n; i++)
        if (!same[i]) touch(r, r->first + i);
    if (room) touch_by_added(r);
    if (room) spread(r, same);
    ms_free(r->todo);
    ms_free(r->speaks);
    return room ? MS_OK : MS_ENOMEM;
}

ms_rc ms_build_changed(const ms_build *b, const ms_snap *old, uint32_t list,
                       const uint8_t *same, uint8_t *changed, ms_diag *d)
{
    if (list >= ms_snap_lists(old)) return ms_fail(d, MS_EINVAL, 0, 0, "no list %u", list);
    if (!b->open) return ms_fail(d, MS_EINVAL, 0, 0, "no list begun");
    reach r = {.b = b,
               .old = old,
               .list = list,
               .first = ms_snap_list_first(old, list),
               .n = ms_snap_list_entities(old, list),
               .changed = changed};
    return find_changed(&r, same) ? ms_fail(d, MS_ENOMEM, 0, 0, "out of memory") : MS_OK;
}

ms_rc ms_build_keep_rest(ms_build *b, const ms_snap *old, uint32_t list, const uint8_t *same,
                         ms_again_fn again, void *ctx, ms_diag *d)
{
    if (list >= ms_snap_lists(old)) return ms_fail(d, MS_EINVAL, 0, 0, "no list %u", list);
    uint32_t first = ms_snap_list_first(old, list), n = ms_snap_list_entities(old, list);
    ms_diag why = {0};
    uint8_t *changed = ms_calloc(n, sizeof *changed);
    ms_rc rc = changed ? ms_build_changed(b, old, list, same, changed, &why) : MS_ENOMEM;
    if (!rc) rc = keep_from(b, old, list, &why);
    for (uint32_t i = 0; i < n && !rc; i++)
        if (same[i] && changed[i]) rc = again(ctx, ms_snap_get(old, first + i).json, &why);
    for (uint32_t i = 0; i < n && !rc; i++) b->keep->kept[first + i] = same[i] && !changed[i];
    if (!rc) b->keep->as[list] = (uint32_t)MS_COUNT(b->lists, ms_rec_list);
    ms_free(changed);
    return rc ? ms_fail(d, rc, 0, 0, "%s", why.rc ? why.what : ms_rc_text(rc)) : MS_OK;
}
