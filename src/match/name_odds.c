#include "match/gain.h"
#include "match/names.h"

/* The largest sum of gains of pairs of which none cross, where the first `row` rows and `col`
 * columns stand behind the others. */
static uint64_t uncrossed(const ms_gains *g, uint32_t row, uint32_t col)
{
    uint64_t best[MS_NAME_TOKENS + 1] = {0};
    for (uint32_t i = 0; i < g->rows; i++, row++) {
        if (row == g->rows) row = 0;
        const uint64_t *gain = g->g[row];
        uint64_t before = 0;
        for (uint32_t j = 0, at = col; j < g->cols; j++, at++) {
            if (at == g->cols) at = 0;
            uint64_t with = before + gain[at];
            before = best[j + 1];
            if (best[j] > best[j + 1]) best[j + 1] = best[j];
            if (with > best[j + 1]) best[j + 1] = with;
        }
    }
    return best[g->cols];
}

/* How many of the tokens, the first, are said to be the family name; a run counts as one, in
 * which its first token is. */
static uint32_t family(const ms_name *n, const ms_run *r, uint8_t side)
{
    if (!r->n || r->side != side || r->at >= n->family) return n->family;
    uint32_t in = n->family - r->at;
    return n->family - ((in < r->n ? in : r->n) - 1);
}

/* The largest sum of gains of pairs of which none cross.  Where one of the names says which is
 * the family name, the other may have it in front or behind. */
static uint64_t in_order(const ms_gains *g, const ms_name *a, const ms_name *b, ms_run r)
{
    uint64_t as_written = uncrossed(g, 0, 0);
    uint32_t row = family(a, &r, 0), col = family(b, &r, 1);
    if (!row == !col) return as_written;
    uint64_t turned = uncrossed(g, row, col);
    return turned > as_written ? turned : as_written;
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

static bool is_nasab(const ms_token *t)
{
    ms_str s = {t->s, t->len};
    return t->flags & MS_TOKEN_MINOR &&
           (ms_str_eq(s, MS_STR("bin")) || ms_str_eq(s, MS_STR("bint")));
}

/* Ahmad bin Hasan is the father of Hasan bin Ahmad, or nobody of his. */
static bool nasab_reversed(const ms_scorer *s, const ms_name *a, const ms_name *b)
{
    for (uint32_t i = 1; i + 1 < a->n; i++) {
        if (!is_nasab(&a->tok[i])) continue;
        for (uint32_t j = 1; j + 1 < b->n; j++) {
            if (!is_nasab(&b->tok[j])) continue;
            bool crossed = s->sim[i - 1][j + 1] && s->sim[i + 1][j - 1];
            if (crossed && !(s->sim[i - 1][j - 1] && s->sim[i + 1][j + 1])) return true;
        }
    }
    return false;
}

int32_t ms_name_odds_sum(ms_name_odds o)
{
    return o.met + o.missing + o.surplus + o.number + o.nasab + o.order + o.weak;
}

ms_name_odds ms_pairing_odds(const ms_scorer *s, const ms_gains *g, const ms_name *a,
                             const ms_name *b, ms_run r)
{
    ms_gain sum = ms_gain_read(ms_assign(g, NULL));
    if (!sum.vouched) return (ms_name_odds){.met = ms_finding_odds(MS_FINDING_NAME_NONE)};
    uint64_t one = MS_SIMILARITY_ONE, all = (uint64_t)a->weight + b->weight;
    uint64_t left = all - sum.both;
    uint64_t left_a = major(a, &r, 0) - sum.pairs, left_b = major(b, &r, 1) - sum.pairs;
    uint64_t fewer = left_a < left_b ? left_a : left_b;
    uint64_t against = fewer ? one * left * fewer / (left_a + left_b) : 0;
    uint64_t missing = against + one * sum.light - sum.vouched;
    ms_name_odds o = {
        .met = ms_finding_odds(MS_FINDING_NAME_LEAST) +
               ms_share(ms_finding_odds(MS_FINDING_NAME_RISE), sum.vouched,
                        one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_NAME)),
        .missing =
            ms_share(ms_finding_odds(MS_FINDING_NAME_MISSING), missing,
                     one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_MISSING)) +
            ms_share(ms_finding_odds(MS_FINDING_NAME_MISSING_SHARE), 2 * missing, one * all),
        .surplus = ms_share(ms_finding_odds(ms_names_surplus(a, b)), one * left - 2 * against,
                            2 * one * (a->weight < b->weight ? a->weight : b->weight)),
        .number = numbers_differ(a, b) ? ms_finding_odds(MS_FINDING_NAME_NUMBER) : 0,
        .nasab = nasab_reversed(s, a, b) ? ms_finding_odds(MS_FINDING_NAME_NASAB) : 0,
        .order =
            ms_share(ms_finding_odds(MS_FINDING_NAME_ORDER),
                     sum.vouched - ms_gain_read(in_order(g, a, b, r)).vouched, sum.vouched),
        .weak = a->weak || b->weak ? ms_finding_odds(MS_FINDING_NAME_WEAK) : 0,
    };
    int32_t below = ms_finding_odds(MS_FINDING_NAME_NONE) - ms_name_odds_sum(o);
    if (below > 0) o.missing += below;
    return o;
}
