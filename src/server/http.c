#include "server/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "server/http_net.h"

enum { KEPT = 64, CALL_MEMORY = 64 << 20, STREAM_BLOCK = 64 << 10, SPARE_FILES = 64 };

struct ms_http {
    ms_http_opts o;
    const ms_http_site *site;
    struct MHD_Daemon *daemon;
    MHD_socket listening; /* while it ends */
    ms_tls *tls;
    ms_links links;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t some, ending;
    ms_call_net *first, *last; /* that wait to be answered */
    ms_call_net *kept;         /* to be used again */
    unsigned n_kept, n_threads;
    atomic_uint waiting, open; /* calls */
    atomic_size_t held;        /* bytes of bodies */
    bool stopping;             /* threads that answer end when nothing waits */
    atomic_bool draining;      /* replies end their connections */
    pthread_t reaper, *threads;
};

uint64_t ms_http_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t in_seconds(unsigned s)
{
    return ms_http_now() + s * 1000000000ull;
}

unsigned ms_http_readers(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 8 ? (unsigned)n / 8 : 1;
}

/* ---- calls ------------------------------------------------------------- */

/* Makes an error the reply, which needs nothing of who answers.  `detail` needs no escapes. */
static void refuse(ms_call *c, int status, const char *detail)
{
    c->status = status;
    c->type = "application/json";
    ms_out_reset(&c->out);
    ms_out_fmt(&c->out, "{\"detail\":\"%s\"}", detail);
}

static ms_call_net *new_call(ms_http *h)
{
    pthread_mutex_lock(&h->lock);
    ms_call_net *n = h->kept;
    if (n) h->kept = n->next, h->n_kept--;
    pthread_mutex_unlock(&h->lock);
    if (n) return n;
    n = ms_calloc(1, sizeof *n);
    if (n) n->call.arena = ms_arena_new(CALL_MEMORY);
    if (n && n->call.arena) return n;
    ms_free(n);
    return NULL;
}

static void free_call(ms_call_net *n)
{
    ms_arena_free(n->call.arena);
    ms_out_free(&n->call.out);
    ms_out_free(&n->in);
    ms_free(n);
}

/* Large buffers are given back, and all of a call that nobody needs soon. */
static void done_with(ms_http *h, ms_call_net *n)
{
    enum { SMALL = 256 << 10 };
    ms_arena *arena = n->call.arena;
    ms_out in = n->in, out = n->call.out;
    atomic_fetch_sub(&h->held, n->held);
    if (in.cap > SMALL) ms_out_free(&in);
    if (out.cap > SMALL) ms_out_free(&out);
    ms_out_reset(&in);
    ms_out_reset(&out);
    ms_arena_reset(arena);
    *n = (ms_call_net){.in = in, .call = {.arena = arena, .out = out}};
    pthread_mutex_lock(&h->lock);
    bool keep = h->n_kept < KEPT;
    if (keep) {
        n->next = h->kept;
        h->kept = n;
        h->n_kept++;
    }
    pthread_mutex_unlock(&h->lock);
    if (!keep) free_call(n);
}

void ms_call_header(ms_call *c, const char *name, ms_str value)
{
    if (c->n_headers < MS_HTTP_REPLY_HEADERS && value.p)
        c->headers[c->n_headers++] = (ms_http_header){name, value};
}

ms_str ms_call_sent(const ms_call *c, const char *name)
{
    if (!c->net) return (ms_str){0};
    return ms_str_z(MHD_lookup_connection_value(c->net->connection, MHD_HEADER_KIND, name));
}

static ms_link *link_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

bool ms_call_known_client(const ms_call *c)
{
    struct MHD_Connection *connection = c->net->connection;
    ms_link *k = link_of(connection);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return k && info && info->tls_session &&
           ms_tls_knows(c->net->http->tls, info->tls_session, &k->client);
}

