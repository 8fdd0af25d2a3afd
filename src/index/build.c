#include "index/build.h"

#include <assert.h>

#include "base/mem.h"
#include "match/keys.h"

enum { LIST_NAME_MAX = 64 };

static ms_rc no_memory(ms_diag *d)
{
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

ms_build *ms_build_new(void)
{
    ms_build *b = ms_calloc(1, sizeof *b);
    if (!b) return NULL;
    b->json = ms_spool_make();
    b->scratch = ms_arena_new(0);
    if (b->scratch) return b;
    ms_free(b);
    return NULL;
}

ms_rc ms_build_spool(ms_build *b, const char *dir, size_t keep, ms_diag *d)
{
    return ms_spool_to(&b->json, dir, keep) ? no_memory(d) : MS_OK;
}

/* How far a build has grown, texts and units aside. */
enum { BUFS = 9 };
typedef struct marks {
    size_t at[BUFS];
    uint64_t json;
} marks;

/* What an addition that fails takes back, JSON aside. */
static void all_bufs(ms_build *b, ms_buf *all[BUFS])
{
    ms_buf *bufs[BUFS] = {&b->recs,      &b->names, &b->tokens,  &b->births, &b->documents,
                          &b->countries, &b->links, &b->holders, &b->refs};
    memcpy(all, bufs, sizeof bufs);
}

void ms_build_free(ms_build *b)
{
    if (!b) return;
    ms_buf *all[BUFS];
    all_bufs(b, all);
    for (int i = 0; i < BUFS; i++) ms_buf_free(all[i]);
    ms_buf_free(&b->lists);
    ms_spool_free(&b->json);
    ms_texts_free(&b->texts);
    ms_units_free(&b->units);
    ms_keep_free(b->keep);
    ms_free(b->slot);
    ms_arena_free(b->scratch);
    ms_free(b);
}

/* ---- lists ------------------------------------------------------------- */

static bool name_ok(ms_str name)
{
    if (name.n == 0 || name.n > LIST_NAME_MAX || name.p[0] == '.') return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

ms_rc ms_list_name_check(ms_str name, ms_diag *d)
{
    if (name_ok(name)) return MS_OK;
    return ms_fail(d, MS_EINVAL, 0, 0,
                   "list name '%.*s': expected 1 to 64 letters, digits, '-', '_' or '.', not "
                   "beginning with '.'",
                   (int)(name.n < 80 ? name.n : 80), name.p ? name.p : "");
}

ms_rc ms_build_list(ms_build *b, ms_str name, ms_diag *d)
{
    ms_rec_list l;
    ms_rc rc = ms_list_name_check(name, d);
    if (rc) return rc;
    if (!ms_texts_add(&b->texts, name, &l.name)) return no_memory(d);
    for (size_t i = 0; i < MS_COUNT(b->lists, ms_rec_list); i++)
        if (MS_AT(b->lists, ms_rec_list, i)->name == l.name)
            return ms_fail(d, MS_EDUPLICATE, 0, 0, "list '%.*s' was begun before",
                           MS_FMT(name));
    if (!ms_texts_add(&b->texts, MS_STR(""), &l.report)) return no_memory(d);
    if (!ms_buf_put(&b->lists, &l, sizeof l)) return no_memory(d);
    b->open = true;
    return MS_OK;
}

ms_rc ms_build_report(ms_build *b, ms_str json)
{
    size_t n = MS_COUNT(b->lists, ms_rec_list);
    uint32_t report;
    if (n == 0) return MS_EINVAL;
    if (!ms_texts_add(&b->texts, json, &report)) return MS_ENOMEM;
    MS_AT(b->lists, ms_rec_list, n - 1)->report = report;
    return MS_OK;
}

/* ---- records by list and id -------------------------------------------- */

static uint32_t slot_hash(uint32_t list, uint32_t id)
{
    uint64_t x = ((uint64_t)list << 32 | id) * 0x9E3779B97F4A7C15u; /* golden ratio */
    return (uint32_t)(x >> 32);
}

/* The slot that holds the record, or the free one where it belongs. */
static uint32_t slot_of(const ms_build *b, uint32_t list, uint32_t id)
{
    uint32_t i = slot_hash(list, id) & (b->slots - 1);
    for (; b->slot[i]; i = (i + 1) & (b->slots - 1)) {
        const ms_rec *r = MS_AT(b->recs, ms_rec, b->slot[i] - 1);
        if (r->list == list && r->id == id) break;
    }
    return i;
}

bool ms_build_lookup(const ms_build *b, uint32_t list, uint32_t id, uint32_t *rec)
{
    if (!b->slots) return false;
    uint32_t found = b->slot[slot_of(b, list, id)];
    *rec = found - 1;
    return found != 0;
}

static void fill_slots(ms_build *b)
{
    for (uint32_t i = 0; i < MS_COUNT(b->recs, ms_rec); i++) {
        const ms_rec *r = MS_AT(b->recs, ms_rec, i);
        b->slot[slot_of(b, r->list, r->id)] = i + 1;
    }
}

/* Keeps at least a third of the slots free. */
static bool grow_slots(ms_build *b)
{
    uint64_t n = MS_COUNT(b->recs, ms_rec);
    if ((n + 1) * 3 <= (uint64_t)b->slots * 2) return true;
    if (b->slots > UINT32_MAX / 2) return false;
    uint32_t slots = b->slots ? b->slots * 2 : 1024;
    uint32_t *slot = ms_calloc(slots, sizeof *slot);
    if (!slot) return false;
    ms_free(b->slot);
    b->slot = slot;
    b->slots = slots;
    fill_slots(b);
    return true;
}

/* ---- what an entity brings --------------------------------------------- */

/* Adds the token behind one of word `before`. */
static ms_rc add_token(ms_build *b, const ms_token *t, uint32_t before)
{
    ms_token unit = *t;
    uint32_t no;
    unit.word = 0;
    assert(t->word >= before && t->word - before <= MS_NAME_STEP);
    if (!ms_units_add(&b->units, &unit, &no)) return MS_ENOMEM;
    if (no >= MS_UNITS_MAX) return MS_ELIMIT;
    uint32_t ref = ms_unit_ref(no, t->word - before);
    return ms_buf_put(&b->tokens, &ref, sizeof ref) ? MS_OK : MS_ENOMEM;
}

static ms_rc add_name(ms_build *b, const ms_name *n)
{
    ms_rec_name r;
    memset(&r, 0, sizeof r);
    assert(n->n <= MS_NAME_TOKENS);
    if (n->text.n > MS_ENTITY_JSON_MAX) return MS_ELIMIT;
    r.token_at = MS_COUNT(b->tokens, uint32_t);
    r.weight = n->weight;
    r.n = (uint16_t)n->n;
    r.family = n->family;
    r.flags = (uint8_t)((n->weak ? MS_DISK_WEAK : 0) | (n->cut ? MS_DISK_CUT : 0) |
                        (unsigned)n->kind << MS_DISK_KIND_AT);
    if (!ms_texts_add(&b->texts, n->text, &r.text)) return MS_ENOMEM;
    for (uint32_t i = 0; i < n->n; i++) {
        ms_rc rc = add_token(b, &n->tok[i], i ? n->tok[i - 1].word : 0);
        if (rc) return rc;
    }
    return ms_buf_put(&b->names, &r, sizeof r) ? MS_OK : MS_ENOMEM;
}

/* Copied letter by letter, so that the bytes behind the end are zero. */
static ms_rc add_document(ms_build *b, const ms_document *in)
{
    ms_document *out = ms_buf_add(&b->documents, sizeof *out);
    if (!out) return MS_ENOMEM;
    out->len = in->len;
    out->kind = in->kind;
    memcpy(out->s, in->s, ms_key_kept(in));
    return MS_OK;
}

static ms_rc add_country(ms_build *b, const ms_country *in)
{
    ms_country *out = ms_buf_add(&b->countries, sizeof *out);
    if (!out) return MS_ENOMEM;
    memcpy(out->s, in->s, strnlen(in->s, sizeof in->s - 1));
    return MS_OK;
}

static ms_rc add_identity(ms_build *b, ms_rec *r, const ms_identity *id)
{
    r->name_at = (uint32_t)MS_COUNT(b->names, ms_rec_name);
    r->birth_at = (uint32_t)MS_COUNT(b->births, ms_date);
    r->document_at = (uint32_t)MS_COUNT(b->documents, ms_document);
    r->country_at = (uint32_t)MS_COUNT(b->countries, ms_country);
    r->n_names = id->n_names;
    r->n_births = id->n_births;
    r->n_documents = id->n_documents;
    r->n_countries = id->n_countries;
    r->sexes = id->sexes;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < id->n_names && !rc; i++) rc = add_name(b, &id->names[i]);
    for (uint32_t i = 0; i < id->n_documents && !rc; i++)
        rc = add_document(b, &id->documents[i]);
    for (uint32_t i = 0; i < id->n_countries && !rc; i++)
        rc = add_country(b, &id->countries[i]);
    if (!rc && !ms_buf_put(&b->births, id->births, id->n_births * sizeof *id->births))
        rc = MS_ENOMEM;
    return rc;
}

static ms_rc add_link(ms_build *b, ms_rec *r, ms_str id)
{
    uint32_t text;
    if (!ms_texts_add(&b->texts, id, &text)) return MS_ENOMEM;
    if (!ms_buf_put(&b->links, &text, sizeof text)) return MS_ENOMEM;
    r->n_links++;
    return MS_OK;
}

static ms_rc add_links(ms_build *b, ms_rec *r, const ms_entity *e)
{
    r->link_at = (uint32_t)MS_COUNT(b->links, uint32_t);
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < e->n_props; i++) {
        const ms_prop_values *p = &e->props[i];
        if (!p->prop || ms_prop_type(p->prop) != MS_TYPE_ENTITY) continue;
        for (uint32_t v = 0; v < p->n && !rc; v++) rc = add_link(b, r, p->v[v]);
    }
    return rc;
}

