/* Scores and their explanations, as JSON and for people. */
#ifndef MARSAD_CLI_EXPLAIN_OUT_H
#define MARSAD_CLI_EXPLAIN_OUT_H

#include <marsad/match.h>

#include "base/json_out.h"
#include "cli/cli.h"

/* Appends millionths with six decimals: "0.871000", "-0.071000". */
void score_write(ms_out *o, int64_t millionths);

/* Appends millionths with the decimals that matter, at least two: "0.70". */
void score_short(ms_out *o, uint32_t millionths);

/* Appends a score between 0.00 and 1.00 with three decimals, rounded down, in
 * the colour of its height. */
void score_shown(ms_out *o, bool color, uint32_t millionths);

/* Appends an object with a member for each fact. */
void explain_json(const ms_explanation *e, ms_out *o);

/* Appends lines that say what each fact added or cost and how the parts of the
 * names met, each behind `indent` blanks. */
void explain_lines(const ms_explanation *e, bool color, unsigned indent, ms_out *o);

#endif
