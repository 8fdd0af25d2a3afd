/* Which entities are one subject: those that a list's own cross reference names, and
 * those that share a number while nothing else contradicts.  A name alone never joins. */
#include <endian.h>
#include <stdlib.h>

#include "base/mem.h"
#include "index/group.h"
#include "index/layout.h"
#include "match/keys.h"

enum {
    NUMBER_MIN = 5,     /* letters and digits of a number that can join */
    SHARED_MAX = 32,    /* entities; what more of them have says nothing about one */
    SCORE_MIN = 700000, /* of the whole identity: nothing contradicts */
    NAME_MIN = 700000   /* of the names, where others may have the number too */
};

/* Groups being found: a forest in which every entity points to a member of its group, in
 * the end to the lowest, and rings of their members (next), in no order. */
typedef struct grouping {
    const ms_crowd *c;
    uint32_t *next;
    uint32_t *up; /* of each position */
    ms_scorer *scorer;
    ms_arena *a; /* of one comparison */
    ms_rc rc;
} grouping;

static uint32_t lowest(grouping *g, uint32_t e)
{
    while (g->up[e] != e) e = g->up[e] = g->up[g->up[e]];
    return e;
}

static void join(grouping *g, uint32_t a, uint32_t b)
{
    uint32_t *next = g->next, after = next[a];
    uint32_t x = lowest(g, a), y = lowest(g, b);
    if (x == y) return;
    if (x < y) g->up[y] = x;
    else g->up[x] = y;
    next[a] = next[b];
    next[b] = after;
}

static ms_identity facts_of(const grouping *g, uint32_t pos)
{
    return g->c->facts(g->c->ctx, pos);
}

static ms_identity identity_of(grouping *g, uint32_t pos)
{
    ms_identity id = facts_of(g, pos);
    ms_rc rc = g->c->names(g->c->ctx, pos, g->a, &id);
    if (rc) g->rc = rc;
    return id;
}

static bool names_agree(grouping *g, const ms_identity *x, const ms_identity *y)
{
    for (uint32_t i = 0; i < x->n_names; i++)
        for (uint32_t k = 0; k < y->n_names; k++)
            if (ms_name_score(g->scorer, &x->names[i], &y->names[k]) >= NAME_MIN) return true;
    return false;
}

/* Whether birth dates, sexes and countries leave it possible that two entities are one:
 * as if nothing but a number were known beside them. */
static bool possible(grouping *g, uint32_t a, uint32_t b)
{
    static const ms_document number = {.len = NUMBER_MIN, .s = "00000"};
    ms_identity x = facts_of(g, a), y = facts_of(g, b);
    x.documents = y.documents = &number;
    x.n_documents = y.n_documents = 1;
    x.n_names = y.n_names = 0;
    return ms_score(g->scorer, &x, &y) >= SCORE_MIN;
}

/* Whether no member of the group of `a` contradicts one of the group of `b`. */
static bool groups_possible(grouping *g, uint32_t a, uint32_t b)
{
    const uint32_t *next = g->next;
    uint32_t x = a, y = b;
    do {
        do {
            ms_arena_reset(g->a);
            if (!possible(g, x, y)) return false;
            y = next[y];
        } while (y != b);
        x = next[x];
    } while (x != a);
    return true;
}

/* Whether two entities that share a number are one subject.  Several may hold one wallet, but
 * the wallet itself, which has no name, is one. */
static bool agree(grouping *g, uint32_t a, uint32_t b, bool worldwide, bool wallet)
{
    ms_arena_reset(g->a);
    ms_identity x = identity_of(g, a), y = identity_of(g, b);
    bool sure = worldwide || (wallet && !x.n_names && !y.n_names);
    return !g->rc && ms_score(g->scorer, &x, &y) >= SCORE_MIN &&
           (sure || names_agree(g, &x, &y));
}

/* ---- by reference ------------------------------------------------------ */

static int by_text_number(const void *a, const void *b)
{
    const ms_pos_text *x = a, *y = b;
    return x->text != y->text ? (x->text < y->text ? -1 : 1)
                              : (x->pos > y->pos) - (x->pos < y->pos);
}

static void join_comparable(grouping *g, uint32_t a, uint32_t b)
{
    if (ms_schema_comparable(facts_of(g, a).schema, facts_of(g, b).schema)) join(g, a, b);
}

/* Entities whose lists give them the same number of the same authority. */
static void join_run(grouping *g, const ms_pos_text *v, size_t n)
{
    for (size_t i = 0; n <= SHARED_MAX && i < n; i++)
        for (size_t k = i + 1; k < n; k++) join_comparable(g, v[i].pos, v[k].pos);
}

/* An entity that was merged from others, and these where they are lists' of their own. */
static void join_referent(grouping *g, const ms_pos_text *r, ms_str id)
{
    uint32_t pos;
    for (uint32_t list = 0; list < g->c->n_lists; list++)
        if (g->c->find(g->c->ctx, list, id, &pos) && g->c->screened(g->c->ctx, pos))
            join_comparable(g, r->pos, pos);
}

