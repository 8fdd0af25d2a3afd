/* GET /docs: the routes as a page for people, readable without scripts. */
#include <marsad/version.h>

#include "server/document.h"
#include "server/models.h"
#include "server/routes.h"

static void raw(const char *html, ms_out *o)
{
    ms_out_raw(o, ms_str_z(html));
}

static void text(ms_str s, ms_out *o)
{
    for (size_t i = 0; i < s.n; i++) switch (s.p[i]) {
        case '&': raw("&amp;", o); break;
        case '<': raw("&lt;", o); break;
        case '>': raw("&gt;", o); break;
        case '"': raw("&quot;", o); break;
        default: ms_out_char(o, s.p[i]);
        }
}

/* Prose, where what stands between ` is code. */
static void prose(const char *s, ms_out *o)
{
    for (bool code = false; *s; code = !code) {
        size_t n = strcspn(s, "`");
        if (code) raw("<code>", o);
        text((ms_str){s, n}, o);
        if (code) raw("</code>", o);
        s += n + (s[n] == '`');
    }
}

static void cell(const char *before, const char *s, const char *behind, ms_out *o)
{
    raw(before, o);
    if (s) prose(s, o);
    raw(behind, o);
}

/* A type, where models lead to what they are. */
static void type(const char *t, ms_out *o)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    raw("<code>", o);
    while (*t) {
        size_t n = strspn(t, letters);
        ms_str word = {t, n ? n : 1};
        t += word.n;
        if (n && ms_model_find(word))
            ms_out_fmt(o, "<a href=\"#%.*s\">%.*s</a>", MS_FMT(word), MS_FMT(word));
        else text(word, o);
    }
    raw("</code>", o);
}

/* ---- routes ------------------------------------------------------------ */

static void anchor(const ms_route *r, ms_out *o)
{
    for (const char *p = r->method; *p; p++) ms_out_char(o, (char)(*p | 32));
    for (const char *p = r->path; *p; p++)
        if (*p != '{' && *p != '}') ms_out_char(o, *p == '/' ? '-' : *p);
}

static const char *kind(const ms_param *p)
{
    static const char *const names[] = {
        [MS_PARAM_TEXT] = "text",         [MS_PARAM_INT] = "whole number",
        [MS_PARAM_NUMBER] = "number",     [MS_PARAM_BOOL] = "true or false",
        [MS_PARAM_TIME] = "date or time", [MS_PARAM_CHOICE] = "one of",
    };
    return names[p->type];
}

static void limits(const ms_param *p, ms_out *o)
{
    raw(kind(p), o);
    for (const char *c = p->type == MS_PARAM_CHOICE ? p->choices : NULL; c;) {
        const char *end = strchr(c, '|');
        raw(" <code>", o);
        text((ms_str){c, end ? (size_t)(end - c) : strlen(c)}, o);
        raw("</code>", o);
        c = end ? end + 1 : NULL;
    }
    if (p->type == MS_PARAM_INT && p->max) ms_out_fmt(o, ", at most %ld", p->max);
    if (p->repeat) raw("; may be repeated", o);
    if (p->repeat && p->max && p->type != MS_PARAM_INT)
        ms_out_fmt(o, ", at most %ld times", p->max);
    if (p->preset && *p->preset) cell("; <code>", p->preset, "</code> unless given", o);
    if (p->deprecated) raw("; <em>on its way out</em>", o);
}

static void parameters(const ms_route *r, ms_out *o)
{
    ms_str name;
    unsigned n = 0;
    if (!r->params && !ms_document_var(r->path, &name)) return;
    raw("<table><thead><tr><th>Parameter<th>What it is<th>Value</thead><tbody>", o);
    for (const char *at = r->path; (at = ms_document_var(at, &name)); n++) {
        ms_out_fmt(o, "<tr><td><code>%.*s</code>", MS_FMT(name));
        cell("<td>", r->vars[n], "<td>part of the path\n", o);
    }
    for (const ms_param *p = r->params; p && p->name; p++) {
        cell("<tr><td><code>", p->name, "</code>", o);
        cell("<td>", p->help, "<td>", o);
        limits(p, o);
        ms_out_char(o, '\n');
    }
    raw("</tbody></table>", o);
}

static void bodies(const ms_route *r, ms_out *o)
{
    static const char *const media[] = {NULL, "JSON", "a form", "rows of CSV or NDJSON"};
    if (r->body != MS_BODY_NONE) {
        ms_out_fmt(o, "<p>Body: %s", media[r->body]);
        if (r->takes) raw(", ", o), type(r->takes, o);
    }
    raw("<p>Reply: ", o);
    if (r->gives) type(r->gives, o);
    else cell("", r->type ? r->type : "JSON", "", o);
}

