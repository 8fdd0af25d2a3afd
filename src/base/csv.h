/* Rows of delimiter-separated text, from a source of any size, in bounded memory.
 *
 * RFC 4180, read leniently: lines end with LF, CRLF or CR; a quote inside a cell
 * that does not begin with one is an ordinary character; rows may differ in their
 * number of cells; a last line without end counts; blank lines are passed over.
 *
 * A row that breaks the rules costs nothing but itself.  It is broken when
 *   - something else than a delimiter or a line end follows a closing quote,
 *   - a quote is still open at the end of the input,
 *   - a row that a quote stretches over several lines has another number of cells
 *     than the first row or the header, or more than MS_CSV_LINES_MAX lines,
 *   - a ceiling is passed.
 * Reading goes on at the line after the one where the broken row began, so that a
 * quote left open never swallows the rows behind it.
 */
#ifndef MARSAD_BASE_CSV_H
#define MARSAD_BASE_CSV_H

#include <marsad/source.h>

enum {
    MS_CSV_CELLS_MAX = 4096, /* cells of a row */
    MS_CSV_LINES_MAX = 1000  /* lines of a row */
};

/* How to read.  0 as a ceiling means 16 MiB for a row, 4 MiB for a cell. */
typedef struct ms_csv_opts {
    char delimiter; /* ',', '\t', … */
    bool quoting;   /* false: every quote is an ordinary character */
    size_t row_max; /* bytes */
    size_t cell_max;
} ms_csv_opts;

/* A row; valid until the next call.  `line` counts from 1 and `at` from 0, both of
 * the row's first byte; `cell_at[i]` is the offset of cell i's first byte, its
 * opening quote not counted. */
typedef struct ms_csv_row {
    ms_str *cell;
    uint64_t *cell_at;
    uint32_t n;
    uint64_t line, at;
    ms_rc fault; /* MS_OK; MS_ESYNTAX, MS_ETRUNCATED or MS_ELIMIT: broken, `n` is 0 */
} ms_csv_row;

/* A reader; opaque. */
typedef struct ms_csv ms_csv;

/* A reader of `src`, which must outlive it.  Freed by ms_csv_free.  MS_ENOMEM. */
ms_rc ms_csv_open(ms_source *src, const ms_csv_opts *o, ms_csv **out);

/* The next row.  MS_OK also for a broken row: `row->fault` then tells, and `d`
 * says what and where.  MS_END behind the last one.  Anything else (MS_EIO,
 * MS_ENOMEM, MS_EENCODING for UTF-16, broken compression) ends the reading. */
ms_rc ms_csv_next(ms_csv *r, ms_csv_row *row, ms_diag *d);

/* The row given last is the header, where other rows stand before it. */
void ms_csv_header(ms_csv *r);

/* Bytes of the input that the rows so far took. */
uint64_t ms_csv_bytes(const ms_csv *r);

/* Frees the reader; the source stays.  NULL is legal. */
void ms_csv_free(ms_csv *r);

#endif
