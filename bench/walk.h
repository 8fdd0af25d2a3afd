/* Which of many tokens are like one: what comparing it with each of them gives, sooner.
 *
 * The tokens stand in the order of their letters, so that those with one beginning are
 * neighbours.  The table of distances is kept for the beginning that a token shares with the
 * one before it, and where nothing that begins so can be near, all of those are passed over.
 * Nothing of the index is used: no letter kinds, no sums, no blocks.  Of the code that scores,
 * all that may be near is asked whether it is.
 */
#ifndef MARSAD_BENCH_WALK_H
#define MARSAD_BENCH_WALK_H

#include "index/buf.h"
#include "match/cost.h"

typedef struct walk walk;

/* What stands as one token where two are compared. */
typedef enum walk_how {
    WALK_TOKENS, /* both are tokens */
    WALK_RUN,    /* the one is a run of tokens */
    WALK_RUNS    /* the many are */
} walk_how;

/* For the `n` tokens or runs at `units`; to be freed with walk_free. */
walk *walk_new(const ms_token *units, uint32_t n);
void walk_free(walk *w);

enum { WALK_TOGETHER = 8 };

/* Adds to each of `out` the numbers, as uint32_t, of those that have a similarity above 0 to
 * that of the `n` at `x`, at most WALK_TOGETHER. */
void walk_like(const walk *w, const ms_letters *x, unsigned n, walk_how how, ms_buf *out);

/* The same for one, by comparing each: the slow twin. */
void walk_each(const walk *w, const ms_letters *x, walk_how how, ms_buf *out);

#endif
