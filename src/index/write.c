/* A snapshot of what a build holds. */
#include <marsad/index.h>

#include "base/mem.h"
#include "index/emit.h"
#include "index/merge.h"
#include "index/plan.h"
#include "index/snap.h"

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

static void put_pool(ms_emit *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->texts, uint32_t); i++) {
        ms_str s = text(p, *MS_AT(p->texts, uint32_t, i));
        ms_emit_put(o, s.p, s.n);
    }
}

static void put_schemata(ms_emit *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->schemata, uint32_t); i++) {
        ms_disk_text t = disk_text(p, *MS_AT(p->schemata, uint32_t, i));
        ms_emit_put(o, &t, sizeof t);
    }
}

static void put_lists(ms_emit *o, const ms_plan *p)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < p->n_lists; i++) {
        uint32_t list = p->lists[i];
        ms_disk_list l = {.name = disk_text(p, MS_AT(p->b->lists, ms_rec_list, list)->name),
                          .first = at};
        for (; at < p->n && rec_at(p, at)->list == list; at++)
            l.screened += rec_at(p, at)->flags & MS_DISK_MATCHABLE;
        l.count = at - l.first;
        ms_emit_put(o, &l, sizeof l);
    }
}

static void put_entities(ms_emit *o, const ms_plan *p)
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
        ms_emit_put(o, &e, sizeof e);
        e.json_at += e.json_n;
        e.name_at += e.n_names;
        e.birth_at += e.n_births;
        e.document_at += e.n_documents;
        e.country_at += e.n_countries;
        e.ref_at += e.n_refs;
    }
}

static void put_names(ms_emit *o, const ms_plan *p)
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
            ms_emit_put(o, &out_name, sizeof out_name);
            out_name.token_at += n->n;
        }
    }
}

static void put_parts(ms_emit *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        uint8_t most = 0;
        for (uint32_t k = 0; k < r->n_names; k++) {
            uint8_t parts =
                ms_plan_parts(p->b, MS_AT(p->b->names, ms_rec_name, r->name_at + k));
            if (parts > most) most = parts;
        }
        ms_emit_put(o, &most, sizeof most);
    }
}

static void put_name_tokens(ms_emit *o, const ms_plan *p, const ms_rec_name *n)
{
    uint32_t refs[MS_NAME_TOKENS];
    for (uint32_t i = 0; i < n->n; i++) {
        uint32_t ref = *MS_AT(p->b->tokens, uint32_t, n->token_at + i);
        refs[i] = ms_unit_ref(p->unit[ms_unit_of(ref)], ref & MS_NAME_STEP);
    }
    ms_emit_put(o, refs, n->n * sizeof *refs);
}

static void put_tokens(ms_emit *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        for (uint32_t k = 0; k < r->n_names; k++) {
            const ms_rec_name *n = MS_AT(p->b->names, ms_rec_name, r->name_at + k);
            put_name_tokens(o, p, n);
        }
    }
}

static void put_ordered(ms_emit *o, const ms_plan_units *u)
{
    enum { SOME = 128 };
    ms_token unit[SOME];
    for (uint32_t i = 0, n; i < u->n; i += n) {
        n = u->n - i < SOME ? u->n - i : SOME;
        for (uint32_t k = 0; k < n; k++) unit[k] = u->unit[u->order[i + k]];
        ms_emit_put(o, unit, n * sizeof *unit);
    }
}

/* Where the entities of each unit begin, and the last of them end. */
static void put_offsets(ms_emit *o, const ms_plan_units *u)
{
    ms_emit_put(o, u->at, ((size_t)u->n + 1) * sizeof *u->at);
}

static void put_posted(ms_emit *o, const ms_plan_units *u)
{
    ms_emit_put(o, u->posted, u->at[u->n] * sizeof *u->posted);
}

static void put_units(ms_emit *o, const ms_plan *p)
{
    put_ordered(o, &p->tokens);
}

