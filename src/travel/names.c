#include "travel/names.h"

#include "base/ascii.h"
#include "base/table.h"
#include "text/classes.h"

extern const ms_table ms_table_titles;

enum { TITLE_MAX = 6, GLUED_MIN = 2, WORD_MAX = 16 };

/* The next letter from `*i` on, in lower case; bytes beyond ASCII count as they are. */
static unsigned char next_letter(ms_str s, size_t *i)
{
    while (*i < s.n) {
        unsigned char c = (unsigned char)s.p[(*i)++];
        if (c >= 0x80) return c;
        c |= 32;
        if (c >= 'a' && c <= 'z') return c;
    }
    return 0;
}

int ms_names_compare(ms_str a, ms_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        unsigned char x = next_letter(a, &i), y = next_letter(b, &j);
        if (!x || !y) return x == y ? 2 : 1;
        if (x != y) return 0;
    }
}

uint64_t ms_names_mix(uint64_t h, ms_str name)
{
    size_t i = 0;
    for (unsigned char c; (c = next_letter(name, &i));) h = (h ^ c) * 0x100000001b3u;
    return h;
}

/* ---- titles -------------------------------------------------------------- */

/* What the table says of a word; "" for nothing. */
static ms_str kind_of(ms_str word)
{
    char capitals[WORD_MAX];
    uint32_t row;
    if (!word.n || word.n > sizeof capitals) return (ms_str){0};
    for (size_t i = 0; i < word.n; i++) capitals[i] = ms_upper(word.p[i]);
    if (!ms_table_find(&ms_table_titles, (ms_str){capitals, word.n}, &row)) return (ms_str){0};
    return ms_table_cell(&ms_table_titles, row, 1);
}

static bool is(ms_str word, const char *kind)
{
    return ms_str_eq(kind_of(word), ms_str_z(kind));
}

/* Whether the word is a name as it is, which only seems to end with a title. */
static bool whole(ms_str word)
{
    char small[WORD_MAX];
    bool known;
    if (word.n > sizeof small) return false;
    for (size_t i = 0; i < word.n; i++) small[i] = ms_lower(word.p[i]);
    ms_word_rarity((ms_str){small, word.n}, false, &known);
    return known || is(word, "whole");
}

/* How many of a word's last letters are a title glued to it. */
static size_t glued(ms_str word)
{
    size_t n = word.n < TITLE_MAX + GLUED_MIN ? word.n : TITLE_MAX + GLUED_MIN;
    if (n < GLUED_MIN + 2) return 0;
    for (n -= GLUED_MIN; n >= 2; n--)
        if (is((ms_str){word.p + word.n - n, n}, "glued")) return whole(word) ? 0 : n;
    return 0;
}

bool ms_name_nobody(ms_str name)
{
    return is(name, "nobody");
}

/* The last word that ends at `end`. */
static ms_str last_word(ms_str s, size_t end)
{
    size_t from = end;
    while (from && s.p[from - 1] != ' ') from--;
    return (ms_str){s.p + from, end - from};
}

void ms_name_title(ms_str sent, ms_str *given, ms_str *title)
{
    size_t end = sent.n;
    *given = *title = (ms_str){0};
    if (!end) return;
    for (ms_str word = last_word(sent, end); word.n; word = last_word(sent, end)) {
        ms_str kind = kind_of(word);
        bool first =
            word.p == sent.p; /* there is no name but this: a title of a certain kind only */
        if (!ms_str_eq(kind, MS_STR("glued")) && (first || !ms_str_eq(kind, MS_STR("apart"))))
            break;
        end -= word.n;
        while (end && sent.p[end - 1] == ' ') end--;
    }
    if (end == sent.n) end -= glued(last_word(sent, end));
    *given = ms_str_trim((ms_str){sent.p, end});
    *title = ms_str_trim((ms_str){sent.p + end, sent.n - end});
}
