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
} unit;

struct walk {
    unit *all;       /* the odd ones, then by kind and letters */
    uint8_t *shared; /* by unit: letters with the one before it, of one kind */
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
    w->shared = must(calloc(n + 1, 1));
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
        w->shared[i] = first ? 0 : shared(above, y);
        if (has_row(y) && !ms_buf_put(&w->given, &i, sizeof i)) stop("out of memory");
    }
    return w;
}

void walk_free(walk *w)
{
    if (!w) return;
    ms_buf_free(&w->given);
    free(w->shared);
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

/* ---- some looked for together ------------------------------------------ */

typedef int16_t lanes __attribute__((vector_size(sizeof(int16_t) * WALK_TOGETHER)));

enum { NEVER = -1 };

/* Those that are looked for, one in each lane, and the distances of their beginnings from those
 * of the unit that is looked at: a column for each of its letters.  Behind the end of an x its
 * rows repeat the last one, so that the last row of the longest has the distances of all. */
typedef struct table {
    const ms_letters *x;
    ms_buf *out;
    walk_how how;
    unsigned n, longest;
    lanes sub[MS_LETTERS][MS_TOKEN_LEN];            /* by letter of the unit, and row */
    lanes skip_x[2][MS_TOKEN_LEN];                  /* by whether the unit lacks short vowels */
    lanes abjad;                                    /* all bits where x lacks them */
    uint32_t swaps[MS_LETTERS][MS_LETTERS];         /* rows where some x has the two letters */
    uint32_t first[MS_LETTERS], second[MS_LETTERS]; /* lanes that have it, and may end alike */
    lanes limit;                                    /* of those of one kind */
    uint32_t alike; /* the lanes that are compared with the unit whatever their letters */
    lanes near;     /* the limit of the others */
    lanes d[MS_TOKEN_LEN + 1][MS_TOKEN_LEN + 1], least[MS_TOKEN_LEN + 1];
    unsigned kept; /* columns, beside the one of no letters, that hold for the next unit too */
} table;

static lanes all(int n)
{
    return (lanes){0} + (int16_t)n;
}

static lanes where(lanes mask, lanes yes, lanes no)
{
    return (yes & mask) | (no & ~mask);
}

static lanes least_of(lanes a, lanes b)
{
    return where(a < b, a, b);
}

static bool any(lanes mask)
{
    uint64_t some[2];
    _Static_assert(sizeof some == sizeof mask, "two halves");
    memcpy(some, &mask, sizeof some);
    return some[0] | some[1];
}

/* True where ends of names may tell of x and a unit whose first two letters are the same,
 * whatever the others are (data/endings.tsv). */
static bool may_end_alike(const ms_letters *x, walk_how how)
{
    return how == WALK_TOKENS && x->given == MS_GIVEN_NONE && x->n > 1;
}

static void set_lane(table *t, const ms_costs *k, unsigned l)
{
    const ms_letters *x = &t->x[l];
    for (unsigned i = 0; i < MS_TOKEN_LEN; i++) {
        bool in = i < x->n;
        for (unsigned c = 0; c < MS_LETTERS; c++)
            t->sub[c][i][l] = in ? k->sub[x->c[i]][c] : UINT8_MAX;
        for (unsigned abjad = 0; abjad < 2; abjad++)
            t->skip_x[abjad][i][l] = in ? x->skip[abjad][i] : 0;
        if (in && i) t->swaps[x->c[i - 1]][x->c[i]] |= 1u << i;
    }
    t->abjad[l] = x->flags & MS_TOKEN_ABJAD ? -1 : 0;
    if (may_end_alike(x, t->how)) {
        t->first[x->c[0]] |= 1u << l;
        t->second[x->c[1]] |= 1u << l;
    }
    if (x->n > t->longest) t->longest = x->n;
}

/* For units of another kind. */
static void begin(table *t, uint8_t kind)
{
    t->limit = all(NEVER);
    for (unsigned l = 0; l < t->n; l++) {
        const ms_letters *x = &t->x[l];
        t->limit[l] =
            (int16_t)(t->how == WALK_TOKENS ? ms_token_limit(x->flags, kind, x->length)
                                            : ms_run_limit(x->flags, kind, x->length));
    }
    t->alike = 0, t->near = t->limit;
    for (unsigned i = 1; i <= t->longest; i++)
        t->d[0][i] = t->d[0][i - 1] + t->skip_x[kind & MS_TOKEN_ABJAD][i - 1];
}

/* Row i of column j where the last two letters of some x and of the unit are swapped. */
static lanes swapped(const table *t, const ms_letters *y, unsigned i, unsigned j)
{
    lanes d = t->d[j][i];
    int swap = ms_costs_get()->swap;
    for (unsigned l = 0; l < t->n; l++) {
        const ms_letters *x = &t->x[l];
        if (i > x->n || x->c[i - 1] != y->c[j - 2] || x->c[i - 2] != y->c[j - 1]) continue;
        int16_t n = (int16_t)(t->d[j - 2][i - 2][l] + swap);
        if (n < d[l]) d[l] = n;
    }
    return d;
}

/* Column j: docs/scoring.md, "Token similarity", the distance. */
static void column(table *t, const ms_letters *y, unsigned j)
{
    const lanes *skip_x = t->skip_x[y->flags & MS_TOKEN_ABJAD], *left = t->d[j - 1];
    lanes skip_y = where(t->abjad, all(y->skip[1][j - 1]), all(y->skip[0][j - 1]));
    const lanes *sub = t->sub[y->c[j - 1]];
    bool differ = j > 1 && y->c[j - 1] != y->c[j - 2];
    uint32_t swaps = differ ? t->swaps[y->c[j - 1]][y->c[j - 2]] : 0;
    lanes *d = t->d[j], last = d[0] = left[0] + skip_y, least = last;
    for (unsigned i = 1; i <= t->longest; i++) {
        lanes n = least_of(left[i - 1] + sub[i - 1], left[i] + skip_y);
        d[i] = least_of(n, last + skip_x[i - 1]);
        if (swaps >> (i - 1) & 1) d[i] = swapped(t, y, i, j);
        last = d[i];
        least = least_of(least, last);
    }
    t->least[j] = least;
}

/* The first column behind which all is too far, or the column behind the last: a later entry is
 * never below the least of two neighbouring columns. */
static unsigned fill(table *t, const ms_letters *y)
{
    unsigned j = t->kept + 1;
    for (; j <= y->n; j++) {
        column(t, y, j);
        if (!any((t->least[j] <= t->near) | (t->least[j - 1] <= t->near))) break;
    }
    return j;
}

/* For a unit with other first letters. */
static void set_alike(table *t, const ms_letters *y)
{
    uint32_t set = y->n > 1 ? t->first[y->c[0]] & t->second[y->c[1]] : 0;
    if (set == t->alike) return;
    t->alike = set;
    for (unsigned l = 0; l < t->n; l++) t->near[l] = set >> l & 1 ? NEVER : t->limit[l];
}

static void compare_alike(const table *t, const unit *u)
{
    for (uint32_t set = t->alike; set; set &= set - 1) {
        int l = __builtin_ctz(set);
        compare(u, &t->x[l], t->how, &t->out[l]);
    }
}

static void compare_near(const table *t, const unit *u)
{
    lanes near = t->d[u->y.n][t->longest] <= t->near;
    if (!any(near)) return;
    for (unsigned l = 0; l < t->n; l++) {
        bool done = t->how == WALK_TOKENS && has_row(&t->x[l]) && has_row(&u->y);
        if (near[l] && !done) compare(u, &t->x[l], t->how, &t->out[l]);
    }
}

/* From unit `i` on those of its kind; the number behind them. */
static uint32_t of_kind(const walk *w, uint32_t i, table *t)
{
    uint8_t kind = w->all[i].y.flags & KIND;
    begin(t, kind);
    while (i < w->n && (w->all[i].y.flags & KIND) == kind) {
        const unit *u = &w->all[i];
        /* What leaving the last shared letter out costs depends on the one behind it; the first
         * of a kind shares none. */
        unsigned same = w->shared[i] ? w->shared[i] - 1u : 0;
        if (same < t->kept) t->kept = same;
        set_alike(t, &u->y);
        unsigned j = fill(t, &u->y);
        t->kept = j > u->y.n ? u->y.n : j;
        if (j > u->y.n) compare_near(t, u);
        compare_alike(t, u);
        for (i++; j <= u->y.n && i < w->n && w->shared[i] > j; i++)
            compare_alike(t, &w->all[i]); /* they have two letters of `u` at least */
    }
    return i;
}

static void walk_together(const walk *w, const ms_letters *x, unsigned n, walk_how how,
                          ms_buf *out)
{
    table *t = must(aligned_alloc(sizeof(lanes), sizeof *t));
    memset(t, 0, sizeof *t);
    t->x = x, t->out = out, t->how = how, t->n = n;
    for (unsigned l = 0; l < n; l++) {
        set_lane(t, ms_costs_get(), l);
        for (uint32_t i = 0; i < w->n_odd; i++) compare(&w->all[i], &x[l], how, &out[l]);
        if (how != WALK_TOKENS || !has_row(&x[l])) continue;
        for (size_t i = 0; i < MS_COUNT(w->given, uint32_t); i++)
            compare(&w->all[*MS_AT(w->given, uint32_t, i)], &x[l], how, &out[l]);
    }
    for (uint32_t i = w->n_odd; i < w->n;) i = of_kind(w, i, t);
    free(t);
}

void walk_like(const walk *w, const ms_letters *x, unsigned n, walk_how how, ms_buf *out)
{
    ms_letters plain[WALK_TOGETHER];
    ms_buf found[WALK_TOGETHER] = {0};
    unsigned of[WALK_TOGETHER], n_plain = 0;
    for (unsigned i = 0; i < n; i++) {
        if (x[i].flags & ODD) {
            walk_each(w, &x[i], how, &out[i]);
        } else {
            of[n_plain] = i;
            found[n_plain] = out[i];
            plain[n_plain++] = x[i];
        }
    }
    if (n_plain) walk_together(w, plain, n_plain, how, found);
    for (unsigned i = 0; i < n_plain; i++) out[of[i]] = found[i];
}
