#include "text/translit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <marsad/name.h>

#include "base/table.h"

extern const ms_table ms_table_translit;

enum { LETTERS, LATIN, CLASS, VOWEL, WHERE };

static size_t encode(uint32_t cp, char out[4])
{
    if (cp < 0x80) return out[0] = (char)cp, 1;
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((0xF00 >> n & 0xFF) | cp);
    return n;
}

/* A row, its cells taken apart for each reading. */
typedef struct row {
    uint32_t second;          /* its second code point; 0 without */
    uint32_t latin;           /* where its Latin begins in the table's pool */
    uint8_t at[MS_READINGS];  /* from there on, */
    uint8_t len[MS_READINGS]; /* so many letters */
    uint8_t class[MS_READINGS];
    uint8_t holds; /* a bit for each reading */
    uint8_t readings;
    uint8_t where;
    bool vowel; /* it has one */
} row;

/* The rows that begin with a code point: some of it alone, then those of several. */
typedef struct span {
    uint32_t from;
    uint16_t alone;
    uint16_t n;
    bool classed; /* one of the letter by itself has a class */
} span;

enum { ROWS = 1 << 15, PAGE = 256, PAGES = 192, CODE_POINTS = 0x110000 };

static row rows[ROWS];
static span pages[PAGES][PAGE];
static uint8_t page_of[CODE_POINTS / PAGE]; /* 0: no rows */
static pthread_once_t indexed = PTHREAD_ONCE_INIT;

static ms_letter_class class_of(ms_str s)
{
    bool second = s.n && s.p[s.n - 1] == '2';
    switch (s.n ? s.p[0] : 0) {
    case 'a': return MS_LETTER_ABJAD;
    case 'w': return MS_LETTER_WRITTEN;
    case 'c': return second ? MS_LETTER_CONSONANT2 : MS_LETTER_CONSONANT;
    case 's': return second ? MS_LETTER_SIGN2 : MS_LETTER_SIGN;
    case 'm': return MS_LETTER_MEDIAL;
    case 'v': return MS_LETTER_VIRAMA;
    case 'p': return MS_LETTER_PREPOSED;
    case 'q': return MS_LETTER_QUIET;
    case 'd': return MS_LETTER_DOUBLE;
    case 'f': return MS_LETTER_FAMILY;
    case 'l': return MS_LETTER_LEGAL;
    default: return MS_LETTER_PLAIN;
    }
}

static ms_letter_where where_of(ms_str s)
{
    switch (s.n ? s.p[0] : 0) {
    case 'b': return MS_WHERE_BEGIN;
    case 'e': return MS_WHERE_END;
    case 'w': return MS_WHERE_WHOLE;
    case 't': return MS_WHERE_TAIL;
    default: return MS_WHERE_ANY;
    }
}

/* The part of `s` before the first `c`; `*rest` is what follows it, `p` NULL when
 * nothing does. */
static ms_str part(ms_str s, char c, ms_str *rest)
{
    const char *end = s.n ? memchr(s.p, c, s.n) : NULL;
    *rest = (ms_str){NULL, 0};
    if (!end) return s;
    size_t n = (size_t)(end - s.p);
    *rest = (ms_str){end + 1, s.n - n - 1};
    return (ms_str){s.p, n};
}

/* The alternatives of a cell, the first for readings that have none; returns how many. */
static uint8_t alternatives(ms_str cell, ms_str out[MS_READINGS])
{
    uint8_t n = 0;
    for (ms_str rest = cell; n == 0 || rest.p; n++) {
        ms_str next = part(rest, '|', &rest);
        if (n < MS_READINGS) out[n] = next;
    }
    for (uint8_t k = n; k < MS_READINGS; k++) out[k] = out[0];
    return n;
}

