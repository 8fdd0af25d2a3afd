/* What answering a call needs. */
#ifndef MARSAD_SERVER_SITE_H
#define MARSAD_SERVER_SITE_H

#include <stdatomic.h>

#include <marsad/match.h>

#include "base/file.h"
#include "server/api_key.h"
#include "server/route.h"
#include "server/server.h"
#include "server/trace.h"
#include "server/view.h"

enum { MS_VIEWS = 4 };

/* The keys of one reading of their file. */
typedef struct ms_key_set ms_key_set;

/* A snapshot with what is known beside it. */
typedef struct ms_view_slot {
    _Atomic(const ms_snap *) snap;
    ms_view *view;
} ms_view_slot;

struct ms_server {
    ms_server_opts o;
    ms_http_site site;
    ms_http *http;
    ms_live *live;
    ms_view_slot views[MS_VIEWS]; /* of snapshots that somebody may hold */
    ms_view *nothing;             /* where there are no lists */
    struct ms_jobs *jobs;
    struct ms_lexicon *lexicon; /* the words of the lists in force */
    ms_scorer **scorers;        /* one a thread */
    unsigned threads;
    ms_file_id file;         /* of the snapshot, as it was opened */
    ms_file_id refused;      /* of one that could not be */
    _Atomic(int64_t) loaded; /* seconds since 1970: the lists in force were opened; 0: none */
    atomic_uint failures;    /* to open lists, since the last that could be */
    atomic_uint not_fetched; /* failed fetches since the last that was done */
    atomic_uint all_failures;
    struct ms_access *access;
    struct ms_log *log; /* NULL: none */
    struct ms_metrics *metrics;
};

/* A call under way. */
struct ms_request {
    ms_call *call;
    ms_server *server;
    const ms_route *route; /* NULL: there is none */
    const ms_api_key *key; /* NULL: called without one */
    ms_key_set *keys;      /* that it is among */
    ms_trace trace;
    uint32_t batch; /* queries, for the log; set by who answers */
    ms_str vars[MS_ROUTE_VARS];
    ms_arg args[MS_ROUTE_PARAMS];
    unsigned thread;
    ms_scorer *scorer;
    const ms_snap *snap;     /* NULL: no lists yet */
    ms_view *view;           /* never NULL */
    struct ms_sealed *spool; /* a body that is too large for memory; NULL: none */
};

/* The argument called `name`, which the route must have. */
const ms_arg *ms_request_arg(const ms_request *r, const char *name);

/* Its last value; empty where there is none. */
ms_str ms_request_text(const ms_request *r, const char *name);

/* Its last value as a number. */
double ms_request_number(const ms_request *r, const char *name);

/* The same of how many there are to be, which the route bounds: none where it is negative. */
uint32_t ms_request_count(const ms_request *r, const char *name);

/* Who asks, as jobs remember it; empty without keys. */
ms_str ms_request_owner(const ms_request *r);

/* Begins a reply of status 200 in JSON. */
ms_out *ms_request_json(ms_request *r);

/* The data set that the first variable of the path names; where the key may see some lists
 * alone, `default` means those: ms_filter_read leaves out the others.  NULL with the reply set,
 * 404, and 503 where there are no lists yet. */
const ms_dataset *ms_request_dataset(ms_request *r);

/* The same for the data set called `name`. */
const ms_dataset *ms_request_dataset_called(ms_request *r, ms_str name);

/* Whether the caller may see list number `list`: the key's scope.  Whatever shows entities asks
 * it for each list, once the data set is known. */
bool ms_request_sees(const ms_request *r, uint32_t list);

/* Whether the caller may ask data set `d`: one of the key's lists, or all, which then means
 * those.  What entities say of themselves may be of any list: only keys of all lists see it.
 * False with the reply set, 403. */
bool ms_request_may_ask(ms_request *r, const ms_dataset *d);

/* The same without a reply. */
bool ms_request_sees_dataset(const ms_request *r, const ms_dataset *d);

/* False with the reply set, 503, where there are no lists yet. */
bool ms_request_ready(ms_request *r);

/* What is known beside `snap`, which the caller holds. */
ms_view *ms_server_view(ms_server *s, const ms_snap *snap);

/* The place of the thread of jobs among those that hold lists. */
unsigned ms_server_job_reader(const ms_server *s);

/* The functions that ms_http calls. */
extern const ms_http_site ms_site_calls;

#endif
