#include "lists/eu_facts.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"

/* The subject under way; `v` is the row that is read. */
typedef struct subject {
    ms_entry x;
    const ms_str *v;
    ms_entity *sanction;
    ms_ids said; /* facts so far */
    bool person;
    ms_str main; /* its name; "" once it is added */
} subject;

static bool is(ms_str s, const char *z)
{
    return ms_str_eq(s, ms_str_z(z));
}

static bool says(ms_str s, const char *words)
{
    size_t n = strlen(words);
    for (size_t i = 0; i + n <= s.n; i++)
        if (!strncasecmp(s.p + i, words, n)) return true;
    return false;
}

static ms_str get(subject *s, ms_eu_field f)
{
    return ms_entry_clean(&s->x, s->v[f]);
}

static bool is_set(const subject *s, ms_eu_field f)
{
    return s->v[f].n == 4 && !strncasecmp(s->v[f].p, "true", 4);
}

/* The country's code, or else its name, whose field is the next one; "00" means that it
 * is not known. */
static ms_str country(subject *s, ms_eu_field f)
{
    ms_str code = get(s, f);
    if (is(code, "00")) return MS_STR("");
    return code.n ? code : get(s, f + 1);
}

static bool is_strong(const ms_str *v)
{
    return v[MS_EU_NAME_STRONG].n != 5 || strncasecmp(v[MS_EU_NAME_STRONG].p, "false", 5) != 0;
}

/* The whole name, or its parts where there is none. */
static ms_str whole_name(subject *s)
{
    ms_str name = get(s, MS_EU_NAME_WHOLE);
    if (name.n) return name;
    name = ms_entry_words(&s->x, get(s, MS_EU_NAME_FIRST), get(s, MS_EU_NAME_MIDDLE));
    return ms_entry_words(&s->x, name, get(s, MS_EU_NAME_LAST));
}

static void add_name(subject *s)
{
    ms_entry *x = &s->x;
    ms_str name = whole_name(s), remark = get(s, MS_EU_NAME_REMARK);
    bool first = s->main.n && ms_str_eq(name, s->main);
    if (first) s->main = MS_STR("");
    bool strong = is_strong(s->v) && !says(remark, "low quality");
    ms_entry_add(x, first ? "name" : !strong ? "weakAlias" : "alias", name);
    ms_entry_note(x, "Name", name, remark);
    if (first && s->person) {
        ms_entry_add(x, "firstName", get(s, MS_EU_NAME_FIRST));
        ms_entry_add(x, "middleName", get(s, MS_EU_NAME_MIDDLE));
        ms_entry_add(x, "lastName", get(s, MS_EU_NAME_LAST));
    }
    ms_entry_add_or_note(x, "title", "Title", get(s, MS_EU_NAME_TITLE));
    ms_entry_add_or_note(x, "position", "Function", get(s, MS_EU_NAME_FUNCTION));
    ms_entry_add_or_note(x, "gender", "Gender", get(s, MS_EU_NAME_GENDER));
}

static unsigned number(ms_str s)
{
    int64_t n = ms_number_begun(s, 100000);
    return n > 0 ? (unsigned)n : 0;
}

static ms_str birth_date(subject *s)
{
    ms_str date = get(s, MS_EU_BIRTH_DATE), year = get(s, MS_EU_BIRTH_YEAR);
    ms_str month = get(s, MS_EU_BIRTH_MONTH), day = get(s, MS_EU_BIRTH_DAY);
    if (date.n || !year.n || !month.n) return date.n ? date : year;
    date = ms_entry_f(&s->x, "%.*s-%02u", MS_FMT(year), number(month));
    return day.n ? ms_entry_f(&s->x, "%.*s-%02u", MS_FMT(date), number(day)) : date;
}

static void add_birth(subject *s)
{
    ms_entry *x = &s->x;
    ms_str date = birth_date(s), calendar = get(s, MS_EU_BIRTH_CALENDAR);
    unsigned from = number(s->v[MS_EU_BIRTH_FROM]), to = number(s->v[MS_EU_BIRTH_TO]);
    if (calendar.n && !is(calendar, "GREGORIAN"))
        ms_entry_note(x, "Birth date", calendar, date);
    else if (!s->person) ms_entry_note(x, "Date", MS_STR(""), date);
    else if (from && to) ms_entry_birth_years(x, from, to);
    else if (date.n)
        ms_entry_birth(
            x, is_set(s, MS_EU_BIRTH_CIRCA) ? ms_entry_f(x, "circa %.*s", MS_FMT(date)) : date);
    ms_str place = ms_entry_join(x, get(s, MS_EU_BIRTH_PLACE), ", ", get(s, MS_EU_BIRTH_CITY));
    place = ms_entry_join(x, place, ", ", get(s, MS_EU_BIRTH_ZIP));
    place = ms_entry_join(x, place, ", ", get(s, MS_EU_BIRTH_REGION));
    ms_entry_add_or_note(x, "birthPlace", "Place", place);
    ms_entry_add_or_note(x, "birthCountry", "Country", country(s, MS_EU_BIRTH_COUNTRY));
    ms_entry_note(x, "Birth date", date, get(s, MS_EU_BIRTH_REMARK));
}

