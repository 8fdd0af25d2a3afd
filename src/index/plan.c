#include "index/plan.h"

#include <stdlib.h>

#include "base/mem.h"

static const ms_rec *rec_at(const ms_plan *p, uint32_t pos)
{
    return MS_AT(p->b->recs, ms_rec, p->order[pos]);
}

static ms_str text(const ms_plan *p, uint32_t no)
{
    return ms_texts_get(&p->b->texts, no);
}

/* ---- order ------------------------------------------------------------- */

static int by_list_name(const void *a, const void *b, void *plan)
{
    const ms_plan *p = plan;
    const uint32_t *x = a, *y = b;
    return ms_str_cmp(text(p, MS_AT(p->b->lists, ms_rec_list, *x)->name),
                      text(p, MS_AT(p->b->lists, ms_rec_list, *y)->name));
}

static int by_list_and_id(const void *a, const void *b, void *plan)
{
    const ms_plan *p = plan;
    const ms_rec *x = MS_AT(p->b->recs, ms_rec, *(const uint32_t *)a);
    const ms_rec *y = MS_AT(p->b->recs, ms_rec, *(const uint32_t *)b);
    if (x->list != y->list) return p->rank[x->list] < p->rank[y->list] ? -1 : 1;
    return ms_str_cmp(text(p, x->id), text(p, y->id));
}

static int by_id_and_list(const void *a, const void *b, void *plan)
{
    const ms_plan *p = plan;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int c = ms_str_cmp(text(p, rec_at(p, x)->id), text(p, rec_at(p, y)->id));
    return c ? c : (x > y) - (x < y);
}

typedef int (*order_fn)(const void *a, const void *b, void *plan);

/* Merges `a` numbers in order with those behind them, `b` in all. */
static void merge(ms_plan *p, uint32_t *v, uint32_t a, uint32_t b, uint32_t *spare,
                  order_fn cmp)
{
    uint32_t i = 0, k = a, to = 0;
    memcpy(spare, v, a * sizeof *v);
    while (i < a) v[to++] = k < b && cmp(&v[k], &spare[i], p) < 0 ? v[k++] : spare[i++];
}

/* Sorts what for the most part is in order: ascending runs are merged as soon as the one
 * before is not more than twice as long.  `spare` has room for as many. */
static void sort(ms_plan *p, uint32_t *v, uint32_t n, uint32_t *spare, order_fn cmp)
{
    uint32_t begins[64], runs = 0; /* each run is more than twice as long as the next */
    for (uint32_t at = 0, end; at < n; at = end) {
        for (end = at + 1; end < n && cmp(&v[end - 1], &v[end], p) < 0;) end++;
        for (; runs > 1 && at - begins[runs - 2] <= end - at; runs--)
            merge(p, v + begins[runs - 2], begins[runs - 1] - begins[runs - 2],
                  at - begins[runs - 2], spare, cmp);
        begins[runs++] = at;
        while (runs > 1) {
            uint32_t a = begins[runs - 2], b = begins[runs - 1];
            if (b - a > 2 * (uint64_t)(end - b) && end < n) break;
            merge(p, v + a, b - a, end - a, spare, cmp);
            runs--;
        }
    }
}

static void put_in_order(ms_plan *p)
{
    for (uint32_t i = 0; i < p->n_lists; i++) p->lists[i] = i;
    qsort_r(p->lists, p->n_lists, sizeof *p->lists, by_list_name, p);
    for (uint32_t i = 0; i < p->n_lists; i++) p->rank[p->lists[i]] = i;
    for (uint32_t i = 0; i < p->n; i++) p->order[i] = p->ids[i] = i;
    sort(p, p->order, p->n, p->pos, by_list_and_id);
    for (uint32_t i = 0; i < p->n; i++) p->pos[p->order[i]] = i;
    sort(p, p->ids, p->n, p->next, by_id_and_list);
}

/* ---- texts ------------------------------------------------------------- */

ms_rc ms_plan_text(ms_plan *p, uint32_t no)
{
    if (p->text_at[no] != MS_PLAN_NONE) return MS_OK;
    p->text_at[no] = (uint32_t)p->pool;
    p->pool += text(p, no).n;
    if (p->pool >= UINT32_MAX) return MS_ELIMIT;
    return ms_buf_put(&p->texts, &no, sizeof no) ? MS_OK : MS_ENOMEM;
}

static int by_pos_and_text(const void *a, const void *b, void *plan)
{
    const ms_pos_text *x = a, *y = b;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    return x->text == y->text ? 0 : ms_str_cmp(text(plan, x->text), text(plan, y->text));
}

