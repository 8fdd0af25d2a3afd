/* Files compressed with zstd (RFC 8878), written aside like all others. */
#ifndef MARSAD_BASE_PACK_H
#define MARSAD_BASE_PACK_H

#include "base/file.h"

/* A file being packed. */
typedef struct ms_pack ms_pack;

/* Begins the next version of `path`.  On success `*out` is to be given to
 * ms_pack_publish or ms_pack_drop.  MS_EIO, MS_ENOMEM. */
ms_rc ms_pack_open(const char *path, ms_pack **out, ms_diag *d);

/* Appends text.  MS_EIO, MS_ENOMEM. */
ms_rc ms_pack_write(ms_pack *p, ms_str text, ms_diag *d);

/* Ends, syncs and renames the file, and frees `p` in any case. */
ms_rc ms_pack_publish(ms_pack *p, ms_diag *d);

/* Removes the file and frees `p`; NULL is legal. */
void ms_pack_drop(ms_pack *p);

#endif
