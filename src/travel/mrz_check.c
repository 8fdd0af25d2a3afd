/* Check digits, and what of a misread field they prove. */
#include "base/ascii.h"
#include "base/table.h"
#include "travel/mrz.h"

extern const ms_table ms_table_mrz_lookalikes;

enum {
    FIELDS = 4,     /* with a check digit of their own */
    FIELD_MAX = 24, /* characters of such a field, its check digit among them */
    FREE_MAX = 2    /* characters that are changed beyond those of a wrong class */
};

/* A field and the readings that its check digit allows. */
typedef struct trial {
    const mrz_row *row;
    mrz_places p; /* the field, then its check digit */
    bool right;   /* as it was read */
    uint8_t n;    /* readings: those with the fewest changes */
    bool more;    /* than could be kept */
    char reading[MS_MRZ_ALTERNATIVES][FIELD_MAX];
    int8_t chosen; /* -1: as it was read */
    bool free;     /* the readings change characters of the right class */
} trial;

/* ---- characters -------------------------------------------------------- */

/* The characters that `c` may be misread from, in the order of data/mrz_lookalikes.tsv; of
 * digits alone when `digits`, of letters alone when `letters`. */
typedef struct alike {
    char c[4];
    uint8_t n;
} alike;

static alike alikes(char c, bool digits, bool letters)
{
    const ms_table *t = &ms_table_mrz_lookalikes;
    alike a = {.n = 0};
    ms_str key = {&c, 1};
    uint32_t row;
    if (!ms_table_find(t, key, &row)) return a;
    for (; row < t->rows && ms_str_eq(ms_table_cell(t, row, 0), key); row++) {
        char x = ms_table_cell(t, row, 1).p[0];
        if (((digits && ms_is_digit(x)) || (letters && ms_is_upper(x))) && a.n < sizeof a.c)
            a.c[a.n++] = x;
    }
    return a;
}

/* ---- letters ----------------------------------------------------------- */

/* The code of three letters that a code with digits stands for: the one that is known. */
static bool code_letters(char *code, unsigned at)
{
    ms_mrz_country found;
    unsigned n = 3, known = 0;
    char one[3] = "";
    while (n && code[n - 1] == '<') n--;
    while (at < 3 && !ms_is_digit(code[at])) at++;
    if (at == 3) return ms_mrz_country_find((ms_str){code, n}, &found);
    alike a = alikes(code[at], false, true);
    char was = code[at];
    for (unsigned i = 0; i < a.n; i++) {
        char try[3] = {code[0], code[1], code[2]};
        try[at] = a.c[i];
        if (!code_letters(try, at + 1)) continue;
        known++;
        memcpy(one, try, sizeof one);
    }
    if (known == 1) memcpy(code, one, sizeof one);
    else code[at] = was;
    return known == 1;
}

static void field_letters(mrz_reading *r, const mrz_row *row)
{
    uint8_t from = mrz_place(row->line, row->at);
    bool code = row->field == MS_MRZ_ISSUER || row->field == MS_MRZ_NATIONALITY;
    if (code) code_letters(r->cell + from, 0);
    for (uint8_t i = from; i < from + row->len; i++) {
        if (!ms_is_digit(r->raw[i])) continue;
        alike a = alikes(r->raw[i], false, true);
        if (ms_is_digit(r->cell[i])) r->cell[i] = a.n ? a.c[0] : MRZ_UNREAD;
        ms_str one = {r->raw + i, 1}, taken = {r->cell + i, a.n ? 1 : 0};
        mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_NOT_LETTER,
                                   .field = row->field,
                                   .line = (uint8_t)(row->line + 1),
                                   .column = (uint8_t)(i % MS_MRZ_WIDTH + 1),
                                   .found = mrz_keep(r, one),
                                   .taken = mrz_keep(r, taken)});
    }
}

void mrz_letters(mrz_reading *r)
{
    for (const mrz_row *row = r->form->row; row->len; row++) {
        bool name = row->field == MS_MRZ_NAME || row->field == MS_MRZ_GIVEN;
        ms_str code = {r->cell, 2}, issuer = {r->cell + 2, 3};
        if (row->kind != MRZ_LETTERS || row->field == MS_MRZ_SEX) continue;
        if (!name || !mrz_digits_in_name(issuer, code)) field_letters(r, row);
    }
}

/* ---- the document number ----------------------------------------------- */

