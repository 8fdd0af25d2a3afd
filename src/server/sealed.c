#include "server/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/source_impl.h"

/* A file is the stream's header, then pieces of PIECE bytes and their tags; the last, which may
 * be shorter, is marked as such. */
enum {
    PIECE = 64 << 10,
    TAG = crypto_secretstream_xchacha20poly1305_ABYTES,
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES
};

_Static_assert(MS_SEALED_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES, "key");

typedef crypto_secretstream_xchacha20poly1305_state stream;

struct ms_sealed {
    ms_seal *seal;
    char *path;
    int fd;        /* -1: written */
    bool made;     /* the file is this one's */
    uint64_t size; /* plain */
    uint64_t kept; /* of the quota */
    stream state;
    size_t n; /* bytes of `piece` */
    unsigned char piece[PIECE], packed[PIECE + TAG];
};

/* Clients read this: it says nothing of folders. */
static ms_rc failed(ms_diag *d, const char *done)
{
    return ms_fail(d, MS_EIO, 0, 0, "The file cannot be %s: %s", done, ms_errno_text(errno));
}

/* ---- writing ----------------------------------------------------------- */

static bool claim(ms_sealed *s, uint64_t n)
{
    ms_quota *q = &s->seal->quota;
    if (atomic_fetch_add(&q->used, n) + n > q->max) {
        atomic_fetch_sub(&q->used, n);
        return false;
    }
    s->kept += n;
    return true;
}

static ms_rc write_all(ms_sealed *s, const void *p, size_t n, ms_diag *d)
{
    const char *at = p;
    if (!claim(s, n))
        return ms_fail(d, MS_ELIMIT, 0, 0, "There is no room for more: %llu bytes are kept",
                       (unsigned long long)s->seal->quota.max);
    while (n) {
        ssize_t done = write(s->fd, at, n);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return failed(d, "written");
        at += done;
        n -= (size_t)done;
    }
    return MS_OK;
}

static ms_rc write_piece(ms_sealed *s, unsigned char tag, ms_diag *d)
{
    unsigned long long n;
    crypto_secretstream_xchacha20poly1305_push(&s->state, s->packed, &n, s->piece, s->n, NULL,
                                               0, tag);
    s->n = 0;
    return write_all(s, s->packed, n, d);
}

ms_rc ms_sealed_new(const char *path, ms_seal *seal, ms_sealed **out, ms_diag *d)
{
    unsigned char header[HEADER];
    size_t n = strlen(path) + 1;
    ms_sealed *s = ms_calloc(1, sizeof *s);
    char *copy = ms_malloc(n);
    *out = NULL;
    if (!s || !copy) {
        ms_free(s);
        ms_free(copy);
        return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    }
    s->seal = seal;
    s->path = memcpy(copy, path, n);
    s->fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    s->made = s->fd >= 0;
    ms_rc rc = s->made ? MS_OK : failed(d, "kept");
    crypto_secretstream_xchacha20poly1305_init_push(&s->state, header, seal->key);
    if (!rc) rc = write_all(s, header, sizeof header, d);
    if (rc) ms_sealed_drop(s);
    else *out = s;
    return rc;
}

ms_rc ms_sealed_write(ms_sealed *s, ms_str bytes, ms_diag *d)
{
    while (bytes.n) {
        size_t n = PIECE - s->n < bytes.n ? PIECE - s->n : bytes.n;
        memcpy(s->piece + s->n, bytes.p, n);
        s->n += n;
        s->size += n;
        bytes.p += n;
        bytes.n -= n;
        ms_rc rc = s->n == PIECE ? write_piece(s, 0, d) : MS_OK;
        if (rc) return rc;
    }
    return MS_OK;
}

ms_rc ms_sealed_end(ms_sealed *s, ms_diag *d)
{
    ms_rc rc = write_piece(s, crypto_secretstream_xchacha20poly1305_TAG_FINAL, d);
    close(s->fd);
    s->fd = -1;
    sodium_memzero(s->piece, sizeof s->piece);
    return rc;
}

