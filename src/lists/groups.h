/* CSV lists that have a row for each name of a subject: the rows of one subject
 * together, wherever they stand in the file. */
#ifndef MARSAD_LISTS_GROUPS_H
#define MARSAD_LISTS_GROUPS_H

#include "lists/sheet.h"

/* A row; `cell[i]` is that of the reader's column i, trimmed, "" where there is none. */
typedef struct ms_group_row {
    ms_str key;
    ms_str *cell;
    ms_place at;
    uint32_t group, order;
} ms_group_row;

/* The key of the row under way: what its group has in common; "" when it has none, and
 * is then set aside; without `p` when memory is spent. */
typedef ms_str (*ms_group_key)(const ms_sheet *t);

/* Reads one group, rows [0, n) in the order of the file. */
typedef ms_rc (*ms_group_fn)(ms_reader *r, const ms_group_row *rows, uint32_t n, ms_diag *d);

enum { MS_GROUP_ROWS_MAX = 4 << 20 };

/* Reads the rows behind the header of `t` to the end, and gives group by group in the
 * order of their first rows.  MS_ELIMIT over MS_GROUP_ROWS_MAX rows, MS_ENOMEM, what
 * the source and `give` return. */
ms_rc ms_groups_read(ms_sheet *t, ms_group_key key, ms_group_fn give, ms_diag *d);

/* Texts of a group that were used already, since each of its rows repeats them. */
typedef struct ms_said {
    struct ms_said_text {
        ms_str text;
        struct ms_said_text *next;
    } * first;
} ms_said;

/* Whether `text` is new, and remembers it; false when it is empty. */
bool ms_said_new(ms_said *s, ms_entry *x, ms_str text);

#endif
