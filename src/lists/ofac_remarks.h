/* The remarks of OFAC's CSV files: facts in running text, one behind another. */
#ifndef MARSAD_LISTS_OFAC_REMARKS_H
#define MARSAD_LISTS_OFAC_REMARKS_H

#include "lists/ofac_facts.h"

/* Adds what `remarks` say to the entry: "DOB 09 Feb 1951; alt. Passport A1 (Iraq)
 * expires 26 Sep 2017; a.k.a. 'X'; Linked To: Y."  What is not known becomes a note.
 * A piece that only repeats `title` is left out. */
void ms_ofac_remarks(ms_entry *x, ms_str remarks, ms_str title);

/* The label, number, country and dates of a piece; false when it has no such form. */
bool ms_ofac_piece(ms_entry *x, ms_str piece, ms_ofac_fact *out);

#endif
