/* One word, from folded code points to Latin letters. */
#ifndef MARSAD_TEXT_SPELL_H
#define MARSAD_TEXT_SPELL_H

#include <stdint.h>

#include <marsad/name.h>

enum { MS_WORD_LETTERS = 8 * MS_TOKEN_LEN }; /* of one word that are kept, either side */

/* A word in Latin letters. */
typedef struct ms_spelling {
    char s[MS_WORD_LETTERS];
    uint32_t n;
    uint8_t readings; /* how many its letters tell apart, at least 1 */
    bool abjad;       /* its script leaves short vowels out */
    bool cut;         /* it had more letters than are kept */
} ms_spelling;

/* Spells the `n` folded code points at `cp` (letters, and marks that have a row of their
 * own) by the rows of reading `reading`.  Reorders `cp` where vowels are written before
 * their consonants. */
void ms_spell(uint32_t *cp, size_t n, unsigned reading, ms_spelling *out);

/* How many of the `n` code points are a family name with which the word begins, and
 * behind which a given name stands; 0 when none is. */
size_t ms_spell_family(const uint32_t *cp, size_t n, unsigned reading);

/* Where in the `n` code points a legal form ends with which the word begins, or begins with
 * which it ends; 0 without one or when nothing else is in the word. */
size_t ms_spell_legal(const uint32_t *cp, size_t n, unsigned reading);

#endif
