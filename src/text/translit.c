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

static const char *letters_of(uint32_t row)
{
    const ms_table *t = &ms_table_translit;
    return t->pool + t->off[(size_t)row * t->cols + LETTERS];
}

/* The rows that begin with a code point. */
typedef struct span {
    uint32_t from;
    uint16_t n;
    bool classed; /* one of the letter by itself has a class */
} span;

enum { PAGE = 256, PAGES = 192, CODE_POINTS = 0x110000 };

static span pages[PAGES][PAGE];
static uint8_t page_of[CODE_POINTS / PAGE]; /* 0: no rows */
static pthread_once_t indexed = PTHREAD_ONCE_INIT;

static size_t first_length(const char *p)
{
    unsigned char c = (unsigned char)*p;
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static void index_rows(void)
{
    unsigned used = 1;
    for (uint32_t row = 0; row < ms_table_translit.rows; row++) {
        uint32_t cp;
        const char *p = letters_of(row);
        ms_utf8_decode(p, strlen(p), &cp);
        uint8_t *page = &page_of[cp / PAGE];
        if (!*page && used == PAGES) abort();
        if (!*page) *page = (uint8_t)used++;
        span *s = &pages[*page][cp % PAGE];
        if (!s->n++) s->from = row;
        if (!p[first_length(p)])
            s->classed |= ms_table_cell(&ms_table_translit, row, CLASS).n > 0;
    }
}

static span rows_of(uint32_t cp)
{
    pthread_once(&indexed, index_rows);
    return cp < CODE_POINTS ? pages[page_of[cp / PAGE]][cp % PAGE] : (span){0};
}

void ms_letter_rows(uint32_t cp, uint32_t *from, uint32_t *to)
{
    span s = rows_of(cp);
    *from = s.from;
    *to = s.from + s.n;
}

size_t ms_letter_match(uint32_t row, const uint32_t *cp, size_t n)
{
    const char *p = letters_of(row);
    size_t i = 1;
    for (p += first_length(p); *p; i++) {
        char key[4];
        size_t len = i < n ? encode(cp[i], key) : 0;
        if (len == 0) return 0;
        /* Most rows differ in the second letter: too soon for a call. */
        for (size_t k = 0; k < len; k++)
            if (p[k] != key[k]) return 0;
        p += len;
    }
    return i;
}

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

/* The `reading`th alternative of a cell, or the first when it has fewer. */
static ms_str alternative(ms_str cell, unsigned reading, uint8_t *count)
{
    ms_str rest, first = part(cell, '|', &rest), found = first;
    uint8_t n = 1;
    for (; rest.p; n++) {
        ms_str next = part(rest, '|', &rest);
        if (n == reading) found = next;
    }
    if (n > *count) *count = n;
    return found;
}

bool ms_letter_row(uint32_t row, unsigned reading, ms_letters *out)
{
    const ms_table *t = &ms_table_translit;
    *out = (ms_letters){.readings = 1};
    out->latin = alternative(ms_table_cell(t, row, LATIN), reading, &out->readings);
    if (out->latin.n == 1 && out->latin.p[0] == '*') return false;
    out->class = class_of(alternative(ms_table_cell(t, row, CLASS), reading, &out->readings));
    out->where = where_of(ms_table_cell(t, row, WHERE));
    ms_str vowel = ms_table_cell(t, row, VOWEL);
    if (!vowel.n) return true;
    vowel = alternative(vowel, reading, &out->readings);
    out->kept = vowel.n && vowel.p[vowel.n - 1] == '+';
    vowel.n -= out->kept;
    while (vowel.n && vowel.p[vowel.n - 1] == '-') vowel.n--, out->drop++;
    out->vowel = part(vowel, '/', &out->closed);
    return true;
}

bool ms_letter_classed(uint32_t cp)
{
    return rows_of(cp).classed;
}

/* A letter by itself stands before those that begin with it. */
bool ms_letter_known(uint32_t cp)
{
    span s = rows_of(cp);
    const char *p = letters_of(s.from);
    return s.n && !p[first_length(p)];
}
