#include "ask/input.h"

#include <poll.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/feed.h"
#include "base/mem.h"

enum { LOOK = 4096 };

struct input {
    ms_source *src;
    input_format format;
    bool typed; /* standard input */
    uint64_t row;
    ms_arena *arena; /* the header */
    ms_str *header;
    uint32_t n_header;
    ms_csv *csv;  /* of CSV and TSV */
    ms_feed feed; /* of JSON lines */
};

static const struct {
    const char *end;
    input_format format;
} endings[] = {
    {".csv", INPUT_CSV},     {".tsv", INPUT_TSV},      {".tab", INPUT_TSV},
    {".jsonl", INPUT_JSONL}, {".ndjson", INPUT_JSONL}, {".json", INPUT_JSONL},
};

static bool ends_with(ms_str s, ms_str end)
{
    return s.n > end.n && ms_str_eq((ms_str){s.p + s.n - end.n, end.n}, end);
}

/* The format of a file by its name, else by its first line. */
static input_format tell_format(ms_str name, ms_str line)
{
    if (ends_with(name, MS_STR(".gz"))) name.n -= 3;
    if (ends_with(name, MS_STR(".zst"))) name.n -= 4;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(name, ms_str_z(endings[i].end))) return endings[i].format;
    if (line.n && line.p[0] == '{') return INPUT_JSONL;
    return line.n && memchr(line.p, '\t', line.n) ? INPUT_TSV : INPUT_CSV;
}

/* ---- records ----------------------------------------------------------- */

static ms_rc no_memory(ms_diag *d)
{
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

static ms_rc next_cells(input *in, ms_arena *a, input_row *out, ms_diag *d)
{
    ms_csv_row r = {0};
    ms_diag why = {0};
    ms_rc rc = ms_csv_next(in->csv, &r, &why);
    if (rc || r.fault) *d = why;
    if (rc) return rc;
    out->line = r.line;
    if (r.fault) out->error = why;
    out->n = r.n;
    out->cells = ms_arena_array(a, r.n, sizeof *out->cells);
    if (!out->cells) return no_memory(d);
    for (uint32_t i = 0; i < r.n; i++) {
        out->cells[i] = ms_arena_str(a, r.cell[i]);
        if (!out->cells[i].p) return no_memory(d);
    }
    return MS_OK;
}

static ms_rc next_json(input *in, ms_arena *a, input_row *out, ms_diag *d)
{
    ms_feed *f = &in->feed;
    size_t end = 0, width;
    ms_rc rc = ms_feed_line_end(f, MS_RECORD_MAX, &end, &width, d);
    if (rc) return rc;
    out->line = f->line;
    if (!end && !width) return MS_END;
    if (end > MS_RECORD_MAX || (!width && !f->ended)) {
        ms_fail(&out->error, MS_ELIMIT, f->line, f->at, "the line has more than %d bytes",
                MS_RECORD_MAX);
        return ms_feed_skip_line(f, end, d);
    }
    ms_str line = ms_str_trim((ms_str){f->p, end});
    if (line.n) {
        out->json = ms_arena_str(a, line);
        if (!out->json.p) return no_memory(d);
    }
    ms_feed_drop(f, end + width, width ? 1 : 0);
    return MS_OK;
}

/* Gives a row as many cells as the header has. */
static ms_rc fit(const input *in, ms_arena *a, input_row *r)
{
    uint32_t n = in->n_header;
    while (r->n > n && !r->cells[r->n - 1].n) r->n--;
    if (r->n > n) {
        ms_fail(&r->error, MS_ESYNTAX, r->line, 0, "%u cells where the header has %u", r->n, n);
        r->n = n;
    }
    if (r->n == n) return MS_OK;
    ms_str *cells = ms_arena_array(a, n, sizeof *cells);
    if (!cells) return MS_ENOMEM;
    memcpy(cells, r->cells, r->n * sizeof *cells);
    r->cells = cells;
    r->n = n;
    return MS_OK;
}

/* The next record that is not blank. */
static ms_rc next_record(input *in, ms_arena *a, input_row *out, ms_diag *d)
{
    for (;;) {
        *out = (input_row){0};
        ms_rc rc = in->csv ? next_cells(in, a, out, d) : next_json(in, a, out, d);
        if (rc || out->n || out->json.n || out->error.rc) return rc;
    }
}

ms_rc input_next(input *in, ms_arena *a, input_row *out, ms_diag *d)
{
    ms_rc rc = next_record(in, a, out, d);
    if (rc) return rc;
    out->row = ++in->row;
    return in->csv && fit(in, a, out) ? no_memory(d) : MS_OK;
}

/* True when reading more would wait for somebody to type or send it. */
static bool waits(const input *in)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    return in->typed && poll(&p, 1, 0) == 0;
}

