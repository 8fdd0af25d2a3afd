/* One code point at a time: decomposed, case folded, sorted into letters, marks
 * and separators. */
#ifndef MARSAD_TEXT_FOLD_H
#define MARSAD_TEXT_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include <marsad/str.h>

enum { MS_FOLD_MAX = 32 }; /* code points that one can decompose to */

/* What a folded code point is in a name. */
typedef enum ms_char_class {
    MS_CHAR_LETTER, /* general categories L and N */
    MS_CHAR_MARK,   /* M; apostrophes and letters that stand for them; Cf */
    MS_CHAR_BREAK   /* all else */
} ms_char_class;

/* Compatibility decomposition and case folding of `cp` (Unicode NFKD); returns
 * how many code points it wrote. */
int ms_fold_char(uint32_t cp, int32_t out[MS_FOLD_MAX]);

/* True for apostrophes and the modifier letters that stand for one. */
bool ms_is_apostrophe(uint32_t cp);

/* True for the Latin vowels. */
static inline bool ms_is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* True when `s` has ASCII alone. */
static inline bool ms_is_ascii(ms_str s)
{
    size_t i = 0;
    while (i < s.n && (unsigned char)s.p[i] < 0x80) i++;
    return i == s.n;
}

/* The class of a folded code point. */
ms_char_class ms_char_class_of(uint32_t cp);

#endif
