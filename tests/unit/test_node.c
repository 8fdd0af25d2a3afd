/* What is read of servers' headers and addresses, and what of them is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "node/address.h"
#include "node/digest.h"
#include "node/origin.h"
#include "node/record.h"

static void shown(const char *address, const char *want)
{
    ms_out o = {0};
    ms_address_shown(&o, ms_str_z(address));
    ms_out_char(&o, '\0');
    assert_string_equal(o.p, want);
    ms_out_free(&o);
}

static void what_is_shown(void **state)
{
    (void)state;
    shown("https://a.example/b/c.xml", "https://a.example/b/c.xml");
    shown("https://a.example/b?token=secret", "https://a.example/b?…");
    shown("https://me:pass@a.example/b", "https://a.example/b");
    shown("https://me:p@ss@a.example:8080/b@c", "https://a.example:8080/b@c");
    shown("//me@a.example", "//a.example");
    shown("https://a.example?x=http://u:p@b/", "https://a.example?…");
    shown("<https://u:p@a/>; rel=x, <https://v:q@b/>", "<https://a/>; rel=x, <https://b/>");
    shown("what?", "what?");
    shown("", "");
}

static void secret(const char *address, const char *want)
{
    ms_str s = ms_address_secret(ms_str_z(address));
    assert_true(ms_str_eq(s, ms_str_z(want)));
}

static void what_is_secret(void **state)
{
    (void)state;
    secret("https://a/b?token=abcd", "abcd");
    secret("https://a/b?token=abc", "");
    secret("https://a/b=cdef", "");
    secret("https://a/b?abcdef", "");
    secret("", "");
}

static void what_may_be_asked(void **state)
{
    (void)state;
    static const char *const good[] = {"https://a.example/",    "HTTPS://a.example",
                                       "http://127.0.0.1:80/x", "http://127.9.9.9/",
                                       "http://localhost/",     "http://[::1]:8/x"};
    static const char *const bad[] = {"http://a.example/",
                                      "http://127.0.0.1.example/",
                                      "http://localhost.example/",
                                      "ftp://127.0.0.1/",
                                      "file:///etc/passwd",
                                      "/etc/passwd",
                                      "",
                                      "https://",
                                      "http://128.0.0.1/",
                                      "http://127.x/",
                                      "https://a b/",
                                      "http://localhost@a.example/"};
    ms_diag d;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(ms_address_check(good[i], NULL, &d), MS_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ms_address_check(bad[i], NULL, &d), MS_EINVAL);
    assert_int_equal(ms_address_check("http://127.0.0.1/", "https://a.example/", &d),
                     MS_EINVAL);
    assert_int_equal(ms_address_check("https://a.example/", "http://127.0.0.1/", &d), MS_OK);
}

static void ranges(void **state)
{
    (void)state;
    uint64_t first, last, total;
    assert_true(ms_range_read(MS_STR("bytes 42-1233/1234"), &first, &last,
                              &total)); /* RFC 9110 §14.4 */
    assert_true(first == 42 && last == 1233 && total == 1234);
    assert_true(ms_range_read(MS_STR("bytes 42-1233/*"), &first, &last, &total));
    assert_true(total == 0);
    static const char *const bad[] = {"bytes */1234",
                                      "bytes 5-4/10",
                                      "bytes 0-10/10",
                                      "bytes -5/10",
                                      "bytes 5-/10",
                                      "bytes 0-1/",
                                      "items 0-1/2",
                                      "bytes=0-1/2",
                                      "bytes 0-1/2 ",
                                      "bytes 0x1-2/3",
                                      "",
                                      "bytes 0-1234567890123456789/*"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ms_range_read(ms_str_z(bad[i]), &first, &last, &total));
}

