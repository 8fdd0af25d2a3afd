#include "index/near_cache.h"

#include <xxhash.h>

#include "base/mem.h"

/* Everything that an answer depends on. */
typedef struct key {
    uint8_t c[MS_TOKEN_LEN];
    uint8_t n, flags;
    uint8_t runs, x_is_run;
    uint16_t given, asked; /* `asked` is 1 where anything is kept */
} key;

_Static_assert(sizeof(key) == MS_TOKEN_LEN + 8, "no padding");

typedef struct kept {
    key key;
    ms_buf hits;
} kept;

/* Each answer has one place; another one that wants it takes it. */
enum { PLACES = 1 << 17, LARGEST = 1 << 17 /* bytes of an answer that is kept */ };

/* Bytes of all answers; beyond, everything is forgotten. */
enum { MOST = 1 << 26 };

struct ms_near_cache {
    kept at[PLACES];
    size_t held; /* bytes that the answers have room for */
};

ms_near_cache *ms_near_cache_new(void)
{
    return ms_calloc(1, sizeof(ms_near_cache));
}

void ms_near_cache_free(ms_near_cache *c)
{
    for (uint32_t i = 0; c && i < PLACES; i++) ms_buf_free(&c->at[i].hits);
    ms_free(c);
}

void ms_near_cache_clear(ms_near_cache *c)
{
    for (uint32_t i = 0; i < PLACES; i++) {
        c->at[i].key = (key){.asked = 0};
        ms_buf_free(&c->at[i].hits);
    }
    c->held = 0;
}

static key key_of(const ms_near *v, const ms_letters *x, bool x_is_run)
{
    key k = {.n = x->n, .flags = x->flags, .runs = v->runs, .x_is_run = x_is_run, .asked = 1};
    k.given = x->given;
    memcpy(k.c, x->c, x->n);
    return k;
}

static uint32_t place_of(const key *k)
{
    return (uint32_t)(XXH3_64bits(k, sizeof *k) % PLACES);
}

bool ms_near_kept(const ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run)
{
    key k = key_of(v, x, x_is_run);
    return !memcmp(&c->at[place_of(&k)].key, &k, sizeof k);
}

ms_rc ms_near_cached(ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run,
                     ms_buf *hits)
{
    key k = key_of(v, x, x_is_run);
    kept *p = &c->at[place_of(&k)];
    if (!memcmp(&p->key, &k, sizeof k))
        return !p->hits.n || ms_buf_put(hits, p->hits.p, p->hits.n) ? MS_OK : MS_ENOMEM;
    size_t first = hits->n;
    ms_rc rc = ms_near_find(v, x, x_is_run, hits);
    if (rc || hits->n - first > LARGEST) return rc;
    if (c->held > MOST) ms_near_cache_clear(c);
    p->key = (key){.asked = 0};
    p->hits.n = 0;
    size_t held = p->hits.cap;
    if (hits->n > first && !ms_buf_put(&p->hits, hits->p + first, hits->n - first)) return rc;
    c->held += p->hits.cap - held;
    p->key = k;
    return rc;
}
