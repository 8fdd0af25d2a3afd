/* The consolidated financial sanctions list of the European Union, CSV 1.1, and 1.0, whose
 * columns have other names: a row for each fact, with what it is about repeated in each. */
#include <string.h>

#include "lists/eu_facts.h"
#include "lists/groups.h"

enum { MADE = MS_EU_N /* the day of the file */, COLUMNS };

static const char *const columns[2][COLUMNS] = {
    {
#define X(kind, field, xml, csv, old) csv,
        MS_EU_FIELDS(X)
#undef X
            "fileGenerationDate"},
    {
#define X(kind, field, xml, csv, old) old,
        MS_EU_FIELDS(X)
#undef X
            "Date_file"},
};

/* The number of a document as 1.0 has it: "12345 (passport-National passport) (remark)". */
static void split_number(ms_str *v)
{
    ms_str all = ms_str_trim(v[MS_EU_DOC_NUMBER]);
    for (size_t i = 0; i < all.n; i++) {
        if (all.p[i] != '(') continue;
        const char *code = all.p + i + 1, *end = all.p + all.n;
        const char *dash = memchr(code, '-', (size_t)(end - code));
        const char *close = dash ? memchr(dash, ')', (size_t)(end - dash)) : NULL;
        size_t n = 0;
        while (code + n < end && code[n] >= 'a' && code[n] <= 'z') n++;
        if (!close || code + n != dash || n == 0) continue;
        v[MS_EU_DOC_NUMBER] = ms_str_trim((ms_str){all.p, i});
        v[MS_EU_DOC_TYPE] = (ms_str){code, n};
        v[MS_EU_DOC_TYPE_NAME] = (ms_str){dash + 1, (size_t)(close - dash - 1)};
        v[MS_EU_DOC_REMARK] = ms_str_trim((ms_str){close + 1, (size_t)(end - close - 1)});
        return;
    }
}

/* Bytes of a line end at `i`, which the files write as two characters; 0 without one. */
static size_t line_end(ms_str s, size_t i)
{
    if (i < s.n && s.p[i] == '\n') return 1;
    return i + 1 < s.n && s.p[i] == '\\' && s.p[i + 1] == 'n' ? 2 : 0;
}

/* Where "(one)" ends behind which "(another)" begins, and how much lies between the two;
 * s.n without one. */
static size_t separator(ms_str s, size_t *width)
{
    for (size_t i = 0; i < s.n; i++) {
        size_t n = s.p[i] == ')' ? line_end(s, i + 1) : 0;
        *width = n + 2;
        if (n && i + 1 + n < s.n && s.p[i + 1 + n] == '(') return i;
    }
    return s.n;
}

/* Whether `s` stands in parentheses as a whole: "(this)", not "(this) and (that)". */
static bool wrapped(ms_str s)
{
    int depth = 0;
    bool closed = false;
    if (s.n < 2 || s.p[0] != '(' || s.p[s.n - 1] != ')') return false;
    for (size_t i = 0; i < s.n; i++) {
        depth += (s.p[i] == '(') - (s.p[i] == ')');
        bool next = line_end(s, i + 1) > 0;
        if (depth == 0 && i + 1 < s.n && s.p[i] == ')' && !next) closed = true;
    }
    return !closed || depth != 0;
}

/* `s` with the line ends that it means.  `p` is NULL when memory is spent. */
static ms_str plain(ms_arena *a, ms_str s)
{
    char *p = ms_arena_alloc(a, s.n + 1), *w = p;
    for (size_t i = 0; p && i < s.n; i++) {
        size_t n = line_end(s, i);
        *w++ = n ? '\n' : s.p[i];
        i += n == 2;
    }
    return (ms_str){p, p ? (size_t)(w - p) : 0};
}

/* The remarks of "(one)\n(another)", joined as the XML's. */
static ms_str remarks(ms_arena *a, ms_str s)
{
    if (!wrapped(s)) return plain(a, s);
    ms_str rest = {s.p + 1, s.n - 2}, all = MS_STR("");
    while (rest.n && all.p) {
        size_t width = 0, n = separator(rest, &width);
        ms_str one = plain(a, (ms_str){rest.p, n});
        all = one.p ? ms_eu_remark(a, all, one) : one;
        rest = n < rest.n ? (ms_str){rest.p + n + width, rest.n - n - width} : MS_STR("");
    }
    return all;
}

