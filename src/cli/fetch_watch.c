#include <errno.h>
#include <signal.h>
#include <sys/random.h>
#include <time.h>

#include "cli/fetch.h"

/* Failures are tried again after a minute, then twice that, and so on to the schedule's
 * own pace. */
enum { AGAIN_MS = 60000, DOUBLINGS_MAX = 12 };

static bool stopped;

static sigset_t ending(void)
{
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGTERM);
    sigaddset(&s, SIGINT);
    return s;
}

/* The signals stay blocked: they wait until somebody asks. */
static bool stop(void)
{
    sigset_t pending;
    if (!stopped && !sigpending(&pending))
        stopped = sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
    return stopped;
}

static uint64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void pause_until(uint64_t due)
{
    sigset_t s = ending();
    uint64_t now = clock_ms(), ms = due > now ? due - now : 0;
    struct timespec t = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
    if (sigtimedwait(&s, NULL, &t) > 0) stopped = true;
}

/* Up to a tenth of `ms`, so that nodes do not ask together. */
static uint64_t jitter(uint64_t ms)
{
    uint64_t random;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) return 0;
    return random % (ms / 10 + 1);
}

static uint64_t delay(uint64_t every, unsigned failures, unsigned wait)
{
    uint64_t ms = every;
    unsigned doublings = failures > DOUBLINGS_MAX ? DOUBLINGS_MAX : failures;
    if (failures && ms > (uint64_t)AGAIN_MS << (doublings - 1))
        ms = (uint64_t)AGAIN_MS << (doublings - 1);
    if (ms < (uint64_t)wait * 1000) ms = (uint64_t)wait * 1000;
    return ms + jitter(ms);
}

static ms_fetch_target *soonest(ms_fetching *f)
{
    ms_fetch_target *t = f->targets;
    for (unsigned i = 1; i < f->n; i++)
        if (f->targets[i].due < t->due) t = &f->targets[i];
    return t;
}

int ms_fetch_watch(ms_fetching *f, uint64_t every)
{
    sigset_t s = ending();
    sigprocmask(SIG_BLOCK, &s, NULL);
    f->get.stop = stop;
    while (!stop()) {
        ms_fetch_target *t = soonest(f);
        ms_fetch_result result;
        unsigned wait;
        if (t->due > clock_ms()) {
            pause_until(t->due);
            continue;
        }
        ms_fetch_once(f, t, &result, &wait);
        if (ferror(f->c->out)) return MS_EXIT_SYSTEM;
        t->failures = result == MS_FETCH_FAILED ? t->failures + 1 : 0;
        t->due = clock_ms() + delay(every * 1000, t->failures, wait);
    }
    return MS_EXIT_OK;
}
