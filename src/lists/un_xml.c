/* The UN Security Council consolidated list.  docs/lists.md says what goes where. */
#include <stdarg.h>
#include <stdio.h>

#include "lists/un_text.h"
#include "lists/xml.h"

enum { RANGE_MAX = 25, BIRTHS_MAX = 4 };

/* The entry being read.  The first failure stays in `rc`, later calls do nothing. */
typedef struct un {
    ms_reader *r;
    ms_xml_node *entry;
    ms_arena *a;
    ms_entity e;
    ms_place at;
    ms_rc rc;
    ms_diag *d;
} un;

/* Elements whose text is one property's value. */
typedef struct field {
    const char *element;
    ms_str prop;
} field;

#define PROP(s)            \
    {                      \
        (s), sizeof(s) - 1 \
    }

/* The UN numbers the parts of a name and does not say which is the family's:
 * FollowTheMoney's four part properties hold them in their order. */
static const field name_parts[] = {
    {"FIRST_NAME", PROP("firstName")},
    {"SECOND_NAME", PROP("secondName")},
    {"THIRD_NAME", PROP("middleName")},
    {"FOURTH_NAME", PROP("lastName")},
};

static const field entry_fields[] = {
    {"NATIONALITY2", PROP("nationality")},
    {"COMMENTS1", PROP("notes")},
    {"UN_LIST_TYPE", PROP("program")},
};

/* Elements with VALUE children. */
static const field value_lists[] = {
    {"TITLE", PROP("title")},
    {"DESIGNATION", PROP("position")},
    {"NATIONALITY", PROP("nationality")},
    {"LAST_DAY_UPDATED", PROP("modifiedAt")},
};

static const field document_fields[] = {
    {"TYPE_OF_DOCUMENT", PROP("type")},
    {"TYPE_OF_DOCUMENT2", PROP("type")},
    {"NOTE", PROP("summary")},
};

static const field address_fields[] = {
    {"STREET", PROP("street")},        {"CITY", PROP("city")},
    {"STATE_PROVINCE", PROP("state")}, {"ZIP_CODE", PROP("postalCode")},
    {"NOTE", PROP("remarks")},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The cleaned text of child `name`; "" without one or when it is the default of the
 * schema, "na". */
static ms_str take(un *u, ms_xml_node *n, const char *name)
{
    ms_str s = ms_un_clean(ms_xml_take(n, name), u->a);
    if (!s.p && !u->rc) u->rc = MS_ENOMEM;
    if (!ms_str_eq(s, MS_STR("na"))) return s;
    ms_rc rc = ms_reader_unmapped(u->r, ms_str_z(name), s);
    if (rc && !u->rc) u->rc = rc;
    return (ms_str){"", 0};
}

static ms_str textf(un *u, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static ms_str textf(un *u, const char *fmt, ...)
{
    va_list ap;
    char *p = NULL;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0) p = ms_arena_alloc(u->a, (size_t)n + 1);
    if (!p) {
        if (!u->rc) u->rc = MS_ENOMEM;
        return (ms_str){"", 0};
    }
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (ms_str){p, (size_t)n};
}

static void add_to(un *u, ms_entity *e, ms_str prop, ms_str value, ms_place at)
{
    if (!u->rc && value.n) u->rc = ms_reader_value(u->r, e, prop, value, at);
}

/* Adds the countries of `text`.  Beside names the list writes "Bahrain (citizenship
 * revoked in Jan. 2015)" and "Sudan/South Sudan": what is left without parentheses
 * and between slashes counts, and a note keeps the whole. */
static void add_country(un *u, ms_entity *e, ms_str prop, ms_str text, ms_place at)
{
    ms_str clean, whole = text;
    bool found = false;
    if (!text.n ||
        ms_value_clean(MS_TYPE_COUNTRY, MS_ID_ANY, text, u->a, &clean) != MS_EVALUE) {
        add_to(u, e, prop, text, at);
        return;
    }
    const char *paren = memchr(text.p, '(', text.n);
    if (paren) text.n = (size_t)(paren - text.p);
    for (size_t i = 0, begin = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '/') continue;
        ms_str part = ms_str_trim((ms_str){text.p + begin, i - begin});
        if (part.n > 3 && memcmp(part.p, "or ", 3) == 0)
            part = (ms_str){part.p + 3, part.n - 3};
        begin = i + 1;
        if (ms_value_clean(MS_TYPE_COUNTRY, MS_ID_ANY, part, u->a, &clean)) continue;
        add_to(u, e, prop, part, at);
        found = true;
    }
    if (!found) add_to(u, e, prop, whole, at);
    else if (e == &u->e)
        add_to(u, e, MS_STR("notes"), textf(u, "%.*s: %.*s", MS_FMT(prop), MS_FMT(whole)), at);
}

