/* Travellers as queries. */
#ifndef MARSAD_ASK_TRAVELLER_H
#define MARSAD_ASK_TRAVELLER_H

#include <marsad/travel.h>

#include "ask/query.h"

/* Puts what `m` says of its traveller `t` into `q` and finishes it: a person with a name,
 * "SURNAME/GIVEN" where both are told apart, the zone's own text where it is one; birth dates
 * of every century that the message leaves open; sex; nationality; numbers of documents.
 * MS_ENOMEM, MS_ELIMIT. */
ms_rc traveller_query(const ms_manifest *m, const ms_traveller *t, query *q);

/* True where `t` has a name that a person may have: none is announced for later, or broken. */
bool traveller_named(const ms_manifest *m, const ms_traveller *t);

/* Appends all that traveller_query takes: of two travellers with the same bytes the queries are
 * the same. */
void traveller_key(const ms_manifest *m, const ms_traveller *t, ms_out *o);

#endif
