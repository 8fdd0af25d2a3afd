/* HTTP (RFC 9110, RFC 9112) for the rest of the room, on libmicrohttpd.
 *
 * One thread or a few talk to clients; calls are answered by other threads, so that a long
 * search holds up nobody.  A call has an arena and a reply, and knows nothing of sockets.
 */
#ifndef MARSAD_SERVER_HTTP_H
#define MARSAD_SERVER_HTTP_H

#include <stdint.h>

#include <marsad/arena.h>
#include <marsad/rc.h>

#include "base/json_out.h"

/* Ceilings. */
enum {
    MS_HTTP_URL_MAX = 60000,         /* bytes of path and query; more is 414 */
    MS_HTTP_HEADERS_MAX = 64 << 10,  /* bytes of a request line and its headers */
    MS_HTTP_REPLY_HEADERS = 12,      /* of one reply, beside those that all have */
    MS_HTTP_REPLY_HEADER_MAX = 4096, /* bytes of one; a longer one is left out */
    MS_HTTP_BODY_MAX = 8 << 20,      /* bytes of a body, where its route says no less */
    MS_HTTP_BODIES_MAX = 256 << 20   /* bytes of all bodies in memory; more is 503 */
};

/* Text that is made while it is sent. */
typedef struct ms_http_stream {
    /* Writes at most `n` bytes to `buf`: how many; 0 at the end; -1 when it cannot go on. */
    long (*read)(void *ctx, char *buf, size_t n);
    void (*close)(void *ctx); /* always called in the end */
    void *ctx;
} ms_http_stream;

typedef struct ms_http_header {
    const char *name; /* static */
    ms_str value;     /* in the call's arena, or static */
} ms_http_header;

typedef struct ms_call ms_call;

/* Whoever takes a body that is larger than memory should hold, a piece at a time. */
typedef struct ms_http_spill {
    /* False with the reply set: what follows is not wanted. */
    bool (*take)(ms_call *c, ms_str piece);
    uint64_t max; /* bytes; a larger body is 413 */
} ms_http_spill;

/* One request and its reply. */
struct ms_call {
    ms_arena *arena; /* as long as the call */
    const char *method;
    ms_str path;     /* as the client sent it, before "?" */
    ms_str query;    /* behind "?", as sent */
    ms_str body;     /* whole; empty until it is answered */
    uint64_t began;  /* ns of the monotonic clock: the request line was there */
    size_t body_max; /* set by `head`; a larger body is 413 */
    /* Set by `head` where bodies above `body_max` are taken: it gets the whole body then, and
     * `body` stays empty.  Such a body may take the seconds of `slow` for each MiB. */
    ms_http_spill spill;
    bool here;  /* set by `head`: to be answered by the thread that reads, in microseconds */
    void *site; /* what `head` keeps of the call */

    int status;       /* of the reply; 0: none yet */
    const char *type; /* media type; static */
    ms_out out;       /* the reply's body */
    ms_http_header headers[MS_HTTP_REPLY_HEADERS];
    unsigned n_headers;
    ms_http_stream stream; /* in place of `out` where `read` is set */
    size_t sent;           /* bytes of the body as sent */
    bool delivered;        /* set before `done` and the stream's `close`: it was sent whole */

    struct ms_call_net *net; /* http.c's */
};

/* Adds a header to the reply; what does not fit is left out. */
void ms_call_header(ms_call *c, const char *name, ms_str value);

/* The value of a header of the request, any case; `p` NULL: none, as in a call that no client
 * made.  As long as the call. */
ms_str ms_call_sent(const ms_call *c, const char *name);

/* Whether the client showed a certificate that --tls-clients vouches for. */
bool ms_call_known_client(const ms_call *c);

/* Decodes %XX, and `+` where `form`, into `a`.  False for what is malformed or not UTF-8. */
bool ms_url_decode(ms_str s, bool form, ms_arena *a, ms_str *out);

/* Appends `s` as a part of a path or of a query (RFC 3986 §2.3): the rest as %XX. */
void ms_url_encode(ms_str s, ms_out *o);

/* Whoever answers.  `head` sees request line and headers, and sets `status` where no body is
 * needed to answer; `answer` sees the whole request, in thread number `thread`, which is below
 * threads of ms_http_opts + ms_http_readers. `done` is told, in one of those threads, when the
 * reply was sent or could not be. */
typedef struct ms_http_site {
    void *ctx;
    void (*head)(void *ctx, ms_call *c);
    void (*answer)(void *ctx, unsigned thread, ms_call *c);
    void (*done)(void *ctx, unsigned thread, const ms_call *c);
} ms_http_site;

typedef struct ms_http_opts {
    const char *address;           /* numeric; "127.0.0.1" */
    uint16_t port;                 /* 0: any */
    const char *certificate, *key; /* PEM files; NULL: without TLS */
    const char *clients;  /* PEM file: who vouches for clients; NULL: nobody is asked */
    unsigned threads;     /* that answer, from 1 */
    unsigned connections; /* at most; 0: as many as the process may have files */
    unsigned idle;        /* seconds that a connection may wait for its next request */
    unsigned slow; /* seconds that a request may take to arrive, and a reply to be taken */
} ms_http_opts;

typedef struct ms_http ms_http;

/* Nanoseconds of the monotonic clock. */
uint64_t ms_http_now(void);

/* How many threads of its own read requests on this machine. */
unsigned ms_http_readers(void);

/* Listens; `out` is set before the first call.  `site` must outlive it.  MS_EINVAL for an
 * address or certificate that is none, MS_EIO where the port is taken, MS_ENOMEM. */
ms_rc ms_http_start(const ms_http_opts *o, const ms_http_site *site, ms_http **out, ms_diag *d);

/* The port. */
uint16_t ms_http_port(const ms_http *h);

/* How many clients are connected, and how many calls wait for a thread. */
void ms_http_load(const ms_http *h, unsigned *connections, unsigned *waiting);

/* Reads the certificate and the key again, which new connections have, and who vouches for
 * clients, which counts from the next call on.  All that was read before stays where one of
 * them is bad.  MS_EINVAL, MS_ENOTFOUND, MS_EIO. */
ms_rc ms_http_reload(ms_http *h, ms_diag *d);

/* Takes no more connections, answers what is under way for at most `seconds`, and ends.
 * Connections that stay end with their next reply. */
void ms_http_stop(ms_http *h, unsigned seconds);

#endif
