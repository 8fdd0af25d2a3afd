/* Knowledge tables: the rows of `data/` files as constant arrays without
 * pointers, made at build time by tools/mktable.c. */
#ifndef MARSAD_BASE_TABLE_H
#define MARSAD_BASE_TABLE_H

#include <stdint.h>

#include <marsad/str.h>

/* `rows` rows of `cols` cells each, sorted by the bytes of their first cell
 * (equal keys keep the order of the file).  Cell c of row r is the text from
 * off[r * cols + c] to its NUL in `pool`; missing cells are empty. */
typedef struct ms_table {
    const char *pool;
    const uint32_t *off;
    uint32_t rows;
    uint32_t cols;
} ms_table;

/* Cell `col` of `row`. */
ms_str ms_table_cell(const ms_table *t, uint32_t row, uint32_t col);

/* The number that cell `col` of `row` begins with, `-` before it included; 0 without digits. */
int32_t ms_table_number(const ms_table *t, uint32_t row, uint32_t col);

/* The first row whose key is `key`; false when there is none.  Rows with the
 * same key follow it. */
bool ms_table_find(const ms_table *t, ms_str key, uint32_t *row);

#endif
