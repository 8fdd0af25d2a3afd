#include <marsad/shard.h>

#include <pthread.h>

#include <xxhash.h>

#include "base/mem.h"
#include "index/snap.h"

/* ---- whose it is ------------------------------------------------------- */

/* Reads a number from 1 to MS_SHARDS_MAX; 0 for anything else. */
static uint32_t number(ms_str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return 0;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
        if (v > MS_SHARDS_MAX) return 0;
    }
    return v;
}

ms_rc ms_shard_parse(ms_str text, ms_shard *out)
{
    const char *slash = text.n ? memchr(text.p, '/', text.n) : NULL;
    if (!slash) return MS_EINVAL;
    size_t at = (size_t)(slash - text.p);
    uint32_t k = number((ms_str){text.p, at});
    uint32_t n = number((ms_str){slash + 1, text.n - at - 1});
    if (!k || !n || k > n) return MS_EINVAL;
    *out = (ms_shard){k, n};
    return MS_OK;
}

static bool falls(ms_shard s, ms_str id)
{
    return XXH3_64bits(id.p, id.n) % s.n == s.k - 1;
}

bool ms_shard_has(ms_shard s, const ms_entity *e)
{
    bool named = false;
    if (s.n <= 1) return true;
    bool screened = !e->schema || ms_schema_matchable(e->schema);
    for (uint32_t i = 0; i < e->n_props && !screened; i++) {
        const ms_prop_values *p = &e->props[i];
        if (!p->prop || ms_prop_type(p->prop) != MS_TYPE_ENTITY) continue;
        for (uint32_t k = 0; k < p->n; k++) {
            if (falls(s, p->v[k])) return true;
            named = true;
        }
    }
    return !named && falls(s, e->id);
}

/* ---- numbers ----------------------------------------------------------- */

uint64_t ms_snaps_entities(ms_snaps s)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < s.n; i++) sum += ms_snap_entities(s.v[i]);
    return sum;
}

const ms_snap *ms_snaps_of(ms_snaps s, uint32_t *e)
{
    uint32_t i = 0;
    for (; i + 1 < s.n && *e >= ms_snap_entities(s.v[i]); i++) *e -= ms_snap_entities(s.v[i]);
    return s.v[i];
}

uint32_t ms_snaps_list(ms_snaps s, uint32_t e)
{
    uint32_t i = 0, first = 0;
    for (; i + 1 < s.n && e >= ms_snap_entities(s.v[i]); i++) {
        e -= ms_snap_entities(s.v[i]);
        first += ms_snap_lists(s.v[i]);
    }
    return first + ms_snap_get(s.v[i], e).list;
}

/* ---- searching --------------------------------------------------------- */

/* The search of one snapshot. */
typedef struct part {
    const ms_snap *s;
    ms_scorer *scorer;
    const ms_identity *q;
    ms_search o;
    ms_result *best;
    ms_found found;
    ms_rc rc;
    pthread_t thread;
    bool apart; /* `thread` is at work */
} part;

/* What several snapshots are searched with. */
typedef struct parts {
    ms_snaps s;
    part *v;
    uint32_t *lists; /* room for the lists asked for */
} parts;

static void *search_part(void *p)
{
    part *x = p;
    x->rc = ms_snap_search(x->s, x->scorer, x->q, &x->o, x->best, &x->found);
    return NULL;
}

/* Whether `a`, with the entity number of its snapshot, comes before `b`. */
static bool before(const ms_snap *s, ms_result a, const ms_snap *t, ms_result b)
{
    if (a.score != b.score) return a.score > b.score;
    ms_snap_entity x = ms_snap_get(s, a.entity), y = ms_snap_get(t, b.entity);
    int c = ms_str_cmp(x.id, y.id);
    if (!c) c = ms_str_cmp(ms_snap_list_name(s, x.list), ms_snap_list_name(t, y.list));
    return c < 0;
}

