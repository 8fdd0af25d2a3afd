/* The rows of data/translit/: letters of any script and how they are spelled in Latin. */
#ifndef MARSAD_TEXT_TRANSLIT_H
#define MARSAD_TEXT_TRANSLIT_H

#include <stdbool.h>
#include <stdint.h>

#include <marsad/str.h>

enum { MS_LETTERS_MAX = 16 }; /* code points of a row */

/* What the letters of a row do in a word (docs/scoring.md, "Spelling"). */
typedef enum ms_letter_class {
    MS_LETTER_PLAIN,
    MS_LETTER_ABJAD,   /* of a script that leaves short vowels out */
    MS_LETTER_WRITTEN, /* of a language that writes them in such a script */
    MS_LETTER_CONSONANT,
    MS_LETTER_CONSONANT2, /* of the second series */
    MS_LETTER_SIGN,       /* a vowel in place of the consonant's own */
    MS_LETTER_SIGN2,      /* the same behind the second series */
    MS_LETTER_MEDIAL,     /* between a consonant and its vowel */
    MS_LETTER_VIRAMA,     /* takes the consonant's vowel away */
    MS_LETTER_PREPOSED,   /* a sign that is written before its consonant */
    MS_LETTER_QUIET,      /* silences the consonant before it */
    MS_LETTER_DOUBLE,     /* doubles the consonant behind it */
    MS_LETTER_FAMILY,     /* a family name that is written in one word with the given one */
    MS_LETTER_LEGAL       /* a legal form in one word with an organisation's name */
} ms_letter_class;

/* Where in a word a row holds. */
typedef enum ms_letter_where {
    MS_WHERE_ANY,
    MS_WHERE_BEGIN,
    MS_WHERE_END,
    MS_WHERE_WHOLE,
    MS_WHERE_TAIL /* a consonant that closes a syllable */
} ms_letter_where;

/* One row, for one reading. */
typedef struct ms_letters {
    ms_str latin;     /* perhaps none */
    ms_str vowel;     /* spoken behind a consonant that has no sign; in an open syllable */
    ms_str closed;    /* the same where a consonant without vowel closes the syllable */
    uint8_t drop;     /* 1: no such vowel at the end of a word; 2: nor in its middle */
    bool kept;        /* spoken there all the same behind a consonant without vowel */
    uint8_t readings; /* how many the row tells apart */
    ms_letter_class class;
    ms_letter_where where;
} ms_letters;

/* The rows with which a text begins, while they are gone through. */
typedef struct ms_letter_rows {
    const uint32_t *cp;
    size_t n;
    unsigned reading;
    uint32_t row, to;      /* those at hand */
    uint32_t next, behind; /* of several code points, thereafter */
} ms_letter_rows;

/* The rows that hold for a reading and with which the `n` code points at `cp` begin, at
 * least one. */
ms_letter_rows ms_letter_rows_of(const uint32_t *cp, size_t n, unsigned reading);

/* The next of them, the shorter before the longer ones and equal ones in the order of the
 * table: how many code points it has, 0 behind the last. */
size_t ms_letter_next(ms_letter_rows *r, ms_letters *out);

/* True when a row of `cp` by itself has a class. */
bool ms_letter_classed(uint32_t cp);

/* True when `cp` by itself has a row. */
bool ms_letter_known(uint32_t cp);

#endif
