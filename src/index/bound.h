/* What a name can say at most of another, of which little is known: docs/completeness.md. */
#ifndef MARSAD_INDEX_BOUND_H
#define MARSAD_INDEX_BOUND_H

#include <marsad/match.h>

/* The facts beside names and documents. */
enum { MS_FACTS = 3 };

/* The least log-odds of the names with which an identity can reach `threshold` for query `q`
 * when all that `q` tells beside the names agrees, and no document.  INT32_MAX where nothing
 * reaches it. */
int32_t ms_least_odds(const ms_identity *q, uint32_t threshold);

/* The same where it is known what the facts find: `finding[i]`, MS_FINDINGS for nothing. */
int32_t ms_least_odds_where(const ms_finding finding[MS_FACTS], uint32_t threshold);

/* What the facts of `q` and `l` find. */
void ms_facts_find(const ms_identity *q, const ms_identity *l, ms_finding finding[MS_FACTS]);

/* What is known of a pairing of two names, `a` and `b`. */
typedef struct ms_known {
    uint64_t vouched;        /* at most: thousandths of tenths of a bit */
    uint32_t first_letters;  /* at most: weight of initials that meet no equal one, beside it */
    uint32_t left;           /* at least: weight that is left over, of both */
    uint32_t left_a, left_b; /* at least: tokens of either that are left over and not minor */
    uint32_t major_a, major_b; /* at most: all tokens of either that are not minor */
    uint32_t weight;           /* at most: of the lighter of the two names */
    bool person;               /* either is the name of a person */
} ms_known;

/* At least as large as the log-odds of any two names of which that holds. */
int32_t ms_odds_at_most(const ms_known *k);

#endif
