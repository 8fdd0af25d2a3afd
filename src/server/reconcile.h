/* What the routes of the reconciliation API have in common. */
#ifndef MARSAD_SERVER_RECONCILE_H
#define MARSAD_SERVER_RECONCILE_H

#include "server/site.h"

/* Whether the entities of `d` that the caller may see and that are screened are of schema `s`,
 * some of them. */
bool ms_recon_has(const ms_request *r, const ms_dataset *d, const ms_schema *s);

/* Appends {"id","name","description"} of a schema; of one that the model does not know the id,
 * which is its name. */
void ms_recon_type(const ms_schema *s, ms_str name, ms_out *o);

/* Appends {"id","name","description","type" of an entity; the object stays open. */
void ms_recon_entity(const ms_snap_entity *e, ms_out *o);

/* Appends the schemata of data set `d` that are screened and those above them, with `prefix`
 * at the beginning of name or label (`p` NULL: any), as a list of at most `max`. */
void ms_recon_types(ms_request *r, const ms_dataset *d, ms_str prefix, uint32_t max, ms_out *o);

/* Whether `text` begins with `prefix`, which must not be empty; case does not matter. */
bool ms_recon_begins(ms_request *r, ms_str text, ms_str prefix);

/* Answers a data extension query. */
void ms_recon_answer_extend(ms_request *r, const ms_dataset *d, ms_str json);

#endif
