/* bench/walk.c, by which bench/complete scores everybody, against comparing each token. */
#include "../../bench/walk.h"

#include <stdlib.h>

#include "token_fixture.h"

#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
enum { UNITS = 3000, QUERIES = 100 };
#else
enum { UNITS = 10000, QUERIES = 600 };
#endif

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort(ms_buf *numbers)
{
    if (numbers->n)
        qsort(numbers->p, MS_COUNT(*numbers, uint32_t), sizeof(uint32_t), by_number);
}

static void finds_all(walk_how how, ms_token (*listed)(void), ms_token (*asked)(void))
{
    ms_token *units = calloc(UNITS, sizeof *units);
    size_t found = 0;
    assert_non_null(units);
    for (uint32_t i = 0; i < UNITS; i++) units[i] = listed();
    walk *w = walk_new(units, UNITS);
    for (unsigned i = 0; i < QUERIES; i += WALK_TOGETHER) {
        unsigned n = 1 + ref_below(&seed, WALK_TOGETHER);
        ms_letters x[WALK_TOGETHER];
        ms_buf some[WALK_TOGETHER] = {0};
        for (unsigned k = 0; k < n; k++) {
            ms_token t = asked();
            ms_token_letters(&t, &x[k]);
        }
        walk_like(w, x, n, how, some);
        for (unsigned k = 0; k < n; k++) {
            ms_buf all = {0};
            walk_each(w, &x[k], how, &all);
            sort(&some[k]), sort(&all);
            assert_int_equal(some[k].n, all.n);
            if (all.n) assert_memory_equal(some[k].p, all.p, all.n);
            found += MS_COUNT(all, uint32_t);
            ms_buf_free(&some[k]), ms_buf_free(&all);
        }
    }
    assert_true(found > QUERIES / 4);
    walk_free(w);
    free(units);
}

static void tokens_like_a_token(void **state)
{
    (void)state;
    finds_all(WALK_TOKENS, some_token, some_token);
}

static void tokens_like_a_run(void **state)
{
    (void)state;
    finds_all(WALK_RUN, some_token, some_run);
}

static void runs_like_a_token(void **state)
{
    (void)state;
    finds_all(WALK_RUNS, some_run, some_token);
}

/* Letters that weigh much, of which neighbours are swapped, and some others changed. */
static ms_token some_swapped(void)
{
    static const char stem[] = "mnbfzmnqfbznfmbqzn";
    ms_token t = {.weight = 100, .len = (uint8_t)(4 + ref_below(&seed, 5))};
    memcpy(t.s, stem + ref_below(&seed, sizeof stem - t.len), t.len);
    for (uint32_t swaps = ref_below(&seed, 3); swaps; swaps--) {
        uint32_t at = ref_below(&seed, t.len - 1u);
        char c = t.s[at];
        t.s[at] = t.s[at + 1], t.s[at + 1] = c;
    }
    for (uint32_t others = ref_below(&seed, 3); others; others--)
        t.s[ref_below(&seed, t.len)] = stem[ref_below(&seed, sizeof stem - 1)];
    return t;
}

static void swaps_up_to_the_limit(void **state)
{
    (void)state;
    finds_all(WALK_TOKENS, some_swapped, some_swapped);
}

static void nothing_among_nothing(void **state)
{
    (void)state;
    ms_token x = some_token();
    ms_letters letters;
    ms_buf out = {0};
    walk *w = walk_new(&x, 0);
    ms_token_letters(&x, &letters);
    for (walk_how how = WALK_TOKENS; how <= WALK_RUNS; how++)
        walk_like(w, &letters, 1, how, &out);
    assert_int_equal(out.n, 0);
    walk_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_like_a_token),   cmocka_unit_test(tokens_like_a_run),
        cmocka_unit_test(runs_like_a_token),     cmocka_unit_test(swaps_up_to_the_limit),
        cmocka_unit_test(nothing_among_nothing),
    };
    return cmocka_run_group_tests(tests, make_tokens, free_tokens);
}
