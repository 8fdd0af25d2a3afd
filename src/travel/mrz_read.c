/* Fields from the grid of a zone. */
#include "travel/mrz.h"

/* `n` characters without the fillers behind. */
static ms_str trimmed(const char *p, size_t n)
{
    while (n && p[n - 1] == '<') n--;
    return (ms_str){p, n};
}

static ms_str field_of(const mrz_reading *r, const mrz_row *row)
{
    return trimmed(r->cell + mrz_place(row->line, row->at), row->len);
}

/* The letters with which document codes of each format begin (9303-4 §4.4; 9303-5 and 9303-6
 * §4.2.2, note k; 9303-7; 9303-8 for PU in two lines of 36). */
static const char *const beginnings[MS_MRZ_FORMATS] = {
    [MS_MRZ_UNKNOWN] = "", [MS_MRZ_TD1] = "ACI", [MS_MRZ_TD2] = "ACIP", [MS_MRZ_TD3] = "P",
    [MS_MRZ_MRVA] = "V",   [MS_MRZ_MRVB] = "V",  [MS_MRZ_FRA] = "I"};

static void read_code(mrz_reading *r)
{
    ms_mrz *m = r->out;
    if (!r->present[0]) return;
    ms_str code = trimmed(r->cell, 2);
    m->code = mrz_keep(r, code);
    bool known = code.n && strchr(beginnings[m->format], code.p[0]) != NULL;
    for (size_t i = 0; i < code.n; i++) known &= ms_is_upper(code.p[i]);
    if (!known) mrz_odd_at(r, MS_MRZ_ODD_CODE_UNKNOWN, MS_MRZ_CODE, 0, 2);
}

static void read_country(mrz_reading *r, ms_mrz_field field, ms_str *out)
{
    const mrz_row *row = mrz_row_of(r->out->format, field);
    ms_mrz_country found;
    if (!row || !r->present[row->line]) return;
    ms_str code = field_of(r, row);
    *out = mrz_keep(r, code);
    if (!ms_mrz_country_find(code, &found))
        mrz_odd_at(r, MS_MRZ_ODD_COUNTRY, field, mrz_place(row->line, row->at), row->len);
}

static void read_number(mrz_reading *r)
{
    const mrz_row *row = mrz_row_of(r->out->format, MS_MRZ_NUMBER);
    char text[MRZ_CELLS];
    size_t n = 0, end = 0;
    if (!r->present[row->line]) return;
    for (unsigned i = 0; i < r->number.n; i++) {
        char c = r->cell[r->number.at[i]];
        if (c == '<' && !n) continue;
        text[n++] = c == '<' ? ' ' : c;
        if (c != '<') end = n;
    }
    r->out->number = mrz_keep(r, (ms_str){text, end});
    if (!end)
        mrz_odd_at(r, MS_MRZ_ODD_NO_NUMBER, MS_MRZ_NUMBER, mrz_place(row->line, row->at),
                   row->len);
}

static void read_sex(mrz_reading *r)
{
    const mrz_row *row = mrz_row_of(r->out->format, MS_MRZ_SEX);
    uint8_t at = mrz_place(row->line, row->at);
    if (!r->present[row->line]) return;
    char c = r->cell[at];
    if (c == 'M' || c == 'F') r->out->sex = c;
    else if (c == '<' || c == 'X') r->out->sex = 'X';
    if (c == 'X') mrz_odd_at(r, MS_MRZ_ODD_SEX_X, MS_MRZ_SEX, at, 1);
    else if (!r->out->sex) mrz_odd_at(r, MS_MRZ_ODD_SEX_UNKNOWN, MS_MRZ_SEX, at, 1);
}

/* Optional data are the issuer's own and can hold anything: only what a row of
 * data/mrz_optional.tsv says to be a personal number is kept. */
static void read_optional(mrz_reading *r, ms_mrz_field field, ms_str *out)
{
    ms_mrz *m = r->out;
    const mrz_row *row = mrz_row_of(m->format, field);
    if (!row || !r->present[row->line]) return;
    unsigned tail = field == MS_MRZ_OPTIONAL && r->number_tail ? r->number_tail + 1u : 0;
    uint8_t at = mrz_place(row->line, (uint8_t)(row->at + tail));
    ms_str text = trimmed(r->cell + at, row->len - tail);
    if (!text.n) return;
    if (mrz_optional_known(m->issuer, m->format, field, text)) {
        *out = mrz_keep(r, text);
        return;
    }
    m->dropped = (uint8_t)(m->dropped + text.n);
    mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_DROPPED,
                               .field = field,
                               .line = (uint8_t)(at / MS_MRZ_WIDTH + 1),
                               .column = (uint8_t)(at % MS_MRZ_WIDTH + 1),
                               .found = mrz_counted(r, (unsigned)text.n, "characters")});
}

ms_rc ms_mrz_read(ms_str text, ms_date today, ms_arena *a, ms_mrz *out)
{
    mrz_reading r = {.arena = a, .out = out};
    const ms_str none = {"", 0};
    memset(out, 0, sizeof *out);
    out->code = out->issuer = out->nationality = out->number = out->name = none;
    out->optional[0] = out->optional[1] = none;
    out->valid = true;
    if (!today.year || !today.month || !today.day) return MS_EINVAL;
    if (!mrz_fill(&r, text)) return r.spent ? MS_ENOMEM : MS_ENOTFOUND;
    mrz_align(&r);
    mrz_letters(&r);
    mrz_number_find(&r);
    mrz_check_all(&r);
    read_code(&r);
    read_country(&r, MS_MRZ_ISSUER, &out->issuer);
    read_number(&r);
    mrz_name_read(&r);
    read_country(&r, MS_MRZ_NATIONALITY, &out->nationality);
    /* The card was for French nationals alone (Decree 55-1397, article 1). */
    if (out->format == MS_MRZ_FRA) out->nationality = MS_STR("FRA");
    mrz_date_read(&r, MS_MRZ_BIRTH, today, &out->birth);
    read_sex(&r);
    mrz_date_read(&r, MS_MRZ_EXPIRY, today, &out->expiry);
    read_optional(&r, MS_MRZ_OPTIONAL, &out->optional[0]);
    read_optional(&r, MS_MRZ_OPTIONAL2, &out->optional[1]);
    return r.spent ? MS_ENOMEM : MS_OK;
}
