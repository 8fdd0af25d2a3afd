/* Snapshots: immutable files that hold lists ready to screen.
 *
 * A snapshot is built by one writer and read by any number of processes, mapped
 * read-only.  Its layout is stated in docs/snapshot.md.
 */
#ifndef MARSAD_INDEX_H
#define MARSAD_INDEX_H

#include <marsad/entity.h>
#include <marsad/match.h>
#include <marsad/rc.h>

/* ---- building ---------------------------------------------------------- */

/* A snapshot being built; one thread. */
typedef struct ms_build ms_build;

/* An open snapshot; may be shared by threads. */
typedef struct ms_snap ms_snap;

/* Starts an empty snapshot.  NULL when out of memory.  Freed by ms_build_free
 * (NULL is legal). */
MS_API ms_build *ms_build_new(void);
MS_API void ms_build_free(ms_build *b); /* gives up what was not written */

/* Whether a list can have this name, which is also that of its folders: 1 to 64 bytes of
 * letters, digits, `-`, `_` and `.`, not beginning with `.`.  MS_EINVAL. */
MS_API ms_rc ms_list_name_check(ms_str name, ms_diag *d);

/* Starts list `name`, as ms_list_name_check has it; what is added next belongs to it.
 * MS_EDUPLICATE, MS_EINVAL, MS_ENOMEM. */
MS_API ms_rc ms_build_list(ms_build *b, ms_str name, ms_diag *d);

/* Keeps the JSON of entities in a file without a name in folder `dir` where it is more
 * than `keep` bytes, for lists that are larger than memory; it ends with the build, or
 * with the process, however it dies.  For an empty build.  MS_ENOMEM. */
MS_API ms_rc ms_build_spool(ms_build *b, const char *dir, size_t keep, ms_diag *d);

/* What adding an entity needs to know of it; everything lies in the arena that it was
 * prepared in, or in the entity. */
typedef struct ms_prepared {
    ms_str json;
    ms_identity identity;
} ms_prepared;

/* Prepares `e` in `a`; by any thread.  MS_ENOMEM. */
MS_API ms_rc ms_prepare(const ms_entity *e, ms_arena *a, ms_prepared *out);

/* As ms_build_add, for an entity that was prepared and has not changed since. */
MS_API ms_rc ms_build_add_prepared(ms_build *b, const ms_entity *e, const ms_prepared *p,
                                   ms_diag *d);

/* Adds an entity to the list begun last; it is copied.  MS_EDUPLICATE when the
 * list has the id already, MS_EMISSING without id, MS_ELIMIT, MS_ENOMEM; MS_EIO where the
 * JSON is kept in a file. */
MS_API ms_rc ms_build_add(ms_build *b, const ms_entity *e, ms_diag *d);

/* Keeps `json`, one object, as the list's load report.  It does not count for
 * the snapshot's digest. */
MS_API ms_rc ms_build_report(ms_build *b, ms_str json);

/* Takes list `list` of `old` as it is, report included, without preparing its
 * entities again.  It is then the list begun last for ms_build_report, but takes
 * no more entities.  `old` must stay open until the build is freed; all that a build keeps
 * is of one snapshot.  On failure nothing is kept.  MS_EINVAL when `old` has no
 * such list or something was kept of another snapshot, MS_EDUPLICATE, MS_ELIMIT,
 * MS_ENOMEM. */
MS_API ms_rc ms_build_keep(ms_build *b, const ms_snap *old, uint32_t list, ms_diag *d);

/* Adds the entity that `json` holds to the list begun last, with ms_build_add. */
typedef ms_rc (*ms_again_fn)(void *ctx, ms_str json, ms_diag *d);

/* Takes of list `list` of `old` what has not changed into the list begun last, which is its
 * next version and has been given whatever is new or has changed: the entities that `same`
 * marks, a byte for each, in their order.  Most are taken as they are.  What one entity says
 * of another, the number of a passport or of a sanction, is kept with that other one; where
 * either is new, changed or gone, the rest of them are given to `again`.  `old` as for
 * ms_build_keep.  After a failure `b` is only good to be freed.  MS_EINVAL when `old` has no
 * such list, no list was begun or something was kept of another snapshot; MS_EVERSION,
 * MS_ELIMIT, MS_ENOMEM, what `again` returns. */
MS_API ms_rc ms_build_keep_rest(ms_build *b, const ms_snap *old, uint32_t list,
                                const uint8_t *same, ms_again_fn again, void *ctx, ms_diag *d);

/* Marks in `changed`, a byte for each entity of list `list` of `old`, whose results may not
 * be the same in the list begun last: those that `same` does not mark, and those that
 * ms_build_keep_rest gives to `again`.  MS_EINVAL, MS_ENOMEM. */
MS_API ms_rc ms_build_changed(const ms_build *b, const ms_snap *old, uint32_t list,
                              const uint8_t *same, uint8_t *changed, ms_diag *d);

/* Writes the snapshot to `path`: written aside in the same folder, synced,
 * renamed, folder synced.  The same lists, in whatever order they were begun,
 * give the same bytes, reports aside.  The numbers of identity documents and the
 * addresses of wallets that name their holder in the same list are added to the holder's
 * identity.  `b` stays as
 * it is.  MS_EIO, MS_ELIMIT, MS_ENOMEM. */
