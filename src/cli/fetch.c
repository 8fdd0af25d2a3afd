#include "cli/fetch.h"

#include <stdlib.h>

#include <marsad/index.h>

#include "cli/data.h"
#include "cli/suggest.h"
#include "node/address.h"
#include "node/origin.h"

static const uint64_t CEILING = (uint64_t)1 << 30; /* of a list that the table does not have */

/* ---- which lists --------------------------------------------------------- */

static const char *variable(ms_cli *c, ms_str address, const char **value)
{
    ms_str name = ms_arena_str(c->arena, ms_origin_variable(address));
    *value = name.n ? getenv(name.p) : NULL;
    return name.n ? name.p : NULL;
}

/* Begins a list of `n` files, which the table has as `o`: its folder, and room for them.
 * Returns an ms_exit; a failure was said. */
static int begin(ms_cli *c, ms_fetch_target *t, ms_str name, const ms_origin *o, unsigned n)
{
    t->files = ms_arena_array(c->arena, n, sizeof *t->files);
    t->list = (ms_fetch_list){
        .name = name, .format = o->format, .minimum = o->minimum, .files = t->files, .n = n};
    ms_str dir = ms_arena_strf(c->arena, "fetched/%.*s", MS_FMT(name));
    if (!t->files || !dir.p) return ms_cli_nomem(c);
    t->dir = ms_data_path(c, dir.p);
    return t->dir ? MS_EXIT_OK : MS_EXIT_SYSTEM;
}

/* Why this build or its surroundings cannot fetch a row; NULL: they can. */
static const char *lacks(ms_cli *c, const ms_origin *o)
{
    const char *value, *name = variable(c, o->address, &value);
    ms_str why;
    if (o->format == MS_FORMAT_COUNT)
        why = ms_arena_strf(c->arena, "this build does not read %.*s", MS_FMT(o->format_name));
    else if (name && (!value || !*value))
        why = ms_arena_strf(c->arena, "its address needs a token in $%s", name);
    else return NULL;
    return why.p ? why.p : "out of memory";
}

/* A list of the table, whose rows are `n` from `first` on. */
static int take_rows(ms_cli *c, uint32_t first, uint32_t n, ms_fetch_target *t)
{
    ms_origin o = ms_origin_at(first);
    int e = begin(c, t, o.list, &o, n);
    for (uint32_t i = 0; i < n && !e; i++) {
        const char *value;
        o = ms_origin_at(first + i);
        variable(c, o.address, &value);
        t->lacks = lacks(c, &o);
        ms_str address = ms_origin_address(o.address, ms_str_z(value), c->arena);
        if (!address.p) return ms_cli_nomem(c);
        t->files[i] = (ms_fetch_file){
            .address = address.p, .dir = t->dir, .name = o.file.p, .max = o.ceiling};
    }
    return e;
}

static int take_named(ms_cli *c, const char *name, ms_fetch_target *t)
{
    uint32_t first, n;
    if (ms_origin_find(ms_str_z(name), &first, &n)) return take_rows(c, first, n, t);
    ms_suggest s = ms_suggest_begin(name);
    for (uint32_t i = 0; i < ms_origin_count(); i++) ms_suggest_try(&s, ms_origin_at(i).list.p);
    if (s.best)
        return ms_cli_usage(c, "no address of a list '%s' (did you mean '%s'?)", name, s.best);
    return ms_cli_usage(c, "no address of a list '%s': see --sources, or give --url", name);
}

/* All lists that can be fetched, each from one row that holds it. */
static int take_all(ms_cli *c, ms_fetching *f)
{
    int e = MS_EXIT_OK;
    for (uint32_t i = 0, first, n; i < ms_origin_count() && !e; i += n) {
        ms_origin o = ms_origin_at(i);
        ms_origin_find(o.list, &first, &n);
        if (!o.named && !lacks(c, &o)) e = take_rows(c, first, n, &f->targets[f->n++]);
    }
    return e;
}

/* ---- other addresses ----------------------------------------------------- */

static unsigned count_urls(const ms_cli *c)
{
    unsigned n = 0;
    while (ms_cli_nth(c, "url", n)) n++;
    return n;
}

/* The name under which the file at `url` is kept. */
static ms_str file_name(ms_cli *c, const char *url)
{
    ms_out o = {0};
    ms_address_file(&o, ms_str_z(url));
    ms_str name = o.failed ? (ms_str){NULL, 0} : ms_arena_str(c->arena, ms_out_str(&o));
    ms_out_free(&o);
    return name;
}

