/* How two tokens that are paired met. */
#ifndef MARSAD_MATCH_HOW_H
#define MARSAD_MATCH_HOW_H

#include <marsad/match.h>

#include "match/cost.h"

/* How tokens of the similarity `sim`, above 0, met. */
ms_how ms_how_met(const ms_letters *x, const ms_letters *y, uint32_t sim);

/* In what letters that are not the same differ. */
ms_differs ms_how_differs(const ms_letters *x, const ms_letters *y);

#endif
