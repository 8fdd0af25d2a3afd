/* What lanes tell of a query, 64 at a time, for one instruction set: the including file has
 * defined `vec`, 64 bytes, `codes`, what table lookups want of letters, and the operations on
 * them that stand here with a v_.
 *
 * What is left of the limit is counted, so that 0 is too far, saturating subtraction adds a
 * cost, and the maximum is the nearest. */

/* What is left of the limit of lanes of such a length, at the beginning. */
static inline vec limits(const near_query *q, vec length)
{
    vec low = v_lookup(&q->limits, v_codes(v_low(length)));
    vec high = v_lookup(&q->limits, v_codes(v_or(v_high(length), v_set(128))));
    return v_min(v_adds(v_adds(low, high), v_set(1)), v_set((uint8_t)(q->limit + 1)));
}

static uint64_t sift(const near_query *q, const near_columns *c)
{
    vec sum = v_set(0);
#pragma GCC unroll 8
    for (unsigned g = 0; g < NEAR_GROUPS; g++) {
        sum = v_adds(sum, v_subs(v_word(&q->least[g]), v_load(c->group[g].most)));
        sum = v_adds(sum, v_subs(v_load(c->group[g].least), v_word(&q->most[g])));
    }
    return v_nonzero(v_subs(limits(q, v_load(c->length)), v_avg(sum, v_set(0))));
}

/* The lanes whose units end behind `row` letters, where the query does not end the comparison
 * at `last`. */
static inline vec ends_at(vec letters, unsigned row, unsigned last)
{
    vec end = v_set((uint8_t)row);
    return row < last ? v_eq(letters, end) : v_eq(v_max(letters, end), letters);
}

/* What is left at each column behind one letter more. */
static inline void next_row(const near_query *q, vec *left, vec letter)
{
    codes code = v_codes(letter);
    vec skip = v_min(v_costs(letter), v_lookup(&q->own, code));
    vec before = left[0], to = v_subs(before, skip);
    left[0] = to;
    for (unsigned i = 1; i <= q->n; i++) {
        vec here = left[i];
        vec other = v_max(v_subs(before, v_lookup(&q->sub[i - 1], code)), v_subs(here, skip));
        to = v_max(v_subs(to, v_word(&q->skips[i - 1])), other);
        left[i] = to;
        before = here;
    }
}

static uint64_t compare(const near_query *q, const near_batch *b, const near_rows *r)
{
    vec left[NEAR_COLS], found = v_set(0), letters = v_load(b->letters);
    unsigned rows = b->rows < q->rows ? b->rows : q->rows;
    left[0] = limits(q, v_load(b->length));
    for (unsigned i = 0; i < q->n; i++) left[i + 1] = v_subs(left[i], v_word(&q->skips[i]));
    for (unsigned row = 0; row < rows;) {
        next_row(q, left, v_load(r->row[row++]));
        found = v_or(found, v_and(left[q->n], ends_at(letters, row, q->rows)));
    }
    return v_nonzero(found);
}
