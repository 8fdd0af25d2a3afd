#include <marsad/index.h>

#define XXH_STATIC_LINKING_ONLY /* states on the stack */
#include <xxhash.h>

#include "base/file.h"
#include "base/mem.h"
#include "index/plan.h"
#include "index/snap.h"

enum { BUFFER = 1 << 15 };

/* A snapshot on its way to the disk, or to memory.  `rc` is sticky. */
typedef struct out {
    ms_aside *f; /* NULL: into `mem` */
    ms_buf mem;
    ms_diag *d;
    ms_rc rc;
    ms_disk_head head;
    XXH3_state_t sum, digest;
    bool digested; /* the section counts for the digest */
    size_t n;      /* bytes of the section that wait in `buf` */
    char buf[BUFFER];
} out;

static ms_rc no_memory(ms_diag *d)
{
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

static uint64_t size_of(const out *o)
{
    return o->f ? ms_aside_size(o->f) : o->mem.n;
}

static ms_rc emit(out *o, const void *p, size_t n)
{
    if (o->f) return ms_aside_write(o->f, p, n, o->d);
    return ms_buf_put(&o->mem, p, n) ? MS_OK : no_memory(o->d);
}

static void put_now(out *o, const void *p, size_t n)
{
    if (o->rc || n == 0) return;
    XXH3_64bits_update(&o->sum, p, n);
    if (o->digested) XXH3_128bits_update(&o->digest, p, n);
    o->rc = emit(o, p, n);
}

static void flush(out *o)
{
    put_now(o, o->buf, o->n);
    o->n = 0;
}

static void put(out *o, const void *p, size_t n)
{
    if (o->rc) return;
    if (n > BUFFER - o->n) flush(o);
    if (n > BUFFER) {
        put_now(o, p, n);
        return;
    }
    if (n) memcpy(o->buf + o->n, p, n);
    o->n += n;
}

static void put_u32(out *o, uint32_t v)
{
    put(o, &v, sizeof v);
}

static void pad(out *o)
{
    static const char zero[MS_SNAP_ALIGN];
    uint64_t at = size_of(o);
    if (!o->rc) o->rc = emit(o, zero, (size_t)(ms_section_align(at) - at));
}

static ms_str text(const ms_plan *p, uint32_t no)
{
    return ms_texts_get(&p->b->texts, no);
}

static const ms_rec *rec_at(const ms_plan *p, uint32_t pos)
{
    return MS_AT(p->b->recs, ms_rec, p->order[pos]);
}

static ms_disk_text disk_text(const ms_plan *p, uint32_t no)
{
    return (ms_disk_text){p->text_at[no], (uint32_t)text(p, no).n};
}

/* ---- sections ---------------------------------------------------------- */

static void put_pool(out *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->texts, uint32_t); i++) {
        ms_str s = text(p, *MS_AT(p->texts, uint32_t, i));
        put(o, s.p, s.n);
    }
}

static void put_schemata(out *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->schemata, uint32_t); i++) {
        ms_disk_text t = disk_text(p, *MS_AT(p->schemata, uint32_t, i));
        put(o, &t, sizeof t);
    }
}

static void put_lists(out *o, const ms_plan *p)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < p->n_lists; i++) {
        uint32_t list = p->lists[i];
        ms_disk_list l = {.name = disk_text(p, MS_AT(p->b->lists, ms_rec_list, list)->name),
                          .first = at};
        for (; at < p->n && rec_at(p, at)->list == list; at++)
            l.screened += rec_at(p, at)->flags & MS_DISK_MATCHABLE;
        l.count = at - l.first;
        put(o, &l, sizeof l);
    }
}

static void put_entities(out *o, const ms_plan *p)
{
    ms_disk_entity e;
    memset(&e, 0, sizeof e);
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        e.json_n = r->json_n;
        e.id = disk_text(p, r->id);
        e.caption = disk_text(p, r->caption);
        e.list = p->rank[r->list];
        e.schema = p->schema[r->schema];
        e.n_names = r->n_names;
        e.n_births = r->n_births;
        e.n_documents = p->n_documents[i];
        e.n_countries = r->n_countries;
        e.n_refs = p->n_refs[i];
        e.sexes = r->sexes;
        e.flags = r->flags;
        put(o, &e, sizeof e);
        e.json_at += e.json_n;
        e.name_at += e.n_names;
        e.birth_at += e.n_births;
        e.document_at += e.n_documents;
        e.country_at += e.n_countries;
        e.ref_at += e.n_refs;
    }
}