static void set_deadline(struct MHD_Connection *c, uint64_t at)
{
    ms_link *k = link_of(c);
    if (k) atomic_store_explicit(&k->deadline, at, memory_order_relaxed);
}

/* ---- replies ----------------------------------------------------------- */

/* Each MiB has time of its own. */
static ssize_t read_stream(void *ctx, uint64_t pos, char *buf, size_t max)
{
    ms_call *c = ctx;
    long n = c->stream.read(c->stream.ctx, buf, max);
    if (n > 0) c->sent += (size_t)n;
    if (n > 0 && (pos + (uint64_t)n) >> 20 != pos >> 20)
        set_deadline(c->net->connection, in_seconds(10 * c->net->http->o.slow));
    return n > 0    ? n
           : n == 0 ? MHD_CONTENT_READER_END_OF_STREAM
                    : MHD_CONTENT_READER_END_WITH_ERROR;
}

static struct MHD_Response *response_of(ms_call *c)
{
    if (c->stream.read)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, c,
                                                 NULL);
    c->sent = c->out.n;
    return MHD_create_response_from_buffer(c->out.n, c->out.p, MHD_RESPMEM_PERSISTENT);
}

static void add_header(struct MHD_Response *r, const char *name, ms_str value)
{
    char text[MS_HTTP_REPLY_HEADER_MAX + 1];
    int n = snprintf(text, sizeof text, "%.*s", MS_FMT(value));
    if (n > 0 && n < (int)sizeof text) MHD_add_response_header(r, name, text);
}

static enum MHD_Result reply(ms_call_net *n)
{
    ms_call *c = &n->call;
    if (c->out.failed) {
        ms_out_free(&c->out);
        refuse(c, 503, "out of memory");
        n->encoding = (ms_str){0};
    }
    struct MHD_Response *r = response_of(c);
    if (!r) return MHD_NO;
    if (c->type) add_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, ms_str_z(c->type));
    if (n->encoding.n) add_header(r, MHD_HTTP_HEADER_CONTENT_ENCODING, n->encoding);
    for (unsigned i = 0; i < c->n_headers; i++)
        add_header(r, c->headers[i].name, c->headers[i].value);
    if (n->last || atomic_load(&n->http->draining))
        MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
    set_deadline(n->connection,
                 in_seconds(c->stream.read ? 10 * n->http->o.slow : n->http->o.slow));
    enum MHD_Result done = MHD_queue_response(n->connection, (unsigned)c->status, r);
    MHD_destroy_response(r);
    return done;
}

/* Bytes that a body may have. */
static uint64_t most(const ms_call *c)
{
    return c->spill.take ? c->spill.max : c->body_max;
}

static void too_large(ms_call *c)
{
    char text[64];
    snprintf(text, sizeof text, "The body is larger than %llu bytes",
             (unsigned long long)most(c));
    refuse(c, 413, text);
}

/* ---- answering --------------------------------------------------------- */

static void answer(ms_http *h, unsigned thread, ms_call_net *n)
{
    h->site->answer(h->site->ctx, thread, &n->call);
    ms_http_pack(n);
    n->answered = true;
}

