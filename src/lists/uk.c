#include "lists/uk.h"

#include <strings.h>

#include "lists/uk_numbers.h"

static bool same(ms_str s, const char *z)
{
    return strlen(z) == s.n && !strncasecmp(s.p, z, s.n);
}

ms_uk ms_uk_begin(ms_reader *r, ms_str id, ms_str type, const char *authority, ms_place at,
                  ms_diag *d)
{
    static const char *const schemata[][2] = {
        {"Individual", "Person"}, {"Entity", "Organization"}, {"Ship", "Vessel"}};
    const char *schema = NULL;
    for (size_t i = 0; i < sizeof schemata / sizeof *schemata; i++)
        if (same(type, schemata[i][0])) schema = schemata[i][1];
    ms_uk u = {.x = ms_entry_make(r, id, schema ? schema : "LegalEntity", at, d),
               .person = same(type, "Individual")};
    if (!schema) ms_entry_unmapped(&u.x, "type of subject", type);
    u.sanction = ms_entry_sanction(&u.x, authority);
    ms_entry_add(&u.x, "topics", MS_STR("sanction"));
    ms_entry_add_to(&u.x, u.sanction, "country", MS_STR("gb"));
    return u;
}

/* The property of a name of kind `type`; NULL when the kind is not known. */
static const char *name_prop(ms_str type, ms_str quality)
{
    static const char *const kinds[][2] = {{"Primary name", "name"},
                                           {"Prime alias", "name"},
                                           {"", "name"},
                                           {"Primary name variation", "alias"},
                                           {"Alias", "alias"},
                                           {"AKA", "alias"},
                                           {"FKA", "previousName"}};
    bool weak = quality.n >= 3 && !strncasecmp(quality.p, "low", 3);
    const char *prop = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (same(type, kinds[i][0])) prop = kinds[i][1];
    return prop && *prop == 'a' && weak ? "weakAlias" : prop;
}

void ms_uk_name(ms_uk *u, const ms_str part[MS_UK_PARTS], ms_str type, ms_str quality)
{
    ms_entry *x = &u->x;
    const char *prop = name_prop(type, quality);
    ms_str name = MS_STR("");
    for (unsigned i = 0; i < MS_UK_PARTS; i++) name = ms_entry_words(x, name, part[i]);
    name = ms_entry_clean(x, name);
    if (!name.n) return;
    ms_entry_add(x, prop ? prop : "alias", name);
    if (!prop) ms_entry_unmapped(x, "type of name", type);
    if (!u->person || u->named || !prop || *prop != 'n') return;
    u->named = true;
    ms_entry_add(x, "firstName", ms_entry_clean(x, part[0]));
    for (unsigned i = 1; i + 1 < MS_UK_PARTS; i++)
        ms_entry_add(x, "middleName", ms_entry_clean(x, part[i]));
    ms_entry_add(x, "lastName", ms_entry_clean(x, part[MS_UK_PARTS - 1]));
}

/* "dd/mm/1965" as "00/00/1965", which is a year; any other text as it is. */
static ms_str with_zeros(ms_entry *x, ms_str s)
{
    if (s.n && *s.p == '\'') s = (ms_str){s.p + 1, s.n - 1};
    if (s.n != 10 || s.p[2] != '/' || s.p[5] != '/') return s;
    ms_str day = {s.p, 2}, month = {s.p + 3, 2};
    if (same(day, "dd")) day = MS_STR("00");
    if (same(month, "mm")) month = MS_STR("00");
    return ms_entry_f(x, "%.*s/%.*s%.*s", MS_FMT(day), MS_FMT(month), 5, s.p + 5);
}

void ms_uk_birth(ms_uk *u, ms_str text)
{
    if (u->person) ms_entry_birth(&u->x, with_zeros(&u->x, text));
    else ms_entry_note(&u->x, "Date", MS_STR(""), text);
}

void ms_uk_birth_place(ms_uk *u, ms_str town, ms_str country)
{
    ms_entry *x = &u->x;
    ms_str place = ms_entry_clean(x, ms_entry_join(x, town, ", ", country));
    ms_entry_add_or_note(x, "birthPlace", "Birth place", place);
    ms_entry_add_or_note(x, "birthCountry", "Country of birth", ms_entry_clean(x, country));
}

