#include "text/classes.h"

#include "base/table.h"

extern const ms_table ms_table_minor;
extern const ms_table ms_table_rarity;

static uint16_t number(ms_str s)
{
    unsigned v = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < 6553; i++)
        v = v * 10 + (unsigned)(s.p[i] - '0');
    return (uint16_t)v;
}

static bool applies(ms_str row_kind, ms_name_kind kind)
{
    switch (kind) {
    case MS_NAME_ANY: return true;
    case MS_NAME_PERSON: return !ms_str_eq(row_kind, MS_STR("organization"));
    case MS_NAME_ORGANIZATION: return !ms_str_eq(row_kind, MS_STR("person"));
    case MS_NAME_THING: return false;
    }
    return false;
}

ms_word_class ms_word_class_of(ms_str token, ms_name_kind kind)
{
    const ms_table *t = &ms_table_minor;
    ms_word_class c = {0};
    uint32_t row;
    if (!ms_table_find(t, token, &row)) return c;
    for (; row < t->rows && ms_str_eq(ms_table_cell(t, row, 0), token); row++) {
        ms_str row_kind = ms_table_cell(t, row, 1);
        if (!applies(row_kind, kind)) continue;
        c.joins = ms_str_eq(row_kind, MS_STR("join"));
        c.ends = ms_str_eq(row_kind, MS_STR("ends"));
        c.tail = ms_str_eq(row_kind, MS_STR("tail"));
        c.minor = !c.joins && !c.ends && !c.tail;
        c.weight = number(ms_table_cell(t, row, 2));
        c.canonical = ms_table_cell(t, row, 3);
        return c;
    }
    return c;
}

/* What is written of `token` in a script without vowels, behind a `~`. */
static ms_str skeleton(ms_str token, char out[MS_TOKEN_LEN + 1])
{
    size_t n = 0;
    out[n++] = '~';
    for (size_t i = 0; i < token.n && n <= MS_TOKEN_LEN; i++) {
        char c = token.p[i];
        if (!memchr("aeiouwy", c, 7) && c != out[n - 1]) out[n++] = c;
    }
    return (ms_str){out, n};
}

uint16_t ms_word_rarity(ms_str token, bool abjad, bool *known)
{
    static const uint16_t unlisted[] = {30, 30, 60, 100, 140};
    char key[MS_TOKEN_LEN + 1];
    ms_str k = abjad ? skeleton(token, key) : token;
    uint32_t row;
    *known = ms_table_find(&ms_table_rarity, k, &row) && !abjad;
    if (ms_table_find(&ms_table_rarity, k, &row))
        return number(ms_table_cell(&ms_table_rarity, row, 1));
    return unlisted[token.n < 4 ? token.n : 4];
}