static uint8_t larger(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static void read_row(uint32_t at, row *r)
{
    const ms_table *t = &ms_table_translit;
    ms_str latin[MS_READINGS], class[MS_READINGS], vowel[MS_READINGS];
    ms_str cell = ms_table_cell(t, at, LATIN), spoken = ms_table_cell(t, at, VOWEL);
    if (cell.n > UINT8_MAX) abort();
    r->latin = (uint32_t)(cell.p - t->pool);
    r->readings = alternatives(cell, latin);
    r->readings = larger(r->readings, alternatives(ms_table_cell(t, at, CLASS), class));
    r->readings = larger(r->readings, alternatives(spoken, vowel));
    r->vowel = spoken.n > 0;
    r->where = where_of(ms_table_cell(t, at, WHERE));
    for (int k = 0; k < MS_READINGS; k++) {
        r->holds |= (uint8_t)(!ms_str_eq(latin[k], MS_STR("*")) << k);
        r->at[k] = (uint8_t)(latin[k].p - cell.p);
        r->len[k] = (uint8_t)latin[k].n;
        r->class[k] = (uint8_t)class_of(class[k]);
    }
}

static void index_rows(void)
{
    unsigned used = 1;
    if (ms_table_translit.rows > ROWS) abort();
    for (uint32_t at = 0; at < ms_table_translit.rows; at++) {
        uint32_t cp;
        row *r = &rows[at];
        ms_str letters = ms_table_cell(&ms_table_translit, at, LETTERS);
        size_t first = ms_utf8_decode(letters.p, letters.n, &cp);
        if (first < letters.n) ms_utf8_decode(letters.p + first, letters.n - first, &r->second);
        read_row(at, r);
        uint8_t *page = &page_of[cp / PAGE];
        if (!*page && used == PAGES) abort();
        if (!*page) *page = (uint8_t)used++;
        span *s = &pages[*page][cp % PAGE];
        if (!s->n++) s->from = at;
        if (r->second) continue;
        s->alone++;
        s->classed |= ms_table_cell(&ms_table_translit, at, CLASS).n > 0;
    }
}

static span rows_of(uint32_t cp)
{
    pthread_once(&indexed, index_rows);
    return cp < CODE_POINTS ? pages[page_of[cp / PAGE]][cp % PAGE] : (span){0};
}

/* The first of rows `from` to `to`, of several letters each, whose second is not before
 * `cp`. */
static uint32_t find_second(uint32_t from, uint32_t to, uint32_t cp)
{
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (rows[mid].second < cp) from = mid + 1;
        else to = mid;
    }
    return from;
}

ms_letter_rows ms_letter_rows_of(const uint32_t *cp, size_t n, unsigned reading)
{
    span s = rows_of(cp[0]);
    ms_letter_rows r = {cp, n, reading, s.from, s.from + s.alone, 0, 0};
    if (n > 1 && s.alone < s.n) {
        r.next = find_second(r.to, s.from + s.n, cp[1]);
        r.behind = s.from + s.n;
    }
    return r;
}

/* How many of the code points are all that row `at` has, which begins with the first of
 * them; 0 when it has others. */
static size_t match(uint32_t at, const uint32_t *cp, size_t n)
{
    const ms_table *t = &ms_table_translit;
    const char *p = t->pool + t->off[(size_t)at * t->cols + LETTERS];
    size_t i = 0;
    for (; *p; i++) {
        char key[4];
        size_t len = i < n ? encode(cp[i], key) : 0;
        if (len == 0) return 0;
        /* Most rows differ soon: too soon for a call. */
        for (size_t k = 0; k < len; k++)
            if (p[k] != key[k]) return 0;
        p += len;
    }
    return i;
}

static void read_letters(uint32_t at, unsigned reading, ms_letters *out)
{
    const ms_table *t = &ms_table_translit;
    const row *r = &rows[at];
    *out = (ms_letters){.latin = {t->pool + r->latin + r->at[reading], r->len[reading]},
                        .readings = r->readings,
                        .class = (ms_letter_class)r->class[reading],
                        .where = (ms_letter_where)r->where};
    if (!r->vowel) return;
    ms_str vowels[MS_READINGS];
    alternatives(ms_table_cell(t, at, VOWEL), vowels);
    ms_str vowel = vowels[reading];
    out->kept = vowel.n && vowel.p[vowel.n - 1] == '+';
    vowel.n -= out->kept;
    while (vowel.n && vowel.p[vowel.n - 1] == '-') vowel.n--, out->drop++;
    out->vowel = part(vowel, '/', &out->closed);
}

size_t ms_letter_next(ms_letter_rows *r, ms_letters *out)
{
    for (;; r->row++) {
        if (r->row == r->to) {
            r->row = r->next, r->to = r->behind;
            r->next = r->behind;
            if (r->row == r->to) return 0;
        }
        const row *x = &rows[r->row];
        if (x->second && x->second != r->cp[1]) return 0;
        size_t len = !(x->holds >> r->reading & 1) ? 0
                     : x->second                   ? match(r->row, r->cp, r->n)
                                                   : 1;
        if (!len) continue;
        read_letters(r->row++, r->reading, out);
        return len;
    }
}

bool ms_letter_classed(uint32_t cp)
{
    return rows_of(cp).classed;
}

bool ms_letter_known(uint32_t cp)
{
    return rows_of(cp).alone > 0;
}
