/* The order of a snapshot's content, which does not depend on the order in which
 * it was added. */
#ifndef MARSAD_INDEX_PLAN_H
#define MARSAD_INDEX_PLAN_H

#include "index/build.h"
#include "index/group.h"

/* Marks a text that has no place or number. */
#define MS_PLAN_NONE UINT32_MAX

/* Units of one kind in their order, and the screened entities whose names have each: those of
 * unit `i` are posted[at[i]] to posted[at[i + 1] - 1], as ms_posted makes them, ascending. */
typedef struct ms_plan_units {
    const ms_token *unit; /* as they came */
    uint32_t *order;      /* of these, the numbers of the `n` that count */
    uint32_t n;
    ms_buf blocks; /* as ms_near_build makes it */
    uint32_t *at;
    uint32_t *posted;
} ms_plan_units;

/* "Position" is an entity's number in the snapshot, "record" the one in the
 * build.  All arrays are of the plan. */
typedef struct ms_plan {
    const ms_build *b;
    uint32_t n; /* entities */
    uint32_t n_lists;
    uint32_t *lists;       /* list numbers of the build, by name */
    uint32_t *rank;        /* of each list of the build */
    uint32_t *order;       /* record at each position */
    uint32_t *pos;         /* position of each record */
    uint32_t *ids;         /* positions by id, then by list */
    uint32_t *text_at;     /* pool offset of each text that is used */
    uint32_t *schema;      /* number of each text that is a schema's name */
    ms_buf texts;          /* uint32_t: texts in the order of the pool */
    uint64_t pool;         /* bytes of the pool */
    ms_buf schemata;       /* uint32_t: texts */
    ms_buf documents;      /* ms_document, in the order of the positions */
    uint32_t *n_documents; /* of each position */
    ms_buf numbers;        /* ms_disk_number, in the order of ms_document_order */
    ms_buf born;           /* ms_disk_born, in their order */
    ms_buf links;          /* uint64_t: position << 32 | position, sorted, once each */
    ms_buf refs;           /* ms_pos_text, by position and then by text, once each */
    ms_buf absent;         /* ms_pos_text, likewise: ids that are named but not there */
    uint32_t *n_refs;      /* of each position */
    uint32_t *unit;        /* number of each unit of the build that a name has */
    ms_plan_units tokens, runs;
    ms_units made;  /* the runs */
    uint32_t *next; /* the next member of each position's group, around */
} ms_plan;

/* Puts the documents of screened entities in order; they are laid already.  MS_ENOMEM. */
ms_rc ms_plan_numbers(ms_plan *p);

/* Puts the birth dates of screened entities in order.  MS_ENOMEM. */
ms_rc ms_plan_born(ms_plan *p);

/* Finds the references of each position; texts are laid already.  MS_ELIMIT, MS_ENOMEM. */
ms_rc ms_plan_refs(ms_plan *p);

/* Finds the groups: entities that are one subject, as docs/lists.md states it; documents
 * and references are there already.  MS_ENOMEM. */
ms_rc ms_plan_groups(ms_plan *p);

/* How many tokens of the name are not minor. */
uint8_t ms_plan_parts(const ms_build *b, const ms_rec_name *n);

/* Finds the units of the names, and the runs of units that may be joined.  MS_ELIMIT,
 * MS_ENOMEM. */
ms_rc ms_plan_units_make(ms_plan *p);
void ms_plan_units_free(ms_plan_units *u);

/* Puts `texts`, ms_pos_text, in order by position and then by text, once each, and gives
 * them a place in the pool.  MS_ELIMIT, MS_ENOMEM. */
ms_rc ms_plan_texts(ms_plan *p, ms_buf *texts);

/* Gives text number `no` a place in the pool.  MS_ELIMIT, MS_ENOMEM. */
ms_rc ms_plan_text(ms_plan *p, uint32_t no);

/* Makes the plan of `b`.  MS_ELIMIT, MS_ENOMEM; freed by ms_plan_free also then. */
ms_rc ms_plan_make(ms_plan *p, const ms_build *b);
void ms_plan_free(ms_plan *p);

#endif
