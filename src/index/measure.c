#include <marsad/measure.h>

#include "index/candidates.h"
#include "index/near.h"
#include "index/snap.h"

uint32_t ms_snap_sections(const ms_snap *s)
{
    (void)s;
    return MS_SECTION_COUNT;
}

ms_snap_section ms_snap_section_get(const ms_snap *s, uint32_t i)
{
    const ms_disk_head *h = (const void *)s->bytes.p;
    return (ms_snap_section){.name = ms_section_name((ms_section)i),
                             .bytes = h->section[i].size,
                             .lists = i == MS_SECTION_JSON || i == MS_SECTION_REPORTS};
}

uint32_t ms_snap_names(const ms_snap *s)
{
    return s->n_names;
}

uint32_t ms_snap_screened(const ms_snap *s)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < s->n_lists; i++) sum += s->lists[i].screened;
    return sum;
}

const char *ms_search_instructions(void)
{
    return ms_near_used();
}

void ms_search_forget(const ms_snap *s)
{
    ms_near_cache_clear(s->near);
}

static bool skip_nobody(void *context, uint32_t entity)
{
    (void)context, (void)entity;
    return false;
}

static void tell_nobody(void *context, uint32_t entity)
{
    (void)context, (void)entity;
}

ms_rc ms_search_candidates(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                           uint32_t threshold)
{
    const ms_candidates c = {s,           scorer,      q,   threshold ? threshold : 1,
                             skip_nobody, tell_nobody, NULL};
    return s->outdated ? MS_EVERSION : ms_candidates_find(&c);
}
