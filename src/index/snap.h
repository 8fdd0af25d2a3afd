/* An open snapshot. */
#ifndef MARSAD_INDEX_SNAP_H
#define MARSAD_INDEX_SNAP_H

#include <marsad/index.h>

#include "base/file.h"
#include "index/layout.h"
#include "index/near_cache.h"

/* Units of one kind, in the order of ms_unit_cmp, each once; and the screened entities whose
 * names have them, as ms_posted makes them: those of unit `i` are posted[at[i]] to
 * posted[at[i + 1] - 1], ascending, each entity once. */
typedef struct ms_snap_units {
    uint32_t n;
    const ms_token *unit;
    ms_str blocks;      /* as ms_near_build makes it */
    const uint32_t *at; /* n + 1 offsets into posted */
    const uint32_t *posted;
} ms_snap_units;

/* Slices and arrays of the map; all offsets in them were checked, at opening or before. */
struct ms_snap {
    ms_str bytes;
    void *own;       /* where `bytes` lie, to be freed; or NULL */
    ms_file_id file; /* of what is mapped */
    bool mapped;     /* `bytes` is to be unmapped */
    bool any;        /* other knowledge tables are allowed */
    bool outdated;   /* and it was made with such */
    char digest[33];
    uint32_t n_entities, n_lists, n_schemata, n_names;
    uint32_t most_names, most_tokens; /* of one entity */
    const char *pool;
    size_t n_pool; /* its bytes */
    const ms_disk_text *schema_names;
    const ms_disk_list *lists;
    const ms_disk_entity *entities;
    const ms_disk_name *names;
    const uint8_t *parts;   /* of each entity: tokens that are not minor, of a name at most */
    const uint32_t *tokens; /* of the names, as ms_unit_ref makes them */
    ms_snap_units units, runs;
    const ms_date *births;
    const ms_document *documents;
    const ms_disk_number *numbers; /* of documents of screened entities */
    uint32_t n_numbers;
    const ms_disk_born *born; /* of screened entities */
    uint32_t n_born;
    const ms_country *countries;
    const char *json;
    const uint32_t *ids;     /* entities by id, then by list */
    const uint32_t *link_at; /* n_entities + 1 offsets into links */
    const uint32_t *links;
    const ms_disk_absent *absent; /* by entity, then by id */
    uint32_t n_absent;
    const ms_disk_text *refs;
    const uint32_t *next; /* of each entity's group, around */
    const ms_disk_report *reports;
    const ms_schema **schemata; /* NULL where the model knows none of the name */
    ms_near_cache *near;        /* of units and runs */
};

/* Opens a copy of `bytes`. */
ms_rc ms_snap_copy(ms_str bytes, ms_snap **out, ms_diag *d);

/* Opens what this process has just written, without checking it, in memory or as a map that
 * is unmapped in the end, also after a failure.  Not for searching.  MS_ENOMEM. */
ms_rc ms_snap_own(ms_str bytes, bool mapped, ms_snap **out, ms_diag *d);

/* Maps `path` and looks at its head and section table alone.  As ms_snap_open_outdated. */
ms_rc ms_snap_map(const char *path, ms_snap **out, ms_diag *d);

/* Checks the bytes of section `kind`, and those that fill up the one before it; adds them to
 * `digest`, which may be NULL.  MS_EDAMAGED with the byte offset. */
ms_rc ms_snap_check_bytes(const ms_snap *s, int kind, XXH3_state_t *digest, const char *name,
                          ms_diag *d);

/* Checks the sections of `s` against each other: everything that reading follows
 * without looking.  Sets `most_names` and
 * `most_tokens`.  MS_EDAMAGED with the byte offset. */
ms_rc ms_snap_check(ms_snap *s, const char *name, ms_diag *d);

/* A text of the pool. */
static inline ms_str ms_snap_text(const ms_snap *s, ms_disk_text t)
{
    return (ms_str){s->pool + t.at, t.n};
}

/* Its units, or runs, for ms_near_find. */
static inline ms_near ms_snap_near(const ms_snap *s, bool runs)
{
    const ms_snap_units *u = runs ? &s->runs : &s->units;
    return (ms_near){u->unit, u->n, u->blocks.p, u->blocks.n, runs, MS_WHOSE_ANY};
}

/* Entity `e` without its names. */
ms_identity ms_snap_facts(const ms_snap *s, uint32_t e);

/* Name number `i`, its tokens in `tok`, which has room for MS_NAME_TOKENS. */
ms_name ms_snap_name(const ms_snap *s, uint32_t i, ms_token *tok);

/* Entity `e` prepared for scoring; its names, at most `most_names`, are written to `names`
 * and their tokens, at most `most_tokens`, to `tokens`, everything else lies in the map. */
ms_identity ms_snap_prepared(const ms_snap *s, uint32_t e, ms_name *names, ms_token *tokens);

#endif
