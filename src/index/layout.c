#define XXH_STATIC_LINKING_ONLY /* states on the stack */
#include "index/layout.h"

#include <marsad/version.h>

static const struct {
    const char *name;
    uint32_t item;
} sections[] = {
#define X(id, name, item) {name, item},
    MS_SECTION_LIST(X)
#undef X
};

const char *ms_section_name(ms_section s)
{
    return sections[s].name;
}

uint32_t ms_section_item(ms_section s)
{
    return sections[s].item;
}

void ms_head_tables(char out[8])
{
    const char *plus = strchr(ms_version(), '+');
    size_t n = plus ? strlen(plus + 1) : 0;
    memset(out, 0, 8);
    if (n) memcpy(out, plus + 1, n < 8 ? n : 8);
}

uint64_t ms_head_sum(const ms_disk_head *h)
{
    return XXH3_64bits(h, offsetof(ms_disk_head, sum));
}

void ms_head_finish(ms_disk_head *h)
{
    memcpy(h->magic, MS_SNAP_MAGIC, sizeof h->magic);
    h->layout = MS_SNAP_LAYOUT;
    h->n_sections = MS_SECTION_COUNT;
    ms_head_tables(h->tables);
    h->sum = ms_head_sum(h);
}

void ms_snap_seal(char *bytes, size_t n)
{
    ms_disk_head h;
    XXH3_state_t digest;
    if (n < sizeof h) return;
    memcpy(&h, bytes, sizeof h);
    XXH3_INITSTATE(&digest);
    XXH3_128bits_reset(&digest);
    for (int i = 0; i < MS_SECTION_COUNT; i++) {
        ms_disk_section *s = &h.section[i];
        if (s->at > n || s->size > n - s->at) continue;
        s->sum = XXH3_64bits(bytes + s->at, s->size);
        if (i == MS_SECTION_REPORTS) continue;
        XXH3_128bits_update(&digest, bytes + s->at, s->size);
        XXH3_128bits_update(&digest, &s->size, sizeof s->size);
    }
    h.size = n;
    ms_head_digest(&h, XXH3_128bits_digest(&digest));
    ms_head_finish(&h);
    memcpy(bytes, &h, sizeof h);
}
