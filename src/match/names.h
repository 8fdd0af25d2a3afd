/* Scoring one name against another. */
#ifndef MARSAD_MATCH_NAMES_H
#define MARSAD_MATCH_NAMES_H

#include <marsad/match.h>

#include "match/assign.h"
#include "match/cost.h"

/* A run of tokens that stands as one: tokens at..at+n-1 of name `side` (0 or 1);
 * `n` 0 is no run. */
typedef struct ms_run {
    uint8_t side, at, n;
} ms_run;

struct ms_scorer {
    ms_letters x[2][MS_NAME_TOKENS];
    ms_gains gains, joined;
    uint16_t sim[MS_NAME_TOKENS][MS_NAME_TOKENS];
};

/* The name score (millionths) and, in `*run`, the run of tokens that counted as
 * one for it. */
uint32_t ms_names_score(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run *run);

/* Writes how the tokens of both names met, for the run that ms_names_score gave;
 * at most 2 * MS_NAME_TOKENS parts.  Returns how many. */
uint32_t ms_names_parts(ms_scorer *s, const ms_name *a, const ms_name *b, ms_run run,
                        ms_part parts[2 * MS_NAME_TOKENS]);

#endif
