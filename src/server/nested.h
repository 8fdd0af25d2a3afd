/* Entities with others in them: whom they name, and who names them.
 *
 * As yente nests (search/nested.py): first whoever is adjacent to the root, then whatever
 * edges among those name (behind an Ownership the company, not the directors of that), and
 * then each entity stands where its id stood, save for those on the way from the root.  Names
 * of the way back are those of data/adjacent.tsv.  All within one list.
 *
 * Ceilings: MS_NEST_ADJACENT entities a step, MS_NEST_DEPTH entities in one another, and
 * MS_NEST_BYTES of reply, beyond which ids stand where entities would. */
#ifndef MARSAD_SERVER_NESTED_H
#define MARSAD_SERVER_NESTED_H

#include "server/site.h"

enum { MS_NEST_ADJACENT = 9999, MS_NEST_DEPTH = 16, MS_NEST_BYTES = 32 << 20 };

typedef struct ms_nest ms_nest;

/* Gets ready to nest `root`, of which `n` entities at `first` are adjacent, and fetches what
 * edges among them name; in the call's arena.  NULL with the reply set, 503. */
ms_nest *ms_nest_new(ms_request *r, uint32_t root, const uint32_t *first, uint32_t n);

/* Appends the root with all that is nested in it. */
void ms_nest_root(const ms_nest *n, ms_out *o);

/* Appends entity `e`, one of the first, as it is nested in the root. */
void ms_nest_one(const ms_nest *n, uint32_t e, ms_out *o);

/* Goes through what an entity names in properties of type entity. */
typedef struct ms_named {
    const ms_prop *prop;
    uint32_t entity; /* of the same list */

    ms_request *r; /* where it is */
    const ms_schema *schema;
    ms_str properties, list;
    size_t at, item;
    uint32_t in;
} ms_named;

ms_named ms_named_by(ms_request *r, uint32_t e);
bool ms_named_next(ms_named *n); /* false behind the last; ids that nobody has are left out */

/* The property of `s` (NULL: unknown) called `name`, where its values are entities; or NULL. */
const ms_prop *ms_named_prop(const ms_schema *s, ms_str name);

#endif
