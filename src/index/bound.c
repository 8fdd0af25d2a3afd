#include "index/bound.h"

#include "match/cost.h"
#include "match/evidence.h"
#include "match/gain.h"
#include "match/odds.h"

/* What the facts say: how much is added where they agree, in full, and what contradicts. */
typedef struct facts {
    int32_t agrees[MS_FACTS], contradicts;
} facts;

/* The least log-odds of names that reach `threshold`, above those of names that have nothing
 * in common, which score 0.  What facts add grows with the odds. */
static int32_t least_with(const facts *x, uint32_t threshold)
{
    enum { LOW = -10000, HIGH = 10000 }; /* beyond, scores are 0 and 1 */
    int32_t none = ms_finding_odds(MS_FINDING_NAME_NONE), low = LOW, high = HIGH;
    if (ms_odds_score(high) < threshold) return INT32_MAX;
    while (low < high) {
        int32_t mid = low + (high - low) / 2, sum = mid + x->contradicts;
        uint32_t likely = ms_odds_score(mid);
        for (int i = 0; i < MS_FACTS; i++)
            sum += (int32_t)((int64_t)x->agrees[i] * likely / MS_SCORE_ONE);
        if (ms_odds_score(sum) >= threshold) high = mid;
        else low = mid + 1;
    }
    return low > none ? low : none + 1;
}

int32_t ms_least_odds(const ms_identity *q, uint32_t threshold)
{
    static const ms_finding of_fact[][2] = {{MS_FINDING_BIRTH_DAY, MS_FINDING_BIRTH_YEAR},
                                            {MS_FINDING_SEX, MS_FINDING_SEX_OTHER},
                                            {MS_FINDING_COUNTRY, MS_FINDING_COUNTRY_OTHER}};
    const bool given[] = {q->n_births > 0, q->sexes != 0, q->n_countries > 0};
    facts x = {.contradicts = 0};
    for (int i = 0; i < MS_FACTS; i++)
        for (unsigned f = of_fact[i][0]; given[i] && f <= of_fact[i][1]; f++)
            if (ms_finding_odds((ms_finding)f) > x.agrees[i])
                x.agrees[i] = ms_finding_odds((ms_finding)f);
    return least_with(&x, threshold);
}

int32_t ms_least_odds_where(const ms_finding finding[MS_FACTS], uint32_t threshold)
{
    facts x = {.contradicts = 0};
    for (int i = 0; i < MS_FACTS; i++) {
        int32_t odds = finding[i] == MS_FINDINGS ? 0 : ms_finding_odds(finding[i]);
        *(odds > 0 ? &x.agrees[i] : &x.contradicts) += odds;
    }
    return least_with(&x, threshold);
}

void ms_facts_find(const ms_identity *q, const ms_identity *l, ms_finding finding[MS_FACTS])
{
    static const ms_fact fact[] = {MS_FACT_BIRTH_DATE, MS_FACT_SEX, MS_FACT_NATIONALITY};
    for (int i = 0; i < MS_FACTS; i++) {
        ms_outcome o = ms_evidence_compare(fact[i], q, l);
        finding[i] = o.found ? o.finding : MS_FINDINGS;
    }
}

/* What an initial and a token that begins with it vouch for, of 1000; the rest is missing. */
static uint64_t first_letter_vouches(void)
{
    return ms_gain_of(MS_SIMILARITY_INITIAL, 1, 1, false) >> MS_GAIN_VOUCHED;
}

/* The log-odds where `against` of what is left over contradicts, and initials meet tokens that
 * begin with them; `met` is the sum of the lighter weights of these pairs. */
static int32_t odds_with(const ms_known *k, uint64_t against, uint64_t met)
{
    uint64_t one = MS_SIMILARITY_ONE, vouches = first_letter_vouches();
    ms_finding surplus = k->person ? MS_FINDING_NAME_SURPLUS : MS_FINDING_NAME_SURPLUS_OTHER;
    return ms_finding_odds(MS_FINDING_NAME_LEAST) +
           ms_share(ms_finding_odds(MS_FINDING_NAME_RISE), k->vouched + vouches * met,
                    one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_NAME)) +
           ms_share(ms_finding_odds(MS_FINDING_NAME_MISSING), against + (one - vouches) * met,
                    one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_MISSING)) +
           ms_share(ms_finding_odds(surplus), one * k->left - 2 * against, 2 * one * k->weight);
}

/* How many steps lead from `from` up to `full`, rounded down and at most `most`. */
static uint64_t steps_to(uint64_t full, uint64_t from, uint64_t step, uint64_t most)
{
    uint64_t n = full > from ? (full - from) / step : 0;
    return n < most ? n : most;
}

/* The most where what contradicts is `part` of `whole` of what is left over.  What the weight
 * that initials meet adds and costs is linear in it up to where either is in full. */
static int32_t odds_where(const ms_known *k, uint64_t part, uint64_t whole)
{
    uint64_t one = MS_SIMILARITY_ONE, against = one * k->left * part / whole;
    uint64_t vouches = first_letter_vouches(), most = k->first_letters;
    if (!most) return odds_with(k, against, 0);
    uint64_t name = one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_NAME);
    uint64_t missing = one * (uint64_t)ms_finding_odds(MS_FINDING_FULL_MISSING);
    const uint64_t bends[] = {0, most, steps_to(name, k->vouched, vouches, most),
                              steps_to(missing, against, one - vouches, most)};
    int32_t best = INT32_MIN;
    for (size_t i = 0; i < 2 * sizeof bends / sizeof *bends; i++) {
        uint64_t met = bends[i / 2] + i % 2;
        int32_t odds = odds_with(k, against, met < most ? met : most);
        if (odds > best) best = odds;
    }
    return best;
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
