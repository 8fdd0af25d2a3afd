#include <inttypes.h>

#include "cli/data.h"
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
};

enum { N_COLS = sizeof cols / sizeof *cols };

static uint32_t count_screened(const ms_snap *s, uint32_t list)
{
    uint32_t first = ms_snap_list_first(s, list), n = 0;
    for (uint32_t i = 0; i < ms_snap_list_entities(s, list); i++)
        n += ms_snap_get(s, first + i).matchable;
    return n;
}

static void add_list(ms_rows *r, ms_cli *c, const ms_snap *s, uint32_t list)
{
    char entities[24], screened[24], names[24];
    ms_stored st = ms_stored_read(s, list, c->arena);
    snprintf(entities, sizeof entities, "%" PRIu32, ms_snap_list_entities(s, list));
    snprintf(screened, sizeof screened, "%" PRIu32, count_screened(s, list));
    snprintf(names, sizeof names, "%" PRIu64, st.names);
    ms_str cells[N_COLS] = {ms_snap_list_name(s, list),
                            st.version,
                            ms_str_z(entities),
                            ms_str_z(screened),
                            ms_str_z(names),
                            st.imported,
                            st.format,
                            ms_str_z(ms_snap_digest(s))};
    ms_rows_add(r, cells);
}

static int run(ms_cli *c)
{
    ms_snap *s = NULL;
    ms_rows_format format = (ms_rows_format)ms_cli_number(c, "format");
    int e = ms_data_open(c, false, &s);
    if (e) return e;
    ms_rows *r = ms_rows_begin(c, format, cols, N_COLS);
    for (uint32_t i = 0; r && s && i < ms_snap_lists(s); i++) add_list(r, c, s, i);
    ms_rc rc = ms_rows_end(r);
    if (rc == MS_OK && s && format == MS_ROWS_TABLE)
        fprintf(c->out, "\nSnapshot %s\n", ms_snap_digest(s));
    ms_snap_close(s);
    return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
}

static const ms_opt opts[] = {
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
    .about = "For each list: its own version or date, its entities, those of them that are "
             "screened (persons, organisations, vessels and the like, not their addresses or "
             "passports), its names of every quality, and when it was imported.  The digest of "
             "the snapshot names what all lists hold together: the same digest and the same "
             "engine give the same answers.",
    .examples = "marsad lists --format json\tOne JSON object for each list.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
