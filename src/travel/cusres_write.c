/* CUSRES written: an interchange with one answer. */
#include <stdio.h>

#include <marsad/answer.h>
#include <marsad/edidir.h>

#include "travel/write.h"

/* Parts that sequence numbers (0070, n..2) can count. */
enum { PARTS_MAX = 99 };

uint32_t ms_cusres_room(ms_str release)
{
    ms_edi_rule r;
    for (uint32_t i = 0; ms_edi_rule_at(MS_STR("CUSRES"), release, i, &r); i++)
        if (ms_str_eq(r.tag, MS_STR("SG4"))) return r.times;
    return PARTS_MAX;
}

/* ---- what may be written ------------------------------------------------ */

static ms_rc check_traveller(const ms_answer_traveller *t, uint32_t i, ms_diag *d)
{
    if (t->verdict <= MS_VERDICT_UNKNOWN || t->verdict >= MS_VERDICTS)
        return ms_fail(d, MS_EINVAL, 0, 0, "traveller %u has no verdict", i + 1);
    if (t->verdict == MS_VERDICT_DO_NOT_BOARD && !t->decision.n)
        return ms_fail(d, MS_EINVAL, 0, 0,
                       "traveller %u is refused without the decision of a person", i + 1);
    if (t->code.n && !ms_verdict_fits(t->verdict, t->code))
        return ms_fail(d, MS_EVALUE, 0, 0,
                       "the code of traveller %u says something else than his "
                       "verdict",
                       i + 1);
    if (t->locator.n > MS_ANSWER_REFERENCE || t->reference.n > MS_ANSWER_REFERENCE ||
        t->text.n > MS_ANSWER_TEXT)
        return ms_fail(d, MS_EVALUE, 0, 0, "a reference or text of traveller %u is too long",
                       i + 1);
    return MS_OK;
}

static ms_rc check_error(const ms_answer_error *e, uint32_t i, ms_diag *d)
{
    if (!e->code.n) return ms_fail(d, MS_EINVAL, 0, 0, "error %u has no code", i + 1);
    if (e->code.n > 8 || e->tag.n > 3 || e->text.n > MS_ANSWER_TEXT)
        return ms_fail(d, MS_EVALUE, 0, 0, "the code, tag or text of error %u is too long",
                       i + 1);
    return MS_OK;
}

static ms_rc check(const ms_answer *x, ms_diag *d)
{
    ms_rc rc = MS_OK;
    if (x->kind <= MS_ANSWER_UNKNOWN || x->kind >= MS_ANSWER_KINDS)
        return ms_fail(d, MS_EINVAL, 0, 0, "an answer of unknown kind");
    if (x->part > PARTS_MAX) return ms_fail(d, MS_EINVAL, 0, 0, "parts are 99 at most");
    if (x->transaction.n > MS_ANSWER_REFERENCE)
        return ms_fail(d, MS_EVALUE, 0, 0, "the number of the transaction is too long");
    for (uint32_t i = 0; i < x->n_legs && !rc; i++)
        if (x->legs[i].flight.n > MS_ANSWER_REFERENCE || !x->legs[i].flight.n)
            rc = ms_fail(d, MS_EVALUE, 0, 0, "flight %u has no number, or a long one", i + 1);
    for (uint32_t i = 0; i < x->n_errors && !rc; i++) rc = check_error(&x->errors[i], i, d);
    for (uint32_t i = 0; i < x->n_travellers && !rc; i++)
        rc = check_traveller(&x->travellers[i], i, d);
    return rc;
}

/* ---- segments ----------------------------------------------------------- */

/* A date with its time, or alone; one that is not known to the day is left out. */
static void write_when(ms_edi_writer *w, const char *of, const ms_travel_time *t)
{
    char text[24];
    ms_date d = t->day.date;
    if (!d.year || !d.month || !d.day) return;
    int n = snprintf(text, sizeof text, "%02d%02d%02d", d.year % 100, d.month, d.day);
    bool timed = t->minute != MS_MINUTE_UNKNOWN;
    if (timed)
        n += snprintf(text + n, sizeof text - (size_t)n, "%02d%02d", t->minute / 60,
                      t->minute % 60);
    ms_edi_write(
        w, "DTM+%:%:%",
        (ms_str[]){ms_str_z(of), {text, (size_t)n}, timed ? MS_STR("201") : MS_STR("101")});
}

static void write_leg(ms_edi_writer *w, const ms_answer_leg *l)
{
    ms_edi_write(w, "RFF+AF:%", (ms_str[]){l->flight});
    write_when(w, "189", &l->departs);
    write_when(w, "232", &l->arrives);
    if (l->from.n) ms_edi_write(w, "LOC+125+%", (ms_str[]){l->from});
    if (l->to.n) ms_edi_write(w, "LOC+87+%", (ms_str[]){l->to});
}

