/* Scoring one name against another. */
#ifndef MARSAD_MATCH_NAMES_H
#define MARSAD_MATCH_NAMES_H

#include <marsad/match.h>

#include "match/assign.h"
#include "match/cost.h"
#include "match/odds.h"

/* A run of tokens that stands as one: tokens at..at+n-1 of name `side` (0 or 1);
 * `n` 0 is no run. */
typedef struct ms_run {
    uint8_t side, at, n;
} ms_run;

struct ms_scorer {
    void *room; /* that searches work in */
    void (*free_room)(void *);
    ms_letters x[2][MS_NAME_TOKENS];
    ms_gains gains, joined;
    uint16_t sim[MS_NAME_TOKENS][MS_NAME_TOKENS];
};

/* What two names say, in hundredths of a bit, by where it comes from. */
typedef struct ms_name_odds {
    int32_t met, missing, surplus, number, nasab, order, weak;
} ms_name_odds;

int32_t ms_name_odds_sum(ms_name_odds o);

/* What the pairing with the largest of the gains `g` says (docs/scoring.md, "Names", 4); `r`
 * is the run that counts as one in it, and `s` knows how the tokens resemble each other. */
ms_name_odds ms_pairing_odds(const ms_scorer *s, const ms_gains *g, const ms_name *a,
                             const ms_name *b, ms_run r);

/* What two names say and, in `*run`, the run of tokens that counted as one for it. */
ms_name_odds ms_names_odds(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run *run);

/* The finding by which `surplus` counts. */
ms_finding ms_names_surplus(const ms_name *a, const ms_name *b);

/* Writes how the tokens of both names met, for the run and the odds of what met that
 * ms_names_odds gave; at most 2 * MS_NAME_TOKENS parts.  Returns how many. */
uint32_t ms_names_parts(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run run,
                        int32_t odds, ms_part parts[2 * MS_NAME_TOKENS]);

#endif