static void add_citizenship(subject *s)
{
    ms_entry *x = &s->x;
    ms_str where = country(s, MS_EU_CITIZEN_COUNTRY), region = get(s, MS_EU_CITIZEN_REGION);
    ms_entry_add(x, s->person ? "citizenship" : "country", where);
    ms_entry_note(x, "Citizenship", where,
                  ms_entry_join(x, region, "; ", get(s, MS_EU_CITIZEN_REMARK)));
}

/* What is said of a document beside its number. */
static ms_str about_document(subject *s)
{
    static const struct {
        ms_eu_field field;
        const char *text;
    } flags[] = {{MS_EU_DOC_DIPLOMATIC, "diplomatic"},
                 {MS_EU_DOC_EXPIRED, "known to have expired"},
                 {MS_EU_DOC_FALSE, "known to be false"},
                 {MS_EU_DOC_LOST, "reported lost"},
                 {MS_EU_DOC_REVOKED, "revoked by its issuer"}};
    ms_str said = get(s, MS_EU_DOC_REMARK);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (is_set(s, flags[i].field))
            said = ms_entry_join(&s->x, said, "; ", ms_str_z(flags[i].text));
    said = ms_entry_join(&s->x, said, "; ", get(s, MS_EU_DOC_HOLDER));
    return ms_entry_join(&s->x, said, "; ", get(s, MS_EU_DOC_REGION));
}

static void add_document(subject *s)
{
    ms_entry *x = &s->x;
    ms_str code = get(s, MS_EU_DOC_TYPE);
    ms_str numbers[2] = {get(s, MS_EU_DOC_NUMBER), get(s, MS_EU_DOC_LATIN)};
    const char *own = is(code, "imo")        ? "imoNumber"
                      : is(code, "swiftbic") ? "swiftBic"
                      : is(code, "ssn")      ? "socialSecurityNumber"
                      : s->person            ? NULL
                                             : "registrationNumber";
    bool passport = is(code, "passport");
    ms_entity *doc = ms_entry_satellite(
        x, "doc", false, passport ? "Passport" : "Identification", "holder", NULL);
    for (unsigned i = 0; i < 2; i++) {
        ms_entry_add_to(x, doc, "number", numbers[i]);
        if (own) ms_entry_add_or_note(x, own, "Number", numbers[i]);
        if (s->person) ms_entry_add(x, passport ? "passportNumber" : "idNumber", numbers[i]);
    }
    ms_str type = get(s, MS_EU_DOC_TYPE_NAME);
    ms_entry_add_to(x, doc, "type", type.n ? type : code);
    ms_entry_add_to(x, doc, "country", country(s, MS_EU_DOC_COUNTRY));
    ms_entry_add_to(x, doc, "authority", get(s, MS_EU_DOC_ISSUER));
    ms_entry_add_to(x, doc, "startDate", get(s, MS_EU_DOC_ISSUED));
    ms_entry_add_to(x, doc, "startDate", get(s, MS_EU_DOC_FROM));
    ms_entry_add_to(x, doc, "endDate", get(s, MS_EU_DOC_TO));
    ms_entry_add_to(x, doc, "summary", about_document(s));
}

static void contact(subject *s, ms_str key, ms_str all)
{
    ms_entry *x = &s->x;
    ms_str part, value;
    const char *prop = is(key, "PHONE")   ? "phone"
                       : is(key, "EMAIL") ? "email"
                       : is(key, "WEB")   ? "website"
                                          : NULL;
    if (!prop) ms_entry_note(x, is(key, "FAX") ? "Fax" : "Contact", MS_STR(""), all);
    while (prop && ms_next_piece(&all, ";", &part))
        while (ms_next_piece(&part, "and ", &value))
            ms_entry_add_or_note(x, prop, "Contact", value);
}

