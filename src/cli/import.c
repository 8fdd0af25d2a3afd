#include "cli/import.h"

#include "base/pool.h"
#include "cli/data.h"
#include "cli/history.h"
#include "cli/import_index.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/rows.h"
#include "cli/upgrade.h"

/* Bytes of a list under way that may stand in memory; the others wait in a file. */
enum { IN_MEMORY = 64 << 20 };

/* An import may drop at most this share of the entities in force (percent). */
enum { SHRINK_MAX = 20 };

/* What a read needs beside the import. */
typedef struct reading {
    ms_import *m;
    ms_progress progress;
    ms_diag *d;
    ms_str file; /* that the progress is shown of */
} reading;

/* ---- reading ----------------------------------------------------------- */

/* Prepares what is new; what is in force already needs no more than its JSON. */
static ms_rc prepare_entity(const ms_import *m, const ms_entity *e, ms_arena *a,
                            ms_import_entity *out)
{
    ms_rc rc = ms_entity_write(e, &out->ready.json);
    if (rc) return rc;
    out->had = ms_import_find_old(m, e->id, &out->was);
    out->same = out->had && ms_str_eq(ms_snap_get(m->old, out->was).json, out->ready.json);
    return out->same ? MS_OK : ms_identity_from_entity(e, a, &out->ready.identity);
}

/* Called by the threads that read. */
static ms_rc prepare(void *ctx, const ms_entity *e, ms_arena *a, const void **out)
{
    const ms_import *m = ((reading *)ctx)->m;
    *out = NULL;
    if (!ms_shard_has(m->shard, e)) return MS_OK;
    ms_import_entity *p = ms_arena_alloc(a, sizeof *p);
    *out = p;
    return p ? prepare_entity(m, e, a, p) : MS_ENOMEM;
}

/* Puts `e` into the version under way, unless it is to be kept. */
static ms_rc load(ms_import *m, const ms_entity *e, const ms_import_entity *x, ms_diag *d)
{
    ms_fate *fate = x->had ? &m->fate[x->was - ms_snap_list_first(m->old, m->old_list)] : NULL;
    if (fate && *fate != MS_FATE_GONE)
        return ms_fail(d, MS_EDUPLICATE, 0, 0, "id '%.*s' is in the list already",
                       (int)(e->id.n < 120 ? e->id.n : 120), e->id.p);
    ms_rc rc = x->same ? MS_OK : ms_build_add_prepared(m->build, e, &x->ready, d);
    if (rc) return rc;
    if (fate) *fate = x->same ? MS_FATE_SAME : MS_FATE_CHANGED;
    return ms_import_compare(m, e, x, d);
}

/* The entity is another shard's, and no longer ours where it was. */
static ms_rc pass_over(ms_import *m, ms_str id)
{
    uint32_t was;
    bool ours = m->report.format == MS_FORMAT_FTM_DELTA && ms_import_find_old(m, id, &was);
    ms_rc rc = ours ? ms_overlay_put(m->changing, id, (ms_str){NULL, 0}) : MS_OK;
    return rc ? rc : MS_END;
}

static ms_rc take(void *ctx, const ms_entity *e, ms_diag *d)
{
    ms_import *m = ((reading *)ctx)->m;
    ms_import_entity own = {.had = false};
    const ms_import_entity *x = e->prepared;
    if (!ms_shard_has(m->shard, e)) return pass_over(m, e->id);
    if (e->id.n > MS_ENTITY_ID_MAX)
        return ms_fail(d, MS_EVALUE, 0, 0, "id of %zu bytes: at most %d are read", e->id.n,
                       MS_ENTITY_ID_MAX);
    ms_rc rc = x ? MS_OK : prepare_entity(m, e, e->arena, &own);
    if (rc) return rc;
    if (!x) x = &own;
    if (x->ready.json.n > MS_ENTITY_JSON_MAX)
        return ms_fail(d, MS_EVALUE, 0, 0, "entity of %zu bytes: at most %d are read",
                       x->ready.json.n, MS_ENTITY_JSON_MAX);
    if (m->report.format != MS_FORMAT_FTM_DELTA) return load(m, e, x, d);
    ms_str json = ms_arena_str(m->c->arena, x->ready.json);
    return json.p ? ms_overlay_put(m->changing, e->id, json) : MS_ENOMEM;
}

