/* The first line becomes a header traceparent, the rest a tracestate: what is passed on is
 * valid, and stays the same when it is passed on again. */
#include <assert.h>
#include <stdint.h>

#include "server/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char own[] = "0123456789abcdef";
    ms_arena *a = ms_arena_new(1 << 20);
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    ms_str first = {(const char *)data, end ? (size_t)(end - data) : size}, back;
    ms_str rest = {first.p + first.n, size - first.n};
    ms_trace t, again;
    if (ms_trace_read(first, &t)) {
        assert(strlen(t.id) == 32 && strlen(t.parent) == 16 && strlen(t.flags) == 2);
        back = ms_arena_strf(a, "00-%s-%s-%s", t.id, t.parent, t.flags);
        assert(ms_trace_read(back, &again) && !strcmp(t.id, again.id));
    }
    back = ms_trace_state(rest, own, a);
    assert(back.n >= 23 && back.n <= 512 && !memcmp(back.p, "marsad=0123456789abcdef", 23));
    assert(ms_str_eq(ms_trace_state(back, own, a), back));
    ms_arena_free(a);
    return 0;
}
