/* What the OpenAPI document and the reference page say in the same words. */
#ifndef MARSAD_SERVER_DOCUMENT_H
#define MARSAD_SERVER_DOCUMENT_H

#include "server/route.h"

/* What is readable as MS_PARAM_TIME, in ECMA-262, as it stands in a JSON string. */
#define MS_DOCUMENT_TIME "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}(:[0-9]{2}(:[0-9]{2})?)?)?$"

/* What the server is for, in a paragraph. */
extern const char ms_document_about[];

/* "read"; "none" where nobody needs any. */
const char *ms_document_role(ms_role_needed role);

/* What a status says. */
const char *ms_document_status(int status);

/* The statuses that a route may answer with, ascending: how many. */
enum { MS_DOCUMENT_STATUSES = MS_ROUTE_STATUSES + 5 };
unsigned ms_document_statuses(const ms_route *r, int out[MS_DOCUMENT_STATUSES]);

/* The next variable of a path: where to go on; NULL: there is none. */
const char *ms_document_var(const char *path, ms_str *name);

/* Ends a reply of status 200 whose body is written: with an ETag of its bytes, and 304 in its
 * place where the client has it already. */
void ms_document_send(ms_call *c, const char *type);

/* Headers of a page that loads nothing from elsewhere and is in no frame. */
void ms_document_guard(ms_call *c);

#endif
