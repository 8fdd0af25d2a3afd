/* GET /openapi.json: the routes as an OpenAPI 3.1 document. */
#include <marsad/version.h>

#include "base/ascii.h"
#include "server/document.h"
#include "server/models.h"
#include "server/routes.h"

static void medium(const char *media, const char *model, ms_out *o)
{
    ms_out_key(o, media);
    ms_out_lit(o, "{\"schema\":");
    if (model) ms_model_type_json(model, o);
    else ms_out_lit(o, "{\"type\":\"string\"}");
    ms_out_char(o, '}');
}

static void body_of(const char *media, const char *model, ms_out *o)
{
    ms_out_key(o, "content");
    ms_out_char(o, '{');
    medium(media, model, o);
    ms_out_char(o, '}');
}

/* ---- parameters -------------------------------------------------------- */

/* A value as its type is written in JSON. */
static void value(const ms_param *p, const char *v, ms_out *o)
{
    bool bare =
        p->type == MS_PARAM_INT || p->type == MS_PARAM_NUMBER || p->type == MS_PARAM_BOOL;
    if (bare) ms_out_raw(o, ms_str_z(v));
    else ms_out_json(o, ms_str_z(v));
}

static void choices(const char *list, ms_out *o)
{
    ms_out_lit(o, ",\"enum\":[");
    for (const char *p = list; p;) {
        const char *end = strchr(p, '|');
        if (p != list) ms_out_char(o, ',');
        ms_out_json(o, (ms_str){p, end ? (size_t)(end - p) : strlen(p)});
        p = end ? end + 1 : NULL;
    }
    ms_out_char(o, ']');
}

static void schema(const ms_param *p, ms_out *o)
{
    static const char *const types[] = {
        [MS_PARAM_TEXT] = "string",  [MS_PARAM_INT] = "integer", [MS_PARAM_NUMBER] = "number",
        [MS_PARAM_BOOL] = "boolean", [MS_PARAM_TIME] = "string", [MS_PARAM_CHOICE] = "string",
    };
    if (p->repeat) ms_out_lit(o, "{\"type\":\"array\",\"items\":");
    ms_out_fmt(o, "{\"type\":\"%s\"", types[p->type]);
    if (p->type == MS_PARAM_INT && p->max) ms_out_fmt(o, ",\"maximum\":%ld", p->max);
    if (p->type == MS_PARAM_TIME) ms_out_fmt(o, ",\"pattern\":\"%s\"", MS_DOCUMENT_TIME);
    if (p->type == MS_PARAM_CHOICE) choices(p->choices, o);
    if (p->preset && !p->repeat) ms_out_lit(o, ",\"default\":"), value(p, p->preset, o);
    ms_out_char(o, '}');
    if (!p->repeat) return;
    if (p->preset) ms_out_lit(o, ",\"default\":["), value(p, p->preset, o), ms_out_char(o, ']');
    if (p->max && p->type != MS_PARAM_INT) ms_out_fmt(o, ",\"maxItems\":%ld", p->max);
    ms_out_char(o, '}');
}

