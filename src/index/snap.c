#define XXH_STATIC_LINKING_ONLY /* states on the stack */
#include "index/snap.h"

#include "base/file.h"
#include "base/mem.h"
#include "index/checked.h"

/* ---- opening ----------------------------------------------------------- */

static ms_rc damaged(ms_diag *d, const char *name, uint64_t at, const char *what)
{
    return ms_fail(d, MS_EDAMAGED, 0, at, "%s: %s", name, what);
}

static const ms_disk_head *head_of(ms_str bytes)
{
    return (const ms_disk_head *)(const void *)bytes.p;
}

/* The versions come before the checksum: another layout may keep it elsewhere. */
static ms_rc check_head(ms_snap *s, const char *name, ms_diag *d)
{
    ms_str bytes = s->bytes;
    const ms_disk_head *h = head_of(bytes);
    char tables[8];
    if (bytes.n < 12) return damaged(d, name, bytes.n, "ends within the header");
    if (memcmp(h->magic, MS_SNAP_MAGIC, sizeof h->magic) != 0)
        return damaged(d, name, 0, "does not begin as a snapshot does");
    if (h->layout != MS_SNAP_LAYOUT)
        return ms_fail(d, MS_EVERSION, 0, offsetof(ms_disk_head, layout),
                       "%s: layout %u, this program reads %d", name, h->layout, MS_SNAP_LAYOUT);
    if (bytes.n < sizeof *h) return damaged(d, name, bytes.n, "ends within the header");
    if (h->sum != ms_head_sum(h))
        return damaged(d, name, offsetof(ms_disk_head, sum), "the header's checksum is wrong");
    ms_head_tables(tables);
    s->outdated = memcmp(h->tables, tables, sizeof tables) != 0;
    if (s->outdated && !s->any)
        return ms_fail(d, MS_EVERSION, 0, offsetof(ms_disk_head, tables),
                       "%s: made with knowledge tables %.8s, this program has %.8s", name,
                       h->tables, tables);
    if (h->size != bytes.n)
        return ms_fail(d, MS_EDAMAGED, 0, bytes.n, "%s: %zu bytes long, expected %llu", name,
                       bytes.n, (unsigned long long)h->size);
    return MS_OK;
}

static ms_rc section_bad(ms_diag *d, const char *name, uint64_t at, int kind, const char *what)
{
    return ms_fail(d, MS_EDAMAGED, 0, at, "%s: section %s: %s", name,
                   ms_section_name((ms_section)kind), what);
}

/* The checksum of a section, in pieces, so that a file larger than memory can be opened. */
static uint64_t section_sum(const ms_snap *s, uint64_t at, uint64_t size, XXH3_state_t *digest)
{
    enum { PIECE = 16 << 20 };
    XXH3_state_t sum;
    XXH3_INITSTATE(&sum);
    XXH3_64bits_reset(&sum);
    for (uint64_t done = 0, n; done < size; done += n) {
        n = size - done < PIECE ? size - done : PIECE;
        XXH3_64bits_update(&sum, s->bytes.p + at + done, n);
        if (digest) XXH3_128bits_update(digest, s->bytes.p + at + done, n);
        if (s->mapped) ms_file_relax(s->bytes, at + done, n);
    }
    return XXH3_64bits_digest(&sum);
}

/* Sections follow each other without gaps but for alignment. */
static ms_rc check_place(const ms_snap *snap, int kind, uint64_t *end, const char *name,
                         ms_diag *d)
{
    ms_str bytes = snap->bytes;
    const ms_disk_section *s = &head_of(bytes)->section[kind];
    uint64_t row = offsetof(ms_disk_head, section) + (uint64_t)kind * sizeof *s;
    uint64_t at = ms_section_align(*end);
    if (s->kind != (uint32_t)kind || s->item != ms_section_item((ms_section)kind) ||
        s->at != at || at > bytes.n || s->size > bytes.n - at || s->size % s->item ||
        (s->item > 1 && s->size / s->item >= UINT32_MAX))
        return section_bad(d, name, row, kind, "impossible place or size");
    *end = at + s->size;
    return MS_OK;
}

ms_rc ms_snap_check_bytes(const ms_snap *snap, int kind, XXH3_state_t *digest, const char *name,
                          ms_diag *d)
{
    const ms_disk_section *s = &head_of(snap->bytes)->section[kind];
    uint64_t from = kind ? s[-1].at + s[-1].size : sizeof(ms_disk_head);
    uint64_t sum = section_sum(snap, s->at, s->size, digest);
    for (uint64_t i = from; i < s->at; i++)
        if (snap->bytes.p[i]) return section_bad(d, name, i, kind, "padding is not zero");
    return sum == s->sum ? MS_OK : section_bad(d, name, s->at, kind, "checksum is wrong");
}

