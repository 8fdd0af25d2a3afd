#include "cli/folders.h"

#include "cli/data.h"
#include "cli/report.h"

/* ---- opening ----------------------------------------------------------- */

static unsigned count(const ms_cli *c)
{
    unsigned n = 0;
    while (ms_cli_nth(c, "data", n)) n++;
    return n ? n : 1;
}

int ms_folders_open(ms_cli *c, ms_snaps *out)
{
    unsigned n = count(c);
    ms_snap **v = ms_arena_array(c->arena, n, sizeof *v);
    int e = v ? MS_EXIT_OK : ms_cli_nomem(c);
    *out = (ms_snaps){v, 0};
    for (unsigned i = 0; i < n && !e; i++) {
        c->folder = ms_cli_nth(c, "data", i);
        e = ms_data_open(c, true, &v[i]);
        if (!e) out->n++;
    }
    c->folder = NULL;
    if (!e && ms_snaps_entities(*out) > UINT32_MAX) {
        ms_cli_say(c, "the folders have more than %u entities together", UINT32_MAX);
        e = MS_EXIT_INPUT;
    }
    return e;
}

void ms_folders_close(ms_snaps s)
{
    for (uint32_t i = 0; i < s.n; i++) ms_snap_close(s.v[i]);
}

ms_str ms_folders_digest(ms_snaps s, ms_arena *a)
{
    ms_str out = ms_str_z(ms_snap_digest(s.v[0]));
    for (uint32_t i = 1; i < s.n && out.p; i++)
        out = ms_arena_strf(a, "%.*s+%s", MS_FMT(out), ms_snap_digest(s.v[i]));
    return out;
}

/* ---- shards ------------------------------------------------------------ */

/* The number of the list called `name` in `s`; false: it has none. */
static bool find(const ms_snap *s, ms_str name, uint32_t *list)
{
    for (*list = 0; *list < ms_snap_lists(s); (*list)++)
        if (ms_str_eq(ms_snap_list_name(s, *list), name)) return true;
    return false;
}

/* Marks in `has` which shards of list `name` there are; false where they do not go
 * together, which was said. */
static bool gather(ms_cli *c, ms_snaps s, ms_str name, uint32_t n, bool *has)
{
    uint32_t list;
    for (uint32_t i = 0; i < s.n; i++) {
        if (!find(s.v[i], name, &list)) continue;
        ms_shard x = ms_stored_read(s.v[i], list, c->arena).shard;
        if (!x.n) x = (ms_shard){1, 1};
        if (x.n != n) {
            ms_cli_say(c, "list %.*s: one folder has 1 of %u shards, another 1 of %u",
                       MS_FMT(name), n, x.n);
            return false;
        }
        if (has[x.k]) {
            ms_cli_say(c, "list %.*s: two folders have shard %u/%u", MS_FMT(name), x.k, x.n);
            return false;
        }
        has[x.k] = true;
    }
    return true;
}

/* Whether all shards of list number `list` of snapshot `at` are there. */
static int check_list(ms_cli *c, ms_snaps s, uint32_t at, uint32_t list, bool partial,
                      bool *complete)
{
    ms_str name = ms_snap_list_name(s.v[at], list);
    ms_shard x = ms_stored_read(s.v[at], list, c->arena).shard;
    if (!x.n) x = (ms_shard){1, 1};
    bool *has = ms_arena_array(c->arena, (size_t)x.n + 1, sizeof *has);
    if (!has) return ms_cli_nomem(c);
    if (!gather(c, s, name, x.n, has)) return MS_EXIT_INPUT;
    for (uint32_t k = 1; k <= x.n; k++) {
        if (has[k]) continue;
        *complete = false;
        if (partial) {
            ms_cli_say(c, "list %.*s: the answers are without shard %u/%u", MS_FMT(name), k,
                       x.n);
            continue;
        }
        ms_cli_say(c,
                   "list %.*s: shard %u/%u is missing; give the folders of all with --data, "
                   "or ask for a part of the answer with --partial",
                   MS_FMT(name), k, x.n);
        return MS_EXIT_INPUT;
    }
    return MS_EXIT_OK;
}

int ms_folders_check(ms_cli *c, ms_snaps s, bool partial, bool *complete)
{
    *complete = true;
    for (uint32_t i = 0; i < s.n; i++)
        for (uint32_t k = 0; k < ms_snap_lists(s.v[i]); k++) {
            bool seen = false;
            uint32_t list;
            for (uint32_t j = 0; j < i && !seen; j++)
                seen = find(s.v[j], ms_snap_list_name(s.v[i], k), &list);
            int e = seen ? MS_EXIT_OK : check_list(c, s, i, k, partial, complete);
            if (e) return e;
        }
    return MS_EXIT_OK;
}

/* ---- lists ------------------------------------------------------------- */

static int unknown_list(ms_cli *c, ms_snaps s, ms_str name)
{
    ms_str known = {0};
    for (uint32_t i = 0; i < s.n; i++)
        for (uint32_t k = 0; k < ms_snap_lists(s.v[i]); k++) {
            ms_str list = ms_snap_list_name(s.v[i], k);
            uint32_t other;
            bool seen = false;
            for (uint32_t j = 0; j < i && !seen; j++) seen = find(s.v[j], list, &other);
            if (seen) continue;
            known = ms_arena_strf(c->arena, "%.*s%s%.*s", MS_FMT(known), known.n ? ", " : "",
                                  MS_FMT(list));
            if (!known.p) return ms_cli_nomem(c);
        }
    return ms_cli_usage(c, "--lists: there is no list '%.*s'; the lists are %.*s", MS_FMT(name),
                        MS_FMT(known));
}

/* Adds the list called `name` of each snapshot unless it is there; false: none has it. */
static bool choose(ms_snaps s, ms_str name, uint32_t *lists, uint32_t *n)
{
    uint32_t first = 0, list;
    bool known = false;
    for (uint32_t i = 0; i < s.n; first += ms_snap_lists(s.v[i++])) {
        if (!find(s.v[i], name, &list)) continue;
        uint32_t k = 0;
        while (k < *n && lists[k] != first + list) k++;
        if (k == *n) lists[(*n)++] = first + list;
        known = true;
    }
    return known;
}

int ms_folders_lists(ms_cli *c, ms_snaps s, const char *names, const uint32_t **out,
                     uint32_t *n)
{
    size_t all = 0;
    for (uint32_t i = 0; i < s.n; i++) all += ms_snap_lists(s.v[i]);
    uint32_t *lists = ms_arena_array(c->arena, all + 1, sizeof *lists);
    if (!lists) return ms_cli_nomem(c);
    *out = lists, *n = 0;
    for (const char *p = names; p;) {
        const char *comma = strchr(p, ',');
        ms_str name = ms_str_trim((ms_str){p, comma ? (size_t)(comma - p) : strlen(p)});
        if (!choose(s, name, lists, n)) return unknown_list(c, s, name);
        p = comma ? comma + 1 : NULL;
    }
    return MS_EXIT_OK;
}
