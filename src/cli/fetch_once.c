#include <inttypes.h>

#include "base/file.h"
#include "base/utc.h"
#include "cli/data.h"
#include "cli/fetch.h"
#include "cli/import.h"
#include "cli/progress.h"
#include "cli/report.h"

/* One list under way; texts lie in the arena of `c`, which lasts as long as the list. */
typedef struct once {
    ms_fetching *f;
    ms_cli *c;
    ms_fetch_target *t;
    ms_fetched_list fetched;
    ms_import_result imported;
    ms_stored now; /* in force; number 0: nothing is */
    ms_fetch_result result;
    const char *why;
} once;

static const char *const result_names[] = {"unchanged", "fetched", "updated", "refused",
                                           "failed"};

/* ---- what is in force ---------------------------------------------------- */

static int look_in_force(once *o)
{
    ms_snap *s = NULL;
    int e = ms_data_open(o->c, false, &s);
    o->now = (ms_stored){.number = 0};
    for (uint32_t i = 0; s && i < ms_snap_lists(s); i++)
        if (ms_str_eq(ms_snap_list_name(s, i), o->t->list.name))
            o->now =
                ms_stored_of(ms_arena_str(o->c->arena, ms_snap_list_report(s, i)), o->c->arena);
    ms_snap_close(s);
    return e;
}

/* What DATA/fetched/LIST/imported says when the files at hand are version `number` in
 * force; `p` NULL without memory. */
static ms_str claim(const once *o, uint64_t number)
{
    return ms_arena_strf(o->c->arena, "%.*s %" PRIu64 "\n", MS_FMT(o->fetched.digest), number);
}

static ms_str claim_path(const once *o)
{
    return ms_arena_strf(o->c->arena, "%s/imported", o->t->dir);
}

/* Whether what is in force was made of the files at hand. */
static bool current(const once *o)
{
    ms_str path = claim_path(o), want = claim(o, o->now.number), got;
    if (!path.p || !want.p || !o->now.number || ms_file_map(path.p, &got, NULL)) return false;
    bool same = ms_str_eq(want, got);
    ms_file_unmap(got);
    return same;
}

/* ---- the steps ----------------------------------------------------------- */

static int failed(once *o, ms_rc rc, const ms_diag *d)
{
    ms_str why = ms_arena_str(o->c->arena, ms_str_z(d->what[0] ? d->what : ms_rc_text(rc)));
    o->result = o->fetched.refused ? MS_FETCH_REFUSED : MS_FETCH_FAILED;
    o->why = why.p ? why.p : ms_rc_text(rc);
    if (o->f->get.stop && o->f->get.stop()) {
        o->result = MS_FETCH_STOPPED;
        return MS_EXIT_OK;
    }
    ms_cli_say(o->c, "list %.*s: %s: %s", MS_FMT(o->t->list.name), result_names[o->result],
               o->why);
    return o->fetched.refused ? MS_EXIT_INPUT : MS_EXIT_SYSTEM;
}

static int fetch(once *o)
{
    ms_diag d = {0};
    ms_progress bar;
    ms_str what = ms_arena_strf(o->c->arena, "fetching %.*s", MS_FMT(o->t->list.name));
    ms_progress_begin(&bar, o->c, what.p ? what.p : "fetching", NULL);
    ms_get_opts get = o->f->get;
    get.progress = ms_progress_at;
    get.progress_ctx = &bar;
    ms_rc rc = ms_fetch_list_run(&get, &o->t->list, o->c->arena, &o->fetched, &d);
    ms_progress_end(&bar);
    return rc ? failed(o, rc, &d) : MS_EXIT_OK;
}

static void note_import(once *o, int e)
{
    const ms_import_result *r = &o->imported;
    o->result = r->in_force          ? MS_FETCH_UPDATED
                : e == MS_EXIT_INPUT ? MS_FETCH_REFUSED
                                     : MS_FETCH_FAILED;
    if (r->in_force) o->why = e ? "some records or values were set aside" : "";
    else if (r->removed)
        o->why =
            ms_arena_strf(o->c->arena, "%" PRIu64 " of %" PRIu64 " screened entities are gone",
                          r->removed, r->old_screened)
                .p;
    else o->why = "the import failed";
    if (!o->why) o->why = "many screened entities are gone";
}

/* Puts the files at hand in force, and notes that it did. */
static int import(once *o)
{
    ms_diag d = {0};
    const ms_fetch_list *l = &o->t->list;
    ms_import_job job = {.list = l->name,
                         .format = l->format,
                         .files = o->fetched.paths,
                         .n_files = l->n,
                         .accept_shrink = ms_cli_flag(o->c, "accept-shrink"),
                         .report = MS_IMPORT_SILENT};
    int e = ms_import_files(o->c, &job, &o->imported);
    note_import(o, e);
    if (!o->imported.in_force) return e;
    ms_str path = claim_path(o), text = claim(o, o->imported.number);
    ms_rc rc = path.p && text.p ? ms_file_replace(path.p, text, &d) : MS_ENOMEM;
    if (rc) d.rc = rc, ms_cli_diag(o->c, NULL, &d);
    return ms_exit_worse(e, rc ? MS_EXIT_SYSTEM : MS_EXIT_OK);
}

