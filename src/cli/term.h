/* Text on terminals: its width, its direction, and nothing that steers. */
#ifndef MARSAD_CLI_TERM_H
#define MARSAD_CLI_TERM_H

#include "base/json_out.h"
#include "cli/cli.h"

/* Appends `s` as a person may see it: control characters, line separators and
 * characters that reorder text (Unicode UAX 9, explicit formatting) as \u{HEX},
 * bytes that are not UTF-8 as U+FFFD, text with right-to-left letters between
 * U+2068 and U+2069.  At most `max` columns are used (0: no limit); a cut text
 * ends with "…".  Returns the columns used. */
unsigned ms_out_shown(ms_out *o, ms_str s, unsigned max);

/* Appends `s` as ms_out_shown does, always between U+2068 and U+2069. */
void ms_out_isolated(ms_out *o, ms_str s);

/* What begins and ends text that has a direction of its own, U+2068 and U+2069. */
void ms_out_isolate(ms_out *o, bool begin);

/* The columns that ms_out_shown uses for `s` without limit. */
unsigned ms_shown_width(ms_str s);

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
