/* Why entities of several lists are shown as one subject. */
#ifndef MARSAD_ASK_JOINED_H
#define MARSAD_ASK_JOINED_H

#include <marsad/index.h>

/* What joins the members `a` and `b` of a group, as a person reads it, in `arena`; empty
 * where only other members do. */
ms_str ms_joined_by(const ms_snap *s, uint32_t a, uint32_t b, ms_arena *arena);

#endif
