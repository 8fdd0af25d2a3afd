/* The sanctions lists of the US Office of Foreign Assets Control as advanced XML: names
 * in parts and scripts, dates as periods, relations between parties. */
#include <string.h>

#include "lists/ofac_advanced.h"

static const char *const records[] = {
    "DistinctParties/DistinctParty",   "Locations/Location",
    "IDRegDocuments/IDRegDocument",    "ProfileRelationships/ProfileRelationship",
    "SanctionsEntries/SanctionsEntry", NULL};

typedef struct advanced {
    ms_reader *r;
    ms_refs refs;
    ms_date issued; /* of the list */
} advanced;

static bool is(ms_str s, const char *z)
{
    return ms_str_eq(s, ms_str_z(z));
}

/* The type of the name part whose group is `group`. */
static ms_str part_type(const advanced *v, const ms_xml_node *identity, ms_str group)
{
    ms_xml_node *groups = ms_xml_child(identity, "NamePartGroups", NULL);
    for (ms_xml_node *m = NULL; groups && (m = ms_xml_child(groups, "MasterNamePartGroup", m));)
        for (ms_xml_node *g = NULL; (g = ms_xml_child(m, "NamePartGroup", g));) {
            const ms_xml_node *id = ms_xml_child(g, "@ID", NULL);
            if (id && ms_str_eq(id->text, group))
                return ms_ofac_text(&v->refs, "NamePartType",
                                    ms_xml_take(g, "@NamePartTypeID"));
        }
    return MS_STR("");
}

/* Parts of a person's name in the order in which they are said. */
static const char *const parts[][2] = {
    {"First Name", "firstName"}, {"Middle Name", "middleName"}, {"Patronymic", "middleName"},
    {"Nickname", NULL},          {"Last Name", "lastName"},     {"Matronymic", "secondName"},
    {"Maiden Name", NULL},
};

enum { PARTS = sizeof parts / sizeof *parts, VALUES = 32 };

typedef struct value {
    ms_str text, type, script;
} value;

static unsigned name_values(const advanced *v, ms_entry *x, const ms_xml_node *identity,
                            ms_xml_node *name, value *out)
{
    unsigned n = 0;
    for (ms_xml_node *p = NULL; (p = ms_xml_child(name, "DocumentedNamePart", p));) {
        ms_xml_node *part = ms_xml_child(p, "NamePartValue", NULL);
        if (!part || n == VALUES) continue;
        part->used = true;
        out[n].text = ms_entry_clean(x, part->text);
        out[n].script = ms_ofac_text(&v->refs, "Script", ms_xml_take(part, "@ScriptID"));
        out[n++].type = part_type(v, identity, ms_xml_take(part, "@NamePartGroupID"));
    }
    return n;
}

/* Chinese and Korean names are written family name first and without blanks. */
static bool family_first(ms_str script)
{
    return memmem(script.p, script.n, "Chinese", 7) || memmem(script.p, script.n, "Han", 3) ||
           memmem(script.p, script.n, "Korean", 6) || memmem(script.p, script.n, "Japanese", 8);
}

static ms_str full_name(ms_entry *x, const value *v, unsigned n)
{
    ms_str name = MS_STR("");
    bool east = n && family_first(v[0].script);
    if (east)
        for (unsigned i = 0; i < n; i++)
            if (is(v[i].type, "Last Name"))
                name = ms_entry_f(x, "%.*s%.*s", MS_FMT(name), MS_FMT(v[i].text));
    for (unsigned k = 0; k < PARTS; k++)
        for (unsigned i = 0; i < n; i++)
            if (is(v[i].type, parts[k][0]) && !(east && is(v[i].type, "Last Name")))
                name = east ? ms_entry_f(x, "%.*s%.*s", MS_FMT(name), MS_FMT(v[i].text))
                            : ms_entry_words(x, name, v[i].text);
    for (unsigned i = 0; i < n; i++) { /* names of entities, vessels, aircraft */
        unsigned k = 0;
        while (k < PARTS && !is(v[i].type, parts[k][0])) k++;
        if (k == PARTS) name = ms_entry_words(x, name, v[i].text);
    }
    return name;
}

static void add_name(const advanced *v, ms_entry *x, ms_xml_node *identity, ms_xml_node *alias)
{
    bool primary = is(ms_xml_take(alias, "@Primary"), "true"), person, first = primary;
    bool weak = is(ms_xml_take(alias, "@LowQuality"), "true");
    ms_str type = ms_ofac_text(&v->refs, "AliasType", ms_xml_take(alias, "@AliasTypeID"));
    person = ms_schema_prop(x->e.schema, MS_STR("birthDate")) != NULL;
    for (ms_xml_node *d = NULL; (d = ms_xml_child(alias, "DocumentedName", d)); first = false) {
        value values[VALUES];
        unsigned n = name_values(v, x, identity, d, values);
        ms_entry_add(x,
                     first                ? "name"
                     : is(type, "F.K.A.") ? "previousName"
                     : weak               ? "weakAlias"
                                          : "alias",
                     full_name(x, values, n));
        for (unsigned i = 0; i < n && first && person; i++)
            for (unsigned k = 0; k < PARTS; k++)
                if (is(values[i].type, parts[k][0]) && parts[k][1])
                    ms_entry_add(x, parts[k][1], values[i].text);
    }
}

