#include "index/buf.h"

#include <xxhash.h>

#include "base/mem.h"

void *ms_buf_add(ms_buf *b, size_t n)
{
    if (!b->p || n > b->cap - b->n) {
        if (n > SIZE_MAX / 4 || b->n > SIZE_MAX / 4) return NULL;
        size_t cap = (b->n + n) + (b->n + n) / 2 + 256;
        char *p = ms_realloc(b->p, cap);
        if (!p) return NULL;
        b->p = p;
        b->cap = cap;
    }
    char *at = b->p + b->n;
    b->n += n;
    return memset(at, 0, n);
}

bool ms_buf_put(ms_buf *b, const void *p, size_t n)
{
    void *at = ms_buf_add(b, n);
    if (at && n) memcpy(at, p, n);
    return at != NULL;
}

void ms_buf_free(ms_buf *b)
{
    ms_free(b->p);
    *b = (ms_buf){0};
}

typedef struct where {
    uint64_t at;
    uint32_t n;
    uint32_t hash;
} where;

static const where *where_at(const ms_texts *t, uint32_t no)
{
    return (const where *)(const void *)t->where.p + no;
}

uint32_t ms_texts_count(const ms_texts *t)
{
    return (uint32_t)(t->where.n / sizeof(where));
}

ms_str ms_texts_get(const ms_texts *t, uint32_t no)
{
    const where *w = where_at(t, no);
    return (ms_str){t->bytes.p + w->at, w->n};
}

/* Keeps at least a third of the slots free. */
static bool grow(ms_texts *t)
{
    uint32_t n = ms_texts_count(t);
    if ((uint64_t)(n + 1) * 3 <= (uint64_t)t->slots * 2) return true;
    if (t->slots > UINT32_MAX / 2) return false;
    uint32_t slots = t->slots ? t->slots * 2 : 1024;
    uint32_t *slot = ms_calloc(slots, sizeof *slot);
    if (!slot) return false;
    for (uint32_t no = 0; no < n; no++) {
        uint32_t i = where_at(t, no)->hash & (slots - 1);
        while (slot[i]) i = (i + 1) & (slots - 1);
        slot[i] = no + 1;
    }
    ms_free(t->slot);
    t->slot = slot;
    t->slots = slots;
    return true;
}

/* The slot that holds `s`, or the free one where it belongs; there must be slots. */
static uint32_t slot_of(const ms_texts *t, ms_str s, uint32_t hash)
{
    uint32_t i = hash & (t->slots - 1);
    for (; t->slot[i]; i = (i + 1) & (t->slots - 1)) {
        uint32_t no = t->slot[i] - 1;
        if (where_at(t, no)->hash == hash && ms_str_eq(ms_texts_get(t, no), s)) break;
    }
    return i;
}

bool ms_texts_find(const ms_texts *t, ms_str s, uint32_t *no)
{
    if (!t->slots) return false;
    uint32_t found = t->slot[slot_of(t, s, (uint32_t)XXH3_64bits(s.p, s.n))];
    *no = found - 1;
    return found != 0;
}

bool ms_texts_add(ms_texts *t, ms_str s, uint32_t *no)
{
    if (s.n > UINT32_MAX || !grow(t)) return false;
    uint32_t hash = (uint32_t)XXH3_64bits(s.p, s.n);
    uint32_t i = slot_of(t, s, hash);
    *no = t->slot[i] - 1;
    if (t->slot[i]) return true;
    where w = {.at = t->bytes.n, .n = (uint32_t)s.n, .hash = hash};
    if (!ms_buf_put(&t->bytes, s.p, s.n)) return false;
    if (!ms_buf_put(&t->where, &w, sizeof w)) {
        t->bytes.n = w.at;
        return false;
    }
    *no = ms_texts_count(t) - 1;
    t->slot[i] = *no + 1;
    return true;
}

void ms_texts_free(ms_texts *t)
{
    ms_buf_free(&t->bytes);
    ms_buf_free(&t->where);
    ms_free(t->slot);
    *t = (ms_texts){0};
}
