/* Australia's consolidated list (DFAT), the table of its spreadsheet as CSV: a row for
 * each name of a subject, "2", "2a", "2b"; facts in running text. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lists/groups.h"
#include "lists/names.h"

#define AU_COLUMNS(X)                       \
    X(REFERENCE, "Reference")               \
    X(NAME, "Name of Individual or Entity") \
    X(TYPE, "Type")                         \
    X(NAME_TYPE, "Name Type")               \
    X(ALIAS_STRENGTH, "Alias Strength")     \
    X(DOB, "Date of Birth")                 \
    X(PLACE, "Place of Birth")              \
    X(CITIZENSHIP, "Citizenship")           \
    X(ADDRESS, "Address")                   \
    X(MORE, "Additional Information")       \
    X(LISTING, "Listing Information")       \
    X(IMO, "IMO Number")                    \
    X(COMMITTEES, "Committees")             \
    X(CONTROL_DATE, "Control Date")         \
    X(INSTRUMENT, "Instrument of Designation")

enum {
#define X(id, name) AU_##id,
    AU_COLUMNS(X)
#undef X
        AU_N
};

static const char *const columns[] = {
#define X(id, name) name,
    AU_COLUMNS(X)
#undef X
};

/* "2b" belongs to "2". */
static ms_str key(const ms_sheet *t)
{
    ms_str s = ms_sheet_cell(t, AU_REFERENCE);
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9') n++;
    return n ? (ms_str){s.p, n} : s;
}

static bool is(ms_str s, const char *z)
{
    return strlen(z) == s.n && !strncasecmp(z, s.p, s.n);
}

/* What a cell says; "na" says nothing. */
static ms_str said(ms_entry *x, ms_str cell)
{
    ms_str s = ms_entry_clean(x, cell);
    return is(s, "na") || is(s, "n/a") || is(s, "unknown") ? MS_STR("") : s;
}

/* Takes what is before the next ";", ">>", " or " or ", " with a digit behind it. */
static bool next_date(ms_str *rest, ms_str *piece)
{
    while (rest->p) {
        size_t i = 0, skip = 0;
        for (; i < rest->n; i++) {
            ms_str s = {rest->p + i, rest->n - i};
            bool digit = s.n > 2 && s.p[2] >= '0' && s.p[2] <= '9';
            if (s.p[0] == ';') skip = 1;
            else if (s.n > 2 && !memcmp(s.p, ">>", 2)) skip = 2;
            else if (s.n > 4 && !strncasecmp(s.p, " or ", 4)) skip = 4;
            else if (s.n > 3 && !memcmp(s.p, ", ", 2) && digit) skip = 2;
            if (skip) break;
        }
        *piece = ms_str_trim((ms_str){rest->p, i});
        *rest = skip ? (ms_str){rest->p + i + skip, rest->n - i - skip} : (ms_str){NULL, 0};
        if (piece->n) return true;
    }
    return false;
}

/* A day as a spreadsheet counts it: from 30 December 1899. */
static ms_str serial_date(ms_entry *x, ms_str s)
{
    if (s.n != 5) return s;
    long days = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return s;
        days = days * 10 + (s.p[i] - '0');
    }
    /* Days since 1 March 0000, by eras of 400 years. */
    long z = days - 25569 + 719468, era = z / 146097, doe = z - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, y = yoe + era * 400;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    long day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    return ms_entry_f(x, "%04ld-%02ld-%02ld", y + (month <= 2), month, day);
}

static void add_births(ms_entry *x, ms_str cell, bool person)
{
    ms_str piece, date, rest = said(x, cell);
    unsigned n = 0;
    while (ms_numbered_next(&rest, &n, &piece))
        while (next_date(&piece, &date)) {
            if (date.n > 9 && !strncasecmp(date.p, "alt DOB:", 8))
                date = ms_str_trim((ms_str){date.p + 8, date.n - 8});
            date = serial_date(x, date);
            if (person) ms_entry_birth(x, date);
            else ms_entry_note(x, "Date", MS_STR(""), date);
        }
}

