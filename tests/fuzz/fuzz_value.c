/* Values: the first two bytes choose type and identifier format, the rest is the
 * value.  What is clean stays as it is when cleaned again. */
#include <assert.h>

#include <marsad/model.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_str first, second;
    if (size < 2) return 0;
    ms_type t = (ms_type)(data[0] % (MS_TYPE_ENTITY + 1));
    ms_id_format f = (ms_id_format)(data[1] % (MS_ID_CONTAINER + 1));
    ms_arena *a = ms_arena_new(0);
    ms_rc rc = ms_value_clean(t, f, (ms_str){(const char *)data + 2, size - 2}, a, &first);
    assert(rc == MS_OK || rc == MS_EVALUE || rc == MS_EMISSING);
    if (rc == MS_OK) {
        assert(first.n > 0 && ms_value_clean(t, f, first, a, &second) == MS_OK);
        assert(ms_str_eq(first, second));
    }
    ms_arena_free(a);
    return 0;
}
