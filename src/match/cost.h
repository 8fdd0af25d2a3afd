/* Edit costs between letters, from data/costs.tsv. */
#ifndef MARSAD_MATCH_COST_H
#define MARSAD_MATCH_COST_H

#include <marsad/name.h>

enum {
    MS_LETTERS = 36,   /* a…z, 0…9 */
    MS_COST_PARTS = 4, /* of a set of letters, by which sums over it are looked up */
    MS_COST_PART_LETTERS = MS_LETTERS / MS_COST_PARTS,
    MS_COST_CONSONANT = 10, /* the unit: a consonant against nothing */
    MS_SIMILARITY_ONE = 1000,
    MS_SIMILARITY_FLOOR = 700,
    MS_SIMILARITY_FLOOR_ACROSS = 600, /* where letters of one script are spelled in another */
    MS_SIMILARITY_RUN = 850,
    MS_SIMILARITY_CUT = 900, /* at most, where an end may be missing */
    MS_SIMILARITY_RUN_ACROSS = 750,
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
    uint8_t least_of[MS_COST_PARTS]
                    [1 << MS_COST_PART_LETTERS]; /* its sums over sets of letters */
} ms_costs;

/* The shipped table; built once, then constant. */
const ms_costs *ms_costs_get(void);

/* The number of a token's letter. */
static inline unsigned ms_letter(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') : 26u + (unsigned)(c - '0');
}

/* The letter of such a number. */
static inline char ms_letter_char(unsigned letter)
{
    return (char)(letter < 26 ? 'a' + letter : '0' + letter - 26);
}

/* A token as the distance wants it: letter numbers, what leaving each out costs,
 * and its length. */
typedef struct ms_letters {
    uint8_t n;
    uint8_t flags; /* MS_TOKEN_… */
    uint16_t length;
    uint16_t given; /* as ms_token has it */
    uint64_t set;   /* of letter numbers */
    uint8_t c[MS_TOKEN_LEN];
    uint8_t skip[2][MS_TOKEN_LEN]; /* [1]: against a token without short vowels */
} ms_letters;

/* Prepares the `n` letters at `s`; `given` is 0. */
void ms_letters_make(const char *s, unsigned n, uint8_t flags, ms_letters *out);

/* The `n` letters of `y` from `from` on, as a token of their own. */
void ms_letters_part(const ms_letters *y, unsigned from, unsigned n, ms_letters *out);

/* Prepares a token. */
static inline void ms_token_letters(const ms_token *t, ms_letters *out)
{
    ms_letters_make(t->s, t->len, t->flags, out);
    out->given = t->given;
}

/* docs/scoring.md, "Token similarity". */
uint32_t ms_letters_similarity(const ms_letters *x, const ms_letters *y);

/* The same for a run of tokens that stands as one ("Joined tokens"). */
uint32_t ms_run_similarity(const ms_letters *run, const ms_letters *y);

/* The largest distance that leaves two tokens of these flags, the shorter of `length`, a
 * similarity above 0. */
unsigned ms_token_limit(uint8_t x_flags, uint8_t y_flags, unsigned length);

/* The same for a run and a token. */
unsigned ms_run_limit(uint8_t run_flags, uint8_t y_flags, unsigned length);

/* False where no run of the letters `set` and of `flags` is similar to `y`. */
bool ms_run_may(uint64_t set, uint8_t flags, const ms_letters *y);

#endif
