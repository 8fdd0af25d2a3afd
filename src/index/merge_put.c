/* The sections of a merged snapshot, span by span. */
#include "index/merge.h"

#include "base/mem.h"
#include "index/merge_order.h"

/* Bytes of the older snapshot that may stay in memory behind where the writer is. */
enum { RELAX = 64 << 20 };

typedef void (*span_fn)(ms_emit *o, const ms_merge *m, const ms_span *s);

static void each_span(ms_emit *o, const ms_merge *m, span_fn fn)
{
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span) && !ms_emit_failed(o); i++)
        fn(o, m, MS_AT(m->spans, ms_span, i));
}

static const ms_disk_entity *first_of(const ms_merge *m, const ms_span *s)
{
    return &m->side[s->side]->entities[s->first];
}

static const ms_disk_entity *last_of(const ms_merge *m, const ms_span *s)
{
    return first_of(m, s) + s->n - 1;
}

/* ---- texts ------------------------------------------------------------- */

static void put_pool(ms_emit *o, const ms_merge *m)
{
    for (size_t i = 0; i < MS_COUNT(m->pieces, ms_piece); i++) {
        const ms_piece *p = MS_AT(m->pieces, ms_piece, i);
        ms_emit_put(o, m->side[p->side]->pool + p->at, p->n);
    }
}

static void put_schemata(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->schemata.p, m->schemata.n);
}

typedef struct absent {
    ms_emit *o;
    const ms_merge *m;
    ms_text_cursor cursor;
} absent;

static ms_rc put_one_absent(void *ctx, unsigned side, ms_disk_absent a)
{
    absent *x = ctx;
    a.id = ms_merge_text(x->m, &x->cursor, side, a.id);
    ms_emit_put(x->o, &a, sizeof a);
    return MS_OK;
}

static void put_absent(ms_emit *o, const ms_merge *m)
{
    absent x = {o, m, {NULL}};
    ms_merge_absent(m, put_one_absent, &x);
}

static void refs_of(ms_emit *o, const ms_merge *m, const ms_span *s)
{
    uint32_t end = last_of(m, s)->ref_at + last_of(m, s)->n_refs;
    ms_text_cursor c = {NULL};
    for (uint32_t i = first_of(m, s)->ref_at; i < end; i++) {
        ms_disk_text t = ms_merge_text(m, &c, s->side, m->side[s->side]->refs[i]);
        ms_emit_put(o, &t, sizeof t);
    }
}

static void put_refs(ms_emit *o, const ms_merge *m)
{
    each_span(o, m, refs_of);
}

/* ---- entities ---------------------------------------------------------- */

static void put_lists(ms_emit *o, const ms_merge *m)
{
    const ms_snap *added = m->side[MS_ADDED];
    ms_disk_list l = {.count = 0};
    ms_text_cursor c = {NULL};
    size_t i = 0, spans = MS_COUNT(m->spans, ms_span);
    for (uint32_t list = 0; list < added->n_lists; list++) {
        l = (ms_disk_list){.name = ms_merge_text(m, &c, MS_ADDED, added->lists[list].name),
                           .first = l.first + l.count};
        for (; i < spans && MS_AT(m->spans, ms_span, i)->list == list; i++) {
            const ms_span *s = MS_AT(m->spans, ms_span, i);
            l.count += s->n;
            for (uint32_t k = 0; k < s->n; k++)
                l.screened += first_of(m, s)[k].flags & MS_DISK_MATCHABLE;
        }
        ms_emit_put(o, &l, sizeof l);
    }
}

static void put_entities(ms_emit *o, const ms_merge *m)
{
    ms_disk_entity at; /* where the parts of the next begin */
    memset(&at, 0, sizeof at);
    ms_text_cursor ids = {NULL}, captions = {NULL};
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        for (uint32_t k = 0; k < s->n; k++) {
            ms_disk_entity e = first_of(m, s)[k];
            e.json_at = at.json_at, at.json_at += e.json_n;
            e.name_at = at.name_at, at.name_at += e.n_names;
            e.birth_at = at.birth_at, at.birth_at += e.n_births;
            e.document_at = at.document_at, at.document_at += e.n_documents;
            e.country_at = at.country_at, at.country_at += e.n_countries;
            e.ref_at = at.ref_at, at.ref_at += e.n_refs;
            e.id = ms_merge_text(m, &ids, s->side, e.id);
            e.caption = ms_merge_text(m, &captions, s->side, e.caption);
            e.list = s->list;
            e.schema = m->schema[s->side][e.schema];
            ms_emit_put(o, &e, sizeof e);
        }
    }
}

