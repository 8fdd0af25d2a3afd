/* marsad travel generate: invented traffic, and what is true of it. */
#include <inttypes.h>

#include <marsad/traffic.h>

#include "base/csv.h"
#include "base/file.h"
#include "cli/rows.h"
#include "cli/travel.h"

enum { BEARERS_MAX = 100000 };

/* A run of `travel generate`. */
typedef struct generating {
    ms_cli *c;
    ms_traffic_plan plan;
    ms_arena *arena; /* of one flight */
    ms_out out;
    ms_aside *truth; /* NULL: not asked for */
    ms_diag d;
} generating;

static int fail(generating *g, const char *file, ms_rc rc)
{
    g->d.rc = rc;
    ms_cli_diag(g->c, file, &g->d);
    return ms_cli_exit(rc);
}

/* ---- whom the traffic has on purpose ------------------------------------ */

static const struct {
    const char *name;
    size_t at;
} columns[] = {
    {"surname", offsetof(ms_traffic_bearer, surname)},
    {"given", offsetof(ms_traffic_bearer, given)},
    {"sex", offsetof(ms_traffic_bearer, sex)},
    {"nationality", offsetof(ms_traffic_bearer, nationality)},
    {"number", offsetof(ms_traffic_bearer, number)},
};

enum { COLUMNS = sizeof columns / sizeof *columns, BIRTH = COLUMNS, UNKNOWN };

/* Which column a cell of the header is. */
static unsigned column_of(ms_str name)
{
    for (unsigned k = 0; k < COLUMNS; k++)
        if (ms_str_eq(name, ms_str_z(columns[k].name))) return k;
    return ms_str_eq(name, MS_STR("birth")) ? BIRTH : UNKNOWN;
}

/* What the cells of a row are, by the header. */
typedef struct header {
    unsigned *column;
    uint32_t n;
} header;

static ms_rc add_bearer(generating *g, const ms_csv_row *row, const header *h,
                        ms_traffic_bearer *b)
{
    *b = (ms_traffic_bearer){0};
    for (uint32_t i = 0; i < row->n && i < h->n; i++) {
        ms_str cell = ms_str_trim(row->cell[i]);
        if (h->column[i] == UNKNOWN || !cell.n) continue;
        if (h->column[i] == BIRTH) {
            if (ms_date_parse(cell, &b->birth))
                return ms_fail(&g->d, MS_EVALUE, row->line, row->at,
                               "birth: a date such as 1980-01-31 is expected");
            continue;
        }
        ms_str copy = ms_arena_str(g->c->arena, cell);
        if (!copy.p) return MS_ENOMEM;
        memcpy((char *)b + columns[h->column[i]].at, &copy, sizeof copy);
    }
    if (!b->surname.n)
        return ms_fail(&g->d, MS_EMISSING, row->line, row->at, "surname: a name is expected");
    return MS_OK;
}

static ms_rc read_header(generating *g, ms_csv *csv, header *h)
{
    ms_csv_row row;
    ms_rc rc = ms_csv_next(csv, &row, &g->d);
    if (rc || row.fault) return rc ? rc : row.fault;
    h->column = ms_arena_array(g->c->arena, row.n, sizeof *h->column);
    if (!h->column) return MS_ENOMEM;
    for (; h->n < row.n; h->n++) h->column[h->n] = column_of(ms_str_trim(row.cell[h->n]));
    return MS_OK;
}

static ms_rc read_bearers(generating *g, ms_csv *csv)
{
    header h = {0};
    ms_csv_row row;
    ms_traffic_bearer *v = ms_arena_array(g->c->arena, BEARERS_MAX, sizeof *v);
    ms_rc rc = v ? read_header(g, csv, &h) : MS_ENOMEM;
    while (!rc && !(rc = ms_csv_next(csv, &row, &g->d))) {
        if (row.fault) return row.fault;
        if (g->plan.bearers == BEARERS_MAX)
            return ms_fail(&g->d, MS_ELIMIT, row.line, row.at, "more than %d people",
                           BEARERS_MAX);
        rc = add_bearer(g, &row, &h, &v[g->plan.bearers++]);
    }
    g->plan.bearer = v;
    return rc == MS_END ? MS_OK : rc;
}

static int take_bearers(generating *g)
{
    const char *path = ms_cli_text(g->c, "people");
    ms_source *src = NULL;
    ms_csv *csv = NULL;
    if (!path) return MS_EXIT_OK;
    ms_rc rc = ms_source_file(path, &src, &g->d);
    if (!rc) rc = ms_csv_open(src, &(ms_csv_opts){.delimiter = ',', .quoting = true}, &csv);
    if (!rc) rc = read_bearers(g, csv);
    if (!rc && !g->plan.bearers) rc = ms_fail(&g->d, MS_EMISSING, 1, 0, "nobody is in it");
    ms_csv_free(csv);
    ms_source_free(src);
    return rc ? fail(g, path, rc) : MS_EXIT_OK;
}

/* ---- what is true ------------------------------------------------------- */

static void put_struct(ms_out *o, const ms_travel_struct *s, const void *at);

static void put_date(ms_out *o, const char *name, const ms_travel_date *d)
{
    char text[MS_DATE_MAX];
    if (!d->date.year) return;
    ms_out_key(o, name);
    ms_out_fmt(o, "\"%.*s\"", (int)ms_date_print(d->date, text), text);
}

