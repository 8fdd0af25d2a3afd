/* Who may ask: keys, their roles, the lists that they may see, how often they may ask. */
#ifndef MARSAD_SERVER_ACCESS_H
#define MARSAD_SERVER_ACCESS_H

#include "server/api_key.h"
#include "server/site.h"

typedef struct ms_access ms_access;

/* Reads the keys in the file `path`; where there is no such file, none are configured.  `rate`
 * is how many calls a minute all callers without a key may make; 0: no limit.  What
 * ms_api_keys_read gives. */
ms_rc ms_access_new(const char *path, uint32_t rate, ms_access **out, ms_diag *d);
void ms_access_free(ms_access *a); /* NULL is legal */

/* Whether keys are configured, be they revoked. */
bool ms_access_keyed(ms_access *a);

/* Reads the file again if it has changed, or in any case where `now`; by one thread.  A file
 * that cannot be read, or is gone, changes nothing and is told once. */
ms_rc ms_access_look(ms_access *a, bool now, ms_diag *d);

/* Whether the call may be answered, as far as its headers tell.  False with the reply set: 401
 * without a key that holds, 403 where its role or its lists do not reach, 429 where it asks too
 * often.  Takes the key into `r`, until ms_access_let. */
bool ms_access_check(ms_access *a, ms_request *r);
void ms_access_let(ms_request *r); /* legal without a key */

/* Lets `to` have the key of `from` too, until ms_access_let. */
void ms_access_keep(const ms_request *from, ms_request *to);

/* Calls that were told 429. */
uint64_t ms_access_limited(ms_access *a);

#endif
