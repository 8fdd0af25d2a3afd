#include "base/behind.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

enum { BEGUN = 32 << 20 /* bytes that are on their way to the disk while the next are made */ };

/* Slot i % MS_BEHIND_SLOTS holds the i-th piece of the file. */
struct ms_behind {
    int fd;
    uint64_t written, begun; /* to the file, and of them to the disk */
    size_t used;             /* of the slot that is being filled */
    bool apart;              /* there is a thread */
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    uint64_t filled, emptied;
    size_t size[MS_BEHIND_SLOTS];
    bool over;
    int err;
    char slot[MS_BEHIND_SLOTS][MS_BEHIND_SLOT];
};

ms_behind *ms_behind_new(int fd)
{
    ms_behind *b = ms_malloc(sizeof *b);
    if (!b) return NULL;
    b->fd = fd;
    b->written = b->begun = b->used = b->filled = b->emptied = 0;
    b->apart = b->over = false;
    b->err = 0;
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->changed, NULL);
    return b;
}

/* Lets the disk begin with what is written, so that less is left for fsync to wait for. */
static void begin(ms_behind *b)
{
    if (b->written - b->begun < BEGUN) return;
    sync_file_range(b->fd, (off_t)b->begun, (off_t)(b->written - b->begun),
                    SYNC_FILE_RANGE_WRITE);
    b->begun = b->written;
}

static int write_all(ms_behind *b, const char *p, size_t n)
{
    while (n) {
        ssize_t k = write(b->fd, p, n);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return errno;
        p += k, n -= (size_t)k;
        b->written += (uint64_t)k;
    }
    begin(b);
    return 0;
}

static void *empty(void *ctx)
{
    ms_behind *b = ctx;
    pthread_mutex_lock(&b->lock);
    for (;;) {
        while (!b->over && b->filled == b->emptied) pthread_cond_wait(&b->changed, &b->lock);
        if (b->over) break;
        unsigned i = b->emptied % MS_BEHIND_SLOTS;
        int err = b->err;
        pthread_mutex_unlock(&b->lock);
        if (!err) err = write_all(b, b->slot[i], b->size[i]);
        pthread_mutex_lock(&b->lock);
        b->err = err;
        b->emptied++;
        pthread_cond_broadcast(&b->changed);
    }
    pthread_mutex_unlock(&b->lock);
    return NULL;
}

/* Gives the slot away, and waits until no more than `waiting` are full. */
static int hand_over(ms_behind *b, unsigned waiting)
{
    pthread_mutex_lock(&b->lock);
    if (b->used) b->size[b->filled++ % MS_BEHIND_SLOTS] = b->used;
    b->used = 0;
    pthread_cond_broadcast(&b->changed);
    while (b->filled - b->emptied > waiting) pthread_cond_wait(&b->changed, &b->lock);
    int err = b->err;
    pthread_mutex_unlock(&b->lock);
    return err;
}

static int write_slot(ms_behind *b)
{
    if (!b->err) b->err = write_all(b, b->slot[0], b->used);
    b->used = 0;
    return b->err;
}

int ms_behind_put(ms_behind *b, const void *p, size_t n)
{
    const char *s = p;
    for (size_t k; n; s += k, n -= k) {
        if (b->used == MS_BEHIND_SLOT) {
            if (!b->apart) b->apart = !pthread_create(&b->thread, NULL, empty, b);
            int err = b->apart ? hand_over(b, MS_BEHIND_SLOTS - 1) : write_slot(b);
            if (err) return err;
        }
        k = MS_BEHIND_SLOT - b->used;
        if (k > n) k = n;
        memcpy(b->slot[b->filled % MS_BEHIND_SLOTS] + b->used, s, k);
        b->used += k;
    }
    return 0;
}

int ms_behind_wait(ms_behind *b)
{
    return b->apart ? hand_over(b, 0) : write_slot(b);
}

void ms_behind_free(ms_behind *b)
{
    if (!b) return;
    if (b->apart) {
        pthread_mutex_lock(&b->lock);
        b->over = true;
        pthread_cond_broadcast(&b->changed);
        pthread_mutex_unlock(&b->lock);
        pthread_join(b->thread, NULL);
    }
    pthread_cond_destroy(&b->changed);
    pthread_mutex_destroy(&b->lock);
    ms_free(b);
}
