#include "cli/rows.h"

#include <errno.h>

#include "base/mem.h"
#include "cli/term.h"

/* Table rows are aligned by blocks, so that a table of any length needs bounded
 * memory; widths only grow from block to block. */
enum { BLOCK_ROWS = 512, BLOCK_BYTES = 4 << 20, CUT_MIN = 12, GAP = 2 };

struct ms_rows {
    ms_cli *c;
    ms_rows_format format;
    const ms_col *cols;
    unsigned n;
    unsigned *width; /* per column, of all blocks so far */
    ms_arena *block; /* the cells of rows not yet written */
    ms_str *cells;
    uint8_t *tints;
    unsigned n_rows;
    bool headed;
    ms_out out;
    ms_rc rc;
};

ms_rc ms_cli_write(ms_cli *c, ms_out *o)
{
    ms_rc rc = o->failed ? MS_ENOMEM : MS_OK;
    if (!rc && o->n && fwrite(o->p, 1, o->n, c->out) != o->n) {
        c->out_errno = errno;
        rc = MS_EIO;
    }
    ms_out_reset(o);
    return rc;
}

static bool csv_plain(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r') return false;
    return true;
}

void ms_out_csv(ms_out *o, ms_str s)
{
    if (csv_plain(s)) {
        ms_out_raw(o, s);
        return;
    }
    ms_out_char(o, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') ms_out_char(o, '"');
        ms_out_char(o, s.p[i]);
    }
    ms_out_char(o, '"');
}

static void csv_header(ms_rows *r)
{
    bool first = true;
    for (unsigned i = 0; i < r->n; i++) {
        if (!r->cols[i].name) continue;
        if (!first) ms_out_char(&r->out, ',');
        ms_out_csv(&r->out, ms_str_z(r->cols[i].name));
        first = false;
    }
    ms_out_char(&r->out, '\n');
}

static void csv_row(ms_rows *r, const ms_str *cells)
{
    bool first = true;
    for (unsigned i = 0; i < r->n; i++) {
        if (!r->cols[i].name) continue;
        if (!first) ms_out_char(&r->out, ',');
        ms_out_csv(&r->out, cells[i]);
        first = false;
    }
    ms_out_char(&r->out, '\n');
}

static void json_row(ms_rows *r, const ms_str *cells)
{
    char sep = '{';
    for (unsigned i = 0; i < r->n; i++) {
        if (!r->cols[i].name) continue;
        ms_out_char(&r->out, sep);
        ms_out_json(&r->out, ms_str_z(r->cols[i].name));
        ms_out_char(&r->out, ':');
        if (r->cols[i].kind == MS_COL_TEXT) ms_out_json(&r->out, cells[i]);
        else if (cells[i].n) ms_out_raw(&r->out, cells[i]);
        else ms_out_lit(&r->out, "null");
        sep = ',';
    }
    ms_out_lit(&r->out, "}\n");
}

/* Narrows the columns that may be cut, the widest first, until the table fits. */
static void fit(ms_rows *r)
{
    unsigned sum = 0;
    if (!r->c->width) return;
    for (unsigned i = 0; i < r->n; i++)
        if (r->cols[i].title) sum += r->width[i] + GAP;
    while (sum > r->c->width + GAP) {
        unsigned widest = r->n;
        for (unsigned i = 0; i < r->n; i++)
            if (r->cols[i].title && r->cols[i].wide && r->width[i] > CUT_MIN &&
                (widest == r->n || r->width[i] > r->width[widest]))
                widest = i;
        if (widest == r->n) return;
        r->width[widest]--;
        sum--;
    }
}

static void pad(ms_out *o, unsigned n)
{
    while (n-- > 0) ms_out_char(o, ' ');
}

static bool last_titled(const ms_rows *r, unsigned i)
{
    for (i++; i < r->n; i++)
        if (r->cols[i].title) return false;
    return true;
}

static void strip(ms_out *o)
{
    while (o->n && o->p[o->n - 1] == ' ') o->n--;
}

