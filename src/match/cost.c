#include "match/cost.h"

#include <pthread.h>

#include "base/table.h"
#include "match/affix.h"
#include "match/ending.h"
#include "text/fold.h"
#include "text/given.h"

extern const ms_table ms_table_costs;

static ms_costs costs;
static pthread_once_t costs_once = PTHREAD_ONCE_INIT;

static void set_row(ms_str kind, ms_str letters, uint8_t n)
{
    unsigned x = letters.n > 0 ? ms_letter(letters.p[0]) : 0;
    unsigned y = letters.n > 1 ? ms_letter(letters.p[1]) : 0;
    if (ms_str_eq(kind, MS_STR("weight"))) costs.weight[x] = n;
    if (ms_str_eq(kind, MS_STR("skip"))) costs.skip[x] = n;
    if (ms_str_eq(kind, MS_STR("before"))) costs.before[x][y] = n;
    if (ms_str_eq(kind, MS_STR("sub"))) costs.sub[x][y] = costs.sub[y][x] = n;
    if (ms_str_eq(kind, MS_STR("repeat"))) costs.repeat = n;
    if (ms_str_eq(kind, MS_STR("unwritten"))) costs.unwritten = n;
    if (ms_str_eq(kind, MS_STR("swap"))) costs.swap = n;
}

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* The cheapest way in which a letter can go without an equal one on the other side.
 * `repeat` is left aside: the first of a run of equal letters never costs it. */
static uint8_t least_cost(unsigned c)
{
    uint8_t n = costs.skip[c];
    for (unsigned d = 0; d < MS_LETTERS; d++) {
        n = least(n, costs.before[c][d]);
        if (d != c) n = least(n, costs.sub[c][d]);
    }
    return c < 26 && ms_is_vowel((char)('a' + c)) ? least(n, costs.unwritten) : n;
}

static void read_costs(void)
{
    const ms_table *t = &ms_table_costs;
    memset(costs.sub, MS_COST_CONSONANT, sizeof costs.sub);
    memset(costs.before, UINT8_MAX, sizeof costs.before);
    memset(costs.skip, MS_COST_CONSONANT, sizeof costs.skip);
    memset(costs.weight, MS_COST_CONSONANT, sizeof costs.weight);
    for (unsigned i = 0; i < MS_LETTERS; i++) costs.sub[i][i] = 0;
    for (uint32_t r = 0; r < t->rows; r++)
        set_row(ms_table_cell(t, r, 0), ms_table_cell(t, r, 1),
                (uint8_t)ms_table_number(t, r, 2));
    for (unsigned i = 0; i < MS_LETTERS; i++) costs.least[i] = least_cost(i);
    for (unsigned i = 0; i < MS_COST_PARTS; i++)
        for (unsigned set = 1; set < 1u << MS_COST_PART_LETTERS; set++)
            costs.least_of[i][set] =
                (uint8_t)(costs.least_of[i][set & (set - 1)] +
                          costs.least[i * MS_COST_PART_LETTERS + (unsigned)__builtin_ctz(set)]);
}

const ms_costs *ms_costs_get(void)
{
    pthread_once(&costs_once, read_costs);
    return &costs;
}

void ms_letters_make(const char *s, unsigned n, uint8_t flags, ms_letters *out)
{
    const ms_costs *k = ms_costs_get();
    out->n = (uint8_t)n;
    out->flags = flags;
    out->length = out->given = 0;
    out->set = 0;
    for (unsigned i = 0; i < n; i++) {
        uint8_t c = (uint8_t)ms_letter(s[i]), skip = k->skip[c];
        bool repeats = i > 0 && s[i] == s[i - 1];
        out->c[i] = c;
        out->set |= 1ull << c;
        out->length = (uint16_t)(out->length + (repeats ? k->repeat : k->weight[c]));
        if (i + 1 < n) skip = least(skip, k->before[c][ms_letter(s[i + 1])]);
        if (repeats) skip = least(skip, k->repeat);
        bool unwritten = ms_is_vowel(s[i]) && !(flags & MS_TOKEN_ABJAD);
        out->skip[0][i] = skip;
        out->skip[1][i] = unwritten ? least(skip, k->unwritten) : skip;
    }
}

typedef uint16_t row[MS_TOKEN_LEN + 1];

static uint16_t min16(unsigned a, unsigned b)
{
    return (uint16_t)(a < b ? a : b);
}

