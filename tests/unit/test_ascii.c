/* Digits, letters and numbers; what is expected is written out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ascii.h"

static void characters(void **state)
{
    (void)state;
    const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", lower[] = "abcdefghijklmnopqrstuvwxyz";
    for (int c = -128; c < 128; c++) {
        bool big = c && strchr(upper, c), small = c && strchr(lower, c);
        assert_int_equal(ms_is_upper((char)c), big);
        assert_int_equal(ms_is_letter((char)c), big || small);
        assert_int_equal(ms_is_digit((char)c), c && strchr("0123456789", c));
        assert_int_equal(ms_lower((char)c), big ? lower[strchr(upper, c) - upper] : (char)c);
        assert_int_equal(ms_upper((char)c), small ? upper[strchr(lower, c) - lower] : (char)c);
    }
}

static void digits(void **state)
{
    (void)state;
    assert_false(ms_has_digit((ms_str){0}));
    assert_false(ms_has_digit(MS_STR("/:")));
    assert_true(ms_has_digit(MS_STR("AB9")));
    assert_int_equal(ms_digits((ms_str){0}).n, 0);
    assert_int_equal(ms_digits(MS_STR("A1")).n, 0);
    assert_int_equal(ms_digits(MS_STR("01A2")).n, 2);
    assert_true(ms_digits_at(MS_STR("A12B"), 1, 2));
    assert_true(ms_digits_at(MS_STR("A12"), 3, 0));
    assert_false(ms_digits_at(MS_STR("A12B"), 1, 3));
    assert_false(ms_digits_at(MS_STR("A12"), 1, 3));
    assert_false(ms_digits_at(MS_STR("A12"), 4, 0));
    assert_false(ms_digits_at(MS_STR("A12"), 1, SIZE_MAX));
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t max, whole, begun;
    } rows[] = {
        {"", 9, -1, -1},
        {"x", 9, -1, -1},
        {"-1", 9, -1, -1},
        {" 1", 9, -1, -1},
        {"0", 0, 0, 0},
        {"1", 0, -1, 0},
        {"007", 9, 7, 7},
        {"12.5", 99, -1, 12},
        {"99", 99, 99, 99},
        {"100", 99, -1, 99},
        {"10x", 9, -1, 9},
        {"9223372036854775807", INT64_MAX, INT64_MAX, INT64_MAX},
        {"9223372036854775808", INT64_MAX, -1, INT64_MAX},
        {"99999999999999999999999999", INT64_MAX, -1, INT64_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(ms_number(ms_str_z(rows[i].text), rows[i].max), rows[i].whole);
        assert_int_equal(ms_number_begun(ms_str_z(rows[i].text), rows[i].max), rows[i].begun);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters),
        cmocka_unit_test(digits),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
