/* Reads the bytes of a fuzz input as a list. */
#ifndef MARSAD_FUZZ_LIST_H
#define MARSAD_FUZZ_LIST_H

#include <marsad/list.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each entity can be written, and what is written can be read again. */
static inline ms_rc fuzz_take(void *ctx, const ms_entity *e, ms_diag *d)
{
    ms_arena *a = ctx;
    ms_entity copy = *e, again;
    ms_str json;
    ms_rc rc = ms_entity_write(&copy, &json);
    ms_arena_reset(a);
    if (rc == MS_OK && ms_entity_read(json, a, NULL, NULL, &again, d)) __builtin_trap();
    return rc;
}

static inline void fuzz_list(const uint8_t *data, size_t size, ms_format format)
{
    ms_diag d;
    ms_source *src = NULL;
    ms_arena *a = ms_arena_new(0), *taken = ms_arena_new(0);
    ms_load_report r = ms_load_report_make(a);
    ms_list_opts o = {.format = format, .list = MS_STR("f"), .take = fuzz_take, .ctx = taken};
    if (!ms_source_mem((ms_str){(const char *)data, size}, "fuzz", &src)) {
        ms_rc rc = ms_list_read(&o, &src, 1, &r, &d);
        if (!rc && r.records_aside > r.records) __builtin_trap();
    }
    ms_source_free(src);
    ms_arena_free(taken);
    ms_arena_free(a);
}

#endif