/* The file at the `i`th address; `name` "": as the address says. */
static int take_url(ms_cli *c, ms_fetch_target *t, unsigned i, ms_str name, uint64_t ceiling)
{
    ms_diag d = {0};
    const char *url = ms_cli_nth(c, "url", i);
    ms_rc rc = ms_address_check(url, NULL, &d);
    if (rc == MS_EINVAL) return ms_cli_usage(c, "--url: %s", d.what);
    if (!name.n) name = file_name(c, url);
    if (rc || !name.p) return ms_cli_nomem(c);
    t->files[i] =
        (ms_fetch_file){.address = url, .dir = t->dir, .name = name.p, .max = ceiling};
    for (unsigned k = 0; k < i; k++)
        if (strcmp(t->files[k].name, name.p) == 0)
            return ms_cli_usage(c, "--url: two files are called %s", name.p);
    return MS_EXIT_OK;
}

/* The list `name` from the addresses that were given, otherwise as the table has it. */
static int take_urls(ms_cli *c, const char *name, ms_fetch_target *t)
{
    uint32_t first, n;
    unsigned urls = count_urls(c);
    bool known = ms_origin_find(ms_str_z(name), &first, &n);
    ms_origin o = {.format = MS_FORMAT_AUTO, .minimum = 1, .ceiling = CEILING};
    if (known) o = ms_origin_at(first);
    if (o.format == MS_FORMAT_COUNT) o.format = MS_FORMAT_AUTO;
    int e = begin(c, t, ms_str_z(name), &o, urls);
    for (unsigned i = 0; i < urls && !e; i++) {
        ms_str file = known && n == urls ? ms_origin_at(first + i).file : MS_STR("");
        e = take_url(c, t, i, file, o.ceiling);
    }
    return e;
}

/* What was said for the one list that is named. */
static void adjust(ms_cli *c, ms_fetch_target *t)
{
    const char *format = ms_cli_text(c, "list-format");
    if (format) t->list.format = ms_format_find(ms_str_z(format));
    if (ms_cli_given(c, "min-entities")) t->list.minimum = ms_cli_number(c, "min-entities");
    for (unsigned i = 0; i < t->list.n && ms_cli_given(c, "max-bytes"); i++)
        t->files[i].max = ms_cli_number(c, "max-bytes");
}

/* ---- the command --------------------------------------------------------- */

uint64_t ms_fetch_seconds(const char *text)
{
    static const struct {
        const char *unit;
        uint64_t seconds;
    } units[] = {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
    size_t n = strspn(text, "0123456789");
    uint64_t v;
    if (n > 8 || !ms_length_read((ms_str){text, n}, &v)) return 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(text + n, units[i].unit) == 0 && v * units[i].seconds <= 366 * 86400)
            return v * units[i].seconds;
    return 0;
}

/* What the table of options cannot say. */
static int check(ms_cli *c, uint64_t every)
{
    static const char *const single[] = {"url", "list-format", "min-entities", "max-bytes"};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (ms_cli_given(c, single[i]) && c->n_operands != 1)
            return ms_cli_usage(c, "--%s is for one NAME", single[i]);
    ms_diag d;
    for (unsigned i = 0; i < c->n_operands; i++) {
        /* The name is a folder's too. */
        if (ms_list_name_check(ms_str_z(c->operands[i]), &d))
            return ms_cli_usage(c, "%s", d.what);
        for (unsigned k = 0; k < i; k++)
            if (strcmp(c->operands[k], c->operands[i]) == 0)
                return ms_cli_usage(c, "list '%s' is named twice", c->operands[i]);
    }
    if (every) return MS_EXIT_OK;
    return ms_cli_usage(c, "--every: '%s' is no time such as 90s, 15m, 6h or 1d",
                        ms_cli_text(c, "every"));
}

static int take_targets(ms_cli *c, ms_fetching *f)
{
    size_t room = ms_origin_count() + c->n_operands;
    f->targets = ms_arena_array(c->arena, room, sizeof *f->targets);
    if (!f->targets) return ms_cli_nomem(c);
    if (!c->n_operands) return take_all(c, f);
    int e = MS_EXIT_OK;
    for (unsigned i = 0; i < c->n_operands && !e; i++) {
        ms_fetch_target *t = &f->targets[f->n++];
        e = ms_cli_given(c, "url") ? take_urls(c, c->operands[i], t)
                                   : take_named(c, c->operands[i], t);
    }
    if (!e && c->n_operands == 1) adjust(c, &f->targets[0]);
    return e;
}

