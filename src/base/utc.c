#include "base/utc.h"

#include <time.h>

void ms_utc_at(int64_t seconds, char out[MS_UTC_BYTES])
{
    struct tm tm;
    time_t at = (time_t)seconds;
    if (!gmtime_r(&at, &tm) || !strftime(out, MS_UTC_BYTES, "%Y-%m-%dT%H:%M:%SZ", &tm))
        out[0] = '\0';
}

void ms_utc_now(char out[MS_UTC_BYTES])
{
    ms_utc_at((int64_t)time(NULL), out);
}
