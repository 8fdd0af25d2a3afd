/* marsad travel screen: files of messages and documents against the lists, and answers. */
#include <inttypes.h>
#include <time.h>

#include <marsad/contrl.h>
#include <marsad/edikeep.h>

#include "base/ascii.h"
#include "base/file.h"
#include "base/lines.h"
#include "cli/folders.h"
#include "cli/lang.h"
#include "cli/travel.h"
#include "cli/travel_screen.h"

enum { ROWS_MAX = 64, BYTES_MAX = 1 << 20, LINE_MAX_BYTES = MS_MRZ_TEXT_MAX, LOOK = 4096 };

/* Where a file is being read; by one thread. */
typedef struct reading {
    const char *const *files;
    unsigned n, next;
    const char *file;
    ms_source *src;
    ms_edi_reader *edi; /* NULL: documents */
    ms_lines lines;
    bool zones;
    uint64_t documents, line; /* of the file; the line behind the last */
    ms_out text;              /* of the document at hand */
    uint64_t ordinal;
    bool keep; /* rows outlast the next one */
    int status;
} reading;

/* Reports of the syntax, made by whoever reads. */
typedef struct reporting {
    ms_aside *file; /* NULL: none are wanted */
    ms_arena *arena;
    ms_edi_writer *writer;
    ms_contrl contrl;
    bool open;   /* of the interchange at hand */
    bool failed; /* nothing more can be written */
    uint64_t n;
} reporting;

/* A run. */
typedef struct run {
    screening s; /* first: what threads are given */
    reading in;
    reporting report;
    ms_parts *parts;
    ms_aside *answers;
    screen_totals totals;
    int status; /* of writing */
    ms_diag failed;
} run;

/* ---- reading ------------------------------------------------------------------- */

static void close_file(reading *in)
{
    ms_edi_reader_free(in->edi);
    if (in->zones) ms_lines_free(&in->lines);
    ms_source_free(in->src);
    in->edi = NULL, in->src = NULL, in->zones = false;
}

/* Whether a text begins as a zone does: letters, digits and fillers. */
static bool is_zone(ms_str text)
{
    size_t i = 0, n = 0, fillers = 0;
    while (i < text.n && (unsigned char)text.p[i] <= ' ') i++;
    for (; i < text.n && text.p[i] != '\n' && text.p[i] != '\r'; i++, n++) {
        char c = text.p[i];
        fillers += c == '<';
        if (!ms_is_letter(c) && !ms_is_digit(c) && c != '<' && c != ' ') return false;
    }
    return fillers && n >= 20 && n <= 200;
}

static ms_rc open_file(run *r, ms_diag *d)
{
    reading *in = &r->in;
    ms_str head = {0};
    in->file = in->files[in->next++];
    in->documents = in->line = 0;
    ms_rc rc = ms_source_file(in->file, &in->src, d);
    if (!rc) rc = ms_source_unpack(&in->src, 0, d);
    if (!rc) rc = ms_source_peek(in->src, LOOK, &head, d);
    if (rc) return rc;
    in->zones = is_zone(head);
    if (in->zones) in->lines = ms_lines_make(in->src, LINE_MAX_BYTES);
    else in->edi = ms_edi_reader_new(in->src, NULL);
    return in->zones || in->edi ? MS_OK : MS_ENOMEM;
}

/* A row of the chunk; NULL: no memory. */
static screen_row *add_row(reading *in, ms_pool_chunk *chunk)
{
    screen_row *rows = chunk->rows;
    if (!rows) rows = chunk->rows = ms_arena_array(chunk->arena, ROWS_MAX, sizeof *rows);
    if (!rows) return NULL;
    rows[chunk->n] = (screen_row){.file = in->file, .ordinal = ++in->ordinal};
    return &rows[chunk->n++];
}

static ms_rc add_message(reading *in, const ms_edi_item *item, ms_pool_chunk *chunk)
{
    screen_row *row = add_row(in, chunk);
    if (!row) return MS_ENOMEM;
    row->item = item;
    if (!in->keep) return MS_OK;
    ms_edi_item *copy = ms_arena_alloc(chunk->arena, sizeof *copy);
    row->item = copy;
    return copy ? ms_edi_keep(item, chunk->arena, copy) : MS_ENOMEM;
}

/* ---- reports of the syntax -------------------------------------------------------- */

