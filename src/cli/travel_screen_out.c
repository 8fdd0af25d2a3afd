/* What `marsad travel screen` writes: a block a message, a JSON line a message, or a CSV line a
 * traveller. */
#include <inttypes.h>

#include "ask/explain.h"
#include "cli/oddities.h"
#include "cli/term.h"
#include "cli/travel_screen.h"

static const char *const reason_names[] = {
#define X(id, name, text) name,
    SCREEN_REASON_LIST(X)
#undef X
};

static const char *const reason_texts[] = {
#define X(id, name, text) text,
    SCREEN_REASON_LIST(X)
#undef X
};

/* ---- what all formats say -------------------------------------------------- */

static ms_str place(const ms_manifest *m, bool end)
{
    if (!m->n_legs) return (ms_str){0};
    return end ? m->legs[m->n_legs - 1].to : m->legs[0].from;
}

static void flight(const ms_manifest *m, ms_out *o)
{
    const ms_leg *l = m->n_legs ? &m->legs[0] : NULL;
    ms_out_raw(o, m->carrier.n || !l ? m->carrier : l->carrier);
    ms_out_raw(o, m->number.n || !l ? m->number : l->number);
}

static ms_str locator(const ms_manifest *m, const ms_traveller *t)
{
    if (t->locator.n || !t->booking || t->booking > m->n_bookings) return t->locator;
    return m->bookings[t->booking - 1].locator;
}

/* As the message has the name. */
static void name(const ms_traveller *t, ms_out *o)
{
    ms_out_raw(o, t->surname.n ? t->surname : t->sent_name);
    if (!t->surname.n || !t->given.n) return;
    ms_out_char(o, '/');
    ms_out_raw(o, t->given);
}

/* ---- CSV -------------------------------------------------------------------- */

void screen_head(const screening *s, ms_out *o)
{
    if (s->format == MS_ROWS_CSV)
        ms_out_lit(o,
                   "file,message,type,reference,flight,traveller,locator,"
                   "traveller_reference,name,birth_date,verdict,reasons,matches,best,caption,"
                   "list,score\n");
}

/* A cell made of parts that are written to `o`, from byte `at` on. */
static void quote_cell(ms_out *o, size_t at)
{
    ms_out copy = {0};
    if (o->failed) return;
    ms_out_raw(&copy, (ms_str){o->p + at, o->n - at});
    o->n = at;
    ms_out_csv(o, ms_out_str(&copy));
    o->failed = o->failed || copy.failed;
    ms_out_free(&copy);
}

static void csv_best(const screening *s, const screened *t, ms_out *o)
{
    ms_out_fmt(o, ",%u,", t->matches);
    if (!t->best) {
        ms_out_lit(o, ",,,\n");
        return;
    }
    uint32_t no = t->best->entity;
    const ms_snap *from = ms_snaps_of(s->snaps, &no);
    ms_snap_entity e = ms_snap_get(from, no);
    ms_out_csv(o, e.id);
    ms_out_char(o, ',');
    ms_out_csv(o, e.caption);
    ms_out_char(o, ',');
    ms_out_csv(o, ms_snap_list_name(from, e.list));
    ms_out_char(o, ',');
    score_write(o, t->best->score);
    ms_out_char(o, '\n');
}

static void csv_line(const screening *s, const screen_row *row, const ms_manifest *m,
                     const screened *t, ms_out *o)
{
    char born[MS_DATE_MAX];
    ms_date d = t->traveller->birth.date;
    ms_out_csv(o, ms_str_z(row->file));
    ms_out_fmt(o, ",%" PRIu64 ",", row->ordinal);
    ms_out_csv(o, m->type);
    ms_out_char(o, ',');
    ms_out_csv(o, m->reference);
    ms_out_char(o, ',');
    size_t at = o->n;
    flight(m, o);
    quote_cell(o, at);
    ms_out_fmt(o, ",%u,", t->number);
    ms_out_csv(o, locator(m, t->traveller));
    ms_out_char(o, ',');
    ms_out_csv(o, t->traveller->reference);
    ms_out_char(o, ',');
    at = o->n;
    name(t->traveller, o);
    quote_cell(o, at);
    ms_out_char(o, ',');
    if (d.year) ms_out_raw(o, (ms_str){born, ms_date_print(d, born)});
    ms_out_fmt(o, ",%s,", ms_verdict_name(t->answer->verdict));
    bool one = false;
    for (unsigned k = 0; k < SCREEN_REASONS; k++) {
        if (!(t->reasons & 1u << k)) continue;
        ms_out_fmt(o, "%s%s", one ? ";" : "", reason_names[k]);
        one = true;
    }
    csv_best(s, t, o);
}

