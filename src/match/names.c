#include "match/names.h"

#include "match/how.h"

enum { RUN_MAX = 3 };

static void load(ms_scorer *s, int side, const ms_name *n)
{
    for (uint32_t i = 0; i < n->n; i++) ms_token_letters(&n->tok[i], &s->x[side][i]);
}

/* What a pair of tokens adds, packed so that sums of pairings compare in this order: what
 * it vouches for (thousandths of tenths of a bit: no more than the lighter of the two, and
 * less the less the letters agree), the weight of the lighter ones, the weight of both,
 * and how many pairs there are of tokens that are not minor. */
enum { COUNT_BITS = 6, BOTH_BITS = 14, LIGHT_BITS = 13 };
enum {
    BOTH_AT = COUNT_BITS,
    LIGHT_AT = BOTH_AT + BOTH_BITS,
    VOUCHED_AT = LIGHT_AT + LIGHT_BITS
};

static uint64_t gain(uint32_t similarity, uint32_t x, uint32_t y, bool minor)
{
    if (!similarity) return 0;
    uint64_t light = x < y ? x : y, loss = (MS_SIMILARITY_ONE - similarity) * 3 / 4;
    return (MS_SIMILARITY_ONE - loss) * light << VOUCHED_AT | light << LIGHT_AT |
           (uint64_t)(x + y) << BOTH_AT | !minor;
}

static uint64_t field(uint64_t sum, unsigned at, unsigned bits)
{
    return sum >> at & ((1u << bits) - 1);
}

/* All gains without joined tokens. */
static void fill(ms_scorer *s, const ms_name *a, const ms_name *b)
{
    s->gains.rows = a->n, s->gains.cols = b->n;
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t j = 0; j < b->n; j++) {
            uint32_t sim = ms_letters_similarity(&s->x[0][i], &s->x[1][j]);
            s->sim[i][j] = (uint16_t)sim;
            s->gains.g[i][j] = gain(sim, a->tok[i].weight, b->tok[j].weight,
                                    (a->tok[i].flags | b->tok[j].flags) & MS_TOKEN_MINOR);
        }
    }
}

/* The token that a run makes; false when it may not. */
static bool join(const ms_name *n, ms_run r, ms_letters *out, uint32_t *weight)
{
    char s[MS_TOKEN_LEN];
    size_t len = 0;
    uint8_t any = 0, all = MS_TOKEN_MINOR | MS_TOKEN_KNOWN;
    *weight = 0;
    for (unsigned i = r.at; i < (unsigned)r.at + r.n; i++) {
        const ms_token *t = &n->tok[i];
        if (len + t->len > MS_TOKEN_LEN) return false;
        memcpy(s + len, t->s, t->len);
        len += t->len;
        *weight += t->weight;
        any |= t->flags;
        all &= t->flags;
    }
    bool words = n->tok[r.at].word != n->tok[r.at + r.n - 1].word;
    if (all & MS_TOKEN_MINOR || (words && (any & MS_TOKEN_SPELLED) && !(any & MS_TOKEN_ABJAD)))
        return false;
    ms_letters_make(s, (unsigned)len,
                    (any & (MS_TOKEN_ABJAD | MS_TOKEN_SPELLED | MS_TOKEN_NUMBER)) |
                        (all & MS_TOKEN_KNOWN),
                    out);
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
            uint64_t v = i == r.at ? gain(sim[j], weight, other->tok[j].weight,
                                          other->tok[j].flags & MS_TOKEN_MINOR)
                                   : (r.side ? g->g[j][from] : g->g[from][j]);
            *(r.side ? &out->g[j][i] : &out->g[i][j]) = v;
        }
    }
}

/* The largest sum of gains of pairs of which none cross. */
static uint64_t in_order(const ms_gains *g)
{
    uint64_t best[MS_NAME_TOKENS + 1] = {0};
    for (uint32_t i = 0; i < g->rows; i++) {
        uint64_t before = 0;
        for (uint32_t j = 0; j < g->cols; j++) {
            uint64_t with = before + g->g[i][j];
            before = best[j + 1];
            if (best[j] > best[j + 1]) best[j + 1] = best[j];
            if (with > best[j + 1]) best[j + 1] = with;
        }
    }
    return best[g->cols];
}

/* The share `part` / `whole` of `all`, rounded towards 0. */
static int32_t share(int32_t all, uint64_t part, uint64_t whole)
{
    if (part > whole) part = whole;
    return whole ? (int32_t)(all * (int64_t)part / (int64_t)whole) : 0;
}

/* The tokens that are not minor; a run counts as one. */
static uint32_t major(const ms_name *n, const ms_run *r, uint8_t side)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->n; i++) {
        if (r->n && r->side == side && i >= r->at && i < (uint32_t)r->at + r->n)
            count += i == r->at;
        else count += !(n->tok[i].flags & MS_TOKEN_MINOR);
    }
    return count;
}

