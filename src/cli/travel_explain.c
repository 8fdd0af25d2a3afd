/* marsad travel explain: an interchange segment by segment, with what it means. */
#include <stdio.h>

#include <marsad/edidir.h>

#include "cli/rows.h"
#include "cli/travel.h"

static const ms_col cols[] = {
    {"file", NULL, MS_COL_TEXT, false},      {"kind", NULL, MS_COL_TEXT, false},
    {"at", "Byte", MS_COL_NUMBER, false},    {"message", NULL, MS_COL_NUMBER, false},
    {"segment", "No", MS_COL_NUMBER, false}, {"tag", "Tag", MS_COL_TEXT, false},
    {"place", "Place", MS_COL_TEXT, false},  {"element", "Element", MS_COL_TEXT, false},
    {"name", "Name", MS_COL_TEXT, true},     {"value", "Value", MS_COL_TEXT, true},
    {"length", NULL, MS_COL_NUMBER, false},  {"meaning", "Meaning", MS_COL_TEXT, true},
    {"severity", NULL, MS_COL_TEXT, false},
};

enum {
    FILE_NAME,
    KIND,
    AT,
    MESSAGE,
    SEGMENT,
    TAG,
    PLACE,
    ELEMENT,
    NAME,
    VALUE,
    LENGTH,
    MEANING,
    SEVERITY,
    N_COLS
};

/* One file being explained. */
typedef struct explaining {
    ms_cli *c;
    ms_rows *rows;
    const char *file;
    bool raw, table;
} explaining;

/* Numbers of a row as text. */
typedef struct numbers {
    char at[24], message[24], segment[24], place[40], length[24], hidden[40];
} numbers;

static ms_str number(char *to, size_t n, uint64_t v)
{
    return (ms_str){to, (size_t)snprintf(to, n, "%llu", (unsigned long long)v)};
}

/* The cells that rows of all kinds have. */
static void place(const explaining *x, const ms_edi_item *item, const char *kind, uint64_t at,
                  uint32_t segment, const char *tag, numbers *t, ms_str *cells)
{
    for (unsigned i = 0; i < N_COLS; i++) cells[i] = MS_STR("");
    cells[FILE_NAME] = ms_str_z(x->file);
    cells[KIND] = ms_str_z(kind);
    cells[AT] = number(t->at, sizeof t->at, at);
    if (item->kind == MS_EDI_MESSAGE)
        cells[MESSAGE] = number(t->message, sizeof t->message, item->number);
    if (segment) cells[SEGMENT] = number(t->segment, sizeof t->segment, segment);
    cells[TAG] = ms_str_z(tag);
}

static ms_str at_place(char *to, size_t n, unsigned element, unsigned repetition,
                       unsigned component)
{
    int k = !element         ? 0
            : repetition > 1 ? snprintf(to, n, "%u*%u.%u", element, repetition, component)
            : component      ? snprintf(to, n, "%u.%u", element, component)
                             : snprintf(to, n, "%u", element);
    return (ms_str){to, (size_t)k};
}

static ms_rc show_value(const explaining *x, const ms_edi_item *item, const ms_edi_segment *s,
                        const ms_edi_value *v)
{
    numbers t;
    ms_str cells[N_COLS];
    ms_edi_meaning m;
    ms_edi_meaning_of(ms_edi_family_of(item->header), s, v, &m);
    place(x, item, "value", s->at + v->at, s->number, s->name, &t, cells);
    cells[PLACE] = at_place(t.place, sizeof t.place, v->element, v->repetition, v->component);
    cells[ELEMENT] = m.number;
    cells[NAME] = m.name.n ? m.name : MS_STR("(not in the directory)");
    cells[LENGTH] = number(t.length, sizeof t.length, v->text.n);
    cells[MEANING] = m.code;
    if (x->raw || m.shown) {
        cells[VALUE] = v->text;
    } else if (x->table) {
        snprintf(t.hidden, sizeof t.hidden, "(%zu bytes)", v->text.n);
        cells[VALUE] = ms_str_z(t.hidden);
    }
    if (x->table) cells[TAG] = MS_STR("");
    if (x->table) cells[SEGMENT] = MS_STR("");
    return ms_rows_add(x->rows, cells);
}

