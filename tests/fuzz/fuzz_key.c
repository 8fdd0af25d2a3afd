/* Phones, e-mail addresses and wallets: both readings of docs/scoring.md, "Other keys", agree;
 * the first byte chooses the kind. */
#undef NDEBUG
#include <assert.h>
#include <stdint.h>

#include "ref.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_document got, want;
    if (!size) return 0;
    ms_key kind = (ms_key)(MS_KEY_PHONE + data[0] % 3);
    const char *text = (const char *)data + 1;
    bool is = ms_key_make(kind, (ms_str){text, size - 1}, &got);
    assert(is == ref_key(kind, text, size - 1, &want));
    if (!is) return 0;
    assert(!memcmp(&got, &want, sizeof got));
    assert(got.kind == kind && got.len);
    return 0;
}
