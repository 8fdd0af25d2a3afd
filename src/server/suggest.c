#include "server/suggest.h"

#include <stdlib.h>

#include <marsad/name.h>

#include "base/grow.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "server/member.h"

/* The names of entity i are the bytes of `text` from at[i] to at[i + 1], each with a line feed
 * behind it, which no folded name has. */
struct ms_suggest {
    ms_out text;
    uint32_t *at;
    uint32_t n;
};

/* ---- reading ----------------------------------------------------------- */

static bool put_name(ms_suggest *g, ms_str name, ms_arena *a)
{
    ms_str key = ms_text_key(name, a);
    if (!key.p) return false;
    if (!key.n) return true;
    ms_out_raw(&g->text, key);
    ms_out_char(&g->text, '\n');
    return !g->text.failed;
}

static bool put_names(ms_suggest *g, const ms_snap_entity *e, ms_arena *a)
{
    ms_str json = ms_member(e->json, MS_STR("properties")), name, values, v;
    if (!put_name(g, e->caption, a)) return false;
    for (size_t at = 0; json.n && ms_member_next(json, &at, &name, &values);) {
        const ms_prop *p = e->schema ? ms_schema_prop(e->schema, name) : NULL;
        if (!p || ms_prop_type(p) != MS_TYPE_NAME) continue;
        for (size_t item = 0; ms_member_item(values, &item, &v);) {
            ms_str text = ms_member_string(v, a);
            if (!ms_str_eq(text, e->caption) && !put_name(g, text, a)) return false;
        }
    }
    return true;
}

static bool read_names(ms_suggest *g, const ms_snap *s, ms_arena *a)
{
    for (uint32_t i = 0; i < g->n; i++) {
        ms_snap_entity e = ms_snap_get(s, i);
        bool room = g->text.n < MS_SUGGEST_BYTES;
        if (e.matchable && room && !put_names(g, &e, a)) return false;
        g->at[i + 1] = (uint32_t)g->text.n;
        ms_arena_reset(a);
    }
    return true;
}

ms_rc ms_suggest_new(const ms_snap *s, ms_suggest **out)
{
    ms_suggest *g = ms_calloc(1, sizeof *g);
    ms_arena *a = ms_arena_new(0);
    bool ok = g && a;
    *out = NULL;
    if (ok) {
        g->n = ms_snap_entities(s);
        g->at = ms_calloc((size_t)g->n + 1, sizeof *g->at);
        ok = g->at && read_names(g, s, a);
    }
    ms_arena_free(a);
    if (ok) *out = g;
    else ms_suggest_free(g);
    return ok ? MS_OK : MS_ENOMEM;
}

void ms_suggest_free(ms_suggest *g)
{
    if (!g) return;
    ms_out_free(&g->text);
    ms_free(g->at);
    ms_free(g);
}

/* ---- finding ----------------------------------------------------------- */

typedef struct hit {
    uint32_t rank, entity; /* the lesser rank is better */
} hit;

typedef struct hits {
    hit *v;
    uint32_t n, cap;
} hits;

static bool put(hits *h, hit one, ms_arena *a)
{
    if (h->n && h->v[h->n - 1].entity == one.entity) {
        if (one.rank < h->v[h->n - 1].rank) h->v[h->n - 1] = one;
        return true;
    }
    hit *v = ms_grow(a, h->v, h->n, &h->cap, sizeof *v);
    if (!v) return false;
    h->v = v;
    h->v[h->n++] = one;
    return true;
}

/* How good it is that the text at `at` is found in a name of entity `e`: the caption, which is
 * its first, before others; at the beginning before elsewhere; then by the name's length. */
static uint32_t rank_of(const ms_suggest *g, uint32_t e, size_t at)
{
    enum { LONGEST = 0xffff, ELSEWHERE = 1 << 16, OTHER = 1 << 17 };
    const char *end = memchr(g->text.p + at, '\n', g->text.n - at);
    const char *before = memrchr(g->text.p + g->at[e], '\n', at - g->at[e]);
    size_t begin = before ? (size_t)(before - g->text.p) + 1 : g->at[e];
    size_t n = (size_t)(end - g->text.p) - begin;
    return (uint32_t)(n < LONGEST ? n : LONGEST) | (begin < at ? ELSEWHERE : 0) |
           (before ? OTHER : 0);
}

static int by_rank(const void *a, const void *b)
{
    const hit *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

ms_rc ms_suggest_find(const ms_suggest *g, ms_str prefix, ms_arena *a, uint32_t **out,
                      uint32_t *n)
{
    hits h = {0};
    uint32_t e = 0;
    ms_str key = ms_text_key(prefix, a);
    *n = 0;
    if (!key.p) return MS_ENOMEM;
    const char *p = key.n ? g->text.p : NULL, *end = g->text.p + g->text.n;
    while (p && h.n < MS_SUGGEST_FOUND) {
        p = memmem(p, (size_t)(end - p), key.p, key.n);
        if (!p) break;
        size_t at = (size_t)(p++ - g->text.p);
        if (at && g->text.p[at - 1] != '\n' && g->text.p[at - 1] != ' ') continue;
        while (g->at[e + 1] <= at) e++;
        if (!put(&h, (hit){rank_of(g, e, at), e}, a)) return MS_ENOMEM;
    }
    if (h.n) qsort(h.v, h.n, sizeof *h.v, by_rank);
    *out = ms_arena_array(a, h.n, sizeof **out);
    if (!*out) return MS_ENOMEM;
    for (; *n < h.n; ++*n) (*out)[*n] = h.v[*n].entity;
    return MS_OK;
}
