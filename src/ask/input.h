/* Rows of a file to work on: CSV, TSV without quoting, or one JSON object a line.
 *
 * A record that cannot be read is a row with an `error`; the next one is read.
 * Memory is bounded by MS_RECORD_MAX, whatever the file holds.
 */
#ifndef MARSAD_ASK_INPUT_H
#define MARSAD_ASK_INPUT_H

#include <marsad/list.h>
#include <marsad/source.h>

/* Formats of files with rows. */
typedef enum input_format { INPUT_CSV, INPUT_TSV, INPUT_JSONL } input_format;

/* A row: `cells` of CSV and TSV, `json` of JSON lines. */
typedef struct input_row {
    uint64_t row;  /* from 1, not counting the header and blank lines */
    uint64_t line; /* where it begins, from 1 */
    ms_str *cells;
    uint32_t n;
    ms_str json;
    ms_diag error; /* rc not MS_OK: the row cannot be read */
} input_row;

/* An open file; one thread. */
typedef struct input input;

/* Opens `path` ("-": standard input), unpacks gzip and zstd, tells the format
 * from the name or else the content, and reads the header.  MS_EMISSING for an
 * empty file, MS_ENOTFOUND, MS_EIO, MS_ENOMEM. */
ms_rc input_open(const char *path, input **out, ms_diag *d);
void input_close(input *in); /* NULL is legal */

/* The same for the bytes of `src`, which is the input's from then on, also on failure.  The
 * format is told from the content unless `format` says it.  Unpacked, at most `ceiling` bytes
 * are read (0: no ceiling), then reads fail with MS_ELIMIT. */
ms_rc input_from(ms_source *src, const input_format *format, uint64_t ceiling, input **out,
                 ms_diag *d);

input_format input_kind(const input *in);
const char *input_name(const input *in); /* for messages */

/* The cells of the header; none of JSON lines. */
const ms_str *input_header(const input *in, uint32_t *n);

/* Reads the next row into `a`.  MS_END behind the last; MS_EIO, broken
 * compression, MS_ENOMEM end the input. */
ms_rc input_next(input *in, ms_arena *a, input_row *out, ms_diag *d);

/* Reads up to `max` rows, or until `bytes` of `a` are used or reading more would
 * wait for somebody to type or send it.  `*n` is right also on failure; MS_OK with
 * none is the end. */
ms_rc input_fill(input *in, ms_arena *a, uint32_t max, size_t bytes, input_row **rows,
                 uint32_t *n, ms_diag *d);

/* Bytes consumed and the size, 0 when not known. */
void input_progress(const input *in, uint64_t *done, uint64_t *total);

#endif