/* Fills row i of the distance table; returns its smallest entry. */
static uint16_t next_row(const ms_costs *k, const ms_letters *x, const ms_letters *y,
                         unsigned i, const row above2, const row above, row out)
{
    const uint8_t *skip_x = x->skip[y->flags & MS_TOKEN_ABJAD];
    const uint8_t *skip_y = y->skip[x->flags & MS_TOKEN_ABJAD];
    const uint8_t *sub = k->sub[x->c[i - 1]];
    uint8_t c = x->c[i - 1], before = i > 1 ? x->c[i - 2] : c;
    uint16_t best = out[0] = (uint16_t)(above[0] + skip_x[i - 1]);
    for (unsigned j = 1; j <= y->n; j++) {
        uint16_t d = (uint16_t)(above[j - 1] + sub[y->c[j - 1]]);
        d = min16(d, above[j] + skip_x[i - 1]);
        d = min16(d, out[j - 1] + skip_y[j - 1]);
        if (c != before && j > 1 && c == y->c[j - 2] && before == y->c[j - 1])
            d = min16(d, above2[j - 2] + k->swap);
        out[j] = d;
        best = min16(best, d);
    }
    return best;
}

/* The optimal string alignment distance, or anything above `limit` when it is
 * larger: a later entry is never below the least of two neighbouring rows. */
