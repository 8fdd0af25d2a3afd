/* Words that differ in few letters. */
#ifndef MARSAD_SERVER_EDITS_H
#define MARSAD_SERVER_EDITS_H

#include <marsad/words.h>

/* A word, and the distances of its beginnings to those of another one: letters put in, left
 * out, put in place of one another, or two neighbours swapped (optimal string alignment). */
typedef struct ms_edits {
    unsigned n, most; /* letters; edits at most */
    uint32_t letter[MS_WORD_MAX];
    unsigned depth; /* letters of the other word so far */
    uint32_t other[MS_WORD_MAX];
    size_t ends[MS_WORD_MAX + 1];   /* bytes of the other word up to each letter */
    uint8_t least[MS_WORD_MAX + 1]; /* of each row */
    uint8_t row[MS_WORD_MAX + 1][MS_WORD_MAX + 1];
} ms_edits;

/* For `word` and at most so many edits. */
void ms_edits_begin(ms_edits *e, ms_str word, unsigned most);

/* Whether `other` is so near.  What it has in common with the one before, `shared` bytes, is
 * not worked out again; 0 is always right.  Otherwise `*dead` is how many of its bytes rule
 * out all words that begin with them; 0: none. */
bool ms_edits_near(ms_edits *e, ms_str other, size_t shared, size_t *dead);

#endif
