#include "server/routes.h"

/* Rows that several routes have. */
#define ROW(...)    \
    {               \
        __VA_ARGS__ \
    }
#define DATASET "The list or collection to ask; `default` for all lists"
#define DATASET_PARAM ROW(.name = "dataset", .preset = "default", .help = DATASET)
#define LIMIT_PARAM(n, says) \
    ROW(.name = "limit", .type = MS_PARAM_INT, .preset = n, .max = MS_LIMIT_MAX, .help = says)
#define OFFSET_PARAM(says) \
    ROW(.name = "offset", .type = MS_PARAM_INT, .preset = "0", .max = 9499, .help = says)
#define THRESHOLD_PARAM(says) \
    ROW(.name = "threshold", .type = MS_PARAM_NUMBER, .preset = "0.7", .help = says)
#define ALGORITHM_PARAM                        \
    ROW(.name = "algorithm", .preset = "best", \
        .help = "Accepted for clients of yente; all names stand for marsad's scorer")
#define CHANGED_SINCE_PARAM                             \
    ROW(.name = "changed_since", .type = MS_PARAM_TIME, \
        .help = "Only entities that changed after this time")
#define EXCLUDE_IDS_PARAM                                        \
    ROW(.name = "exclude_entity_ids", .repeat = true, .max = 50, \
        .help = "Entities to leave out, by any of their ids")
#define FILTER_PARAMS                                          \
    ROW(.name = "include_dataset", .repeat = true,             \
        .help = "Only entities of these data sets"),           \
        ROW(.name = "exclude_dataset", .repeat = true,         \
            .help = "No entities of these data sets"),         \
        ROW(.name = "exclude_schema", .repeat = true,          \
            .help = "No entities of these schemata"),          \
        ROW(.name = "topics", .repeat = true,                  \
            .help = "Only entities with one of these topics"), \
        CHANGED_SINCE_PARAM
#define PREFIX_PARAM ROW(.name = "prefix", .preset = "", .help = "What was typed so far")

/* What variables of paths are. */
#define DATASET_VAR ROW(DATASET)
#define ENTITY_VAR "The id of the entity"
#define JOB_VAR "The job, as POST /screen names it"

static const ms_param match_params[] = {
    LIMIT_PARAM("5", "How many results to give at most"),
    THRESHOLD_PARAM("Results that score this or more are matches"),
    {.name = "cutoff",
     .type = MS_PARAM_NUMBER,
     .preset = "0.7",
     .deprecated = true,
     .help = "Results that score less are left out; use threshold"},
    ALGORITHM_PARAM,
    FILTER_PARAMS,
    EXCLUDE_IDS_PARAM,
    {0},
};

static const ms_param screen_params[] = {
    DATASET_PARAM,
    LIMIT_PARAM("5", "How many results to give for a row at most"),
    THRESHOLD_PARAM("Results that score this or more are given"),
    FILTER_PARAMS,
    EXCLUDE_IDS_PARAM,
    {0},
};

static const ms_param explain_params[] = {
    DATASET_PARAM,
    THRESHOLD_PARAM("The score that a match needs"),
    {.name = "lang",
     .type = MS_PARAM_CHOICE,
     .preset = "en",
     .choices = "en|ar|fr",
     .help = "The language of texts"},
    {0},
};

static const ms_param search_params[] = {
    {.name = "q", .preset = "", .help = "What to search for; everything where it is empty"},
    {.name = "schema",
     .preset = "Thing",
     .help = "Only entities of this schema and of those below it"},
    FILTER_PARAMS,
    {.name = "countries", .repeat = true, .help = "Only entities of these countries"},
    {.name = "datasets", .repeat = true, .help = "Only entities of these data sets"},
    {.name = "filter", .repeat = true, .help = "Only entities with this value, as field:value"},
    LIMIT_PARAM("10", "How many results to give at most"),
    OFFSET_PARAM("How many results to leave out first"),
    {.name = "sort",
     .repeat = true,
     .help = "Fields to sort by, as field, field:asc or field:desc"},
    {.name = "target",
     .type = MS_PARAM_BOOL,
     .deprecated = true,
     .help = "Only entities with a topic of risk, or only those without; use topics"},
    {.name = "fuzzy",
     .type = MS_PARAM_BOOL,
     .preset = "false",
     .help = "Accepted for clients of yente; ~ is always understood"},
    {.name = "simple",
     .type = MS_PARAM_BOOL,
     .preset = "false",
     .help = "Read what is no query as words"},
    {.name = "facets",
     .type = MS_PARAM_CHOICE,
     .choices = "datasets|schema|countries|identifiers|topics|genders",
     .repeat = true,
     .help = "What to count results by; countries, topics and datasets unless given"},
    {.name = "filter_op",
     .type = MS_PARAM_CHOICE,
     .preset = "OR",
     .choices = "AND|OR",
     .help = "Whether all values of one filter must be there, or one of them"},
    {0},
};

