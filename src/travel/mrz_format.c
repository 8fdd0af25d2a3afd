#include "travel/mrz.h"

/* Documents of two lines have these fields in common; `name`: characters of the name. */
#define TWO_LINES(name)                                                                    \
    {MS_MRZ_CODE, 0, 0, 2, 0, MRZ_LETTERS}, {MS_MRZ_ISSUER, 0, 2, 3, 0, MRZ_LETTERS},      \
        {MS_MRZ_NAME, 0, 5, name, 0, MRZ_LETTERS}, {MS_MRZ_NUMBER, 1, 0, 9, 9, MRZ_MIXED}, \
        {MS_MRZ_NATIONALITY, 1, 10, 3, 0, MRZ_LETTERS},                                    \
        {MS_MRZ_BIRTH, 1, 13, 6, 19, MRZ_DATE}, {MS_MRZ_SEX, 1, 20, 1, 0, MRZ_LETTERS},    \
    {                                                                                      \
        MS_MRZ_EXPIRY, 1, 21, 6, 27, MRZ_DATE                                              \
    }

/* Columns from 0; the tables are those of 9303-5 §4.2.2, 9303-6 §4.2.2, 9303-4 §4.2.2, 9303-7
 * §4.2.2 and §7.2.2, and, for the French card, as its holders' zones show: the surname is alone
 * in line 1, two fillers stand between given names, the composite digit covers everything. */
const mrz_form mrz_forms[MS_MRZ_FORMATS] = {
    [MS_MRZ_TD1] = {.lines = 3,
                    .width = 30,
                    .composite_line = 1,
                    .composite = 29,
                    .row = {{MS_MRZ_CODE, 0, 0, 2, 0, MRZ_LETTERS},
                            {MS_MRZ_ISSUER, 0, 2, 3, 0, MRZ_LETTERS},
                            {MS_MRZ_NUMBER, 0, 5, 9, 14, MRZ_MIXED},
                            {MS_MRZ_OPTIONAL, 0, 15, 15, 0, MRZ_MIXED},
                            {MS_MRZ_BIRTH, 1, 0, 6, 6, MRZ_DATE},
                            {MS_MRZ_SEX, 1, 7, 1, 0, MRZ_LETTERS},
                            {MS_MRZ_EXPIRY, 1, 8, 6, 14, MRZ_DATE},
                            {MS_MRZ_NATIONALITY, 1, 15, 3, 0, MRZ_LETTERS},
                            {MS_MRZ_OPTIONAL2, 1, 18, 11, 0, MRZ_MIXED},
                            {MS_MRZ_NAME, 2, 0, 30, 0, MRZ_LETTERS}},
                    .span = {{0, 5, 30}, {1, 0, 7}, {1, 8, 15}, {1, 18, 29}}},
    [MS_MRZ_TD2] = {.lines = 2,
                    .width = 36,
                    .composite_line = 1,
                    .composite = 35,
                    .row = {TWO_LINES(31), {MS_MRZ_OPTIONAL, 1, 28, 7, 0, MRZ_MIXED}},
                    .span = {{1, 0, 10}, {1, 13, 20}, {1, 21, 35}}},
    [MS_MRZ_TD3] = {.lines = 2,
                    .width = 44,
                    .composite_line = 1,
                    .composite = 43,
                    .row = {TWO_LINES(39), {MS_MRZ_OPTIONAL, 1, 28, 14, 42, MRZ_MIXED}},
                    .span = {{1, 0, 10}, {1, 13, 20}, {1, 21, 43}}},
    [MS_MRZ_MRVA] = {.lines = 2,
                     .width = 44,
                     .row = {TWO_LINES(39), {MS_MRZ_OPTIONAL, 1, 28, 16, 0, MRZ_MIXED}}},
    [MS_MRZ_MRVB] = {.lines = 2,
                     .width = 36,
                     .row = {TWO_LINES(31), {MS_MRZ_OPTIONAL, 1, 28, 8, 0, MRZ_MIXED}}},
    [MS_MRZ_FRA] = {.lines = 2,
                    .width = 36,
                    .composite_line = 1,
                    .composite = 35,
                    .row = {{MS_MRZ_CODE, 0, 0, 2, 0, MRZ_LETTERS},
                            {MS_MRZ_ISSUER, 0, 2, 3, 0, MRZ_LETTERS},
                            {MS_MRZ_NAME, 0, 5, 25, 0, MRZ_LETTERS},
                            {MS_MRZ_OPTIONAL, 0, 30, 6, 0, MRZ_MIXED},
                            {MS_MRZ_NUMBER, 1, 0, 12, 12, MRZ_MIXED},
                            {MS_MRZ_GIVEN, 1, 13, 14, 0, MRZ_LETTERS},
                            {MS_MRZ_BIRTH, 1, 27, 6, 33, MRZ_DATE},
                            {MS_MRZ_SEX, 1, 34, 1, 0, MRZ_LETTERS}},
                    .span = {{0, 0, 36}, {1, 0, 35}}},
};