static void lengths_and_tags(void **state)
{
    (void)state;
    uint64_t n;
    assert_true(ms_length_read(MS_STR("0"), &n) && n == 0);
    assert_true(ms_length_read(MS_STR("999999999999999999"), &n) && n == 999999999999999999);
    assert_false(ms_length_read(MS_STR("1000000000000000000"), &n));
    assert_false(ms_length_read(MS_STR("-1"), &n) || ms_length_read(MS_STR(""), &n));
    assert_false(ms_length_read(MS_STR("1 "), &n) || ms_length_read(MS_STR("1,1"), &n));
    assert_true(ms_etag_strong(MS_STR("\"x\"")) && ms_etag_strong(MS_STR("\"\"")));
    assert_false(ms_etag_strong(MS_STR("W/\"x\"")) || ms_etag_strong(MS_STR("x")));
    assert_false(ms_etag_strong(MS_STR("\"")) || ms_etag_strong(MS_STR("")));
}

static void file(const char *address, const char *want)
{
    ms_out o = {0};
    ms_address_file(&o, ms_str_z(address));
    ms_out_char(&o, '\0');
    assert_string_equal(o.p, want);
    ms_out_free(&o);
}

static void names_of_files(void **state)
{
    (void)state;
    file("https://a.example/b/list.xml", "list.xml");
    file("https://a.example/b/list.xml?x=/y", "list.xml");
    file("https://a.example/b/", "list");
    file("https://a.example", "list");
    file("https://a.example/..", "list");
    file("https://a.example/.hidden", "hidden");
    file("https://a.example/a%2Fb:c", "a2Fbc");
}

static void tokens(void **state)
{
    (void)state;
    ms_arena *a = ms_arena_new(0);
    ms_str address = MS_STR("https://a/b?token={TOKEN}&c");
    assert_true(ms_str_eq(ms_origin_variable(address), MS_STR("TOKEN")));
    assert_true(ms_str_eq(ms_origin_variable(MS_STR("https://a/b")), MS_STR("")));
    assert_string_equal(ms_origin_address(address, MS_STR("a b&c=ü"), a).p,
                        "https://a/b?token=a%20b%26c%3D%C3%BC&c");
    assert_string_equal(ms_origin_address(MS_STR("https://a/b"), MS_STR("x"), a).p,
                        "https://a/b");
    ms_arena_free(a);
}

static void digests(void **state)
{
    (void)state;
    ms_arena *a = ms_arena_new(0);
    /* FIPS 180-4, the examples of NIST: "abc" and the empty message. */
    assert_string_equal(ms_digest_of(MS_STR("abc"), a).p,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(ms_digest_of(MS_STR(""), a).p,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ms_arena_free(a);
}

static void records(void **state)
{
    (void)state;
    ms_arena *a = ms_arena_new(0);
    ms_record r;
    ms_str text =
        MS_STR("{\"url\": \"u\", \"size\": 12, \"headers\": {\"A\": \"b\"}, \"etag\": 5, "
               "\"sha256\": null, \"status\": \"200\", \"unknown\": [1, {}]}");
    assert_true(ms_record_parse(text, a, &r));
    assert_true(ms_str_eq(r.address, MS_STR("u")) && r.size == 12 && r.status == 200);
    assert_true(ms_str_eq(r.headers, MS_STR("{\"A\": \"b\"}")) && !r.etag.n && !r.sha256.n);
    static const char *const bad[] = {
        "", "{", "[]", "{} x", "{\"url\": \"\xff\"}", "{\"url\": \"u}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ms_record_parse(ms_str_z(bad[i]), a, &r));
    assert_false(ms_record_read("/nonexistent/record.json", a, &r));
    ms_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown),
        cmocka_unit_test(what_is_secret),
        cmocka_unit_test(what_may_be_asked),
        cmocka_unit_test(ranges),
        cmocka_unit_test(lengths_and_tags),
        cmocka_unit_test(names_of_files),
        cmocka_unit_test(tokens),
        cmocka_unit_test(digests),
        cmocka_unit_test(records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
