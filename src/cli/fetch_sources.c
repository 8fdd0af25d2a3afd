#include <inttypes.h>
#include <stdlib.h>

#include "cli/fetch.h"
#include "node/origin.h"

static const ms_col cols[] = {
    {"list", "List", MS_COL_TEXT, false},         {"file", "File", MS_COL_TEXT, false},
    {"format", "Format", MS_COL_TEXT, false},     {"fetched", "Fetched", MS_COL_TEXT, false},
    {"minimum", "Minimum", MS_COL_NUMBER, false}, {"ceiling", NULL, MS_COL_NUMBER, false},
    {"address", "Address", MS_COL_TEXT, true},    {"page", NULL, MS_COL_TEXT, false},
};

enum { N_COLS = sizeof cols / sizeof *cols };

/* When a list is fetched that is not named. */
static const char *when(const ms_origin *o, ms_arena *a)
{
    ms_str variable = ms_arena_str(a, ms_origin_variable(o->address));
    if (o->format == MS_FORMAT_COUNT) return "not read by this build";
    if (o->named) return "by name";
    if (!variable.n) return "always";
    return ms_arena_strf(a, "with $%.*s", MS_FMT(variable)).p;
}

int ms_fetch_sources(ms_cli *c)
{
    ms_rows *r = ms_rows_begin(c, (ms_rows_format)ms_cli_number(c, "format"), cols, N_COLS);
    ms_rc rc = r ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < ms_origin_count() && !rc; i++) {
        ms_origin o = ms_origin_at(i);
        char minimum[24], ceiling[24];
        snprintf(minimum, sizeof minimum, "%" PRIu64, o.minimum);
        snprintf(ceiling, sizeof ceiling, "%" PRIu64, o.ceiling);
        ms_str cells[N_COLS] = {o.list,
                                o.file,
                                o.format_name,
                                ms_str_z(when(&o, c->arena)),
                                ms_str_z(minimum),
                                ms_str_z(ceiling),
                                o.address,
                                o.page};
        rc = ms_rows_add(r, cells);
    }
    ms_rc end = ms_rows_end(r);
    if (!rc) rc = end;
    return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
}
