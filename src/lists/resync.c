#include "lists/resync.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 128 /* bytes of a name with its bracket */ };

static uint64_t lines(const char *p, size_t n)
{
    uint64_t found = 0;
    for (const char *end = p + n; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        found++;
    return found;
}

void ms_feed_keep(ms_feed *f, uint64_t keep)
{
    if (f->n <= MS_FEED_TAIL) return;
    uint64_t most = f->at + f->n - MS_FEED_TAIL;
    if (keep > most) keep = most;
    if (keep <= f->at) return;
    size_t n = (size_t)(keep - f->at);
    ms_feed_drop(f, n, lines(f->p, n));
}

uint64_t ms_feed_line(const ms_feed *f, uint64_t at)
{
    return f->line + lines(f->p, (size_t)(at - f->at));
}

/* `s` begins with "<name" and something that ends a name. */
static bool begins(ms_str s, const char *name)
{
    const char *slash = strrchr(name, '/');
    ms_str n = ms_str_z(slash ? slash + 1 : name);
    return s.n > n.n + 1 && !memcmp(s.p + 1, n.p, n.n) && strchr(" \t\r\n/>", s.p[n.n + 1]) &&
           s.p[n.n + 1];
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

/* Whether `s` ends with `tag`, give or take a character. */
static bool ends_with(ms_str s, ms_str tag)
{
    for (size_t n = tag.n - 1; n <= tag.n + 1 && n <= s.n; n++)
        if (one_edit((ms_str){s.p + s.n - n, n}, tag)) return true;
    return false;
}

/* Whether byte `at` of `s` stands behind the start tag of an element that holds former
 * records, which may be what is broken. */
static bool in_former(ms_str s, size_t at, const char *const *names)
{
    char tag[LONGEST];
    ms_str before = ms_str_trim((ms_str){s.p, at});
    for (; *names; names++) {
        int n = **names == '!' ? snprintf(tag, sizeof tag, "<%s>", *names + 1) : 0;
        if (n > 0 && n < LONGEST && ends_with(before, (ms_str){tag, (size_t)n})) return true;
    }
    return false;
}

size_t ms_element_find(ms_str s, const char *const *names, unsigned *which)
{
    const char *end = s.p + s.n;
    for (const char *p = s.p; p < end && (p = memchr(p, '<', (size_t)(end - p))); p++)
        for (unsigned i = 0; names[i]; i++) {
            if (!begins((ms_str){p, (size_t)(end - p)}, names[i])) continue;
            if (in_former(s, (size_t)(p - s.p), names)) break;
            *which = i;
            return (size_t)(p - s.p);
        }
    return s.n;
}

ms_rc ms_feed_element(ms_feed *f, uint64_t from, const char *const *names, unsigned *which,
                      uint64_t *at, bool *found, ms_diag *d)
{
    for (;;) {
        size_t skip = from > f->at ? (size_t)(from - f->at) : 0;
        ms_str s = {f->p + skip, skip < f->n ? f->n - skip : 0};
        size_t n = s.n ? ms_element_find(s, names, which) : 0;
        *found = n < s.n;
        *at = f->at + skip + n;
        if (*found || f->ended) break;
        uint64_t till = f->at + f->n, seen = till > LONGEST ? till - LONGEST : 0;
        if (from < seen) from = seen;
        ms_feed_keep(f, from);
        ms_rc rc = ms_feed_more(f, d);
        if (rc) return rc;
    }
    if (*found) ms_feed_keep(f, *at);
    return MS_OK;
}

/* Whether `s` ends with the end tag of an element called like one of `names`. */
static bool ends_record(ms_str s, const char *const *names)
{
    for (; *names; names++) {
        const char *slash = strrchr(*names, '/');
        ms_str n = ms_str_z(slash ? slash + 1 : *names);
        if (s.n < n.n + 3) continue;
        const char *p = s.p + s.n - n.n - 3;
        if (!memcmp(p, "</", 2) && !memcmp(p + 2, n.p, n.n) && p[n.n + 2] == '>') return true;
    }
    return false;
}

bool ms_feed_closes(const ms_feed *f, ms_str root, const char *const *names, bool exact)
{
    ms_str s = ms_str_trim((ms_str){f->p, f->n});
    char tag[MS_FEED_TAIL];
    if (root.n + 3 >= sizeof tag || ends_record(s, names)) return false;
    memcpy(tag, "</", 2);
    memcpy(tag + 2, root.p, root.n);
    tag[root.n + 2] = '>';
    ms_str want = {tag, root.n + 3};
    if (exact) return s.n >= want.n && !memcmp(s.p + s.n - want.n, want.p, want.n);
    return ends_with(s, want);
}