static void write_text(ms_edi_writer *w, ms_str text)
{
    if (text.n) ms_edi_write(w, "FTX+AAP+++%", (ms_str[]){text});
}

static void write_error(ms_edi_writer *w, const ms_answer_error *e)
{
    char buf[MS_WRITE_NUMBER];
    ms_edi_write(w, "ERP+1+%:%", (ms_str[]){e->tag, ms_write_number_or_none(buf, e->segment)});
    ms_edi_write(w, "ERC+%", (ms_str[]){e->code});
    write_text(w, e->text);
}

static void write_traveller(ms_edi_writer *w, const ms_answer_traveller *t)
{
    char buf[MS_WRITE_NUMBER];
    ms_edi_write(w, "ERP+2:%", (ms_str[]){ms_write_number_or_none(buf, t->number)});
    if (t->locator.n) ms_edi_write(w, "RFF+AVF:%", (ms_str[]){t->locator});
    if (t->reference.n) ms_edi_write(w, "RFF+ABO:%", (ms_str[]){t->reference});
    ms_str code = t->code.n ? t->code : ms_str_z(ms_verdict_code(t->verdict));
    ms_edi_write(w, "ERC+%", (ms_str[]){code});
    write_text(w, t->text);
}

/* ---- messages ----------------------------------------------------------- */

/* A message with the errors and travellers [from, to), errors first. */
static void write_message(ms_edi_writer *w, const ms_answer *x, const ms_edi_header *h,
                          uint32_t from, uint32_t to)
{
    ms_edi_write_header(w, h);
    ms_edi_write(w, "BGM+%", (ms_str[]){ms_str_z(ms_answer_kind_code(x->kind))});
    if (x->transaction.n) ms_edi_write(w, "RFF+TN:%", (ms_str[]){x->transaction});
    for (uint32_t i = 0; i < x->n_legs; i++) write_leg(w, &x->legs[i]);
    for (uint32_t i = from; i < to; i++)
        if (i < x->n_errors) write_error(w, &x->errors[i]);
        else write_traveller(w, &x->travellers[i - x->n_errors]);
    ms_edi_write_trailer(w);
}

static void write_messages(ms_edi_writer *w, const ms_answer *x)
{
    uint32_t room = ms_cusres_room(x->release), all = x->n_errors + x->n_travellers;
    uint32_t parts = all ? (all - 1) / room + 1 : 1;
    for (uint32_t k = 0; k < parts; k++) {
        char sequence[MS_WRITE_NUMBER];
        uint32_t part = parts == 1 ? x->part : parts <= PARTS_MAX ? k + 1 : 0;
        bool last = parts == 1 ? x->last : k + 1 == parts;
        ms_edi_header h = {.reference = x->reference,
                           .type = MS_STR("CUSRES"),
                           .version = MS_STR("D"),
                           .release = x->release,
                           .agency = MS_STR("UN"),
                           .association = x->association,
                           .access = x->access};
        if (part) {
            h.sequence.p = sequence;
            h.sequence.n = (size_t)snprintf(sequence, sizeof sequence, "%02u", part);
            h.position = last ? MS_STR("F") : MS_STR("C");
        }
        uint32_t end = all - k * room < room ? all : (k + 1) * room;
        write_message(w, x, &h, k * room, end);
    }
}

ms_rc ms_cusres_write(const ms_answer *x, ms_edi_writer *w, ms_diag *d)
{
    ms_diag none;
    ms_rc rc = check(x, d ? d : &none);
    if (rc) return rc;
    ms_edi_interchange i = {.interactive = x->interactive,
                            .test = x->test,
                            .version = x->version,
                            .syntax = x->syntax,
                            .sender = x->sender,
                            .recipient = x->recipient,
                            .date = x->date,
                            .time = x->time,
                            .reference = x->interchange};
    ms_edi_group g = {.type = MS_STR("CUSRES"),
                      .sender = {x->sender.id, x->sender.qualifier, {0}},
                      .recipient = {x->recipient.id, x->recipient.qualifier, {0}},
                      .date = x->date,
                      .time = x->time,
                      .reference = x->group,
                      .agency = MS_STR("UN"),
                      .version = MS_STR("D"),
                      .release = x->release};
    bool grouped = x->group.n && !x->interactive;
    ms_edi_write_open(w, &i);
    if (grouped) ms_edi_write_group(w, &g);
    write_messages(w, x);
    if (grouped) ms_edi_write_group_end(w);
    ms_edi_write_close(w);
    return MS_OK;
}
