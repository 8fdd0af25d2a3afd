#include "server/lexicon.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum { WANTED_MAX = 8, MEMORY = 64 << 20 };

typedef struct wanted {
    const ms_snap *snap; /* NULL: free */
    uint64_t serial;
    char digest[33];
    uint32_t entities;
    ms_words *words;
    bool failed;
} wanted;

struct ms_lexicon {
    ms_lexicon_opts o;
    char *snapshot, *words;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* on the monotonic clock */
    wanted v[WANTED_MAX];
    uint64_t serial;
    bool ending;
};

/* ---- making ------------------------------------------------------------ */

typedef struct making {
    ms_lexicon *l;
    wanted w; /* as it was asked for */
} making;

/* Under the lock. */
static wanted *entry(ms_lexicon *l, uint64_t serial)
{
    for (int i = 0; i < WANTED_MAX; i++)
        if (l->v[i].snap && l->v[i].serial == serial) return &l->v[i];
    return NULL;
}

static bool given_up(void *ctx)
{
    const making *m = ctx;
    pthread_mutex_lock(&m->l->lock);
    bool gone = m->l->ending || !entry(m->l, m->w.serial);
    pthread_mutex_unlock(&m->l->lock);
    return gone;
}

static ms_rc open_words(const making *m, const char *path, ms_words **out, ms_diag *d)
{
    return ms_words_open(path, m->w.digest, m->w.entities, out, d);
}

/* Where the data folder cannot be written to: in a folder that lasts no longer than this. */
static ms_rc make_elsewhere(making *m, const ms_snap *s, ms_words **out, ms_diag *d)
{
    const char *tmp = getenv("TMPDIR");
    char dir[4096], path[4112];
    int n = snprintf(dir, sizeof dir, "%s/marsad-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (n < 0 || (size_t)n >= sizeof dir || !mkdtemp(dir))
        return ms_file_fail(d, "make folder", dir, errno);
    snprintf(path, sizeof path, "%s/words", dir);
    ms_rc rc = ms_words_build(s, path, MEMORY, given_up, m, d);
    if (!rc) rc = open_words(m, path, out, d);
    unlink(path);
    rmdir(dir);
    return rc;
}

/* The writer that has the lock removes what killed ones left. */
static ms_rc make_here(making *m, const ms_snap *s, ms_words **out, ms_diag *d)
{
    char lock_path[4112];
    int lock = -1;
    snprintf(lock_path, sizeof lock_path, "%s.lock", m->l->words);
    if (!ms_file_lock(lock_path, false, &lock, NULL)) ms_aside_tidy(m->l->words, NULL);
    ms_rc rc = ms_words_build(s, m->l->words, MEMORY, given_up, m, d);
    ms_file_unlock(lock);
    return rc ? rc : open_words(m, m->l->words, out, d);
}

static ms_rc make(making *m, ms_words **out, ms_diag *d)
{
    ms_snap *s = NULL;
    if (!open_words(m, m->l->words, out, NULL)) return MS_OK;
    ms_rc rc = ms_snap_open(m->l->snapshot, &s, d);
    if (!rc && strcmp(ms_snap_digest(s), m->w.digest)) rc = MS_EBUSY; /* the next one is here */
    if (!rc) {
        rc = make_here(m, s, out, d);
        if (rc == MS_EIO) rc = make_elsewhere(m, s, out, d);
    }
    ms_snap_close(s);
    return rc;
}

/* ---- the thread -------------------------------------------------------- */

/* Under the lock: what is to be made next. */
static bool next(ms_lexicon *l, making *m)
{
    for (int i = 0; i < WANTED_MAX; i++) {
        if (!l->v[i].snap || l->v[i].words || l->v[i].failed) continue;
        *m = (making){l, l->v[i]};
        return true;
    }
    return false;
}

/* Under the lock, which it gives back while it works. */
static void work(ms_lexicon *l, making *m)
{
    ms_diag d = {0};
    ms_words *words = NULL;
    pthread_mutex_unlock(&l->lock);
    ms_rc rc = make(m, &words, &d);
    if (rc && rc != MS_EBUSY)
        l->o.say(l->o.ctx, "%s; /search does not answer", d.what[0] ? d.what : ms_rc_text(rc));
    pthread_mutex_lock(&l->lock);
    wanted *w = entry(l, m->w.serial);
    if (w) w->words = words, w->failed = !words;
    else ms_words_close(words);
    pthread_cond_broadcast(&l->changed);
}

static void *run(void *ctx)
{
    ms_lexicon *l = ctx;
    making m;
    pthread_mutex_lock(&l->lock);
    while (!l->ending)
        if (next(l, &m)) work(l, &m);
        else pthread_cond_wait(&l->changed, &l->lock);
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

static char *copy(const char *s)
{
    char *p = ms_malloc(strlen(s) + 1);
    return p ? strcpy(p, s) : NULL;
}

static void free_all(ms_lexicon *l)
{
    for (int i = 0; i < WANTED_MAX; i++) ms_words_close(l->v[i].words);
    ms_free(l->snapshot);
    ms_free(l->words);
    ms_free(l);
}

ms_rc ms_lexicon_start(const ms_lexicon_opts *o, ms_lexicon **out)
{
    pthread_condattr_t attr;
    ms_lexicon *l = ms_calloc(1, sizeof *l);
    *out = NULL;
    if (!l) return MS_ENOMEM;
    l->o = *o;
    l->snapshot = copy(o->snapshot);
    l->words = copy(o->words);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->changed, &attr);
    pthread_condattr_destroy(&attr);
    if (!l->snapshot || !l->words || pthread_create(&l->thread, NULL, run, l))
        return free_all(l), MS_ENOMEM;
    *out = l;
    return MS_OK;
}

void ms_lexicon_stop(ms_lexicon *l)
{
    if (!l) return;
    pthread_mutex_lock(&l->lock);
    l->ending = true;
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->thread, NULL);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->lock);
    free_all(l);
}

