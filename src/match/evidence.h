/* Evidence beside names: how much each fact moves a score, and why. */
#ifndef MARSAD_MATCH_EVIDENCE_H
#define MARSAD_MATCH_EVIDENCE_H

#include <marsad/match.h>

#include "match/odds.h"

/* The outcome of comparing one fact: what was found, if anything, and which values of
 * either side it was. */
typedef struct ms_outcome {
    bool found;
    ms_finding finding;
    uint32_t q, l;
} ms_outcome;

/* Compares fact `f`, which is not the name. */
ms_outcome ms_evidence_compare(ms_fact f, const ms_identity *q, const ms_identity *l);

/* Below, 0 or above: an order of document numbers in which those that optical readers confuse,
 * and no others, are equal. */
int ms_document_order(const ms_document *a, const ms_document *b);

/* What the outcome for fact `f` adds, in hundredths of a bit, where the names alone make
 * `likely` (millionths): what agrees counts in proportion to that, documents in full. */
int32_t ms_outcome_odds(const ms_outcome *o, ms_fact f, uint32_t likely);

#endif
