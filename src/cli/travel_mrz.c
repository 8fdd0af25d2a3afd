#include <inttypes.h>
#include <time.h>

#include "base/lines.h"
#include "base/utc.h"
#include "cli/rows.h"
#include "cli/travel.h"

/* A run of `travel mrz`. */
typedef struct zones {
    ms_cli *c;
    ms_rows_format format;
    ms_date today;
    ms_arena *arena; /* of one document */
    ms_out text;     /* of one document */
    ms_out out;
    uint64_t documents, odd;
} zones;

static int write_out(zones *z)
{
    ms_rc rc = ms_cli_write(z->c, &z->out);
    return rc == MS_ENOMEM ? ms_cli_nomem(z->c) : ms_cli_exit(rc);
}

/* Reads and writes the document at hand. */
static int show(zones *z)
{
    ms_mrz m;
    ms_mrz_readings own;
    zone_shown s = {.number = ++z->documents, .mrz = &m, .own = &own};
    if (z->text.failed) return ms_cli_nomem(z->c);
    ms_arena_reset(z->arena);
    s.rc = ms_mrz_read(ms_out_str(&z->text), z->today, z->arena, &m);
    ms_out_reset(&z->text);
    if (!s.rc) s.rc = ms_mrz_own_script(&m, z->arena, &own);
    if (s.rc == MS_ENOMEM) return ms_cli_nomem(z->c);
    if (s.rc) ms_cli_say(z->c, "document %" PRIu64 ": no machine-readable zone", z->documents);
    if (s.rc || !m.valid) z->odd++;
    if (z->format == MS_ROWS_JSON) zone_json(&s, &z->out);
    else if (z->format == MS_ROWS_CSV) zone_csv(&s, &z->out);
    else zone_block(&s, z->c->out_color, &z->out);
    return write_out(z);
}

/* The lines of a document, one behind the other; what is beyond the reader's ceiling is cut. */
static void add_line(zones *z, ms_str line)
{
    size_t room = MS_MRZ_TEXT_MAX + 1;
    room = z->text.n < room ? room - z->text.n : 0;
    if (line.n > room) line.n = room;
    ms_out_raw(&z->text, line);
    ms_out_char(&z->text, '\n');
}

static int read_lines(zones *z, ms_source *src, ms_diag *d)
{
    ms_lines lines = ms_lines_make(src, MS_MRZ_TEXT_MAX);
    ms_line line;
    uint64_t next = 0;
    int e = MS_EXIT_OK;
    ms_rc rc = MS_OK;
    while (e < MS_EXIT_SYSTEM && (rc = ms_lines_next(&lines, &line, d)) == MS_OK) {
        if (z->text.n && line.line > next) e = ms_exit_worse(e, show(z));
        next = line.line + 1;
        if (line.fault) {
            ms_cli_diag(z->c, ms_source_name(src), d);
            e = ms_exit_worse(e, MS_EXIT_INPUT);
        }
        add_line(z, line.text);
    }
    if (z->text.n && e < MS_EXIT_SYSTEM) e = ms_exit_worse(e, show(z));
    ms_lines_free(&lines);
    if (rc == MS_OK || rc == MS_END) return e;
    ms_cli_diag(z->c, ms_source_name(src), d);
    return ms_exit_worse(e, ms_cli_exit(rc));
}

static int read_file(zones *z, const char *path)
{
    ms_source *src = NULL;
    ms_diag d = {0};
    ms_rc rc = ms_source_file(path, &src, &d);
    if (rc == MS_ENOMEM) return ms_cli_nomem(z->c);
    if (rc) {
        ms_cli_diag(z->c, NULL, &d);
        return ms_cli_exit(rc);
    }
    int e = read_lines(z, src, &d);
    ms_source_free(src);
    return e;
}

static int read_operands(zones *z, const char *const *operand, unsigned n)
{
    if (n == 1 && strcmp(operand[0], "-") == 0) return read_file(z, "-");
    for (unsigned i = 0; i < n; i++) add_line(z, ms_str_z(operand[i]));
    return show(z);
}

/* The day by which centuries are settled. */
static int find_today(ms_cli *c, ms_date *today)
{
    const char *given = ms_cli_text(c, "date");
    char now[MS_UTC_BYTES];
    if (!given) ms_utc_now(now);
    ms_str day = given ? ms_str_z(given) : (ms_str){now, strlen(now)};
    if (ms_date_parse(day, today) == MS_OK && today->day) return MS_EXIT_OK;
    if (given) return ms_cli_usage(c, "--date: '%s' is no day such as 2026-01-31", given);
    ms_cli_say(c, "the system's clock is not set; give --date");
    return MS_EXIT_SYSTEM;
}

int travel_mrz(ms_cli *c, const char *const *operand, unsigned n)
{
    zones z = {.c = c, .format = (ms_rows_format)ms_cli_number(c, "format")};
    bool files = ms_cli_given(c, "input");
    const char *path;
    if (files && n) return ms_cli_usage(c, "give lines or --input, not both");
    if (!files && !n) return ms_cli_usage(c, "give the lines of a zone, or files with --input");
    int e = find_today(c, &z.today);
    if (e) return e;
    z.arena = ms_arena_new(1 << 20);
    if (!z.arena) return ms_cli_nomem(c);
    if (z.format == MS_ROWS_CSV) ms_out_lit(&z.out, ZONE_CSV_HEADER);
    if (n) e = read_operands(&z, operand, n);
    for (unsigned i = 0; (path = ms_cli_nth(c, "input", i)) && e < MS_EXIT_SYSTEM; i++)
        e = ms_exit_worse(e, read_file(&z, path));
    if (e < MS_EXIT_SYSTEM) e = ms_exit_worse(e, write_out(&z));
    if (z.odd && e < MS_EXIT_SYSTEM) {
        ms_cli_say(c, "%" PRIu64 " of %" PRIu64 " documents depart from the standard", z.odd,
                   z.documents);
        e = ms_exit_worse(e, MS_EXIT_INPUT);
    }
    ms_out_free(&z.text);
    ms_out_free(&z.out);
    ms_arena_free(z.arena);
    return e;
}
