/* Rows of an input as queries. */
#ifndef MARSAD_ASK_ROW_H
#define MARSAD_ASK_ROW_H

#include "ask/input.h"
#include "ask/query.h"

/* The properties that the columns of `in` hold, in `a`; of JSON lines none.  MS_EMISSING where
 * no column can find anybody, MS_ENOMEM. */
ms_rc row_columns(const input *in, ms_arena *a, ms_str **properties, ms_diag *d);

/* Puts what `row` says into `q`; what lies in the row stays there.  MS_ENOMEM, MS_ELIMIT. */
ms_rc row_query(const input_row *row, const ms_str *properties, query *q);

/* Appends {"code","line","at","what"}. */
void row_error(const ms_diag *d, ms_out *o);

#endif
