#include "node/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utc.h"
#include "node/address.h"
#include "node/digest.h"

enum { PATH_BYTES = 4096, ID_DIGITS = 8 };

/* A path beside dir/name. */
typedef struct path {
    char s[PATH_BYTES];
} path;

/* A file under way. */
typedef struct keeping {
    const ms_fetch_file *f;
    ms_arena *a;
    ms_str shown, id; /* the address, as it may be kept */
    path part, part_record;
    ms_record held;  /* the version at hand; without sha256: none */
    bool held_fresh; /* it is FILE.new */
    ms_record kept;  /* what FILE.part is of; without validator: of nothing */
    uint64_t have;   /* bytes of it */
    int fd;          /* of FILE.part; -1: not begun */
    ms_digest *sha;  /* of what it holds */
    uint64_t size;
    uint64_t received;
} keeping;

/* ---- names, files, digests ----------------------------------------------- */

static path beside(const ms_fetch_file *f, const char *tail)
{
    path p;
    int n = snprintf(p.s, sizeof p.s, "%s/%s%s", f->dir, f->name, tail);
    if (n < 0 || (size_t)n >= sizeof p.s) p.s[0] = '\0'; /* which no call opens */
    return p;
}

static ms_rc no_memory(ms_diag *d)
{
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

static ms_str now_utc(ms_arena *a)
{
    char buf[MS_UTC_BYTES];
    ms_utc_now(buf);
    return ms_arena_str(a, ms_str_z(buf));
}

/* When this machine was started: what was written before and not synced may hold holes. */
static ms_str boot_id(ms_arena *a)
{
    char buf[64] = "";
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, buf, sizeof buf);
    if (fd >= 0) close(fd);
    return ms_arena_str(a, ms_str_trim((ms_str){buf, n > 0 ? (size_t)n : 0}));
}

/* ---- what is at hand ----------------------------------------------------- */

/* Reads the record at dir/name`tail`.json when the bytes of dir/name`tail` are those that
 * it speaks of. */
