#include "server/models.h"

/* What all results have in common; yente 5.5, data/common.py. */
#define ENTITY_MEMBERS                                                                      \
    {"id", "string", .help = "Of the list, or of the collection it was merged into"},       \
        {"caption", "string", .help = "The name to show"},                                  \
        {"schema", "string", .help = "What it is, in the words of FollowTheMoney: Person"}, \
        {"properties", "{[string|EntityResponse]}", .help = "What is known, by property"},  \
        {"datasets", "[string]", true, "The lists that it is on"},                          \
        {"referents", "[string]", true, "Other ids of the same"},                           \
        {"target", "boolean", true, "Whether one of its topics is a risk"},                 \
        {"first_seen", "time?", true, "When a list had it first"},                          \
        {"last_seen", "time?", true, "When a list had it last"},                            \
    {                                                                                       \
        "last_change", "time?", true, "When it last changed"                                \
    }

const ms_model ms_models[] = {
    /* ---- errors ---- */
    {"ErrorResponse",
     "What went wrong",
     {{"detail", "string", .help = "In one sentence"}, {0}}},
    {"HTTPValidationError",
     "Which part of a call cannot be read",
     {{"detail", "[ValidationError]", .help = "One or several"}, {0}}},
    {"ValidationError",
     "One thing that cannot be read",
     {{"type", "string", .help = "Which mistake it is"},
      {"loc", "[string|integer]", .help = "Where: query, body or path, then the names"},
      {"msg", "string", .help = "In one sentence"},
      {"input", "any", true, "What was sent"},
      {"ctx", "any", true, "Which limit it breaks"},
      {0}}},

    /* ---- matching ---- */
    {"EntityMatchQuery",
     "Queries to match, each under a key of the caller's",
     {{"queries", "{EntityExample}", .help = "Who is asked about"},
      {"weights", "{number}", true, "Accepted for clients of yente"},
      {"config", "{string|number|boolean?}", true, "Accepted for clients of yente"},
      {0}}},
    {"EntityExample",
     "Somebody, or something, as far as known",
     {{"id", "string?", true, "An id of the caller's"},
      {"schema", "string", .help = "Person, Company, Vessel and so on; Thing for anything"},
      {"properties", "{any}",
       .help = "Texts by property: name, birthDate, nationality, idNumber and so on; one, or "
               "a list"},
      {0}}},
    {"EntityMatchResponse",
     "Answers under the keys of the queries",
     {{"responses", "{EntityMatches}", .help = "What was found for each query"},
      {"limit", "integer", .help = "How many results each has at most"},
      {"index", "string", .help = "Digest of the version of the lists that answered"},
      {0}}},
    {"EntityMatches",
     "What was found for one query",
     {{"status", "integer", .help = "200"},
      {"results", "[ScoredEntityResponse]", .help = "The best first"},
      {"total", "TotalSpec", .help = "How many matches there are, before the limit"},
      {"query", "EntityExample", .help = "As it was understood"},
      {"complete", "boolean",
       .help = "Whether it is proven that nobody is missing who scores as much"},
      {"scored", "integer", .help = "How many entities were scored"},
      {"ruled_out", "integer", .help = "How many are proven to score less"},
      {0}}},
    {"ScoredEntityResponse",
     "A listed entity, and how likely it is whom the query describes",
     {ENTITY_MEMBERS,
      {"score", "number", .help = "The probability that the two are one, 0 to 1"},
      {"match", "boolean", .help = "Whether the score reaches the threshold"},
      {"explanations", "{FeatureResult}", .help = "What each fact adds"},
      {0}}},
    {"FeatureResult",
     "What one fact adds to a score",
     {{"score", "number", .help = "In bits: log-odds to the base of two"},
      {"log_odds", "number", .help = "The same"},
      {"detail", "string", .help = "What was found, in the language of Accept-Language"},
      {"query", "string?", true, "The value asked about"},
      {"candidate", "string?", true, "The value on the list"},
      {"finding", "string", true, "What was found, by its name in the documentation"},
      {"findings", "[NameFinding]", true, "What was found in names"},
      {"mixed_scripts", "[string]", true, "Words that mix letters which look alike"},
      {"parts", "[NamePart]", true, "How the parts of the names meet"},
      {0}}},
    {"NameFinding",
     "What was found in two names",
     {{"log_odds", "number", .help = "What it adds, in bits"},
      {"finding", "string", .help = "Its name in the documentation"},
      {"detail", "string", .help = "In words"},
      {0}}},
    {"NamePart",
     "A part of a name, and what it meets in the other",
     {{"log_odds", "number", .help = "What it adds, in bits"},
      {"how", "string", .help = "How the two meet: equal, similar, form, unmatched and so on"},
      {"differs", "string?", .help = "In what similar ones differ"},
      {"role", "string?", .help = "What the part is in a name, such as nasab"},
      {"query", "string?", .help = "In the query; null: left over in the other"},
      {"candidate", "string?", .help = "On the list; null: left over in the query"},
      {"similarity", "number", .help = "Of the letters, 0 to 1"},
      {"weight", "number", .help = "How rare it is, in bits"},
      {"detail", "string", .help = "In words"},
      {0}}},
    {"TotalSpec",
     "How many",
     {{"value", "integer", .help = "The number"},
      {"relation", "string", .help = "eq: it is exact"},
      {0}}},

    /* ---- entities ---- */
    {"EntityResponse", "A listed entity", {ENTITY_MEMBERS, {0}}},

    /* ---- the node ---- */
    {"DataCatalogModel",
     "The data sets that there are",
     {{"datasets", "[DatasetModel]", .help = "Lists, and collections of them"},
      {"current", "[string]", .help = "Names of those in force"},
      {"outdated", "[string]", .help = "Names of those that wait to be loaded: none"},
      {"index_stale", "boolean", .help = "Whether any waits"},
      {0}}},
    {"DatasetModel",
     "A list, or a collection of lists",
     {{"name", "string", .help = "As calls name it"},
      {"title", "string", .help = "As people name it"},
      {"updated_at", "time?", true, "When it was loaded"},
      {"last_export", "time?", true, "Which version it says it is"},
      {"entity_count", "integer", .help = "How many entities it has"},
      {"thing_count", "integer", .help = "How many of them are screened"},
      {"version", "string?", true, "Digest of the version of the lists"},
      {"children", "[string]", .help = "Data sets that it is made of"},
      {"load", "boolean", .help = "Whether it is loaded"},
      {"deprecated", "boolean", .help = "Whether it should not be used any more"},
      {"index_version", "string?", true, "The same as version"},
      {"index_current", "boolean", .help = "Whether that is the newest"},
      {0}}},
    {"AlgorithmResponse",
     "What scores",
     {{"algorithms", "[Algorithm]", .help = "By each name that is accepted"},
      {"default", "string", .help = "The one that scores unless another is asked for"},
      {"best", "string", .help = "The one that scores best"},
      {0}}},
    {"Algorithm",
     "A name that calls may give for the scorer",
     {{"name", "string", .help = "The name"},
      {"description", "string?", .help = "What answers to it"},
      {"features", "{FeatureDoc}", .help = "The facts that count"},
      {"docs", "AlgorithmDocs", .help = "The same"},
      {0}}},
    {"AlgorithmDocs",
     "What a scorer does",
     {{"name", "string", .help = "Its name"},
      {"description", "string?", .help = "What answers to it"},
      {"config", "{any}", .help = "What can be set: nothing"},
      {"features", "{FeatureDoc}", .help = "The facts that count"},
      {0}}},
    {"FeatureDoc",
     "A fact that counts",
     {{"description", "string", .help = "What it is"},
      {"coefficient", "number", .help = "1: facts add up as they are"},
      {"url", "string", .help = "Where more is said"},
      {0}}},
    {"StatusResponse", "That all is well", {{"status", "string", .help = "ok"}, {0}}},
    {"ReadyResponse",
     "That there are lists to search",
     {{"status", "string", .help = "ok"},
      {"index", "string", .help = "Digest of the version of the lists"},
      {"failed_updates", "integer", .help = "Versions since then that could not be opened"},
      {0}}},
    {"VersionResponse",
     "Which program answers",
     {{"name", "string", .help = "marsad"}, {"version", "string", .help = "Its version"}, {0}}},
    {"OpenApiDocument",
     "What OpenAPI 3.1 says",
     {{"openapi", "string", .help = "3.1.0"},
      {"info", "{any}", .help = "Title and version"},
      {"paths", "{any}", .help = "What can be called"},
      {"components", "{any}", .help = "Models and keys"},
      {0}}},
    {0},
};