static void table_line(ms_rows *r, const ms_str *cells, ms_style style)
{
    ms_out *o = &r->out;
    if (style) ms_out_style(o, r->c->out_color, style);
    for (unsigned i = 0; i < r->n; i++) {
        if (!r->cols[i].title) continue;
        bool right = r->cols[i].kind == MS_COL_NUMBER;
        unsigned w = ms_shown_width(cells[i]), room = r->width[i];
        if (right && w < room) pad(o, room - w);
        /* Only cells of `wide` columns can be wider than their column. */
        w = ms_out_shown(o, cells[i], w > room ? room : 0);
        if (last_titled(r, i)) break;
        pad(o, GAP + (right || w > room ? 0 : room - w));
    }
    strip(o);
    if (style) ms_out_style(o, r->c->out_color, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

static void table_header(ms_rows *r)
{
    ms_str *titles = ms_arena_array(r->block, r->n, sizeof *titles);
    if (!titles) {
        r->rc = MS_ENOMEM;
        return;
    }
    for (unsigned i = 0; i < r->n; i++) titles[i] = ms_str_z(r->cols[i].title);
    table_line(r, titles, MS_STYLE_BOLD);
    r->headed = true;
}

static void table_flush(ms_rows *r)
{
    for (unsigned k = 0; k < r->n_rows; k++)
        for (unsigned i = 0; i < r->n; i++) {
            unsigned w = r->cols[i].title ? ms_shown_width(r->cells[k * r->n + i]) : 0;
            if (w > r->width[i]) r->width[i] = w;
        }
    fit(r);
    if (!r->headed) table_header(r);
    for (unsigned k = 0; k < r->n_rows; k++)
        table_line(r, r->cells + (size_t)k * r->n, (ms_style)r->tints[k]);
    if (!r->rc) r->rc = ms_cli_write(r->c, &r->out);
    ms_arena_reset(r->block);
    r->n_rows = 0;
}

static void table_add(ms_rows *r, const ms_str *cells)
{
    if (r->n_rows == BLOCK_ROWS || ms_arena_used(r->block) > BLOCK_BYTES) table_flush(r);
    ms_str *row = r->cells + (size_t)r->n_rows * r->n;
    for (unsigned i = 0; i < r->n; i++) {
        row[i] = ms_arena_str(r->block, cells[i]);
        if (!row[i].p) r->rc = MS_ENOMEM;
    }
    r->tints[r->n_rows] = MS_STYLE_PLAIN;
    if (!r->rc) r->n_rows++;
}

static bool table_room(ms_rows *r)
{
    r->width = ms_calloc(r->n, sizeof *r->width);
    r->cells = ms_calloc((size_t)BLOCK_ROWS * r->n, sizeof *r->cells);
    r->tints = ms_calloc(BLOCK_ROWS, 1);
    r->block = ms_arena_new(0);
    if (!r->width || !r->cells || !r->tints || !r->block) return false;
    for (unsigned i = 0; i < r->n; i++)
        r->width[i] = ms_shown_width(ms_str_z(r->cols[i].title));
    return true;
}

static void rows_free(ms_rows *r)
{
    ms_free(r->width);
    ms_free(r->cells);
    ms_free(r->tints);
    ms_arena_free(r->block);
    ms_out_free(&r->out);
    ms_free(r);
}

ms_rows *ms_rows_begin(ms_cli *c, ms_rows_format format, const ms_col *cols, unsigned n)
{
    ms_rows *r = ms_calloc(1, sizeof *r);
    if (!r) return NULL;
    *r = (ms_rows){.c = c, .format = format, .cols = cols, .n = n};
    if (format == MS_ROWS_TABLE && !table_room(r)) {
        rows_free(r);
        return NULL;
    }
    if (format == MS_ROWS_CSV) csv_header(r);
    return r;
}

ms_rc ms_rows_add(ms_rows *r, const ms_str *cells)
{
    if (r->rc) return r->rc;
    switch (r->format) {
    case MS_ROWS_TABLE: table_add(r, cells); return r->rc;
    case MS_ROWS_JSON: json_row(r, cells); break;
    case MS_ROWS_CSV: csv_row(r, cells); break;
    }
    return r->rc = ms_cli_write(r->c, &r->out);
}

void ms_rows_tint(ms_rows *r, unsigned tint)
{
    if (r->format == MS_ROWS_TABLE && r->n_rows) r->tints[r->n_rows - 1] = (uint8_t)tint;
}

ms_rc ms_rows_end(ms_rows *r)
{
    if (!r) return MS_ENOMEM;
    if (r->format == MS_ROWS_TABLE && !r->rc) table_flush(r);
    if (!r->rc) r->rc = ms_cli_write(r->c, &r->out);
    ms_rc rc = r->rc;
    rows_free(r);
    return rc;
}