static ms_rc report_close(run *r, ms_diag *d)
{
    reporting *p = &r->report;
    ms_str bytes;
    p->open = false;
    if (!p->contrl.asked && !ms_contrl_rejects(&p->contrl)) return MS_OK;
    ms_rc rc = ms_contrl_write(&p->contrl, p->writer, d);
    if (!rc) rc = ms_edi_write_take(p->writer, &bytes, d);
    if (rc == MS_ENOMEM) return rc;
    if (!rc) {
        rc = ms_aside_write(p->file, bytes.p, bytes.n, d);
        p->failed = rc != MS_OK;
        return rc;
    }
    ms_cli_say(r->s.c, "%s: an interchange has no report: %s", r->in.file, d->what);
    r->in.status = ms_exit_worse(r->in.status, MS_EXIT_INPUT);
    ms_edi_writer_free(p->writer);
    p->writer = ms_edi_writer_new();
    return p->writer ? MS_OK : MS_ENOMEM;
}

/* Takes note of what was odd; interactive interchanges have no such report. */
static ms_rc report_item(run *r, const ms_edi_item *item, ms_diag *d)
{
    reporting *p = &r->report;
    char text[24];
    ms_rc rc = MS_OK;
    if (!p->file || item->interchange->interactive || item->interchange->implied) return MS_OK;
    if (item->kind == MS_EDI_OPEN) {
        ms_arena_reset(p->arena);
        snprintf(text, sizeof text, "%sC%06" PRIu64, r->s.stamp, ++p->n % 1000000);
        rc = ms_contrl_begin(item, ms_str_z(r->s.now), ms_str_z(text), p->arena, &p->contrl);
        p->open = true;
    } else if (p->open) {
        rc = ms_contrl_item(&p->contrl, item, p->arena);
    }
    if (rc == MS_ENOMEM) return ms_fail(d, rc, 0, 0, "no memory for a report");
    return !rc && item->kind == MS_EDI_CLOSE && p->open ? report_close(r, d) : rc;
}

/* ---- rows of a chunk ------------------------------------------------------------- */

/* The next messages; MS_END behind the last of the file. */
static ms_rc fill_messages(run *r, ms_pool_chunk *chunk, ms_diag *d)
{
    const ms_edi_item *item;
    ms_rc rc = MS_OK;
    uint32_t max = r->in.keep ? ROWS_MAX : 1;
    while (!rc && chunk->n < max && ms_arena_used(chunk->arena) < BYTES_MAX) {
        rc = ms_edi_next(r->in.edi, &item, d);
        if (!rc) rc = report_item(r, item, d);
        if (!rc && item->kind == MS_EDI_MESSAGE) rc = add_message(&r->in, item, chunk);
    }
    if (rc == MS_END && !ms_edi_reader_totals(r->in.edi).interchanges) {
        ms_cli_say(r->s.c, "%s: no interchange and no document was found", r->in.file);
        r->in.status = ms_exit_worse(r->in.status, MS_EXIT_INPUT);
    }
    return rc;
}

static ms_rc add_document(reading *in, ms_pool_chunk *chunk)
{
    screen_row *row = in->text.n ? add_row(in, chunk) : NULL;
    if (!in->text.n) return MS_OK;
    if (in->text.failed || !row) return MS_ENOMEM;
    row->number = ++in->documents;
    row->zone = ms_arena_str(chunk->arena, ms_out_str(&in->text));
    ms_out_reset(&in->text);
    return row->zone.p ? MS_OK : MS_ENOMEM;
}

/* The next documents: lines with blank ones between. */
static ms_rc fill_documents(run *r, ms_pool_chunk *chunk, ms_diag *d)
{
    reading *in = &r->in;
    ms_line line;
    ms_rc rc = MS_OK;
    while (!rc && chunk->n < ROWS_MAX) {
        rc = ms_lines_next(&in->lines, &line, d);
        bool ends = rc == MS_END || (!rc && line.line > in->line);
        ms_rc add = ends ? add_document(in, chunk) : MS_OK;
        if (add) return add;
        if (rc) break;
        in->line = line.line + 1;
        if (line.fault) {
            ms_cli_diag(r->s.c, in->file, d);
            in->status = ms_exit_worse(in->status, MS_EXIT_INPUT);
        }
        if (in->text.n + line.text.n > MS_MRZ_TEXT_MAX) continue;
        ms_out_raw(&in->text, line.text);
        ms_out_char(&in->text, '\n');
    }
    return rc;
}

