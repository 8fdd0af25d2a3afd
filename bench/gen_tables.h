/* The tables of bench/names and what a name is drawn from.
 *
 * A file is a culture: rows of cells between tabs, the first cell says what the row
 * is (bench/README.md lists them).  A last cell `=N` is the row's weight; without it
 * names weigh by Zipf's law in the order of the file, all else the same. */
#ifndef GEN_TABLES_H
#define GEN_TABLES_H

#include <marsad/arena.h>

#include "gen_rng.h"

/* A row: a word in Latin letters, in its own script (or spelling), in a second one;
 * `more`: other Latin spellings, between blanks; `forms`: the word in scripts of
 * others, between blanks.  Of a rule: what becomes what, and the same in the own
 * script. */
typedef struct gen_row {
    ms_str rom, orig, alt, more, forms;
} gen_row;

/* Rows and their cumulative weights; `tail` of 1000 draws take a name of the
 * syllable model instead. */
typedef struct gen_bag {
    gen_row *v;
    uint32_t *upto;
    uint32_t n, cap, tail;
} gen_bag;

/* What rows are. */
typedef enum gen_kind {
    GEN_MALE,
    GEN_FEMALE,
    GEN_FAMILY,
    GEN_MIDDLE,
    GEN_BRAND, /* only by its model */
    GEN_MODEL, /* of GEN_MALE and so on: letters of pieces */
    GEN_MODEL_END = GEN_MODEL + GEN_MODEL,
    GEN_PATTERN_M = GEN_MODEL_END,
    GEN_PATTERN_F,
    GEN_NICK_PATTERN,
    GEN_NICK,
    GEN_SPELL,
    GEN_RULE,
    GEN_FEMININE,
    GEN_FATHER_M,
    GEN_FATHER_F,
    GEN_COUNTRY,
    GEN_CITY,
    GEN_STREET,
    GEN_WORD,
    GEN_FORM,
    GEN_ORG,
    GEN_PASSPORT,
    GEN_IDCARD,
    GEN_POSITION,
    GEN_EDUCATION,
    GEN_PROGRAM,
    GEN_SOURCE,
    GEN_NOTE,
    GEN_REASON,
    GEN_RELATION,
    GEN_ROLE,
    GEN_VESSEL,
    GEN_VESSEL_TYPE,
    GEN_FLAG,
    GEN_COIN,
    GEN_PIECE, /* one kind for each letter */
    GEN_KINDS = GEN_PIECE + 26
} gen_kind;

/* A culture.  `joined`: its own script has no blanks between the parts of a name. */
typedef struct gen_culture {
    ms_str name;
    uint64_t key;
    uint32_t share;
    bool joined;
    gen_bag bags[GEN_KINDS];
} gen_culture;

/* A script that Latin names are brought into by rule. */
typedef struct gen_script {
    ms_str name;
    bool joined;
    gen_bag letters;
    uint32_t first[27]; /* rows by their first letter, a..z */
} gen_script;

enum { GEN_CULTURES = 64, GEN_SCRIPTS = 12 };

/* Everything that names are drawn from; constant once loaded. */
typedef struct gen_world {
    ms_arena *arena;
    gen_culture *cultures;
    uint32_t n_cultures, share;
    gen_culture *common;
    gen_script *scripts;
    uint32_t n_scripts;
} gen_world;

/* Says why and ends the program: the generator has nothing to save. */
void gen_die(const char *what, const char *why) __attribute__((noreturn));

/* Ends the program when `p` is NULL. */
void *gen_need(void *p);

/* A row of a file: cells between delimiters. */
typedef void gen_row_fn(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n);

/* Calls `take` for each row of a file, packed or not; false when it cannot be opened. */
bool gen_each_row(const char *path, char delimiter, gen_row_fn *take, void *ctx);

/* A copy of `s` that lives as long as the world. */
ms_str gen_keep(gen_world *w, ms_str s);

/* Adds a row with a weight (0: by its place). */
void gen_add(gen_bag *b, gen_row row, uint32_t weight);

/* The culture called `name`, or NULL. */
gen_culture *gen_culture_of(gen_world *w, const char *name);

/* Reads all tables of a folder. */
void gen_load(gen_world *w, const char *folder);

/* Frees all that was loaded. */
void gen_unload(gen_world *w);

/* Adds what the folder of shared name lists has; false when it is not there. */
bool gen_load_shared(gen_world *w, const char *folder);

/* Fixes the weights, after the last row. */
void gen_finish(gen_world *w);

/* A row by weight; the empty row from an empty bag. */
const gen_row *gen_pick(const gen_bag *b, ms_chance *r);

/* A name of `kind`: a row, or one of the tail made of syllables in `a`. */
gen_row gen_draw(const gen_culture *c, gen_kind kind, ms_chance *r, ms_arena *a);

/* A culture by its share. */
const gen_culture *gen_culture_draw(const gen_world *w, ms_chance *r);

#endif
