#include <marsad/source.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/source_impl.h"

enum { PEEK_MAX = 65536 };

struct ms_source {
    const ms_source_kind *kind;
    void *self;
    char *name;
    char *peek; /* bytes [at, n) were read but not consumed */
    size_t at, n;
    bool ended;
    ms_diag failed; /* sticky */
};

ms_source *ms_source_make(const ms_source_kind *kind, void *self, const char *name)
{
    size_t n = strlen(name) + 1;
    ms_source *src = ms_calloc(1, sizeof *src);
    char *copy = ms_malloc(n);
    if (!src || !copy) return ms_free(src), ms_free(copy), NULL;
    memcpy(copy, name, n);
    *src = (ms_source){.kind = kind, .self = self, .name = copy};
    return src;
}

bool ms_source_packed(const ms_source *src)
{
    return src->kind->packed;
}

const char *ms_source_name(const ms_source *src)
{
    return src->name;
}

void ms_source_progress(const ms_source *src, uint64_t *done, uint64_t *total)
{
    src->kind->progress(src->self, done, total);
}

void ms_source_free(ms_source *src)
{
    if (!src) return;
    src->kind->free(src->self);
    ms_free(src->peek);
    ms_free(src->name);
    ms_free(src);
}

/* One read of the kind; the end and failures stay. */
static ms_rc read_kind(ms_source *src, void *buf, size_t n, size_t *got, ms_diag *d)
{
    *got = 0;
    if (src->failed.rc) {
        if (d) *d = src->failed;
        return src->failed.rc;
    }
    if (src->ended) return MS_OK;
    ms_rc rc = src->kind->read(src->self, buf, n, got, &src->failed);
    if (rc) {
        src->failed.rc = rc;
        if (d) *d = src->failed;
        *got = 0;
    }
    src->ended = rc == MS_OK && *got == 0;
    return rc;
}

ms_rc ms_source_read(ms_source *src, void *buf, size_t n, size_t *got, ms_diag *d)
{
    *got = 0;
    if (!n) return ms_fail(d, MS_EINVAL, 0, 0, "a read of 0 bytes");
    size_t have = src->n - src->at;
    if (!have) return read_kind(src, buf, n, got, d);
    *got = have < n ? have : n;
    memcpy(buf, src->peek + src->at, *got);
    src->at += *got;
    return MS_OK;
}

ms_rc ms_source_peek(ms_source *src, size_t want, ms_str *out, ms_diag *d)
{
    *out = (ms_str){0};
    if (want > PEEK_MAX) want = PEEK_MAX;
    if (!src->peek && !(src->peek = ms_malloc(PEEK_MAX)))
        return ms_fail(d, MS_ENOMEM, 0, 0, "%s: no memory to look at it", src->name);
    if (src->at && src->n - src->at < want) {
        src->n -= src->at;
        memmove(src->peek, src->peek + src->at, src->n);
        src->at = 0;
    }
    while (src->n - src->at < want) {
        size_t got = 0;
        ms_rc rc = read_kind(src, src->peek + src->n, PEEK_MAX - src->n, &got, d);
        if (rc) return rc;
        if (!got) break;
        src->n += got;
    }
    size_t have = src->n - src->at;
    *out = (ms_str){src->peek + src->at, have < want ? have : want};
    return MS_OK;
}

/* Files. */

typedef struct file {
    int fd;
    uint64_t done, total;
} file;

static ms_rc file_read(void *self, void *buf, size_t n, size_t *got, ms_diag *d)
{
    file *f = self;
    ssize_t r;
    do {
        r = read(f->fd, buf, n);
    } while (r < 0 && errno == EINTR);
    if (r < 0) return ms_fail(d, MS_EIO, 0, f->done, "cannot read: %s", ms_errno_text(errno));
    *got = (size_t)r;
    f->done += (size_t)r;
    return MS_OK;
}

static void file_progress(const void *self, uint64_t *done, uint64_t *total)
{
    const file *f = self;
    *done = f->done;
    *total = f->total;
}

static void file_free(void *self)
{
    file *f = self;
    if (f->fd != STDIN_FILENO) close(f->fd);
    ms_free(f);
}

static const ms_source_kind file_kind = {file_read, file_progress, file_free, false};

/* Opens `path` for reading; -1 with `*d` filled. */
static int open_file(const char *path, struct stat *st, ms_diag *d)
{
    int fd =
        strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        ms_rc rc = errno == ENOENT || errno == ENOTDIR ? MS_ENOTFOUND : MS_EIO;
        ms_fail(d, rc, 0, 0, "cannot open %s: %s", path, ms_errno_text(errno));
        return -1;
    }
    bool bad = fstat(fd, st) != 0;
    if (bad || S_ISDIR(st->st_mode)) {
        ms_fail(d, MS_EIO, 0, 0, "cannot read %s: %s", path,
                ms_errno_text(bad ? errno : EISDIR));
        if (fd != STDIN_FILENO) close(fd);
        return -1;
    }
    return fd;
}

ms_rc ms_source_file(const char *path, ms_source **out, ms_diag *d)
{
    *out = NULL;
    struct stat st;
    ms_diag own = {0};
    int fd = open_file(path, &st, &own);
    if (fd < 0) {
        if (d) *d = own;
        return own.rc;
    }
    if (S_ISREG(st.st_mode)) posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    file *f = ms_calloc(1, sizeof *f);
    if (f) {
        *f = (file){.fd = fd, .total = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0};
        *out = ms_source_make(&file_kind, f, fd == STDIN_FILENO ? "standard input" : path);
    }
    if (*out) return MS_OK;
    ms_free(f);
    if (fd != STDIN_FILENO) close(fd);
    return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to read %s", path);
}

/* Bytes in memory. */

typedef struct mem {
    ms_str bytes;
    size_t at;
} mem;

static ms_rc mem_read(void *self, void *buf, size_t n, size_t *got, ms_diag *d)
{
    (void)d;
    mem *m = self;
    size_t have = m->bytes.n - m->at;
    *got = have < n ? have : n;
    if (*got) memcpy(buf, m->bytes.p + m->at, *got);
    m->at += *got;
    return MS_OK;
}

static void mem_progress(const void *self, uint64_t *done, uint64_t *total)
{
    const mem *m = self;
    *done = m->at;
    *total = m->bytes.n;
}

static const ms_source_kind mem_kind = {mem_read, mem_progress, ms_free, false};

ms_rc ms_source_mem(ms_str bytes, const char *name, ms_source **out)
{
    *out = NULL;
    mem *m = ms_calloc(1, sizeof *m);
    if (!m) return MS_ENOMEM;
    m->bytes = bytes;
    *out = ms_source_make(&mem_kind, m, name);
    if (!*out) ms_free(m);
    return *out ? MS_OK : MS_ENOMEM;
}
