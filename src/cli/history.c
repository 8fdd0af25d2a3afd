#include "cli/history.h"

#include <dirent.h>
#include <inttypes.h>
#include <unistd.h>

#include <marsad/list.h>

#include "base/json_in.h"
#include "base/json_out.h"
#include "base/lines.h"
#include "base/pack.h"
#include "cli/data.h"

/* The path of one version's file, or of the list's folder for number 0; NULL (said). */
static const char *path_of(ms_cli *c, ms_str list, uint64_t number)
{
    char tail[32] = "";
    if (number) snprintf(tail, sizeof tail, "/%" PRIu64 ".json.zst", number);
    ms_str s = ms_arena_strf(c->arena, "history/%.*s%s", MS_FMT(list), tail);
    if (!s.p) ms_cli_nomem(c);
    return s.p ? ms_data_path(c, s.p) : NULL;
}

static int failed(ms_cli *c, const char *path, ms_rc rc, ms_diag *d)
{
    d->rc = rc;
    ms_cli_diag(c, path, d);
    return ms_cli_exit(rc);
}

/* ---- writing ----------------------------------------------------------- */

typedef struct writing {
    ms_pack *p;
    ms_out o;
    ms_diag *d;
} writing;

static ms_rc flush(writing *w)
{
    if (w->o.failed) return ms_fail(w->d, MS_ENOMEM, 0, 0, "no memory to keep a version");
    ms_out_char(&w->o, '\n');
    ms_rc rc = ms_pack_write(w->p, ms_out_str(&w->o), w->d);
    ms_out_reset(&w->o);
    return rc;
}

static ms_rc write_change(writing *w, ms_str id, ms_str json)
{
    ms_out_raw(&w->o, json.p ? MS_STR("{\"op\":\"MOD\",\"entity\":")
                             : MS_STR("{\"op\":\"DEL\",\"entity\":{\"id\":"));
    if (json.p) ms_out_raw(&w->o, json);
    else ms_out_json(&w->o, id);
    ms_out_raw(&w->o, json.p ? MS_STR("}") : MS_STR("}}"));
    return flush(w);
}

static ms_rc write_all(writing *w, ms_str report, const ms_overlay *back)
{
    ms_out_raw(&w->o, report.n ? report : MS_STR("{}"));
    ms_rc rc = flush(w);
    for (uint32_t i = 0; i < ms_overlay_count(back) && !rc; i++) {
        ms_str json, id = ms_overlay_at(back, i, &json);
        rc = write_change(w, id, json);
    }
    return rc;
}

int ms_history_write(ms_cli *c, ms_str list, uint64_t number, ms_str report,
                     const ms_overlay *back)
{
    ms_diag d = {0};
    writing w = {.d = &d};
    const char *dir = path_of(c, list, 0), *path = dir ? path_of(c, list, number) : NULL;
    if (!path) return MS_EXIT_SYSTEM;
    ms_rc rc = ms_mkdirs(dir, &d);
    if (!rc) rc = ms_aside_tidy(path, &d);
    if (!rc) rc = ms_pack_open(path, &w.p, &d);
    if (!rc) {
        rc = write_all(&w, report, back);
        if (!rc) rc = ms_pack_publish(w.p, &d);
        else ms_pack_drop(w.p);
    }
    ms_out_free(&w.o);
    return rc ? failed(c, path, rc, &d) : MS_EXIT_OK;
}

uint64_t ms_history_last(ms_cli *c, ms_str list)
{
    const char *path = path_of(c, list, 0);
    DIR *dir = path ? opendir(path) : NULL;
    uint64_t last = 0, n;
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (sscanf(e->d_name, "%" SCNu64 ".json.zst", &n) == 1 && n > last && n < UINT32_MAX)
            last = n;
    if (dir) closedir(dir);
    return last;
}

bool ms_history_kept(ms_cli *c, ms_str list, uint64_t number)
{
    const char *path = path_of(c, list, number);
    return path && access(path, F_OK) == 0;
}

/* ---- reading ----------------------------------------------------------- */

