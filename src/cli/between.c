#include "cli/between.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "cli/data.h"
#include "cli/history.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/upgrade.h"

/* Both states being gathered. */
typedef struct gathering {
    ms_cli *c;
    const ms_snap *now;
    ms_build *before, *after;
    ms_arena *scratch; /* of one entity */
    ms_progress progress;
    uint64_t done;
} gathering;

static ms_rc add(gathering *g, ms_build *to, ms_str json, ms_diag *d)
{
    ms_entity e;
    ms_arena_reset(g->scratch);
    ms_rc rc = ms_upgrade_entity(json, g->scratch, &e, d);
    ms_progress_at(&g->progress, ++g->done, 0);
    return rc ? rc : ms_build_add(to, &e, d);
}

/* ---- one list ---------------------------------------------------------- */

/* The entities of list `list` in force that are as they were; adds the others as they were.
 * `back` turns the list in force into the earlier one. */
static ms_rc add_earlier(gathering *g, uint32_t list, const ms_overlay *back, uint8_t *same,
                         ms_diag *d)
{
    uint32_t e, first = ms_snap_list_first(g->now, list);
    ms_rc rc = MS_OK;
    memset(same, 1, ms_snap_list_entities(g->now, list));
    for (uint32_t i = 0; i < ms_overlay_count(back) && !rc; i++) {
        ms_str json, id = ms_overlay_at(back, i, &json);
        bool is = ms_snap_find_in(g->now, list, id, &e);
        if (is && json.p && ms_str_eq(ms_snap_get(g->now, e).json, json)) continue;
        if (is) same[e - first] = 0;
        if (json.p) rc = add(g, g->before, json, d);
    }
    return rc;
}

static ms_rc add_list(gathering *g, uint32_t list, const ms_overlay *back, ms_diag *d)
{
    ms_str name = ms_snap_list_name(g->now, list);
    uint32_t first = ms_snap_list_first(g->now, list), n = ms_snap_list_entities(g->now, list);
    uint8_t *same = ms_arena_alloc(g->c->arena, (size_t)n + 1);
    uint8_t *changed = ms_arena_alloc(g->c->arena, (size_t)n + 1);
    ms_rc rc = same && changed ? ms_build_list(g->before, name, d) : MS_ENOMEM;
    if (!rc) rc = ms_build_list(g->after, name, d);
    if (!rc) rc = add_earlier(g, list, back, same, d);
    if (!rc) rc = ms_build_changed(g->before, g->now, list, same, changed, d);
    for (uint32_t i = 0; i < n && !rc; i++) {
        if (!changed[i]) continue;
        ms_str json = ms_snap_get(g->now, first + i).json;
        if (same[i]) rc = add(g, g->before, json, d);
        if (!rc) rc = add(g, g->after, json, d);
    }
    return rc;
}

/* A list that only one of the states has. */
static ms_rc add_whole(gathering *g, const ms_snap *s, uint32_t list, ms_build *to, ms_diag *d)
{
    uint32_t first = ms_snap_list_first(s, list), n = ms_snap_list_entities(s, list);
    ms_rc rc = ms_build_list(to, ms_snap_list_name(s, list), d);
    for (uint32_t e = first; e < first + n && !rc; e++)
        rc = add(g, to, ms_snap_get(s, e).json, d);
    return rc;
}

/* ---- both states ------------------------------------------------------- */

static void begin(gathering *g, ms_cli *c, const ms_snap *now)
{
    *g = (gathering){.c = c,
                     .now = now,
                     .before = ms_build_new(),
                     .after = ms_build_new(),
                     .scratch = ms_arena_new(0)};
    ms_progress_begin(&g->progress, c, "what changed", "entities");
}

static void drop(gathering *g)
{
    ms_progress_end(&g->progress);
    ms_build_free(g->before);
    ms_build_free(g->after);
    ms_arena_free(g->scratch);
}

/* Opens both states unless gathering them failed; an ms_exit. */
static int end(gathering *g, ms_rc rc, ms_diag *d, between *out)
{
    if (!rc) rc = ms_build_snap(g->before, &out->before, d);
    if (!rc) rc = ms_build_snap(g->after, &out->after, d);
    drop(g);
    if (!rc) return MS_EXIT_OK;
    if (rc == MS_ENOMEM) return ms_cli_nomem(g->c);
    ms_cli_diag(g->c, NULL, d);
    return ms_cli_exit(rc);
}

static bool ready(const gathering *g)
{
    return g->before && g->after && g->scratch;
}

void between_free(between *b)
{
    ms_snap_close(b->before);
    ms_snap_close(b->after);
    *b = (between){0};
}

/* ---- versions ---------------------------------------------------------- */

