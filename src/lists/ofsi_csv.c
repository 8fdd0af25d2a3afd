/* The United Kingdom's consolidated list of asset freeze targets (OFSI ConList), CSV: a
 * row for each name of a subject, the rest repeated in each.  The last edition is of
 * January 2026; the UK Sanctions List took its place. */
#include <string.h>

#include "lists/names.h"
#include "lists/uk.h"
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

static void add_name(ms_uk *u, const ms_str *cell)
{
    const ms_str part[MS_UK_PARTS] = {cell[OFSI_NAME1], cell[OFSI_NAME2], cell[OFSI_NAME3],
                                      cell[OFSI_NAME4], cell[OFSI_NAME5], cell[OFSI_NAME6]};
    ms_uk_name(u, part, cell[OFSI_ALIAS], cell[OFSI_QUALITY]);
    ms_entry_add(&u->x, "alias", ms_entry_clean(&u->x, cell[OFSI_SCRIPT_NAME]));
}

static ms_str nth(ms_str cell, unsigned want)
{
    ms_str piece;
    unsigned n = 0;
    while (ms_numbered_next(&cell, &n, &piece))
        if (n == want) return piece;
    return MS_STR("");
}

static void each(ms_uk *u, const char *prop, const char *label, ms_str cell)
{
    ms_str piece;
    unsigned n = 0;
    while (ms_numbered_next(&cell, &n, &piece))
        ms_entry_add_or_note(&u->x, prop, label, ms_entry_clean(&u->x, piece));
}

static void add_births(ms_uk *u, const ms_str *cell)
{
    ms_entry *x = &u->x;
    ms_str dates = cell[OFSI_DOB], towns = cell[OFSI_TOWN], lands = cell[OFSI_BIRTH_COUNTRY];
    ms_str piece;
    unsigned n = 0;
    while (ms_numbered_next(&dates, &n, &piece)) ms_uk_birth(u, piece);
    ms_str key = ms_entry_f(x, "birth %.*s|%.*s", MS_FMT(towns), MS_FMT(lands));
    if (key.n == 7 || !ms_said_new(&u->said, x, key)) return;
    for (n = 1; n <= 26; n++) ms_uk_birth_place(u, nth(towns, n), nth(lands, n));
}

static void add_nationalities(ms_uk *u, ms_str cell)
{
    ms_str piece;
    unsigned n = 0;
    while (ms_numbered_next(&cell, &n, &piece)) ms_uk_nationality(u, piece);
}

/* Numbers of documents, with what is said of each; older lists have the numbers in the
 * details. */
static void add_documents(ms_uk *u, bool passport, ms_str numbers, ms_str details)
{
    ms_entry *x = &u->x;
    ms_str piece, rest = numbers.n ? numbers : details;
    unsigned n = 0;
    if (!rest.n) return;
    ms_str key = ms_entry_f(x, "doc %d %.*s|%.*s", passport, MS_FMT(numbers), MS_FMT(details));
    if (!ms_said_new(&u->said, x, key)) return;
    while (ms_numbered_next(&rest, &n, &piece)) {
        ms_str number = numbers.n ? piece : ms_un_passport_in(piece);
        while (number.n && number.p[number.n - 1] == '.') number.n--;
        ms_uk_document(u, passport, number, numbers.n ? nth(details, n) : piece);
    }
    /* Details without a number of their own. */
    for (n = 1; numbers.n && n <= 26; n++)
        if (!nth(numbers, n).n) ms_uk_document(u, passport, MS_STR(""), nth(details, n));
}

