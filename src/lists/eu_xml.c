/* The consolidated financial sanctions list of the European Union, XML 1.1: a tree of
 * attributes, each fact with the regulation that put it there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lists/names.h"
#include "lists/xml.h"

static const char *const records[] = {"sanctionEntity", NULL};

static ms_str get(ms_entry *x, ms_xml_node *n, const char *attribute)
{
    return ms_entry_take(x, n, attribute);
}

static bool is_true(ms_xml_node *n, const char *attribute)
{
    return ms_str_eq(ms_xml_take(n, attribute), MS_STR("true"));
}

/* The country's code; "00" means that it is not known. */
static ms_str country_of(ms_entry *x, ms_xml_node *n)
{
    ms_str code = get(x, n, "@countryIso2Code"), name = get(x, n, "@countryDescription");
    if (ms_str_eq(code, MS_STR("00"))) return MS_STR("");
    return code.n ? code : name;
}

/* What each fact says of the law behind it, and its remarks. */
static ms_str housekeeping(ms_entry *x, ms_xml_node *n)
{
    ms_str remarks = MS_STR("");
    ms_xml_take(n, "@regulationLanguage");
    ms_xml_take(n, "@logicalId");
    for (ms_xml_node *c = n->child; c; c = c->next) {
        if (ms_str_eq(c->name, MS_STR("regulationSummary"))) ms_xml_use(c);
        if (!ms_str_eq(c->name, MS_STR("remark"))) continue;
        c->used = true;
        remarks = ms_entry_join(x, remarks, "; ", ms_entry_clean(x, c->text));
    }
    return remarks;
}

static bool says(ms_str s, const char *words)
{
    size_t n = strlen(words);
    for (size_t i = 0; i + n <= s.n; i++)
        if (!strncasecmp(s.p + i, words, n)) return true;
    return false;
}

static void add_name(ms_entry *x, ms_xml_node *n, bool first, bool person)
{
    ms_str name = get(x, n, "@wholeName"), remarks = housekeeping(x, n);
    bool strong = is_true(n, "@strong") && !says(remarks, "low quality");
    ms_xml_take(n, "@nameLanguage");
    ms_entry_add(x, first ? "name" : !strong ? "weakAlias" : "alias", name);
    ms_entry_note(x, "Name", name, remarks);
    ms_str given = get(x, n, "@firstName"), middle = get(x, n, "@middleName");
    ms_str last = get(x, n, "@lastName"), function = get(x, n, "@function");
    if (first && person) {
        ms_entry_add(x, "firstName", given);
        ms_entry_add(x, "middleName", middle);
        ms_entry_add(x, "lastName", last);
    }
    ms_entry_add_or_note(x, "title", "Title", get(x, n, "@title"));
    ms_entry_add_or_note(x, "position", "Function", function);
    ms_entry_add_or_note(x, "gender", "Gender", get(x, n, "@gender"));
}

/* The first strong name is the entity's name; without one, the first of all. */
static void add_names(ms_entry *x, ms_xml_node *n, bool person)
{
    ms_xml_node *first = NULL, *a = NULL;
    while (!first && (a = ms_xml_child(n, "nameAlias", a))) {
        const ms_xml_node *strong = ms_xml_child(a, "@strong", NULL);
        const ms_xml_node *name = ms_xml_child(a, "@wholeName", NULL);
        if (name && name->text.n && (!strong || ms_str_eq(strong->text, MS_STR("true"))))
            first = a;
    }
    if (!first) first = ms_xml_child(n, "nameAlias", NULL);
    for (a = NULL; (a = ms_xml_child(n, "nameAlias", a));) add_name(x, a, a == first, person);
}

static unsigned number(ms_str s)
{
    unsigned v = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < 100000; i++)
        v = v * 10 + (unsigned)(s.p[i] - '0');
    return v;
}