/* `s` without the time zone that xs:date allows: "2015-07-01-04:00". */
static ms_str day(ms_str s)
{
    bool zone = s.n > 10 && s.p[4] == '-' && s.p[7] == '-' && strchr("+-Z", s.p[10]);
    return zone ? (ms_str){s.p, 10} : s;
}

static void add(un *u, const char *prop, ms_str value)
{
    add_to(u, &u->e, ms_str_z(prop), value, u->at);
}

/* `a` and `b` with `sep` between them where both say something different. */
static ms_str join(un *u, ms_str a, const char *sep, ms_str b)
{
    if (!a.n || ms_str_eq(a, b)) return b;
    return b.n ? textf(u, "%.*s%s%.*s", MS_FMT(a), sep, MS_FMT(b)) : a;
}

/* A note of the entry about one of its facts: `what "which": text`. */
static void note(un *u, const char *what, ms_str which, ms_str text)
{
    if (!text.n) return;
    add(u, "notes",
        which.n ? textf(u, "%s \"%.*s\": %.*s", what, MS_FMT(which), MS_FMT(text))
                : textf(u, "%s: %.*s", what, MS_FMT(text)));
}

/* Names. */

/* Adds a name; an organisation's "X (Y)" also as X and as its abbreviation Y, and
 * "X / Y" also as X and as Y. */
static void add_name(un *u, const char *prop, ms_str name)
{
    ms_str full, acronym;
    add(u, prop, name);
    if (!ms_str_eq(u->e.schema_name, MS_STR("Organization"))) return;
    const char *other = strcmp(prop, "name") == 0 ? "alias" : prop;
    const char *slash = name.n ? memmem(name.p, name.n, " / ", 3) : NULL;
    if (ms_un_acronym(name, &full, &acronym)) {
        add(u, other, full);
        add(u, "abbreviation", acronym);
    } else if (slash) {
        size_t n = (size_t)(slash - name.p);
        add(u, other, (ms_str){name.p, n});
        add(u, other, (ms_str){slash + 3, name.n - n - 3});
    }
}

static void add_names(un *u, const char *prop, const ms_un_names *names)
{
    if (names->nomem && !u->rc) u->rc = MS_ENOMEM;
    for (uint32_t i = 0; i < names->n; i++)
        add_name(u, names->previous ? "previousName" : prop, names->v[i]);
}

/* The entry's own names. */
static void own_names(un *u)
{
    bool person = !ms_str_eq(u->e.schema_name, MS_STR("Organization"));
    ms_str name = {"", 0};
    for (size_t i = 0; i < COUNT(name_parts); i++) {
        ms_str part = take(u, u->entry, name_parts[i].element);
        if (person) add_to(u, &u->e, name_parts[i].prop, part, u->at);
        /* Not join(): a part may be the same as the name before it. */
        if (part.n) name = name.n ? textf(u, "%.*s %.*s", MS_FMT(name), MS_FMT(part)) : part;
    }
    if (person) {
        add(u, "name", name);
    } else {
        ms_un_names names = {.a = u->a};
        ms_un_split(&names, name);
        add_names(u, "name", &names);
        note(u, "Name", (ms_str){"", 0}, names.remark);
        if (names.more) note(u, "Name", (ms_str){"", 0}, name);
    }
    ms_un_names script = {.a = u->a};
    ms_un_split(&script, take(u, u->entry, "NAME_ORIGINAL_SCRIPT"));
    add_names(u, "name", &script);
    note(u, "Name in original script", (ms_str){"", 0}, script.remark);
}

