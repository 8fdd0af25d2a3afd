#include "lists/sheet.h"

#include <string.h>
#include <strings.h>

#include <marsad/name.h>

ms_rc ms_sheet_open(ms_sheet *t, ms_reader *r, char delimiter, ms_diag *d)
{
    ms_csv_opts o = {.delimiter = delimiter,
                     .quoting = true,
                     .row_max = MS_RECORD_MAX,
                     .cell_max = MS_FIELD_MAX};
    *t = (ms_sheet){.r = r, .a = ms_arena_new(MS_RECORD_MAX), .delimiter = delimiter};
    if (t->a && !ms_csv_open(r->src, &o, &t->csv)) return MS_OK;
    return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to read CSV");
}

static ms_rc know(ms_sheet *t, unsigned i, ms_str cell, ms_diag *d)
{
    t->header[i] = ms_arena_str(t->a, ms_str_trim(cell));
    if (!t->header[i].p)
        return ms_fail(d, MS_ENOMEM, t->row.line, t->row.at, "no memory for the header");
    for (unsigned k = 0; k < t->n; k++) {
        size_t n = strlen(t->columns[k]);
        if (t->at[k] == UINT32_MAX && t->header[i].n == n &&
            !strncasecmp(t->columns[k], t->header[i].p, n)) {
            t->at[k] = i;
            t->header[i].n = 0;
            return MS_OK;
        }
    }
    return MS_OK;
}

ms_rc ms_sheet_header(ms_sheet *t, const char *const *columns, unsigned n, unsigned needed,
                      ms_diag *d)
{
    ms_csv_header(t->csv);
    t->records = true;
    t->columns = columns;
    t->n = n;
    memset(t->at, 0xff, sizeof t->at);
    t->n_header = t->row.n;
    t->header = ms_arena_array(t->a, t->row.n, sizeof *t->header);
    if (!t->header)
        return ms_fail(d, MS_ENOMEM, t->row.line, t->row.at, "no memory for the header");
    for (uint32_t i = 0; i < t->row.n; i++) {
        ms_rc rc = know(t, i, t->row.cell[i], d);
        if (rc) return rc;
    }
    for (unsigned i = 0; i < needed; i++)
        if (t->at[i] == UINT32_MAX)
            return ms_fail(d, MS_EFORMAT, t->row.line, t->row.at,
                           "the header has no column '%s'", columns[i]);
    return MS_OK;
}

