/* Errors are values: a code from one list, and a diagnosis that says where. */
#ifndef MARSAD_RC_H
#define MARSAD_RC_H

#include <stdint.h>

#include <marsad/str.h>

/* name, text, HTTP status */
#define MS_RC_LIST(X)                               \
    X(OK, "done", 200)                              \
    X(END, "no more records", 200)                  \
    X(EINVAL, "invalid argument", 400)              \
    X(ESYNTAX, "malformed input", 400)              \
    X(EENCODING, "not valid UTF-8", 400)            \
    X(EVALUE, "impossible value", 422)              \
    X(EMISSING, "a required field is missing", 422) \
    X(EDUPLICATE, "duplicate id", 409)              \
    X(EFORMAT, "unknown format", 415)               \
    X(ELIMIT, "larger than the limit", 413)         \
    X(ETRUNCATED, "ends too early", 400)            \
    X(ENOTFOUND, "not found", 404)                  \
    X(ESHRINK, "too few entities left", 409)        \
    X(EVERSION, "written by another version", 409)  \
    X(EDAMAGED, "damaged file", 500)                \
    X(EBUSY, "in use by another process", 423)      \
    X(EIO, "input or output failed", 500)           \
    X(ENOMEM, "out of memory", 503)

/* Result of every call that can fail: MS_OK is 0, everything else is positive.
 * The names MS_EINVAL and so on are made from MS_RC_LIST. */
typedef enum ms_rc {
#define X(name, text, http) MS_##name,
    MS_RC_LIST(X)
#undef X
} ms_rc;

/* A sentence fragment in English for `rc`, static; never NULL. */
MS_API const char *ms_rc_text(ms_rc rc);

/* The HTTP status that stands for `rc`. */
MS_API int ms_rc_http(ms_rc rc);

/* What went wrong and where.  `line` counts from 1 and `at` is a byte offset
 * from 0; `line` 0 means that lines have no meaning there.  `what` says what was
 * expected and shows the offending value, cut to fit, always NUL-terminated. */
typedef struct ms_diag {
    ms_rc rc;
    uint64_t line;
    uint64_t at;
    char what[232];
} ms_diag;

/* Fills `d` (which may be NULL) and returns `rc`, so that a caller can write
 * `return ms_fail(d, MS_EVALUE, line, at, "birthDate: '%.*s'", MS_FMT(v));` */
MS_API ms_rc ms_fail(ms_diag *d, ms_rc rc, uint64_t line, uint64_t at, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Called now and then with the bytes consumed and the total (0: unknown). */
typedef void (*ms_progress_fn)(void *ctx, uint64_t done, uint64_t total);

#endif
