/* Entities of an older snapshot, taken over as they are: nothing is prepared again, and
 * each text and token of theirs is looked up once. */
#include "base/mem.h"
#include "index/build.h"
#include "index/snap.h"

enum { RELAX_EVERY = 1 << 16, WORD = 64 };

/* The number that a text of the older snapshot has in the build; `n` is its length. */
typedef struct taken {
    uint32_t no, n;
} taken;

struct ms_keep {
    const ms_snap *old;
    uint64_t *begins; /* a bit for each byte of the pool: some text begins there */
    uint32_t *before; /* how many begin before each word of these bits */
    taken *texts;     /* in the order of the pool */
    uint32_t empty;   /* the number of the text that begins anywhere */
    uint32_t *units;  /* the number that each unit has in the build; NONE: not yet */
};

#define NONE UINT32_MAX

/* ---- texts ------------------------------------------------------------- */

static void mark_text(ms_keep *k, ms_disk_text t)
{
    k->begins[t.at / WORD] |= (uint64_t)1 << t.at % WORD;
}

/* Marks the texts that entities use; the pool has no other. */
static void mark_texts(ms_keep *k)
{
    const ms_snap *s = k->old;
    for (uint32_t i = 0; i < s->n_schemata; i++) mark_text(k, s->schema_names[i]);
    for (uint32_t i = 0; i < s->n_names; i++) mark_text(k, s->names[i].text);
    for (uint32_t i = 0; i < s->n_absent; i++) mark_text(k, s->absent[i].id);
    for (uint32_t i = 0; i < s->n_entities; i++) {
        const ms_disk_entity *e = &s->entities[i];
        mark_text(k, e->id);
        mark_text(k, e->caption);
        for (uint32_t r = e->ref_at; r < e->ref_at + e->n_refs; r++) mark_text(k, s->refs[r]);
    }
}

void ms_keep_free(ms_keep *k)
{
    if (!k) return;
    ms_free(k->begins);
    ms_free(k->before);
    ms_free(k->texts);
    ms_free(k->units);
    ms_free(k);
}

void ms_keep_relax(const ms_keep *k)
{
    ms_snap_relax(k->old);
}

/* NULL: out of memory. */
static ms_keep *keep_make(const ms_snap *old)
{
    ms_keep *k = ms_calloc(1, sizeof *k);
    size_t words = old->n_pool / WORD + 1;
    uint32_t n = 0;
    if (!k) return NULL;
    k->old = old;
    k->begins = ms_calloc(words, sizeof *k->begins);
    k->before = ms_calloc(words, sizeof *k->before);
    k->units = ms_malloc(((size_t)old->units.n + 1) * sizeof *k->units);
    if (!k->begins || !k->before || !k->units) return ms_keep_free(k), NULL;
    mark_texts(k);
    for (size_t i = 0; i < words; i++) {
        k->before[i] = n;
        n += (uint32_t)__builtin_popcountll(k->begins[i]);
    }
    for (uint32_t i = 0; i < old->units.n; i++) k->units[i] = NONE;
    k->texts = ms_malloc(((size_t)n + 1) * sizeof *k->texts);
    if (!k->texts) return ms_keep_free(k), NULL;
    for (uint32_t i = 0; i < n; i++) k->texts[i] = (taken){.no = NONE};
    return k;
}

/* All that a build keeps is of one snapshot. */
static ms_rc keep_from(ms_build *b, const ms_snap *old, ms_diag *d)
{
    if (old->outdated) return ms_fail(d, MS_EVERSION, 0, 0, "made with other knowledge tables");
    if (!b->keep) b->keep = keep_make(old);
    if (!b->keep || !ms_texts_add(&b->texts, MS_STR(""), &b->keep->empty))
        return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (b->keep->old == old) return MS_OK;
    return ms_fail(d, MS_EINVAL, 0, 0, "something was kept of another snapshot");
}

