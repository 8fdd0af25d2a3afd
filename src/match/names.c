#include "match/names.h"

#include "match/gain.h"
#include "match/how.h"
#include "match/role.h"
#include "match/run.h"

static void load(ms_scorer *s, int side, const ms_name *n)
{
    for (uint32_t i = 0; i < n->n; i++) ms_token_letters(&n->tok[i], &s->x[side][i]);
}

/* All gains without joined tokens. */
static void fill(ms_scorer *s, const ms_name *a, const ms_name *b)
{
    s->gains.rows = a->n, s->gains.cols = b->n;
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t j = 0; j < b->n; j++) {
            uint32_t sim = ms_letters_similarity(&s->x[0][i], &s->x[1][j]);
            s->sim[i][j] = (uint16_t)sim;
            s->gains.g[i][j] = ms_gain_of(sim, a->tok[i].weight, b->tok[j].weight,
                                          (a->tok[i].flags | b->tok[j].flags) & MS_TOKEN_MINOR);
        }
    }
}

static uint32_t weight_of(const ms_name *n, uint32_t at, uint32_t count)
{
    uint32_t w = 0;
    while (count--) w += n->tok[at++].weight;
    return w;
}

/* The token that a run makes; false when it may not. */
static bool join(const ms_name *n, ms_run r, ms_letters *out, uint32_t *weight)
{
    ms_token t;
    if (!ms_run_make(n->tok + r.at, r.n, &t)) return false;
    *weight = weight_of(n, r.at, r.n);
    ms_letters_make(t.s, t.len, t.flags, out);
    return true;
}

/* Whether any token of the other name can be spelled as the run is. */
static bool run_may(const ms_scorer *s, const ms_name *other, ms_run r)
{
    uint64_t set = 0;
    uint8_t flags = 0;
    for (unsigned i = r.at; i < (unsigned)r.at + r.n; i++) {
        set |= s->x[r.side][i].set;
        flags |= s->x[r.side][i].flags;
    }
    for (uint32_t j = 0; j < other->n; j++)
        if (ms_run_may(set, flags, &s->x[!r.side][j])) return true;
    return false;
}

/* Puts the run's similarities with the other name's tokens into `sim`; false when
 * there are none above 0. */
static bool run_similarities(ms_scorer *s, const ms_name *const names[2], ms_run r,
                             uint16_t sim[MS_NAME_TOKENS], uint32_t *weight)
{
    const ms_name *other = names[!r.side];
    ms_letters joined;
    bool any = false;
    if (!run_may(s, other, r) || !join(names[r.side], r, &joined, weight)) return false;
    for (uint32_t j = 0; j < other->n; j++) {
        sim[j] = (uint16_t)ms_run_similarity(&joined, &s->x[!r.side][j]);
        any |= sim[j] > 0;
    }
    return any;
}

/* Copies `s->gains` to `s->joined` with the run in place of its tokens. */
static void replace(ms_scorer *s, const ms_name *other, ms_run r,
                    const uint16_t sim[MS_NAME_TOKENS], uint32_t weight)
{
    const ms_gains *g = &s->gains;
    ms_gains *out = &s->joined;
    uint32_t gone = r.n - 1u, own = (r.side ? g->cols : g->rows) - gone;
    out->rows = r.side ? g->rows : own;
    out->cols = r.side ? own : g->cols;
    for (uint32_t i = 0; i < own; i++) {
        uint32_t from = i > r.at ? i + gone : i;
        for (uint32_t j = 0; j < other->n; j++) {
            uint64_t v = i == r.at ? ms_gain_of(sim[j], weight, other->tok[j].weight,
                                                other->tok[j].flags & MS_TOKEN_MINOR)
                                   : (r.side ? g->g[j][from] : g->g[from][j]);
            *(r.side ? &out->g[j][i] : &out->g[i][j]) = v;
        }
    }
}

ms_name_odds ms_names_odds(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run *run)
{
    const ms_name *const names[2] = {a, b};
    *run = (ms_run){0};
    if (a->n == 0 || b->n == 0)
        return (ms_name_odds){.met = ms_finding_odds(MS_FINDING_NAME_NONE)};
    load(s, 0, a);
    load(s, 1, b);
    fill(s, a, b);
    ms_name_odds best = ms_pairing_odds(s, &s->gains, a, b, *run);
    for (uint8_t side = 0; side < 2; side++) {
        for (uint8_t n = 2; n <= MS_RUN_MAX; n++) {
            for (uint8_t at = 0; (uint32_t)at + n <= names[side]->n; at++) {
                ms_run r = {side, at, n};
                uint16_t sim[MS_NAME_TOKENS];
                uint32_t weight;
                if (!run_similarities(s, names, r, sim, &weight)) continue;
                replace(s, names[!side], r, sim, weight);
                ms_name_odds o = ms_pairing_odds(s, &s->joined, a, b, r);
                if (ms_name_odds_sum(o) > ms_name_odds_sum(best)) best = o, *run = r;
            }
        }
    }
    return best;
}

