/* Travellers as queries. */
#ifndef MARSAD_ASK_TRAVELLER_H
#define MARSAD_ASK_TRAVELLER_H

#include <marsad/travel.h>

#include "ask/query.h"

/* Puts what `m` says of its traveller `t` into `q` and finishes it: a person with a name,
 * "SURNAME/GIVEN" where both are told apart, the zone's own text where it is one; the names in
 * his documents, where they are others; birth dates
 * of every century that the message leaves open; sex; nationalities; numbers of documents.
 * MS_ENOMEM, MS_ELIMIT. */
ms_rc traveller_query(const ms_manifest *m, const ms_traveller *t, query *q);

/* True where a search for that query may clear `t`: he has a name, none that is announced for
 * later or broken, and no more documents than are asked for, 100. */
bool traveller_asked(const ms_manifest *m, const ms_traveller *t);

/* Appends all that traveller_query takes: of two travellers with the same bytes the queries are
 * the same. */
void traveller_key(const ms_manifest *m, const ms_traveller *t, ms_out *o);

#endif