/* The number in the build of a text of the older snapshot; false: no memory. */
static bool take_text(ms_build *b, ms_disk_text t, uint32_t *no)
{
    const ms_keep *k = b->keep;
    if (!t.n) return *no = k->empty, true; /* begins where another does */
    size_t word = t.at / WORD;
    uint64_t below = k->begins[word] & (((uint64_t)1 << t.at % WORD) - 1);
    taken *x = &k->texts[k->before[word] + (uint32_t)__builtin_popcountll(below)];
    if (x->no == NONE || x->n != t.n) {
        if (!ms_texts_take(&b->texts, ms_snap_text(k->old, t), &x->no)) return false;
        x->n = t.n;
    }
    *no = x->no;
    return true;
}

/* ---- one entity -------------------------------------------------------- */

static ms_rc take_tokens(ms_build *b, const ms_disk_name *n)
{
    const ms_keep *k = b->keep;
    uint32_t *out = ms_buf_add(&b->tokens, n->n * sizeof *out);
    if (!out) return MS_ENOMEM;
    for (uint32_t i = 0; i < n->n; i++) {
        uint32_t ref = k->old->tokens[n->token_at + i], *unit = &k->units[ms_unit_of(ref)];
        if (*unit == NONE &&
            !ms_units_add(&b->units, &k->old->units.unit[ms_unit_of(ref)], unit))
            return MS_ENOMEM;
        if (*unit >= MS_UNITS_MAX) return MS_ELIMIT;
        out[i] = ms_unit_ref(*unit, ref & MS_NAME_STEP);
    }
    return MS_OK;
}

static ms_rc take_names(ms_build *b, const ms_disk_entity *e)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = e->name_at; i < e->name_at + e->n_names && !rc; i++) {
        const ms_disk_name *n = &b->keep->old->names[i];
        ms_rec_name *out = ms_buf_add(&b->names, sizeof *out);
        if (!out) return MS_ENOMEM;
        out->token_at = MS_COUNT(b->tokens, uint32_t);
        out->weight = n->weight;
        out->n = n->n;
        out->flags = n->flags;
        out->family = n->family;
        if (!take_text(b, n->text, &out->text)) return MS_ENOMEM;
        rc = take_tokens(b, n);
    }
    return rc;
}

static ms_rc take_facts(ms_build *b, ms_rec *r, const ms_disk_entity *e)
{
    const ms_snap *s = b->keep->old;
    r->sexes = e->sexes;
    r->name_at = (uint32_t)MS_COUNT(b->names, ms_rec_name), r->n_names = e->n_names;
    r->birth_at = (uint32_t)MS_COUNT(b->births, ms_date), r->n_births = e->n_births;
    r->document_at = (uint32_t)MS_COUNT(b->documents, ms_document);
    r->country_at = (uint32_t)MS_COUNT(b->countries, ms_country);
    r->n_documents = e->n_documents, r->n_countries = e->n_countries;
    if (!ms_buf_put(&b->births, s->births + e->birth_at, e->n_births * sizeof *s->births) ||
        !ms_buf_put(&b->documents, s->documents + e->document_at,
                    e->n_documents * sizeof *s->documents) ||
        !ms_buf_put(&b->countries, s->countries + e->country_at,
                    e->n_countries * sizeof *s->countries))
        return MS_ENOMEM;
    return take_names(b, e);
}

static ms_rc take_link(ms_build *b, ms_rec *r, ms_disk_text id)
{
    uint32_t no;
    if (!take_text(b, id, &no) || !ms_buf_put(&b->links, &no, sizeof no)) return MS_ENOMEM;
    r->n_links++;
    return MS_OK;
}

/* What entity `e` names, or is named by, which are both there still; and what its list lacks,
 * of which the first that is not of an entity before `e` is number `*absent`. */
