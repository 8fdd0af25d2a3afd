/* The sanctions lists of the US Office of Foreign Assets Control as CSV: names, other
 * names, addresses and the rest of long remarks in four files without a header, joined
 * by the number of the entry (OFAC, dat_spec.txt). */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "lists/names.h"
#include "lists/ofac_links.h"
#include "lists/ofac_remarks.h"
#include "lists/sheet.h"

/* Cells of a row, which tell the files apart. */
enum { NAMES = 12, ALIASES = 5, ADDRESSES = 6, COMMENTS = 2, SIDE_MAX = 8 << 20 };

enum {
    ENT,
    NAME,
    TYPE,
    PROGRAM,
    TITLE,
    CALL_SIGN,
    VESSEL_TYPE,
    TONNAGE,
    GRT,
    FLAG,
    OWNER,
    REMARKS
};

/* A row of the other files. */
typedef struct side {
    uint64_t entry;
    uint32_t order, file;
    uint32_t n; /* cells, ADDRESSES and so on */
    bool used;
    ms_place at;
    ms_str cell[ADDRESSES];
} side;

typedef struct ofac {
    ms_reader *r;
    ms_arena *a;
    side *v;
    uint32_t n, cap;
    ms_ofac_links links;
    bool names; /* a file of names was there */
} ofac;

/* What a cell says: without the end-of-file mark of DOS, "-0-" is nothing. */
static ms_str value(const ms_csv_row *row, unsigned i)
{
    ms_str s = i < row->n ? ms_str_trim(row->cell[i]) : (ms_str){"", 0};
    while (s.n && s.p[0] == 0x1a) s = ms_str_trim((ms_str){s.p + 1, s.n - 1});
    while (s.n && s.p[s.n - 1] == 0x1a) s = ms_str_trim((ms_str){s.p, s.n - 1});
    return ms_str_eq(s, MS_STR("-0-")) ? (ms_str){"", 0} : s;
}

/* The number in the first cell; 0 when it is none. */
static uint64_t number(ms_str s)
{
    int64_t n = ms_number(s, 99999999999);
    return n > 0 ? (uint64_t)n : 0;
}

static ms_rc keep(ofac *o, const ms_sheet *t, uint32_t file, unsigned cells, ms_diag *d)
{
    if (o->n == SIDE_MAX)
        return ms_fail(d, MS_ELIMIT, t->row.line, t->row.at, "more than %d rows", SIDE_MAX);
    if (o->n == o->cap) {
        uint32_t cap = o->cap ? o->cap * 2 : 4096;
        side *v = ms_realloc(o->v, cap * sizeof *v);
        if (!v) return ms_fail(d, MS_ENOMEM, t->row.line, t->row.at, "no memory for the rows");
        o->v = v;
        o->cap = cap;
    }
    side *s = &o->v[o->n];
    *s = (side){.entry = number(value(&t->row, ENT)),
                .order = o->n++,
                .file = file,
                .n = cells,
                .at = ms_sheet_place(t)};
    for (unsigned i = 1; i < cells; i++) {
        /* A comment goes on in the middle of a word: its blanks count. */
        ms_str c = cells == COMMENTS ? t->row.cell[i] : value(&t->row, i);
        s->cell[i] = ms_arena_str(o->a, c);
        if (!s->cell[i].p)
            return ms_fail(d, MS_ENOMEM, t->row.line, t->row.at, "no memory for the rows");
    }
    return MS_OK;
}

static int compare(const void *a, const void *b)
{
    const side *x = a, *y = b;
    if (x->entry != y->entry) return x->entry < y->entry ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static side *first_of(const ofac *o, uint64_t entry)
{
    uint32_t from = 0, to = o->n;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (o->v[mid].entry < entry) from = mid + 1;
        else to = mid;
    }
    return o->v + from;
}

/* What remarks may call the entry. */
static void name_links(ofac *o, ms_str id, ms_str number_text, ms_str name)
{
    uint64_t entry = number(number_text);
    ms_ofac_links_name(&o->links, id, name, false);
    if (!o->n) return;
    for (const side *s = first_of(o, entry); s < o->v + o->n && s->entry == entry; s++)
        if (s->n == ALIASES) ms_ofac_links_name(&o->links, id, s->cell[3], true);
}

static void add_alias(ms_entry *x, const side *s, bool person)
{
    bool former = ms_str_eq(s->cell[2], MS_STR("fka"));
    const char *prop = former ? "previousName" : "alias";
    if (person) ms_entry_name(x, prop, s->cell[3], false);
    else ms_entry_add(x, prop, ms_entry_clean(x, s->cell[3]));
    ms_entry_note(x, "Alias", s->cell[3], s->cell[4]);
}

