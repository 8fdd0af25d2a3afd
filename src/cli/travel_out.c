/* Manifests as JSON, as CSV and for people, each from the closed table of fields. */
#include <stdio.h>

#include "cli/oddities.h"
#include "cli/rows.h"
#include "cli/term.h"
#include "cli/travel.h"

/* ---- fields -------------------------------------------------------------- */

static const void *at(const void *record, uint16_t offset)
{
    return (const char *)record + offset;
}

static ms_str text_of(const void *record, const ms_travel_field *f)
{
    ms_str s;
    memcpy(&s, at(record, f->at), sizeof s);
    return s;
}

static uint32_t count_of(const void *record, uint16_t offset)
{
    uint32_t n;
    memcpy(&n, at(record, offset), sizeof n);
    return n;
}

static const char *list_of(const void *record, const ms_travel_field *f)
{
    const char *p;
    memcpy(&p, at(record, f->at), sizeof p);
    return p;
}

static bool day_said(const ms_travel_date *d)
{
    return d->sent.n || d->date.year;
}

/* Whether the record says anything in that field. */
static bool said(const void *record, const ms_travel_field *f)
{
    switch (f->kind) {
    case MS_FIELD_IS_TEXT: return text_of(record, f).n > 0;
    case MS_FIELD_IS_DATE: return day_said(at(record, f->at));
    case MS_FIELD_IS_TIME: return day_said(&((const ms_travel_time *)at(record, f->at))->day);
    case MS_FIELD_IS_COUNT: return count_of(record, f->at) > 0;
    case MS_FIELD_IS_FLAG: return *(const bool *)at(record, f->at);
    case MS_FIELD_IS_LIST: return count_of(record, f->count_at) > 0;
    }
    return false;
}

/* "2014-02-01", of it what is known; the text as sent where nothing is. */
static void out_day(ms_out *o, const ms_travel_date *d)
{
    char buf[MS_DATE_MAX];
    size_t n = ms_date_print(d->date, buf);
    ms_out_raw(o, n ? (ms_str){buf, n} : d->sent);
}

/* The doubt of two digits: " or 1924". */
static void out_other_year(ms_out *o, const ms_travel_date *d)
{
    if (d->other) ms_out_fmt(o, " or %u", d->other);
}

static void out_clock(ms_out *o, const ms_travel_time *t)
{
    if (t->minute != MS_MINUTE_UNKNOWN)
        ms_out_fmt(o, "%02d:%02d", t->minute / 60, t->minute % 60);
}

static void out_offset(ms_out *o, int offset)
{
    int away = offset < 0 ? -offset : offset;
    ms_out_fmt(o, "%c%02d:%02d", offset < 0 ? '-' : '+', away / 60, away % 60);
}

/* A field that is no list, in one text: "2014-02-01 06:00", "3". */
static void out_plain(ms_out *o, const void *record, const ms_travel_field *f)
{
    const void *p = at(record, f->at);
    const ms_travel_time *t = p;
    switch (f->kind) {
    case MS_FIELD_IS_TEXT: ms_out_raw(o, text_of(record, f)); break;
    case MS_FIELD_IS_DATE: out_day(o, p); break;
    case MS_FIELD_IS_TIME:
        out_day(o, &t->day);
        if (t->minute != MS_MINUTE_UNKNOWN) ms_out_char(o, ' ');
        out_clock(o, t);
        if (t->offset != MS_OFFSET_UNKNOWN) out_offset(o, t->offset);
        break;
    case MS_FIELD_IS_COUNT: ms_out_u64(o, count_of(record, f->at)); break;
    case MS_FIELD_IS_FLAG: ms_out_lit(o, "yes"); break;
    case MS_FIELD_IS_LIST: break;
    }
}

/* ---- JSON ---------------------------------------------------------------- */