/* One matched pair: row i and column j of a gains table in which `r` is joined. */
static ms_part met(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run r, uint32_t i,
                   uint32_t j, const uint16_t sim[MS_NAME_TOKENS])
{
    uint32_t own = r.side ? j : i, other = r.side ? i : j;
    uint16_t gone = r.n ? (uint16_t)(r.n - 1) : 0;
    uint16_t at = (uint16_t)(r.n && own > r.at ? own + gone : own);
    bool joined = r.n && own == r.at;
    ms_part p = {.q_n = 1, .l_n = 1};
    p.q_at = r.side ? (uint16_t)other : at, p.l_at = r.side ? at : (uint16_t)other;
    if (joined) *(r.side ? &p.l_n : &p.q_n) = r.n;
    p.similarity = joined ? sim[other] : s->sim[p.q_at][p.l_at];
    if (joined) {
        p.how = MS_HOW_JOINED;
    } else {
        const ms_letters *x = &s->x[0][p.q_at], *y = &s->x[1][p.l_at];
        p.how = ms_how_met(x, y, p.similarity);
        if (p.how == MS_HOW_SIMILAR) p.differs = ms_how_differs(x, y);
    }
    p.weight = weight_of(a, p.q_at, p.q_n) + weight_of(b, p.l_at, p.l_n);
    return p;
}

/* Adds what no part covers, on either side. */
static uint32_t add_left_over(const ms_name *a, const ms_name *b, ms_part *parts, uint32_t n)
{
    bool used[2][MS_NAME_TOKENS] = {{false}};
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t i = 0; i < parts[k].q_n; i++) used[0][parts[k].q_at + i] = true;
        for (uint32_t i = 0; i < parts[k].l_n; i++) used[1][parts[k].l_at + i] = true;
    }
    for (uint16_t i = 0; i < a->n; i++)
        if (!used[0][i])
            parts[n++] = (ms_part){
                .how = MS_HOW_UNMATCHED, .q_at = i, .q_n = 1, .weight = a->tok[i].weight};
    for (uint16_t i = 0; i < b->n; i++)
        if (!used[1][i])
            parts[n++] = (ms_part){
                .how = MS_HOW_UNMATCHED, .l_at = i, .l_n = 1, .weight = b->tok[i].weight};
    return n;
}

/* Says of each part what it is in the name. */
static void name_roles(const ms_name *a, const ms_name *b, ms_part *parts, uint32_t n)
{
    for (ms_part *p = parts; p < parts + n; p++) {
        if (p->q_n == 1) p->role = ms_role_of(a, p->q_at);
        if (!p->role && p->l_n == 1) p->role = ms_role_of(b, p->l_at);
    }
}

static uint32_t find_parts(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run run,
                           int32_t odds, ms_part parts[2 * MS_NAME_TOKENS])
{
    const ms_name *const names[2] = {a, b};
    uint16_t sim[MS_NAME_TOKENS] = {0};
    uint32_t weight, n = 0;
    int col_of[MS_NAME_TOKENS];
    if (a->n == 0 || b->n == 0) return add_left_over(a, b, parts, 0);
    load(s, 0, a);
    load(s, 1, b);
    fill(s, a, b);
    const ms_gains *g = &s->gains;
    if (run.n && run_similarities(s, names, run, sim, &weight)) {
        replace(s, names[!run.side], run, sim, weight);
        g = &s->joined;
    }
    uint64_t all = ms_assign(g, col_of) >> MS_GAIN_VOUCHED, vouched = 0;
    for (uint32_t i = 0; i < g->rows; i++) {
        if (col_of[i] < 0) continue;
        uint64_t before = vouched;
        vouched += g->g[i][col_of[i]] >> MS_GAIN_VOUCHED;
        parts[n] = met(s, a, b, run, i, (uint32_t)col_of[i], sim);
        parts[n++].effect = ms_share(odds, vouched, all) - ms_share(odds, before, all);
    }
    return add_left_over(a, b, parts, n);
}

uint32_t ms_names_parts(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run run,
                        int32_t odds, ms_part parts[2 * MS_NAME_TOKENS])
{
    uint32_t n = find_parts(s, a, b, run, odds, parts);
    name_roles(a, b, parts, n);
    return n;
}
