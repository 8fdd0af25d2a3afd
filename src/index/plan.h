/* The order of a snapshot's content, which does not depend on the order in which
 * it was added. */
#ifndef MARSAD_INDEX_PLAN_H
#define MARSAD_INDEX_PLAN_H

#include "index/build.h"

/* Marks a text that has no place or number. */
#define MS_PLAN_NONE UINT32_MAX

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
    ms_buf links;          /* uint64_t: position << 32 | position, sorted, once each */
} ms_plan;

/* Makes the plan of `b`.  MS_ELIMIT, MS_ENOMEM; freed by ms_plan_free also then. */
ms_rc ms_plan_make(ms_plan *p, const ms_build *b);
void ms_plan_free(ms_plan *p);

#endif
