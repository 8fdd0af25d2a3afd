/* What lanes tell of a query, 64 at a time, for one instruction set: the including file has
 * defined `vec`, 64 bytes, `codes`, what table lookups want of letters, and the operations on
 * them that stand here with a v_.
 *
 * What is left of the limit is counted, so that 0 is too far, saturating subtraction adds a
 * cost, and the maximum is the nearest. */

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

/* What the letters that are left must still cost, at column `i`. */
static inline vec rest_costs(const near_query *q, unsigned i, const near_columns *c)
{
    vec sum = v_set(0);
#pragma GCC unroll 8
    for (unsigned k = 0; k < NEAR_KINDS; k++)
        sum = v_adds(sum, v_subs(v_word(&q->rest[i][k]), v_load(c->rest[k])));
    return v_avg(sum, v_set(0));
}

static uint64_t begin(const near_query *q, const near_left at, unsigned done, unsigned rows,
                      const near_columns *c)
{
    vec left[NEAR_COLS], found = v_set(0);
    for (unsigned i = 0; i <= q->n; i++) left[i] = v_set(at[i]);
    for (; done < rows; done++) next_row(q, left, v_load(c->begin[done]));
    for (unsigned i = 0; i <= q->n; i++) {
        if (!v_nonzero(left[i])) continue;
        found = v_max(found, v_subs(left[i], rest_costs(q, i, c)));
    }
    vec less = v_subs(v_set(q->limit), v_lookup(&q->limits, v_codes(v_load(c->length))));
    return v_nonzero(v_subs(found, less));
}

static uint64_t sift(const near_query *q, const near_group *const group[NEAR_UNITS])
{
    vec sums = v_set(0), code = v_set(0), most = v_eight(q->most), least = v_eight(q->least);
#pragma GCC unroll 8
    for (unsigned g = 0; g < NEAR_UNITS; g++) {
        vec of = v_load(group[g]->unit[0]);
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
static inline vec ends_at(vec letters, unsigned row, unsigned last)
{
    vec end = v_set((uint8_t)row);
    return row < last ? v_eq(letters, end) : v_eq(v_max(letters, end), letters);
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
    vec left[NEAR_COLS], at[SIDE], found = v_set(0);
    turn(b, 0, at);
    vec letters = at[0];
    left[0] = v_adds(v_lookup(&q->limits, v_codes(v_load(b->code))), v_set(1));
    for (unsigned i = 0; i < q->n; i++) left[i + 1] = v_subs(left[i], v_word(&q->skips[i]));
    for (unsigned row = 1; row <= q->rows; row++) {
        if (!v_nonzero(v_subs(letters, v_set((uint8_t)(row - 1))))) break;
        if (row == SIDE) turn(b, SIDE, at);
        next_row(q, left, at[row % SIDE]);
        found = v_or(found, v_and(left[q->n], ends_at(letters, row, q->rows)));
    }
    return v_nonzero(found);
}
