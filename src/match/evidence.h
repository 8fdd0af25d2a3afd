/* Evidence beside names: how much each fact moves a score, and why. */
#ifndef MARSAD_MATCH_EVIDENCE_H
#define MARSAD_MATCH_EVIDENCE_H

#include <marsad/match.h>

/* How a fact moves a score (docs/scoring.md, "Identity score"). */
typedef enum ms_move { MS_MOVE_PROVE, MS_MOVE_LIFT, MS_MOVE_DROP } ms_move;

/* One way in which two values can meet. */
typedef struct ms_rule {
    const char *text; /* for people, in English */
    ms_move move;
    uint16_t by; /* thousandths */
} ms_rule;

/* The outcome of comparing one fact: the rule that applies (NULL: none) and which
 * values of either side it was. */
typedef struct ms_outcome {
    const ms_rule *rule;
    uint32_t q, l;
} ms_outcome;

/* Compares fact `f`, which is not the name. */
ms_outcome ms_evidence_compare(ms_fact f, const ms_identity *q, const ms_identity *l);

/* The score after `rule`. */
uint32_t ms_rule_apply(const ms_rule *rule, uint32_t score);

#endif
