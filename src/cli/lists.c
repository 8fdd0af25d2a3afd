#include <inttypes.h>

#include "cli/data.h"
#include "cli/history.h"
#include "cli/report.h"
#include "cli/rows.h"

/* NAME, then what the table shows; the digest is that of the whole snapshot. */
static const ms_col cols[] = {
    {"name", "List", MS_COL_TEXT, false},
    {"version", "Version", MS_COL_TEXT, false},
    {"entities", "Entities", MS_COL_NUMBER, false},
    {"screened", "Screened", MS_COL_NUMBER, false},
    {"names", "Names", MS_COL_NUMBER, false},
    {"imported", "Imported", MS_COL_TEXT, false},
    {"format", "Format", MS_COL_TEXT, false},
    {"digest", NULL, MS_COL_TEXT, false},
    {"shard", NULL, MS_COL_TEXT, false},
};

enum { N_COLS = sizeof cols / sizeof *cols };

static uint32_t count_screened(const ms_snap *s, uint32_t list)
{
    uint32_t first = ms_snap_list_first(s, list), n = 0;
    for (uint32_t i = 0; i < ms_snap_list_entities(s, list); i++)
        n += ms_snap_get(s, first + i).matchable;
    return n;
}

static void add_list(ms_rows *r, ms_cli *c, const ms_snap *s, uint32_t list, bool table)
{
    char entities[24], screened[24], names[24], shard[24] = "";
    ms_stored st = ms_stored_read(s, list, c->arena);
    ms_str name = ms_snap_list_name(s, list);
    if (st.shard.n) snprintf(shard, sizeof shard, "%u/%u", st.shard.k, st.shard.n);
    if (st.shard.n && table)
        name = ms_arena_strf(c->arena, "%.*s, shard %s", MS_FMT(name), shard);
    snprintf(entities, sizeof entities, "%" PRIu32, ms_snap_list_entities(s, list));
    snprintf(screened, sizeof screened, "%" PRIu32, count_screened(s, list));
    snprintf(names, sizeof names, "%" PRIu64, st.names);
    ms_str cells[N_COLS] = {name.p ? name : ms_snap_list_name(s, list),
                            st.version,
                            ms_str_z(entities),
                            ms_str_z(screened),
                            ms_str_z(names),
                            st.imported,
                            st.format,
                            ms_str_z(ms_snap_digest(s)),
                            ms_str_z(shard)};
    ms_rows_add(r, cells);
}

/* ---- versions ---------------------------------------------------------- */

static const ms_col history_cols[] = {
    {"name", "List", MS_COL_TEXT, false},
    {"number", "Number", MS_COL_NUMBER, false},
    {"version", "Version", MS_COL_TEXT, false},
    {"imported", "Imported", MS_COL_TEXT, false},
    {"entities", "Entities", MS_COL_NUMBER, false},
    {"screened", "Screened", MS_COL_NUMBER, false},
    {"names", "Names", MS_COL_NUMBER, false},
    {"added", "Added", MS_COL_NUMBER, false},
    {"changed", "Changed", MS_COL_NUMBER, false},
    {"removed", "Removed", MS_COL_NUMBER, false},
    {"format", "Format", MS_COL_TEXT, false},
    {"report", NULL, MS_COL_JSON, false},
};

enum { N_HISTORY = sizeof history_cols / sizeof *history_cols };

static ms_rc add_version(ms_rows *r, ms_cli *c, ms_str list, uint64_t number, ms_str report)
{
    ms_stored st = ms_stored_of(report, c->arena);
    const uint64_t counts[] = {number,   st.entities, st.screened, st.names,
                               st.added, st.changed,  st.removed};
    ms_str text[sizeof counts / sizeof *counts];
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        text[i] = ms_arena_strf(c->arena, "%" PRIu64, counts[i]);
        if (!text[i].p) return MS_ENOMEM;
    }
    ms_str cells[N_HISTORY] = {list,    text[0], st.version, st.imported, text[1],   text[2],
                               text[3], text[4], text[5],    text[6],     st.format, report};
    return ms_rows_add(r, cells);
}

/* The versions of one list, the oldest that is kept first. */
static int add_versions(ms_rows *r, ms_cli *c, const ms_snap *s, uint32_t list)
{
    ms_str name = ms_snap_list_name(s, list), report = ms_snap_list_report(s, list);
    uint64_t now = ms_stored_of(report, c->arena).number, first = now;
    while (first > 1 && ms_history_kept(c, name, first - 1)) first--;
    for (uint64_t n = first; n < now; n++) {
        ms_str old;
        int e = ms_history_report(c, name, n, &old);
        if (e) return e;
        if (add_version(r, c, name, n, old) == MS_ENOMEM) return ms_cli_nomem(c);
    }
    return add_version(r, c, name, now, report) == MS_ENOMEM ? ms_cli_nomem(c) : MS_EXIT_OK;
}

static int history(ms_cli *c, const ms_snap *s)
{
    ms_rows *r =
        ms_rows_begin(c, (ms_rows_format)ms_cli_number(c, "format"), history_cols, N_HISTORY);
    int e = MS_EXIT_OK;
    for (uint32_t i = 0; r && s && i < ms_snap_lists(s) && !e; i++)
        e = add_versions(r, c, s, i);
    ms_rc rc = ms_rows_end(r);
    return ms_exit_worse(e, rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc));
}

/* ---- the command ------------------------------------------------------- */

static int run(ms_cli *c)
{
    ms_snap *s = NULL;
    ms_rows_format format = (ms_rows_format)ms_cli_number(c, "format");
    int e = ms_data_open(c, false, &s);
    if (e) return e;
    if (ms_cli_flag(c, "history")) {
        e = history(c, s);
        ms_snap_close(s);
        return e;
    }
    ms_rows *r = ms_rows_begin(c, format, cols, N_COLS);
    for (uint32_t i = 0; r && s && i < ms_snap_lists(s); i++)
        add_list(r, c, s, i, format == MS_ROWS_TABLE);
    ms_rc rc = ms_rows_end(r);
    if (rc == MS_OK && s && format == MS_ROWS_TABLE)
        fprintf(c->out, "\nSnapshot %s\n", ms_snap_digest(s));
    ms_snap_close(s);
    return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
}

static const ms_opt opts[] = {
    {.name = "history",
     .type = MS_OPT_FLAG,
     .help = "Show every version that is kept, each with its load report in JSON"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "How to write the lists"},
    {0},
};

const ms_command ms_cmd_lists = {
    .name = "lists",
    .summary = "Show the lists that are loaded",
    .opts = opts,
    .about =
        "For each list: its own version or date, its entities, those of them that are "
        "screened (persons, organisations, vessels and the like, not their addresses or "
        "passports), its names of every quality, and when it was imported.  The digest of "
        "the snapshot names what all lists hold together: the same digest and the same "
        "engine give the same answers.\n\n"
        "With --history, the versions of each list from the oldest that is kept to the one "
        "in force, by number; added, changed and removed are screened entities, against "
        "the version before.",
    .examples = "marsad lists --format json\tOne JSON object for each list.\n"
                "marsad lists --history\tWhat became of the lists, load by load.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