static ms_rc drop(void *ctx, ms_str id, ms_diag *d)
{
    ms_import *m = ((reading *)ctx)->m;
    uint32_t was;
    ms_str json;
    bool is = ms_overlay_get(m->changing, id, &json) ? json.p != NULL
                                                     : ms_import_find_old(m, id, &was);
    if (!is && m->shard.n > 1) return MS_END; /* another shard may have it */
    if (!is)
        return ms_fail(d, MS_EMISSING, 0, 0, "DEL: '%.*s' is not in the version in force",
                       (int)(id.n < 120 ? id.n : 120), id.p);
    return ms_overlay_put(m->changing, id, (ms_str){NULL, 0});
}

/* Loads entity `id` as a delta has it; `json` NULL: it goes. */
static ms_rc change(reading *r, ms_str id, ms_str json)
{
    ms_import *m = r->m;
    ms_entity e, before;
    ms_import_entity x = {0};
    ms_arena_reset(m->stored);
    x.had = ms_import_find_old(m, id, &x.was);
    if (x.had) m->fate[x.was - ms_snap_list_first(m->old, m->old_list)] = MS_FATE_GONE;
    ms_rc rc = json.p ? ms_upgrade_entity(json, m->stored, &e, r->d) : MS_OK;
    if (json.p && !rc) rc = prepare_entity(m, &e, m->stored, &x);
    if (json.p && !rc) rc = load(m, &e, &x, r->d);
    if (json.p && !rc) rc = ms_load_report_count(&m->report, &e);
    if (!x.had || rc) return rc;
    rc = ms_upgrade_entity(ms_snap_get(m->old, x.was).json, m->stored, &before, r->d);
    if (!rc) ms_load_report_uncount(&m->report, &before);
    return rc;
}

/* Makes the version under way what a delta makes of the one in force, and the report
 * that of a whole list. */
static ms_rc apply_delta(reading *r)
{
    ms_import *m = r->m;
    ms_load_report *p = &m->report;
    ms_rc rc = MS_OK;
    if (p->format != MS_FORMAT_FTM_DELTA) return MS_OK;
    p->entities = 0;
    p->n_schemata = p->n_scripts = p->n_facts = 0;
    if (m->had) rc = ms_stored_counts(m->old, m->old_list, p);
    for (uint32_t i = 0; m->had && i < ms_snap_list_entities(m->old, m->old_list); i++)
        m->fate[i] = MS_FATE_SAME;
    for (uint32_t i = 0; i < ms_overlay_count(m->changing) && !rc; i++) {
        ms_str json, id = ms_overlay_at(m->changing, i, &json);
        rc = change(r, id, json);
    }
    return rc;
}

/* Each file has a bar of its own. */
static void progress(void *ctx, uint64_t done, uint64_t total)
{
    reading *r = ctx;
    if (!ms_str_eq(r->file, r->m->report.file)) {
        ms_progress_end(&r->progress);
        r->file = r->m->report.file;
        ms_str name = ms_arena_str(r->m->c->arena, r->file);
        ms_progress_begin(&r->progress, r->m->c, name.p ? name.p : "", NULL);
    }
    ms_progress_at(&r->progress, done, total);
}

static ms_rc read_sources(ms_import *m, ms_source **src, ms_diag *d)
{
    reading r = {.m = m, .d = d};
    ms_list_opts o = {.format = m->job->format,
                      .list = m->list,
                      .take = take,
                      .drop = drop,
                      .progress = progress,
                      .ctx = &r,
                      .jobs = ms_cli_jobs(m->c),
                      .prepare = prepare};
    ms_progress_begin(&r.progress, m->c, m->files[0].name, NULL);
    ms_rc rc = ms_list_read(&o, src, m->n_files, &m->report, d);
    if (!rc) rc = apply_delta(&r);
    if (!m->report.version.n) m->report.version = m->vouched;
    ms_progress_end(&r.progress);
    for (unsigned i = 0; i < m->n_files; i++) {
        uint64_t total;
        ms_source_progress(src[i], &m->files[i].bytes, &total);
    }
    return rc;
}

static int refused(const ms_import *m, int status)
{
    if (m->had) ms_cli_say(m->c, "list %.*s: the version in force stays", MS_FMT(m->list));
    else ms_cli_say(m->c, "list %.*s: nothing was loaded", MS_FMT(m->list));
    return status;
}