void mrz_number_find(mrz_reading *r)
{
    ms_mrz_format format = r->out->format;
    const mrz_row *row = mrz_row_of(format, MS_MRZ_NUMBER);
    const mrz_row *more = mrz_row_of(format, MS_MRZ_OPTIONAL);
    uint8_t from = mrz_place(more->line, more->at), n = 0;
    mrz_places_add(&r->number, row->line, row->at, (uint8_t)(row->at + row->len));
    r->number_check = mrz_place(row->line, row->check);
    r->checked = r->number;
    if (format != MS_MRZ_TD1 && format != MS_MRZ_TD2) return;
    /* 9303-5 and 9303-6 §4.2.2 note j: a filler for the check digit, and the rest of the
     * number, its check digit and a filler at the beginning of the optional data. */
    if (r->cell[r->number_check] != '<' || r->cell[r->number_check - 1] == '<') return;
    while (n < more->len && r->cell[from + n] != '<') n++;
    if (n < 2 || n == more->len) return;
    mrz_places_add(&r->number, more->line, more->at, (uint8_t)(more->at + n - 1));
    r->number_check = (uint8_t)(from + n - 1);
    r->number_tail = n;
    r->checked = r->number;
    /* §4.2.4 leaves the filler out of the sum; some issuers count it. */
    mrz_places counted = {.n = 0};
    char found = r->cell[r->number_check];
    mrz_places_add(&counted, row->line, row->at, (uint8_t)(row->check + 1));
    mrz_places_add(&counted, more->line, more->at, (uint8_t)(more->at + n - 1));
    if (mrz_digit_at(r->cell, &r->number) == found || mrz_digit_at(r->cell, &counted) != found)
        return;
    r->checked = counted;
    mrz_odd_at(r, MS_MRZ_ODD_FILLER_COUNTED, MS_MRZ_NUMBER, r->number_check, 1);
}

/* ---- readings that check digits allow ---------------------------------- */

/* A search through the readings of a field. */
typedef struct search {
    trial *t;
    const char *raw;
    char text[FIELD_MAX];
} search;

static bool wrong_class(const trial *t, unsigned i, char c)
{
    if (i + 1 == t->p.n || t->row->kind == MRZ_DATE) return !ms_is_digit(c) && c != '<';
    return c == MRZ_UNREAD;
}

/* What may stand in place `i` in place of `c`. */
static alike options(const trial *t, unsigned i, char c)
{
    if (c == MRZ_UNREAD) return (alike){.n = 0};
    bool digits = i + 1 == t->p.n || t->row->kind == MRZ_DATE;
    return alikes(c, true, !digits);
}

static bool holds(const trial *t, const char *text)
{
    unsigned n = t->p.n - 1u;
    bool empty = true;
    if (t->row->kind == MRZ_DATE && !mrz_date_is(text, true)) return false;
    for (unsigned i = 0; i < n; i++) empty &= text[i] == '<';
    if (text[n] == '<') return empty && t->row->field == MS_MRZ_OPTIONAL;
    return text[n] == ms_mrz_digit((ms_str){text, n});
}

/* Goes through the readings with `free` more changes of characters of the right class. */
static void look(search *s, unsigned i, unsigned free)
{
    trial *t = s->t;
    if (i == t->p.n) {
        if (free || !holds(t, s->text)) return;
        if (t->n == MS_MRZ_ALTERNATIVES) t->more = true;
        else memcpy(t->reading[t->n++], s->text, FIELD_MAX);
        return;
    }
    char c = s->raw[t->p.at[i]];
    bool wrong = wrong_class(t, i, c);
    if (!wrong) {
        s->text[i] = c;
        look(s, i + 1, free);
        if (!free) return;
    }
    alike a = options(t, i, c);
    for (unsigned k = 0; k < a.n; k++) {
        s->text[i] = a.c[k];
        look(s, i + 1, wrong ? free : free - 1);
    }
}

/* Finds the readings of a field that is not right as it was read. */
static void solve(const mrz_reading *r, trial *t)
{
    search s = {.t = t, .raw = r->raw};
    unsigned most = t->row->kind == MRZ_DATE ? 0 : FREE_MAX;
    for (unsigned free = 0; free <= most && !t->n; free++) {
        t->free = free > 0;
        look(&s, 0, free);
    }
    t->chosen = t->n == 1 && !t->more ? 0 : -1;
}

