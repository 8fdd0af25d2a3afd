/* What the shipped tables say about letters and words. */
#ifndef MARSAD_TEXT_CLASSES_H
#define MARSAD_TEXT_CLASSES_H

#include <marsad/name.h>

/* The Latin letters for folded code point `cp` (possibly none).  False when no
 * table has it; `*abjad` tells whether its script leaves short vowels out. */
bool ms_letter_latin(uint32_t cp, ms_str *latin, bool *abjad);

/* A row of data/minor.tsv. */
typedef struct ms_word_class {
    bool minor; /* low weight by class */
    bool joins; /* makes one token with the next */
    bool ends;  /* makes one token with the one before */
    bool tail;  /* the same where an article stands between */
    uint16_t weight;
    ms_str canonical; /* the form that it is compared as */
} ms_word_class;

/* The class of `token` in a name of `kind`; all zero when it has none. */
ms_word_class ms_word_class_of(ms_str token, ms_name_kind kind);

/* What an ordinary token tells, in tenths of a bit (data/rarity.tsv). */
uint16_t ms_word_rarity(ms_str token, bool abjad);

#endif
