/* One run of marsad fetch. */
#ifndef MARSAD_CLI_FETCH_H
#define MARSAD_CLI_FETCH_H

#include "cli/rows.h"
#include "node/fetch_list.h"

/* A list to fetch, and when it is due again. */
typedef struct ms_fetch_target {
    ms_fetch_list list;
    ms_fetch_file *files; /* of the list */
    const char *dir;      /* DATA/fetched/LIST */
    const char *lacks;    /* why it cannot be fetched here; NULL: it can */
    uint64_t due;         /* ms of the clock of --watch */
    unsigned failures;    /* in a row */
} ms_fetch_target;

/* The run. */
typedef struct ms_fetching {
    ms_cli *c;
    ms_fetch_target *targets;
    unsigned n;
    ms_get_opts get;
    ms_rows *rows; /* NULL: a line a check */
} ms_fetching;

/* What became of a list. */
typedef enum ms_fetch_result {
    MS_FETCH_UNCHANGED, /* what is in force is as published */
    MS_FETCH_FETCHED,   /* a new version is at hand, and was not to be put in force */
    MS_FETCH_UPDATED,   /* a new version is in force */
    MS_FETCH_REFUSED,   /* what came is not in force, for what it says */
    MS_FETCH_FAILED,    /* nothing whole came, or it could not be kept */
    MS_FETCH_STOPPED    /* by a signal */
} ms_fetch_result;

/* Begins the rows of all lists.  NULL when out of memory. */
ms_rows *ms_fetch_rows(ms_cli *c);

/* Fetches a list once, puts it in force and writes its row.  `*wait` becomes the seconds that
 * a server asks to wait.  Returns an ms_exit; a failure was said. */
int ms_fetch_once(ms_fetching *f, ms_fetch_target *t, ms_fetch_result *result, unsigned *wait);

/* Fetches all lists every `every` seconds until SIGTERM or SIGINT.  Returns an ms_exit. */
int ms_fetch_watch(ms_fetching *f, uint64_t every);

/* Seconds of "90s", "15m", "6h", "1d"; 0 when it is none of that or over a year. */
uint64_t ms_fetch_seconds(const char *text);

/* Writes the table of addresses.  Returns an ms_exit. */
int ms_fetch_sources(ms_cli *c);

#endif