static void put_unit_at(ms_emit *o, const ms_plan *p)
{
    put_offsets(o, &p->tokens);
}

static void put_unit_entities(ms_emit *o, const ms_plan *p)
{
    put_posted(o, &p->tokens);
}

static void put_runs(ms_emit *o, const ms_plan *p)
{
    put_ordered(o, &p->runs);
}

static void put_run_at(ms_emit *o, const ms_plan *p)
{
    put_offsets(o, &p->runs);
}

static void put_run_entities(ms_emit *o, const ms_plan *p)
{
    put_posted(o, &p->runs);
}

static void put_unit_blocks(ms_emit *o, const ms_plan *p)
{
    ms_emit_put(o, p->tokens.blocks.p, p->tokens.blocks.n);
}

static void put_run_blocks(ms_emit *o, const ms_plan *p)
{
    ms_emit_put(o, p->runs.blocks.p, p->runs.blocks.n);
}

static void put_births(ms_emit *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        ms_emit_put(o, MS_AT(p->b->births, ms_date, r->birth_at),
                    r->n_births * sizeof(ms_date));
    }
}

static void put_documents(ms_emit *o, const ms_plan *p)
{
    ms_emit_put(o, p->documents.p, p->documents.n);
}

static void put_numbers(ms_emit *o, const ms_plan *p)
{
    ms_emit_put(o, p->numbers.p, p->numbers.n);
}

static void put_born(ms_emit *o, const ms_plan *p)
{
    ms_emit_put(o, p->born.p, p->born.n);
}

static void put_countries(ms_emit *o, const ms_plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ms_rec *r = rec_at(p, i);
        if (r->n_countries)
            ms_emit_put(o, MS_AT(p->b->countries, ms_country, r->country_at),
                        r->n_countries * sizeof(ms_country));
    }
}

static void put_json(ms_emit *o, const ms_plan *p)
{
    ms_buf text = {0};
    for (uint32_t i = 0; i < p->n && !ms_emit_failed(o); i++) {
        const ms_rec *r = rec_at(p, i);
        text.n = 0;
        char *to = ms_buf_add(&text, r->json_n);
        ms_emit_fail(o,
                     to ? ms_spool_read(&p->b->json, r->json_at, to, r->json_n, ms_emit_diag(o))
                        : MS_ENOMEM);
        ms_emit_put(o, to, r->json_n);
    }
    ms_buf_free(&text);
}

static void put_ids(ms_emit *o, const ms_plan *p)
{
    ms_emit_put(o, p->ids, p->n * sizeof *p->ids);
}

static void put_link_at(ms_emit *o, const ms_plan *p)
{
    uint32_t at = 0, n = (uint32_t)MS_COUNT(p->links, uint64_t);
    for (uint32_t i = 0; i < p->n; i++) {
        ms_emit_u32(o, at);
        while (at < n && *MS_AT(p->links, uint64_t, at) >> 32 == i) at++;
    }
    ms_emit_u32(o, at);
}

static void put_links(ms_emit *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->links, uint64_t); i++)
        ms_emit_u32(o, (uint32_t)*MS_AT(p->links, uint64_t, i));
}

static void put_absent(ms_emit *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->absent, ms_pos_text); i++) {
        const ms_pos_text *t = MS_AT(p->absent, ms_pos_text, i);
        ms_disk_absent a = {disk_text(p, t->text), t->pos};
        ms_emit_put(o, &a, sizeof a);
    }
}

static void put_refs(ms_emit *o, const ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->refs, ms_pos_text); i++) {
        ms_disk_text t = disk_text(p, MS_AT(p->refs, ms_pos_text, i)->text);
        ms_emit_put(o, &t, sizeof t);
    }
}

static void put_groups(ms_emit *o, const ms_plan *p)
{
    ms_emit_put(o, p->next, p->n * sizeof *p->next);
}

