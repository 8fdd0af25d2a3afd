/* Names as they are compared within and between messages. */
#ifndef MARSAD_TRAVEL_NAMES_H
#define MARSAD_TRAVEL_NAMES_H

#include <marsad/travel.h>

/* How two names compare by their letters alone, without case, blanks and hyphens: 0 they
 * differ, 1 one begins with the other, 2 equal.  An empty name begins every name. */
int ms_names_compare(ms_str a, ms_str b);

#endif
