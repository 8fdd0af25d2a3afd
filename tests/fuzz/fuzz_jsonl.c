/* FollowTheMoney JSON lines. */
#include "fuzz_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_list(data, size, MS_FORMAT_FTM_JSONL);
    return 0;
}
