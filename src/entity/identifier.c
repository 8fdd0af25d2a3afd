#include "entity/identifier.h"

#include "base/ascii.h"
#include "base/table.h"

extern const ms_table ms_table_iban;
extern const ms_table ms_table_countries;

enum { LONGEST = 40 }; /* characters of any of these, prefix and separators aside */

static bool all_digits(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ms_is_digit(s.p[i])) return false;
    return s.n > 0;
}

static bool all_letters(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ms_is_upper(s.p[i])) return false;
    return true;
}

static ms_str part(ms_str s, size_t at, size_t n)
{
    return (ms_str){s.p + at, n};
}

/* 0..9, and 10..35 for A..Z. */
static unsigned alnum_value(char c)
{
    return ms_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'A') + 10;
}

/* ISO/IEC 7064 MOD 97-10 over the letters as two digits each. */
static unsigned mod97(ms_str s, unsigned rest)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned v = alnum_value(s.p[i]);
        rest = (rest * (v > 9 ? 100 : 10) + v) % 97;
    }
    return rest;
}

static unsigned weighted(ms_str s, const uint8_t *weights, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) sum += alnum_value(s.p[i]) * weights[i];
    return sum;
}

static unsigned digit_at(ms_str s, size_t i)
{
    return (unsigned)(s.p[i] - '0');
}

/* IMO Res. A.1117(30): ships weigh 7..2 modulo 10; companies 8 6 4 2 9 7 modulo
 * 11 (not published, but true of every number given out). */
static bool is_imo(ms_str s)
{
    static const uint8_t ship[] = {7, 6, 5, 4, 3, 2}, company[] = {8, 6, 4, 2, 9, 7};
    if (s.n != 7 || !all_digits(s) || ms_str_eq(s, MS_STR("0000000"))) return false;
    unsigned check = digit_at(s, 6);
    return weighted(s, ship, 6) % 10 == check ||
           (11 - weighted(s, company, 6) % 11) % 10 == check;
}

/* ISO 17442: 18 characters and two check digits. */
static bool is_lei(ms_str s)
{
    return s.n == 20 && all_digits(part(s, 18, 2)) && mod97(s, 0) == 1;
}

/* ISO 13616: the country says the length; the first four go to the end. */
static bool is_iban(ms_str s)
{
    uint32_t row;
    if (s.n < 5 || !ms_table_find(&ms_table_iban, part(s, 0, 2), &row)) return false;
    ms_str length = ms_table_cell(&ms_table_iban, row, 1);
    if (s.n != digit_at(length, 0) * 10 + digit_at(length, 1)) return false;
    if (!all_digits(part(s, 2, 2))) return false;
    return mod97(part(s, 0, 4), mod97(part(s, 4, s.n - 4), 0)) == 1;
}

/* ISO 9362: institution, country, location, branch or nothing. */
static bool is_bic(ms_str s)
{
    if ((s.n != 8 && s.n != 11) || !all_letters(part(s, 0, 6))) return false;
    char country[2] = {(char)(s.p[4] - 'A' + 'a'), (char)(s.p[5] - 'A' + 'a')};
    uint32_t row;
    return ms_table_find(&ms_table_countries, (ms_str){country, 2}, &row);
}

/* ISO 6166: Luhn's sum over the letters as two digits each, from the right. */
static bool is_isin(ms_str s)
{
    if (s.n != 12 || !all_letters(part(s, 0, 2)) || !ms_is_digit(s.p[11])) return false;
    unsigned sum = 0, twice = 0;
    for (size_t i = s.n; i-- > 0;) {
        for (unsigned v = alnum_value(s.p[i]), first = 1; first || v; first = 0, v /= 10) {
            unsigned d = v % 10 << twice;
            sum += d > 9 ? d - 9 : d;
            twice ^= 1;
        }
    }
    return sum % 10 == 0;
}

/* Order of the Russian tax service MM-3-9/178: one check digit for
 * organisations, two for persons. */
