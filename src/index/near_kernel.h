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

/* What leaving out the letter before a row costs, but for what a class spares. */
static inline vec skip_of(const near_leaf *l, unsigned row)
{
    vec both = v_load(l->row[near_leaf_skips(row)]);
    return row % 2 ? v_high(both) : v_low(both);
}

/* Columns lo to hi of the table; all others are too far in every lane. */
typedef struct window {
    vec left[NEAR_COLS];
    unsigned lo, hi;
} window;

/* The row at which the leaf begins; what leaving out the letter before it costs is known. */
static inline void open_window(const near_query *q, const near_leaf *l, const near_row *r,
                               window *w)
{
    vec over = tax(q, v_load(l->length));
    vec skip = v_adds(v_min(skip_of(l, 0), v_set(near_table_at(&q->cap, r->code))), over);
    w->lo = r->lo, w->hi = r->hi;
    for (unsigned i = w->lo; i <= q->n; i++) {
        bool in = i <= w->hi;
        w->left[i] =
            in ? v_max(v_subs(v_set(r->e[i]), over), v_subs(v_set(r->d[i]), skip)) : v_set(0);
    }
}

/* Takes the window behind a letter of `code`, which `skip` leaves out, and tells what is left
 * at best. */
static inline vec next_row(const near_query *q, window *w, vec code, vec skip)
{
    vec before = w->left[w->lo], to = v_subs(before, skip), best = to;
    w->left[w->lo] = to;
    unsigned i = w->lo + 1;
    for (; i <= q->n && (i <= w->hi + 1 || v_any(to)); i++) {
        vec here = w->left[i];
        to = v_max(v_subs(to, v_set(q->skip[i - 1])),
                   v_subs(before, v_lookup(&q->sub[i - 1], code)));
        to = v_max(to, v_subs(here, skip));
        w->left[i] = to;
        best = v_max(best, to);
        before = here;
    }
    if (i - 1 > w->hi) w->hi = i - 1;
    return best;
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
    vec found = v_set(0);
    open_window(q, l, r, &w);
    if (l->ends || !rows) found = v_and(w.left[q->n], ends_at(l, 0, last));
    for (bool live = true; live && row < rows;) {
        vec code = v_load(l->row[near_leaf_letters(row)]);
        vec skip = v_min(skip_of(l, ++row), v_lookup(&q->cap, code));
        live = v_any(next_row(q, &w, code, skip));
        found = v_or(found, v_and(w.left[q->n], ends_at(l, row, last)));
    }
    v_store(left, found);
    return v_nonzero(found);
}