static trial trial_of(const mrz_reading *r, const mrz_row *row)
{
    trial t = {.row = row, .chosen = -1};
    bool number = row->field == MS_MRZ_NUMBER;
    if (number) t.p = r->checked;
    else mrz_places_add(&t.p, row->line, row->at, (uint8_t)(row->at + row->len));
    uint8_t at = number ? r->number_check : mrz_place(row->line, row->check);
    t.right = mrz_digit_fits(r->raw, &t.p, r->raw[at], row->field == MS_MRZ_OPTIONAL);
    t.p.at[t.p.n++] = at;
    bool sound = t.right;
    for (unsigned i = 0; i < t.p.n; i++) {
        if (r->raw[t.p.at[i]] == MRZ_UNREAD) t.right = false;
        sound &= !wrong_class(&t, i, r->raw[t.p.at[i]]);
    }
    if (!sound) solve(r, &t);
    return t;
}

/* ---- the whole --------------------------------------------------------- */

/* Puts reading `k` of the field into the grid; -1: what was read. */
static void apply(mrz_reading *r, const trial *t, int k)
{
    for (unsigned i = 0; i < t->p.n; i++)
        r->cell[t->p.at[i]] = k < 0 ? r->raw[t->p.at[i]] : t->reading[k][i];
}

static bool settled(const trial *t)
{
    return t->chosen >= 0 || (t->right && !t->n);
}

/* The composite check digit, or the digit that was misread as it. */
static bool composite_fits(mrz_reading *r)
{
    uint8_t at = mrz_place(r->form->composite_line, r->form->composite);
    mrz_places p = mrz_composite(r->form);
    char digit = mrz_digit_at(r->cell, &p);
    alike a = alikes(r->raw[at], true, false);
    bool fits = r->raw[at] == digit;
    for (unsigned i = 0; i < a.n && !ms_is_digit(r->raw[at]); i++) fits |= a.c[i] == digit;
    r->cell[at] = fits ? digit : r->raw[at];
    return fits;
}

/* Where one field alone has several readings, the composite check digit may tell which. */
static void choose(mrz_reading *r, trial *t, unsigned n)
{
    trial *open = NULL;
    unsigned unsettled = 0, kept = 0;
    for (unsigned i = 0; i < n; i++) {
        if (settled(&t[i])) continue;
        unsettled++;
        if (t[i].n > 1 && !t[i].more) open = &t[i];
    }
    if (unsettled != 1 || !open) return;
    for (unsigned k = 0; k < open->n; k++) {
        apply(r, open, (int)k);
        if (composite_fits(r)) memmove(open->reading[kept++], open->reading[k], FIELD_MAX);
    }
    if (kept) open->n = (uint8_t)kept;
    open->chosen = kept == 1 ? 0 : -1;
    apply(r, open, open->chosen);
}

/* A reading that changes characters of the right class stands only with the composite check
 * digit, unless something else breaks that. */
static bool withdraw(mrz_reading *r, trial *t, unsigned n)
{
    bool any = false;
    for (unsigned i = 0; i < n; i++)
        if (!settled(&t[i])) return false;
    for (unsigned i = 0; i < n; i++) {
        if (t[i].chosen < 0 || !t[i].free) continue;
        t[i].chosen = -1;
        apply(r, &t[i], -1);
        any = true;
    }
    return any;
}

/* ---- what is told ------------------------------------------------------ */

static void tell_changes(mrz_reading *r, const trial *t)
{
    for (unsigned i = 0; i < t->p.n; i++) {
        uint8_t at = t->p.at[i];
        if (r->cell[at] == r->raw[at]) continue;
        bool wrong = wrong_class(t, i, r->raw[at]);
        ms_str found = {r->raw + at, 1}, taken = {r->cell + at, 1};
        uint8_t line = (uint8_t)(at / MS_MRZ_WIDTH);
        if (mrz_is_optional(r->form, line, at % MS_MRZ_WIDTH)) found.n = taken.n = 0;
        mrz_odd(r, (ms_mrz_oddity){.kind = wrong ? MS_MRZ_ODD_NOT_DIGIT : MS_MRZ_ODD_LOOKALIKE,
                                   .field = t->row->field,
                                   .line = (uint8_t)(line + 1),
                                   .column = (uint8_t)(at % MS_MRZ_WIDTH + 1),
                                   .found = mrz_keep(r, found),
                                   .taken = mrz_keep(r, taken)});
    }
}