/* `cell` from windows-1252, in `a`. */
static ms_str decoded(ms_str cell, ms_arena *a)
{
    static const uint16_t high[32] = {
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    char *p = ms_arena_alloc(a, cell.n * 3 + 1), *w = p;
    for (size_t i = 0; p && i < cell.n; i++) {
        unsigned c = (unsigned char)cell.p[i];
        if (c >= 0x80 && c < 0xa0) c = high[c - 0x80];
        if (c < 0x80) *w++ = (char)c;
        else if (c < 0x800) *w++ = (char)(0xc0 | c >> 6), *w++ = (char)(0x80 | (c & 63));
        else
            *w++ = (char)(0xe0 | c >> 12), *w++ = (char)(0x80 | (c >> 6 & 63)),
            *w++ = (char)(0x80 | (c & 63));
    }
    return (ms_str){p, p ? (size_t)(w - p) : 0};
}

/* Makes the cells UTF-8; control characters that the format has no use for are set
 * aside with the row. */
static ms_rc check(ms_sheet *t, ms_diag *why)
{
    for (uint32_t i = 0; i < t->row.n; i++) {
        ms_str *c = &t->row.cell[i];
        if (c->n && memchr(c->p, 0, c->n))
            return ms_fail(why, MS_EENCODING, t->row.line, t->row.cell_at[i],
                           "a NUL byte in column %u", i + 1);
        if (ms_utf8_valid(*c) == c->n) continue;
        *c = decoded(*c, t->r->arena);
        if (!c->p)
            return ms_fail(why, MS_ENOMEM, t->row.line, t->row.at, "no memory for a row");
    }
    for (uint32_t i = t->n_header; t->header && i < t->row.n; i++)
        if (ms_str_trim(t->row.cell[i]).n)
            return ms_fail(why, MS_ESYNTAX, t->row.line, t->row.cell_at[i],
                           "%u cells, where the header has %u", t->row.n, t->n_header);
    return MS_OK;
}

/* Copies a row that another reader has found into the row under way. */
static ms_rc adopt(ms_sheet *t, const ms_csv_row *row)
{
    ms_arena *a = t->r->arena;
    t->row.cell = ms_arena_array(a, row->n + 1, sizeof *t->row.cell);
    t->row.cell_at = ms_arena_array(a, row->n + 1, sizeof *t->row.cell_at);
    if (!t->row.cell || !t->row.cell_at) return MS_ENOMEM;
    t->row.n = row->n;
    for (uint32_t i = 0; i < row->n; i++) {
        t->row.cell[i] = ms_arena_str(a, row->cell[i]);
        t->row.cell_at[i] = t->row.at;
        if (!t->row.cell[i].p) return MS_ENOMEM;
    }
    return MS_OK;
}

/* Replaces the row under way by that within its only cell. */
static ms_rc unwrap(ms_sheet *t, ms_diag *why)
{
    ms_csv_opts o = {.delimiter = t->delimiter, .quoting = true};
    ms_source *src = NULL;
    ms_csv *csv = NULL;
    ms_csv_row row = {0};
    ms_str text = ms_str_trim(t->row.cell[0]);
    char *p = ms_arena_alloc(t->r->arena, text.n + 1);
    for (size_t i = 0; p && i < text.n; i++) p[i] = text.p[i] == '\t' ? ',' : text.p[i];
    ms_rc rc = p ? ms_source_mem((ms_str){p, text.n}, "", &src) : MS_ENOMEM;
    if (!rc) rc = ms_csv_open(src, &o, &csv);
    if (!rc) rc = ms_csv_next(csv, &row, why);
    if (!rc) rc = row.fault ? row.fault : adopt(t, &row);
    ms_csv_free(csv);
    ms_source_free(src);
    if (rc == MS_END) return MS_OK;
    if (!rc || rc == MS_ENOMEM) return rc;
    why->line = t->row.line;
    why->at = t->row.at;
    return rc;
}

ms_rc ms_sheet_unwrap(ms_sheet *t, ms_diag *d)
{
    ms_diag why = {0};
    if (t->row.n != 1 || !memchr(t->row.cell[0].p, t->delimiter, t->row.cell[0].n))
        return MS_OK;
    t->wrapped = true;
    ms_rc rc = unwrap(t, &why);
    return rc ? ms_fail(d, rc, t->row.line, t->row.at, "%s", ms_rc_text(rc)) : MS_OK;
}

ms_rc ms_sheet_next(ms_sheet *t, ms_diag *d)
{
    for (;;) {
        ms_diag why = {0};
        ms_rc rc = ms_csv_next(t->csv, &t->row, &why);
        if (rc == MS_END) return rc;
        if (rc) {
            if (d) *d = why;
            return rc;
        }
        if (t->records || t->row.fault) ms_reader_record(t->r);
        rc = t->row.fault;
        if (!rc && t->wrapped && t->row.n == 1) rc = unwrap(t, &why);
        if (!rc) rc = check(t, &why);
        if (!rc) return MS_OK;
        if (rc == MS_ENOMEM)
            return ms_fail(d, rc, t->row.line, t->row.at, "no memory for a row");
        if (!t->records && !t->row.fault) t->r->report->records++;
        rc = ms_reader_aside(t->r, &why, MS_STR(""), true);
        if (rc) return ms_fail(d, rc, t->row.line, t->row.at, "%s", ms_rc_text(rc));
    }
}

ms_str ms_sheet_cell(const ms_sheet *t, unsigned i)
{
    uint32_t at = t->at[i];
    return at < t->row.n ? ms_str_trim(t->row.cell[at]) : (ms_str){"", 0};
}

ms_place ms_sheet_place(const ms_sheet *t)
{
    return (ms_place){t->row.line, t->row.at};
}

ms_rc ms_sheet_unmapped(const ms_sheet *t)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; !rc && i < t->n_header && i < t->row.n; i++) {
        ms_str value = ms_str_trim(t->row.cell[i]);
        if (t->header[i].n && value.n) rc = ms_reader_unmapped(t->r, t->header[i], value);
    }
    return rc;
}

void ms_sheet_close(ms_sheet *t)
{
    if (t->csv) t->r->report->bytes += ms_csv_bytes(t->csv);
    ms_csv_free(t->csv);
    ms_arena_free(t->a);
}
