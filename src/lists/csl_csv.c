/* The Consolidated Screening List of the US International Trade Administration, CSV:
 * thirteen lists of three departments in one table. */
#include <string.h>

#include "lists/names.h"
#include "lists/ofac_facts.h"
#include "lists/ofac_links.h"
#include "lists/sheet.h"

#define CSL_COLUMNS(X)                    \
    X(ID, "_id")                          \
    X(SOURCE, "source")                   \
    X(NUMBER, "entity_number")            \
    X(TYPE, "type")                       \
    X(PROGRAMS, "programs")               \
    X(NAME, "name")                       \
    X(TITLE, "title")                     \
    X(ADDRESSES, "addresses")             \
    X(NOTICE, "federal_register_notice")  \
    X(START, "start_date")                \
    X(END, "end_date")                    \
    X(ORDER, "standard_order")            \
    X(REQUIREMENT, "license_requirement") \
    X(POLICY, "license_policy")           \
    X(CALL_SIGN, "call_sign")             \
    X(VESSEL_TYPE, "vessel_type")         \
    X(TONNAGE, "gross_tonnage")           \
    X(GRT, "gross_registered_tonnage")    \
    X(FLAG, "vessel_flag")                \
    X(OWNER, "vessel_owner")              \
    X(REMARKS, "remarks")                 \
    X(LIST_URL, "source_list_url")        \
    X(ALT_NAMES, "alt_names")             \
    X(CITIZENSHIPS, "citizenships")       \
    X(BIRTHS, "dates_of_birth")           \
    X(NATIONALITIES, "nationalities")     \
    X(BIRTH_PLACES, "places_of_birth")    \
    X(INFO_URL, "source_information_url") \
    X(IDS, "ids")

enum {
#define X(id, name) CSL_##id,
    CSL_COLUMNS(X)
#undef X
        CSL_N
};

static const char *const columns[] = {
#define X(id, name) name,
    CSL_COLUMNS(X)
#undef X
};

/* Who keeps a list, and what being on it means. */
static const struct {
    const char *source; /* part of the column "source" */
    const char *authority, *topic;
} sources[] = {
    {"Treasury Department", "Office of Foreign Assets Control", "sanction"},
    {"(DTC)", "Directorate of Defense Trade Controls", "debarment"},
    {"(ISN)", "Bureau of International Security and Nonproliferation", "sanction"},
    {"Bureau of Industry and Security", "Bureau of Industry and Security", "export.control"},
};

static void each(ms_entry *x, const char *prop, ms_str cell)
{
    ms_str piece;
    while (ms_next_piece(&cell, ";", &piece)) ms_entry_add(x, prop, piece);
}

static bool is_code(ms_str s)
{
    return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z';
}

static void add_addresses(ms_entry *x, ms_str cell)
{
    ms_str piece;
    while (ms_next_piece(&cell, "; ", &piece)) {
        size_t i = piece.n;
        while (i > 0 && piece.p[i - 1] != ' ') i--;
        ms_str country = {piece.p + i, piece.n - i};
        ms_entry_address(x, piece, is_code(country) ? country : MS_STR(""));
    }
}

/* "US, 2012-02-12, 2005-03-25, R512768, Passport": country, end, issue, number, type;
 * all but the last two may be missing. */
static void add_id(ms_entry *x, ms_str text)
{
    ms_ofac_fact f = {.value = text};
    size_t i = text.n;
    while (i > 1 && !(text.p[i - 1] == ' ' && text.p[i - 2] == ',')) i--;
    if (i <= 1) {
        ms_entry_add(x, "notes", text);
        return;
    }
    f.label = (ms_str){text.p + i, text.n - i};
    f.value = (ms_str){text.p, i - 2};
    ms_str rest = f.value, piece, dates[2] = {{"", 0}, {"", 0}};
    unsigned n = 0;
    while (memmem(rest.p, rest.n, ", ", 2)) {
        ms_str before = rest;
        ms_date day;
        if (!ms_next_piece(&rest, ", ", &piece) || !rest.p) break;
        if (is_code(piece) && !f.country.n) f.country = piece;
        else if (n < 2 && piece.n == 10 && !ms_date_parse(piece, &day)) dates[n++] = piece;
        else {
            rest = before;
            break;
        }
    }
    if (rest.n) f.value = ms_str_trim(rest);
    if (n == 2) f.expires = dates[0], f.issued = dates[1];
    if (n == 1) f.remark = ms_entry_f(x, "issued or expires %.*s", MS_FMT(dates[0]));
    ms_ofac_add(x, &f);
}

