/* A list as it is in force, for other programs. */
#include <marsad/index.h>

#include "cli/data.h"
#include "cli/rows.h"
#include "cli/term.h"

typedef struct export
{
    ms_cli *c;
    const ms_snap *s;
    uint32_t first, n; /* entities of the list */
    ms_out o;
    ms_arena *a;     /* of one entity */
    ms_str *columns; /* property names, in the order in which they appear */
    uint32_t n_columns, cap;
}
export;

/* ---- FollowTheMoney ---------------------------------------------------- */

static ms_rc put_json(export *x, uint32_t e)
{
    ms_out_raw(&x->o, ms_snap_get(x->s, e).json);
    ms_out_char(&x->o, '\n');
    return ms_cli_write(x->c, &x->o);
}

/* ---- CSV --------------------------------------------------------------- */

static ms_rc read_entity(export *x, uint32_t e, ms_entity *out)
{
    ms_diag d = {0};
    ms_arena_reset(x->a);
    return ms_entity_read(ms_snap_get(x->s, e).json, x->a, NULL, NULL, out, &d);
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
        ms_rc rc = read_entity(x, x->first + i, &e);
        for (uint32_t k = 0; k < e.n_props && !rc; k++) rc = add_column(x, e.props[k].name);
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

static bool find_list(export *x, const char *name)
{
    for (uint32_t i = 0; i < ms_snap_lists(x->s); i++) {
        if (!ms_str_eq(ms_snap_list_name(x->s, i), ms_str_z(name))) continue;
        x->first = ms_snap_list_first(x->s, i);
        x->n = ms_snap_list_entities(x->s, i);
        return true;
    }
    ms_cli_say(x->c, "no list is called '%s'", name);
    return false;
}

static int write_list(export *x)
{
    bool csv = ms_cli_number(x->c, "format") == 1;
    x->a = ms_arena_new(0);
    ms_rc rc = x->a ? MS_OK : MS_ENOMEM;
    if (csv && !rc) rc = put_header(x);
    for (uint32_t i = 0; i < x->n && !rc; i++)
        rc = csv ? put_row(x, x->first + i) : put_json(x, x->first + i);
    ms_out_free(&x->o);
    ms_arena_free(x->a);
    return rc == MS_ENOMEM ? ms_cli_nomem(x->c) : ms_cli_exit(rc);
}

static int run(ms_cli *c)
{
    ms_snap *s = NULL;
    int e = ms_data_open(c, true, &s);
    export x = {.c = c, .s = s};
    if (s) e = find_list(&x, c->operands[0]) ? write_list(&x) : MS_EXIT_INPUT;
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
    {0},
};

const ms_command ms_cmd_export = {
    .name = "export",
    .summary = "Write a list as it is in force",
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
                "marsad export --format csv un > un.csv\tFor a spreadsheet.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
