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

/* Below, 0 or above: an order of keys in which numbers that optical readers confuse, and other
 * keys that are the same, are equal, and nothing else is. */
int ms_document_order(const ms_document *a, const ms_document *b);

/* Whether it says by itself, without names, who somebody is. */
bool ms_outcome_identifies(const ms_outcome *o);

/* What the outcome adds, in hundredths of a bit, where the names alone make `likely`
 * (millionths): what agrees counts in proportion to that, what identifies in full. */
int32_t ms_outcome_odds(const ms_outcome *o, uint32_t likely);

#endif
