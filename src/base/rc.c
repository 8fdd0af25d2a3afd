#include <marsad/rc.h>

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *text;
    int http;
} rcs[] = {
#define X(name, text, http) {text, http},
    MS_RC_LIST(X)
#undef X
};

enum { RC_COUNT = sizeof rcs / sizeof *rcs };

const char *ms_rc_text(ms_rc rc)
{
    return (unsigned)rc < RC_COUNT ? rcs[rc].text : "unknown error";
}

int ms_rc_http(ms_rc rc)
{
    return (unsigned)rc < RC_COUNT ? rcs[rc].http : 500;
}

ms_rc ms_fail(ms_diag *d, ms_rc rc, uint64_t line, uint64_t at, const char *fmt, ...)
{
    if (!d) return rc;
    *d = (ms_diag){.rc = rc, .line = line, .at = at};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(d->what, sizeof d->what, fmt, ap);
    va_end(ap);
    return rc;
}