static void add_contact(subject *s)
{
    contact(s, get(s, MS_EU_CONTACT_KEY), get(s, MS_EU_CONTACT_VALUE));
}

/* "PHONE[…]\nFAX[…]", as the CSV has them in one cell; anything else is a remark. */
static ms_str add_contacts(subject *s)
{
    ms_str rest = get(s, MS_EU_ADDRESS_CONTACTS), other = MS_STR("");
    while (rest.n) {
        size_t open = 0, close;
        while (open < rest.n && rest.p[open] != '[') open++;
        for (close = open; close < rest.n && rest.p[close] != ']';) close++;
        if (close == rest.n) return ms_entry_join(&s->x, other, "; ", rest);
        size_t key = open;
        while (key > 0 && ms_is_upper(rest.p[key - 1])) key--;
        other = ms_entry_join(&s->x, other, "; ", ms_str_trim((ms_str){rest.p, key}));
        contact(s, (ms_str){rest.p + key, open - key},
                ms_str_trim((ms_str){rest.p + open + 1, close - open - 1}));
        rest = ms_str_trim((ms_str){rest.p + close + 1, rest.n - close - 1});
    }
    return other;
}

static ms_str full_address(subject *s, ms_str street, ms_str where)
{
    ms_entry *x = &s->x;
    ms_str zip = get(s, MS_EU_ADDRESS_ZIP), name = get(s, MS_EU_ADDRESS_COUNTRY_NAME);
    ms_str full = ms_entry_join(x, street, ", ", get(s, MS_EU_ADDRESS_BOX));
    full = ms_entry_join(x, full, ", ", get(s, MS_EU_ADDRESS_PLACE));
    full = ms_entry_join(x, full, ", ", ms_entry_join(x, zip, " ", get(s, MS_EU_ADDRESS_CITY)));
    full = ms_entry_join(x, full, ", ", get(s, MS_EU_ADDRESS_REGION));
    return where.n ? ms_entry_join(x, full, ", ", name.n ? name : where) : full;
}

static void add_address(subject *s)
{
    ms_entry *x = &s->x;
    ms_str where = country(s, MS_EU_ADDRESS_COUNTRY), remark = get(s, MS_EU_ADDRESS_REMARK);
    ms_str street =
        ms_entry_words(x, get(s, MS_EU_ADDRESS_NUMBER), get(s, MS_EU_ADDRESS_STREET));
    ms_str full = full_address(s, street, where);
    remark = ms_entry_join(x, remark, "; ", add_contacts(s));
    if (is_set(s, MS_EU_ADDRESS_THEN))
        remark = ms_entry_join(x, remark, "; ", MS_STR("at the time of listing"));
    if (!full.n) {
        ms_entry_note(x, "Address", MS_STR(""), remark);
        return;
    }
    ms_entity *address = ms_entry_address(x, full, where);
    ms_entry_add_to(x, address, "street", street);
    ms_entry_add_to(x, address, "postOfficeBox", get(s, MS_EU_ADDRESS_BOX));
    ms_entry_add_to(x, address, "postalCode", get(s, MS_EU_ADDRESS_ZIP));
    ms_entry_add_to(x, address, "city", get(s, MS_EU_ADDRESS_CITY));
    ms_entry_add_to(x, address, "region", get(s, MS_EU_ADDRESS_REGION));
    ms_entry_add_to(x, address, "remarks", remark);
}

