/* The United Kingdom's consolidated list of asset freeze targets (OFSI ConList), CSV: a
 * row for each name of a subject, the rest repeated in each.  The last edition is of
 * January 2026; the UK Sanctions List took its place. */
#include <string.h>

#include "lists/groups.h"
#include "lists/names.h"
#include "lists/un_text.h"

#define OFSI_COLUMNS(X)                                \
    X(NAME6, "Name 6")                                 \
    X(GROUP, "Group ID")                               \
    X(TYPE, "Group Type")                              \
    X(ALIAS, "Alias Type")                             \
    X(NAME1, "Name 1")                                 \
    X(NAME2, "Name 2")                                 \
    X(NAME3, "Name 3")                                 \
    X(NAME4, "Name 4")                                 \
    X(NAME5, "Name 5")                                 \
    X(TITLE, "Title")                                  \
    X(SCRIPT_NAME, "Name Non-Latin Script")            \
    X(SCRIPT, "Non-Latin Script Type")                 \
    X(LANGUAGE, "Non-Latin Script Language")           \
    X(DOB, "DOB")                                      \
    X(TOWN, "Town of Birth")                           \
    X(BIRTH_COUNTRY, "Country of Birth")               \
    X(NATIONALITY, "Nationality")                      \
    X(PASSPORT, "Passport Number")                     \
    X(PASSPORT_DETAILS, "Passport Details")            \
    X(ID, "National Identification Number")            \
    X(ID_DETAILS, "National Identification Details")   \
    X(NI_NUMBER, "NI Number")                          \
    X(POSITION, "Position")                            \
    X(ADDRESS1, "Address 1")                           \
    X(ADDRESS2, "Address 2")                           \
    X(ADDRESS3, "Address 3")                           \
    X(ADDRESS4, "Address 4")                           \
    X(ADDRESS5, "Address 5")                           \
    X(ADDRESS6, "Address 6")                           \
    X(POST_CODE, "Post/Zip Code")                      \
    X(COUNTRY, "Country")                              \
    X(OTHER, "Other Information")                      \
    X(QUALITY, "Alias Quality")                        \
    X(REGIME, "Regime")                                \
    X(LISTED, "Listed On")                             \
    X(DESIGNATED, "UK Sanctions List Date Designated") \
    X(UPDATED, "Last Updated")

enum {
#define X(id, name) OFSI_##id,
    OFSI_COLUMNS(X)
#undef X
        OFSI_N
};

static const char *const columns[] = {
#define X(id, name) name,
    OFSI_COLUMNS(X)
#undef X
};

/* A subject under way. */
typedef struct subject {
    ms_entry x;
    ms_entity *sanction;
    ms_said said;
    bool person;
    bool named; /* it has its parts of names */
    bool ref;   /* the sanction has the UK's reference */
} subject;

static ms_str full_name(ms_entry *x, const ms_group_row *row)
{
    ms_str name = row->cell[OFSI_NAME1];
    for (unsigned i = OFSI_NAME2; i <= OFSI_NAME5; i++)
        name = ms_entry_words(x, name, row->cell[i]);
    name = ms_entry_words(x, name, row->cell[OFSI_NAME6]);
    return ms_entry_clean(x, name);
}

static bool is(ms_str s, const char *z)
{
    return ms_str_eq(s, ms_str_z(z));
}

static void add_name(subject *s, const ms_group_row *row)
{
    ms_entry *x = &s->x;
    ms_str type = row->cell[OFSI_ALIAS], name = full_name(x, row);
    bool prime =
        is(type, "Primary name") || is(type, "Prime Alias") || is(type, "Primary Name");
    bool weak =
        is(row->cell[OFSI_QUALITY], "Low quality") || is(row->cell[OFSI_QUALITY], "Low");
    ms_entry_add(x,
                 prime             ? "name"
                 : is(type, "FKA") ? "previousName"
                 : weak            ? "weakAlias"
                                   : "alias",
                 name);
    ms_entry_add(x, "alias", ms_entry_clean(x, row->cell[OFSI_SCRIPT_NAME]));
    if (!prime || !s->person || s->named) return;
    s->named = true;
    ms_entry_add(x, "firstName", row->cell[OFSI_NAME1]);
    for (unsigned i = OFSI_NAME2; i <= OFSI_NAME5; i++)
        ms_entry_add(x, "middleName", row->cell[i]);
    ms_entry_add(x, "lastName", row->cell[OFSI_NAME6]);
}