static void put_names(out *o, const ms_plan *p)
{
    ms_disk_name out_name;
    memset(&out_name, 0, sizeof out_name);
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        for (uint32_t k = 0; k < r->n_names; k++) {
            const ms_rec_name *n = MS_AT(p->b->names, ms_rec_name, r->name_at + k);
            out_name.weight = n->weight;
            out_name.text = disk_text(p, n->text);
            out_name.n = n->n;
            out_name.flags = n->flags;
            out_name.family = n->family;
            put(o, &out_name, sizeof out_name);
            out_name.token_at += n->n;
        }
    }
}

static void put_parts(out *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        uint8_t most = 0;
        for (uint32_t k = 0; k < r->n_names; k++) {
            uint8_t parts =
                ms_plan_parts(p->b, MS_AT(p->b->names, ms_rec_name, r->name_at + k));
            if (parts > most) most = parts;
        }
        put(o, &most, sizeof most);
    }
}

static void put_name_tokens(out *o, const ms_plan *p, const ms_rec_name *n)
{
    uint32_t refs[MS_NAME_TOKENS];
    for (uint32_t i = 0; i < n->n; i++) {
        uint32_t ref = *MS_AT(p->b->tokens, uint32_t, n->token_at + i);
        refs[i] = ms_unit_ref(p->unit[ms_unit_of(ref)], ref & MS_NAME_STEP);
    }
    put(o, refs, n->n * sizeof *refs);
}

static void put_tokens(out *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        for (uint32_t k = 0; k < r->n_names; k++) {
            const ms_rec_name *n = MS_AT(p->b->names, ms_rec_name, r->name_at + k);
            put_name_tokens(o, p, n);
        }
    }
}

static void put_ordered(out *o, const ms_plan_units *u)
{
    enum { SOME = 128 };
    ms_token unit[SOME];
    for (uint32_t i = 0, n; i < u->n; i += n) {
        n = u->n - i < SOME ? u->n - i : SOME;
        for (uint32_t k = 0; k < n; k++) unit[k] = u->unit[u->order[i + k]];
        put(o, unit, n * sizeof *unit);
    }
}

/* Where the entities of each unit begin, and the last of them end. */
static void put_offsets(out *o, const ms_plan_units *u)
{
    put(o, u->at, ((size_t)u->n + 1) * sizeof *u->at);
}

static void put_posted(out *o, const ms_plan_units *u)
{
    put(o, u->posted, u->at[u->n] * sizeof *u->posted);
}

static void put_units(out *o, const ms_plan *p)
{
    put_ordered(o, &p->tokens);
}

static void put_unit_at(out *o, const ms_plan *p)
{
    put_offsets(o, &p->tokens);
}

static void put_unit_entities(out *o, const ms_plan *p)
{
    put_posted(o, &p->tokens);
}

static void put_runs(out *o, const ms_plan *p)
{
    put_ordered(o, &p->runs);
}

static void put_run_at(out *o, const ms_plan *p)
{
    put_offsets(o, &p->runs);
}

static void put_run_entities(out *o, const ms_plan *p)
{
    put_posted(o, &p->runs);
}

static void put_unit_blocks(out *o, const ms_plan *p)
{
    put(o, p->tokens.blocks.p, p->tokens.blocks.n);
}

static void put_run_blocks(out *o, const ms_plan *p)
{
    put(o, p->runs.blocks.p, p->runs.blocks.n);
}

static void put_births(out *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        put(o, MS_AT(p->b->births, ms_date, r->birth_at), r->n_births * sizeof(ms_date));
    }
}

static void put_documents(out *o, const ms_plan *p)
{
    put(o, p->documents.p, p->documents.n);
}

static void put_numbers(out *o, const ms_plan *p)
{
    put(o, p->numbers.p, p->numbers.n);
}

