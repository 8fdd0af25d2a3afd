/* What entities are called by those that they name (data/adjacent.tsv): an Ownership has a
 * LegalEntity as its `owner`, which has the Ownership as its `ownershipOwner`. */
#ifndef MARSAD_SERVER_ADJACENT_H
#define MARSAD_SERVER_ADJACENT_H

#include <marsad/model.h>

/* A property of type entity and the way back; everything is static. */
typedef struct ms_way {
    const ms_prop *prop;    /* "owner" */
    ms_str back;            /* "ownershipOwner" */
    const ms_schema *named; /* whose entities have that: LegalEntity */
} ms_way;

/* The way of `p`, as a schema or those above it declare it; NULL: there is none back. */
const ms_way *ms_way_of(const ms_prop *p);

/* Whether entities of `s` have a way back called `name`. */
bool ms_way_back(const ms_schema *s, ms_str name);

#endif
