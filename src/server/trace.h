/* Which call of which other system a call belongs to (W3C Trace Context, level 1). */
#ifndef MARSAD_SERVER_TRACE_H
#define MARSAD_SERVER_TRACE_H

#include "server/http.h"

/* A position in a trace: hexadecimal digits, terminated. */
typedef struct ms_trace {
    char id[33], parent[17], flags[3];
} ms_trace;

/* Reads a header `traceparent` (§3.2).  False: it is not valid. */
bool ms_trace_read(ms_str header, ms_trace *out);

/* The header `tracestate` (§3.3) to pass on: `own` first, under our name, then what `header`
 * has of others; only `own` where it is not valid.  `p` NULL: no memory. */
ms_str ms_trace_state(ms_str header, const char *own, ms_arena *a);

/* Takes the trace that the client sent or makes one, and sends it back. */
void ms_trace_begin(ms_call *c, ms_trace *out);

#endif
