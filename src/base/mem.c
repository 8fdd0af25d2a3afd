#include "base/mem.h"

#include <stdlib.h>

int (*ms_mem_gate)(size_t n);

static int may(size_t n)
{
    return !ms_mem_gate || ms_mem_gate(n);
}

void *ms_malloc(size_t n)
{
    return may(n) ? malloc(n ? n : 1) : NULL;
}

void *ms_calloc(size_t count, size_t size)
{
    return may(size) ? calloc(count ? count : 1, size ? size : 1) : NULL;
}

void *ms_realloc(void *p, size_t n)
{
    return may(n) ? realloc(p, n ? n : 1) : NULL;
}

void ms_free(void *p)
{
    free(p);
}
