/* What the shipped tables say about words. */
#ifndef MARSAD_TEXT_CLASSES_H
#define MARSAD_TEXT_CLASSES_H

#include <marsad/name.h>

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
uint16_t ms_word_rarity(ms_str token, bool abjad, bool *known);

#endif