static bool is_inn(ms_str s)
{
    static const uint8_t weights[] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    if (!all_digits(s)) return false;
    if (s.n == 10) return weighted(s, weights + 2, 9) % 11 % 10 == digit_at(s, 9);
    return s.n == 12 && weighted(s, weights + 1, 10) % 11 % 10 == digit_at(s, 10) &&
           weighted(s, weights, 11) % 11 % 10 == digit_at(s, 11);
}

/* 13 digits modulo 11 for organisations, 15 modulo 13 for entrepreneurs. */
static bool is_ogrn(ms_str s)
{
    if ((s.n != 13 && s.n != 15) || !all_digits(s)) return false;
    uint64_t v = 0;
    for (size_t i = 0; i + 1 < s.n; i++) v = v * 10 + digit_at(s, i);
    return v % (s.n - 2) % 10 == digit_at(s, s.n - 1);
}

/* 49 CFR 565.15: values of the characters, weights of their places. */
static unsigned vin_sum(ms_str s)
{
    static const uint8_t weights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    static const char letters[] = "ABCDEFGH.JKLMN.P.RSTUVWXYZ";
    static const uint8_t values[] = {1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4,
                                     5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9};
    unsigned sum = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *letter = ms_is_digit(s.p[i]) ? NULL : strchr(letters, s.p[i]);
        sum += weights[i] * (letter ? values[letter - letters] : alnum_value(s.p[i]));
    }
    return sum % 11;
}

/* ISO 3779: 17 characters, never I, O or Q; world regions 1 to 5 are North
 * America, whose ninth character is a check digit. */
static bool is_vin(ms_str s)
{
    if (s.n != 17) return false;
    for (size_t i = 0; i < s.n; i++)
        if (memchr("IOQ", s.p[i], 3)) return false;
    if (s.p[0] < '1' || s.p[0] > '5') return true;
    return s.p[8] == "0123456789X"[vin_sum(s)];
}

/* ISO 6346: owner, category U, J or Z, serial number, check digit; letters count
 * from 10, leaving out the multiples of 11. */
static bool is_container(ms_str s)
{
    if (s.n != 11 || !all_letters(part(s, 0, 4)) || !memchr("UJZ", s.p[3], 3)) return false;
    if (!all_digits(part(s, 4, 7))) return false;
    unsigned sum = 0;
    for (size_t i = 0; i < 10; i++) {
        unsigned v = alnum_value(s.p[i]);
        sum += (v > 9 ? v + (v - 1) / 10 : v) << i;
    }
    return sum % 11 % 10 == digit_at(s, 10);
}

static bool (*const checks[])(ms_str s) = {
    [MS_ID_IMO] = is_imo,   [MS_ID_LEI] = is_lei,   [MS_ID_IBAN] = is_iban,
    [MS_ID_BIC] = is_bic,   [MS_ID_ISIN] = is_isin, [MS_ID_INN] = is_inn,
    [MS_ID_OGRN] = is_ogrn, [MS_ID_VIN] = is_vin,   [MS_ID_CONTAINER] = is_container,
};

/* Upper case without separators; false for any other character or too many. */
static bool compact(ms_str in, char *out, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < in.n; i++) {
        char c = in.p[i];
        if (memchr(" .-/:\t", c, 6)) continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if ((!ms_is_digit(c) && !ms_is_upper(c)) || *n == LONGEST) return false;
        out[(*n)++] = c;
    }
    return *n > 0;
}

ms_rc ms_identifier_clean(ms_id_format format, ms_str in, ms_arena *a, ms_str *out)
{
    char buf[LONGEST];
    ms_str s = {buf, 0};
    if ((size_t)format >= sizeof checks / sizeof *checks || !checks[format]) return MS_EINVAL;
    if (!compact(in, buf, &s.n)) return MS_EVALUE;
    bool imo = format == MS_ID_IMO;
    if (imo && s.n > 3 && memcmp(s.p, "IMO", 3) == 0) s = part(s, 3, s.n - 3);
    if (!checks[format](s)) return MS_EVALUE;
    *out = ms_arena_strf(a, "%s%.*s", imo ? "IMO" : "", MS_FMT(s));
    return out->p ? MS_OK : MS_ENOMEM;
}