static ms_rc show_oddity(const explaining *x, const ms_edi_item *item, const ms_oddity *o)
{
    static const unsigned tints[MS_SEVERITIES] = {2, 4, 5};
    numbers t;
    ms_str cells[N_COLS];
    char meaning[512];
    ms_severity severity = ms_oddity_severity(o->code);
    place(x, item, "oddity", o->at, o->segment, o->tag, &t, cells);
    cells[PLACE] = at_place(t.place, sizeof t.place, o->element, o->repetition, o->component);
    cells[NAME] = ms_str_z(ms_oddity_name(o->code));
    cells[SEVERITY] = ms_str_z(ms_severity_name(severity));
    snprintf(meaning, sizeof meaning, "%s%s%s%s%.*s",
             x->table ? ms_severity_name(severity) : "", x->table ? ": " : "",
             ms_oddity_text(o->code), o->what.n ? ": " : "", MS_FMT(o->what));
    cells[MEANING] = ms_str_z(meaning);
    if (x->table) cells[SEGMENT] = cells[TAG] = MS_STR("");
    ms_rc rc = ms_rows_add(x->rows, cells);
    if (!rc) ms_rows_tint(x->rows, tints[severity]);
    return rc;
}

/* The oddities of places up to byte `end`, from `*next` on. */
static ms_rc show_oddities(const explaining *x, const ms_edi_item *item, uint64_t end,
                           uint32_t *next)
{
    ms_rc rc = MS_OK;
    const ms_oddities *o = item->oddities;
    while (!rc && *next < o->n && o->v[*next].at < end)
        rc = show_oddity(x, item, &o->v[(*next)++]);
    return rc;
}

static ms_rc show_item(const explaining *x, const ms_edi_item *item)
{
    ms_rc rc = MS_OK;
    uint32_t odd = 0;
    for (uint32_t i = 0; i < item->n && !rc; i++) {
        const ms_edi_segment *s = &item->v[i];
        numbers t;
        ms_str cells[N_COLS];
        rc = show_oddities(x, item, s->at, &odd);
        place(x, item, "segment", s->at, s->number, s->name, &t, cells);
        cells[NAME] = ms_edi_segment_name(ms_edi_family_of(item->header), s);
        if (!rc) rc = ms_rows_add(x->rows, cells);
        if (!rc) ms_rows_tint(x->rows, 1);
        for (uint32_t k = 0; k < s->n && !rc; k++) rc = show_value(x, item, s, &s->v[k]);
        if (!rc) rc = show_oddities(x, item, s->at + s->bytes, &odd);
    }
    if (!rc) rc = show_oddities(x, item, UINT64_MAX, &odd);
    if (item->oddities->found > item->oddities->n)
        ms_cli_say(x->c, "%s: %llu more oddities from byte %llu on are not shown", x->file,
                   (unsigned long long)(item->oddities->found - item->oddities->n),
                   (unsigned long long)item->at);
    return rc;
}

/* Reads `src`; `*status` gets worse where it holds no interchange. */
static ms_rc explain(const explaining *x, ms_source *src, int *status)
{
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    const ms_edi_item *item;
    ms_diag d = {0};
    if (!r) return MS_ENOMEM;
    ms_rc rc, out = MS_OK;
    while (!(rc = ms_edi_next(r, &item, &d)) && !out) out = show_item(x, item);
    if (rc != MS_OK && rc != MS_END) {
        ms_cli_diag(x->c, x->file, &d);
        *status = ms_exit_worse(*status, ms_cli_exit(rc));
    } else if (!ms_edi_reader_totals(r).interchanges) {
        ms_cli_say(x->c, "%s: no interchange was found", x->file);
        *status = ms_exit_worse(*status, MS_EXIT_INPUT);
    }
    ms_edi_reader_free(r);
    return out;
}

static ms_rc explain_file(explaining *x, const char *path, int *status)
{
    ms_source *src = NULL;
    ms_diag d = {0};
    ms_rc rc = ms_source_file(path, &src, &d);
    if (!rc) rc = ms_source_unpack(&src, 0, &d);
    ms_rc out = MS_OK;
    x->file = path;
    if (rc) {
        ms_cli_diag(x->c, NULL, &d);
        *status = ms_exit_worse(*status, ms_cli_exit(rc));
    } else {
        out = explain(x, src, status);
    }
    ms_source_free(src);
    return out;
}

int travel_explain(ms_cli *c, const char *const *operand, unsigned n)
{
    if (!n) return ms_cli_usage(c, "FILE is missing");
    ms_rows_format format = (ms_rows_format)ms_cli_number(c, "format");
    explaining x = {.c = c, .raw = ms_cli_flag(c, "raw"), .table = format == MS_ROWS_TABLE};
    if (x.raw) ms_cli_say(c, "--raw: what follows holds personal data as it was sent");
    x.rows = ms_rows_begin(c, format, cols, N_COLS);
    int status = MS_EXIT_OK;
    ms_rc rc = x.rows ? MS_OK : MS_ENOMEM;
    for (unsigned i = 0; i < n && !rc; i++) rc = explain_file(&x, operand[i], &status);
    ms_rc end = x.rows ? ms_rows_end(x.rows) : MS_ENOMEM;
    if (!rc) rc = end;
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    return ms_exit_worse(status, ms_cli_exit(rc));
}
