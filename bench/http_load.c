/* Asks a server of HTTP/1.1 on this machine as fast as it answers, or at a rate: bench/http
 * runs it.
 *
 *   http_load PORT CONNECTIONS REQUESTS RATE PATH [BODIES]
 *
 * One thread over epoll, connections kept alive, each with one request under way.  BODIES has a
 * body a line, asked in order and from the first again; without it requests are GET.  At a RATE
 * (a second; 0: none) requests are due at even intervals, and the time of one counts from when
 * it was due, so that a server which stalls does not hide it.  Prints one JSON object.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 4096, HEAD_MAX = 8192, READ = 1 << 16 };

typedef struct link {
    int fd;
    bool asking;
    uint64_t due; /* ns: when its request counts from */
    size_t body;  /* bytes that are to come; SIZE_MAX: the head is not whole */
    size_t head_n;
    int status;
    char head[HEAD_MAX];
} link_state;

typedef struct load {
    const char *path;
    char **bodies;
    size_t n_bodies;
    uint64_t requests, rate;
    uint64_t asked, answered, failed; /* failed: not 200 */
    uint64_t bytes;
    uint64_t began;
    uint32_t *took; /* us */
    link_state *links;
    unsigned n_links;
} load;

static void die(const char *what)
{
    fprintf(stderr, "http_load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void *must(void *p)
{
    if (!p) die("memory");
    return p;
}

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int dial(uint16_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to)) die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

/* ---- asking ------------------------------------------------------------ */

/* Requests are small and the server reads them at once: they are written whole. */
static void ask(load *l, link_state *k, uint64_t due)
{
    char head[HEAD_MAX];
    const char *body = l->n_bodies ? l->bodies[l->asked % l->n_bodies] : "";
    size_t n = strlen(body);
    int h = snprintf(head, sizeof head, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                     body[0] ? "POST" : "GET", l->path);
    if (n) h += snprintf(head + h, sizeof head - (size_t)h, "Content-Length: %zu\r\n", n);
    h += snprintf(head + h, sizeof head - (size_t)h, "\r\n");
    struct {
        const void *p;
        size_t n;
    } parts[2] = {{head, (size_t)h}, {body, n}};
    int more = n ? MSG_MORE : 0;
    for (int i = 0; i < 2; i++)
        for (size_t at = 0; at < parts[i].n;) {
            ssize_t w = send(k->fd, (const char *)parts[i].p + at, parts[i].n - at,
                             MSG_NOSIGNAL | (i ? 0 : more));
            if (w < 0) die("send");
            at += (size_t)w;
        }
    k->asking = true;
    k->due = due;
    k->body = SIZE_MAX;
    k->head_n = 0;
    l->asked++;
}

/* When request number `i` is due. */
static uint64_t due(const load *l, uint64_t i)
{
    return l->rate ? l->began + i * 1000000000u / l->rate : now();
}

/* Asks on whatever connection is free, for what is due: nanoseconds until the next is. */
static uint64_t ask_due(load *l)
{
    for (unsigned i = 0; i < l->n_links && l->asked < l->requests; i++) {
        if (l->links[i].asking) continue;
        uint64_t at = due(l, l->asked), t = now();
        if (at > t) return at - t;
        ask(l, &l->links[i], at);
    }
    return 100000000u;
}

/* ---- answers ----------------------------------------------------------- */

static void done(load *l, link_state *k)
{
    k->asking = false;
    l->took[l->answered++] = (uint32_t)((now() - k->due) / 1000);
    l->failed += k->status != 200;
    if (!l->rate && l->asked < l->requests) ask(l, k, now());
}

/* Takes bytes of a head until it is whole: how many. */
static size_t take_head(link_state *k, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (k->head_n + 1 >= HEAD_MAX) die("a head that is too long");
        k->head[k->head_n++] = p[i];
        if (p[i] != '\n' || k->head_n < 4 || memcmp(k->head + k->head_n - 4, "\r\n\r\n", 4))
            continue;
        k->head[k->head_n] = 0;
        const char *length = strcasestr(k->head, "\r\nContent-Length:");
        k->body = length ? strtoul(length + 17, NULL, 10) : 0;
        k->status = atoi(k->head + 9);
        return i + 1;
    }
    return n;
}

static void hear(load *l, link_state *k)
{
    static char buf[READ];
    ssize_t n = recv(k->fd, buf, sizeof buf, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) die("the server closed a connection");
    l->bytes += (uint64_t)n;
    size_t at = k->body == SIZE_MAX ? take_head(k, buf, (size_t)n) : 0;
    if (k->body == SIZE_MAX) return;
    size_t rest = (size_t)n - at;
    k->body -= rest < k->body ? rest : k->body;
    if (!k->body) done(l, k);
}

static void run(load *l, int poll)
{
    struct epoll_event events[256];
    l->began = now();
    for (uint64_t wait = ask_due(l); l->answered < l->requests;
         wait = l->rate ? ask_due(l) : wait) {
        struct timespec t = {0, (long)(wait < 900000000u ? wait : 900000000u)};
        int n = epoll_pwait2(poll, events, 256, &t, NULL);
        if (n < 0 && errno != EINTR) die("epoll");
        for (int i = 0; i < n; i++) hear(l, events[i].data.ptr);
    }
}

/* ---- input and figures ------------------------------------------------- */

static void read_bodies(load *l, const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    if (!f) die(path);
    while ((n = getline(&line, &cap, f)) > 0) {
        if (line[n - 1] == '\n') line[n - 1] = 0;
        if (!(l->n_bodies & (l->n_bodies + 1)))
            l->bodies = must(realloc(l->bodies, (2 * l->n_bodies + 2) * sizeof *l->bodies));
        l->bodies[l->n_bodies++] = must(strdup(line));
    }
    free(line);
    fclose(f);
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void tell(load *l)
{
    double seconds = (double)(now() - l->began) / 1e9;
    uint64_t n = l->answered;
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    double cpu = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
                 (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
    qsort(l->took, n, sizeof *l->took, ascending);
    printf("{\"requests\":%llu,\"failed\":%llu,\"bytes\":%llu,\"seconds\":%.6f,\"rate\":%.1f,"
           "\"p50\":%u,\"p99\":%u,\"p999\":%u,\"slowest\":%u,\"own_cpu\":%.3f}\n",
           (unsigned long long)n, (unsigned long long)l->failed, (unsigned long long)l->bytes,
           seconds, (double)n / seconds, l->took[n / 2], l->took[n * 99 / 100],
           l->took[n * 999 / 1000], l->took[n - 1], cpu);
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(stderr, "usage: http_load PORT CONNECTIONS REQUESTS RATE PATH [BODIES]\n");
        return 2;
    }
    load l = {.path = argv[5],
              .requests = strtoull(argv[3], NULL, 10),
              .rate = strtoull(argv[4], NULL, 10)};
    l.n_links = (unsigned)atoi(argv[2]);
    if (!l.n_links || l.n_links > CONNECTIONS_MAX || !l.requests) return 2;
    if (argc > 6) read_bodies(&l, argv[6]);
    l.took = must(calloc(l.requests, sizeof *l.took));
    l.links = must(calloc(l.n_links, sizeof *l.links));
    int poll = epoll_create1(EPOLL_CLOEXEC);
    for (unsigned i = 0; i < l.n_links; i++) {
        l.links[i].fd = dial((uint16_t)atoi(argv[1]));
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &l.links[i]};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, l.links[i].fd, &e)) die("epoll");
    }
    run(&l, poll);
    tell(&l);
    return 0;
}
