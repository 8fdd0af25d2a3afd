/* The UN list's XML. */
#include "fuzz_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_list(data, size, MS_FORMAT_UN_XML);
    return 0;
}