const ms_model *ms_model_find(ms_str name)
{
    for (const ms_model *m = ms_models; m->name; m++)
        if (ms_str_eq(name, ms_str_z(m->name))) return m;
    return NULL;
}

/* ---- types ------------------------------------------------------------- */

static const struct {
    const char *name, *schema;
} basic[] = {
    {"string", "{\"type\":\"string\"}"}, {"integer", "{\"type\":\"integer\"}"},
    {"number", "{\"type\":\"number\"}"}, {"boolean", "{\"type\":\"boolean\"}"},
    {"time", "{\"type\":\"string\"}"},   {"any", "{}"},
};

static const char *basic_schema(ms_str name)
{
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (ms_str_eq(name, ms_str_z(basic[i].name))) return basic[i].schema;
    return NULL;
}

typedef struct reading {
    const char *at;
    ms_out *o; /* NULL: nothing is written */
    void (*see)(void *ctx, ms_str name);
    void *ctx;
} reading;

static void put(const reading *r, const char *text)
{
    if (r->o) ms_out_raw(r->o, ms_str_z(text));
}

static bool word(reading *r)
{
    size_t n = strspn(r->at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    ms_str name = {r->at, n};
    const char *schema = basic_schema(name);
    r->at += n;
    if (!n) return false;
    if (schema) return put(r, schema), true;
    if (r->see) r->see(r->ctx, name);
    if (r->o) ms_out_fmt(r->o, "{\"$ref\":\"#/components/schemas/%.*s\"}", MS_FMT(name));
    return true;
}

static bool type(reading *r);

/* A list, an object, or a word. */
static bool single(reading *r)
{
    char open = *r->at;
    if (open != '[' && open != '{') return word(r);
    r->at++;
    put(r, open == '[' ? "{\"type\":\"array\",\"items\":"
                       : "{\"type\":\"object\",\"additionalProperties\":");
    bool ok = type(r);
    put(r, "}");
    return ok && *r->at++ == (open == '[' ? ']' : '}');
}

/* Whether the type that begins here has "|" or "?" outside of brackets. */
static bool several(const char *p)
{
    for (int depth = 0; *p && depth >= 0; p++) {
        if (!depth && (*p == '|' || *p == '?')) return true;
        depth += (*p == '[' || *p == '{') - (*p == ']' || *p == '}');
    }
    return false;
}

static bool type(reading *r)
{
    if (!several(r->at)) return single(r);
    put(r, "{\"anyOf\":[");
    bool ok = single(r);
    while (ok && *r->at == '|') {
        r->at++;
        put(r, ",");
        ok = single(r);
    }
    if (*r->at == '?') r->at++, put(r, ",{\"type\":\"null\"}");
    put(r, "]}");
    return ok;
}

bool ms_model_type_names(const char *text, void (*see)(void *ctx, ms_str name), void *ctx)
{
    reading r = {.at = text, .see = see, .ctx = ctx};
    return type(&r) && !*r.at;
}

void ms_model_type_json(const char *text, ms_out *o)
{
    reading r = {.at = text, .o = o};
    type(&r);
}

void ms_model_json(const ms_model *m, ms_out *o)
{
    ms_out_lit(o, "{\"type\":\"object\",\"description\":");
    ms_out_json(o, ms_str_z(m->about));
    ms_out_lit(o, ",\"required\":[");
    for (unsigned i = 0, n = 0; m->members[i].name; i++) {
        if (m->members[i].optional) continue;
        ms_out_fmt(o, "%s\"%s\"", n++ ? "," : "", m->members[i].name);
    }
    ms_out_lit(o, "],\"properties\":{");
    for (unsigned i = 0; m->members[i].name; i++) {
        ms_out_fmt(o, "%s\"%s\":{\"description\":", i ? "," : "", m->members[i].name);
        ms_out_json(o, ms_str_z(m->members[i].help));
        ms_out_lit(o, ",\"allOf\":[");
        ms_model_type_json(m->members[i].type, o);
        ms_out_lit(o, "]}");
    }
    ms_out_lit(o, "}}");
}