static void each(ms_entry *x, const char *prop, const char *label, ms_str cell)
{
    ms_str piece, rest = said(x, cell);
    unsigned n = 0;
    while (ms_numbered_next(&rest, &n, &piece)) ms_entry_add_or_note(x, prop, label, piece);
}

static void add_name(ms_entry *x, const ms_group_row *row)
{
    ms_str name = ms_entry_clean(x, row->cell[AU_NAME]), type = row->cell[AU_NAME_TYPE];
    ms_str strength = row->cell[AU_ALIAS_STRENGTH];
    bool weak = is(strength, "weak") || is(strength, "low");
    bool former = is(type, "fka") || is(type, "formerly known as") || is(type, "previous name");
    ms_entry_add(x,
                 is(type, "primary name") ? "name"
                 : former                 ? "previousName"
                 : weak                   ? "weakAlias"
                                          : "alias",
                 name);
}

static void add_row(ms_entry *x, ms_entity *sanction, ms_said *seen, const ms_group_row *row,
                    bool person)
{
    ms_str piece, rest = said(x, row->cell[AU_ADDRESS]);
    unsigned n = 0;
    x->at = row->at;
    add_name(x, row);
    add_births(x, row->cell[AU_DOB], person);
    each(x, "birthPlace", "Place", row->cell[AU_PLACE]);
    each(x, person ? "nationality" : "country", "Citizenship", row->cell[AU_CITIZENSHIP]);
    ms_entry_add_or_note(x, "imoNumber", "IMO number", row->cell[AU_IMO]);
    while (ms_numbered_next(&rest, &n, &piece))
        if (ms_said_new(seen, x, piece)) ms_entry_address(x, piece, MS_STR(""));
    ms_entry_add(x, "notes", said(x, row->cell[AU_MORE]));
    ms_entry_add_to(x, sanction, "summary", ms_entry_clean(x, row->cell[AU_LISTING]));
    ms_entry_add_to(x, sanction, "program", ms_entry_clean(x, row->cell[AU_COMMITTEES]));
    ms_entry_add_to(x, sanction, "provisions", ms_entry_clean(x, row->cell[AU_INSTRUMENT]));
    ms_entry_add_to(x, sanction, "modifiedAt", serial_date(x, row->cell[AU_CONTROL_DATE]));
}

static ms_rc give(ms_reader *r, const ms_group_row *rows, uint32_t n, ms_diag *d)
{
    ms_str type = rows->cell[AU_TYPE];
    bool person = is(type, "individual"), vessel = is(type, "vessel");
    const char *schema = person ? "Person" : vessel ? "Vessel" : "Organization";
    ms_said seen = {NULL};
    ms_entry x = ms_entry_make(r, rows->key, schema, rows->at, d);
    ms_entity *s = ms_entry_sanction(&x, "Department of Foreign Affairs and Trade");
    ms_entry_add(&x, "topics", MS_STR("sanction"));
    ms_entry_add_to(&x, s, "country", MS_STR("au"));
    ms_entry_add_to(&x, s, "authorityId", rows->key);
    for (uint32_t i = 0; i < n && !x.rc; i++) add_row(&x, s, &seen, &rows[i], person);
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

ms_rc ms_read_au_csv(ms_reader *r, ms_diag *d)
{
    ms_sheet t;
    ms_rc rc = ms_sheet_open(&t, r, ',', d);
    if (!rc) rc = ms_sheet_next(&t, d);
    if (!rc) rc = ms_sheet_header(&t, columns, AU_N, AU_NAME_TYPE + 1, d);
    if (!rc) rc = ms_groups_read(&t, key, give, d);
    ms_sheet_close(&t);
    return rc == MS_END ? MS_OK : rc;
}