/* ---- asking ------------------------------------------------------------ */

/* Under the lock. */
static wanted *entry_of(ms_lexicon *l, const ms_snap *s)
{
    for (int i = 0; i < WANTED_MAX; i++)
        if (l->v[i].snap == s) return &l->v[i];
    return NULL;
}

void ms_lexicon_want(ms_lexicon *l, const ms_snap *s)
{
    pthread_mutex_lock(&l->lock);
    wanted *w = entry_of(l, NULL);
    if (w) {
        *w = (wanted){.snap = s, .serial = ++l->serial, .entities = ms_snap_entities(s)};
        memcpy(w->digest, ms_snap_digest(s), sizeof w->digest);
    }
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
}

void ms_lexicon_forget(ms_lexicon *l, const ms_snap *s)
{
    if (!s) return;
    pthread_mutex_lock(&l->lock);
    wanted *w = entry_of(l, s);
    ms_words *words = w ? w->words : NULL;
    if (w) *w = (wanted){.snap = NULL};
    pthread_mutex_unlock(&l->lock);
    ms_words_close(words);
}

const ms_words *ms_lexicon_words(ms_lexicon *l, const ms_snap *s)
{
    pthread_mutex_lock(&l->lock);
    const wanted *w = s ? entry_of(l, s) : NULL;
    const ms_words *words = w ? w->words : NULL;
    pthread_mutex_unlock(&l->lock);
    return words;
}

void ms_lexicon_wait(ms_lexicon *l, const ms_snap *s, unsigned milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    pthread_mutex_lock(&l->lock);
    for (const wanted *w = entry_of(l, s); w && !w->words && !w->failed; w = entry_of(l, s))
        if (pthread_cond_timedwait(&l->changed, &l->lock, &until)) break;
    pthread_mutex_unlock(&l->lock);
}
