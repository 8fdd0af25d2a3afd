#include <stdlib.h>

#include <marsad/lost.h>
#include <marsad/model.h>

#include "base/ascii.h"
#include "base/csv.h"
#include "base/mem.h"
#include "match/evidence.h"

enum { NUMBER, ISSUER, TYPE, COLUMNS, ABSENT = UINT16_MAX };

/* Names of columns, without blanks and marks. */
static const struct {
    const char *name;
    unsigned column;
} headers[] = {
    {"number", NUMBER}, {"document", NUMBER},   {"documentnumber", NUMBER},
    {"issuer", ISSUER}, {"country", ISSUER},    {"issuingstate", ISSUER},
    {"type", TYPE},     {"documenttype", TYPE},
};

typedef struct entry {
    ms_document key;
    ms_str country; /* of the issuer, in one form; empty: not said */
    char type;      /* the first letter, a capital; 0: not said */
    ms_lost_row row;
} entry;

struct ms_lost {
    ms_arena *arena;
    entry *v;
    size_t n, cap;
};

const char *ms_lost_finding_name(ms_lost_finding f)
{
    static const char *const names[] = {
#define X(name, key, what) key,
        MS_LOST_LIST(X)
#undef X
    };
    return names[f];
}

/* ---- what is compared ----------------------------------------------------- */

static char type_of(ms_str type)
{
    type = ms_str_trim(type);
    return type.n ? ms_upper(type.p[0]) : 0;
}

/* A country by its code in travel documents; that code, in capitals in `code`, where it is of
 * an organisation or the like; empty when there is none such. */
static ms_str country_of(ms_str issuer, char code[3])
{
    ms_mrz_country c;
    if (!issuer.n || issuer.n > 3) return (ms_str){0};
    for (size_t i = 0; i < issuer.n; i++) code[i] = ms_upper(issuer.p[i]);
    if (!ms_mrz_country_find((ms_str){code, issuer.n}, &c)) return (ms_str){0};
    return c.country.n ? c.country : (ms_str){code, issuer.n};
}

static bool same_text(ms_str a, ms_str b)
{
    for (size_t i = 0; i < a.n && a.n == b.n; i++)
        if (ms_upper(a.p[i]) != ms_upper(b.p[i])) return false;
    return a.n == b.n;
}

/* Whether an issuer as a message has it may be that of `e`. */
static bool issuer_agrees(const entry *e, ms_str issuer)
{
    char code[3];
    if (!e->country.n || !issuer.n) return true;
    ms_str c = country_of(issuer, code);
    return same_text(e->country, c.n ? c : issuer);
}

static int by_number(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int c = ms_document_order(&x->key, &y->key);
    if (c) return c;
    return (x->row.line > y->row.line) - (x->row.line < y->row.line);
}

/* ---- reading -------------------------------------------------------------- */

/* Finds the columns in the header. */
static ms_rc find_columns(const ms_csv_row *row, uint32_t *column, ms_diag *d)
{
    for (unsigned k = 0; k < COLUMNS; k++) column[k] = ABSENT;
    for (uint32_t i = 0; i < row->n && i < ABSENT; i++) {
        char name[32];
        size_t n = 0;
        for (size_t k = 0; k < row->cell[i].n && n < sizeof name; k++) {
            char c = row->cell[i].p[k];
            if (ms_is_upper(c)) c = (char)(c + 32);
            if (c >= 'a' && c <= 'z') name[n++] = c;
        }
        for (size_t k = 0; k < sizeof headers / sizeof *headers; k++)
            if (ms_str_eq((ms_str){name, n}, ms_str_z(headers[k].name)) &&
                column[headers[k].column] == ABSENT)
                column[headers[k].column] = i;
    }
    if (column[NUMBER] != ABSENT) return MS_OK;
    return ms_fail(d, MS_EMISSING, row->line, 0, "the header has no column 'number'");
}

static ms_str cell(const ms_csv_row *row, uint32_t column)
{
    return column < row->n ? ms_str_trim(row->cell[column]) : (ms_str){0};
}

static ms_rc keep(ms_arena *a, ms_str from, ms_str *to)
{
    *to = ms_arena_str(a, from);
    return to->p ? MS_OK : MS_ENOMEM;
}

/* The issuer in one form: a country where it is one, else as it is. */
static ms_rc keep_country(ms_arena *a, ms_str issuer, ms_str *to)
{
    char code[3];
    ms_str c = country_of(issuer, code), clean;
    *to = (ms_str){0};
    if (!issuer.n) return MS_OK;
    if (c.n) return keep(a, c, to);
    ms_rc rc = ms_value_clean(MS_TYPE_COUNTRY, 0, issuer, a, &clean);
    if (rc == MS_ENOMEM) return rc;
    return keep(a, rc ? issuer : clean, to);
}