/* Parts of people's names are left out less freely than those of firms. */
ms_finding ms_names_surplus(const ms_name *a, const ms_name *b)
{
    bool person = a->kind == MS_NAME_PERSON || b->kind == MS_NAME_PERSON;
    return person ? MS_FINDING_NAME_SURPLUS : MS_FINDING_NAME_SURPLUS_OTHER;
}

/* How often the number `t` stands in the name. */
static uint32_t count_number(const ms_name *n, const ms_token *t)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->n; i++) count += !memcmp(n->tok[i].s, t->s, sizeof t->s);
    return count;
}

/* True when every number of `a` stands in both names as often. */
static bool numbers_in_both(const ms_name *a, const ms_name *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const ms_token *t = &a->tok[i];
        if (t->flags & MS_TOKEN_NUMBER && count_number(a, t) != count_number(b, t))
            return false;
    }
    return true;
}

/* Ships and aircraft of one name are told apart by their numbers. */
static bool numbers_differ(const ms_name *a, const ms_name *b)
{
    if (a->kind != MS_NAME_THING && b->kind != MS_NAME_THING) return false;
    return !numbers_in_both(a, b) || !numbers_in_both(b, a);
}

int32_t ms_name_odds_sum(ms_name_odds o)
{
    return o.met + o.missing + o.surplus + o.number + o.order + o.weak;
}

/* docs/scoring.md, "Name", 4. */
static ms_name_odds odds_of(const ms_gains *g, const ms_name *a, const ms_name *b, ms_run r)
{
    uint64_t sum = ms_assign(g, NULL), one = MS_SIMILARITY_ONE;
    if (!sum) return (ms_name_odds){.met = ms_finding_odds(MS_FINDING_NAME_NONE)};
    uint64_t met = sum >> VOUCHED_AT, all = (uint64_t)a->weight + b->weight;
    uint64_t left = all - field(sum, BOTH_AT, BOTH_BITS);
    uint64_t pairs = field(sum, 0, COUNT_BITS);
    uint64_t left_a = major(a, &r, 0) - pairs, left_b = major(b, &r, 1) - pairs;
    uint64_t fewer = left_a < left_b ? left_a : left_b;
    uint64_t against = fewer ? one * left * fewer / (left_a + left_b) : 0;
    uint64_t missing = against + one * field(sum, LIGHT_AT, LIGHT_BITS) - met;
    ms_name_odds o = {
        .met = ms_finding_odds(MS_FINDING_NAME_LEAST) +
               share(ms_finding_odds(MS_FINDING_NAME_RISE), met,
                     one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_NAME)),
        .missing =
            share(ms_finding_odds(MS_FINDING_NAME_MISSING), missing,
                  one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_MISSING)) +
            share(ms_finding_odds(MS_FINDING_NAME_MISSING_SHARE), 2 * missing, one * all),
        .surplus = share(ms_finding_odds(ms_names_surplus(a, b)), one * left - 2 * against,
                         2 * one * (a->weight < b->weight ? a->weight : b->weight)),
        .number = numbers_differ(a, b) ? ms_finding_odds(MS_FINDING_NAME_NUMBER) : 0,
        .order = share(ms_finding_odds(MS_FINDING_NAME_ORDER),
                       met - (in_order(g) >> VOUCHED_AT), met),
        .weak = a->weak || b->weak ? ms_finding_odds(MS_FINDING_NAME_WEAK) : 0,
    };
    int32_t below = ms_finding_odds(MS_FINDING_NAME_NONE) - ms_name_odds_sum(o);
    if (below > 0) o.missing += below;
    return o;
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
    ms_name_odds best = odds_of(&s->gains, a, b, *run);
    for (uint8_t side = 0; side < 2; side++) {
        for (uint8_t n = 2; n <= RUN_MAX; n++) {
            for (uint8_t at = 0; (uint32_t)at + n <= names[side]->n; at++) {
                ms_run r = {side, at, n};
                uint16_t sim[MS_NAME_TOKENS];
                uint32_t weight;
                if (!run_similarities(s, names, r, sim, &weight)) continue;
                replace(s, names[!side], r, sim, weight);
                ms_name_odds o = odds_of(&s->joined, a, b, r);
                if (ms_name_odds_sum(o) > ms_name_odds_sum(best)) best = o, *run = r;
            }
        }
    }
    return best;
}

static uint32_t weight_of(const ms_name *n, uint32_t at, uint32_t count)
{
    uint32_t w = 0;
    while (count--) w += n->tok[at++].weight;
    return w;
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

uint32_t ms_names_parts(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run run,
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
    uint64_t all = ms_assign(g, col_of) >> VOUCHED_AT, vouched = 0;
    for (uint32_t i = 0; i < g->rows; i++) {
        if (col_of[i] < 0) continue;
        uint64_t before = vouched;
        vouched += g->g[i][col_of[i]] >> VOUCHED_AT;
        parts[n] = met(s, a, b, run, i, (uint32_t)col_of[i], sim);
        parts[n++].effect = share(odds, vouched, all) - share(odds, before, all);
    }
    return add_left_over(a, b, parts, n);
}
