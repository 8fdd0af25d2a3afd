/* Scores and their explanations, for people. */
#ifndef MARSAD_CLI_EXPLAIN_OUT_H
#define MARSAD_CLI_EXPLAIN_OUT_H

#include "ask/explain.h"
#include "cli/cli.h"

/* Appends millionths with the decimals that matter, at least two: "0.70". */
void score_short(ms_out *o, uint32_t millionths);

/* Appends a score between 0.00 and 1.00 with three decimals, rounded down, in
 * the colour of its height. */
void score_shown(ms_out *o, bool color, uint32_t millionths);

/* How an explanation is shown to people. */
typedef struct explain_look {
    ms_lang lang;
    bool color;
    unsigned indent;
} explain_look;

/* Appends lines that say what each fact added or cost, how the parts of the names met,
 * and what the score means. */
void explain_lines(const ms_explanation *e, explain_look look, ms_out *o);

/* Appends lines that say why a score is below `threshold`: what lowers it most, and what
 * it lacks. */
void explain_why_not(const ms_explanation *e, uint32_t threshold, explain_look look, ms_out *o);

#endif
