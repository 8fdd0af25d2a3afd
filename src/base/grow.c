#include "base/grow.h"

enum { FIRST = 4 };

void *ms_grow(ms_arena *a, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap) return items;
    if (n > UINT32_MAX / 2) return NULL;
    uint32_t more = n ? 2 * n : FIRST;
    void *copy = ms_arena_array(a, more, size);
    if (!copy) return NULL;
    if (n) memcpy(copy, items, n * size);
    *cap = more;
    return copy;
}
