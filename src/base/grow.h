/* Arrays that grow in an arena. */
#ifndef MARSAD_BASE_GROW_H
#define MARSAD_BASE_GROW_H

#include <stdint.h>

#include <marsad/arena.h>

/* `items`, of which there are `n` of `size` bytes, when there is room for one more; else a copy
 * with twice the room.  `*cap` is the room, 0 at first.  NULL when memory is spent, which
 * leaves `items` and `*cap` as they are. */
void *ms_grow(ms_arena *a, void *items, uint32_t n, uint32_t *cap, size_t size);

#endif
