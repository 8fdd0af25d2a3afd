/* People: their names in every form that a list may have, and the facts that
 * identify them. */
#ifndef GEN_PERSON_H
#define GEN_PERSON_H

#include "gen_tables.h"
#include "gen_text.h"

enum { GEN_PARTS = 8, GEN_NAMES = 40 };

/* A part of a name: `role` is the letter of the pattern (G given, N further given,
 * M middle, F father's given name, P patronymic, S family) or a blank for a word
 * between. */
typedef struct gen_part {
    char role;
    gen_row row;
} gen_part;

/* A name as an entity has it. */
typedef struct gen_name {
    ms_str text;
    const char *prop; /* name, alias, weakAlias, previousName */
} gen_name;

typedef struct gen_names {
    gen_name v[GEN_NAMES];
    uint32_t n;
} gen_names;

/* Somebody.  `birth`: days from 1970-01-01; `passport` and `card` may be empty. */
typedef struct gen_person {
    const gen_culture *culture;
    bool female;
    gen_part part[GEN_PARTS];
    uint32_t n_parts;
    int32_t birth;
    ms_str country, passport, card;
} gen_person;

/* Which way a name is written. */
typedef enum gen_form { GEN_LATIN, GEN_OWN, GEN_SECOND } gen_form;

/* The person whom `key` stands for; the same key gives the same person. */
gen_person gen_person_make(const gen_world *w, uint64_t key, ms_arena *a);

/* A part of a name, by its letter in a pattern. */
gen_row gen_part_draw(const gen_culture *c, char letter, bool female, ms_chance *r,
                      ms_arena *a);

/* Gives `p` the parts that the pattern asks for. */
void gen_follow_pattern(gen_person *p, ms_str pattern, ms_chance *r, ms_arena *a);

/* Every name that a list has of `p`. */
void gen_person_names(const gen_world *w, const gen_person *p, uint64_t key, ms_arena *a,
                      gen_names *out);

/* The whole name in one form; empty when `p` has no such form. */
void gen_put_name(gen_text *t, const gen_person *p, gen_form form);

/* The whole name in the letters of `script`, by its table. */
void gen_put_name_in(gen_text *t, const gen_person *p, const gen_script *script);

/* A word of a pattern that is no letter: `bin|بن`, Latin and own. */
gen_row gen_word(ms_str w);

/* The parts with `role`, Latin, between blanks. */
void gen_put_parts(gen_text *t, const gen_person *p, char role);

/* Appends a name unless it is empty or there already. */
void gen_names_add(gen_names *names, const gen_text *t, const char *prop, ms_arena *a);

#endif