static ms_str nth(ms_str cell, unsigned want)
{
    ms_str piece;
    unsigned n = 0;
    while (ms_numbered_next(&cell, &n, &piece))
        if (n == want) return piece;
    return MS_STR("");
}

static void each(subject *s, const char *prop, const char *label, ms_str cell)
{
    ms_str piece;
    unsigned n = 0;
    while (ms_numbered_next(&cell, &n, &piece))
        ms_entry_add_or_note(&s->x, prop, label, ms_entry_clean(&s->x, piece));
}

static void add_births(subject *s, const ms_group_row *row)
{
    ms_entry *x = &s->x;
    ms_str cell = row->cell[OFSI_DOB], piece;
    unsigned n = 0;
    while (ms_numbered_next(&cell, &n, &piece))
        if (s->person) ms_entry_birth(x, piece);
        else ms_entry_note(x, "Date", MS_STR(""), piece);
    ms_str key = ms_entry_f(x, "birth %.*s|%.*s", MS_FMT(row->cell[OFSI_TOWN]),
                            MS_FMT(row->cell[OFSI_BIRTH_COUNTRY]));
    if (key.n == 7 || !ms_said_new(&s->said, x, key)) return;
    for (n = 1; n <= 26; n++) {
        ms_str town = nth(row->cell[OFSI_TOWN], n),
               land = nth(row->cell[OFSI_BIRTH_COUNTRY], n);
        ms_entry_add_or_note(x, "birthPlace", "Birth place",
                             ms_entry_clean(x, ms_entry_join(x, town, ", ", land)));
        ms_entry_add_or_note(x, "birthCountry", "Country of birth", land);
    }
}

/* Numbers of documents, with what is said of each. */
static void add_documents(subject *s, ms_str numbers, ms_str details, bool passport)
{
    ms_entry *x = &s->x;
    ms_str piece, rest = numbers.n ? numbers : details;
    unsigned n = 0;
    if (!rest.n) return;
    ms_str key = ms_entry_f(x, "doc %d %.*s|%.*s", passport, MS_FMT(numbers), MS_FMT(details));
    if (!ms_said_new(&s->said, x, key)) return;
    while (ms_numbered_next(&rest, &n, &piece)) {
        ms_str detail = numbers.n ? nth(details, n) : piece;
        ms_str number = numbers.n ? piece : ms_un_passport_in(piece);
        if (!numbers.n && !number.n) {
            ms_entry_note(x, passport ? "Passport" : "Identification", MS_STR(""), piece);
            continue;
        }
        while (number.n && number.p[number.n - 1] == '.') number.n--;
        if (!ms_said_new(&s->said, x, ms_entry_f(x, "no. %d %.*s", passport, MS_FMT(number))))
            continue;
        ms_entity *e = ms_entry_satellite(
            x, "doc", false, passport ? "Passport" : "Identification", "holder", NULL);
        ms_entry_add_to(x, e, "number", number);
        ms_entry_add_to(x, e, "summary", ms_entry_clean(x, detail));
        ms_entry_add(x,
                     !s->person ? "registrationNumber"
                     : passport ? "passportNumber"
                                : "idNumber",
                     number);
    }
    /* Details without a number of their own. */
    for (n = 1; numbers.n && n <= 26; n++) {
        ms_str detail = nth(details, n);
        if (detail.n && !nth(numbers, n).n)
            ms_entry_note(x, passport ? "Passport" : "Identification", MS_STR(""), detail);
    }
}

