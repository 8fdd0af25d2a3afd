/* Why a score is below a threshold, as data and in words. */
#ifndef MARSAD_ASK_WHY_H
#define MARSAD_ASK_WHY_H

#include "ask/explain.h"

enum { WHY_REASONS = 3 };

/* What lowers a score most, first what does so more, and what it lacks. */
typedef struct why_not {
    const ms_evidence *v[WHY_REASONS]; /* of the explanation */
    uint32_t n;
    int32_t lacking; /* hundredths of a bit up to the threshold, to a tenth of a bit up */
} why_not;

/* Of a score below `threshold`. */
why_not why_not_of(const ms_explanation *e, uint32_t threshold);

/* Appends why number `i` of the reasons stands against it, and what the score would be without
 * it; where there are none, that what agrees says too little. */
void why_reason(const ms_explanation *e, const why_not *w, uint32_t i, ms_lang lang, ms_out *o);

/* Appends what `threshold` needs beside. */
void why_needed(const why_not *w, uint32_t threshold, ms_lang lang, ms_out *o);

/* Appends {"lowered_by":[{"fact","finding","log_odds","score_without","detail"}],
 * "lacks_log_odds","text":[…]}. */
void why_json(const ms_explanation *e, uint32_t threshold, ms_lang lang, ms_out *o);

#endif