void ms_uk_nationality(ms_uk *u, ms_str country)
{
    ms_entry_add(&u->x, u->person ? "nationality" : "country", ms_entry_clean(&u->x, country));
}

/* The document `number` that the subject has already. */
static ms_entity *document(ms_uk *u, const char *schema, ms_str number)
{
    for (ms_satellite *s = u->x.first; s; s = s->next)
        if (ms_str_eq(s->e.schema_name, ms_str_z(schema)) &&
            ms_str_eq(ms_entity_first(&s->e, MS_STR("number")), number))
            return &s->e;
    return NULL;
}

void ms_uk_document(ms_uk *u, bool passport, ms_str number, ms_str detail)
{
    ms_entry *x = &u->x;
    const char *schema = passport ? "Passport" : "Identification";
    detail = ms_entry_clean(x, detail);
    number = ms_entry_clean(x, number);
    if (!number.n) {
        ms_entry_note(x, schema, MS_STR(""), detail);
        return;
    }
    ms_entity *e = document(u, schema, number);
    if (!e) e = ms_entry_satellite(x, "doc", false, schema, "holder", NULL);
    ms_entry_add_to(x, e, "number", number);
    ms_entry_add_to(x, e, "summary", detail);
    ms_entry_add(x,
                 !u->person ? "registrationNumber"
                 : passport ? "passportNumber"
                            : "idNumber",
                 number);
}

/* The property of the number behind `label`. */
static const char *number_prop(const ms_entry *x, ms_str label)
{
    static const char *const props[][2] = {
        {"INN", "innCode"},          {"OGRN", "ogrnCode"},    {"SWIFT", "swiftBic"},
        {"BIC", "swiftBic"},         {"USCC", "uscCode"},     {"Social Credit", "uscCode"},
        {"Legal Entity", "leiCode"}, {"VAT", "vatCode"},      {"TIN", "taxNumber"},
        {"Taxpayer", "taxNumber"},   {"Tax ID", "taxNumber"},
    };
    for (size_t i = 0; i < sizeof props / sizeof *props; i++)
        if (memmem(label.p, label.n, props[i][0], strlen(props[i][0])) &&
            ms_schema_prop(x->e.schema, ms_str_z(props[i][1])))
            return props[i][1];
    return "registrationNumber";
}

void ms_uk_registration(ms_uk *u, ms_str text)
{
    ms_entry *x = &u->x;
    ms_uk_numbers it = ms_uk_numbers_of(text);
    ms_str label, number;
    while (ms_uk_numbers_next(&it, &label, &number))
        ms_entry_add_or_note(x, number_prop(x, label), "Registration", number);
    if (!it.whole) ms_entry_note(x, "Registration", MS_STR(""), ms_entry_clean(x, text));
}

void ms_uk_address(ms_uk *u, const ms_str line[MS_UK_LINES], ms_str post_code, ms_str country)
{
    ms_entry *x = &u->x;
    ms_str full = MS_STR("");
    for (unsigned i = 0; i < MS_UK_LINES; i++) full = ms_entry_join(x, full, ", ", line[i]);
    full = ms_entry_join(x, full, ", ", post_code);
    full = ms_entry_clean(x, ms_entry_join(x, full, ", ", country));
    if (!full.n || !ms_said_new(&u->said, x, ms_entry_f(x, "at %.*s", MS_FMT(full)))) return;
    ms_entity *e = ms_entry_address(x, full, ms_entry_clean(x, country));
    ms_entry_add_to(x, e, "street", ms_entry_clean(x, line[0]));
    ms_entry_add_to(x, e, "city", ms_entry_clean(x, line[MS_UK_LINES - 1]));
    ms_entry_add_to(x, e, "postalCode", ms_entry_clean(x, post_code));
}

ms_rc ms_uk_version(ms_reader *r, ms_str s)
{
    ms_date day;
    char buf[MS_DATE_MAX];
    if (!ms_date_parse(s, &day)) s = (ms_str){buf, ms_date_print(day, buf)};
    r->report->version = ms_arena_str(r->report->arena, s);
    return r->report->version.p ? MS_OK : MS_ENOMEM;
}
