/* Machine-readable zones: ICAO Doc 9303 (8th edition), parts 3 to 7, and the French identity
 * card of 1988 to 2021.
 *
 * A zone is never refused while a field of it can be read.  Every departure from the standard,
 * and every doubt, is an oddity that says where it is, what was expected, what was found and
 * what was done.  Nothing is kept of the optional data but what data/mrz_optional.tsv names.
 * Readers and writers touch nothing but their arguments: any thread may call them.
 */
#ifndef MARSAD_MRZ_H
#define MARSAD_MRZ_H

#include <stdint.h>

#include <marsad/arena.h>
#include <marsad/date.h>

/* Ceilings. */
enum {
    MS_MRZ_TEXT_MAX = 4096,   /* bytes of a text that are looked at */
    MS_MRZ_LINES = 3,         /* lines of a zone */
    MS_MRZ_WIDTH = 44,        /* characters of a line */
    MS_MRZ_PARTS = 20,        /* components of a surname, or of the given names */
    MS_MRZ_CHECKS = 5,        /* check digits of a zone */
    MS_MRZ_ALTERNATIVES = 16, /* readings of a field that its check digit allows */
    MS_MRZ_ODDITIES = 48,     /* those that are kept; later ones are only counted */
    MS_MRZ_READINGS = 16      /* readings of a name in its own script */
};

/* name, what people call it, lines, characters of a line */
#define MS_MRZ_FORMAT_LIST(X)                       \
    X(UNKNOWN, "unknown", 0, 0)                     \
    X(TD1, "TD1", 3, 30)    /* 9303-5: cards */     \
    X(TD2, "TD2", 2, 36)    /* 9303-6 */            \
    X(TD3, "TD3", 2, 44)    /* 9303-4: passports */ \
    X(MRVA, "MRV-A", 2, 44) /* 9303-7 §4: visas */ \
    X(MRVB, "MRV-B", 2, 36) /* 9303-7 §7: visas */ \
    X(FRA, "FRA-ID", 2, 36) /* French card of 1988 */

/* Formats: MS_MRZ_TD1 and so on. */
typedef enum ms_mrz_format {
#define X(name, text, lines, width) MS_MRZ_##name,
    MS_MRZ_FORMAT_LIST(X) MS_MRZ_FORMATS
#undef X
} ms_mrz_format;

/* name, what JSON calls it, what people call it */
#define MS_MRZ_FIELD_LIST(X)                                                       \
    X(LAYOUT, "layout", "layout")                                                  \
    X(CODE, "code", "document code")                                               \
    X(ISSUER, "issuer", "issuer")                                                  \
    X(NAME, "name", "name") /* the surname alone where given names have a field */ \
    X(GIVEN, "given_names", "given names")                                         \
    X(NUMBER, "number", "document number")                                         \
    X(NATIONALITY, "nationality", "nationality")                                   \
    X(BIRTH, "birth_date", "birth date")                                           \
    X(SEX, "sex", "sex")                                                           \
    X(EXPIRY, "expiry_date", "expiry date")                                        \
    X(OPTIONAL, "optional", "optional data")                                       \
    X(OPTIONAL2, "optional_2", "second optional data") /* line 2 of TD1 */         \
    X(COMPOSITE, "composite", "composite check digit")

/* Fields: MS_MRZ_NUMBER and so on.  LAYOUT stands for the zone as a whole. */
typedef enum ms_mrz_field {
#define X(name, key, text) MS_MRZ_##name,
    MS_MRZ_FIELD_LIST(X) MS_MRZ_FIELDS
#undef X
} ms_mrz_field;

/* name, what JSON calls it, departs from the standard, what was expected, what was done.  One
 * that departs makes a zone invalid; the others are doubts and remarks. */