static int fetch_all(ms_fetching *f)
{
    int e = MS_EXIT_OK;
    for (unsigned i = 0; i < f->n; i++) {
        ms_fetch_result result;
        unsigned wait;
        e = ms_exit_worse(e, ms_fetch_once(f, &f->targets[i], &result, &wait));
    }
    return e;
}

static int run(ms_cli *c)
{
    uint64_t every = ms_fetch_seconds(ms_cli_text(c, "every"));
    bool watch = ms_cli_flag(c, "watch");
    ms_fetching f = {.c = c,
                     .get = {.cacert = ms_cli_text(c, "cacert"),
                             .timeout = (unsigned)ms_cli_number(c, "timeout")}};
    if (ms_cli_flag(c, "sources")) return ms_fetch_sources(c);
    int e = check(c, every);
    if (!e) e = take_targets(c, &f);
    if (e) return e;
    /* A table is aligned when it is whole, which a watch never is. */
    if (!watch || ms_cli_number(c, "format") != MS_ROWS_TABLE) {
        f.rows = ms_fetch_rows(c);
        if (!f.rows) return ms_cli_nomem(c);
    }
    e = watch ? ms_fetch_watch(&f, every) : fetch_all(&f);
    ms_rc rc = f.rows ? ms_rows_end(f.rows) : MS_OK;
    return ms_exit_worse(e, rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc));
}

#define X(id, name, text) "|" name
static const char formats[] = "auto" MS_FORMAT_LIST(X);
#undef X

static const ms_opt opts[] = {
    {.name = "url",
     .value = "URL",
     .type = MS_OPT_TEXT,
     .repeat = true,
     .help = "Another address for the one list that is named; once for each of its files"},
    {.name = "list-format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = formats,
     .help = "Format that the list must have (default: as the table says, else auto)"},
    {.name = "min-entities",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = 1000000000,
     .help =
         "Refuse the list with fewer screened entities (default: as the table says, else 1)"},
    {.name = "max-bytes",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = (uint64_t)1 << 40,
     .help = "Ceiling of each file (default: as the table says, else 1 GiB)"},
    {.name = "cacert",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "Trust the authorities in this PEM file and no others"},
    {.name = "timeout",
     .value = "SECONDS",
     .type = MS_OPT_UINT,
     .preset = "30",
     .min = 1,
     .max = 3600,
     .help = "Give up when connecting takes longer or a transfer stands still for so long"},
    {.name = "download-only",
     .type = MS_OPT_FLAG,
     .help = "Fetch and try the files, and leave what is in force as it is"},
    {.name = "accept-shrink",
     .type = MS_OPT_FLAG,
     .help = "Accept a version that drops more than 20 % of the list's entities"},
    {.name = "watch",
     .type = MS_OPT_FLAG,
     .help = "Go on fetching until SIGTERM or SIGINT, with a line a check"},
    {.name = "every",
     .value = "TIME",
     .type = MS_OPT_TEXT,
     .preset = "6h",
     .help = "With --watch, how often: a number and s, m, h or d"},
    {.name = "sources",
     .type = MS_OPT_FLAG,
     .help = "Show the table of addresses and fetch nothing"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "How to write what became of the lists"},
    {0},
};

const ms_command ms_cmd_fetch = {
    .name = "fetch",
    .summary = "Fetch published lists and put them in force",
    .operands = "[NAME…]",
    .max_operands = ~0u,
    .opts = opts,
    .about =
        "Fetches each list that is named, or all whose address needs no token, from the "
        "official "
        "addresses of --sources, and imports it under that name.  What is at hand already is "
        "not fetched again, and what was cut off goes on where it ended.\n\n"
        "Only https is spoken, and verified; http is for addresses on this machine.  A file is "
        "refused when it is larger than its ceiling, and a list when it is of another format "
        "than it should be, cut off, or has fewer screened entities than it must: what was "
        "fetched before and the version in force stay.  What marsad import refuses is refused "
        "here too.  Lists do not depend on one another.\n\n"
        "The files lie in fetched/NAME/ of the data folder, each with its headers, checksum "
        "and "
        "times in a JSON file beside it, and the last one that was refused as FILE.refused.  "
        "What stands behind a question mark in an address, such as a token, is not kept.\n\n"
        "Status 3: a list was refused, or some of its records were set aside; 4: a list could "
        "not be fetched.",
    .examples =
        "marsad fetch un ofac\tFetches the lists of the UN and of the US Treasury.\n"
        "marsad fetch --watch --every 6h\tKeeps all lists up to date.\n"
        "marsad fetch --url https://data.opensanctions.org/datasets/latest/sanctions/"
        "entities.ftm.json opensanctions\tFetches a list that the table does not have.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
