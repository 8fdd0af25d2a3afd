#define ZSTD_STATIC_LINKING_ONLY /* ZSTD_createDStream_advanced: our allocator */
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <marsad/source.h>

#include "base/mem.h"
#include "base/source_impl.h"

/* The packed input is read in pieces of this size.  Windows over 128 MiB
 * (`zstd --long=28` and above) are refused: RFC 8878 §3.1.1.1.2 lets a decoder
 * bound its memory. */
enum { PACKED = 128 * 1024, ZSTD_WINDOW_LOG = 27 };

typedef struct unpack {
    ms_source *inner;
    z_stream z;
    bool z_open;
    ZSTD_DStream *zstd;
    bool inside;  /* a member or frame has begun and not ended */
    bool members; /* at least one ended: what follows may be padding */
    uint64_t out, ceiling;
    uint64_t in;  /* packed bytes consumed */
    size_t at, n; /* packed bytes not consumed yet: [at, n) */
    unsigned char buf[PACKED];
} unpack;

/* Has packed bytes at hand, or reads more; `*end` at the end of the input. */
static ms_rc more(unpack *u, bool *end, ms_diag *d)
{
    *end = false;
    if (u->at < u->n) return MS_OK;
    u->at = u->n = 0;
    ms_rc rc = ms_source_read(u->inner, u->buf, sizeof u->buf, &u->n, d);
    *end = rc == MS_OK && u->n == 0;
    return rc;
}

static void consume(unpack *u, size_t n)
{
    u->at += n;
    u->in += n;
}

/* Counts `got` bytes against the ceiling. */
static ms_rc produced(unpack *u, size_t got, ms_diag *d)
{
    u->out += got;
    if (!u->ceiling || u->out <= u->ceiling) return MS_OK;
    return ms_fail(d, MS_ELIMIT, 0, u->in, "unpacks to more than %llu bytes",
                   (unsigned long long)u->ceiling);
}

static ms_rc ended(const unpack *u, const char *what, ms_diag *d)
{
    if (!u->inside) return MS_OK;
    return ms_fail(d, MS_ETRUNCATED, 0, u->in, "the %s data is cut off", what);
}

static ms_rc inflate_some(unpack *u, void *buf, size_t n, size_t *got, ms_diag *d)
{
    u->z.next_in = u->buf + u->at;
    u->z.avail_in = (uInt)(u->n - u->at);
    u->z.next_out = buf;
    u->z.avail_out = (uInt)n;
    int rc = inflate(&u->z, Z_NO_FLUSH);
    consume(u, u->n - u->at - u->z.avail_in);
    *got = n - u->z.avail_out;
    u->inside = rc != Z_STREAM_END;
    u->members |= rc == Z_STREAM_END;
    if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR) return MS_OK;
    if (rc == Z_MEM_ERROR) return ms_fail(d, MS_ENOMEM, 0, u->in, "no memory to unpack gzip");
    return ms_fail(d, MS_ESYNTAX, 0, u->in, "the gzip data is damaged: %s",
                   u->z.msg ? u->z.msg : "no reason given");
}

/* Between members: zero padding, as tapes have, ends nothing; anything else has
 * to be another member (RFC 1952 §2.2). */
static ms_rc next_member(unpack *u, bool *skip)
{
    *skip = u->members && u->buf[u->at] == 0;
    if (*skip) return consume(u, 1), MS_OK;
    if (u->members) inflateReset(&u->z);
    return MS_OK;
}

static ms_rc gzip_read(void *self, void *buf, size_t n, size_t *got, ms_diag *d)
{
    unpack *u = self;
    if (n > 1u << 30) n = 1u << 30; /* zlib counts in 32 bits */
    for (*got = 0; *got == 0;) {
        bool end, skip = false;
        ms_rc rc = more(u, &end, d);
        if (rc) return rc;
        if (end) return ended(u, "gzip", d);
        if (!u->inside) rc = next_member(u, &skip);
        if (!rc && !skip) rc = inflate_some(u, buf, n, got, d);
        if (rc) return rc;
    }
    return produced(u, *got, d);
}