static void add_birth(ms_entry *x, ms_xml_node *n, bool person)
{
    ms_str date = get(x, n, "@birthdate"), remarks = housekeeping(x, n);
    ms_str day = get(x, n, "@dayOfMonth"), month = get(x, n, "@monthOfYear");
    ms_str year = get(x, n, "@year"), calendar = get(x, n, "@calendarType");
    unsigned from = number(get(x, n, "@yearRangeFrom")), to = number(get(x, n, "@yearRangeTo"));
    bool circa = is_true(n, "@circa");
    if (!date.n && year.n) {
        date = year;
        if (month.n) date = ms_entry_f(x, "%.*s-%02u", MS_FMT(year), number(month));
        if (month.n && day.n) date = ms_entry_f(x, "%.*s-%02u", MS_FMT(date), number(day));
    }
    if (calendar.n && !ms_str_eq(calendar, MS_STR("GREGORIAN")))
        ms_entry_note(x, "Birth date", calendar, date);
    else if (!person) ms_entry_note(x, "Date", MS_STR(""), date);
    else if (from && to) ms_entry_birth_years(x, from, to);
    else if (date.n)
        ms_entry_birth(x, circa ? ms_entry_f(x, "circa %.*s", MS_FMT(date)) : date);
    ms_str place = ms_entry_join(x, get(x, n, "@place"), ", ", get(x, n, "@city"));
    place = ms_entry_join(x, place, ", ", get(x, n, "@zipCode"));
    place = ms_entry_join(x, place, ", ", get(x, n, "@region"));
    ms_entry_add_or_note(x, "birthPlace", "Place", place);
    ms_entry_add_or_note(x, "birthCountry", "Country", country_of(x, n));
    ms_entry_note(x, "Birth date", date, remarks);
}

static void add_citizenship(ms_entry *x, ms_xml_node *n, bool person)
{
    ms_str country = country_of(x, n), remarks = housekeeping(x, n);
    ms_entry_add(x, person ? "citizenship" : "country", country);
    ms_entry_note(x, "Citizenship", country,
                  ms_entry_join(x, get(x, n, "@region"), "; ", remarks));
}

