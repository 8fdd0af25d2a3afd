/* Byte sources: files, memory, gzip and zstd, with other programs' output as oracle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

#include <marsad/source.h>

#include "base/mem.h"

enum { BIG = 400000 };

static char big[BIG];

static int fill(void **state)
{
    (void)state;
    uint32_t x = 1;
    for (size_t i = 0; i < BIG; i++) {
        x = x * 1664525 + 1013904223;
        big[i] = (char)('a' + (x >> 24) % 20);
    }
    return 0;
}

/* Reads all of `src` in pieces of `step` and compares; returns how it ended. */
static ms_rc drain(ms_source *src, size_t step, const char *want, size_t n, ms_diag *d)
{
    char *buf = malloc(step);
    size_t at = 0, got;
    ms_rc rc;
    while (!(rc = ms_source_read(src, buf, step, &got, d)) && got) {
        assert_true(got <= n - at);
        assert_memory_equal(buf, want + at, got);
        at += got;
    }
    if (!rc) assert_int_equal(at, n);
    free(buf);
    return rc;
}

static size_t gzip(const void *in, size_t n, unsigned char *out, size_t max)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)in;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)max;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return max - z.avail_out;
}

static ms_rc unpacked(const void *in, size_t n, size_t step, const char *want, size_t want_n,
                      uint64_t ceiling, ms_diag *d)
{
    ms_source *src;
    assert_int_equal(ms_source_mem((ms_str){in, n}, "test", &src), MS_OK);
    ms_rc rc = ms_source_unpack(&src, ceiling, d);
    if (!rc) rc = drain(src, step, want, want_n, d);
    ms_source_free(src);
    return rc;
}

static void memory_and_peek(void **state)
{
    (void)state;
    ms_source *src;
    ms_str head;
    char c[4];
    size_t got;
    assert_int_equal(ms_source_mem((ms_str){big, BIG}, "mem", &src), MS_OK);
    assert_string_equal(ms_source_name(src), "mem");
    assert_int_equal(ms_source_peek(src, 10, &head, NULL), MS_OK);
    assert_int_equal(head.n, 10);
    assert_int_equal(ms_source_read(src, c, 4, &got, NULL), MS_OK);
    assert_int_equal(got, 4);
    assert_int_equal(ms_source_peek(src, 65536, &head, NULL), MS_OK);
    assert_int_equal(head.n, 65536);
    assert_memory_equal(head.p, big + 4, head.n);
    assert_int_equal(drain(src, 70001, big + 4, BIG - 4, NULL), MS_OK);
    assert_int_equal(ms_source_peek(src, 10, &head, NULL), MS_OK);
    assert_int_equal(head.n, 0);
    uint64_t done, total;
    ms_source_progress(src, &done, &total);
    assert_int_equal(done, BIG);
    assert_int_equal(total, BIG);
    ms_source_free(src);
}

static void files(void **state)
{
    (void)state;
    ms_source *src;
    ms_diag d;
    assert_int_equal(ms_source_file("/nonexistent/x", &src, &d), MS_ENOTFOUND);
    assert_non_null(strstr(d.what, "/nonexistent/x"));
    assert_int_equal(ms_source_file("/", &src, &d), MS_EIO);
    assert_null(src);
    char path[] = "test_source_XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, big, BIG), BIG);
    close(fd);
    assert_int_equal(ms_source_file(path, &src, &d), MS_OK);
    assert_int_equal(drain(src, 4096, big, BIG, &d), MS_OK);
    uint64_t done, total;
    ms_source_progress(src, &done, &total);
    assert_int_equal(done, BIG);
    assert_int_equal(total, BIG);
    ms_source_free(src);
    unlink(path);
}

