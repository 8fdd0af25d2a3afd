/* Edit costs between letters, from data/costs.tsv. */
#ifndef MARSAD_MATCH_COST_H
#define MARSAD_MATCH_COST_H

#include <marsad/name.h>

enum {
    MS_LETTERS = 36,        /* a…z, 0…9 */
    MS_COST_CONSONANT = 10, /* the unit: a consonant against nothing */
    MS_SIMILARITY_ONE = 1000,
    MS_SIMILARITY_FLOOR = 700,
    MS_SIMILARITY_FLOOR_SPELLED = 600, /* where letters of one script are spelled in another */
    MS_SIMILARITY_INITIAL = 800
};

/* The table, by letter number. */
typedef struct ms_costs {
    uint8_t sub[MS_LETTERS][MS_LETTERS];
    uint8_t before[MS_LETTERS][MS_LETTERS]; /* leaving the first out; skip without a row */
    uint8_t skip[MS_LETTERS];
    uint8_t weight[MS_LETTERS];
    uint8_t repeat, unwritten, swap;
    uint8_t least[MS_LETTERS]; /* what a letter costs at least that meets no equal one */
} ms_costs;

/* The shipped table; built once, then constant. */
const ms_costs *ms_costs_get(void);

/* The number of a token's letter. */
static inline unsigned ms_letter(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') : 26u + (unsigned)(c - '0');
}

/* A token as the distance wants it: letter numbers, what leaving each out costs,
 * and its length. */
typedef struct ms_letters {
    uint8_t n;
    uint8_t flags; /* MS_TOKEN_… */
    uint16_t length;
    uint64_t set; /* of letter numbers */
    uint8_t c[MS_TOKEN_LEN];
    uint8_t skip[2][MS_TOKEN_LEN]; /* [1]: against a token without short vowels */
} ms_letters;

/* Prepares the `n` letters at `s`. */
void ms_letters_make(const char *s, unsigned n, uint8_t flags, ms_letters *out);

/* docs/scoring.md, "Token similarity". */
uint32_t ms_letters_similarity(const ms_letters *x, const ms_letters *y);

#endif
