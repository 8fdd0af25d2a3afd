/* Whether an entity has what a term looks for: read from its JSON, value by value. */
#ifndef MARSAD_SERVER_HOLDS_H
#define MARSAD_SERVER_HOLDS_H

#include "base/json_out.h"
#include "server/edits.h"
#include "server/grammar.h"
#include "server/site.h"

/* A term ready to be looked for; one thread. */
typedef struct ms_holds {
    const ms_term *term;
    ms_str needle;  /* " word word" */
    ms_out folded;  /* of a value */
    ms_edits edits; /* of MS_TERM_FUZZY */
    ms_arena *a;    /* of one entity */
    bool found;
} ms_holds;

/* Prepares `t` in `arena`; ended by ms_holds_end.  False: no memory. */
bool ms_holds_begin(ms_holds *h, const ms_term *t, ms_arena *arena);
void ms_holds_end(ms_holds *h);

/* Whether `value` of the term's field is what it looks for. */
bool ms_holds_value(ms_holds *h, ms_str value);

/* Whether entity `e` has such a value. */
bool ms_holds_entity(ms_holds *h, const ms_snap_entity *e);

/* Called for each value of field `f` of entity `e`, but those of MS_FIELD_DATASETS. */
void ms_field_values(const ms_field *f, const ms_snap_entity *e, ms_arena *a,
                     void (*fn)(void *ctx, ms_str value), void *ctx);

/* Folds `value` into `o`, a blank before each word. */
void ms_holds_fold(ms_str value, ms_out *o);

#endif