static void tell_wrong(mrz_reading *r, ms_mrz_oddity_kind kind, const ms_mrz_check *c)
{
    mrz_odd(r, (ms_mrz_oddity){.kind = kind,
                               .field = c->field,
                               .line = c->line,
                               .column = c->column,
                               .expected = mrz_keep(r, (ms_str){&c->expected, 1}),
                               .found = mrz_keep(r, (ms_str){&c->found, 1})});
}

static ms_mrz_check *add_check(mrz_reading *r, ms_mrz_field field, uint8_t at, mrz_places *p)
{
    ms_mrz_check *c = &r->out->check[r->out->n_checks++];
    *c = (ms_mrz_check){.field = field,
                        .line = (uint8_t)(at / MS_MRZ_WIDTH + 1),
                        .column = (uint8_t)(at % MS_MRZ_WIDTH + 1),
                        .found = r->raw[at],
                        .expected = mrz_digit_at(r->raw, p)};
    return c;
}

static void add_alternatives(mrz_reading *r, const trial *t)
{
    ms_mrz *m = r->out;
    if (t->row->field == MS_MRZ_OPTIONAL) return; /* nothing of these is told */
    for (unsigned k = 0; k < t->n && m->n_alternatives < MS_MRZ_ALTERNATIVES; k++) {
        ms_mrz_alternative *a = &m->alternative[m->n_alternatives++];
        char text[FIELD_MAX];
        unsigned n = 0;
        *a = (ms_mrz_alternative){.field = t->row->field};
        for (unsigned i = 0; i < t->p.n; i++) {
            char c = t->reading[k][i];
            a->changes = (uint8_t)(a->changes + (c != r->raw[t->p.at[i]]));
            if (i + 1u == t->p.n) continue;
            bool filler = c == '<' && t->row->kind == MRZ_MIXED;
            if (!filler || n) text[n++] = filler ? ' ' : c; /* as read_number has it */
        }
        while (n && text[n - 1] == ' ') n--;
        a->text = mrz_keep(r, (ms_str){text, n});
    }
}

static void tell(mrz_reading *r, trial *t)
{
    uint8_t at = t->p.at[t->p.n - 1];
    mrz_places p = t->p;
    p.n--;
    ms_mrz_check *c = add_check(r, t->row->field, at, &p);
    c->right = t->right;
    c->settled = settled(t);
    if (t->chosen >= 0) tell_changes(r, t);
    else if (!c->settled) tell_wrong(r, t->n ? MS_MRZ_ODD_AMBIGUOUS : MS_MRZ_ODD_CHECK, c);
    add_alternatives(r, t);
}

static void tell_composite(mrz_reading *r, bool fits)
{
    uint8_t at = mrz_place(r->form->composite_line, r->form->composite);
    mrz_places p = mrz_composite(r->form);
    ms_mrz_check *c = add_check(r, MS_MRZ_COMPOSITE, at, &p);
    ms_str found = {r->raw + at, 1}, taken = {r->cell + at, 1};
    c->right = c->found == c->expected;
    c->settled = fits;
    if (!fits) tell_wrong(r, MS_MRZ_ODD_CHECK, c);
    else if (r->cell[at] != r->raw[at])
        mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_NOT_DIGIT,
                                   .field = MS_MRZ_COMPOSITE,
                                   .line = c->line,
                                   .column = c->column,
                                   .found = mrz_keep(r, found),
                                   .taken = mrz_keep(r, taken)});
}

void mrz_check_all(mrz_reading *r)
{
    trial t[FIELDS];
    unsigned n = 0;
    bool whole = r->form->composite != 0, fits = false;
    for (const mrz_row *row = r->form->row; row->len; row++) {
        if (!row->check || !r->present[row->line]) continue;
        t[n] = trial_of(r, row);
        if (t[n].chosen >= 0) apply(r, &t[n], t[n].chosen);
        n++;
    }
    for (unsigned i = 0; i < MRZ_SPANS && r->form->span[i].end; i++)
        whole &= r->present[r->form->span[i].line];
    if (whole) {
        choose(r, t, n);
        fits = composite_fits(r);
        if (!fits && withdraw(r, t, n)) fits = composite_fits(r);
    }
    for (unsigned i = 0; i < n; i++) tell(r, &t[i]);
    if (whole) tell_composite(r, fits);
}
