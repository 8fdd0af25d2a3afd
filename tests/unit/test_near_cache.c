/* What ms_near_cached gives, alone and to threads that share a cache, against ms_near_find. */
#include "index/near_cache.h"

#include <pthread.h>
#include <stdatomic.h>

#include "token_fixture.h"

enum { UNITS = 2000, THREADS = 4, TOKENS = 300 };
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
enum { ASKED = 300, LARGE = 100 };
#else
enum { ASKED = 1000, LARGE = 1000 };
#endif

static ms_buf units, blocks;
static ms_near v;
static ms_token token[TOKENS];

static int make_vocabulary(void **state)
{
    make_tokens(state);
    for (uint32_t i = 0; i < UNITS; i++) {
        ms_token t = some_token();
        assert_true(ms_buf_put(&units, &t, sizeof t));
    }
    ms_token *t = MS_ALL(units, ms_token);
    v.n = sort_units(t, UNITS);
    assert_int_equal(ms_near_build(t, v.n, &blocks), MS_OK);
    v.units = t;
    v.blocks = blocks.p;
    v.n_blocks = blocks.n;
    for (uint32_t i = 0; i < TOKENS; i++) token[i] = some_token();
    return 0;
}

static int free_vocabulary(void **state)
{
    ms_buf_free(&units);
    ms_buf_free(&blocks);
    return free_tokens(state);
}

/* Whether both give the same, behind what is in the buffer already. */
static bool same(ms_near_cache *c, const ms_near *of, ms_token t, bool x_is_run)
{
    ms_letters x;
    ms_buf want = {0}, got = {0};
    ms_token_letters(&t, &x);
    ms_near_hit before = {1, 2, 0};
    bool ok =
        ms_buf_put(&got, &before, sizeof before) && ms_buf_put(&want, &before, sizeof before) &&
        !ms_near_find(of, &x, x_is_run, &want) && !ms_near_cached(c, of, &x, x_is_run, &got) &&
        got.n == want.n && !memcmp(got.p, want.p, want.n);
    ms_buf_free(&want);
    ms_buf_free(&got);
    return ok;
}

static bool is_kept(ms_near_cache *c, ms_token t)
{
    ms_letters x;
    ms_token_letters(&t, &x);
    return ms_near_kept(c, &v, &x, false);
}

static void what_was_asked_is_kept(void **state)
{
    (void)state;
    unsigned kept = 0;
    ms_near_cache *c = ms_near_cache_new();
    assert_non_null(c);
    assert_false(is_kept(c, token[0]));
    for (unsigned i = 0; i < TOKENS; i++) assert_true(same(c, &v, token[i], false));
    for (unsigned i = 0; i < TOKENS; i++) kept += is_kept(c, token[i]);
    assert_in_range(kept, TOKENS - TOKENS / 50, TOKENS);
    ms_near_cache_clear(c);
    for (unsigned i = 0; i < TOKENS; i++) assert_false(is_kept(c, token[i]));
    ms_near_cache_free(c);
}

/* Its letters are not all that an answer depends on. */
static void other_questions_have_other_answers(void **state)
{
    (void)state;
    ms_near_cache *c = ms_near_cache_new();
    assert_non_null(c);
    for (unsigned i = 0; i < TOKENS; i++) {
        ms_near persons = v;
        persons.whose = MS_WHOSE_PERSON;
        ms_token t = token[i];
        assert_true(same(c, &v, t, false));
        assert_true(same(c, &v, t, true));
        assert_true(same(c, &persons, t, false));
        t.flags ^= MS_TOKEN_KNOWN;
        assert_true(same(c, &v, t, false));
        t.given = t.given ? 0 : MS_GIVEN_NONE;
        assert_true(same(c, &v, t, false));
    }
    ms_near_cache_free(c);
}

/* 72 MB of answers, more than there is room for: most are forgotten, none is wrong. */
static void more_than_is_kept(void **state)
{
    enum { SAME = 9000 }; /* 72 KB of hits */
    (void)state;
    ms_buf many = {0}, beside = {0};
    ms_token t = {.len = 8, .s = "katerina"};
    for (t.weight = 1; t.weight <= SAME; t.weight++)
        assert_true(ms_buf_put(&many, &t, sizeof t));
    assert_int_equal(ms_near_build(MS_ALL(many, ms_token), SAME, &beside), MS_OK);
    ms_near of = {MS_ALL(many, ms_token), SAME, beside.p, beside.n, false, MS_WHOSE_ANY};
    ms_near_cache *c = ms_near_cache_new();
    assert_non_null(c);
    for (t.given = 1; t.given <= LARGE; t.given++) {
        ms_letters x;
        ms_buf hits = {0};
        ms_token_letters(&t, &x);
        assert_int_equal(ms_near_cached(c, &of, &x, false, &hits), MS_OK);
        assert_int_equal(MS_COUNT(hits, ms_near_hit), SAME);
        if (t.given % 100 == 0) assert_true(same(c, &of, t, false));
        ms_buf_free(&hits);
    }
    ms_near_cache_free(c);
    ms_buf_free(&many);
    ms_buf_free(&beside);
}

/* Where all places are taken, what was not asked for longest goes. */
static void the_last_stay(void **state)
{
    enum { DIFFERENT = 300000, LAST = 40000 };
    (void)state;
    ms_near nothing = {.units = NULL};
    ms_buf beside = {0}, hits = {0};
    unsigned kept = 0;
    assert_int_equal(ms_near_build(NULL, 0, &beside), MS_OK);
    nothing.blocks = beside.p, nothing.n_blocks = beside.n;
    ms_near_cache *c = ms_near_cache_new();
    assert_non_null(c);
    for (uint32_t i = 0; i < DIFFERENT + LAST; i++) {
        ms_token t = {.len = 5};
        uint32_t no = i < DIFFERENT ? i : i - LAST; /* the last of them are looked for again */
        for (uint32_t at = 0; at < t.len; at++, no /= 26) t.s[at] = (char)('a' + no % 26);
        ms_letters x;
        ms_token_letters(&t, &x);
        if (i >= DIFFERENT) kept += ms_near_kept(c, &nothing, &x, false);
        else assert_int_equal(ms_near_cached(c, &nothing, &x, false, &hits), MS_OK);
    }
    assert_in_range(kept, LAST - LAST / 20, LAST);
    ms_near_cache_free(c);
    ms_buf_free(&beside);
}

static ms_near_cache *shared;
static atomic_uint wrong;

static void *ask(void *arg)
{
    uint64_t mine = *(const uint64_t *)arg;
    for (unsigned i = 0; i < ASKED; i++) {
        if (!same(shared, &v, token[ref_below(&mine, TOKENS)], ref_below(&mine, 4) == 0))
            atomic_fetch_add(&wrong, 1);
        if (ref_below(&mine, 500) == 0) ms_near_cache_clear(shared);
    }
    return NULL;
}

static void threads_share_it(void **state)
{
    (void)state;
    pthread_t thread[THREADS];
    uint64_t seeds[THREADS] = {1, 2, 3, 4};
    shared = ms_near_cache_new();
    assert_non_null(shared);
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, ask, &seeds[i]), 0);
    for (unsigned i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    assert_int_equal(wrong, 0);
    ms_near_cache_free(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_asked_is_kept),
        cmocka_unit_test(other_questions_have_other_answers),
        cmocka_unit_test(more_than_is_kept),
        cmocka_unit_test(the_last_stay),
        cmocka_unit_test(threads_share_it),
    };
    return cmocka_run_group_tests(tests, make_vocabulary, free_vocabulary);
}
