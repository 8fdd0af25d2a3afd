/* A line of JSON becomes a query whose answer is one line of JSON. */
#include <assert.h>

#include <jansson.h>

#include "ask/query.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(64 << 20);
    query q = query_make(a, 1);
    ms_out o = {0};
    ms_rc rc = query_json(&q, (ms_str){(const char *)data, size});
    if (!rc) rc = query_finish(&q);
    if (!rc) {
        query_write(&q, &o);
        json_t *back = json_loadb(o.p, o.n, JSON_ALLOW_NUL, NULL);
        assert(back && !memchr(o.p, '\n', o.n));
        json_decref(back);
    }
    ms_out_free(&o);
    ms_arena_free(a);
    return 0;
}