static ms_rc open_files(ms_import *m, ms_source **src, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (unsigned i = 0; i < m->job->n_files && !rc; i++) {
        const char *path = m->job->files[i];
        m->files[i].name = strcmp(path, "-") == 0 ? "standard input" : path;
        m->report.file = ms_str_z(m->files[i].name);
        rc = ms_source_file(path, &src[i], d);
        m->n_files += !rc;
    }
    return rc;
}

static int read_files(ms_import *m)
{
    ms_cli *c = m->c;
    ms_diag d = {0};
    ms_source **src = ms_arena_array(c->arena, m->job->n_files, sizeof *src);
    m->files = ms_arena_array(c->arena, m->job->n_files, sizeof *m->files);
    if (!m->files || !src) return ms_cli_nomem(c);
    ms_rc rc = open_files(m, src, &d);
    if (!rc) rc = read_sources(m, src, &d);
    for (unsigned i = 0; i < m->n_files; i++) ms_source_free(src[i]);
    if (!rc && !ms_import_compare_rest(m)) return MS_EXIT_OK;
    if (!rc) return ms_cli_nomem(m->c);
    d.rc = rc;
    ms_str file = ms_arena_strf(c->arena, "%.*s", MS_FMT(m->report.file));
    ms_cli_diag(c, file.p, &d);
    return refused(m, ms_cli_exit(rc));
}

/* ---- accepting and publishing ------------------------------------------ */

/* Whether the new version may replace the one in force; says why not. */
static bool acceptable(const ms_import *m)
{
    uint64_t removed = m->changes[1][MS_CHANGE_REMOVED];
    if (m->report.entities + m->report.passed == 0) {
        ms_cli_say(m->c, "list %.*s: no entity could be loaded", MS_FMT(m->list));
        return false;
    }
    if (m->job->accept_shrink) return true;
    if (removed * 100 <= (uint64_t)m->old_screened * SHRINK_MAX) return true;
    ms_cli_say(m->c,
               "list %.*s: %llu of the %u screened entities in force are not in this version, "
               "more than %d %%; --accept-shrink loads it anyway",
               MS_FMT(m->list), (unsigned long long)removed, m->old_screened, SHRINK_MAX);
    return false;
}

/* Adds an entity that is as it was, but not what others say of it. */
static ms_rc add_again(void *ctx, ms_str json, ms_diag *d)
{
    ms_import *m = ctx;
    ms_entity e;
    ms_arena_reset(m->stored);
    ms_rc rc = ms_upgrade_entity(json, m->stored, &e, d);
    return rc ? rc : ms_build_add(m->build, &e, d);
}

static ms_rc keep_same(ms_import *m, ms_diag *d)
{
    if (!m->had) return MS_OK;
    uint32_t n = ms_snap_list_entities(m->old, m->old_list);
    for (uint32_t i = 0; i < n; i++) m->fate[i] = m->fate[i] == MS_FATE_SAME;
    return ms_build_keep_rest(m->build, m->old, m->old_list, m->fate, add_again, m, d);
}

static ms_rc keep_others(ms_import *m, ms_diag *d)
{
    uint32_t n = m->old ? ms_snap_lists(m->old) : 0;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < n && !rc; i++)
        if (!m->had || i != m->old_list) rc = ms_build_keep(m->build, m->old, i, d);
    return rc;
}

static int publish(ms_import *m, ms_str json)
{
    ms_diag d = {0};
    const char *path = ms_data_path(m->c, MS_DATA_SNAPSHOT);
    if (!path) return MS_EXIT_SYSTEM;
    if (m->had && ms_history_write(m->c, m->list, m->number - 1,
                                   ms_snap_list_report(m->old, m->old_list), m->back))
        return refused(m, MS_EXIT_SYSTEM);
    ms_rc rc = keep_same(m, &d);
    if (!rc) rc = ms_build_report(m->build, json);
    if (!rc) rc = keep_others(m, &d);
    if (!rc) rc = ms_build_write(m->build, path, &d);
    if (!rc && ms_snap_vouch(path, &d) == MS_EDAMAGED) rc = MS_EDAMAGED;
    if (rc == MS_OK) return MS_EXIT_OK;
    d.rc = rc;
    ms_cli_diag(m->c, path, &d);
    return refused(m, ms_cli_exit(rc));
}

