#include "match/keys.h"

#include <xxhash.h>

#include "base/ascii.h"

enum {
    PHONE_MIN = 7, /* digits, ITU-T E.164 §6.2 */
    PHONE_MAX = 15,
    WALLET_MIN = 20 /* characters */
};

_Static_assert(MS_KEY_KEPT == MS_KEY_HEAD + sizeof(XXH128_canonical_t), "layout of a long key");

static ms_str behind(ms_str s, size_t n)
{
    return (ms_str){s.p + n, s.n - n};
}

/* ---- numbers ----------------------------------------------------------- */

static size_t number(ms_str s, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ms_is_digit(s.p[i]) && !ms_is_letter(s.p[i])) continue;
        if (n == MS_DOCUMENT_MAX) return 0;
        out[n++] = ms_is_digit(s.p[i]) ? s.p[i] : (char)(s.p[i] & ~32);
    }
    return n < MS_DOCUMENT_MIN ? 0 : n;
}

/* ---- phones ------------------------------------------------------------ */

/* From the first digit or plus to the first character that no number goes on with. */
static ms_str number_in(ms_str s)
{
    size_t n = 1;
    while (s.n && !ms_is_digit(*s.p) && *s.p != '+') s = behind(s, 1);
    while (n < s.n && (ms_is_digit(s.p[n]) || memchr(" -./()\t", s.p[n], 7))) n++;
    return n < s.n ? (ms_str){s.p, n} : s;
}

/* Digits, without the 00 in front of a country's code and the (0) behind it. */
static size_t phone(ms_str text, char *out)
{
    ms_str s = number_in(text);
    size_t n = 0, prefix = s.n && *s.p == '+' ? 1 : s.n > 1 && !memcmp(s.p, "00", 2) ? 2 : 0;
    for (size_t i = prefix; i < s.n; i++) {
        bool trunk = prefix && n && s.n - i >= 3 && !memcmp(s.p + i, "(0)", 3);
        if (trunk) i += 2;
        else if (ms_is_digit(s.p[i]) && n == PHONE_MAX) return 0;
        else if (ms_is_digit(s.p[i])) out[n++] = s.p[i];
    }
    return n < PHONE_MIN ? 0 : n;
}

/* ---- e-mail ------------------------------------------------------------ */

static size_t email(ms_str s, char *out)
{
    size_t signs = 0;
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F) return 0;
        if (s.p[i] == '@' && (i == 0 || i + 1 == s.n)) return 0;
        signs += s.p[i] == '@';
        out[i] = ms_lower(s.p[i]);
    }
    return signs == 1 ? s.n : 0;
}

/* ---- wallets ----------------------------------------------------------- */

static bool has_small_letter(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'a' && s.p[i] <= 'z') return true;
    return false;
}

/* As it is written; where case says nothing (hexadecimal, EIP-55; Bech32, BIP 173), lower. */
static size_t wallet(ms_str s, char *out)
{
    const char *scheme = memchr(s.p, ':', s.n);
    if (scheme) s = behind(s, (size_t)(scheme - s.p) + 1);
    bool hex = s.n > 2 && s.p[0] == '0' && ms_lower(s.p[1]) == 'x';
    bool fold = hex || !has_small_letter(s);
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7F) return 0;
        out[i] = fold ? ms_lower(s.p[i]) : s.p[i];
    }
    return s.n < WALLET_MIN ? 0 : s.n;
}

/* ---- keys -------------------------------------------------------------- */

bool ms_key_make(ms_key kind, ms_str text, ms_document *out)
{
    char s[MS_KEY_TEXT_MAX];
    size_t n = 0;
    *out = (ms_document){.kind = (uint8_t)kind};
    text = ms_str_trim(text);
    if (!text.n || (text.n > sizeof s && kind != MS_KEY_NUMBER)) return false;
    switch (kind) {
    case MS_KEY_NUMBER: n = number(text, s); break;
    case MS_KEY_PHONE: n = phone(text, s); break;
    case MS_KEY_EMAIL: n = email(text, s); break;
    case MS_KEY_WALLET: n = wallet(text, s); break;
    default: break;
    }
    out->len = (uint8_t)n;
    if (n <= sizeof out->s) {
        memcpy(out->s, s, n);
        return n > 0;
    }
    XXH128_canonical_t sum;
    XXH128_canonicalFromHash(&sum, XXH3_128bits(s, n));
    memcpy(out->s, s, MS_KEY_HEAD);
    memcpy(out->s + MS_KEY_HEAD, sum.digest, sizeof sum.digest);
    return true;
}

bool ms_key_same(const ms_document *a, const ms_document *b)
{
    return a->len == b->len && memcmp(a->s, b->s, ms_key_kept(a)) == 0;
}

ms_str ms_key_text(const ms_document *d, ms_arena *a)
{
    if (d->len <= MS_KEY_KEPT) return ms_arena_str(a, (ms_str){d->s, d->len});
    return ms_arena_strf(a, "%.*s…", MS_KEY_HEAD, d->s);
}