static void join_by_refs(grouping *g)
{
    size_t n = g->c->n_refs, from = 0;
    ms_pos_text *v = ms_calloc(n, sizeof *v);
    if (!v) {
        g->rc = MS_ENOMEM;
        return;
    }
    if (n) memcpy(v, g->c->refs, n * sizeof *v);
    qsort(v, n, sizeof *v, by_text_number);
    for (size_t i = 1; i <= n; i++) {
        if (i < n && v[i].text == v[from].text) continue;
        ms_str ref = g->c->text(g->c->ctx, &v[from]);
        join_run(g, v + from, i - from);
        for (size_t k = from; ref.n && ref.p[0] == MS_REF_MARK && k < i; k++)
            join_referent(g, &v[k], (ms_str){ref.p + 1, ref.n - 1});
        from = i;
    }
    ms_free(v);
}

/* ---- by number --------------------------------------------------------- */

typedef struct numbered {
    const ms_document *d;
    uint64_t head; /* the first letters of d->s, in their order */
    uint32_t pos;
} numbered;

static uint64_t head_of(const ms_document *d)
{
    uint64_t head;
    _Static_assert(sizeof head <= sizeof d->s, "there are so many");
    memcpy(&head, d->s, sizeof head);
    return be64toh(head);
}

static int by_number(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    if (x->head != y->head) return x->head < y->head ? -1 : 1;
    int c = memcmp(x->d->s, y->d->s, sizeof x->d->s);
    return c ? c : (x->pos > y->pos) - (x->pos < y->pos);
}

static bool can_join(const ms_document *d)
{
    bool digit = false;
    if (!ms_key_joins(d)) return false;
    for (unsigned i = 0; i < ms_key_kept(d); i++)
        digit = digit || (d->s[i] >= '0' && d->s[i] <= '9');
    return d->len >= NUMBER_MIN && digit;
}

static void join_numbers(grouping *g, const numbered *v, size_t n)
{
    for (size_t i = 0; n <= SHARED_MAX && i < n; i++)
        for (size_t k = i + 1; k < n && !g->rc; k++) {
            const ms_document *x = v[i].d, *y = v[k].d;
            bool worldwide = x->kind == MS_KEY_WORLDWIDE && y->kind == MS_KEY_WORLDWIDE;
            bool wallet = x->kind == MS_KEY_WALLET && y->kind == MS_KEY_WALLET;
            if (lowest(g, v[i].pos) == lowest(g, v[k].pos)) continue;
            if (agree(g, v[i].pos, v[k].pos, worldwide, wallet) &&
                groups_possible(g, v[i].pos, v[k].pos))
                join(g, v[i].pos, v[k].pos);
        }
}

/* The numbers of screened entities that can join. */
static bool gather(const grouping *g, ms_buf *to)
{
    for (uint32_t e = 0; e < g->c->n; e++) {
        if (!g->c->screened(g->c->ctx, e)) continue;
        ms_identity id = facts_of(g, e);
        for (uint32_t i = 0; i < id.n_documents; i++) {
            numbered x = {&id.documents[i], head_of(&id.documents[i]), e};
            if (can_join(x.d) && !ms_buf_put(to, &x, sizeof x)) return false;
        }
    }
    return true;
}

static void join_by_numbers(grouping *g)
{
    ms_buf all = {0};
    if (!gather(g, &all)) g->rc = MS_ENOMEM;
    size_t n = MS_COUNT(all, numbered), from = 0;
    numbered *v = MS_ALL(all, numbered);
    if (n) qsort(v, n, sizeof *v, by_number);
    for (size_t i = 1; i <= n && !g->rc; i++) {
        if (i < n && !memcmp(v[i].d->s, v[from].d->s, sizeof v->d->s)) continue;
        join_numbers(g, v + from, i - from);
        from = i;
    }
    ms_buf_free(&all);
}

/* ---- whole ------------------------------------------------------------- */

/* From the forest to rings: each member to the next higher, the highest to the lowest.
 * The lowest, once it is passed, keeps the highest member so far in `up`. */
static void make_rings(grouping *g)
{
    uint32_t *next = g->next;
    for (uint32_t e = 0; e < g->c->n; e++) g->up[e] = lowest(g, e);
    for (uint32_t e = 0; e < g->c->n; e++) {
        uint32_t low = g->up[e];
        next[e] = low;
        if (e == low) continue;
        next[g->up[low]] = e;
        g->up[low] = e;
    }
}

ms_rc ms_groups_find(const ms_crowd *c, uint32_t *next)
{
    grouping g = {.c = c,
                  .next = next,
                  .up = ms_calloc(c->n, sizeof *g.up),
                  .scorer = ms_scorer_new(),
                  .a = ms_arena_new(0)};
    if (!g.up || !g.scorer || !g.a) g.rc = MS_ENOMEM;
    for (uint32_t e = 0; e < c->n && !g.rc; e++) g.up[e] = next[e] = e;
    if (!g.rc) join_by_refs(&g);
    if (!g.rc) join_by_numbers(&g);
    if (!g.rc) make_rings(&g);
    ms_free(g.up);
    ms_scorer_free(g.scorer);
    ms_arena_free(g.a);
    return g.rc;
}
