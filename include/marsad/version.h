/* The engine's version, which together with an index digest makes any answer
 * repeatable. */
#ifndef MARSAD_VERSION_H
#define MARSAD_VERSION_H

#include <marsad/api.h>

/* "MAJOR.MINOR.PATCH+T" where T is the first eight hexadecimal digits of the
 * SHA-256 over all knowledge tables in data/.  Static. */
MS_API const char *ms_version(void);

#endif
