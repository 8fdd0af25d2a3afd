#include "base/feed.h"

#include "base/mem.h"

enum { STEP = 64 * 1024 };

/* Room for at least half a step behind the visible bytes. */
static bool make_room(ms_feed *f)
{
    size_t front = f->buf ? (size_t)(f->p - f->buf) : 0;
    if (f->cap - front - f->n >= STEP / 2) return true;
    if (front && f->cap - f->n >= STEP / 2) {
        memmove(f->buf, f->p, f->n);
        f->p = f->buf;
        return true;
    }
    size_t cap = f->cap ? f->cap * 2 : STEP;
    char *buf = ms_realloc(f->buf, cap);
    if (!buf) return false;
    f->buf = buf;
    f->p = buf + front;
    f->cap = cap;
    return true;
}

ms_rc ms_feed_more(ms_feed *f, ms_diag *d)
{
    if (f->ended) return MS_OK;
    if (!make_room(f))
        return ms_fail(d, MS_ENOMEM, f->line, f->at, "no memory for a longer record");
    size_t got, room = f->cap - (size_t)(f->p - f->buf) - f->n;
    ms_rc rc = ms_source_read(f->src, f->p + f->n, room, &got, d);
    if (rc) return rc;
    f->ended = got == 0;
    f->n += got;
    return MS_OK;
}

void ms_feed_drop(ms_feed *f, size_t n, uint64_t lines)
{
    if (!n) return;
    f->p += n;
    f->n -= n;
    f->at += n;
    f->line += lines;
}

ms_rc ms_feed_bom(ms_feed *f, ms_diag *d)
{
    while (f->n < 4 && !f->ended) {
        ms_rc rc = ms_feed_more(f, d);
        if (rc) return rc;
    }
    if (f->n >= 3 && memcmp(f->p, "\xef\xbb\xbf", 3) == 0) ms_feed_drop(f, 3, 0);
    if (f->n >= 2 && (memcmp(f->p, "\xff\xfe", 2) == 0 || memcmp(f->p, "\xfe\xff", 2) == 0))
        return ms_fail(d, MS_EENCODING, 1, 0,
                       "UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8");
    return MS_OK;
}

ms_rc ms_feed_line_end(ms_feed *f, size_t max, size_t *i, size_t *width, ms_diag *d)
{
    *width = 0;
    for (;;) {
        while (*i < f->n && f->p[*i] != '\n' && f->p[*i] != '\r') ++*i;
        /* A CR at the edge may be followed by the LF that belongs to it. */
        bool found = *i + 1 < f->n || (*i < f->n && f->p[*i] == '\n');
        if (found || f->ended || (*i == f->n && *i >= max)) break;
        ms_rc rc = ms_feed_more(f, d);
        if (rc) return rc;
    }
    if (*i < f->n && *i <= max)
        *width = 1 + (*i + 1 < f->n && memcmp(f->p + *i, "\r\n", 2) == 0);
    return MS_OK;
}

ms_rc ms_feed_skip_line(ms_feed *f, size_t from, ms_diag *d)
{
    ms_feed_drop(f, from, 0);
    for (;;) {
        size_t i = 0, width;
        ms_rc rc = ms_feed_line_end(f, STEP, &i, &width, d);
        if (rc) return rc;
        ms_feed_drop(f, i + width, width ? 1 : 0);
        if (width || (f->ended && !f->n)) return MS_OK;
    }
}

void ms_feed_free(ms_feed *f)
{
    ms_free(f->buf);
    *f = (ms_feed){0};
}