static void *answer_calls(void *p)
{
    ms_http *h = p;
    pthread_mutex_lock(&h->lock);
    unsigned thread = h->n_threads++;
    for (;;) {
        while (!h->first && !h->stopping) pthread_cond_wait(&h->some, &h->lock);
        ms_call_net *n = h->first;
        if (!n) break;
        h->first = n->next;
        pthread_mutex_unlock(&h->lock);
        atomic_fetch_sub(&h->waiting, 1);
        answer(h, thread, n);
        MHD_resume_connection(n->connection);
        pthread_mutex_lock(&h->lock);
    }
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

/* Where no thread will answer any more the call is not kept: libmicrohttpd ends no connection
 * that is suspended. */
static enum MHD_Result wait_for_thread(ms_http *h, ms_call_net *n)
{
    pthread_mutex_lock(&h->lock);
    if (h->stopping) {
        pthread_mutex_unlock(&h->lock);
        refuse(&n->call, 503, "The server is ending");
        n->whole = n->answered = true;
        return reply(n);
    }
    MHD_suspend_connection(n->connection);
    atomic_fetch_add(&h->waiting, 1);
    n->next = NULL;
    if (h->first) h->last->next = n;
    else h->first = n;
    h->last = n;
    pthread_cond_signal(&h->some);
    pthread_mutex_unlock(&h->lock);
    return MHD_YES;
}

/* The number of the calling thread, one of those that read. */
static unsigned reader_number(const ms_http *h)
{
    static atomic_uint next;
    static _Thread_local unsigned number; /* 0: none yet */
    if (!number) number = 1 + atomic_fetch_add(&next, 1) % ms_http_readers();
    return h->o.threads + number - 1;
}

/* ---- what libmicrohttpd calls ------------------------------------------ */

static void *begin_request(void *ctx, const char *uri, struct MHD_Connection *c)
{
    ms_http *h = ctx;
    ms_call_net *n = new_call(h);
    if (!n) return NULL;
    n->http = h;
    n->connection = c;
    n->call.net = n;
    n->call.began = ms_http_now();
    n->call.body_max = MS_HTTP_BODY_MAX;
    size_t length = strlen(uri);
    const char *mark = strchr(uri, '?');
    if (length > MS_HTTP_URL_MAX) {
        refuse(&n->call, 414, "Request URI too long");
        mark = NULL;
        length = 0;
    }
    n->call.path =
        ms_arena_str(n->call.arena, (ms_str){uri, mark ? (size_t)(mark - uri) : length});
    n->call.query = ms_arena_str(n->call.arena, ms_str_z(mark ? mark + 1 : ""));
    atomic_fetch_add(&h->open, 1);
    set_deadline(c, in_seconds(h->o.slow));
    return n;
}

/* Whether the body that the client announces is too large. */
static bool announces_too_much(const ms_call *c)
{
    ms_str n = ms_call_sent(c, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return n.n && strtoull(n.p, NULL, 10) > most(c);
}

/* How a request says where its body ends. */
typedef struct framing {
    unsigned lengths, codings;
    bool unknown; /* a coding that is not "chunked" */
} framing;

static enum MHD_Result note_framing(void *ctx, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    framing *f = ctx;
    (void)kind;
    if (!strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH)) f->lengths++;
    if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING)) return MHD_YES;
    f->codings++;
    f->unknown = f->unknown || !value || strcasecmp(value, "chunked");
    return MHD_YES;
}

/* Whether a proxy before us could see another end of the body than we do, and so let through a
 * request that nobody checked (RFC 9112 §6.3, §11.2). */
static bool ambiguous(const ms_call_net *n)
{
    framing f = {0};
    MHD_get_connection_values(n->connection, MHD_HEADER_KIND, note_framing, &f);
    return f.lengths + f.codings > 1 || f.unknown;
}

/* Whether the body of a call that is answered already is read to its end: a client that still
 * sends it may lose the answer with the connection, so a small one is. */
