/* One entry of a list becoming an entity and its satellites: what the readers of all
 * formats do alike.
 *
 * The first failure stays in `rc`, and every later call does nothing: a reader adds
 * what the entry has and looks at `rc` once, in ms_entry_end. */
#ifndef MARSAD_LISTS_ENTRY_H
#define MARSAD_LISTS_ENTRY_H

#include <marsad/date.h>

#include "lists/reader.h"
#include "lists/xml.h"

/* The entry being read; `a` is the reader's arena, so it ends with the record. */
typedef struct ms_entry {
    ms_reader *r;
    ms_arena *a;
    ms_entity e; /* the main entity */
    struct ms_satellite *first, *last;
    ms_place at; /* of the value under way */
    ms_rc rc;
    ms_diag *d;
} ms_entry;

/* Source fields whose text is the value of one property. */
typedef struct ms_field {
    const char *source;
    const char *prop;
} ms_field;

enum { MS_ENTRY_ID_MAX = 512 }; /* bytes of an id; longer ones are not used */

/* Begins an entry of schema `schema`.  `id` is the source's own; the entity's becomes
 * `<list>-<id>`, or stays empty for ms_entry_end to make one where `id` is empty. */
ms_entry ms_entry_make(ms_reader *r, ms_str id, const char *schema, ms_place at, ms_diag *d);

/* As printf, into the entry's arena; "" when memory is spent. */
ms_str ms_entry_f(ms_entry *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* `s` with every run of white space one blank, none at the ends. */
ms_str ms_entry_clean(ms_entry *x, ms_str s);

/* The cleaned text of the child `name` of `n`, which counts as used; "" without one. */
ms_str ms_entry_take(ms_entry *x, ms_xml_node *n, const char *name);

/* `a` and `b` with `sep` between them where both say something different. */
ms_str ms_entry_join(ms_entry *x, ms_str a, const char *sep, ms_str b);

/* `a` and `b` with a blank between them, also when they are alike: parts of a name. */
ms_str ms_entry_words(ms_entry *x, ms_str a, ms_str b);

/* Adds `value` to the main entity, or to `e`; nothing when it is empty. */
void ms_entry_add(ms_entry *x, const char *prop, ms_str value);
void ms_entry_add_to(ms_entry *x, ms_entity *e, const char *prop, ms_str value); /* to `e` */

/* Adds a date at its precision; nothing when it is all zero. */
void ms_entry_date(ms_entry *x, const char *prop, ms_date d);

/* Adds the birth dates from year `a` to year `b`, one a year where they are at most
 * MS_BIRTH_SPAN apart, and a note of the range. */
enum { MS_BIRTH_SPAN = 25 };
void ms_entry_birth_years(ms_entry *x, unsigned a, unsigned b);

/* Adds a note about one of the entry's facts: `what "which": text`, or `what: text`. */
void ms_entry_note(ms_entry *x, const char *what, ms_str which, ms_str text);

/* Counts a field that no property takes. */
void ms_entry_unmapped(ms_entry *x, const char *field, ms_str value);

/* An entity of its own beside the main one: a document, an address, a sanction. */
typedef struct ms_satellite {
    ms_entity e;
    const char *suffix, *back, *prop;
    unsigned number;
    struct ms_satellite *next;
} ms_satellite;

/* A satellite of schema `schema`, which ms_entry_end gives behind the main entity as
 * `<id of the main entity>-<suffix>-<number>`, or `…-<suffix>` when it is the only one
 * of its kind by nature (`single`).  Its property `back` then holds the main entity,
 * whose property `prop`, unless NULL, holds the satellite. */
ms_entity *ms_entry_satellite(ms_entry *x, const char *suffix, bool single, const char *schema,
                              const char *back, const char *prop);

/* A Sanction of the main entity by `authority`. */
ms_entity *ms_entry_sanction(ms_entry *x, const char *authority);

/* An Address of the main entity: `full`, and its country where it is known. */
ms_entity *ms_entry_address(ms_entry *x, ms_str full, ms_str country);

/* Adds `value` where the schema has `prop`, else a note of it under `label`. */
void ms_entry_add_or_note(ms_entry *x, const char *prop, const char *label, ms_str value);

/* Adds a birth date as lists write it: a date, "circa 1960", "1960 to 1962",
 * "between 1960 and 1962".  Anything else becomes a note. */
void ms_entry_birth(ms_entry *x, ms_str text);

/* Takes the piece of `*rest` before the next `sep` into `*piece`, trimmed; false at the
 * end.  Empty pieces are passed over. */
bool ms_next_piece(ms_str *rest, const char *sep, ms_str *piece);

/* Ends the main entity: makes its id from its content where it has none, tells it from
 * earlier ones of the same id by "-2", "-3" and so on, and gives it and its satellites
 * to the caller.  An entry with too many values is set aside. */
void ms_entry_end(ms_entry *x);

/* What a reader returns to its loop: MS_OK, also when the entry was set aside, or what
 * ends the load, with the diagnosis filled. */
ms_rc ms_entry_rc(ms_entry *x);

#endif