/* ---- JSON ------------------------------------------------------------------- */

static void json_document(const screened *t, ms_out *o)
{
    const ms_travel_document *d = &t->traveller->documents[t->document];
    ms_out_lit(o, ",\"document\":{\"number\":");
    ms_out_json(o, d->number);
    ms_out_member(o, "issuer", d->issuer);
    ms_out_member(o, "type", d->type);
    ms_out_fmt(o, ",\"list_line\":%" PRIu64, t->lost.line);
    ms_out_member(o, "list_number", t->lost.number);
    ms_out_member(o, "list_issuer", t->lost.issuer);
    ms_out_member(o, "list_type", t->lost.type);
    ms_out_char(o, '}');
}

static void json_one(const screening *s, const ms_manifest *m, const screened *t,
                     const answer *found, bool first, ms_out *o)
{
    ms_out parts = {0};
    bool one = false;
    ms_out_fmt(o, "%s{\"traveller\":%u", first ? "" : ",", t->number);
    name(t->traveller, &parts);
    ms_out_member(o, "name", ms_out_str(&parts));
    o->failed = o->failed || parts.failed;
    ms_out_free(&parts);
    ms_out_member(o, "locator", locator(m, t->traveller));
    ms_out_member(o, "reference", t->traveller->reference);
    ms_out_fmt(o, ",\"verdict\":\"%s\",\"reasons\":[", ms_verdict_name(t->answer->verdict));
    for (unsigned k = 0; k < SCREEN_REASONS; k++) {
        if (!(t->reasons & 1u << k)) continue;
        ms_out_fmt(o, "%s\"%s\"", one ? "," : "", reason_names[k]);
        one = true;
    }
    ms_out_char(o, ']');
    if (t->reasons & (1u << SCREEN_LOST | 1u << SCREEN_LIKE)) json_document(t, o);
    if (found) {
        ms_out_lit(o, ",\"answer\":");
        answer_json(found, s->lang, o);
        if (!o->failed) o->n--; /* its line end */
    }
    ms_out_char(o, '}');
}

static void json_message(const screen_row *row, const ms_manifest *m, ms_str travellers,
                         ms_out *o)
{
    static const char *const kinds[] = {"list", "unread", "other"};
    ms_out parts = {0};
    ms_out_lit(o, "{\"file\":");
    ms_out_json(o, ms_str_z(row->file));
    ms_out_fmt(o, ",\"message\":%" PRIu64 ",\"kind\":\"%s\"", row->ordinal, kinds[row->kind]);
    ms_out_member(o, "type", m->type);
    ms_out_member(o, "reference", m->reference);
    ms_out_member(o, "sender", m->sender);
    flight(m, &parts);
    ms_out_member(o, "flight", ms_out_str(&parts));
    o->failed = o->failed || parts.failed;
    ms_out_free(&parts);
    ms_out_member(o, "from", place(m, false));
    ms_out_member(o, "to", place(m, true));
    ms_out_fmt(o,
               ",\"travellers\":%" PRIu64 ",\"board\":%" PRIu64 ",\"refer\":%" PRIu64
               ",\"answered\":%s",
               row->travellers, row->travellers - row->referred, row->referred,
               row->answered ? "true" : "false");
    oddities_json(&m->oddities, o);
    ms_out_lit(o, ",\"referred\":[");
    ms_out_raw(o, travellers);
    ms_out_lit(o, "]}\n");
}

/* ---- for people -------------------------------------------------------------- */

static void count(ms_out *o, uint64_t n, const char *one, const char *many)
{
    ms_out_fmt(o, "%" PRIu64 " %s", n, n == 1 ? one : many);
}

static ms_rc block_one(const screening *s, const ms_manifest *m, const screened *t,
                       const answer *found, ms_out *o)
{
    bool color = s->c->out_color, one = false;
    ms_str l = locator(m, t->traveller);
    ms_out_fmt(o, "traveller %u", t->number);
    if (l.n) ms_out_lit(o, "  booking "), ms_out_shown(o, l, 70);
    if (t->traveller->reference.n)
        ms_out_lit(o, "  reference "), ms_out_shown(o, t->traveller->reference, 70);
    ms_out_lit(o, "  ");
    ms_out_style(o, color, MS_STYLE_YELLOW);
    ms_out_raw(o, ms_str_z(ms_verdict_name(t->answer->verdict)));
    ms_out_style(o, color, MS_STYLE_PLAIN);
    for (unsigned k = 0; k < SCREEN_REASONS; k++) {
        if (!(t->reasons & 1u << k)) continue;
        ms_out_fmt(o, "%s%s", one ? ", " : ": ", reason_texts[k]);
        one = true;
    }
    if (t->reasons & (1u << SCREEN_LOST | 1u << SCREEN_LIKE)) {
        ms_out_lit(o, " (");
        ms_out_shown(o, t->traveller->documents[t->document].number, 40);
        ms_out_fmt(o, ", line %" PRIu64 ")", t->lost.line);
    }
    ms_out_char(o, '\n');
    const answer_look look = {color, s->lang, false, s->c->width};
    return found ? answer_block(found, look, o) : MS_OK;
}