#define MS_MRZ_ODDITY_LIST(X)                                                                  \
    X(TEXT_LONG, "text_long", 1, "no more than 4096 bytes", "the rest was left out")           \
    X(WRAPPED, "wrapped", 0, "lines of the format", "read as one text, cut by its length")     \
    X(LINE_SHORT, "line_short", 1, "a whole line", "fillers were added")                       \
    X(LINE_LONG, "line_long", 1, "a line of the format", "the rest was left out")              \
    X(FILLERS_LOST, "fillers_lost", 1, "more fillers", "put in where check digits prove it")   \
    X(FILLERS_MORE, "fillers_more", 1, "fewer fillers",                                        \
      "taken out where check digits prove it")                                                 \
    X(LINE_MISSING, "line_missing", 1, "a line", "its fields stay empty")                      \
    X(LINE_EXTRA, "line_extra", 1, "no more lines", "left out")                                \
    X(BLANK, "blank", 1, "no blanks", "left out")                                              \
    X(BLANK_FILLER, "blank_filler", 1, "a filler", "read as one")                              \
    X(SMALL, "small_letters", 1, "capital letters", "read as such")                            \
    X(FILLER, "other_filler", 1, "the filler <", "read as it")                                 \
    X(CHARACTER, "character", 1, "A to Z, 0 to 9 or <", "the place counts as unread")          \
    X(CODE_UNKNOWN, "code", 1, "a document code of the format", "kept")                        \
    X(COUNTRY, "country", 0, "a code of ISO 3166-1 or 9303-3 section 5", "kept")               \
    X(NOT_LETTER, "not_letter", 1, "a letter", "read as the letter that looks like it")        \
    X(NOT_DIGIT, "not_digit", 1, "a digit", "read as the digit, which the check digit proves") \
    X(LOOKALIKE, "lookalike", 1, "what the check digit proves", "read as what looks like it")  \
    X(AMBIGUOUS, "ambiguous", 1, "what the check digit proves", "kept; several would do")      \
    X(CHECK, "check_digit", 1, "another check digit", "kept")                                  \
    X(FILLER_COUNTED, "filler_counted", 0, "a sum without the filler",                         \
      "the digit is accepted")                                                                 \
    X(NO_DATE, "no_date", 1, "a date", "left out")                                             \
    X(PARTIAL, "partial_date", 0, "a whole date", "kept as far as it is known")                \
    X(NO_EXPIRY, "no_expiry", 0, "an expiry date", "none is taken")                            \
    X(CENTURY, "century", 0, "four digits of the year", "the likelier century is taken")       \
    X(SEX_UNKNOWN, "sex", 1, "M, F or <", "left out")                                          \
    X(SEX_X, "sex_x", 1, "M, F or <", "read as not specified")                                 \
    X(NO_NUMBER, "no_number", 1, "a document number", "none is taken")                         \
    X(NO_NAME, "no_name", 1, "a primary identifier", "given names alone are taken, if any")    \
    X(NAME_CUT, "name_cut", 0, "room behind the name", "it may have been cut")                 \
    X(NAME_FILLERS, "name_fillers", 1, "one separator << and no other fillers in a row",       \
      "parts are kept")                                                                        \
    X(DROPPED, "dropped", 0, "no optional data of other kinds", "left out")

/* What was odd. */
typedef enum ms_mrz_oddity_kind {
#define X(name, key, departs, expected, done) MS_MRZ_ODD_##name,
    MS_MRZ_ODDITY_LIST(X) MS_MRZ_ODDITY_KINDS
#undef X
} ms_mrz_oddity_kind;

/* An oddity.  `line` and `column` count from 1, in the zone as its format has it; 0: the whole.
 * `expected` is the text of its kind, or the very character; `found` are at most
 * MS_MRZ_WIDTH characters, a count in words for what is left out, nothing of optional data;
 * `taken` is what was read in place of it, perhaps empty. */
typedef struct ms_mrz_oddity {
    ms_mrz_oddity_kind kind;
    ms_mrz_field field;
    uint8_t line, column;
    ms_str expected, found, taken;
} ms_mrz_oddity;

/* A check digit (9303-3 §4.9): where it stands, what was found there and what the characters
 * give as they were read.  `right` compares these two, with the filler allowed where the
 * standard allows it; `settled` is true when it is right or became so by corrections. */
typedef struct ms_mrz_check {
    ms_mrz_field field; /* COMPOSITE: of the whole */
    uint8_t line, column;
    char found, expected;
    bool right, settled;
} ms_mrz_check;

/* A date of six characters (9303-3 §4.8).  `date` is what of it is known: a day without its
 * month, and both without the year, stay in `text` alone.  `other` is the year of another
 * century that cannot be ruled out, 0 for none.  `text` are the characters after corrections,
 * "" when there were none. */
typedef struct ms_mrz_date {
    ms_date date;
    uint16_t other;
    char text[7];
} ms_mrz_date;

/* A reading of a field that its check digits allow. */
typedef struct ms_mrz_alternative {
    ms_mrz_field field; /* NUMBER, BIRTH or EXPIRY */
    uint8_t changes;    /* characters that differ from what was read */
    ms_str text;        /* as ms_mrz.number, or six characters */
} ms_mrz_alternative;

