#include "index/near_cache.h"

#include <xxhash.h>

#include "base/mem.h"

/* Everything that an answer depends on. */
typedef struct key {
    uint8_t c[MS_TOKEN_LEN];
    uint8_t n, flags;
    uint8_t units, x_is_run; /* `units` by what ms_near says of them */
    uint16_t given, asked;   /* `asked` is 1 where anything is kept */
} key;

_Static_assert(sizeof(key) == MS_TOKEN_LEN + 8, "no padding");

typedef struct kept {
    key key;
    ms_buf hits;
} kept;

/* Each answer has one place; another one that wants it takes it.  There are more places as more
 * is kept: most searchers ask little, and few ask much. */
enum {
    FEWEST = 1 << 8,
    PLACES = 1 << 17,
    LARGEST = 1 << 17 /* bytes of an answer that is kept */
};

/* Bytes of all answers; beyond, everything is forgotten. */
enum { MOST = 1 << 26 };

struct ms_near_cache {
    kept *at;
    uint32_t places; /* a power of two */
    uint32_t taken;  /* of them */
    size_t held;     /* bytes that the answers have room for */
};

ms_near_cache *ms_near_cache_new(void)
{
    ms_near_cache *c = ms_calloc(1, sizeof *c);
    kept *at = c ? ms_calloc(FEWEST, sizeof *at) : NULL;
    if (!at) return ms_free(c), NULL;
    c->at = at;
    c->places = FEWEST;
    return c;
}

void ms_near_cache_free(ms_near_cache *c)
{
    if (!c) return;
    ms_near_cache_clear(c);
    ms_free(c->at);
    ms_free(c);
}

void ms_near_cache_clear(ms_near_cache *c)
{
    for (uint32_t i = 0; i < c->places; i++) ms_buf_free(&c->at[i].hits);
    memset(c->at, 0, c->places * sizeof *c->at);
    c->taken = 0;
    c->held = 0;
}

static key key_of(const ms_near *v, const ms_letters *x, bool x_is_run)
{
    key k = {.n = x->n, .flags = x->flags, .x_is_run = x_is_run, .asked = 1};
    k.units = (uint8_t)(v->runs | v->whose << 1);
    k.given = x->given;
    memcpy(k.c, x->c, x->n);
    return k;
}

static kept *place_of(const ms_near_cache *c, const key *k)
{
    return &c->at[XXH3_64bits(k, sizeof *k) & (c->places - 1)];
}

/* Twice as many places; as many as there are where there is no memory. */
static void grow(ms_near_cache *c)
{
    ms_near_cache old = *c;
    kept *at = ms_calloc(2 * (size_t)old.places, sizeof *at);
    if (!at) return;
    c->at = at;
    c->places = 2 * old.places;
    for (uint32_t i = 0; i < old.places; i++)
        if (old.at[i].key.asked) *place_of(c, &old.at[i].key) = old.at[i];
        else ms_buf_free(&old.at[i].hits);
    ms_free(old.at);
}

bool ms_near_kept(const ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run)
{
    key k = key_of(v, x, x_is_run);
    return !memcmp(&place_of(c, &k)->key, &k, sizeof k);
}

ms_rc ms_near_cached(ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run,
                     ms_buf *hits)
{
    key k = key_of(v, x, x_is_run);
    kept *p = place_of(c, &k);
    if (!memcmp(&p->key, &k, sizeof k))
        return !p->hits.n || ms_buf_put(hits, p->hits.p, p->hits.n) ? MS_OK : MS_ENOMEM;
    size_t first = hits->n;
    ms_rc rc = ms_near_find(v, x, x_is_run, hits);
    if (rc || hits->n - first > LARGEST) return rc;
    if (c->held > MOST) ms_near_cache_clear(c);
    if (c->taken > c->places / 2 && c->places < PLACES) grow(c), p = place_of(c, &k);
    bool fresh = !p->key.asked;
    p->key = (key){.asked = 0};
    p->hits.n = 0;
    size_t held = p->hits.cap;
    if (hits->n > first && !ms_buf_put(&p->hits, hits->p + first, hits->n - first)) return rc;
    c->held += p->hits.cap - held;
    c->taken += fresh;
    p->key = k;
    return rc;
}
