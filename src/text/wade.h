/* Chinese names that are written in Wade-Giles, and what they are in pinyin
 * (docs/scoring.md, "Wade-Giles"). */
#ifndef MARSAD_TEXT_WADE_H
#define MARSAD_TEXT_WADE_H

#include "text/reader.h"

enum { MS_WADE_SYLLABLES = 3, MS_WADE_WAYS = 4 }; /* of a name; pinyin of a syllable */

/* A syllable and the pinyin that it may be, the likeliest first. */
typedef struct ms_wade_syllable {
    ms_str way[MS_WADE_WAYS];
    uint32_t n;
    uint32_t length; /* letters as written */
    uint32_t head;   /* of these, what an apostrophe stands behind; 0: never one */
    uint32_t token;  /* which it stands in */
} ms_wade_syllable;

/* A name in Wade-Giles. */
typedef struct ms_wade {
    ms_wade_syllable syllable[MS_WADE_SYLLABLES]; /* in the order of the text */
    uint32_t n;
    uint32_t tokens;
    uint16_t word[MS_WADE_SYLLABLES]; /* of each token */
} ms_wade;

/* True when `w`, what ms_read_words gives of `text`, is a name in Wade-Giles. */
bool ms_wade_find(ms_str text, const ms_words *w, ms_wade *out);

/* Writes the name in pinyin, in way `k` from 0, in place of the words of its text; false when
 * it has no such way. */
bool ms_wade_read(const ms_wade *x, unsigned k, ms_words *out);

#endif
