/* Entities as FollowTheMoney JSON, in the form of OpenSanctions' entities.ftm.json. */
#ifndef GEN_ENTITY_H
#define GEN_ENTITY_H

#include "base/json_out.h"
#include "gen_list.h"

/* Somebody or something with names. */
typedef struct gen_subject {
    gen_schema schema;
    gen_person person; /* of a Person */
    gen_names names;
    ms_str number; /* a vessel's IMO number, a company's registration, a wallet's key */
} gen_subject;

/* What names and identifies entity `i`, as it was first. */
void gen_subject_make(const gen_list *l, uint32_t i, ms_arena *a, gen_subject *out);

/* The names of an organisation of culture `c`. */
void gen_org_names(const gen_world *w, const gen_culture *c, uint64_t key, ms_arena *a,
                   gen_names *out);

/* The names of a vessel. */
void gen_vessel_names(const gen_world *w, uint64_t key, ms_arena *a, gen_names *out);

/* The culture of an organisation. */
const gen_culture *gen_org_culture(const gen_world *w, uint64_t key);

/* Writes entity `i` without a line end; `changed` as the second version has it.
 * `seen` (or NULL) receives its names. */
void gen_entity_write(const gen_list *l, uint32_t i, bool changed, ms_arena *a, ms_out *o,
                      gen_names *seen);

#endif
