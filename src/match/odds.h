/* Log-odds that two identities are one, in hundredths of a bit, and what each finding
 * adds to them: data/evidence.tsv. */
#ifndef MARSAD_MATCH_ODDS_H
#define MARSAD_MATCH_ODDS_H

#include <marsad/match.h>

/* What a finding adds, as the shipped table has it. */
int32_t ms_finding_odds(ms_finding f);

/* The share `part` / `whole` of `all`, rounded towards 0; `part` counts up to `whole`. */
static inline int32_t ms_share(int32_t all, uint64_t part, uint64_t whole)
{
    if (part > whole) part = whole;
    return whole ? (int32_t)(all * (int64_t)part / (int64_t)whole) : 0;
}

#endif
