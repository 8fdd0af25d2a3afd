/* OpenSanctions' targets.simple.csv: one row an entity, its facts without the properties
 * that they came from.  Cells hold several values between ";", quoted where one has a ";"
 * of its own. */
#include <stdio.h>

#include "lists/sheet.h"

#define SIMPLE_COLUMNS(X)         \
    X(ID, "id")                   \
    X(SCHEMA, "schema")           \
    X(NAME, "name")               \
    X(ALIASES, "aliases")         \
    X(BIRTH_DATE, "birth_date")   \
    X(COUNTRIES, "countries")     \
    X(ADDRESSES, "addresses")     \
    X(IDENTIFIERS, "identifiers") \
    X(SANCTIONS, "sanctions")     \
    X(PHONES, "phones")           \
    X(EMAILS, "emails")           \
    X(PROGRAM_IDS, "program_ids")

enum {
#define X(id, name) SIMPLE_##id,
    SIMPLE_COLUMNS(X)
#undef X
        SIMPLE_N
};

static const char *const columns[] = {
#define X(id, name) name,
    SIMPLE_COLUMNS(X)
#undef X
};

/* Takes the next value of a cell; `"a;b";c` has two. */
static bool next(ms_entry *x, ms_str *rest, ms_str *value)
{
    if (!rest->p) return false;
    char *p = ms_arena_alloc(x->a, rest->n + 1);
    bool quoted = rest->n && rest->p[0] == '"';
    size_t i = quoted, w = 0;
    if (!p) return x->rc = MS_ENOMEM, false;
    for (; i < rest->n && (quoted || rest->p[i] != ';'); i++) {
        bool quote = quoted && rest->p[i] == '"';
        if (quote && i + 1 < rest->n && rest->p[i + 1] == '"') i++;
        else if (quote) {
            quoted = false;
            continue;
        }
        p[w++] = rest->p[i];
    }
    *value = ms_str_trim((ms_str){p, w});
    *rest = i < rest->n ? (ms_str){rest->p + i + 1, rest->n - i - 1} : (ms_str){NULL, 0};
    return true;
}

static void each(ms_entry *x, ms_entity *e, const char *prop, ms_str cell)
{
    ms_str value;
    while (next(x, &cell, &value)) ms_entry_add_to(x, e, prop, value);
}

/* The most general property that the schema has for a number of any kind. */
static const char *identifier(const ms_schema *s, ms_str value)
{
    static const char *const props[] = {"idNumber", "registrationNumber", "publicKey"};
    bool imo = value.n == 10 && !memcmp(value.p, "IMO", 3);
    if (imo && ms_schema_prop(s, MS_STR("imoNumber"))) return "imoNumber";
    for (size_t i = 0; i < sizeof props / sizeof *props; i++)
        if (ms_schema_prop(s, ms_str_z(props[i]))) return props[i];
    return "-";
}

static void add_cells(ms_entry *x, const ms_sheet *t)
{
    ms_str cell, value;
    ms_entry_add(x, "name", ms_sheet_cell(t, SIMPLE_NAME));
    each(x, &x->e, "alias", ms_sheet_cell(t, SIMPLE_ALIASES));
    for (cell = ms_sheet_cell(t, SIMPLE_BIRTH_DATE); next(x, &cell, &value);)
        ms_entry_add_or_note(x, "birthDate", "Birth date", value);
    each(x, &x->e, "country", ms_sheet_cell(t, SIMPLE_COUNTRIES));
    each(x, &x->e, "address", ms_sheet_cell(t, SIMPLE_ADDRESSES));
    for (cell = ms_sheet_cell(t, SIMPLE_IDENTIFIERS); next(x, &cell, &value);)
        ms_entry_add_or_note(x, identifier(x->e.schema, value), "Identifier", value);
    for (cell = ms_sheet_cell(t, SIMPLE_PHONES); next(x, &cell, &value);)
        ms_entry_add_or_note(x, "phone", "Phone", value);
    for (cell = ms_sheet_cell(t, SIMPLE_EMAILS); next(x, &cell, &value);)
        ms_entry_add_or_note(x, "email", "Email", value);
    each(x, &x->e, "programId", ms_sheet_cell(t, SIMPLE_PROGRAM_IDS));
    if (!(cell = ms_sheet_cell(t, SIMPLE_SANCTIONS)).n) return;
    ms_entity *s = ms_entry_satellite(x, "sanction", true, "Sanction", "entity", NULL);
    each(x, s, "program", cell);
}

static ms_rc read_row(const ms_sheet *t, ms_diag *d)
{
    ms_str id = ms_sheet_cell(t, SIMPLE_ID), schema = ms_sheet_cell(t, SIMPLE_SCHEMA);
    ms_diag why;
    if (!ms_schema_find(schema)) {
        ms_fail(&why, MS_EVALUE, t->row.line, t->row.at, "schema: '%.*s' is not in the model",
                (int)(schema.n < 80 ? schema.n : 80), schema.p);
        return ms_reader_aside(t->r, &why, id, true);
    }
    char name[128];
    snprintf(name, sizeof name, "%.*s", MS_FMT(schema));
    ms_entry x = ms_entry_make(t->r, MS_STR(""), name, ms_sheet_place(t), d);
    if (id.n <= MS_ENTRY_ID_MAX) x.e.id = ms_entry_f(&x, "%.*s", MS_FMT(id));
    add_cells(&x, t);
    if (!x.rc) x.rc = ms_sheet_unmapped(t);
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

ms_rc ms_read_ftm_simple(ms_reader *r, ms_diag *d)
{
    ms_sheet t;
    ms_rc rc = ms_sheet_open(&t, r, ',', d);
    if (!rc) rc = ms_sheet_next(&t, d);
    if (!rc) rc = ms_sheet_header(&t, columns, SIMPLE_N, SIMPLE_NAME + 1, d);
    while (!rc) {
        rc = ms_sheet_next(&t, d);
        if (!rc) rc = read_row(&t, d);
    }
    ms_sheet_close(&t);
    return rc == MS_END ? MS_OK : rc;
}
