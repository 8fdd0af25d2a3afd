#include "base/mem.h"
#include "index/snap.h"

/* A walk over the records of one section.  `at` is the byte of the record looked
 * at, for the diagnosis. */
typedef struct walk {
    ms_snap *s;
    const char *name;
    ms_diag *d;
} walk;

static const ms_disk_section *row(const walk *w, ms_section kind)
{
    const ms_disk_head *h = (const ms_disk_head *)(const void *)w->s->bytes.p;
    return &h->section[kind];
}

static uint64_t count(const walk *w, ms_section kind)
{
    return row(w, kind)->size / row(w, kind)->item;
}

/* Record number `i` of section `kind` cannot be; always MS_EDAMAGED. */
static ms_rc bad(const walk *w, ms_section kind, uint64_t i, const char *what)
{
    const ms_disk_section *r = row(w, kind);
    return ms_fail(w->d, MS_EDAMAGED, 0, r->at + i * r->item, "%s: section %s: record %llu: %s",
                   w->name, ms_section_name(kind), (unsigned long long)i, what);
}

static bool zeros(const void *p, size_t n)
{
    const char *c = p;
    for (size_t i = 0; i < n; i++)
        if (c[i]) return false;
    return true;
}

static bool text_ok(const walk *w, ms_disk_text t)
{
    uint64_t pool = row(w, MS_SECTION_POOL)->size;
    return t.at <= pool && t.n <= pool - t.at;
}

static bool alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* ---- records without references ----------------------------------------- */

static ms_rc check_tokens(const walk *w)
{
    const unsigned flags = MS_TOKEN_ABJAD | MS_TOKEN_MINOR | MS_TOKEN_INITIAL |
                           MS_TOKEN_NUMBER | MS_TOKEN_KNOWN | MS_TOKEN_SPELLED | MS_TOKEN_CUT;
    for (uint64_t i = 0; i < count(w, MS_SECTION_TOKENS); i++) {
        const ms_token *t = &w->s->tokens[i];
        if (t->weight < 1 || t->weight > 255) return bad(w, MS_SECTION_TOKENS, i, "weight");
        if (t->len < 1 || t->len > MS_TOKEN_LEN) return bad(w, MS_SECTION_TOKENS, i, "length");
        if (t->flags & ~flags) return bad(w, MS_SECTION_TOKENS, i, "flags");
        if (!zeros(t->s + t->len, MS_TOKEN_LEN - t->len))
            return bad(w, MS_SECTION_TOKENS, i, "padding");
        for (unsigned k = 0; k < t->len; k++)
            if (!alnum(t->s[k])) return bad(w, MS_SECTION_TOKENS, i, "letters");
    }
    return MS_OK;
}

static ms_rc check_facts(const walk *w)
{
    for (uint64_t i = 0; i < count(w, MS_SECTION_BIRTHS); i++) {
        ms_date b = w->s->births[i];
        if (b.year < 1 || b.year > 9999 || b.month > 12 || b.day > 31 || (b.day && !b.month))
            return bad(w, MS_SECTION_BIRTHS, i, "date");
    }
    for (uint64_t i = 0; i < count(w, MS_SECTION_DOCUMENTS); i++) {
        const ms_document *t = &w->s->documents[i];
        if (t->len > MS_DOCUMENT_MAX || t->worldwide > 1 ||
            !zeros(t->s + t->len, sizeof t->s - t->len))
            return bad(w, MS_SECTION_DOCUMENTS, i, "length");
    }
    for (uint64_t i = 0; i < count(w, MS_SECTION_COUNTRIES); i++) {
        const ms_country *c = &w->s->countries[i];
        size_t n = strnlen(c->s, sizeof c->s);
        if (n == sizeof c->s || !zeros(c->s + n, sizeof c->s - n))
            return bad(w, MS_SECTION_COUNTRIES, i, "code");
    }
    return MS_OK;
}

static ms_rc check_schemata(const walk *w)
{
    for (uint32_t i = 0; i < w->s->n_schemata; i++)
        if (!text_ok(w, w->s->schema_names[i])) return bad(w, MS_SECTION_SCHEMATA, i, "name");
    return MS_OK;
}

/* ---- names and entities -------------------------------------------------- */

