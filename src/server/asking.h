/* What a call asks about: the body of /match. */
#ifndef MARSAD_SERVER_ASKING_H
#define MARSAD_SERVER_ASKING_H

#include "base/json_in.h"
#include "server/site.h"

/* One query of a body. */
typedef struct ms_asked {
    ms_str key;       /* of the caller */
    ms_str id;        /* the caller's; `p` NULL: none */
    ms_str schema;    /* as given */
    ms_str example;   /* its JSON */
    ms_entity entity; /* cleaned */
    ms_identity identity;
    bool searchable; /* has a name, a number, or whatever somebody can be found by */
} ms_asked;

typedef struct ms_asking {
    ms_asked *v;
    uint32_t n;
    ms_str weights, config; /* JSON objects as given; empty: none */
} ms_asking;

/* Reads the body; errors name the place as yente's do.  False with the reply set: 400, 422. */
bool ms_asking_read(ms_request *r, ms_asking *out);

/* Makes the entity and the identity of a query from its schema and example.  False with the
 * reply set, 400: no such schema, or none that is screened. */
bool ms_asked_make(ms_request *r, ms_asked *q);

/* Appends {"id","schema","properties"}: the values that were understood. */
void ms_asked_write(const ms_asked *q, ms_out *o);

#endif