static void put_names(ms_emit *o, const ms_merge *m)
{
    uint32_t tokens = 0;
    ms_text_cursor c = {NULL};
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        const ms_disk_name *names = m->side[s->side]->names;
        uint32_t end = last_of(m, s)->name_at + last_of(m, s)->n_names;
        for (uint32_t k = first_of(m, s)->name_at; k < end; k++) {
            ms_disk_name n = names[k];
            n.text = ms_merge_text(m, &c, s->side, n.text);
            n.token_at = tokens;
            tokens += n.n;
            ms_emit_put(o, &n, sizeof n);
        }
    }
}

static void tokens_of(ms_emit *o, const ms_merge *m, const ms_span *s)
{
    const ms_snap *from = m->side[s->side];
    const uint32_t *unit = m->units.of[s->side];
    uint32_t name = first_of(m, s)->name_at,
             end = last_of(m, s)->name_at + last_of(m, s)->n_names;
    if (name == end) return;
    const ms_disk_name *last = &from->names[end - 1];
    for (uint32_t i = from->names[name].token_at; i < last->token_at + last->n; i++) {
        uint32_t ref = from->tokens[i];
        ms_emit_u32(o, ms_unit_ref(unit[ms_unit_of(ref)], ref & MS_NAME_STEP));
    }
}

static void put_tokens(ms_emit *o, const ms_merge *m)
{
    each_span(o, m, tokens_of);
}

/* What stands for the entities of a span in a section of records that do not change. */
#define RECORDS_OF(name, array, at, count)                                                \
    static void name##_of(ms_emit *o, const ms_merge *m, const ms_span *s)                \
    {                                                                                     \
        size_t from = first_of(m, s)->at, end = last_of(m, s)->at + last_of(m, s)->count; \
        ms_emit_put(o, m->side[s->side]->array + from,                                    \
                    (end - from) * sizeof *m->side[s->side]->array);                      \
    }                                                                                     \
    static void put_##name(ms_emit *o, const ms_merge *m)                                 \
    {                                                                                     \
        each_span(o, m, name##_of);                                                       \
    }

RECORDS_OF(births, births, birth_at, n_births)
RECORDS_OF(documents, documents, document_at, n_documents)
RECORDS_OF(countries, countries, country_at, n_countries)

static void parts_of(ms_emit *o, const ms_merge *m, const ms_span *s)
{
    ms_emit_put(o, m->side[s->side]->parts + s->first, s->n);
}

static void put_parts(ms_emit *o, const ms_merge *m)
{
    each_span(o, m, parts_of);
}

static void json_of(ms_emit *o, const ms_merge *m, const ms_span *s)
{
    const ms_snap *from = m->side[s->side];
    uint64_t at = first_of(m, s)->json_at, end = last_of(m, s)->json_at + last_of(m, s)->json_n;
    for (uint64_t n; at < end && !ms_emit_failed(o); at += n) {
        n = end - at < RELAX ? end - at : RELAX;
        ms_emit_put(o, from->json + at, n);
        if (from->mapped)
            ms_file_relax(from->bytes, (size_t)(from->json - from->bytes.p) + at, n);
    }
}

static void put_json(ms_emit *o, const ms_merge *m)
{
    each_span(o, m, json_of);
}

/* ---- units ------------------------------------------------------------- */

static void put_units(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->units.unit, m->units.n * sizeof *m->units.unit);
}

static void put_unit_at(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->units.at, ((size_t)m->units.n + 1) * sizeof *m->units.at);
}

static void put_unit_entities(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->units.posted, m->units.at[m->units.n] * sizeof *m->units.posted);
}

static void put_unit_blocks(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->units.blocks.p, m->units.blocks.n);
}

static void put_runs(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->runs.unit, m->runs.n * sizeof *m->runs.unit);
}

