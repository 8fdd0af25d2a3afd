#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include <marsad/index.h>

#include "base/mem.h"

enum { LINE = 64 }; /* bytes that processors share at a time */

/* What a reader holds; alone in its line. */
typedef struct slot {
    _Atomic(ms_snap *) held;
    char rest[LINE - sizeof(void *)];
} slot;

struct ms_live {
    _Atomic(ms_snap *) now;
    pthread_mutex_t swapping;
    unsigned n;
    slot reader[];
};

ms_live *ms_live_new(unsigned readers, ms_snap *first)
{
    ms_live *l = ms_calloc(1, sizeof *l + readers * sizeof *l->reader);
    if (!l) return NULL;
    if (pthread_mutex_init(&l->swapping, NULL)) {
        ms_free(l);
        return NULL;
    }
    l->n = readers;
    for (unsigned i = 0; i < readers; i++) atomic_init(&l->reader[i].held, NULL);
    atomic_init(&l->now, first);
    return l;
}

void ms_live_free(ms_live *l)
{
    if (!l) return;
    ms_snap_close(atomic_load(&l->now));
    pthread_mutex_destroy(&l->swapping);
    ms_free(l);
}

/* Says first what it takes, then looks whether that is still in force: whoever swaps it out
 * afterwards sees what was said. */
const ms_snap *ms_live_hold(ms_live *l, unsigned reader)
{
    ms_snap *s = atomic_load(&l->now), *again;
    for (;; s = again) {
        atomic_store(&l->reader[reader].held, s);
        again = atomic_load(&l->now);
        if (again == s) return s;
    }
}

void ms_live_let(ms_live *l, unsigned reader)
{
    atomic_store(&l->reader[reader].held, NULL);
}

void ms_live_swap(ms_live *l, ms_snap *next)
{
    const struct timespec wait = {.tv_nsec = 20000};
    pthread_mutex_lock(&l->swapping);
    ms_snap *old = atomic_exchange(&l->now, next);
    for (unsigned i = 0; old && i < l->n; i++)
        while (atomic_load(&l->reader[i].held) == old) nanosleep(&wait, NULL);
    pthread_mutex_unlock(&l->swapping);
    ms_snap_close(old);
}