static bool drained(const ms_call_net *n)
{
    enum { SMALL = 64 << 10 };
    ms_str length = ms_call_sent(&n->call, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return length.n && !n->last && strtoull(length.p, NULL, 10) <= SMALL;
}

static enum MHD_Result begin_answer(ms_call_net *n, const char *method)
{
    ms_call *c = &n->call;
    n->begun = true;
    c->method = method;
    if (!c->status && ambiguous(n)) {
        n->last = true;
        refuse(c, 400, "Where the body ends is not clear");
    }
    if (!c->status) n->http->site->head(n->http->site->ctx, c);
    if (!c->status && announces_too_much(c)) too_large(c);
    n->answered = c->status;
    bool body = ms_call_sent(c, MHD_HTTP_HEADER_CONTENT_LENGTH).n ||
                ms_call_sent(c, MHD_HTTP_HEADER_TRANSFER_ENCODING).n;
    if (!c->status || !body || drained(n)) return MHD_YES;
    n->whole = true; /* what is not read costs the connection */
    return reply(n);
}

/* Hands on what is there of a body that has outgrown memory; each MiB has time of its own. */
static void spill_body(ms_call_net *n, ms_str piece)
{
    ms_call *c = &n->call;
    bool more = !n->in.failed;
    if (n->in.failed) c->out.failed = true;
    if (n->in.n && more) more = c->spill.take(c, ms_out_str(&n->in));
    ms_out_free(&n->in);
    atomic_fetch_sub(&n->http->held, n->held);
    n->held = 0;
    if (more) more = c->spill.take(c, piece);
    if (!more) n->answered = true;
    if ((n->came ^ (n->came - piece.n)) >> 20)
        set_deadline(n->connection, in_seconds(n->http->o.slow));
}

static void take_body(ms_call_net *n, const char *data, size_t *size)
{
    ms_call *c = &n->call;
    ms_str piece = {data, *size};
    n->came += *size;
    *size = 0;
    if (n->came > most(c)) n->big = true;
    if (n->big || n->answered) return;
    if (n->came <= c->body_max) ms_out_raw(&n->in, piece);
    else spill_body(n, piece);
}

/* Counts what comes of a body as being in memory.  False: all bodies together are too large,
 * and this one is given up for the others. */
static bool hold(ms_call_net *n, size_t bytes)
{
    if (n->came + bytes > n->call.body_max) return true; /* refused, or not in memory */
    n->held += bytes;
    if (atomic_fetch_add(&n->http->held, bytes) + bytes <= MS_HTTP_BODIES_MAX) return true;
    atomic_fetch_sub(&n->http->held, n->held);
    n->held = 0;
    ms_out_free(&n->in);
    return false;
}

static enum MHD_Result handle(void *ctx, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **request)
{
    ms_http *h = ctx;
    ms_call_net *n = *request;
    (void)connection, (void)url, (void)version;
    if (!n) return MHD_NO;
    if (!n->begun) return begin_answer(n, method);
    if (*size) {
        n->full = n->full || !hold(n, *size);
        if (n->full) *size = 0;
        else take_body(n, data, size);
        return MHD_YES;
    }
    if (n->answered) return n->whole ? MHD_NO : (n->whole = true, reply(n));
    if (n->big || n->full) {
        if (n->full) refuse(&n->call, 503, "Too many large bodies at once: ask again later");
        else too_large(&n->call);
        n->whole = n->answered = true;
        return reply(n);
    }
    n->call.out.failed |= n->in.failed;
    n->call.body = ms_out_str(&n->in);
    set_deadline(connection, 0);
    if (n->call.here) {
        answer(h, reader_number(h), n);
        n->whole = true;
        return reply(n);
    }
    return wait_for_thread(h, n);
}

static void end_request(void *ctx, struct MHD_Connection *c, void **request,
                        enum MHD_RequestTerminationCode why)
{
    ms_http *h = ctx;
    ms_call_net *n = *request;
    if (!n) return;
    n->call.delivered = why == MHD_REQUEST_TERMINATED_COMPLETED_OK;
    if (n->begun) h->site->done(h->site->ctx, reader_number(h), &n->call);
    if (n->call.stream.close) n->call.stream.close(n->call.stream.ctx);
    done_with(h, n);
    *request = NULL;
    set_deadline(c, in_seconds(h->o.idle + 15));
    atomic_fetch_sub(&h->open, 1);
}

static void note_connection(void *ctx, struct MHD_Connection *c, void **socket_context,
                            enum MHD_ConnectionNotificationCode what)
{
    ms_http *h = ctx;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*socket_context) ms_links_drop(&h->links, *socket_context);
        *socket_context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info)
        *socket_context = ms_links_add(&h->links, info->connect_fd, in_seconds(h->o.slow));
}

