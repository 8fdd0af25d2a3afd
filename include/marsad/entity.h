/* Entities: what lists hold, in FollowTheMoney terms, with their JSON form. */
#ifndef MARSAD_ENTITY_H
#define MARSAD_ENTITY_H

#include <marsad/arena.h>
#include <marsad/model.h>

/* Ceilings of one entity. */
enum {
    MS_ENTITY_ID_MAX = 1024,       /* bytes of an id */
    MS_ENTITY_JSON_MAX = 16 << 20, /* bytes of its JSON */
    MS_ENTITY_VALUES_MAX = 100000, /* values of all properties together */
    MS_ENTITY_DEPTH_MAX = 64       /* nesting of its JSON */
};

/* One property and its values, in the order given, without repeats.  `prop` is
 * NULL when the model does not know the property. */
typedef struct ms_prop_values {
    ms_str name;
    const ms_prop *prop;
    ms_str *v;
    uint32_t n;
    uint32_t cap;
} ms_prop_values;

/* A JSON member that the model has no place for, kept as compact JSON text. */
typedef struct ms_extra {
    ms_str name;
    ms_str json;
} ms_extra;

/* An entity.  Everything it points to lies in `arena` and lives as long.
 * `schema` is NULL when the model does not know `schema_name`; such an entity is
 * kept, shown and screened as a Thing. */
typedef struct ms_entity {
    ms_arena *arena;
    ms_str id;
    ms_str caption;
    ms_str schema_name;
    const ms_schema *schema;
    ms_prop_values *props;
    uint32_t n_props, cap_props;
    uint32_t n_values;
    ms_extra *extra; /* members beside id, caption, schema, properties */
    uint32_t n_extra, cap_extra;
    ms_extra *extra_props; /* members of properties that are not lists of strings */
    uint32_t n_extra_props, cap_extra_props;
    const void *prepared; /* what a reader's caller made of it (ms_list_opts); else NULL */
    void *seen;           /* internal: finds repeats in large entities */
} ms_entity;

/* Called for a value that could not be cleaned: property, value as given; `why` is
 * MS_EVALUE when it was left out, MS_OK when it was kept as it is. */
typedef void (*ms_refused_fn)(void *ctx, ms_str prop, ms_str value, ms_rc why);

/* An empty entity of schema `schema` in `a`.  Both texts are copied; their `p` is
 * NULL when memory is spent. */
MS_API ms_entity ms_entity_make(ms_arena *a, ms_str id, ms_str schema);

/* Adds `value`, cleaned by the property's type, unless it is there already.
 * Texts are copied.  An empty value is ignored.  MS_EVALUE when it cannot be
 * cleaned (nothing is added), MS_ELIMIT, MS_ENOMEM. */
MS_API ms_rc ms_entity_add(ms_entity *e, ms_str prop, ms_str value);

/* As ms_entity_add, without cleaning. */
MS_API ms_rc ms_entity_add_raw(ms_entity *e, ms_str prop, ms_str value);

/* Adds what ms_entity_add refused with MS_EVALUE, as ms_value_plain has it: for types that are
 * kept (ms_type_kept). */
MS_API ms_rc ms_entity_keep(ms_entity *e, ms_str prop, ms_str value);

/* The values of `prop`; NULL when there are none. */
MS_API const ms_prop_values *ms_entity_get(const ms_entity *e, ms_str prop);

/* The first value of `prop`, or the empty slice. */
MS_API ms_str ms_entity_first(const ms_entity *e, ms_str prop);

/* Sets `caption` from the schema's caption properties when it is empty: the
 * first value of the first of them that has one, else the id. */
MS_API ms_rc ms_entity_caption(ms_entity *e);

/* Reads one FollowTheMoney JSON object.  Known properties are cleaned; a value
 * that cannot be is reported to `refused` (which may be NULL) and left out, but
 * countries, topics, phones, emails and identifiers that do not fit are kept as they
 * are and reported too.  Unknown properties, schemata and members are kept.
 * MS_ESYNTAX with the byte offset, MS_EMISSING without id or schema, MS_ELIMIT
 * beyond the ceilings, MS_EENCODING, MS_ENOMEM. */
MS_API ms_rc ms_entity_read(ms_str json, ms_arena *a, ms_refused_fn refused, void *ctx,
                            ms_entity *out, ms_diag *d);

/* Writes compact FollowTheMoney JSON into the entity's arena: id, caption,
 * schema, properties in the order of the model's names (bytewise), extra members
 * as they came.  The same entity always gives the same bytes.  MS_ENOMEM. */
MS_API ms_rc ms_entity_write(const ms_entity *e, ms_str *out);

#endif