static void add_sanction(ms_entry *x, const ms_sheet *t)
{
    ms_str source = ms_sheet_cell(t, CSL_SOURCE), piece, cell;
    unsigned i = 0, last = sizeof sources / sizeof *sources - 1;
    while (i < last &&
           !memmem(source.p, source.n, sources[i].source, strlen(sources[i].source)))
        i++;
    ms_entity *s = ms_entry_sanction(x, sources[i].authority);
    ms_entry_add(x, "topics", ms_str_z(sources[i].topic));
    ms_entry_add_to(x, s, "country", MS_STR("us"));
    ms_entry_add_to(x, s, "authorityId", ms_sheet_cell(t, CSL_NUMBER));
    ms_entry_add_to(x, s, "summary", source);
    for (cell = ms_sheet_cell(t, CSL_PROGRAMS); ms_next_piece(&cell, ";", &piece);)
        ms_entry_add_to(x, s, "program", piece);
    ms_entry_add_to(x, s, "startDate", ms_sheet_cell(t, CSL_START));
    ms_entry_add_to(x, s, "endDate", ms_sheet_cell(t, CSL_END));
    ms_entry_add_to(x, s, "sourceUrl", ms_sheet_cell(t, CSL_LIST_URL));
    ms_entry_add_to(x, s, "sourceUrl", ms_sheet_cell(t, CSL_INFO_URL));
    static const struct {
        unsigned column;
        const char *label;
    } more[] = {{CSL_NOTICE, "Federal Register"},
                {CSL_ORDER, "Standard order"},
                {CSL_REQUIREMENT, "License requirement"},
                {CSL_POLICY, "License policy"}};
    for (i = 0; i < sizeof more / sizeof *more; i++)
        if ((cell = ms_sheet_cell(t, more[i].column)).n)
            ms_entry_add_to(x, s, "provisions",
                            ms_entry_f(x, "%s: %.*s", more[i].label, MS_FMT(cell)));
}

static void add_names(ms_entry *x, const ms_sheet *t, bool person)
{
    ms_str name = ms_sheet_cell(t, CSL_NAME), alias = ms_sheet_cell(t, CSL_ALT_NAMES), piece;
    if (person) ms_entry_name(x, "name", name, true);
    else ms_entry_add(x, "name", name);
    while (ms_next_piece(&alias, ";", &piece)) {
        if (person) ms_entry_name(x, "alias", piece, false);
        else ms_entry_add(x, "alias", piece);
    }
}

static ms_rc read_row(const ms_sheet *t, ms_ofac_links *links, ms_diag *d)
{
    ms_str piece, cell, id = ms_sheet_cell(t, CSL_ID);
    const char *schema = ms_ofac_schema(ms_sheet_cell(t, CSL_TYPE));
    ms_entry x = ms_entry_make(t->r, id, schema, ms_sheet_place(t), d);
    bool person = !strcmp(schema, "Person");
    add_names(&x, t, person);
    ms_entry_add_or_note(&x, person ? "position" : "-", "Title", ms_sheet_cell(t, CSL_TITLE));
    add_addresses(&x, ms_sheet_cell(t, CSL_ADDRESSES));
    ms_entry_add_or_note(&x, "callSign", "Call sign", ms_sheet_cell(t, CSL_CALL_SIGN));
    ms_entry_add_or_note(&x, "type", "Vessel type", ms_sheet_cell(t, CSL_VESSEL_TYPE));
    ms_entry_add_or_note(&x, "tonnage", "Gross tonnage", ms_sheet_cell(t, CSL_TONNAGE));
    ms_entry_add_or_note(&x, "grossRegisteredTonnage", "Gross registered tonnage",
                         ms_sheet_cell(t, CSL_GRT));
    ms_entry_add_or_note(&x, "flag", "Vessel flag", ms_sheet_cell(t, CSL_FLAG));
    ms_entry_note(&x, "Vessel owner", MS_STR(""), ms_sheet_cell(t, CSL_OWNER));
    ms_entry_add(&x, "notes", ms_sheet_cell(t, CSL_REMARKS));
    each(&x, person ? "citizenship" : "country", ms_sheet_cell(t, CSL_CITIZENSHIPS));
    each(&x, person ? "nationality" : "country", ms_sheet_cell(t, CSL_NATIONALITIES));
    for (cell = ms_sheet_cell(t, CSL_BIRTHS); ms_next_piece(&cell, ";", &piece);)
        if (person) ms_entry_birth(&x, piece);
        else ms_entry_note(&x, "Birth date", MS_STR(""), piece);
    for (cell = ms_sheet_cell(t, CSL_BIRTH_PLACES); ms_next_piece(&cell, ";", &piece);)
        ms_entry_add_or_note(&x, "birthPlace", "Birth place", piece);
    for (cell = ms_sheet_cell(t, CSL_IDS); ms_next_piece(&cell, "; ", &piece);)
        add_id(&x, piece);
    add_sanction(&x, t);
    if (!x.rc) x.rc = ms_sheet_unmapped(t);
    ms_entry_end(&x);
    ms_ofac_links_name(links, x.e.id, ms_sheet_cell(t, CSL_NAME), false);
    for (cell = ms_sheet_cell(t, CSL_ALT_NAMES); ms_next_piece(&cell, ";", &piece);)
        ms_ofac_links_name(links, x.e.id, piece, true);
    ms_ofac_links_remarks(links, x.e.id, ms_sheet_cell(t, CSL_REMARKS), ms_sheet_place(t));
    return ms_entry_rc(&x);
}

ms_rc ms_read_csl_csv(ms_reader *r, ms_diag *d)
{
    ms_sheet t;
    ms_ofac_links links = ms_ofac_links_make();
    ms_rc rc = ms_sheet_open(&t, r, ',', d);
    if (!rc) rc = ms_sheet_next(&t, d);
    if (!rc) rc = ms_sheet_header(&t, columns, CSL_N, CSL_NAME + 1, d);
    while (!rc) {
        rc = ms_sheet_next(&t, d);
        if (!rc) rc = read_row(&t, &links, d);
    }
    ms_sheet_close(&t);
    if (rc == MS_END) rc = ms_ofac_links_give(&links, r, d);
    ms_ofac_links_free(&links);
    return rc;
}
