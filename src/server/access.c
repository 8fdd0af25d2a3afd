#include "server/access.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>

#include <sodium.h>

#include "base/cut.h"
#include "base/mem.h"
#include "base/utc.h"

#define MINUTE 60000000000ull /* ns */

/* Tokens of keys that have not been used yet and turn out to be wrong cost a hash each. */
enum { WRONG_A_MINUTE = 30, TAG = 32 };

/* A bucket that holds as many calls as may be made in a minute and fills evenly: when it will
 * be full again, in ns of the monotonic clock. */
typedef struct bucket {
    uint64_t full;
} bucket;

/* A key with what this process has learnt of it. */
typedef struct holder {
    ms_api_key key; /* first: ms_request has its address */
    bucket bucket;
    bool met;               /* its token was shown, and `tag` is made from it */
    unsigned char tag[TAG]; /* BLAKE2b of the token, keyed with `secret` of ms_access */
} holder;

/* One reading of the file. */
struct ms_key_set {
    atomic_uint users; /* calls, and the access itself */
    ms_arena *arena;
    holder *v; /* by id */
    uint32_t n;
};

struct ms_access {
    const char *path;
    uint32_t rate;
    unsigned char secret[crypto_generichash_KEYBYTES];
    ms_file_id file, refused; /* as of ms_server */
    atomic_ullong limited;
    pthread_mutex_t lock; /* of what follows */
    ms_key_set *keys;     /* NULL: none are configured */
    bucket others, wrong;
    pthread_mutex_t hashing; /* one hash at a time, so that memory is bounded */
};

/* ---- buckets ----------------------------------------------------------- */

/* Seconds until a call may be made; 0: now. */
static unsigned wait_of(const bucket *b, uint32_t rate, uint64_t now)
{
    uint64_t room = MINUTE - MINUTE / rate;
    if (b->full <= now + room) return 0;
    return (unsigned)((b->full - now - room + 999999999) / 1000000000);
}

static void spend(bucket *b, uint32_t rate, uint64_t now)
{
    if (b->full < now) b->full = now;
    b->full += MINUTE / rate;
}

/* ---- the file ---------------------------------------------------------- */

static void let(ms_key_set *s)
{
    if (!s || atomic_fetch_sub(&s->users, 1) != 1) return;
    ms_arena_free(s->arena);
    ms_free(s);
}

static int by_id(const void *id, const void *v)
{
    return ms_str_cmp(*(const ms_str *)id, ((const holder *)v)->key.id);
}

static holder *find(const ms_key_set *s, ms_str id)
{
    return s->n ? bsearch(&id, s->v, s->n, sizeof *s->v, by_id) : NULL;
}

static ms_rc read_set(const char *path, ms_key_set **out, ms_diag *d)
{
    ms_api_keys k;
    ms_key_set *s = ms_calloc(1, sizeof *s);
    *out = NULL;
    if (!s) return ms_fail(d, MS_ENOMEM, 0, 0, "%s", path);
    s->arena = ms_arena_new(0);
    atomic_init(&s->users, 1);
    ms_rc rc = s->arena ? ms_api_keys_read(path, s->arena, &k, d) : MS_ENOMEM;
    if (!rc) s->v = ms_arena_array(s->arena, k.n + 1, sizeof *s->v);
    if (!rc && !s->v) rc = ms_fail(d, MS_ENOMEM, 0, 0, "%s", path);
    for (uint32_t i = 0; !rc && i < k.n; i++) s->v[s->n++].key = k.v[i];
    if (rc) let(s);
    else *out = s;
    return rc;
}

/* Keys that stay keep their bucket, and need not be hashed again. */
static void put_in_force(ms_access *a, ms_key_set *next)
{
    pthread_mutex_lock(&a->lock);
    ms_key_set *old = a->keys;
    for (uint32_t i = 0; old && i < next->n; i++) {
        const holder *was = find(old, next->v[i].key.id);
        if (!was || !ms_str_eq(was->key.hash, next->v[i].key.hash)) continue;
        ms_api_key key = next->v[i].key;
        next->v[i] = *was;
        next->v[i].key = key;
    }
    a->keys = next;
    pthread_mutex_unlock(&a->lock);
    let(old);
}

