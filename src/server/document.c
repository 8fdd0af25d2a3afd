#include "server/document.h"

#include <xxhash.h>

const char ms_document_about[] =
    "Who on sanctions and watch lists may be the person or thing that a query describes. "
    "Answers are complete: whoever scores as much as asked for is among them. A score is a "
    "probability, not a decision: a person judges. Clients of yente need only another base "
    "URL.";

const char *ms_document_role(ms_role_needed role)
{
    static const char *const names[] = {
        [MS_NEEDS_NOTHING] = "none",
        [MS_NEEDS_READ] = "read",
        [MS_NEEDS_SCREEN] = "screen",
        [MS_NEEDS_OPERATE] = "operate",
    };
    return names[role];
}

const char *ms_document_status(int status)
{
    static const struct {
        int status;
        const char *says;
    } all[] = {
        {200, "The answer"},
        {202, "Accepted; the answer comes later"},
        {204, "Done"},
        {304, "Not changed since the version that If-None-Match names"},
        {308, "It has another address now: Location"},
        {400, "The call makes no sense; the detail says why"},
        {401, "A key is needed, or the one given is not valid"},
        {403, "The key may not do this"},
        {404, "There is no such thing"},
        {409, "It cannot be done now"},
        {410, "It was there, and is deleted"},
        {413, "The body is too large"},
        {415, "Such a body is not read here"},
        {422, "A parameter or the body cannot be read; the detail says which part"},
        {423, "It is under way already"},
        {429, "Too many calls; Retry-After says when to come again"},
        {500, "The answer could not be made"},
        {503, "Not now: there are no lists yet, or too much is under way"},
        {507, "There is no room to keep it"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].status == status) return all[i].says;
    return "Something else";
}

unsigned ms_document_statuses(const ms_route *r, int out[MS_DOCUMENT_STATUSES])
{
    unsigned n = 0, k;
    out[n++] = 200;
    if (r->role != MS_NEEDS_NOTHING) out[n++] = 401, out[n++] = 403, out[n++] = 429;
    if (r->params || r->body != MS_BODY_NONE) out[n++] = 422;
    for (unsigned i = 0; i < MS_ROUTE_STATUSES && r->statuses[i]; i++) {
        for (k = 0; k < n && out[k] != r->statuses[i];) k++;
        if (k == n) out[n++] = r->statuses[i];
    }
    for (unsigned i = 1; i < n; i++)
        for (k = i; k && out[k - 1] > out[k]; k--) {
            int greater = out[k - 1];
            out[k - 1] = out[k];
            out[k] = greater;
        }
    return n;
}

const char *ms_document_var(const char *path, ms_str *name)
{
    const char *open = strchr(path, '{');
    if (!open) return NULL;
    *name = (ms_str){open + 1, strcspn(open + 1, "}")};
    return open + 1 + name->n;
}

void ms_document_send(ms_call *c, const char *type)
{
    unsigned long long hash = XXH3_64bits(c->out.p, c->out.n);
    ms_str tag = ms_arena_strf(c->arena, "\"%016llx\"", hash);
    ms_call_header(c, "ETag", tag);
    ms_call_header(c, "Cache-Control", MS_STR("no-cache"));
    c->status = 200;
    c->type = type;
    if (!tag.p || !ms_str_eq(ms_call_sent(c, "If-None-Match"), tag)) return;
    c->status = 304;
    ms_out_reset(&c->out);
}

void ms_document_guard(ms_call *c)
{
    ms_call_header(c, "Content-Security-Policy",
                   MS_STR("default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
                          "form-action 'self'"));
    ms_call_header(c, "X-Content-Type-Options", MS_STR("nosniff"));
    ms_call_header(c, "Referrer-Policy", MS_STR("no-referrer"));
}
