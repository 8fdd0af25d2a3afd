#include "match/ending.h"

#include <assert.h>
#include <pthread.h>

#include "base/table.h"

extern const ms_table ms_table_endings;

enum { HIS, HERS, CULTURE, KIND, SIMILARITY, BEFORE };
enum { PAIRS = 256 };

/* One end of the first cell of a row and one of the second. */
typedef struct pair {
    ms_str end[2];
    uint32_t similarity;
    unsigned before;
    bool patronymic;
} pair;

static pair pairs[PAIRS];
static unsigned n_pairs, least_before = MS_TOKEN_LEN;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Cuts the first end off a cell. */
static ms_str next_end(ms_str *cell)
{
    const char *blank = memchr(cell->p, ' ', cell->n);
    ms_str end = {cell->p, blank ? (size_t)(blank - cell->p) : cell->n};
    size_t gone = end.n + (blank != NULL);
    *cell = (ms_str){cell->p + gone, cell->n - gone};
    return ms_str_eq(end, MS_STR("-")) ? MS_STR("") : end;
}

static void read_table(void)
{
    const ms_table *t = &ms_table_endings;
    for (uint32_t row = 0; row < t->rows; row++) {
        pair p = {.similarity = (uint32_t)ms_table_number(t, row, SIMILARITY),
                  .before = (unsigned)ms_table_number(t, row, BEFORE),
                  .patronymic = ms_str_eq(ms_table_cell(t, row, KIND), MS_STR("patronymic"))};
        if (p.before < least_before) least_before = p.before;
        for (ms_str his = ms_table_cell(t, row, HIS); his.n;) {
            p.end[0] = next_end(&his);
            for (ms_str hers = ms_table_cell(t, row, HERS); hers.n;) {
                p.end[1] = next_end(&hers);
                assert(n_pairs < PAIRS);
                pairs[n_pairs++] = p;
            }
        }
    }
}

static bool ends(const ms_letters *x, ms_str end, unsigned before)
{
    if (x->n < end.n + before) return false;
    const uint8_t *c = x->c + x->n - end.n;
    for (size_t i = 0; i < end.n; i++)
        if (c[i] != ms_letter(end.p[i])) return false;
    return true;
}

/* Whether the two are one name, of him and of her, by `p`; `shared` letters begin both. */
static bool holds(const pair *p, const ms_letters *him, const ms_letters *her, unsigned shared)
{
    size_t stem = him->n - p->end[0].n;
    return ends(him, p->end[0], p->before) && ends(her, p->end[1], p->before) &&
           stem == her->n - p->end[1].n && stem <= shared;
}

ms_ending ms_endings_of(const ms_letters *x, const ms_letters *y)
{
    ms_ending best = {0};
    unsigned shared = 0, shorter = x->n < y->n ? x->n : y->n;
    if ((x->flags | y->flags) & MS_TOKEN_ABJAD) return best;
    pthread_once(&once, read_table);
    while (shared < shorter && x->c[shared] == y->c[shared]) shared++;
    if (shared < least_before) return best;
    for (const pair *p = pairs; p < pairs + n_pairs; p++) {
        if (best.found && p->similarity >= best.similarity) continue;
        if (holds(p, x, y, shared) || holds(p, y, x, shared))
            best = (ms_ending){true, p->similarity};
    }
    return best;
}

bool ms_endings_next(const ms_letters *x, unsigned *at, char s[MS_TOKEN_LEN])
{
    pthread_once(&once, read_table);
    while (*at < 2 * n_pairs) {
        const pair *p = &pairs[*at / 2];
        ms_str end = p->end[*at % 2], other = p->end[1 - *at % 2];
        ++*at;
        if (!ends(x, end, p->before) || x->n - end.n + other.n > MS_TOKEN_LEN) continue;
        size_t stem = x->n - end.n;
        memset(s, 0, MS_TOKEN_LEN);
        for (size_t i = 0; i < stem; i++) s[i] = ms_letter_char(x->c[i]);
        memcpy(s + stem, other.p, other.n);
        return true;
    }
    return false;
}

bool ms_is_patronymic(const ms_letters *x)
{
    pthread_once(&once, read_table);
    for (const pair *p = pairs; p < pairs + n_pairs; p++)
        if (p->patronymic && (ends(x, p->end[0], p->before) || ends(x, p->end[1], p->before)))
            return true;
    return false;
}
