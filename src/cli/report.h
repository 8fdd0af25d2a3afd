/* Load reports as they are stored in the snapshot. */
#ifndef MARSAD_CLI_REPORT_H
#define MARSAD_CLI_REPORT_H

#include <marsad/index.h>
#include <marsad/list.h>

/* What a stored report says; texts are empty and numbers 0 where it does not. */
typedef struct ms_stored {
    ms_str version, imported, format;
    uint64_t names;
} ms_stored;

/* Reads the report of `list`; its texts lie in `a`. */
ms_stored ms_stored_read(const ms_snap *s, uint32_t list, ms_arena *a);

/* True when property `name` holds names that are screened. */
bool ms_is_name(ms_str name);

/* The names that a load found, of every quality. */
uint64_t ms_names_count(const ms_load_report *r);

#endif
