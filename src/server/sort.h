/* The order that a call asks for: `sort=last_change:desc`. */
#ifndef MARSAD_SERVER_SORT_H
#define MARSAD_SERVER_SORT_H

#include "server/site.h"

/* Sorts `n` entities by the values of parameter `sort`: id, caption, schema, first_seen,
 * last_seen, last_change or properties.NAME, each with `:asc` (the least value counts) or
 * `:desc` (the greatest); entities without a value come last, equal ones stay as they are.
 * False with the reply set: 400 for another field or too many, 503. */
bool ms_sort(ms_request *r, uint32_t *entities, uint32_t n);

#endif