static void parameters(const ms_route *r, ms_out *o)
{
    unsigned n = 0;
    ms_str name;
    ms_out_lit(o, ",\"parameters\":[");
    for (const char *at = r->path; (at = ms_document_var(at, &name));) {
        ms_out_fmt(o, "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true", n ? "," : "",
                   MS_FMT(name));
        ms_out_member(o, "description", ms_str_z(r->vars[n]));
        ms_out_lit(o, ",\"schema\":{\"type\":\"string\",\"minLength\":1}}");
        n++;
    }
    for (const ms_param *p = r->params; p && p->name; p++, n++) {
        ms_out_fmt(o, "%s{\"name\":\"%s\",\"in\":\"query\"", n ? "," : "", p->name);
        ms_out_member(o, "description", ms_str_z(p->help));
        if (p->deprecated) ms_out_lit(o, ",\"deprecated\":true");
        ms_out_lit(o, ",\"schema\":");
        schema(p, o);
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

static void request_body(const ms_route *r, ms_out *o)
{
    if (r->body == MS_BODY_NONE) return;
    ms_out_lit(o, ",\"requestBody\":{\"required\":true,\"content\":{");
    if (r->body == MS_BODY_JSON) medium("application/json", r->takes, o);
    if (r->body == MS_BODY_FORM) medium("application/x-www-form-urlencoded", r->takes, o);
    if (r->body == MS_BODY_ROWS) medium("application/x-ndjson", r->takes, o);
    if (r->body == MS_BODY_ROWS) medium("text/csv", r->takes, o);
    ms_out_lit(o, "}}");
}

/* ---- replies ----------------------------------------------------------- */

static void responses(const ms_route *r, ms_out *o)
{
    int all[MS_DOCUMENT_STATUSES];
    unsigned n = ms_document_statuses(r, all);
    ms_out_lit(o, ",\"responses\":{");
    for (unsigned i = 0; i < n; i++) {
        ms_out_fmt(o, "%s\"%d\":{", i ? "," : "", all[i]);
        ms_out_member(o, "description", ms_str_z(ms_document_status(all[i])));
        if (all[i] == 200 && (r->gives || r->type))
            body_of(r->type ? r->type : "application/json", r->gives, o);
        else if (all[i] >= 400)
            body_of("application/json", all[i] == 422 ? "HTTPValidationError" : "ErrorResponse",
                    o);
        ms_out_char(o, '}');
    }
    ms_out_char(o, '}');
}

/* "post_match_dataset" */
static void operation_id(const ms_route *r, ms_out *o)
{
    ms_out_lit(o, ",\"operationId\":\"");
    for (const char *p = r->method; *p; p++) ms_out_char(o, (char)(*p | 32));
    bool gap = true;
    for (const char *p = r->path; *p; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || ms_is_digit(*p) || *p == '_';
        if (letter && gap) ms_out_char(o, '_');
        if (letter) ms_out_char(o, *p);
        gap = !letter;
    }
    ms_out_char(o, '"');
}

static void operation(const ms_route *r, ms_out *o)
{
    for (const char *p = (ms_out_char(o, '"'), r->method); *p; p++)
        ms_out_char(o, (char)(*p | 32));
    ms_out_lit(o, "\":{\"tags\":[");
    ms_out_json(o, ms_str_z(r->tag));
    ms_out_lit(o, "]");
    ms_out_member(o, "summary", ms_str_z(r->summary));
    if (r->about) ms_out_member(o, "description", ms_str_z(r->about));
    operation_id(r, o);
    ms_out_fmt(o, ",\"x-role\":\"%s\"", ms_document_role(r->role));
    if (r->role != MS_NEEDS_NOTHING)
        ms_out_lit(o, ",\"security\":[{},{\"key\":[]},{\"bearer\":[]},{\"parameter\":[]}]");
    parameters(r, o);
    request_body(r, o);
    responses(r, o);
    ms_out_char(o, '}');
}

/* ---- the document ------------------------------------------------------ */

static bool seen_before(const ms_route *r)
{
    for (const ms_route *b = ms_routes; b < r; b++)
        if (!b->hidden && !strcmp(b->path, r->path)) return true;
    return false;
}

static void paths(ms_out *o)
{
    unsigned n = 0;
    for (const ms_route *r = ms_routes; r->method; r++) {
        if (r->hidden || seen_before(r)) continue;
        ms_out_raw(o, n++ ? MS_STR(",") : MS_STR(""));
        ms_out_json(o, ms_str_z(r->path));
        ms_out_lit(o, ":{");
        unsigned k = 0;
        for (const ms_route *s = r; s->method; s++) {
            if (s->hidden || strcmp(s->path, r->path)) continue;
            ms_out_raw(o, k++ ? MS_STR(",") : MS_STR(""));
            operation(s, o);
        }
        ms_out_char(o, '}');
    }
}

void ms_answer_openapi(ms_request *r)
{
    ms_out *o = &r->call->out;
    ms_out_lit(o, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Marsad\"");
    ms_out_member(o, "version", ms_str_z(ms_version()));
    ms_out_member(o, "description", ms_str_z(ms_document_about));
    ms_out_lit(o, ",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
                  "\"paths\":{");
    paths(o);
    ms_out_lit(o, "},\"components\":{\"securitySchemes\":{"
                  "\"key\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"Authorization\","
                  "\"description\":\"ApiKey and the key\"},"
                  "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
                  "\"parameter\":{\"type\":\"apiKey\",\"in\":\"query\",\"name\":\"api_key\"}},"
                  "\"schemas\":{");
    for (const ms_model *m = ms_models; m->name; m++) {
        ms_out_key(o, m->name);
        ms_model_json(m, o);
    }
    ms_out_lit(o, "}}}");
    ms_document_send(r->call, "application/json");
}