static void gzip_members(void **state)
{
    (void)state;
    static unsigned char packed[2 * BIG];
    ms_diag d;
    size_t a = gzip(big, 100000, packed, sizeof packed);
    size_t n = a + gzip(big + 100000, BIG - 100000, packed + a, sizeof packed - a);
    assert_int_equal(unpacked(packed, n, 65536, big, BIG, 0, &d), MS_OK);
    assert_int_equal(unpacked(packed, n, 1, big, BIG, BIG, &d), MS_OK);
    assert_int_equal(unpacked(packed, n + 100, 999, big, BIG, 0, &d), MS_OK); /* padding */
    packed[n] = 'x';
    assert_int_equal(unpacked(packed, n + 1, 999, big, BIG, 0, &d), MS_ETRUNCATED);
    memcpy(packed + n, "xx", 2);
    assert_int_equal(unpacked(packed, n + 2, 999, big, BIG, 0, &d), MS_ESYNTAX);
    assert_int_equal(unpacked(packed, n - 1, 999, big, BIG, 0, &d), MS_ETRUNCATED);
    assert_int_equal(unpacked(packed, 5, 999, big, BIG, 0, &d), MS_ETRUNCATED);
    assert_int_equal(unpacked(packed, n, 999, big, BIG, BIG - 1, &d), MS_ELIMIT);
    packed[a - 8] ^= 0x55; /* the first member's CRC-32 */
    assert_int_equal(unpacked(packed, n, 999, big, BIG, 0, &d), MS_ESYNTAX);
}

static void zstd_frames(void **state)
{
    (void)state;
    static unsigned char packed[2 * BIG];
    ms_diag d;
    size_t a = ZSTD_compress(packed, sizeof packed, big, 100000, 3);
    size_t n = a + ZSTD_compress(packed + a, sizeof packed - a, big + 100000, BIG - 100000, 3);
    assert_int_equal(unpacked(packed, n, 65536, big, BIG, 0, &d), MS_OK);
    assert_int_equal(unpacked(packed, n, 1, big, BIG, BIG, &d), MS_OK);
    assert_int_equal(unpacked(packed, n - 1, 999, big, BIG, 0, &d), MS_ETRUNCATED);
    assert_int_equal(unpacked(packed, 5, 999, big, BIG, 0, &d), MS_ETRUNCATED);
    assert_int_equal(unpacked(packed, n, 999, big, BIG, 1000, &d), MS_ELIMIT);
    memset(packed + n, 'x', 4);
    assert_int_equal(unpacked(packed, n + 4, 999, big, BIG, 0, &d), MS_ESYNTAX);
    /* A frame that asks for a window of 2 GiB (RFC 8878 §3.1.1.1.2: exponent 21). */
    static const unsigned char window[] = {0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3, 1, 0, 0};
    assert_int_equal(unpacked(window, sizeof window, 999, big, BIG, 0, &d), MS_ELIMIT);
}

static void unpacks_once(void **state)
{
    (void)state;
    static unsigned char once[2 * BIG], twice[2 * BIG];
    size_t a = gzip(big, BIG, once, sizeof once), b = gzip(once, a, twice, sizeof twice);
    ms_source *src;
    assert_int_equal(ms_source_mem((ms_str){(char *)twice, b}, "test", &src), MS_OK);
    assert_int_equal(ms_source_unpack(&src, 0, NULL), MS_OK);
    assert_int_equal(ms_source_unpack(&src, 0, NULL), MS_OK);
    assert_int_equal(drain(src, 4096, (char *)once, a, NULL), MS_OK);
    ms_source_free(src);
}

static int allocations_left;

static int gate(size_t n)
{
    (void)n;
    return allocations_left-- > 0;
}

static void memory_fails(void **state)
{
    (void)state;
    static unsigned char packed[2][2 * BIG];
    size_t n[2] = {gzip(big, BIG, packed[0], sizeof packed[0]),
                   ZSTD_compress(packed[1], sizeof packed[1], big, BIG, 3)};
    for (int kind = 0; kind < 2; kind++) {
        ms_rc rc = MS_ENOMEM;
        for (int at = 0; rc == MS_ENOMEM && at < 1000; at++) {
            allocations_left = at;
            ms_mem_gate = gate;
            ms_source *src = NULL;
            rc = ms_source_mem((ms_str){(char *)packed[kind], n[kind]}, "test", &src);
            if (!rc) rc = ms_source_unpack(&src, 0, NULL);
            ms_mem_gate = NULL;
            if (!rc) {
                ms_mem_gate = gate;
                static char buf[BIG];
                size_t got, all = 0;
                while (!(rc = ms_source_read(src, buf, BIG, &got, NULL)) && got) all += got;
                ms_mem_gate = NULL;
                if (!rc) assert_int_equal(all, BIG);
            }
            ms_source_free(src);
        }
        assert_int_equal(rc, MS_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_and_peek), cmocka_unit_test(files),
        cmocka_unit_test(gzip_members),    cmocka_unit_test(zstd_frames),
        cmocka_unit_test(unpacks_once),    cmocka_unit_test(memory_fails),
    };
    return cmocka_run_group_tests(tests, fill, NULL);
}
