#include "lists/ids.h"

#include <xxhash.h>

#include "base/mem.h"

static struct ms_ids_slot *slot_of(const ms_ids *s, uint64_t hash)
{
    uint32_t i = (uint32_t)hash & (s->cap - 1);
    while (s->slots[i].count && s->slots[i].hash != hash) i = (i + 1) & (s->cap - 1);
    return &s->slots[i];
}

static ms_rc grow(ms_ids *s)
{
    ms_ids bigger = {.cap = s->cap ? s->cap * 2 : 1024, .n = s->n};
    bigger.slots = ms_calloc(bigger.cap, sizeof *bigger.slots);
    if (!bigger.slots) return MS_ENOMEM;
    for (uint32_t i = 0; i < s->cap; i++)
        if (s->slots[i].count) *slot_of(&bigger, s->slots[i].hash) = s->slots[i];
    ms_free(s->slots);
    *s = bigger;
    return MS_OK;
}

ms_rc ms_ids_add(ms_ids *s, ms_str id, uint32_t *count)
{
    if (s->n * 2 >= s->cap && grow(s)) return MS_ENOMEM;
    uint64_t hash = XXH3_64bits(id.p, id.n);
    struct ms_ids_slot *slot = slot_of(s, hash);
    if (!slot->count) s->n++;
    slot->hash = hash;
    *count = ++slot->count;
    return MS_OK;
}

bool ms_ids_has(const ms_ids *s, ms_str id)
{
    return s->n && slot_of(s, XXH3_64bits(id.p, id.n))->count;
}

void ms_ids_free(ms_ids *s)
{
    ms_free(s->slots);
    *s = (ms_ids){0};
}
