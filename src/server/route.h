/* Routes as rows of one table: from it calls are dispatched and their parameters checked, and
 * the OpenAPI document, the reference page and the tests are made. */
#ifndef MARSAD_SERVER_ROUTE_H
#define MARSAD_SERVER_ROUTE_H

#include "server/http.h"

/* How a parameter's value is read; what cannot be read is 422. */
typedef enum ms_param_type {
    MS_PARAM_TEXT,
    MS_PARAM_INT,    /* at most `max` */
    MS_PARAM_NUMBER, /* finite */
    MS_PARAM_BOOL,
    MS_PARAM_TIME,  /* YYYY-MM-DD, or with THH, THH:MM, THH:MM:SS */
    MS_PARAM_CHOICE /* one of `choices` */
} ms_param_type;

/* What MS_PARAM_TIME takes, as errors name it. */
#define MS_PARAM_TIME_FORM "'^\\d{4}-\\d{2}-\\d{2}(T\\d{2}(:\\d{2}(:\\d{2})?)?)?$'"

/* A parameter of the query; the last row of an array has no name. */
typedef struct ms_param {
    const char *name;
    ms_param_type type;
    const char *preset;  /* when not given; NULL: none */
    const char *choices; /* "AND|OR" */
    long max;            /* of MS_PARAM_INT; of a list, how many values; 0: no limit */
    bool repeat;         /* a list: may be given several times; otherwise the last counts */
    bool deprecated;
    const char *help; /* one sentence, without its full stop */
} ms_param;

enum { MS_LIMIT_MAX = 500 }; /* results of one query that may be asked for */

enum { MS_ROUTE_PARAMS = 20, MS_ROUTE_VARS = 3, MS_ROUTE_STATUSES = 10 };

/* Who may ask; each role may do what those before it may.  Where no keys are configured, which
 * is on loopback alone, anybody may. */
typedef enum ms_role_needed {
    MS_NEEDS_NOTHING, /* open to all: health, the page, this document */
    MS_NEEDS_READ,    /* sees lists */
    MS_NEEDS_SCREEN,  /* screens */
    MS_NEEDS_OPERATE  /* sees how the node is, and updates lists */
} ms_role_needed;

/* What a body holds. */
typedef enum ms_body_kind {
    MS_BODY_NONE,
    MS_BODY_JSON,
    MS_BODY_FORM,
    MS_BODY_ROWS
} ms_body_kind;

typedef struct ms_request ms_request;

/* A row. */
typedef struct ms_route {
    const char *method;
    const char *path; /* "/entities/{entity_id}"; a variable is one part of a path */
    const char *tag, *summary;
    const char *about; /* paragraphs; NULL: none */
    const ms_param *params;
    const char *vars[MS_ROUTE_VARS]; /* what each variable of `path` is, in order */
    ms_body_kind body;
    const char *takes, *gives; /* models of body and reply; NULL: none, or no JSON */
    const char *type;          /* media type of the reply; NULL: JSON */
    ms_role_needed role;
    uint16_t statuses[MS_ROUTE_STATUSES]; /* beside 200, 401, 403, 422, 429; 0 ends them */
    bool here;                            /* answered by the thread that reads */
    bool hidden;                          /* not in the document: another name of a route */
    void (*answer)(ms_request *r);
} ms_route;

extern const ms_route ms_routes[]; /* the last row has no method */

/* A parameter's values: as given or preset. */
typedef struct ms_arg {
    ms_str *v;
    uint32_t n;
    double number; /* of the last value: MS_PARAM_INT, MS_PARAM_NUMBER, MS_PARAM_BOOL */
    bool given;
} ms_arg;

/* Finds the route of a call and fills `vars` (decoded).  NULL with the reply set: 404; 405 with
 * the methods that there are. */
const ms_route *ms_route_find(ms_call *c, ms_str vars[MS_ROUTE_VARS]);

/* Whether `v` is a time as MS_PARAM_TIME has it. */
bool ms_param_is_time(ms_str v);

/* Reads the parameters of `route`; unknown ones are ignored.  False with the reply set, 422. */
bool ms_route_args(const ms_route *route, ms_call *c, ms_arg args[MS_ROUTE_PARAMS]);

/* ---- replies that are errors ------------------------------------------- */

/* {"detail":"…"} */
void ms_reply_error(ms_call *c, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* One error of 422, as yente's clients know them:
 * {"detail":[{"type","loc":["query","limit"],"msg","input"}]}.  Several calls append. */
typedef struct ms_invalid {
    const char *type;
    const char *where;      /* "query", "body", "path" */
    ms_str name;            /* of what; empty: nothing */
    ms_str input;           /* as given */
    const char *input_json; /* JSON in place of `input`; NULL: none */
    const char *ctx;        /* JSON; NULL: none */
} ms_invalid;

void ms_reply_invalid(ms_call *c, const ms_invalid *e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