static int tell(ms_import *m, ms_out *json, bool accepted)
{
    ms_rc rc;
    if (m->job->report == MS_IMPORT_SILENT) return MS_EXIT_OK;
    if (m->job->report == MS_IMPORT_JSON) {
        ms_out_char(json, '\n');
        rc = ms_cli_write(m->c, json);
    } else {
        rc = ms_import_table(m, accepted);
    }
    return rc == MS_ENOMEM ? ms_cli_nomem(m->c) : ms_cli_exit(rc);
}

/* Tells the caller what became of it. */
static void note_result(const ms_import *m, bool in_force)
{
    const uint64_t *screened = m->changes[1];
    if (m->result)
        *m->result = (ms_import_result){.in_force = in_force,
                                        .number = m->number,
                                        .old_screened = m->old_screened,
                                        .added = screened[MS_CHANGE_ADDED],
                                        .changed = screened[MS_CHANGE_CHANGED],
                                        .removed = screened[MS_CHANGE_REMOVED]};
}

/* Everything was read: judges, publishes, reports. */
static int finish(ms_import *m)
{
    ms_out json = {0};
    int e = MS_EXIT_OK;
    ms_import_say_aside(m);
    bool accepted = acceptable(m);
    ms_import_json(&json, m, accepted);
    if (json.failed) e = ms_cli_nomem(m->c);
    else if (accepted) e = publish(m, ms_out_str(&json));
    else e = refused(m, MS_EXIT_INPUT);
    note_result(m, accepted && !e);
    if (e != MS_EXIT_SYSTEM) e = ms_exit_worse(e, tell(m, &json, accepted && !e));
    if (m->report.records_aside || m->report.values_aside) e = ms_exit_worse(e, MS_EXIT_INPUT);
    ms_out_free(&json);
    return e;
}

/* ---- the command ------------------------------------------------------- */

static int find_list(ms_import *m)
{
    uint32_t n = m->old ? ms_snap_lists(m->old) : 0;
    for (uint32_t i = 0; i < n && !m->had; i++) {
        m->had = ms_str_eq(ms_snap_list_name(m->old, i), m->list);
        m->old_list = i;
    }
    if (!m->had) {
        uint64_t last = ms_history_last(m->c, m->list);
        m->number = last ? last + 2 : 1;
        return MS_EXIT_OK;
    }
    ms_stored stored = ms_stored_read(m->old, m->old_list, m->c->arena);
    m->number = stored.number + 1;
    if (!m->shard.n) m->shard = stored.shard;
    if (stored.shard.n && (m->shard.n != stored.shard.n || m->shard.k != stored.shard.k))
        return ms_cli_usage(m->c,
                            "--shard: the data folder holds shard %u/%u of list %.*s; another "
                            "shard needs a folder of its own",
                            stored.shard.k, stored.shard.n, MS_FMT(m->list));
    uint32_t first = ms_snap_list_first(m->old, m->old_list);
    uint32_t count = ms_snap_list_entities(m->old, m->old_list);
    m->fate = ms_arena_alloc(m->c->arena, count);
    if (!m->fate) return ms_cli_nomem(m->c);
    for (uint32_t i = 0; i < count; i++)
        m->old_screened += ms_snap_get(m->old, first + i).matchable;
    return MS_EXIT_OK;
}

/* Begins the list; a name that cannot be one is a usage error. */
static int begin(ms_import *m)
{
    ms_diag d = {0};
    ms_rc rc = m->build ? ms_build_list(m->build, m->list, &d) : MS_ENOMEM;
    if (rc == MS_ENOMEM) return ms_cli_nomem(m->c);
    if (rc) return ms_cli_usage(m->c, "--list: %s", d.what);
    const char *folder = ms_data_dir(m->c);
    if (!folder) return MS_EXIT_SYSTEM;
    return ms_build_spool(m->build, folder, IN_MEMORY, &d) ? ms_cli_nomem(m->c) : MS_EXIT_OK;
}

