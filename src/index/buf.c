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

/* ---- slots ------------------------------------------------------------- */

struct ms_slot *ms_slots_find(const ms_slots *s, uint32_t hash, uint32_t at)
{
    at &= s->n - 1;
    while (s->v[at].next && s->v[at].hash != hash) at = (at + 1) & (s->n - 1);
    return &s->v[at];
}

bool ms_slots_room(ms_slots *s, uint64_t n)
{
    uint64_t want = s->n ? s->n : 1024;
    while (n * 3 > want * 2) want *= 2;
    if (want == s->n) return true;
    if (want > UINT32_MAX) return false;
    ms_slots more = {ms_calloc(want, sizeof *more.v), (uint32_t)want};
    if (!more.v) return false;
    for (uint32_t i = 0; i < s->n; i++) {
        if (!s->v[i].next) continue;
        uint32_t at = s->v[i].hash & (more.n - 1);
        while (more.v[at].next) at = (at + 1) & (more.n - 1);
        more.v[at] = s->v[i];
    }
    ms_free(s->v);
    *s = more;
    return true;
}

/* ---- texts ------------------------------------------------------------- */

typedef struct where {
    uint64_t at;
    uint32_t n;
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

/* The slot that holds `s`, or the free one where it belongs; there must be slots. */
static struct ms_slot *slot_of(const ms_texts *t, ms_str s, uint32_t hash)
{
    struct ms_slot *x = ms_slots_find(&t->slots, hash, hash);
    while (x->next && !ms_str_eq(ms_texts_get(t, x->next - 1), s))
        x = ms_slots_find(&t->slots, hash, (uint32_t)(x - t->slots.v) + 1);
    return x;
}

bool ms_texts_find(const ms_texts *t, ms_str s, uint32_t *no)
{
    if (!t->slots.n) return false;
    const struct ms_slot *x = slot_of(t, s, (uint32_t)XXH3_64bits(s.p, s.n));
    *no = x->next - 1;
    return x->next != 0;
}

static bool append(ms_texts *t, ms_str s, uint32_t *no)
{
    where w = {.at = t->bytes.n, .n = (uint32_t)s.n};
    if (!ms_buf_put(&t->bytes, s.p, s.n)) return false;
    if (!ms_buf_put(&t->where, &w, sizeof w)) {
        t->bytes.n = w.at;
        return false;
    }
    *no = ms_texts_count(t) - 1;
    return true;
}

bool ms_texts_add(ms_texts *t, ms_str s, uint32_t *no)
{
    if (s.n > UINT32_MAX || !ms_slots_room(&t->slots, (uint64_t)ms_texts_count(t) + 1))
        return false;
    uint32_t hash = (uint32_t)XXH3_64bits(s.p, s.n);
    struct ms_slot *x = slot_of(t, s, hash);
    *no = x->next - 1;
    if (x->next) return true;
    if (!append(t, s, no)) return false;
    *x = (struct ms_slot){hash, *no + 1};
    return true;
}

void ms_texts_free(ms_texts *t)
{
    ms_buf_free(&t->bytes);
    ms_buf_free(&t->where);
    ms_free(t->slots.v);
    *t = (ms_texts){0};
}
