#include "base/ascii.h"

bool ms_has_digit(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ms_is_digit(s.p[i])) return true;
    return false;
}

ms_str ms_digits(ms_str s)
{
    size_t n = 0;
    while (n < s.n && ms_is_digit(s.p[n])) n++;
    return (ms_str){s.p, n};
}

bool ms_digits_at(ms_str s, size_t at, size_t n)
{
    return at <= s.n && n <= s.n - at && ms_digits((ms_str){s.p + at, n}).n == n;
}

/* The number of digits; more than `max`: false. */
static bool read(ms_str digits, int64_t max, int64_t *out)
{
    int64_t v = 0;
    for (size_t i = 0; i < digits.n; i++) {
        int digit = digits.p[i] - '0';
        if (digit > max || v > (max - digit) / 10) return false;
        v = 10 * v + digit;
    }
    *out = v;
    return true;
}

int64_t ms_number(ms_str s, int64_t max)
{
    int64_t v;
    return s.n && ms_digits(s).n == s.n && read(s, max, &v) ? v : -1;
}

int64_t ms_number_begun(ms_str s, int64_t max)
{
    int64_t v;
    ms_str digits = ms_digits(s);
    if (!digits.n) return -1;
    return read(digits, max, &v) ? v : max;
}