static void add_address(subject *s, const ms_group_row *row)
{
    ms_entry *x = &s->x;
    ms_str full = MS_STR(""), country = row->cell[OFSI_COUNTRY];
    for (unsigned i = OFSI_ADDRESS1; i <= OFSI_ADDRESS6; i++)
        full = ms_entry_join(x, full, ", ", row->cell[i]);
    full = ms_entry_join(x, full, ", ", row->cell[OFSI_POST_CODE]);
    full = ms_entry_clean(x, ms_entry_join(x, full, ", ", country));
    if (!full.n || !ms_said_new(&s->said, x, ms_entry_f(x, "at %.*s", MS_FMT(full)))) return;
    ms_entity *e = ms_entry_address(x, full, country);
    ms_entry_add_to(x, e, "street", row->cell[OFSI_ADDRESS1]);
    ms_entry_add_to(x, e, "city", row->cell[OFSI_ADDRESS6]);
    ms_entry_add_to(x, e, "postalCode", row->cell[OFSI_POST_CODE]);
}

/* What "(Label):" in the other information means. */
static const struct label {
    const char *text, *prop;
} labels[] = {
    {"(UK Sanctions List Ref):", NULL},
    {"(UN Ref):", NULL},
    {"(UK Statement of Reasons):", NULL},
    {"(Gender):", "gender"},
    {"(Phone number):", "phone"},
    {"(Email address):", "email"},
    {"(Website):", "website"},
    {"(Type of entity):", "legalForm"},
    {"(Parent company):", "-Parent company"},
    {"(Subsidiaries):", "-Subsidiaries"},
    {"(Business Reg No):", "registrationNumber"},
    {"(IMO number):", "imoNumber"},
    {"(Flag of ship):", "flag"},
    {"(Previous flags):", "pastFlags"},
    {"(Type of ship):", "type"},
    {"(Tonnage of ship):", "tonnage"},
    {"(Length of ship):", "-Length"},
    {"(Year built):", "buildDate"},
    {"(Current owners):", "-Current owners"},
    {"(Previous owners):", "-Previous owners"},
    {"(Hull identification number):", "registrationNumber"},
    {"(Fax):", "-Fax"},
};

enum { LABELS = sizeof labels / sizeof *labels };

/* Where the next label stands in `s`; s.n without one. */
static size_t next_label(ms_str s, const struct label **out)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '(') continue;
        for (unsigned k = 0; k < LABELS; k++) {
            size_t n = strlen(labels[k].text);
            if (n <= s.n - i && !memcmp(s.p + i, labels[k].text, n))
                return *out = labels + k, i;
        }
    }
    return s.n;
}

/* Adds a reference, one word, to the sanction; what follows it is a note. */
static void add_reference(subject *s, const char *prop, ms_str text)
{
    size_t n = 0;
    while (n < text.n && !strchr(" \t\r\n", text.p[n])) n++;
    ms_str ref = {text.p, n};
    while (ref.n && strchr(".,;", ref.p[ref.n - 1])) ref.n--;
    ms_entry_add_to(&s->x, s->sanction, prop, ref);
    ms_entry_add(&s->x, "notes",
                 ms_entry_clean(&s->x, ms_str_trim((ms_str){text.p + n, text.n - n})));
}

static void add_labelled(subject *s, const struct label *l, ms_str text)
{
    ms_entry *x = &s->x;
    unsigned k = (unsigned)(l - labels);
    if (k == 0) s->ref = true, add_reference(s, "authorityId", text);
    else if (k == 1) add_reference(s, "unscId", text);
    else if (k == 2) ms_entry_add_to(x, s->sanction, "reason", ms_entry_clean(x, text));
    else if (l->prop[0] == '-')
        ms_entry_note(x, l->prop + 1, MS_STR(""), ms_entry_clean(x, text));
    else if (!strcmp(l->prop, "phone") || !strcmp(l->prop, "email") ||
             !strcmp(l->prop, "website")) {
        ms_str piece;
        unsigned n = 0;
        while (ms_numbered_next(&text, &n, &piece)) {
            ms_str one;
            while (ms_next_piece(&piece, ". ", &one)) ms_entry_add(x, l->prop, one);
        }
    } else each(s, l->prop, l->text, text);
}

static void add_other(subject *s, ms_str text)
{
    const struct label *l = NULL, *next = NULL;
    size_t n = next_label(text, &next);
    ms_str before = ms_str_trim((ms_str){text.p, n});
    if (before.n > 7 && !memcmp(before.p, "UN Ref ", 7))
        add_reference(s, "unscId", (ms_str){before.p + 7, before.n - 7});
    else ms_entry_add(&s->x, "notes", ms_entry_clean(&s->x, before));
    while (n < text.n) {
        l = next;
        size_t skip = n + strlen(l->text);
        text = (ms_str){text.p + skip, text.n - skip};
        n = next_label(text, &next);
        ms_str value = ms_str_trim((ms_str){text.p, n});
        if (value.n) add_labelled(s, l, value);
    }
}

