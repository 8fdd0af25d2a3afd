/* A body of /match, or of /explain, is answered: with JSON, and a status that they may have. */
#include <assert.h>

#include <jansson.h>

#include "server/asking.h"
#include "server/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ms_server server = {.o.batch = 100};
static ms_snap *snap;
static ms_view *view;
static ms_scorer *scorer;

static void put(ms_build *b, ms_arena *a, const char *id, const char *name, const char *born)
{
    ms_entity e = ms_entity_make(a, ms_str_z(id), MS_STR("Person"));
    ms_entity_add(&e, MS_STR("name"), ms_str_z(name));
    ms_entity_add(&e, MS_STR("birthDate"), ms_str_z(born));
    ms_entity_add(&e, MS_STR("idNumber"), MS_STR("AB123456"));
    assert(!ms_build_add(b, &e, NULL));
}

static void begin(void)
{
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    assert(!ms_build_list(b, MS_STR("red"), NULL));
    put(b, a, "red-1", "Orlan Tevik", "1960-01-02");
    put(b, a, "red-2", "Marja Lind", "1961");
    assert(!ms_build_list(b, MS_STR("blue"), NULL));
    put(b, a, "blue-1", "Orlan Tevig", "1962-03");
    assert(!ms_build_snap(b, &snap, NULL) && !ms_view_new(snap, &view));
    scorer = ms_scorer_new();
    ms_build_free(b);
    ms_arena_free(a);
}

static const ms_route *route_of(const char *path)
{
    const ms_route *r = ms_routes;
    while (strcmp(r->path, path)) r++;
    return r;
}

static void check_responses(const json_t *reply)
{
    const char *key;
    json_t *one;
    json_object_foreach(json_object_get(reply, "responses"), key, one)
    {
        assert(json_array_size(json_object_get(one, "results")) <= 500);
        assert(json_is_boolean(json_object_get(one, "complete")));
        assert(json_is_object(json_object_get(one, "applied")));
    }
}

static void ask(const char *path, ms_str var, ms_str body)
{
    ms_call call = {.arena = ms_arena_new(64 << 20), .method = "POST", .body = body};
    ms_request r = {.call = &call,
                    .server = &server,
                    .route = route_of(path),
                    .vars = {var},
                    .scorer = scorer,
                    .snap = snap,
                    .view = view};
    assert(ms_route_args(r.route, &call, r.args));
    r.route->answer(&r);
    assert(call.status == 200 || call.status == 400 || call.status == 422 ||
           call.status == 503);
    json_t *reply = json_loadb(call.out.p, call.out.n, JSON_ALLOW_NUL, NULL);
    assert(json_is_object(reply));
    if (call.status == 200) check_responses(reply);
    json_decref(reply);
    ms_out_free(&call.out);
    ms_arena_free(call.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_str body = {(const char *)data, size};
    if (!snap) begin();
    ask("/match/{dataset}", MS_STR("default"), body);
    ask("/explain/{entity_id}", MS_STR("red-1"), body);
    return 0;
}
