/* The language in which a command speaks. */
#ifndef MARSAD_CLI_LANG_H
#define MARSAD_CLI_LANG_H

#include <marsad/message.h>

#include "cli/cli.h"

/* The row of an option table for commands that explain; in the order of ms_lang. */
#define SAY_LANG_OPT                                                                          \
    {                                                                                         \
        .name = "lang", .value = "LANG", .type = MS_OPT_CHOICE, .choices = "en|ar|fr",        \
        .help = "Language of explanations; unless given, that of the environment in a table " \
                "and English in JSON"                                                         \
    }

/* The language that the option or else, for people, the environment asks for. */
ms_lang say_lang(const ms_cli *c, bool people);

#endif