ms_rc ms_plan_texts(ms_plan *p, ms_buf *texts)
{
    size_t n = MS_COUNT(*texts, ms_pos_text), kept = 0;
    ms_rc rc = MS_OK;
    if (!n) return rc;
    qsort_r(texts->p, n, sizeof(ms_pos_text), by_pos_and_text, p);
    ms_pos_text *v = MS_ALL(*texts, ms_pos_text);
    for (size_t i = 0; i < n && !rc; i++) {
        if (i && v[i].pos == v[i - 1].pos && v[i].text == v[i - 1].text) continue;
        v[kept++] = v[i];
        rc = ms_plan_text(p, v[i].text);
    }
    texts->n = kept * sizeof *v;
    return rc;
}

static ms_rc use_schema(ms_plan *p, uint32_t no)
{
    if (p->schema[no] != MS_PLAN_NONE) return MS_OK;
    p->schema[no] = (uint32_t)MS_COUNT(p->schemata, uint32_t);
    if (!ms_buf_put(&p->schemata, &no, sizeof no)) return MS_ENOMEM;
    return ms_plan_text(p, no);
}

static ms_rc use_entity(ms_plan *p, const ms_rec *r)
{
    ms_rc rc = use_schema(p, r->schema);
    if (!rc) rc = ms_plan_text(p, r->id);
    if (!rc) rc = ms_plan_text(p, r->caption);
    for (uint32_t i = 0; i < r->n_names && !rc; i++)
        rc = ms_plan_text(p, MS_AT(p->b->names, ms_rec_name, r->name_at + i)->text);
    return rc;
}

/* Texts stand in the pool in the order of their first use. */
static ms_rc lay_texts(ms_plan *p)
{
    uint32_t n = ms_texts_count(&p->b->texts);
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < n; i++) p->text_at[i] = p->schema[i] = MS_PLAN_NONE;
    for (uint32_t i = 0; i < p->n_lists && !rc; i++)
        rc = ms_plan_text(p, MS_AT(p->b->lists, ms_rec_list, p->lists[i])->name);
    for (uint32_t i = 0; i < p->n && !rc; i++) rc = use_entity(p, rec_at(p, i));
    return rc;
}

/* ---- links and holders ------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static ms_rc put_pair(ms_buf *pairs, uint32_t a, uint32_t b)
{
    uint64_t pair = (uint64_t)a << 32 | b;
    return ms_buf_put(pairs, &pair, sizeof pair) ? MS_OK : MS_ENOMEM;
}

static void sort_once(ms_buf *pairs)
{
    size_t n = MS_COUNT(*pairs, uint64_t), kept = 0;
    if (n == 0) return;
    qsort(pairs->p, n, sizeof(uint64_t), by_value);
    uint64_t *v = MS_ALL(*pairs, uint64_t);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || v[i] != v[i - 1]) v[kept++] = v[i];
    pairs->n = kept * sizeof *v;
}

static ms_rc link_record(ms_plan *p, uint32_t rec)
{
    const ms_rec *r = MS_AT(p->b->recs, ms_rec, rec);
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < r->n_links && !rc; i++) {
        uint32_t other;
        uint32_t id = *MS_AT(p->b->links, uint32_t, r->link_at + i);
        if (!ms_build_lookup(p->b, r->list, id, &other)) {
            ms_pos_text absent = {p->pos[rec], id};
            if (!ms_buf_put(&p->absent, &absent, sizeof absent)) rc = MS_ENOMEM;
            continue;
        }
        if (other == rec) continue;
        rc = put_pair(&p->links, p->pos[rec], p->pos[other]);
        if (!rc) rc = put_pair(&p->links, p->pos[other], p->pos[rec]);
    }
    return rc;
}

static ms_rc lay_links(ms_plan *p)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < p->n && !rc; i++) rc = link_record(p, i);
    if (rc) return rc;
    sort_once(&p->links);
    if (MS_COUNT(p->links, uint64_t) >= UINT32_MAX) return MS_ELIMIT;
    return ms_plan_texts(p, &p->absent);
}

/* Pairs of holder and document, as positions. */
static ms_rc find_holders(const ms_plan *p, ms_buf *pairs)
{
    ms_rc rc = MS_OK;
    for (size_t i = 0; i < MS_COUNT(p->b->holders, ms_rec_holder) && !rc; i++) {
        const ms_rec_holder *h = MS_AT(p->b->holders, ms_rec_holder, i);
        uint32_t list = MS_AT(p->b->recs, ms_rec, h->rec)->list, holder;
        if (!ms_build_lookup(p->b, list, h->holder, &holder) || holder == h->rec) continue;
        rc = put_pair(pairs, p->pos[holder], p->pos[h->rec]);
    }
    if (!rc) sort_once(pairs);
    return rc;
}

