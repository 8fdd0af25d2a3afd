/* The script that a text is written in. */
#ifndef MARSAD_TEXT_SCRIPT_H
#define MARSAD_TEXT_SCRIPT_H

#include <marsad/str.h>

/* The English name of the script of the text's letters, as Unicode calls it ("Latin",
 * "Arabic"); "mixed" when they are of several, "none" without letters.  Han, Hiragana and
 * Katakana together are "Japanese". */
const char *ms_script_name(ms_str text);

#endif