/* ---- listening --------------------------------------------------------- */

/* libmicrohttpd gives the callback no context, so there is one certificate in a process. */
static ms_tls *shown;

static int show_certificate(gnutls_session_t session, const gnutls_datum_t *names, int n_names,
                            const gnutls_pk_algorithm_t *algorithms, int n_algorithms,
                            gnutls_pcert_st **chain, unsigned *n, gnutls_privkey_t *key)
{
    (void)names, (void)n_names, (void)algorithms, (void)n_algorithms;
    ms_tls_show(shown, session, chain, n, key);
    return 0;
}

/* RFC 9325 §3.1.1: nothing before TLS 1.2. */
#define TLS_VERSIONS "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

static bool parse_address(const ms_http_opts *o, struct sockaddr_storage *out)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, o->address, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(o->port);
        return true;
    }
    if (inet_pton(AF_INET6, o->address, &v6->sin6_addr) != 1) return false;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(o->port);
    return true;
}

/* As many connections as the process may have files, once it has asked for all. */
static unsigned connections_max(const ms_http_opts *o)
{
    struct rlimit l;
    if (getrlimit(RLIMIT_NOFILE, &l)) return o->connections ? o->connections : 256;
    l.rlim_cur = l.rlim_max;
    setrlimit(RLIMIT_NOFILE, &l);
    getrlimit(RLIMIT_NOFILE, &l);
    unsigned most = l.rlim_cur > 65536 ? 65536 : (unsigned)l.rlim_cur;
    most = most > 2 * SPARE_FILES ? most - SPARE_FILES : most / 2;
    return o->connections && o->connections < most ? o->connections : most;
}

static struct MHD_Daemon *listen_on(ms_http *h, const struct sockaddr_storage *address)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    struct MHD_OptionItem options[16];
    unsigned n = 0, readers = ms_http_readers();
#define OPTION(...) options[n++] = (struct MHD_OptionItem){__VA_ARGS__}
    OPTION(MHD_OPTION_SOCK_ADDR, 0, (void *)(uintptr_t)address);
    OPTION(MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connections_max(&h->o), NULL);
    OPTION(MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)h->o.idle, NULL);
    OPTION(MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
    OPTION(MHD_OPTION_CONNECTION_MEMORY_LIMIT, MS_HTTP_HEADERS_MAX, NULL);
    OPTION(MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begin_request, h);
    OPTION(MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)end_request, h);
    OPTION(MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)note_connection, h);
    if (readers > 1) OPTION(MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)readers, NULL);
    if (h->tls) {
        flags |= MHD_USE_TLS;
        shown = h->tls;
        OPTION(MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)show_certificate);
        OPTION(MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_VERSIONS);
    }
    if (address->ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    OPTION(MHD_OPTION_END, 0, NULL);
#undef OPTION
    return MHD_start_daemon(flags, h->o.port, NULL, NULL, handle, h, MHD_OPTION_ARRAY, options,
                            MHD_OPTION_END);
}

