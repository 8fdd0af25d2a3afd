/* Our own CSV: a header of FollowTheMoney property names, several values in a cell
 * between ";". */
#include <marsad/name.h>

#include "base/csv.h"
#include "base/mem.h"
#include "lists/reader.h"

typedef enum role { ROLE_VALUE, ROLE_ID, ROLE_SCHEMA, ROLE_UNKNOWN } role;

typedef struct column {
    ms_str name; /* as the model writes it, or as the header has it */
    role role;
} column;

typedef struct table {
    ms_reader *r;
    ms_arena *a; /* of the header */
    column *columns;
    uint32_t n;
    ms_str schema; /* of rows that name none */
} table;

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same(ms_str a, ms_str b)
{
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (folded(a.p[i]) != folded(b.p[i])) return false;
    return true;
}

/* The property called `name` in any schema. */
static const ms_prop *any_prop(ms_str name)
{
    for (unsigned i = 0; i < ms_schema_count(); i++) {
        const ms_prop *p = ms_schema_prop(ms_schema_at(i), name);
        if (p) return p;
    }
    return NULL;
}

static column column_of(ms_arena *a, ms_str cell, uint32_t number)
{
    ms_str name = ms_str_trim(cell);
    const ms_prop *p = any_prop(name);
    if (p) return (column){ms_prop_name(p), ROLE_VALUE};
    if (same(name, MS_STR("id"))) return (column){MS_STR("id"), ROLE_ID};
    if (same(name, MS_STR("schema"))) return (column){MS_STR("schema"), ROLE_SCHEMA};
    if (!name.n) return (column){ms_arena_strf(a, "column %u", number + 1), ROLE_UNKNOWN};
    return (column){ms_arena_str(a, name), ROLE_UNKNOWN};
}

/* Rows that name no schema are persons when a column is a property that persons have
 * and legal entities in general have not. */
static ms_str default_schema(const table *t)
{
    const ms_schema *person = ms_schema_find(MS_STR("Person"));
    const ms_schema *legal = ms_schema_find(MS_STR("LegalEntity"));
    for (uint32_t i = 0; i < t->n; i++)
        if (t->columns[i].role == ROLE_VALUE && ms_schema_prop(person, t->columns[i].name) &&
            !ms_schema_prop(legal, t->columns[i].name))
            return MS_STR("Person");
    return MS_STR("LegalEntity");
}

static ms_rc read_header(table *t, const ms_csv_row *row, ms_diag *d)
{
    bool known = false;
    t->columns = ms_arena_array(t->a, row->n, sizeof *t->columns);
    for (uint32_t i = 0; t->columns && i < row->n; i++) {
        t->columns[i] = column_of(t->a, row->cell[i], i);
        if (!t->columns[i].name.p) t->columns = NULL;
        else known |= t->columns[i].role != ROLE_UNKNOWN;
    }
    if (!t->columns)
        return ms_fail(d, MS_ENOMEM, row->line, row->at, "no memory for the header");
    t->n = row->n;
    t->schema = default_schema(t);
    if (known) return MS_OK;
    return ms_fail(d, MS_EFORMAT, row->line, row->at,
                   "no FollowTheMoney property in the header");
}

/* Takes the next value of a cell from `*rest`; false at its end. */
static bool next_value(ms_arena *a, ms_str *rest, ms_str *out)
{
    if (!rest->p) return false;
    char *p = ms_arena_alloc(a, rest->n + 1);
    size_t i = 0, w = 0;
    if (!p) return *out = (ms_str){NULL, 0}, true;
    for (; i < rest->n && rest->p[i] != ';'; i++) {
        bool escape = rest->p[i] == '\\' && i + 1 < rest->n && strchr(";\\", rest->p[i + 1]) &&
                      rest->p[i + 1];
        i += escape;
        p[w++] = rest->p[i];
    }
    *out = ms_str_trim((ms_str){p, w});
    *rest = i < rest->n ? (ms_str){rest->p + i + 1, rest->n - i - 1} : (ms_str){NULL, 0};
    return true;
}

/* A column that the row's schema has no property for. */
static ms_rc unmapped(const table *t, const ms_entity *e, const column *c, ms_str cell)
{
    ms_str name =
        c->role == ROLE_UNKNOWN
            ? c->name
            : ms_arena_strf(e->arena, "%.*s of %.*s", MS_FMT(c->name), MS_FMT(e->schema_name));
    return name.p ? ms_reader_unmapped(t->r, name, cell) : MS_ENOMEM;
}

static ms_rc add_cell(const table *t, ms_entity *e, const column *c, ms_str cell, ms_place at)
{
    if (!ms_str_trim(cell).n || c->role == ROLE_ID || c->role == ROLE_SCHEMA) return MS_OK;
    if (c->role == ROLE_UNKNOWN || !ms_schema_prop(e->schema, c->name))
        return unmapped(t, e, c, cell);
    ms_rc rc = MS_OK;
    for (ms_str value; !rc && next_value(e->arena, &cell, &value);)
        rc = value.p ? ms_reader_value(t->r, e, c->name, value, at) : MS_ENOMEM;
    return rc;
}