static void put_reports(ms_emit *o, const ms_plan *p)
{
    ms_disk_report r = {.at = p->n_lists * sizeof r};
    for (uint32_t i = 0; i < p->n_lists; i++) {
        r.n = text(p, MS_AT(p->b->lists, ms_rec_list, p->lists[i])->report).n;
        ms_emit_put(o, &r, sizeof r);
        r.at += r.n;
    }
    for (uint32_t i = 0; i < p->n_lists; i++) {
        ms_str s = text(p, MS_AT(p->b->lists, ms_rec_list, p->lists[i])->report);
        ms_emit_put(o, s.p, s.n);
    }
}

static void (*const put_section[MS_SECTION_COUNT])(ms_emit *, const ms_plan *) = {
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

static void put_plan(ms_emit *o, ms_section kind, const void *plan)
{
    put_section[kind](o, plan);
}

/* ---- whole ------------------------------------------------------------- */

/* Says where it was to be written what `rc` stands for. */
static ms_rc failed(ms_rc rc, const char *path, ms_diag *d)
{
    return ms_fail(d, rc, 0, 0, "%s%s%s", path ? path : "", path ? ": " : "", ms_rc_text(rc));
}

/* Writes what was added, aside of `path`, or where that is NULL to `mem`. */
static ms_rc write_added(const ms_build *b, const char *path, ms_aside **f, ms_buf *mem,
                         ms_diag *d)
{
    ms_plan p;
    ms_rc rc = ms_plan_make(&p, b);
    if (rc) failed(rc, path, d);
    else if (path) rc = ms_emit_file(path, put_plan, &p, f, d);
    else rc = ms_emit_mem(put_plan, &p, mem, d);
    ms_plan_free(&p);
    return rc;
}

/* Opens what was added as a snapshot of its own, in memory unless it is large. */
static ms_rc open_added(const ms_build *b, const char *path, ms_aside **f, ms_buf *mem,
                        ms_snap **s, ms_diag *d)
{
    ms_str map;
    ms_rc rc = write_added(b, b->json.spilt ? path : NULL, f, mem, d);
    if (!rc && *f) rc = ms_aside_map(*f, &map, d);
    if (rc) return rc;
    if (*f) return ms_snap_own(map, true, s, d);
    return ms_snap_own((ms_str){mem->p, mem->n}, false, s, d);
}

/* As write_added, with what was kept. */
static ms_rc write_merged(const ms_build *b, const char *path, ms_aside **out, ms_buf *mem,
                          ms_diag *d)
{
    ms_aside *f = NULL;
    ms_buf small = {0};
    ms_snap *added = NULL;
    ms_merge m;
    ms_rc rc = open_added(b, path, &f, &small, &added, d);
    if (!rc) {
        rc = ms_merge_make(&m, b, added);
        if (rc) failed(rc, path, d);
        else if (path) rc = ms_emit_file(path, ms_merge_put, &m, out, d);
        else rc = ms_emit_mem(ms_merge_put, &m, mem, d);
        ms_merge_free(&m);
    }
    ms_snap_close(added);
    ms_aside_drop(f);
    ms_buf_free(&small);
    return rc;
}

static ms_rc write_all(const ms_build *b, const char *path, ms_aside **f, ms_buf *mem,
                       ms_diag *d)
{
    return b->keep ? write_merged(b, path, f, mem, d) : write_added(b, path, f, mem, d);
}

ms_rc ms_build_write(ms_build *b, const char *path, ms_diag *d)
{
    ms_aside *f = NULL;
    ms_rc rc = write_all(b, path, &f, NULL, d);
    return rc ? rc : ms_aside_publish(f, d);
}

ms_rc ms_build_snap(ms_build *b, ms_snap **s, ms_diag *d)
{
    ms_buf mem = {0};
    ms_rc rc = write_all(b, NULL, NULL, &mem, d);
    if (!rc) rc = ms_snap_copy((ms_str){mem.p, mem.n}, s, d);
    ms_buf_free(&mem);
    return rc;
}
