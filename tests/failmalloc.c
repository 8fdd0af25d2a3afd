/* A library to preload: allocation number $FAIL_AT (from 1) fails, and with
 * $FAIL_ON set all behind it too.  With $FAIL_COUNT set, tells on standard error at
 * the end how many there were. */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t n);

static atomic_ulong made;
static unsigned long fail_at;
static int fail_on;

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAIL_AT");
    fail_at = at ? strtoul(at, NULL, 10) : 0;
    fail_on = getenv("FAIL_ON") != NULL;
    atomic_store(&made, 0);
}

__attribute__((destructor)) static void end(void)
{
    if (getenv("FAIL_COUNT")) fprintf(stderr, "allocations %lu\n", atomic_load(&made));
}

static int may(void)
{
    unsigned long n = atomic_fetch_add(&made, 1) + 1;
    if (!fail_at || (fail_on ? n < fail_at : n != fail_at)) return 1;
    errno = ENOMEM;
    return 0;
}

void *malloc(size_t n)
{
    return may() ? __libc_malloc(n) : NULL;
}

void *calloc(size_t count, size_t size)
{
    return may() ? __libc_calloc(count, size) : NULL;
}

void *realloc(void *p, size_t n)
{
    return may() ? __libc_realloc(p, n) : NULL;
}
