#include "lists/refs.h"

#include <string.h>

#include <xxhash.h>

#include "base/mem.h"

ms_refs ms_refs_make(void)
{
    return (ms_refs){.a = ms_arena_new(MS_REFS_MAX)};
}

static uint64_t key_of(const char *kind, ms_str id)
{
    return XXH3_64bits_withSeed(id.p, id.n, XXH3_64bits(kind, strlen(kind)));
}

static struct ms_refs_slot *slot_of(const ms_refs *t, uint64_t key)
{
    uint32_t i = (uint32_t)key & (t->cap - 1);
    while (t->slots[i].value && t->slots[i].key != key) i = (i + 1) & (t->cap - 1);
    return &t->slots[i];
}

ms_rc ms_refs_put(ms_refs *t, const char *kind, ms_str id, void *value)
{
    if (t->n * 2 >= t->cap) {
        ms_refs bigger = {.a = t->a, .cap = t->cap ? t->cap * 2 : 4096, .n = t->n};
        bigger.slots = ms_calloc(bigger.cap, sizeof *bigger.slots);
        if (!bigger.slots) return MS_ENOMEM;
        for (uint32_t i = 0; i < t->cap; i++)
            if (t->slots[i].value) *slot_of(&bigger, t->slots[i].key) = t->slots[i];
        ms_free(t->slots);
        *t = bigger;
    }
    struct ms_refs_slot *s = slot_of(t, key_of(kind, id));
    if (!s->value) t->n++;
    *s = (struct ms_refs_slot){key_of(kind, id), value};
    return MS_OK;
}

void *ms_refs_get(const ms_refs *t, const char *kind, ms_str id)
{
    return t->cap ? slot_of(t, key_of(kind, id))->value : NULL;
}

void ms_refs_free(ms_refs *t)
{
    ms_free(t->slots);
    ms_arena_free(t->a);
}
