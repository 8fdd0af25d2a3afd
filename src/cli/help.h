/* Help, man page and shell completion, made from the table of commands. */
#ifndef MARSAD_CLI_HELP_H
#define MARSAD_CLI_HELP_H

#include "base/json_out.h"
#include "cli/cli.h"

/* A term and what it means. */
typedef struct ms_term {
    const char *term;
    const char *text;
} ms_term;

/* Environment variables and files of the program; a NULL term ends them. */
extern const ms_term ms_help_environment[];
extern const ms_term ms_help_files[];

/* What the program is, in one paragraph. */
extern const char ms_help_about[];

/* Writes the help of `command`, or of the program when NULL; an ms_exit. */
int ms_help_show(ms_cli *c, const ms_command *command);

/* The usage of `command` behind its name: "[OPTION…] --list NAME FILE…". */
void ms_help_usage(ms_out *o, const ms_command *command);

/* What `o` says beyond its help sentence: choices, bounds, preset. */
void ms_help_notes(ms_out *o, const ms_opt *opt);

/* The meaning of exit status `bit` (its number), or NULL. */
const char *ms_help_exit(unsigned bit);

/* Appends the man page marsad(1), in man(7) markup. */
void ms_man_write(ms_out *o);

/* Appends the completion script for `shell` ("bash", "zsh", "fish"). */
void ms_completion_write(ms_out *o, const char *shell);

extern const ms_command ms_cmd_help;
extern const ms_command ms_cmd_version;
extern const ms_command ms_cmd_completion;

#endif
