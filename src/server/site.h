/* What answering a call needs. */
#ifndef MARSAD_SERVER_SITE_H
#define MARSAD_SERVER_SITE_H

#include <stdatomic.h>

#include <marsad/match.h>

#include "server/route.h"
#include "server/server.h"
#include "server/view.h"

enum { MS_VIEWS = 4 };

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
    ms_scorer **scorers;          /* one a thread */
    unsigned threads;
    uint64_t file[4];        /* identity of the snapshot's file, as it was opened */
    uint64_t refused[4];     /* of one that could not be */
    _Atomic(int64_t) loaded; /* seconds since 1970: the lists in force were opened; 0: none */
    atomic_uint failures;    /* to open lists, since the last that could be */
};

/* A call under way. */
struct ms_request {
    ms_call *call;
    ms_server *server;
    const ms_route *route;
    ms_str vars[MS_ROUTE_VARS];
    ms_arg args[MS_ROUTE_PARAMS];
    unsigned thread;
    ms_scorer *scorer;
    const ms_snap *snap; /* NULL: no lists yet */
    ms_view *view;       /* never NULL */
};

/* The argument called `name`, which the route must have. */
const ms_arg *ms_request_arg(const ms_request *r, const char *name);

/* Its last value; empty where there is none. */
ms_str ms_request_text(const ms_request *r, const char *name);

/* Its last value as a number. */
double ms_request_number(const ms_request *r, const char *name);

/* Begins a reply of status 200 in JSON. */
ms_out *ms_request_json(ms_request *r);

/* The data set that the first variable of the path names.  NULL with the reply set, 404, and
 * 503 where there are no lists yet. */
const ms_dataset *ms_request_dataset(ms_request *r);

/* False with the reply set, 503, where there are no lists yet. */
bool ms_request_ready(ms_request *r);

/* The functions that ms_http calls. */
extern const ms_http_site ms_site_calls;

#endif
