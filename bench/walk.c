#include "walk.h"

#include <stdlib.h>
#include <string.h>

#include "answers.h"

/* What is compared with each by the code that scores: what is like by more than its letters. */
enum { ODD = MS_TOKEN_INITIAL | MS_TOKEN_CUT };

/* The flags that distances and their limits depend on; others only make fewer alike. */
enum { KIND = MS_TOKEN_ABJAD | MS_TOKEN_SPELLED };

typedef struct unit {
    ms_letters y;
    uint32_t no;
    uint8_t shared; /* letters with the unit before it, of one kind */
} unit;

struct walk {
    unit *all; /* the odd ones, then by kind and letters */
    uint32_t n, n_odd;
    ms_buf given; /* numbers in `all` of those that have a row among given names */
};

static bool has_row(const ms_letters *x)
{
    return x->given && x->given != MS_GIVEN_NONE;
}

static int by_letters(const void *a, const void *b)
{
    const ms_letters *x = &((const unit *)a)->y, *y = &((const unit *)b)->y;
    int odd = !!(y->flags & ODD) - !!(x->flags & ODD);
    if (odd) return odd;
    if ((x->flags & KIND) != (y->flags & KIND)) return (x->flags & KIND) - (y->flags & KIND);
    int c = memcmp(x->c, y->c, x->n < y->n ? x->n : y->n);
    return c ? c : x->n - y->n;
}

static uint8_t shared(const ms_letters *x, const ms_letters *y)
{
    uint8_t n = 0;
    while (n < x->n && n < y->n && x->c[n] == y->c[n]) n++;
    return n;
}

walk *walk_new(const ms_token *units, uint32_t n)
{
    walk *w = must(calloc(1, sizeof *w));
    w->all = must(calloc(n + 1, sizeof *w->all));
    w->n = n;
    for (uint32_t i = 0; i < n; i++) {
        w->all[i].no = i;
        ms_token_letters(&units[i], &w->all[i].y);
    }
    qsort(w->all, n, sizeof *w->all, by_letters);
    while (w->n_odd < n && w->all[w->n_odd].y.flags & ODD) w->n_odd++;
    for (uint32_t i = w->n_odd; i < n; i++) {
        const ms_letters *y = &w->all[i].y, *above = &w->all[i - 1].y;
        bool first = i == w->n_odd || (y->flags & KIND) != (above->flags & KIND);
        w->all[i].shared = first ? 0 : shared(above, y);
        if (has_row(y) && !ms_buf_put(&w->given, &i, sizeof i)) stop("out of memory");
    }
    return w;
}

void walk_free(walk *w)
{
    if (!w) return;
    ms_buf_free(&w->given);
    free(w->all);
    free(w);
}

static void compare(const unit *u, const ms_letters *x, walk_how how, ms_buf *out)
{
    if (how == WALK_RUNS  ? ms_run_similarity(&u->y, x)
        : how == WALK_RUN ? ms_run_similarity(x, &u->y)
                          : ms_letters_similarity(x, &u->y))
        if (!ms_buf_put(out, &u->no, sizeof u->no)) stop("out of memory");
}

void walk_each(const walk *w, const ms_letters *x, walk_how how, ms_buf *out)
{
    for (uint32_t i = 0; i < w->n; i++) compare(&w->all[i], x, how, out);
}

/* Distances of the beginnings of x from those of the unit that is looked at, a column for each
 * of its letters, and the least of each column. */
typedef struct table {
    const ms_costs *k;
    const ms_letters *x;
    uint16_t d[MS_TOKEN_LEN + 1][MS_TOKEN_LEN + 1];
    uint16_t least[MS_TOKEN_LEN + 1];
    unsigned kept; /* columns, beside the one of no letters, that hold for the next unit too */
} table;

static uint16_t min16(unsigned a, unsigned b)
{
    return (uint16_t)(a < b ? a : b);
}

