/* What one part of a list says under a number and another part refers to. */
#ifndef MARSAD_LISTS_REFS_H
#define MARSAD_LISTS_REFS_H

#include <marsad/arena.h>
#include <marsad/rc.h>

enum { MS_REFS_MAX = 256 << 20 }; /* bytes of all that is kept */

/* A table of pointers by kind and number; begun by ms_refs_make. */
typedef struct ms_refs {
    ms_arena *a; /* for what is kept */
    struct ms_refs_slot {
        uint64_t key;
        void *value; /* NULL: free */
    } * slots;
    uint32_t cap, n;
} ms_refs;

/* An empty table; `a` is NULL when memory is spent. */
ms_refs ms_refs_make(void);

/* Keeps `value` as number `id` (its text) of `kind`; replaces an earlier one.
 * MS_ENOMEM. */
ms_rc ms_refs_put(ms_refs *t, const char *kind, ms_str id, void *value);

/* What was kept, or NULL. */
void *ms_refs_get(const ms_refs *t, const char *kind, ms_str id);

/* Frees the table and its arena. */
void ms_refs_free(ms_refs *t);

#endif
