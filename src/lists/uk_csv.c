/* The UK Sanctions List, CSV: a row for each combination of a subject's names, addresses,
 * documents and so on, so that every fact stands in many rows. */
#include "lists/uk_facts.h"

#define UK_COLUMNS(X)                                   \
    X(ID, "Unique ID")                                  \
    X(NAME6, "Name 6")                                  \
    X(NAME_TYPE, "Name type")                           \
    X(NAME1, "Name 1")                                  \
    X(NAME2, "Name 2")                                  \
    X(NAME3, "Name 3")                                  \
    X(NAME4, "Name 4")                                  \
    X(NAME5, "Name 5")                                  \
    X(QUALITY, "Alias strength")                        \
    X(GROUP, "OFSI Group ID")                           \
    X(TYPE, "Designation Type")                         \
    X(OLDER_TYPE, "Individual, Entity, Ship")           \
    X(ADDRESS1, "Address Line 1")                       \
    X(ADDRESS2, "Address Line 2")                       \
    X(ADDRESS3, "Address Line 3")                       \
    X(ADDRESS4, "Address Line 4")                       \
    X(ADDRESS5, "Address Line 5")                       \
    X(ADDRESS6, "Address Line 6")                       \
    X(POST_CODE, "Address Postal Code")                 \
    X(COUNTRY, "Address Country")                       \
    X(TOWN, "Town of birth")                            \
    X(BIRTH_COUNTRY, "Country of birth")                \
    X(PASSPORT, "Passport number")                      \
    X(PASSPORT_INFO, "Passport additional information") \
    X(NATIONAL, "National Identifier number")           \
    X(NATIONAL_INFO, "National Identifier additional information")

enum {
#define X(id, name) UK_##id,
    UK_COLUMNS(X)
#undef X
        UK_FACTS, /* the first of those in MS_UK_FACTS */
    UK_N = UK_FACTS
#define X(column, element, how, what) +1
        MS_UK_FACTS(X)
#undef X
};

static const char *const columns[] = {
#define X(id, name) name,
    UK_COLUMNS(X)
#undef X
#define X(column, element, how, what) column,
        MS_UK_FACTS(X)
#undef X
};

static void add_name(ms_uk *u, const ms_str *cell)
{
    const ms_str part[MS_UK_PARTS] = {cell[UK_NAME1], cell[UK_NAME2], cell[UK_NAME3],
                                      cell[UK_NAME4], cell[UK_NAME5], cell[UK_NAME6]};
    ms_uk_name(u, part, cell[UK_NAME_TYPE], cell[UK_QUALITY]);
}

static void add_birth_place(ms_uk *u, const ms_str *cell)
{
    ms_uk_birth_place(u, cell[UK_TOWN], cell[UK_BIRTH_COUNTRY]);
}

static void add_passport(ms_uk *u, const ms_str *cell)
{
    ms_uk_numbered(u, true, cell[UK_PASSPORT], cell[UK_PASSPORT_INFO]);
}

static void add_national(ms_uk *u, const ms_str *cell)
{
    ms_uk_numbered(u, false, cell[UK_NATIONAL], cell[UK_NATIONAL_INFO]);
}

static void add_address(ms_uk *u, const ms_str *cell)
{
    ms_uk_address(u, cell + UK_ADDRESS1, cell[UK_POST_CODE], cell[UK_COUNTRY]);
}

/* The first row that says something in column `i` says it of the subject. */
static ms_str said(const ms_group_row *rows, uint32_t n, unsigned i)
{
    uint32_t k = 0;
    while (k + 1 < n && !rows[k].cell[i].n) k++;
    return rows[k].cell[i];
}

static ms_rc give(ms_reader *r, const ms_group_row *rows, uint32_t n, ms_diag *d)
{
    static void (*const parts[])(ms_uk * u, const ms_str *cell) = {
        add_name, add_birth_place, add_passport, add_national, add_address};
    ms_str type = said(rows, n, UK_TYPE);
    ms_uk u = ms_uk_designation(r, said(rows, n, UK_ID), said(rows, n, UK_GROUP),
                                type.n ? type : said(rows, n, UK_OLDER_TYPE), rows->at, d);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        for (uint32_t i = 0; i < n && !u.x.rc; i++) {
            u.x.at = rows[i].at;
            parts[k](&u, rows[i].cell);
        }
    for (unsigned f = 0; f < ms_uk_fact_count(); f++)
        for (uint32_t i = 0; i < n && !u.x.rc; i++) {
            u.x.at = rows[i].at;
            ms_uk_fact(&u, f, rows[i].cell[UK_FACTS + f]);
        }
    ms_entry_end(&u.x);
    return ms_entry_rc(&u.x);
}

static ms_str key(const ms_sheet *t)
{
    ms_str id = ms_sheet_cell(t, UK_ID);
    return id.n ? id : ms_sheet_cell(t, UK_GROUP);
}

/* The date in "Report Date: 13-Feb-2026". */
static ms_rc version(ms_reader *r, ms_str line)
{
    const char *colon = memchr(line.p, ':', line.n);
    if (!colon) return MS_OK;
    ms_str day = {colon + 1, line.n - (size_t)(colon + 1 - line.p)};
    char *p = ms_arena_alloc(r->arena, day.n + 1);
    if (!p) return MS_ENOMEM;
    for (size_t i = 0; i < day.n; i++) p[i] = day.p[i] == '-' ? ' ' : day.p[i];
    return ms_uk_version(r, ms_str_trim((ms_str){p, day.n}));
}

static bool is_header(const ms_csv_row *row)
{
    for (uint32_t i = 0; i < row->n; i++)
        if (ms_str_eq(ms_str_trim(row->cell[i]), MS_STR("Unique ID"))) return true;
    return false;
}

ms_rc ms_read_uk_csv(ms_reader *r, ms_diag *d)
{
    enum { BEFORE = 4 }; /* rows in front of the header */
    ms_sheet t;
    ms_rc rc = ms_sheet_open(&t, r, ',', d);
    if (!rc) rc = ms_sheet_next(&t, d);
    for (unsigned i = 0; i < BEFORE && !rc && !is_header(&t.row); i++) {
        if (t.row.n) rc = version(r, t.row.cell[0]);
        if (!rc) rc = ms_sheet_next(&t, d);
    }
    if (!rc) rc = ms_sheet_header(&t, columns, UK_N, UK_NAME_TYPE + 1, d);
    if (!rc) rc = ms_groups_read(&t, key, give, d);
    ms_sheet_close(&t);
    return rc == MS_END ? MS_OK : rc;
}