MS_API ms_rc ms_build_write(ms_build *b, const char *path, ms_diag *d);

/* Opens what ms_build_write would write, in memory, for few entities.  `b` stays as it is.
 * MS_ELIMIT, MS_ENOMEM; MS_EIO where the JSON is kept in a file. */
MS_API ms_rc ms_build_snap(ms_build *b, ms_snap **out, ms_diag *d);

/* ---- reading ----------------------------------------------------------- */

/* Maps `path`.  Where the file PATH.checked says that ms_snap_verify has found this file
 * right and nobody has written to it since, no more than its head is read; otherwise every
 * byte is read and checked.  MS_ENOTFOUND; MS_EVERSION for a file of another layout or made
 * with other knowledge tables (its names must be prepared anew); MS_EDAMAGED
 * with the byte offset; MS_EIO; MS_ENOMEM. */
MS_API ms_rc ms_snap_open(const char *path, ms_snap **out, ms_diag *d);
MS_API void ms_snap_close(ms_snap *s); /* unmaps; NULL is legal */

/* Gives back the memory of the pages that were looked at; they are read again when they
 * are needed.  For whoever walks over a snapshot larger than memory; any thread, any time.
 * Nothing happens to bytes of ms_snap_mem. */
MS_API void ms_snap_relax(const ms_snap *s);

/* As ms_snap_open, but takes a file made with other knowledge tables too, so that
 * its lists can be built again from the JSON of its entities.  Searching it and
 * ms_build_keep give MS_EVERSION then. */
MS_API ms_rc ms_snap_open_outdated(const char *path, ms_snap **out, ms_diag *d);

/* As ms_snap_open on bytes in memory, which must be aligned to 64 and outlive
 * the snapshot. */
MS_API ms_rc ms_snap_mem(ms_str bytes, ms_snap **out, ms_diag *d);

/* A part of a snapshot's file that was verified. */
typedef struct ms_snap_part {
    const char *name;     /* "header", or that of a section in docs/snapshot.md; static */
    uint64_t at, size;    /* bytes of the file, what fills up to the next part left out */
    const ms_diag *fault; /* the first that was found, with the byte offset; NULL: none */
} ms_snap_part;

/* Who watches; both functions may be NULL, and are called by the calling thread. */
typedef struct ms_snap_watch {
    ms_progress_fn progress;                           /* bytes */
    void (*part)(void *ctx, const ms_snap_part *part); /* each part, in the order of the file */
    void *ctx;
} ms_snap_watch;

/* Reads every byte of the snapshot `path`, made with whatever knowledge tables: its
 * checksums, its digest, and all that points from one section into another.  When all is
 * right it says so in the file PATH.checked, if that can be written, and otherwise removes
 * it.  `w` may be NULL.
 * MS_EDAMAGED with the first fault, MS_ENOTFOUND, MS_EVERSION for another layout, MS_EIO,
 * MS_ENOMEM. */
MS_API ms_rc ms_snap_verify(const char *path, const ms_snap_watch *w, ms_diag *d);

/* As ms_snap_verify, for the snapshot that the caller has just written to `path` with
 * ms_build_write: its checksums are of the bytes as they were written, and not worked out
 * again.  Whoever may have written there since must be kept out. */
MS_API ms_rc ms_snap_vouch(const char *path, ms_diag *d);

/* 32 hexadecimal digits over everything but the reports. */
MS_API const char *ms_snap_digest(const ms_snap *s);

/* Lists, sorted by name. */
MS_API uint32_t ms_snap_lists(const ms_snap *s);
MS_API ms_str ms_snap_list_name(const ms_snap *s, uint32_t list);
MS_API ms_str ms_snap_list_report(const ms_snap *s, uint32_t list); /* JSON; may be empty */

/* The number of a list's first entity, and how many follow from there. */
MS_API uint32_t ms_snap_list_first(const ms_snap *s, uint32_t list);
MS_API uint32_t ms_snap_list_entities(const ms_snap *s, uint32_t list);

/* Entities, numbered by list and then by id. */
MS_API uint32_t ms_snap_entities(const ms_snap *s);

/* What the snapshot holds of one entity; slices into the map. */
typedef struct ms_snap_entity {
    ms_str id;
    ms_str caption;
    ms_str json; /* as ms_entity_write gives it */
    ms_str schema_name;
    const ms_schema *schema; /* NULL: unknown to the model */
    uint32_t list;
    bool matchable; /* screened */
} ms_snap_entity;

/* Entity number `e` < ms_snap_entities. */
MS_API ms_snap_entity ms_snap_get(const ms_snap *s, uint32_t e);

/* Its prepared identity: slices into the map, and arrays in `a`. */
MS_API ms_rc ms_snap_identity(const ms_snap *s, uint32_t e, ms_arena *a, ms_identity *out);

/* Numbers of the entities with `id`, at most one a list; returns how many and
 * writes at most `max` of them to `out`. */
