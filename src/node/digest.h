/* SHA-256 (FIPS 180-4) of what is fetched. */
#ifndef MARSAD_NODE_DIGEST_H
#define MARSAD_NODE_DIGEST_H

#include <marsad/arena.h>
#include <marsad/rc.h>

/* A digest under way; opaque. */
typedef struct evp_md_ctx_st ms_digest;

/* An empty digest; NULL without memory.  Ended by ms_digest_free. */
ms_digest *ms_digest_new(void);

/* Adds bytes; false without memory. */
bool ms_digest_add(ms_digest *g, ms_str bytes);

/* Adds all bytes of the file `fd`, wherever it stands, and says how many.  MS_EIO,
 * MS_ENOMEM. */
ms_rc ms_digest_add_file(ms_digest *g, int fd, uint64_t *size);

/* The digest in hexadecimal, in `a`; `p` NULL without memory.  Nothing may be added then. */
ms_str ms_digest_hex(ms_digest *g, ms_arena *a);

/* Frees it; NULL is legal. */
void ms_digest_free(ms_digest *g);

/* The digest of `bytes`; `p` NULL without memory. */
ms_str ms_digest_of(ms_str bytes, ms_arena *a);

#endif
