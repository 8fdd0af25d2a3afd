#include "index/near_cache.h"

#include <pthread.h>

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
    uint32_t used; /* when it was asked for last */
    uint32_t n;    /* bytes */
    char *hits;
} kept;

/* Answers stand in parts, by their keys, which threads use at the same time.  Each answer has
 * WAYS places in its part; where all are taken, the one that was not asked for longest goes.
 * There are more places as more is kept: most searchers ask little, and few ask much. */
enum {
    PARTS = 64,
    WAYS = 4,
    FEWEST = 2 * WAYS, /* places of a part */
    PLACES = 1 << 11,
    LARGEST = 1 << 17, /* bytes of an answer that is kept */
    MOST = 1 << 20     /* bytes of all answers of a part; beyond, they are forgotten */
};

typedef struct part {
    pthread_mutex_t lock;
    kept *at;
    uint32_t places; /* a power of two; 0 before anything is kept */
    uint32_t taken;  /* of them */
    uint32_t now;
    size_t held; /* bytes of the answers */
} part;

struct ms_near_cache {
    part part[PARTS];
};

ms_near_cache *ms_near_cache_new(void)
{
    ms_near_cache *c = ms_calloc(1, sizeof *c);
    for (unsigned i = 0; c && i < PARTS; i++) pthread_mutex_init(&c->part[i].lock, NULL);
    return c;
}

static void clear(part *p)
{
    for (uint32_t i = 0; i < p->places; i++) ms_free(p->at[i].hits);
    if (p->places) memset(p->at, 0, p->places * sizeof *p->at);
    p->taken = 0;
    p->held = 0;
}

void ms_near_cache_free(ms_near_cache *c)
{
    if (!c) return;
    for (unsigned i = 0; i < PARTS; i++) {
        clear(&c->part[i]);
        ms_free(c->part[i].at);
        pthread_mutex_destroy(&c->part[i].lock);
    }
    ms_free(c);
}

void ms_near_cache_clear(ms_near_cache *c)
{
    for (unsigned i = 0; i < PARTS; i++) {
        pthread_mutex_lock(&c->part[i].lock);
        clear(&c->part[i]);
        pthread_mutex_unlock(&c->part[i].lock);
    }
}

static key key_of(const ms_near *v, const ms_letters *x, bool x_is_run)
{
    key k = {.n = x->n, .flags = x->flags, .x_is_run = x_is_run, .asked = 1};
    k.units = (uint8_t)(v->runs | v->whose << 1);
    k.given = x->given;
    memcpy(k.c, x->c, x->n);
    return k;
}

static uint64_t hash_of(const key *k)
{
    return XXH3_64bits(k, sizeof *k);
}

static part *part_of(ms_near_cache *c, const key *k)
{
    return &c->part[hash_of(k) % PARTS];
}

/* The first of the WAYS places of `k`. */
static kept *places_of(const part *p, const key *k)
{
    return &p->at[hash_of(k) / PARTS % (p->places / WAYS) * WAYS];
}

/* The answer; NULL: it is not kept. */
static kept *find(const part *p, const key *k)
{
    kept *at = p->places ? places_of(p, k) : NULL;
    for (unsigned i = 0; at && i < WAYS; i++)
        if (!memcmp(&at[i].key, k, sizeof *k)) return &at[i];
    return NULL;
}

/* Frees the place of the answer that was not asked for longest, unless there is a free one. */
static kept *make_place(part *p, const key *k)
{
    kept *at = places_of(p, k), *oldest = at;
    for (unsigned i = 0; i < WAYS; i++) {
        if (!at[i].key.asked) return &at[i];
        if (p->now - at[i].used > p->now - oldest->used) oldest = &at[i];
    }
    ms_free(oldest->hits);
    p->held -= oldest->n;
    p->taken--;
    *oldest = (kept){.n = 0};
    return oldest;
}

static void put(part *p, const kept *answer)
{
    *make_place(p, &answer->key) = *answer;
    p->held += answer->n;
    p->taken++;
}

/* Twice as many places; as many as there are where there is no memory.  False: none. */
static bool grow(part *p)
{
    kept *old = p->at;
    uint32_t n = p->places, places = n ? 2 * n : FEWEST;
    kept *at = ms_calloc(places, sizeof *at);
    if (!at) return n > 0;
    p->at = at;
    p->places = places;
    p->taken = 0;
    p->held = 0;
    for (uint32_t i = 0; i < n; i++)
        if (old[i].key.asked) put(p, &old[i]);
    ms_free(old);
    return true;
}

/* Keeps an answer, where there is memory for it. */
static void keep(part *p, const key *k, const char *hits, size_t n)
{
    kept answer = {.key = *k, .used = ++p->now, .n = (uint32_t)n};
    if (find(p, k)) return; /* another thread has it now */
    if (p->held > MOST) clear(p);
    if (p->taken >= p->places / 4 && p->places < PLACES && !grow(p)) return;
    if (n) {
        answer.hits = ms_malloc(n);
        if (!answer.hits) return;
        memcpy(answer.hits, hits, n);
    }
    put(p, &answer);
}

bool ms_near_kept(ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run)
{
    key k = key_of(v, x, x_is_run);
    part *p = part_of(c, &k);
    pthread_mutex_lock(&p->lock);
    bool is = find(p, &k);
    pthread_mutex_unlock(&p->lock);
    return is;
}

/* Appends the answer; false: it is not kept. */
static bool recall(part *p, const key *k, ms_buf *hits, ms_rc *rc)
{
    pthread_mutex_lock(&p->lock);
    kept *answer = find(p, k);
    if (answer) {
        answer->used = ++p->now;
        *rc = !answer->n || ms_buf_put(hits, answer->hits, answer->n) ? MS_OK : MS_ENOMEM;
    }
    pthread_mutex_unlock(&p->lock);
    return answer;
}

ms_rc ms_near_cached(ms_near_cache *c, const ms_near *v, const ms_letters *x, bool x_is_run,
                     ms_buf *hits)
{
    key k = key_of(v, x, x_is_run);
    part *p = part_of(c, &k);
    size_t first = hits->n;
    ms_rc rc;
    if (recall(p, &k, hits, &rc)) return rc;
    rc = ms_near_find(v, x, x_is_run, hits);
    size_t n = hits->n - first;
    if (rc || n > LARGEST) return rc;
    pthread_mutex_lock(&p->lock);
    keep(p, &k, n ? hits->p + first : NULL, n);
    pthread_mutex_unlock(&p->lock);
    return MS_OK;
}