static void add_row(subject *s, const ms_group_row *row)
{
    ms_entry *x = &s->x;
    x->at = row->at;
    add_name(s, row);
    each(s, "title", "Title", row->cell[OFSI_TITLE]);
    add_births(s, row);
    each(s, s->person ? "nationality" : "country", "Nationality", row->cell[OFSI_NATIONALITY]);
    add_documents(s, row->cell[OFSI_PASSPORT], row->cell[OFSI_PASSPORT_DETAILS], true);
    add_documents(s, row->cell[OFSI_ID], row->cell[OFSI_ID_DETAILS], false);
    add_documents(s, row->cell[OFSI_NI_NUMBER], MS_STR(""), false);
    each(s, "position", "Position", row->cell[OFSI_POSITION]);
    add_address(s, row);
    if (ms_said_new(&s->said, x, ms_entry_f(x, "other %.*s", MS_FMT(row->cell[OFSI_OTHER]))))
        add_other(s, row->cell[OFSI_OTHER]);
    ms_entry_add_to(x, s->sanction, "program", row->cell[OFSI_REGIME]);
    ms_entry_add_to(x, s->sanction, "listingDate", row->cell[OFSI_LISTED]);
    ms_entry_add_to(x, s->sanction, "startDate", row->cell[OFSI_DESIGNATED]);
    ms_entry_add_to(x, s->sanction, "modifiedAt", row->cell[OFSI_UPDATED]);
}

static ms_rc give(ms_reader *r, const ms_group_row *rows, uint32_t n, ms_diag *d)
{
    ms_str type = rows->cell[OFSI_TYPE];
    const char *schema = is(type, "Individual") ? "Person"
                         : is(type, "Ship")     ? "Vessel"
                         : is(type, "Entity")   ? "Organization"
                                                : "LegalEntity";
    subject s = {.x = ms_entry_make(r, rows->key, schema, rows->at, d),
                 .person = is(type, "Individual")};
    s.sanction = ms_entry_sanction(&s.x, "Office of Financial Sanctions Implementation");
    ms_entry_add(&s.x, "topics", MS_STR("sanction"));
    ms_entry_add_to(&s.x, s.sanction, "country", MS_STR("gb"));
    ms_entry_add_to(&s.x, s.sanction, "recordId", rows->key);
    for (uint32_t i = 0; i < n && !s.x.rc; i++) add_row(&s, &rows[i]);
    if (!s.ref) ms_entry_add_to(&s.x, s.sanction, "authorityId", rows->key);
    ms_entry_end(&s.x);
    return ms_entry_rc(&s.x);
}

static ms_str key(const ms_sheet *t)
{
    return ms_sheet_cell(t, OFSI_GROUP);
}

/* "04/05/2022" behind "Last Updated". */
static ms_rc version(ms_reader *r, const ms_csv_row *row)
{
    ms_date day;
    char buf[MS_DATE_MAX];
    ms_str s = row->n > 1 ? ms_str_trim(row->cell[1]) : MS_STR("");
    if (!ms_date_parse(s, &day)) s = (ms_str){buf, ms_date_print(day, buf)};
    r->report->version = ms_arena_str(r->report->arena, s);
    return r->report->version.p ? MS_OK : MS_ENOMEM;
}

ms_rc ms_read_ofsi_csv(ms_reader *r, ms_diag *d)
{
    ms_sheet t;
    ms_rc rc = ms_sheet_open(&t, r, ',', d);
    if (!rc) rc = ms_sheet_next(&t, d);
    if (!rc) rc = version(r, &t.row);
    if (!rc) rc = ms_sheet_next(&t, d);
    if (!rc) rc = ms_sheet_header(&t, columns, OFSI_N, OFSI_ALIAS + 1, d);
    if (!rc) rc = ms_groups_read(&t, key, give, d);
    ms_sheet_close(&t);
    return rc == MS_END ? MS_OK : rc;
}
