/* Fields that a search can ask for by name. */
#ifndef MARSAD_SERVER_FIELD_H
#define MARSAD_SERVER_FIELD_H

#include <marsad/words.h>

typedef enum ms_field_kind {
    MS_FIELD_ALL,      /* every property */
    MS_FIELD_GROUP,    /* the properties of a type: names, countries, … */
    MS_FIELD_PROPERTY, /* of this name */
    MS_FIELD_ID,
    MS_FIELD_CAPTION,
    MS_FIELD_SCHEMA,
    MS_FIELD_DATASETS, /* as replies show them */
    MS_FIELD_MEMBER    /* first_seen, last_seen, last_change */
} ms_field_kind;

/* `{0}` is every property. */
typedef struct ms_field {
    ms_field_kind kind;
    ms_str name;  /* without "properties." */
    ms_type type; /* of MS_FIELD_GROUP */
    bool whole;   /* values are compared whole, not word by word */
    bool date;    /* values are dates */
} ms_field;

/* The field called `name`; false: there is none. */
bool ms_field_find(ms_str name, ms_field *out);

/* Whether property `p`, called `name`, of some schema belongs to the field; NULL: a property
 * that its schema has not. */
bool ms_field_has(const ms_field *f, ms_str name, const ms_prop *p);

/* Where words of the field stand: MS_IN_…. */
unsigned ms_field_in(const ms_field *f);

#endif