static void put_run_at(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->runs.at, ((size_t)m->runs.n + 1) * sizeof *m->runs.at);
}

static void put_run_entities(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->runs.posted, m->runs.at[m->runs.n] * sizeof *m->runs.posted);
}

static void put_run_blocks(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->runs.blocks.p, m->runs.blocks.n);
}

/* ---- neighbours and groups ---------------------------------------------- */

typedef void (*neighbour_fn)(ms_emit *o, uint32_t pos);

/* Calls `fn` with the neighbours of an entity of a span, ascending; of two sides they stand in
 * m->cross, from `*cross` on.  How many they are. */
static uint32_t neighbours(ms_emit *o, const ms_merge *m, const ms_span *s, uint32_t k,
                           size_t *cross, neighbour_fn fn)
{
    const ms_snap *from = m->side[s->side];
    uint32_t n = 0, i = from->link_at[s->first + k], end = from->link_at[s->first + k + 1];
    size_t all = MS_COUNT(m->cross, uint64_t);
    for (;;) {
        uint32_t a = MS_GONE, b = MS_GONE;
        while (i < end && m->pos[s->side][from->links[i]] == MS_GONE) i++;
        if (i < end) a = m->pos[s->side][from->links[i]];
        const uint64_t *pair = *cross < all ? MS_AT(m->cross, uint64_t, *cross) : NULL;
        if (pair && *pair >> 32 == s->pos + k) b = (uint32_t)*pair;
        if (a == MS_GONE && b == MS_GONE) return n;
        if (a < b) i++;
        else ++*cross;
        if (fn) fn(o, a < b ? a : b);
        n++;
    }
}

static void put_link_at(ms_emit *o, const ms_merge *m)
{
    uint64_t at = 0;
    size_t cross = 0;
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        for (uint32_t k = 0; k < s->n; k++) {
            ms_emit_u32(o, (uint32_t)at);
            at += neighbours(o, m, s, k, &cross, NULL);
        }
    }
    ms_emit_u32(o, (uint32_t)at);
    if (at >= UINT32_MAX) ms_emit_fail(o, MS_ELIMIT);
}

static void put_links(ms_emit *o, const ms_merge *m)
{
    size_t cross = 0;
    for (size_t i = 0; i < MS_COUNT(m->spans, ms_span); i++) {
        const ms_span *s = MS_AT(m->spans, ms_span, i);
        for (uint32_t k = 0; k < s->n; k++) neighbours(o, m, s, k, &cross, ms_emit_u32);
    }
}

static void put_groups(ms_emit *o, const ms_merge *m)
{
    ms_emit_put(o, m->next, m->n * sizeof *m->next);
}

/* What was added has the reports of all lists. */
static void put_reports(ms_emit *o, const ms_merge *m)
{
    const ms_snap *added = m->side[MS_ADDED];
    uint64_t n = added->n_lists * sizeof *added->reports;
    for (uint32_t i = 0; i < added->n_lists; i++) n += added->reports[i].n;
    ms_emit_put(o, added->reports, n);
}

static void (*const put_section[MS_SECTION_COUNT])(ms_emit *, const ms_merge *) = {
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
    [MS_SECTION_UNIT_BLOCKS] = put_unit_blocks,
    [MS_SECTION_RUN_BLOCKS] = put_run_blocks,
    [MS_SECTION_BIRTHS] = put_births,
    [MS_SECTION_DOCUMENTS] = put_documents,
    [MS_SECTION_NUMBERS] = ms_merge_numbers,
    [MS_SECTION_BORN] = ms_merge_born,
    [MS_SECTION_COUNTRIES] = put_countries,
    [MS_SECTION_JSON] = put_json,
    [MS_SECTION_IDS] = ms_merge_ids,
    [MS_SECTION_LINK_AT] = put_link_at,
    [MS_SECTION_LINKS] = put_links,
    [MS_SECTION_ABSENT] = put_absent,
    [MS_SECTION_REFS] = put_refs,
    [MS_SECTION_GROUPS] = put_groups,
    [MS_SECTION_REPORTS] = put_reports,
};

void ms_merge_put(ms_emit *o, ms_section kind, const void *merge)
{
    put_section[kind](o, merge);
}
