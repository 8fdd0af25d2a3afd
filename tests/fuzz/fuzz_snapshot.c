/* Any bytes: opened as they are, and with checksums made right, they are refused
 * or everything in them can be read. */
#include <stdint.h>
#include <stdlib.h>

#include <marsad/index.h>

#include "index/snap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Merged with nothing, which gives a snapshot or is refused. */
static void keep_all(const ms_snap *s)
{
    ms_build *b = ms_build_new();
    ms_snap *merged = NULL;
    for (uint32_t i = 0; b && i < ms_snap_lists(s); i++) ms_build_keep(b, s, i, NULL);
    if (b && !ms_build_snap(b, &merged, NULL)) ms_snap_close(merged);
    ms_build_free(b);
}

static volatile size_t seen; /* makes sure that what is read is read */

static void read_lists(const ms_snap *s)
{
    for (uint32_t i = 0; i < ms_snap_lists(s); i++) {
        ms_str name = ms_snap_list_name(s, i), report = ms_snap_list_report(s, i);
        seen += ms_str_cmp(name, report) > 0;
    }
}

static void read_entities(const ms_snap *s, ms_scorer *scorer, ms_arena *a)
{
    uint32_t near[4];
    for (uint32_t e = 0; e < ms_snap_entities(s); e++) {
        ms_identity id;
        ms_found found;
        ms_result best[4];
        ms_search o = MS_SEARCH_INIT;
        o.limit = 4;
        o.threshold = 0;
        ms_snap_entity got = ms_snap_get(s, e);
        ms_snap_find(s, got.id, near, 4);
        seen += ms_snap_find_in(s, got.list, got.id, near);
        ms_snap_adjacent(s, e, near, 4);
        if (e >= 4 || ms_snap_identity(s, e, a, &id) != MS_OK) continue;
        ms_snap_search(s, scorer, &id, &o, best, &found);
        o.threshold = 700000; /* so that candidates are looked for */
        ms_snap_search(s, scorer, &id, &o, best, &found);
    }
}

/* As a search does: from units to the entities whose names have them. */
static void read_units(const ms_snap *s, const ms_snap_units *u)
{
    for (uint32_t i = 0; i < u->n; i++)
        for (uint32_t k = u->at[i]; k < u->at[i + 1]; k++)
            seen += u->unit[i].len + s->entities[ms_posted_entity(u->posted[k])].n_names;
}

static void open_and_read(const char *bytes, size_t n)
{
    ms_snap *s = NULL;
    ms_diag d;
    if (ms_snap_mem((ms_str){bytes, n}, &s, &d)) return;
    ms_scorer *scorer = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    if (scorer && a) {
        read_lists(s);
        read_entities(s, scorer, a);
        read_units(s, &s->units);
        read_units(s, &s->runs);
        keep_all(s);
    }
    ms_scorer_free(scorer);
    ms_arena_free(a);
    ms_snap_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* The bytes end where their block ends, so that sanitizers see overreads. */
    void *place;
    if (posix_memalign(&place, 64, size ? size : 1)) return 0;
    char *block = place;
    if (size) memcpy(block, data, size);
    open_and_read(block, size);
    ms_snap_seal(block, size);
    open_and_read(block, size);
    free(block);
    return 0;
}
