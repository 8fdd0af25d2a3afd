/* Names in their own script: the encodings of 9303-3 §6 read backwards. */
#include "base/table.h"
#include "travel/mrz.h"

extern const ms_table ms_table_mrz_letters;
extern const ms_table ms_table_mrz_scripts;

enum { ENCODED_MAX = 4, NAME_MAX = 48, READING_MAX = 6 * NAME_MAX };

static const ms_str shadda = MS_STR_INIT("\u0651");

/* A name that is read.  `can[i]` tells that what stands from i on can be read to the end, so
 * that no way leads astray. */
typedef struct decoding {
    ms_str system, name;
    bool can[NAME_MAX + 1];
    char text[READING_MAX];
    ms_arena *arena;
    ms_mrz_readings *out;
    bool more; /* readings than are kept */
    bool spent;
} decoding;

static bool begins_word(const decoding *d, size_t i)
{
    return i == 0 || d->name.p[i - 1] == '<';
}

static bool ends_word(const decoding *d, size_t i)
{
    return i == d->name.n || d->name.p[i] == '<';
}

/* The rows of the `n` characters at `i`: the first, and how many. */
static uint32_t rows_of(const decoding *d, size_t i, size_t n, uint32_t *row)
{
    const ms_table *t = &ms_table_mrz_letters;
    char key[32];
    size_t k = d->system.n;
    uint32_t rows = 0;
    if (i + n > d->name.n || k + 1 + n > sizeof key) return 0;
    memcpy(key, d->system.p, k);
    key[k++] = '.';
    memcpy(key + k, d->name.p + i, n);
    ms_str whole = {key, k + n};
    if (!ms_table_find(t, whole, row)) return 0;
    while (*row + rows < t->rows && ms_str_eq(ms_table_cell(t, *row + rows, 0), whole)) rows++;
    return rows;
}

/* True when the letter of `row` may stand where its characters are. */
static bool row_fits(const decoding *d, uint32_t row, size_t i, size_t n)
{
    ms_str where = ms_table_cell(&ms_table_mrz_letters, row, 2);
    if (where.n == 0) return true;
    bool end = ends_word(d, i + n);
    return ms_str_eq(where, MS_STR("end")) ? end : !end && !begins_word(d, i);
}

/* True when the `n` characters at `i` stand there twice: perhaps a letter with shadda. */
static bool doubled(const decoding *d, size_t i, size_t n)
{
    return ms_str_eq(d->system, MS_STR("arabic")) && i + 2 * n <= d->name.n &&
           memcmp(d->name.p + i, d->name.p + i + n, n) == 0;
}

static bool can_read(const decoding *d, size_t i)
{
    if (i == d->name.n) return true;
    if (d->name.p[i] == '<') return d->can[i + 1];
    for (size_t n = 1; n <= ENCODED_MAX; n++) {
        uint32_t row = 0, rows = rows_of(d, i, n, &row);
        for (uint32_t k = 0; k < rows; k++)
            if (row_fits(d, row + k, i, n) &&
                (d->can[i + n] || (doubled(d, i, n) && d->can[i + 2 * n])))
                return true;
    }
    return false;
}

static size_t add(decoding *d, size_t at, ms_str s)
{
    if (at + s.n > sizeof d->text) return at;
    memcpy(d->text + at, s.p, s.n);
    return at + s.n;
}

static void keep(decoding *d, size_t length)
{
    ms_mrz_readings *out = d->out;
    if (out->n == MS_MRZ_READINGS) {
        d->more = true;
        return;
    }
    ms_str text = ms_arena_str(d->arena, (ms_str){d->text, length});
    d->spent |= !text.p;
    if (text.p) out->text[out->n++] = text;
}

/* Goes through the readings from character `i` on, behind `at` bytes of text. */
static void read_from(decoding *d, size_t i, size_t at)
{
    if (i == d->name.n) keep(d, at);
    if (i == d->name.n || d->more || d->spent) return;
    if (d->name.p[i] == '<') {
        while (d->name.p[i] == '<') i++;
        read_from(d, i, at ? add(d, at, MS_STR(" ")) : at);
        return;
    }
    for (size_t n = 1; n <= ENCODED_MAX; n++) {
        uint32_t row = 0, rows = rows_of(d, i, n, &row);
        for (uint32_t k = 0; k < rows; k++) {
            if (!row_fits(d, row + k, i, n)) continue;
            size_t end = add(d, at, ms_table_cell(&ms_table_mrz_letters, row + k, 1));
            if (d->can[i + n]) read_from(d, i + n, end);
            if (doubled(d, i, n) && d->can[i + 2 * n])
                read_from(d, i + 2 * n, add(d, end, shadda));
        }
    }
}

/* The system by which names in documents like `m` are encoded; empty when none tells. */
static ms_str system_of(const ms_mrz *m)
{
    const ms_table *t = &ms_table_mrz_scripts;
    char key[8];
    uint32_t row;
    if (!m->issuer.n || m->issuer.n > 3 || !m->code.n || m->code.n > 2) return (ms_str){"", 0};
    memcpy(key, m->issuer.p, m->issuer.n);
    key[m->issuer.n] = '.';
    memcpy(key + m->issuer.n + 1, m->code.p, m->code.n);
    if (!ms_table_find(t, (ms_str){key, m->issuer.n + 1 + m->code.n}, &row) &&
        !ms_table_find(t, m->issuer, &row))
        return (ms_str){"", 0};
    return ms_table_cell(t, row, 1);
}

ms_rc ms_mrz_own_script(const ms_mrz *m, ms_arena *a, ms_mrz_readings *out)
{
    decoding d = {.system = system_of(m), .name = m->name, .arena = a, .out = out};
    memset(out, 0, sizeof *out);
    out->system = (ms_str){"", 0};
    while (d.name.n && d.name.p[d.name.n - 1] == '<') d.name.n--;
    if (!d.system.n || !d.name.n || d.name.n > NAME_MAX) return MS_OK;
    /* Names in Latin letters have no X, or one without the letters of an escape behind it. */
    if (ms_str_eq(d.system, MS_STR("arabic")) && !memchr(d.name.p, 'X', d.name.n)) return MS_OK;
    for (size_t i = d.name.n + 1; i-- > 0;) d.can[i] = can_read(&d, i);
    if (!d.can[0]) return MS_OK;
    read_from(&d, 0, 0);
    if (d.more || d.spent) out->n = 0;
    else out->system = d.system;
    return d.spent ? MS_ENOMEM : MS_OK;
}
