/* Lines of text from a source of any size, in bounded memory. */
#ifndef MARSAD_BASE_LINES_H
#define MARSAD_BASE_LINES_H

#include "base/feed.h"

/* A reader; begun by ms_lines_make, ended by ms_lines_free. */
typedef struct ms_lines {
    ms_feed feed;
    size_t max;
    size_t given; /* bytes of the window that the last line took */
    uint64_t given_lines;
    bool begun;
} ms_lines;

/* A line without its end; valid until the next call.  `line` counts from 1, `at`
 * from 0.  `fault` MS_ELIMIT: longer than the ceiling, and `text` is empty. */
typedef struct ms_line {
    ms_str text;
    uint64_t line, at;
    ms_rc fault;
} ms_line;

/* A reader of `src`, which must outlive it, for lines of at most `max` bytes. */
ms_lines ms_lines_make(ms_source *src, size_t max);

/* The next line that is not blank; lines end with LF, CRLF or CR, and a byte order
 * mark is passed over.  MS_OK also for a line over the ceiling, which is passed
 * over in bounded memory with `d` filled.  MS_END behind the last one; anything
 * else ends the reading. */
ms_rc ms_lines_next(ms_lines *r, ms_line *out, ms_diag *d);

/* Frees the window; the source stays. */
void ms_lines_free(ms_lines *r);

#endif