/* For units of another kind. */
static void begin(table *t, uint8_t kind)
{
    const uint8_t *skip = t->x->skip[kind & MS_TOKEN_ABJAD];
    t->kept = 0;
    for (unsigned i = 1; i <= t->x->n; i++)
        t->d[0][i] = (uint16_t)(t->d[0][i - 1] + skip[i - 1]);
}

/* Column j: docs/scoring.md, "Token similarity", the distance. */
static void column(table *t, const ms_letters *y, unsigned j)
{
    const ms_letters *x = t->x;
    const uint8_t *skip_x = x->skip[y->flags & MS_TOKEN_ABJAD];
    uint8_t skip_y = y->skip[x->flags & MS_TOKEN_ABJAD][j - 1], c = y->c[j - 1];
    const uint16_t *left = t->d[j - 1];
    uint16_t *d = t->d[j];
    uint16_t least = d[0] = (uint16_t)(left[0] + skip_y);
    for (unsigned i = 1; i <= x->n; i++) {
        d[i] = min16(left[i - 1] + t->k->sub[x->c[i - 1]][c], left[i] + skip_y);
        d[i] = min16(d[i], d[i - 1] + skip_x[i - 1]);
        if (i > 1 && j > 1 && c != y->c[j - 2] && x->c[i - 1] == y->c[j - 2] &&
            x->c[i - 2] == c)
            d[i] = min16(d[i], t->d[j - 2][i - 2] + t->k->swap);
        least = min16(least, d[i]);
    }
    t->least[j] = least;
}

/* The first column behind which all is above `limit`, or the column behind the last: a later
 * entry is never below the least of two neighbouring columns. */
static unsigned fill(table *t, const ms_letters *y, unsigned limit)
{
    unsigned j = t->kept + 1;
    for (; j <= y->n; j++) {
        column(t, y, j);
        if (t->least[j] > limit && t->least[j - 1] > limit) break;
    }
    return j;
}

/* True where ends of names may tell of the two, whatever those are: they begin alike
 * (data/endings.tsv). */
static bool may_end_alike(const ms_letters *x, const ms_letters *y, walk_how how)
{
    return how == WALK_TOKENS && x->given == MS_GIVEN_NONE && x->c[0] == y->c[0];
}

/* From unit `i` on those of its kind; the number behind them. */
static uint32_t of_kind(const walk *w, uint32_t i, table *t, walk_how how, ms_buf *out)
{
    const ms_letters *x = t->x;
    uint8_t kind = w->all[i].y.flags & KIND;
    unsigned limit = how == WALK_TOKENS ? ms_token_limit(x->flags, kind, x->length)
                                        : ms_run_limit(x->flags, kind, x->length);
    begin(t, kind);
    while (i < w->n && (w->all[i].y.flags & KIND) == kind) {
        const unit *u = &w->all[i++];
        /* What leaving the last shared letter out costs depends on the one behind it. */
        unsigned same = u->shared ? u->shared - 1u : 0;
        if (same < t->kept) t->kept = same;
        if (may_end_alike(x, &u->y, how)) {
            compare(u, x, how, out);
            continue;
        }
        unsigned j = fill(t, &u->y, limit);
        if (j > u->y.n) {
            t->kept = u->y.n;
            bool done = how == WALK_TOKENS && has_row(x) && has_row(&u->y);
            if (!done && t->d[u->y.n][x->n] <= limit) compare(u, x, how, out);
        } else {
            t->kept = j;
            while (i < w->n && w->all[i].shared > j) i++;
        }
    }
    return i;
}

void walk_like(const walk *w, const ms_letters *x, walk_how how, ms_buf *out)
{
    if (x->flags & ODD) {
        walk_each(w, x, how, out);
        return;
    }
    table t = {.k = ms_costs_get(), .x = x};
    for (uint32_t i = 0; i < w->n_odd; i++) compare(&w->all[i], x, how, out);
    for (size_t i = 0; how == WALK_TOKENS && has_row(x) && i < MS_COUNT(w->given, uint32_t);
         i++)
        compare(&w->all[*MS_AT(w->given, uint32_t, i)], x, how, out);
    for (uint32_t i = w->n_odd; i < w->n;) i = of_kind(w, i, &t, how, out);
}
