/* Accept-Language: a language comes out, whatever is sent. */
#undef NDEBUG
#include <assert.h>
#include <stdint.h>

#include "server/language.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_lang lang = ms_language_wanted((ms_str){(const char *)data, size});
    assert((unsigned)lang < MS_LANGS);
    return 0;
}
