/* Titles at given names, and names that stand for nobody. */
#include "base/table.h"
#include "travel/paxlst.h"

extern const ms_table ms_table_titles;

enum { TITLE_MAX = 6, GLUED_MIN = 2, WORD_MAX = 16 };

/* What the table says of a word; "" for nothing. */
static ms_str kind_of(ms_str word)
{
    char capitals[WORD_MAX];
    uint32_t row;
    if (!word.n || word.n > sizeof capitals) return (ms_str){0};
    for (size_t i = 0; i < word.n; i++)
        capitals[i] = word.p[i] >= 'a' && word.p[i] <= 'z' ? (char)(word.p[i] - 32) : word.p[i];
    if (!ms_table_find(&ms_table_titles, (ms_str){capitals, word.n}, &row)) return (ms_str){0};
    return ms_table_cell(&ms_table_titles, row, 1);
}

static bool is(ms_str word, const char *kind)
{
    return ms_str_eq(kind_of(word), ms_str_z(kind));
}

/* How many of a word's last letters are a title glued to it. */
static size_t glued(ms_str word)
{
    size_t n = word.n < TITLE_MAX + GLUED_MIN ? word.n : TITLE_MAX + GLUED_MIN;
    if (n < GLUED_MIN + 2 || is(word, "whole")) return 0;
    for (n -= GLUED_MIN; n >= 2; n--)
        if (is((ms_str){word.p + word.n - n, n}, "glued")) return n;
    return 0;
}

bool pax_nobody(ms_str name)
{
    return is(name, "nobody");
}

void pax_title(ms_str sent, ms_str *given, ms_str *title)
{
    *given = sent;
    *title = (ms_str){0};
    size_t from = sent.n;
    while (from && sent.p[from - 1] != ' ') from--;
    ms_str word = {sent.p + from, sent.n - from};
    ms_str kind = kind_of(word);
    bool sure = ms_str_eq(kind, MS_STR("glued"));
    if (sure || (from && ms_str_eq(kind, MS_STR("apart")))) {
        *given = ms_str_trim((ms_str){sent.p, from});
        *title = word;
        return;
    }
    size_t n = glued(word);
    if (!n) return;
    *given = (ms_str){sent.p, sent.n - n};
    *title = (ms_str){sent.p + sent.n - n, n};
}