static ms_rc check_places(const ms_snap *s, const char *name, ms_diag *d)
{
    ms_str bytes = s->bytes;
    uint64_t end = sizeof(ms_disk_head);
    ms_rc rc = head_of(bytes)->n_sections == MS_SECTION_COUNT
                   ? MS_OK
                   : damaged(d, name, offsetof(ms_disk_head, n_sections),
                             "unexpected number of sections");
    for (int i = 0; i < MS_SECTION_COUNT && !rc; i++) rc = check_place(s, i, &end, name, d);
    if (!rc && end != bytes.n) rc = damaged(d, name, end, "bytes behind the last section");
    return rc;
}

static const void *section(const ms_snap *s, ms_section kind, uint32_t *count)
{
    const ms_disk_section *row = &head_of(s->bytes)->section[kind];
    if (count) *count = (uint32_t)(row->size / row->item);
    return s->bytes.p + row->at;
}

static ms_str bytes_of(const ms_snap *s, ms_section kind)
{
    const ms_disk_section *row = &head_of(s->bytes)->section[kind];
    return (ms_str){s->bytes.p + row->at, row->size};
}

static void find_sections(ms_snap *s)
{
    s->pool = section(s, MS_SECTION_POOL, NULL);
    s->n_pool = head_of(s->bytes)->section[MS_SECTION_POOL].size;
    s->schema_names = section(s, MS_SECTION_SCHEMATA, &s->n_schemata);
    s->lists = section(s, MS_SECTION_LISTS, &s->n_lists);
    s->entities = section(s, MS_SECTION_ENTITIES, &s->n_entities);
    s->names = section(s, MS_SECTION_NAMES, &s->n_names);
    s->parts = section(s, MS_SECTION_PARTS, NULL);
    s->tokens = section(s, MS_SECTION_TOKENS, NULL);
    s->units.unit = section(s, MS_SECTION_UNITS, &s->units.n);
    s->units.at = section(s, MS_SECTION_UNIT_AT, NULL);
    s->units.posted = section(s, MS_SECTION_UNIT_ENTITIES, NULL);
    s->runs.unit = section(s, MS_SECTION_RUNS, &s->runs.n);
    s->runs.at = section(s, MS_SECTION_RUN_AT, NULL);
    s->runs.posted = section(s, MS_SECTION_RUN_ENTITIES, NULL);
    s->units.blocks = bytes_of(s, MS_SECTION_UNIT_BLOCKS);
    s->runs.blocks = bytes_of(s, MS_SECTION_RUN_BLOCKS);
    s->births = section(s, MS_SECTION_BIRTHS, NULL);
    s->documents = section(s, MS_SECTION_DOCUMENTS, NULL);
    s->numbers = section(s, MS_SECTION_NUMBERS, &s->n_numbers);
    s->born = section(s, MS_SECTION_BORN, &s->n_born);
    s->countries = section(s, MS_SECTION_COUNTRIES, NULL);
    s->json = section(s, MS_SECTION_JSON, NULL);
    s->ids = section(s, MS_SECTION_IDS, NULL);
    s->link_at = section(s, MS_SECTION_LINK_AT, NULL);
    s->links = section(s, MS_SECTION_LINKS, NULL);
    s->absent = section(s, MS_SECTION_ABSENT, &s->n_absent);
    s->refs = section(s, MS_SECTION_REFS, NULL);
    s->next = section(s, MS_SECTION_GROUPS, NULL);
    s->reports = section(s, MS_SECTION_REPORTS, NULL);
}

/* What is not in the bytes. */
static ms_rc prepare(ms_snap *s, ms_diag *d)
{
    s->near = ms_near_cache_new();
    s->schemata = ms_calloc(s->n_schemata, sizeof *s->schemata);
    if (!s->near || !s->schemata) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    for (uint32_t i = 0; i < s->n_schemata; i++)
        s->schemata[i] = ms_schema_find(ms_snap_text(s, s->schema_names[i]));
    return MS_OK;
}

static void print_digest(ms_snap *s)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *b = head_of(s->bytes)->digest;
    for (int i = 0; i < 16; i++) {
        s->digest[2 * i] = hex[b[i] >> 4];
        s->digest[2 * i + 1] = hex[b[i] & 15];
    }
}