static void add_address(ms_entry *x, const side *s)
{
    ms_str full = ms_entry_join(x, s->cell[2], ", ", s->cell[3]);
    full = ms_entry_join(x, full, ", ", s->cell[4]);
    if (!full.n && !s->cell[5].n) return;
    ms_entity *e = ms_entry_address(x, full, s->cell[4]);
    ms_entry_add_to(x, e, "street", s->cell[2]);
    ms_entry_add_to(x, e, "remarks", s->cell[5]);
}

/* The other rows of the entry; comments are put behind `*remarks`. */
static void add_sides(const ofac *o, ms_entry *x, uint64_t entry, bool person, ms_str *remarks)
{
    if (!o->n) return;
    for (side *s = first_of(o, entry); s < o->v + o->n && s->entry == entry; s++) {
        s->used = true;
        if (s->n == ALIASES) add_alias(x, s, person);
        else if (s->n == ADDRESSES) add_address(x, s);
        else *remarks = ms_entry_f(x, "%.*s%.*s", MS_FMT(*remarks), MS_FMT(s->cell[1]));
    }
}

static void add_sanction(ms_entry *x, ms_str number, ms_str programs)
{
    ms_entity *s = ms_entry_sanction(x, "Office of Foreign Assets Control");
    ms_str piece;
    ms_entry_add(x, "topics", MS_STR("sanction"));
    ms_entry_add_to(x, s, "country", MS_STR("us"));
    ms_entry_add_to(x, s, "authorityId", number);
    while (ms_next_piece(&programs, "]", &piece)) {
        while (piece.n && strchr("[ ", piece.p[0])) piece.p++, piece.n--;
        ms_entry_add_to(x, s, "program", piece);
    }
}

static ms_rc read_entry(ofac *o, const ms_sheet *t, ms_diag *d)
{
    const ms_csv_row *row = &t->row;
    ms_str id = value(row, ENT), type = value(row, TYPE), title = value(row, TITLE);
    const char *schema = type.n ? ms_ofac_schema(type) : "Organization";
    bool person = !strcmp(schema, "Person");
    ms_entry x = ms_entry_make(t->r, id, schema, ms_sheet_place(t), d);
    if (person) ms_entry_name(&x, "name", value(row, NAME), true);
    else ms_entry_add(&x, "name", ms_entry_clean(&x, value(row, NAME)));
    ms_entry_add_or_note(&x, "position", "Title", title);
    ms_entry_add_or_note(&x, "callSign", "Call sign", value(row, CALL_SIGN));
    ms_entry_add_or_note(&x, "type", "Vessel type", value(row, VESSEL_TYPE));
    ms_entry_add_or_note(&x, "tonnage", "Tonnage", value(row, TONNAGE));
    ms_entry_add_or_note(&x, "grossRegisteredTonnage", "Gross registered tonnage",
                         value(row, GRT));
    ms_entry_add_or_note(&x, "flag", "Vessel flag", value(row, FLAG));
    ms_entry_note(&x, "Vessel owner", MS_STR(""), value(row, OWNER));
    /* Blanks at its end count: a comment may go on there. */
    ms_str remarks = value(row, REMARKS).n ? row->cell[REMARKS] : MS_STR("");
    add_sides(o, &x, number(id), person, &remarks);
    ms_ofac_remarks(&x, remarks, title);
    add_sanction(&x, id, value(row, PROGRAM));
    ms_entry_end(&x);
    name_links(o, x.e.id, id, value(row, NAME));
    ms_ofac_links_remarks(&o->links, x.e.id, remarks, ms_sheet_place(t));
    return ms_entry_rc(&x);
}

unsigned ms_ofac_csv_cells(ms_str head)
{
    unsigned n = 1;
    bool quoted = false;
    size_t i = 0;
    for (; i < head.n && (quoted || !strchr("\r\n", head.p[i])); i++) {
        if (head.p[i] == '"') quoted = !quoted;
        if (head.p[i] == ',' && !quoted) n++;
    }
    if (!head.n || (n != NAMES && n != ALIASES && n != ADDRESSES && n != COMMENTS)) return 0;
    bool number = ms_is_digit(head.p[0]);
    ms_str line = {head.p, i};
    if (n == COMMENTS) return number && memmem(line.p, line.n, ",\"", 2) ? n : 0;
    if (n == ALIASES && number) return memmem(line.p, line.n, "ka", 2) ? n : 0;
    /* A header, which only re-exports have, begins with "ID". */
    bool id = head.n > 3 && !memcmp(head.p, "ID,", 3);
    return (number || id) && memmem(head.p, head.n, "-0-", 3) ? n : 0;
}

