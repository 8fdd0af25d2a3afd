#include "index/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

ms_spool ms_spool_make(void)
{
    return (ms_spool){.fd = -1};
}

ms_rc ms_spool_to(ms_spool *s, const char *dir, size_t keep)
{
    size_t n = strlen(dir) + 1;
    char *copy = ms_malloc(n);
    if (!copy) return MS_ENOMEM;
    ms_free(s->dir);
    s->dir = memcpy(copy, dir, n);
    s->keep = keep;
    return MS_OK;
}

static ms_rc failed(const ms_spool *s, const char *what, ms_diag *d)
{
    return ms_fail(d, MS_EIO, 0, 0, "cannot %s a file in %s: %s", what, s->dir,
                   ms_errno_text(errno));
}

/* Not every file system makes files without a name. */
static int make_file(const char *dir)
{
    char path[4096];
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return fd;
    int n = snprintf(path, sizeof path, "%s/spool.tmp.XXXXXX", dir);
    if (n < 0 || (size_t)n >= sizeof path) return errno = ENAMETOOLONG, -1;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

/* Moves the bytes in memory to the file. */
static ms_rc spill(ms_spool *s, ms_diag *d)
{
    if (s->fd < 0) s->fd = make_file(s->dir);
    if (s->fd < 0) return failed(s, "make", d);
    for (size_t done = 0; done < s->tail.n;) {
        ssize_t got = pwrite(s->fd, s->tail.p + done, s->tail.n - done, (off_t)s->spilt);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return failed(s, "write", d);
        done += (size_t)got;
        s->spilt += (size_t)got;
    }
    s->tail.n = 0;
    return MS_OK;
}

ms_rc ms_spool_put(ms_spool *s, const void *p, size_t n, ms_diag *d)
{
    if (s->dir && s->tail.n + n > s->keep) {
        ms_rc rc = spill(s, d);
        if (rc) return rc;
    }
    if (!ms_buf_put(&s->tail, p, n)) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    s->n += n;
    return MS_OK;
}

void ms_spool_cut(ms_spool *s, uint64_t n)
{
    s->n = n;
    if (s->spilt > n) s->spilt = n;
    s->tail.n = (size_t)(n - s->spilt);
}

ms_rc ms_spool_read(const ms_spool *s, uint64_t at, void *p, size_t n, ms_diag *d)
{
    char *to = p;
    while (n && at < s->spilt) {
        size_t part = s->spilt - at < n ? (size_t)(s->spilt - at) : n;
        ssize_t got = pread(s->fd, to, part, (off_t)at);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) errno = EIO;
        if (got <= 0) return failed(s, "read", d);
        to += got;
        at += (size_t)got;
        n -= (size_t)got;
    }
    if (n) memcpy(to, s->tail.p + (at - s->spilt), n);
    return MS_OK;
}

void ms_spool_free(ms_spool *s)
{
    ms_buf_free(&s->tail);
    ms_free(s->dir);
    if (s->fd >= 0) close(s->fd);
    *s = ms_spool_make();
}