static ms_rc check_names(const walk *w)
{
    uint64_t tokens = count(w, MS_SECTION_TOKENS), at = 0;
    uint64_t n_names = count(w, MS_SECTION_NAMES);
    for (uint64_t i = 0; i < n_names; i++) {
        const ms_disk_name *n = &w->s->names[i];
        uint32_t weight = 0;
        if (n->token_at != at || n->n > MS_NAME_TOKENS || n->n > tokens - at)
            return bad(w, MS_SECTION_NAMES, i, "range of tokens");
        for (uint32_t k = 0; k < n->n; k++) weight += w->s->tokens[at + k].weight;
        if (n->weight != weight) return bad(w, MS_SECTION_NAMES, i, "weight");
        if (!text_ok(w, n->text)) return bad(w, MS_SECTION_NAMES, i, "text");
        if (n->flags & ~(MS_DISK_WEAK | MS_DISK_CUT | 3 << MS_DISK_KIND_AT))
            return bad(w, MS_SECTION_NAMES, i, "flags");
        if (n->family && n->family >= n->n) return bad(w, MS_SECTION_NAMES, i, "family name");
        at += n->n;
    }
    return at == tokens ? MS_OK : bad(w, MS_SECTION_NAMES, n_names, "tokens left over");
}

/* What the ranges of the entities have used up so far. */
typedef struct used {
    uint64_t json, names, births, documents, countries, refs;
} used;

static bool take(uint64_t *used_up, uint64_t all, uint64_t at, uint64_t n)
{
    if (at != *used_up || n > all - at) return false;
    *used_up += n;
    return true;
}

static bool ranges_ok(const walk *w, const ms_disk_entity *e, used *u)
{
    return take(&u->json, row(w, MS_SECTION_JSON)->size, e->json_at, e->json_n) &&
           take(&u->names, count(w, MS_SECTION_NAMES), e->name_at, e->n_names) &&
           take(&u->births, count(w, MS_SECTION_BIRTHS), e->birth_at, e->n_births) &&
           take(&u->documents, count(w, MS_SECTION_DOCUMENTS), e->document_at,
                e->n_documents) &&
           take(&u->countries, count(w, MS_SECTION_COUNTRIES), e->country_at, e->n_countries) &&
           take(&u->refs, count(w, MS_SECTION_REFS), e->ref_at, e->n_refs);
}

static bool used_up(const walk *w, const used *u)
{
    return u->json == row(w, MS_SECTION_JSON)->size && u->names == count(w, MS_SECTION_NAMES) &&
           u->births == count(w, MS_SECTION_BIRTHS) &&
           u->documents == count(w, MS_SECTION_DOCUMENTS) &&
           u->countries == count(w, MS_SECTION_COUNTRIES) &&
           u->refs == count(w, MS_SECTION_REFS);
}

static ms_rc check_entity(const walk *w, uint32_t i, used *u)
{
    const ms_disk_entity *e = &w->s->entities[i];
    const unsigned sexes = MS_SEX_MALE | MS_SEX_FEMALE | MS_SEX_OTHER;
    if (!ranges_ok(w, e, u)) return bad(w, MS_SECTION_ENTITIES, i, "range");
    if (e->id.n == 0 || !text_ok(w, e->id)) return bad(w, MS_SECTION_ENTITIES, i, "id");
    if (!text_ok(w, e->caption)) return bad(w, MS_SECTION_ENTITIES, i, "caption");
    if (e->schema >= w->s->n_schemata) return bad(w, MS_SECTION_ENTITIES, i, "schema");
    if (e->sexes & ~sexes || e->flags & ~MS_DISK_MATCHABLE || !zeros(e->zero, sizeof e->zero))
        return bad(w, MS_SECTION_ENTITIES, i, "flags");
    if (e->n_names > w->s->most_names) w->s->most_names = e->n_names;
    return MS_OK;
}

static ms_rc check_entities(const walk *w)
{
    used u = {0};
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < w->s->n_entities && !rc; i++) rc = check_entity(w, i, &u);
    if (!rc && !used_up(w, &u))
        rc = bad(w, MS_SECTION_ENTITIES, w->s->n_entities, "facts left over");
    return rc;
}

/* ---- lists, orders, links ------------------------------------------------ */

