#include "gen_tables.h"

bool gen_load_shared(gen_world *w, const char *folder)
{
    (void)w;
    (void)folder;
    return false;
}
