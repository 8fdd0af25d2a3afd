#include "server/jobs.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "base/mem.h"
#include "server/job.h"

struct ms_jobs {
    ms_server *server;
    ms_seal seal;
    char folder[4000];
    int lock; /* of the folder; -1: another process has it */
    pthread_t thread;
    pthread_mutex_t guard; /* of what follows */
    pthread_cond_t some;
    ms_job *first; /* in the order in which they came */
    unsigned n;
    bool started, stopping;
};

/* ---- the folder -------------------------------------------------------- */

/* Removes what another process has left behind, which nobody can read any more. */
static void tidy(const ms_jobs *j)
{
    char path[4096];
    DIR *d = opendir(j->folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        const char *dot = strrchr(e->d_name, '.');
        if (!dot || (strcmp(dot, ".rows") && strcmp(dot, ".result"))) continue;
        int n = snprintf(path, sizeof path, "%s/%s", j->folder, e->d_name);
        if (n > 0 && n < (int)sizeof path) unlink(path);
    }
    if (d) closedir(d);
}

/* Two servers may have one data folder for a while; jobs are for one of them. */
static ms_rc take_folder(ms_jobs *j, ms_diag *d)
{
    char path[4096];
    if (j->lock >= 0) return MS_OK;
    snprintf(path, sizeof path, "%s/lock", j->folder);
    ms_rc rc = ms_mkdirs(j->folder, d);
    if (!rc) rc = ms_file_lock(path, false, &j->lock, d);
    if (!rc) tidy(j);
    else j->lock = -1;
    return rc;
}

static ms_rc new_file(ms_jobs *j, const char *end, ms_sealed **out, ms_diag *d)
{
    char path[4096], id[MS_JOB_ID + 1];
    ms_job_id(id);
    snprintf(path, sizeof path, "%s/%s.%s", j->folder, id, end);
    return ms_sealed_new(path, &j->seal, out, d);
}

ms_rc ms_jobs_rows(ms_jobs *j, ms_sealed **out, ms_diag *d)
{
    pthread_mutex_lock(&j->guard);
    ms_rc rc = take_folder(j, d);
    if (!rc && j->n >= MS_JOBS_KEPT)
        rc = ms_fail(d, MS_ELIMIT, 0, 0, "There is no room for more: %u jobs are kept", j->n);
    pthread_mutex_unlock(&j->guard);
    return rc ? rc : new_file(j, "rows", out, d);
}

bool ms_jobs_room(const ms_jobs *j, uint64_t n)
{
    uint64_t used = atomic_load(&j->seal.quota.used);
    return used <= j->seal.quota.max && n <= j->seal.quota.max - used;
}

/* ---- the thread -------------------------------------------------------- */

static ms_job *next_job(ms_jobs *j)
{
    ms_job *job = j->first;
    while (job && job->seen.state != MS_JOB_WAITING) job = job->next;
    return job;
}

static void *work(void *p)
{
    ms_jobs *j = p;
    pthread_mutex_lock(&j->guard);
    while (!j->stopping) {
        ms_job *job = next_job(j);
        if (!job) {
            pthread_cond_wait(&j->some, &j->guard);
            continue;
        }
        job->seen.state = MS_JOB_RUNNING;
        job->users++;
        pthread_mutex_unlock(&j->guard);
        ms_diag d = {0};
        ms_sealed *result = NULL;
        ms_rc rc = new_file(j, "result", &result, &d);
        if (!rc) rc = ms_job_run(job, j->server, result, &d);
        pthread_mutex_lock(&j->guard);
        ms_job_ended(job, rc, result, &d);
        ms_job_let(job);
    }
    pthread_mutex_unlock(&j->guard);
    return NULL;
}

/* ---- start and end ----------------------------------------------------- */

ms_rc ms_jobs_new(ms_server *s, ms_jobs **out, ms_diag *d)
{
    ms_jobs *j = sodium_init() < 0 ? NULL : ms_calloc(1, sizeof *j);
    ms_diag busy = {0};
    *out = NULL;
    if (!j) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory");
    int n = snprintf(j->folder, sizeof j->folder, "%s/jobs", s->o.folder);
    if (n < 0 || n >= (int)sizeof j->folder) {
        ms_free(j);
        return ms_fail(d, MS_ELIMIT, 0, 0, "the path of the data folder is too long");
    }
    j->server = s;
    j->lock = -1;
    j->seal.quota.max = s->o.jobs_max;
    sodium_mlock(j->seal.key, sizeof j->seal.key);
    crypto_secretstream_xchacha20poly1305_keygen(j->seal.key);
    pthread_mutex_init(&j->guard, NULL);
    pthread_cond_init(&j->some, NULL);
    if (take_folder(j, &busy)) s->o.say(s->o.ctx, "%s; large uploads are refused", busy.what);
    j->started = !pthread_create(&j->thread, NULL, work, j);
    if (j->started) return *out = j, MS_OK;
    ms_jobs_free(j);
    return ms_fail(d, MS_ENOMEM, 0, 0, "no memory for threads");
}

