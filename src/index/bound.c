#include "index/bound.h"

#include "match/gain.h"
#include "match/odds.h"

/* What the facts of `q` add at most to names that are as likely as `odds` makes them. */
static int32_t facts_at_most(const ms_identity *q, int32_t odds)
{
    static const struct {
        ms_finding from, to;
    } facts[] = {{MS_FINDING_BIRTH_DAY, MS_FINDING_BIRTH_OFF_MORE},
                 {MS_FINDING_SEX, MS_FINDING_SEX},
                 {MS_FINDING_COUNTRY, MS_FINDING_COUNTRY}};
    const bool given[] = {q->n_births > 0, q->sexes != 0, q->n_countries > 0};
    uint32_t likely = ms_odds_score(odds);
    int64_t sum = 0;
    for (int i = 0; i < 3; i++) {
        int32_t most = 0;
        for (int f = (int)facts[i].from; given[i] && f <= (int)facts[i].to; f++)
            if (ms_finding_odds((ms_finding)f) > most) most = ms_finding_odds((ms_finding)f);
        sum += (int64_t)most * likely / MS_SCORE_ONE;
    }
    return (int32_t)sum;
}

int32_t ms_least_odds(const ms_identity *q, uint32_t threshold)
{
    enum { LOW = -10000, HIGH = 10000 }; /* beyond, scores are 0 and 1 */
    int32_t none = ms_finding_odds(MS_FINDING_NAME_NONE), low = LOW, high = HIGH;
    if (ms_odds_score(high) < threshold) return INT32_MAX;
    while (low < high) { /* what facts add grows with the odds */
        int32_t mid = low + (high - low) / 2;
        if (ms_odds_score(mid + facts_at_most(q, mid)) >= threshold) high = mid;
        else low = mid + 1;
    }
    return low > none ? low : none + 1; /* names that have nothing in common score 0 */
}

/* The log-odds where what contradicts is `part` of `whole` of what is left over. */
static int32_t odds_where(const ms_known *k, uint64_t part, uint64_t whole)
{
    uint64_t one = MS_SIMILARITY_ONE, against = one * k->left * part / whole;
    ms_finding surplus = k->person ? MS_FINDING_NAME_SURPLUS : MS_FINDING_NAME_SURPLUS_OTHER;
    return ms_finding_odds(MS_FINDING_NAME_LEAST) +
           ms_share(ms_finding_odds(MS_FINDING_NAME_RISE), k->vouched,
                    one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_NAME)) +
           ms_share(ms_finding_odds(MS_FINDING_NAME_MISSING), against,
                    one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_MISSING)) +
           ms_share(ms_finding_odds(surplus), one * k->left - 2 * against, 2 * one * k->weight);
}

/* The share of what is left over that contradicts is between the smallest that the counts
 * allow and a half; what it costs is concave in it, so that one of the two costs least. */
int32_t ms_odds_at_most(const ms_known *k)
{
    enum { ROUNDED = 3 }; /* three shares, each rounded towards 0 */
    uint64_t part = 0, whole = 1;
    if (k->left_a && k->left_b) {
        uint64_t few_a = k->left_a, all_b = k->left_a + k->major_b;
        uint64_t few_b = k->left_b, all_a = k->left_b + k->major_a;
        bool first = few_a * all_a < few_b * all_b;
        part = first ? few_a : few_b, whole = first ? all_b : all_a;
    }
    int32_t least = odds_where(k, part, whole), half = odds_where(k, 1, 2);
    return (least > half ? least : half) + ROUNDED;
}
