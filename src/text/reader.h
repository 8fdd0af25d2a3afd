/* The tokens that a text is written in, before anything is known about words: rules 1 to 6
 * of docs/scoring.md, "Tokens". */
#ifndef MARSAD_TEXT_READER_H
#define MARSAD_TEXT_READER_H

#include <marsad/name.h>

/* What the text tells about a token that its letters do not; beside MS_TOKEN_…, and never
 * in a finished name. */
enum {
    MS_READ_DOTTED = 64, /* nothing but a full stop stands between the word before and it */
    MS_READ_GLUED = 128  /* capitals behind a small letter of the same word */
};

typedef struct ms_words {
    ms_token tok[MS_NAME_TOKENS]; /* without weights */
    uint32_t n;
    uint16_t said;    /* gaps between words that say: a family name ends here */
    uint16_t family;  /* words before the last such gap */
    bool cut;         /* the text had more than the ceilings allow */
    uint8_t readings; /* how many its letters tell apart, at least 1 */
} ms_words;

/* Reads `text`, in reading `reading` of its letters. */
void ms_read_words(ms_str text, ms_name_kind kind, unsigned reading, ms_words *out);

#endif
