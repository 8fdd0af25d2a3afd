/* Byte sources: where readers take their input from. */
#ifndef MARSAD_SOURCE_H
#define MARSAD_SOURCE_H

#include <marsad/rc.h>

/* A stream of bytes with a name for messages.  One reader, one thread. */
typedef struct ms_source ms_source;

/* Reads the file `path` ("-" is standard input).  On success `*out` is to be
 * freed by ms_source_free.  MS_ENOTFOUND, MS_EIO, MS_ENOMEM. */
MS_API ms_rc ms_source_file(const char *path, ms_source **out, ms_diag *d);

/* Reads `bytes`, which must outlive the source.  MS_ENOMEM. */
MS_API ms_rc ms_source_mem(ms_str bytes, const char *name, ms_source **out);

/* Puts a decompressor before `*src` when its first bytes are those of gzip
 * (RFC 1952) or zstd (RFC 8878); otherwise leaves it as it is.  Concatenated
 * members and frames are read as one.  At most `ceiling` bytes come out
 * (0: no ceiling), then reads fail with MS_ELIMIT.  On failure `*src` stays
 * with the caller.  MS_ENOMEM, MS_EIO. */
MS_API ms_rc ms_source_unpack(ms_source **src, uint64_t ceiling, ms_diag *d);

/* Reads 1..`n` bytes into `buf`, sets `*got`; 0 only at the end.
 * MS_EIO, MS_ESYNTAX or MS_ETRUNCATED (broken compression), MS_ELIMIT. */
MS_API ms_rc ms_source_read(ms_source *src, void *buf, size_t n, size_t *got, ms_diag *d);

/* Makes the next `want` bytes (at most 65536) visible without consuming them;
 * fewer only at the end of the input. */
MS_API ms_rc ms_source_peek(ms_source *src, size_t want, ms_str *out, ms_diag *d);

/* The name given at creation. */
MS_API const char *ms_source_name(const ms_source *src);

/* Bytes consumed of the outermost file so far, and its size (0: unknown);
 * for progress. */
MS_API void ms_source_progress(const ms_source *src, uint64_t *done, uint64_t *total);

/* Frees the source and closes its file.  NULL is legal. */
MS_API void ms_source_free(ms_source *src);

#endif
