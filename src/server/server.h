/* The server of one node: `marsad serve`. */
#ifndef MARSAD_SERVER_SERVER_H
#define MARSAD_SERVER_SERVER_H

#include <stdbool.h>

#include <marsad/rc.h>

#include "server/http.h"

/* What the command line says.  Texts outlive the server. */
typedef struct ms_server_opts {
    ms_http_opts http;
    const char *folder;       /* the data folder */
    const char *snapshot;     /* the file in it */
    const char *cors;         /* origin that browsers may ask from; "*"; NULL: none */
    const char *update_token; /* for /updatez; NULL: nobody may */
    unsigned batch;           /* queries in a call at most */
    unsigned drain;           /* seconds that calls have to end in */
    uint64_t upload_max;      /* bytes of rows in a call at most */
    uint64_t jobs_max;        /* bytes that jobs may keep */
    unsigned jobs_keep;       /* seconds that a job is kept after its end */
    const char *log;          /* file of a JSON line for each call; "-"; NULL: none */
    const char *keys;         /* the file of keys */
    unsigned rate;            /* calls a minute of all without a key; 0: no limit */
    bool keyed;               /* it must not start without keys */
    /* Prints what an operator should see. */
    void (*say)(void *ctx, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
    /* Begins to fetch the lists anew, in a process of its own. */
    ms_rc (*update)(void *ctx, ms_diag *d);
    void *ctx;
} ms_server_opts;

typedef struct ms_server ms_server;

/* Opens the lists and listens.  What ms_http_start, ms_snap_open, ms_access_new and ms_log_open
 * give; without a snapshot it listens and is not ready. */
ms_rc ms_server_start(const ms_server_opts *o, ms_server **out, ms_diag *d);

/* The port that it listens on. */
uint16_t ms_server_port(const ms_server *s);

/* Looks whether the lists or the keys in force have changed, and takes them, and writes the
 * log; by one thread, about once a second.  A file that cannot be read changes nothing and is
 * said once. */
void ms_server_look(ms_server *s);

/* Tells that fetching the lists, which `update` began, has ended, and whether it was done. */
void ms_server_updated(ms_server *s, bool well);

/* Reads certificates and keys again, and opens the log anew (SIGHUP). */
void ms_server_reload(ms_server *s);

/* Answers what is under way, and ends. */
void ms_server_stop(ms_server *s);

#endif
