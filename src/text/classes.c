#include "text/classes.h"

#include <pthread.h>

#include "base/table.h"
#include "text/reader.h"

extern const ms_table ms_table_minor;
extern const ms_table ms_table_numbers;
extern const ms_table ms_table_organization_types;
extern const ms_table ms_table_rarity;

enum { WORDS, KIND, WEIGHT, FORM, WHERE };

/* Whether a row of kind `row` makes tokens of a name of `kind` minor, or numbers. */
static bool applies(ms_str row, ms_name_kind kind)
{
    bool person = ms_str_eq(row, MS_STR("person"));
    bool organization = ms_str_eq(row, MS_STR("organization"));
    bool any = ms_str_eq(row, MS_STR("any"));
    bool is_number = ms_str_eq(row, MS_STR("number"));
    switch (kind) {
    case MS_NAME_ANY: return any || person || organization;
    case MS_NAME_PERSON: return any || person;
    case MS_NAME_ORGANIZATION: return any || organization || is_number;
    case MS_NAME_THING: return is_number;
    }
    return false;
}

ms_word_class ms_word_class_of(ms_str token)
{
    const ms_table *t = &ms_table_minor;
    ms_word_class c = {0};
    uint32_t row;
    if (!ms_table_find(t, token, &row)) return c;
    ms_str kind = ms_table_cell(t, row, KIND);
    c.joins = ms_str_eq(kind, MS_STR("join"));
    c.ends = ms_str_eq(kind, MS_STR("ends"));
    c.tail = ms_str_eq(kind, MS_STR("tail"));
    c.minor = applies(kind, MS_NAME_ANY);
    c.article = c.minor && ms_str_eq(ms_table_cell(t, row, FORM), MS_STR("al"));
    return c;
}

bool ms_is_organization_type(ms_str token)
{
    uint32_t row;
    return ms_table_find(&ms_table_organization_types, token, &row);
}

/* A name in which a run may stand. */
typedef struct place {
    const ms_token *tok;
    uint32_t n, at;
    ms_name_kind kind;
} place;

static bool where_holds(ms_str where, const place *p, uint32_t end)
{
    if (where.n == 0) return true;
    if (ms_str_eq(where, MS_STR("edge"))) return p->at == 0 || end == p->n;
    if (p->at == 0) return false;
    return ms_str_eq(where, MS_STR("later")) || end == p->n ||
           p->tok[end].flags & MS_TOKEN_MINOR;
}

/* True when token `i` and the one before it are letters of one abbreviation ("N.A.B.C."). */
static bool continues_at(const place *p, uint32_t i)
{
    if (i == 0 || i == p->n) return false;
    const ms_token *t = &p->tok[i];
    return t->flags & MS_READ_DOTTED && t->len == 1 && t[-1].len == 1;
}

/* A row of `t` with key `key`, from `*row` on, that holds for the run. */
static bool row_holds(const ms_table *t, ms_str key, const place *p, uint32_t end,
                      uint32_t *row)
{
    uint32_t n = end - p->at;
    bool initials = n > 1 && key.n == n,
         apart = t != &ms_table_organization_types || (p->kind == MS_NAME_ANY && end < p->n);
    if ((initials && apart) || continues_at(p, p->at) || continues_at(p, end)) return false;
    for (; *row < t->rows && ms_str_eq(ms_table_cell(t, *row, WORDS), key); ++*row)
        if (applies(ms_table_cell(t, *row, KIND), p->kind) &&
            where_holds(ms_table_cell(t, *row, WHERE), p, end))
            return true;
    return false;
}

/* For each table of runs one bit, at a hash of the first letters of its rows and of every
 * beginning of these: most tokens begin no row, and end the search here. */
enum { HEAD = 8, HEADS = 1 << 15 };
static uint8_t heads[HEADS];
static pthread_once_t heads_read = PTHREAD_ONCE_INIT;

