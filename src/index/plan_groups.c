/* References and groups of the entities of a plan. */
#include "base/mem.h"
#include "index/plan.h"

static const ms_rec *rec_at(const ms_plan *p, uint32_t pos)
{
    return MS_AT(p->b->recs, ms_rec, p->order[pos]);
}

/* ---- references -------------------------------------------------------- */

/* References of entities that are in the list and screened. */
static ms_rc find_refs(ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->b->refs, ms_rec_ref); i++) {
        const ms_rec_ref *r = MS_AT(p->b->refs, ms_rec_ref, i);
        uint32_t subject, list = MS_AT(p->b->recs, ms_rec, r->rec)->list;
        if (!ms_build_lookup(p->b, list, r->subject, &subject)) continue;
        if (!(MS_AT(p->b->recs, ms_rec, subject)->flags & MS_DISK_MATCHABLE)) continue;
        ms_pos_text ref = {p->pos[subject], r->ref};
        if (!ms_buf_put(&p->refs, &ref, sizeof ref)) return MS_ENOMEM;
    }
    return MS_OK;
}

ms_rc ms_plan_refs(ms_plan *p)
{
    ms_rc rc = find_refs(p);
    if (!rc) rc = ms_plan_texts(p, &p->refs);
    for (size_t i = 0; i < MS_COUNT(p->refs, ms_pos_text) && !rc; i++)
        p->n_refs[MS_AT(p->refs, ms_pos_text, i)->pos]++;
    return rc;
}

/* ---- groups ------------------------------------------------------------ */

/* A plan, and where the documents of each position begin. */
typedef struct crowd {
    const ms_plan *p;
    uint64_t *doc_at;
} crowd;

static ms_str text(const void *ctx, const ms_pos_text *ref)
{
    const crowd *c = ctx;
    return ms_texts_get(&c->p->b->texts, ref->text);
}

static bool screened(const void *ctx, uint32_t pos)
{
    const crowd *c = ctx;
    return rec_at(c->p, pos)->flags & MS_DISK_MATCHABLE;
}

static ms_identity facts(const void *ctx, uint32_t pos)
{
    const crowd *c = ctx;
    const ms_build *b = c->p->b;
    const ms_rec *r = rec_at(c->p, pos);
    uint32_t documents = c->p->n_documents[pos];
    return (ms_identity){
        .schema = ms_schema_find(ms_texts_get(&b->texts, r->schema)),
        .births = r->n_births ? MS_AT(b->births, ms_date, r->birth_at) : NULL,
        .documents = documents ? MS_AT(c->p->documents, ms_document, c->doc_at[pos]) : NULL,
        .countries = r->n_countries ? MS_AT(b->countries, ms_country, r->country_at) : NULL,
        .n_births = r->n_births,
        .n_documents = documents,
        .n_countries = r->n_countries,
        .sexes = r->sexes,
    };
}

static ms_rc name(const ms_build *b, const ms_rec_name *n, ms_arena *a, ms_name *out)
{
    ms_token *tok = ms_arena_array(a, n->n, sizeof *tok);
    if (!tok) return MS_ENOMEM;
    ms_build_tokens(b, n, tok);
    *out = (ms_name){.tok = tok,
                     .n = n->n,
                     .weight = n->weight,
                     .kind = (ms_name_kind)(n->flags >> MS_DISK_KIND_AT),
                     .family = n->family,
                     .weak = n->flags & MS_DISK_WEAK,
                     .text = ms_texts_get(&b->texts, n->text)};
    return MS_OK;
}

static ms_rc names(const void *ctx, uint32_t pos, ms_arena *a, ms_identity *id)
{
    const crowd *c = ctx;
    const ms_build *b = c->p->b;
    const ms_rec *r = rec_at(c->p, pos);
    ms_name *v = ms_arena_array(a, r->n_names, sizeof *v);
    ms_rc rc = v ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < r->n_names && !rc; i++)
        rc = name(b, MS_AT(b->names, ms_rec_name, r->name_at + i), a, &v[i]);
    if (!rc) id->names = v, id->n_names = r->n_names;
    return rc;
}

static bool find(const void *ctx, uint32_t list, ms_str id, uint32_t *pos)
{
    const crowd *c = ctx;
    uint32_t no, rec;
    if (!ms_texts_find(&c->p->b->texts, id, &no) || !ms_build_lookup(c->p->b, list, no, &rec))
        return false;
    *pos = c->p->pos[rec];
    return true;
}

ms_rc ms_plan_groups(ms_plan *p)
{
    uint64_t at = 0;
    crowd own = {p, ms_calloc(p->n, sizeof *own.doc_at)};
    if (!own.doc_at) return MS_ENOMEM;
    for (uint32_t e = 0; e < p->n; at += p->n_documents[e++]) own.doc_at[e] = at;
    const ms_crowd c = {.ctx = &own,
                        .n = p->n,
                        .n_lists = p->n_lists,
                        .refs = MS_ALL(p->refs, ms_pos_text),
                        .n_refs = MS_COUNT(p->refs, ms_pos_text),
                        .text = text,
                        .screened = screened,
                        .facts = facts,
                        .names = names,
                        .find = find};
    ms_rc rc = ms_groups_find(&c, p->next);
    ms_free(own.doc_at);
    return rc;
}