/* What a zone says; texts lie in the reader's arena.  Empty texts: not said, not readable. */
typedef struct ms_mrz {
    ms_mrz_format format;
    ms_str code;        /* "P", "PD", "ID": one or two characters */
    ms_str issuer;      /* as written, "UTO", "D" */
    ms_str nationality; /* the same; of the French card always "FRA" */
    ms_str number; /* whole, with what the optional data have of it (9303-5 §4.2.2 note j);
                      a filler in it is a blank */
    ms_str name;   /* the name as the zone has it, without the fillers behind: what
                      ms_name_prepare takes */
    ms_str surname[MS_MRZ_PARTS]; /* the primary identifier, by components */
    ms_str given[MS_MRZ_PARTS];   /* the secondary identifier */
    uint8_t n_surname, n_given;
    bool cut; /* the name fills its field: it counts as truncated (9303-4 §4.2.3) */
    ms_mrz_date birth, expiry;
    char sex;           /* 'M', 'F', 'X' for not specified; 0: not readable */
    ms_str optional[2]; /* personal numbers of known shape; writers take any */
    uint8_t dropped;    /* characters of optional data that were left out */
    ms_mrz_check check[MS_MRZ_CHECKS];
    uint8_t n_checks;
    ms_mrz_alternative alternative[MS_MRZ_ALTERNATIVES];
    uint8_t n_alternatives;
    ms_mrz_oddity oddity[MS_MRZ_ODDITIES];
    uint16_t n_oddities; /* all of them; at most MS_MRZ_ODDITIES are kept */
    bool valid;          /* none departs from the standard */
} ms_mrz;

/* Reads a zone from `text`: its lines, or all in one line, wrapped anyhow, with blanks around,
 * in small letters, with other marks for the filler.  `today` (year, month and day) settles
 * centuries: nobody is born later, or more than 115 years before; an expiry date lies within
 * 50 years.  MS_ENOTFOUND when nothing in it can belong to a zone, MS_EINVAL without `today`,
 * MS_ENOMEM. */
MS_API ms_rc ms_mrz_read(ms_str text, ms_date today, ms_arena *a, ms_mrz *out);

/* Makes the lines of `m` in its format, with check digits, the name truncated where it has no
 * room; of a date `text` counts, and `date` where that is empty.  The lines beyond those of the
 * format are empty.  MS_EVALUE when a field cannot be written, as `d` (may be NULL) says;
 * MS_ENOMEM. */
MS_API ms_rc ms_mrz_write(const ms_mrz *m, ms_arena *a, ms_str line[MS_MRZ_LINES], ms_diag *d);

/* The check digit of `s` (9303-3 §4.9), '0' to '9'; characters that are none of a zone count as
 * fillers. */
MS_API char ms_mrz_digit(ms_str s);

/* What people call a format, "TD3"; static. */
MS_API const char *ms_mrz_format_name(ms_mrz_format f);

/* What JSON calls a field, "birth_date"; static. */
MS_API const char *ms_mrz_field_key(ms_mrz_field f);

/* What people call a field, "birth date"; static. */
MS_API const char *ms_mrz_field_name(ms_mrz_field f);

/* What JSON calls an oddity, "line_short"; static. */
MS_API const char *ms_mrz_oddity_key(ms_mrz_oddity_kind k);

/* What was done about an oddity; static. */
MS_API const char *ms_mrz_oddity_done(ms_mrz_oddity_kind k);

/* True when an oddity of this kind departs from the standard. */
MS_API bool ms_mrz_oddity_departs(ms_mrz_oddity_kind k);

/* What a code of three letters (or D) means: ISO 3166-1 alpha-3, 9303-3 §5. */
typedef struct ms_mrz_country {
    ms_str name;    /* in English */
    ms_str country; /* FollowTheMoney's code, "de"; empty where no State is meant */
    ms_str kind;    /* state, organisation, status, specimen or withdrawn */
} ms_mrz_country;

/* Looks a code up, as ms_mrz has it; false when it is not known. */
MS_API bool ms_mrz_country_find(ms_str code, ms_mrz_country *out);

/* Readings of a name in its own script, "surname given" with a blank between components. */
typedef struct ms_mrz_readings {
    ms_str system; /* "arabic", "macedonian", "serbian", "russian"; empty: none */
    ms_str text[MS_MRZ_READINGS];
    uint32_t n;
} ms_mrz_readings;

/* Reads the name of `m` back into the script of its issuer, where its encoding tells the
 * letters: 9303-3 §6 C for Arabic script where the name has one of its escapes (X and letters),
 * §6 B for Macedonian and Serbian, the Russian internal passport's own.  All readings that the
 * encoding allows, or none when there are more than MS_MRZ_READINGS.  MS_ENOMEM, with none. */
MS_API ms_rc ms_mrz_own_script(const ms_mrz *m, ms_arena *a, ms_mrz_readings *out);

#endif
