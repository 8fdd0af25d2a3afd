/* Names that people bear for one another (data/given/): nicknames, and forms of one
 * name in several languages.  docs/scoring.md, "Names that stand for each other". */
#ifndef MARSAD_TEXT_GIVEN_H
#define MARSAD_TEXT_GIVEN_H

#include <stdint.h>

#include <marsad/str.h>

/* The ceilings of the table; a test holds it to them. */
enum { MS_GIVEN_TOKENS = 8191, MS_GIVEN_ROW = 64, MS_GIVEN_LINKS = 1 << 16 };

/* The number of a token that the table names, from 1; 0 of any other.  The same for as
 * long as the table is. */
uint16_t ms_given_number(ms_str token);

/* How alike two numbers are, in thousandths, as the table says; 0 where it says nothing,
 * as of a number and itself.  Symmetric. */
uint32_t ms_given_alike(uint16_t a, uint16_t b);

/* The least number above `after` that is alike to `a`; 0 when there is none. */
uint16_t ms_given_next(uint16_t a, uint16_t after);

#endif
