/* What the shipped tables say about words. */
#ifndef MARSAD_TEXT_CLASSES_H
#define MARSAD_TEXT_CLASSES_H

#include <marsad/name.h>

/* What a row of data/minor.tsv says of a token by itself, whatever the name's kind. */
typedef struct ms_word_class {
    bool minor;   /* low weight by class */
    bool article; /* such, and compared as the Arabic article */
    bool joins;   /* makes one token with the next */
    bool ends;    /* makes one token with the one before */
    bool tail;    /* the same where an article stands between */
} ms_word_class;

ms_word_class ms_word_class_of(ms_str token);

/* True when `token` is a row of data/organization_types/. */
bool ms_is_organization_type(ms_str token);

/* How many letters a title has that is written in one word with the name before it
 * ("JOHNMR", as in lists of passengers), of the letters of `token`; 0 without one. */
size_t ms_glued_title(ms_str token);

/* The tables of words that several tokens can stand for (docs/scoring.md, "Tokens"). */
typedef enum ms_run_table {
    MS_RUN_MINOR, /* data/organization_types/ and data/minor.tsv */
    MS_RUN_NUMBER /* data/numbers.tsv */
} ms_run_table;

/* A run of tokens that is a row. */
typedef struct ms_word_run {
    uint32_t n; /* how many tokens; 0 for none */
    uint16_t weight;
    ms_str form; /* what it is compared as */
} ms_word_run;

/* The longest run from `tok[at]` on, of the `n` tokens of a name of `kind`, that is a row;
 * its letters are those of its tokens, one behind the other. */
ms_word_run ms_run_find(ms_run_table table, const ms_token *tok, uint32_t n, uint32_t at,
                        ms_name_kind kind);

/* What an ordinary token tells, in tenths of a bit (data/rarity.tsv); `*known` when it has
 * a row there. */
uint16_t ms_word_rarity(ms_str token, bool abjad, bool *known);

#endif
