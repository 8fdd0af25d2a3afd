/* A list, fetched whole and tried before anything of it counts. */
#ifndef MARSAD_NODE_FETCH_LIST_H
#define MARSAD_NODE_FETCH_LIST_H

#include "node/fetch.h"

/* A list to fetch.  `files` all lie in one folder, which exists. */
typedef struct ms_fetch_list {
    ms_str name;
    ms_format format; /* that all files must have; MS_FORMAT_AUTO: that each is found to have */
    uint64_t minimum; /* screened entities; fewer is refused */
    const ms_fetch_file *files;
    unsigned n;
} ms_fetch_list;

/* What became of it; texts lie in the arena that was given. */
typedef struct ms_fetched_list {
    bool fresh;           /* a file is new and was accepted */
    bool refused;         /* what came is not the list: FILE.refused; what was there stays */
    const char **paths;   /* of the accepted files */
    ms_str digest;        /* hexadecimal SHA-256 over their checksums and names */
    uint64_t screened;    /* counted when fresh or refused */
    uint64_t received;    /* bytes over the line */
    unsigned retry_after; /* seconds; the most that a server asks to wait */
} ms_fetched_list;

/* Fetches all files, reads them as one version of the list, and accepts them when they are
 * of the format and have as many screened entities as they must.  The caller holds the
 * folder's lock.  On failure `d` begins with the file's name, and files accepted before
 * stay as they are.  As ms_fetch and ms_list_read; with `refused`, what the reading gave. */
ms_rc ms_fetch_list_run(const ms_get_opts *o, const ms_fetch_list *l, ms_arena *a,
                        ms_fetched_list *out, ms_diag *d);

#endif
