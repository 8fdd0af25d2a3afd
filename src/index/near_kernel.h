/* What lanes tell of a query, 64 at a time, for one instruction set: the including file has
 * defined `vec`, 64 bytes, `codes`, what table lookups want of letters, and the operations on
 * them that stand here with a v_.
 *
 * What is left of the limit is counted, so that 0 is too far, saturating subtraction adds a
 * cost, and the maximum is the nearest. */

/* What is left at each column; nothing before `first` and from `end` on. */
typedef struct row {
    vec left[NEAR_COLS];
    unsigned first, end;
} row;

/* Makes what has something left as narrow as it is; false where nothing has. */
static inline bool narrow(row *r)
{
    while (r->first < r->end && !v_any(r->left[r->first])) r->first++;
    while (r->first < r->end && !v_any(r->left[r->end - 1])) r->end--;
    return r->first < r->end;
}

/* Goes on to the row behind one letter more; false where nothing is left in it. */
static inline bool next_row(const near_query *q, row *r, vec letter)
{
    codes code = v_codes(letter);
    vec skip = v_min(v_costs(letter), v_lookup(&q->own, code));
    vec before = v_set(0), to = before;
    unsigned i = r->first;
    if (!i) {
        before = r->left[0];
        r->left[i++] = to = v_subs(before, skip);
    }
    for (; i <= q->n && (i <= r->end || v_any(to)); i++) {
        vec here = r->left[i];
        vec other = v_max(v_subs(before, v_lookup(&q->sub[i - 1], code)), v_subs(here, skip));
        to = v_max(v_subs(to, v_word(&q->skips[i - 1])), other);
        r->left[i] = to;
        before = here;
    }
    r->end = i;
    return narrow(r);
}

/* The most that is left where the letters behind each column are paid for; from one column to
 * the one before it those of one kind weigh more. */
static inline vec nearest(const near_query *q, const row *r, const near_columns *c)
{
    vec costs = v_set(0), found = costs;
    for (unsigned i = q->n;; i--) {
        if (i < r->end) found = v_max(found, v_subs(r->left[i], v_avg(costs, v_set(0))));
        if (i == r->first) return found;
        vec paid = v_max(v_load(c->rest[q->kind[i - 1]]), v_word(&q->behind[i - 1]));
        costs = v_adds(costs, v_subs(v_word(&q->from[i - 1]), paid));
    }
}

static uint64_t begin(const near_query *q, const near_left at, unsigned done, unsigned rows,
                      const near_columns *c)
{
    row r;
    for (unsigned i = 0; i <= q->n; i++) r.left[i] = v_set(at[i]);
    r.first = 0, r.end = q->n + 1u;
    if (!narrow(&r)) return 0;
    for (; done < rows; done++)
        if (!next_row(q, &r, v_load(c->begin[done]))) return 0;
    vec less = v_subs(v_set(q->limit), v_lookup(&q->limits, v_codes(v_load(c->length))));
    return v_nonzero(v_subs(nearest(q, &r, c), less));
}

static uint64_t sift(const near_query *q, const near_asked group[NEAR_UNITS])
{
    vec sums = v_set(0), code = v_set(0), most = v_eight(q->most), least = v_eight(q->least);
#pragma GCC unroll 8
    for (unsigned g = 0; g < NEAR_UNITS; g++) {
        vec of = v_load(group[g].sums->unit[0]);
        /* One of the two is 0. */
        vec differ = v_total(v_or(v_subs(least, of), v_subs(of, most)));
        sums = v_or(sums, v_up(differ, 8 * g));
        code = v_or(code, v_up(v_down(of, 8 * NEAR_KINDS), 8 * g));
    }
    vec slack = v_subs(v_costs(code), v_set(1)), limit = v_lookup(&q->limits, v_codes(code));
    vec may = v_adds(limit, limit);
    for (unsigned i = 0; i < NEAR_SLACK; i++) may = v_adds(may, slack);
    return ~v_nonzero(v_subs(sums, may));
}

/* The lanes whose units end behind `row` letters, where the query does not end the comparison
 * at `last`. */
static inline vec ends_at(vec letters, unsigned n, unsigned last)
{
    vec end = v_set((uint8_t)n);
    return n < last ? v_eq(letters, end) : v_eq(v_max(letters, end), letters);
}

enum { SIDE = 16 };

/* The bytes of each unit from `first` on, by place: each 16 lanes are a square, whose column
 * `i` becomes line `i` when each line is dealt out, four times, with the one eight behind it.
 */
static void turn(const near_batch *b, unsigned first, vec of[SIDE])
{
    vec to[SIDE];
    for (unsigned i = 0; i < SIDE; i++) of[i] = v_lines(&b->unit[i], first);
#pragma GCC unroll 4
    for (unsigned times = 0; times < 4; times++) {
#pragma GCC unroll 8
        for (unsigned i = 0; i < SIDE / 2; i++) {
            to[2 * i] = v_first(of[i], of[i + SIDE / 2]);
            to[2 * i + 1] = v_last(of[i], of[i + SIDE / 2]);
        }
        memcpy(of, to, sizeof to);
    }
}

static uint64_t compare(const near_query *q, const near_batch *b)
{
    vec at[SIDE], found = v_set(0);
    turn(b, 0, at);
    vec letters = at[0];
    row r;
    r.left[0] = v_adds(v_lookup(&q->limits, v_codes(v_load(b->code))), v_set(1));
    for (unsigned i = 0; i < q->n; i++) r.left[i + 1] = v_subs(r.left[i], v_word(&q->skips[i]));
    r.first = 0, r.end = q->n + 1u;
    narrow(&r);
    for (unsigned n = 1; n <= q->rows; n++) {
        if (!v_any(v_subs(letters, v_set((uint8_t)(n - 1))))) break;
        if (n == SIDE) turn(b, SIDE, at);
        if (!next_row(q, &r, at[n % SIDE])) break;
        if (r.end > q->n)
            found = v_or(found, v_and(r.left[q->n], ends_at(letters, n, q->rows)));
    }
    return v_nonzero(found);
}
