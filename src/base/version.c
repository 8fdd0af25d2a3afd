#include <marsad/version.h>

const char *ms_version(void)
{
    return MARSAD_VERSION;
}