static unsigned distance(const ms_letters *x, const ms_letters *y, unsigned limit)
{
    _Static_assert(MS_TOKEN_ABJAD == 1, "the flag indexes ms_letters.skip");
    const ms_costs *k = ms_costs_get();
    const uint8_t *skip_y = y->skip[x->flags & MS_TOKEN_ABJAD];
    row rows[3];
    rows[0][0] = 0;
    for (unsigned j = 0; j < y->n; j++) rows[0][j + 1] = (uint16_t)(rows[0][j] + skip_y[j]);
    unsigned least_above = 0;
    for (unsigned i = 1; i <= x->n; i++) {
        unsigned m = next_row(k, x, y, i, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
        if (m > limit && least_above > limit) return limit + 1;
        least_above = m;
    }
    return rows[x->n % 3][y->n];
}

/* At least what the letters that the other token lacks cost: an edit takes at most
 * one letter of a token away, and a swap none. */
static unsigned at_least(uint64_t letters)
{
    const ms_costs *k = ms_costs_get();
    unsigned sum = 0;
    for (unsigned i = 0; i < MS_COST_PARTS; i++, letters >>= MS_COST_PART_LETTERS)
        sum += k->least_of[i][letters & ((1u << MS_COST_PART_LETTERS) - 1)];
    return sum;
}

/* The largest distance of a token of `length` from a longer one that leaves a similarity
 * of `floor` or more. */
static unsigned limit_of(unsigned length, unsigned floor, bool known)
{
    unsigned over = MS_SIMILARITY_ONE - floor;
    if (known) over = over * 2 / 3;
    return ((over + 1) * length - 1) / MS_SIMILARITY_ONE;
}

/* True where exactly one of the two is spelled from other letters. */
static bool across(uint8_t x_flags, uint8_t y_flags)
{
    return (x_flags ^ y_flags) & MS_TOKEN_SPELLED;
}

static unsigned run_floor(uint8_t x_flags, uint8_t y_flags)
{
    return across(x_flags, y_flags) ? MS_SIMILARITY_RUN_ACROSS : MS_SIMILARITY_RUN;
}

bool ms_run_may(uint64_t set, uint8_t flags, const ms_letters *y)
{
    unsigned limit = limit_of(y->length, run_floor(flags, y->flags), false);
    return at_least(set & ~y->set) <= limit && at_least(y->set & ~set) <= limit;
}

void ms_letters_part(const ms_letters *y, unsigned from, unsigned n, ms_letters *out)
{
    char s[MS_TOKEN_LEN];
    for (unsigned i = 0; i < n; i++) s[i] = ms_letter_char(y->c[from + i]);
    ms_letters_make(s, n, y->flags, out);
}

static bool same_letters(const ms_letters *x, const ms_letters *y)
{
    return x->n == y->n && memcmp(x->c, y->c, x->n) == 0;
}

/* The similarity of what is spelled, 0 below `floor`. */
static uint32_t plain_alike(const ms_letters *x, const ms_letters *y, unsigned floor)
{
    bool known = x->flags & y->flags & MS_TOKEN_KNOWN;
    unsigned length = x->length < y->length ? x->length : y->length;
    unsigned limit = limit_of(length, floor, known);
    if (at_least(x->set & ~y->set) > limit || at_least(y->set & ~x->set) > limit) return 0;
    unsigned d = distance(x, y, limit);
    if (d > limit) return 0;
    unsigned loss = MS_SIMILARITY_ONE * d / length;
    return MS_SIMILARITY_ONE - (known ? loss * 3 / 2 : loss);
}

/* The same; where both begin or end as many names do, the rest must be alike too. */
static uint32_t whole_alike(const ms_letters *x, const ms_letters *y, unsigned floor)
{
    ms_letters rest[2];
    uint32_t s = plain_alike(x, y, floor);
    if (!s || !ms_affixes_off(x, y, rest) || same_letters(&rest[0], &rest[1])) return s;
    uint32_t of_rest = plain_alike(&rest[0], &rest[1], floor);
    return of_rest < s ? of_rest : s;
}

/* The same, where one may be the beginning of the other. */
static uint32_t spelled_alike(const ms_letters *x, const ms_letters *y, unsigned floor)
{
    const ms_letters *cut = x->n < y->n ? x : y, *other = x->n < y->n ? y : x;
    if (!(cut->flags & MS_TOKEN_CUT) || x->n == y->n) return whole_alike(x, y, floor);
    ms_letters begun;
    ms_letters_part(other, 0, cut->n, &begun);
    uint32_t s =
        same_letters(cut, &begun) ? MS_SIMILARITY_ONE : whole_alike(cut, &begun, floor);
    return s < MS_SIMILARITY_CUT ? s : MS_SIMILARITY_CUT;
}

/* What is spelled from other letters has lost some of its own, unless many people are
 * known by it. */
static unsigned token_floor(uint8_t x_flags, uint8_t y_flags)
{
    uint8_t spelled = x_flags & MS_TOKEN_SPELLED ? x_flags : y_flags;
    bool soft = across(x_flags, y_flags) && !(spelled & MS_TOKEN_KNOWN);
    return soft ? MS_SIMILARITY_FLOOR_ACROSS : MS_SIMILARITY_FLOOR;
}

unsigned ms_token_limit(uint8_t x_flags, uint8_t y_flags, unsigned length)
{
    return limit_of(length, token_floor(x_flags, y_flags), x_flags & y_flags & MS_TOKEN_KNOWN);
}

unsigned ms_run_limit(uint8_t run_flags, uint8_t y_flags, unsigned length)
{
    return limit_of(length, run_floor(run_flags, y_flags),
                    run_flags & y_flags & MS_TOKEN_KNOWN);
}

uint32_t ms_run_similarity(const ms_letters *run, const ms_letters *y)
{
    if (y->flags & MS_TOKEN_INITIAL) return 0;
    if (same_letters(run, y)) return MS_SIMILARITY_ONE;
    if ((run->flags | y->flags) & MS_TOKEN_NUMBER || y->flags & MS_TOKEN_MINOR) return 0;
    return whole_alike(run, y, run_floor(run->flags, y->flags));
}

uint32_t ms_letters_similarity(const ms_letters *x, const ms_letters *y)
{
    if (same_letters(x, y)) return MS_SIMILARITY_ONE;
    if ((x->flags | y->flags) & MS_TOKEN_NUMBER) return 0;
    if ((x->flags ^ y->flags) & MS_TOKEN_MINOR) return 0;
    if ((x->flags | y->flags) & MS_TOKEN_INITIAL) {
        bool one = (x->flags ^ y->flags) & MS_TOKEN_INITIAL;
        return one && x->c[0] == y->c[0] ? MS_SIMILARITY_INITIAL : 0;
    }
    uint32_t table = 0;
    if (x->given == MS_GIVEN_NONE && y->given == MS_GIVEN_NONE) {
        ms_ending e = ms_endings_of(x, y);
        if (e.found && !e.similarity) return 0;
        table = e.similarity;
    } else if (x->given && y->given) {
        table = ms_given_alike(x->given, y->given);
    }
    uint32_t spelled = spelled_alike(x, y, token_floor(x->flags, y->flags));
    return spelled > table ? spelled : table;
}
