/* What the UN Security Council's list says in running text where other lists have
 * fields.  Each rule takes what the text itself marks (a separator, a label, a
 * parenthesis in another script) and leaves everything else to the notes.
 * docs/lists.md states the rules. */
#ifndef MARSAD_LISTS_UN_TEXT_H
#define MARSAD_LISTS_UN_TEXT_H

#include <marsad/arena.h>
#include <marsad/date.h>

/* Names found in one text.  `remark` holds what is said beside them; `previous`:
 * that they are former ones; `more`: there were more than fit. */
enum { MS_UN_NAMES = 64 };
typedef struct ms_un_names {
    ms_arena *a;
    ms_str v[MS_UN_NAMES];
    uint32_t n;
    ms_str remark;
    bool previous, more, nomem;
} ms_un_names;

/* `s` with every run of white space one blank, none at the ends.  `p` is NULL when
 * memory is spent. */
ms_str ms_un_clean(ms_str s, ms_arena *a);

/* The names of a name element: separated by ";" or by "a) b)", or one in another
 * script behind or in parentheses.  Commas separate nothing ("Surname, Given"). */
void ms_un_split(ms_un_names *out, ms_str text);

/* The names that the note of alias `name` holds: one behind "original script:" or
 * "in Arabic:", or several between ";". */
void ms_un_note_names(ms_un_names *out, ms_str name, ms_str note);

/* The name behind "under name", "made out to" and the like; "" without one. */
ms_str ms_un_used_name(ms_str note);

/* Whether `text` speaks of a former listing or name. */
bool ms_un_previous(ms_str text);

/* "X (Y)" where Y abbreviates X: both apart.  False where it does not. */
bool ms_un_acronym(ms_str name, ms_str *full, ms_str *acronym);

/* The number alone from a NUMBER element ("Afghan passport number OA296623"). */
ms_str ms_un_number(ms_str text);

/* A document number in running text; "" without one. */
ms_str ms_un_number_in(ms_str text);

/* The number behind "passport number" or "passport no."; "" without one. */
ms_str ms_un_passport_in(ms_str text);

/* Dates of birth behind "born" or "DOB" in a note; how many, at most `max`. */
unsigned ms_un_births(ms_str note, ms_date *out, unsigned max);

/* The date of a note that is a date of birth by itself: "Nov. 1973", or the one
 * year that it names.  All zero without one, and for other calendars. */
ms_date ms_un_note_date(ms_str note);

/* "male" or "female" where the text says "Gender: male"; "" otherwise. */
ms_str ms_un_gender(ms_str text);

#endif
