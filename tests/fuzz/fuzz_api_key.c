/* Bytes become a file of keys; what is read is written, and read again as the same. */
#include <assert.h>
#include <stdint.h>

#include "server/api_key.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(64 << 20);
    ms_api_keys k, again;
    ms_out first = {0}, second = {0};
    ms_diag d = {0};
    ms_rc rc = ms_api_keys_parse((ms_str){(const char *)data, size}, a, &k, &d);
    assert(rc == d.rc);
    for (uint32_t i = 0; !rc && i < k.n; i++) write_key(&k.v[i], &first);
    if (!rc) {
        assert(!ms_api_keys_parse(ms_out_str(&first), a, &again, &d) && again.n == k.n);
        for (uint32_t i = 0; i < k.n; i++) write_key(&again.v[i], &second);
        assert(ms_str_eq(ms_out_str(&first), ms_out_str(&second)));
    }
    ms_str id = ms_api_token_id((ms_str){(const char *)data, size});
    assert(!id.p || (size == MS_API_KEY_TOKEN && id.n == MS_API_KEY_ID));
    ms_out_free(&first);
    ms_out_free(&second);
    ms_arena_free(a);
    return 0;
}