static void add_date(un *u, const char *prop, ms_date d)
{
    char buf[MS_DATE_MAX];
    if (d.year) add(u, prop, (ms_str){buf, ms_date_print(d, buf)});
}

/* Where the bearer of an alias is said to be born. */
static ms_str alias_birth(un *u, ms_xml_node *n)
{
    ms_str date = day(take(u, n, "DATE_OF_BIRTH"));
    ms_str country = take(u, n, "COUNTRY_OF_BIRTH");
    ms_str city = take(u, n, "CITY_OF_BIRTH"), place = join(u, city, ", ", country);
    add(u, "birthDate", date);
    if (city.n) add(u, "birthPlace", place);
    add_country(u, &u->e, MS_STR("birthCountry"), country, u->at);
    if (!date.n && !place.n) return place;
    return place.n
               ? textf(u, "born %.*s%sin %.*s", MS_FMT(date), date.n ? " " : "", MS_FMT(place))
               : textf(u, "born %.*s", MS_FMT(date));
}

/* The property of an alias by its QUALITY; what is none of the known words is
 * counted as unmapped, and the alias taken as a good one. */
static const char *quality(un *u, ms_xml_node *n)
{
    static const struct {
        const char *quality, *prop;
    } known[] = {{"Good", "alias"},
                 {"a.k.a.", "alias"},
                 {"", "alias"},
                 {"Low", "weakAlias"},
                 {"f.k.a.", "previousName"}};
    ms_str q = take(u, n, "QUALITY");
    for (size_t i = 0; i < COUNT(known); i++)
        if (ms_str_eq(q, ms_str_z(known[i].quality))) return known[i].prop;
    ms_rc rc = ms_reader_unmapped(u->r, MS_STR("QUALITY"), q);
    if (rc && !u->rc) u->rc = rc;
    return "alias";
}

static void alias(un *u, ms_xml_node *n)
{
    const char *prop = quality(u, n);
    ms_str name = take(u, n, "ALIAS_NAME"), said = take(u, n, "NOTE");
    ms_un_names names = {.a = u->a}, noted = {.a = u->a};
    ms_un_split(&names, name);
    names.previous |= ms_un_previous(said);
    ms_un_note_names(&noted, name, said);
    add_names(u, prop, &names);
    add_names(u, prop, &noted);
    ms_date born[BIRTHS_MAX];
    ms_str both = join(u, names.remark, "; ", said);
    for (unsigned i = 0, k = ms_un_births(both, born, BIRTHS_MAX); i < k; i++)
        add_date(u, "birthDate", born[i]);
    add(u, "passportNumber", ms_un_passport_in(both));
    if (names.more) both = join(u, both, "; ", name);
    ms_str birth = alias_birth(u, n);
    note(u, "Alias", names.n ? names.v[0] : name, join(u, both, "; ", birth));
}

/* Birth. */

/* Every year from `a` to `b`, where that says more than nothing. */
static void birth_years(un *u, ms_str a, ms_str b)
{
    ms_date x = {0}, y = {0};
    if (ms_date_parse(a, &x) || ms_date_parse(b, &y) || x.month || y.month || y.year < x.year) {
        add(u, "birthDate", textf(u, "between %.*s and %.*s", MS_FMT(a), MS_FMT(b)));
        return;
    }
    if (y.year - x.year > RANGE_MAX) return;
    for (ms_date d = x; d.year <= y.year; d.year++) add_date(u, "birthDate", d);
}

/* A DATE or YEAR; approximate ones count to the year. */
static void birth_value(un *u, ms_str text, bool approximate)
{
    ms_date d;
    if (approximate && ms_date_parse(text, &d) == MS_OK)
        add_date(u, "birthDate", (ms_date){.year = d.year});
    else add(u, "birthDate", text);
}

