/* Rows: what commands answer, as an aligned table, JSON lines or CSV.
 *
 * Columns are declared once, rows are added, the format is the caller's choice.
 * Tables show text by its display width; right-to-left text is isolated (Unicode
 * UAX 9 §2.4.3), so that columns stay in their order, and control characters are
 * escaped, so that no list can steer a terminal.  JSON and CSV hold the data as
 * it is; lines of both end with a line feed alone, as Unix tools expect.
 */
#ifndef MARSAD_CLI_ROWS_H
#define MARSAD_CLI_ROWS_H

#include "base/json_out.h"
#include "cli/cli.h"

/* The formats, in the order of the option value "table|json|csv". */
typedef enum ms_rows_format { MS_ROWS_TABLE, MS_ROWS_JSON, MS_ROWS_CSV } ms_rows_format;

/* What a column holds. */
typedef enum ms_col_kind {
    MS_COL_TEXT,
    MS_COL_NUMBER, /* a number: right-aligned, JSON number; "" is null */
    MS_COL_JSON    /* text that is JSON already; "" is null */
} ms_col_kind;

/* A column. */
typedef struct ms_col {
    const char *name;  /* CSV header and JSON member; NULL: only in tables */
    const char *title; /* table header; NULL: not in tables */
    ms_col_kind kind;
    bool wide; /* may be cut with "…" where the terminal is too narrow */
} ms_col;

/* Rows being written; opaque. */
typedef struct ms_rows ms_rows;

/* Begins rows of `n` columns on `c->out`; `cols` must outlive them.  NULL when
 * out of memory.  Ended by ms_rows_end. */
ms_rows *ms_rows_begin(ms_cli *c, ms_rows_format format, const ms_col *cols, unsigned n);

/* Adds a row of one cell for each column; texts are copied. MS_EIO when the
 * output is closed or full, MS_ENOMEM; later rows give the same. */
ms_rc ms_rows_add(ms_rows *r, const ms_str *cells);

/* Makes the last added row stand out in a table, if colour is on: 0 plain, 1
 * bold, 2 dim, 3 green, 4 yellow, 5 red. */
void ms_rows_tint(ms_rows *r, unsigned tint);

/* Writes what is left and frees `r`; NULL gives MS_ENOMEM.  The first failure of
 * all. */
ms_rc ms_rows_end(ms_rows *r);

/* Appends `s` as a CSV cell (RFC 4180 §2), quoted only where it must be. */
void ms_out_csv(ms_out *o, ms_str s);

/* Writes the bytes of `o` to `c->out` and empties it.  MS_EIO, or MS_ENOMEM when
 * `o` has failed. */
ms_rc ms_cli_write(ms_cli *c, ms_out *o);

#endif
