/* Files that only this process can read: encrypted with a key that ends with it (libsodium's
 * secretstream), so that whoever finds one later, a backup or another program, reads nothing.
 */
#ifndef MARSAD_SERVER_SEALED_H
#define MARSAD_SERVER_SEALED_H

#include <stdatomic.h>

#include <marsad/rc.h>
#include <marsad/source.h>

/* How many bytes such files may take together. */
typedef struct ms_quota {
    atomic_uint_least64_t used;
    uint64_t max;
} ms_quota;

enum { MS_SEALED_KEY = 32 };

/* What all files of a process share; outlives them. */
typedef struct ms_seal {
    unsigned char key[MS_SEALED_KEY];
    ms_quota quota;
} ms_seal;

/* A file; written by one thread, then read by any. */
typedef struct ms_sealed ms_sealed;

/* Makes the file `path`, which must not be there.  MS_EIO, MS_ENOMEM. */
ms_rc ms_sealed_new(const char *path, ms_seal *seal, ms_sealed **out, ms_diag *d);

/* Appends `bytes`.  MS_ELIMIT where the quota is spent, MS_EIO. */
ms_rc ms_sealed_write(ms_sealed *s, ms_str bytes, ms_diag *d);

/* Writes what is left; from then on it can be read. */
ms_rc ms_sealed_end(ms_sealed *s, ms_diag *d);

/* Bytes written, before they were encrypted. */
uint64_t ms_sealed_size(const ms_sealed *s);

/* Removes the file and gives its bytes back; whoever reads it can go on.  NULL is legal. */
void ms_sealed_drop(ms_sealed *s);

/* Somebody who reads it from the start; one thread. */
typedef struct ms_unsealing ms_unsealing;

/* MS_EDAMAGED for a file that somebody has changed, MS_EIO, MS_ENOMEM. */
ms_rc ms_unsealing_new(const ms_sealed *s, ms_unsealing **out, ms_diag *d);
void ms_unsealing_free(ms_unsealing *u); /* NULL is legal */

/* Reads at most `n` bytes: how many; 0 at the end; -1 for a file that somebody has changed, or
 * that cannot be read. */
long ms_unsealing_read(ms_unsealing *u, char *buf, size_t n);

/* The same as a source; it ends with MS_EDAMAGED where `ms_unsealing_read` gives -1. */
ms_rc ms_sealed_source(const ms_sealed *s, const char *name, ms_source **out, ms_diag *d);

#endif
