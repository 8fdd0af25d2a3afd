/* The models of bodies and replies as rows: the OpenAPI document and the reference page are
 * made from them. */
#ifndef MARSAD_SERVER_MODELS_H
#define MARSAD_SERVER_MODELS_H

#include "base/json_out.h"

/* A member of a model; the last row has no name.  Types are written short:
 *
 *   string integer number boolean any   as in JSON; any: whatever there is
 *   time                                text such as 2026-01-31T12:00:00
 *   Name                                the model of that name
 *   [T]                                 a list of T
 *   {T}                                 an object with T under names of the caller's
 *   T|U                                 one or the other
 *   T?                                  T or null
 */
typedef struct ms_model_member {
    const char *name;
    const char *type;
    bool optional;
    const char *help; /* one sentence, without its full stop */
} ms_model_member;

enum { MS_MODEL_MEMBERS = 20 };

/* A row; the last one has no name. */
typedef struct ms_model {
    const char *name;
    const char *about;
    ms_model_member members[MS_MODEL_MEMBERS];
} ms_model;

extern const ms_model ms_models[];

/* The model called `name`; NULL: there is none. */
const ms_model *ms_model_find(ms_str name);

/* Calls `see` for each model that a type names; false: what is written is no type. */
bool ms_model_type_names(const char *type, void (*see)(void *ctx, ms_str name), void *ctx);

/* Appends the JSON Schema (2020-12) of a type, which names models as OpenAPI does:
 * "#/components/schemas/Name". */
void ms_model_type_json(const char *type, ms_out *o);

/* Appends that of a model. */
void ms_model_json(const ms_model *m, ms_out *o);

#endif
