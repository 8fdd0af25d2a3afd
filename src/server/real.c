#include "server/real.h"

#include <math.h>
#include <stdlib.h>

bool ms_real_read(ms_str s, double *out)
{
    char buf[64], *end;
    if (!s.n || s.n >= sizeof buf) return false;
    memcpy(buf, s.p, s.n);
    buf[s.n] = 0;
    if (strpbrk(buf, "xXpPnN")) return false; /* hexadecimal, inf, nan */
    *out = strtod(buf, &end);
    return end == buf + s.n && isfinite(*out);
}
