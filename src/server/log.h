/* The log: a JSON line for each call (RFC 8259), in which nothing stands that a client sent but
 * the number of its trace. */
#ifndef MARSAD_SERVER_LOG_H
#define MARSAD_SERVER_LOG_H

#include <marsad/rc.h>

#include "server/site.h"

typedef struct ms_log ms_log;

/* Appends to the file `path`; "-" is standard output.  MS_EIO, MS_ENOMEM. */
ms_rc ms_log_open(const char *path, ms_log **out, ms_diag *d);

/* Keeps a call's line to be written; `r` is NULL where it came to no site.  Safe from all
 * threads, and never waits for a disk. */
void ms_log_call(ms_log *l, const ms_call *c, const ms_request *r);

/* Writes what has gathered; by one thread, about once a second.  MS_EIO the first time that it
 * cannot be, or that lines were lost; what comes later is tried again. */
ms_rc ms_log_flush(ms_log *l, ms_diag *d);

/* Opens the file anew, for whoever moves it away.  The old one stays where that fails. */
ms_rc ms_log_reopen(ms_log *l, ms_diag *d);

void ms_log_close(ms_log *l); /* NULL is legal */

#endif
