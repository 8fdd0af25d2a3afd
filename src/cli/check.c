#include <inttypes.h>
#include <limits.h>

#include "base/file.h"
#include "cli/data.h"
#include "cli/progress.h"
#include "cli/rows.h"

static const ms_col cols[] = {
    {"file", NULL, MS_COL_TEXT, false},
    {"part", "Part", MS_COL_TEXT, false},
    {"offset", "Offset", MS_COL_NUMBER, false},
    {"bytes", "Bytes", MS_COL_NUMBER, false},
    {"damaged_at", "Damaged at", MS_COL_NUMBER, false},
    {"damage", "Damage", MS_COL_TEXT, true},
};

enum { N_COLS = sizeof cols / sizeof *cols };

/* A run of the command. */
typedef struct check {
    ms_cli *c;
    ms_rows *rows;
    const char *path;
    ms_progress progress;
    uint32_t parts, damaged; /* of this file */
} check;

/* What was found, without the path and the section that stand before it. */
static ms_str told(const check *k, const ms_snap_part *p)
{
    ms_str s = ms_str_z(p->fault->what);
    size_t n = strlen(k->path);
    if (s.n > n + 2 && !strncmp(s.p, k->path, n)) s.p += n + 2, s.n -= n + 2;
    ms_str head = ms_arena_strf(k->c->arena, "section %s: ", p->name);
    if (head.p && s.n > head.n && !memcmp(s.p, head.p, head.n)) s.p += head.n, s.n -= head.n;
    return s;
}

static void add_part(void *ctx, const ms_snap_part *p)
{
    check *k = ctx;
    char at[24], size[24], damaged[24] = "";
    snprintf(at, sizeof at, "%" PRIu64, p->at);
    snprintf(size, sizeof size, "%" PRIu64, p->size);
    if (p->fault) snprintf(damaged, sizeof damaged, "%" PRIu64, p->fault->at);
    ms_str cells[N_COLS] = {ms_str_z(k->path), ms_str_z(p->name),
                            ms_str_z(at),      ms_str_z(size),
                            ms_str_z(damaged), p->fault ? told(k, p) : MS_STR("")};
    k->parts++;
    k->damaged += p->fault != NULL;
    ms_rows_add(k->rows, cells);
    if (p->fault) ms_rows_tint(k->rows, 5);
}

static void at(void *ctx, uint64_t done, uint64_t total)
{
    check *k = ctx;
    ms_progress_at(&k->progress, done, total);
}

/* What the disk cannot read is told before it is mapped, where it would end the program. */
static ms_rc check_bytes(check *k, ms_diag *d)
{
    const ms_snap_watch w = {at, add_part, k};
    ms_progress_begin(&k->progress, k->c, "reading", NULL);
    ms_rc rc = ms_file_read_through(k->path, at, k, d);
    ms_progress_end(&k->progress);
    if (rc) return rc;
    ms_progress_begin(&k->progress, k->c, "checking", NULL);
    rc = ms_snap_verify(k->path, &w, d);
    ms_progress_end(&k->progress);
    return rc;
}

static int check_file(check *k, const char *path)
{
    ms_diag d = {0};
    k->path = path;
    k->parts = k->damaged = 0;
    ms_rc rc = check_bytes(k, &d);
    if (rc == MS_ENOMEM) return ms_cli_nomem(k->c);
    if (rc == MS_EDAMAGED)
        ms_cli_say(k->c, "%s: %" PRIu32 " of %" PRIu32 " parts are damaged", path, k->damaged,
                   k->parts);
    else if (rc) ms_cli_diag(k->c, path, &d);
    return ms_cli_exit(rc);
}

/* The files to check: those named, else the data folder's. */
static int check_files(check *k)
{
    ms_cli *c = k->c;
    int e = MS_EXIT_OK;
    for (unsigned i = 0; i < c->n_operands; i++)
        e = ms_exit_worse(e, check_file(k, c->operands[i]));
    if (c->n_operands) return e;
    const char *path = ms_data_path(c, MS_DATA_SNAPSHOT);
    return path ? check_file(k, path) : MS_EXIT_SYSTEM;
}

static int run(ms_cli *c)
{
    check k = {.c = c};
    ms_rows_format format = (ms_rows_format)ms_cli_number(c, "format");
    k.rows = ms_rows_begin(c, format, cols, N_COLS);
    int e = k.rows ? check_files(&k) : MS_EXIT_OK;
    ms_rc rc = ms_rows_end(k.rows);
    return ms_exit_worse(e, rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc));
}

static const ms_opt opts[] = {
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "How to write the parts of the file"},
    {0},
};

const ms_command ms_cmd_check = {
    .name = "check",
    .summary = "Read every byte of the snapshot and say what is damaged",
    .operands = "[FILE…]",
    .max_operands = UINT_MAX,
    .opts = opts,
    .about =
        "Reads the snapshot of the data folder, or the snapshots that are named, and compares "
        "the checksum of each part, the digest over all, and whatever points from one part "
        "into another.  For each part: its name, where it begins, its bytes, and where and "
        "how it is damaged.\n\n"
        "A snapshot is read whole when an import has written it; later commands open it "
        "without reading it again, as long as nobody writes to the file.  They do not notice "
        "when a disk loses what it once held: this command does.  A file that was copied or "
        "restored is read whole by every command, until this one has found it right.\n\n"
        "Where something is damaged, move the file away and import the lists again.",
    .examples = "marsad check\tthe snapshot of the data folder\n"
                "marsad check --format json /backup/marsad.snap\tanother file\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