/* The number of a passport and the address of a wallet are evidence about their holder, whose
 * record has none. */
static ms_rc add_holders(ms_build *b, const ms_entity *e)
{
    if (!ms_schema_held(e->schema)) return MS_OK;
    const ms_prop_values *p = ms_entity_get(e, MS_STR("holder"));
    ms_rec_holder h = {.rec = (uint32_t)MS_COUNT(b->recs, ms_rec)};
    for (uint32_t i = 0; p && i < p->n; i++) {
        if (!ms_texts_add(&b->texts, p->v[i], &h.holder)) return MS_ENOMEM;
        if (!ms_buf_put(&b->holders, &h, sizeof h)) return MS_ENOMEM;
    }
    return MS_OK;
}

static ms_rc put_record(ms_build *b, const ms_rec *r)
{
    if (!grow_slots(b)) return MS_ENOMEM;
    if (!ms_buf_put(&b->recs, r, sizeof *r)) return MS_ENOMEM;
    b->slot[slot_of(b, r->list, r->id)] = (uint32_t)MS_COUNT(b->recs, ms_rec);
    return MS_OK;
}

/* Texts, JSON and record itself. */
static ms_rc add_record(ms_build *b, ms_rec *r, const ms_entity *e, ms_str json, ms_diag *d)
{
    if (json.n > MS_ENTITY_JSON_MAX || e->caption.n > MS_ENTITY_JSON_MAX) return MS_ELIMIT;
    r->json_at = b->json.n;
    r->json_n = (uint32_t)json.n;
    if (!ms_texts_add(&b->texts, e->caption, &r->caption)) return MS_ENOMEM;
    if (!ms_texts_add(&b->texts, e->schema_name, &r->schema)) return MS_ENOMEM;
    ms_rc rc = ms_spool_put(&b->json, json.p, json.n, d);
    return rc ? rc : put_record(b, r);
}