ms_rc ms_access_look(ms_access *a, bool now, ms_diag *d)
{
    ms_file_id id;
    ms_key_set *next;
    bool there = ms_file_id_now(a->path, &id);
    if (!there && !ms_access_keyed(a)) return MS_OK;
    if (!now && (ms_file_id_eq(&id, &a->file) || ms_file_id_eq(&id, &a->refused))) return MS_OK;
    ms_rc rc = read_set(a->path, &next, d);
    *(rc ? &a->refused : &a->file) = id;
    if (rc) return rc;
    memset(&a->refused, 0xff, sizeof a->refused);
    put_in_force(a, next);
    return MS_OK;
}

ms_rc ms_access_new(const char *path, uint32_t rate, ms_access **out, ms_diag *d)
{
    *out = NULL;
    if (sodium_init() < 0) return ms_fail(d, MS_EIO, 0, 0, "no source of random numbers");
    ms_access *a = ms_calloc(1, sizeof *a);
    if (!a) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory");
    a->path = path;
    a->rate = rate;
    memset(&a->refused, 0xff, sizeof a->refused);
    randombytes_buf(a->secret, sizeof a->secret);
    pthread_mutex_init(&a->lock, NULL);
    pthread_mutex_init(&a->hashing, NULL);
    ms_rc rc = ms_access_look(a, false, d);
    if (rc) ms_access_free(a);
    else *out = a;
    return rc;
}

void ms_access_free(ms_access *a)
{
    if (!a) return;
    let(a->keys);
    sodium_memzero(a->secret, sizeof a->secret);
    pthread_mutex_destroy(&a->lock);
    pthread_mutex_destroy(&a->hashing);
    ms_free(a);
}

bool ms_access_keyed(ms_access *a)
{
    pthread_mutex_lock(&a->lock);
    bool keyed = a->keys != NULL;
    pthread_mutex_unlock(&a->lock);
    return keyed;
}

uint64_t ms_access_limited(ms_access *a)
{
    return atomic_load(&a->limited);
}

/* ---- tokens ------------------------------------------------------------ */

/* The rest of `s` behind the scheme `name` and a space (RFC 9110 §11.4); `p` NULL: another. */
static ms_str after_scheme(ms_str s, const char *name)
{
    size_t n = strlen(name);
    if (s.n <= n || strncasecmp(s.p, name, n) || s.p[n] != ' ') return (ms_str){0};
    return ms_str_trim((ms_str){s.p + n, s.n - n});
}

/* The last api_key of the query. */
static ms_str in_query(const ms_call *c)
{
    static const char name[] = "api_key=";
    ms_str rest = c->query, found = {0};
    while (rest.n) {
        ms_str pair = ms_str_cut(&rest, '&');
        size_t n = sizeof name - 1;
        if (pair.n > n && !memcmp(pair.p, name, n)) found = (ms_str){pair.p + n, pair.n - n};
    }
    ms_str token;
    return found.p && ms_url_decode(found, true, c->arena, &token) ? token : (ms_str){0};
}

static ms_str token_of(const ms_call *c)
{
    ms_str sent = ms_str_trim(ms_call_sent(c, "Authorization"));
    ms_str token = after_scheme(sent, "ApiKey");
    if (!token.p) token = after_scheme(sent, "Bearer");
    return token.p ? token : in_query(c);
}

static void tag_of(const ms_access *a, ms_str token, unsigned char tag[TAG])
{
    crypto_generichash(tag, TAG, (const unsigned char *)token.p, token.n, a->secret,
                       sizeof a->secret);
}

/* Hashes a token of a key that was not shown yet.  `*wait`: seconds until it may be tried. */
static bool meet(ms_access *a, ms_key_set *s, holder *h, ms_str token, unsigned *wait)
{
    unsigned char tag[TAG];
    pthread_mutex_lock(&a->lock);
    *wait = wait_of(&a->wrong, WRONG_A_MINUTE, ms_http_now());
    pthread_mutex_unlock(&a->lock);
    if (*wait) return false;
    pthread_mutex_lock(&a->hashing);
    bool right = ms_api_key_is(&h->key, token);
    pthread_mutex_unlock(&a->hashing);
    tag_of(a, token, tag);
    pthread_mutex_lock(&a->lock);
    /* Another reading of the file may be in force meanwhile. */
    holder *same = a->keys == s ? h : find(a->keys, h->key.id);
    if (!right) spend(&a->wrong, WRONG_A_MINUTE, ms_http_now());
    else if (same && ms_str_eq(same->key.hash, h->key.hash)) {
        same->met = true;
        memcpy(same->tag, tag, TAG);
    }
    pthread_mutex_unlock(&a->lock);
    return right;
}