static ms_rc zstd_some(unpack *u, void *buf, size_t n, size_t *got, ms_diag *d)
{
    ZSTD_inBuffer in = {u->buf + u->at, u->n - u->at, 0};
    ZSTD_outBuffer out = {buf, n, 0};
    size_t rc = ZSTD_decompressStream(u->zstd, &out, &in);
    consume(u, in.pos);
    *got = out.pos;
    if (!ZSTD_isError(rc)) {
        u->inside = rc != 0;
        return MS_OK;
    }
    ZSTD_ErrorCode code = ZSTD_getErrorCode(rc);
    ms_rc why = code == ZSTD_error_memory_allocation               ? MS_ENOMEM
                : code == ZSTD_error_frameParameter_windowTooLarge ? MS_ELIMIT
                                                                   : MS_ESYNTAX;
    return ms_fail(d, why, 0, u->in, "the zstd data cannot be unpacked: %s",
                   ZSTD_getErrorName(rc));
}

static ms_rc zstd_read(void *self, void *buf, size_t n, size_t *got, ms_diag *d)
{
    unpack *u = self;
    for (*got = 0; *got == 0;) {
        bool end;
        ms_rc rc = more(u, &end, d);
        if (rc) return rc;
        /* What the decoder still holds comes out without more input. */
        if (end && !u->inside) return MS_OK;
        rc = zstd_some(u, buf, n, got, d);
        if (rc) return rc;
        if (end && !*got) return ended(u, "zstd", d);
    }
    return produced(u, *got, d);
}

static void unpack_progress(const void *self, uint64_t *done, uint64_t *total)
{
    const unpack *u = self;
    ms_source_progress(u->inner, done, total);
}

/* Frees the decompressor but not its input. */
static void unpack_close(unpack *u)
{
    if (!u) return;
    if (u->z_open) inflateEnd(&u->z);
    ZSTD_freeDStream(u->zstd);
    ms_free(u);
}

static void unpack_free(void *self)
{
    unpack *u = self;
    ms_source_free(u->inner);
    unpack_close(u);
}

static const ms_source_kind gzip_kind = {gzip_read, unpack_progress, unpack_free, true};
static const ms_source_kind zstd_kind = {zstd_read, unpack_progress, unpack_free, true};

static void *z_alloc(void *ctx, unsigned count, unsigned size)
{
    (void)ctx;
    return ms_calloc(count, size);
}

static void z_free(void *ctx, void *p)
{
    (void)ctx;
    ms_free(p);
}

static void *zstd_alloc(void *ctx, size_t n)
{
    (void)ctx;
    return ms_malloc(n);
}

static bool open_gzip(unpack *u)
{
    u->z.zalloc = z_alloc;
    u->z.zfree = z_free;
    u->z_open = inflateInit2(&u->z, 15 + 16) == Z_OK;
    return u->z_open;
}

static bool open_zstd(unpack *u)
{
    u->zstd = ZSTD_createDStream_advanced((ZSTD_customMem){zstd_alloc, z_free, NULL});
    return u->zstd && !ZSTD_isError(ZSTD_initDStream(u->zstd)) &&
           !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG));
}

static const ms_source_kind *kind_of(ms_str head)
{
    static const unsigned char gzip[] = {0x1f, 0x8b}, zstd[] = {0x28, 0xb5, 0x2f, 0xfd};
    if (head.n >= sizeof gzip && memcmp(head.p, gzip, sizeof gzip) == 0) return &gzip_kind;
    if (head.n >= sizeof zstd && memcmp(head.p, zstd, sizeof zstd) == 0) return &zstd_kind;
    return NULL;
}

ms_rc ms_source_unpack(ms_source **src, uint64_t ceiling, ms_diag *d)
{
    if (ms_source_packed(*src)) return MS_OK;
    ms_str head;
    ms_rc rc = ms_source_peek(*src, 4, &head, d);
    if (rc) return rc;
    const ms_source_kind *kind = kind_of(head);
    if (!kind) return MS_OK;
    unpack *u = ms_calloc(1, sizeof *u);
    if (u) {
        u->inner = *src;
        u->ceiling = ceiling;
    }
    bool ready = u && (kind == &gzip_kind ? open_gzip(u) : open_zstd(u));
    ms_source *out = ready ? ms_source_make(kind, u, ms_source_name(*src)) : NULL;
    if (!out) {
        unpack_close(u);
        return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to unpack %s", ms_source_name(*src));
    }
    *src = out;
    return MS_OK;
}
