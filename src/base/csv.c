#include "base/csv.h"

#include "base/feed.h"
#include "base/mem.h"

enum { CELLS_FIRST = 64 };

struct ms_csv {
    ms_csv_opts o;
    ms_feed feed;
    bool begun;
    uint32_t columns; /* of the first row or the header; 0: not known yet */
    /* The row being read, in offsets of the feed's window, which may move. */
    size_t i;        /* the next byte to look at */
    size_t *from;    /* where cell k begins, behind its quote */
    size_t *to;      /* where it ends, before its quote */
    bool *quoted;    /* whether it may hold doubled quotes */
    uint32_t n, cap; /* cells */
    uint64_t lines;  /* line ends inside the row */
    ms_str *cell;
    uint64_t *cell_at;
};

ms_rc ms_csv_open(ms_source *src, const ms_csv_opts *o, ms_csv **out)
{
    ms_csv *r = *out = ms_calloc(1, sizeof *r);
    if (!r) return MS_ENOMEM;
    r->o = *o;
    if (!r->o.row_max) r->o.row_max = 16 << 20;
    if (!r->o.cell_max) r->o.cell_max = 4 << 20;
    r->feed = (ms_feed){.src = src, .line = 1};
    return MS_OK;
}

void ms_csv_header(ms_csv *r)
{
    r->columns = r->n;
}

uint64_t ms_csv_bytes(const ms_csv *r)
{
    return r->feed.at + r->i;
}

void ms_csv_free(ms_csv *r)
{
    if (!r) return;
    ms_feed_free(&r->feed);
    ms_free(r->from);
    ms_free(r->to);
    ms_free(r->quoted);
    ms_free(r->cell);
    ms_free(r->cell_at);
    ms_free(r);
}

/* Makes byte `i` of the window visible; `*c` is -1 at the end of the input. */
static ms_rc byte_at(ms_csv *r, size_t i, int *c, ms_diag *d)
{
    while (i >= r->feed.n && !r->feed.ended) {
        ms_rc rc = ms_feed_more(&r->feed, d);
        if (rc) return rc;
    }
    *c = i < r->feed.n ? (unsigned char)r->feed.p[i] : -1;
    return MS_OK;
}

/* Grows one array to `cap` items. */
static bool grow(void *array, size_t cap, size_t size)
{
    void *p;
    memcpy(&p, array, sizeof p);
    p = ms_realloc(p, cap * size);
    if (p) memcpy(array, &p, sizeof p);
    return p != NULL;
}

static ms_rc cell_room(ms_csv *r, ms_diag *d)
{
    if (r->n < r->cap) return MS_OK;
    uint32_t cap = r->cap ? r->cap * 2 : CELLS_FIRST;
    if (!grow(&r->from, cap, sizeof *r->from) || !grow(&r->to, cap, sizeof *r->to) ||
        !grow(&r->quoted, cap, sizeof *r->quoted) || !grow(&r->cell, cap, sizeof *r->cell) ||
        !grow(&r->cell_at, cap, sizeof *r->cell_at))
        return ms_fail(d, MS_ENOMEM, r->feed.line, r->feed.at, "no memory for a row's cells");
    r->cap = cap;
    return MS_OK;
}

/* Whether the row or its cell that began at `from` has passed a ceiling at r->i. */
static bool too_long(ms_csv *r, ms_csv_row *row, size_t from, ms_diag *d)
{
    if (r->i - from > r->o.cell_max)
        row->fault = ms_fail(d, MS_ELIMIT, r->feed.line, r->feed.at + from,
                             "a cell of more than %zu bytes", r->o.cell_max);
    else if (r->i > r->o.row_max)
        row->fault = ms_fail(d, MS_ELIMIT, r->feed.line, r->feed.at,
                             "a row of more than %zu bytes", r->o.row_max);
    return row->fault != MS_OK;
}

/* Reads on from r->i until a line end, the delimiter or the end of the input. */
static ms_rc plain_cell(ms_csv *r, ms_csv_row *row, ms_diag *d)
{
    size_t from = r->i;
    for (;; r->i++) {
        if (r->i >= r->feed.n) {
            int c;
            if (too_long(r, row, from, d)) return MS_OK;
            ms_rc rc = byte_at(r, r->i, &c, d);
            if (rc) return rc;
            if (c < 0) break;
        }
        char c = r->feed.p[r->i];
        if (c == r->o.delimiter || c == '\n' || c == '\r') break;
    }
    r->from[r->n] = from;
    r->to[r->n] = r->i;
    r->quoted[r->n++] = false;
    too_long(r, row, from, d);
    return MS_OK;
}

/* A quoted cell goes on: looks at one byte, or two where the first is a quote or a
 * CR.  `*closed` when it was the closing quote. */
static ms_rc quoted_byte(ms_csv *r, int c, bool *closed, ms_diag *d)
{
    int next = -1;
    if (c == '"' || c == '\r') {
        ms_rc rc = byte_at(r, r->i + 1, &next, d);
        if (rc) return rc;
    }
    *closed = c == '"' && next != '"';
    r->lines += c == '\n' || (c == '\r' && next != '\n');
    r->i += c == '"' && next == '"' ? 2 : 1;
    return MS_OK;
}