static ms_rc add(ms_lost *l, const ms_csv_row *row, const uint32_t *column,
                 const ms_document *key)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 64;
        entry *v = ms_realloc(l->v, cap * sizeof *v);
        if (!v) return MS_ENOMEM;
        l->v = v, l->cap = cap;
    }
    entry *e = &l->v[l->n];
    *e = (entry){.key = *key, .type = type_of(cell(row, column[TYPE])), .row.line = row->line};
    ms_rc rc = keep(l->arena, cell(row, column[NUMBER]), &e->row.number);
    if (!rc) rc = keep(l->arena, cell(row, column[ISSUER]), &e->row.issuer);
    if (!rc) rc = keep(l->arena, cell(row, column[TYPE]), &e->row.type);
    if (!rc) rc = keep_country(l->arena, cell(row, column[ISSUER]), &e->country);
    l->n += !rc;
    return rc;
}

static void broken(ms_lost_report *r, const ms_diag *d)
{
    if (!r->broken++) r->first = *d;
}

static ms_rc read_rows(ms_lost *l, ms_csv *csv, ms_lost_report *report, ms_diag *d)
{
    uint32_t column[COLUMNS];
    ms_csv_row row;
    ms_document key;
    ms_rc rc = ms_csv_next(csv, &row, d);
    if (rc == MS_END) return ms_fail(d, MS_EMISSING, 0, 0, "the file is empty");
    if (!rc) rc = row.fault ? row.fault : find_columns(&row, column, d);
    while (!rc && (rc = ms_csv_next(csv, &row, d)) == MS_OK) {
        report->rows++;
        if (row.fault) {
            broken(report, d);
        } else if (!ms_key_make(MS_KEY_NUMBER, cell(&row, column[NUMBER]), &key)) {
            ms_fail(d, MS_EVALUE, row.line, row.at, "a number is 4 to 32 letters and digits");
            broken(report, d);
        } else {
            rc = add(l, &row, column, &key);
        }
    }
    report->kept = l->n;
    return rc == MS_END ? MS_OK : rc;
}

ms_rc ms_lost_read(ms_source *src, ms_lost **out, ms_lost_report *report, ms_diag *d)
{
    const ms_csv_opts opts = {.delimiter = ',', .quoting = true};
    ms_csv *csv = NULL;
    ms_lost *l = ms_calloc(1, sizeof *l);
    *report = (ms_lost_report){0};
    if (l) l->arena = ms_arena_new(0);
    ms_rc rc = l && l->arena ? ms_csv_open(src, &opts, &csv) : MS_ENOMEM;
    if (!rc) rc = read_rows(l, csv, report, d);
    if (rc == MS_ENOMEM) ms_fail(d, rc, 0, 0, "no memory for the list of documents");
    ms_csv_free(csv);
    if (rc) {
        ms_lost_free(l);
        return rc;
    }
    if (l->n) qsort(l->v, l->n, sizeof *l->v, by_number);
    *out = l;
    return MS_OK;
}

void ms_lost_free(ms_lost *l)
{
    if (!l) return;
    ms_arena_free(l->arena);
    ms_free(l->v);
    ms_free(l);
}

/* ---- looking up ----------------------------------------------------------- */

static ms_lost_finding compare(const entry *e, const ms_document *key, ms_str issuer, char type)
{
    if (!issuer_agrees(e, issuer)) return MS_LOST_NONE;
    bool same = memcmp(e->key.s, key->s, key->len) == 0;
    return same && (!e->type || !type || e->type == type) ? MS_LOST_EXACT : MS_LOST_LIKE;
}

ms_lost_finding ms_lost_find(const ms_lost *l, const ms_travel_document *document,
                             ms_lost_row *row)
{
    ms_document key;
    ms_lost_finding best = MS_LOST_NONE;
    if (!l || !ms_key_make(MS_KEY_NUMBER, document->number, &key)) return best;
    ms_str issuer = ms_str_trim(document->issuer);
    char type = type_of(document->type);
    size_t lo = 0, hi = l->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (ms_document_order(&l->v[mid].key, &key) < 0) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < l->n && !ms_document_order(&l->v[lo].key, &key); lo++) {
        ms_lost_finding f = compare(&l->v[lo], &key, issuer, type);
        if (f <= best) continue;
        best = f;
        if (row) *row = l->v[lo].row;
    }
    return best;
}
