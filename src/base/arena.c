#include <marsad/arena.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/mem.h"

enum { ALIGN = 16, BLOCK = 64 * 1024 };

typedef struct block {
    struct block *next;
    size_t size; /* of data */
    size_t used;
    size_t pad; /* keeps data aligned to 16 */
    unsigned char data[];
} block;

struct ms_arena {
    block *head;
    size_t ceiling;
    size_t used;
};

ms_arena *ms_arena_new(size_t ceiling)
{
    ms_arena *a = ms_calloc(1, sizeof *a);
    if (a) a->ceiling = ceiling ? ceiling : SIZE_MAX;
    return a;
}

static void free_blocks(block *b)
{
    while (b) {
        block *next = b->next;
        ms_free(b);
        b = next;
    }
}

void ms_arena_free(ms_arena *a)
{
    if (!a) return;
    free_blocks(a->head);
    ms_free(a);
}

void ms_arena_reset(ms_arena *a)
{
    a->used = 0;
    if (!a->head) return;
    free_blocks(a->head->next);
    a->head->next = NULL;
    a->head->used = 0;
}

static block *add_block(ms_arena *a, size_t n)
{
    size_t size = n > BLOCK ? n : BLOCK;
    block *b = ms_malloc(sizeof *b + size);
    if (!b) return NULL;
    *b = (block){.next = a->head, .size = size};
    /* A large request gets a block of its own behind the one being filled. */
    if (n > BLOCK && a->head) {
        b->next = a->head->next;
        a->head->next = b;
    } else {
        a->head = b;
    }
    return b;
}

void *ms_arena_alloc(ms_arena *a, size_t n)
{
    if (n > SIZE_MAX - ALIGN) return NULL;
    size_t need = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (need == 0) need = ALIGN;
    if (need > a->ceiling - a->used) return NULL;
    block *b = a->head;
    if (!b || b->size - b->used < need) b = add_block(a, need);
    if (!b) return NULL;
    void *p = b->data + b->used;
    b->used += need;
    a->used += need;
    return memset(p, 0, need);
}

void *ms_arena_array(ms_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) return NULL;
    return ms_arena_alloc(a, count * size);
}

ms_str ms_arena_str(ms_arena *a, ms_str s)
{
    char *p = s.n < SIZE_MAX ? ms_arena_alloc(a, s.n + 1) : NULL;
    if (!p) return (ms_str){NULL, 0};
    if (s.n) memcpy(p, s.p, s.n);
    return (ms_str){p, s.n};
}

ms_str ms_arena_strf(ms_arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *p = n < 0 ? NULL : ms_arena_alloc(a, (size_t)n + 1);
    if (!p) return (ms_str){NULL, 0};
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (ms_str){p, (size_t)n};
}

size_t ms_arena_used(const ms_arena *a)
{
    return a->used;
}
