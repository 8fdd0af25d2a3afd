/* Texts of data/messages.tsv in the language of the user. */
#ifndef MARSAD_ASK_SAY_H
#define MARSAD_ASK_SAY_H

#include <marsad/message.h>

#include "base/json_out.h"

/* The text "GROUP.NAME". */
ms_str say_text(ms_lang lang, const char *group, const char *name);

/* Text on a terminal, which may go the other way than the line that it stands in.  What
 * stands between `say_begin` and `say_end` keeps its direction, and so does a value in it. */
void say_begin(ms_lang lang, ms_out *o);
void say_end(ms_lang lang, ms_out *o);
void say_value(ms_lang lang, ms_str value, ms_out *o);

/* A number as it stands in a text. */
enum { SAY_NUMBER = 16 };

/* Hundredths of a bit to a tenth, "+5.2"; a score rounded down, "0.87"; a count. */
ms_str say_odds(int32_t odds, char buf[SAY_NUMBER]);
ms_str say_score(uint32_t millionths, char buf[SAY_NUMBER]);
ms_str say_count(uint32_t n, char buf[SAY_NUMBER]);

/* Appends the text "text.NAME" with `values` for {1}, {2} and {3}. */
void say_filled(ms_lang lang, const char *name, const ms_str *values, ms_out *o);

#endif
