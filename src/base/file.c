#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/behind.h"
#include "base/mem.h"

struct ms_aside {
    int fd;
    char *path;  /* what it will replace */
    char *aside; /* where it is written */
    uint64_t size;
    ms_behind *behind;
};

/* strerror is neither untranslated nor safe in threads. */
const char *ms_errno_text(int err)
{
    const char *why = strerrordesc_np(err);
    return why ? why : "unknown error";
}

ms_rc ms_file_fail(ms_diag *d, const char *verb, const char *path, int err)
{
    return ms_fail(d, MS_EIO, 0, 0, "cannot %s %s: %s", verb, path, ms_errno_text(err));
}

static ms_rc no_memory(ms_diag *d)
{
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

static char *copy(const char *s, size_t n)
{
    char *p = ms_malloc(n + 1);
    if (!p) return NULL;
    memcpy(p, s, n);
    p[n] = 0;
    return p;
}

static void free_aside(ms_aside *f)
{
    ms_behind_free(f->behind);
    if (f->fd >= 0) close(f->fd);
    ms_free(f->path);
    ms_free(f->aside);
    ms_free(f);
}

ms_rc ms_aside_open(const char *path, ms_aside **out, ms_diag *d)
{
    static atomic_uint serial; /* two threads may write the same path */
    struct stat st;
    if (!stat(path, &st) && !S_ISREG(st.st_mode))
        return ms_fail(d, MS_EIO, 0, 0, "cannot replace %s: not a regular file", path);
    ms_aside *f = ms_malloc(sizeof *f);
    if (!f) return no_memory(d);
    size_t cap = strlen(path) + 40;
    f->fd = -1;
    f->size = 0;
    f->behind = NULL;
    f->path = copy(path, strlen(path));
    f->aside = ms_malloc(cap);
    if (!f->path || !f->aside) return free_aside(f), no_memory(d);
    snprintf(f->aside, cap, "%s.tmp.%ld.%u", path, (long)getpid(),
             atomic_fetch_add(&serial, 1));
    unlink(f->aside); /* left by a killed process that had our number */
    f->fd = open(f->aside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (f->fd < 0) {
        ms_rc rc = ms_file_fail(d, "create", f->aside, errno);
        free_aside(f);
        return rc;
    }
    f->behind = ms_behind_new(f->fd);
    if (!f->behind) return ms_aside_drop(f), no_memory(d);
    *out = f;
    return MS_OK;
}

static ms_rc told(const ms_aside *f, int err, ms_diag *d)
{
    return err ? ms_file_fail(d, "write", f->aside, err) : MS_OK;
}

static ms_rc flush(ms_aside *f, ms_diag *d)
{
    return told(f, ms_behind_wait(f->behind), d);
}

ms_rc ms_aside_private(ms_aside *f, ms_diag *d)
{
    return fchmod(f->fd, 0600) ? ms_file_fail(d, "close to others", f->aside, errno) : MS_OK;
}

ms_rc ms_aside_write(ms_aside *f, const void *p, size_t n, ms_diag *d)
{
    f->size += n;
    return told(f, ms_behind_put(f->behind, p, n), d);
}

ms_rc ms_aside_rewrite(ms_aside *f, uint64_t at, const void *p, size_t n, ms_diag *d)
{
    ms_rc rc = flush(f, d);
    const char *s = p;
    while (!rc && n) {
        ssize_t k = pwrite(f->fd, s, n, (off_t)at);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return ms_file_fail(d, "write", f->aside, errno);
        s += k, n -= (size_t)k, at += (uint64_t)k;
    }
    return rc;
}

ms_rc ms_aside_map(ms_aside *f, ms_str *out, ms_diag *d)
{
    ms_rc rc = flush(f, d);
    if (rc) return rc;
    void *p = mmap(NULL, f->size, PROT_READ, MAP_SHARED, f->fd, 0);
    if (p == MAP_FAILED) return ms_file_fail(d, "map", f->aside, errno);
    *out = (ms_str){p, f->size};
    return MS_OK;
}

uint64_t ms_aside_size(const ms_aside *f)
{
    return f->size;
}

/* The folder of `path`, in memory of its own. */
static char *folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return copy(".", 1);
    return copy(path, slash == path ? 1 : (size_t)(slash - path));
}

ms_rc ms_dir_sync(const char *dir, ms_diag *d)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ms_rc rc = fd < 0 ? ms_file_fail(d, "open folder", dir, errno) : MS_OK;
    /* Some file systems cannot sync folders and say EINVAL. */
    if (!rc && fsync(fd) && errno != EINVAL) rc = ms_file_fail(d, "sync folder", dir, errno);
    if (fd >= 0) close(fd);
    return rc;
}

