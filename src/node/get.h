/* One file over HTTPS, as far as the line: redirects, ceilings, stalls, lengths that do not
 * hold what they say.  What is kept of it is the caller's (fetch.h).
 *
 * TLS is always verified.  At most 5 redirects are followed, each to an address that
 * ms_address_check lets pass.  The body is taken as it was published: no encoding is asked
 * for and none undone. */
#ifndef MARSAD_NODE_GET_H
#define MARSAD_NODE_GET_H

#include <marsad/arena.h>
#include <marsad/list.h>

/* How to go about it; alike for all files. */
typedef struct ms_get_opts {
    const char *cacert;      /* PEM file of the authorities to trust; NULL: the system's */
    unsigned timeout;        /* seconds for connecting, and for standing still */
    bool (*stop)(void);      /* asked about once a second, true ends the transfer; or NULL */
    ms_progress_fn progress; /* or NULL */
    void *progress_ctx;
} ms_get_opts;

/* The answer, in its arena. */
typedef struct ms_reply {
    ms_arena *arena;
    int status;            /* 200 or 206 with a body, 304 without */
    ms_str address;        /* that gave it, as it may be shown */
    ms_str etag, modified; /* "" where it says none */
    ms_str type;
    ms_str headers;   /* all of them, a JSON object; cookies and secrets left out */
    ms_str validator; /* for If-Range: by which its parts fit together; "" without one */
    uint64_t from;    /* offset of the body in the file */
    uint64_t length;  /* of the body, where `sized` */
    bool sized;
    unsigned retry_after; /* seconds that the server asks to wait; 0: it does not */
} ms_reply;

/* What is asked for, and who takes the body. */
typedef struct ms_get {
    const char *address;
    ms_str etag, modified; /* of the version at hand: the answer may be 304; "" without */
    ms_str validator;      /* with `from`: of the part at hand */
    uint64_t from;         /* bytes of the part at hand; 0: the whole file is asked for */
    uint64_t size;         /* of the file that the part is of; 0: not known */
    uint64_t max;          /* ceiling of the whole file, bytes */
    /* Called once before the body of a 200 or 206, also an empty one. */
    ms_rc (*begin)(void *ctx, const ms_reply *r, ms_diag *d);
    ms_rc (*body)(void *ctx, ms_str bytes, ms_diag *d);
    void *ctx;
} ms_get;

/* Asks.  MS_OK: `r` is the answer and its body, if any, is whole.  Otherwise `r` is what is
 * known of it, and:
 *   MS_EIO        no answer, another status, or cut off: the rest may be asked for later
 *   MS_EVERSION   the part at hand is of another version: ask for the whole file
 *   MS_EDAMAGED   more bytes came than were announced, or an encoding not asked for
 *   MS_ELIMIT     larger than the ceiling
 *   MS_EINVAL     an address that may not be asked
 *   MS_ENOMEM, and what `begin` and `body` give. */
ms_rc ms_get_run(const ms_get_opts *o, const ms_get *g, ms_reply *r, ms_diag *d);

#endif
