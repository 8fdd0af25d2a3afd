#include "node/digest.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

enum { CHUNK = 1 << 16 };

ms_digest *ms_digest_new(ms_digest_kind kind)
{
    /* libcrypto 3.0 follows a null pointer later where it could not begin for lack of memory.
     */
    ms_digest *g = OSSL_LIB_CTX_get0_global_default() ? EVP_MD_CTX_new() : NULL;
    const EVP_MD *md = kind == MS_DIGEST_SHA1 ? EVP_sha1() : EVP_sha256();
    if (g && EVP_DigestInit_ex(g, md, NULL) == 1) return g;
    EVP_MD_CTX_free(g);
    return NULL;
}

bool ms_digest_add(ms_digest *g, ms_str bytes)
{
    return EVP_DigestUpdate(g, bytes.p, bytes.n) == 1;
}

ms_rc ms_digest_add_file(ms_digest *g, int fd, uint64_t *size)
{
    char buf[CHUNK];
    *size = 0;
    for (ssize_t n; (n = pread(fd, buf, sizeof buf, (off_t)*size)) != 0;) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return MS_EIO;
        if (!ms_digest_add(g, (ms_str){buf, (size_t)n})) return MS_ENOMEM;
        *size += (uint64_t)n;
    }
    return MS_OK;
}

ms_str ms_digest_hex(ms_digest *g, ms_arena *a)
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    char hex[2 * EVP_MAX_MD_SIZE + 1] = "";
    unsigned n = 0;
    if (EVP_DigestFinal_ex(g, raw, &n) != 1) return (ms_str){NULL, 0};
    for (unsigned i = 0; i < n; i++) snprintf(hex + 2 * i, 3, "%02x", raw[i]);
    return ms_arena_str(a, ms_str_z(hex));
}

void ms_digest_free(ms_digest *g)
{
    EVP_MD_CTX_free(g);
}

ms_str ms_digest_of(ms_str bytes, ms_arena *a)
{
    ms_digest *g = ms_digest_new(MS_DIGEST_SHA256);
    bool ok = g && ms_digest_add(g, bytes);
    ms_str hex = ok ? ms_digest_hex(g, a) : (ms_str){NULL, 0};
    ms_digest_free(g);
    return hex;
}