static ms_rc sync_folder_of(const char *path, ms_diag *d)
{
    char *dir = folder(path);
    if (!dir) return no_memory(d);
    ms_rc rc = ms_dir_sync(dir, d);
    ms_free(dir);
    return rc;
}

ms_rc ms_aside_publish(ms_aside *f, ms_diag *d)
{
    ms_rc rc = flush(f, d);
    if (!rc && fsync(f->fd)) rc = ms_file_fail(d, "sync", f->aside, errno);
    int fd = f->fd;
    f->fd = -1;
    if (close(fd) && !rc) rc = ms_file_fail(d, "close", f->aside, errno);
    if (!rc && rename(f->aside, f->path)) rc = ms_file_fail(d, "rename to", f->path, errno);
    if (rc) {
        ms_aside_drop(f);
        return rc;
    }
    rc = sync_folder_of(f->path, d);
    free_aside(f);
    return rc;
}

void ms_aside_drop(ms_aside *f)
{
    if (!f) return;
    unlink(f->aside);
    free_aside(f);
}

ms_rc ms_aside_tidy(const char *path, ms_diag *d)
{
    char *dir = folder(path);
    if (!dir) return no_memory(d);
    DIR *all = opendir(dir);
    if (!all) {
        ms_rc rc = ms_file_fail(d, "open folder", dir, errno);
        ms_free(dir);
        return rc;
    }
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t n = strlen(base);
    ms_rc rc = MS_OK;
    for (struct dirent *e; (e = readdir(all));) {
        if (strncmp(e->d_name, base, n) != 0 || strncmp(e->d_name + n, ".tmp.", 5) != 0)
            continue;
        if (unlinkat(dirfd(all), e->d_name, 0))
            rc = ms_file_fail(d, "remove", e->d_name, errno);
    }
    closedir(all);
    ms_free(dir);
    return rc;
}

ms_rc ms_file_replace(const char *path, ms_str bytes, ms_diag *d)
{
    ms_aside *f;
    ms_rc rc = ms_aside_open(path, &f, d);
    if (rc) return rc;
    rc = ms_aside_write(f, bytes.p, bytes.n, d);
    if (!rc) return ms_aside_publish(f, d);
    ms_aside_drop(f);
    return rc;
}

static uint64_t nanoseconds(struct timespec t)
{
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

ms_file_id ms_file_id_of(const struct stat *st)
{
    return (ms_file_id){st->st_dev, st->st_ino, (uint64_t)st->st_size, nanoseconds(st->st_mtim),
                        nanoseconds(st->st_ctim)};
}

bool ms_file_id_now(const char *path, ms_file_id *out)
{
    struct stat st;
    bool there = !stat(path, &st);
    *out = there ? ms_file_id_of(&st) : (ms_file_id){0};
    return there;
}

bool ms_file_id_eq(const ms_file_id *a, const ms_file_id *b)
{
    return !memcmp(a, b, sizeof *a); /* it has no padding */
}

static ms_rc map_fd(int fd, const char *path, ms_str *out, ms_file_id *id, ms_diag *d)
{
    struct stat st;
    if (fstat(fd, &st)) return ms_file_fail(d, "read", path, errno);
    if (!S_ISREG(st.st_mode)) return ms_fail(d, MS_EIO, 0, 0, "%s is not a file", path);
    *out = (ms_str){NULL, 0};
    *id = ms_file_id_of(&st);
    if (st.st_size == 0) return MS_OK;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) return ms_file_fail(d, "map", path, errno);
    *out = (ms_str){p, (size_t)st.st_size};
    return MS_OK;
}

