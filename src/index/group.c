/* Which entities are one subject: those that a list's own cross reference names, and
 * those that share a number while nothing else contradicts.  A name alone never joins. */
#include <stdlib.h>

#include "base/mem.h"
#include "index/plan.h"
#include "match/keys.h"

enum {
    NUMBER_MIN = 5,     /* letters and digits of a number that can join */
    SHARED_MAX = 32,    /* entities; what more of them have says nothing about one */
    SCORE_MIN = 700000, /* of the whole identity: nothing contradicts */
    NAME_MIN = 700000   /* of the names, where others may have the number too */
};

/* ---- references -------------------------------------------------------- */

static ms_str text(const ms_plan *p, uint32_t no)
{
    return ms_texts_get(&p->b->texts, no);
}

/* References of entities that are in the list and screened. */
static ms_rc find_refs(ms_plan *p)
{
    for (size_t i = 0; i < MS_COUNT(p->b->refs, ms_rec_ref); i++) {
        const ms_rec_ref *r = MS_AT(p->b->refs, ms_rec_ref, i);
        uint32_t subject, list = MS_AT(p->b->recs, ms_rec, r->rec)->list;
        if (!ms_build_lookup(p->b, list, r->subject, &subject)) continue;
        if (!(MS_AT(p->b->recs, ms_rec, subject)->flags & MS_DISK_MATCHABLE)) continue;
        ms_pos_text ref = {p->pos[subject], r->ref};
        if (!ms_buf_put(&p->refs, &ref, sizeof ref)) return MS_ENOMEM;
    }
    return MS_OK;
}

ms_rc ms_plan_refs(ms_plan *p)
{
    ms_rc rc = find_refs(p);
    if (!rc) rc = ms_plan_texts(p, &p->refs);
    for (size_t i = 0; i < MS_COUNT(p->refs, ms_pos_text) && !rc; i++)
        p->n_refs[MS_AT(p->refs, ms_pos_text, i)->pos]++;
    return rc;
}

/* ---- groups ------------------------------------------------------------ */

/* Groups being found: a forest in which every entity points to a member of its group, in
 * the end to the lowest, and rings of their members (p->next), in no order. */
typedef struct grouping {
    ms_plan *p;
    uint32_t *up;     /* of each position */
    uint64_t *doc_at; /* first document of each position */
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
    uint32_t *next = g->p->next, after = next[a];
    uint32_t x = lowest(g, a), y = lowest(g, b);
    if (x == y) return;
    if (x < y) g->up[y] = x;
    else g->up[x] = y;
    next[a] = next[b];
    next[b] = after;
}

static const ms_rec *rec_at(const grouping *g, uint32_t pos)
{
    return MS_AT(g->p->b->recs, ms_rec, g->p->order[pos]);
}

static const ms_schema *schema_of(const grouping *g, uint32_t pos)
{
    return ms_schema_find(text(g->p, rec_at(g, pos)->schema));
}

static ms_name name_of(grouping *g, const ms_rec_name *n)
{
    ms_token *tok = ms_arena_array(g->a, n->n, sizeof *tok);
    if (!tok) {
        g->rc = MS_ENOMEM;
        return (ms_name){0};
    }
    ms_build_tokens(g->p->b, n, tok);
    return (ms_name){.tok = tok,
                     .n = n->n,
                     .weight = n->weight,
                     .kind = (ms_name_kind)(n->flags >> MS_DISK_KIND_AT),
                     .family = n->family,
                     .weak = n->flags & MS_DISK_WEAK,
                     .text = text(g->p, n->text)};
}

static ms_identity identity_of(grouping *g, uint32_t pos)
{
    const ms_build *b = g->p->b;
    const ms_rec *r = rec_at(g, pos);
    ms_name *names = ms_arena_array(g->a, r->n_names, sizeof *names);
    if (!names) g->rc = MS_ENOMEM;
    for (uint32_t i = 0; names && i < r->n_names; i++)
        names[i] = name_of(g, MS_AT(b->names, ms_rec_name, r->name_at + i));
    return (ms_identity){
        .schema = schema_of(g, pos),
        .names = names,
        .births = r->n_births ? MS_AT(b->births, ms_date, r->birth_at) : NULL,
        .documents = MS_AT(g->p->documents, ms_document, g->doc_at[pos]),
        .countries = r->n_countries ? MS_AT(b->countries, ms_country, r->country_at) : NULL,
        .n_names = names ? r->n_names : 0,
        .n_births = r->n_births,
        .n_documents = g->p->n_documents[pos],
        .n_countries = r->n_countries,
        .sexes = r->sexes,
    };
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
    ms_identity x = identity_of(g, a), y = identity_of(g, b);
    x.documents = y.documents = &number;
    x.n_documents = y.n_documents = 1;
    x.n_names = y.n_names = 0;
    return ms_score(g->scorer, &x, &y) >= SCORE_MIN;
}

