/* Load reports as they are stored in the snapshot. */
#ifndef MARSAD_CLI_REPORT_H
#define MARSAD_CLI_REPORT_H

#include <marsad/index.h>
#include <marsad/list.h>
#include <marsad/shard.h>

/* What a stored report says; texts are empty and numbers 0 where it does not. */
typedef struct ms_stored {
    ms_str version, imported, format;
    ms_shard shard;  /* `n` 0: the list is whole */
    uint64_t number; /* of the version, from 1 */
    uint64_t entities, screened, names;
    uint64_t added, changed, removed; /* screened entities, against the version before */
} ms_stored;

/* Reads the report `json`; its texts lie in `a`. */
ms_stored ms_stored_of(ms_str json, ms_arena *a);

/* Reads the report of `list`. */
ms_stored ms_stored_read(const ms_snap *s, uint32_t list, ms_arena *a);

/* Fills in what `list` holds, by schema, script and property, as its report counts it.
 * MS_ENOMEM. */
ms_rc ms_stored_counts(const ms_snap *s, uint32_t list, ms_load_report *out);

/* The names that a load found, of every quality. */
uint64_t ms_names_count(const ms_load_report *r);

#endif
