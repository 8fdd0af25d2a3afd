#include "server/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "server/api_key.h"

/* Bytes of lines that wait to be written; what comes beyond is counted and lost, so that a full
 * disk holds up no call. */
enum { WAITING_MAX = 32 << 20 };

struct ms_log {
    const char *path;
    int fd;
    bool told;
    pthread_mutex_t lock; /* of what follows */
    ms_out lines;
    unsigned long lost; /* since the last flush */
};

static int open_file(const char *path)
{
    if (!strcmp(path, "-")) return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

ms_rc ms_log_open(const char *path, ms_log **out, ms_diag *d)
{
    *out = NULL;
    int fd = open_file(path);
    if (fd < 0) return ms_file_fail(d, "open", path, errno);
    ms_log *l = ms_calloc(1, sizeof *l);
    if (!l) {
        close(fd);
        return ms_fail(d, MS_ENOMEM, 0, 0, "%s", path);
    }
    *l = (ms_log){.path = path, .fd = fd};
    pthread_mutex_init(&l->lock, NULL);
    *out = l;
    return MS_OK;
}

/* Writes all of `s`: 0, or the system's number of what went wrong. */
static int write_all(int fd, ms_str s)
{
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n ? errno : EIO;
        s.p += n;
        s.n -= (size_t)n;
    }
    return 0;
}

ms_rc ms_log_flush(ms_log *l, ms_diag *d)
{
    pthread_mutex_lock(&l->lock);
    ms_out lines = l->lines;
    unsigned long lost = l->lost;
    l->lines = (ms_out){0};
    l->lost = 0;
    pthread_mutex_unlock(&l->lock);
    int err = write_all(l->fd, ms_out_str(&lines));
    ms_out_free(&lines);
    bool tell = (err || lost) && !l->told;
    l->told = err || lost;
    if (!tell) return MS_OK;
    if (err) return ms_file_fail(d, "write", l->path, err);
    return ms_fail(d, MS_EIO, 0, 0, "%s: %lu lines came faster than they are written", l->path,
                   lost);
}

ms_rc ms_log_reopen(ms_log *l, ms_diag *d)
{
    ms_log_flush(l, NULL);
    int fd = open_file(l->path);
    if (fd < 0) return ms_file_fail(d, "open", l->path, errno);
    close(l->fd);
    l->fd = fd;
    return MS_OK;
}

void ms_log_close(ms_log *l)
{
    if (!l) return;
    ms_log_flush(l, NULL);
    close(l->fd);
    pthread_mutex_destroy(&l->lock);
    ms_free(l);
}

/* ---- a line ------------------------------------------------------------ */

/* A method that the standard knows; a client may send anything as one. */
static const char *method_of(const ms_call *c)
{
    static const char *const known[] = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                        "OPTIONS", "CONNECT", "TRACE", "PATCH"};
    for (size_t i = 0; c->method && i < sizeof known / sizeof *known; i++)
        if (!strcmp(c->method, known[i])) return known[i];
    return "OTHER";
}

static void time_member(ms_out *o)
{
    char text[32];
    struct timespec t;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &t);
    gmtime_r(&t.tv_sec, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    ms_out_fmt(o, "{\"time\":\"%s.%06ldZ\"", text, t.tv_nsec / 1000);
}

static void line(const ms_call *c, const ms_request *r, uint64_t us, ms_out *o)
{
    const ms_api_key *k = r ? r->key : NULL;
    time_member(o);
    ms_out_member_or_null(o, "route", ms_str_z(r && r->route ? r->route->path : NULL));
    ms_out_fmt(o, ",\"method\":\"%s\",\"status\":%d,\"us\":%llu,\"bytes\":%zu", method_of(c),
               c->status, (unsigned long long)us, c->sent);
    ms_out_member_or_null(o, "key", k ? k->name : (ms_str){0});
    ms_out_member_or_null(o, "purpose", k ? k->purpose : (ms_str){0});
    ms_out_member_or_null(o, "trace", ms_str_z(r ? r->trace.id : NULL));
    ms_out_fmt(o, ",\"batch\":%u}\n", r ? r->batch : 0);
}

void ms_log_call(ms_log *l, const ms_call *c, const ms_request *r)
{
    uint64_t us = (ms_http_now() - c->began) / 1000;
    pthread_mutex_lock(&l->lock);
    if (l->lines.n < WAITING_MAX && !l->lines.failed) line(c, r, us, &l->lines);
    else l->lost++;
    pthread_mutex_unlock(&l->lock);
}
