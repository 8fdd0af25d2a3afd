/* What a query of a body says of itself beside whom it describes: "filters" and "params". */
#ifndef MARSAD_SERVER_OWN_H
#define MARSAD_SERVER_OWN_H

#include "server/asking.h"
#include "server/matching.h"

/* Changes `m`, which is what the URL says, to what query `q` says.  False with the reply set,
 * 422 for what is not understood. */
bool ms_own_read(ms_request *r, const ms_asked *q, ms_matching *m);

#endif