/* ---- one entity, wholly or not at all ----------------------------------- */

static marks mark(ms_build *b)
{
    marks m = {.json = b->json.n};
    ms_buf *all[BUFS];
    all_bufs(b, all);
    for (int i = 0; i < BUFS; i++) m.at[i] = all[i]->n;
    return m;
}

static void take_back(ms_build *b, const marks *m)
{
    ms_buf *all[BUFS];
    all_bufs(b, all);
    bool records = b->recs.n > m->at[0];
    for (int i = 0; i < BUFS; i++) all[i]->n = m->at[i];
    ms_spool_cut(&b->json, m->json);
    if (!records) return;
    memset(b->slot, 0, b->slots * sizeof *b->slot);
    fill_slots(b);
}

/* Whether one entity more has room, whatever it holds: positions are 32 bits wide. */
static bool has_room(const ms_build *b)
{
    const size_t most = UINT32_MAX - MS_ENTITY_VALUES_MAX;
    return MS_COUNT(b->recs, ms_rec) < most && MS_COUNT(b->names, ms_rec_name) < most &&
           MS_COUNT(b->documents, ms_document) < most && MS_COUNT(b->links, uint32_t) < most &&
           MS_COUNT(b->refs, ms_rec_ref) < most && MS_COUNT(b->births, ms_date) < most &&
           MS_COUNT(b->countries, ms_country) < most &&
           MS_COUNT(b->tokens, uint32_t) < UINT32_MAX - (uint64_t)MS_ENTITY_VALUES_MAX * 32 &&
           ms_texts_count(&b->texts) < most;
}

