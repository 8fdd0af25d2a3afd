/* What is known of a fetched file, kept beside it as FILE.json. */
#ifndef MARSAD_NODE_RECORD_H
#define MARSAD_NODE_RECORD_H

#include <marsad/arena.h>
#include <marsad/rc.h>

#include "base/json_out.h"

/* A record; texts are "" where nothing is known. */
typedef struct ms_record {
    ms_str address;          /* that was asked, as it may be shown */
    ms_str address_id;       /* 8 hexadecimal digits that tell it from others */
    ms_str final_address;    /* that answered, behind redirects */
    ms_str etag, modified;   /* as the server says them */
    ms_str validator;        /* of a part: for If-Range */
    ms_str boot;             /* of a part: when the machine was started that holds it */
    ms_str type;             /* Content-Type */
    ms_str sha256;           /* of the bytes as published, hexadecimal */
    ms_str fetched, checked; /* UTC, ISO 8601: when it came, when it was last asked for */
    ms_str headers;          /* of the answer, a JSON object */
    uint64_t status;         /* of the answer */
    uint64_t size;           /* bytes */
} ms_record;

/* Writes the record in one step.  MS_EIO, MS_ENOMEM. */
ms_rc ms_record_write(const char *path, const ms_record *r, ms_diag *d);

/* Reads a record; its texts lie in `a`.  False when there is none that can be read. */
bool ms_record_read(const char *path, ms_arena *a, ms_record *out);

/* Appends the record as it is written. */
void ms_record_text(ms_out *o, const ms_record *r);

/* Reads that text again. */
bool ms_record_parse(ms_str json, ms_arena *a, ms_record *out);

#endif
