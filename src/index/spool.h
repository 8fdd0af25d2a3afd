/* Bytes that are written once, one behind the other, and read again in pieces: in memory
 * while they are few, else in a file without a name, which ends with the process. */
#ifndef MARSAD_INDEX_SPOOL_H
#define MARSAD_INDEX_SPOOL_H

#include <marsad/rc.h>

#include "index/buf.h"

/* `n` bytes, of which [0, spilt) are in the file.  Without a folder all stay in memory. */
typedef struct ms_spool {
    uint64_t n, spilt;
    ms_buf tail; /* bytes [spilt, n) */
    char *dir;   /* where the file is made; NULL: nowhere */
    int fd;      /* -1: not yet */
    size_t keep; /* bytes that stay in memory */
} ms_spool;

/* An empty one. */
ms_spool ms_spool_make(void);

/* From now on what is beyond `keep` bytes goes to a file in `dir`.  MS_ENOMEM. */
ms_rc ms_spool_to(ms_spool *s, const char *dir, size_t keep);

/* Appends `n` bytes.  MS_ENOMEM, MS_EIO with the reason in `d`. */
ms_rc ms_spool_put(ms_spool *s, const void *p, size_t n, ms_diag *d);

/* Forgets what stands at `n` and behind. */
void ms_spool_cut(ms_spool *s, uint64_t n);

/* Copies the `n` bytes at `at`, which were appended.  MS_EIO. */
ms_rc ms_spool_read(const ms_spool *s, uint64_t at, void *p, size_t n, ms_diag *d);

/* Frees everything. */
void ms_spool_free(ms_spool *s);

#endif
