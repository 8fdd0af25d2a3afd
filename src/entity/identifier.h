/* Identifiers that prove themselves. */
#ifndef MARSAD_ENTITY_IDENTIFIER_H
#define MARSAD_ENTITY_IDENTIFIER_H

#include <marsad/model.h>

/* Brings `in` into the canonical form of `format` (not MS_ID_ANY): upper case,
 * no separators, an IMO number as IMO and seven digits; in `a`.  MS_EVALUE when its
 * form or its check digits are wrong; MS_ENOMEM. */
ms_rc ms_identifier_clean(ms_id_format format, ms_str in, ms_arena *a, ms_str *out);

#endif