static void *reap(void *p)
{
    ms_http *h = p;
    struct timespec at;
    pthread_mutex_lock(&h->lock);
    while (!h->stopping) {
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_sec++;
        pthread_cond_clockwait(&h->ending, &h->lock, CLOCK_MONOTONIC, &at);
        pthread_mutex_unlock(&h->lock);
        ms_links_reap(&h->links, ms_http_now());
        pthread_mutex_lock(&h->lock);
    }
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

static ms_rc listen_tls(ms_http *h, ms_diag *d)
{
    struct sockaddr_storage address;
    if (!parse_address(&h->o, &address))
        return ms_fail(d, MS_EINVAL, 0, 0, "'%s' is no address (127.0.0.1, ::1)", h->o.address);
    ms_rc rc = MS_OK;
    if (h->o.certificate) rc = ms_tls_new(h->o.certificate, h->o.key, h->o.clients, &h->tls, d);
    if (rc) return rc;
    h->daemon = listen_on(h, &address);
    if (h->daemon) return MS_OK;
    return ms_fail(d, MS_EIO, 0, 0, "%s port %u: %s", h->o.address, h->o.port,
                   errno ? ms_errno_text(errno) : "cannot be listened on");
}

static ms_rc start_threads(ms_http *h, ms_diag *d)
{
    unsigned n = 0;
    h->threads = ms_calloc(h->o.threads, sizeof *h->threads);
    if (h->threads && !pthread_create(&h->reaper, NULL, reap, h))
        for (; n < h->o.threads; n++)
            if (pthread_create(&h->threads[n], NULL, answer_calls, h)) break;
    if (n == h->o.threads) return MS_OK;
    h->o.threads = n;
    return ms_fail(d, MS_ENOMEM, 0, 0, "no memory for threads");
}

ms_rc ms_http_start(const ms_http_opts *o, const ms_http_site *site, ms_http **out, ms_diag *d)
{
    ms_http *h = ms_calloc(1, sizeof *h);
    *out = h;
    if (!h) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory");
    h->o = *o;
    h->listening = MHD_INVALID_SOCKET;
    h->site = site;
    pthread_mutex_init(&h->lock, NULL);
    pthread_mutex_init(&h->links.lock, NULL);
    pthread_cond_init(&h->some, NULL);
    pthread_cond_init(&h->ending, NULL);
    ms_rc rc = start_threads(h, d);
    if (!rc) rc = listen_tls(h, d);
    if (!rc) return MS_OK;
    *out = NULL;
    ms_http_stop(h, 0);
    return rc;
}

uint16_t ms_http_port(const ms_http *h)
{
    const union MHD_DaemonInfo *i = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return i ? i->port : h->o.port;
}

void ms_http_load(const ms_http *h, unsigned *connections, unsigned *waiting)
{
    *connections = atomic_load(&h->links.n);
    *waiting = atomic_load(&h->waiting);
}

ms_rc ms_http_reload(ms_http *h, ms_diag *d)
{
    return h->tls ? ms_tls_reload(h->tls, d) : MS_OK;
}

/* Waits until all calls are answered and sent, or the time is over. */
static void drain(ms_http *h, unsigned seconds)
{
    struct timespec tick = {.tv_nsec = 10000000};
    uint64_t end = in_seconds(seconds);
    h->listening = MHD_quiesce_daemon(h->daemon);
    /* Its threads may still use the socket, so that it is closed behind them. */
    if (h->listening != MHD_INVALID_SOCKET) shutdown(h->listening, SHUT_RDWR);
    atomic_store(&h->draining, true);
    while (atomic_load(&h->open) && ms_http_now() < end) nanosleep(&tick, NULL);
}

void ms_http_stop(ms_http *h, unsigned seconds)
{
    if (!h) return;
    if (h->daemon) drain(h, seconds);
    pthread_mutex_lock(&h->lock);
    h->stopping = true;
    pthread_cond_broadcast(&h->some);
    pthread_cond_broadcast(&h->ending);
    pthread_mutex_unlock(&h->lock);
    for (unsigned i = 0; h->threads && i < h->o.threads; i++) pthread_join(h->threads[i], NULL);
    if (h->reaper) pthread_join(h->reaper, NULL);
    if (h->daemon) MHD_stop_daemon(h->daemon);
    if (h->listening != MHD_INVALID_SOCKET) close(h->listening);
    for (ms_call_net *n = h->kept, *next; n; n = next) {
        next = n->next;
        free_call(n);
    }
    ms_tls_free(h->tls);
    ms_free(h->threads);
    pthread_cond_destroy(&h->some);
    pthread_cond_destroy(&h->ending);
    pthread_mutex_destroy(&h->links.lock);
    pthread_mutex_destroy(&h->lock);
    ms_free(h);
}
