/* Distance rows of 32 lanes at a time, for one instruction set: the including file has defined
 * `vec`, 32 bytes, and the operations on it that stand here with a v_; `KERNEL` names it.
 *
 * What is left of the limit is counted, so that 0 is too far, saturating subtraction adds a
 * cost, and the maximum is the nearest. */

/* At least what telling the letters of the query behind column `i` from those behind the lane's
 * letter takes, where the letters behind column `k` may be meant (k < i: in a swap). */
static inline vec rest(const near_query *q, const near_bags *b, unsigned i, unsigned k)
{
    vec sum = v_set(0);
#pragma GCC unroll 8
    for (unsigned g = 0; g < NEAR_BAGS; g++) {
        sum = v_adds(sum, v_subs(v_set(q->least[g][i]), v_load(b->most[g])));
        sum = v_adds(sum, v_subs(v_load(b->least[g]), v_set(q->most[g][k])));
    }
    return v_avg(sum, v_set(0));
}

/* By how much the limit of lanes of such a length is below the query's, or less. */
static inline vec tax(const near_query *q, vec length)
{
    vec low = v_lookup(&q->limits, v_low(length));
    vec high = v_lookup(&q->limits, v_or(v_high(length), v_set(128)));
    return v_subs(v_set(q->limit), v_adds(low, high));
}

/* A swap of the lane's letter with the one behind it, which ends at column `i`: half way
 * through it the letters behind do not count as they do elsewhere, so that it is looked at by
 * itself. `d` is what was left two columns before. */
static inline vec swap_left(const near_query *q, const near_bags *b, vec code, vec d,
                            unsigned i)
{
    vec left = v_and(v_subs(d, v_set(q->swap)), v_eq(code, v_set(q->code[i - 1])));
    return v_any(left) ? v_subs(left, rest(q, b, i, i - 2)) : left;
}

static uint32_t node_rows(const near_query *q, const near_node *n, const near_row *r,
                          near_rows *out)
{
    vec code = v_load(n->letter), zero = v_set(0), e = zero, d1 = zero;
    vec skip = v_min(v_load(n->skip), v_set(near_table_at(&q->cap, r->code)));
    vec over = tax(q, v_load(n->longest));
    vec next = v_adds(v_min(v_load(n->least), v_lookup(&q->cap, code)), over);
    vec d = v_max(v_set(r->e[r->lo]), v_subs(v_set(r->d[r->lo]), skip));
    vec best = v_subs(d, next);
    if (v_any(best)) best = v_subs(best, rest(q, &n->bags, r->lo, r->lo));
    v_store(out->e[r->lo], e);
    v_store(out->d[r->lo], d);
    unsigned i = r->lo + 1u;
    for (; i <= q->n && (i <= r->hi + 1u || v_any(e)); i++) {
        e = v_max(v_subs(e, v_set(q->skip[i - 1])), v_subs(d, v_lookup(&q->sub[i - 1], code)));
        best = v_max(best, swap_left(q, &n->bags, code, v_subs(d1, over), i));
        d1 = d;
        d = zero;
        if (i <= r->hi) d = v_max(v_set(r->e[i]), v_subs(v_set(r->d[i]), skip));
        v_store(out->e[i], e);
        v_store(out->d[i], d);
        vec to = v_max(v_subs(e, over), v_subs(d, next));
        if (v_any(to)) best = v_max(best, v_subs(to, rest(q, &n->bags, i, i)));
    }
    if (i <= q->n) best = v_max(best, swap_left(q, &n->bags, code, v_subs(d1, over), i));
    out->hi = (uint8_t)(i - 1);
    return v_nonzero(best);
}

/* What a row's letter before it costs to leave out. */
static inline vec skip_of(const near_leaf *l, unsigned row)
{
    vec both = v_load(l->row[near_leaf_skips(row)]);
    return row % 2 ? v_high(both) : v_low(both);
}

/* Columns lo to hi of the table; all others are too far in every lane. */
typedef struct window {
    vec e[NEAR_COLS], d[NEAR_COLS];
    unsigned lo, hi;
} window;

static inline bool dead(const window *w, unsigned i)
{
    return !v_any(v_or(w->e[i], w->d[i]));
}