static int work(once *o)
{
    int e = fetch(o);
    if (e || o->result == MS_FETCH_STOPPED) return e;
    if (ms_cli_flag(o->c, "download-only")) {
        o->result = o->fetched.fresh ? MS_FETCH_FETCHED : MS_FETCH_UNCHANGED;
        return MS_EXIT_OK;
    }
    e = look_in_force(o);
    if (e) return o->result = MS_FETCH_FAILED, o->why = "the data folder cannot be read", e;
    if (!current(o)) e = import(o);
    return ms_exit_worse(e, look_in_force(o));
}

static int locked(once *o)
{
    ms_diag d = {0};
    int lock = -1;
    if (o->t->lacks) {
        o->fetched.refused = true;
        ms_rc rc = ms_fail(&d, MS_EINVAL, 0, 0, "%s", o->t->lacks);
        return failed(o, rc, &d);
    }
    ms_str path = ms_arena_strf(o->c->arena, "%s/lock", o->t->dir), claimed = claim_path(o);
    ms_rc rc = path.p && claimed.p ? ms_mkdirs(o->t->dir, &d) : MS_ENOMEM;
    if (!rc) rc = ms_file_lock(path.p, false, &lock, &d);
    if (!rc) rc = ms_aside_tidy(claimed.p, &d);
    int e = rc ? failed(o, rc, &d) : work(o);
    ms_file_unlock(lock);
    return e;
}

/* ---- the row ------------------------------------------------------------- */

static const ms_col cols[] = {
    {"time", NULL, MS_COL_TEXT, false},
    {"list", "List", MS_COL_TEXT, false},
    {"result", "Result", MS_COL_TEXT, false},
    {"version", "Version", MS_COL_TEXT, false},
    {"screened", "Screened", MS_COL_NUMBER, false},
    {"added", "Added", MS_COL_NUMBER, false},
    {"changed", "Changed", MS_COL_NUMBER, false},
    {"removed", "Removed", MS_COL_NUMBER, false},
    {"received", "Received", MS_COL_NUMBER, false},
    {"why", "Why", MS_COL_TEXT, true},
};

enum { N_COLS = sizeof cols / sizeof *cols };

ms_rows *ms_fetch_rows(ms_cli *c)
{
    return ms_rows_begin(c, (ms_rows_format)ms_cli_number(c, "format"), cols, N_COLS);
}

static ms_str number(const once *o, bool known, uint64_t v)
{
    ms_str s = known ? ms_arena_strf(o->c->arena, "%" PRIu64, v) : MS_STR("");
    return s.p ? s : MS_STR("");
}

/* A line a check, for people and logs. */
static void line(const once *o, const char *time)
{
    FILE *out = o->c->out;
    fprintf(out, "%s  %.*s  %s", time, MS_FMT(o->t->list.name), result_names[o->result]);
    if (o->imported.in_force)
        fprintf(out, "  %" PRIu64 " added, %" PRIu64 " changed, %" PRIu64 " removed",
                o->imported.added, o->imported.changed, o->imported.removed);
    if (o->why[0]) fprintf(out, "  %s", o->why);
    fputc('\n', out);
}

static ms_rc tell(const once *o)
{
    char now[MS_UTC_BYTES];
    bool loaded = o->imported.in_force, known = o->now.number != 0;
    ms_utc_now(now);
    if (!o->f->rows) return line(o, now), MS_OK;
    ms_str cells[N_COLS] = {ms_str_z(now),
                            o->t->list.name,
                            ms_str_z(result_names[o->result]),
                            known ? o->now.version : MS_STR(""),
                            number(o, known, o->now.screened),
                            number(o, loaded, o->imported.added),
                            number(o, loaded, o->imported.changed),
                            number(o, loaded, o->imported.removed),
                            number(o, true, o->fetched.received),
                            ms_str_z(o->why)};
    return ms_rows_add(o->f->rows, cells);
}

int ms_fetch_once(ms_fetching *f, ms_fetch_target *t, ms_fetch_result *result, unsigned *wait)
{
    /* What one list needs goes with it: --watch runs for months. */
    ms_arena *whole = f->c->arena, *mine = ms_arena_new(0);
    once o = {.f = f, .c = f->c, .t = t, .result = MS_FETCH_UNCHANGED, .why = ""};
    *result = MS_FETCH_FAILED;
    *wait = 0;
    if (!mine) return ms_cli_nomem(f->c);
    f->c->arena = mine;
    int e = locked(&o);
    ms_rc rc = o.result == MS_FETCH_STOPPED ? MS_OK : tell(&o);
    if (fflush(f->c->out)) rc = MS_EIO;
    if (rc == MS_ENOMEM) ms_cli_nomem(f->c);
    f->c->arena = whole;
    ms_arena_free(mine);
    *result = o.result;
    *wait = o.fetched.retry_after;
    return ms_exit_worse(e, ms_cli_exit(rc));
}
