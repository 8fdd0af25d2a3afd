#include "cli/import_index.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <strings.h>
#include <unistd.h>

#include <marsad/list.h>

#include "base/file.h"
#include "node/digest.h"

enum { SHA1_DIGITS = 40, SHOWN_MAX = 80 };

/* The SHA-1 of a file in hexadecimal, and its size. */
static ms_rc digest(const char *path, ms_arena *a, ms_str *hex, uint64_t *size, ms_diag *d)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return ms_fail(d, MS_EIO, 0, 0, "cannot read: %s", ms_errno_text(errno));
    ms_digest *g = ms_digest_new(MS_DIGEST_SHA1);
    ms_rc rc = g ? ms_digest_add_file(g, fd, size) : MS_ENOMEM;
    if (!rc) *hex = ms_digest_hex(g, a);
    if (!rc && !hex->p) rc = MS_ENOMEM;
    ms_digest_free(g);
    close(fd);
    return rc ? ms_fail(d, rc, 0, 0, "%s", ms_rc_text(rc)) : MS_OK;
}

static ms_rc check_file(const char *path, const ms_resource *r, ms_arena *a, ms_diag *d)
{
    ms_str hex, want = r->checksum;
    uint64_t size;
    ms_rc rc = digest(path, a, &hex, &size, d);
    if (rc) return rc;
    if (r->sized && size != r->size)
        return ms_fail(d, MS_EVALUE, 0, 0, "%" PRIu64 " bytes, where the index says %" PRIu64,
                       size, r->size);
    if (want.n == SHA1_DIGITS && !strncasecmp(hex.p, want.p, want.n)) return MS_OK;
    return ms_fail(d, MS_EVALUE, 0, 0, "SHA-1 checksum %s, where the index says %.*s", hex.p,
                   (int)(want.n < SHOWN_MAX ? want.n : SHOWN_MAX), want.p ? want.p : "");
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
        rc = check_file(files[i], &r, c->arena, &d);
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