/* ---- a call ------------------------------------------------------------ */

static bool refuse(ms_request *r, int status, const char *why)
{
    ms_reply_error(r->call, status, "%s", why);
    if (status == 401)
        ms_call_header(r->call, "WWW-Authenticate",
                       MS_STR("Bearer realm=\"marsad\", ApiKey realm=\"marsad\""));
    return false;
}

static bool too_often(ms_access *a, ms_request *r, unsigned wait)
{
    atomic_fetch_add(&a->limited, 1);
    ms_reply_error(r->call, 429, "Too many requests: ask again in %u seconds", wait);
    ms_call_header(r->call, "Retry-After", ms_arena_strf(r->call->arena, "%u", wait));
    return false;
}

/* Takes one call from a bucket. */
static bool within_rate(ms_access *a, ms_request *r, bucket *b, uint32_t rate)
{
    if (!rate) return true;
    pthread_mutex_lock(&a->lock);
    uint64_t now = ms_http_now();
    unsigned wait = wait_of(b, rate, now);
    if (!wait) spend(b, rate, now);
    pthread_mutex_unlock(&a->lock);
    return wait ? too_often(a, r, wait) : true;
}

/* The key that the token shows.  NULL with the reply set. */
static holder *holder_of(ms_access *a, ms_request *r, ms_str token)
{
    char now[MS_UTC_BYTES];
    unsigned char tag[TAG];
    unsigned wait = 0;
    ms_str id = ms_api_token_id(token);
    holder *h = id.p ? find(r->keys, id) : NULL;
    ms_utc_now(now);
    bool right = h && ms_api_key_holds(&h->key, ms_str_z(now));
    if (right) {
        tag_of(a, token, tag);
        pthread_mutex_lock(&a->lock);
        bool met = h->met;
        right = met && !sodium_memcmp(h->tag, tag, TAG);
        pthread_mutex_unlock(&a->lock);
        if (!met) right = meet(a, r->keys, h, token, &wait);
    }
    if (wait) too_often(a, r, wait);
    else if (!right) refuse(r, 401, "The key is not known, has ended or was revoked");
    return right ? h : NULL;
}

/* Whether the path names a data set beyond the key's lists; "default" stands for those. */
static bool beyond_lists(const ms_request *r)
{
    const char *path = r->route->path, *at = strchr(path, '{');
    if (!at || strncmp(at, "{dataset}", 9)) return false;
    ms_str name = r->vars[0];
    if (ms_str_eq(name, MS_STR("default")) || ms_str_eq(name, MS_STR("all"))) return false;
    return !ms_api_key_sees(r->key, name);
}

static bool check_key(ms_access *a, ms_request *r)
{
    ms_str token = token_of(r->call);
    if (!token.p) return refuse(r, 401, "A key is needed: Authorization: Bearer KEY");
    holder *h = holder_of(a, r, token);
    if (!h) return false;
    r->key = &h->key;
    if (!within_rate(a, r, &h->bucket, h->key.rate)) return false;
    if (h->key.role < r->route->role) return refuse(r, 403, "The key's role may not do this");
    if (beyond_lists(r)) return refuse(r, 403, "The key may not see this data set");
    return true;
}

bool ms_access_check(ms_access *a, ms_request *r)
{
    if (r->route->role == MS_NEEDS_NOTHING) return true;
    pthread_mutex_lock(&a->lock);
    r->keys = a->keys;
    if (r->keys) atomic_fetch_add(&r->keys->users, 1);
    pthread_mutex_unlock(&a->lock);
    return r->keys ? check_key(a, r) : within_rate(a, r, &a->others, a->rate);
}

void ms_access_keep(const ms_request *from, ms_request *to)
{
    if (from->keys) atomic_fetch_add(&from->keys->users, 1);
    to->keys = from->keys;
    to->key = from->key;
}

void ms_access_let(ms_request *r)
{
    let(r->keys);
    r->keys = NULL;
    r->key = NULL;
}
