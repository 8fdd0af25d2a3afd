#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/data.h"
#include "cli/fetch.h"
#include "cli/updates.h"
#include "server/server.h"

static const ms_opt opts[] = {
    {.name = "address",
     .value = "ADDRESS",
     .type = MS_OPT_TEXT,
     .preset = "127.0.0.1",
     .help = "Listen on this numeric address"},
    {.name = "port",
     .value = "N",
     .type = MS_OPT_UINT,
     .preset = "8000",
     .max = 65535,
     .help = "Listen on this port; 0: any that is free, which is printed"},
    {.name = "threads",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = 256,
     .help = "Answer with so many threads; as many as there are processors unless given"},
    {.name = "tls-certificate",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "PEM file with the server's certificate and those above it"},
    {.name = "tls-key",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "PEM file with the certificate's private key"},
    {.name = "tls-clients",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "PEM file with whoever vouches for certificates of clients; others are refused"},
    {.name = "cors",
     .value = "ORIGIN",
     .type = MS_OPT_TEXT,
     .help = "Let pages of this origin ask from browsers; * for all"},
    {.name = "connections",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = 65536,
     .help = "Take so many connections at most; as many as the process may have files unless "
             "given"},
    {.name = "idle",
     .value = "SECONDS",
     .type = MS_OPT_UINT,
     .preset = "60",
     .min = 1,
     .max = 3600,
     .help = "End connections that ask nothing for so long"},
    {.name = "slow",
     .value = "SECONDS",
     .type = MS_OPT_UINT,
     .preset = "60",
     .min = 1,
     .max = 3600,
     .help = "End requests that take longer to arrive"},
    {.name = "batch",
     .value = "N",
     .type = MS_OPT_UINT,
     .preset = "100",
     .min = 1,
     .max = 10000,
     .help = "Take so many queries in one call at most"},
    {.name = "upload-max",
     .value = "BYTES",
     .type = MS_OPT_UINT,
     .preset = "1073741824",
     .min = MS_HTTP_BODY_MAX,
     .max = 1ull << 40,
     .help = "Take so many bytes of rows in one call at most; above 8 MiB they become a job"},
    {.name = "jobs-max",
     .value = "BYTES",
     .type = MS_OPT_UINT,
     .preset = "4294967296",
     .max = 1ull << 44,
     .help = "Let jobs keep so many bytes of rows and answers, encrypted, in the data folder"},
    {.name = "jobs-keep",
     .value = "SECONDS",
     .type = MS_OPT_UINT,
     .preset = "86400",
     .min = 1,
     .max = 31536000,
     .help = "Forget a job so long after it ended, even if nobody fetched its answers"},
    {.name = "rate",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = 1000000,
     .help = "Take so many calls a minute at most from all callers without a key together; no "
             "limit unless given"},
    {.name = "log",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "Append a line of JSON for each call to FILE; - for standard output"},
    {.name = "fetch-every",
     .value = "TIME",
     .type = MS_OPT_TEXT,
     .help = "Fetch the lists, as marsad fetch does, so often: a number and s, m, h or d"},
    {.name = "update-limit",
     .value = "SECONDS",
     .type = MS_OPT_UINT,
     .preset = "3600",
     .min = 1,
     .max = 604800,
     .help = "End fetching or importing that takes longer; it counts as failed"},
    {.name = "watch",
     .value = "DIR",
     .type = MS_OPT_DIR,
     .help = "Import files that appear or change in this folder: NAME.csv, NAME.xml.gz as list "
             "NAME"},
    {.name = "drain",
     .value = "SECONDS",
     .type = MS_OPT_UINT,
     .preset = "30",
     .max = 3600,
     .help = "When told to end, give calls so long to be answered"},
    {0},
};

typedef struct serving {
    ms_cli *c;
    ms_server *server;
    const char *folder, *snapshot;
    ms_updates *updates;
} serving;

static void say(void *ctx, const char *fmt, ...)
{
    serving *s = ctx;
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    ms_cli_say(s->c, "%s", text);
}

static ms_rc update(void *ctx, ms_diag *d)
{
    serving *s = ctx;
    return ms_updates_fetch(s->updates, d);
}

static void updated(void *ctx, bool well)
{
    serving *s = ctx;
    ms_server_updated(s->server, well);
}

static void note_signal(serving *s, int fd, bool *stop)
{
    struct signalfd_siginfo info;
    if (read(fd, &info, sizeof info) != sizeof info) return;
    if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT) *stop = true;
    if (info.ssi_signo == SIGHUP) ms_server_reload(s->server);
}

/* Tells systemd how the service is (sd_notify(3)); nobody listens where it did not start it. */
static void notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (!path || (*path != '/' && *path != '@') || strlen(path) >= sizeof to.sun_path) return;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    memcpy(to.sun_path, path, strlen(path));
    if (*path == '@') to.sun_path[0] = 0; /* an abstract socket */
    socklen_t n = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, n);
    close(fd);
}

/* Serves until SIGTERM or SIGINT; looks for new lists once a second. */
static void serve(serving *s, int signals)
{
    bool stop = false;
    while (!stop) {
        struct pollfd p = {.fd = signals, .events = POLLIN};
        if (poll(&p, 1, 1000) > 0) note_signal(s, signals, &stop);
        ms_updates_look(s->updates);
        ms_server_look(s->server);
    }
}

static int block_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