static void put_born(out *o, const ms_plan *p)
{
    put(o, p->born.p, p->born.n);
}

static void put_countries(out *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        if (r->n_countries)
            put(o, MS_AT(p->b->countries, ms_country, r->country_at),
                r->n_countries * sizeof(ms_country));
    }
}

/* What was added is read from the spool. */
static void put_spooled(out *o, const ms_plan *p, const ms_rec *r, ms_buf *text)
{
    text->n = 0;
    char *to = ms_buf_add(text, r->json_n);
    o->rc = to ? ms_spool_read(&p->b->json, r->json_at, to, r->json_n, o->d) : no_memory(o->d);
    put(o, to, r->json_n);
}

/* What was kept lies in the older snapshot: many at once, where they are neighbours. */
static void put_json(out *o, const ms_plan *p)
{
    enum { PIECE = 1 << 20, RELAX_EVERY = 64 << 20 };
    size_t looked_at = 0;
    ms_buf text = {0};
    for (uint32_t i = 0; i < p->n && !o->rc;) {
        const ms_rec *r = rec_at(p, i++);
        size_t n = r->json_n;
        for (; r->json && i < p->n && n < PIECE && rec_at(p, i)->json == r->json + n; i++)
            n += rec_at(p, i)->json_n;
        if (!r->json) put_spooled(o, p, r, &text);
        else put(o, r->json, n), looked_at += n;
        if (looked_at > RELAX_EVERY) ms_keep_relax(p->b->keep), looked_at = 0;
    }
    ms_buf_free(&text);
}

static void put_ids(out *o, const ms_plan *p)
{
    put(o, p->ids, p->n * sizeof *p->ids);
}

static void put_link_at(out *o, const ms_plan *p)
{
    uint32_t at = 0, n = (uint32_t)MS_COUNT(p->links, uint64_t);
    for (uint32_t i = 0; i < p->n; i++) {
        put_u32(o, at);
        while (at < n && *MS_AT(p->links, uint64_t, at) >> 32 == i) at++;
    }
    put_u32(o, at);
}

static void put_links(out *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->links, uint64_t); i++)
        put_u32(o, (uint32_t)*MS_AT(p->links, uint64_t, i));
}

static void put_absent(out *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->absent, ms_pos_text); i++) {
        const ms_pos_text *t = MS_AT(p->absent, ms_pos_text, i);
        ms_disk_absent a = {disk_text(p, t->text), t->pos};
        put(o, &a, sizeof a);
    }
}

static void put_refs(out *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->refs, ms_pos_text); i++) {
        ms_disk_text t = disk_text(p, MS_AT(p->refs, ms_pos_text, i)->text);
        put(o, &t, sizeof t);
    }
}

static void put_groups(out *o, const ms_plan *p)
{
    put(o, p->next, p->n * sizeof *p->next);
}

static void put_reports(out *o, const ms_plan *p)
{
    ms_disk_report r = {.at = p->n_lists * sizeof r};
    for (uint32_t i = 0; i < p->n_lists; i++) {
        r.n = text(p, MS_AT(p->b->lists, ms_rec_list, p->lists[i])->report).n;
        put(o, &r, sizeof r);
        r.at += r.n;
    }
    for (uint32_t i = 0; i < p->n_lists; i++) {
        ms_str s = text(p, MS_AT(p->b->lists, ms_rec_list, p->lists[i])->report);
        put(o, s.p, s.n);
    }
}

