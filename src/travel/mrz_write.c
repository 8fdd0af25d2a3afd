/* Zones from fields. */
#include "travel/mrz.h"

/* A zone being written. */
typedef struct writing {
    const ms_mrz *m;
    const mrz_form *form;
    char cell[MRZ_CELLS];
    ms_diag *d;
} writing;

static ms_rc fail(writing *w, ms_mrz_field field, const char *expected)
{
    return ms_fail(w->d, MS_EVALUE, 0, 0, "%s: %s", ms_mrz_field_name(field), expected);
}

/* Letters, and digits where `digits`; a blank becomes a filler. */
static bool put(char *to, ms_str s, size_t room, bool digits)
{
    if (s.n > room) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] == ' ' ? '<' : s.p[i];
        bool digit = ms_is_digit(c);
        if (c != '<' && !ms_is_upper(c) && !(digit && digits)) return false;
        to[i] = c;
    }
    return true;
}

/* Two digits of `n`, or fillers for what is not known. */
static void put_two(char *to, unsigned n, bool known)
{
    to[0] = known ? (char)('0' + n / 10 % 10) : '<';
    to[1] = known ? (char)('0' + n % 10) : '<';
}

static ms_rc put_date(writing *w, const mrz_row *row, const ms_mrz_date *d)
{
    char *to = w->cell + mrz_place(row->line, row->at);
    if (d->text[0]) {
        if (!put(to, ms_str_z(d->text), 6, true)) return fail(w, row->field, "YYMMDD");
    } else {
        put_two(to, d->date.year, d->date.year > 0);
        put_two(to + 2, d->date.month, d->date.year && d->date.month);
        put_two(to + 4, d->date.day, d->date.month && d->date.day);
    }
    return mrz_date_is(to, true) ? MS_OK : fail(w, row->field, "a date");
}

static ms_rc put_number(writing *w, const mrz_row *row)
{
    ms_str s = w->m->number, head = {s.p, s.n < row->len ? s.n : row->len};
    bool may = w->m->format == MS_MRZ_TD1 || w->m->format == MS_MRZ_TD2;
    char *to = w->cell + mrz_place(row->line, row->at);
    if (!put(to, head, row->len, true)) return fail(w, row->field, "A to Z, 0 to 9");
    if (s.n <= row->len) return MS_OK;
    /* 9303-5 and 9303-6 §4.2.2 note j: rest, check digit, filler. */
    const mrz_row *more = mrz_row_of(w->m->format, MS_MRZ_OPTIONAL);
    ms_str rest = {s.p + row->len, s.n - row->len};
    to = w->cell + mrz_place(more->line, more->at);
    if (!may || !put(to, rest, more->len - 2u, true) || memchr(rest.p, ' ', rest.n) ||
        s.p[row->len - 1] == ' ')
        return fail(w, row->field, "as many characters as the format has room for");
    to[rest.n] = ms_mrz_digit(s);
    return MS_OK;
}

static ms_rc put_optional(writing *w, const mrz_row *row, ms_str s)
{
    size_t number = row->field == MS_MRZ_OPTIONAL ? w->m->number.n : 0, taken = 0;
    size_t room = mrz_row_of(w->m->format, MS_MRZ_NUMBER)->len;
    if (number > room) taken = number - room + 2;
    char *to = w->cell + mrz_place(row->line, row->at) + taken;
    if (s.n && (taken > row->len || !put(to, s, row->len - taken, true)))
        return fail(w, row->field, "A to Z and 0 to 9, where there is room");
    return MS_OK;
}

static ms_rc put_name(writing *w, const mrz_row *row)
{
    const ms_mrz *m = w->m;
    bool digits = mrz_digits_in_name(m->issuer, m->code);
    for (unsigned k = 0; k < 2; k++) {
        const ms_str *part = k ? m->given : m->surname;
        char room[MRZ_CELLS];
        for (unsigned i = 0; i < (k ? m->n_given : m->n_surname); i++)
            if (!part[i].n || memchr(part[i].p, '<', part[i].n) ||
                memchr(part[i].p, ' ', part[i].n) || !put(room, part[i], sizeof room, digits))
                return fail(w, row->field, "components of A to Z");
    }
    if (!m->n_surname) return fail(w, row->field, "a primary identifier");
    return mrz_name_write(m, row, w->cell + mrz_place(row->line, row->at))
               ? MS_OK
               : fail(w, row->field, "a name that can be truncated");
}

static ms_rc put_code(writing *w, const mrz_row *row, ms_str s)
{
    return s.n && put(w->cell + mrz_place(row->line, row->at), s, row->len, false)
               ? MS_OK
               : fail(w, row->field, "A to Z, as long as the field");
}

static ms_rc put_field(writing *w, const mrz_row *row)
{
    const ms_mrz *m = w->m;
    ms_str sex = {m->sex == 'X' ? "<" : &m->sex, 1};
    switch (row->field) {
    case MS_MRZ_CODE: return put_code(w, row, m->code);
    case MS_MRZ_ISSUER: return put_code(w, row, m->issuer);
    case MS_MRZ_NATIONALITY: return put_code(w, row, m->nationality);
    case MS_MRZ_SEX: return put_code(w, row, m->sex ? sex : (ms_str){0});
    case MS_MRZ_NUMBER: return put_number(w, row);
    case MS_MRZ_BIRTH: return put_date(w, row, &m->birth);
    case MS_MRZ_EXPIRY: return put_date(w, row, &m->expiry);
    case MS_MRZ_OPTIONAL: return put_optional(w, row, m->optional[0]);
    case MS_MRZ_OPTIONAL2: return put_optional(w, row, m->optional[1]);
    default: return put_name(w, row);
    }
}

static void put_digits(writing *w)
{
    size_t number = mrz_row_of(w->m->format, MS_MRZ_NUMBER)->len;
    for (const mrz_row *row = w->form->row; row->len; row++) {
        mrz_places p = {.n = 0};
        if (!row->check || (row->field == MS_MRZ_NUMBER && w->m->number.n > number)) continue;
        mrz_places_add(&p, row->line, row->at, (uint8_t)(row->at + row->len));
        w->cell[mrz_place(row->line, row->check)] = mrz_digit_at(w->cell, &p);
    }
    if (!w->form->composite) return;
    mrz_places p = mrz_composite(w->form);
    w->cell[mrz_place(w->form->composite_line, w->form->composite)] = mrz_digit_at(w->cell, &p);
}

ms_rc ms_mrz_write(const ms_mrz *m, ms_arena *a, ms_str line[MS_MRZ_LINES], ms_diag *d)
{
    writing w = {.m = m, .d = d};
    for (unsigned i = 0; i < MS_MRZ_LINES; i++) line[i] = (ms_str){"", 0};
    if ((unsigned)m->format >= MS_MRZ_FORMATS || m->format == MS_MRZ_UNKNOWN)
        return ms_fail(d, MS_EVALUE, 0, 0, "format: one of those that are known");
    w.form = &mrz_forms[m->format];
    memset(w.cell, '<', sizeof w.cell);
    for (const mrz_row *row = w.form->row; row->len; row++) {
        ms_rc rc = put_field(&w, row);
        if (rc) return rc;
    }
    put_digits(&w);
    for (uint8_t i = 0; i < w.form->lines; i++) {
        line[i] = ms_arena_str(a, (ms_str){w.cell + mrz_place(i, 0), w.form->width});
        if (!line[i].p) return MS_ENOMEM;
    }
    return MS_OK;
}