static ms_rc aside_row(ms_reader *r, const ms_sheet *t, unsigned kind)
{
    ms_diag why;
    if (!t->records) ms_reader_record(r);
    if (t->row.n == kind)
        ms_fail(&why, MS_EVALUE, t->row.line, t->row.at, "'%.*s' is no number of an entry",
                (int)(t->row.cell[0].n < 40 ? t->row.cell[0].n : 40), t->row.cell[0].p);
    else
        ms_fail(&why, MS_ESYNTAX, t->row.line, t->row.at, "%u cells, where %u are expected",
                t->row.n, kind);
    return ms_reader_aside(r, &why, MS_STR(""), true);
}

/* Whether the row is a header, which only re-exports have, or only the mark 0x1A. */
static bool no_row(const ms_sheet *t, bool first)
{
    ms_str s = value(&t->row, ENT);
    bool empty = true;
    for (unsigned i = 0; i < t->row.n; i++) empty &= !value(&t->row, i).n;
    return empty || (first && s.n && !ms_is_digit(s.p[0]));
}

/* Reads file `i` when it is one of names, or one of the others, as asked for. */
static ms_rc read_file(ofac *o, unsigned i, bool names, ms_diag *d)
{
    ms_sheet t;
    ms_str head;
    ms_rc rc = ms_reader_file(o->r, i, d);
    if (!rc) rc = ms_source_peek(o->r->src, MS_HEAD_MAX, &head, d);
    unsigned kind = rc ? 0 : ms_ofac_csv_cells(head);
    if (rc || (kind == NAMES) != names) return rc;
    rc = ms_sheet_open(&t, o->r, ',', d);
    t.records = names;
    for (bool first = true; !rc; first = false) {
        rc = ms_sheet_next(&t, d);
        if (rc) break;
        if (no_row(&t, first)) {
            o->r->report->records -= names;
            continue;
        }
        if (t.row.n != kind || !number(value(&t.row, ENT))) rc = aside_row(o->r, &t, kind);
        else if (!names) rc = keep(o, &t, i, kind, d);
        else {
            o->names = true;
            rc = read_entry(o, &t, d);
        }
        if (rc && !d->rc) ms_fail(d, rc, t.row.line, t.row.at, "%s", ms_rc_text(rc));
    }
    ms_sheet_close(&t);
    return rc == MS_END ? MS_OK : rc;
}

/* Rows whose entry is in no file of names. */
static ms_rc aside_orphans(ofac *o, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < o->n && !rc; i++) {
        ms_diag why;
        if (o->v[i].used) continue;
        rc = ms_reader_file(o->r, o->v[i].file, d);
        if (rc) break;
        ms_reader_record(o->r);
        ms_fail(&why, MS_EMISSING, o->v[i].at.line, o->v[i].at.at,
                "entry %llu is in no file of names", (unsigned long long)o->v[i].entry);
        rc = ms_reader_aside(o->r, &why, MS_STR(""), true);
    }
    return rc;
}

ms_rc ms_read_ofac_csv(ms_reader *r, ms_diag *d)
{
    ofac o = {.r = r, .a = ms_arena_new(0), .links = ms_ofac_links_make()};
    ms_diag own = {0};
    ms_rc rc = o.a ? MS_OK : ms_fail(&own, MS_ENOMEM, 0, 0, "no memory to read CSV");
    for (unsigned i = 0; i < r->n_set && !rc; i++) rc = read_file(&o, i, false, &own);
    if (o.n) qsort(o.v, o.n, sizeof *o.v, compare);
    for (unsigned i = 0; i < r->n_set && !rc; i++) rc = read_file(&o, i, true, &own);
    if (!rc && !o.names)
        rc = ms_fail(&own, MS_EMISSING, 0, 0,
                     "the file of names is missing: give sdn.csv (or cons_prim.csv) as well");
    if (!rc) rc = ms_ofac_links_give(&o.links, r, &own);
    if (!rc) rc = aside_orphans(&o, &own);
    ms_ofac_links_free(&o.links);
    ms_free(o.v);
    ms_arena_free(o.a);
    if (rc && d) *d = own;
    return rc;
}
