#include "cli/lang.h"

#include <stdlib.h>

ms_lang say_lang(const ms_cli *c, bool people)
{
    static const char *const names[] = {"MARSAD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    if (ms_cli_given(c, "lang")) return (ms_lang)ms_cli_number(c, "lang");
    for (size_t i = 0; people && i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return ms_lang_of(value);
    }
    return MS_LANG_EN;
}
