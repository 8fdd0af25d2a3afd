/* Progress of long work on standard error: a bar on a terminal once the work has
 * lasted 0.3 s, otherwise a line every few seconds from the first second on. */
#ifndef MARSAD_CLI_PROGRESS_H
#define MARSAD_CLI_PROGRESS_H

#include "cli/cli.h"

/* Work being watched. */
typedef struct ms_progress {
    const ms_cli *c;
    const char *what; /* "reading list.xml" */
    const char *unit; /* "rows"; NULL: bytes */
    uint64_t began;   /* ns of the monotonic clock */
    uint64_t shown;   /* when last shown; 0: never */
    bool drawn;       /* a bar is on the terminal */
} ms_progress;

/* Begins; both texts must outlive the work. */
void ms_progress_begin(ms_progress *p, const ms_cli *c, const char *what, const char *unit);

/* Tells how far the work is; `total` 0: unknown.  Cheap enough for every row.
 * `ctx` is an ms_progress, so that this is an ms_progress_fn. */
void ms_progress_at(void *ctx, uint64_t done, uint64_t total);

/* Removes the bar. */
void ms_progress_end(ms_progress *p);

#endif