static const ms_param update_params[] = {
    {.name = "token", .preset = "", .help = "The update token"},
    {.name = "sync",
     .type = MS_PARAM_BOOL,
     .preset = "false",
     .help = "Accepted for clients of yente; the reply never waits"},
    {0},
};

static const ms_param entity_params[] = {
    {.name = "nested",
     .type = MS_PARAM_BOOL,
     .preset = "true",
     .help = "Give adjacent entities, such as addresses and relatives, in place of their ids"},
    {0},
};

static const ms_param adjacent_params[] = {
    LIMIT_PARAM("10", "How many entities to give of each property at most"),
    OFFSET_PARAM("Leave out so many entities first"),
    {.name = "sort",
     .repeat = true,
     .help = "In the order of this field: id, caption, schema, first_seen, last_seen, "
             "last_change or properties.NAME, with :desc behind it for the greatest first"},
    {0},
};

static const ms_param reconcile_params[] = {
    {.name = "queries", .help = "Queries, as a form sends them; the reply is theirs"},
    {.name = "extend", .help = "A data extension query, as a form sends it"},
    ALGORITHM_PARAM,
    CHANGED_SINCE_PARAM,
    {0},
};

static const ms_param reconcile_form_params[] = {ALGORITHM_PARAM, CHANGED_SINCE_PARAM, {0}};

static const ms_param suggest_entity_params[] = {
    PREFIX_PARAM,
    LIMIT_PARAM("10", "How many entities to suggest at most"),
    {0},
};

static const ms_param suggest_params[] = {PREFIX_PARAM, {0}};

static const ms_param extend_params[] = {
    {.name = "type", .preset = "Thing", .help = "The type whose properties to propose"},
    {.name = "limit",
     .type = MS_PARAM_INT,
     .preset = "0",
     .help = "How many properties to propose at most; 0 for all"},
    {0},
};

static const ms_param preview_params[] = {
    {.name = "id", .preset = "", .help = "The id of the entity"},
    {0},
};

