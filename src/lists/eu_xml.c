/* The consolidated financial sanctions list of the European Union, XML 1.1: a tree of
 * attributes, each fact with the regulation that put it there. */
#include "lists/eu_facts.h"
#include "lists/xml.h"

static const char *const records[] = {"sanctionEntity", NULL};

static const char *const attributes[MS_EU_N] = {
#define X(kind, field, xml, csv, old) xml,
    MS_EU_FIELDS(X)
#undef X
};

static const struct {
    const char *element;
    ms_eu_field first, last, remark;
} kinds[MS_EU_KINDS] = {
#define X(kind, element, first, last, remark) {element, first, last, remark},
    MS_EU_KIND_LIST(X)
#undef X
};

/* A record under way. */
typedef struct entity {
    ms_arena *a;
    ms_xml_node *top, *address, *fact; /* the record, the address around it, the last fact */
    ms_str v[MS_EU_N];
} entity;

/* The remarks of `n`, joined; `p` is NULL when memory is spent.  What it says of the law
 * behind it is not kept. */
static ms_str housekeeping(ms_arena *a, ms_xml_node *n)
{
    static const char *const own[] = {"@regulationLanguage", "@logicalId", "@organisationType",
                                      "@regulationType"};
    ms_str remark = MS_STR("");
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) ms_xml_take(n, own[i]);
    for (ms_xml_node *c = n->child; c && remark.p; c = c->next) {
        if (ms_str_eq(c->name, MS_STR("regulationSummary"))) ms_xml_use(c);
        if (!ms_str_eq(c->name, MS_STR("remark"))) continue;
        c->used = true;
        remark = ms_eu_remark(a, remark, c->text);
    }
    return remark;
}

/* Takes fields [first, last] of `n`, and its remarks as field `remark`. */
static ms_rc take(entity *e, ms_xml_node *n, ms_eu_field first, ms_eu_field last,
                  ms_eu_field remark)
{
    for (unsigned f = first; f <= (unsigned)last; f++)
        e->v[f] = attributes[f][1] ? ms_xml_take(n, attributes[f]) : MS_STR("");
    ms_str remarks = housekeeping(e->a, n);
    if (remark < MS_EU_N) e->v[remark] = remarks;
    return remarks.p ? MS_OK : MS_ENOMEM;
}

/* The fact behind the last one; contacts stand within addresses. */
static ms_xml_node *find(entity *e, ms_eu_kind kind, bool again)
{
    const char *name = kinds[kind].element;
    if (again) e->address = e->fact = NULL;
    if (kind != MS_EU_CONTACT) return e->fact = ms_xml_child(e->top, name, e->fact);
    e->fact = e->fact ? ms_xml_child(e->address, name, e->fact) : NULL;
    while (!e->fact && (e->address = ms_xml_child(e->top, "address", e->address)))
        e->fact = ms_xml_child(e->address, name, NULL);
    return e->fact;
}

static const ms_str *next(void *ctx, ms_eu_kind kind, bool again, ms_place *at, ms_rc *rc)
{
    entity *e = ctx;
    ms_xml_node *n = find(e, kind, again);
    if (!n) return NULL;
    *at = n->at;
    *rc = take(e, n, kinds[kind].first, kinds[kind].last, kinds[kind].remark);
    return e->v;
}

static ms_rc record(void *ctx, ms_xml_node *n, ms_diag *d)
{
    ms_reader *r = ctx;
    entity e = {.a = r->arena, .top = n};
    ms_eu_facts facts = {next, &e};
    if (!ms_str_eq(n->name, MS_STR("sanctionEntity"))) return ms_xml_unmapped(r, n, MS_STR(""));
    for (unsigned f = 0; f < MS_EU_N; f++) e.v[f] = MS_STR("");
    ms_rc rc = take(&e, n, MS_EU_ENTITY_ID, MS_EU_ENTITY_REMARK, MS_EU_ENTITY_REMARK);
    ms_xml_node *type = ms_xml_child(n, "subjectType", NULL);
    if (type) {
        e.v[MS_EU_ENTITY_TYPE] = ms_xml_take(type, "@classificationCode");
        ms_xml_use(type);
    }
    if (!rc) rc = ms_eu_give(r, e.v, n->at, &facts, d);
    return rc ? rc : ms_xml_unmapped(r, n, MS_STR(""));
}

static ms_rc root(void *ctx, ms_xml_node *n, ms_diag *d)
{
    ms_reader *r = ctx;
    ms_str made = ms_xml_take(n, "@generationDate");
    ms_str day = {made.p, made.n > 10 ? 10 : made.n};
    r->report->version = ms_arena_str(r->report->arena, day);
    ms_xml_use(n);
    return r->report->version.p ? MS_OK
                                : ms_fail(d, MS_ENOMEM, 0, 0, "no memory for the report");
}

ms_rc ms_read_eu_xml(ms_reader *r, ms_diag *d)
{
    return ms_xml_read(r, records, root, record, r, d);
}
