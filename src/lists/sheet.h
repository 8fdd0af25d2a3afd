/* CSV lists with a header, cell by cell under the names of its columns. */
#ifndef MARSAD_LISTS_SHEET_H
#define MARSAD_LISTS_SHEET_H

#include "base/csv.h"
#include "lists/entry.h"

enum { MS_COLUMNS_MAX = 256 };

/* A file under way.  `columns` are the names that the reader knows, `n` of them. */
typedef struct ms_sheet {
    ms_reader *r;
    ms_csv *csv;
    ms_csv_row row;
    const char *const *columns;
    unsigned n;
    uint32_t at[MS_COLUMNS_MAX]; /* of column i in the file; UINT32_MAX: it is not there */
    ms_arena *a;                 /* of the header */
    ms_str *header;
    uint32_t n_header;
    bool records; /* rows count as records; set by ms_sheet_header */
    char delimiter;
    bool wrapped; /* set by ms_sheet_unwrap */
} ms_sheet;

/* Opens r->src; freed by ms_sheet_close, also after a failure.  MS_ENOMEM. */
ms_rc ms_sheet_open(ms_sheet *t, ms_reader *r, char delimiter, ms_diag *d);

/* Where the row under way is one cell that holds delimiters: takes it and those behind it
 * for rows that a spreadsheet put into quotes, with tabs for their commas and behind
 * their ends.  MS_ESYNTAX when it is not a row either; MS_ENOMEM. */
ms_rc ms_sheet_unwrap(ms_sheet *t, ms_diag *d);

/* Takes the row under way as the header.  Columns [0, needed) must be in it, whatever
 * its order and the case of letters: MS_EFORMAT. */
ms_rc ms_sheet_header(ms_sheet *t, const char *const *columns, unsigned n, unsigned needed,
                      ms_diag *d);

/* The next row, as UTF-8; a cell that is not is read as windows-1252.  Rows that cannot
 * be read are set aside.  MS_END behind the last one; anything else ends the load. */
ms_rc ms_sheet_next(ms_sheet *t, ms_diag *d);

/* The cell of column `i`, trimmed; "" where the row has none. */
ms_str ms_sheet_cell(const ms_sheet *t, unsigned i);

/* Where the row begins. */
ms_place ms_sheet_place(const ms_sheet *t);

/* Counts the cells of the columns that the reader does not know.  MS_ENOMEM. */
ms_rc ms_sheet_unmapped(const ms_sheet *t);

/* Ends the file. */
void ms_sheet_close(ms_sheet *t);

#endif
