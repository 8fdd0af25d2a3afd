/* A request line, path and query in one, is answered by a route whose parameters are within
 * their bounds, or by an error in JSON. */
#include <assert.h>

#include <jansson.h>

#include "server/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void in_bounds(const ms_param *p, const ms_arg *a)
{
    if (p->type == MS_PARAM_INT && a->n && p->max) assert(a->number <= (double)p->max);
    if (p->repeat && p->max && p->type != MS_PARAM_INT) assert(a->n <= (uint32_t)p->max);
    if (!p->repeat) assert(a->n <= 1);
    for (uint32_t i = 0; i < a->n; i++) assert(a->v[i].p || !a->v[i].n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size || memchr(data, 0, size)) return 0; /* HTTP has none */
    ms_arena *a = ms_arena_new(64 << 20);
    ms_str line = {(const char *)data + 1, size - 1};
    const char *mark = memchr(line.p, '?', line.n);
    size_t path = mark ? (size_t)(mark - line.p) : line.n;
    ms_call c = {.arena = a,
                 .method = data[0] & 1 ? "GET" : "POST",
                 .path = {line.p, path},
                 .query = {line.p + path + (mark != NULL), line.n - path - (mark != NULL)}};
    ms_str vars[MS_ROUTE_VARS] = {{0}};
    ms_arg args[MS_ROUTE_PARAMS] = {{0}};
    const ms_route *r = ms_route_find(&c, vars);
    bool ok = r && ms_route_args(r, &c, args);
    for (unsigned i = 0; ok && r->params && r->params[i].name; i++)
        in_bounds(&r->params[i], &args[i]);
    assert(ok == !c.status);
    if (!ok) {
        json_t *reply = json_loadb(c.out.p, c.out.n, 0, NULL);
        assert(reply && json_object_get(reply, "detail"));
        json_decref(reply);
    }
    ms_out_free(&c.out);
    ms_arena_free(a);
    return 0;
}