static ms_rc check_lists(const walk *w)
{
    const ms_snap *s = w->s;
    uint64_t at = 0;
    for (uint32_t i = 0; i < s->n_lists; i++) {
        const ms_disk_list *l = &s->lists[i];
        if (!text_ok(w, l->name)) return bad(w, MS_SECTION_LISTS, i, "name");
        if (!take(&at, s->n_entities, l->first, l->count))
            return bad(w, MS_SECTION_LISTS, i, "range of entities");
        for (uint32_t e = l->first; e < l->first + l->count; e++)
            if (s->entities[e].list != i) return bad(w, MS_SECTION_ENTITIES, e, "list");
    }
    return at == s->n_entities ? MS_OK
                               : bad(w, MS_SECTION_LISTS, s->n_lists, "entities left over");
}

static ms_rc check_ids(const walk *w)
{
    const ms_snap *s = w->s;
    if (count(w, MS_SECTION_IDS) != s->n_entities) return bad(w, MS_SECTION_IDS, 0, "count");
    for (uint32_t i = 0; i < s->n_entities; i++)
        if (s->ids[i] >= s->n_entities) return bad(w, MS_SECTION_IDS, i, "entity");
    return MS_OK;
}

static ms_rc check_links(const walk *w)
{
    const ms_snap *s = w->s;
    uint64_t links = count(w, MS_SECTION_LINKS), n = count(w, MS_SECTION_LINK_AT);
    if (n != (uint64_t)s->n_entities + 1) return bad(w, MS_SECTION_LINK_AT, 0, "count");
    if (s->link_at[0] != 0 || s->link_at[n - 1] != links)
        return bad(w, MS_SECTION_LINK_AT, n - 1, "offset");
    for (uint64_t i = 1; i < n; i++)
        if (s->link_at[i] < s->link_at[i - 1]) return bad(w, MS_SECTION_LINK_AT, i, "offset");
    for (uint64_t i = 0; i < links; i++)
        if (s->links[i] >= s->n_entities) return bad(w, MS_SECTION_LINKS, i, "entity");
    return MS_OK;
}

static ms_rc check_refs(const walk *w)
{
    for (uint64_t i = 0; i < count(w, MS_SECTION_REFS); i++)
        if (!text_ok(w, w->s->refs[i])) return bad(w, MS_SECTION_REFS, i, "text");
    return MS_OK;
}

/* Whoever follows a group comes back to where he began: from each entity the next is
 * a higher one, or the lowest of its group. */
static ms_rc check_groups(const walk *w)
{
    const ms_snap *s = w->s;
    if (count(w, MS_SECTION_GROUPS) != s->n_entities)
        return bad(w, MS_SECTION_GROUPS, 0, "count");
    uint32_t *lowest = ms_calloc(s->n_entities, sizeof *lowest);
    if (!lowest) return ms_fail(w->d, MS_ENOMEM, 0, 0, "out of memory");
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < s->n_entities; i++) lowest[i] = i;
    for (uint32_t i = 0; i < s->n_entities && !rc; i++) {
        uint32_t next = s->next[i];
        bool up = next > i && next < s->n_entities && lowest[next] == next;
        if (up) lowest[next] = lowest[i];
        else if (next != lowest[i]) rc = bad(w, MS_SECTION_GROUPS, i, "next member");
    }
    ms_free(lowest);
    return rc;
}

static ms_rc check_reports(const walk *w)
{
    uint64_t size = row(w, MS_SECTION_REPORTS)->size;
    uint64_t at = w->s->n_lists * sizeof(ms_disk_report);
    if (at > size) return bad(w, MS_SECTION_REPORTS, 0, "too short");
    for (uint32_t i = 0; i < w->s->n_lists; i++)
        if (!take(&at, size, w->s->reports[i].at, w->s->reports[i].n))
            return bad(w, MS_SECTION_REPORTS, i * sizeof(ms_disk_report), "range");
    return at == size ? MS_OK : bad(w, MS_SECTION_REPORTS, at, "bytes left over");
}

ms_rc ms_snap_check(ms_snap *s, const char *name, ms_diag *d)
{
    static ms_rc (*const checks[])(const walk *) = {
        check_tokens, check_facts, check_schemata, check_names,  check_entities, check_lists,
        check_ids,    check_links, check_refs,     check_groups, check_reports,
    };
    const walk w = {s, name, d};
    ms_rc rc = MS_OK;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !rc; i++) rc = checks[i](&w);
    return rc;
}
