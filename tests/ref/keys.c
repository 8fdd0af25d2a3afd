/* The normal form of phones, e-mail addresses and wallets: docs/scoring.md, "Other keys". */
#include <xxhash.h>

#include "ref.h"

enum { LONGEST = 254 };

static bool among(char c, const char *set)
{
    return c && strchr(set, c);
}

static const char digits[] = "0123456789", blanks[] = " \t\n\v\f\r";
static const char capital[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                  small[] = "abcdefghijklmnopqrstuvwxyz";

static void lower_case(char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (among(s[i], capital)) s[i] = small[strchr(capital, s[i]) - capital];
}

/* Leaves out `n` of the `*len` bytes of `s` from `at` on. */
static void leave_out(char *s, size_t *len, size_t at, size_t n)
{
    memmove(s + at, s + at + n, *len - at - n);
    *len -= n;
    s[*len] = 0;
}

/* Leaves out each "(0)" behind a digit. */
static void leave_trunk_out(char *s, size_t *len)
{
    bool digit = false;
    for (size_t i = 0; i < *len;) {
        if (digit && !strncmp(s + i, "(0)", 3)) leave_out(s, len, i, 3);
        else digit |= among(s[i++], digits);
    }
}

static bool phone(char *s, size_t *n)
{
    size_t from = 0, to;
    while (from < *n && !among(s[from], digits) && s[from] != '+') from++;
    leave_out(s, n, 0, from);
    for (to = 1; to < *n; to++)
        if (!among(s[to], digits) && !among(s[to], " \t-./()")) break;
    if (to < *n) leave_out(s, n, to, *n - to);
    bool plus = *n && s[0] == '+', zeros = *n > 1 && s[0] == '0' && s[1] == '0';
    if (plus || zeros) {
        leave_out(s, n, 0, plus ? 1 : 2);
        leave_trunk_out(s, n);
    }
    for (size_t i = *n; i-- > 0;)
        if (!among(s[i], digits)) leave_out(s, n, i, 1);
    return *n >= 7 && *n <= 15;
}

static bool email(char *s, size_t *n)
{
    size_t at = 0, where = 0;
    for (size_t i = 0; i < *n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c <= 32 || c == 127) return false;
        if (c == '@') at++, where = i;
    }
    lower_case(s, *n);
    return at == 1 && where > 0 && where < *n - 1;
}

static bool wallet(char *s, size_t *n)
{
    bool any_small = false;
    for (size_t i = 0; i < *n; i++)
        if (s[i] == ':') {
            leave_out(s, n, 0, i + 1);
            break;
        }
    for (size_t i = 0; i < *n; i++) {
        if (s[i] < 33 || s[i] > 126) return false;
        any_small |= among(s[i], small);
    }
    if (!any_small || !strncmp(s, "0x", 2) || !strncmp(s, "0X", 2)) lower_case(s, *n);
    return *n >= 20;
}

bool ref_key(ms_key kind, const char *text, size_t n, ms_document *out)
{
    char s[LONGEST + 1] = "";
    while (n && among(text[0], blanks)) text++, n--;
    while (n && among(text[n - 1], blanks)) n--;
    memset(out, 0, sizeof *out);
    if (n == 0 || n > LONGEST) return false;
    memcpy(s, text, n);
    bool is = kind == MS_KEY_PHONE   ? phone(s, &n)
              : kind == MS_KEY_EMAIL ? email(s, &n)
                                     : kind == MS_KEY_WALLET && wallet(s, &n);
    if (!is) return false;
    out->kind = (uint8_t)kind;
    out->len = (uint8_t)n;
    memcpy(out->s, s, n > 38 ? 22 : n);
    XXH128_canonical_t sum;
    XXH128_canonicalFromHash(&sum, XXH3_128bits(s, n));
    if (n > 38) memcpy(out->s + 22, &sum, 16);
    return true;
}
