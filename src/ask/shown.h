/* Text that people read in a line with other text: its width, its direction, and nothing that
 * steers. */
#ifndef MARSAD_ASK_SHOWN_H
#define MARSAD_ASK_SHOWN_H

#include "base/json_out.h"

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

#endif
