/* Names: from text in any script to weighted Latin tokens.
 *
 * The steps and tables are stated in docs/scoring.md, "Tokens".
 */
#ifndef MARSAD_NAME_H
#define MARSAD_NAME_H

#include <stdint.h>

#include <marsad/arena.h>
#include <marsad/rc.h>

/* Ceilings. */
enum {
    MS_TOKEN_LEN = 24,       /* letters of a token; longer runs become several tokens */
    MS_NAME_TOKENS = 32,     /* tokens of a name; what is beyond is left out */
    MS_NAME_STEP = 63,       /* words from one token to the next; a name ends before more */
    MS_READINGS = 8,         /* ways in which one written name is read */
    MS_GIVEN_NONE = 65535,   /* ms_token.given of a part of a person's name without a number */
    MS_NAME_TEXT_MAX = 65536 /* bytes of a name that are looked at */
};

/* What a token is, beside its letters. */
enum {
    MS_TOKEN_ABJAD = 1,    /* from a script that does not write short vowels */
    MS_TOKEN_MINOR = 2,    /* particle, honorific or legal form: low weight by class */
    MS_TOKEN_INITIAL = 4,  /* one letter */
    MS_TOKEN_NUMBER = 8,   /* has a digit */
    MS_TOKEN_KNOWN = 16,   /* a name as many people have it: other letters, another name */
    MS_TOKEN_SPELLED = 32, /* from other letters than Latin ones */
    MS_TOKEN_CUT = 64      /* a machine-readable zone may have had no room for its end */
};

/* One folded token of a name.  `weight` is its information in tenths of a bit,
 * from the shipped rarity table and the token's class.  The record has 32 bytes
 * and no pointers, so that snapshots hold it as it is. */
typedef struct ms_token {
    uint16_t weight;      /* 1..255 */
    uint16_t word;        /* which word of the text, from 0 */
    uint8_t len;          /* 1..MS_TOKEN_LEN */
    uint8_t flags;        /* MS_TOKEN_… */
    uint16_t given;       /* its number among names that stand for each other; MS_GIVEN_NONE:
                             none; 0: minor, or not of a person's name */
    char s[MS_TOKEN_LEN]; /* [a-z0-9], zero-padded */
} ms_token;

/* Whose name it is: chooses the word classes that apply (honorifics of persons,
 * legal forms of organisations). */
typedef enum ms_name_kind {
    MS_NAME_ANY,
    MS_NAME_PERSON,
    MS_NAME_ORGANIZATION,
    MS_NAME_THING
} ms_name_kind;

/* A prepared name.  `weight` is the sum of its tokens' weights.  `cut` tells
 * that the text had more than the ceilings allow. */
typedef struct ms_name {
    const ms_token *tok;
    uint32_t n;
    uint32_t weight;
    ms_name_kind kind;
    uint8_t family; /* so many tokens, the first, are said to be the family name; 0: not said */
    bool weak;      /* an alias that the source calls weak */
    bool cut;
    ms_str text; /* as written */
} ms_name;

/* Prepares `text`; the result lies in `a` and keeps `text` itself.
 * Never fails on content: bytes that are not UTF-8 count as separators, and a
 * text without letters gives `n` 0.  MS_ENOMEM. */
MS_API ms_rc ms_name_prepare(ms_str text, ms_name_kind kind, ms_arena *a, ms_name *out);

/* Prepares the ways in which `text` can be read: Han as Chinese, Korean or Japanese names or
 * as foreign ones, Hangul as it is romanised officially and as people write their names,
 * Arabic letters as in Arabic or in Persian, Wade-Giles as pinyin.  Writes 1 to MS_READINGS
 * names, all different, to `out` and their number to `*n`; the first is what ms_name_prepare
 * gives.  MS_ENOMEM. */
MS_API ms_rc ms_name_readings(ms_str text, ms_name_kind kind, ms_arena *a,
                              ms_name out[MS_READINGS], uint32_t *n);

/* The stretch of the name's text that tokens `at` to `at + n - 1` were made
 * from: whole words, without separators at its ends.  Empty when `n` is 0. */
MS_API ms_str ms_name_words(const ms_name *name, uint32_t at, uint32_t n);

/* The first word of `text` that has letters of Latin and of Greek, Cyrillic or Armenian too:
 * letters of one pass for letters of the other (Unicode UTS #39, mixed-script confusables),
 * and people do not write so.  Names are compared by what the letters sound like, so that
 * such a word hides nobody.  Empty when there is none. */
MS_API ms_str ms_name_disguised(ms_str text);

/* Decodes one code point at `s` (`n` > 0 bytes): returns the bytes consumed,
 * always at least 1, and sets `*cp`; for bytes that are not UTF-8 (Unicode
 * 15.0, table 3-7) consumes 1 and sets `*cp` to U+FFFD. */
MS_API size_t ms_utf8_decode(const char *s, size_t n, uint32_t *cp);

/* The offset of the first byte that is not UTF-8, or `s.n`. */
MS_API size_t ms_utf8_valid(ms_str s);

/* The lookup key of a word or phrase, in its own script: compatibility
 * decomposed and case folded (Unicode NFKD), marks and apostrophes removed, every
 * run of anything but letters and digits one blank, none at the ends.
 * "Côte d’Ivoire" gives "cote divoire".  `p` is NULL when memory is spent. */
MS_API ms_str ms_text_key(ms_str text, ms_arena *a);

/* `text` with the decimal digits of every script, those of full width too, as ASCII's
 * (data/translit/digits.tsv; Unicode 15.0, general category Nd): "٤٥" gives "45".  Lies in `a`
 * or is `text` itself.  `p` is NULL when memory is spent. */
MS_API ms_str ms_text_digits(ms_str text, ms_arena *a);

#endif
