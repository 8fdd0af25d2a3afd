/* Digests of files (FIPS 180-4): SHA-256 of what is fetched, SHA-1 where a publisher's
 * catalogue has no other. */
#ifndef MARSAD_NODE_DIGEST_H
#define MARSAD_NODE_DIGEST_H

#include <marsad/arena.h>
#include <marsad/rc.h>

/* A digest under way; opaque. */
typedef struct evp_md_ctx_st ms_digest;

typedef enum ms_digest_kind { MS_DIGEST_SHA256, MS_DIGEST_SHA1 } ms_digest_kind;

/* An empty digest; NULL without memory.  Ended by ms_digest_free. */
ms_digest *ms_digest_new(ms_digest_kind kind);

/* Adds bytes; false without memory. */
bool ms_digest_add(ms_digest *g, ms_str bytes);

/* Adds all bytes of the file `fd`, wherever it stands, and says how many.  MS_EIO,
 * MS_ENOMEM. */
ms_rc ms_digest_add_file(ms_digest *g, int fd, uint64_t *size);

/* The digest in hexadecimal, in `a`; `p` NULL without memory.  Nothing may be added then. */
ms_str ms_digest_hex(ms_digest *g, ms_arena *a);

/* Frees it; NULL is legal. */
void ms_digest_free(ms_digest *g);

/* The SHA-256 of `bytes`; `p` NULL without memory. */
ms_str ms_digest_of(ms_str bytes, ms_arena *a);

#endif