/* The first cell of a role, trimmed. */
static ms_str cell_of(const table *t, const ms_csv_row *row, role want)
{
    for (uint32_t i = 0; i < t->n && i < row->n; i++)
        if (t->columns[i].role == want) return ms_str_trim(row->cell[i]);
    return (ms_str){"", 0};
}

/* Whether the row as such can be read: text, cells, schema, id. */
static ms_rc check_row(const table *t, const ms_csv_row *row, ms_str schema, ms_str id,
                       ms_diag *d)
{
    for (uint32_t i = 0; i < row->n; i++) {
        size_t bad = ms_utf8_valid(row->cell[i]);
        const char *nul = row->cell[i].n ? memchr(row->cell[i].p, 0, row->cell[i].n) : NULL;
        if (bad < row->cell[i].n || nul)
            return ms_fail(d, MS_EENCODING, row->line, row->cell_at[i] + bad,
                           nul ? "a NUL byte in column %u" : "UTF-8 expected in column %u",
                           i + 1);
        if (i >= t->n && ms_str_trim(row->cell[i]).n)
            return ms_fail(d, MS_ESYNTAX, row->line, row->cell_at[i],
                           "%u cells, where the header has %u", row->n, t->n);
    }
    if (!ms_schema_find(schema))
        return ms_fail(d, MS_EVALUE, row->line, row->at, "schema: '%.*s' is not in the model",
                       (int)(schema.n < 80 ? schema.n : 80), schema.p);
    if (id.n > MS_ENTITY_ID_MAX)
        return ms_fail(d, MS_ELIMIT, row->line, row->at, "id: more than %d bytes",
                       MS_ENTITY_ID_MAX);
    return MS_OK;
}

static ms_rc read_row(const table *t, const ms_csv_row *row, ms_diag *d)
{
    ms_diag why;
    ms_arena *a = t->r->arena;
    ms_place at = {row->line, row->at};
    ms_str id = cell_of(t, row, ROLE_ID), schema = cell_of(t, row, ROLE_SCHEMA);
    if (!schema.n) schema = t->schema;
    if (check_row(t, row, schema, id, &why))
        return ms_reader_aside(t->r, &why, id.n > MS_ENTITY_ID_MAX ? MS_STR("") : id, true);
    ms_entity e = ms_entity_make(a, id, schema);
    ms_rc rc = e.id.p && e.schema_name.p ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; !rc && i < row->n && i < t->n; i++)
        rc = add_cell(t, &e, &t->columns[i], row->cell[i],
                      (ms_place){row->line, row->cell_at[i]});
    if (rc == MS_ELIMIT) {
        ms_fail(&why, rc, row->line, row->at, "more than %d values", MS_ENTITY_VALUES_MAX);
        return ms_reader_aside(t->r, &why, id, true);
    }
    if (!rc && !id.n) rc = ms_reader_hash_id(t->r, &e);
    if (rc) return ms_fail(d, rc, row->line, row->at, "%s", ms_rc_text(rc));
    bool taken;
    return ms_reader_take(t->r, &e, at, &taken, d);
}

static ms_rc read_rows(table *t, ms_csv *csv, ms_diag *d)
{
    ms_csv_row row = {0};
    ms_rc rc = MS_OK;
    while (!rc) {
        rc = ms_csv_next(csv, &row, d);
        if (rc) break;
        if (!t->columns) {
            rc = row.fault ? row.fault : read_header(t, &row, d);
            continue;
        }
        ms_reader_record(t->r);
        rc = row.fault ? ms_reader_aside(t->r, d, MS_STR(""), true) : read_row(t, &row, d);
    }
    return rc == MS_END ? MS_OK : rc;
}

/* Tabs separate when the first line has one and no comma before it. */
static ms_rc find_delimiter(ms_source *src, char *out, ms_diag *d)
{
    ms_str head;
    ms_rc rc = ms_source_peek(src, 65536, &head, d);
    size_t i = 0;
    while (i < head.n && head.p[i] != '\t' && head.p[i] != ',' && head.p[i] != '\n') i++;
    *out = i < head.n && head.p[i] == '\t' ? '\t' : ',';
    return rc;
}

ms_rc ms_read_own_csv(ms_reader *r, ms_diag *d)
{
    ms_csv *csv = NULL;
    ms_diag own = {0};
    ms_csv_opts o = {.row_max = MS_RECORD_MAX, .cell_max = MS_FIELD_MAX};
    table t = {.r = r, .a = ms_arena_new(MS_RECORD_MAX)};
    ms_rc rc = find_delimiter(r->src, &o.delimiter, &own);
    o.quoting = o.delimiter == ',';
    if (!rc && (!t.a || ms_csv_open(r->src, &o, &csv)))
        rc = ms_fail(&own, MS_ENOMEM, 0, 0, "no memory to read CSV");
    if (!rc) rc = read_rows(&t, csv, &own);
    if (csv) r->report->bytes += ms_csv_bytes(csv);
    ms_csv_free(csv);
    ms_arena_free(t.a);
    if (rc && d) *d = own;
    return rc;
}
