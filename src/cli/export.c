/* A list as it is in force, for other programs. */
#include <marsad/index.h>

#include "cli/data.h"
#include "cli/history.h"
#include "cli/report.h"
#include "cli/rows.h"
#include "cli/term.h"
#include "cli/upgrade.h"

typedef struct export
{
    ms_cli *c;
    const ms_snap *s;
    ms_overlay *back; /* over the version in force */
    ms_str *json;     /* of the entities, in the order of their ids */
    uint32_t n, room;
    ms_out o;
    ms_arena *a;     /* of one entity */
    ms_str *columns; /* property names, in the order in which they appear */
    uint32_t n_columns, cap;
}
export;

/* ---- FollowTheMoney ---------------------------------------------------- */

static ms_rc put_json(export *x, uint32_t e)
{
    ms_out_raw(&x->o, x->json[e]);
    ms_out_char(&x->o, '\n');
    return ms_cli_write(x->c, &x->o);
}

/* ---- CSV --------------------------------------------------------------- */

static ms_rc read_entity(export *x, uint32_t e, ms_entity *out)
{
    ms_diag d = {0};
    ms_arena_reset(x->a);
    return ms_upgrade_entity(x->json[e], x->a, out, &d);
}

static ms_rc add_column(export *x, ms_str name)
{
    for (uint32_t i = 0; i < x->n_columns; i++)
        if (ms_str_eq(x->columns[i], name)) return MS_OK;
    if (x->n_columns == x->cap) {
        uint32_t cap = x->cap ? x->cap * 2 : 64;
        ms_str *v = ms_arena_array(x->c->arena, cap, sizeof *v);
        if (!v) return MS_ENOMEM;
        if (x->n_columns) memcpy(v, x->columns, x->n_columns * sizeof *v);
        x->columns = v;
        x->cap = cap;
    }
    x->columns[x->n_columns] = ms_arena_str(x->c->arena, name);
    return x->columns[x->n_columns++].p ? MS_OK : MS_ENOMEM;
}

static ms_rc put_header(export *x)
{
    for (uint32_t i = 0; i < x->n; i++) {
        ms_entity e;
        ms_rc rc = read_entity(x, i, &e);
        for (uint32_t k = 0; !rc && k < e.n_props; k++) rc = add_column(x, e.props[k].name);
        if (rc) return rc;
    }
    ms_out_lit(&x->o, "id,schema");
    for (uint32_t i = 0; i < x->n_columns; i++) {
        ms_out_char(&x->o, ',');
        ms_out_csv(&x->o, x->columns[i]);
    }
    ms_out_lit(&x->o, "\r\n");
    return ms_cli_write(x->c, &x->o);
}

/* The values of a cell, between ";"; one in a value is written "\;". */
static ms_rc put_cell(export *x, const ms_prop_values *values)
{
    ms_out cell = {0};
    for (uint32_t i = 0; values && i < values->n; i++) {
        if (i) ms_out_char(&cell, ';');
        for (size_t k = 0; k < values->v[i].n; k++) {
            char c = values->v[i].p[k];
            if (c == ';' || c == '\\') ms_out_char(&cell, '\\');
            ms_out_char(&cell, c);
        }
    }
    ms_out_char(&x->o, ',');
    ms_out_csv(&x->o, (ms_str){cell.p ? cell.p : "", cell.n});
    ms_rc rc = cell.failed ? MS_ENOMEM : MS_OK;
    ms_out_free(&cell);
    return rc;
}

static ms_rc put_row(export *x, uint32_t no)
{
    ms_entity e;
    ms_rc rc = read_entity(x, no, &e);
    if (rc) return rc;
    ms_out_csv(&x->o, e.id);
    ms_out_char(&x->o, ',');
    ms_out_csv(&x->o, e.schema_name);
    for (uint32_t i = 0; i < x->n_columns && !rc; i++)
        rc = put_cell(x, ms_entity_get(&e, x->columns[i]));
    ms_out_lit(&x->o, "\r\n");
    return rc ? rc : ms_cli_write(x->c, &x->o);
}

/* ---- the command ------------------------------------------------------- */

static ms_rc collect(void *ctx, ms_str id, ms_str json)
{
    export *x = ctx;
    (void)id;
    if (x->n == x->room) return MS_ELIMIT;
    x->json[x->n++] = json;
    return MS_OK;
}

/* The entities of the version that was asked for. */
static int find_entities(export *x)
{
    ms_str name = ms_str_z(x->c->operands[0]);
    uint32_t list;
    int e = ms_data_list(x->c, x->s, name.p, &list);
    if (e) return e;
    uint64_t now = ms_stored_read(x->s, list, x->c->arena).number;
    uint64_t at = ms_cli_given(x->c, "at") ? ms_cli_number(x->c, "at") : now;
    if (at > now) {
        ms_cli_say(x->c, "list %s has no version %llu: the one in force is %llu", name.p,
                   (unsigned long long)at, (unsigned long long)now);
        return MS_EXIT_INPUT;
    }
    e = ms_history_back(x->c, name, now, at, &x->back);
    if (e) return e;
    x->room = ms_snap_list_entities(x->s, list) + ms_overlay_count(x->back);
    x->json = ms_arena_array(x->c->arena, x->room, sizeof *x->json);
    ms_rc rc = x->json ? ms_overlay_each(x->back, x->s, list, collect, x) : MS_ENOMEM;
    return rc ? ms_cli_nomem(x->c) : MS_EXIT_OK;
}

static int write_list(export *x)
{
    bool csv = ms_cli_number(x->c, "format") == 1;
    x->a = ms_arena_new(0);
    ms_rc rc = x->a ? MS_OK : MS_ENOMEM;
    if (csv && !rc) rc = put_header(x);
    for (uint32_t i = 0; i < x->n && !rc; i++) rc = csv ? put_row(x, i) : put_json(x, i);
    ms_out_free(&x->o);
    ms_arena_free(x->a);
    return rc == MS_ENOMEM ? ms_cli_nomem(x->c) : ms_cli_exit(rc);
}

static int run(ms_cli *c)
{
    ms_snap *s = NULL;
    int e = ms_data_open(c, true, &s);
    export x = {.c = c, .s = s};
    if (s) e = find_entities(&x);
    if (s && !e) e = write_list(&x);
    ms_overlay_free(x.back);
    ms_snap_close(s);
    return e;
}

static const ms_opt opts[] = {
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "ftm|csv",
     .preset = "ftm",
     .help = "FollowTheMoney JSON lines, or CSV"},
    {.name = "at",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = UINT32_MAX,
     .help = "Version number N, as lists --history counts; preset: the one in force"},
    {0},
};

const ms_command ms_cmd_export = {
    .name = "export",
    .summary = "Write a list as it is in force, or as it was",
    .operands = "LIST",
    .min_operands = 1,
    .max_operands = 1,
    .opts = opts,
    .about =
        "ftm: one FollowTheMoney object a line, with all that the list says; importing it "
        "again gives the same entities.\n\n"
        "csv: one row an entity, one column a property, several values between ';' as our own "
        "CSV has them.  Members that are no properties are left out.",
    .examples = "marsad export un > un.ftm.json\tAll entities of a list.\n"
                "marsad export --format csv un > un.csv\tFor a spreadsheet.\n"
                "marsad export --at 3 un\tThe third version that was loaded.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
