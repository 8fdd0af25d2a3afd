#include "base/mem.h"
#include "index/near.h"
#include "index/snap.h"
#include "match/evidence.h"
#include "match/keys.h"

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

/* What every unit is, and that it stands behind the one before it. */
static ms_rc check_unit(const walk *w, ms_section kind, const ms_token *t, uint64_t i)
{
    if (t->len < 1 || t->len > MS_TOKEN_LEN) return bad(w, kind, i, "length");
    if (t->flags & ~MS_UNIT_FLAGS) return bad(w, kind, i, "flags");
    if (!zeros(t->s + t->len, MS_TOKEN_LEN - t->len)) return bad(w, kind, i, "padding");
    for (unsigned k = 0; k < t->len; k++)
        if (!alnum(t->s[k])) return bad(w, kind, i, "letters");
    if (t->word) return bad(w, kind, i, "word");
    return i && ms_unit_cmp(t - 1, t) >= 0 ? bad(w, kind, i, "order") : MS_OK;
}

static ms_rc check_units(const walk *w)
{
    const ms_snap_units *u = &w->s->units;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < u->n && !rc; i++) {
        const ms_token *t = &u->unit[i];
        if (t->weight < 1 || t->weight > 255) rc = bad(w, MS_SECTION_UNITS, i, "weight");
        else rc = check_unit(w, MS_SECTION_UNITS, t, i);
    }
    return rc;
}

static ms_rc check_runs(const walk *w)
{
    const unsigned none = MS_TOKEN_MINOR | MS_TOKEN_INITIAL | MS_TOKEN_CUT;
    const ms_snap_units *u = &w->s->runs;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < u->n && !rc; i++) {
        const ms_token *t = &u->unit[i];
        if (t->weight || (t->given && t->given != MS_GIVEN_NONE))
            rc = bad(w, MS_SECTION_RUNS, i, "weight");
        else if (t->flags & none) rc = bad(w, MS_SECTION_RUNS, i, "flags");
        else rc = check_unit(w, MS_SECTION_RUNS, t, i);
    }
    return rc;
}

static ms_rc check_blocks_of(const walk *w, const ms_snap_units *u, ms_section kind)
{
    ms_near v = {u->unit,     u->n, u->blocks.p, u->blocks.n, kind == MS_SECTION_RUN_BLOCKS,
                 MS_WHOSE_ANY};
    return ms_near_check(&v) ? MS_OK : bad(w, kind, 0, "blocks");
}

static ms_rc check_blocks(const walk *w)
{
    ms_rc rc = check_blocks_of(w, &w->s->units, MS_SECTION_UNIT_BLOCKS);
    return rc ? rc : check_blocks_of(w, &w->s->runs, MS_SECTION_RUN_BLOCKS);
}

/* Offsets and entities of units; whether these are the ones that have the unit is not looked
 * at. */
static ms_rc check_postings(const walk *w, const ms_snap_units *u, ms_section at,
                            ms_section entities)
{
    if (count(w, at) != (uint64_t)u->n + 1) return bad(w, at, 0, "count");
    if (u->at[0] != 0 || u->at[u->n] != count(w, entities)) return bad(w, at, u->n, "offset");
    for (uint32_t i = 0; i < u->n; i++)
        if (u->at[i] > u->at[i + 1]) return bad(w, at, i + 1, "offset");
    for (uint32_t i = 0; i < u->n; i++)
        for (uint32_t k = u->at[i]; k < u->at[i + 1]; k++) {
            uint32_t e = ms_posted_entity(u->posted[k]);
            bool behind = k == u->at[i] || e > ms_posted_entity(u->posted[k - 1]);
            if (e >= w->s->n_entities || !behind) return bad(w, entities, k, "entity");
        }
    return MS_OK;
}

static ms_rc check_unit_entities(const walk *w)
{
    return check_postings(w, &w->s->units, MS_SECTION_UNIT_AT, MS_SECTION_UNIT_ENTITIES);
}

static ms_rc check_run_entities(const walk *w)
{
    return check_postings(w, &w->s->runs, MS_SECTION_RUN_AT, MS_SECTION_RUN_ENTITIES);
}

static ms_rc check_tokens(const walk *w)
{
    for (uint64_t i = 0; i < count(w, MS_SECTION_TOKENS); i++)
        if (ms_unit_of(w->s->tokens[i]) >= w->s->units.n)
            return bad(w, MS_SECTION_TOKENS, i, "unit");
    return MS_OK;
}

