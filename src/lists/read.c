#include "lists/reader.h"

static const struct {
    const char *name;
    ms_rc (*read)(ms_reader *r, ms_diag *d);
    bool together; /* several files are one list */
} formats[MS_FORMAT_COUNT] = {
    [MS_FORMAT_AUTO] = {"auto", NULL, false},
    [MS_FORMAT_UN_XML] = {"un-xml", ms_read_un_xml, false},
    [MS_FORMAT_FTM_JSONL] = {"ftm-jsonl", ms_read_ftm_jsonl, false},
    [MS_FORMAT_FTM_DELTA] = {"ftm-delta", ms_read_ftm_delta, false},
    [MS_FORMAT_FTM_SIMPLE] = {"ftm-simple-csv", ms_read_ftm_simple, false},
    [MS_FORMAT_CSV] = {"csv", ms_read_own_csv, false},
    [MS_FORMAT_CA_XML] = {"ca-xml", ms_read_ca_xml, false},
    [MS_FORMAT_CSL_CSV] = {"csl-csv", ms_read_csl_csv, false},
    [MS_FORMAT_OFAC_CSV] = {"ofac-csv", ms_read_ofac_csv, true},
    [MS_FORMAT_OFAC_XML] = {"ofac-xml", ms_read_ofac_xml, false},
    [MS_FORMAT_OFAC_ADVANCED_XML] = {"ofac-advanced-xml", ms_read_ofac_advanced_xml, false},
    [MS_FORMAT_EU_XML] = {"eu-xml", ms_read_eu_xml, false},
    [MS_FORMAT_EU_CSV] = {"eu-csv", ms_read_eu_csv, false},
    [MS_FORMAT_CH_XML] = {"ch-xml", ms_read_ch_xml, false},
    [MS_FORMAT_OFSI_CSV] = {"ofsi-csv", ms_read_ofsi_csv, false},
    [MS_FORMAT_UK_CSV] = {"uk-csv", ms_read_uk_csv, false},
    [MS_FORMAT_UK_XML] = {"uk-xml", ms_read_uk_xml, false},
    [MS_FORMAT_AU_CSV] = {"au-csv", ms_read_au_csv, false},
    [MS_FORMAT_PK_JSON] = {"pk-json", ms_read_pk_json, false},
};

const char *ms_format_name(ms_format f)
{
    return (unsigned)f < MS_FORMAT_COUNT ? formats[f].name : "unknown";
}

ms_format ms_format_find(ms_str name)
{
    unsigned f = MS_FORMAT_AUTO;
    while (f < MS_FORMAT_COUNT && !ms_str_eq(ms_str_z(formats[f].name), name)) f++;
    return (ms_format)f;
}

/* The format to read; an explicit one has to be what the content shows. */
static ms_rc choose(const ms_list_opts *o, ms_source *src, ms_format *f, ms_diag *d)
{
    if ((unsigned)o->format >= MS_FORMAT_COUNT)
        return ms_fail(d, MS_EINVAL, 0, 0, "unknown format number %d", (int)o->format);
    ms_diag seen = {0};
    ms_rc rc = ms_detect(src, f, &seen);
    if (o->format != MS_FORMAT_AUTO && rc == MS_EFORMAT)
        return ms_fail(d, rc, seen.line, seen.at, "%s expected, but %s",
                       ms_format_name(o->format), seen.what);
    if (o->format != MS_FORMAT_AUTO && !rc && *f != o->format)
        return ms_fail(d, MS_EFORMAT, 1, 0, "%s expected, but the content is %s",
                       ms_format_name(o->format), ms_format_name(*f));
    if (rc && d) *d = seen;
    return rc;
}

/* Remembers the source that is read now, or that is to blame. */
static ms_rc at_file(ms_load_report *report, const ms_source *src, ms_diag *d)
{
    report->file = ms_arena_str(report->arena, ms_str_z(ms_source_name(src)));
    return report->file.p ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "no memory for the report");
}

ms_rc ms_reader_file(ms_reader *r, unsigned i, ms_diag *d)
{
    r->src = r->set[i];
    return at_file(r->report, r->src, d);
}

/* Reads the `n` sources in `set`, all of format `f`, as one. */
static ms_rc read_set(const ms_list_opts *o, ms_format f, ms_source **set, unsigned n,
                      ms_load_report *report, ms_diag *d)
{
    report->format = f;
    ms_reader r = {.o = o,
                   .src = set[0],
                   .set = set,
                   .n_set = n,
                   .report = report,
                   .arena = ms_arena_new(0)};
    if (!r.arena) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to read a list");
    uint64_t before = report->entities + report->dropped + report->passed;
    uint64_t records = report->records;
    ms_rc rc = formats[f].read(&r, d);
    ms_arena_free(r.arena);
    ms_ids_free(&r.ids);
    if (!rc && report->records == records)
        rc = ms_fail(d, MS_EMISSING, 0, 0, "the file has no records");
    /* Not one record is readable: the file is something else than it looks like. */
    if (!rc && r.first.rc && report->entities + report->dropped + report->passed == before) {
        if (d) *d = r.first;
        return r.first.rc;
    }
    if (!rc && o->progress) {
        uint64_t done, total;
        ms_source_progress(r.src, &done, &total);
        o->progress(o->ctx, done, total);
    }
    return rc;
}

/* Reads sources [0, n), whose formats are in `f`: those that belong together at once. */
static ms_rc read_all(const ms_list_opts *o, ms_source **src, ms_format *f, unsigned n,
                      ms_load_report *report, ms_diag *d)
{
    ms_rc rc = MS_OK;
    ms_source **set = ms_arena_array(report->arena, n, sizeof *set);
    if (!set) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to read a list");
    for (unsigned i = 0; i < n && !rc; i++) {
        ms_format mine = f[i];
        unsigned k = 0;
        if (mine == MS_FORMAT_AUTO) continue; /* read already */
        for (unsigned j = i; j < n && (k == 0 || formats[mine].together); j++) {
            if (f[j] != mine) continue;
            set[k++] = src[j];
            f[j] = MS_FORMAT_AUTO;
        }
        rc = at_file(report, set[0], d);
        if (!rc) rc = read_set(o, mine, set, k, report, d);
    }
    return rc;
}

ms_rc ms_list_read(const ms_list_opts *o, ms_source **src, unsigned n, ms_load_report *report,
                   ms_diag *d)
{
    if (n == 0) return ms_fail(d, MS_EINVAL, 0, 0, "no source to read");
    ms_format *f = ms_arena_array(report->arena, n, sizeof *f);
    ms_rc rc = f ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "no memory to read a list");
    for (unsigned i = 0; i < n && !rc; i++) {
        rc = at_file(report, src[i], d);
        if (!rc) rc = ms_source_unpack(&src[i], 0, d);
        if (!rc) rc = choose(o, src[i], &f[i], d);
    }
    for (unsigned i = 1; i < n && !rc; i++)
        if ((f[i] == MS_FORMAT_FTM_DELTA) != (f[0] == MS_FORMAT_FTM_DELTA))
            rc = ms_fail(d, MS_EFORMAT, 1, 0, "changes and entities are loaded apart: %s, %s",
                         ms_format_name(f[0]), ms_format_name(f[i]));
    return rc ? rc : read_all(o, src, f, n, report, d);
}
