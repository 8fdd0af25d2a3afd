/* A window on a source that grows while one record is read, for readers of lines
 * and rows. */
#ifndef MARSAD_BASE_FEED_H
#define MARSAD_BASE_FEED_H

#include <marsad/source.h>

/* Bytes [0, n) at `p` are visible; `at` and `line` say where the first of them
 * stands in the input (from 0 and from 1).  `ended`: the input has no more. */
typedef struct ms_feed {
    ms_source *src;
    char *p;
    size_t n;
    char *buf; /* `p` lies in its `cap` bytes */
    size_t cap;
    uint64_t at, line;
    bool ended;
} ms_feed;

/* Makes more bytes visible; moves `p`.  Nothing changes but `ended` at the end of
 * the input.  MS_ENOMEM, or what the source gives. */
ms_rc ms_feed_more(ms_feed *f, ms_diag *d);

/* Forgets the first `n` bytes, which hold `lines` line ends. */
void ms_feed_drop(ms_feed *f, size_t n, uint64_t lines);

/* Skips a UTF-8 byte order mark at the start; refuses UTF-16 and UTF-32 with
 * MS_EENCODING and advice. */
ms_rc ms_feed_bom(ms_feed *f, ms_diag *d);

/* Moves `*i` to the next line end (LF, CR or CRLF) at or behind it and sets
 * `*width` to its length; `*width` 0 when the input ends first, at `*i`, or when
 * the line end lies behind `max`.  Reads on as needed. */
ms_rc ms_feed_line_end(ms_feed *f, size_t max, size_t *i, size_t *width, ms_diag *d);

/* Forgets bytes until behind the next line end (LF, CR or CRLF), reading on in
 * bounded memory.  `from` bytes are passed over without being looked at. */
ms_rc ms_feed_skip_line(ms_feed *f, size_t from, ms_diag *d);

/* Frees the window; the source stays. */
void ms_feed_free(ms_feed *f);

#endif
