/* Many things made at once and written in their order. */
#ifndef GEN_RUN_H
#define GEN_RUN_H

#include <stdio.h>

#include "base/json_out.h"
#include "gen_stats.h"

/* Writes the `i`-th thing to `o`. */
typedef void gen_make(void *ctx, uint32_t i, ms_arena *a, ms_out *o, gen_stats *s);

/* Makes things 0 to n-1 with `jobs` threads and writes them to `file` in order; into
 * `s` too, unless it is NULL. */
void gen_run(gen_make *make, void *ctx, uint32_t n, unsigned jobs, FILE *file, gen_stats *s);

#endif
