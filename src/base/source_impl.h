/* What a kind of byte source provides to ms_source. */
#ifndef MARSAD_BASE_SOURCE_IMPL_H
#define MARSAD_BASE_SOURCE_IMPL_H

#include <marsad/source.h>

/* A kind of source: reads 1..n bytes, 0 at the end; its progress; its end. */
typedef struct ms_source_kind {
    ms_rc (*read)(void *self, void *buf, size_t n, size_t *got, ms_diag *d);
    void (*progress)(const void *self, uint64_t *done, uint64_t *total);
    void (*free)(void *self);
    bool packed; /* decompresses: ms_source_unpack leaves it as it is */
} ms_source_kind;

/* A source of `kind` around `self`, which it then owns.  NULL when out of memory;
 * `self` then stays with the caller.  `name` is copied. */
ms_source *ms_source_make(const ms_source_kind *kind, void *self, const char *name);

/* Whether the source decompresses. */
bool ms_source_packed(const ms_source *src);

#endif
