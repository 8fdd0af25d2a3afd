/* Replies in gzip (RFC 1952) or zstd (RFC 8878). */
#include <stdlib.h>
#include <strings.h>

#include <zlib.h>
#include <zstd.h>

#include "base/cut.h"
#include "server/http_net.h"

enum { WORTH_IT = 500, GZIP_LEVEL = 4, ZSTD_LEVEL = 3 };

/* Whether the list of codings `s` has `name`, without q=0 (RFC 9110 §12.5.3). */
static bool accepts(ms_str s, const char *name)
{
    while (s.n) {
        ms_str q = ms_str_cut(&s, ','), coding = ms_str_trim(ms_str_cut(&q, ';'));
        if (coding.n != strlen(name) || strncasecmp(coding.p, name, coding.n)) continue;
        q = ms_str_trim(q);
        return q.n < 3 || strncasecmp(q.p, "q=", 2) || strtod(q.p + 2, NULL) > 0;
    }
    return false;
}

/* Room for `n` bytes in an empty buffer. */
static bool room(ms_out *o, size_t n)
{
    static const char zero[4096];
    while (!o->failed && o->cap < n)
        ms_out_raw(o, (ms_str){zero, n - o->n < sizeof zero ? n - o->n : sizeof zero});
    o->n = 0;
    return !o->failed;
}

static bool gzip(ms_str in, ms_out *o)
{
    z_stream z = {0};
    if (deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    bool ok = room(o, deflateBound(&z, in.n));
    if (ok) {
        z.next_in = (Bytef *)(uintptr_t)in.p;
        z.avail_in = (uInt)in.n;
        z.next_out = (Bytef *)o->p;
        z.avail_out = (uInt)o->cap;
        ok = deflate(&z, Z_FINISH) == Z_STREAM_END;
        o->n = z.total_out;
    }
    deflateEnd(&z);
    return ok;
}

static bool zstd(ms_str in, ms_out *o)
{
    if (!room(o, ZSTD_compressBound(in.n))) return false;
    size_t n = ZSTD_compress(o->p, o->cap, in.p, in.n, ZSTD_LEVEL);
    if (ZSTD_isError(n)) return false;
    o->n = n;
    return true;
}

void ms_http_pack(ms_call_net *n)
{
    ms_call *c = &n->call;
    ms_out packed = {0};
    if (c->stream.read) return;
    ms_call_header(c, "Vary", MS_STR("Accept-Encoding"));
    if (c->out.n < WORTH_IT) return;
    ms_str accepted = ms_call_sent(c, "Accept-Encoding");
    bool with_zstd = accepts(accepted, "zstd");
    if (!with_zstd && !accepts(accepted, "gzip")) return;
    if (!(with_zstd ? zstd : gzip)(ms_out_str(&c->out), &packed)) {
        ms_out_free(&packed);
        return;
    }
    ms_out_free(&c->out);
    c->out = packed;
    n->encoding = with_zstd ? MS_STR("zstd") : MS_STR("gzip");
}
