/* What a call asks about: the body of /match. */
#ifndef MARSAD_SERVER_ASKING_H
#define MARSAD_SERVER_ASKING_H

#include "base/json_in.h"
#include "server/site.h"

/* One query of a body. */
typedef struct ms_asked {
    ms_str key;     /* of the caller */
    ms_str id;      /* the caller's; `p` NULL: none */
    ms_str schema;  /* as given */
    ms_str example; /* its JSON */
    ms_str filters; /* JSON objects as given; empty: what the URL says */
    ms_str params;
    ms_entity entity; /* cleaned */
    ms_identity identity;
    bool searchable; /* has a name, a number, or whatever somebody can be found by */
} ms_asked;

typedef struct ms_asking {
    ms_asked *v;
    uint32_t n;
    ms_str weights, config; /* JSON objects as given; empty: none */
} ms_asking;

/* A place in a body: queries → key, then member, then a member of that; empty where it is not
 * so deep. */
typedef struct ms_place {
    ms_str key;
    const char *member;
    ms_str sub;
} ms_place;

/* Sets the reply, 422 as yente's is; returns false.  `type` is one of pydantic's. */
bool ms_asking_wrong(ms_request *r, const char *type, ms_place at, const char *what);

/* Reads the body; errors name the place as yente's do.  False with the reply set: 400, 422. */
bool ms_asking_read(ms_request *r, ms_asking *out);

/* The same for a body that is one query itself, or has one. */
bool ms_asking_one(ms_request *r, ms_asked *out);

/* Makes the entity and the identity of a query from its schema and example.  False with the
 * reply set, 400: no such schema, or none that is screened. */
bool ms_asked_make(ms_request *r, ms_asked *q);

/* Appends {"id","schema","properties"}: the values that were understood. */
void ms_asked_write(const ms_asked *q, ms_out *o);

#endif
