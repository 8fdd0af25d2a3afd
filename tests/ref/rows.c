#include "rows.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 5 };

static uint32_t bucket_of(const char *letters)
{
    uint32_t h = 5381;
    for (const char *p = letters; *p; p++) h = h * 33 + (unsigned char)*p;
    return h % REF_ROW_BUCKETS;
}

const ref_row *ref_rows_first(const ref_rows *t, const char *letters)
{
    for (const ref_row *r = t->bucket[bucket_of(letters)]; r; r = r->next)
        if (!strcmp(r->letters, letters)) return r;
    return NULL;
}

void ref_rows_add(ref_rows *t, const char *letters, const char *cells)
{
    static char none[] = "";
    ref_row *r = calloc(1, sizeof *r), **end = &t->bucket[bucket_of(letters)];
    char *cell[CELLS] = {none, none, none, none, none};
    if (!r || !(r->line = strdup(cells))) abort();
    strcpy(r->letters, letters);
    cell[0] = r->line;
    for (int i = 1; i < CELLS; i++) {
        char *tab = strchr(cell[i - 1], '\t');
        if (!tab) break;
        *tab = 0;
        cell[i] = tab + 1;
    }
    r->kind = cell[1], r->weight = cell[2], r->form = cell[3], r->where = cell[4];
    while (*end) end = &(*end)->next;
    *end = r;
}

void ref_rows_free(ref_rows *t)
{
    for (int i = 0; i < REF_ROW_BUCKETS; i++)
        for (ref_row *r = t->bucket[i], *next; r; r = next) {
            next = r->next;
            free(r->line);
            free(r);
        }
}
