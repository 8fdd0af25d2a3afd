/* Items of an EDIFACT reader that outlast its next call. */
#ifndef MARSAD_EDIKEEP_H
#define MARSAD_EDIKEEP_H

#include <marsad/edifact.h>

/* Copies `item`, with all that it points to, into `a`: for other threads, or for later; it is
 * valid as long as `a` is.  MS_ENOMEM, and `*out` is as it was. */
MS_API ms_rc ms_edi_keep(const ms_edi_item *item, ms_arena *a, ms_edi_item *out);

#endif
