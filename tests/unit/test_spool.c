/* Bytes kept in memory or in a file, against the plain bytes. */
#include "snapshot_fixture.h"

#include "index/spool.h"

enum { ALL = 200000, KEEP = 1000 };

static char plain[ALL];

static uint32_t draw(uint32_t n)
{
    static uint64_t seed = 4711;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % n);
}

static void check(const ms_spool *s)
{
    static char got[ALL];
    ms_diag d;
    for (int i = 0; i < 50 && s->n; i++) {
        uint32_t at = draw((uint32_t)s->n), n = draw((uint32_t)s->n - at + 1);
        assert_int_equal(ms_spool_read(s, at, got, n, &d), MS_OK);
        assert_memory_equal(got, plain + at, n);
    }
}

static void bytes_come_back(void **state)
{
    (void)state;
    ms_diag d;
    for (int file = 0; file < 2; file++) {
        ms_spool s = ms_spool_make();
        if (file) assert_int_equal(ms_spool_to(&s, fixture_dir, KEEP), MS_OK);
        for (int i = 0; i < 400; i++) {
            uint32_t n = draw(draw(4) ? 200 : 5000);
            if (s.n + n > ALL) break;
            for (uint32_t k = 0; k < n; k++) plain[s.n + k] = (char)draw(256);
            assert_int_equal(ms_spool_put(&s, plain + s.n, n, &d), MS_OK);
            if (!draw(10))
                ms_spool_cut(&s, s.n - draw((uint32_t)(s.n < 3000 ? s.n : 3000) + 1));
            if (!draw(20)) check(&s);
        }
        assert_true(!file || (s.spilt && s.tail.n <= 5000 + KEEP));
        assert_true(file || !s.spilt);
        check(&s);
        ms_spool_free(&s);
    }
}

static void a_folder_that_is_not_there(void **state)
{
    (void)state;
    ms_diag d = {0};
    ms_spool s = ms_spool_make();
    assert_int_equal(ms_spool_to(&s, fixture_path("absent"), 4), MS_OK);
    assert_int_equal(ms_spool_put(&s, "abc", 3, &d), MS_OK);
    assert_int_equal(ms_spool_put(&s, "def", 3, &d), MS_EIO);
    assert_non_null(strstr(d.what, "absent"));
    ms_spool_free(&s);
}

/* The same snapshot, wherever the JSON was meanwhile. */
static void snapshots_are_alike(void **state)
{
    (void)state;
    ms_diag d;
    size_t n, k;
    for (int file = 0; file < 2; file++) {
        ms_build *b = ms_build_new();
        if (file) assert_int_equal(ms_build_spool(b, fixture_dir, 100, &d), MS_OK);
        add_list(b, "alpha", "alpha", file);
        add_list(b, "beta", "beta", file);
        write_and_free(b, fixture_path(file ? "spool" : "memory"));
    }
    char *a = read_whole(fixture_path("memory"), &n),
         *b = read_whole(fixture_path("spool"), &k);
    assert_int_equal(n, k);
    assert_memory_equal(a, b, n);
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back),
        cmocka_unit_test(a_folder_that_is_not_there),
        cmocka_unit_test(snapshots_are_alike),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
