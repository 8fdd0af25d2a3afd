/* What two versions of a list have different. */
#include <inttypes.h>
#include <stdlib.h>

#include "cli/changes.h"
#include "cli/data.h"
#include "cli/history.h"
#include "cli/import.h"
#include "cli/report.h"
#include "cli/rows.h"
#include "cli/upgrade.h"

static const ms_col cols[] = {
    {"change", "Change", MS_COL_TEXT, false}, {"id", "Id", MS_COL_TEXT, false},
    {"schema", "Schema", MS_COL_TEXT, false}, {"caption", "Caption", MS_COL_TEXT, true},
    {NULL, "Property", MS_COL_TEXT, false},   {NULL, "Before", MS_COL_TEXT, true},
    {NULL, "After", MS_COL_TEXT, true},       {"properties", NULL, MS_COL_JSON, false},
};

enum { CHANGE, ID, SCHEMA, CAPTION, PROPERTY, BEFORE, AFTER, PROPERTIES, N_COLS };

typedef struct diff {
    ms_cli *c;
    const ms_snap *s;
    uint32_t list;
    ms_overlay *a, *b; /* what turns the version in force into the two that are compared */
    uint64_t n[MS_CHANGE_COUNT];
    ms_rows *rows;
    bool table;
    ms_arena *scratch; /* of one entity */
} diff;

/* The JSON of entity `id` in a version; `p` NULL when it has none. */
static ms_str json_of(const diff *x, const ms_overlay *o, ms_str id)
{
    ms_str json;
    uint32_t e;
    if (ms_overlay_get(o, id, &json)) return json;
    if (ms_snap_find_in(x->s, x->list, id, &e)) return ms_snap_get(x->s, e).json;
    return (ms_str){NULL, 0};
}

/* ---- one entity -------------------------------------------------------- */

static void put_changes(ms_out *o, const ms_prop_change *v, uint32_t n)
{
    ms_out_char(o, '{');
    for (uint32_t i = 0; i < n; i++) {
        if (i) ms_out_char(o, ',');
        ms_out_json(o, v[i].prop);
        ms_out_lit(o, ":{");
        ms_out_key(o, "removed");
        ms_out_json_list(o, v[i].removed, v[i].n_removed);
        ms_out_key(o, "added");
        ms_out_json_list(o, v[i].added, v[i].n_added);
        ms_out_char(o, '}');
    }
    ms_out_char(o, '}');
}

/* `n` values between "; ". */
static ms_str joined(const diff *x, const ms_str *v, uint32_t n)
{
    ms_str s = {"", 0};
    for (uint32_t i = 0; i < n && s.p; i++)
        s = ms_arena_strf(x->scratch, "%.*s%s%.*s", MS_FMT(s), i ? "; " : "", MS_FMT(v[i]));
    return s.p ? s : MS_STR("");
}

/* A row a property in a table, else one row. */
static ms_rc add_rows(diff *x, ms_str *cells, const ms_prop_change *v, uint32_t n)
{
    static const unsigned tints[] = {3, 4, 5};
    ms_out o = {0};
    ms_rc rc = MS_OK;
    put_changes(&o, v, n);
    cells[PROPERTIES] = ms_out_str(&o);
    for (uint32_t i = 0; !o.failed && !rc && i < (x->table && n ? n : 1); i++) {
        if (x->table && i < n) {
            cells[PROPERTY] = v[i].prop;
            cells[BEFORE] = joined(x, v[i].removed, v[i].n_removed);
            cells[AFTER] = joined(x, v[i].added, v[i].n_added);
        }
        rc = ms_rows_add(x->rows, cells);
        if (i == 0)
            ms_rows_tint(x->rows, tints[cells[CHANGE].p[0] == 'a'   ? 0
                                        : cells[CHANGE].p[0] == 'c' ? 1
                                                                    : 2]);
        if (x->table) cells[CHANGE] = cells[ID] = cells[SCHEMA] = cells[CAPTION] = MS_STR("");
    }
    if (o.failed) rc = MS_ENOMEM;
    ms_out_free(&o);
    return rc;
}

static ms_rc add_entity(diff *x, ms_str id, ms_str before, ms_str after, ms_diag *d)
{
    ms_entity e;
    ms_prop_change *v = NULL;
    uint32_t n = 0;
    ms_change k = !before.p  ? MS_CHANGE_ADDED
                  : !after.p ? MS_CHANGE_REMOVED
                             : MS_CHANGE_CHANGED;
    ms_arena_reset(x->scratch);
    ms_rc rc = ms_upgrade_entity(after.p ? after : before, x->scratch, &e, d);
    if (!rc && k == MS_CHANGE_CHANGED) rc = ms_changes_of(before, after, x->scratch, &v, &n, d);
    if (rc) return rc;
    bool screened = !e.schema || ms_schema_matchable(e.schema);
    if (!screened && !ms_cli_flag(x->c, "all")) return MS_OK;
    x->n[k]++;
    ms_str cells[N_COLS] = {ms_str_z(ms_change_name(k)), id, e.schema_name, e.caption};
    for (unsigned i = PROPERTY; i < N_COLS; i++) cells[i] = MS_STR("");
    rc = add_rows(x, cells, v, n);
    return rc == MS_EIO ? MS_OK : rc; /* told when the rows end */
}

