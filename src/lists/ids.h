/* Ids seen so far, to tell repeated ones apart. */
#ifndef MARSAD_LISTS_IDS_H
#define MARSAD_LISTS_IDS_H

#include <marsad/rc.h>

/* A table of hashes of ids; all zero is an empty one. */
typedef struct ms_ids {
    struct ms_ids_slot {
        uint64_t hash;
        uint32_t count; /* 0: free */
    } * slots;
    uint32_t cap, n;
} ms_ids;

/* Counts `id`: `*count` becomes how often it was given, this time included.
 * MS_ENOMEM. */
ms_rc ms_ids_add(ms_ids *s, ms_str id, uint32_t *count);

/* Whether `id` was given. */
bool ms_ids_has(const ms_ids *s, ms_str id);

/* Frees the table. */
void ms_ids_free(ms_ids *s);

#endif