ms_rc input_fill(input *in, ms_arena *a, uint32_t max, size_t bytes, input_row **rows,
                 uint32_t *n, ms_diag *d)
{
    *n = 0;
    *rows = ms_arena_array(a, max, sizeof **rows);
    if (!*rows) return no_memory(d);
    do {
        ms_rc rc = input_next(in, a, &(*rows)[*n], d);
        if (rc) return rc == MS_END ? MS_OK : rc;
        ++*n;
    } while (*n < max && ms_arena_used(a) < bytes && !waits(in));
    return MS_OK;
}

/* ---- opening ----------------------------------------------------------- */

static ms_rc read_header(input *in, ms_diag *d)
{
    input_row head;
    const ms_csv_opts o = {.delimiter = in->format == INPUT_TSV ? '\t' : ',',
                           .quoting = in->format == INPUT_CSV,
                           .row_max = MS_RECORD_MAX,
                           .cell_max = MS_FIELD_MAX};
    if (ms_csv_open(in->src, &o, &in->csv)) return no_memory(d);
    ms_rc rc = next_record(in, in->arena, &head, d);
    if (rc == MS_END) return ms_fail(d, MS_EMISSING, 0, 0, "the file is empty");
    if (rc || head.error.rc) return rc ? rc : head.error.rc;
    in->header = head.cells;
    in->n_header = head.n;
    return MS_OK;
}

/* The format is told from the first line alone, so that nobody who types waits
 * for more. */
static ms_rc read_head(input *in, const char *path, const input_format *format, ms_diag *d)
{
    ms_str seen = {0};
    for (size_t want = 1; want <= LOOK; want++) {
        ms_rc rc = ms_source_peek(in->src, want, &seen, d);
        if (rc) return rc;
        bool begun = ms_str_trim(seen).n > 0;
        if (seen.n < want || (begun && seen.p[seen.n - 1] == '\n')) break;
    }
    if (!seen.n) return ms_fail(d, MS_EMISSING, 0, 0, "the file is empty");
    if (seen.n >= 3 && memcmp(seen.p, "\xef\xbb\xbf", 3) == 0) seen.p += 3, seen.n -= 3;
    in->format = format ? *format : tell_format(ms_str_z(path), ms_str_trim(seen));
    if (in->format != INPUT_JSONL) return read_header(in, d);
    in->feed = (ms_feed){.src = in->src, .line = 1};
    return ms_feed_bom(&in->feed, d);
}

static ms_rc open_source(input *in, const char *path, const input_format *format,
                         uint64_t ceiling, input **out, ms_diag *d)
{
    ms_rc rc = ms_source_unpack(&in->src, ceiling, d);
    in->arena = ms_arena_new(0);
    if (!rc) rc = in->arena ? read_head(in, path, format, d) : no_memory(d);
    if (rc) input_close(in);
    else *out = in;
    return rc;
}

ms_rc input_open(const char *path, input **out, ms_diag *d)
{
    input *in = ms_calloc(1, sizeof *in);
    if (!in) return no_memory(d);
    in->typed = strcmp(path, "-") == 0;
    ms_rc rc = ms_source_file(path, &in->src, d);
    if (!rc) return open_source(in, path, NULL, 0, out, d);
    input_close(in);
    return rc;
}

ms_rc input_from(ms_source *src, const input_format *format, uint64_t ceiling, input **out,
                 ms_diag *d)
{
    input *in = ms_calloc(1, sizeof *in);
    if (!in) {
        ms_source_free(src);
        return no_memory(d);
    }
    in->src = src;
    return open_source(in, "", format, ceiling, out, d);
}

void input_close(input *in)
{
    if (!in) return;
    ms_csv_free(in->csv);
    ms_feed_free(&in->feed);
    ms_source_free(in->src);
    ms_arena_free(in->arena);
    ms_free(in);
}

input_format input_kind(const input *in)
{
    return in->format;
}

const char *input_name(const input *in)
{
    return in->typed ? "standard input" : ms_source_name(in->src);
}

const ms_str *input_header(const input *in, uint32_t *n)
{
    *n = in->n_header;
    return in->header;
}

void input_progress(const input *in, uint64_t *done, uint64_t *total)
{
    ms_source_progress(in->src, done, total);
}
