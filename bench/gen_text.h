/* Short texts being put together, and the case of letters by our own table (the
 * same on every machine, whatever the Unicode version of its libraries). */
#ifndef GEN_TEXT_H
#define GEN_TEXT_H

#include <marsad/arena.h>

#include "gen_rng.h"

enum { GEN_TEXT_MAX = 1000 };

/* A text; what does not fit is left out whole. */
typedef struct gen_text {
    size_t n;
    char p[GEN_TEXT_MAX];
} gen_text;

void gen_put(gen_text *t, ms_str s);

/* A string literal. */
#define gen_lit(t, lit) gen_put((t), MS_STR(lit))

/* A number, with zeroes in front up to `digits`. */
void gen_put_u(gen_text *t, uint64_t v, unsigned digits);

/* One code point. */
void gen_put_cp(gen_text *t, uint32_t cp);

ms_str gen_text_str(const gen_text *t);

/* A copy in `a`. */
ms_str gen_text_keep(const gen_text *t, ms_arena *a);

/* Makes the letter at byte `at` a capital, where its script has them. */
void gen_capital(gen_text *t, size_t at);

/* `cp` as a capital, or as a small letter. */
uint32_t gen_upper(uint32_t cp);
uint32_t gen_lower(uint32_t cp);

/* Appends `s` in capitals. */
void gen_put_upper(gen_text *t, ms_str s);

/* Characters after a pattern: `9` a digit, `A` a capital, `a` a small letter, `X`
 * either of digit and capital; others as they are. */
void gen_put_pattern(gen_text *t, ms_str pattern, ms_chance *r);

/* A date, ISO 8601; `day` counts from 1970-01-01. */
void gen_put_date(gen_text *t, int32_t day);

/* Days from 1970-01-01 to a date. */
int32_t gen_day(int32_t year, uint32_t month, uint32_t day);

#endif