static void json_day(ms_out *o, const ms_travel_date *d)
{
    char buf[MS_DATE_MAX];
    size_t n = ms_date_print(d->date, buf);
    ms_out_lit(o, "{\"date\":");
    if (n) ms_out_json(o, (ms_str){buf, n});
    else ms_out_lit(o, "null");
    if (d->other) ms_out_fmt(o, ",\"other_year\":%u", d->other);
    ms_out_member(o, "sent", d->sent);
}

static void json_time(ms_out *o, const ms_travel_time *t)
{
    json_day(o, &t->day);
    if (t->minute != MS_MINUTE_UNKNOWN) {
        ms_out_lit(o, ",\"time\":\"");
        out_clock(o, t);
        ms_out_char(o, '"');
    }
    if (t->offset != MS_OFFSET_UNKNOWN) {
        ms_out_lit(o, ",\"offset\":\"");
        out_offset(o, t->offset);
        ms_out_char(o, '"');
    }
    ms_out_char(o, '}');
}

static void json_record(ms_out *o, const ms_travel_struct *of, const void *record);

static void json_list(ms_out *o, const ms_travel_field *f, const void *record)
{
    const char *p = list_of(record, f);
    uint32_t n = count_of(record, f->count_at);
    ms_out_char(o, '[');
    for (uint32_t i = 0; i < n; i++) {
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
        json_record(o, f->of, p + (size_t)i * f->of->size);
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

/* The members of a record that it says. */
static void json_record(ms_out *o, const ms_travel_struct *of, const void *record)
{
    for (unsigned i = 0; i < of->n; i++) {
        const ms_travel_field *f = &of->field[i];
        if (!said(record, f)) continue;
        ms_out_key(o, f->name);
        switch (f->kind) {
        case MS_FIELD_IS_TEXT: ms_out_json(o, text_of(record, f)); break;
        case MS_FIELD_IS_DATE:
            json_day(o, at(record, f->at));
            ms_out_char(o, '}');
            break;
        case MS_FIELD_IS_TIME: json_time(o, at(record, f->at)); break;
        case MS_FIELD_IS_COUNT: ms_out_u64(o, count_of(record, f->at)); break;
        case MS_FIELD_IS_FLAG: ms_out_lit(o, "true"); break;
        case MS_FIELD_IS_LIST: json_list(o, f, record); break;
        }
    }
}

/* What is dropped, by kind; nothing where nothing is. */
static void json_dropped(ms_out *o, const ms_manifest *m)
{
    bool any = false;
    for (int k = 0; k < MS_DROPPED_KINDS; k++) {
        if (!m->dropped[k]) continue;
        ms_out_fmt(o, "%s\"%s\":%u", any ? "," : ",\"dropped\":{",
                   ms_dropped_name((ms_dropped)k), m->dropped[k]);
        any = true;
    }
    if (any) ms_out_char(o, '}');
}

/* A segment as the standard's own separators would have it. */
static void out_segment(ms_out *o, const ms_edi_segment *s)
{
    unsigned element = 0, repetition = 1, component = 1;
    ms_out_raw(o, ms_str_z(s->name));
    for (uint32_t i = 0; i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        for (; element < v->element; element++, repetition = component = 1) ms_out_char(o, '+');
        for (; repetition < v->repetition; repetition++, component = 1) ms_out_char(o, '*');
        for (; component < v->component; component++) ms_out_char(o, ':');
        ms_out_raw(o, v->text);
    }
}

static void json_raw(ms_out *o, const ms_edi_item *item)
{
    ms_out line = {0};
    ms_out_lit(o, ",\"segments\":[");
    for (uint32_t i = 0; i < item->n; i++) {
        ms_out_reset(&line);
        out_segment(&line, &item->v[i]);
        if (i) ms_out_char(o, ',');
        ms_out_json(o, ms_out_str(&line));
    }
    ms_out_char(o, ']');
    o->failed |= line.failed;
    ms_out_free(&line);
}

void manifest_json(const manifest_shown *x, ms_out *o)
{
    ms_out_lit(o, "{\"file\":");
    ms_out_json(o, ms_str_z(x->file));
    ms_out_fmt(o, ",\"interchange\":%u", x->item->interchange->number);
    if (x->item->kind == MS_EDI_MESSAGE) ms_out_fmt(o, ",\"message\":%u", x->item->number);
    if (x->item->part > 1) ms_out_fmt(o, ",\"continued\":%u", x->item->part);
    if (x->manifest) {
        json_record(o, ms_travel_table(), x->manifest);
        json_dropped(o, x->manifest);
    }
    oddities_json(x->manifest ? &x->manifest->oddities : x->item->oddities, o);
    if (x->raw) json_raw(o, x->item);
    ms_out_lit(o, "}\n");
}

/* ---- CSV ----------------------------------------------------------------- */

/* What of the manifest stands in each line, before what the traveller says. */
static const char *const of_manifest[] = {"type",    "content", "action", "sender",
                                          "carrier", "number",  "craft",  "legs"};

static const ms_travel_field *field_of(const ms_travel_struct *of, const char *name)
{
    for (unsigned i = 0; i < of->n; i++)
        if (strcmp(of->field[i].name, name) == 0) return &of->field[i];
    return NULL;
}

static const ms_travel_struct *traveller(void)
{
    return field_of(ms_travel_table(), "travellers")->of;
}

/* A list in one cell: its records divided by semicolons, their fields by blanks. */
static void flat(ms_out *o, const ms_travel_field *f, const void *record)
{
    const char *p = list_of(record, f);
    uint32_t n = count_of(record, f->count_at);
    for (uint32_t i = 0; i < n; i++, p += f->of->size) {
        bool first = true;
        if (i) ms_out_lit(o, "; ");
        for (unsigned k = 0; k < f->of->n; k++) {
            const ms_travel_field *g = &f->of->field[k];
            if (g->kind == MS_FIELD_IS_LIST || !said(p, g)) continue;
            if (!first) ms_out_char(o, ' ');
            out_plain(o, p, g);
            if (g->kind == MS_FIELD_IS_DATE) out_other_year(o, at(p, g->at));
            first = false;
        }
    }
}

/* A field in its cell; of a date, in another one, the other year that it may be of. */
static void cell(ms_out *o, ms_out *room, const ms_travel_field *f, const void *record)
{
    ms_out_reset(room);
    if (f->kind == MS_FIELD_IS_LIST) flat(room, f, record);
    else if (said(record, f)) out_plain(room, record, f);
    ms_out_char(o, ',');
    ms_out_csv(o, ms_out_str(room));
    if (f->kind != MS_FIELD_IS_DATE) return;
    const ms_travel_date *d = at(record, f->at);
    ms_out_char(o, ',');
    if (d->other) ms_out_u64(o, d->other);
}

void manifest_csv_header(ms_out *o)
{
    const ms_travel_struct *t = traveller();
    ms_out_lit(o, "file,interchange,message");
    for (size_t i = 0; i < sizeof of_manifest / sizeof *of_manifest; i++)
        ms_out_fmt(o, ",%s", of_manifest[i]);
    for (unsigned i = 0; i < t->n; i++) {
        ms_out_fmt(o, ",%s", t->field[i].name);
        if (t->field[i].kind == MS_FIELD_IS_DATE)
            ms_out_fmt(o, ",%s_other_year", t->field[i].name);
    }
    ms_out_char(o, '\n');
}

void manifest_csv(const manifest_shown *x, ms_out *o)
{
    const ms_travel_struct *t = traveller();
    ms_out room = {0};
    if (!x->manifest) return;
    for (uint32_t n = 0; n < x->manifest->n_travellers; n++) {
        ms_out_csv(o, ms_str_z(x->file));
        ms_out_fmt(o, ",%u,%u", x->item->interchange->number, x->item->number);
        for (size_t i = 0; i < sizeof of_manifest / sizeof *of_manifest; i++)
            cell(o, &room, field_of(ms_travel_table(), of_manifest[i]), x->manifest);
        for (unsigned i = 0; i < t->n; i++)
            cell(o, &room, &t->field[i], &x->manifest->travellers[n]);
        ms_out_char(o, '\n');
    }
    o->failed |= room.failed;
    ms_out_free(&room);
}

/* ---- for people ---------------------------------------------------------- */

static void indent(ms_out *o, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) ms_out_lit(o, "  ");
}

static void out_name(ms_out *o, const char *name)
{
    for (; *name; name++) ms_out_char(o, *name == '_' ? ' ' : *name);
}

/* A record's own fields in one line, its lists below it. */
static void block(ms_out *o, const ms_travel_struct *of, const void *record, unsigned depth,
                  bool color)
{
    ms_out room = {0};
    bool first = true;
    for (unsigned i = 0; i < of->n; i++) {
        const ms_travel_field *f = &of->field[i];
        if (f->kind == MS_FIELD_IS_LIST || !said(record, f)) continue;
        ms_out_reset(&room);
        out_plain(&room, record, f);
        if (!first) ms_out_lit(o, ", ");
        ms_out_style(o, color, MS_STYLE_DIM);
        out_name(o, f->name);
        ms_out_style(o, color, MS_STYLE_PLAIN);
        ms_out_char(o, ' ');
        ms_out_shown(o, ms_out_str(&room), 0);
        if (f->kind == MS_FIELD_IS_DATE) out_other_year(o, at(record, f->at));
        first = false;
    }
    ms_out_char(o, '\n');
    for (unsigned i = 0; i < of->n; i++) {
        const ms_travel_field *f = &of->field[i];
        if (f->kind != MS_FIELD_IS_LIST) continue;
        const char *p = list_of(record, f);
        for (uint32_t k = 0; k < count_of(record, f->count_at); k++) {
            indent(o, depth + 1);
            ms_out_style(o, color, MS_STYLE_BOLD);
            ms_out_fmt(o, "%s %u", f->of->name, k + 1);
            ms_out_style(o, color, MS_STYLE_PLAIN);
            ms_out_lit(o, ": ");
            block(o, f->of, p + (size_t)k * f->of->size, depth + 1, color);
        }
    }
    o->failed |= room.failed;
    ms_out_free(&room);
}

static void block_raw(ms_out *o, const ms_edi_item *item)
{
    ms_out line = {0};
    for (uint32_t i = 0; i < item->n; i++) {
        ms_out_reset(&line);
        out_segment(&line, &item->v[i]);
        indent(o, 1);
        ms_out_shown(o, ms_out_str(&line), 0);
        ms_out_char(o, '\n');
    }
    o->failed |= line.failed;
    ms_out_free(&line);
}

void manifest_block(const manifest_shown *x, bool color, ms_out *o)
{
    const ms_manifest *m = x->manifest;
    ms_out_style(o, color, MS_STYLE_BOLD);
    ms_out_shown(o, ms_str_z(x->file), 0);
    if (x->item->kind == MS_EDI_MESSAGE) ms_out_fmt(o, ", message %u", x->item->number);
    else ms_out_fmt(o, ", interchange %u", x->item->interchange->number);
    ms_out_style(o, color, MS_STYLE_PLAIN);
    ms_out_lit(o, ": ");
    if (m) block(o, ms_travel_table(), m, 0, color);
    else ms_out_char(o, '\n');
    for (int k = 0; m && k < MS_DROPPED_KINDS; k++) {
        if (!m->dropped[k]) continue;
        ms_out_fmt(o, "  left out: %u ", m->dropped[k]);
        out_name(o, ms_dropped_name((ms_dropped)k));
        ms_out_char(o, '\n');
    }
    oddities_block(m ? &m->oddities : x->item->oddities, color, o);
    if (x->raw) block_raw(o, x->item);
}