uint64_t ms_sealed_size(const ms_sealed *s)
{
    return s->size;
}

void ms_sealed_drop(ms_sealed *s)
{
    if (!s) return;
    if (s->fd >= 0) close(s->fd);
    if (s->made) unlink(s->path);
    atomic_fetch_sub(&s->seal->quota.used, s->kept);
    ms_free(s->path);
    sodium_memzero(s, sizeof *s);
    ms_free(s);
}

/* ---- reading ----------------------------------------------------------- */

struct ms_unsealing {
    int fd;
    stream state;
    size_t at, n; /* of `piece` */
    bool ended, bad;
    uint64_t done, total;
    unsigned char piece[PIECE], packed[PIECE + TAG];
};

/* Reads `n` bytes, fewer only at the end; -1 when it cannot. */
static long read_all(int fd, unsigned char *p, size_t n)
{
    size_t have = 0;
    while (have < n) {
        ssize_t got = read(fd, p + have, n - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (!got) break;
        have += (size_t)got;
    }
    return (long)have;
}

ms_rc ms_unsealing_new(const ms_sealed *s, ms_unsealing **out, ms_diag *d)
{
    unsigned char header[HEADER];
    ms_unsealing *u = ms_calloc(1, sizeof *u);
    *out = NULL;
    if (!u) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    u->total = s->size;
    u->fd = open(s->path, O_RDONLY | O_CLOEXEC);
    ms_rc rc = u->fd < 0 ? failed(d, "read") : MS_OK;
    if (!rc &&
        (read_all(u->fd, header, sizeof header) != HEADER ||
         crypto_secretstream_xchacha20poly1305_init_pull(&u->state, header, s->seal->key)))
        rc = ms_fail(d, MS_EDAMAGED, 0, 0, "The file was changed");
    if (rc) ms_unsealing_free(u);
    else *out = u;
    return rc;
}

void ms_unsealing_free(ms_unsealing *u)
{
    if (!u) return;
    if (u->fd >= 0) close(u->fd);
    sodium_memzero(u, sizeof *u);
    ms_free(u);
}

/* Without the piece that is marked as the last a file is not whole. */
static bool read_piece(ms_unsealing *u)
{
    unsigned char tag = 0;
    unsigned long long n = 0;
    long got = read_all(u->fd, u->packed, sizeof u->packed);
    if (got < TAG || crypto_secretstream_xchacha20poly1305_pull(
                         &u->state, u->piece, &n, &tag, u->packed, (size_t)got, NULL, 0))
        return false;
    u->at = 0;
    u->n = (size_t)n;
    u->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
}

long ms_unsealing_read(ms_unsealing *u, char *buf, size_t n)
{
    while (u->at == u->n && !u->ended && !u->bad) u->bad = !read_piece(u);
    if (u->bad) return -1;
    size_t have = u->n - u->at < n ? u->n - u->at : n;
    memcpy(buf, u->piece + u->at, have);
    u->at += have;
    u->done += have;
    return (long)have;
}

/* ---- as a source ------------------------------------------------------- */

static ms_rc source_read(void *self, void *buf, size_t n, size_t *got, ms_diag *d)
{
    ms_unsealing *u = self;
    long have = ms_unsealing_read(u, buf, n);
    if (have < 0) return ms_fail(d, MS_EDAMAGED, 0, u->done, "the rows were changed");
    *got = (size_t)have;
    return MS_OK;
}

static void source_progress(const void *self, uint64_t *done, uint64_t *total)
{
    const ms_unsealing *u = self;
    *done = u->done;
    *total = u->total;
}

static void source_free(void *self)
{
    ms_unsealing_free(self);
}

ms_rc ms_sealed_source(const ms_sealed *s, const char *name, ms_source **out, ms_diag *d)
{
    static const ms_source_kind kind = {source_read, source_progress, source_free, false};
    ms_unsealing *u;
    ms_rc rc = ms_unsealing_new(s, &u, d);
    if (rc) return rc;
    *out = ms_source_make(&kind, u, name);
    if (*out) return MS_OK;
    ms_unsealing_free(u);
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}
