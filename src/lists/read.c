#include "lists/reader.h"

static const struct {
    const char *name;
    ms_rc (*read)(ms_reader *r, ms_diag *d);
} formats[MS_FORMAT_COUNT] = {
    [MS_FORMAT_AUTO] = {"auto", NULL},
    [MS_FORMAT_UN_XML] = {"un-xml", ms_read_un_xml},
    [MS_FORMAT_FTM_JSONL] = {"ftm-jsonl", ms_read_ftm_jsonl},
    [MS_FORMAT_CSV] = {"csv", ms_read_own_csv},
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

ms_rc ms_list_read(const ms_list_opts *o, ms_source **src, ms_load_report *report, ms_diag *d)
{
    ms_format f = MS_FORMAT_AUTO;
    ms_rc rc = ms_source_unpack(src, 0, d);
    if (!rc) rc = choose(o, *src, &f, d);
    if (rc) return rc;
    report->format = f;
    ms_reader r = {.o = o, .src = *src, .report = report, .arena = ms_arena_new(0)};
    if (!r.arena) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory to read a list");
    uint64_t before = report->entities, records = report->records;
    rc = formats[f].read(&r, d);
    ms_arena_free(r.arena);
    if (!rc && report->records == records)
        rc = ms_fail(d, MS_EMISSING, 0, 0, "the file has no records");
    /* Not one record is readable: the file is something else than it looks like. */
    if (!rc && r.first.rc && report->entities == before) {
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