/* Brings a row into the form of the XML. */
static ms_rc prepare(ms_arena *a, ms_str *v)
{
    static const ms_eu_field texts[] = {
        MS_EU_ENTITY_REMARK, MS_EU_NAME_REMARK,    MS_EU_BIRTH_REMARK,    MS_EU_CITIZEN_REMARK,
        MS_EU_DOC_REMARK,    MS_EU_ADDRESS_REMARK, MS_EU_ADDRESS_CONTACTS};
    if (!v[MS_EU_DOC_TYPE].n) split_number(v);
    if (ms_str_eq(v[MS_EU_BIRTH_DATE], MS_STR("N/A"))) v[MS_EU_BIRTH_DATE] = MS_STR("");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!v[texts[i]].n) continue;
        v[texts[i]] = remarks(a, v[texts[i]]);
        if (!v[texts[i]].p) return MS_ENOMEM;
    }
    return MS_OK;
}

/* The rows of a subject, and the next one to be given. */
typedef struct rows {
    const ms_group_row *v;
    uint32_t n, i;
} rows;

static const ms_str *next(void *ctx, ms_eu_kind kind, bool again, ms_place *at, ms_rc *rc)
{
    (void)kind, (void)rc;
    rows *s = ctx;
    if (again) s->i = 0;
    if (s->i == s->n) return NULL;
    *at = s->v[s->i].at;
    return s->v[s->i++].cell;
}

/* "05/08/2026" */
static ms_rc version(ms_load_report *p, ms_str text)
{
    ms_date day;
    char buf[MS_DATE_MAX];
    if (p->version.n || ms_date_parse(text, &day)) return MS_OK;
    p->version = ms_arena_str(p->arena, (ms_str){buf, ms_date_print(day, buf)});
    return p->version.p ? MS_OK : MS_ENOMEM;
}

static ms_rc give(ms_reader *r, const ms_group_row *group, uint32_t n, ms_diag *d)
{
    rows s = {group, n, 0};
    ms_eu_facts facts = {next, &s};
    ms_rc rc = version(r->report, group->cell[MADE]);
    for (uint32_t i = 0; i < n && !rc; i++) rc = prepare(r->arena, group[i].cell);
    return rc ? rc : ms_eu_give(r, group->cell, group->at, &facts, d);
}

/* The number of the subject with all that is said of it and the regulation: the same
 * party listed by two regulations is two subjects, as in the XML. */
static ms_str key(const ms_sheet *t)
{
    size_t n = 0;
    if (!ms_sheet_cell(t, MS_EU_ENTITY_ID).n) return MS_STR("");
    for (unsigned f = MS_EU_ENTITY_ID; f <= MS_EU_REGULATION_URL; f++)
        n += ms_sheet_cell(t, f).n + 1;
    char *p = ms_arena_alloc(t->r->arena, n), *w = p;
    for (unsigned f = MS_EU_ENTITY_ID; p && f <= MS_EU_REGULATION_URL; f++) {
        ms_str s = ms_sheet_cell(t, f);
        memcpy(w, s.p, s.n);
        w += s.n;
        *w++ = '\x1f';
    }
    return (ms_str){p, n};
}

/* The law behind each fact is not kept, and 1.0 repeats the subject's number. */
static void pass_over(ms_sheet *t)
{
    static const char *const parts[] = {"_Regulation", "_leba_", "_programme",
                                        "Entity_logical_id"};
    for (uint32_t i = 0; i < t->n_header; i++)
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            if (t->header[i].n &&
                memmem(t->header[i].p, t->header[i].n, parts[k], strlen(parts[k])))
                t->header[i].n = 0;
}

static ms_rc header(ms_sheet *t, ms_diag *d)
{
    unsigned old = 1;
    for (uint32_t i = 0; i < t->row.n; i++)
        if (ms_str_eq(ms_str_trim(t->row.cell[i]), MS_STR("Entity_LogicalId"))) old = 0;
    ms_rc rc = ms_sheet_header(t, columns[old], COLUMNS, MS_EU_ENTITY_ID + 1, d);
    if (rc) return rc;
    pass_over(t);
    if (t->at[MS_EU_NAME_WHOLE] != UINT32_MAX) return MS_OK;
    return ms_fail(d, MS_EFORMAT, t->row.line, t->row.at, "the header has no column '%s'",
                   columns[old][MS_EU_NAME_WHOLE]);
}

ms_rc ms_read_eu_csv(ms_reader *r, ms_diag *d)
{
    ms_sheet t;
    ms_rc rc = ms_sheet_open(&t, r, ';', d);
    if (!rc) rc = ms_sheet_next(&t, d);
    if (!rc) rc = ms_sheet_unwrap(&t, d);
    if (!rc) rc = header(&t, d);
    if (!rc) rc = ms_groups_read(&t, key, give, d);
    ms_sheet_close(&t);
    return rc == MS_END ? MS_OK : rc;
}