/* What the head and the section table tell. */
static ms_rc read_head(ms_snap *s, const char *name, ms_diag *d)
{
    ms_rc rc = check_head(s, name, d);
    if (!rc) rc = check_places(s, name, d);
    if (rc) return rc;
    find_sections(s);
    print_digest(s);
    return MS_OK;
}

static ms_rc check_all(ms_snap *s, const char *name, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (int i = 0; i < MS_SECTION_COUNT && !rc; i++)
        rc = ms_snap_check_bytes(s, i, NULL, name, d);
    return rc ? rc : ms_snap_check(s, name, d);
}

static ms_rc open_bytes(ms_snap *s, const char *name, ms_diag *d)
{
    ms_rc rc = read_head(s, name, d);
    if (!rc && !(s->mapped && ms_checked_read(s, name))) rc = check_all(s, name, d);
    return rc ? rc : prepare(s, d);
}

static ms_rc map_file(const char *path, bool any, ms_snap **out, ms_diag *d)
{
    ms_snap *s = ms_calloc(1, sizeof *s);
    if (!s) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    ms_rc rc = ms_file_map_id(path, &s->bytes, &s->file, d);
    if (rc) {
        ms_free(s);
        return rc;
    }
    s->mapped = true, s->any = any;
    *out = s;
    return MS_OK;
}

/* Maps the file and reads as much of it as `read` does. */
static ms_rc open_file(const char *path, bool any,
                       ms_rc (*read)(ms_snap *, const char *, ms_diag *), ms_snap **out,
                       ms_diag *d)
{
    ms_snap *s = NULL;
    ms_rc rc = map_file(path, any, &s, d);
    if (rc) return rc;
    rc = read(s, path, d);
    if (rc) ms_snap_close(s);
    else *out = s;
    return rc;
}

ms_rc ms_snap_map(const char *path, ms_snap **out, ms_diag *d)
{
    return open_file(path, true, read_head, out, d);
}

ms_rc ms_snap_open(const char *path, ms_snap **out, ms_diag *d)
{
    return open_file(path, false, open_bytes, out, d);
}

ms_rc ms_snap_open_outdated(const char *path, ms_snap **out, ms_diag *d)
{
    return open_file(path, true, open_bytes, out, d);
}

ms_rc ms_snap_mem(ms_str bytes, ms_snap **out, ms_diag *d)
{
    if ((uintptr_t)bytes.p % MS_SNAP_ALIGN)
        return ms_fail(d, MS_EINVAL, 0, 0, "bytes are not aligned to %d", MS_SNAP_ALIGN);
    ms_snap *s = ms_calloc(1, sizeof *s);
    if (!s) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    s->bytes = bytes;
    ms_rc rc = open_bytes(s, "snapshot", d);
    if (rc) ms_snap_close(s);
    else *out = s;
    return rc;
}

ms_rc ms_snap_own(ms_str bytes, bool mapped, ms_snap **out, ms_diag *d)
{
    ms_snap *s = ms_calloc(1, sizeof *s);
    if (!s) {
        if (mapped) ms_file_unmap(bytes);
        return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    }
    s->bytes = bytes;
    s->mapped = mapped;
    ms_rc rc = read_head(s, "snapshot", d);
    if (!rc) rc = prepare(s, d);
    if (rc) ms_snap_close(s);
    else *out = s;
    return rc;
}

ms_rc ms_snap_copy(ms_str bytes, ms_snap **out, ms_diag *d)
{
    char *own = ms_malloc(bytes.n + MS_SNAP_ALIGN);
    if (!own) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    char *at = own + (MS_SNAP_ALIGN - (uintptr_t)own % MS_SNAP_ALIGN) % MS_SNAP_ALIGN;
    memcpy(at, bytes.p, bytes.n);
    ms_rc rc = ms_snap_mem((ms_str){at, bytes.n}, out, d);
    if (rc) ms_free(own);
    else (*out)->own = own;
    return rc;
}

void ms_snap_relax(const ms_snap *s)
{
    if (s->mapped) ms_file_relax(s->bytes, 0, s->bytes.n);
}

void ms_snap_close(ms_snap *s)
{
    if (!s) return;
    if (s->mapped) ms_file_unmap(s->bytes);
    ms_near_cache_free(s->near);
    ms_free(s->schemata);
    ms_free(s->own);
    ms_free(s);
}

/* ---- reading ----------------------------------------------------------- */

const char *ms_snap_digest(const ms_snap *s)
{
    return s->digest;
}

uint32_t ms_snap_lists(const ms_snap *s)
{
    return s->n_lists;
}

ms_str ms_snap_list_name(const ms_snap *s, uint32_t list)
{
    return ms_snap_text(s, s->lists[list].name);
}

