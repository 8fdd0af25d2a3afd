#include "lists/window.h"

#include <string.h>

#include "base/mem.h"

enum { STEP = 64 * 1024, LONGEST = 128 /* bytes of a name with its bracket */ };

uint64_t ms_window_till(const ms_window *w)
{
    return w->at + w->n;
}

ms_rc ms_window_more(ms_window *w, ms_diag *d)
{
    if (w->cap - w->n < STEP) {
        size_t cap = w->n + STEP > 2 * w->cap ? w->n + STEP : 2 * w->cap;
        char *p = ms_realloc(w->p, cap);
        if (!p) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to read XML");
        w->p = p;
        w->cap = cap;
    }
    size_t n = 0;
    ms_rc rc = ms_source_read(w->r->src, w->p + w->n, STEP, &n, d);
    if (rc) return rc;
    w->n += n;
    w->r->report->bytes += n;
    w->end = n == 0;
    return MS_OK;
}

static uint64_t lines(const char *p, size_t n)
{
    uint64_t found = 0;
    for (const char *end = p + n; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        found++;
    return found;
}

void ms_window_drop(ms_window *w, uint64_t keep)
{
    if (w->n <= MS_WINDOW_TAIL) return;
    uint64_t most = ms_window_till(w) - MS_WINDOW_TAIL;
    if (keep > most) keep = most;
    if (keep <= w->at) return;
    size_t n = (size_t)(keep - w->at);
    w->line += lines(w->p, n);
    w->n -= n;
    w->at = keep;
    memmove(w->p, w->p + n, w->n);
}

uint64_t ms_window_line(const ms_window *w, uint64_t at)
{
    return w->line + lines(w->p, (size_t)(at - w->at));
}

/* `s` begins with "<name" and something that ends a name. */
static bool begins(ms_str s, const char *name)
{
    const char *slash = strrchr(name, '/');
    ms_str n = ms_str_z(slash ? slash + 1 : name);
    return s.n > n.n + 1 && !memcmp(s.p + 1, n.p, n.n) && strchr(" \t\r\n/>", s.p[n.n + 1]) &&
           s.p[n.n + 1];
}

size_t ms_element_find(ms_str s, const char *const *names, unsigned *which)
{
    const char *end = s.p + s.n;
    for (const char *p = s.p; p < end && (p = memchr(p, '<', (size_t)(end - p))); p++)
        for (unsigned i = 0; names[i]; i++)
            if (begins((ms_str){p, (size_t)(end - p)}, names[i])) {
                *which = i;
                return (size_t)(p - s.p);
            }
    return s.n;
}

ms_rc ms_window_find(ms_window *w, uint64_t from, const char *const *names, unsigned *which,
                     uint64_t *at, bool *found, ms_diag *d)
{
    for (;;) {
        size_t skip = from > w->at ? (size_t)(from - w->at) : 0;
        ms_str s = {w->p + skip, skip < w->n ? w->n - skip : 0};
        size_t n = s.n ? ms_element_find(s, names, which) : 0;
        *found = n < s.n;
        *at = w->at + skip + n;
        if (*found || w->end) break;
        uint64_t seen = ms_window_till(w) > LONGEST ? ms_window_till(w) - LONGEST : 0;
        if (from < seen) from = seen;
        ms_window_drop(w, from);
        ms_rc rc = ms_window_more(w, d);
        if (rc) return rc;
    }
    if (*found) ms_window_drop(w, *at);
    return MS_OK;
}

/* Whether `a` becomes `b` by at most one character replaced, added or taken out. */
static bool one_edit(ms_str a, ms_str b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i]) i++;
    size_t at = i + (a.n >= b.n), bt = i + (b.n >= a.n);
    if (i == a.n && i == b.n) return true;
    return at <= a.n && bt <= b.n && a.n - at == b.n - bt &&
           !memcmp(a.p + at, b.p + bt, a.n - at);
}

bool ms_window_closes(const ms_window *w, ms_str root)
{
    ms_str s = ms_str_trim((ms_str){w->p, w->n});
    char tag[MS_WINDOW_TAIL];
    if (root.n + 3 >= sizeof tag) return false;
    memcpy(tag, "</", 2);
    memcpy(tag + 2, root.p, root.n);
    tag[root.n + 2] = '>';
    ms_str want = {tag, root.n + 3};
    for (size_t n = want.n - 1; n <= want.n + 1 && n <= s.n; n++)
        if (one_edit((ms_str){s.p + s.n - n, n}, want)) return true;
    return false;
}

void ms_window_free(ms_window *w)
{
    ms_free(w->p);
    w->p = NULL;
}
