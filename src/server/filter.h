/* Which entities a call asks for: data sets, schemata, topics, ids, since when. */
#ifndef MARSAD_SERVER_FILTER_H
#define MARSAD_SERVER_FILTER_H

#include "server/site.h"

typedef struct ms_filter {
    const ms_dataset *dataset;
    uint32_t
        *lists; /* numbers of the lists that may have any; entities of others are not asked */
    uint32_t n_lists;
    const ms_arg *include, *exclude; /* data sets, by name */
    const ms_arg *topics;            /* one of them; NULL or none: any */
    const ms_arg *without_schema, *without_id;
    ms_str since; /* empty: always */
    bool each;    /* entities are to be asked one by one: ms_filter_takes */
    ms_str *ids;  /* those of `without_id`, sorted */
} ms_filter;

/* Reads the parameters that /match and /search have in common; lists that the key may not see
 * are left out.  False with the reply set: 403 where one of those is asked for by name. */
bool ms_filter_read(ms_request *r, const ms_dataset *d, ms_filter *out);

/* Works out the lists, and whether entities are to be asked, from what is asked for.  False
 * with the reply set, 403, 503. */
bool ms_filter_settle(ms_request *r, ms_filter *f);

/* Whether the filter takes entity `e`; all of those in its lists where not `each`.  None of a
 * list that the key may not see. */
bool ms_filter_takes(const ms_request *r, const ms_filter *f, uint32_t e);

#endif