ms_rc ms_prepare(const ms_entity *e, ms_arena *a, ms_prepared *out)
{
    *out = (ms_prepared){.json = {"", 0}};
    ms_rc rc = ms_identity_from_entity(e, a, &out->identity);
    return rc ? rc : ms_entity_write(e, &out->json);
}

static ms_rc copy_entity(ms_build *b, ms_rec *r, const ms_entity *e, const ms_prepared *p,
                         ms_diag *d)
{
    ms_rc rc = add_identity(b, r, &p->identity);
    if (!rc) rc = add_links(b, r, e);
    if (!rc) rc = add_holders(b, e);
    if (!rc) rc = ms_crossref_add(b, e);
    bool matchable = !e->schema || ms_schema_matchable(e->schema);
    r->flags = matchable ? MS_DISK_MATCHABLE : 0;
    return rc ? rc : add_record(b, r, e, p->json, d);
}

static ms_rc check_entity(const ms_build *b, const ms_entity *e, ms_diag *d)
{
    if (!b->open) return ms_fail(d, MS_EINVAL, 0, 0, "no list begun");
    if (e->id.n == 0) return ms_fail(d, MS_EMISSING, 0, 0, "id: expected a text");
    if (e->id.n > MS_ENTITY_ID_MAX)
        return ms_fail(d, MS_ELIMIT, 0, 0, "id of %zu bytes: at most %d", e->id.n,
                       MS_ENTITY_ID_MAX);
    if (!has_room(b)) return ms_fail(d, MS_ELIMIT, 0, 0, "more than a snapshot can hold");
    return MS_OK;
}

ms_rc ms_build_add_prepared(ms_build *b, const ms_entity *e, const ms_prepared *p, ms_diag *d)
{
    ms_rc rc = check_entity(b, e, d);
    if (rc) return rc;
    ms_rec r;
    ms_diag why = {0};
    uint32_t twin;
    memset(&r, 0, sizeof r);
    r.list = (uint32_t)MS_COUNT(b->lists, ms_rec_list) - 1;
    if (!ms_texts_add(&b->texts, e->id, &r.id)) return no_memory(d);
    if (ms_build_lookup(b, r.list, r.id, &twin) || ms_keep_has(b->keep, r.list, e->id))
        return ms_fail(d, MS_EDUPLICATE, 0, 0, "id '%.*s' is in the list already",
                       (int)(e->id.n < 120 ? e->id.n : 120), e->id.p);
    marks m = mark(b);
    rc = copy_entity(b, &r, e, p, &why);
    ms_arena_reset(b->scratch);
    if (!rc) return MS_OK;
    take_back(b, &m);
    return ms_fail(d, rc, 0, 0, "%s", why.rc ? why.what : ms_rc_text(rc));
}

ms_rc ms_build_add(ms_build *b, const ms_entity *e, ms_diag *d)
{
    ms_prepared p;
    ms_rc rc = check_entity(b, e, d);
    if (rc) return rc;
    rc = ms_prepare(e, b->scratch, &p);
    if (!rc) return ms_build_add_prepared(b, e, &p, d);
    ms_arena_reset(b->scratch);
    return ms_fail(d, rc, 0, 0, "%s", ms_rc_text(rc));
}