static void add_regulation(subject *s)
{
    static const struct {
        ms_eu_field field;
        const char *prop;
    } facts[] = {{MS_EU_REGULATION_PROGRAMME, "program"},
                 {MS_EU_REGULATION_TITLE, "provisions"},
                 {MS_EU_REGULATION_PUBLISHED, "listingDate"},
                 {MS_EU_REGULATION_FORCE, "startDate"},
                 {MS_EU_REGULATION_URL, "sourceUrl"}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        ms_entry_add_to(&s->x, s->sanction, facts[i].prop, get(s, facts[i].field));
}

static void begin_sanction(subject *s)
{
    ms_entry *x = &s->x;
    s->sanction = ms_entry_sanction(x, "European Union");
    ms_entry_add(x, "topics", MS_STR("sanction"));
    ms_entry_add_to(x, s->sanction, "authorityId", get(s, MS_EU_ENTITY_REFERENCE));
    ms_entry_add_to(x, s->sanction, "unscId", get(s, MS_EU_ENTITY_UN));
    ms_entry_add_to(x, s->sanction, "listingDate", get(s, MS_EU_ENTITY_DATE));
    ms_entry_add_to(x, s->sanction, "reason", get(s, MS_EU_ENTITY_DETAILS));
}

/* The kinds, and what becomes of a fact. */
static const struct {
    ms_eu_field first, last;
    void (*add)(subject *s);
} kinds[MS_EU_KINDS] = {
    [MS_EU_NAME] = {MS_EU_NAME_WHOLE, MS_EU_NAME_ID, add_name},
    [MS_EU_BIRTH] = {MS_EU_BIRTH_DATE, MS_EU_BIRTH_ID, add_birth},
    [MS_EU_CITIZEN] = {MS_EU_CITIZEN_COUNTRY, MS_EU_CITIZEN_ID, add_citizenship},
    [MS_EU_DOC] = {MS_EU_DOC_NUMBER, MS_EU_DOC_ID, add_document},
    [MS_EU_CONTACT] = {MS_EU_CONTACT_KEY, MS_EU_CONTACT_VALUE, add_contact},
    [MS_EU_ADDRESS] = {MS_EU_ADDRESS_NUMBER, MS_EU_ADDRESS_ID, add_address},
    [MS_EU_REGULATION] = {MS_EU_REGULATION_PROGRAMME, MS_EU_REGULATION_URL, add_regulation},
};

/* Whether the fact says something that none before it said; flags that are not set say
 * nothing. */
static bool is_new(subject *s, ms_eu_kind kind)
{
    size_t n = 1;
    bool any = false;
    uint32_t count = 0;
    for (unsigned f = kinds[kind].first; f <= (unsigned)kinds[kind].last; f++) {
        n += s->v[f].n + 1;
        any = any || (s->v[f].n && strncasecmp(s->v[f].p, "false", s->v[f].n) != 0);
    }
    char *text = any ? ms_arena_alloc(s->x.a, n) : NULL, *w = text;
    if (any && !text) s->x.rc = MS_ENOMEM;
    if (!text) return false;
    *w++ = (char)('A' + (int)kind);
    for (unsigned f = kinds[kind].first; f <= (unsigned)kinds[kind].last; f++) {
        memcpy(w, s->v[f].p, s->v[f].n);
        w += s->v[f].n;
        *w++ = '\x1f';
    }
    s->x.rc = ms_ids_add(&s->said, (ms_str){text, n}, &count);
    return !s->x.rc && count == 1;
}

static bool next(subject *s, const ms_eu_facts *facts, ms_eu_kind kind, bool again)
{
    if (s->x.rc) return false;
    s->v = facts->next(facts->ctx, kind, again, &s->x.at, &s->x.rc);
    return s->v && !s->x.rc;
}

/* Finds the subject's name: the first strong one, or else the first of all. */
static void find_main(subject *s, const ms_eu_facts *facts)
{
    for (bool again = true; next(s, facts, MS_EU_NAME, again); again = false) {
        ms_str name = whole_name(s);
        if (!s->main.n) s->main = name;
        if (!name.n || !is_strong(s->v)) continue;
        s->main = name;
        return;
    }
}

ms_str ms_eu_remark(ms_arena *a, ms_str all, ms_str one)
{
    if (!all.n || !one.n || ms_str_eq(all, one)) return all.n ? all : one;
    return ms_arena_strf(a, "%.*s; %.*s", MS_FMT(all), MS_FMT(one));
}

ms_rc ms_eu_give(ms_reader *r, const ms_str *v, ms_place at, const ms_eu_facts *facts,
                 ms_diag *d)
{
    ms_str type = v[MS_EU_ENTITY_TYPE], code = v[MS_EU_ENTITY_TYPE_CODE];
    bool person = is(type, "P") || is(code, "person");
    bool body = is(type, "E") || is(code, "enterprise");
    subject s = {.v = v, .person = person, .main = MS_STR("")};
    s.x = ms_entry_make(r, v[MS_EU_ENTITY_ID],
                        person ? "Person"
                        : body ? "Organization"
                               : "LegalEntity",
                        at, d);
    begin_sanction(&s);
    find_main(&s, facts);
    for (unsigned k = 0; k < MS_EU_KINDS; k++)
        for (bool again = true; next(&s, facts, k, again); again = false)
            if (is_new(&s, k)) kinds[k].add(&s);
    s.v = v;
    s.x.at = at;
    if (!s.x.rc) ms_entry_add(&s.x, "notes", get(&s, MS_EU_ENTITY_REMARK));
    ms_entry_end(&s.x);
    ms_ids_free(&s.said);
    return ms_entry_rc(&s.x);
}