int ms_import_files(ms_cli *c, const ms_import_job *job, ms_import_result *result)
{
    ms_import m = {.c = c,
                   .job = job,
                   .result = result,
                   .list = job->list,
                   .shard = job->shard,
                   .build = ms_build_new(),
                   .back = ms_overlay_new(),
                   .changing = ms_overlay_new(),
                   .scratch = ms_arena_new(0),
                   .stored = ms_arena_new(0),
                   .report = ms_load_report_make(c->arena)};
    int e = m.scratch && m.stored && m.back && m.changing ? begin(&m) : ms_cli_nomem(c);
    ms_utc_now(m.imported);
    if (!e && job->index)
        e = ms_import_index(c, job->index, job->files, job->n_files, &m.vouched);
    if (!e) e = ms_data_lock(c);
    if (!e) e = ms_data_open(c, false, &m.old);
    if (!e) e = find_list(&m);
    if (!e) e = read_files(&m);
    if (!e) e = finish(&m);
    ms_build_free(m.build);
    ms_overlay_free(m.back);
    ms_overlay_free(m.changing);
    ms_arena_free(m.scratch);
    ms_arena_free(m.stored);
    ms_snap_close(m.old);
    ms_data_unlock(c);
    return e;
}

static int run(ms_cli *c)
{
    const char *format = ms_cli_text(c, "format");
    ms_import_job job = {.list = ms_str_z(ms_cli_text(c, "list")),
                         .format = ms_format_find(ms_str_z(format)),
                         .index = ms_cli_text(c, "index"),
                         .files = c->operands,
                         .n_files = c->n_operands,
                         .accept_shrink = ms_cli_flag(c, "accept-shrink"),
                         .report = (ms_import_tell)ms_cli_number(c, "report")};
    const char *shard = ms_cli_text(c, "shard");
    if (shard && ms_shard_parse(ms_str_z(shard), &job.shard))
        return ms_cli_usage(c, "--shard: '%s' is not K/N, with K from 1 to N and N at most %d",
                            shard, MS_SHARDS_MAX);
    return ms_import_files(c, &job, NULL);
}

#define X(id, name, text) "|" name
static const char formats[] = "auto" MS_FORMAT_LIST(X);
#undef X

static const ms_opt opts[] = {
    {.name = "list",
     .value = "NAME",
     .type = MS_OPT_TEXT,
     .required = true,
     .help = "Name of the list: letters, digits, '-', '_', '.'"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = formats,
     .preset = "auto",
     .help = "Format of the files; auto looks at their content"},
    {.name = "index",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "OpenSanctions' index.json, which the FILEs must agree with"},
    {.name = "accept-shrink",
     .type = MS_OPT_FLAG,
     .help = "Accept a version that drops more than 20 % of the list's entities"},
    {.name = "shard",
     .value = "K/N",
     .type = MS_OPT_TEXT,
     .help =
         "Load only the Kth of N shards of the list; later versions of the list keep to it"},
    {.name = "jobs",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = MS_POOL_JOBS_MAX,
     .help = "Threads that read FollowTheMoney entities; the number of processors, at most 8, "
             "unless given"},
    {.name = "report",
     .value = "R",
     .type = MS_OPT_CHOICE,
     .choices = "table|json",
     .preset = "table",
     .help = "How to write the load report"},
    {0},
};

const ms_command ms_cmd_import = {
    .name = "import",
    .summary = "Load a list, or its next version, into the data folder",
    .operands = "FILE…",
    .min_operands = 1,
    .max_operands = ~0u,
    .opts = opts,
    .about =
        "Reads all FILEs as one version of the list and puts it in the place of the version in "
        "force, in one step: whoever screens sees the old version or the new one.  FILE - is "
        "standard input; gzip and zstd are unpacked.\n\n"
        "A record that cannot be read is set aside with its file and line, and the others are "
        "loaded; a file that is broken as a whole, and a version that drops more than 20 % of "
        "the screened entities in force, is refused and the version in force stays.\n\n"
        "Changes to FollowTheMoney entities (OpenSanctions' delta files) are applied to the "
        "version in force.  Every version that was in force is kept: see marsad lists "
        "--history, marsad diff and marsad export --at.\n\n"
        "A list larger than one machine's memory is loaded in N shards, each into a data "
        "folder "
        "of its own: the same FILEs with --shard 1/N, 2/N and so on.  marsad screen takes all "
        "the folders together.  Entities go by a hash of their ids; a passport goes where its "
        "holder is.\n\n"
        "The report says how many entities, names and facts were loaded, which fields of the "
        "source no property takes, what was set aside, and what was added, changed and "
        "removed.",
    .examples =
        "marsad import --list un consolidated.xml\tLoads the UN Security Council's list.\n"
        "marsad import --list own customers.csv.zst\tLoads an own list, compressed.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