/* A file that fails is said and left; only memory and what is written end the run. */
static ms_rc fill(void *ctx, ms_pool_chunk *chunk)
{
    run *r = ctx;
    reading *in = &r->in;
    while (!chunk->n && (in->src || in->next < in->n)) {
        ms_diag d = {0};
        ms_rc rc = in->src ? MS_OK : open_file(r, &d);
        if (!rc) rc = in->zones ? fill_documents(r, chunk, &d) : fill_messages(r, chunk, &d);
        if (rc == MS_OK) continue;
        if (rc == MS_ENOMEM || r->report.failed) {
            r->failed = d;
            return rc;
        }
        if (rc != MS_END) {
            ms_cli_diag(r->s.c, in->src ? in->file : NULL, &d);
            in->status = ms_exit_worse(in->status, ms_cli_exit(rc));
        }
        close_file(in);
    }
    return MS_OK;
}

/* ---- writing --------------------------------------------------------------------- */

static ms_rc write_rows(void *ctx, ms_pool_chunk *chunk)
{
    run *r = ctx;
    const screen_row *rows = chunk->rows;
    ms_rc rc = MS_OK;
    if (chunk->err.n) fwrite(chunk->err.p, 1, chunk->err.n, stderr);
    for (uint32_t i = 0; i < chunk->n && !rc; i++) {
        const screen_row *row = &rows[i];
        r->totals.messages++;
        r->totals.unread += row->kind == SCREEN_UNREAD;
        r->totals.others += row->kind == SCREEN_OTHER;
        r->totals.travellers += row->travellers;
        r->totals.referred += row->referred;
        r->totals.answered += row->answered;
        r->totals.refused += row->refused;
        rc = ms_parts_add(r->parts, &row->part, row->file);
        if (!rc && r->answers && row->answered)
            rc = ms_aside_write(r->answers, row->answer.p, row->answer.n, &r->failed);
    }
    return rc ? rc : ms_cli_write(r->s.c, &chunk->out);
}

/* ---- the command line -------------------------------------------------------------- */

static int open_lost(run *r)
{
    const char *path = ms_cli_text(r->s.c, "documents");
    ms_source *src = NULL;
    ms_lost_report report;
    ms_diag d = {0};
    if (!path) return MS_EXIT_OK;
    ms_rc rc = ms_source_file(path, &src, &d);
    if (rc) ms_cli_diag(r->s.c, NULL, &d);
    if (!rc) rc = ms_source_unpack(&src, 0, &d);
    if (!rc && (rc = ms_lost_read(src, &r->s.lost, &report, &d))) ms_cli_diag(r->s.c, path, &d);
    ms_source_free(src);
    if (rc) return ms_cli_exit(rc);
    if (report.broken) {
        ms_cli_diag(r->s.c, path, &report.first);
        ms_cli_say(r->s.c, "%s: %" PRIu64 " of %" PRIu64 " rows are left out", path,
                   report.broken, report.rows);
        r->status = MS_EXIT_INPUT;
    }
    return MS_EXIT_OK;
}

/* The time by which all is dated, and what references of answers begin with: seconds since
 * 1970 in 36 digits. */
static void set_time(run *r, time_t now)
{
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(r->s.now, sizeof r->s.now, "%Y%m%d%H%M", &tm);
    screen_count((uint64_t)now, r->s.stamp);
}

static int find_time(run *r)
{
    int e = travel_today(r->s.c, &r->s.today);
    struct tm tm = {.tm_year = r->s.today.year - 1900,
                    .tm_mon = r->s.today.month - 1,
                    .tm_mday = r->s.today.day};
    if (!e) set_time(r, ms_cli_given(r->s.c, "date") ? timegm(&tm) : time(NULL));
    return e;
}

/* --codes: what carriers know for boarding and for being referred. */
static int read_codes(run *r)
{
    static const ms_verdict of[] = {MS_VERDICT_BOARD, MS_VERDICT_REFER};
    const char *given = ms_cli_text(r->s.c, "codes");
    if (!given) return MS_EXIT_OK;
    size_t n = strcspn(given, ",");
    r->s.code[of[0]] = (ms_str){given, n};
    r->s.code[of[1]] = ms_str_z(given[n] ? given + n + 1 : "");
    for (unsigned i = 0; i < sizeof of / sizeof *of; i++)
        if (!ms_verdict_fits(of[i], r->s.code[of[i]]))
            return ms_cli_usage(
                r->s.c,
                "--codes: '%s': expected two codes of up to 8 capitals and digits, "
                "as 0Z,2Z: the first begins with 0, the second with neither 0 nor 1",
                given);
    return MS_EXIT_OK;
}

