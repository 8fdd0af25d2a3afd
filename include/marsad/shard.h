/* Shards: lists larger than one machine's memory, kept in several snapshots and searched as
 * one.
 *
 * A screened entity is in the one shard that its id falls into.  Another one, as a passport
 * or a sanction, is where the entities that it names are; where it names none, it goes by
 * its own id.  So an entity scores in its shard what it scores in one snapshot of all.
 */
#ifndef MARSAD_SHARD_H
#define MARSAD_SHARD_H

#include <marsad/index.h>

/* Shards of one list at most. */
enum { MS_SHARDS_MAX = 1024 };

/* Shard number `k` of `n`, from 1; `n` 1 is everything. */
typedef struct ms_shard {
    uint32_t k, n;
} ms_shard;

/* Reads "K/N", 1 <= K <= N <= MS_SHARDS_MAX.  MS_EINVAL. */
MS_API ms_rc ms_shard_parse(ms_str text, ms_shard *out);

/* Whether entity `e` is in the shard: by XXH3-64 of ids, which no version changes. */
MS_API bool ms_shard_has(ms_shard s, const ms_entity *e);

/* ---- several snapshots as one ------------------------------------------ */

/* Open snapshots.  Their entities are numbered on from one to the next, and so are their
 * lists: those of snapshot 1 begin behind those of snapshot 0. */
typedef struct ms_snaps {
    ms_snap *const *v;
    uint32_t n; /* at least 1 */
} ms_snaps;

/* How many entities there are together. */
MS_API uint64_t ms_snaps_entities(ms_snaps s);

/* The snapshot that has entity `*e`, which becomes its number there; with entities that are
 * not there the last one. */
MS_API const ms_snap *ms_snaps_of(ms_snaps s, uint32_t *e);

/* The number, counted on, of the list that entity `e` is in. */
MS_API uint32_t ms_snaps_list(ms_snaps s, uint32_t e);

/* As ms_snap_search over all snapshots: the same entities, scores and order as one snapshot
 * with the entities of all would give, ties going by id and then by the list's name; the
 * counts of `found` are sums.  Groups are those within each snapshot: members that lie in
 * different ones are results of their own.  `scorers` are the calling thread's, one for each
 * snapshot.  With `apart` each snapshot is searched by a thread of its own.  MS_ELIMIT where
 * the entities cannot be numbered in 32 bits, and what ms_snap_search gives. */
MS_API ms_rc ms_snaps_search(ms_snaps s, ms_scorer *const *scorers, const ms_identity *q,
                             const ms_search *o, bool apart, ms_result *out, ms_found *found);

#endif
