/* The best one-to-one pairing of rows and columns. */
#ifndef MARSAD_MATCH_ASSIGN_H
#define MARSAD_MATCH_ASSIGN_H

#include <marsad/name.h>

/* Gains: row i and column j together gain `g[i][j]`, at most 2^58. */
typedef struct ms_gains {
    uint32_t rows, cols; /* each at most MS_NAME_TOKENS */
    uint64_t g[MS_NAME_TOKENS][MS_NAME_TOKENS];
} ms_gains;

/* The largest sum of gains over all one-to-one pairings.  `col_of`, when not
 * NULL, gets the column of each row, or -1 where the pair gains nothing. */
uint64_t ms_assign(const ms_gains *gains, int col_of[MS_NAME_TOKENS]);

#endif
