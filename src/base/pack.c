#include "base/pack.h"

#include <zstd.h>

#include "base/mem.h"

enum { LEVEL = 9, CHUNK = 1 << 17 };

struct ms_pack {
    ms_aside *f;
    ZSTD_CCtx *zstd;
    char out[CHUNK];
};

static void free_pack(ms_pack *p)
{
    ZSTD_freeCCtx(p->zstd);
    ms_free(p);
}

ms_rc ms_pack_open(const char *path, ms_pack **out, ms_diag *d)
{
    ms_pack *p = ms_calloc(1, sizeof *p);
    if (!p) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to pack %s", path);
    p->zstd = ZSTD_createCCtx();
    ms_rc rc = p->zstd ? ms_aside_open(path, &p->f, d)
                       : ms_fail(d, MS_ENOMEM, 0, 0, "no memory to pack %s", path);
    if (!rc) {
        ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, LEVEL);
        ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1);
        return *out = p, MS_OK;
    }
    free_pack(p);
    return rc;
}

/* Feeds `text` to the compressor. */
static ms_rc feed(ms_pack *p, ms_str text, ZSTD_EndDirective how, ms_diag *d)
{
    ZSTD_inBuffer in = {text.p, text.n, 0};
    size_t left;
    do {
        ZSTD_outBuffer out = {p->out, CHUNK, 0};
        left = ZSTD_compressStream2(p->zstd, &out, &in, how);
        if (ZSTD_isError(left))
            return ms_fail(d, MS_ENOMEM, 0, 0, "packing: %s", ZSTD_getErrorName(left));
        ms_rc rc = ms_aside_write(p->f, p->out, out.pos, d);
        if (rc) return rc;
    } while (in.pos < in.size || (how == ZSTD_e_end && left));
    return MS_OK;
}

ms_rc ms_pack_write(ms_pack *p, ms_str text, ms_diag *d)
{
    return feed(p, text, ZSTD_e_continue, d);
}

ms_rc ms_pack_publish(ms_pack *p, ms_diag *d)
{
    ms_rc rc = feed(p, (ms_str){"", 0}, ZSTD_e_end, d);
    if (rc) ms_aside_drop(p->f);
    else rc = ms_aside_publish(p->f, d);
    free_pack(p);
    return rc;
}

void ms_pack_drop(ms_pack *p)
{
    if (!p) return;
    ms_aside_drop(p->f);
    free_pack(p);
}
