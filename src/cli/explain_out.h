/* Scores and their explanations, as JSON and for people. */
#ifndef MARSAD_CLI_EXPLAIN_OUT_H
#define MARSAD_CLI_EXPLAIN_OUT_H

#include <marsad/match.h>
#include <marsad/message.h>

#include "base/json_out.h"
#include "cli/cli.h"

/* Appends millionths with six decimals: "0.871000". */
void score_write(ms_out *o, uint32_t millionths);

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

/* Appends an object with a member for each fact, with texts in `lang`. */
void explain_json(const ms_explanation *e, ms_lang lang, ms_out *o);

/* Appends lines that say what each fact added or cost, how the parts of the names met,
 * and what the score means. */
void explain_lines(const ms_explanation *e, explain_look look, ms_out *o);

/* Appends lines that say why a score is below `threshold`: what lowers it most, and what
 * it lacks. */
void explain_why_not(const ms_explanation *e, uint32_t threshold, explain_look look, ms_out *o);

/* ---- what all forms share ---------------------------------------------- */

/* How many of the evidence, from the first on, are of the name; names always come first. */
uint32_t explain_names(const ms_explanation *e);

/* What the first `n` of the evidence add. */
int32_t explain_sum(const ms_explanation *e, uint32_t n);

/* The words of a part, as they are written. */
ms_str explain_words(const ms_name *name, unsigned at, unsigned n);

/* What was found, in words. */
ms_str explain_finding(const ms_explanation *e, const ms_evidence *v, ms_lang lang);

/* Appends how a part met, in words. */
void explain_how(const ms_part *p, ms_lang lang, ms_out *o);

#endif