/* What "(Label):" in the other information means. */
enum { UK_REF, UN_REF, REASONS, REGISTRATION };
static const struct label {
    const char *text, *prop;
} labels[] = {
    [UK_REF] = {"(UK Sanctions List Ref):", NULL},
    [UN_REF] = {"(UN Ref):", NULL},
    [REASONS] = {"(UK Statement of Reasons):", NULL},
    [REGISTRATION] = {"(Business Reg No):", NULL},
    {"(Gender):", "gender"},
    {"(Phone number):", "phone"},
    {"(Email address):", "email"},
    {"(Website):", "website"},
    {"(Type of entity):", "legalForm"},
    {"(Parent company):", "-Parent company"},
    {"(Subsidiaries):", "-Subsidiaries"},
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
static void add_reference(ms_uk *u, const char *prop, ms_str text)
{
    size_t n = 0;
    while (n < text.n && !strchr(" \t\r\n", text.p[n])) n++;
    ms_str ref = {text.p, n};
    while (ref.n && strchr(".,;", ref.p[ref.n - 1])) ref.n--;
    ms_entry_add_to(&u->x, u->sanction, prop, ref);
    ms_entry_add(&u->x, "notes",
                 ms_entry_clean(&u->x, ms_str_trim((ms_str){text.p + n, text.n - n})));
}

static void add_contacts(ms_uk *u, const char *prop, ms_str text)
{
    ms_str piece, one;
    unsigned n = 0;
    while (ms_numbered_next(&text, &n, &piece))
        while (ms_next_piece(&piece, ". ", &one)) ms_entry_add(&u->x, prop, one);
}

static void add_registrations(ms_uk *u, ms_str text)
{
    ms_str piece;
    unsigned n = 0;
    while (ms_numbered_next(&text, &n, &piece)) ms_uk_registration(u, piece);
}

static void add_labelled(ms_uk *u, const struct label *l, ms_str text)
{
    ms_entry *x = &u->x;
    switch (l - labels) {
    case UK_REF: add_reference(u, "authorityId", text); return;
    case UN_REF: add_reference(u, "unscId", text); return;
    case REASONS: ms_entry_add_to(x, u->sanction, "reason", ms_entry_clean(x, text)); return;
    case REGISTRATION: add_registrations(u, text); return;
    default: break;
    }
    if (l->prop[0] == '-') ms_entry_note(x, l->prop + 1, MS_STR(""), ms_entry_clean(x, text));
    else if (!strcmp(l->prop, "phone") || !strcmp(l->prop, "email") ||
             !strcmp(l->prop, "website"))
        add_contacts(u, l->prop, text);
    else each(u, l->prop, l->text, text);
}

static void add_other(ms_uk *u, ms_str text)
{
    const struct label *l = NULL, *next = NULL;
    size_t n = next_label(text, &next);
    ms_str before = ms_str_trim((ms_str){text.p, n});
    if (before.n > 7 && !memcmp(before.p, "UN Ref ", 7))
        add_reference(u, "unscId", (ms_str){before.p + 7, before.n - 7});
    else ms_entry_add(&u->x, "notes", ms_entry_clean(&u->x, before));
    while (n < text.n) {
        l = next;
        size_t skip = n + strlen(l->text);
        text = (ms_str){text.p + skip, text.n - skip};
        n = next_label(text, &next);
        ms_str value = ms_str_trim((ms_str){text.p, n});
        if (value.n) add_labelled(u, l, value);
    }
}

static void add_row(ms_uk *u, const ms_group_row *row)
{
    ms_entry *x = &u->x;
    const ms_str *cell = row->cell;
    x->at = row->at;
    add_name(u, cell);
    each(u, "title", "Title", cell[OFSI_TITLE]);
    add_births(u, cell);
    add_nationalities(u, cell[OFSI_NATIONALITY]);
    add_documents(u, true, cell[OFSI_PASSPORT], cell[OFSI_PASSPORT_DETAILS]);
    add_documents(u, false, cell[OFSI_ID], cell[OFSI_ID_DETAILS]);
    add_documents(u, false, cell[OFSI_NI_NUMBER], MS_STR(""));
    each(u, "position", "Position", cell[OFSI_POSITION]);
    ms_uk_address(u, cell + OFSI_ADDRESS1, cell[OFSI_POST_CODE], cell[OFSI_COUNTRY]);
    if (ms_said_new(&u->said, x, ms_entry_f(x, "other %.*s", MS_FMT(cell[OFSI_OTHER]))))
        add_other(u, cell[OFSI_OTHER]);
    ms_entry_add_to(x, u->sanction, "program", cell[OFSI_REGIME]);
    ms_entry_add_to(x, u->sanction, "listingDate", cell[OFSI_LISTED]);
    ms_entry_add_to(x, u->sanction, "startDate", cell[OFSI_DESIGNATED]);
    ms_entry_add_to(x, u->sanction, "modifiedAt", cell[OFSI_UPDATED]);
}

static ms_rc give(ms_reader *r, const ms_group_row *rows, uint32_t n, ms_diag *d)
{
    ms_uk u = ms_uk_begin(r, rows->key, rows->cell[OFSI_TYPE],
                          "Office of Financial Sanctions Implementation", rows->at, d);
    ms_entry_add_to(&u.x, u.sanction, "recordId", rows->key);
    for (uint32_t i = 0; i < n && !u.x.rc; i++) add_row(&u, &rows[i]);
    if (!ms_entity_get(u.sanction, MS_STR("authorityId")))
        ms_entry_add_to(&u.x, u.sanction, "authorityId", rows->key);
    ms_entry_end(&u.x);
    return ms_entry_rc(&u.x);
}

static ms_str key(const ms_sheet *t)
{
    return ms_sheet_cell(t, OFSI_GROUP);
}

ms_rc ms_read_ofsi_csv(ms_reader *r, ms_diag *d)
{
    ms_sheet t;
    ms_rc rc = ms_sheet_open(&t, r, ',', d);
    if (!rc) rc = ms_sheet_next(&t, d);
    /* "Last Updated,04/05/2022" */
    if (!rc) rc = ms_uk_version(r, t.row.n > 1 ? ms_str_trim(t.row.cell[1]) : MS_STR(""));
    if (!rc) rc = ms_sheet_next(&t, d);
    if (!rc) rc = ms_sheet_header(&t, columns, OFSI_N, OFSI_ALIAS + 1, d);
    if (!rc) rc = ms_groups_read(&t, key, give, d);
    ms_sheet_close(&t);
    return rc == MS_END ? MS_OK : rc;
}