static void birth_date(un *u, ms_xml_node *n)
{
    ms_str type = take(u, n, "TYPE_OF_DATE"), said = take(u, n, "NOTE"), which = {"", 0};
    ms_str date = day(take(u, n, "DATE")), year = take(u, n, "YEAR");
    ms_str a = take(u, n, "FROM_YEAR"), b = take(u, n, "TO_YEAR");
    bool approximate = ms_str_eq(type, MS_STR("APPROXIMATELY"));
    bool known =
        approximate || ms_str_eq(type, MS_STR("EXACT")) || ms_str_eq(type, MS_STR("BETWEEN"));
    if (date.n || year.n) {
        which = date.n ? date : year;
        /* YEAR 1958 with the note "Sep." is September 1958. */
        ms_date d = ms_un_note_date(textf(u, "%.*s %.*s", MS_FMT(said), MS_FMT(year)));
        if (!date.n && said.n && d.month) add_date(u, "birthDate", d);
        else birth_value(u, which, approximate);
    }
    if (a.n && b.n) birth_years(u, a, b);
    if (a.n || b.n) which = textf(u, "between %.*s and %.*s", MS_FMT(a), MS_FMT(b));
    if (!which.n) add_date(u, "birthDate", ms_un_note_date(said));
    if (approximate) said = join(u, MS_STR("approximately"), "; ", said);
    if (type.n && !known) said = join(u, type, "; ", said);
    if (a.n || b.n) note(u, "Birth date", (ms_str){"", 0}, join(u, which, "; ", said));
    else note(u, "Birth date", which, said);
}

static void birth_place(un *u, ms_xml_node *n)
{
    static const char *const parts[] = {"STREET", "CITY", "STATE_PROVINCE", "COUNTRY"};
    ms_str place = {"", 0}, part = place, said = take(u, n, "NOTE");
    ms_str country = take(u, n, "COUNTRY");
    for (size_t i = 0; i < COUNT(parts); i++) {
        ms_str next = take(u, n, parts[i]);
        if (!ms_str_eq(next, part)) place = join(u, place, ", ", next);
        if (next.n) part = next;
    }
    add_country(u, &u->e, MS_STR("birthCountry"), country, u->at);
    if (!ms_str_eq(place, country)) add(u, "birthPlace", place);
    if (!place.n) add(u, "birthPlace", said);
    note(u, "Birth place", place, said);
}

/* Documents. */

/* What a document is, read before the entities are made. */
typedef struct document {
    ms_str type, number, printed, country, place, date, said;
    bool passport;
} document;