static ms_rc check_numbers(const walk *w)
{
    const ms_snap *s = w->s;
    for (uint32_t i = 0; i < s->n_numbers; i++) {
        const ms_disk_number *n = &s->numbers[i];
        if (n->entity >= s->n_entities || n->document >= count(w, MS_SECTION_DOCUMENTS))
            return bad(w, MS_SECTION_NUMBERS, i, "number");
        const ms_document *d = &s->documents[n->document];
        if (i && ms_document_order(&s->documents[n[-1].document], d) > 0)
            return bad(w, MS_SECTION_NUMBERS, i, "order");
    }
    return MS_OK;
}

static ms_rc check_born(const walk *w)
{
    const ms_snap *s = w->s;
    for (uint32_t i = 0; i < s->n_born; i++) {
        const ms_disk_born *b = &s->born[i];
        if (b->entity >= s->n_entities) return bad(w, MS_SECTION_BORN, i, "entity");
        uint32_t key = ms_born_key(b->date), before = i ? ms_born_key(b[-1].date) : 0;
        if (i && (key < before || (key == before && b->entity <= b[-1].entity)))
            return bad(w, MS_SECTION_BORN, i, "order");
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
        size_t most = ms_key_is_number(t) ? MS_DOCUMENT_MAX : MS_KEY_TEXT_MAX;
        size_t kept = ms_key_kept(t);
        if (t->kind >= MS_KEYS) return bad(w, MS_SECTION_DOCUMENTS, i, "kind");
        if (t->len > most || !zeros(t->s + kept, sizeof t->s - kept))
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
        for (uint32_t k = 0; k < n->n; k++)
            weight += w->s->units.unit[ms_unit_of(w->s->tokens[at + k])].weight;
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

static bool parts_ok(const ms_snap *s, const ms_disk_entity *e, uint8_t is)
{
    uint32_t most = 0;
    for (uint32_t k = e->name_at; k < e->name_at + e->n_names; k++) {
        uint32_t parts = 0;
        for (uint32_t i = 0; i < s->names[k].n; i++) {
            uint32_t unit = ms_unit_of(s->tokens[s->names[k].token_at + i]);
            parts += !(s->units.unit[unit].flags & MS_TOKEN_MINOR);
        }
        if (parts > most) most = parts;
    }
    return is == most;
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
    uint32_t tokens = 0;
    for (uint32_t k = e->name_at; k < e->name_at + e->n_names; k++) tokens += w->s->names[k].n;
    if (!parts_ok(w->s, e, w->s->parts[i])) return bad(w, MS_SECTION_PARTS, i, "tokens");
    if (e->n_names > w->s->most_names) w->s->most_names = e->n_names;
    if (tokens > w->s->most_tokens) w->s->most_tokens = tokens;
    return MS_OK;
}

static ms_rc check_entities(const walk *w)
{
    used u = {0};
    ms_rc rc = MS_OK;
    if (count(w, MS_SECTION_PARTS) != w->s->n_entities)
        return bad(w, MS_SECTION_PARTS, 0, "count");
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
        uint32_t screened = 0;
        for (uint32_t e = l->first; e < l->first + l->count; e++) {
            if (s->entities[e].list != i) return bad(w, MS_SECTION_ENTITIES, e, "list");
            screened += s->entities[e].flags & MS_DISK_MATCHABLE;
        }
        if (l->screened != screened) return bad(w, MS_SECTION_LISTS, i, "entities screened");
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

static ms_rc check_absent(const walk *w)
{
    const ms_snap *s = w->s;
    for (uint32_t i = 0; i < s->n_absent; i++) {
        if (!text_ok(w, s->absent[i].id)) return bad(w, MS_SECTION_ABSENT, i, "id");
        if (s->absent[i].entity >= s->n_entities ||
            (i && s->absent[i].entity < s->absent[i - 1].entity))
            return bad(w, MS_SECTION_ABSENT, i, "entity");
    }
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
        check_units,  check_tokens,   check_runs,    check_unit_entities, check_run_entities,
        check_blocks, check_facts,    check_numbers, check_born,          check_schemata,
        check_names,  check_entities, check_lists,   check_ids,           check_links,
        check_absent, check_refs,     check_groups,  check_reports,
    };
    const walk w = {s, name, d};
    ms_rc rc = MS_OK;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !rc; i++) {
        rc = checks[i](&w);
        ms_snap_relax(s);
    }
    return rc;
}
