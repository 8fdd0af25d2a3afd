/* Names as lists write them: several in one text, "LAST, First", a label in front. */
#ifndef MARSAD_LISTS_NAMES_H
#define MARSAD_LISTS_NAMES_H

#include "lists/entry.h"

/* Takes the next name of `*rest`, where names stand between ",", ";" or line ends.  What
 * stands in quotes or parentheses is one, and a legal form behind a comma ("Co., Ltd.")
 * belongs to the name before it.  False at the end. */
bool ms_alias_next(ms_str *rest, ms_str *name);

/* Takes the next of several facts in one cell: "(1) A (2) B", "a) A b) B", or A alone.
 * "-" says nothing.  `*number` is the place in the list, from 1.  False at the end. */
bool ms_numbered_next(ms_str *rest, unsigned *number, ms_str *piece);

/* Adds an alias; a language's label ("Arabic: …") is no part of it.  One word alone for
 * a person is a weak alias. */
void ms_entry_alias(ms_entry *x, ms_str name);

/* Adds a name written "LAST, First" as property `prop`, in the order in which it is said,
 * with its parts where `parts`. */
void ms_entry_name(ms_entry *x, const char *prop, ms_str name, bool parts);

#endif
