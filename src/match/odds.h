/* Log-odds that two identities are one, in hundredths of a bit, and what each finding
 * adds to them: data/evidence.tsv. */
#ifndef MARSAD_MATCH_ODDS_H
#define MARSAD_MATCH_ODDS_H

#include <marsad/match.h>

/* What a finding adds, as the shipped table has it. */
int32_t ms_finding_odds(ms_finding f);

#endif
