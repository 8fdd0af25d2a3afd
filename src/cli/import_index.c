#include "cli/import_index.h"

#include <inttypes.h>
#include <strings.h>

#include <openssl/evp.h>

#include <marsad/list.h>

#include "base/file.h"

enum { CHUNK = 1 << 16 };

static ms_rc digest(const char *path, EVP_MD_CTX *ctx, char hex[41], uint64_t *size, ms_diag *d)
{
    unsigned char buf[CHUNK], sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    size_t got = 1;
    ms_source *src = NULL;
    ms_rc rc = ms_source_file(path, &src, d);
    if (!rc && !EVP_DigestInit_ex(ctx, EVP_sha1(), NULL))
        rc = ms_fail(d, MS_ENOMEM, 0, 0, "SHA-1 cannot be had");
    for (*size = 0; !rc && got; *size += got) {
        rc = ms_source_read(src, buf, sizeof buf, &got, d);
        if (!rc && got) EVP_DigestUpdate(ctx, buf, got);
        if (rc) got = 0;
    }
    if (!rc) EVP_DigestFinal_ex(ctx, sum, &n);
    for (unsigned i = 0; i < n && i < 20; i++) snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    ms_source_free(src);
    return rc;
}

static ms_rc check_file(const char *path, const ms_resource *r, ms_diag *d)
{
    char hex[41] = "";
    uint64_t size;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    ms_rc rc =
        ctx ? digest(path, ctx, hex, &size, d) : ms_fail(d, MS_ENOMEM, 0, 0, "no memory");
    EVP_MD_CTX_free(ctx);
    if (rc) return rc;
    if (r->sized && size != r->size)
        return ms_fail(d, MS_EVALUE, 0, 0, "%" PRIu64 " bytes, where the index says %" PRIu64,
                       size, r->size);
    if (r->checksum.n == 40 && !strncasecmp(hex, r->checksum.p, 40)) return MS_OK;
    return ms_fail(d, MS_EVALUE, 0, 0, "SHA-1 checksum %s, where the index says %.*s", hex,
                   (int)(r->checksum.n < 80 ? r->checksum.n : 80),
                   r->checksum.p ? r->checksum.p : "");
}

static int check_all(ms_cli *c, ms_str json, const char *path, const char *const *files,
                     unsigned n, ms_str *version)
{
    ms_diag d = {0};
    for (unsigned i = 0; i < n; i++) {
        const char *slash = strrchr(files[i], '/');
        ms_str name = ms_str_z(slash ? slash + 1 : files[i]);
        ms_resource r;
        ms_rc rc = ms_ftm_index_find(json, name, c->arena, &r, version, &d);
        if (rc == MS_ENOTFOUND) {
            ms_cli_say(c, "%s does not name %.*s", path, MS_FMT(name));
            return MS_EXIT_INPUT;
        }
        if (rc) return ms_cli_diag(c, path, &d), ms_cli_exit(rc);
        rc = check_file(files[i], &r, &d);
        if (rc) return ms_cli_diag(c, files[i], &d), ms_cli_exit(rc);
    }
    return MS_EXIT_OK;
}

int ms_import_index(ms_cli *c, const char *path, const char *const *files, unsigned n,
                    ms_str *version)
{
    ms_diag d = {0};
    ms_str json, said = MS_STR("");
    for (unsigned i = 0; i < n; i++)
        if (!strcmp(files[i], "-"))
            return ms_cli_usage(c, "--index cannot check standard input");
    ms_rc rc = ms_file_map(path, &json, &d);
    if (rc) return ms_cli_diag(c, path, &d), ms_cli_exit(rc);
    int e = check_all(c, json, path, files, n, &said);
    *version = ms_arena_str(c->arena, said);
    ms_file_unmap(json);
    return e || version->p ? e : ms_cli_nomem(c);
}
