/* Reading a command line by the tables of its options. */
#ifndef MARSAD_CLI_OPTIONS_H
#define MARSAD_CLI_OPTIONS_H

#include "cli/cli.h"

/* Reads `argv[1..]`: finds the command, its options (anywhere, `--opt value` or
 * `--opt=value`) and operands (everything behind `--` too).  Fills `c`, whose
 * arena is set.  Returns MS_EXIT_OK, or the status of a failure that was said. */
int ms_options_read(ms_cli *c, int argc, char **argv);

/* The option `name` of the command or of all commands, or NULL. */
const ms_opt *ms_options_find(const ms_command *command, const char *name);

/* The row behind the last of `opts`, which may be NULL. */
unsigned ms_options_count(const ms_opt *opts);

/* Says that there is no command `name`; returns MS_EXIT_USAGE. */
int ms_options_unknown(const ms_cli *c, const char *name);

/* Reads a decimal number 0..1 of up to six decimals as millionths. */
bool ms_score_read(const char *text, uint64_t *out);

#endif