static void block_message(const screening *s, const screen_row *row, const ms_manifest *m,
                          ms_str travellers, ms_out *o)
{
    ms_out parts = {0};
    ms_str from = place(m, false), to = place(m, true);
    ms_out_style(o, s->c->out_color, MS_STYLE_BOLD);
    ms_out_shown(o, ms_str_z(row->file), 0);
    ms_out_fmt(o, "  message %" PRIu64, row->ordinal);
    ms_out_style(o, s->c->out_color, MS_STYLE_PLAIN);
    if (m->type.n) ms_out_lit(o, "  "), ms_out_shown(o, m->type, 12);
    if (m->reference.n) ms_out_char(o, ' '), ms_out_shown(o, m->reference, 35);
    flight(m, &parts);
    if (parts.n) ms_out_lit(o, "  "), ms_out_shown(o, ms_out_str(&parts), 20);
    o->failed = o->failed || parts.failed;
    ms_out_free(&parts);
    if (from.n || to.n) {
        ms_out_lit(o, "  "), ms_out_shown(o, from, 20);
        ms_out_char(o, '-'), ms_out_shown(o, to, 20);
    }
    ms_out_lit(o, ": ");
    if (row->kind == SCREEN_LIST) {
        count(o, row->travellers, "traveller", "travellers");
        ms_out_fmt(o, ", %" PRIu64 " to refer", row->referred);
    } else {
        ms_out_raw(o, row->kind == SCREEN_UNREAD
                          ? MS_STR("could not be read")
                          : MS_STR("an answer or report: nobody travels"));
    }
    if (m->oddities.found) ms_out_lit(o, ", ");
    if (m->oddities.found) count(o, m->oddities.found, "oddity", "oddities");
    ms_out_char(o, '\n');
    oddities_block(&m->oddities, s->c->out_color, o);
    ms_out_raw(o, travellers);
}

/* ---- by format ----------------------------------------------------------------- */

ms_rc screen_one(const screening *s, const screen_row *row, const ms_manifest *m,
                 const screened *t, const answer *found, bool first, ms_out *o)
{
    if (s->format == MS_ROWS_CSV) csv_line(s, row, m, t, o);
    else if (s->format == MS_ROWS_JSON) json_one(s, m, t, found, first, o);
    else return block_one(s, m, t, found, o);
    return MS_OK;
}

void screen_message(const screening *s, const screen_row *row, const ms_manifest *m,
                    ms_str travellers, ms_out *o)
{
    if (s->format == MS_ROWS_CSV) ms_out_raw(o, travellers);
    else if (s->format == MS_ROWS_JSON) json_message(row, m, travellers, o);
    else block_message(s, row, m, travellers, o);
}

void screen_foot(const screening *s, const screen_totals *t, ms_out *o)
{
    if (s->format == MS_ROWS_CSV) return;
    if (s->format == MS_ROWS_JSON) {
        ms_out_fmt(o,
                   "{\"totals\":{\"messages\":%" PRIu64 ",\"unread\":%" PRIu64
                   ",\"others\":%" PRIu64 ",\"travellers\":%" PRIu64 ",\"board\":%" PRIu64
                   ",\"refer\":%" PRIu64 ",\"answered\":%" PRIu64 ",\"incomplete\":%" PRIu64
                   "}}\n",
                   t->messages, t->unread, t->others, t->travellers,
                   t->travellers - t->referred, t->referred, t->answered, t->incomplete);
        return;
    }
    count(o, t->messages, "message", "messages");
    ms_out_lit(o, ", ");
    count(o, t->travellers, "traveller", "travellers");
    ms_out_fmt(o, ": %" PRIu64 " to board, %" PRIu64 " to refer", t->travellers - t->referred,
               t->referred);
    if (t->unread) ms_out_fmt(o, "; %" PRIu64 " could not be read", t->unread);
    if (t->others) ms_out_fmt(o, "; %" PRIu64 " are answers or reports", t->others);
    if (t->incomplete) {
        ms_out_lit(o, "; ");
        count(o, t->incomplete, "list lacks a part", "lists lack parts");
    }
    if (s->answers) ms_out_fmt(o, "; %" PRIu64 " answered", t->answered);
    ms_out_char(o, '\n');
}
