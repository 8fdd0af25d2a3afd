/* Terminals: their width and colours. */
#ifndef MARSAD_CLI_TERM_H
#define MARSAD_CLI_TERM_H

#include "ask/shown.h"
#include "cli/cli.h"

/* Styles for `ms_out_style`. */
typedef enum ms_style {
    MS_STYLE_PLAIN,
    MS_STYLE_BOLD,
    MS_STYLE_DIM,
    MS_STYLE_GREEN,
    MS_STYLE_YELLOW,
    MS_STYLE_RED
} ms_style;

/* Appends the terminal's code for `style`, if `color`. */
void ms_out_style(ms_out *o, bool color, ms_style style);

/* Fills in what standard output and error are; `when` is "auto", "always" or
 * "never" (NO_COLOR and TERM=dumb turn "auto" off; no-color.org). */
void ms_term_look(ms_cli *c, const char *when);

#endif
