#include "lists/reader.h"
#include "text/script.h"

#define XXH_INLINE_ALL /* no state on the heap */
#include <xxhash.h>

enum {
    TALLIES_MAX = 1000, /* names of one kind that are counted apart */
    EXAMPLE_MAX = 120,
    PROGRESS_STEP = 1 << 20
};

bool ms_is_name(ms_str prop)
{
    static const ms_str names[] = {
        {"name", 4}, {"alias", 5}, {"weakAlias", 9}, {"previousName", 12}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ms_str_eq(prop, names[i])) return true;
    return false;
}

ms_load_report ms_load_report_make(ms_arena *a)
{
    return (ms_load_report){.arena = a, .version = {"", 0}};
}

/* The first `max` bytes of `s`, without a character cut in two. */
static ms_str cut(ms_str s, size_t max)
{
    if (s.n <= max) return s;
    while (max && ((unsigned char)s.p[max] & 0xc0) == 0x80) max--;
    return (ms_str){s.p, max};
}

/* Room for one more item; the old array stays in the arena. */
static void *grow(ms_arena *a, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap) return items;
    uint32_t more = *cap ? *cap * 2 : 16;
    void *p = ms_arena_array(a, more, size);
    if (!p) return NULL;
    if (n) memcpy(p, items, n * size);
    *cap = more;
    return p;
}

/* Counters of one kind. */
typedef struct tallies {
    ms_tally **v;
    uint32_t *n, *cap;
} tallies;

static ms_rc tally_named(ms_arena *a, tallies t, ms_str name, ms_tally **out)
{
    if (*t.n >= TALLIES_MAX) name = MS_STR("(others)");
    for (uint32_t i = 0; i < *t.n; i++)
        if (ms_str_eq((*t.v)[i].name, name)) return *out = &(*t.v)[i], MS_OK;
    ms_tally *v = grow(a, *t.v, *t.n, t.cap, sizeof *v);
    ms_str copy = ms_arena_str(a, name);
    if (!v || !copy.p) return MS_ENOMEM;
    *t.v = v;
    *out = &v[(*t.n)++];
    **out = (ms_tally){.name = copy};
    return MS_OK;
}

static ms_rc tally_add(ms_arena *a, tallies t, ms_str name, uint64_t count, ms_str example)
{
    ms_tally *v;
    ms_rc rc = tally_named(a, t, name, &v);
    if (rc) return rc;
    v->count += count;
    example = cut(example, EXAMPLE_MAX);
    if (v->n_examples == 3 || !example.n) return MS_OK;
    for (uint32_t i = 0; i < v->n_examples; i++)
        if (ms_str_eq(v->examples[i], example)) return MS_OK;
    ms_str copy = ms_arena_str(a, example);
    if (!copy.p) return MS_ENOMEM;
    v->examples[v->n_examples++] = copy;
    return MS_OK;
}

ms_rc ms_reader_unmapped(ms_reader *r, ms_str field, ms_str value)
{
    ms_load_report *p = r->report;
    tallies t = {&p->unmapped, &p->n_unmapped, &p->cap_unmapped};
    return tally_add(p->arena, t, field, 1, value);
}

void ms_reader_record(ms_reader *r)
{
    ms_arena_reset(r->arena);
    r->report->records++;
    uint64_t done, total;
    ms_source_progress(r->src, &done, &total);
    ms_reader_progress(r, done, total);
}

void ms_reader_progress(ms_reader *r, uint64_t done, uint64_t total)
{
    if (!r->o->progress || done - r->shown < PROGRESS_STEP) return;
    r->shown = done;
    r->o->progress(r->o->ctx, done, total);
}

ms_rc ms_reader_aside(ms_reader *r, const ms_diag *d, ms_str record, bool whole)
{
    ms_load_report *p = r->report;
    if (whole) p->records_aside++;
    else if (d->rc) p->values_aside++;
    else p->values_odd++;
    if (whole && !r->first.rc) r->first = *d;
    if (p->n_aside >= MS_SETASIDE_KEPT) return MS_OK;
    ms_setaside *v = grow(p->arena, p->aside, p->n_aside, &p->cap_aside, sizeof *v);
    ms_str id = ms_arena_str(p->arena, cut(record, EXAMPLE_MAX));
    ms_str file = p->n_aside ? p->aside[p->n_aside - 1].file : (ms_str){0};
    ms_str name = ms_str_z(ms_source_name(r->src));
    if (!ms_str_eq(file, name)) file = ms_arena_str(p->arena, name);
    if (!v || !id.p || !file.p) return MS_ENOMEM;
    p->aside = v;
    v[p->n_aside++] = (ms_setaside){.diag = *d, .file = file, .record = id, .whole = whole};
    return MS_OK;
}