static void statuses(const ms_route *r, ms_out *o)
{
    int all[MS_DOCUMENT_STATUSES];
    unsigned n = ms_document_statuses(r, all);
    raw("<dl class=\"statuses\">", o);
    for (unsigned i = 0; i < n; i++)
        ms_out_fmt(o, "<dt>%d<dd>%s\n", all[i], ms_document_status(all[i]));
    raw("</dl>", o);
}

static void route(const ms_route *r, ms_out *o)
{
    raw("<article><h3 id=\"", o);
    anchor(r, o);
    ms_out_fmt(o, "\"><span class=\"method\">%s</span> <code>", r->method);
    cell("", r->path, "</code></h3>", o);
    cell("<p class=\"summary\">", r->summary, ".", o);
    if (r->about) cell("<p class=\"about\">", r->about, "", o);
    if (r->role != MS_NEEDS_NOTHING)
        ms_out_fmt(o, "<p>Where there are keys, one with the role <em>%s</em> is needed.",
                   ms_document_role(r->role));
    parameters(r, o);
    bodies(r, o);
    statuses(r, o);
    raw("</article>\n", o);
}

static bool tag_seen(const ms_route *r)
{
    for (const ms_route *b = ms_routes; b < r; b++)
        if (!b->hidden && !strcmp(b->tag, r->tag)) return true;
    return false;
}

/* Calls `each` for the routes that are told, by tag, with the tag between `before` and `behind`
 * first and `end` last. */
static void by_tag(const char *before, const char *behind, const char *end,
                   void (*each)(const ms_route *, ms_out *), ms_out *o)
{
    for (const ms_route *t = ms_routes; t->method; t++) {
        if (t->hidden || tag_seen(t)) continue;
        cell(before, t->tag, behind, o);
        for (const ms_route *r = t; r->method; r++)
            if (!r->hidden && !strcmp(r->tag, t->tag)) each(r, o);
        raw(end, o);
    }
}

static void link_to(const ms_route *r, ms_out *o)
{
    raw("<li><a href=\"#", o);
    anchor(r, o);
    ms_out_fmt(o, "\"><span class=\"method\">%s</span> ", r->method);
    cell("<code>", r->path, "</code></a>\n", o);
}

/* ---- models ------------------------------------------------------------ */

static void model(const ms_model *m, ms_out *o)
{
    ms_out_fmt(o, "<article><h3 id=\"%s\"><code>%s</code></h3>", m->name, m->name);
    cell("<p>", m->about, ".", o);
    raw("<table><thead><tr><th>Member<th>What it is<th>Type</thead><tbody>", o);
    for (const ms_model_member *k = m->members; k->name; k++) {
        cell("<tr><td><code>", k->name, "</code>", o);
        cell("<td>", k->help, k->optional ? "; may be absent<td>" : "<td>", o);
        type(k->type, o);
        ms_out_char(o, '\n');
    }
    raw("</tbody></table></article>\n", o);
}

/* ---- the page ---------------------------------------------------------- */

static const char scoring[] =
    "<section><h2 id=\"scoring\">Scores</h2>"
    "<p>A score is the probability that a query and a listed entity are one: of 100 results "
    "that score 0.8 about 80 are. It comes from evidence that is counted in bits: a bit more "
    "makes it twice as likely, a bit less half. Names that meet raise it, the rarer the more; "
    "birth dates, nationalities, sexes and numbers raise or lower it. "
    "<code>explanations</code> "
    "of a result has each fact with what it added, and their sum is the score.</p>"
    "<p>A score is not a decision: a person judges.</p></section>\n";

void ms_answer_docs(ms_request *r)
{
    ms_call *c = r->call;
    ms_document_guard(c);
    ms_out *o = &c->out;
    raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Marsad: "
        "reference"
        "</title><meta name=\"viewport\" content=\"width=device-width\">"
        "<link rel=\"icon\" href=\"/console/icon.svg\">"
        "<link rel=\"stylesheet\" href=\"/console/docs.css\"></head><body>"
        "<a class=\"skip\" href=\"#reference\">Go to the reference</a><header>"
        "<h1>Marsad</h1><p>",
        o);
    cell("", ms_document_about, "", o);
    ms_out_fmt(o,
               "<p>Version %s. The same for programs: <a href=\"/openapi.json\">"
               "<code>/openapi.json</code></a>. For people: <a href=\"/\">the page</a>."
               "</header>\n<nav aria-label=\"Contents\">",
               ms_version());
    by_tag("<h2>", "</h2><ul>", "</ul>", link_to, o);
    raw("</nav>\n<main id=\"reference\">", o);
    by_tag("<section><h2>", "</h2>\n", "</section>", route, o);
    raw(scoring, o);
    raw("<section><h2 id=\"models\">Models</h2>\n", o);
    for (const ms_model *m = ms_models; m->name; m++) model(m, o);
    raw("</section></main></body></html>\n", o);
    ms_document_send(c, "text/html; charset=utf-8");
}
