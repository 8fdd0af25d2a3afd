/* OpenSanctions' index.json. */
#include <assert.h>

#include <marsad/list.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_str version;
    ms_resource r;
    ms_diag d = {0};
    ms_arena *a = ms_arena_new(0);
    ms_rc rc = ms_ftm_index_find((ms_str){(const char *)data, size},
                                 MS_STR("entities.ftm.json"), a, &r, &version, &d);
    assert(rc == MS_OK || rc == MS_ENOTFOUND || (rc == d.rc && d.at <= size));
    ms_arena_free(a);
    return 0;
}
