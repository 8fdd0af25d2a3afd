/* The bytes of a file that may be needed again: those of the record under way.  A
 * reader that meets a broken record goes on at the next one that begins in here. */
#ifndef MARSAD_LISTS_WINDOW_H
#define MARSAD_LISTS_WINDOW_H

#include "lists/reader.h"

enum { MS_WINDOW_TAIL = 256 }; /* bytes that are kept in any case */

/* What is held of a file: `n` bytes from byte `at`, which lies on line `line`. */
typedef struct ms_window {
    ms_reader *r;
    char *p;
    size_t n, cap;
    uint64_t at, line;
    bool end; /* the source has no more */
} ms_window;

/* The first byte that is not held yet. */
uint64_t ms_window_till(const ms_window *w);

/* Reads some more of the file behind what is held; sets `end` when there is none. */
ms_rc ms_window_more(ms_window *w, ms_diag *d);

/* Forgets what lies before byte `keep`, but never the last MS_WINDOW_TAIL bytes. */
void ms_window_drop(ms_window *w, uint64_t keep);

/* The line of byte `at`, which is held. */
uint64_t ms_window_line(const ms_window *w, uint64_t at);

/* The first place in `s` where an element called like one of `names` begins, or s.n.
 * A name is that behind its last slash; `*which` becomes its index. */
size_t ms_element_find(ms_str s, const char *const *names, unsigned *which);

/* Finds the first such place from byte `from` on, and forgets what lies before it;
 * reads on as far as it must.  `*found` says whether there is one.  MS_EIO, MS_ENOMEM
 * and what the source gives. */
ms_rc ms_window_find(ms_window *w, uint64_t from, const char *const *names, unsigned *which,
                     uint64_t *at, bool *found, ms_diag *d);

/* Whether what is held ends with the end tag of `root`, give or take one character. */
bool ms_window_closes(const ms_window *w, ms_str root);

/* Frees what is held. */
void ms_window_free(ms_window *w);

#endif