ms_rc ms_reader_value(ms_reader *r, ms_entity *e, ms_str prop, ms_str value, ms_place at)
{
    ms_rc rc = ms_entity_add(e, prop, value);
    if (rc != MS_EVALUE && rc != MS_ESYNTAX && rc != MS_EENCODING) return rc;
    ms_diag d;
    ms_str shown = cut(value, EXAMPLE_MAX);
    const ms_prop *p = e->schema ? ms_schema_prop(e->schema, prop) : NULL;
    bool kept = !p || ms_type_kept(ms_prop_type(p));
    ms_fail(&d, kept ? MS_OK : MS_EVALUE, at.line, at.at, "%.*s: '%.*s' is no %s", MS_FMT(prop),
            MS_FMT(shown), p ? ms_type_name(ms_prop_type(p)) : "value");
    rc = ms_reader_aside(r, &d, e->id, false);
    return rc || !kept ? rc : ms_entity_keep(e, prop, value);
}

/* Whether something of `e` can be searched for: a name or an identifier.  Thing
 * itself is abstract but screened where the schema is not known. */
static bool findable(const ms_entity *e)
{
    if (!e->schema || !ms_schema_matchable(e->schema)) return true;
    for (uint32_t i = 0; i < e->n_props; i++) {
        const ms_prop *p = e->props[i].prop;
        if (!p || !e->props[i].n) continue;
        ms_type t = ms_prop_type(p);
        if (t == MS_TYPE_NAME || (t == MS_TYPE_IDENTIFIER && ms_prop_matchable(p))) return true;
    }
    return false;
}

/* A person whose parts of the name are given, but no name, is called by them. */
static ms_rc name_from_parts(ms_entity *e)
{
    static const ms_str part[] = {
        {"firstName", 9}, {"secondName", 10}, {"middleName", 10}, {"lastName", 8}};
    if (!e->schema || !ms_schema_is_a(e->schema, ms_schema_find(MS_STR("Person"))))
        return MS_OK;
    if (ms_entity_get(e, MS_STR("name"))) return MS_OK;
    ms_str name = {"", 0};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        ms_str v = ms_entity_first(e, part[i]);
        if (!v.n) continue;
        name =
            ms_arena_strf(e->arena, "%.*s%s%.*s", MS_FMT(name), name.n ? " " : "", MS_FMT(v));
        if (!name.p) return MS_ENOMEM;
    }
    return ms_entity_add(e, MS_STR("name"), name);
}

/* Adds the values of one property to a sum of hashes, which knows no order. */
static uint64_t hash_values(ms_arena *a, const ms_prop_values *pv, bool *nomem)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < pv->n; i++) {
        ms_str s = ms_arena_strf(a, "%.*s=%.*s", MS_FMT(pv->name), MS_FMT(pv->v[i]));
        *nomem |= !s.p;
        sum += s.p ? XXH3_64bits(s.p, s.n) : 0;
    }
    return sum;
}

ms_rc ms_reader_hash_id(ms_reader *r, ms_entity *e)
{
    bool nomem = false;
    uint64_t sum = XXH3_64bits(e->schema_name.p, e->schema_name.n);
    for (uint32_t i = 0; i < e->n_props; i++) {
        const ms_prop *p = e->props[i].prop;
        ms_type t = p ? ms_prop_type(p) : MS_TYPE_STRING;
        bool identity = p && (ms_prop_matchable(p) || t == MS_TYPE_NAME) && t != MS_TYPE_ENTITY;
        if (identity) sum += hash_values(e->arena, &e->props[i], &nomem);
    }
    uint64_t h = XXH3_64bits(&sum, sizeof sum);
    e->id = ms_arena_strf(e->arena, "%.*s-%016llx", MS_FMT(r->o->list), (unsigned long long)h);
    return nomem || !e->id.p ? MS_ENOMEM : MS_OK;
}