static ms_rc take_links(ms_build *b, ms_rec *r, uint32_t e, uint32_t *absent)
{
    const ms_snap *s = b->keep->old;
    ms_rc rc = MS_OK;
    r->link_at = (uint32_t)MS_COUNT(b->links, uint32_t);
    for (uint32_t i = s->link_at[e]; i < s->link_at[e + 1] && !rc; i++)
        rc = take_link(b, r, s->entities[s->links[i]].id);
    while (*absent < s->n_absent && s->absent[*absent].entity < e) ++*absent;
    for (; *absent < s->n_absent && s->absent[*absent].entity == e && !rc; ++*absent)
        rc = take_link(b, r, s->absent[*absent].id);
    return rc;
}

static ms_rc take_refs(ms_build *b, uint32_t id, const ms_disk_entity *e)
{
    ms_rec_ref r = {.rec = (uint32_t)MS_COUNT(b->recs, ms_rec), .subject = id};
    for (uint32_t i = e->ref_at; i < e->ref_at + e->n_refs; i++)
        if (!take_text(b, b->keep->old->refs[i], &r.ref) || !ms_buf_put(&b->refs, &r, sizeof r))
            return MS_ENOMEM;
    return MS_OK;
}

static ms_rc take_entity(ms_build *b, uint32_t e, uint32_t *absent)
{
    const ms_snap *s = b->keep->old;
    const ms_disk_entity *x = &s->entities[e];
    ms_rec r;
    if (!ms_build_has_room(b)) return MS_ELIMIT;
    memset(&r, 0, sizeof r);
    r.list = (uint32_t)MS_COUNT(b->lists, ms_rec_list) - 1;
    r.flags = x->flags;
    r.json = s->json + x->json_at;
    r.json_n = x->json_n;
    if (!take_text(b, x->id, &r.id) || !take_text(b, x->caption, &r.caption) ||
        !take_text(b, s->schema_names[x->schema], &r.schema))
        return MS_ENOMEM;
    ms_rc rc = take_facts(b, &r, x);
    if (!rc) rc = take_links(b, &r, e, absent);
    if (!rc) rc = take_refs(b, r.id, x);
    if (!rc) rc = ms_build_record(b, &r);
    if (e % RELAX_EVERY == 0) ms_snap_relax(s);
    return rc;
}

/* ---- a whole list ------------------------------------------------------ */

ms_rc ms_build_keep(ms_build *b, const ms_snap *old, uint32_t list, ms_diag *d)
{
    if (list >= ms_snap_lists(old)) return ms_fail(d, MS_EINVAL, 0, 0, "no list %u", list);
    size_t lists = b->lists.n;
    uint32_t first = ms_snap_list_first(old, list), n = ms_snap_list_entities(old, list);
    uint32_t absent = 0;
    ms_marks m = ms_build_mark(b);
    ms_rc rc = keep_from(b, old, d);
    if (!rc) rc = ms_build_list(b, ms_snap_list_name(old, list), d);
    if (rc) return rc;
    b->open = false;
    rc = ms_build_report(b, ms_snap_list_report(old, list));
    for (uint32_t e = first; e < first + n && !rc; e++) rc = take_entity(b, e, &absent);
    if (!rc) return MS_OK;
    ms_build_take_back(b, &m);
    b->lists.n = lists;
    return ms_fail(d, rc, 0, 0, "%s", ms_rc_text(rc));
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
    uint32_t absent = 0;
    ms_diag why = {0};
    uint8_t *changed = ms_calloc(n, sizeof *changed);
    ms_rc rc = changed ? ms_build_changed(b, old, list, same, changed, &why) : MS_ENOMEM;
    if (!rc) rc = keep_from(b, old, &why);
    for (uint32_t i = 0; i < n && !rc; i++)
        if (same[i] && changed[i]) rc = again(ctx, ms_snap_get(old, first + i).json, &why);
    for (uint32_t i = 0; i < n && !rc; i++)
        if (same[i] && !changed[i]) rc = take_entity(b, first + i, &absent);
    ms_free(changed);
    return rc ? ms_fail(d, rc, 0, 0, "%s", why.rc ? why.what : ms_rc_text(rc)) : MS_OK;
}