/* False where no column is left. */
static inline bool narrow(window *w)
{
    while (w->lo <= w->hi && dead(w, w->lo)) w->lo++;
    while (w->lo < w->hi && dead(w, w->hi)) w->hi--;
    return w->lo <= w->hi;
}

/* A row's letters, and what leaving out those before them, and these, costs. */
typedef struct letters {
    vec code, skip, next;
} letters;

/* Takes the window to the next row, and tells what is left at best behind it; `*last`: what is
 * left in the last column of the row before.  `bags` where they are to be looked at. */
static inline vec next_row(const near_query *q, window *w, const letters *l,
                           const near_bags *bags, vec *last)
{
    vec to = v_set(0), here2 = to, here1 = to;
    unsigned i = w->lo;
    vec here = v_max(w->e[i], v_subs(w->d[i], l->skip)), best = v_subs(here, l->next);
    if (bags && v_any(best)) best = v_subs(best, rest(q, bags, i, i));
    w->e[i] = to;
    w->d[i] = here;
    for (i++; i <= q->n && (i <= w->hi + 1 || v_any(to)); i++) {
        to = v_max(v_subs(to, v_set(q->skip[i - 1])),
                   v_subs(here, v_lookup(&q->sub[i - 1], l->code)));
        here2 = here1;
        here1 = here;
        here = v_max(w->e[i], v_subs(w->d[i], l->skip));
        w->e[i] = to;
        w->d[i] = here;
        vec left = v_max(to, v_subs(here, l->next));
        if (bags) {
            if (v_any(left)) left = v_subs(left, rest(q, bags, i, i));
            if (i > 1) left = v_max(left, swap_left(q, bags, l->code, here2, i));
        }
        best = v_max(best, left);
    }
    if (bags && i <= q->n && i > 1) best = v_max(best, swap_left(q, bags, l->code, here1, i));
    *last = i > q->n ? here : v_set(0);
    if (i - 1 > w->hi) w->hi = i - 1;
    return best;
}

static inline void open_window(const near_row *r, vec over, unsigned n, window *w)
{
    w->lo = r->lo;
    w->hi = r->hi;
    for (unsigned i = r->lo; i <= n; i++) {
        w->e[i] = w->d[i] = v_set(0);
        if (i > r->hi) continue;
        w->e[i] = v_subs(v_set(r->e[i]), over);
        w->d[i] = v_subs(v_set(r->d[i]), over);
    }
}

/* The lanes that end at `row`, where the query does not end the comparison at `last`. */
static inline vec ends_at(const near_leaf *l, unsigned row, unsigned last)
{
    vec left = v_load(l->row[near_leaf_rows(l->rows)]), end = v_set((uint8_t)row);
    if (row < last) return v_eq(left, end);
    return v_and(v_eq(v_max(left, end), left), v_eq(v_min(left, v_set(MS_TOKEN_LEN)), left));
}

static uint32_t leaf_rows(const near_query *q, const near_leaf *l, const near_row *r,
                          near_lanes left)
{
    window w;
    unsigned last = q->rows - r->depth, rows = l->rows < last ? l->rows : last, row = 0;
    vec found = v_set(0), here = found, live = v_set(1);
    letters y = {.next = v_min(skip_of(l, 0), v_set(near_table_at(&q->cap, r->code)))};
    open_window(r, tax(q, v_load(l->length)), q->n, &w);
    for (; row < rows && v_any(live) && narrow(&w); row++) {
        y.code = v_load(l->row[near_leaf_letters(row)]);
        y.skip = y.next;
        y.next = v_min(skip_of(l, row + 1), v_lookup(&q->cap, y.code));
        live = row ? next_row(q, &w, &y, NULL, &here) : next_row(q, &w, &y, &l->bags, &here);
        if ((row || l->ends) && v_any(here))
            found = v_or(found, v_and(here, ends_at(l, row, last)));
    }
    if (row == rows && v_any(live)) {
        here = v_max(w.e[q->n], v_subs(w.d[q->n], y.next));
        found = v_or(found, v_and(here, ends_at(l, rows, last)));
    }
    v_store(left, found);
    return v_nonzero(found);
}