/* Reads a cell whose opening quote is at r->i. */
static ms_rc quoted_cell(ms_csv *r, ms_csv_row *row, ms_diag *d)
{
    size_t open = r->i++, from = r->i;
    for (bool closed = false; !closed;) {
        int c;
        ms_rc rc = byte_at(r, r->i, &c, d);
        if (rc) return rc;
        if (c < 0)
            return row->fault = ms_fail(d, MS_ETRUNCATED, r->feed.line, r->feed.at + open,
                                        "the quote opened here never closes"),
                   MS_OK;
        rc = quoted_byte(r, c, &closed, d);
        if (rc) return rc;
        if (too_long(r, row, from, d)) return MS_OK;
        if (r->lines >= MS_CSV_LINES_MAX)
            return row->fault =
                       ms_fail(d, MS_ELIMIT, r->feed.line, r->feed.at + open,
                               "the quote opened here spans %d lines", MS_CSV_LINES_MAX),
                   MS_OK;
    }
    r->from[r->n] = from;
    r->to[r->n] = r->i - 1;
    r->quoted[r->n++] = true;
    int c;
    ms_rc rc = byte_at(r, r->i, &c, d);
    if (!rc && c >= 0 && c != r->o.delimiter && c != '\n' && c != '\r')
        row->fault = ms_fail(d, MS_ESYNTAX, r->feed.line + r->lines, r->feed.at + r->i,
                             "a delimiter or a line end was expected behind the closing quote");
    return rc;
}

/* Reads the cells of a row; r->i ends at its line end. */
static ms_rc read_cells(ms_csv *r, ms_csv_row *row, ms_diag *d)
{
    for (r->i = 0, r->n = 0, r->lines = 0;; r->i++) {
        if (r->n == MS_CSV_CELLS_MAX)
            return row->fault = ms_fail(d, MS_ELIMIT, r->feed.line, r->feed.at + r->i,
                                        "a row of more than %d cells", MS_CSV_CELLS_MAX),
                   MS_OK;
        int c;
        ms_rc rc = cell_room(r, d);
        if (!rc) rc = byte_at(r, r->i, &c, d);
        if (!rc) rc = r->o.quoting && c == '"' ? quoted_cell(r, row, d) : plain_cell(r, row, d);
        if (rc || row->fault) return rc;
        rc = byte_at(r, r->i, &c, d);
        if (rc || c != (unsigned char)r->o.delimiter) return rc;
    }
}

/* Makes the slices of the cells, doubled quotes undone in place. */
static void finish_cells(ms_csv *r)
{
    for (uint32_t k = 0; k < r->n; k++) {
        char *p = r->feed.p ? r->feed.p + r->from[k] : NULL;
        size_t n = r->to[k] - r->from[k], w = 0;
        r->cell_at[k] = r->feed.at + r->from[k];
        if (!r->quoted[k] || !memchr(p, '"', n)) {
            r->cell[k] = (ms_str){p, n};
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            p[w++] = p[i];
            i += p[i] == '"';
        }
        r->cell[k] = (ms_str){p, w};
    }
}

/* Passes over line ends; MS_END at the end of the input. */
static ms_rc skip_blank(ms_csv *r, ms_diag *d)
{
    for (;;) {
        int c, next = -1;
        ms_rc rc = byte_at(r, 0, &c, d);
        if (!rc && c == '\r') rc = byte_at(r, 1, &next, d);
        if (rc) return rc;
        if (c < 0) return MS_END;
        if (c != '\n' && c != '\r') return MS_OK;
        ms_feed_drop(&r->feed, next == '\n' ? 2 : 1, 1);
    }
}

ms_rc ms_csv_next(ms_csv *r, ms_csv_row *row, ms_diag *d)
{
    *row = (ms_csv_row){0};
    ms_rc rc = MS_OK;
    if (!r->begun) rc = ms_feed_bom(&r->feed, d);
    r->begun = true;
    /* The row given last is still in the window. */
    if (!rc && r->i) {
        ms_feed_drop(&r->feed, r->i, r->lines);
        r->i = 0;
    }
    if (!rc) rc = skip_blank(r, d);
    if (rc) return rc;
    row->line = r->feed.line;
    row->at = r->feed.at;
    rc = read_cells(r, row, d);
    if (rc) return rc;
    if (!row->fault && r->lines && r->columns && r->n != r->columns)
        row->fault = ms_fail(
            d, MS_ESYNTAX, r->feed.line, r->feed.at,
            "%u cells over several lines, where the first row has %u: a quote left open?", r->n,
            r->columns);
    if (row->fault) {
        r->i = 0;
        return ms_feed_skip_line(&r->feed, 0, d);
    }
    if (!r->columns) r->columns = r->n;
    finish_cells(r);
    row->cell = r->cell;
    row->cell_at = r->cell_at;
    row->n = r->n;
    return MS_OK;
}
