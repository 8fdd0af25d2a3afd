/* Formats of machine-readable zones as tables, and what the reader's parts share. */
#ifndef MARSAD_TRAVEL_MRZ_H
#define MARSAD_TRAVEL_MRZ_H

#include <marsad/mrz.h>

#include "base/ascii.h"

/* What may stand in a field. */
typedef enum mrz_kind {
    MRZ_LETTERS, /* A to Z and fillers */
    MRZ_MIXED,   /* digits too */
    MRZ_DATE     /* digits, and fillers where they are unknown */
} mrz_kind;

/* A field: `line` and `at` from 0; `check` is the column of its check digit in the same line,
 * 0 for none. */
typedef struct mrz_row {
    ms_mrz_field field;
    uint8_t line, at, len, check;
    mrz_kind kind;
} mrz_row;

/* Columns that a composite check digit covers: `at` to `end`, which is not of them. */
typedef struct mrz_span {
    uint8_t line, at, end;
} mrz_span;

enum { MRZ_ROWS = 11, MRZ_SPANS = 4 };

/* A format: rows and spans end where `len` and `end` are 0.  `composite` is the column of the
 * composite check digit in `composite_line`, 0 for none. */
typedef struct mrz_form {
    uint8_t lines, width;
    uint8_t composite_line, composite;
    mrz_row row[MRZ_ROWS];
    mrz_span span[MRZ_SPANS];
} mrz_form;

extern const mrz_form mrz_forms[MS_MRZ_FORMATS];

/* The row of `field`; NULL: the format has none. */
const mrz_row *mrz_row_of(ms_mrz_format format, ms_mrz_field field);

/* True for a column of optional data, of which no character may be told. */
bool mrz_is_optional(const mrz_form *form, uint8_t line, unsigned column);

/* The zone as a grid: MRZ_UNREAD where nothing could be read. */
enum { MRZ_UNREAD = '?', MRZ_CELLS = MS_MRZ_LINES * MS_MRZ_WIDTH };

/* Places of the grid, in the order in which a check digit takes them. */
typedef struct mrz_places {
    uint8_t at[MRZ_CELLS];
    uint8_t n;
} mrz_places;

/* A line as it was found, where it is at most MRZ_OFF_MAX longer than its format has it;
 * `n` 0: longer, or none. */
enum { MRZ_OFF_MAX = 3 };
typedef struct mrz_line {
    char c[MS_MRZ_WIDTH + MRZ_OFF_MAX];
    uint8_t n;
} mrz_line;

/* A reading under way.  `cell` is the zone after corrections, `raw` before. */
typedef struct mrz_reading {
    ms_arena *arena;
    ms_mrz *out;
    const mrz_form *form;
    char cell[MRZ_CELLS];
    char raw[MRZ_CELLS];
    bool present[MS_MRZ_LINES];
    mrz_line line[MS_MRZ_LINES];
    mrz_places number;  /* the document number, wherever it stands */
    mrz_places checked; /* what its check digit covers */
    uint8_t number_check;
    uint8_t number_tail; /* columns that it takes of the first optional data */
    bool spent;          /* memory is spent */
} mrz_reading;

/* The place of a column. */
static inline uint8_t mrz_place(uint8_t line, uint8_t column)
{
    return (uint8_t)(line * MS_MRZ_WIDTH + column);
}

/* Adds columns `at` to `end` of a line. */
void mrz_places_add(mrz_places *p, uint8_t line, uint8_t at, uint8_t end);

/* What the composite check digit covers. */
mrz_places mrz_composite(const mrz_form *form);

/* The check digit over `p` in `cell`. */
char mrz_digit_at(const char *cell, const mrz_places *p);

/* True when `found` is the check digit `expected`, or a filler in its place where the field
 * `p` is empty and `filler` says that it may be (9303-4 §4.2.2.2, column 43). */
bool mrz_digit_fits(const char *cell, const mrz_places *p, char found, bool filler);

/* Copies text to the arena; empty when memory is spent, which is noted. */
ms_str mrz_keep(mrz_reading *r, ms_str s);

/* Notes an oddity at a place of the zone; `line` and `column` from 0.  `expected` empty: as its
 * kind says.  Texts must outlive the result. */
void mrz_odd(mrz_reading *r, ms_mrz_oddity odd);

/* The same with nothing more to say: at `column` of `line`, with the `n` characters there. */
void mrz_odd_at(mrz_reading *r, ms_mrz_oddity_kind kind, ms_mrz_field field, uint8_t place,
                uint8_t n);

/* "43 characters". */
ms_str mrz_counted(mrz_reading *r, unsigned n, const char *what);

/* Fills the grid from a text, and finds the format.  False when no character is of a zone. */
bool mrz_fill(mrz_reading *r, ms_str text);

/* Puts fillers into lines that are too short, and takes some out of lines that are too long,
 * where that makes all check digits right and only one place does. */
void mrz_align(mrz_reading *r);

/* Puts letters in the place of digits where no digit can stand. */
void mrz_letters(mrz_reading *r);

/* Finds the places of the document number. */
void mrz_number_find(mrz_reading *r);

/* Corrects fields that have a check digit, and notes all check digits. */
void mrz_check_all(mrz_reading *r);

/* A date of six characters; false when it is none.  `partial`: fillers may stand in it. */
bool mrz_date_is(const char *six, bool partial);

/* Reads a date; which century `today` tells, by the rules of `field`. */
void mrz_date_read(mrz_reading *r, ms_mrz_field field, ms_date today, ms_mrz_date *out);

/* Reads the name and its parts. */
void mrz_name_read(mrz_reading *r);

/* Writes the name's field of `len` columns to `field`, truncated where it must be; false when
 * it cannot be. */
bool mrz_name_write(const ms_mrz *m, const mrz_row *row, char *field);

/* True when a row of data/mrz_optional.tsv says that `text`, without fillers behind, may be
 * read in that field. */
bool mrz_optional_known(ms_str issuer, ms_mrz_format format, ms_mrz_field field, ms_str text);

/* True when digits of the name stand for letters: an internal passport of Russia. */
bool mrz_digits_in_name(ms_str issuer, ms_str code);

#endif
