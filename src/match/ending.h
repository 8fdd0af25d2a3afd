/* Ends of names that tell a man's from a woman's: data/endings.tsv. */
#ifndef MARSAD_MATCH_ENDING_H
#define MARSAD_MATCH_ENDING_H

#include "match/cost.h"

/* What the table says of two tokens that are one name but for their ends. */
typedef struct ms_ending {
    bool found;
    uint32_t similarity; /* 0: of brother and sister */
} ms_ending;

/* docs/scoring.md, "Names that stand for each other"; neither token has a row of data/given/.
 */
ms_ending ms_endings_of(const ms_letters *x, const ms_letters *y);

/* Goes through the tokens that the table makes of `x`: writes the letters of one to `s`, padded
 * with zeros, some perhaps twice, and moves `*at`, 0 at first; false at the end. */
bool ms_endings_next(const ms_letters *x, unsigned *at, char s[MS_TOKEN_LEN]);

/* True where the letters end as the name that somebody has from his or her father. */
bool ms_is_patronymic(const ms_letters *x);

#endif
