/* What measurements of snapshots and searches ask for, and nothing else needs. */
#ifndef MARSAD_MEASURE_H
#define MARSAD_MEASURE_H

#include <marsad/index.h>

/* A section of a snapshot file (docs/snapshot.md). */
typedef struct ms_snap_section {
    const char *name; /* static */
    uint64_t bytes;   /* without padding */
    bool lists;       /* what lists say and loads reported, not what searching reads */
} ms_snap_section;

/* The sections in the order of the file. */
MS_API uint32_t ms_snap_sections(const ms_snap *s);
MS_API ms_snap_section ms_snap_section_get(const ms_snap *s, uint32_t i);

/* Names of all entities, and how many entities are screened. */
MS_API uint32_t ms_snap_names(const ms_snap *s);
MS_API uint32_t ms_snap_screened(const ms_snap *s);

/* The machine instructions that searches compare with: "avx2", "sse4.1", "neon", "scalar". */
MS_API const char *ms_search_instructions(void);

/* Empties what is kept of earlier searches of `s` to be faster; by any thread. */
MS_API void ms_search_forget(const ms_snap *s);

/* The first stage of a search by itself: finds the entities that may reach `threshold`, but
 * does not score them.  MS_ENOTFOUND where that cannot be told and a search scores all;
 * MS_EVERSION, MS_ENOMEM. */
MS_API ms_rc ms_search_candidates(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                                  uint32_t threshold);

#endif
