/* Oddities as they are written, whichever command found them. */
#ifndef MARSAD_CLI_ODDITIES_H
#define MARSAD_CLI_ODDITIES_H

#include <marsad/mrz.h>
#include <marsad/oddity.h>

#include "base/json_out.h"

/* Appends the member "oddities" to a JSON object, an array; where more were found than are
 * kept, "more_oddities" says how many.  Places that have no meaning for an oddity are left out.
 */
void oddities_json(const ms_oddities *list, ms_out *o);

/* Appends a line for each, for people. */
void oddities_block(const ms_oddities *list, bool color, ms_out *o);

/* How many of a zone's oddities are kept. */
static inline unsigned zone_oddities_kept(const ms_mrz *m)
{
    return m->n_oddities < MS_MRZ_ODDITIES ? m->n_oddities : MS_MRZ_ODDITIES;
}

/* The same of a zone: what was expected in its place, what was found, what was done. */
void zone_oddities_json(const ms_mrz *m, ms_out *o);
void zone_oddities_block(const ms_mrz *m, bool color, ms_out *o);

#endif
