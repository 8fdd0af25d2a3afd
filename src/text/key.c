#include <utf8proc.h>

#include <marsad/name.h>

#include "text/fold.h"

/* Letters of Han that neither decompose nor fold: most of them, and told at a glance. */
static bool is_ideograph(uint32_t cp)
{
    return cp >= 0x4E00 && cp <= 0x9FA5;
}

int ms_fold_char(uint32_t cp, int32_t out[MS_FOLD_MAX])
{
    if (cp < 0x80 || is_ideograph(cp)) {
        out[0] = (int32_t)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
        return 1;
    }
    int bound = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)cp, out, MS_FOLD_MAX,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &bound);
    if (n > 0 && n <= MS_FOLD_MAX) return (int)n;
    out[0] = (int32_t)cp;
    return 1;
}

bool ms_is_apostrophe(uint32_t cp)
{
    switch (cp) {
    case '\'':
    case '`':
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0x5F3:
    case 0x5F4: return true;                    /* geresh, gershayim */
    default: return cp >= 0x2B0 && cp <= 0x2FF; /* modifier letters: ʻ ʼ ʾ ʿ … */
    }
}

ms_char_class ms_char_class_of(uint32_t cp)
{
    if ((cp >= 'a' && cp <= 'z') || is_ideograph(cp)) return MS_CHAR_LETTER;
    if (ms_is_apostrophe(cp)) return MS_CHAR_MARK;
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return MS_CHAR_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF: return MS_CHAR_MARK;
    default: return MS_CHAR_BREAK;
    }
}

/* Appends the folded form of `cp` behind `at[0..used)`; returns the new length. */
static size_t put_char(uint32_t cp, char *at, size_t used, bool *gap)
{
    int32_t folded[MS_FOLD_MAX];
    int count = ms_fold_char(cp, folded);
    for (int i = 0; i < count; i++) {
        ms_char_class c = ms_char_class_of((uint32_t)folded[i]);
        if (c == MS_CHAR_BREAK) *gap = used > 0;
        if (c != MS_CHAR_LETTER) continue;
        if (*gap) at[used++] = ' ';
        *gap = false;
        used += (size_t)utf8proc_encode_char(folded[i], (utf8proc_uint8_t *)at + used);
    }
    return used;
}

ms_str ms_text_key(ms_str text, ms_arena *a)
{
    /* No code point grows more than twelvefold in bytes (U+FDFA: 3 to 33). */
    enum { GROWTH = 12, SLACK = MS_FOLD_MAX * 5 };
    char *out = text.n > MS_NAME_TEXT_MAX ? NULL : ms_arena_alloc(a, text.n * GROWTH + SLACK);
    if (!out) return (ms_str){NULL, 0};
    bool gap = false;
    size_t used = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t cp;
        i += ms_utf8_decode(text.p + i, text.n - i, &cp);
        used = put_char(cp, out, used, &gap);
    }
    return (ms_str){out, used};
}
