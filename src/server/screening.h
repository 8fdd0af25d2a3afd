/* Screening rows: the same for a call that is answered at once and for a job. */
#ifndef MARSAD_SERVER_SCREENING_H
#define MARSAD_SERVER_SCREENING_H

#include "ask/input.h"
#include "server/matching.h"

/* What rows are screened for; begun with {0}, ended by ms_screening_end. */
typedef struct ms_screening {
    ms_request *r;
    ms_matching m;
    input *in;
    ms_str *properties; /* of the columns of `in` */
} ms_screening;

/* Reads the parameters of `r`.  False with the reply set: 404, 422, 503. */
bool ms_screening_begin(ms_request *r, ms_screening *out);

/* What a media type says of the format of rows; false: nothing. */
bool ms_screening_format(ms_str type, input_format *out);

/* Opens the rows in `src`, which is the screening's from then on; `format` as input_from has
 * it. */
ms_rc ms_screening_open(ms_screening *s, ms_source *src, const input_format *format,
                        uint64_t ceiling, ms_diag *d);
void ms_screening_end(ms_screening *s);

/* One thread that screens rows. */
typedef struct ms_screener {
    ms_call call; /* with memory of its own */
    ms_request r;
    ms_matching m;
    const ms_screening *s;
} ms_screener;

/* NULL: no memory. */
ms_screener *ms_screener_new(const ms_screening *s, ms_scorer *scorer);
void ms_screener_free(ms_screener *w); /* NULL is legal */

/* Appends the line that answers `row`; `*bad`: the row could not be read.  MS_ENOMEM. */
ms_rc ms_screener_row(ms_screener *w, const input_row *row, ms_out *o, bool *bad);

#endif
