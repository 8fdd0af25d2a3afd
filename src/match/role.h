/* What the parts of a person's name are. */
#ifndef MARSAD_MATCH_ROLE_H
#define MARSAD_MATCH_ROLE_H

#include <marsad/match.h>

/* What token `at` of the name is, as far as it shows in the name alone. */
ms_role ms_role_of(const ms_name *n, uint32_t at);

#endif