/* The flags of a document that are set. */
static ms_str flags(ms_entry *x, ms_xml_node *n, ms_str said)
{
    static const char *const names[][2] = {{"@diplomatic", "diplomatic"},
                                           {"@knownExpired", "known to have expired"},
                                           {"@knownFalse", "known to be false"},
                                           {"@reportedLost", "reported lost"},
                                           {"@revokedByIssuer", "revoked by its issuer"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_true(n, names[i][0])) said = ms_entry_join(x, said, "; ", ms_str_z(names[i][1]));
    return said;
}

static void add_identification(ms_entry *x, ms_xml_node *n, bool person)
{
    ms_str code = get(x, n, "@identificationTypeCode"), said = housekeeping(x, n);
    ms_str numbers[2] = {get(x, n, "@number"), get(x, n, "@latinNumber")};
    const char *own = ms_str_eq(code, MS_STR("imo"))        ? "imoNumber"
                      : ms_str_eq(code, MS_STR("swiftbic")) ? "swiftBic"
                      : ms_str_eq(code, MS_STR("ssn"))      ? "socialSecurityNumber"
                      : person                              ? NULL
                                                            : "registrationNumber";
    bool passport = ms_str_eq(code, MS_STR("passport"));
    said = flags(x, n, said);
    said = ms_entry_join(x, said, "; ", get(x, n, "@nameOnDocument"));
    said = ms_entry_join(x, said, "; ", get(x, n, "@region"));
    ms_entity *s = ms_entry_satellite(x, "doc", false, passport ? "Passport" : "Identification",
                                      "holder", NULL);
    for (unsigned i = 0; i < 2; i++) {
        ms_entry_add_to(x, s, "number", numbers[i]);
        if (own) ms_entry_add_or_note(x, own, "Number", numbers[i]);
        if (person) ms_entry_add(x, passport ? "passportNumber" : "idNumber", numbers[i]);
    }
    ms_entry_add_to(x, s, "type", get(x, n, "@identificationTypeDescription"));
    ms_entry_add_to(x, s, "country", country_of(x, n));
    ms_entry_add_to(x, s, "authority", get(x, n, "@issuedBy"));
    ms_entry_add_to(x, s, "startDate", get(x, n, "@issueDate"));
    ms_entry_add_to(x, s, "startDate", get(x, n, "@validFrom"));
    ms_entry_add_to(x, s, "endDate", get(x, n, "@validTo"));
    ms_entry_add_to(x, s, "summary", said);
}

static void add_contact(ms_entry *x, ms_xml_node *n)
{
    ms_str key = get(x, n, "@key"), all = get(x, n, "@value"), part, value;
    const char *prop = ms_str_eq(key, MS_STR("PHONE"))   ? "phone"
                       : ms_str_eq(key, MS_STR("EMAIL")) ? "email"
                       : ms_str_eq(key, MS_STR("WEB"))   ? "website"
                                                         : NULL;
    if (!prop) ms_entry_note(x, "Fax", MS_STR(""), all);
    while (prop && ms_next_piece(&all, ";", &part))
        while (ms_next_piece(&part, "and ", &value))
            ms_entry_add_or_note(x, prop, "Contact", value);
}

static void add_address(ms_entry *x, ms_xml_node *n)
{
    ms_str street = get(x, n, "@street"), box = get(x, n, "@poBox"),
           zip = get(x, n, "@zipCode");
    ms_str city = get(x, n, "@city"), place = get(x, n, "@place"),
           region = get(x, n, "@region");
    const ms_xml_node *name = ms_xml_child(n, "@countryDescription", NULL);
    ms_str country = country_of(x, n), remarks = housekeeping(x, n), full;
    full = ms_entry_join(x, street, ", ", box);
    full = ms_entry_join(x, full, ", ", place);
    full = ms_entry_join(x, full, ", ", ms_entry_join(x, zip, " ", city));
    full = ms_entry_join(x, full, ", ", region);
    if (country.n && name) full = ms_entry_join(x, full, ", ", ms_entry_clean(x, name->text));
    for (ms_xml_node *c = NULL; (c = ms_xml_child(n, "contactInfo", c));) add_contact(x, c);
    if (is_true(n, "@asAtListingTime"))
        remarks = ms_entry_join(x, remarks, "; ", MS_STR("at the time of listing"));
    if (!full.n) {
        ms_entry_note(x, "Address", MS_STR(""), remarks);
        return;
    }
    ms_entity *s = ms_entry_address(x, full, country);
    ms_entry_add_to(x, s, "street", street);
    ms_entry_add_to(x, s, "postOfficeBox", box);
    ms_entry_add_to(x, s, "postalCode", zip);
    ms_entry_add_to(x, s, "city", city);
    ms_entry_add_to(x, s, "region", region);
    ms_entry_add_to(x, s, "remarks", remarks);
}

static void add_regulation(ms_entry *x, ms_entity *s, ms_xml_node *n)
{
    ms_xml_take(n, "@logicalId");
    ms_xml_take(n, "@organisationType");
    ms_xml_take(n, "@regulationType");
    ms_entry_add_to(x, s, "program", get(x, n, "@programme"));
    ms_entry_add_to(x, s, "provisions", get(x, n, "@numberTitle"));
    ms_entry_add_to(x, s, "listingDate", get(x, n, "@publicationDate"));
    ms_entry_add_to(x, s, "startDate", get(x, n, "@entryIntoForceDate"));
    ms_entry_add_to(x, s, "sourceUrl", get(x, n, "publicationUrl"));
}

static void add_sanction(ms_entry *x, ms_xml_node *n)
{
    ms_entity *s = ms_entry_sanction(x, "European Union");
    ms_str remarks = housekeeping(x, n);
    ms_entry_add(x, "topics", MS_STR("sanction"));
    ms_entry_add(x, "notes", remarks);
    ms_entry_add_to(x, s, "authorityId", get(x, n, "@euReferenceNumber"));
    ms_entry_add_to(x, s, "unscId", get(x, n, "@unitedNationId"));
    ms_entry_add_to(x, s, "listingDate", get(x, n, "@designationDate"));
    ms_entry_add_to(x, s, "reason", get(x, n, "@designationDetails"));
    for (ms_xml_node *c = NULL; (c = ms_xml_child(n, "regulation", c));)
        add_regulation(x, s, c);
}

static ms_rc record(void *ctx, ms_xml_node *n, ms_diag *d)
{
    static const struct {
        const char *name;
        void (*add)(ms_entry *x, ms_xml_node *n, bool person);
    } facts[] = {{"birthdate", add_birth},
                 {"citizenship", add_citizenship},
                 {"identification", add_identification}};
    ms_reader *r = ctx;
    if (!ms_str_eq(n->name, MS_STR("sanctionEntity"))) return ms_xml_unmapped(r, n, n->name);
    ms_xml_node *type = ms_xml_child(n, "subjectType", NULL);
    ms_str code = type ? ms_xml_take(type, "@classificationCode") : MS_STR("");
    bool person = ms_str_eq(code, MS_STR("P"));
    const char *schema = person                         ? "Person"
                         : ms_str_eq(code, MS_STR("E")) ? "Organization"
                                                        : "LegalEntity";
    ms_entry x = ms_entry_make(r, ms_str_trim(ms_xml_take(n, "@logicalId")), schema, n->at, d);
    if (type) ms_xml_use(type);
    add_names(&x, n, person);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        for (ms_xml_node *c = NULL; (c = ms_xml_child(n, facts[i].name, c));)
            facts[i].add(&x, c, person);
    for (ms_xml_node *c = NULL; (c = ms_xml_child(n, "address", c));) add_address(&x, c);
    add_sanction(&x, n);
    if (!x.rc) x.rc = ms_xml_unmapped(r, n, MS_STR("sanctionEntity"));
    ms_entry_end(&x);
    return ms_entry_rc(&x);
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