/* ---- all of them ------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return ms_str_cmp(*(const ms_str *)a, *(const ms_str *)b);
}

/* The ids that either version says something of, sorted; `*n` of them. */
static ms_str *touched(const diff *x, uint32_t *n)
{
    uint32_t n_a = ms_overlay_count(x->a), n_b = ms_overlay_count(x->b);
    ms_str *v = ms_arena_array(x->c->arena, (size_t)n_a + n_b, sizeof *v), seen;
    *n = 0;
    for (uint32_t i = 0; v && i < n_a; i++) v[(*n)++] = ms_overlay_at(x->a, i, &seen);
    for (uint32_t i = 0; v && i < n_b; i++) {
        ms_str id = ms_overlay_at(x->b, i, &seen);
        if (!ms_overlay_get(x->a, id, &seen)) v[(*n)++] = id;
    }
    if (v) qsort(v, *n, sizeof *v, by_text);
    return v;
}

static ms_rc compare_all(diff *x, ms_diag *d)
{
    uint32_t n;
    ms_str *ids = touched(x, &n);
    ms_rc rc = ids && x->scratch && x->rows ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < n && !rc; i++) {
        ms_str before = json_of(x, x->a, ids[i]), after = json_of(x, x->b, ids[i]);
        bool same = before.p && after.p ? ms_str_eq(before, after) : before.p == after.p;
        if (!same) rc = add_entity(x, ids[i], before, after, d);
    }
    return rc;
}

static int compare(diff *x)
{
    ms_diag d = {0};
    ms_rows_format format = (ms_rows_format)ms_cli_number(x->c, "format");
    x->table = format == MS_ROWS_TABLE;
    x->scratch = ms_arena_new(0);
    x->rows = ms_rows_begin(x->c, format, cols, N_COLS);
    ms_rc rc = compare_all(x, &d), ended = ms_rows_end(x->rows);
    ms_arena_free(x->scratch);
    if (!rc) rc = ended;
    if (!rc && x->table)
        fprintf(x->c->out, "%s%" PRIu64 " added, %" PRIu64 " changed, %" PRIu64 " removed\n",
                x->n[0] + x->n[1] + x->n[2] ? "\n" : "", x->n[MS_CHANGE_ADDED],
                x->n[MS_CHANGE_CHANGED], x->n[MS_CHANGE_REMOVED]);
    if (rc == MS_ENOMEM) return ms_cli_nomem(x->c);
    if (rc && rc != MS_EIO) ms_cli_diag(x->c, NULL, &d);
    return ms_cli_exit(rc);
}

/* Reads operand `i` as a version number, or takes `preset`. */
static int version(const ms_cli *c, unsigned i, uint64_t now, uint64_t preset, uint64_t *out)
{
    *out = preset;
    if (i >= c->n_operands) return MS_EXIT_OK;
    char *end;
    *out = strtoull(c->operands[i], &end, 10);
    if (*end || !*out || c->operands[i][0] < '0' || c->operands[i][0] > '9')
        return ms_cli_usage(c, "'%s' is no version number; lists --history counts them",
                            c->operands[i]);
    if (*out <= now) return MS_EXIT_OK;
    ms_cli_say(c, "list %s has no version %" PRIu64 ": the one in force is %" PRIu64,
               c->operands[0], *out, now);
    return MS_EXIT_INPUT;
}

static int run_on(diff *x)
{
    uint64_t from, to;
    ms_str name = ms_str_z(x->c->operands[0]);
    int e = ms_data_list(x->c, x->s, name.p, &x->list);
    if (e) return e;
    uint64_t now = ms_stored_read(x->s, x->list, x->c->arena).number;
    if (x->c->n_operands < 2 && now < 2) {
        ms_cli_say(x->c, "list %s was loaded once: there is no version before", name.p);
        return MS_EXIT_INPUT;
    }
    e = version(x->c, 1, now, now - 1, &from);
    if (!e) e = version(x->c, 2, now, now, &to);
    if (!e) e = ms_history_back(x->c, name, now, from, &x->a);
    if (!e) e = ms_history_back(x->c, name, now, to, &x->b);
    return e ? e : compare(x);
}

static int run(ms_cli *c)
{
    ms_snap *s = NULL;
    int e = ms_data_open(c, true, &s);
    diff x = {.c = c, .s = s};
    if (s) e = run_on(&x);
    ms_overlay_free(x.a);
    ms_overlay_free(x.b);
    ms_snap_close(s);
    return e;
}

static const ms_opt opts[] = {
    {.name = "all",
     .type = MS_OPT_FLAG,
     .help = "Also entities that are not screened: addresses, documents, sanctions"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "How to write the differences"},
    {0},
};

const ms_command ms_cmd_diff = {
    .name = "diff",
    .summary = "Show what changed between two versions of a list",
    .operands = "LIST [V1 [V2]]",
    .min_operands = 1,
    .max_operands = 3,
    .opts = opts,
    .about = "V1 and V2 are version numbers, as marsad lists --history counts them; without "
             "them, the version before the one in force, and the one in force.  Each entity "
             "that was added, removed or changed is shown, and of those that changed the "
             "properties with the values that went and came.",
    .examples = "marsad diff un\tWhat the last import changed.\n"
                "marsad diff --format json un 1 4\tFrom the first version to the fourth.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
