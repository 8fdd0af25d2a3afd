/* What a search found, counted by what entities have. */
#ifndef MARSAD_SERVER_FACETS_H
#define MARSAD_SERVER_FACETS_H

#include "server/find.h"

enum { MS_FACET_VALUES = 1000 }; /* shown of one facet at most, the most frequent ones */

/* Appends {"countries":{"label","values":[{"name","label","count"}]}}, for the facets that the
 * call asks for, of the entities in `set`.  MS_ENOMEM. */
ms_rc ms_facets_write(const ms_request *r, const ms_find *f, const uint64_t *set, ms_out *o);

#endif