ms_str ms_snap_list_report(const ms_snap *s, uint32_t list)
{
    const ms_disk_report *r = &s->reports[list];
    return (ms_str){(const char *)s->reports + r->at, r->n};
}

uint32_t ms_snap_list_first(const ms_snap *s, uint32_t list)
{
    return s->lists[list].first;
}

uint32_t ms_snap_list_entities(const ms_snap *s, uint32_t list)
{
    return s->lists[list].count;
}

uint32_t ms_snap_entities(const ms_snap *s)
{
    return s->n_entities;
}

ms_snap_entity ms_snap_get(const ms_snap *s, uint32_t e)
{
    const ms_disk_entity *r = &s->entities[e];
    return (ms_snap_entity){
        .id = ms_snap_text(s, r->id),
        .caption = ms_snap_text(s, r->caption),
        .json = {s->json + r->json_at, r->json_n},
        .schema_name = ms_snap_text(s, s->schema_names[r->schema]),
        .schema = s->schemata[r->schema],
        .list = r->list,
        .matchable = r->flags & MS_DISK_MATCHABLE,
    };
}

ms_name ms_snap_name(const ms_snap *s, uint32_t i, ms_token *tok)
{
    const ms_disk_name *n = &s->names[i];
    ms_unit_tokens(s->units.unit, s->tokens + n->token_at, n->n, tok);
    return (ms_name){
        .tok = tok,
        .n = n->n,
        .weight = n->weight,
        .kind = (ms_name_kind)(n->flags >> MS_DISK_KIND_AT),
        .family = n->family,
        .weak = n->flags & MS_DISK_WEAK,
        .cut = n->flags & MS_DISK_CUT,
        .text = ms_snap_text(s, n->text),
    };
}

ms_identity ms_snap_facts(const ms_snap *s, uint32_t e)
{
    const ms_disk_entity *r = &s->entities[e];
    return (ms_identity){
        .schema = s->schemata[r->schema],
        .births = s->births + r->birth_at,
        .documents = s->documents + r->document_at,
        .countries = s->countries + r->country_at,
        .n_births = r->n_births,
        .n_documents = r->n_documents,
        .n_countries = r->n_countries,
        .sexes = r->sexes,
    };
}

ms_identity ms_snap_prepared(const ms_snap *s, uint32_t e, ms_name *names, ms_token *tokens)
{
    const ms_disk_entity *r = &s->entities[e];
    ms_identity out = ms_snap_facts(s, e);
    out.names = names, out.n_names = r->n_names;
    for (uint32_t i = 0; i < r->n_names; i++) {
        names[i] = ms_snap_name(s, r->name_at + i, tokens);
        tokens += names[i].n;
    }
    return out;
}

ms_rc ms_snap_identity(const ms_snap *s, uint32_t e, ms_arena *a, ms_identity *out)
{
    const ms_disk_entity *r = &s->entities[e];
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n_names; i++) n += s->names[r->name_at + i].n;
    ms_name *names = ms_arena_array(a, r->n_names, sizeof *names);
    ms_token *tokens = ms_arena_array(a, n, sizeof *tokens);
    if (!names || !tokens) return MS_ENOMEM;
    *out = ms_snap_prepared(s, e, names, tokens);
    return MS_OK;
}

uint32_t ms_snap_find(const ms_snap *s, ms_str id, uint32_t *out, uint32_t max)
{
    uint32_t lo = 0, hi = s->n_entities, n = 0;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ms_str_cmp(ms_snap_text(s, s->entities[s->ids[mid]].id), id) < 0) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < s->n_entities; lo++, n++) {
        if (!ms_str_eq(ms_snap_text(s, s->entities[s->ids[lo]].id), id)) break;
        if (n < max) out[n] = s->ids[lo];
    }
    return n;
}

bool ms_snap_find_in(const ms_snap *s, uint32_t list, ms_str id, uint32_t *e)
{
    uint32_t lo = s->lists[list].first, end = lo + s->lists[list].count, hi = end;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ms_str_cmp(ms_snap_text(s, s->entities[mid].id), id) < 0) lo = mid + 1;
        else hi = mid;
    }
    if (lo == end || !ms_str_eq(ms_snap_text(s, s->entities[lo].id), id)) return false;
    *e = lo;
    return true;
}

uint32_t ms_snap_adjacent(const ms_snap *s, uint32_t e, uint32_t *out, uint32_t max)
{
    uint32_t at = s->link_at[e], n = s->link_at[e + 1] - at;
    for (uint32_t i = 0; i < n && i < max; i++) out[i] = s->links[at + i];
    return n;
}
