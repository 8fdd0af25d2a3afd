#include "server/language.h"

#include "base/ascii.h"
#include "base/cut.h"

/* Cuts what is before the next `at` off, without blanks. */
static ms_str cut(ms_str *s, char at)
{
    return ms_str_trim(ms_str_cut(s, at));
}

/* A weight such as 0.125, in thousandths. */
static int thousandths(ms_str s)
{
    int value = s.n && s.p[0] == '1' ? 1000 : 0, place = 100;
    for (size_t i = 2; i < s.n && place && s.p[1] == '.'; i++, place /= 10)
        if (ms_is_digit(s.p[i])) value += place * (s.p[i] - '0');
    return value > 1000 ? 1000 : value;
}

/* That among the parameters of a language. */
static int weight_of(ms_str parameters)
{
    while (parameters.n) {
        ms_str one = cut(&parameters, ';');
        if (one.n > 2 && (one.p[0] | 32) == 'q' && one.p[1] == '=')
            return thousandths((ms_str){one.p + 2, one.n - 2});
    }
    return 1000;
}

/* A language that there is; false for any other. */
static bool known(ms_str range, ms_lang *out)
{
    char tag[16] = "";
    if (range.n < 2 || range.n >= sizeof tag) return false;
    for (size_t i = 0; i < range.n; i++) tag[i] = ms_lower(range.p[i]);
    *out = ms_lang_of(tag);
    return *out != MS_LANG_EN || (!strncmp(tag, "en", 2) && (!tag[2] || tag[2] == '-'));
}

ms_lang ms_language_wanted(ms_str accept)
{
    ms_lang best = MS_LANG_EN, one;
    int most = 0;
    while (accept.n) {
        ms_str rest = cut(&accept, ',');
        ms_str range = cut(&rest, ';');
        int weight = weight_of(rest);
        if (weight <= most || !known(range, &one)) continue;
        most = weight;
        best = one;
    }
    return best;
}