static ms_rc open_to_read(const char *path, int *fd, ms_diag *d)
{
    /* O_NONBLOCK: a FIFO must not hang us before fstat tells what it is. */
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0 && errno == ENOENT)
        return ms_fail(d, MS_ENOTFOUND, 0, 0, "%s does not exist", path);
    return *fd < 0 ? ms_file_fail(d, "open", path, errno) : MS_OK;
}

ms_rc ms_file_map_id(const char *path, ms_str *out, ms_file_id *id, ms_diag *d)
{
    int fd;
    ms_rc rc = open_to_read(path, &fd, d);
    if (rc) return rc;
    rc = map_fd(fd, path, out, id, d);
    close(fd);
    return rc;
}

ms_rc ms_file_map(const char *path, ms_str *out, ms_diag *d)
{
    ms_file_id id;
    return ms_file_map_id(path, out, &id, d);
}

bool ms_file_settled(const ms_file_id *id)
{
    const struct timespec wait = {.tv_nsec = 1000000};
    struct timespec now;
    for (int i = 0; i < 50; i++) {
        /* The clock that stands in files, with its ticks. */
        clock_gettime(CLOCK_REALTIME_COARSE, &now);
        if (nanoseconds(now) > id->changed) return true;
        nanosleep(&wait, NULL);
    }
    return false;
}

static ms_rc read_all(int fd, const char *path, char *buf, size_t n, ms_progress_fn progress,
                      void *ctx, ms_diag *d)
{
    struct stat st;
    uint64_t at = 0;
    if (fstat(fd, &st)) return ms_file_fail(d, "read", path, errno);
    for (;;) {
        ssize_t got = read(fd, buf, n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return ms_fail(d, MS_EIO, 0, at, "cannot read %s: %s", path, ms_errno_text(errno));
        if (got == 0) return MS_OK;
        at += (uint64_t)got;
        if (progress) progress(ctx, at, (uint64_t)st.st_size);
    }
}

ms_rc ms_file_read_through(const char *path, ms_progress_fn progress, void *ctx, ms_diag *d)
{
    int fd;
    enum { PIECE = 1 << 20 };
    ms_rc rc = open_to_read(path, &fd, d);
    if (rc) return rc;
    char *buf = ms_malloc(PIECE);
    rc = buf ? read_all(fd, path, buf, PIECE, progress, ctx, d) : no_memory(d);
    ms_free(buf);
    close(fd);
    return rc;
}

void ms_file_relax(ms_str map, size_t at, size_t n)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), from = (at + page - 1) / page * page;
    size_t to = at + n == map.n ? at + n : (at + n) / page * page;
    /* Read-only and of a file: nothing that is not in the file can be lost. */
    if (to > from) madvise((char *)(uintptr_t)map.p + from, to - from, MADV_DONTNEED);
}

void ms_file_unmap(ms_str map)
{
    if (!map.n) return;
    union {
        const char *c;
        void *v;
    } p = {map.p}; /* munmap takes no const pointer */
    munmap(p.v, map.n);
}

ms_rc ms_file_lock(const char *path, bool wait, int *lock, ms_diag *d)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) return ms_file_fail(d, "open", path, errno);
    int got;
    while ((got = flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB))) && errno == EINTR) continue;
    if (got) {
        int err = errno;
        close(fd);
        if (err != EWOULDBLOCK) return ms_file_fail(d, "lock", path, err);
        return ms_fail(d, MS_EBUSY, 0, 0, "%s: another process is writing", path);
    }
    *lock = fd;
    return MS_OK;
}

void ms_file_unlock(int lock)
{
    if (lock >= 0) close(lock);
}

/* Makes one folder; one that is there already is as good. */
static ms_rc make_dir(const char *path, ms_diag *d)
{
    if (mkdir(path, 0700) == 0) return MS_OK;
    int err = errno;
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return MS_OK;
    return ms_file_fail(d, "make folder", path, err);
}

ms_rc ms_mkdirs(const char *path, ms_diag *d)
{
    size_t n = strlen(path);
    char *p = copy(path, n);
    if (!p) return no_memory(d);
    ms_rc rc = MS_OK;
    for (size_t i = 1; i <= n && !rc; i++) {
        if (i < n && p[i] != '/') continue;
        p[i] = 0;
        rc = make_dir(p, d);
        if (i < n) p[i] = '/';
    }
    ms_free(p);
    return rc;
}