/* Takes the best of what the snapshots have found; each has its own in order. */
static void merge(const parts *p, uint32_t limit, ms_result *out, ms_found *found)
{
    *found = (ms_found){0};
    for (uint32_t i = 0; i < p->s.n; i++) {
        found->total += p->v[i].found.total;
        found->groups += p->v[i].found.groups;
        found->scored += p->v[i].found.scored;
        found->ruled_out += p->v[i].found.ruled_out;
    }
    while (found->n < limit) {
        part *best = NULL;
        uint32_t first = 0, at = 0;
        for (uint32_t i = 0; i < p->s.n; first += ms_snap_entities(p->v[i++].s)) {
            part *x = &p->v[i];
            if (!x->found.n) continue;
            if (best && !before(x->s, *x->best, best->s, *best->best)) continue;
            best = x, at = first;
        }
        if (!best) return;
        out[found->n++] = (ms_result){at + best->best->entity, best->best->score};
        best->best++, best->found.n--;
    }
}

/* Gives each snapshot those of the lists that are its own; the others are not searched. */
static ms_rc share_lists(parts *p, const ms_search *o)
{
    uint32_t first = 0, *room = p->lists, known = 0;
    for (uint32_t i = 0; i < p->s.n; i++) {
        uint32_t n = ms_snap_lists(p->s.v[i]);
        part *x = &p->v[i];
        x->o.lists = room, x->o.n_lists = 0;
        for (uint32_t k = 0; k < o->n_lists; k++)
            if (o->lists[k] >= first && o->lists[k] - first < n)
                room[x->o.n_lists++] = o->lists[k] - first;
        room += x->o.n_lists, known += x->o.n_lists, first += n;
    }
    return known == o->n_lists ? MS_OK : MS_EINVAL;
}

/* Searches all; with `apart` by a thread each, where there is one to be had. */
static ms_rc search_parts(parts *p, bool apart)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 1; i < p->s.n && apart; i++)
        p->v[i].apart = !pthread_create(&p->v[i].thread, NULL, search_part, &p->v[i]);
    for (uint32_t i = 0; i < p->s.n; i++)
        if (!p->v[i].apart) search_part(&p->v[i]);
    for (uint32_t i = 0; i < p->s.n; i++) {
        if (p->v[i].apart) pthread_join(p->v[i].thread, NULL);
        if (!rc) rc = p->v[i].rc;
    }
    return rc;
}

/* Results that each snapshot may have to give. */
static uint32_t most(const ms_snap *s, uint32_t limit)
{
    uint32_t n = ms_snap_entities(s);
    return limit < n ? limit : n;
}

ms_rc ms_snaps_search(ms_snaps s, ms_scorer *const *scorers, const ms_identity *q,
                      const ms_search *o, bool apart, ms_result *out, ms_found *found)
{
    size_t room = 0;
    if (o->size < sizeof *o || !s.n) return MS_EINVAL;
    if (s.n == 1) return ms_snap_search(s.v[0], scorers[0], q, o, out, found);
    if (ms_snaps_entities(s) > UINT32_MAX) return MS_ELIMIT;
    for (uint32_t i = 0; i < s.n; i++) room += most(s.v[i], o->limit);
    parts p = {.s = s,
               .v = ms_calloc(s.n, sizeof *p.v),
               .lists = ms_calloc((size_t)o->n_lists + 1, sizeof *p.lists)};
    ms_result *best = ms_calloc(room + 1, sizeof *best), *at = best;
    ms_rc rc = p.v && p.lists && best ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < s.n && !rc; i++) {
        p.v[i] = (part){.s = s.v[i], .scorer = scorers[i], .q = q, .o = *o, .best = at};
        p.v[i].o.limit = most(s.v[i], o->limit);
        at += p.v[i].o.limit;
    }
    if (!rc && o->lists) rc = share_lists(&p, o);
    if (!rc) rc = search_parts(&p, apart);
    if (!rc) merge(&p, o->limit, out, found);
    ms_free(p.v);
    ms_free(p.lists);
    ms_free(best);
    return rc;
}
