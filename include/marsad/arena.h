/* Arenas: all memory of one request, record, file or snapshot, freed at once.
 *
 * An arena belongs to one thread at a time.  Every allocation is zeroed and
 * aligned to 16 bytes; NULL means that memory or the arena's ceiling is spent,
 * and leaves the arena usable.
 */
#ifndef MARSAD_ARENA_H
#define MARSAD_ARENA_H

#include <marsad/str.h>

/* Opaque; made by ms_arena_new. */
typedef struct ms_arena ms_arena;

/* A new arena that never holds more than `ceiling` bytes (0: no ceiling but
 * memory).  NULL when out of memory.  Freed by ms_arena_free. */
MS_API ms_arena *ms_arena_new(size_t ceiling);

/* Frees the arena and everything in it.  NULL is legal. */
MS_API void ms_arena_free(ms_arena *a);

/* Forgets everything allocated, keeps one block for reuse. */
MS_API void ms_arena_reset(ms_arena *a);

/* `n` zeroed bytes, or NULL. `n` 0 gives a valid pointer. */
MS_API void *ms_arena_alloc(ms_arena *a, size_t n);

/* An array of `count` zeroed items of `size` bytes; NULL also on overflow. */
MS_API void *ms_arena_array(ms_arena *a, size_t count, size_t size);

/* Copies `s` into the arena, with a NUL behind it that is not counted.
 * `p` is NULL when memory is spent. */
MS_API ms_str ms_arena_str(ms_arena *a, ms_str s);

/* As printf into the arena; `p` is NULL when memory is spent. */
MS_API ms_str ms_arena_strf(ms_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Bytes handed out since the last reset. */
MS_API size_t ms_arena_used(const ms_arena *a);

#endif
