/* What the subcommands of `marsad travel` say of lists whose parts are not all there. */
#include <inttypes.h>

#include "cli/travel.h"

static void member(ms_out *o, const char *key, const char *value)
{
    ms_out_fmt(o, ",\"%s\":", key);
    ms_out_json(o, ms_str_z(value));
}

static void gap_json(const ms_parts_gap *g, ms_out *o)
{
    ms_out_lit(o, "{\"incomplete_list\":{\"file\":");
    ms_out_json(o, ms_str_z(g->file));
    member(o, "sender", g->part.sender);
    member(o, "access", g->part.access);
    member(o, "flight", g->part.flight);
    member(o, "content", g->part.content);
    member(o, "missing", g->missing_which);
    ms_out_fmt(o, ",\"last_missing\":%s", g->last_missing ? "true" : "false");
    member(o, "uneven", g->uneven_which);
    ms_out_lit(o, "}}\n");
}

static void gap_say(const ms_cli *c, const ms_parts_gap *g)
{
    const ms_travel_part *p = &g->part;
    char what[2 * MS_PARTS_RANGES + 128];
    int n = 0;
    const char *last =
        g->last_missing ? g->missing ? " and the last part" : "the last part" : "";
    const char *parts = g->missing == 1 ? "part " : g->missing ? "parts " : "";
    bool many = g->missing + g->last_missing > 1;
    if (g->missing || g->last_missing)
        n = snprintf(what, sizeof what, "%s%s%s %s missing", parts, g->missing_which, last,
                     many ? "are" : "is");
    if (g->uneven)
        snprintf(what + n, sizeof what - (size_t)n,
                 "%spart %s came another number of times than others", n ? "; " : "",
                 g->uneven_which);
    ms_cli_say(c, "%s: list of %s '%s' from '%s'%s%s: %s", g->file, p->content, p->access,
               p->sender, *p->flight ? ", " : "", p->flight, what);
}

uint64_t travel_parts_say(const ms_cli *c, const ms_parts *p, bool json, ms_out *o)
{
    ms_parts_gap g;
    uint64_t incomplete = 0;
    for (uint32_t at = 0; ms_parts_next(p, &at, &g);) {
        incomplete += g.missing || g.last_missing;
        gap_say(c, &g);
        if (json) gap_json(&g, o);
    }
    if (ms_parts_unwatched(p))
        ms_cli_say(c, "whether lists are complete is not known of %" PRIu64 " parts: too many",
                   ms_parts_unwatched(p));
    return incomplete;
}