static void put_time(ms_out *o, const char *name, const ms_travel_time *t)
{
    char text[MS_DATE_MAX];
    if (!t->day.date.year) return;
    ms_out_key(o, name);
    ms_out_fmt(o, "\"%.*s", (int)ms_date_print(t->day.date, text), text);
    if (t->minute != MS_MINUTE_UNKNOWN)
        ms_out_fmt(o, "T%02d:%02d", t->minute / 60, t->minute % 60);
    ms_out_lit(o, "\"");
}

static void put_list(ms_out *o, const ms_travel_field *f, const char *at)
{
    uint32_t n;
    const char *rows;
    memcpy(&n, at + f->count_at, sizeof n);
    memcpy(&rows, at + f->at, sizeof rows);
    if (!n) return;
    ms_out_key(o, f->name);
    for (uint32_t i = 0; i < n; i++) {
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("[{"));
        put_struct(o, f->of, rows + (size_t)i * f->of->size);
        ms_out_lit(o, "}");
    }
    ms_out_lit(o, "]");
}

/* The fields of a struct that say something. */
static void put_struct(ms_out *o, const ms_travel_struct *s, const void *at)
{
    for (uint16_t i = 0; i < s->n; i++) {
        const ms_travel_field *f = &s->field[i];
        const void *p = (const char *)at + f->at;
        const ms_str *text = p;
        if (f->kind == MS_FIELD_IS_TEXT && text->n) ms_out_member(o, f->name, *text);
        else if (f->kind == MS_FIELD_IS_DATE) put_date(o, f->name, p);
        else if (f->kind == MS_FIELD_IS_TIME) put_time(o, f->name, p);
        else if (f->kind == MS_FIELD_IS_LIST) put_list(o, f, at);
        else if (f->kind == MS_FIELD_IS_COUNT && *(const uint32_t *)p)
            ms_out_member_u64(o, f->name, *(const uint32_t *)p);
        else if (f->kind == MS_FIELD_IS_FLAG && *(const bool *)p) {
            ms_out_key(o, f->name);
            ms_out_lit(o, "true");
        }
    }
}

static int tell(generating *g, uint64_t flight, const ms_traffic *t)
{
    for (uint32_t i = 0; i < t->n; i++) {
        ms_out_fmt(&g->out, "{\"flight\":%" PRIu64 ",\"dialect\":\"%s\"", flight + 1,
                   ms_traffic_dialect_name(t->dialect));
        if (t->fault) ms_out_fmt(&g->out, ",\"fault\":\"%s\"", t->fault);
        put_struct(&g->out, ms_travel_table(), &t->v[i]);
        ms_out_lit(&g->out, "}\n");
    }
    if (g->out.failed) return ms_cli_nomem(g->c);
    ms_rc rc = ms_aside_write(g->truth, g->out.p, g->out.n, &g->d);
    ms_out_reset(&g->out);
    return rc ? fail(g, NULL, rc) : MS_EXIT_OK;
}

/* ---- the run ------------------------------------------------------------ */

static int make(generating *g, uint64_t flight)
{
    ms_traffic t;
    ms_arena_reset(g->arena);
    ms_rc rc = ms_traffic_make(&g->plan, flight, g->arena, &t, &g->d);
    if (rc == MS_ENOMEM) return ms_cli_nomem(g->c);
    if (rc) return fail(g, NULL, rc);
    ms_out_raw(&g->out, t.bytes);
    rc = ms_cli_write(g->c, &g->out);
    if (rc) return rc == MS_ENOMEM ? ms_cli_nomem(g->c) : ms_cli_exit(rc);
    return g->truth ? tell(g, flight, &t) : MS_EXIT_OK;
}

/* Of 1000. */
static uint32_t share(const ms_cli *c, const char *name)
{
    return (uint32_t)((ms_cli_number(c, name) + 500) / 1000);
}

static int plan(generating *g)
{
    ms_cli *c = g->c;
    g->plan = (ms_traffic_plan){.seed = ms_cli_number(c, "seed"),
                                .kind = (ms_traffic_kind)ms_cli_number(c, "kind"),
                                .dialect = (ms_traffic_dialect)ms_cli_number(c, "dialect"),
                                .passengers = (uint32_t)ms_cli_number(c, "passengers"),
                                .faults = share(c, "errors")};
    const char *day = ms_cli_text(c, "date");
    if (day && (ms_date_parse(ms_str_z(day), &g->plan.day) || !g->plan.day.day))
        return ms_cli_usage(c, "--date: '%s' is no day", day);
    if (ms_cli_given(c, "share") && !ms_cli_given(c, "people"))
        return ms_cli_usage(c, "--share is of those of --people, which is missing");
    int e = take_bearers(g);
    if (g->plan.bearers) g->plan.bearing = share(c, "share");
    return e;
}

int travel_generate(ms_cli *c, const char *const *operand, unsigned n)
{
    generating g = {.c = c};
    const char *truth = ms_cli_text(c, "truth");
    if (n) return ms_cli_usage(c, "unexpected '%s'", operand[0]);
    int e = plan(&g);
    if (!e && truth) {
        ms_rc rc = ms_aside_open(truth, &g.truth, &g.d);
        if (rc) e = fail(&g, NULL, rc);
    }
    g.arena = ms_arena_new(0);
    if (!e && !g.arena) e = ms_cli_nomem(c);
    for (uint64_t i = 0; !e && i < ms_cli_number(c, "flights"); i++) e = make(&g, i);
    if (!e && g.truth) {
        ms_rc rc = ms_aside_publish(g.truth, &g.d);
        g.truth = NULL;
        if (rc) e = fail(&g, NULL, rc);
    }
    ms_aside_drop(g.truth);
    ms_out_free(&g.out);
    ms_arena_free(g.arena);
    return e;
}
