/* What the lists of the United Kingdom say alike: the consolidated list of asset freeze
 * targets until January 2026, and the UK Sanctions List in its CSV and XML. */
#ifndef MARSAD_LISTS_UK_H
#define MARSAD_LISTS_UK_H

#include "lists/groups.h"

/* A subject under way. */
typedef struct ms_uk {
    ms_entry x;
    ms_entity *sanction;
    ms_said said;
    bool person;
    bool named; /* it has its parts of names */
} ms_uk;

/* Begins a subject of type `type` ("Individual", "Entity", "Ship") with its Sanction. */
ms_uk ms_uk_begin(ms_reader *r, ms_str id, ms_str type, const char *authority, ms_place at,
                  ms_diag *d);

/* A name in the parts in which it is said: "Name 1" to "Name 6", the last of which is the
 * family's or the whole.  `type` is "Primary name", "Alias" and so on, `quality` that of
 * an alias. */
enum { MS_UK_PARTS = 6 };
void ms_uk_name(ms_uk *u, const ms_str part[MS_UK_PARTS], ms_str type, ms_str quality);

/* A birth date; parts of it that are not known are written "dd", "mm" or "00". */
void ms_uk_birth(ms_uk *u, ms_str text);

/* A place of birth. */
void ms_uk_birth_place(ms_uk *u, ms_str town, ms_str country);

/* A nationality; what is no person has a country. */
void ms_uk_nationality(ms_uk *u, ms_str country);

/* A document and what is said of it.  One that the subject has already gets what is said
 * now as well; without a number it is a note. */
void ms_uk_document(ms_uk *u, bool passport, ms_str number, ms_str detail);

/* The numbers under which an organisation is registered, in one text. */
void ms_uk_registration(ms_uk *u, ms_str text);

/* An address, in lines. */
enum { MS_UK_LINES = 6 };
void ms_uk_address(ms_uk *u, const ms_str line[MS_UK_LINES], ms_str post_code, ms_str country);

/* Makes the date `s` the version of the list. */
ms_rc ms_uk_version(ms_reader *r, ms_str s);

#endif
