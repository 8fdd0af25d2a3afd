/* Scores and their explanations, as data. */
#ifndef MARSAD_ASK_EXPLAIN_H
#define MARSAD_ASK_EXPLAIN_H

#include <marsad/match.h>
#include <marsad/message.h>

#include "base/json_out.h"

/* Appends millionths with six decimals: "0.871000". */
void score_write(ms_out *o, uint32_t millionths);

/* Appends hundredths of a bit as bits: "-2.50". */
void explain_bits(int32_t odds, ms_out *o);

/* Appends an object with a member for each fact, with texts in `lang`. */
void explain_json(const ms_explanation *e, ms_lang lang, ms_out *o);

/* The same, where each member begins with "score" too, its log-odds, as clients of yente
 * expect. */
void explain_features(const ms_explanation *e, ms_lang lang, ms_out *o);

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
