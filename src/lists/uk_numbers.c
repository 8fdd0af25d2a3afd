#include "lists/uk_numbers.h"

#include <string.h>

#include <marsad/date.h>

#include "base/ascii.h"

enum {
    LABELLED = 4, /* digits of a number where words say what it is */
    ALONE = 5,    /* and where it only stands among others */
    NEAR = 32     /* bytes in front of a bank's code that say that it is one */
};

typedef struct word {
    ms_str text;
    unsigned digits, letters; /* a byte of another script counts as a letter */
    bool mark;                /* a colon or full stop behind it */
} word;

static bool is_letter(char c)
{
    return ms_is_upper((char)(c & ~32)) || (unsigned char)c >= 0x80;
}

/* Bytes of what separates words at `i`; 0 where nothing does. */
static size_t gap(ms_str s, size_t i)
{
    static const char *const wide[] = {"\u00a0", "\u00b7", "\u2013", "\u202f"};
    if (s.p[i] && strchr(" \t\r\n,;:()", s.p[i])) return 1;
    for (size_t k = 0; k < sizeof wide / sizeof *wide; k++) {
        size_t n = strlen(wide[k]);
        if (n <= s.n - i && !memcmp(s.p + i, wide[k], n)) return n;
    }
    return 0;
}

/* Whether a label begins at `i` of the word `s`, right behind a number:
 * "7700000000OGRN: …".  Numbers that begin with letters may end with two. */
static bool glued(ms_str s, size_t i)
{
    size_t n = 0, least = ms_is_digit(s.p[0]) ? 2 : 3;
    if (i == 0 || !ms_is_digit(s.p[i - 1])) return false;
    while (i + n < s.n && is_letter(s.p[i + n]) && !gap(s, i + n)) n++;
    return n >= least && i + n < s.n && !ms_is_digit(s.p[i + n]);
}

/* Takes the next word; it is empty where only punctuation stands between two gaps. */
static bool next_word(ms_str *rest, word *w)
{
    static const char edges[] = "'\".-/";
    size_t i = 0, n;
    while (i < rest->n && (n = gap(*rest, i))) i += n;
    *rest = (ms_str){rest->p + i, rest->n - i};
    if (!rest->n) return false;
    for (i = 0; i < rest->n && !gap(*rest, i) && !glued(*rest, i);) i++;
    ms_str s = {rest->p, i};
    *rest = (ms_str){rest->p + i, rest->n - i};
    *w = (word){.mark = (rest->n && *rest->p == ':') || s.p[s.n - 1] == '.'};
    while (s.n && strchr(edges, s.p[s.n - 1])) s.n--;
    while (s.n && strchr(edges, *s.p)) s = (ms_str){s.p + 1, s.n - 1};
    for (i = 0; i < s.n; i++) {
        w->digits += ms_is_digit(s.p[i]);
        w->letters += is_letter(s.p[i]);
    }
    w->text = s;
    return true;
}

static bool is_label(const word *w)
{
    return !w->digits && (w->letters >= 3 || (w->letters == 2 && w->mark));
}

static bool is_number(const word *w, unsigned least)
{
    ms_date day;
    bool date = memchr(w->text.p, '/', w->text.n) || memchr(w->text.p, '.', w->text.n);
    return w->digits >= least && !(date && !ms_date_parse(w->text, &day));
}

/* ISO 9362 behind a word for it: a bank's code may have no digit. */
static bool is_bank(const word *w, ms_str label)
{
    if (w->text.n != 8 && w->text.n != 11) return false;
    for (unsigned i = 0; i < 6; i++)
        if (!ms_is_upper(w->text.p[i])) return false;
    if (label.n > NEAR) label = (ms_str){label.p + label.n - NEAR, NEAR};
    return memmem(label.p, label.n, "BIC", 3) || memmem(label.p, label.n, "SWIFT", 5);
}

bool ms_uk_numbers_next(ms_uk_numbers *it, ms_str *label, ms_str *number)
{
    word w;
    *label = (ms_str){it->rest.p, 0};
    if (it->whole) {
        *number = it->rest;
        it->rest.n = 0;
        return number->n;
    }
    while (next_word(&it->rest, &w)) {
        label->n = (size_t)(w.text.p - label->p);
        if (!is_number(&w, LABELLED) && !is_bank(&w, *label)) continue;
        *number = w.text;
        return true;
    }
    return false;
}

/* Without the quotes by which spreadsheets keep the zeros of "'0012". */
static ms_str unquoted(ms_str s)
{
    s = ms_str_trim(s);
    while (s.n && s.p[0] == '\'') s = ms_str_trim((ms_str){s.p + 1, s.n - 1});
    while (s.n && strchr("',;", s.p[s.n - 1])) s = ms_str_trim((ms_str){s.p, s.n - 1});
    return s;
}

ms_uk_numbers ms_uk_numbers_of(ms_str text)
{
    ms_uk_numbers it = {.rest = unquoted(text)};
    ms_str rest = it.rest, label, number;
    bool labelled = false, mixed = false, all = true;
    unsigned words = 0;
    for (word w; next_word(&rest, &w); words += w.text.n > 0) {
        ms_str before = {it.rest.p, (size_t)(w.text.p - it.rest.p)};
        labelled |= is_label(&w);
        mixed |= w.digits && w.digits < LABELLED && w.letters && !is_bank(&w, before);
        all &= !w.text.n || is_number(&w, ALONE);
    }
    ms_uk_numbers probe = it;
    bool some = ms_uk_numbers_next(&probe, &label, &number);
    it.whole = mixed || !some || !(labelled || (words > 1 && all));
    return it;
}
