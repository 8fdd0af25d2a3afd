/* Connections that take too long: a client that sends a byte a second is never idle, and would
 * stay for ever. */
#include <sys/socket.h>

#include "base/mem.h"
#include "server/http_net.h"

ms_link *ms_links_add(ms_links *l, int fd, uint64_t deadline)
{
    ms_link *k = ms_calloc(1, sizeof *k);
    if (!k) return NULL;
    k->fd = fd;
    atomic_init(&k->deadline, deadline);
    pthread_mutex_lock(&l->lock);
    k->behind = l->first;
    if (l->first) l->first->before = k;
    l->first = k;
    pthread_mutex_unlock(&l->lock);
    atomic_fetch_add(&l->n, 1);
    return k;
}

void ms_links_drop(ms_links *l, ms_link *k)
{
    pthread_mutex_lock(&l->lock);
    if (k->before) k->before->behind = k->behind;
    else l->first = k->behind;
    if (k->behind) k->behind->before = k->before;
    pthread_mutex_unlock(&l->lock);
    atomic_fetch_sub(&l->n, 1);
    ms_free(k);
}

void ms_links_reap(ms_links *l, uint64_t now)
{
    pthread_mutex_lock(&l->lock);
    for (ms_link *k = l->first; k; k = k->behind) {
        uint64_t deadline = atomic_load_explicit(&k->deadline, memory_order_relaxed);
        if (deadline && deadline < now) shutdown(k->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&l->lock);
}
