#include "node/fetch_list.h"

#include <marsad/model.h>

#include "base/json_out.h"
#include "node/digest.h"

/* ---- trying -------------------------------------------------------------- */

static ms_rc count(void *ctx, const ms_entity *e, ms_diag *d)
{
    uint64_t *screened = ctx;
    (void)d;
    *screened += !e->schema || ms_schema_matchable(e->schema);
    return MS_OK;
}

static ms_rc open_all(const ms_fetch_list *l, const ms_fetched *files, ms_source **src,
                      unsigned *opened, ms_arena *a, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (unsigned i = 0; i < l->n && !rc; i++) {
        ms_str path = ms_fetch_path(&l->files[i], files[i].fresh, a);
        rc = path.p ? ms_source_file(path.p, &src[i], d) : MS_ENOMEM;
        *opened += !rc;
    }
    return rc;
}

/* The name of the file that `path`, with or without ".new" behind it, is of. */
static const char *file_of(const ms_fetch_list *l, const ms_fetched *files, ms_str path,
                           ms_arena *a)
{
    for (unsigned i = 0; i < l->n; i++)
        if (ms_str_eq(path, ms_fetch_path(&l->files[i], files[i].fresh, a)))
            return l->files[i].name;
    return l->files[0].name;
}

/* Puts the file and line before what was found. */
static ms_rc blame(ms_diag *d, ms_rc rc, const char *file)
{
    ms_diag was = *d;
    const char *what = was.what[0] && was.rc == rc ? was.what : ms_rc_text(rc);
    if (was.line)
        return ms_fail(d, rc, 0, 0, "%s:%llu: %s", file, (unsigned long long)was.line, what);
    return ms_fail(d, rc, 0, 0, "%s: %s", file, what);
}

/* Reads all files as one version of the list. */
static ms_rc try(const ms_fetch_list *l, const ms_fetched *files, ms_arena *a,
                 uint64_t *screened, ms_diag *d)
{
    ms_source **src = ms_arena_array(a, l->n, sizeof *src);
    ms_load_report report = ms_load_report_make(a);
    ms_list_opts o = {.format = l->format, .list = l->name, .take = count, .ctx = screened};
    unsigned opened = 0;
    if (!src) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    ms_rc rc = open_all(l, files, src, &opened, a, d);
    if (!rc) rc = ms_list_read(&o, src, l->n, &report, d);
    for (unsigned i = 0; i < opened; i++) ms_source_free(src[i]);
    if (rc) return blame(d, rc, file_of(l, files, report.file, a));
    if (*screened >= l->minimum) return MS_OK;
    return ms_fail(
        d, MS_ESHRINK, 0, 0, "%s: %llu screened entities, where at least %llu are expected",
        l->files[0].name, (unsigned long long)*screened, (unsigned long long)l->minimum);
}

/* ---- the whole ----------------------------------------------------------- */

static ms_rc fetch_all(const ms_get_opts *o, const ms_fetch_list *l, ms_arena *a,
                       ms_fetched *files, ms_fetched_list *out, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (unsigned i = 0; i < l->n && !rc; i++) {
        rc = ms_fetch(o, &l->files[i], a, &files[i], d);
        out->received += files[i].received;
        out->fresh |= files[i].fresh;
        if (files[i].retry_after > out->retry_after) out->retry_after = files[i].retry_after;
        if (rc) blame(d, rc, l->files[i].name);
    }
    return rc;
}

/* Accepts or refuses what is new; the first failure. */
static ms_rc settle(const ms_fetch_list *l, const ms_fetched *files, bool good, ms_diag *d)
{
    ms_rc first = MS_OK;
    for (unsigned i = 0; i < l->n; i++) {
        ms_rc rc = MS_OK;
        if (files[i].fresh)
            rc = good ? ms_fetch_accept(&l->files[i], d) : ms_fetch_refuse(&l->files[i], d);
        if (!first) first = rc;
    }
    return first;
}

/* The digest is that of what `sha256sum` would print of the files in their order. */
static ms_rc sum_up(const ms_fetch_list *l, const ms_fetched *files, ms_arena *a,
                    ms_fetched_list *out, ms_diag *d)
{
    ms_out o = {0};
    out->paths = ms_arena_array(a, l->n, sizeof *out->paths);
    bool ok = out->paths != NULL;
    for (unsigned i = 0; i < l->n && ok; i++) {
        out->paths[i] = ms_fetch_path(&l->files[i], false, a).p;
        ok = out->paths[i] != NULL;
        ms_out_fmt(&o, "%.*s  %s\n", MS_FMT(files[i].record.sha256), l->files[i].name);
    }
    ok = ok && !o.failed;
    if (ok) out->digest = ms_digest_of(ms_out_str(&o), a);
    ms_out_free(&o);
    return ok && out->digest.p ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

/* Whether the content is at fault, and not the machine. */
static bool content(ms_rc rc)
{
    return rc && rc != MS_EIO && rc != MS_ENOMEM && rc != MS_EBUSY;
}

ms_rc ms_fetch_list_run(const ms_get_opts *o, const ms_fetch_list *l, ms_arena *a,
                        ms_fetched_list *out, ms_diag *d)
{
    ms_fetched *files = ms_arena_array(a, l->n, sizeof *files);
    *out = (ms_fetched_list){.fresh = false};
    if (!files) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    ms_rc rc = fetch_all(o, l, a, files, out, d);
    if (rc) return out->refused = content(rc) && rc != MS_EDAMAGED, rc;
    if (out->fresh) rc = try(l, files, a, &out->screened, d);
    if (content(rc)) {
        ms_diag ignored;
        out->refused = true;
        settle(l, files, false, &ignored);
        return rc;
    }
    if (!rc) rc = settle(l, files, true, d);
    return rc ? rc : sum_up(l, files, a, out, d);
}
