/* Ids seen so far, to tell repeated ones apart. */
#ifndef MARSAD_LISTS_SEEN_H
#define MARSAD_LISTS_SEEN_H

#include <marsad/rc.h>

/* A table of hashes of ids; all zero is an empty one. */
typedef struct ms_seen {
    struct ms_seen_slot {
        uint64_t hash;
        uint32_t count; /* 0: free */
    } *slots;
    uint32_t cap, n;
} ms_seen;

/* Counts `id`: `*count` becomes how often it was given, this time included.
 * MS_ENOMEM. */
ms_rc ms_seen_add(ms_seen *s, ms_str id, uint32_t *count);

/* Frees the table. */
void ms_seen_free(ms_seen *s);

#endif
