#include "cli/updates.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <marsad/index.h>

#include "base/file.h"
#include "base/mem.h"

/* Files of the watched folder; those beyond wait until others are gone. */
enum { FILES_MAX = 256, NAME_MAX_BYTES = 255 };

/* A file is imported once it has stayed the same from one look to the next. */
typedef struct watched {
    char name[NAME_MAX_BYTES + 1];
    ms_file_id id;
    bool seen;     /* in this look */
    bool imported; /* as it is, or tried to */
} watched;

struct ms_updates {
    const ms_cli *c;
    ms_updates_opts o;
    pid_t process;     /* 0: none */
    ms_file_id before; /* the snapshot when it began */
    char what[NAME_MAX_BYTES + 32];
    atomic_bool fetch; /* is asked for, or under way */
    bool fetching;
    bool fetched;  /* the process that began last fetches */
    uint64_t next; /* seconds of the monotonic clock: when to fetch */
    watched *files;
    unsigned n;
    int told; /* errno of the watched folder that was said last */
};

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec;
}

ms_updates *ms_updates_new(const ms_cli *c, const ms_updates_opts *o)
{
    ms_updates *u = ms_calloc(1, sizeof *u);
    if (!u) return NULL;
    u->c = c;
    u->o = *o;
    u->next = now() + o->every;
    u->files = ms_calloc(FILES_MAX, sizeof *u->files);
    if (u->files) return u;
    ms_free(u);
    return NULL;
}

void ms_updates_free(ms_updates *u)
{
    if (!u) return;
    ms_free(u->files);
    ms_free(u);
}

ms_rc ms_updates_fetch(ms_updates *u, ms_diag *d)
{
    if (!atomic_exchange(&u->fetch, true)) return MS_OK;
    return ms_fail(d, MS_EBUSY, 0, 0, "The lists are being fetched already");
}

/* ---- processes --------------------------------------------------------- */

/* Runs marsad with `args`; what it prints goes to standard error, for standard output may be
 * the log. */
static void begin(ms_updates *u, const char *const args[])
{
    ms_file_id_now(u->o.snapshot, &u->before);
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        dup2(STDERR_FILENO, STDOUT_FILENO);
        /* The kernel ends it, whatever becomes of the server: an alarm outlives execv
         * (alarm(2)), unless it is ignored. */
        signal(SIGALRM, SIG_DFL);
        alarm(u->o.limit);
        execv("/proc/self/exe", (char *const *)(uintptr_t)args);
        _exit(127);
    }
    if (pid > 0) {
        u->process = pid;
        return;
    }
    ms_cli_say(u->c, "%s: %s; the lists in force stay", u->what, ms_errno_text(errno));
    u->o.done(u->o.ctx, false);
    if (u->fetching) u->fetching = false, atomic_store(&u->fetch, false);
}

/* MS_EXIT_INPUT says that all is refused, or that records were set aside and the others are in
 * force: then there is another snapshot. */
static bool went_well(const ms_updates *u, int status)
{
    ms_file_id id;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != MS_EXIT_INPUT)
        return WIFEXITED(status) && WEXITSTATUS(status) == MS_EXIT_OK;
    ms_file_id_now(u->o.snapshot, &id);
    return !ms_file_id_eq(&id, &u->before);
}

static void say_failed(const ms_updates *u, int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        ms_cli_say(u->c, "%s took longer than %u s and was ended; the lists in force stay",
                   u->what, u->o.limit);
    else
        ms_cli_say(u->c, "%s failed (status %d); the lists in force stay", u->what,
                   WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void look_at_process(ms_updates *u)
{
    int status;
    if (!u->process || waitpid(u->process, &status, WNOHANG) != u->process) return;
    u->process = 0;
    bool well = went_well(u, status);
    if (!well) say_failed(u, status);
    u->o.done(u->o.ctx, well);
    if (!u->fetching) return;
    u->fetching = false;
    atomic_store(&u->fetch, false);
}

static void fetch_if_due(ms_updates *u)
{
    const char *const args[] = {"marsad", "fetch", "--data", u->o.folder, NULL};
    if (u->o.every && now() >= u->next) {
        u->next = now() + u->o.every;
        atomic_store(&u->fetch, true);
    }
    if (u->process || !atomic_load(&u->fetch)) return;
    u->fetching = u->fetched = true;
    snprintf(u->what, sizeof u->what, "fetching the lists");
    begin(u, args);
}

/* ---- the watched folder ------------------------------------------------ */

/* The name of the list that a file is imported as: what stands before the first dot; empty
 * where no list can have it. */
static ms_str list_of(const char *file)
{
    ms_str name = {file, strcspn(file, ".")};
    if (ms_list_name_check(name, NULL)) name.n = 0;
    return name;
}

static watched *find(ms_updates *u, const char *name)
{
    for (unsigned i = 0; i < u->n; i++)
        if (!strcmp(u->files[i].name, name)) return &u->files[i];
    if (u->n == FILES_MAX || strlen(name) > NAME_MAX_BYTES) return NULL;
    watched *w = &u->files[u->n++];
    *w = (watched){.imported = false};
    memcpy(w->name, name, strlen(name) + 1);
    return w;
}

/* Whether the file is due: another one than before, and the same as in the look before this. */
static bool look_at_file(ms_updates *u, int folder, const char *name)
{
    struct stat st;
    if (!list_of(name).n || fstatat(folder, name, &st, 0) || !S_ISREG(st.st_mode)) return false;
    watched *w = find(u, name);
    if (!w) return false;
    ms_file_id id = ms_file_id_of(&st);
    bool same = ms_file_id_eq(&w->id, &id);
    w->seen = true;
    if (!same) {
        w->id = id;
        w->imported = false;
    }
    return same && !w->imported;
}

static void import_file(ms_updates *u, const char *name)
{
    char path[4096], list[NAME_MAX_BYTES + 1];
    ms_str l = list_of(name);
    snprintf(list, sizeof list, "%.*s", MS_FMT(l));
    int n = snprintf(path, sizeof path, "%s/%s", u->o.watch, name);
    if (n < 0 || n >= (int)sizeof path) return;
    const char *const args[] = {"marsad", "import", "--data", u->o.folder,
                                "--list", list,     path,     NULL};
    u->fetched = false;
    snprintf(u->what, sizeof u->what, "importing %s", name);
    begin(u, args);
}

static void forget_gone(ms_updates *u)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < u->n; i++) {
        if (!u->files[i].seen) continue;
        u->files[i].seen = false;
        if (kept != i) u->files[kept] = u->files[i];
        kept++;
    }
    u->n = kept;
}

static void look_at_folder(ms_updates *u)
{
    DIR *dir = opendir(u->o.watch);
    int why = dir ? 0 : errno;
    if (why && why != u->told) ms_cli_say(u->c, "%s: %s", u->o.watch, ms_errno_text(why));
    u->told = why;
    if (!dir) return;
    char due[NAME_MAX_BYTES + 1] = "";
    for (const struct dirent *e; (e = readdir(dir));)
        if (look_at_file(u, dirfd(dir), e->d_name) && (!*due || strcmp(e->d_name, due) < 0))
            snprintf(due, sizeof due, "%s", e->d_name);
    closedir(dir);
    forget_gone(u);
    if (!*due || u->process) return;
    find(u, due)->imported = true;
    import_file(u, due);
}

void ms_updates_look(ms_updates *u)
{
    look_at_process(u);
    bool fetched =
        u->fetched; /* lists that take as long as their schedule leave files a turn */
    if (!fetched) fetch_if_due(u);
    if (u->o.watch) look_at_folder(u);
    if (fetched) fetch_if_due(u);
}