/* Takes the job out of the list; whoever uses it goes on with it. */
static void forget(ms_jobs *j, ms_job *job)
{
    for (ms_job **at = &j->first; *at; at = &(*at)->next) {
        if (*at != job) continue;
        *at = job->next;
        j->n--;
        atomic_store(&job->cancelled, true);
        ms_job_let(job);
        return;
    }
}

void ms_jobs_free(ms_jobs *j)
{
    if (!j) return;
    pthread_mutex_lock(&j->guard);
    j->stopping = true;
    while (j->first) forget(j, j->first);
    pthread_cond_broadcast(&j->some);
    pthread_mutex_unlock(&j->guard);
    if (j->started) pthread_join(j->thread, NULL);
    ms_file_unlock(j->lock);
    pthread_cond_destroy(&j->some);
    pthread_mutex_destroy(&j->guard);
    sodium_munlock(j->seal.key, sizeof j->seal.key);
    ms_free(j);
}

/* ---- what clients ask -------------------------------------------------- */

ms_rc ms_jobs_add(ms_jobs *j, const ms_job_order *o, ms_sealed *rows, char id[MS_JOB_ID + 1],
                  ms_diag *d)
{
    ms_job *job = NULL;
    ms_rc rc = ms_sealed_end(rows, d);
    if (!rc) rc = ms_job_new(o, rows, &job, d);
    if (rc) {
        ms_sealed_drop(rows);
        return rc;
    }
    memcpy(id, job->id, MS_JOB_ID + 1);
    pthread_mutex_lock(&j->guard);
    ms_job **at = &j->first;
    while (*at) at = &(*at)->next;
    *at = job;
    j->n++;
    pthread_cond_signal(&j->some);
    pthread_mutex_unlock(&j->guard);
    return MS_OK;
}

/* NULL also for the job of another owner. */
static ms_job *find(const ms_jobs *j, ms_str id, ms_str owner)
{
    ms_job *job = j->first;
    while (job && !ms_str_eq(ms_str_z(job->id), id)) job = job->next;
    ms_str own = job ? ms_request_owner(&job->caller) : (ms_str){0};
    return !own.n || ms_str_eq(own, owner) ? job : NULL;
}

bool ms_jobs_look(ms_jobs *j, ms_str id, ms_str owner, ms_job_view *out)
{
    pthread_mutex_lock(&j->guard);
    const ms_job *job = find(j, id, owner);
    if (job) *out = ms_job_seen(job);
    pthread_mutex_unlock(&j->guard);
    return job != NULL;
}

bool ms_jobs_forget(ms_jobs *j, ms_str id, ms_str owner)
{
    pthread_mutex_lock(&j->guard);
    ms_job *job = find(j, id, owner);
    if (job) forget(j, job);
    pthread_mutex_unlock(&j->guard);
    return job != NULL;
}

void ms_jobs_sweep(ms_jobs *j)
{
    int64_t since = (int64_t)time(NULL) - j->server->o.jobs_keep;
    pthread_mutex_lock(&j->guard);
    for (ms_job *job = j->first, *next; job; job = next) {
        next = job->next;
        if (job->seen.ended && job->seen.ended <= since) forget(j, job);
    }
    pthread_mutex_unlock(&j->guard);
}

/* ---- answers on their way ---------------------------------------------- */

typedef struct sending {
    ms_jobs *jobs;
    ms_job *job;
    const ms_call *call;
    ms_unsealing *from;
    bool all;
} sending;

static long read_answers(void *ctx, char *buf, size_t n)
{
    sending *s = ctx;
    long got = ms_unsealing_read(s->from, buf, n);
    s->all = got == 0;
    return got;
}

static void end_sending(void *ctx)
{
    sending *s = ctx;
    ms_jobs *j = s->jobs;
    pthread_mutex_lock(&j->guard);
    if (s->all && s->call->delivered) forget(j, s->job);
    ms_job_let(s->job);
    pthread_mutex_unlock(&j->guard);
    ms_unsealing_free(s->from);
    ms_free(s);
}

ms_rc ms_jobs_result(ms_jobs *j, ms_str id, ms_str owner, const ms_call *call,
                     ms_http_stream *out, ms_diag *d)
{
    ms_rc rc = MS_OK;
    sending *s = ms_calloc(1, sizeof *s);
    if (!s) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    pthread_mutex_lock(&j->guard);
    ms_job *job = find(j, id, owner);
    if (!job) rc = ms_fail(d, MS_ENOTFOUND, 0, 0, "No such job.");
    else if (job->seen.state == MS_JOB_FAILED)
        rc = ms_fail(d, MS_EBUSY, 0, 0, "The job failed: there are no answers");
    else if (job->seen.state != MS_JOB_DONE)
        rc = ms_fail(d, MS_EBUSY, 0, 0, "The job is not done: there are no answers yet");
    else rc = ms_unsealing_new(job->result, &s->from, d);
    if (!rc) job->users++;
    pthread_mutex_unlock(&j->guard);
    *s = (sending){.jobs = j, .job = job, .call = call, .from = s->from};
    if (rc) ms_free(s);
    else *out = (ms_http_stream){read_answers, end_sending, s};
    return rc;
}
