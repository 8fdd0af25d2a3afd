/* Numbers that may have a fraction, in what clients send. */
#ifndef MARSAD_SERVER_REAL_H
#define MARSAD_SERVER_REAL_H

#include <marsad/str.h>

/* Reads a decimal number, perhaps with a sign, a fraction and an exponent, which is all of `s`
 * and has fewer than 64 bytes.  False for anything else: hexadecimal, not finite. */
bool ms_real_read(ms_str s, double *out);

#endif