MS_API uint32_t ms_snap_find(const ms_snap *s, ms_str id, uint32_t *out, uint32_t max);

/* Gives the number of the entity of list number `list` with `id`; false when the list has
 * none, and then `*e` stays as it is. */
MS_API bool ms_snap_find_in(const ms_snap *s, uint32_t list, ms_str id, uint32_t *e);

/* Numbers of the entities of the same list that entity `e` names in a property
 * of type entity, or that name it so; writes at most `max`, returns how many. */
MS_API uint32_t ms_snap_adjacent(const ms_snap *s, uint32_t e, uint32_t *out, uint32_t max);

/* Several lists may name one subject.  Entities are one group when a list says so by a
 * reference that another list has too, or when they share a number, their names agree
 * (where others may have the number) and no member contradicts another; docs/lists.md has
 * the rule.
 * Each keeps its own facts and its own score.  Writes the numbers of the group's members,
 * `e` among them, ascending, at most `max`; returns how many there are, 1 when `e` is
 * alone. */
MS_API uint32_t ms_snap_group(const ms_snap *s, uint32_t e, uint32_t *out, uint32_t max);

/* What two members of a group have in common. */
typedef enum ms_common {
    MS_COMMON_OTHERS,    /* nothing directly: other members join them */
    MS_COMMON_REFERENCE, /* `number`, given by `authority` */
    MS_COMMON_ID,        /* one names the other by its id, `number` */
    MS_COMMON_NUMBER     /* a document or another identifier, `number` */
} ms_common;

/* The first thing that `a` and `b` have in common; the texts are slices of the map.
 * References and numbers are as compared: letters and digits, upper case. */
MS_API ms_common ms_snap_common(const ms_snap *s, uint32_t a, uint32_t b, ms_str *authority,
                                ms_str *number);

/* ---- one in force ------------------------------------------------------ */

/* The snapshot in force: threads that read it, each known by its number from 0, and whoever
 * puts another one in its place meanwhile. */
typedef struct ms_live ms_live;

/* Puts `first` (NULL: none) in force for `readers` threads; it is closed with its successor's
 * coming, or with the whole.  NULL: no memory, and `first` stays the caller's. */
MS_API ms_live *ms_live_new(unsigned readers, ms_snap *first);
MS_API void ms_live_free(ms_live *l); /* nobody reads any more; NULL is legal */

/* The snapshot in force (NULL: none), which stays open until reader `reader` lets it go.
 * Waits for nobody.  A reader holds one at a time. */
MS_API const ms_snap *ms_live_hold(ms_live *l, unsigned reader);
MS_API void ms_live_let(ms_live *l, unsigned reader); /* legal without one */

/* Puts `next` (NULL: none) in force, waits until nobody holds the one before, and closes it.
 * By any thread that holds none. */
MS_API void ms_live_swap(ms_live *l, ms_snap *next);

/* ---- searching --------------------------------------------------------- */

/* What to search.  Initialise with MS_SEARCH_INIT. */
typedef struct ms_search {
    size_t size;           /* of this struct, as the caller was compiled */
    uint32_t threshold;    /* millionths; results score at least this, and at least 1 */
    uint32_t limit;        /* results written at most; 0: only count */
    const uint32_t *lists; /* list numbers, repeats are ignored; NULL: all */
    uint32_t n_lists;
    bool exhaustive; /* score every entity, rule nothing out */
    bool grouped;    /* of each group, only the best member of the lists asked for */
} ms_search;

#define MS_SEARCH_INIT                                              \
    (ms_search)                                                     \
    {                                                               \
        .size = sizeof(ms_search), .threshold = 700000, .limit = 10 \
    }

/* One entity at or above the threshold. */
typedef struct ms_result {
    uint32_t entity;
    uint32_t score; /* millionths */
} ms_result;

/* What a search did.  `scored + ruled_out` is the number of entities that are
 * screened in the lists asked for. */
typedef struct ms_found {
    uint32_t n;         /* results written */
    uint32_t total;     /* entities at or above the threshold, before the limit */
    uint32_t groups;    /* groups that they belong to; without `grouped`, as `total` */
    uint32_t scored;    /* entities scored exactly */
    uint32_t ruled_out; /* entities that provably score below the threshold */
} ms_found;

/* Finds every entity that scores at or above the threshold, best first, ties by
 * id (bytewise) and then by list, and writes the first `limit` to `out`.
 * Complete: nothing that the exhaustive search finds is missing.  A query without a name
 * finds whoever has one of its documents, phones, e-mail addresses or wallets, and nobody
 * when it has none of these, whatever else it says: that scores 0.  `scorer` is
 * the calling thread's; `out` may be NULL when `limit` is 0.  MS_EINVAL for a list
 * that is not there or an option of a later version, MS_ENOMEM. */
MS_API ms_rc ms_snap_search(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                            const ms_search *o, ms_result *out, ms_found *found);

/* Whether that search scores entity `e`; otherwise it rules it out, or does not look for it at
 * all.  MS_EINVAL, MS_ENOMEM. */
MS_API ms_rc ms_snap_scores(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                            const ms_search *o, uint32_t e, bool *scored);

#endif
