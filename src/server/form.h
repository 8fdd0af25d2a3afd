/* Bodies of forms: application/x-www-form-urlencoded (URL Standard §5.1). */
#ifndef MARSAD_SERVER_FORM_H
#define MARSAD_SERVER_FORM_H

#include <marsad/arena.h>
#include <marsad/rc.h>

enum { MS_FORM_FIELDS = 64 }; /* of one form; those behind them are MS_ELIMIT */

/* The last value of field `name`, decoded into `a`; `p` NULL where there is none.  Fields of
 * other names are not decoded.  MS_EENCODING for what is not %XX of UTF-8, MS_ELIMIT. */
ms_rc ms_form_field(ms_str form, ms_str name, ms_arena *a, ms_str *out);

#endif