/* Takes NAME@VERSION apart; an ms_exit. */
static int version_of(ms_cli *c, const ms_snap *now, const char *text, uint32_t *list,
                      uint64_t *in_force, uint64_t *number)
{
    const char *at = strchr(text, '@');
    ms_str name =
        ms_arena_strf(c->arena, "%.*s", at ? (int)(at - text) : (int)strlen(text), text);
    if (!name.p) return ms_cli_nomem(c);
    char *last = NULL;
    *number = at ? strtoull(at + 1, &last, 10) : 0;
    if (at && (*last || !*number || !ms_is_digit(at[1])))
        return ms_cli_usage(c, "'%s' is no version number; lists --history counts them",
                            at + 1);
    int e = ms_data_list(c, now, name.p, list);
    if (e) return e;
    *in_force = ms_stored_read(now, *list, c->arena).number;
    if (!at) *number = *in_force - 1;
    if (*number && *number <= *in_force) return MS_EXIT_OK;
    if (at)
        ms_cli_say(c, "list %s has no version %" PRIu64 ": the one in force is %" PRIu64,
                   name.p, *number, *in_force);
    else ms_cli_say(c, "list %s was loaded once: there is no version before", name.p);
    return MS_EXIT_INPUT;
}

static int add_version(gathering *g, const char *text, bool *taken, ms_rc *rc, ms_diag *d)
{
    uint32_t list = 0;
    uint64_t in_force = 0, number = 0;
    ms_overlay *back = NULL;
    int e = version_of(g->c, g->now, text, &list, &in_force, &number);
    if (!e && taken[list]) e = ms_cli_usage(g->c, "list '%s' is given twice", text);
    if (!e) taken[list] = true;
    if (!e) e = ms_history_back(g->c, ms_snap_list_name(g->now, list), in_force, number, &back);
    if (!e) *rc = add_list(g, list, back, d);
    ms_overlay_free(back);
    return e;
}

int between_versions(ms_cli *c, const ms_snap *now, const char *const *lists, unsigned n,
                     between *out)
{
    gathering g;
    ms_diag d = {0};
    int e = MS_EXIT_OK;
    begin(&g, c, now);
    bool *taken = ms_arena_array(c->arena, ms_snap_lists(now), sizeof *taken);
    ms_rc rc = ready(&g) && taken ? MS_OK : MS_ENOMEM;
    for (unsigned i = 0; i < n && !e && !rc; i++) e = add_version(&g, lists[i], taken, &rc, &d);
    if (!e) return end(&g, rc, &d, out);
    drop(&g);
    return e;
}

/* ---- folders ----------------------------------------------------------- */

/* What turns list `n` of `now` into list `o` of `old`, both in the order of their ids. */
static ms_overlay *difference(const ms_snap *old, uint32_t o, const ms_snap *now, uint32_t n)
{
    ms_overlay *back = ms_overlay_new();
    uint32_t x = ms_snap_list_first(old, o), x_end = x + ms_snap_list_entities(old, o);
    uint32_t y = ms_snap_list_first(now, n), y_end = y + ms_snap_list_entities(now, n);
    ms_rc rc = back ? MS_OK : MS_ENOMEM;
    while (!rc && (x < x_end || y < y_end)) {
        ms_snap_entity a = {0}, b = {0};
        if (x < x_end) a = ms_snap_get(old, x);
        if (y < y_end) b = ms_snap_get(now, y);
        int order = x == x_end ? 1 : y == y_end ? -1 : ms_str_cmp(a.id, b.id);
        if (order > 0) rc = ms_overlay_put(back, b.id, (ms_str){NULL, 0});
        else if (order < 0 || !ms_str_eq(a.json, b.json))
            rc = ms_overlay_put(back, a.id, a.json);
        x += order <= 0;
        y += order >= 0;
    }
    if (!rc) return back;
    ms_overlay_free(back);
    return NULL;
}

/* The number of the list of `s` that is called `name`; none: how many there are. */
static uint32_t list_called(const ms_snap *s, ms_str name)
{
    uint32_t i = 0;
    while (i < ms_snap_lists(s) && !ms_str_eq(ms_snap_list_name(s, i), name)) i++;
    return i;
}

static ms_rc compare_lists(gathering *g, const ms_snap *old, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < ms_snap_lists(g->now) && !rc; i++) {
        uint32_t was = list_called(old, ms_snap_list_name(g->now, i));
        if (was == ms_snap_lists(old)) {
            rc = add_whole(g, g->now, i, g->after, d);
            continue;
        }
        ms_overlay *back = difference(old, was, g->now, i);
        rc = back ? add_list(g, i, back, d) : MS_ENOMEM;
        ms_overlay_free(back);
    }
    for (uint32_t i = 0; i < ms_snap_lists(old) && !rc; i++)
        if (list_called(g->now, ms_snap_list_name(old, i)) == ms_snap_lists(g->now))
            rc = add_whole(g, old, i, g->before, d);
    return rc;
}

/* Of the earlier state only the entities' JSON is read, whatever it was prepared with. */
int between_folders(ms_cli *c, const ms_snap *now, const char *dir, between *out)
{
    gathering g;
    ms_diag d = {0};
    ms_snap *old = NULL;
    ms_str path = ms_arena_strf(c->arena, "%s/" MS_DATA_SNAPSHOT, dir);
    if (!path.p) return ms_cli_nomem(c);
    ms_rc rc = ms_snap_open_outdated(path.p, &old, &d);
    if (rc) {
        ms_cli_diag(c, NULL, &d);
        return ms_cli_exit(rc);
    }
    begin(&g, c, now);
    rc = ready(&g) ? compare_lists(&g, old, &d) : MS_ENOMEM;
    int e = end(&g, rc, &d, out);
    ms_snap_close(old);
    return e;
}
