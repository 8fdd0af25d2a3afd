#include "match/affix.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/table.h"

extern const ms_table ms_table_affixes;

enum { LETTERS, WHERE, GROUP };
enum { REST = 3 }; /* letters that must be left of a token */

/* Rows, from 1 on, by where they stand and the letter that they begin or end with there; each
 * leads to the next of its kind. */
enum { ROWS = UINT8_MAX };
static uint8_t first[2][MS_LETTERS], next[ROWS + 1];
static pthread_once_t indexed = PTHREAD_ONCE_INIT;

static void index_rows(void)
{
    const ms_table *t = &ms_table_affixes;
    if (t->rows > ROWS) abort();
    for (uint32_t row = t->rows; row > 0; row--) {
        ms_str letters = ms_table_cell(t, row - 1, LETTERS);
        char where = ms_table_cell(t, row - 1, WHERE).p[0];
        bool end = where == 'e';
        if (!end && where != 'b') continue;
        uint8_t *head = &first[end][ms_letter(letters.p[end ? letters.n - 1 : 0])];
        next[row] = *head;
        *head = (uint8_t)row;
    }
}

/* What of a token is left: letters `from` up to, not including, `to`; and the groups of what
 * stands before and behind. */
typedef struct stem {
    unsigned from, to;
    ms_str group[2];
} stem;

static bool stands(ms_str letters, const ms_letters *x, const stem *s, bool end)
{
    if (s->to - s->from < letters.n + REST) return false;
    const uint8_t *c = x->c + (end ? s->to - letters.n : s->from);
    for (size_t i = 0; i < letters.n; i++)
        if (c[i] != ms_letter(letters.p[i])) return false;
    return true;
}

/* Takes the longest row off that stands at that end. */
static void take_off(stem *s, const ms_letters *x, bool end)
{
    const ms_table *t = &ms_table_affixes;
    size_t n = 0;
    if (s->to - s->from < REST) return;
    for (uint8_t row = first[end][x->c[end ? s->to - 1 : s->from]]; row; row = next[row]) {
        ms_str letters = ms_table_cell(t, row - 1u, LETTERS);
        if (letters.n <= n || !stands(letters, x, s, end)) continue;
        n = letters.n;
        s->group[end] = ms_table_cell(t, row - 1u, GROUP);
    }
    if (end) s->to -= (unsigned)n;
    else s->from += (unsigned)n;
}

static stem stem_of(const ms_letters *x)
{
    pthread_once(&indexed, index_rows);
    stem s = {.to = x->n};
    take_off(&s, x, false);
    take_off(&s, x, true);
    return s;
}

bool ms_affixes_off(const ms_letters *x, const ms_letters *y, ms_letters rest[2])
{
    if ((x->flags | y->flags) & MS_TOKEN_ABJAD) return false; /* too little is left */
    stem a = stem_of(x), b = stem_of(y);
    bool shared[2];
    for (int i = 0; i < 2; i++) shared[i] = a.group[i].n && ms_str_eq(a.group[i], b.group[i]);
    if (!shared[0] && !shared[1]) return false;
    if (!shared[0]) a.from = b.from = 0;
    if (!shared[1]) a.to = x->n, b.to = y->n;
    ms_letters_part(x, a.from, a.to - a.from, &rest[0]);
    ms_letters_part(y, b.from, b.to - b.from, &rest[1]);
    return true;
}

bool ms_ends_with_group(const ms_letters *x, ms_str group)
{
    return ms_str_eq(stem_of(x).group[1], group);
}

bool ms_is_written_apart(ms_str letters)
{
    uint32_t row;
    return ms_table_find(&ms_table_affixes, letters, &row) &&
           ms_str_eq(ms_table_cell(&ms_table_affixes, row, WHERE), MS_STR("apart"));
}