static uint8_t *head_of(uint64_t letters)
{
    return &heads[(letters * 0x9E3779B97F4A7C15u) >> 49];
}

static uint8_t bit_of(const ms_table *t)
{
    return t == &ms_table_minor ? 1 : t == &ms_table_numbers ? 2 : 4;
}

static void read_heads(void)
{
    const ms_table *const tables[] = {&ms_table_minor, &ms_table_numbers,
                                      &ms_table_organization_types};
    for (int i = 0; i < 3; i++) {
        for (uint32_t row = 0; row < tables[i]->rows; row++) {
            ms_str key = ms_table_cell(tables[i], row, WORDS);
            char head[HEAD] = {0};
            for (size_t n = 0; n < key.n && n < HEAD; n++) {
                uint64_t letters;
                head[n] = key.p[n];
                memcpy(&letters, head, sizeof letters);
                *head_of(letters) |= bit_of(tables[i]);
            }
        }
    }
}

/* False where no row of `t` begins with these letters, of which only the first count. */
static bool may_begin(const ms_table *t, const char letters[HEAD])
{
    uint64_t head;
    memcpy(&head, letters, sizeof head);
    return *head_of(head) & bit_of(t);
}

/* Finds the longest run that is longer than `best` and a row of `t`. */
static void find_longest(const ms_table *t, const place *p, ms_word_run *best)
{
    enum { LETTERS = 4 * MS_TOKEN_LEN };
    char letters[LETTERS] = {0};
    ms_str key = {letters, 0};
    for (uint32_t i = p->at; i < p->n; i++) {
        const ms_token *x = &p->tok[i];
        if (x->flags & MS_TOKEN_MINOR || key.n + x->len > LETTERS) return;
        memcpy(letters + key.n, x->s, x->len);
        key.n += x->len;
        uint32_t row;
        if (!may_begin(t, letters)) return;
        if (i + 1 - p->at > best->n && ms_table_find(t, key, &row) &&
            row_holds(t, key, p, i + 1, &row))
            *best = (ms_word_run){i + 1 - p->at, (uint16_t)ms_table_number(t, row, WEIGHT),
                                  ms_table_cell(t, row, FORM)};
    }
}

ms_word_run ms_run_find(ms_run_table table, const ms_token *tok, uint32_t n, uint32_t at,
                        ms_name_kind kind)
{
    place p = {tok, n, at, kind};
    ms_word_run best = {0};
    pthread_once(&heads_read, read_heads);
    if (table == MS_RUN_NUMBER) {
        find_longest(&ms_table_numbers, &p, &best);
        return best;
    }
    if (kind != MS_NAME_PERSON) find_longest(&ms_table_organization_types, &p, &best);
    find_longest(&ms_table_minor, &p, &best);
    return best;
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
    bool listed = ms_table_find(&ms_table_rarity, k, &row);
    *known = listed && !abjad;
    if (listed) return (uint16_t)ms_table_number(&ms_table_rarity, row, 1);
    return unlisted[token.n < 4 ? token.n : 4];
}

static bool is_glued_title(ms_str s)
{
    const ms_table *t = &ms_table_minor;
    uint32_t row;
    if (!ms_table_find(t, s, &row)) return false;
    for (; row < t->rows && ms_str_eq(ms_table_cell(t, row, WORDS), s); row++)
        if (ms_str_eq(ms_table_cell(t, row, KIND), MS_STR("glued"))) return true;
    return false;
}

size_t ms_glued_title(ms_str token)
{
    enum { NAME = 3, SHORTEST = 2, LONGEST = 4 };
    for (size_t n = LONGEST; n >= SHORTEST; n--) {
        bool known, name;
        if (token.n < n + NAME) continue;
        size_t rest = token.n - n;
        if (!is_glued_title((ms_str){token.p + rest, n})) continue;
        ms_word_rarity(token, false, &known);
        ms_word_rarity((ms_str){token.p, rest}, false, &name);
        return name && !known ? n : 0;
    }
    return 0;
}