static bool says_passport(ms_str s)
{
    static const char *const words[] = {"assport", "ASSPORT", "asaporte", "asseport"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (s.n && memmem(s.p, s.n, words[i], strlen(words[i]))) return true;
    return false;
}

/* Reads a document; false when the element is empty. */
static bool read_document(un *u, ms_xml_node *n, document *out)
{
    *out = (document){.printed = take(u, n, "NUMBER"),
                      .said = take(u, n, "NOTE"),
                      .date = day(take(u, n, "DATE_OF_ISSUE"))};
    ms_str type = take(u, n, "TYPE_OF_DOCUMENT"), type2 = take(u, n, "TYPE_OF_DOCUMENT2");
    ms_str issuer = take(u, n, "ISSUING_COUNTRY"), where = take(u, n, "COUNTRY_OF_ISSUE");
    out->place = join(u, take(u, n, "CITY_OF_ISSUE"), ", ", where);
    out->country = issuer.n ? issuer : where;
    out->type = type2.n && !ms_str_eq(type, type2) ? type2 : type;
    out->passport = says_passport(type) || says_passport(type2) || says_passport(out->printed);
    if (out->printed.n) out->number = ms_un_number(out->printed);
    if (!out->number.n) out->number = ms_un_number_in(type2);
    if (!out->number.n) out->number = ms_un_number_in(out->said);
    return out->type.n || out->number.n || out->country.n || out->said.n || out->place.n ||
           out->date.n;
}

/* What the entry itself holds of a document. */
static void own_document(un *u, const document *k)
{
    add(u, k->passport ? "passportNumber" : "idNumber", k->number);
    ms_str name = ms_un_used_name(k->said), text = k->said;
    ms_un_names script = {.a = u->a};
    ms_un_note_names(&script, MS_STR("x"), k->said);
    add(u, "alias", name);
    add_names(u, "alias", &script);
    if (!ms_str_eq(k->number, k->printed)) text = join(u, k->printed, "; ", text);
    if (k->date.n) text = join(u, textf(u, "issued %.*s", MS_FMT(k->date)), "; ", text);
    if (k->place.n && !ms_str_eq(k->place, k->country))
        text = join(u, textf(u, "issued in %.*s", MS_FMT(k->place)), "; ", text);
    if (k->country.n) text = join(u, textf(u, "of %.*s", MS_FMT(k->country)), "; ", text);
    if (!says_passport(k->type) || !k->number.n) text = join(u, k->type, "; ", text);
    note(u, k->passport ? "Passport" : "Document", k->number, text);
}

/* Gives a satellite of the entry to the caller. */
static void give(un *u, ms_entity *e, ms_place at)
{
    bool taken;
    if (!u->rc) u->rc = ms_reader_take(u->r, e, at, &taken, u->d);
}

static void give_document(un *u, ms_xml_node *n, unsigned number)
{
    document k;
    read_document(u, n, &k);
    ms_entity e = ms_entity_make(u->a, textf(u, "%.*s-doc-%u", MS_FMT(u->e.id), number),
                                 k.passport ? MS_STR("Passport") : MS_STR("Identification"));
    if ((!e.id.p || !e.schema_name.p) && !u->rc) u->rc = MS_ENOMEM;
    add_to(u, &e, MS_STR("holder"), u->e.id, n->at);
    add_to(u, &e, MS_STR("number"), k.number, n->at);
    if (k.passport) add_to(u, &e, MS_STR("passportNumber"), k.number, n->at);
    for (size_t i = 0; i < COUNT(document_fields); i++)
        add_to(u, &e, document_fields[i].prop, take(u, n, document_fields[i].element), n->at);
    add_to(u, &e, MS_STR("startDate"), k.date, n->at);
    add_country(u, &e, MS_STR("country"), k.country, n->at);
    add_to(u, &e, MS_STR("authority"), k.place, n->at);
    if (!ms_str_eq(k.number, k.printed)) add_to(u, &e, MS_STR("summary"), k.printed, n->at);
    give(u, &e, n->at);
}

/* Addresses. */

/* The address in one line; "" when it has nothing but a note. */
static ms_str full_address(un *u, ms_xml_node *n)
{
    static const char *const parts[] = {"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE",
                                        "COUNTRY"};
    ms_str full = {"", 0};
    for (size_t i = 0; i < COUNT(parts); i++) full = join(u, full, ", ", take(u, n, parts[i]));
    return full;
}

static void own_address(un *u, ms_xml_node *n, unsigned number)
{
    ms_str full = full_address(u, n), country = take(u, n, "COUNTRY");
    if (!ms_str_eq(full, country)) add(u, "address", full);
    add_country(u, &u->e, MS_STR("country"), country, u->at);
    add(u, "addressEntity", textf(u, "%.*s-addr-%u", MS_FMT(u->e.id), number));
    note(u, "Address", full, take(u, n, "NOTE"));
}

static void give_address(un *u, ms_xml_node *n, unsigned number)
{
    ms_entity e = ms_entity_make(u->a, textf(u, "%.*s-addr-%u", MS_FMT(u->e.id), number),
                                 MS_STR("Address"));
    if ((!e.id.p || !e.schema_name.p) && !u->rc) u->rc = MS_ENOMEM;
    add_to(u, &e, MS_STR("full"), full_address(u, n), n->at);
    for (size_t i = 0; i < COUNT(address_fields); i++)
        add_to(u, &e, address_fields[i].prop, take(u, n, address_fields[i].element), n->at);
    add_country(u, &e, MS_STR("country"), take(u, n, "COUNTRY"), n->at);
    give(u, &e, n->at);
}

/* The entry. */

static void values(un *u, const field *f)
{
    for (ms_xml_node *n = u->entry->child; n; n = n->next) {
        if (!ms_str_eq(n->name, ms_str_z(f->element))) continue;
        for (ms_xml_node *v = n->child; v; v = v->next) {
            if (!ms_str_eq(v->name, MS_STR("VALUE"))) continue;
            v->used = true;
            ms_str s = ms_un_clean(v->text, u->a);
            if (!s.p) u->rc = MS_ENOMEM;
            if (ms_str_eq(s, MS_STR("na"))) v->used = false;
            else if (ms_str_eq(f->prop, MS_STR("nationality")))
                add_country(u, &u->e, f->prop, s, v->at);
            else add_to(u, &u->e, f->prop, day(s), v->at);
        }
    }
}

static void gender(un *u)
{
    ms_str given = take(u, u->entry, "GENDER");
    ms_str said = ms_un_gender(take(u, u->entry, "COMMENTS1"));
    if (ms_str_eq(given, MS_STR("Unknown"))) {
        ms_rc rc = ms_reader_unmapped(u->r, MS_STR("GENDER"), given);
        if (rc && !u->rc) u->rc = rc;
        given.n = 0;
    }
    add(u, "gender", given);
    add(u, "gender", said);
}

static void give_sanction(un *u)
{
    ms_xml_node *n = u->entry;
    ms_entity e =
        ms_entity_make(u->a, textf(u, "%.*s-sanction", MS_FMT(u->e.id)), MS_STR("Sanction"));
    if ((!e.id.p || !e.schema_name.p) && !u->rc) u->rc = MS_ENOMEM;
    ms_str reference = take(u, n, "REFERENCE_NUMBER");
    add_to(u, &e, MS_STR("entity"), u->e.id, n->at);
    add_to(u, &e, MS_STR("authority"), MS_STR("United Nations Security Council"), n->at);
    add_to(u, &e, MS_STR("authorityId"), reference, n->at);
    add_to(u, &e, MS_STR("unscId"), reference, n->at);
    add_to(u, &e, MS_STR("program"), take(u, n, "UN_LIST_TYPE"), n->at);
    add_to(u, &e, MS_STR("listingDate"), day(take(u, n, "LISTED_ON")), n->at);
    add_to(u, &e, MS_STR("endDate"), day(take(u, n, "DELISTED_ON")), n->at);
    const ms_prop_values *modified = ms_entity_get(&u->e, MS_STR("modifiedAt"));
    for (uint32_t i = 0; modified && i < modified->n; i++)
        add_to(u, &e, MS_STR("modifiedAt"), modified->v[i], n->at);
    ms_str by = take(u, n, "SUBMITTED_BY"), on = take(u, n, "SUBMITTED_ON");
    if (by.n)
        add_to(u, &e, MS_STR("summary"), textf(u, "submitted by %.*s", MS_FMT(by)), n->at);
    if (on.n)
        add_to(u, &e, MS_STR("summary"), textf(u, "submitted on %.*s", MS_FMT(on)), n->at);
    give(u, &e, n->at);
}

/* `<list>-<DATAID>`; without a DATAID (its default is 000000) the reference number
 * stands for it.  Stays empty without both. */
static void make_id(un *u)
{
    ms_str id = take(u, u->entry, "DATAID");
    if (!id.n || ms_str_eq(id, MS_STR("000000"))) id = take(u, u->entry, "REFERENCE_NUMBER");
    if (id.n) u->e.id = textf(u, "%.*s-%.*s", MS_FMT(u->r->o->list), MS_FMT(id));
}

/* The kinds of repeated elements; `each` gets those that say something. */
typedef void (*each_fn)(un *u, ms_xml_node *n, unsigned number);

static bool says(const ms_xml_node *n)
{
    for (const ms_xml_node *c = n->child; c; c = c->next)
        if (c->text.n && !ms_str_eq(c->name, MS_STR("QUALITY")) &&
            !ms_str_eq(c->name, MS_STR("TYPE_OF_DATE")))
            return true;
    return false;
}

static void each(un *u, const char *kind, each_fn fn)
{
    unsigned number = 0;
    for (int person = 1; person >= 0; person--) {
        char name[48];
        snprintf(name, sizeof name, "%s_%s", person ? "INDIVIDUAL" : "ENTITY", kind);
        for (ms_xml_node *n = ms_xml_child(u->entry, name, NULL); n && !u->rc;
             n = ms_xml_child(u->entry, name, n)) {
            u->at = n->at;
            if (says(n)) fn(u, n, ++number);
        }
    }
    u->at = u->entry->at;
}

static void each_alias(un *u, ms_xml_node *n, unsigned number)
{
    (void)number;
    alias(u, n);
}

static void each_birth_date(un *u, ms_xml_node *n, unsigned number)
{
    (void)number;
    birth_date(u, n);
}

static void each_birth_place(un *u, ms_xml_node *n, unsigned number)
{
    (void)number;
    birth_place(u, n);
}

static void each_document(un *u, ms_xml_node *n, unsigned number)
{
    (void)number;
    document k;
    if (read_document(u, n, &k)) own_document(u, &k);
}

/* The entry itself. */
static void build(un *u)
{
    make_id(u);
    own_names(u);
    each(u, "ALIAS", each_alias);
    gender(u);
    each(u, "DATE_OF_BIRTH", each_birth_date);
    each(u, "PLACE_OF_BIRTH", each_birth_place);
    each(u, "DOCUMENT", each_document);
    for (size_t i = 0; i < COUNT(value_lists); i++) values(u, &value_lists[i]);
    for (size_t i = 0; i < COUNT(entry_fields); i++)
        add_to(u, &u->e, entry_fields[i].prop, take(u, u->entry, entry_fields[i].element),
               u->at);
    if (!take(u, u->entry, "DELISTED_ON").n) add(u, "topics", MS_STR("sanction"));
    ms_str on = day(take(u, u->entry, "LISTED_ON"));
    ms_str listed = on.n ? textf(u, ", listed %.*s", MS_FMT(on)) : on;
    add(u, "summary",
        textf(u, "United Nations Security Council %.*s%.*s",
              MS_FMT(take(u, u->entry, "REFERENCE_NUMBER")), MS_FMT(listed)));
    if (!u->rc && !u->e.id.n) u->rc = ms_reader_hash_id(u->r, &u->e);
    each(u, "ADDRESS", own_address);
}

static ms_rc entry(void *ctx, ms_xml_node *n, ms_diag *d)
{
    ms_reader *r = ctx;
    bool person = ms_str_eq(n->name, MS_STR("INDIVIDUAL"));
    if (!person && !ms_str_eq(n->name, MS_STR("ENTITY")))
        return ms_xml_unmapped(r, n, (ms_str){"", 0});
    un u = {.r = r, .entry = n, .a = r->arena, .at = n->at, .d = d};
    u.e = ms_entity_make(u.a, (ms_str){"", 0},
                         person ? MS_STR("Person") : MS_STR("Organization"));
    if (!u.e.id.p || !u.e.schema_name.p) u.rc = MS_ENOMEM;
    build(&u);
    if (u.rc == MS_ELIMIT) {
        ms_diag why;
        ms_fail(&why, MS_ELIMIT, n->at.line, n->at.at, "more than %d values",
                MS_ENTITY_VALUES_MAX);
        return ms_reader_aside(r, &why, u.e.id, true);
    }
    bool taken = false;
    if (!u.rc) u.rc = ms_reader_take(r, &u.e, n->at, &taken, d);
    if (taken) {
        give_sanction(&u);
        each(&u, "DOCUMENT", give_document);
        each(&u, "ADDRESS", give_address);
    }
    if (!u.rc) u.rc = ms_xml_unmapped(r, n, (ms_str){"", 0});
    return u.rc && d && !d->rc ? ms_fail(d, u.rc, n->at.line, n->at.at, "%s", ms_rc_text(u.rc))
                               : u.rc;
}

static ms_rc root(void *ctx, ms_xml_node *n, ms_diag *d)
{
    ms_reader *r = ctx;
    if (!ms_str_eq(n->name, MS_STR("CONSOLIDATED_LIST")))
        return ms_fail(d, MS_EFORMAT, n->at.line, n->at.at,
                       "<CONSOLIDATED_LIST> expected, not <%.*s>", MS_FMT(n->name));
    ms_str version = ms_xml_take(n, "@dateGenerated");
    r->report->version = ms_arena_str(r->report->arena, version);
    if (!r->report->version.p) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory for the report");
    ms_xml_take(n, "@xmlns:xsi");
    return ms_xml_unmapped(r, n, (ms_str){"", 0});
}

ms_rc ms_read_un_xml(ms_reader *r, ms_diag *d)
{
    static const char *const records[] = {"INDIVIDUALS/INDIVIDUAL", "ENTITIES/ENTITY", NULL};
    return ms_xml_read(r, records, root, entry, r, d);
}
