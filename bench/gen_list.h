/* A list: which entity stands at which place, how it hangs together with others, and
 * what a changed version makes of it. */
#ifndef GEN_LIST_H
#define GEN_LIST_H

#include "gen_person.h"

/* Schemata that a list has. */
typedef enum gen_schema {
    GEN_PERSON,
    GEN_COMPANY,
    GEN_ORGANIZATION,
    GEN_LEGAL_ENTITY,
    GEN_VESSEL_ENTITY,
    GEN_WALLET,
    GEN_POST,
    GEN_ADDRESS,
    GEN_PASSPORT_ENTITY,
    GEN_IDENTIFICATION,
    GEN_SANCTION,
    GEN_OWNERSHIP,
    GEN_DIRECTORSHIP,
    GEN_FAMILY_EDGE,
    GEN_OCCUPANCY,
    GEN_SCHEMATA
} gen_schema;

enum { GEN_BLOCK = 100 };

/* No entity. */
#define GEN_NOBODY UINT32_MAX

/* A list of `n` entities; the changed version has `added` more, and of 1000 entities
 * `modified` are other and `deleted` gone. */
typedef struct gen_list {
    const gen_world *w;
    uint64_t seed;
    uint32_t n, added, modified, deleted;
} gen_list;

/* What becomes of an entity in the changed version. */
typedef enum gen_fate { GEN_SAME, GEN_MODIFIED, GEN_DELETED, GEN_ADDED } gen_fate;

/* The schema of entity `i`. */
gen_schema gen_schema_of(uint32_t i);

/* How many entities of its schema stand before entity `i`. */
uint32_t gen_ordinal(uint32_t i);

/* FollowTheMoney's name of it. */
const char *gen_schema_name(gen_schema s);

/* Whether its entities are screened. */
bool gen_screened(gen_schema s);

/* What all about entity `i` is drawn from. */
uint64_t gen_key(const gen_list *l, uint32_t i);

/* The id of entity `i`. */
void gen_put_id(gen_text *t, const gen_list *l, uint32_t i);

/* Entity of schema `s`, by chance `r`, often near `i`; GEN_NOBODY when there is none. */
uint32_t gen_near(const gen_list *l, uint32_t i, gen_schema s, ms_chance *r);

/* What entity `i` refers to first (0) and second (1): a holder, an owner, an asset;
 * GEN_NOBODY for an entity that stands by itself. */
uint32_t gen_link(const gen_list *l, uint32_t i, int which);

/* What becomes of entity `i`; without its holder none stays. */
gen_fate gen_fate_of(const gen_list *l, uint32_t i);

#endif