/* Whether no member of the group of `a` contradicts one of the group of `b`. */
static bool groups_possible(grouping *g, uint32_t a, uint32_t b)
{
    const uint32_t *next = g->p->next;
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
    if (ms_schema_comparable(schema_of(g, a), schema_of(g, b))) join(g, a, b);
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
    const ms_build *b = g->p->b;
    uint32_t no, rec;
    if (!ms_texts_find(&b->texts, id, &no)) return;
    for (uint32_t list = 0; list < g->p->n_lists; list++) {
        if (!ms_build_lookup(b, list, no, &rec)) continue;
        if (MS_AT(b->recs, ms_rec, rec)->flags & MS_DISK_MATCHABLE)
            join_comparable(g, r->pos, g->p->pos[rec]);
    }
}

static void join_by_refs(grouping *g)
{
    size_t n = MS_COUNT(g->p->refs, ms_pos_text), from = 0;
    ms_pos_text *v = ms_calloc(n, sizeof *v);
    if (!v) {
        g->rc = MS_ENOMEM;
        return;
    }
    if (n) memcpy(v, g->p->refs.p, n * sizeof *v);
    qsort(v, n, sizeof *v, by_text_number);
    for (size_t i = 1; i <= n; i++) {
        if (i < n && v[i].text == v[from].text) continue;
        ms_str ref = text(g->p, v[from].text);
        join_run(g, v + from, i - from);
        for (size_t k = from; ref.p[0] == MS_REF_MARK && k < i; k++)
            join_referent(g, &v[k], (ms_str){ref.p + 1, ref.n - 1});
        from = i;
    }
    ms_free(v);
}

/* ---- by number --------------------------------------------------------- */

typedef struct numbered {
    const ms_document *d;
    uint32_t pos;
} numbered;

static int by_number(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
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

static void join_by_numbers(grouping *g)
{
    const ms_buf *all = &g->p->documents;
    size_t n = 0, from = 0;
    numbered *v = ms_calloc(MS_COUNT(*all, ms_document), sizeof *v);
    if (!v) {
        g->rc = MS_ENOMEM;
        return;
    }
    for (uint32_t e = 0; e < g->p->n; e++)
        for (uint32_t i = 0; i < g->p->n_documents[e]; i++) {
            const ms_document *d = MS_AT(*all, ms_document, g->doc_at[e] + i);
            if (can_join(d) && rec_at(g, e)->flags & MS_DISK_MATCHABLE)
                v[n++] = (numbered){d, e};
        }
    qsort(v, n, sizeof *v, by_number);
    for (size_t i = 1; i <= n && !g->rc; i++) {
        if (i < n && !memcmp(v[i].d->s, v[from].d->s, sizeof v->d->s)) continue;
        join_numbers(g, v + from, i - from);
        from = i;
    }
    ms_free(v);
}

/* ---- whole ------------------------------------------------------------- */

/* From the forest to rings: each member to the next higher, the highest to the lowest.
 * The lowest, once it is passed, keeps the highest member so far in `up`. */
static void make_rings(grouping *g)
{
    uint32_t *next = g->p->next;
    for (uint32_t e = 0; e < g->p->n; e++) g->up[e] = lowest(g, e);
    for (uint32_t e = 0; e < g->p->n; e++) {
        uint32_t low = g->up[e];
        next[e] = low;
        if (e == low) continue;
        next[g->up[low]] = e;
        g->up[low] = e;
    }
}

ms_rc ms_plan_groups(ms_plan *p)
{
    uint64_t at = 0;
    grouping g = {.p = p,
                  .up = ms_calloc(p->n, sizeof *g.up),
                  .doc_at = ms_calloc(p->n, sizeof *g.doc_at),
                  .scorer = ms_scorer_new(),
                  .a = ms_arena_new(0)};
    if (!g.up || !g.doc_at || !g.scorer || !g.a) g.rc = MS_ENOMEM;
    for (uint32_t e = 0; e < p->n && !g.rc; at += p->n_documents[e++]) {
        g.up[e] = p->next[e] = e;
        g.doc_at[e] = at;
    }
    if (!g.rc) join_by_refs(&g);
    if (!g.rc) join_by_numbers(&g);
    if (!g.rc) make_rings(&g);
    ms_free(g.up);
    ms_free(g.doc_at);
    ms_scorer_free(g.scorer);
    ms_arena_free(g.a);
    return g.rc;
}
