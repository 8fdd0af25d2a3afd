#include <inttypes.h>

#include <marsad/version.h>

#include "cli/import.h"
#include "cli/report.h"
#include "cli/rows.h"

/* What was set aside is named on standard error up to this many. */
enum { SAID_MAX = 20 };

const char *ms_change_name(ms_change k)
{
    static const char *const names[] = {"added", "changed", "removed", "unchanged"};
    return names[k];
}

/* ---- JSON -------------------------------------------------------------- */

static void tallies(ms_out *o, const char *name, const ms_tally *t, uint32_t n)
{
    ms_out_key(o, name);
    ms_out_char(o, '{');
    for (uint32_t i = 0; i < n; i++) {
        ms_out_raw(o, i ? MS_STR(",") : MS_STR(""));
        ms_out_json(o, t[i].name);
        ms_out_char(o, ':');
        ms_out_u64(o, t[i].count);
    }
    ms_out_char(o, '}');
}

static void unmapped(ms_out *o, const ms_load_report *r)
{
    ms_out_key(o, "unmapped");
    ms_out_char(o, '[');
    for (uint32_t i = 0; i < r->n_unmapped; i++) {
        const ms_tally *t = &r->unmapped[i];
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
        ms_out_member(o, "field", t->name);
        ms_out_member_u64(o, "count", t->count);
        ms_out_key(o, "examples");
        ms_out_json_list(o, t->examples, t->n_examples);
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

/* What happened to a record or a value. */
static const char *aside_name(const ms_setaside *s)
{
    if (s->whole) return "record set aside";
    return s->diag.rc ? "value set aside" : "value kept as it is";
}

static void aside(ms_out *o, const ms_load_report *r)
{
    ms_out_key(o, "aside");
    ms_out_char(o, '[');
    for (uint32_t i = 0; i < r->n_aside; i++) {
        const ms_setaside *s = &r->aside[i];
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
        ms_out_member(o, "file", s->file);
        ms_out_member_u64(o, "line", s->diag.line);
        ms_out_member_u64(o, "byte", s->diag.at);
        ms_out_member(o, "record", s->record);
        ms_out_member(o, "what", ms_str_z(aside_name(s)));
        ms_out_member(o, "reason",
                      ms_str_z(s->diag.what[0] ? s->diag.what : ms_rc_text(s->diag.rc)));
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

static void files(ms_out *o, const ms_import *m)
{
    ms_out_key(o, "files");
    ms_out_char(o, '[');
    for (unsigned i = 0; i < m->n_files; i++) {
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
        ms_out_member(o, "name", ms_str_z(m->files[i].name));
        ms_out_member_u64(o, "bytes", m->files[i].bytes);
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

static void counts(ms_out *o, const char *name, const uint64_t n[MS_CHANGE_COUNT])
{
    ms_out_key(o, name);
    ms_out_char(o, '{');
    for (int k = 0; k < MS_CHANGE_COUNT; k++)
        ms_out_member_u64(o, ms_change_name((ms_change)k), n[k]);
    ms_out_char(o, '}');
}

static void examples(ms_out *o, const ms_import *m)
{
    ms_out_key(o, "examples");
    ms_out_char(o, '{');
    for (int k = 0; k < MS_CHANGE_SAME; k++) {
        ms_out_key(o, ms_change_name((ms_change)k));
        ms_out_char(o, '[');
        for (unsigned i = 0; i < m->n_examples[k]; i++) {
            ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
            ms_out_member(o, "id", m->examples[k][i].id);
            ms_out_member(o, "caption", m->examples[k][i].caption);
            ms_out_char(o, '}');
        }
        ms_out_char(o, ']');
    }
    ms_out_char(o, '}');
}

/* The version in force before, and what changed against it. */
static void previous(ms_out *o, const ms_import *m)
{
    ms_out_key(o, "previous");
    if (!m->had) {
        ms_out_lit(o, "null");
        return;
    }
    ms_stored s = ms_stored_read(m->old, m->old_list, m->c->arena);
    ms_out_char(o, '{');
    ms_out_member(o, "version", s.version);
    ms_out_member(o, "imported", s.imported);
    ms_out_member(o, "digest", ms_str_z(ms_snap_digest(m->old)));
    ms_out_char(o, '}');
    ms_out_key(o, "changes");
    ms_out_char(o, '{');
    counts(o, "screened", m->changes[1]);
    counts(o, "other", m->changes[0]);
    tallies(o, "properties", m->properties, m->n_properties);
    examples(o, m);
    ms_out_char(o, '}');
}

void ms_import_json(ms_out *o, const ms_import *m, bool accepted)
{
    const ms_load_report *r = &m->report;
    const char *format = ms_format_name(r->format);
    ms_out_char(o, '{');
    ms_out_member(o, "list", m->list);
    ms_out_member_u64(o, "number", m->number);
    ms_out_key(o, "accepted");
    ms_out_raw(o, accepted ? MS_STR("true") : MS_STR("false"));
    if (m->shard.n > 1) {
        ms_out_key(o, "shard");
        ms_out_fmt(o, "\"%u/%u\"", m->shard.k, m->shard.n);
        ms_out_member_u64(o, "passed", r->passed);
    }
    ms_out_member(o, "format", ms_str_z(format));
    ms_out_member(o, "version", r->version);
    ms_out_member(o, "imported", ms_str_z(m->imported));
    ms_out_member(o, "engine", ms_str_z(ms_version()));
    files(o, m);
    ms_out_member_u64(o, "bytes", r->bytes);
    ms_out_member_u64(o, "records", r->records);
    ms_out_member_u64(o, "entities", r->entities);
    ms_out_member_u64(o, "screened", m->screened);
    tallies(o, "schemata", r->schemata, r->n_schemata);
    ms_out_member_u64(o, "names", ms_names_count(r));
    tallies(o, "scripts", r->scripts, r->n_scripts);
    tallies(o, "facts", r->facts, r->n_facts);
    unmapped(o, r);
    ms_out_member_u64(o, "records_aside", r->records_aside);
    ms_out_member_u64(o, "values_aside", r->values_aside);
    ms_out_member_u64(o, "values_odd", r->values_odd);
    aside(o, r);
    previous(o, m);
    ms_out_char(o, '}');
}

/* ---- table ------------------------------------------------------------- */

static void line(ms_rows *t, const char *head, ms_str name, uint64_t count, ms_str more)
{
    char buf[24], label[256];
    snprintf(buf, sizeof buf, "%" PRIu64, count);
    snprintf(label, sizeof label, "%s%.*s", head, MS_FMT(name));
    ms_rows_add(t, (ms_str[]){ms_str_z(label), ms_str_z(buf), more});
    if (!*head) ms_rows_tint(t, 1);
}

static void tally_lines(ms_rows *t, const ms_tally *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) line(t, "  ", list[i].name, list[i].count, MS_STR(""));
}

static void fact_lines(ms_rows *t, const ms_load_report *r)
{
    uint64_t names = ms_names_count(r), all = 0;
    for (uint32_t i = 0; i < r->n_facts; i++) all += r->facts[i].count;
    line(t, "", MS_STR("Names and aliases"), names, MS_STR(""));
    for (uint32_t i = 0; i < r->n_facts; i++)
        if (ms_is_name(r->facts[i].name)) tally_lines(t, &r->facts[i], 1);
    line(t, "", MS_STR("Names by script"), names, MS_STR(""));
    tally_lines(t, r->scripts, r->n_scripts);
    line(t, "", MS_STR("Other facts"), all - names, MS_STR(""));
    for (uint32_t i = 0; i < r->n_facts; i++)
        if (!ms_is_name(r->facts[i].name)) tally_lines(t, &r->facts[i], 1);
}

static void unmapped_lines(ms_rows *t, const ms_load_report *r, ms_arena *a)
{
    line(t, "", MS_STR("Unmapped fields"), r->n_unmapped, MS_STR(""));
    for (uint32_t i = 0; i < r->n_unmapped; i++) {
        const ms_tally *u = &r->unmapped[i];
        ms_str more = MS_STR("");
        for (uint32_t k = 0; k < u->n_examples && more.p; k++)
            more = ms_arena_strf(a, "%.*s%s%.*s", MS_FMT(more), k ? " | " : "e.g. ",
                                 MS_FMT(u->examples[k]));
        line(t, "  ", u->name, u->count, more.p ? more : MS_STR(""));
    }
}

static void change_lines(ms_rows *t, const ms_import *m)
{
    if (!m->had) {
        ms_rows_add(t, (ms_str[]){MS_STR("No version before"), MS_STR(""), MS_STR("")});
        return;
    }
    ms_stored s = ms_stored_read(m->old, m->old_list, m->c->arena);
    ms_str since =
        ms_arena_strf(m->c->arena, "screened entities, against %s%.*s%simported %.*s",
                      s.version.n ? "version " : "the version ", MS_FMT(s.version),
                      s.version.n ? ", " : "", MS_FMT(s.imported));
    ms_rows_add(t, (ms_str[]){MS_STR("Changes"), MS_STR(""), since.p ? since : MS_STR("")});
    ms_rows_tint(t, 1);
    for (int k = 0; k < MS_CHANGE_COUNT; k++) {
        line(t, "  ", ms_str_z(ms_change_name((ms_change)k)), m->changes[1][k], MS_STR(""));
        for (unsigned i = 0; k < MS_CHANGE_SAME && i < m->n_examples[k]; i++) {
            ms_str more = ms_arena_strf(m->c->arena, "%.*s  %.*s", MS_FMT(m->examples[k][i].id),
                                        MS_FMT(m->examples[k][i].caption));
            if (more.p) ms_rows_add(t, (ms_str[]){MS_STR(""), MS_STR(""), more});
        }
    }
}

/* Which properties of screened entities changed. */
static void property_lines(ms_rows *t, const ms_import *m)
{
    if (!m->n_properties) return;
    line(t, "", MS_STR("Changed in"), m->changes[1][MS_CHANGE_CHANGED], MS_STR(""));
    tally_lines(t, m->properties, m->n_properties);
}

ms_rc ms_import_table(const ms_import *m, bool accepted)
{
    static const char none[] = "";
    const ms_load_report *r = &m->report;
    ms_str shard = MS_STR("");
    if (m->shard.n > 1)
        shard = ms_arena_strf(m->c->arena, ", shard %u/%u", m->shard.k, m->shard.n);
    ms_str title = ms_arena_strf(m->c->arena, "List %.*s%.*s%s", MS_FMT(m->list), MS_FMT(shard),
                                 accepted ? "" : " (refused)");
    ms_str source = ms_arena_strf(m->c->arena, "%s%s%.*s", ms_format_name(r->format),
                                  r->version.n ? ", version " : "", MS_FMT(r->version));
    if (!title.p || !source.p) return MS_ENOMEM;
    ms_col cols[] = {{.title = title.p},
                     {.title = none, .kind = MS_COL_NUMBER},
                     {.title = source.p, .wide = true}};
    ms_rows *t = ms_rows_begin(m->c, MS_ROWS_TABLE, cols, 3);
    if (!t) return MS_ENOMEM;
    line(t, "", MS_STR("Records"), r->records, MS_STR(""));
    line(t, "", MS_STR("Entities"), r->entities, MS_STR(""));
    line(t, "  ", MS_STR("screened"), m->screened, MS_STR(""));
    if (m->shard.n > 1) line(t, "", MS_STR("Of other shards"), r->passed, MS_STR(""));
    tally_lines(t, r->schemata, r->n_schemata);
    fact_lines(t, r);
    unmapped_lines(t, r, m->c->arena);
    line(t, "", MS_STR("Records set aside"), r->records_aside, MS_STR(""));
    line(t, "", MS_STR("Values set aside"), r->values_aside, MS_STR(""));
    line(t, "", MS_STR("Odd values kept"), r->values_odd,
         r->values_odd ? MS_STR("--report json names them") : MS_STR(""));
    change_lines(t, m);
    property_lines(t, m);
    return ms_rows_end(t);
}

/* ---- standard error ---------------------------------------------------- */

void ms_import_say_aside(const ms_import *m)
{
    const ms_load_report *r = &m->report;
    uint64_t all = r->records_aside + r->values_aside, said = 0;
    for (uint32_t i = 0; i < r->n_aside && said < SAID_MAX; i++) {
        const ms_setaside *s = &r->aside[i];
        char place[1024], file[768];
        if (!s->whole && s->diag.rc == MS_OK) continue;
        snprintf(file, sizeof file, "%.*s", MS_FMT(s->file));
        ms_cli_place(file, &s->diag, place, sizeof place);
        ms_cli_say(m->c, "%s%.*s%s%s: %s", place, MS_FMT(s->record), s->record.n ? ": " : "",
                   aside_name(s), s->diag.what[0] ? s->diag.what : ms_rc_text(s->diag.rc));
        said++;
    }
    if (all > said)
        ms_cli_say(m->c,
                   "%" PRIu64 " more records and values were set aside; --report json "
                   "names the first %d",
                   all - said, MS_SETASIDE_KEPT);
}