static int open_aside(run *r, const char *option, ms_aside **out)
{
    const char *path = ms_cli_text(r->s.c, option);
    ms_diag d;
    if (!path) return MS_EXIT_OK;
    ms_rc rc = ms_aside_open(path, out, &d);
    if (!rc) rc = ms_aside_private(*out, &d);
    if (rc) ms_cli_diag(r->s.c, NULL, &d);
    return rc ? ms_cli_exit(rc) : MS_EXIT_OK;
}

static int prepare(run *r)
{
    screening *s = &r->s;
    ms_cli *c = s->c;
    const char *lists = ms_cli_text(c, "lists");
    int e = find_time(r);
    if (!e) e = read_codes(r);
    if (!e) e = ms_folders_open(c, &s->snaps);
    if (!e) e = ms_folders_check(c, s->snaps, false, &s->complete);
    if (!e) e = open_lost(r);
    if (e) return e;
    s->format = (ms_rows_format)ms_cli_number(c, "format");
    s->lang = say_lang(c, s->format == MS_ROWS_TABLE);
    s->search = MS_SEARCH_INIT;
    s->search.threshold = (uint32_t)ms_cli_number(c, "threshold");
    s->search.grouped = true;
    if (lists) e = ms_folders_lists(c, s->snaps, lists, &s->search.lists, &s->search.n_lists);
    if (!e) e = open_aside(r, "answer", &r->answers);
    if (!e) e = open_aside(r, "contrl", &r->report.file);
    if (e) return e;
    s->answers = r->answers != NULL;
    r->report.arena = ms_arena_new(0);
    r->report.writer = ms_edi_writer_new();
    r->parts = ms_parts_new(0);
    return r->report.arena && r->report.writer && r->parts ? MS_EXIT_OK : ms_cli_nomem(c);
}

static int publish(run *r, ms_aside **f)
{
    ms_diag d;
    ms_aside *file = *f;
    *f = NULL;
    if (!file || ms_aside_publish(file, &d) == MS_OK) return MS_EXIT_OK;
    ms_cli_diag(r->s.c, NULL, &d);
    return MS_EXIT_SYSTEM;
}

static int work(run *r)
{
    ms_cli *c = r->s.c;
    ms_out out = {0};
    unsigned jobs = ms_cli_jobs(c);
    const ms_pool_job job = {.jobs = jobs,
                             .ctx = r,
                             .fill = fill,
                             .begin = screen_begin,
                             .end = screen_end,
                             .work = screen_work,
                             .write = write_rows};
    r->in.keep = jobs > 1;
    screen_head(&r->s, &out);
    ms_rc rc = ms_cli_write(c, &out);
    if (!rc) rc = ms_pool_run(&job);
    if (!rc) {
        bool json = r->s.format == MS_ROWS_JSON;
        r->totals.incomplete = travel_parts_say(c, r->parts, json, &out);
        screen_foot(&r->s, &r->totals, &out);
    }
    if (!rc) rc = ms_cli_write(c, &out);
    ms_out_free(&out);
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    if (rc && r->failed.rc) ms_cli_diag(c, NULL, &r->failed);
    if (rc) return ms_cli_exit(rc);
    int e = ms_exit_worse(publish(r, &r->answers), publish(r, &r->report.file));
    if (r->totals.unread || r->totals.refused || r->totals.incomplete)
        e = ms_exit_worse(e, MS_EXIT_INPUT);
    if (r->totals.referred) e = ms_exit_worse(e, MS_EXIT_MATCH);
    return ms_exit_worse(e, ms_exit_worse(r->in.status, r->status));
}

int travel_screen(ms_cli *c, const char *const *operand, unsigned n)
{
    run r = {.s.c = c, .in = {.files = operand, .n = n}};
    if (!n) return ms_cli_usage(c, "FILE is missing");
    int e = prepare(&r);
    if (!e) e = work(&r);
    close_file(&r.in);
    ms_out_free(&r.in.text);
    ms_aside_drop(r.answers);
    ms_aside_drop(r.report.file);
    ms_edi_writer_free(r.report.writer);
    ms_arena_free(r.report.arena);
    ms_parts_free(r.parts);
    ms_lost_free(r.s.lost);
    ms_folders_close(r.s.snaps);
    return e;
}