/* The first or last day of a boundary of a period. */
static ms_date boundary(ms_xml_node *period, const char *side, const char *end, bool *about)
{
    ms_xml_node *s = ms_xml_child(period, side, NULL);
    ms_xml_node *n = s ? ms_xml_child(s, end, NULL) : NULL;
    if (s && is(ms_xml_take(s, "@Approximate"), "true")) *about = true;
    return n ? ms_ofac_date(n) : (ms_date){0};
}

static unsigned last_day(ms_date d)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = d.year % 4 == 0 && (d.year % 100 != 0 || d.year % 400 == 0);
    return d.month == 2 && leap ? 29 : d.month ? days[d.month - 1] : 0;
}

/* A period as text that ms_entry_birth reads: a date at its precision, "circa …" or
 * "… to …". */
static ms_str period_text(ms_entry *x, ms_xml_node *period)
{
    bool about = false;
    ms_date a = boundary(period, "Start", "From", &about);
    ms_date b = boundary(period, "End", "To", &about);
    char one[MS_DATE_MAX], two[MS_DATE_MAX];
    if (!a.year) return MS_STR("");
    if (a.year == b.year && a.month <= 1 && a.day <= 1 && b.month == 12 && b.day == 31)
        a = b = (ms_date){.year = a.year};
    else if (a.year == b.year && a.month == b.month && a.day == 1 && b.day == last_day(b) &&
             b.day > 1)
        a.day = b.day = 0;
    if (a.year != b.year && b.year) {
        if (a.month == 1 && a.day == 1) a = (ms_date){.year = a.year};
        if (b.month == 12 && b.day == 31) b = (ms_date){.year = b.year};
    }
    ms_str from = {one, ms_date_print(a, one)}, to = {two, b.year ? ms_date_print(b, two) : 0};
    if (!to.n || ms_str_eq(from, to))
        return ms_entry_f(x, "%s%.*s", about ? "circa " : "", MS_FMT(from));
    return ms_entry_f(x, "%.*s to %.*s", MS_FMT(from), MS_FMT(to));
}

static void add_place(ms_entry *x, const ms_ofac_place *p)
{
    if (!p->full.n) return;
    ms_entity *e = ms_entry_address(x, p->full, p->country);
    ms_entry_add_to(x, e, "street", p->street);
    ms_entry_add_to(x, e, "city", p->city);
    ms_entry_add_to(x, e, "state", p->state);
    ms_entry_add_to(x, e, "postalCode", p->code);
}

static void add_version(const advanced *v, ms_entry *x, ms_str type, ms_xml_node *n,
                        bool person)
{
    const ms_ofac_place *place = NULL;
    ms_str text = MS_STR(""), comment = ms_entry_take(x, n, "Comment");
    for (ms_xml_node *l = NULL; (l = ms_xml_child(n, "VersionLocation", l));) {
        place = ms_refs_get(&v->refs, "Location", ms_xml_take(l, "@LocationID"));
        if (place && is(type, "Location")) add_place(x, place);
        else if (place) text = place->full;
    }
    for (ms_xml_node *t = NULL; (t = ms_xml_child(n, "VersionDetail", t)); t->used = true) {
        ms_str said = t->text.n ? ms_entry_clean(x, t->text)
                                : ms_ofac_text(&v->refs, "DetailReference",
                                               ms_xml_take(t, "@DetailReferenceID"));
        text = ms_entry_join(x, text, ", ", said);
    }
    ms_xml_node *period = ms_xml_child(n, "DatePeriod", NULL);
    if (period) text = ms_entry_join(x, text, ", ", period_text(x, period));
    bool country = memmem(type.p, type.n, "ountry", 6) && place;
    if (country) text = place->country;
    if (person && is(type, "Birthdate")) ms_entry_birth(x, text);
    else if (person && is(type, "Place of Birth")) ms_entry_add(x, "birthPlace", text);
    else if (country && person)
        ms_entry_add(x, is(type, "Citizenship Country") ? "citizenship" : "nationality", text);
    else if (text.n && !is(type, "Location")) {
        ms_ofac_fact f = {type, text, MS_STR(""), MS_STR(""), MS_STR(""), comment};
        ms_ofac_add(x, &f);
        return;
    }
    ms_entry_add(x, "notes", ms_entry_join(x, comment.n ? type : comment, ": ", comment));
}