static void (*const put_section[MS_SECTION_COUNT])(out *, const ms_plan *) = {
    [MS_SECTION_POOL] = put_pool,
    [MS_SECTION_SCHEMATA] = put_schemata,
    [MS_SECTION_LISTS] = put_lists,
    [MS_SECTION_ENTITIES] = put_entities,
    [MS_SECTION_NAMES] = put_names,
    [MS_SECTION_PARTS] = put_parts,
    [MS_SECTION_TOKENS] = put_tokens,
    [MS_SECTION_UNITS] = put_units,
    [MS_SECTION_UNIT_AT] = put_unit_at,
    [MS_SECTION_UNIT_ENTITIES] = put_unit_entities,
    [MS_SECTION_RUNS] = put_runs,
    [MS_SECTION_RUN_AT] = put_run_at,
    [MS_SECTION_RUN_ENTITIES] = put_run_entities,
    [MS_SECTION_BIRTHS] = put_births,
    [MS_SECTION_UNIT_BLOCKS] = put_unit_blocks,
    [MS_SECTION_RUN_BLOCKS] = put_run_blocks,
    [MS_SECTION_NUMBERS] = put_numbers,
    [MS_SECTION_BORN] = put_born,
    [MS_SECTION_DOCUMENTS] = put_documents,
    [MS_SECTION_COUNTRIES] = put_countries,
    [MS_SECTION_JSON] = put_json,
    [MS_SECTION_IDS] = put_ids,
    [MS_SECTION_LINK_AT] = put_link_at,
    [MS_SECTION_LINKS] = put_links,
    [MS_SECTION_ABSENT] = put_absent,
    [MS_SECTION_REFS] = put_refs,
    [MS_SECTION_GROUPS] = put_groups,
    [MS_SECTION_REPORTS] = put_reports,
};

/* ---- file -------------------------------------------------------------- */

static void write_section(out *o, const ms_plan *p, ms_section kind)
{
    pad(o);
    ms_disk_section *s = &o->head.section[kind];
    s->kind = kind;
    s->item = ms_section_item(kind);
    s->at = size_of(o);
    o->digested = kind != MS_SECTION_REPORTS;
    XXH3_64bits_reset(&o->sum);
    put_section[kind](o, p);
    flush(o);
    s->size = size_of(o) - s->at;
    s->sum = XXH3_64bits_digest(&o->sum);
    if (o->digested) XXH3_128bits_update(&o->digest, &s->size, sizeof s->size);
}

static void write_file(out *o, const ms_plan *p)
{
    XXH3_128bits_reset(&o->digest);
    o->rc = emit(o, &o->head, sizeof o->head);
    for (int kind = 0; kind < MS_SECTION_COUNT; kind++) write_section(o, p, (ms_section)kind);
    o->head.size = size_of(o);
    ms_head_digest(&o->head, XXH3_128bits_digest(&o->digest));
    ms_head_finish(&o->head);
    if (o->rc) return;
    if (o->f) o->rc = ms_aside_rewrite(o->f, 0, &o->head, sizeof o->head, o->d);
    else memcpy(o->mem.p, &o->head, sizeof o->head);
}

static ms_rc write_plan(out *o, const ms_plan *p, const char *path)
{
    ms_rc rc = ms_aside_open(path, &o->f, o->d);
    if (rc) return rc;
    write_file(o, p);
    if (!o->rc) return ms_aside_publish(o->f, o->d);
    ms_aside_drop(o->f);
    return o->rc;
}

static ms_rc copy_plan(out *o, const ms_plan *p, ms_snap **s)
{
    write_file(o, p);
    ms_rc rc = o->rc;
    if (!rc) rc = ms_snap_copy((ms_str){o->mem.p, o->mem.n}, s, o->d);
    ms_buf_free(&o->mem);
    return rc;
}

/* To the file at `path`, or opened in memory as `*s`. */
static ms_rc write_to(ms_build *b, const char *path, ms_snap **s, ms_diag *d)
{
    ms_plan p;
    out *o = ms_calloc(1, sizeof *o);
    ms_rc rc = ms_plan_make(&p, b);
    if (!rc && !o) rc = MS_ENOMEM;
    if (rc) ms_fail(d, rc, 0, 0, "%s%s%s", path ? path : "", path ? ": " : "", ms_rc_text(rc));
    else o->d = d;
    if (!rc) rc = path ? write_plan(o, &p, path) : copy_plan(o, &p, s);
    ms_plan_free(&p);
    ms_free(o);
    return rc;
}

ms_rc ms_build_write(ms_build *b, const char *path, ms_diag *d)
{
    return write_to(b, path, NULL, d);
}

ms_rc ms_build_snap(ms_build *b, ms_snap **s, ms_diag *d)
{
    return write_to(b, NULL, s, d);
}
