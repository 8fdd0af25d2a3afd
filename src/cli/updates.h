/* New versions of lists while `marsad serve` runs: fetched or imported by processes of their
 * own, one at a time, so that what breaks there breaks nothing here. */
#ifndef MARSAD_CLI_UPDATES_H
#define MARSAD_CLI_UPDATES_H

#include "cli/cli.h"

typedef struct ms_updates ms_updates;

typedef struct ms_updates_opts {
    const char *folder;   /* the data folder */
    const char *snapshot; /* the file in it */
    const char
        *watch;     /* a folder whose files are imported: NAME.csv as list NAME; NULL: none */
    uint64_t every; /* seconds from one fetching to the next; 0: only when asked for */
    unsigned limit; /* seconds that a process may take, from 1: then it is ended */
    /* Told of each process that has ended; one that took too long has not gone well. */
    void (*done)(void *ctx, bool well);
    void *ctx;
} ms_updates_opts;

/* Texts are not copied.  NULL: no memory. */
ms_updates *ms_updates_new(const ms_cli *c, const ms_updates_opts *o);
void ms_updates_free(
    ms_updates *u); /* a process under way goes on, to its limit; NULL is legal */

/* Has the lists fetched as soon as nothing else is under way; by any thread.  MS_EBUSY where
 * they are to be already. */
ms_rc ms_updates_fetch(ms_updates *u, ms_diag *d);

/* Looks what has ended, and begins what is due: fetching and files in turn, where both are; by
 * one thread, about once a second. */
void ms_updates_look(ms_updates *u);

#endif