static bool at_hand(const keeping *k, const char *tail, ms_record *out)
{
    char name[32];
    snprintf(name, sizeof name, "%s.json", tail);
    path bytes = beside(k->f, tail), record = beside(k->f, name);
    uint64_t size = 0;
    if (!ms_record_read(record.s, k->a, out)) return false;
    int fd = open(bytes.s, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ms_digest *sha = fd < 0 ? NULL : ms_digest_new(MS_DIGEST_SHA256);
    bool read = sha && !ms_digest_add_file(sha, fd, &size);
    ms_str hex = read ? ms_digest_hex(sha, k->a) : (ms_str){NULL, 0};
    ms_digest_free(sha);
    if (fd >= 0) close(fd);
    return hex.p && size == out->size && ms_str_eq(hex, out->sha256);
}

/* The part that can be continued, if there is one. */
static void look_at_part(keeping *k)
{
    off_t n = -1;
    ms_str boot = boot_id(k->a);
    int fd = open(k->part.s, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0) n = lseek(fd, 0, SEEK_END);
    if (fd >= 0) close(fd);
    bool ours = n > 0 && boot.p && ms_record_read(k->part_record.s, k->a, &k->kept) &&
                ms_str_eq(k->kept.address_id, k->id) && ms_str_eq(k->kept.boot, boot);
    if (!ours) k->kept = (ms_record){.size = 0};
    k->have = k->kept.validator.n ? (uint64_t)n : 0;
}

/* What may be kept of the address: its form without a query, and so few bits of a digest
 * that a token cannot be told from them. */
static ms_rc look_at_address(keeping *k, ms_diag *d)
{
    ms_out o = {0};
    ms_address_shown(&o, ms_str_z(k->f->address));
    k->shown = o.failed ? (ms_str){NULL, 0} : ms_arena_str(k->a, ms_out_str(&o));
    k->id = ms_digest_of(ms_str_z(k->f->address), k->a);
    k->id.n = k->id.p ? ID_DIGITS : 0;
    ms_out_free(&o);
    return k->shown.p && k->id.p ? MS_OK : no_memory(d);
}

static ms_rc look(keeping *k, ms_diag *d)
{
    static const char *const records[] = {".json", ".new.json", ".part.json"};
    ms_rc rc = look_at_address(k, d);
    for (size_t i = 0; i < sizeof records / sizeof *records && !rc; i++)
        rc = ms_aside_tidy(beside(k->f, records[i]).s, d);
    if (rc) return rc;
    k->held_fresh = at_hand(k, ".new", &k->held);
    if (!k->held_fresh) unlink(beside(k->f, ".new").s), unlink(beside(k->f, ".new.json").s);
    if (!k->held_fresh && !at_hand(k, "", &k->held)) k->held = (ms_record){.size = 0};
    look_at_part(k);
    return MS_OK;
}

/* ---- the part under way -------------------------------------------------- */

/* Says what the part is of, so that its rest can be asked for. */
static ms_rc write_part_record(keeping *k, const ms_reply *r, ms_diag *d)
{
    k->kept = (ms_record){.address = k->shown,
                          .address_id = k->id,
                          .validator = ms_arena_str(k->a, r->validator),
                          .boot = boot_id(k->a),
                          .size = r->sized ? r->length : 0};
    if (!k->kept.validator.p || !k->kept.boot.p) return no_memory(d);
    return r->validator.n ? ms_record_write(k->part_record.s, &k->kept, d) : MS_OK;
}

static ms_rc begin(void *ctx, const ms_reply *r, ms_diag *d)
{
    keeping *k = ctx;
    if (!r->from) unlink(k->part_record.s);
    k->fd = open(k->part.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (k->fd < 0) return ms_file_fail(d, "create", k->part.s, errno);
    k->sha = ms_digest_new(MS_DIGEST_SHA256);
    if (!k->sha) return no_memory(d);
    if (ftruncate(k->fd, (off_t)r->from)) return ms_file_fail(d, "cut", k->part.s, errno);
    ms_rc rc = ms_digest_add_file(k->sha, k->fd, &k->size);
    if (rc) return ms_fail(d, rc, 0, 0, "cannot read %s", k->part.s);
    return r->from ? MS_OK : write_part_record(k, r, d);
}

static ms_rc body(void *ctx, ms_str bytes, ms_diag *d)
{
    keeping *k = ctx;
    if (!ms_digest_add(k->sha, bytes)) return no_memory(d);
    k->received += bytes.n;
    while (bytes.n) {
        ssize_t n = pwrite(k->fd, bytes.p, bytes.n, (off_t)k->size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return ms_file_fail(d, "write", k->part.s, errno);
        bytes = (ms_str){bytes.p + n, bytes.n - (size_t)n};
        k->size += (uint64_t)n;
    }
    return MS_OK;
}

static void close_part(keeping *k)
{
    if (k->fd >= 0) close(k->fd);
    ms_digest_free(k->sha);
    k->fd = -1;
    k->sha = NULL;
}

static void drop_part(keeping *k)
{
    unlink(k->part_record.s);
    unlink(k->part.s);
    k->kept = (ms_record){.size = 0};
    k->have = 0;
}

/* ---- the whole ----------------------------------------------------------- */

static ms_rc move(const ms_fetch_file *f, const char *from, const char *to, ms_diag *d)
{
    path a = beside(f, from), b = beside(f, to);
    return rename(a.s, b.s) ? ms_file_fail(d, "rename to", b.s, errno) : MS_OK;
}

/* The version at hand is as published: what the answer says anew is noted. */
static ms_rc keep_held(keeping *k, const ms_record *fresh, ms_diag *d)
{
    path record = beside(k->f, k->held_fresh ? ".new.json" : ".json");
    ms_str fetched = k->held.fetched;
    if (fresh) k->held = *fresh, k->held.fetched = fetched;
    k->held.checked = now_utc(k->a);
    return k->held.checked.p ? ms_record_write(record.s, &k->held, d) : no_memory(d);
}

/* FILE.part is whole: it becomes FILE.new, unless it is what is at hand. */
static ms_rc whole(keeping *k, const ms_reply *r, ms_diag *d)
{
    ms_record fresh = {.address = k->shown,
                       .address_id = k->id,
                       .final_address = r->address,
                       .status = (uint64_t)r->status,
                       .etag = r->etag,
                       .modified = r->modified,
                       .type = r->type,
                       .headers = r->headers,
                       .sha256 = ms_digest_hex(k->sha, k->a),
                       .size = k->size,
                       .fetched = now_utc(k->a),
                       .checked = now_utc(k->a)};
    if (!fresh.sha256.p || !fresh.fetched.p || !fresh.checked.p) return no_memory(d);
    if (fsync(k->fd)) return ms_file_fail(d, "sync", k->part.s, errno);
    if (ms_str_eq(fresh.sha256, k->held.sha256)) {
        drop_part(k);
        return keep_held(k, &fresh, d);
    }
    ms_rc rc = ms_record_write(beside(k->f, ".new.json").s, &fresh, d);
    if (!rc) rc = move(k->f, ".part", ".new", d);
    if (!rc) rc = ms_dir_sync(k->f->dir, d);
    unlink(k->part_record.s);
    k->held = fresh;
    k->held_fresh = true;
    return rc;
}

/* Asks once; with `part` for the rest of the part at hand. */
static ms_rc ask(const ms_get_opts *o, keeping *k, bool part, ms_reply *r, ms_diag *d)
{
    bool same = ms_str_eq(k->held.address_id, k->id);
    ms_get g = {.address = k->f->address,
                .etag = same ? k->held.etag : MS_STR(""),
                .modified = same ? k->held.modified : MS_STR(""),
                .validator = part ? k->kept.validator : MS_STR(""),
                .from = part ? k->have : 0,
                .size = part ? k->kept.size : 0,
                .max = k->f->max,
                .begin = begin,
                .body = body,
                .ctx = k};
    ms_rc rc = ms_get_run(o, &g, r, d);
    if (!rc && r->status == 304) drop_part(k), rc = keep_held(k, NULL, d);
    else if (!rc) rc = whole(k, r, d);
    bool begun = k->fd >= 0;
    close_part(k);
    /* A part that was not cut off in good order, or has nothing to hold its rest to, is of
     * no use. */
    if (rc && (rc != MS_EIO || (begun && !k->kept.validator.n))) drop_part(k);
    return rc;
}

ms_rc ms_fetch(const ms_get_opts *o, const ms_fetch_file *f, ms_arena *a, ms_fetched *out,
               ms_diag *d)
{
    keeping k = {.f = f,
                 .a = a,
                 .part = beside(f, ".part"),
                 .part_record = beside(f, ".part.json"),
                 .fd = -1};
    ms_reply r = {.arena = a};
    *out = (ms_fetched){.fresh = false};
    ms_rc rc = look(&k, d);
    if (rc) return rc;
    bool part = k.have > 0;
    rc = ask(o, &k, part, &r, d);
    if (rc == MS_EVERSION && part) rc = ask(o, &k, false, &r, d);
    *out = (ms_fetched){.fresh = k.held_fresh,
                        .received = k.received,
                        .retry_after = r.retry_after,
                        .record = k.held};
    return rc == MS_EVERSION ? ms_fail(d, MS_EIO, 0, 0, "answers with a part unasked") : rc;
}

ms_str ms_fetch_path(const ms_fetch_file *f, bool fresh, ms_arena *a)
{
    return ms_arena_str(a, ms_str_z(beside(f, fresh ? ".new" : "").s));
}

ms_rc ms_fetch_accept(const ms_fetch_file *f, ms_diag *d)
{
    ms_rc rc = move(f, ".new.json", ".json", d);
    if (!rc) rc = move(f, ".new", "", d);
    return rc ? rc : ms_dir_sync(f->dir, d);
}

ms_rc ms_fetch_refuse(const ms_fetch_file *f, ms_diag *d)
{
    ms_rc rc = move(f, ".new.json", ".refused.json", d);
    if (!rc) rc = move(f, ".new", ".refused", d);
    return rc ? rc : ms_dir_sync(f->dir, d);
}
