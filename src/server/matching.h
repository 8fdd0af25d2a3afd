/* Matching one query, as /match, /screen and their like have it in common. */
#ifndef MARSAD_SERVER_MATCHING_H
#define MARSAD_SERVER_MATCHING_H

#include <marsad/message.h>

#include "server/filter.h"
#include "server/weights.h"

/* What is asked of each query. */
typedef struct ms_matching {
    ms_request *r;
    ms_filter filter;
    uint32_t limit, cutoff, threshold; /* scores in millionths; the cutoff is not above */
    const ms_weights *weights;         /* NULL: none */
    ms_lang lang;                      /* of texts in explanations */
} ms_matching;

/* What was found for one query, in the call's arena. */
typedef struct ms_matched {
    ms_result *v;
    uint32_t n;       /* kept, to be shown: best first */
    uint32_t matches; /* at or above the threshold, before the limit */
    /* Who was scored and ruled out; with fractions among the weights, of that search which
     * scored most. */
    ms_found search;
} ms_matched;

/* A score from 0 to 1 in millionths. */
uint32_t ms_matching_millionths(double score);

/* Finds who the filter takes and scores at least the cutoff: all of them, whatever the
 * weights (docs/completeness.md).  MS_ENOMEM, MS_EINVAL. */
ms_rc ms_matching_find(const ms_matching *m, const ms_identity *q, ms_matched *out);

/* Appends a result: the entity, its score, its explanation, whether it is a match. */
ms_rc ms_matching_write(const ms_matching *m, const ms_identity *q, ms_result one, ms_out *o);

#endif
