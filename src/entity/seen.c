#include "entity/seen.h"

#include <xxhash.h>

/* Below this many entries a plain scan is as fast. */
enum { SMALL = 48 };

/* A property (`value` 0) or one of its values (number + 1); `used` tells an
 * entry from an empty slot. */
typedef struct entry {
    uint32_t hash;
    uint32_t prop;
    uint32_t value;
    bool used;
} entry;

/* Open addressing; `cap` is a power of two, at most half of it used. */
typedef struct seen {
    entry *at;
    uint32_t cap;
    uint32_t n;
} seen;

/* `of` is 0 for a property's name, else the property's number + 1.  The arena's
 * address keeps writers of files from choosing what collides. */
static uint32_t hash_of(const ms_entity *e, ms_str s, uint32_t of)
{
    uint64_t seed = (uint64_t)(uintptr_t)e->arena ^ (uint64_t)of << 32;
    return (uint32_t)XXH3_64bits_withSeed(s.p ? s.p : "", s.n, seed);
}

static uint32_t hash_entry(const ms_entity *e, uint32_t prop, uint32_t value)
{
    const ms_prop_values *pv = &e->props[prop];
    return value ? hash_of(e, pv->v[value - 1], prop + 1) : hash_of(e, pv->name, 0);
}

uint32_t ms_seen_prop(const ms_entity *e, ms_str name)
{
    const seen *s = e->seen;
    uint32_t i = 0;
    if (!s) {
        while (i < e->n_props && !ms_str_eq(e->props[i].name, name)) i++;
        return i;
    }
    uint32_t h = hash_of(e, name, 0), mask = s->cap - 1;
    for (i = h & mask; s->at[i].used; i = (i + 1) & mask) {
        const entry *x = &s->at[i];
        if (x->hash == h && x->value == 0 && ms_str_eq(e->props[x->prop].name, name))
            return x->prop;
    }
    return e->n_props;
}

bool ms_seen_value(const ms_entity *e, uint32_t prop, ms_str value)
{
    const seen *s = e->seen;
    const ms_prop_values *pv = &e->props[prop];
    uint32_t i = 0;
    if (!s || pv->n < SMALL / 4) {
        while (i < pv->n && !ms_str_eq(pv->v[i], value)) i++;
        return i < pv->n;
    }
    uint32_t h = hash_of(e, value, prop + 1), mask = s->cap - 1;
    for (i = h & mask; s->at[i].used; i = (i + 1) & mask) {
        const entry *x = &s->at[i];
        if (x->hash == h && x->prop == prop && x->value &&
            ms_str_eq(pv->v[x->value - 1], value))
            return true;
    }
    return false;
}

static void put(seen *s, entry x)
{
    uint32_t mask = s->cap - 1, i = x.hash & mask;
    while (s->at[i].used) i = (i + 1) & mask;
    s->at[i] = x;
    s->n++;
}

/* Makes an index of everything that the entity has, twice as large as needed. */
static ms_rc build(ms_entity *e)
{
    uint32_t cap = SMALL;
    while (cap & (cap - 1)) cap &= cap - 1;
    while (cap / 4 < e->n_props + e->n_values) cap *= 2;
    seen *s = ms_arena_alloc(e->arena, sizeof *s);
    if (!s || !(s->at = ms_arena_array(e->arena, cap, sizeof *s->at))) return MS_ENOMEM;
    s->cap = cap;
    for (uint32_t p = 0; p < e->n_props; p++)
        for (uint32_t v = 0; v <= e->props[p].n; v++)
            put(s, (entry){hash_entry(e, p, v), p, v, true});
    e->seen = s;
    return MS_OK;
}

ms_rc ms_seen_add(ms_entity *e, uint32_t prop, uint32_t value)
{
    seen *s = e->seen;
    if (!s && e->n_props + e->n_values < SMALL) return MS_OK;
    if (!s || s->n + 1 > s->cap / 2) return build(e);
    put(s, (entry){hash_entry(e, prop, value), prop, value, true});
    return MS_OK;
}