/* Adds the documents of `r` to those from `from` on that lack them.  A repeat is
 * harmless and only looked for among so many, lest a record with 100,000
 * documents take hours. */
static ms_rc add_documents(ms_plan *p, const ms_rec *r, size_t from)
{
    const size_t window = 256;
    for (uint32_t i = 0; i < r->n_documents; i++) {
        const ms_document *d = MS_AT(p->b->documents, ms_document, r->document_at + i);
        size_t n = MS_COUNT(p->documents, ms_document), k = from;
        if (n - from > window) k = n - window;
        while (k < n && memcmp(MS_AT(p->documents, ms_document, k), d, sizeof *d) != 0) k++;
        if (k == n && !ms_buf_put(&p->documents, d, sizeof *d)) return MS_ENOMEM;
    }
    return MS_OK;
}

static ms_rc lay_documents(ms_plan *p)
{
    ms_buf pairs = {0};
    ms_rc rc = find_holders(p, &pairs);
    size_t at = 0, n = MS_COUNT(pairs, uint64_t);
    for (uint32_t i = 0; i < p->n && !rc; i++) {
        size_t from = MS_COUNT(p->documents, ms_document);
        rc = add_documents(p, rec_at(p, i), from);
        for (; at < n && *MS_AT(pairs, uint64_t, at) >> 32 == i && !rc; at++)
            rc = add_documents(p, rec_at(p, (uint32_t)*MS_AT(pairs, uint64_t, at)), from);
        p->n_documents[i] = (uint32_t)(MS_COUNT(p->documents, ms_document) - from);
    }
    ms_buf_free(&pairs);
    if (!rc && MS_COUNT(p->documents, ms_document) >= UINT32_MAX) rc = MS_ELIMIT;
    return rc;
}

/* ---- whole ------------------------------------------------------------- */

static bool make_room(ms_plan *p)
{
    uint32_t texts = ms_texts_count(&p->b->texts);
    p->lists = ms_calloc(p->n_lists, sizeof *p->lists);
    p->rank = ms_calloc(p->n_lists, sizeof *p->rank);
    p->order = ms_calloc(p->n, sizeof *p->order);
    p->pos = ms_calloc(p->n, sizeof *p->pos);
    p->ids = ms_calloc(p->n, sizeof *p->ids);
    p->n_documents = ms_calloc(p->n, sizeof *p->n_documents);
    p->n_refs = ms_calloc(p->n, sizeof *p->n_refs);
    p->next = ms_calloc(p->n, sizeof *p->next);
    p->text_at = ms_calloc(texts, sizeof *p->text_at);
    p->schema = ms_calloc(texts, sizeof *p->schema);
    p->unit = ms_calloc(ms_units_count(&p->b->units), sizeof *p->unit);
    return p->lists && p->rank && p->order && p->pos && p->ids && p->n_documents && p->n_refs &&
           p->next && p->text_at && p->schema && p->unit;
}

ms_rc ms_plan_make(ms_plan *p, const ms_build *b)
{
    *p = (ms_plan){.b = b};
    p->n = (uint32_t)MS_COUNT(b->recs, ms_rec);
    p->n_lists = (uint32_t)MS_COUNT(b->lists, ms_rec_list);
    if (!make_room(p)) return MS_ENOMEM;
    put_in_order(p);
    ms_rc rc = lay_texts(p);
    if (!rc) rc = lay_links(p);
    if (!rc) rc = lay_documents(p);
    if (!rc) rc = ms_plan_numbers(p);
    if (!rc) rc = ms_plan_born(p);
    if (!rc) rc = ms_plan_refs(p);
    if (!rc) rc = ms_plan_units_make(p);
    return rc ? rc : ms_plan_groups(p);
}

void ms_plan_free(ms_plan *p)
{
    ms_free(p->lists);
    ms_free(p->rank);
    ms_free(p->order);
    ms_free(p->pos);
    ms_free(p->ids);
    ms_free(p->n_documents);
    ms_free(p->n_refs);
    ms_free(p->next);
    ms_free(p->text_at);
    ms_free(p->schema);
    ms_free(p->unit);
    ms_buf_free(&p->texts);
    ms_buf_free(&p->schemata);
    ms_plan_units_free(&p->tokens);
    ms_plan_units_free(&p->runs);
    ms_units_free(&p->made);
    ms_buf_free(&p->documents);
    ms_buf_free(&p->numbers);
    ms_buf_free(&p->born);
    ms_buf_free(&p->links);
    ms_buf_free(&p->refs);
    ms_buf_free(&p->absent);
    *p = (ms_plan){0};
}
