/* Runs of neighbouring tokens that may stand as one token (docs/scoring.md, "Joined
 * tokens"). */
#ifndef MARSAD_MATCH_RUN_H
#define MARSAD_MATCH_RUN_H

#include <marsad/name.h>

enum { MS_RUN_MAX = 3 }; /* tokens of a run; at least two */

/* The token that the `n` tokens at `tok`, neighbours in a name, make together: their letters
 * and flags, without a weight, a word or a number among given names.  False where they may
 * not stand as one. */
bool ms_run_make(const ms_token *tok, unsigned n, ms_token *out);

#endif
