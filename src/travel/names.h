/* Names as they are compared within and between messages. */
#ifndef MARSAD_TRAVEL_NAMES_H
#define MARSAD_TRAVEL_NAMES_H

#include <marsad/travel.h>

/* How two names compare by their letters alone, without case, blanks and hyphens: 0 they
 * differ, 1 one begins with the other, 2 equal.  An empty name begins every name. */
int ms_names_compare(ms_str a, ms_str b);

/* `h` with the letters of a name mixed in (FNV-1a), as they are compared: names that are equal
 * by ms_names_compare give equal numbers. */
uint64_t ms_names_mix(uint64_t h, ms_str name);

/* Divides "JOHN MR", "JOHNMR" and "JOHN DR MR" into name and titles, as data/titles.tsv says.
 * Both lie in `sent`. */
void ms_name_title(ms_str sent, ms_str *given, ms_str *title);

/* True for what stands in the place of a name that is not known yet: TBA. */
bool ms_name_nobody(ms_str name);

#endif