/* A version's file being read, line by line. */
typedef struct reading {
    ms_source *src;
    ms_lines lines;
    const char *path;
} reading;

static ms_rc open_file(ms_cli *c, ms_str list, uint64_t number, reading *r, ms_diag *d)
{
    r->path = path_of(c, list, number);
    if (!r->path) return MS_ENOMEM;
    ms_rc rc = ms_source_file(r->path, &r->src, d);
    if (!rc) rc = ms_source_unpack(&r->src, 0, d);
    if (!rc) r->lines = ms_lines_make(r->src, MS_RECORD_MAX);
    return rc;
}

static void close_file(reading *r)
{
    if (r->src) ms_lines_free(&r->lines);
    ms_source_free(r->src);
}

static ms_rc next(reading *r, ms_line *line, ms_diag *d)
{
    ms_rc rc = ms_lines_next(&r->lines, line, d);
    return rc ? rc : line->fault;
}

int ms_history_report(ms_cli *c, ms_str list, uint64_t number, ms_str *report)
{
    ms_diag d = {0};
    reading r = {0};
    ms_line line = {0};
    ms_rc rc = open_file(c, list, number, &r, &d);
    if (!rc) rc = next(&r, &line, &d);
    if (rc == MS_END) rc = ms_fail(&d, MS_ETRUNCATED, 1, 0, "the load report is missing");
    if (!rc) *report = ms_arena_str(c->arena, line.text);
    close_file(&r);
    if (!rc && !report->p) return ms_cli_nomem(c);
    return rc ? failed(c, r.path, rc, &d) : MS_EXIT_OK;
}

/* The members of one change; written by write_change, so no more is asked. */
static ms_rc read_change(ms_str text, ms_arena *a, ms_overlay *out, ms_diag *d)
{
    ms_json j = {.text = text};
    ms_str name, op = {"", 0}, entity = {"", 0}, id = {"", 0};
    unsigned n = 0;
    while (ms_json_member(&j, &n, a, &name)) {
        if (ms_str_eq(name, MS_STR("op"))) op = ms_json_string(&j, a);
        else entity = ms_json_value(&j, MS_ENTITY_DEPTH_MAX + 1);
    }
    ms_json e = {.text = entity};
    for (n = 0; !j.rc && !id.n && ms_json_member(&e, &n, a, &name);)
        if (ms_str_eq(name, MS_STR("id"))) id = ms_json_string(&e, a);
        else ms_json_value(&e, MS_ENTITY_DEPTH_MAX);
    if (!id.n || !op.n) return ms_fail(d, MS_EDAMAGED, 0, j.at, "a change expected");
    bool dropped = ms_str_eq(op, MS_STR("DEL"));
    ms_str json = dropped ? (ms_str){NULL, 0} : ms_arena_str(a, entity);
    if (!dropped && !json.p) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory for a change");
    return ms_overlay_put(out, id, json) ? ms_fail(d, MS_ENOMEM, 0, 0, "no memory") : MS_OK;
}

static ms_rc read_changes(ms_cli *c, reading *r, ms_overlay *out, ms_diag *d)
{
    ms_line line;
    ms_rc rc = next(r, &line, d);
    if (rc == MS_END) return ms_fail(d, MS_ETRUNCATED, 1, 0, "the load report is missing");
    while (!rc && !(rc = next(r, &line, d))) {
        rc = read_change(line.text, c->arena, out, d);
        if (rc) d->line = line.line;
    }
    return rc == MS_END ? MS_OK : rc;
}

int ms_history_back(ms_cli *c, ms_str list, uint64_t now, uint64_t number, ms_overlay **out)
{
    if (!*out && !(*out = ms_overlay_new())) return ms_cli_nomem(c);
    while (now-- > number) {
        ms_diag d = {0};
        reading r = {0};
        ms_rc rc = open_file(c, list, now, &r, &d);
        if (!rc) rc = read_changes(c, &r, *out, &d);
        close_file(&r);
        if (rc) return failed(c, r.path, rc, &d);
    }
    return MS_EXIT_OK;
}
