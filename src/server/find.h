/* Which entities answer a search. */
#ifndef MARSAD_SERVER_FIND_H
#define MARSAD_SERVER_FIND_H

#include "server/grammar.h"
#include "server/site.h"

/* A search under way; `a` has all that it works out. */
typedef struct ms_find {
    const ms_snap *snap;
    const ms_words *words;
    ms_arena *a;
    uint32_t n;     /* entities */
    size_t blocks;  /* of 64 bits that a set has */
    uint64_t *each; /* all of them */
} ms_find;

/* False: no memory. */
bool ms_find_begin(ms_find *f, const ms_snap *s, const ms_words *w, ms_arena *a);

/* How many terms of `n` every entity must be looked at for, since no word tells who may answer:
 * of `id`, `caption`, `first_seen` and the like, and `field:*`. */
unsigned ms_find_scans(const ms_node *n);

/* Works out which entities answer `n`, exactly: its `set`, and those of its children.
 * MS_ENOMEM. */
ms_rc ms_find_set(const ms_find *f, ms_node *n);

/* Adds to `score` of the entities in `set` what their answers to `n` count, as
 * docs/search-query.md has it.  MS_ENOMEM. */
ms_rc ms_find_score(const ms_find *f, const ms_node *n, const uint64_t *set, uint32_t *score);

static inline bool ms_set_has(const uint64_t *set, uint32_t e)
{
    return set[e / 64] >> e % 64 & 1;
}

/* The first entity of `set` from `e` on; `n` where there is none: for (e = ms_set_next(s, 0,
 * n); e < n; e = ms_set_next(s, e + 1, n)). */
static inline uint32_t ms_set_next(const uint64_t *set, uint32_t e, uint32_t n)
{
    while (e < n) {
        uint64_t left = set[e / 64] >> e % 64;
        if (left) return e + (uint32_t)__builtin_ctzll(left);
        e = (e / 64 + 1) * 64;
    }
    return n;
}

#endif
