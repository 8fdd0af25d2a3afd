#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/data.h"
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
    pid_t updating; /* 0: nobody is */
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

/* Fetches in a process of its own: what breaks there breaks nothing here. */
static ms_rc update(void *ctx, ms_diag *d)
{
    serving *s = ctx;
    if (s->updating) return ms_fail(d, MS_EBUSY, 0, 0, "The lists are being fetched already");
    pid_t pid = fork();
    if (pid < 0) return ms_fail(d, MS_ENOMEM, 0, 0, "No memory to fetch the lists");
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execl("/proc/self/exe", "marsad", "fetch", "--data", ms_data_dir(s->c), (char *)NULL);
        _exit(127);
    }
    s->updating = pid;
    return MS_OK;
}

static void note_update(serving *s)
{
    int status;
    if (!s->updating || waitpid(s->updating, &status, WNOHANG) != s->updating) return;
    s->updating = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        ms_cli_say(s->c, "fetching the lists failed (status %d); those in force stay",
                   WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
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
        note_update(s);
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
                        .batch = (unsigned)ms_cli_number(c, "batch"),
                        .drain = (unsigned)ms_cli_number(c, "drain"),
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
    if (!loopback(o->http.address))
        return ms_cli_usage(c, "beyond loopback the server needs keys, and there are none");
    return MS_EXIT_OK;
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
    if (!o.folder || !o.snapshot) return MS_EXIT_USAGE;
    int signals = block_signals();
    ms_rc rc = ms_server_start(&o, &s.server, &d);
    if (rc) {
        d.rc = rc;
        ms_cli_diag(c, NULL, &d);
        return ms_cli_exit(rc);
    }
    ms_cli_say(c, "listening on %s://%s:%u", o.http.certificate ? "https" : "http",
               o.http.address, ms_server_port(s.server));
    notify("READY=1");
    serve(&s, signals);
    notify("STOPPING=1");
    ms_server_stop(s.server);
    close(signals);
    return MS_EXIT_OK;
}

const ms_command ms_cmd_serve = {
    .name = "serve",
    .summary = "Answer queries over HTTP",
    .opts = opts,
    .about = "Answers as yente does, for its clients need only another base URL: /match,\n"
             "/search, /entities, /catalog, /algorithms and the reconciliation API of\n"
             "OpenRefine; the page at / is for people.\n"
             "\n"
             "Lists that are imported or fetched meanwhile are in force a second later,\n"
             "without a pause; each answer comes from one version. SIGHUP reads certificates\n"
             "again, SIGTERM answers what is under way and ends. POST /updatez fetches the\n"
             "lists where MARSAD_UPDATE_TOKEN is set and given as its token.",
    .examples = "marsad serve\tAnswer on http://127.0.0.1:8000\n"
                "marsad serve --port 8443 --tls-certificate cert.pem --tls-key key.pem\tAnswer "
                "over TLS\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
