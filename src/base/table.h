/* Knowledge tables: the rows of `data/` files as constant arrays without
 * pointers, made at build time by tools/mktable.c. */
#ifndef MARSAD_BASE_TABLE_H
#define MARSAD_BASE_TABLE_H

#include <stdint.h>

#include <xxhash.h>

#include <marsad/str.h>

/* `rows` rows of `cols` cells each, sorted by the bytes of their first cell
 * (equal keys keep the order of the file).  Cell c of row r is the text from
 * off[r * cols + c] to its NUL in `pool`; missing cells are empty.  A slot is 0 or has
 * the number of the first row of a key, from 1, and ms_table_mark of the key; it stands at
 * ms_table_slot of the key or behind that, without an empty one between. */
typedef struct ms_table {
    const char *pool;
    const uint32_t *off;
    const uint32_t *slot;
    uint32_t rows; /* below MS_TABLE_ROWS */
    uint32_t cols;
    uint32_t slots;
} ms_table;

enum { MS_TABLE_ROWS = 1 << 16 };

/* What mktable and ms_table_find agree on. */
static inline uint64_t ms_table_hash(ms_str key)
{
    return XXH3_64bits(key.p, key.n);
}

static inline uint32_t ms_table_slot(uint64_t hash, uint32_t slots)
{
    return (uint32_t)((hash & UINT32_MAX) * slots >> 32);
}

static inline uint32_t ms_table_mark(uint64_t hash)
{
    return (uint32_t)(hash >> 32) & ~(uint32_t)(MS_TABLE_ROWS - 1);
}

/* Cell `col` of `row`. */
ms_str ms_table_cell(const ms_table *t, uint32_t row, uint32_t col);

/* The number that cell `col` of `row` begins with, `-` before it included; 0 without digits. */
int32_t ms_table_number(const ms_table *t, uint32_t row, uint32_t col);

/* The first row whose key is `key`; false when there is none.  Rows with the
 * same key follow it. */
bool ms_table_find(const ms_table *t, ms_str key, uint32_t *row);

#endif
