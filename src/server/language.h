/* Which language a client wants texts in. */
#ifndef MARSAD_SERVER_LANGUAGE_H
#define MARSAD_SERVER_LANGUAGE_H

#include <marsad/message.h>

/* Of those that there are, the one that Accept-Language wants most (RFC 9110 §12.5.4), the
 * first of several; English where it wants none. */
ms_lang ms_language_wanted(ms_str accept);

#endif
