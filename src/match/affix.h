/* Beginnings and ends that many names have: data/affixes.tsv. */
#ifndef MARSAD_MATCH_AFFIX_H
#define MARSAD_MATCH_AFFIX_H

#include "match/cost.h"

/* What remains of either token without the affixes of one group that both have at one place
 * (docs/scoring.md, "Token similarity"); false where they share none. */
bool ms_affixes_off(const ms_letters *x, const ms_letters *y, ms_letters rest[2]);

/* True where a token ends with a row of the group. */
bool ms_ends_with_group(const ms_letters *x, ms_str group);

/* True for what begins names that are written in one word or in two (Gebre Medhin). */
bool ms_is_written_apart(ms_str letters);

#endif
