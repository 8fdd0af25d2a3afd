/* A snapshot on its way to a file, or to memory: its sections one after the other, with their
 * checksums. */
#ifndef MARSAD_INDEX_EMIT_H
#define MARSAD_INDEX_EMIT_H

#include <marsad/index.h>

#include "base/file.h"
#include "index/buf.h"
#include "index/layout.h"

typedef struct ms_emit ms_emit;

/* Puts what section `kind` holds. */
typedef void (*ms_emit_fn)(ms_emit *o, ms_section kind, const void *ctx);

/* Writes a whole snapshot, whose sections `put` puts, aside of `path`: `*out` is to be given to
 * ms_aside_publish or ms_aside_drop.  MS_EIO, MS_ENOMEM. */
ms_rc ms_emit_file(const char *path, ms_emit_fn put, const void *ctx, ms_aside **out,
                   ms_diag *d);

/* Writes it to `out`, which is empty.  MS_ENOMEM. */
ms_rc ms_emit_mem(ms_emit_fn put, const void *ctx, ms_buf *out, ms_diag *d);

/* Appends to the section; after a failure nothing happens. */
void ms_emit_put(ms_emit *o, const void *p, size_t n);
void ms_emit_u32(ms_emit *o, uint32_t v);

/* Gives up: nothing more is written, and the whole fails.  MS_OK is legal and does nothing; of
 * MS_EIO the caller has said why in the diagnosis. */
void ms_emit_fail(ms_emit *o, ms_rc rc);
ms_diag *ms_emit_diag(ms_emit *o);

/* Whether something has failed. */
bool ms_emit_failed(const ms_emit *o);

#endif
