/* A second speller, written from docs/scoring.md, "Spelling", over the text of
 * data/translit/. */
#ifndef MARSAD_TESTS_REF_SPELLING_H
#define MARSAD_TESTS_REF_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REF_WORD = 192, REF_LATIN = 8192 };

typedef struct ref_word {
    char s[REF_LATIN]; /* at most REF_WORD letters, and a NUL */
    bool abjad;
    unsigned readings;
} ref_word;

/* Reads the tables below `root`; ends the program where it cannot. */
void ref_spelling_load(const char *root);
void ref_spelling_unload(void);

/* Spells letters and marks `cp` in reading `k`; what it moves, it moves in `cp`. */
void ref_spell(uint32_t *cp, size_t n, unsigned k, ref_word *out);

/* Rule 5: how many code points the family name has that `cp` begins with, or 0. */
size_t ref_family(const uint32_t *cp, size_t n, unsigned k);

/* Rule 5: where a legal form stands apart with which `cp` begins or ends, or 0. */
size_t ref_legal(const uint32_t *cp, size_t n, unsigned k);

/* Rule 2: whether `cp` alone is the first cell of a row. */
bool ref_has_row(uint32_t cp);

#endif