static const char *schema_of(const advanced *v, ms_str sub)
{
    ms_str name = ms_ofac_text(&v->refs, "PartySubType", sub);
    ms_str type =
        ms_ofac_text(&v->refs, "PartyType", ms_ofac_text(&v->refs, "PartyTypeOf", sub));
    if (is(name, "Vessel") || is(name, "Aircraft")) return ms_ofac_schema(name);
    return ms_ofac_schema(type);
}

/* Attributes are numbers of the list's own making, and elements of the same kind. */
static void use_structure(ms_xml_node *n)
{
    static const char *const own[] = {"CalendarTypeID", "Year", "Month", "Day"};
    if (n->name.p[0] == '@') n->used = true;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (is(n->name, own[i])) n->used = true;
    for (ms_xml_node *c = n->child; c; c = c->next) use_structure(c);
}

static ms_rc party(advanced *v, ms_xml_node *n, ms_diag *d)
{
    ms_xml_node *profile = ms_xml_child(n, "Profile", NULL), *identity = NULL;
    ms_str sub = profile ? ms_xml_take(profile, "@PartySubTypeID") : MS_STR("");
    const char *schema = schema_of(v, sub);
    bool person = !strcmp(schema, "Person");
    ms_entry x = ms_entry_make(v->r, ms_xml_take(n, "@FixedRef"), schema, n->at, d);
    ms_entry_add(&x, "topics", MS_STR("sanction"));
    for (ms_xml_node *c = NULL; (c = ms_xml_child(n, "Comment", c)); c->used = true)
        ms_entry_add(&x, "notes", ms_entry_clean(&x, c->text));
    while (profile && (identity = ms_xml_child(profile, "Identity", identity))) {
        for (ms_xml_node *a = NULL; (a = ms_xml_child(identity, "Alias", a));)
            add_name(v, &x, identity, a);
        const ms_ofac_document *doc =
            ms_refs_get(&v->refs, "Identity", ms_xml_take(identity, "@ID"));
        for (; doc; doc = doc->next) ms_ofac_add(&x, &doc->fact);
    }
    for (ms_xml_node *f = NULL; profile && (f = ms_xml_child(profile, "Feature", f));) {
        ms_str type = ms_ofac_text(&v->refs, "FeatureType", ms_xml_take(f, "@FeatureTypeID"));
        for (ms_xml_node *w = NULL; (w = ms_xml_child(f, "FeatureVersion", w));)
            add_version(v, &x, type, w, person);
    }
    use_structure(n);
    if (!x.rc) x.rc = ms_xml_unmapped(v->r, n, n->name);
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

/* How a relation reads as an edge of FollowTheMoney. */
static const struct {
    const char *type, *schema, *from, *to, *role;
} edges[] = {
    {"Owned or Controlled By", "Ownership", "asset", "owner", "role"},
    {"Leader or official of", "Directorship", "director", "organization", "role"},
    {"Principal Executive Officer", "Directorship", "director", "organization", "role"},
    {"Acting for or on behalf of", "Representation", "agent", "client", "role"},
    {"Family member of", "Family", "person", "relative", "relationship"},
    {"", "UnknownLink", "subject", "object", "role"},
};

static ms_rc relation(advanced *v, ms_xml_node *n, ms_diag *d)
{
    ms_str type = ms_ofac_text(&v->refs, "RelationType", ms_xml_take(n, "@RelationTypeID"));
    ms_str list = v->r->o->list, from = ms_xml_take(n, "@From-ProfileID");
    ms_str to = ms_xml_take(n, "@To-ProfileID"), id = ms_xml_take(n, "@ID");
    size_t k = 0;
    while (edges[k].type[0] && !is(type, edges[k].type)) k++;
    ms_arena *a = v->r->arena;
    ms_entry x = ms_entry_make(v->r, ms_arena_strf(a, "relation-%.*s", MS_FMT(id)),
                               edges[k].schema, n->at, d);
    ms_entry_add(&x, edges[k].from, ms_entry_f(&x, "%.*s-%.*s", MS_FMT(list), MS_FMT(from)));
    ms_entry_add(&x, edges[k].to, ms_entry_f(&x, "%.*s-%.*s", MS_FMT(list), MS_FMT(to)));
    bool former = is(ms_xml_take(n, "@Former"), "true");
    ms_entry_add(&x, edges[k].role,
                 former ? ms_entry_f(&x, "%.*s (former)", MS_FMT(type)) : type);
    ms_entry_add(&x, "summary", ms_entry_take(&x, n, "Comment"));
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

static ms_rc sanction(advanced *v, ms_xml_node *n, ms_diag *d)
{
    ms_str profile = ms_xml_take(n, "@ProfileID"), list = v->r->o->list;
    char day[MS_DATE_MAX];
    ms_entry x =
        ms_entry_make(v->r, ms_arena_strf(v->r->arena, "%.*s-sanction", MS_FMT(profile)),
                      "Sanction", n->at, d);
    ms_entry_add(&x, "entity", ms_entry_f(&x, "%.*s-%.*s", MS_FMT(list), MS_FMT(profile)));
    ms_entry_add(&x, "authority", MS_STR("Office of Foreign Assets Control"));
    ms_entry_add(&x, "authorityId", profile);
    ms_entry_add(&x, "country", MS_STR("us"));
    ms_entry_add(&x, "summary", ms_ofac_text(&v->refs, "List", ms_xml_take(n, "@ListID")));
    for (ms_xml_node *e = NULL; (e = ms_xml_child(n, "EntryEvent", e));) {
        ms_xml_node *date = ms_xml_child(e, "Date", NULL);
        ms_date when = date ? ms_ofac_date(date) : (ms_date){0};
        if (when.year) ms_entry_add(&x, "listingDate", (ms_str){day, ms_date_print(when, day)});
        ms_entry_add(&x, "provisions",
                     ms_ofac_text(&v->refs, "LegalBasis", ms_xml_take(e, "@LegalBasisID")));
        ms_entry_add(&x, "reason", ms_entry_take(&x, e, "Comment"));
    }
    for (ms_xml_node *m = NULL; (m = ms_xml_child(n, "SanctionsMeasure", m));) {
        ms_str type =
            ms_ofac_text(&v->refs, "SanctionsType", ms_xml_take(m, "@SanctionsTypeID"));
        ms_str comment = ms_entry_take(&x, m, "Comment");
        if (is(type, "Program")) ms_entry_add(&x, "program", comment);
        else ms_entry_add(&x, "provisions", ms_entry_join(&x, type, ": ", comment));
    }
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

/* A number of the list's date of issue. */
static ms_rc issue_date(advanced *v, ms_xml_node *n)
{
    unsigned k = 0;
    char buf[MS_DATE_MAX];
    for (size_t i = 0; i < n->text.n && i < 4; i++) k = k * 10 + (unsigned)(n->text.p[i] - '0');
    if (is(n->name, "Year")) v->issued.year = (uint16_t)k;
    else if (is(n->name, "Month") && k <= 12) v->issued.month = (uint8_t)k;
    else if (is(n->name, "Day") && k <= 31) v->issued.day = (uint8_t)k;
    if (!v->issued.year || v->issued.year > 9999) return MS_OK;
    ms_load_report *r = v->r->report;
    r->version = ms_arena_str(r->arena, (ms_str){buf, ms_date_print(v->issued, buf)});
    return r->version.p ? MS_OK : MS_ENOMEM;
}

static bool ends_with(ms_str s, ms_str end)
{
    return s.n >= end.n && !memcmp(s.p + s.n - end.n, end.p, end.n);
}

static ms_rc record(void *ctx, ms_xml_node *n, ms_diag *d)
{
    advanced *v = ctx;
    if (is(n->name, "DistinctParty")) return party(v, n, d);
    if (is(n->name, "ProfileRelationship")) return relation(v, n, d);
    if (is(n->name, "SanctionsEntry")) return sanction(v, n, d);
    v->r->report->records--; /* not an entry of the list */
    ms_rc rc;
    if (is(n->name, "Location")) rc = ms_ofac_keep_place(&v->refs, n);
    else if (is(n->name, "IDRegDocument")) rc = ms_ofac_keep_document(&v->refs, n);
    else if (ends_with(n->name, MS_STR("Values"))) rc = ms_ofac_keep_values(&v->refs, n);
    else if (is(n->name, "Year") || is(n->name, "Month") || is(n->name, "Day"))
        rc = issue_date(v, n);
    else rc = ms_xml_unmapped(v->r, n, n->name);
    return rc && !d->rc ? ms_fail(d, rc, n->at.line, n->at.at, "%s", ms_rc_text(rc)) : rc;
}

static ms_rc root(void *ctx, ms_xml_node *n, ms_diag *d)
{
    (void)ctx, (void)d;
    ms_xml_use(n);
    return MS_OK;
}

ms_rc ms_read_ofac_advanced_xml(ms_reader *r, ms_diag *d)
{
    advanced v = {.r = r, .refs = ms_refs_make()};
    ms_diag own = {0};
    ms_rc rc = v.refs.a ? ms_xml_read(r, records, root, record, &v, &own)
                        : ms_fail(&own, MS_ENOMEM, 0, 0, "no memory to read XML");
    ms_refs_free(&v.refs);
    if (rc && d) *d = own;
    return rc;
}
