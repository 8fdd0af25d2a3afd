#include "base/utc.h"

#include <time.h>

void ms_utc_now(char out[MS_UTC_BYTES])
{
    struct tm tm;
    time_t now = time(NULL);
    if (!gmtime_r(&now, &tm) || !strftime(out, MS_UTC_BYTES, "%Y-%m-%dT%H:%M:%SZ", &tm))
        out[0] = '\0';
}
