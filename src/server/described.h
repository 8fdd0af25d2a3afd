/* The FollowTheMoney model in words for people (data/described.tsv, data/codes.tsv), beside the
 * labels of <marsad/model.h>; everything is static. */
#ifndef MARSAD_SERVER_DESCRIBED_H
#define MARSAD_SERVER_DESCRIBED_H

#include <stdint.h>

#include <marsad/model.h>

/* Of a schema: "People"; what it is, empty where nobody says; names of the properties that
 * matter most, with blanks between. */
ms_str ms_described_plural(const ms_schema *s);
ms_str ms_described_about(const ms_schema *s);
ms_str ms_described_featured(const ms_schema *s);

/* A property where a schema declares it. */
typedef struct ms_described_prop {
    ms_str key; /* "Person.birthDate" */
    const ms_schema *schema;
    const ms_prop *prop;
    ms_str about; /* may be empty */
    bool hidden;  /* people have no use for it */
} ms_described_prop;

/* All of them, by key, and how many. */
const ms_described_prop *ms_described_props(uint32_t *n);

/* A value of type `t` as people read it: "Russia" of the country "ru"; itself where it is no
 * code. */
ms_str ms_described_value(ms_type t, ms_str value);

#endif