const mrz_row *mrz_row_of(ms_mrz_format format, ms_mrz_field field)
{
    for (const mrz_row *row = mrz_forms[format].row; row->len; row++)
        if (row->field == field) return row;
    return NULL;
}

bool mrz_is_optional(const mrz_form *form, uint8_t line, unsigned column)
{
    for (const mrz_row *row = form->row; row->len; row++)
        if ((row->field == MS_MRZ_OPTIONAL || row->field == MS_MRZ_OPTIONAL2) &&
            row->line == line && column >= row->at && column < (unsigned)row->at + row->len)
            return true;
    return false;
}

void mrz_places_add(mrz_places *p, uint8_t line, uint8_t at, uint8_t end)
{
    for (uint8_t i = at; i < end; i++) p->at[p->n++] = mrz_place(line, i);
}

mrz_places mrz_composite(const mrz_form *form)
{
    mrz_places p = {.n = 0};
    for (unsigned i = 0; i < MRZ_SPANS && form->span[i].end; i++)
        mrz_places_add(&p, form->span[i].line, form->span[i].at, form->span[i].end);
    return p;
}

/* ---- check digits ------------------------------------------------------ */

static const uint8_t weights[3] = {7, 3, 1};

static unsigned value(char c)
{
    if (ms_is_digit(c)) return (unsigned)(c - '0');
    return ms_is_upper(c) ? (unsigned)(c - 'A') + 10 : 0;
}

char ms_mrz_digit(ms_str s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s.n; i++) sum = (sum + value(s.p[i]) * weights[i % 3]) % 10;
    return (char)('0' + sum);
}

char mrz_digit_at(const char *cell, const mrz_places *p)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < p->n; i++) sum += value(cell[p->at[i]]) * weights[i % 3];
    return (char)('0' + sum % 10);
}

bool mrz_digit_fits(const char *cell, const mrz_places *p, char found, bool filler)
{
    if (found == mrz_digit_at(cell, p)) return true;
    if (!filler || found != '<') return false;
    for (unsigned i = 0; i < p->n; i++)
        if (cell[p->at[i]] != '<') return false;
    return true;
}

/* ---- words ------------------------------------------------------------- */

const char *ms_mrz_format_name(ms_mrz_format f)
{
#define X(name, text, lines, width) text,
    static const char *const names[] = {MS_MRZ_FORMAT_LIST(X)};
#undef X
    return (unsigned)f < MS_MRZ_FORMATS ? names[f] : names[MS_MRZ_UNKNOWN];
}

const char *ms_mrz_field_key(ms_mrz_field f)
{
#define X(name, key, text) key,
    static const char *const keys[] = {MS_MRZ_FIELD_LIST(X)};
#undef X
    return (unsigned)f < MS_MRZ_FIELDS ? keys[f] : "";
}

const char *ms_mrz_field_name(ms_mrz_field f)
{
#define X(name, key, text) text,
    static const char *const texts[] = {MS_MRZ_FIELD_LIST(X)};
#undef X
    return (unsigned)f < MS_MRZ_FIELDS ? texts[f] : "";
}

static const struct {
    const char *key;
    bool departs;
    ms_str expected;
    const char *done;
} kinds[MS_MRZ_ODDITY_KINDS] = {
#define X(name, key, departs, expected, done) {key, departs, MS_STR_INIT(expected), done},
    MS_MRZ_ODDITY_LIST(X)
#undef X
};

const char *ms_mrz_oddity_key(ms_mrz_oddity_kind k)
{
    return (unsigned)k < MS_MRZ_ODDITY_KINDS ? kinds[k].key : "";
}

const char *ms_mrz_oddity_done(ms_mrz_oddity_kind k)
{
    return (unsigned)k < MS_MRZ_ODDITY_KINDS ? kinds[k].done : "";
}

bool ms_mrz_oddity_departs(ms_mrz_oddity_kind k)
{
    return (unsigned)k < MS_MRZ_ODDITY_KINDS && kinds[k].departs;
}

ms_str mrz_keep(mrz_reading *r, ms_str s)
{
    ms_str kept = ms_arena_str(r->arena, s);
    r->spent |= !kept.p;
    return kept.p ? kept : (ms_str){"", 0};
}

void mrz_odd(mrz_reading *r, ms_mrz_oddity odd)
{
    ms_mrz *m = r->out;
    if (kinds[odd.kind].departs) m->valid = false;
    if (!odd.expected.n) odd.expected = kinds[odd.kind].expected;
    if (m->n_oddities < MS_MRZ_ODDITIES) m->oddity[m->n_oddities] = odd;
    if (m->n_oddities < UINT16_MAX) m->n_oddities++;
}

void mrz_odd_at(mrz_reading *r, ms_mrz_oddity_kind kind, ms_mrz_field field, uint8_t place,
                uint8_t n)
{
    mrz_odd(r, (ms_mrz_oddity){.kind = kind,
                               .field = field,
                               .line = (uint8_t)(place / MS_MRZ_WIDTH + 1),
                               .column = (uint8_t)(place % MS_MRZ_WIDTH + 1),
                               .found = mrz_keep(r, (ms_str){r->raw + place, n})});
}
