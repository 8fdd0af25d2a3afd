/* Published files, fetched and kept in a folder, so that a file under its name is always
 * one that was accepted whole, whatever is killed when.
 *
 *   FILE.part, FILE.part.json        cut off; the rest is asked for the next time, where
 *                                    the server's validator allows it
 *   FILE.new, FILE.new.json          whole, and not yet accepted
 *   FILE, FILE.json                  accepted: by ms_fetch_accept
 *   FILE.refused, FILE.refused.json  the last one that was not: by ms_fetch_refuse
 *
 * Writers of a folder hold a lock: its caller takes it. */
#ifndef MARSAD_NODE_FETCH_H
#define MARSAD_NODE_FETCH_H

#include "node/get.h"
#include "node/record.h"

/* A file to fetch. */
typedef struct ms_fetch_file {
    const char *address;
    const char *dir, *name; /* it is kept as dir/name; dir exists */
    uint64_t max;           /* ceiling, bytes */
} ms_fetch_file;

/* What became of it. */
typedef struct ms_fetched {
    bool fresh;           /* FILE.new is to be accepted or refused; else FILE is as published */
    uint64_t received;    /* bytes over the line */
    unsigned retry_after; /* seconds that the server asks to wait; 0: it does not */
    ms_record record;     /* of FILE.new or FILE */
} ms_fetched;

/* Asks for the file, with the validators of the version at hand and the rest of a part.
 * What is at hand is used only when its bytes still have their checksum.  Texts of `out`
 * lie in `a`.  As ms_get_run; MS_EIO also for the disk. */
ms_rc ms_fetch(const ms_get_opts *o, const ms_fetch_file *f, ms_arena *a, ms_fetched *out,
               ms_diag *d);

/* The path of the file at hand: with `fresh` of FILE.new; in `a`, `p` NULL without memory. */
ms_str ms_fetch_path(const ms_fetch_file *f, bool fresh, ms_arena *a);

/* Makes FILE.new FILE, or FILE.refused.  MS_EIO, MS_ENOMEM. */
ms_rc ms_fetch_accept(const ms_fetch_file *f, ms_diag *d);
ms_rc ms_fetch_refuse(const ms_fetch_file *f, ms_diag *d);

#endif
