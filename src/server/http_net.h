/* What http.c and its parts share of a listening server. */
#ifndef MARSAD_SERVER_HTTP_NET_H
#define MARSAD_SERVER_HTTP_NET_H

#include <pthread.h>
#include <stdatomic.h>

#include <microhttpd.h>

#include "server/http.h"
#include "server/tls.h"

/* A connection, and until when it has to have done what it is about. */
typedef struct ms_link {
    struct ms_link *before, *behind;
    int fd;
    _Atomic uint64_t deadline; /* ns; 0: none */
    ms_tls_client client;
} ms_link;

/* All connections. */
typedef struct ms_links {
    pthread_mutex_t lock;
    ms_link *first;
    atomic_uint n;
} ms_links;

ms_link *ms_links_add(ms_links *l, int fd, uint64_t deadline); /* NULL: no memory */
void ms_links_drop(ms_links *l, ms_link *k);                   /* frees `k` */

/* Ends connections whose deadline is over: their thread then sees an end of file. */
void ms_links_reap(ms_links *l, uint64_t now);

typedef struct ms_call_net {
    ms_call call;
    struct ms_http *http;
    struct MHD_Connection *connection;
    struct ms_call_net *next; /* of those that wait, or of those to be used again */
    ms_out in;                /* the body as it comes */
    uint64_t came;            /* bytes of it */
    size_t held;              /* bytes of it that count as being in memory */
    bool begun, whole, answered, big, full;
    bool last;       /* the connection ends with it */
    ms_str encoding; /* of the reply's body */
} ms_call_net;

/* Compresses the reply if the client takes that and it is worth it. */
void ms_http_pack(ms_call_net *n);

#endif
