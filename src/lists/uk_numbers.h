/* The numbers in a field of the United Kingdom's lists, which holds one alone or says
 * what they are: "INN: 7700000000 / KPP: 770001001", "Kuwait, number 26001". */
#ifndef MARSAD_LISTS_UK_NUMBERS_H
#define MARSAD_LISTS_UK_NUMBERS_H

#include <marsad/str.h>

/* A text under way.  `whole`: nothing in it marks numbers, so that it is one itself. */
typedef struct ms_uk_numbers {
    ms_str rest;
    bool whole;
} ms_uk_numbers;

/* Begins with `text`. */
ms_uk_numbers ms_uk_numbers_of(ms_str text);

/* Takes the next number, and what stands between it and the one before.  False at the
 * end. */
bool ms_uk_numbers_next(ms_uk_numbers *it, ms_str *label, ms_str *number);

#endif
