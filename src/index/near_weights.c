#include <pthread.h>

#include "index/near_blocks.h"

/* Letters that stand for each other at little cost are of one kind; of which kind a letter is
 * decides how much is found without comparing, never what is found. */
static const char *const kinds[NEAR_KINDS] = {"hr",   "bfopuvw", "dt", "gmn",
                                              "eijy", "ckqsxz",  "al"};

static near_weights weights;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* True where `weight` of letter `c` keeps every edit as dear as the change in the sums that
 * it makes. */
static bool fits(const ms_costs *k, unsigned c, unsigned weight)
{
    if (weight > 2u * k->skip[c] || weight > 2u * k->swap) return false;
    for (unsigned d = 0; d < MS_LETTERS; d++) {
        unsigned other = weights.weight[d], sub = 2u * k->sub[c][d];
        bool one = weights.kind[c] == weights.kind[d];
        unsigned change = !one             ? weight + other
                          : weight > other ? weight - other
                                           : other - weight;
        if (c != d && change > sub) return false;
    }
    return true;
}

/* True for letters that cost less against a token without short vowels. */
static bool is_vowel(char c)
{
    ms_letters one;
    ms_letters_make(&c, 1, 0, &one);
    return one.skip[1][0] < one.skip[0][0];
}

/* Raises all weights by turns for as long as any fits. */
static void make(void)
{
    const ms_costs *k = ms_costs_get();
    memset(weights.kind, NEAR_KINDS, sizeof weights.kind);
    for (uint8_t g = 0; g < NEAR_KINDS; g++)
        for (const char *p = kinds[g]; *p; p++) {
            weights.kind[ms_letter(*p)] = g;
            weights.vowels[g] |= is_vowel(*p);
        }
    for (bool any = true; any;) {
        any = false;
        for (unsigned c = 0; c < MS_LETTERS; c++) {
            if (weights.kind[c] == NEAR_KINDS || !fits(k, c, weights.weight[c] + 1u)) continue;
            weights.weight[c]++;
            any = true;
        }
    }
}

const near_weights *near_weights_get(void)
{
    pthread_once(&once, make);
    return &weights;
}