/* Counts the scripts of an entity's names. */
static ms_rc count_scripts(ms_load_report *p, const ms_prop_values *names)
{
    tallies scripts = {&p->scripts, &p->n_scripts, &p->cap_scripts};
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < names->n && !rc; i++)
        rc =
            tally_add(p->arena, scripts, ms_str_z(ms_script_name(names->v[i])), 1, names->v[i]);
    return rc;
}

ms_rc ms_load_report_count(ms_load_report *p, const ms_entity *e)
{
    tallies schemata = {&p->schemata, &p->n_schemata, &p->cap_schemata};
    tallies facts = {&p->facts, &p->n_facts, &p->cap_facts};
    ms_rc rc = tally_add(p->arena, schemata, e->schema_name, 1, e->id);
    for (uint32_t i = 0; !rc && i < e->n_props; i++) {
        const ms_prop_values *v = &e->props[i];
        if (!v->n) continue;
        rc = tally_add(p->arena, facts, v->name, v->n, v->v[0]);
        if (!rc && ms_is_name(v->name)) rc = count_scripts(p, v);
    }
    p->entities++;
    return rc;
}

/* What is not counted apart is counted last. */
static void tally_remove(ms_tally *v, uint32_t *n, ms_str name, uint64_t count)
{
    uint32_t i = 0;
    while (i < *n && !ms_str_eq(v[i].name, name)) i++;
    if (i == *n) i = *n == TALLIES_MAX + 1 ? TALLIES_MAX : *n;
    if (i == *n) return;
    v[i].count -= count < v[i].count ? count : v[i].count;
    if (v[i].count || i == TALLIES_MAX) return;
    memmove(v + i, v + i + 1, (--*n - i) * sizeof *v);
}

void ms_load_report_uncount(ms_load_report *p, const ms_entity *e)
{
    tally_remove(p->schemata, &p->n_schemata, e->schema_name, 1);
    for (uint32_t i = 0; i < e->n_props; i++) {
        const ms_prop_values *v = &e->props[i];
        if (!v->n) continue;
        tally_remove(p->facts, &p->n_facts, v->name, v->n);
        for (uint32_t k = 0; ms_is_name(v->name) && k < v->n; k++)
            tally_remove(p->scripts, &p->n_scripts, ms_str_z(ms_script_name(v->v[k])), 1);
    }
    if (p->entities) p->entities--;
}

ms_rc ms_reader_complete(ms_entity *e, ms_place at, ms_diag *why)
{
    ms_rc rc = name_from_parts(e);
    if (!rc && !findable(e))
        return ms_fail(why, MS_EMISSING, at.line, at.at,
                       "name: missing, and no identifier either");
    return rc ? rc : ms_entity_caption(e);
}

ms_rc ms_reader_give(ms_reader *r, const ms_entity *e, ms_rc rc, const ms_diag *because,
                     ms_place at, bool *taken, ms_diag *d)
{
    ms_diag why = *because;
    *taken = false;
    if (!rc) rc = r->o->take(r->o->ctx, e, &why);
    if (rc == MS_OK) {
        *taken = true;
        rc = ms_load_report_count(r->report, e);
        return rc ? ms_fail(d, rc, at.line, at.at, "no memory for the report") : MS_OK;
    }
    if (rc == MS_END) {
        *taken = true; /* by somebody else */
        r->report->passed++;
        return MS_OK;
    }
    if (rc == MS_EDUPLICATE && r->repeats) return MS_OK;
    if (!why.rc) ms_fail(&why, rc, at.line, at.at, "%s", ms_rc_text(rc));
    if (!why.line) {
        why.line = at.line;
        why.at = at.at;
    }
    if (rc == MS_EDUPLICATE || rc == MS_EVALUE || rc == MS_EMISSING)
        return ms_reader_aside(r, &why, e->id, true);
    if (d) *d = why;
    return rc;
}

ms_rc ms_reader_take(ms_reader *r, ms_entity *e, ms_place at, bool *taken, ms_diag *d)
{
    ms_diag why = {0};
    ms_rc rc = ms_reader_complete(e, at, &why);
    return ms_reader_give(r, e, rc, &why, at, taken, d);
}
