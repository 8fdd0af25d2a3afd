/* The pairing solver against trying every pairing. */
#include "match/assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static uint32_t seed = 1;

static uint32_t next_random(uint32_t below)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % below;
}

/* The best sum over rows from `row` on, with the columns in `used` taken. */
static uint64_t try_all(const ms_gains *g, uint32_t row, uint32_t used)
{
    if (row == g->rows) return 0;
    uint64_t best = try_all(g, row + 1, used);
    for (uint32_t j = 0; j < g->cols; j++) {
        if (used & 1u << j) continue;
        uint64_t s = g->g[row][j] + try_all(g, row + 1, used | 1u << j);
        if (s > best) best = s;
    }
    return best;
}

static void fill(ms_gains *g, uint32_t rows, uint32_t cols, uint32_t zeros)
{
    memset(g, 0, sizeof *g);
    g->rows = rows, g->cols = cols;
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t j = 0; j < cols; j++)
            g->g[i][j] = next_random(10) < zeros ? 0 : next_random(510000);
}

static void check_pairing(const ms_gains *g, uint64_t sum, const int col_of[MS_NAME_TOKENS])
{
    uint64_t used = 0, got = 0;
    for (uint32_t i = 0; i < g->rows; i++) {
        if (col_of[i] < 0) continue;
        assert_in_range(col_of[i], 0, g->cols - 1);
        assert_false(used >> col_of[i] & 1);
        used |= 1ull << col_of[i];
        got += g->g[i][col_of[i]];
    }
    assert_int_equal(got, sum);
}

static void small_tables_get_the_best_of_all_pairings(void **state)
{
    ms_gains g;
    int col_of[MS_NAME_TOKENS];
    (void)state;
    for (int round = 0; round < 3000; round++) {
        fill(&g, 1 + next_random(6), 1 + next_random(6), next_random(10));
        uint64_t sum = ms_assign(&g, col_of);
        assert_int_equal(sum, try_all(&g, 0, 0));
        assert_int_equal(sum, ms_assign(&g, NULL));
        check_pairing(&g, sum, col_of);
    }
}

static void large_tables_agree_with_their_transpose(void **state)
{
    static ms_gains g, t;
    int col_of[MS_NAME_TOKENS];
    (void)state;
    for (int round = 0; round < 300; round++) {
        fill(&g, 1 + next_random(MS_NAME_TOKENS), 1 + next_random(MS_NAME_TOKENS),
             next_random(10));
        t.rows = g.cols, t.cols = g.rows;
        for (uint32_t i = 0; i < g.rows; i++)
            for (uint32_t j = 0; j < g.cols; j++) t.g[j][i] = g.g[i][j];
        uint64_t sum = ms_assign(&g, col_of);
        check_pairing(&g, sum, col_of);
        assert_int_equal(sum, ms_assign(&t, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_tables_get_the_best_of_all_pairings),
        cmocka_unit_test(large_tables_agree_with_their_transpose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
