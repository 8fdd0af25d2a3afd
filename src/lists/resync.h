/* Finding the next record of an XML file behind a broken one. */
#ifndef MARSAD_LISTS_RESYNC_H
#define MARSAD_LISTS_RESYNC_H

#include "base/feed.h"

enum { MS_FEED_TAIL = 256 }; /* bytes that are kept in any case */

/* Forgets what lies before byte `keep` of the input, but never the last MS_FEED_TAIL
 * bytes that are visible. */
void ms_feed_keep(ms_feed *f, uint64_t keep);

/* The line of byte `at` of the input, which is visible. */
uint64_t ms_feed_line(const ms_feed *f, uint64_t at);

/* The first place in `s` where an element called like one of `names` begins, or s.n.
 * A name is that behind its last slash; `*which` becomes its index.  Names that begin with
 * "!" are no such names: what stands first in elements called like them is passed over. */
size_t ms_element_find(ms_str s, const char *const *names, unsigned *which);

/* Finds the first such place from byte `from` of the input on, and forgets what lies
 * before it; reads on as far as it must.  `*found` says whether there is one.
 * MS_ENOMEM, and what the source gives. */
ms_rc ms_feed_element(ms_feed *f, uint64_t from, const char *const *names, unsigned *which,
                      uint64_t *at, bool *found, ms_diag *d);

/* Whether what is visible ends with the end tag of `root`, give or take one character
 * unless `exact`; the end tag of an element called like one of `names` is no such end. */
bool ms_feed_closes(const ms_feed *f, ms_str root, const char *const *names, bool exact);

#endif
