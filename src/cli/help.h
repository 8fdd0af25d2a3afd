/* Help, man page and shell completion, made from the table of commands. */
#ifndef MARSAD_CLI_HELP_H
#define MARSAD_CLI_HELP_H

#include "cli/cli.h"

/* Writes the help of `command`, or of the program when NULL.  MS_EXIT_OK. */
int ms_help_show(ms_cli *c, const ms_command *command);

/* Writes the man page marsad(1), in man(7) markup. */
int ms_help_man(ms_cli *c);

extern const ms_command ms_cmd_help;
extern const ms_command ms_cmd_version;
extern const ms_command ms_cmd_completion;

#endif
