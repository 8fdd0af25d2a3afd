/* Sealed files: what is written is read, nothing else is, and the quota holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/sealed.c"

static char folder[] = "/tmp/sealedXXXXXX";
static char path[64];
static ms_seal seal;
static char text[3 * PIECE + 100];

static int setup(void **state)
{
    (void)state;
    if (sodium_init() < 0 || !mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/file", folder);
    crypto_secretstream_xchacha20poly1305_keygen(seal.key);
    seal.quota.max = 1 << 20;
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)('a' + i % 23);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    return rmdir(folder);
}

/* A file with the first `n` bytes of the text, written `step` bytes at a time. */
static ms_sealed *written(size_t n, size_t step)
{
    ms_sealed *s;
    assert_int_equal(ms_sealed_new(path, &seal, &s, NULL), MS_OK);
    for (size_t at = 0; at < n; at += step) {
        ms_str piece = {text + at, n - at < step ? n - at : step};
        assert_int_equal(ms_sealed_write(s, piece, NULL), MS_OK);
    }
    assert_int_equal(ms_sealed_end(s, NULL), MS_OK);
    assert_int_equal(ms_sealed_size(s), n);
    return s;
}

/* How much of it can be read, `step` bytes at a time; -1 where it ends badly. */
static long read_back(const ms_sealed *s, size_t step)
{
    static char buf[sizeof text + 1];
    ms_unsealing *u;
    long n = 0, got;
    if (ms_unsealing_new(s, &u, NULL)) return -1;
    while ((got = ms_unsealing_read(u, buf, step)) > 0) {
        assert_memory_equal(buf, text + n, (size_t)got);
        n += got;
    }
    assert_int_equal(ms_unsealing_read(u, buf, step), got);
    ms_unsealing_free(u);
    return got < 0 ? -1 : n;
}

static void test_sizes(void **state)
{
    static const size_t sizes[] = {0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, sizeof text};
    static const size_t steps[] = {997, PIECE, sizeof text};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            ms_sealed *s = written(sizes[i], steps[k]);
            for (size_t m = 0; m < sizeof steps / sizeof *steps; m++)
                assert_int_equal(read_back(s, steps[m]), sizes[i]);
            ms_sealed_drop(s);
            assert_int_equal(access(path, F_OK), -1);
        }
    assert_int_equal(atomic_load(&seal.quota.used), 0);
}

/* Writes `n` bytes of `bytes` over the file. */
static void put(const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void test_changes(void **state)
{
    static char whole[sizeof text + 4096];
    (void)state;
    ms_sealed *s = written(2 * PIECE + 10, PIECE);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(whole, 1, sizeof whole, f);
    fclose(f);
    assert_int_equal(n, HEADER + 3 * TAG + 2 * PIECE + 10);
    for (size_t at = 0; at < n; at += at < HEADER + 64 ? 1 : 4001) {
        whole[at] ^= 0x10;
        put(whole, n);
        assert_int_equal(read_back(s, 997), -1);
        whole[at] ^= 0x10;
    }
    for (size_t cut = 0; cut < n; cut += 1 + PIECE + TAG) {
        put(whole, cut);
        assert_int_equal(read_back(s, 997), -1);
    }
    put(whole, HEADER + 2 * (PIECE + TAG)); /* without the last piece */
    assert_int_equal(read_back(s, 997), -1);
    seal.key[0] ^= 1;
    put(whole, n);
    assert_int_equal(read_back(s, 997), -1);
    seal.key[0] ^= 1;
    assert_int_equal(read_back(s, 997), 2 * PIECE + 10);
    ms_sealed_drop(s);
}

static void test_nothing_is_legible(void **state)
{
    static char whole[sizeof text + 4096];
    (void)state;
    ms_sealed *s = written(PIECE + 10, PIECE);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(whole, 1, sizeof whole, f);
    fclose(f);
    assert_null(memmem(whole, n, text, 8));
    ms_sealed_drop(s);
}

static void test_quota(void **state)
{
    ms_sealed *s, *t;
    ms_diag d = {0};
    (void)state;
    seal.quota.max = 2 * (PIECE + TAG) + 2 * HEADER;
    assert_int_equal(ms_sealed_new(path, &seal, &s, NULL), MS_OK);
    assert_int_equal(ms_sealed_new(path, &seal, &t, &d), MS_EIO); /* it is there */
    assert_null(strstr(d.what, folder));
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(ms_sealed_write(s, (ms_str){text, 2 * PIECE}, NULL), MS_OK);
    assert_int_equal(ms_sealed_write(s, (ms_str){text, PIECE}, &d), MS_ELIMIT);
    ms_sealed_drop(s);
    assert_int_equal(atomic_load(&seal.quota.used), 0);
    seal.quota.max = 1 << 20;
    ms_sealed_drop(NULL);
    ms_unsealing_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_nothing_is_legible),
        cmocka_unit_test(test_quota),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
