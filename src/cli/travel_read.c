/* marsad travel read: what was understood of each message, with its oddities. */
#include "cli/rows.h"
#include "cli/travel.h"

/* The run over all files. */
typedef struct reading {
    ms_cli *c;
    ms_rows_format format;
    const char *file;
    bool raw;
    travel_links *links; /* NULL without --link */
    ms_parts *parts;
    ms_zones *zones; /* NULL where the system has none, and with --link */
    ms_out o;
    ms_arena *a; /* for one message at a time */
    int status;
} reading;

static ms_rc show(reading *r, const ms_edi_item *item, const ms_manifest *m)
{
    manifest_shown x = {.file = r->file, .item = item, .manifest = m, .raw = r->raw};
    switch (r->format) {
    case MS_ROWS_JSON: manifest_json(&x, &r->o); break;
    case MS_ROWS_CSV: manifest_csv(&x, &r->o); break;
    case MS_ROWS_TABLE: manifest_block(&x, r->c->out_color, &r->o); break;
    }
    return ms_cli_write(r->c, &r->o);
}

static ms_rc read_list(reading *r, const ms_edi_item *item)
{
    ms_manifest m;
    ms_rc rc = r->links ? travel_links_add(r->links, r->file, item, &m)
                        : ms_manifest_read(item, r->a, &m);
    if (!rc && !r->links) rc = ms_travel_utc(r->zones, &m, r->a);
    if (rc) return rc;
    ms_travel_part part = ms_travel_part_of(item, &m);
    rc = ms_parts_add(r->parts, &part, r->file);
    return rc || r->links ? rc : show(r, item, &m);
}

static ms_rc read_item(reading *r, const ms_edi_item *item)
{
    if (item->kind != MS_EDI_MESSAGE)
        return item->oddities->found && !r->links ? show(r, item, NULL) : MS_OK;
    ms_arena_reset(r->a);
    ms_rc rc = read_list(r, item);
    if (rc != MS_ENOTFOUND) return rc;
    ms_cli_say(r->c, "%s: message %u is no list of travellers (%.*s); left out", r->file,
               item->number, MS_FMT(item->header->type));
    r->status = ms_exit_worse(r->status, MS_EXIT_INPUT);
    return item->oddities->found ? show(r, item, NULL) : MS_OK;
}

static ms_rc read_source(reading *r, ms_source *src)
{
    ms_edi_reader *e = ms_edi_reader_new(src, NULL);
    const ms_edi_item *item;
    ms_diag d = {0};
    if (!e) return MS_ENOMEM;
    ms_rc rc, out = MS_OK;
    while (!(rc = ms_edi_next(e, &item, &d)) && !(out = read_item(r, item))) {
    }
    if (!out && rc != MS_END) {
        ms_cli_diag(r->c, r->file, &d);
        r->status = ms_exit_worse(r->status, ms_cli_exit(rc));
    } else if (!out && !ms_edi_reader_totals(e).messages) {
        ms_cli_say(r->c, "%s: no message was found", r->file);
        r->status = ms_exit_worse(r->status, MS_EXIT_INPUT);
    }
    ms_edi_reader_free(e);
    return out;
}

static ms_rc read_file(reading *r, const char *path)
{
    ms_source *src = NULL;
    ms_diag d = {0};
    ms_rc rc = ms_source_file(path, &src, &d), out = MS_OK;
    if (!rc) rc = ms_source_unpack(&src, 0, &d);
    r->file = path;
    if (rc) {
        ms_cli_diag(r->c, NULL, &d);
        r->status = ms_exit_worse(r->status, ms_cli_exit(rc));
    } else {
        out = read_source(r, src);
    }
    ms_source_free(src);
    return out;
}

/* A system without zones costs the times in UTC and nothing else. */
static ms_rc open_zones(reading *r)
{
    ms_diag d = {0};
    ms_rc rc = ms_zones_open(NULL, &r->zones, &d);
    if (!rc || rc == MS_ENOMEM) return rc;
    ms_cli_diag(r->c, NULL, &d);
    ms_cli_say(r->c, "times are not given in UTC");
    return MS_OK;
}

/* Files of zones that were needed and could not be read. */
static void say_faults(reading *r)
{
    ms_diag d;
    for (unsigned i = 0; r->zones && ms_zones_fault(r->zones, i, &d); i++) {
        ms_cli_diag(r->c, NULL, &d);
        r->status = ms_exit_worse(r->status, ms_cli_exit(d.rc));
    }
}

/* What shows behind all files. */
static ms_rc finish(reading *r)
{
    ms_rc rc = r->links ? travel_links_show(r->c, r->links) : MS_OK;
    if (rc) return rc;
    if (travel_parts_say(r->c, r->parts, r->format == MS_ROWS_JSON && !r->links, &r->o))
        r->status = ms_exit_worse(r->status, MS_EXIT_INPUT);
    return ms_cli_write(r->c, &r->o);
}

int travel_read(ms_cli *c, const char *const *operand, unsigned n)
{
    if (!n) return ms_cli_usage(c, "FILE is missing");
    reading r = {.c = c,
                 .format = (ms_rows_format)ms_cli_number(c, "format"),
                 .raw = ms_cli_flag(c, "raw"),
                 .parts = ms_parts_new(0),
                 .a = ms_arena_new(0)};
    bool link = ms_cli_flag(c, "link");
    if (link) r.links = travel_links_new();
    else if (r.raw) ms_cli_say(c, "--raw: what follows holds personal data as it was sent");
    ms_rc rc = r.a && r.parts && (r.links || !link) ? MS_OK : MS_ENOMEM;
    if (!rc && !link) rc = open_zones(&r);
    if (r.format == MS_ROWS_CSV && !link) manifest_csv_header(&r.o);
    for (unsigned i = 0; i < n && !rc; i++) rc = read_file(&r, operand[i]);
    if (!rc) rc = finish(&r);
    say_faults(&r);
    ms_zones_free(r.zones);
    travel_links_free(r.links);
    ms_parts_free(r.parts);
    ms_out_free(&r.o);
    ms_arena_free(r.a);
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    if (rc == MS_ELIMIT) ms_cli_say(c, "--link: too many messages to compare at once");
    return ms_exit_worse(r.status, ms_cli_exit(rc));
}