const ms_route ms_routes[] = {
    {.method = "POST",
     .path = "/match/{dataset}",
     .tag = "Matching",
     .summary = "Who on the lists may be whom a query describes",
     .params = match_params,
     .vars = DATASET_VAR,
     .body = MS_BODY_JSON,
     .takes = "EntityMatchQuery",
     .gives = "EntityMatchResponse",
     .role = MS_NEEDS_SCREEN,
     .statuses = {400, 404, 413, 503},
     .answer = ms_answer_match},
    {.method = "POST",
     .path = "/explain/{entity_id}",
     .tag = "Matching",
     .summary = "Why an entity is, or is not, whom a query describes",
     .params = explain_params,
     .vars = {"The entity, by any of its ids"},
     .body = MS_BODY_JSON,
     .takes = "ExplainQuery",
     .gives = "ExplainResponse",
     .role = MS_NEEDS_SCREEN,
     .statuses = {400, 404, 413, 503},
     .answer = ms_answer_explain},
    {.method = "POST",
     .path = "/screen",
     .tag = "Screening",
     .summary = "Screen the rows of a file",
     .about =
         "Rows are JSON objects, one a line, or lines of CSV or TSV with a header. Each is "
         "answered by one line of JSON, in the same order; a row that cannot be read has "
         "its error in place.\n\n"
         "Up to 8 MiB are answered at once, unless the answer would be larger than 64 MiB. "
         "Larger files become a job, which GET /jobs/{job} tells of.",
     .params = screen_params,
     .body = MS_BODY_ROWS,
     .type = "application/x-ndjson",
     .role = MS_NEEDS_SCREEN,
     .statuses = {202, 400, 404, 413, 503, 507},
     .answer = ms_answer_screen},
    {.method = "GET",
     .path = "/jobs/{job}",
     .tag = "Screening",
     .summary = "How a job is",
     .vars = {JOB_VAR},
     .gives = "JobResponse",
     .role = MS_NEEDS_SCREEN,
     .statuses = {404},
     .answer = ms_answer_job},
    {.method = "DELETE",
     .path = "/jobs/{job}",
     .tag = "Screening",
     .summary = "End a job and forget it",
     .vars = {JOB_VAR},
     .gives = "StatusResponse",
     .role = MS_NEEDS_SCREEN,
     .statuses = {404},
     .answer = ms_answer_job_delete},
    {.method = "GET",
     .path = "/jobs/{job}/result",
     .tag = "Screening",
     .summary = "The answers of a job that is done",
     .about = "The job is forgotten once they were sent to their end, or a day after it ended.",
     .vars = {JOB_VAR},
     .type = "application/x-ndjson",
     .role = MS_NEEDS_SCREEN,
     .statuses = {404, 409},
     .answer = ms_answer_job_result},
    {.method = "GET",
     .path = "/entities/{entity_id}",
     .tag = "Data access",
     .summary = "An entity with those that are adjacent to it",
     .about = "Where several lists have the id, the first list by name answers. An id that a "
              "list says was merged into another one leads there. Adjacent entities are those "
              "of the same list that the entity names or that name it, at most 9,999, and "
              "whomever edges among them name; beyond 32 MiB of reply and 16 entities in one "
              "another, ids stand in place of entities.",
     .params = entity_params,
     .vars = {ENTITY_VAR},
     .gives = "EntityResponse",
     .role = MS_NEEDS_READ,
     .statuses = {308, 404, 503},
     .answer = ms_answer_entity},
    {.method = "GET",
     .path = "/entities/{entity_id}/adjacent",
     .tag = "Data access",
     .summary = "The entities that are adjacent to one, by property",
     .params = adjacent_params,
     .vars = {ENTITY_VAR},
     .gives = "EntityAdjacentResponse",
     .role = MS_NEEDS_READ,
     .statuses = {308, 400, 404, 503},
     .answer = ms_answer_adjacent},
    {.method = "GET",
     .path = "/entities/{entity_id}/adjacent/{property_name}",
     .tag = "Data access",
     .summary = "The entities that are adjacent to one by a property",
     .params = adjacent_params,
     .vars = {ENTITY_VAR, "A property, such as address or ownershipOwner"},
     .gives = "AdjacentResultsResponse",
     .role = MS_NEEDS_READ,
     .statuses = {308, 400, 404, 503},
     .answer = ms_answer_adjacent_by},
    {.method = "GET",
     .path = "/reconcile/{dataset}",
     .tag = "Reconciliation",
     .summary = "What OpenRefine needs to know to match a spreadsheet",
     .about =
         "The reconciliation API 0.2. Addresses lead to the host that was asked; a proxy says "
         "with X-Forwarded-Proto whether it is asked over TLS. With `queries` or `extend` it "
         "answers these.",
     .params = reconcile_params,
     .vars = DATASET_VAR,
     .gives = "FreebaseManifest",
     .role = MS_NEEDS_SCREEN,
     .statuses = {400, 404, 413, 503},
     .answer = ms_answer_reconcile},
    {.method = "POST",
     .path = "/reconcile/{dataset}",
     .tag = "Reconciliation",
     .summary = "Who on the lists may be whom the rows of a spreadsheet describe",
     .about =
         "The form has `queries`, or `extend` for values of properties. Results score at least "
         "0.5, and match from 0.7; a limit is at most 500.",
     .params = reconcile_form_params,
     .vars = DATASET_VAR,
     .body = MS_BODY_FORM,
     .gives = "FreebaseReply",
     .role = MS_NEEDS_SCREEN,
     .statuses = {400, 404, 413, 503},
     .answer = ms_answer_reconcile_form},
    {.method = "GET",
     .path = "/reconcile/{dataset}/suggest/entity",
     .tag = "Reconciliation",
     .summary = "Entities with a name that begins so",
     .params = suggest_entity_params,
     .vars = DATASET_VAR,
     .gives = "FreebaseEntitySuggestResponse",
     .role = MS_NEEDS_READ,
     .statuses = {404, 503},
     .answer = ms_answer_suggest_entity},
    {.method = "GET",
     .path = "/reconcile/{dataset}/suggest/property",
     .tag = "Reconciliation",
     .summary = "Properties with a name or label that begins so",
     .params = suggest_params,
     .vars = DATASET_VAR,
     .gives = "FreebasePropertySuggestResponse",
     .role = MS_NEEDS_READ,
     .statuses = {404, 503},
     .answer = ms_answer_suggest_property},
    {.method = "GET",
     .path = "/reconcile/{dataset}/suggest/type",
     .tag = "Reconciliation",
     .summary = "Types with a name or label that begins so",
     .params = suggest_params,
     .vars = DATASET_VAR,
     .gives = "FreebaseTypeSuggestResponse",
     .role = MS_NEEDS_READ,
     .statuses = {404, 503},
     .answer = ms_answer_suggest_type},
    {.method = "GET",
     .path = "/reconcile/{dataset}/extend/property",
     .tag = "Reconciliation",
     .summary = "Properties whose values can be fetched",
     .params = extend_params,
     .vars = DATASET_VAR,
     .gives = "FreebaseExtendPropertiesResponse",
     .role = MS_NEEDS_READ,
     .statuses = {400, 404, 503},
     .answer = ms_answer_extend_properties},
    {.method = "GET",
     .path = "/reconcile/{dataset}/preview",
     .tag = "Reconciliation",
     .summary = "An entity as a small page",
     .params = preview_params,
     .vars = DATASET_VAR,
     .type = "text/html; charset=utf-8",
     .role = MS_NEEDS_READ,
     .statuses = {404, 503},
     .answer = ms_answer_preview},
    {.method = "GET",
     .path = "/search/{dataset}",
     .tag = "Matching",
     .summary = "Entities that say certain words",
     .about =
         "Words must all be there; \"phrases\", OR, NOT or -, parentheses, a trailing *, ~1 "
         "and ~2 for letters that are wrong, field:value, and ranges of dates are "
         "understood, and whatever else is refused.",
     .params = search_params,
     .vars = DATASET_VAR,
     .gives = "SearchResponse",
     .role = MS_NEEDS_READ,
     .statuses = {400, 404, 503},
     .answer = ms_answer_search},
    {.method = "GET",
     .path = "/catalog",
     .tag = "Data access",
     .summary = "The data sets that there are",
     .gives = "DataCatalogModel",
     .role = MS_NEEDS_READ,
     .statuses = {304},
     .answer = ms_answer_catalog},
    {.method = "GET",
     .path = "/manifest",
     .tag = "Data access",
     .summary = "The same as /catalog",
     .gives = "DataCatalogModel",
     .role = MS_NEEDS_READ,
     .hidden = true,
     .answer = ms_answer_catalog},
    {.method = "GET",
     .path = "/algorithms",
     .tag = "System information",
     .summary = "What scores, and by which names it may be asked for",
     .gives = "AlgorithmResponse",
     .role = MS_NEEDS_READ,
     .here = true,
     .answer = ms_answer_algorithms},
    {.method = "GET",
     .path = "/healthz",
     .tag = "System information",
     .summary = "Whether the server answers",
     .gives = "StatusResponse",
     .here = true,
     .answer = ms_answer_healthz},
    {.method = "GET",
     .path = "/readyz",
     .tag = "System information",
     .summary = "Whether there are lists to search",
     .gives = "ReadyResponse",
     .statuses = {503},
     .here = true,
     .answer = ms_answer_readyz},
    {.method = "POST",
     .path = "/updatez",
     .tag = "System information",
     .summary = "Fetch the lists anew",
     .params = update_params,
     .gives = "StatusResponse",
     .statuses = {403, 423, 503},
     .answer = ms_answer_updatez},
    {.method = "GET",
     .path = "/-/version",
     .tag = "System information",
     .summary = "Which version of marsad answers",
     .gives = "VersionResponse",
     .here = true,
     .answer = ms_answer_version},
    {.method = "GET",
     .path = "/metrics",
     .tag = "System information",
     .summary = "Counters for Prometheus",
     .type = "text/plain",
     .role = MS_NEEDS_OPERATE,
     .answer = ms_answer_metrics},
    {.method = "GET",
     .path = "/",
     .tag = "For people",
     .summary = "The page to ask on",
     .type = "text/html; charset=utf-8",
     .statuses = {304},
     .here = true,
     .answer = ms_answer_page},
    {.method = "GET",
     .path = "/console/{file}",
     .tag = "For people",
     .summary = "What the page is made of",
     .vars = {"Name of a file"},
     .type = "application/octet-stream",
     .statuses = {304, 404},
     .here = true,
     .hidden = true,
     .answer = ms_answer_console},
    {.method = "GET",
     .path = "/docs",
     .tag = "For people",
     .summary = "This reference",
     .type = "text/html; charset=utf-8",
     .statuses = {304},
     .answer = ms_answer_docs},
    {.method = "GET",
     .path = "/openapi.json",
     .tag = "System information",
     .summary = "This reference as an OpenAPI document",
     .gives = "OpenApiDocument",
     .statuses = {304},
     .answer = ms_answer_openapi},
    {0},
};
