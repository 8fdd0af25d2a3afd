#include "index/emit.h"

#define XXH_STATIC_LINKING_ONLY /* states on the stack */
#include <xxhash.h>

#include "base/mem.h"

enum {
    BUFFER = 1 << 15,
    PIECE = 1 << 18 /* is summed, summed again and written while the cache has it */
};

/* `rc` is sticky. */
struct ms_emit {
    ms_aside *f; /* NULL: into `mem` */
    ms_buf *mem;
    ms_diag *d;
    ms_rc rc;
    ms_disk_head head;
    XXH3_state_t sum, digest;
    bool digested; /* the section counts for the digest */
    size_t n;      /* bytes of the section that wait in `buf` */
    char buf[BUFFER];
};

static uint64_t size_of(const ms_emit *o)
{
    return o->f ? ms_aside_size(o->f) : o->mem->n;
}

static ms_rc emit(ms_emit *o, const void *p, size_t n)
{
    if (o->f) return ms_aside_write(o->f, p, n, o->d);
    if (ms_buf_put(o->mem, p, n)) return MS_OK;
    return ms_fail(o->d, MS_ENOMEM, 0, 0, "out of memory");
}

static void put_now(ms_emit *o, const char *p, size_t n)
{
    for (size_t k; n && !o->rc; p += k, n -= k) {
        k = n < PIECE ? n : PIECE;
        XXH3_64bits_update(&o->sum, p, k);
        if (o->digested) XXH3_128bits_update(&o->digest, p, k);
        o->rc = emit(o, p, k);
    }
}

static void flush(ms_emit *o)
{
    put_now(o, o->buf, o->n);
    o->n = 0;
}

void ms_emit_put(ms_emit *o, const void *p, size_t n)
{
    if (o->rc) return;
    if (n > BUFFER - o->n) flush(o);
    if (n > BUFFER) {
        put_now(o, p, n);
        return;
    }
    if (n) memcpy(o->buf + o->n, p, n);
    o->n += n;
}

void ms_emit_u32(ms_emit *o, uint32_t v)
{
    ms_emit_put(o, &v, sizeof v);
}

void ms_emit_fail(ms_emit *o, ms_rc rc)
{
    if (o->rc || !rc) return;
    o->rc = rc;
    if (rc != MS_EIO) ms_fail(o->d, rc, 0, 0, "%s", ms_rc_text(rc));
}

ms_diag *ms_emit_diag(ms_emit *o)
{
    return o->d;
}

bool ms_emit_failed(const ms_emit *o)
{
    return o->rc != MS_OK;
}

/* ---- whole ------------------------------------------------------------- */

static void pad(ms_emit *o)
{
    static const char zero[MS_SNAP_ALIGN];
    uint64_t at = size_of(o);
    if (!o->rc) o->rc = emit(o, zero, (size_t)(ms_section_align(at) - at));
}

static void write_section(ms_emit *o, ms_section kind, ms_emit_fn put, const void *ctx)
{
    pad(o);
    ms_disk_section *s = &o->head.section[kind];
    s->kind = kind;
    s->item = ms_section_item(kind);
    s->at = size_of(o);
    o->digested = kind != MS_SECTION_REPORTS;
    XXH3_64bits_reset(&o->sum);
    put(o, kind, ctx);
    flush(o);
    s->size = size_of(o) - s->at;
    s->sum = XXH3_64bits_digest(&o->sum);
    if (o->digested) XXH3_128bits_update(&o->digest, &s->size, sizeof s->size);
}

static ms_rc write_all(ms_emit *o, ms_emit_fn put, const void *ctx)
{
    XXH3_128bits_reset(&o->digest);
    o->rc = emit(o, &o->head, sizeof o->head);
    for (int kind = 0; kind < MS_SECTION_COUNT; kind++)
        write_section(o, (ms_section)kind, put, ctx);
    o->head.size = size_of(o);
    ms_head_digest(&o->head, XXH3_128bits_digest(&o->digest));
    ms_head_finish(&o->head);
    if (o->rc) return o->rc;
    if (o->f) return ms_aside_rewrite(o->f, 0, &o->head, sizeof o->head, o->d);
    memcpy(o->mem->p, &o->head, sizeof o->head);
    return MS_OK;
}

ms_rc ms_emit_file(const char *path, ms_emit_fn put, const void *ctx, ms_aside **out,
                   ms_diag *d)
{
    ms_emit *o = ms_calloc(1, sizeof *o);
    if (!o) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    o->d = d;
    ms_rc rc = ms_aside_open(path, &o->f, d);
    if (!rc) rc = write_all(o, put, ctx);
    if (!rc) *out = o->f;
    else ms_aside_drop(o->f);
    ms_free(o);
    return rc;
}

ms_rc ms_emit_mem(ms_emit_fn put, const void *ctx, ms_buf *out, ms_diag *d)
{
    ms_emit *o = ms_calloc(1, sizeof *o);
    if (!o) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    o->d = d;
    o->mem = out;
    ms_rc rc = write_all(o, put, ctx);
    ms_free(o);
    return rc;
}
