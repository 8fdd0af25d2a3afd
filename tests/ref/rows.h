/* Rows of the tables whose first cells are words, found by the letters of these. */
#ifndef MARSAD_TESTS_REF_ROWS_H
#define MARSAD_TESTS_REF_ROWS_H

enum { REF_ROW_LETTERS = 96, REF_ROW_BUCKETS = 8192 };

typedef struct ref_row {
    char letters[REF_ROW_LETTERS + 1];
    char *line; /* its cells, each ended by NUL */
    const char *kind, *weight, *form, *where;
    struct ref_row *next; /* in its bucket, in the order of the files */
} ref_row;

typedef struct ref_rows {
    ref_row *bucket[REF_ROW_BUCKETS];
} ref_rows;

/* Adds the row with the tab separated `cells`, to be found by `letters`, which are at most
 * REF_ROW_LETTERS. */
void ref_rows_add(ref_rows *t, const char *letters, const char *cells);

/* The first row of `letters`, or NULL; others follow it by `next`, among rows of other
 * letters. */
const ref_row *ref_rows_first(const ref_rows *t, const char *letters);

void ref_rows_free(ref_rows *t);

#endif
