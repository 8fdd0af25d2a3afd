/* A snapshot made of an older one, without what was not kept of it, and of another that holds
 * what was added: all of both that stands in some order is merged, and every number in it
 * changed to the one that it gets; nothing is prepared, sorted or compared anew but for the
 * groups.  The result is that of a build from all entities, byte for byte. */
#ifndef MARSAD_INDEX_MERGE_H
#define MARSAD_INDEX_MERGE_H

#include "index/build.h"
#include "index/emit.h"
#include "index/group.h"
#include "index/snap.h"

/* Marks what is not in the merged snapshot, or has no place there yet. */
#define MS_GONE UINT32_MAX

/* The snapshots that are merged. */
enum { MS_KEPT, MS_ADDED, MS_SIDES };

/* Neighbours that are neighbours in the merged snapshot, too: entities first..first+n-1 of a
 * side, from position `pos` on. */
typedef struct ms_span {
    uint32_t side, first, n;
    uint32_t list, pos;
} ms_span;

/* Some neighbouring texts of a side's pool that are neighbours in the merged one, too: there
 * from `to` on. */
typedef struct ms_piece {
    uint32_t side, at, n, to;
} ms_piece;

/* Units of one kind. */
typedef struct ms_merged_units {
    ms_token *unit;
    uint32_t n;
    uint32_t *of[MS_SIDES]; /* by the numbers of the sides */
    uint32_t *at, *posted;  /* as in ms_snap_units */
    ms_buf blocks;
} ms_merged_units;

/* All arrays are of the merge; "position" is an entity's number in the merged snapshot. */
typedef struct ms_merge {
    const ms_build *b;
    const ms_snap *side[MS_SIDES];
    uint32_t n;              /* entities */
    ms_buf spans;            /* ms_span, one behind the other */
    uint32_t *pos[MS_SIDES]; /* of each entity; MS_GONE */
    uint32_t *older;         /* of each list, the one of which something may be kept; MS_GONE */
    uint32_t *document_at;   /* of each position, its first document */
    ms_buf cross;            /* uint64_t: position << 32 | position, neighbours of two sides */
    uint8_t *found;          /* of each that is absent among what was added: it was kept */
    uint64_t *waits[MS_SIDES]; /* a bit for each byte of a pool: a text begins there that has
                                * no place yet */
    uint64_t *begins;          /* as these are first, of what was added */
    uint32_t *before;          /* how many begin before each word of `begins` */
    uint32_t *same;         /* of these, in their order, where the same may be kept; MS_GONE */
    ms_buf pieces, by_side; /* ms_piece: the pool in its order, and by where it comes from */
    uint64_t pool;          /* its bytes */
    uint32_t empty;         /* where the empty text stands in it */
    ms_buf schemata;        /* ms_disk_text: their names */
    uint32_t *schema[MS_SIDES]; /* the number of each schema of a side */
    ms_merged_units units, runs;
    ms_buf refs;    /* ms_pos_text */
    uint32_t *next; /* as in the snapshot */
} ms_merge;

/* Merges what `b` keeps with what was added to it, of which `added` was made.  Both snapshots
 * must outlive the merge.  MS_ELIMIT, MS_ENOMEM; freed by ms_merge_free also then. */
ms_rc ms_merge_make(ms_merge *m, const ms_build *b, const ms_snap *added);
void ms_merge_free(ms_merge *m);

/* The ms_emit_fn of a merge. */
void ms_merge_put(ms_emit *o, ms_section kind, const void *merge);

/* ---- parts of ms_merge_make, in their order ----------------------------- */

/* Finds who stands where.  MS_ELIMIT, MS_ENOMEM. */
ms_rc ms_merge_entities(ms_merge *m);

/* Finds neighbours of two sides.  MS_ENOMEM. */
ms_rc ms_merge_links(ms_merge *m);

/* Gives the texts and schemata that are used their places.  MS_ELIMIT, MS_ENOMEM. */
ms_rc ms_merge_texts(ms_merge *m);

/* Merge units, and runs, and what is posted of them; at the same time as what follows
 * ms_merge_entities, if need be.  MS_ELIMIT, MS_ENOMEM. */
ms_rc ms_merge_units(ms_merge *m);
ms_rc ms_merge_runs(ms_merge *m);

/* Finds the groups.  MS_ENOMEM. */
ms_rc ms_merge_groups(ms_merge *m);

/* ---- questions --------------------------------------------------------- */

/* Which piece the last text was in, as the next one most often is; zero before the first. */
typedef struct ms_text_cursor {
    const ms_piece *last;
} ms_text_cursor;

/* Where a text of a side stands in the merged pool.  Only texts that are used there. */
ms_disk_text ms_merge_text(const ms_merge *m, ms_text_cursor *c, unsigned side, ms_disk_text t);

/* Calls `fn` with each that is absent, in order, until it does not return MS_OK. */
typedef ms_rc (*ms_absent_fn)(void *ctx, unsigned side, ms_disk_absent a);
ms_rc ms_merge_absent(const ms_merge *m, ms_absent_fn fn, void *ctx);

#endif
