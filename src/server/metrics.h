/* Counters of calls, one set a thread, and the text of /metrics (Prometheus text format 0.0.4).
 */
#ifndef MARSAD_SERVER_METRICS_H
#define MARSAD_SERVER_METRICS_H

#include "server/http.h"
#include "server/route.h"

typedef struct ms_metrics ms_metrics;

/* For so many threads.  NULL: no memory. */
ms_metrics *ms_metrics_new(unsigned threads);
void ms_metrics_free(ms_metrics *m); /* NULL is legal */

/* Counts a call that is done; `route` NULL where there was none.  Each thread has its own
 * number. */
void ms_metrics_count(ms_metrics *m, unsigned thread, const ms_route *route, const ms_call *c);

/* Appends the sums over all threads. */
void ms_metrics_write(const ms_metrics *m, ms_out *o);

/* Appends `# HELP` and `# TYPE` of a metric. */
void ms_metric_begin(ms_out *o, const char *name, const char *type, const char *help);

/* Appends `v` as the value of a label, with its quotes. */
void ms_metric_label(ms_out *o, ms_str v);

#endif
