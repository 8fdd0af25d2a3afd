/* Queries as `marsad screen --input` reads them, with what each should find. */
#ifndef GEN_QUERY_H
#define GEN_QUERY_H

#include "gen_entity.h"

enum { GEN_MIX_KINDS = 11 };

/* How many queries of each kind there are, relative to one another. */
typedef struct gen_mix_shares {
    uint32_t of[GEN_MIX_KINDS];
} gen_mix_shares;

/* `n` queries about a list; `repeat` of 1000 ask again what an earlier one asked,
 * some very often (Zipf). */
typedef struct gen_queries {
    const gen_list *l;
    const gen_mix_shares *mix;
    uint32_t n, repeat;
} gen_queries;

/* The names of the kinds; NULL behind the last. */
extern const char *const gen_mix_kinds[GEN_MIX_KINDS + 1];

/* The first line of the file. */
extern const char gen_query_header[];

/* The usual shares. */
void gen_mix_default(gen_mix_shares *m);

/* `kind=share,…`: all others 0; false for what is not that. */
bool gen_mix_set(gen_mix_shares *m, const char *s);

/* Writes query `i` and a line end. */
void gen_query_write(const gen_queries *q, uint32_t i, ms_arena *a, ms_out *o);

#endif