static bool loopback(const char *address)
{
    return !strncmp(address, "127.", 4) || !strcmp(address, "::1");
}

static ms_server_opts read_opts(serving *s)
{
    ms_cli *c = s->c;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t threads = ms_cli_number(c, "threads");
    ms_server_opts o = {.http = {.address = ms_cli_text(c, "address"),
                                 .port = (uint16_t)ms_cli_number(c, "port"),
                                 .certificate = ms_cli_text(c, "tls-certificate"),
                                 .key = ms_cli_text(c, "tls-key"),
                                 .clients = ms_cli_text(c, "tls-clients"),
                                 .threads = threads ? (unsigned)threads
                                            : n > 0 ? (unsigned)n
                                                    : 1,
                                 .connections = (unsigned)ms_cli_number(c, "connections"),
                                 .idle = (unsigned)ms_cli_number(c, "idle"),
                                 .slow = (unsigned)ms_cli_number(c, "slow")},
                        .cors = ms_cli_text(c, "cors"),
                        .update_token = getenv("MARSAD_UPDATE_TOKEN"),
                        .log = ms_cli_text(c, "log"),
                        .rate = (unsigned)ms_cli_number(c, "rate"),
                        .batch = (unsigned)ms_cli_number(c, "batch"),
                        .drain = (unsigned)ms_cli_number(c, "drain"),
                        .upload_max = ms_cli_number(c, "upload-max"),
                        .jobs_max = ms_cli_number(c, "jobs-max"),
                        .jobs_keep = (unsigned)ms_cli_number(c, "jobs-keep"),
                        .say = say,
                        .update = update,
                        .ctx = s};
    return o;
}

static int check_opts(const ms_cli *c, const ms_server_opts *o)
{
    if (!o->http.certificate != !o->http.key)
        return ms_cli_usage(c, "--tls-certificate and --tls-key belong together");
    if (o->http.clients && !o->http.certificate)
        return ms_cli_usage(c, "--tls-clients needs --tls-certificate");
    return MS_EXIT_OK;
}

/* NULL with the exit status, a failure said. */
static ms_updates *start_updates(serving *s, int *e)
{
    const char *every = ms_cli_text(s->c, "fetch-every");
    ms_updates_opts o = {.folder = s->folder,
                         .snapshot = s->snapshot,
                         .watch = ms_cli_text(s->c, "watch"),
                         .every = every ? ms_fetch_seconds(every) : 0,
                         .limit = (unsigned)ms_cli_number(s->c, "update-limit"),
                         .done = updated,
                         .ctx = s};
    if (every && !o.every) {
        *e = ms_cli_usage(s->c, "--fetch-every: '%s' is no time such as 90s, 15m, 6h or 1d",
                          every);
        return NULL;
    }
    ms_updates *u = ms_updates_new(s->c, &o);
    if (!u) *e = ms_cli_nomem(s->c);
    return u;
}

static int run(ms_cli *c)
{
    serving s = {.c = c};
    ms_server_opts o = read_opts(&s);
    ms_diag d = {0};
    int e = check_opts(c, &o);
    if (e) return e;
    o.folder = ms_data_dir(c);
    o.snapshot = ms_data_path(c, MS_DATA_SNAPSHOT);
    o.keys = ms_data_path(c, MS_DATA_KEYS);
    o.keyed = !loopback(o.http.address);
    if (!o.folder || !o.snapshot || !o.keys) return MS_EXIT_USAGE;
    s.folder = o.folder;
    s.snapshot = o.snapshot;
    s.updates = start_updates(&s, &e);
    if (!s.updates) return e;
    int signals = block_signals();
    ms_rc rc = ms_server_start(&o, &s.server, &d);
    if (rc) {
        d.rc = rc;
        ms_cli_diag(c, NULL, &d);
        ms_updates_free(s.updates);
        return ms_cli_exit(rc);
    }
    ms_cli_say(c, "listening on %s://%s:%u", o.http.certificate ? "https" : "http",
               o.http.address, ms_server_port(s.server));
    notify("READY=1");
    serve(&s, signals);
    notify("STOPPING=1");
    ms_server_stop(s.server);
    ms_updates_free(s.updates);
    close(signals);
    return MS_EXIT_OK;
}

const ms_command ms_cmd_serve = {
    .name = "serve",
    .summary = "Answer queries over HTTP",
    .opts = opts,
    .about =
        "Answers as yente does, for its clients need only another base URL: /match,\n"
        "/search, /entities, /catalog, /algorithms and the reconciliation API of\n"
        "OpenRefine; the page at / is for people.\n"
        "\n"
        "Lists that are imported or fetched meanwhile are in force a second later,\n"
        "without a pause; each answer comes from one version. SIGHUP reads certificates\n"
        "and keys again and opens the log anew, SIGTERM answers what is under way and\n"
        "ends. POST /updatez fetches the lists where MARSAD_UPDATE_TOKEN is set and\n"
        "given as its token; --fetch-every does so by itself, and --watch imports files.\n"
        "\n"
        "Where there are keys (marsad key add), callers show one; without keys anybody on\n"
        "this machine may ask, and the server listens on loopback alone. The log names\n"
        "route, status, time, key and purpose of a call, and nothing that was asked.",
    .examples = "marsad serve\tAnswer on http://127.0.0.1:8000\n"
                "marsad serve --port 8443 --tls-certificate cert.pem --tls-key key.pem\tAnswer "
                "over TLS\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
