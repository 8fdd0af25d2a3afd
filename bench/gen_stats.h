/* What a generated list is like, counted while it is written. */
#ifndef GEN_STATS_H
#define GEN_STATS_H

#include "gen_list.h"

/* Counts; opaque. */
typedef struct gen_stats gen_stats;

gen_stats *gen_stats_new(void);

/* Counts an entity and its names. */
void gen_stats_add(gen_stats *s, gen_schema schema, const gen_names *names);

/* Adds the counts of `from` and frees it. */
void gen_stats_join(gen_stats *s, gen_stats *from);

/* Prints on standard error, and frees. */
void gen_stats_end(gen_stats *s);

#endif
