/* The slow twin of the scorer: docs/scoring.md, rule by rule, in the plainest form.
 *
 * It shares no code with src/match and reads data/costs.tsv itself (below
 * $MARSAD_SOURCE, else beside this source), so that a mistake there or in the
 * build's tables shows.  Tokens come prepared, as the scorer gets them.
 */
#ifndef MARSAD_REF_H
#define MARSAD_REF_H

#include <stdio.h>

#include <marsad/match.h>

/* As ms_score, ms_name_score and ms_token_similarity. */
uint32_t ref_score(const ms_identity *q, const ms_identity *l);
uint32_t ref_name_score(const ms_name *a, const ms_name *b);
int ref_names_odds(const ms_name *a, const ms_name *b); /* hundredths of a bit */
uint32_t ref_token_similarity(const ms_token *x, const ms_token *y);

/* ---- the steps, for those who score many ------------------------------- */

/* Costs of data/costs.tsv by character; `before` is 255 where there is no row. */
typedef struct ref_costs {
    uint8_t weight[128], skip[128];
    uint8_t sub[128][128], before[128][128];
    uint8_t repeat, unwritten, swap;
} ref_costs;

/* The costs, read at the first call; ends the program when they cannot be. */
const ref_costs *ref_costs_get(void);

/* What may stand as one token: the tokens of a name (the first `n_tokens`), then
 * its runs of two and three that may be joined, which carry the flag REF_RUN. */
enum { REF_UNITS = 3 * MS_NAME_TOKENS, REF_RUN = 128 };
typedef struct ref_units {
    uint32_t n, n_tokens, weight;
    uint32_t family; /* tokens that are said to be the family name */
    bool weak;
    ms_name_kind kind;
    ms_token unit[REF_UNITS];
    uint8_t at[REF_UNITS], len[REF_UNITS]; /* tokens that the unit stands for */
} ref_units;

void ref_units_of(const ms_name *name, ref_units *out);

/* As ref_token_similarity; a run is 0 similar to a run and to an initial. */
uint32_t ref_unit_similarity(const ms_token *x, const ms_token *y);

/* Similarities of the units of two names. */
typedef struct ref_matrix {
    uint16_t s[REF_UNITS][REF_UNITS];
} ref_matrix;

/* The log-odds of two names from the similarities of all units. */
int ref_name_odds(const ref_units *a, const ref_units *b, const ref_matrix *m);

/* The score that the names' log-odds and all facts make. */
uint32_t ref_with_facts(int names, const ms_identity *q, const ms_identity *l);

/* What the row `name` of data/evidence.tsv says; ends the program where there is none. */
int ref_finding(const char *name);

/* P of log-odds, in millionths. */
uint32_t ref_score_of(int odds);

/* g of two tokens, by data/given/. */
uint32_t ref_given_alike(const ms_token *x, const ms_token *y);

/* The similarity of one name with a man's and a woman's end, by data/endings.tsv; -1 where the
 * tokens are no such. */
int ref_endings_alike(const ms_token *x, const ms_token *y);

/* Takes the affixes off that both tokens have, by data/affixes.tsv; false where they have
 * none. */
bool ref_without_affixes(ms_token *x, ms_token *y);

/* Whether the token is a row `apart` of data/affixes.tsv. */
bool ref_is_written_apart(const ms_token *x);

/* Whether a row of data/given/ has the token. */
bool ref_given_has(const char *token);

/* As ms_key_make. */
bool ref_key(ms_key kind, const char *text, size_t n, ms_document *out);

/* Opens a file below data/; ends the program when it cannot. */
FILE *ref_open_data(const char *name);

/* Weights, below 2^58, of the pairs of up to 32 things with up to 32 others; the best sum over
 * all ways to pair them one to one. */
typedef struct ref_weights {
    uint64_t w[MS_NAME_TOKENS][MS_NAME_TOKENS];
} ref_weights;
uint64_t ref_assign(const ref_weights *w, uint32_t rows, uint32_t cols);

/* The same by the two methods that ref_assign chooses from: subsets of the columns
 * (at most 20), and augmenting paths. */
uint64_t ref_assign_subsets(const ref_weights *w, uint32_t rows, uint32_t cols);
uint64_t ref_assign_paths(const ref_weights *w, uint32_t rows, uint32_t cols);

/* ---- many queries against one list ------------------------------------- */

/* Identities to score many queries against.  Gives what ref_score gives, but works
 * out the similarity of each two distinct tokens once.  One thread. */
typedef struct ref_scan ref_scan;

/* Prepares `n` identities, which must outlive it.  Freed by ref_scan_free. */
ref_scan *ref_scan_new(const ms_identity *l, uint32_t n);
void ref_scan_free(ref_scan *s);

/* `out[i]` is the score of `q` against identity `i`. */
void ref_scan_scores(ref_scan *s, const ms_identity *q, uint32_t *out);

#endif
