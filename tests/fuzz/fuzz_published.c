/* Published lists: the format that the bytes show, as several files where they are read
 * together (between bytes 0x1D). */
#include "fuzz_list.h"

enum { FILES = 4 };

/* Every id could be one of the version before. */
static ms_rc drop(void *ctx, ms_str id, ms_diag *d)
{
    (void)ctx, (void)d;
    if (!id.n || id.n > MS_ENTITY_ID_MAX) __builtin_trap();
    return MS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_source *src[FILES] = {NULL};
    unsigned n = 0;
    ms_str rest = {(const char *)data, size};
    while (rest.p && n < FILES) {
        const char *end = rest.n ? memchr(rest.p, 0x1d, rest.n) : NULL;
        ms_str file = {rest.p, end ? (size_t)(end - rest.p) : rest.n};
        rest = end ? (ms_str){end + 1, rest.n - file.n - 1} : (ms_str){NULL, 0};
        if (!ms_source_mem(file, "fuzz", &src[n])) n++;
    }
    ms_diag d;
    ms_arena *a = ms_arena_new(0), *taken = ms_arena_new(0);
    ms_load_report r = ms_load_report_make(a);
    ms_list_opts o = {.list = MS_STR("f"), .take = fuzz_take, .drop = drop, .ctx = taken};
    ms_rc rc = ms_list_read(&o, src, n, &r, &d);
    if (!rc && r.records_aside > r.records + r.entities) __builtin_trap();
    for (unsigned i = 0; i < n; i++) ms_source_free(src[i]);
    ms_arena_free(taken);
    ms_arena_free(a);
    return 0;
}
