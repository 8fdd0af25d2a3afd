/* What ms_near_find has found, kept: people ask for the same names again and again. */
#ifndef MARSAD_INDEX_NEAR_CACHE_H
#define MARSAD_INDEX_NEAR_CACHE_H

#include "index/near.h"

/* For vocabularies that stay as they are; may be shared by threads. */
typedef struct ms_near_cache ms_near_cache;

/* An empty cache.  NULL: no memory; freed by ms_near_cache_free (NULL is legal). */
ms_near_cache *ms_near_cache_new(void);
void ms_near_cache_free(ms_near_cache *c);

/* Makes it empty again. */
void ms_near_cache_clear(ms_near_cache *c);

/* Whether the answer is kept. */
bool ms_near_kept(ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run);

/* As ms_near_find; `v` is always one of two, told apart by `v->runs`. */
ms_rc ms_near_cached(ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run,
                     ms_buf *hits);

#endif
