/* A query: the identity that a person, a row or a JSON object asks about. */
#ifndef MARSAD_ASK_QUERY_H
#define MARSAD_ASK_QUERY_H

#include <marsad/entity.h>
#include <marsad/match.h>

#include "base/json_out.h"

/* Ceilings of one query. */
enum { QUERY_FIELDS_MAX = 10000, QUERY_SHOWN_MAX = 120 };

/* A value that does not count as evidence, and why.  `reason` is static.  `bad`:
 * the value is wrong; otherwise there is only no place for it. */
typedef struct query_drop {
    ms_str property, value;
    const char *reason;
    bool bad;
} query_drop;

/* A value as given, under its canonical property name. */
typedef struct query_field {
    ms_str property, value;
} query_field;

/* A query in `arena`.  First fields are added, then query_finish makes the
 * identity.  `error.rc` tells that the row could not be read; such a query is
 * answered but not searched, as is one that has nothing to search with. */
typedef struct query {
    ms_arena *arena;
    ms_str id;    /* `p` NULL: none given */
    uint64_t row; /* from 1 */
    query_field *fields;
    uint32_t n_fields, cap_fields;
    query_drop *dropped;
    uint32_t n_dropped, cap_dropped;
    const ms_schema *schema; /* NULL: not said */
    ms_entity entity;
    ms_identity identity;
    bool searchable;
    ms_diag error;
} query;

/* An empty query; `row` is its number. */
query query_make(ms_arena *a, uint64_t row);

/* The property that a column or JSON member called `header` holds: a
 * FollowTheMoney name, "id", "schema" or "document", or the empty slice for what
 * has no place in a query.  Case, blanks, hyphens and underscores do not matter.
 * Static, or `header` itself. */
ms_str query_property(ms_str header);

/* True when `property` alone is enough to search with: names and their parts,
 * numbers of documents, phones, e-mail addresses and wallets. */
bool query_names(ms_str property);

/* Adds a value; empty ones are ignored.  Text that is not UTF-8 makes the query
 * an error.  MS_ENOMEM, MS_ELIMIT. */
ms_rc query_add(query *q, ms_str property, ms_str value);

/* Adds the members of one JSON object: flat, or FollowTheMoney with its members
 * id, schema and properties.  Malformed JSON makes the query an error.
 * MS_ENOMEM. */
ms_rc query_json(query *q, ms_str text);

/* Adds those of `defaults` whose property the query does not have. */
ms_rc query_default(query *q, const query_field *defaults, uint32_t n);

/* Makes the entity and the identity.  MS_ENOMEM. */
ms_rc query_finish(query *q);

/* Records that the row could not be read; the first reason stays. */
ms_rc query_fail(query *q, const ms_diag *d);

/* True when the query could not be read or a value of it is bad. */
bool query_blemished(const query *q);

/* Writes {"id","row","schema","properties","dropped"}. */
void query_write(const query *q, ms_out *o);

/* Writes its member `dropped`, [{"property","value","reason"}]. */
void query_write_dropped(const query *q, ms_out *o);

/* The schema called `name`, whatever its case, or NULL. */
const ms_schema *query_schema(ms_str name);

#endif
